//! Guides made to be dear, at 64 KiB and at sixteen times that: `cargo bench --bench pathological` prints what each costs to check, index,
//! render and audit, and fails where the cost grows by more than [`MOST`] or takes longer than [`LONGEST`]. With names of patterns as
//! arguments it measures those alone.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where its site is wrong")]

use lamplight::check::check;
use lamplight::export::{Sink, export};
use lamplight::model::Format;
use lamplight::parse::parse;
use lamplight::plan::plan;
use lamplight::source::{SourceTree, VPath};
use lamplight::store::Spill;
use lamplight::theme::Theme;
use std::fmt::Write;
use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SMALL: usize = 64 * 1024;
const LARGE: usize = 16 * SMALL;

/// How many times the small guide's time the large one may take: sixteen, and half as much again.
const MOST: f64 = 24.0;
const LONGEST: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    println!("{:<28}{:>10}{:>10}{:>8}", "pattern", "64 KiB ms", "1 MiB ms", "times");
    // Cargo says `--bench` by itself.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    let mut patterns = patterns();
    patterns.retain(|(name, _)| wanted(name));
    let bad: Vec<&str> =
        patterns.into_iter().filter(|(name, body)| !is_cheap(name, body)).map(|(name, _)| name).collect();
    if bad.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("too dear: {}", bad.join(", "));
    ExitCode::FAILURE
}

/// What makes a body of about so many bytes.
type Body = Box<dyn Fn(usize) -> String>;

fn patterns() -> Vec<(&'static str, Body)> {
    let repeated = |unit: &'static str| -> Body { Box::new(move |size| unit.repeat(size / unit.len())) };
    let lines = |line: fn(usize) -> String| -> Body {
        Box::new(move |size| {
            let mut text = String::with_capacity(size + 64);
            for number in 0.. {
                if text.len() >= size {
                    break;
                }
                text += &line(number);
            }
            text
        })
    };
    vec![
        ("[ (](", repeated("[ (](")),
        ("[", repeated("[")),
        ("[a](", repeated("[a](")),
        ("[a](<b", repeated("[a](<b")),
        ("![[]()", repeated("![[]()")),
        ("[*_a", repeated("[*_a")),
        ("*a **a ", repeated("*a **a ")),
        ("a**b_c* ", repeated("a**b_c* ")),
        ("~~a ", repeated("~~a ")),
        ("`` a ", repeated("`` a ")),
        ("backticks of every length", lines(|n| "`".repeat(n % 300 + 1) + "a ")),
        ("<!-- ", repeated("<!-- a ")),
        ("<a <?", repeated("<?a <b ")),
        ("&amp;", repeated("&amp;")),
        ("\\", repeated("\\")),
        ("nested >", repeated("> ")),
        ("nested > in lines", lines(|n| "> ".repeat(n % 60 + 1) + "a\n")),
        ("nested lists", lines(|n| "  ".repeat(n % 40) + "- a\n")),
        ("1. 1. 1. ", repeated("1. ")),
        ("wide table", Box::new(wide_table)),
        ("long table", Box::new(|size| "a | b | c\n-|-|-\n".to_owned() + &"x | y | z\n".repeat(size / 10))),
        ("table without cells", Box::new(|size| "a | b | c\n-|-|-\n".to_owned() + &"|\n".repeat(size / 2))),
        ("equal headings", repeated("## A\n\n")),
        ("headings", lines(|n| format!("## Heading {n}\n\n"))),
        ("footnotes", lines(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))),
        ("references", lines(|n| format!("[a{n}]: https://example.org/{n}\n[a{n}]\n\n"))),
        ("one reference", Box::new(|size| "[a]: https://example.org/ \"t\"\n\n".to_owned() + &"[a] ".repeat(size / 4))),
        ("links", lines(|n| format!("[a{n}](https://example.org/{n})\n"))),
        ("numbers", lines(|n| format!("{n} 1,2 3-4 "))),
        ("urdu", repeated("مدد کریں؛ ")),
        ("urdu and latin", repeated("مدد help (a) ")),
        ("one word", repeated("a")),
        ("words", lines(|n| format!("word{n} "))),
        ("definitions", repeated("a\n: b\n\n")),
        ("quotes", repeated("\"a' ")),
    ]
}

/// As many columns as rows.
fn wide_table(size: usize) -> String {
    let side = ((size / 2) as f64).sqrt() as usize;
    let mut text = String::new();
    let _ = writeln!(text, "{}\n{}", "a|".repeat(side), "-|".repeat(side));
    for _ in 2..side {
        let _ = writeln!(text, "{}", "b|".repeat(side));
    }
    text
}

fn is_cheap(name: &str, body: &Body) -> bool {
    let bodies = [body(SMALL), body(LARGE)];
    // In turn, and the best of each: what else the machine does only adds.
    let times: Vec<[Duration; 2]> = (0..4).map(|_| [once(&bodies[0]), once(&bodies[1])]).collect();
    let [small, large] = [0, 1].map(|at| times.iter().map(|times| times[at]).min().unwrap());
    let times = large.as_secs_f64() / small.as_secs_f64();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{name:<28}{:>10.2}{:>10.1}{times:>8.1}", ms(small), ms(large));
    times <= MOST && large <= LONGEST
}

/// From the file to the audited pages, or to the problems that it has; the theme's own start is left out.
fn once(body: &str) -> Duration {
    let tree = SourceTree::of_guides([
        ("site.yaml", "title: {en: Measured}\nlanguages: [en]\nregions: [PK]\n".to_owned()),
        ("sources.yaml", "a: {publisher: A, title: A, published: 2026, accessed: 2026-11-01}\n".to_owned()),
        ("en/index.md", "---\nkind: home\ntitle: Measured\n---\n[Next](articles/dear.md)\n".to_owned()),
        ("en/articles/index.md", "---\nkind: section\ntitle: Articles\n---\n".to_owned()),
        (
            "en/articles/dear.md",
            format!(
                "---\nkind: article\ntitle: Dear\nsummary: Dear.\naudience: [teen]\nreviewed: 2026-11-01\nreviewer: Bench\n\
                 sources: [a]\n---\n{body}"
            ),
        ),
    ]);
    let (config, _) = parse(&tree);
    let (theme, _) = Theme::load(&tree, &config.config);
    let theme = theme.unwrap();
    drop(config);
    let begun = Instant::now();
    let (parsed, said) = parse(&tree);
    if let (Ok(checked), _) = check(&tree, parsed, said, jiff::civil::date(2026, 11, 22)) {
        let (mut plan, _) = plan(&tree, &checked, &theme, &[Format::Site]);
        plan.add_search(&tree, &checked, &Spill::default());
        let _ = export(&tree, &checked, &plan, &theme, &Nowhere);
    }
    begun.elapsed()
}

struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &VPath, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}
