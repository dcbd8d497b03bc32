use serde::de::{Deserialize, Deserializer};

/// The error that stands for a diagnostic that was already said; see [`Field`].
pub(super) const SAID: &str = "already said";

/// A field of a file: absent, there but of a wrong shape (and said so), or there.
///
/// What makes reading go on: a value that does not fit ends only itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Field<T> {
    #[default]
    Absent,
    Bad,
    Given(T),
}

/// A list that keeps the places of items that did not fit.
pub(crate) type List<T> = Field<Vec<Field<T>>>;

impl<T> Field<T> {
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Bad => None,
        }
    }

    pub fn take(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Bad => None,
        }
    }

    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<T>::deserialize(deserializer) {
            Ok(Some(value)) => Ok(Self::Given(value)),
            Ok(None) => Ok(Self::Absent),
            // `serde_yaml` never fails with this text: its errors go on up, and the text is read again as a tree.
            Err(error) if error.to_string() == SAID => Ok(Self::Bad),
            Err(error) => Err(error),
        }
    }
}
