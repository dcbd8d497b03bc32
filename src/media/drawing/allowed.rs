//! What a drawing may hold. What is not in these lists is not written.

use super::PLAIN;
use xml::attribute::OwnedAttribute;
use xml::name::OwnedName;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What becomes of an element.
pub enum Part {
    Kept(&'static str),
    /// With all that it holds.
    LeftOut,
    /// It was meant to be seen, or to do something.
    Refused(&'static str),
}

const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "text",
    "tspan",
];

pub fn part(name: &OwnedName) -> Part {
    // What editors note down has a namespace of its own.
    if name.namespace.as_deref().is_some_and(|namespace| namespace != SVG) {
        return Part::LeftOut;
    }
    match name.local_name.as_str() {
        // Nobody sees them in a picture, whose words are its alternative text.
        "title" | "desc" | "metadata" => Part::LeftOut,
        "script" | "set" | "handler" | "listener" => Part::Refused("take it out: a drawing does nothing"),
        "animate" | "animateTransform" | "animateMotion" => {
            Part::Refused("take it out: who is disturbed by what moves can't stop it")
        }
        "image" => Part::Refused("save the drawing as PNG: a picture inside it could tell where it was taken"),
        "style" => Part::Refused(PLAIN),
        other => match ELEMENTS.iter().find(|known| **known == other) {
            Some(known) => Part::Kept(known),
            None => Part::Refused("turn it into paths in your drawing program, or save the drawing as PNG"),
        },
    }
}

/// What is kept of an element's attributes.
pub struct Kept {
    /// By name, each once.
    pub attributes: Vec<(&'static str, String)>,
    pub id: Option<String>,
    /// Whether it is shown at all: what a layer that is turned off holds is not to be published.
    pub shown: bool,
    /// With what to do.
    pub refused: Vec<(String, &'static str)>,
}

/// Attributes that are also properties of `style`.
const PROPERTIES: &[&str] = &[
    "clip-path",
    "clip-rule",
    "color",
    "direction",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "opacity",
    "paint-order",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "word-spacing",
];

/// The other attributes, beside `id` and `href`.
const ATTRIBUTES: &[&str] = &[
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "dx",
    "dy",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "offset",
    "pathLength",
    "points",
    "preserveAspectRatio",
    "r",
    "rotate",
    "rx",
    "ry",
    "spreadMethod",
    "textLength",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

fn known(lists: &[&[&'static str]], name: &str) -> Option<&'static str> {
    lists.iter().flat_map(|list| list.iter()).find(|known| **known == name).copied()
}

pub fn attributes(element: &str, given: &[OwnedAttribute]) -> Kept {
    const EVENT: &str = "take it out: a drawing does nothing";
    let mut kept = Kept { attributes: Vec::new(), id: None, shown: true, refused: Vec::new() };
    let mut style = "";
    for OwnedAttribute { name, value } in given {
        let own = name.namespace.is_none();
        match name.local_name.as_str() {
            "id" if own => kept.id = Some(value.clone()),
            "style" if own => style = value,
            "display" if own => kept.shown = value.trim() != "none",
            "href" => kept.link(element, value),
            other if own && other.starts_with("on") => kept.refused.push((other.into(), EVENT)),
            other if own => {
                if let Some(known) = known(&[PROPERTIES, ATTRIBUTES], other) {
                    kept.take(known, value);
                }
            }
            _ => {}
        }
    }
    // A property of `style` wins over the attribute of its name.
    for (name, value) in style.split(';').filter_map(|property| property.split_once(':')) {
        let (name, value) = (name.trim(), value.trim().trim_end_matches("!important").trim());
        if name == "display" {
            kept.shown = value != "none";
        } else if let Some(known) = known(&[PROPERTIES], name) {
            kept.take(known, value);
        }
    }
    kept.attributes.sort_by_key(|(name, _)| *name);
    kept
}

impl Kept {
    fn take(&mut self, name: &'static str, value: &str) {
        if !is_plain(name, value) {
            let help = "write plain numbers, words and colours: what is loaded from elsewhere tells who looks";
            self.refused.push((name.into(), help));
            return;
        }
        self.attributes.retain(|(own, _)| *own != name);
        self.attributes.push((name, value.trim().to_owned()));
    }

    /// A gradient may build on another one of the drawing; nothing else refers to anything.
    fn link(&mut self, element: &str, value: &str) {
        let local = value.strip_prefix('#').is_some_and(|id| !id.is_empty());
        if local && matches!(element, "linearGradient" | "radialGradient") {
            self.attributes.push(("href", value.to_owned()));
        } else {
            self.refused.push(("href".into(), "take it out: a drawing refers to nothing outside of itself"));
        }
    }
}

/// Whether a value is of numbers, words, colours, and functions that load nothing.
fn is_plain(name: &str, value: &str) -> bool {
    const FUNCTIONS: [&str; 11] =
        ["hsl", "hsla", "matrix", "rgb", "rgba", "rotate", "scale", "skewX", "skewY", "translate", "url"];
    let plain = |c: char| c.is_ascii_alphanumeric() || " \t\r\n#.,%+-_()".contains(c);
    let family = |c: char| name == "font-family" && (c.is_alphanumeric() || "'\"".contains(c));
    if !value.chars().all(|c| plain(c) || family(c)) {
        return false;
    }
    let called = value.split('(').rev().skip(1).map(|before| {
        let word = before
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .map_or(before, |at| &before[at + 1..]);
        FUNCTIONS.contains(&word) && (word != "url" || reference(value).is_some())
    });
    let mut called = called;
    called.all(|known| known)
}

/// The id that a value refers to, where it is nothing but `url(#id)`, and at most a plain word behind.
pub fn reference(value: &str) -> Option<&str> {
    let (id, behind) = value.trim().strip_prefix("url(#")?.split_once(')')?;
    let plain = !id.is_empty() && !id.contains(['(', ')', ' ']) && !behind.contains('(');
    plain.then_some(id)
}

/// A length in pixels of CSS.
pub fn pixels(length: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 7] = [
        ("px", 1.0),
        ("pt", 96.0 / 72.0),
        ("pc", 16.0),
        ("mm", 96.0 / 25.4),
        ("cm", 96.0 / 2.54),
        ("in", 96.0),
        ("", 1.0),
    ];
    let length = length.trim();
    let (number, factor) = UNITS.iter().find_map(|(unit, factor)| Some((length.strip_suffix(unit)?, factor)))?;
    number.trim().parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number * factor)
}
