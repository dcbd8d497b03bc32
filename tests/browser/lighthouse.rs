//! Lighthouse, as on a phone, on a host on this machine: full marks.

use crate::bundle::{Bundle, Page};
use crate::engines::program::{command, node_module, program};
use crate::server::Server;
use serde_json::Value;
use std::fs;
use std::process::Stdio;

/// Marks of a hundred.
#[derive(Debug, Clone, PartialEq)]
struct Marks {
    accessibility: f64,
    best_practices: f64,
    performance: f64,
    /// How quick the machine was at that moment, by Lighthouse's own measure.
    benchmark: f64,
    /// What took marks away.
    faults: Vec<String>,
}

#[test]
fn home_a_guide_help_and_the_self_check_have_full_marks() {
    let bundle = Bundle::guides();
    let server = Server::start(&bundle.folder(), "/");
    let lang = &bundle.page_by("404", &bundle.pages[0].lang).lang;
    let right_to_left = bundle.pages.iter().find(|page| page.template == "step" && page.right_to_left);
    let own = ["home", "step", "self-check"].map(|template| bundle.page_by(template, lang));
    let problems: Vec<String> = own
        .into_iter()
        .chain([help(&bundle, lang)])
        .chain(right_to_left)
        .filter_map(|page| {
            let marks = best_marks(&format!("{}{}", server.url(), page.path));
            let full = marks.accessibility == 100.0 && marks.best_practices == 100.0 && marks.performance >= 99.0;
            (!full).then(|| format!("{}: {marks:#?}", page.path))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn faults_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!doctype html><html><body><img src=\"none.png\"><p style=\"color: #eee\">Faint</p></body></html>";
    fs::write(folder.path().join("index.html"), page).unwrap();
    let server = Server::start(folder.path(), "/");
    let marks = best_marks(&server.url());
    assert!(marks.accessibility < 90.0 && marks.best_practices < 100.0, "{marks:#?}");
    for fault in ["html-has-lang", "image-alt", "color-contrast", "errors-in-console"] {
        assert!(marks.faults.iter().any(|found| found.starts_with(fault)), "{fault}: {marks:#?}");
    }
}

/// The section that holds the helplines.
fn help<'b>(bundle: &'b Bundle, lang: &str) -> &'b Page {
    let helpline = bundle.page_by("helpline", lang);
    let section = format!("{}/index.html", helpline.path.rsplit_once('/').map_or("", |(folder, _)| folder));
    bundle.pages.iter().find(|page| page.path == section).unwrap_or_else(|| panic!("no {section}"))
}

/// How many times slower than this machine a phone is taken to be, and how quick a machine that holds for
/// (Lighthouse's `docs/throttling.md`: four times, from 1500 on).
const SLOWDOWN: f64 = 4.0;
const QUICK: f64 = 1500.0;

/// The machine may be slow, or busy with another test: then it is slowed down less, so that it stands for the same phone,
/// and the page is as quick as it was at its best. Its other marks are the same each time.
fn best_marks(url: &str) -> Marks {
    let mut best: Result<Marks, String> = Err(String::new());
    let mut slowdown = SLOWDOWN;
    for _ in 0..4 {
        let again = marks(url, slowdown);
        if let Ok(marks) = &again {
            slowdown = (SLOWDOWN * marks.benchmark / QUICK).clamp(1.0, SLOWDOWN);
        }
        let performance = |marks: &Result<Marks, String>| marks.as_ref().map_or(-1.0, |marks| marks.performance);
        if best.is_err() || performance(&again) > performance(&best) {
            best = again;
        }
        if performance(&best) >= 99.0 {
            break;
        }
    }
    best.unwrap_or_else(|why| panic!("Lighthouse does not judge {url}: {why}"))
}

/// What Lighthouse says of a page; an error where it comes to no end, as when the browser did not start in time.
fn marks(url: &str, slowdown: f64) -> Result<Marks, String> {
    let home = tempfile::tempdir().unwrap();
    let mut lighthouse = command(&program(&["node", "nodejs"], "nodejs"), home.path());
    lighthouse.arg(node_module("lighthouse/cli/index.js")).arg(url);
    lighthouse.env("CHROME_PATH", program(&["chromium", "chromium-browser"], "chromium"));
    lighthouse.args(["--no-enable-error-reporting", "--output=json"]);
    lighthouse.arg(format!("--throttling.cpuSlowdownMultiplier={slowdown:.1}"));
    lighthouse.arg("--only-categories=performance,accessibility,best-practices");
    lighthouse.arg(
        "--chrome-flags=--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
         --disable-component-update --disable-sync",
    );
    let output = lighthouse.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))?;
    assert_eq!(report["configSettings"]["formFactor"], "mobile");
    let mark = |category: &str| {
        let score = report["categories"][category]["score"].as_f64().map(|score| score * 100.0);
        score.ok_or_else(|| format!("no mark for {category}: {}", report["runtimeError"]))
    };
    Ok(Marks {
        accessibility: mark("accessibility")?,
        best_practices: mark("best-practices")?,
        performance: mark("performance")?,
        benchmark: report["environment"]["benchmarkIndex"].as_f64().ok_or("no measure of the machine")?,
        faults: faults(&report),
    })
}

fn faults(report: &Value) -> Vec<String> {
    let categories = report["categories"].as_object().expect("categories").values();
    let weighed = categories.flat_map(|category| category["auditRefs"].as_array().expect("audits"));
    let of_weight = weighed.filter(|audit| audit["weight"].as_f64().is_some_and(|weight| weight > 0.0));
    let fault = |reference: &Value| {
        let audit = &report["audits"][reference["id"].as_str()?];
        let lost = audit["score"].as_f64().is_some_and(|score| score < 1.0);
        lost.then(|| format!("{}: {}", reference["id"].as_str().unwrap_or_default(), audit["score"]))
    };
    of_weight.filter_map(fault).collect()
}
