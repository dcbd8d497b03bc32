//! The outputs that are no pages: headers for hosts, the sitemap, the feed, files of the search index.

use super::{Renderer, bidi};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::library::TopicId;
use crate::model::{Kind, LangId, PartialDate};
use crate::plan::{Job, Output, guide_path};
use crate::theme::escape;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The policy of every page, as its header: what a page says of it in itself, and that no other site may frame it.
pub(crate) const POLICY: (&str, &str) = (
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// Further headers of every file.
pub(crate) const HEADERS: [(&str, &str); 5] = [
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-DNS-Prefetch-Control", "off"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=(), interest-cohort=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// `_headers`, which Netlify and Cloudflare Pages read. The policy holds for all but the editions: a site in one file has a
/// policy of its own, and a browser keeps to both of two. A host may leave `.html` out of an address, hence the stars.
pub(super) fn headers(renderer: &Renderer<'_>) -> String {
    let mut out = "/*\n".to_owned();
    HEADERS.iter().for_each(|(name, value)| _ = writeln!(out, "  {name}: {value}"));
    let tops = renderer.plan.outputs().iter().filter(|output| renderer.plan.is_everywhere(output.path.as_str()));
    let rules = tops.filter_map(|output| match output.path.as_str().split_once('/') {
        Some((folder, _)) => Some(format!("/{folder}/*")),
        None => Some(format!("/{}*", output.path.as_str().strip_suffix(".html")?)),
    });
    let rules: BTreeSet<String> = rules.chain(["/".to_owned()]).collect();
    let (name, value) = POLICY;
    rules.iter().for_each(|rule| _ = writeln!(out, "{rule}\n  {name}: {value}"));
    out
}

/// A file of a language's search index, which was made with the plan.
pub(super) fn search_part<'a>(
    renderer: &Renderer<'a>,
    output: &Output,
    lang: LangId,
    at: usize,
) -> Result<Cow<'a, [u8]>, Diagnostic> {
    renderer.plan.search_part(lang, at).map_err(|error| {
        let message = format!("{} was made, but can't be read again: {error}", output.path);
        Diagnostic::new(Code::Audit, Place::Path(output.path.to_string()), message)
    })
}

/// `sitemap.xml` (sitemaps.org 0.9): every page that a reader may want to find.
pub(super) fn sitemap(renderer: &Renderer<'_>) -> String {
    let base = renderer.library.config.base_url.as_deref().unwrap_or_default();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for output in renderer.plan.outputs() {
        let changed = match &output.job {
            // A page in which another language stands in is found as that language's own.
            Job::Guide(topic, lang) if renderer.library.text(*topic, *lang).is_none() => continue,
            Job::Guide(topic, _) => date_of(renderer, *topic),
            Job::Home(_) if output.path.as_str() != "index.html" => None,
            Job::Audience(..) => None,
            _ => continue,
        };
        let _ = write!(out, "<url><loc>{}{}</loc>", escape(base), escape(output.path.as_str()));
        if let Some(date) = changed {
            let _ = write!(out, "<lastmod>{}</lastmod>", date.first_day());
        }
        out.push_str("</url>\n");
    }
    out + "</urlset>\n"
}

/// How many guides the feed tells of.
const FEED_LENGTH: usize = 50;

/// `feed.xml` (Atom, RFC 4287): the guides of the default language, those reviewed last first.
pub(super) fn feed(renderer: &Renderer<'_>) -> String {
    let library = renderer.library;
    let config = &library.config;
    let base = escape(config.base_url.as_deref().unwrap_or_default());
    let mut topics: Vec<(PartialDate, TopicId)> = library
        .topics()
        .filter(|(id, topic)| topic.kind != Kind::Home && library.text(*id, LangId::DEFAULT).is_some())
        .filter_map(|(id, _)| Some((date_of(renderer, id)?, id)))
        .collect();
    topics.sort_by_key(|(date, id)| (std::cmp::Reverse(date.first_day()), *id));
    topics.truncate(FEED_LENGTH);
    let newest = topics.first().map(|(date, _)| *date).or(config.edition.as_ref().map(|edition| edition.date));
    let direction = config.locale(LangId::DEFAULT).direction();
    let say = |text: &str| bidi::isolate(text, direction);
    let author = config.publisher.as_ref().map_or(&config.titles[0], |publisher| &publisher.name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
         <id>{base}</id>\n<link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}feed.xml\"/>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n",
        config.locale(LangId::DEFAULT),
        escape(&say(&config.titles[0])),
        instant(newest),
        escape(author),
    );
    for (date, id) in topics {
        let front = &library.text_for(id, LangId::DEFAULT).front;
        let path = guide_path(library, LangId::DEFAULT, &library.topic(id).path);
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{base}{path}</id><link href=\"{base}{path}\"/><updated>{}</updated><summary>{}</summary></entry>",
            escape(&say(&front.title)),
            instant(Some(date)),
            escape(&say(&front.summary)),
        );
    }
    out + "</feed>\n"
}

pub(super) fn date_of(renderer: &Renderer<'_>, topic: TopicId) -> Option<PartialDate> {
    let facts = renderer.library.facts(topic);
    facts.reviewed.or_else(|| renderer.library.helpline(topic).and_then(|helpline| helpline.verified))
}

/// The day of the edition; where there is none, that of the latest review.
pub(super) fn last_change(renderer: &Renderer<'_>) -> Option<PartialDate> {
    let library = renderer.library;
    let edition = library.config.edition.as_ref().map(|edition| edition.date);
    let reviewed = || library.topics().filter_map(|(id, _)| date_of(renderer, id)).max_by_key(|d| d.first_day());
    edition.or_else(reviewed)
}

/// An identifier for what has these bytes: RFC 9562, version 8, made by a rule of one's own.
pub(crate) fn uuid(of: &[u8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(of)[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    bytes
}

/// A date as the instant that Atom asks for; the epoch where there is none.
pub(super) fn instant(date: Option<PartialDate>) -> String {
    date.map_or("1970-01-01T00:00:00Z".into(), |date| format!("{}T00:00:00Z", date.first_day()))
}
