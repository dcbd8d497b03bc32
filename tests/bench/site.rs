//! Sites of any size for the benches: articles with headings, lists, tables and links, a quarter of them in Urdu, and one
//! helpline. An article has some 750 words. The same number of guides always gives the same bytes.

#[path = "draw.rs"]
mod draw;

use draw::Draw;
use std::fmt::Write;

/// How many guides one section holds.
const SECTION: usize = 200;

/// The files of a site with `guides` articles: path below the guides folder, and text.
pub fn files(guides: usize) -> Vec<(String, String)> {
    let mut files = frame();
    let urdu = guides / 4;
    for (voice, count) in [(&ENGLISH, guides - urdu), (&URDU, urdu)] {
        for section in 0..count.div_ceil(SECTION) {
            let title = format!("{} {}", voice.section, section + 1);
            let index = format!("---\nkind: section\ntitle: {title}\nsummary: {title}\n---\n{title}\n");
            files.push((format!("{}/{}-{section}/index.md", voice.folder, voice.slug), index));
        }
        for number in 0..count {
            let path = format!("{}/{}.md", voice.folder, voice.path(number));
            files.push((path, article(voice, number, count)));
        }
    }
    files
}

/// What every site has besides its articles.
fn frame() -> Vec<(String, String)> {
    let page = |kind: &str, title: &str| format!("---\n{kind}title: {title}\nsummary: {title}\n---\n{title}\n");
    let helpline = "---\nkind: helpline\ntitle: A line\nsummary: Somebody who listens.\naudience: [child, teen]\n\
        operator: The line\nneeds: [talk]\nregions: [PK]\nchannels:\n  - {type: web, value: \"https://example.org/\", \
        hours: always, cost: free}\nlanguages: [ur, en]\nanonymous: unknown\ninforms: unknown\nverified: 2026-11-01\n\
        verified_how: published source\nsources: [study]\n---\nWrite to them at any time.\n";
    let site = "title: {en: Measured, ur: پیمائش}\nlanguages: [en, ur]\nregions: [PK]\n\
        review: {guides: 240 months, helplines: 240 months}\n";
    let sources = "study: {publisher: Institute, title: A study, published: 2025, accessed: 2026-11-01}\n";
    [
        ("site.yaml", site.to_owned()),
        ("sources.yaml", sources.to_owned()),
        ("en/index.md", page("kind: home\n", "Measured")),
        ("ur/index.md", page("", "پیمائش")),
        ("en/help/index.md", page("kind: section\n", "Help")),
        ("ur/help/index.md", page("", "مدد")),
        ("en/help/line.md", helpline.to_owned()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into()
}

fn article(voice: &Voice, number: usize, count: usize) -> String {
    let mut draw = Draw(number as u64 ^ (voice.slug.len() as u64) << 40);
    let mut out = String::with_capacity(8 * 1024);
    let title = format!("{} {number}", draw.of(voice.subjects));
    let summary = voice.sentence(&mut draw);
    put(&mut out, &format!("---\nkind: article\ntitle: {title}\nsummary: {summary}\naudience: [teen, parent]\n"));
    put(&mut out, "reviewed: 2026-10-01\nreviewer: Bench\nsources: [study]\nhelp: [line]\n---\n");
    paragraph(voice, &mut draw, &mut out);
    for (part, heading) in voice.headings.iter().enumerate() {
        put(&mut out, &format!("\n## {heading}\n\n"));
        paragraph(voice, &mut draw, &mut out);
        match part % 4 {
            0 => list(voice, &mut draw, &mut out, "- "),
            1 => table(voice, &mut draw, &mut out),
            2 => links(voice, number, count, &mut draw, &mut out),
            _ => list(voice, &mut draw, &mut out, "1. "),
        }
    }
    out
}

fn paragraph(voice: &Voice, draw: &mut Draw, out: &mut String) {
    for line in 0..4 + draw.below(4) {
        let sentence = voice.sentence(draw);
        match line {
            1 => put(out, &format!("**{sentence}**\n")),
            _ => put(out, &format!("{sentence}\n")),
        }
    }
    out.push('\n');
}

fn list(voice: &Voice, draw: &mut Draw, out: &mut String, mark: &str) {
    for _ in 0..4 {
        put(out, &format!("{mark}{}\n", voice.sentence(draw)));
    }
    out.push('\n');
}

fn table(voice: &Voice, draw: &mut Draw, out: &mut String) {
    put(out, &format!("| {} | {} |\n|---|:--|\n", voice.section, voice.headings[0]));
    for _ in 0..4 {
        put(out, &format!("| {} | {} |\n", draw.of(voice.objects), voice.sentence(draw)));
    }
    out.push('\n');
}

/// Links to the next guide, to one anywhere, to a heading of it, to the help and to the web.
fn links(voice: &Voice, number: usize, count: usize, draw: &mut Draw, out: &mut String) {
    let (next, any) = ((number + 1) % count, draw.below(count));
    for target in [voice.path(next), voice.path(any)] {
        put(out, &format!("[{}](../{target}.md).\n", draw.of(voice.objects)));
    }
    put(
        out,
        &format!("[{}](../help/index.md), [{}](https://example.org/).\n\n", voice.section, draw.of(voice.subjects)),
    );
}

fn put(out: &mut String, text: &str) {
    // Writing to a String can't fail.
    let _ = out.write_str(text);
}

/// What sentences of a language are made of: a subject, what it does, to what, and when.
struct Voice {
    folder: &'static str,
    slug: &'static str,
    section: &'static str,
    headings: [&'static str; 6],
    subjects: &'static [&'static str],
    verbs: &'static [&'static str],
    objects: &'static [&'static str],
    times: &'static [&'static str],
    /// Urdu puts the verb last, and ends in another full stop.
    verb_last: bool,
}

impl Voice {
    fn path(&self, number: usize) -> String {
        format!("{}-{}/guide-{number}", self.slug, number / SECTION)
    }

    fn sentence(&self, draw: &mut Draw) -> String {
        let (subject, verb) = (draw.of(self.subjects), draw.of(self.verbs));
        let (object, time) = (draw.of(self.objects), draw.of(self.times));
        match self.verb_last {
            true => format!("{subject} {time} {object} {verb}۔"),
            false => format!("{subject} {verb} {object} {time}."),
        }
    }
}

const ENGLISH: Voice = Voice {
    folder: "en",
    slug: "topic",
    section: "Topic",
    headings: [
        "What it is about",
        "At a glance",
        "Where to go from here",
        "One after the other",
        "Side by side",
        "In short",
    ],
    subjects: &[
        "A friend from the game",
        "The person behind the account",
        "Your little brother",
        "A calm adult",
        "The class",
        "An honest question",
        "The whole family",
        "Someone with a new profile",
        "A neighbour you know well",
        "The app itself",
    ],
    verbs: &[
        "looks after",
        "may ask about",
        "forgets",
        "would like to see",
        "keeps",
        "talks kindly about",
        "can switch off",
        "writes down",
        "never has to share",
        "explains",
    ],
    objects: &[
        "the list of contacts",
        "a picture from the holidays",
        "the name of the school",
        "who can write to whom",
        "a password that nobody else knows",
        "the button for reporting",
        "what was said in the group",
        "an invitation to another chat",
        "the small coins of the game",
        "a promise that feels wrong",
        "the way home",
        "a secret that is too heavy",
    ],
    times: &[
        "before the lamp goes out",
        "on a rainy afternoon",
        "when nobody is in a hurry",
        "after the match",
        "at the kitchen table",
        "once more in spring",
        "without being asked",
        "on the bus",
        "as soon as it is safe",
        "together with somebody else",
    ],
    verb_last: false,
};

const URDU: Voice = Voice {
    folder: "ur",
    slug: "mauzu",
    section: "موضوع",
    headings: ["یہ کس بارے میں ہے", "ایک نظر میں فہرست", "یہاں سے آگے", "ایک کے بعد ایک", "ساتھ ساتھ", "آخر میں"],
    subjects: &[
        "کھیل کا دوست",
        "چھوٹا بھائی",
        "پرسکون استانی",
        "پوری جماعت",
        "گھر والے",
        "نیا کھاتہ",
        "پرانا پڑوسی",
        "یہ ایپ",
    ],
    verbs: &[
        "سنبھالتا ہے",
        "بھول جاتا ہے",
        "لکھ لیتا ہے",
        "سمجھا دیتا ہے",
        "بند کر سکتا ہے",
        "دیکھنا چاہتا ہے",
        "کبھی نہیں مانگتا",
    ],
    objects: &[
        "رابطوں کی کتاب",
        "چھٹیوں والی تصویر",
        "مدرسے کا نام",
        "رپورٹ والا بٹن",
        "گروپ کی بات",
        "دوسری چیٹ کا بلاوا",
        "گھر کا راستہ",
        "بھاری راز",
    ],
    times: &[
        "بارش کی دوپہر میں",
        "میچ کے بعد",
        "کھانے کی میز پر",
        "بس میں بیٹھ کر",
        "بغیر پوچھے",
        "بہار میں پھر",
        "جب جلدی نہ ہو",
    ],
    verb_last: true,
};
