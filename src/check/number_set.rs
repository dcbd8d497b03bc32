use std::collections::HashSet;

/// Numbers among which one is found as [`crate::model::same_number`] would find it, however many there are.
#[derive(Debug, Default)]
pub(super) struct NumberSet {
    /// Without a leading `+`.
    exact: HashSet<Box<str>>,
    /// Those that are long without their leading zeros, so that a country code may stand before them.
    long: HashSet<Box<str>>,
    /// What of these is left, still long, without up to three digits at their start.
    tails: HashSet<Box<str>>,
}

/// The digits of a number that may be written with and without its country code, and those of a country code.
const LONG: usize = 7;
const CODE: usize = 3;

impl NumberSet {
    /// Adds a number: digits in ASCII, as of [`crate::model::ascii_digits`].
    pub fn insert(&mut self, digits: &str) {
        let digits = digits.trim_start_matches('+');
        if !digits.is_empty() {
            self.exact.insert(digits.into());
        }
        let bare = digits.trim_start_matches('0');
        if bare.len() >= LONG {
            self.long.insert(bare.into());
        }
        self.tails.extend(tails(bare).map(Box::from));
    }

    /// Whether one of the numbers is this one, in any of its writings.
    pub fn has(&self, digits: &str) -> bool {
        let digits = digits.trim_start_matches('+');
        let bare = digits.trim_start_matches('0');
        self.exact.contains(digits)
            || self.long.contains(bare)
            || self.tails.contains(bare)
            || tails(bare).any(|tail| self.long.contains(tail))
    }
}

fn tails(digits: &str) -> impl Iterator<Item = &str> {
    (1..=CODE).filter_map(|code| digits.get(code..)).filter(|tail| tail.len() >= LONG)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ascii_digits, same_number};
    use proptest::prelude::*;

    #[test]
    fn finds_every_writing() {
        let found = |one: &str, other: &str| {
            let mut set = NumberSet::default();
            set.insert(&ascii_digits(one));
            set.has(&ascii_digits(other))
        };
        assert!(found("0311-7786264", "+92 311 7786264") && found("+92 311 7786264", "0311-7786264"));
        assert!(found("1799", "۱۷۹۹"));
        assert!(!found("1799", "01799") && !found("", ""));
    }

    proptest! {
        #[test]
        fn finds_what_a_walk_would(numbers in prop::collection::vec("\\+?0{0,2}[01]{0,11}", 0..6), asked in "\\+?0{0,2}[01]{0,11}") {
            let mut set = NumberSet::default();
            numbers.iter().for_each(|number| set.insert(number));
            prop_assert_eq!(set.has(&asked), numbers.iter().any(|number| same_number(number, &asked)));
        }
    }
}
