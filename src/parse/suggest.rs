/// The candidate nearest to `word`, where one is near enough that a slip of the hand explains it.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let limit = 1 + word.chars().count() / 4;
    let length = word.chars().count();
    let distance = |candidate: &&str| strsim::osa_distance(&word, &candidate.to_lowercase());
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (distance(&candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let fields = ["title", "summary", "order", "audience"];
        assert_eq!(nearest("sumary", fields), Some("summary"));
        assert_eq!(nearest("Title", fields), Some("title"));
        assert_eq!(nearest("odrer", fields), Some("order"));
        assert_eq!(nearest("layout", fields), None);
    }
}
