/// What a medium says of its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that may be written.
    pub free: u64,
    /// Bytes that the smallest file takes, and every other one a multiple of.
    pub cluster: u64,
}

/// One file of a copy, in the order in which they come. Until it is whole the file that it replaces stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A file of this many bytes goes.
    Remove(u64),
    /// A file comes, in place of one of so many bytes if there is one.
    Write { new: u64, old: Option<u64> },
    /// A folder comes.
    Folder,
}

/// How much room is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Bytes that must be free before the copy begins.
    pub needed: u64,
    pub free: u64,
}

/// Entries of folders take room, too: a name of a hundred letters takes ten of 32 bytes on FAT.
const ENTRY: u64 = 320;

/// Whether the medium is never full while these steps are done one after the other.
///
/// # Errors
/// How much is free, and how much would have to be.
pub fn fits(space: Space, steps: impl Iterator<Item = Step>) -> Result<(), Short> {
    let cluster = i128::from(space.cluster.max(1));
    let taken = |bytes: u64| (i128::from(bytes) + cluster - 1) / cluster * cluster;
    let (mut used, mut most, mut entries) = (0i128, 0i128, 0u64);
    for step in steps {
        match step {
            Step::Remove(bytes) => used -= taken(bytes),
            Step::Folder => used += cluster,
            Step::Write { new, old } => {
                used += taken(new);
                most = most.max(used);
                used -= old.map_or(0, taken);
                entries += u64::from(old.is_none());
            }
        }
        most = most.max(used);
    }
    let needed = u64::try_from(most + taken(entries * ENTRY)).unwrap_or(u64::MAX);
    if needed <= space.free { Ok(()) } else { Err(Short { needed, free: space.free }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLUSTER: u64 = 4096;

    fn needed(steps: &[Step]) -> u64 {
        fits(Space { free: 0, cluster: CLUSTER }, steps.iter().copied()).map_or_else(|short| short.needed, |()| 0)
    }

    #[test]
    fn every_file_takes_whole_clusters() {
        assert_eq!(needed(&[]), 0);
        assert_eq!(needed(&[Step::Write { new: 1, old: None }]), 2 * CLUSTER);
        assert_eq!(needed(&[Step::Write { new: 4097, old: None }, Step::Folder]), 4 * CLUSTER);
        assert_eq!(needed(&[Step::Write { new: 0, old: None }]), CLUSTER);
    }

    #[test]
    fn what_is_replaced_counts_when_it_is_gone() {
        let replace = Step::Write { new: 8000, old: Some(8000) };
        assert_eq!(needed(&[replace; 9]), 2 * CLUSTER);
        assert_eq!(needed(&[Step::Remove(8000), replace]), 0);
        assert_eq!(needed(&[replace, Step::Remove(8000)]), 2 * CLUSTER);
    }

    #[test]
    fn one_byte_short() {
        let steps = || [Step::Write { new: 4096, old: Some(1) }].into_iter();
        assert_eq!(fits(Space { free: 4096, cluster: CLUSTER }, steps()), Ok(()));
        let short = Short { needed: 4096, free: 4095 };
        assert_eq!(fits(Space { free: 4095, cluster: CLUSTER }, steps()), Err(short));
    }
}
