use crate::library::{Library, TopicId};
use crate::model::{BlockHash, Guide, LangId};
use crate::parse::{Edit, field_edit};
use crate::source::SourceTree;

/// How many hashes stand in one line: about a hundred characters.
const IN_A_LINE: usize = 8;

/// The bytes of a translation's file with the hashes of its source as it is now; nothing else changes. `None` where the
/// guide is no translation, or has no front matter that can be read.
pub fn mark(tree: &SourceTree, library: &Library, guide: &Guide) -> Option<Vec<u8>> {
    let source = library.source(source_of(library, guide)?);
    let hashes: Vec<BlockHash> = source.blocks.iter().map(|block| block.hash).collect();
    let edit = field_edit(tree, guide.file, "source_hash", &source_hash(&hashes))?;
    Some(Edit::apply(vec![edit], &tree.file(guide.file).bytes))
}

fn source_of(library: &Library, guide: &Guide) -> Option<TopicId> {
    let topic = library.topic_of(guide).filter(|_| guide.front.translation.is_some())?;
    (guide.lang != LangId::DEFAULT).then_some(topic)
}

/// The field `source_hash` of front matter.
pub fn source_hash(hashes: &[BlockHash]) -> String {
    let line = |hashes: &[BlockHash]| hashes.iter().map(BlockHash::to_string).collect::<Vec<_>>().join(", ");
    let lines: Vec<String> = hashes.chunks(IN_A_LINE).map(line).collect();
    format!("source_hash: [{}]", lines.join(",\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::TranslationState;
    use crate::parse::parse;
    use crate::source::Root;

    const SOURCE: &str = "---\nkind: article\ntitle: A\nsummary: B\n---\nOne.\n\n- Two\n- Three\n";

    fn marked(translation: &str) -> Option<String> {
        let site = ("site.yaml", "languages: [en, ur]\n");
        let tree = SourceTree::of_guides([site, ("en/a.md", SOURCE), ("ur/a.md", translation)]);
        let library = Library::new(parse(&tree).0);
        let guide = library.guides().iter().find(|guide| guide.lang != LangId::DEFAULT).unwrap();
        mark(&tree, &library, guide).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn state(source: &str, translation: &str) -> TranslationState {
        let site = ("site.yaml", "languages: [en, ur]\n");
        let tree = SourceTree::of_guides([site, ("en/a.md", source), ("ur/a.md", translation)]);
        assert!(tree.find(Root::Guides, "ur/a.md").is_some());
        let library = Library::new(parse(&tree).0);
        library.translation(library.find("a").unwrap(), LangId(1)).unwrap()
    }

    #[test]
    fn what_was_marked_is_current_until_a_word_of_the_source_changes() {
        let before = "---\r\ntitle: ا\r\n---\r\nمتن  \r\n";
        assert_eq!(state(SOURCE, before), TranslationState::Unknown);
        let after = marked(before).unwrap();
        let (head, rest) = after.split_once("source_hash: [").unwrap();
        let (hashes, rest) = rest.split_once(']').unwrap();
        assert_eq!(format!("{head}{}", &rest[2..]), before);
        assert_eq!(hashes.split(", ").count(), 5);
        assert_eq!(state(SOURCE, &after), TranslationState::Current);
        assert_eq!(
            state(&SOURCE.replace("\n\n- Two\n- Three", "\n\n* Two\n*  Three"), &after),
            TranslationState::Current
        );
        let TranslationState::Outdated(changes) = state(&SOURCE.replace("Two", "2"), &after) else { panic!() };
        assert_eq!(changes, [crate::library::Change::Changed { old: 3, new: 3 }]);
        assert_eq!(marked(&after), Some(after));
    }

    #[test]
    fn what_is_no_translation_is_left_alone() {
        assert_eq!(marked("---\na: [\n---\n"), None);
    }
}
