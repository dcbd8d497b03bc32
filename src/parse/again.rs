//! Parsing a tree that differs little from an earlier one, as a preview does after each edit.

use super::{GuideFile, Parsed, guide, guide_files, site_files};
use crate::diagnostic::Diagnostic;
use crate::model::Guide;
use crate::source::{Root, SourceTree};
use rayon::prelude::*;
use std::sync::Arc;

/// As [`super::parse()`], but a guide is read only where its bytes, or what it is in the site, are not what they were in
/// `before`. What was read is in `before` then, for the next time.
pub fn parse_again(tree: &Arc<SourceTree>, before: &mut Readings) -> (Parsed, Vec<Diagnostic>) {
    let (mut parsed, mut problems) = site_files(tree);
    let files = guide_files(tree, &parsed.config);
    let read = |file| before.find(tree, &file).unwrap_or_else(|| Reading::new(tree, file).into());
    let guides: Vec<Arc<Reading>> = files.into_par_iter().map(read).collect();
    parsed.guides = guides.par_iter().filter_map(|reading| reading.guide.clone()).collect();
    problems.extend(guides.iter().flat_map(|reading| reading.said.iter().cloned()));
    *before = Readings { tree: tree.clone(), guides };
    (parsed, problems)
}

/// The guides of a tree as they were read, in its order.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    tree: Arc<SourceTree>,
    guides: Vec<Arc<Reading>>,
}

/// One guide, and what is wrong with it.
#[derive(Debug)]
struct Reading {
    at: GuideFile,
    guide: Option<Guide>,
    said: Vec<Diagnostic>,
}

impl Readings {
    /// What was read of the same bytes at the same path, where they were the same in the site.
    fn find(&self, tree: &SourceTree, at: &GuideFile) -> Option<Arc<Reading>> {
        let source = tree.file(at.file);
        let file = self.tree.find(Root::Guides, source.path.as_str())?;
        let index = self.guides.binary_search_by_key(&file, |reading| reading.at.file).ok()?;
        let reading = &self.guides[index];
        let same = source.bytes == self.tree.file(file).bytes && reading.at == GuideFile { file, ..at.clone() };
        if !same {
            return None;
        }
        if at.file == file { Some(reading.clone()) } else { reading.follow(&self.tree, tree, at).map(Arc::new) }
    }
}

impl Reading {
    fn new(tree: &SourceTree, at: GuideFile) -> Self {
        let (guide, said) = guide::read(tree, &at);
        Self { at, guide, said }
    }

    /// Files that were added or removed give the others new numbers.
    fn follow(&self, from: &SourceTree, to: &SourceTree, at: &GuideFile) -> Option<Self> {
        let guide = self.guide.clone().map(|guide| Guide { file: at.file, ..guide });
        let said = self.said.iter().map(|problem| problem.follow(from, to)).collect::<Option<_>>()?;
        Some(Self { at: at.clone(), guide, said })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use std::collections::BTreeMap;

    const GUIDE: &str = "---\nkind: article\ntitle: A\nsummary: S\naudience: [teen]\nreviewed: 2026\nsources: []\n---\n# One\n\nText [b](b.md).\n";

    /// Each step is an edit of the site; what is parsed again must be what would be parsed anew.
    #[test]
    fn what_is_parsed_again_is_what_would_be_parsed_anew() {
        let mut files: BTreeMap<&str, String> = BTreeMap::from([
            ("site.yaml", "title: T\nlanguages: [en, ur]\n".to_owned()),
            ("en/b.md", GUIDE.to_owned()),
            ("en/c.md", GUIDE.replace("title", "tilte")),
            ("ur/b.md", "---\ntitle: B\ntranslation: human\nkind: article\norder: 1\n---\n".to_owned()),
        ]);
        let mut known = Readings::default();
        let mut step = |files: &BTreeMap<&str, String>, read_anew: usize| {
            let tree = Arc::new(SourceTree::of_guides(files));
            let count = guide_files(&tree, &site_files(&tree).0.config);
            let kept = count.iter().filter(|at| known.find(&tree, at).is_some()).count();
            assert_eq!(count.len() - kept, read_anew, "guides read again");
            let again = parse_again(&tree, &mut known);
            assert_eq!(format!("{again:?}"), format!("{:?}", parse(&tree)));
            assert!(!again.1.is_empty(), "the site has problems whose places move");
        };
        step(&files, 3);
        step(&files, 0);
        files.insert("en/a.md", GUIDE.to_owned());
        step(&files, 1);
        files.insert("en/b.md", GUIDE.replace("Text", "Words"));
        step(&files, 1);
        // A translation whose source goes away becomes an original, and a source without translations in one language …
        files.remove("en/b.md");
        step(&files, 1);
        // … where nothing was translated from what is left.
        files.insert("site.yaml", "title: T\nlanguages: [en]\n".to_owned());
        step(&files, 0);
        files.insert("site.yaml", "title: T\nlanguages: [ur, en]\n".to_owned());
        step(&files, 3);
    }
}
