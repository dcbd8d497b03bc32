//! For code hosts and editors: a SARIF 2.1.0 log (OASIS standard, errata 01) of one run.

use super::{Located, Places, Region, json};
use crate::diagnostic::{Code, Diagnostic};
use serde::Serialize;
use std::fmt::Write as _;

pub fn emit(diagnostics: &[Diagnostic], places: &mut Places<'_>) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_by_key(|code| code.name());
    codes.dedup();
    let results = diagnostics.iter().map(|diagnostic| SarifResult::new(diagnostic, &codes, places)).collect();
    let driver = Driver {
        name: "lamplight",
        version: env!("CARGO_PKG_VERSION"),
        rules: codes.iter().map(|code| Rule::new(*code)).collect(),
    };
    json::to_line(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    })
}

#[derive(Serialize)]
struct Log<'d> {
    #[serde(rename = "$schema")]
    schema: &'d str,
    version: &'d str,
    runs: [Run<'d>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'d> {
    tool: Tool<'d>,
    column_kind: &'d str,
    results: Vec<SarifResult<'d>>,
}

#[derive(Serialize)]
struct Tool<'d> {
    driver: Driver<'d>,
}

#[derive(Serialize)]
struct Driver<'d> {
    name: &'d str,
    version: &'d str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'d> {
    rule_id: &'d str,
    rule_index: usize,
    level: &'d str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<SarifRegion>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// The end column is the one after the last character, as here everywhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Rule {
    fn new(code: Code) -> Self {
        Self {
            id: code.name(),
            short_description: Text { text: code.name().to_owned() },
            default_configuration: Configuration { level: code.severity().name() },
        }
    }
}

impl<'d> SarifResult<'d> {
    fn new(diagnostic: &'d Diagnostic, codes: &[Code], places: &mut Places<'_>) -> Self {
        let message = match &diagnostic.help {
            Some(help) => format!("{}\n{help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let others = diagnostic.others.iter();
        Self {
            rule_id: diagnostic.code.name(),
            rule_index: codes.iter().position(|code| *code == diagnostic.code).unwrap_or_default(),
            level: diagnostic.severity.name(),
            message: Text { text: message },
            locations: [Location::new(places.of(&diagnostic.place), &diagnostic.label)],
            related_locations: others.map(|(span, label)| Location::new(places.of_span(*span), label)).collect(),
        }
    }
}

impl Location {
    fn new(located: Located, label: &str) -> Self {
        let region = |Region { start, end }| SarifRegion {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        };
        let artifact_location = ArtifactLocation { uri: uri(&located.path) };
        let physical_location = PhysicalLocation { artifact_location, region: located.region.map(region) };
        Self { physical_location, message: (!label.is_empty()).then(|| Text { text: label.to_owned() }) }
    }
}

/// `path` as a URI reference (RFC 3986), relative to where the command ran unless the path is absolute.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::{Format, emit};
    use super::*;
    use crate::diagnostic::Place;
    use crate::source::{Root, SourceTree, Span};
    use serde_json::Value;

    fn log() -> Value {
        let tree = SourceTree::of_guides([("ur/مدد 1:2.md", "\u{FEFF}ایک\r\nدو"), ("z.md", "x\n")]);
        let (ur, z) = (tree.find(Root::Guides, "ur/مدد 1:2.md").unwrap(), tree.find(Root::Guides, "z.md").unwrap());
        let diagnostics = [
            Diagnostic::new(Code::HeavyPage, Place::Path("/tmp/a b.html".into()), "Heavy"),
            Diagnostic::new(Code::UnknownId, Span::new(ur, 3..15), "No `x`")
                .label("this")
                .help("Do")
                .other(Span::new(z, 2..2), "there"),
            Diagnostic::new(Code::BadValue, Span::new(z, 0..1), "Bad"),
            Diagnostic::new(Code::UnknownId, Span::new(z, 0..1), "No `y`"),
        ];
        serde_json::from_str(&emit(&diagnostics, &tree, Format::Sarif, false)).unwrap()
    }

    /// The required properties of every object the log uses, and the limits on their values, by the schema.
    #[test]
    fn holds_what_the_schema_requires() {
        let log = log();
        assert_eq!(log["version"], "2.1.0");
        let [run] = log["runs"].as_array().unwrap().as_slice() else { panic!("one run") };
        assert!(!run["tool"]["driver"]["name"].as_str().unwrap().is_empty());
        assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["bad-value", "heavy-page", "unknown-id"], "unique, as the schema's uniqueItems asks");
        assert!(rules.iter().all(|rule| rule["shortDescription"]["text"].is_string()));
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 4);
        for result in results {
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let related = result.get("relatedLocations").map(|related| related.as_array().unwrap());
            let locations = result["locations"].as_array().unwrap();
            locations.iter().chain(related.into_iter().flatten()).for_each(check_location);
        }
    }

    fn check_location(location: &Value) {
        let physical = &location["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
        if let Some(message) = location.get("message") {
            assert!(message["text"].is_string());
        }
        if let Some(region) = physical.get("region") {
            let at = |name: &str| region[name].as_u64().unwrap();
            assert!(at("startLine") >= 1 && at("startColumn") >= 1 && at("endColumn") >= 1);
            assert!((at("endLine"), at("endColumn")) >= (at("startLine"), at("startColumn")));
        }
    }

    #[test]
    fn says_where_in_characters_and_in_uris() {
        let log = log();
        let result = &log["runs"][0]["results"][1];
        assert_eq!(result["message"]["text"], "No `x`\nDo");
        let location = &result["locations"][0];
        assert_eq!(location["message"]["text"], "this");
        let uri = "guides/ur/%D9%85%D8%AF%D8%AF%201%3A2.md";
        assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], uri);
        let region = serde_json::json!({"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 3});
        assert_eq!(location["physicalLocation"]["region"], region);
        let related = &result["relatedLocations"][0]["physicalLocation"];
        assert_eq!(related["region"]["startLine"], 2);
        let page = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(page["artifactLocation"]["uri"], "file:///tmp/a%20b.html");
        assert!(page.get("region").is_none());
    }

    #[test]
    fn no_problem_is_still_a_run() {
        let log: Value = serde_json::from_str(&emit(&[], &SourceTree::default(), Format::Sarif, false)).unwrap();
        assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    }
}
