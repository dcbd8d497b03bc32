//! `build --report`: what the bundle weighs and where the time went, for people or as JSON.

use super::args::ReportFormat;
use super::say::size;
use super::stages::Stage;
use super::{Failure, print};
use crate::export::{FileKind, Report, Weight};
use serde::Serialize;
use std::fmt::{self, Write};

pub(super) fn say(report: &Report, stages: &[Stage], format: ReportFormat) -> Result<(), Failure> {
    let text = match format {
        ReportFormat::Human => human(report, stages),
        ReportFormat::Json => json(report, stages)?,
    };
    print(text.as_bytes())
}

fn json(report: &Report, stages: &[Stage]) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        report: &'a Report,
        stages: &'a [Stage],
    }
    let text = serde_json::to_string_pretty(&Whole { report, stages });
    text.map(|text| text + "\n").map_err(|error| Failure::Machine(format!("the report can't be written: {error}")))
}

fn human(report: &Report, stages: &[Stage]) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = tables(&mut out, report, stages);
    out
}

fn tables(out: &mut String, report: &Report, stages: &[Stage]) -> fmt::Result {
    let guides: Vec<String> = report.guides.iter().map(|(lang, count)| format!("{lang} {count}")).collect();
    writeln!(out, "Guides: {}\n", guides.join(", "))?;

    writeln!(out, "{:<24}{:>7}{:>12}{:>12}", "Files", "number", "size", "gzip")?;
    let row = |out: &mut String, name: &str, weight: &Weight| {
        writeln!(out, "  {name:<22}{:>7}{:>12}{:>12}", weight.files, size(weight.bytes), size(weight.gzip))
    };
    for share in &report.files {
        row(out, name(share.kind), &share.weight)?;
    }
    row(out, "all", &report.total)?;

    writeln!(out, "\n{:<31}{:>12}{:>12}", "Heaviest pages", "size", "gzip")?;
    for page in &report.heaviest_pages {
        // A long path would break the table: its numbers stand before it.
        writeln!(out, "{:>43}{:>12}  {}", size(page.bytes), size(page.gzip), page.path)?;
    }

    writeln!(out, "\n{:<31}{:>12}{:>12}", "First view of a guide, gzip", "median", "largest")?;
    for (lang, view) in &report.first_view {
        let over = if view.largest > view.limit { ", over the limit" } else { "" };
        writeln!(out, "  {lang:<29}{:>12}{:>12}  {}{over}", size(view.median), size(view.largest), view.page)?;
    }

    let total: f64 = stages.iter().map(|stage| stage.ms).sum();
    writeln!(out, "\n{:<31}{:>12}{:>12}", "Time", "ms", "share")?;
    for stage in stages {
        writeln!(out, "  {:<29}{:>12.1}{:>10.0} %", stage.name, stage.ms, 100.0 * stage.ms / total)?;
    }
    writeln!(out, "  {:<29}{total:>12.1}", "all")
}

fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Page => "pages",
        FileKind::Style => "style sheets",
        FileKind::Script => "scripts",
        FileKind::Search => "search index",
        FileKind::Font => "fonts",
        FileKind::Picture => "pictures",
        FileKind::Edition => "editions",
        FileKind::Other => "other",
    }
}
