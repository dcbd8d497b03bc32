use super::guide::{split, text_of};
use super::yaml::{Key, Yaml};
use crate::model::BlockPlace;
use crate::source::{FileId, SourceTree, Span};

/// Where things stand in a file's YAML: a guide's front matter, or the whole of `site.yaml` and `sources.yaml`.
///
/// The text is read once, at the first question, however many follow.
#[derive(Debug)]
pub struct Places<'t> {
    file: FileId,
    yaml: Option<Yaml<'t>>,
}

impl<'t> Places<'t> {
    /// The places of a file of the tree. In one that is no text everything stands at the start.
    pub fn new(tree: &'t SourceTree, file: FileId) -> Self {
        let yaml = text_of(tree, file, &mut Vec::new()).map(|(text, base)| match split(text) {
            Ok(parts) => Yaml::new(file, &text[parts.yaml.clone()], base + parts.yaml.start),
            Err(_) => Yaml::new(file, text, base),
        });
        Self { file, yaml }
    }

    /// The value at `path`, or the nearest thing around it that is there.
    pub fn value(&self, path: &[Key<'_>]) -> Span {
        self.find(|yaml| yaml.place(path))
    }

    /// The name of a field, or as [`Self::value`] where it is not given.
    pub fn key(&self, path: &[Key<'_>]) -> Span {
        self.find(|yaml| yaml.key_place(path))
    }

    /// The empty place before the first field.
    pub fn start(&self) -> Span {
        let all = self.value(&[]);
        Span { end: all.start, ..all }
    }

    /// The name of a field, or the start where it is not given.
    pub fn field(&self, name: &str) -> Span {
        let key = self.key(&[name.into()]);
        if key == self.value(&[]) { self.start() } else { key }
    }

    /// The item of `list` that was read as number `index` and is `value`, or that has the field `inner` of that value.
    /// Items before it that could not be read are not counted in `index`, so that it may stand further on.
    pub fn item(&self, list: &str, index: usize, inner: Option<&str>, value: &str) -> Span {
        const FURTHER: usize = 8;
        let at = |index: usize| {
            let path: Vec<Key<'_>> = [list.into(), index.into()].into_iter().chain(inner.map(Key::Field)).collect();
            self.value(&path)
        };
        let is = |span: &Span| self.text(*span).trim_matches(['"', '\'']) == value;
        (index..index + FURTHER).map(at).find(is).unwrap_or_else(|| at(index))
    }

    /// A block of the guide.
    pub fn block(&self, place: &BlockPlace) -> Span {
        match place {
            BlockPlace::Body(range) => Span { file: self.file, start: range.start, end: range.end },
            BlockPlace::Field(name, None) => self.value(&[(*name).into()]),
            BlockPlace::Field(name, Some(index)) => {
                let item = [(*name).into(), usize::from(*index).into()];
                // The one list whose items are no texts themselves.
                if *name == "items" { self.value(&[item[0], item[1], "advice".into()]) } else { self.value(&item) }
            }
        }
    }

    fn text(&self, span: Span) -> &str {
        let text = self.yaml.as_ref().and_then(|yaml| {
            let range = span.range();
            yaml.text.get(range.start.checked_sub(yaml.base)?..range.end.checked_sub(yaml.base)?)
        });
        text.unwrap_or_default()
    }

    fn find(&self, find: impl FnOnce(&Yaml<'t>) -> Span) -> Span {
        self.yaml.as_ref().map_or(Span { file: self.file, start: 0, end: 0 }, find)
    }
}

/// The place of a value of a file's YAML, or of the nearest thing around it that is there.
pub fn locate(tree: &SourceTree, file: FileId, path: &[Key<'_>]) -> Span {
    Places::new(tree, file).value(path)
}

/// The place of the name of a field of a file's YAML.
pub fn locate_key(tree: &SourceTree, file: FileId, path: &[Key<'_>]) -> Span {
    Places::new(tree, file).key(path)
}
