//! How a fault of a copy is told.

use crate::diagnostic::emit::visible;
use crate::integrity::{Fault, FaultKind};

/// One line: what is wrong, where.
pub(super) fn line(fault: &Fault) -> String {
    let word = match fault.kind {
        FaultKind::Archive => "archive",
        FaultKind::Manifest => "list",
        FaultKind::Signature => "signature",
        FaultKind::Edition => "edition",
        FaultKind::Changed => "changed",
        FaultKind::Missing => "missing",
        FaultKind::Renamed => "renamed",
        FaultKind::Added => "added",
        FaultKind::Unreadable => "unreadable",
    };
    let mut parts = vec![visible(&fault.path).into_owned()];
    parts.extend(fault.was.iter().map(|was| format!("(it is {})", visible(was))));
    let path = parts.join(" ");
    let why = fault.why.as_deref().map(visible).unwrap_or_default();
    let between = if path.is_empty() || why.is_empty() { "" } else { ": " };
    format!("{word:<11}{path}{between}{why}")
}
