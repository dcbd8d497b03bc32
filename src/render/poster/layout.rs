//! What stands where on a poster, in the measures of `main.css` ("Posters"). What changes there changes here.

use super::fit::{Block, Face, fit, grid};
use super::{Call, Item, Poster};
use crate::model::Kind;
use crate::render::links::From;

/// The sheet inside its margins, in millimetres: A4 without what its margins and other fonts may need.
const WIDTH: f64 = 190.0;
const HEIGHT: f64 = 268.0;

/// Points of the parts that are as large on every poster.
const TITLE: f64 = 32.0;
const LEAD: f64 = 14.0;
const STRIP: f64 = 11.0;
const FOOT: f64 = 8.5;

/// Chooses the size of the type, and leaves out what finds no room.
pub(super) fn fill(from: &From<'_>, poster: &mut Poster) {
    let face = Face::of(from.renderer.library.config.locale(from.lang).tag());
    let numbers = poster.kind == Kind::Helpline.word();
    let mut room = HEIGHT - head(from, poster, face) - foot(from, face);
    let blocks: Vec<Block> = if numbers {
        poster.calls.iter().map(|call| row(from, poster, call)).collect()
    } else {
        room -= strip(from, poster, face) + guard(from, poster, face);
        poster.items.iter().map(|shown| item(from, shown)).collect()
    };
    // Numbers stand in one column: their names are beside them.
    let most = if numbers { 1 } else { 2 };
    let (size, columns, mut shown) = fit(&blocks, face, WIDTH, room, most);
    if shown < blocks.len() {
        // To say so takes room, too.
        shown = fit(&blocks, face, WIDTH, room - more(from, face), most).2;
    }
    (poster.size, poster.columns, poster.more) = (size, columns, blocks.len() - shown);
    if numbers {
        poster.calls.truncate(shown);
    } else {
        poster.items.truncate(shown);
    }
}

fn head(from: &From<'_>, poster: &Poster, face: Face) -> f64 {
    let order = if poster.kind == "stage" { word(from, "stages-order") } else { "" };
    let lead = Block { around: (4.0, 0.0), ..Block::default() }.line(1.0, &*poster.summary).line(1.0, order);
    Block::default().bold(1.0, &*poster.title).height(face, TITLE, WIDTH) + lead.height(face, LEAD, WIDTH)
}

fn item(from: &From<'_>, item: &Item) -> Block {
    let who: Vec<&str> = item.who.iter().map(|who| word(from, &format!("audience-{who}"))).collect();
    let when = item.when.map_or("", |when| word(from, &format!("when-{when}")));
    let tags =
        if item.when.is_some() || !who.is_empty() { format!("  {when}   {}", who.join(", ")) } else { String::new() };
    // The number before it, and the space below.
    let block = Block { indent: (0.0, 2.9), around: (1.0, 0.7), ..Block::default() };
    block.bold(1.35, &*item.card.title).line(1.0, item.text.clone() + &tags)
}

/// A helpline on a poster of helplines: its number, what it is, its code.
fn row(from: &From<'_>, poster: &Poster, call: &Call) -> Block {
    let code = if call.qr.is_some() { (15.0, 3.6) } else { (0.0, 0.0) };
    let block = Block { inset: 13.0, code, around: (3.6, 0.0), ..Block::default() };
    let others: Vec<&str> = call.others.iter().map(|channel| channel.value.as_str()).collect();
    block
        .aside(number_size(call, 1.75), &*call.first.value, 13.5)
        .bold(1.1, &*call.helpline.title)
        .line(0.85, &*call.helpline.summary)
        .line(0.85, others.join("   "))
        .line(0.85, facts(from, poster, call))
}

/// A helpline at the foot of another poster, beside others.
fn card(from: &From<'_>, poster: &Poster, call: &Call) -> Block {
    let code = if call.qr.is_some() { (20.0, 0.0) } else { (0.0, 0.0) };
    let block = Block { inset: 7.0, code, indent: (3.0, 0.0), around: (4.0, 0.0), ..Block::default() };
    block
        .bold(1.1, &*call.helpline.title)
        .number(number_size(call, 1.35), &*call.first.value)
        .below(0.85, facts(from, poster, call))
}

fn number_size(call: &Call, long: f64) -> f64 {
    match call.look {
        "short" => 2.6,
        "long" => long,
        _ => 0.9,
    }
}

/// As long a line as that of places, hours, cost and sources can be.
fn facts(from: &From<'_>, poster: &Poster, call: &Call) -> String {
    let place = |code: &String| known(from, &format!("region-{code}")).unwrap_or(code).to_owned();
    let mut parts: Vec<String> = call.helpline.regions.iter().map(place).collect();
    match call.first.hours.kind {
        "unknown" => {}
        // Words for two days and two times.
        "weekly" => parts.push(" ".repeat(40)),
        kind => parts.push(word(from, &format!("hours-{kind}")).to_owned()),
    }
    if call.first.cost != "unknown" {
        parts.push(word(from, &format!("cost-{}", call.first.cost)).to_owned());
    }
    parts.push(word(from, "poster-found").to_owned());
    parts.extend(call.found.iter().cloned());
    if poster.alike.is_none() {
        let how = call.helpline.verified_how.as_deref().unwrap_or("unknown");
        parts.push(format!("{} {}", word(from, &format!("poster-how-{how}")), " ".repeat(12)));
    }
    parts.join("   ")
}

fn strip(from: &From<'_>, poster: &Poster, face: Face) -> f64 {
    if poster.calls.is_empty() {
        return 0.0;
    }
    let blocks: Vec<Block> = poster.calls.iter().map(|call| card(from, poster, call)).collect();
    let title = Block { around: (4.0, 0.0), ..Block::default() }.bold(1.35, word(from, "poster-call"));
    title.height(face, STRIP, WIDTH) + grid(&blocks, face, STRIP, poster.calls.len(), WIDTH)
}

fn guard(from: &From<'_>, poster: &Poster, face: Face) -> f64 {
    if !poster.evidence {
        return 0.0;
    }
    let words = ["evidence-never", "evidence-keep", "evidence-ask"].map(|id| word(from, id)).join(" ");
    Block { inset: 10.0, around: (9.0, 0.0), ..Block::default() }.line(1.0, words).height(face, STRIP, WIDTH)
}

fn foot(from: &From<'_>, face: Face) -> f64 {
    let config = &from.renderer.library.config;
    let publisher = config.publisher.as_ref();
    let contact = publisher.map_or(0, |publisher| publisher.contact.chars().count() + publisher.name.chars().count());
    let words =
        ["poster-more", "poster-until", "poster-code", "poster-unknown", "trace-calls"].map(|id| word(from, id));
    let whose = ["publisher", "edition", "poster-mistake"].map(|id| word(from, id)).join(" ");
    // Dates, names and the title of the site take the place of what stands in braces.
    let names = " ".repeat(contact + config.titles[from.lang.index()].chars().count() + 20);
    let block = Block { around: (5.0, 0.0), ..Block::default() };
    block.line(1.0, words.join(" ") + " ".repeat(24).as_str()).line(1.0, whose + &names).height(face, FOOT, WIDTH)
}

fn more(from: &From<'_>, face: Face) -> f64 {
    let title = &from.renderer.library.config.titles[from.lang.index()];
    Block::default().bold(1.0, format!("{} {title}", word(from, "poster-more"))).height(face, FOOT, WIDTH)
}

fn word<'a>(from: &From<'a>, id: &str) -> &'a str {
    known(from, id).unwrap_or_default()
}

fn known<'a>(from: &From<'a>, id: &str) -> Option<&'a str> {
    from.renderer.theme.messages(from.lang).get(id)
}
