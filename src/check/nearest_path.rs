use super::facts::last_part;
use std::collections::{BTreeSet, HashMap};

/// For each wanted path that is not there, the one that was most likely meant: a file of the same name in another
/// folder, else one that a slip of the hand explains.
///
/// The search for slips compares with every path there is, so it is made for the first [`MOST`] wanted paths only: a
/// site in which thousands of links broke at once was not broken by slips.
pub(crate) fn nearest_paths<'a>(
    wanted: impl IntoIterator<Item = &'a str>,
    there: &[&'a str],
) -> HashMap<&'a str, &'a str> {
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for path in there {
        by_name.entry(last_part(path)).or_default().push(path);
    }
    let wanted: BTreeSet<&str> = wanted.into_iter().collect();
    let mut slips = 0;
    let mut near = HashMap::new();
    for path in wanted {
        let same_name = by_name.get(last_part(path)).map(Vec::as_slice).unwrap_or_default();
        let found = match same_name {
            [] if slips < MOST => {
                slips += 1;
                slip(path, there)
            }
            several => several.iter().copied().take(MOST).min_by_key(|there| distance(path, there, usize::MAX)),
        };
        near.extend(found.map(|found| (path, found)));
    }
    near
}

/// The path that differs by so little that the name was mistyped.
fn slip<'a>(wanted: &str, there: &[&'a str]) -> Option<&'a str> {
    let name = last_part(wanted);
    let most = 1 + name.split('.').next().unwrap_or(name).chars().count() / 4;
    let distances = there.iter().filter_map(|path| Some((distance(wanted, path, most)?, *path)));
    distances.min().map(|(_, path)| path)
}

/// How many slips lie between two paths, where there are `most` or fewer. What they share at both ends is set aside
/// first: the rest of two paths is short or of very different length.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let shared: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[shared..], &b[shared..]);
    let shared: usize =
        a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[..a.len() - shared], &b[..b.len() - shared]);
    if a.chars().count().abs_diff(b.chars().count()) > most {
        return None;
    }
    Some(strsim::osa_distance(a, b)).filter(|distance| *distance <= most)
}

/// How many paths are compared with all others, and how many files of one name with a path.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_folder_before_a_slip() {
        let there = ["en/help/line.md", "en/steps/keep-evidence.md", "en/help/index.md", "en/steps/index.md"];
        let near = |path| nearest_paths([path], &there).get(path).copied();
        assert_eq!(near("en/signs/line.md"), Some("en/help/line.md"));
        assert_eq!(near("en/step/index.md"), Some("en/steps/index.md"));
        assert_eq!(near("en/steps/keep-evidense.md"), Some("en/steps/keep-evidence.md"));
        assert_eq!(near("en/steps/bicycles.md"), None);
    }

    #[test]
    fn thousands_at_once_stay_cheap() {
        let there: Vec<String> = (0..1_000).map(|n| format!("en/folder/guide-{n}.md")).collect();
        let wanted: Vec<String> = (0..10_000).map(|n| format!("en/folder/guides-{n}.md")).collect();
        let there: Vec<&str> = there.iter().map(String::as_str).collect();
        let near = nearest_paths(wanted.iter().map(String::as_str), &there);
        assert_eq!(near.len(), MOST);
    }
}
