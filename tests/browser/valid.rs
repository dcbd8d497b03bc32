//! The Nu Html Checker (vnu) finds no fault in any page.

use crate::bundle::Bundle;
use crate::engines::program::{command, node_module, program};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

/// What the checker says of pages that keep a reader safe, and is not followed in.
pub const KNOWN: [&str; 2] = [
    // Browsers look up the hosts of links ahead without it, also from a page that nobody has left.
    "Bad value “x-dns-prefetch-control” for attribute “http-equiv” on element “meta”.",
    // Firefox ticks the boxes of a self-check again when the page is loaded anew, where they lack it. HTML knows it for
    // a form around them, and a page has no form: it could be sent.
    "Attribute “autocomplete” is only allowed when the input type is ",
];

#[test]
fn every_page_is_valid() {
    let mut problems = Vec::new();
    for bundle in Bundle::all() {
        let said = vnu(&bundle.folder());
        let faults = said.iter().filter(|fault| !KNOWN.iter().any(|known| fault.message.starts_with(known)));
        problems
            .extend(faults.map(|fault| format!("{} {}:{}: {}", bundle.name, fault.path, fault.line, fault.message)));
        // Each page has the one that is known, which shows that each was read.
        let read: BTreeSet<&str> = said.iter().filter(|f| f.message == KNOWN[0]).map(|f| f.path.as_str()).collect();
        let pages: BTreeSet<&str> = bundle.pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(read, pages, "{}: the pages that the checker read", bundle.name);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn faults_are_found() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("en")).unwrap();
    let page = "<!doctype html>\n<html lang=\"en\">\n<head><title>Page</title></head>\n<body><p><div>a</div></p></body>\n</html>\n";
    fs::write(folder.path().join("en/page.html"), page).unwrap();
    let said = vnu(folder.path());
    assert!(said.iter().any(|fault| fault.path == "en/page.html" && fault.line == 4), "{said:?}");
}

#[derive(Debug)]
pub struct Fault {
    /// Of the page in its folder.
    pub path: String,
    pub line: u64,
    pub message: String,
}

/// What the checker says is an error in the pages of a folder.
pub fn vnu(folder: &Path) -> Vec<Fault> {
    let home = tempfile::tempdir().unwrap();
    let mut java = command(&program(&["java"], "default-jre-headless"), home.path());
    java.arg("-jar").arg(node_module("vnu-jar/build/dist/vnu.jar"));
    java.args(["--errors-only", "--skip-non-html", "--format", "json", "--stdout"]).arg(folder).stdout(Stdio::piped());
    let output = java.output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|why| {
        panic!("vnu does not say what it found ({why}): {}", String::from_utf8_lossy(&output.stdout))
    });
    let fault = |message: &Value| {
        let url = message["url"].as_str().unwrap_or_default();
        let (_, path) = url.split_once(&format!("/{}/", folder.file_name()?.to_str()?)).unwrap_or(("", url));
        Fault {
            path: path.to_owned(),
            line: message["lastLine"].as_u64().unwrap_or_default(),
            message: message["message"].as_str().unwrap_or_default().to_owned(),
        }
        .into()
    };
    said["messages"].as_array().expect("messages").iter().filter_map(fault).collect()
}
