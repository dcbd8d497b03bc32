//! A page that holds all it needs: its style sheets, scripts and pictures, and a policy that lets the browser use just these.

use crate::source::VPath;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a page of one file holds besides markup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    pub sheets: Vec<Part>,
    pub scripts: Vec<Part>,
    /// The pictures of guides as `data:` addresses, by their paths in the bundle.
    pub pictures: Arc<BTreeMap<VPath, String>>,
}

/// A style sheet or a script.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Where it would lie in the bundle.
    pub path: VPath,
    pub text: String,
}

/// The policy of a page in which these style sheets and scripts stand, in this order, and no others: a browser runs what has the hash
/// of one of them, and loads nothing at all.
pub(crate) fn policy(sheets: &[&str], scripts: &[&str]) -> String {
    let sources = |codes: &[&str]| match codes {
        [] => "'none'".to_owned(),
        codes => codes.iter().map(|code| source(code)).collect::<Vec<_>>().join(" "),
    };
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        sources(sheets),
        sources(scripts)
    )
}

/// A style sheet or a script as policies name it.
fn source(code: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(code)))
}

/// A file as an address.
pub(crate) fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_each_code_by_its_hash() {
        // The example of CSP Level 3, section 8.3 (hash usage for `alert('Hello, world.');`).
        let hello = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(source("alert('Hello, world.');"), hello);
        let policy = policy(&[], &["alert('Hello, world.');"]);
        assert!(policy.starts_with("default-src 'none'; style-src 'none'; script-src 'sha256-qznL"), "{policy}");
    }

    #[test]
    fn an_address_holds_its_bytes() {
        assert_eq!(data_url("image/png", b"\x89PNG"), "data:image/png;base64,iVBORw==");
    }
}
