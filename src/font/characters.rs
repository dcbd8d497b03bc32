use std::collections::BTreeSet;

/// A set of characters. Those of the first plane, all that guides mostly hold, cost a bit each and no look-up.
#[derive(Clone, PartialEq, Eq)]
pub struct Characters {
    first_plane: Box<[u64; PLANE]>,
    others: BTreeSet<char>,
}

const PLANE: usize = 0x1_0000 / 64;

impl Characters {
    pub fn new() -> Self {
        Self { first_plane: Box::new([0; PLANE]), others: BTreeSet::new() }
    }

    pub fn insert(&mut self, c: char) {
        match self.first_plane.get_mut(c as usize / 64) {
            Some(bits) => *bits |= 1 << (c as usize % 64),
            None => drop(self.others.insert(c)),
        }
    }

    pub fn contains(&self, c: char) -> bool {
        match self.first_plane.get(c as usize / 64) {
            Some(bits) => bits & (1 << (c as usize % 64)) != 0,
            None => self.others.contains(&c),
        }
    }

    /// Adds every character of a text.
    pub fn add(&mut self, text: &str) {
        text.chars().for_each(|c| self.insert(c));
    }

    /// What is in either of two sets.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.first_plane.iter_mut().zip(other.first_plane.iter()).for_each(|(own, other)| *own |= other);
        self.others.extend(&other.others);
        self
    }

    /// The characters in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = char> + '_ {
        let of_word = |(at, bits): (usize, &u64)| {
            let bits = *bits;
            (0..64)
                .filter(move |bit| bits & (1 << bit) != 0)
                .filter_map(move |bit| char::from_u32(at as u32 * 64 + bit))
        };
        let words = self.first_plane.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(of_word).chain(self.others.iter().copied())
    }
}

impl Default for Characters {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<char> for Characters {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::new();
        characters.into_iter().for_each(|c| set.insert(c));
        set
    }
}

impl std::fmt::Debug for Characters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_any_planes() {
        let mut set: Characters = "zaڪ\u{FFFF}😀a".chars().collect();
        assert_eq!(set.iter().collect::<String>(), "azڪ\u{FFFF}😀");
        assert!(set.contains('ڪ') && set.contains('😀') && !set.contains('b') && !set.contains('😁'));
        set = set.union(&"b😁".chars().collect());
        assert_eq!(set.iter().collect::<String>(), "abzڪ\u{FFFF}😀😁");
        assert_eq!(Characters::new().iter().next(), None);
    }
}
