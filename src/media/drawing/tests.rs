use super::*;
use proptest::prelude::*;

fn kept(inside: &str) -> String {
    let source = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\">{inside}</svg>");
    let drawing = drawing(source.as_bytes()).unwrap_or_else(|bad| panic!("{source}: {bad:#?}"));
    assert_eq!(super::drawing(drawing.text.as_bytes()).as_ref(), Ok(&drawing), "read again it differs");
    let start = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\" viewBox=\"0 0 8 4\">";
    let inside = drawing.text.strip_prefix(start).and_then(|text| text.strip_suffix("</svg>\n"));
    inside.unwrap_or_else(|| panic!("{}", drawing.text)).to_owned()
}

/// The messages with the texts that they are about.
fn refused(source: &str) -> Vec<(String, &str)> {
    let bad = drawing(source.as_bytes()).expect_err(source);
    bad.into_iter().map(|bad| (bad.message, &source[bad.range])).collect()
}

#[test]
fn shapes_colours_and_letters_are_kept() {
    let shapes =
        "<g transform=\"translate(1,2) rotate(-3)\"><path d=\"M0 0h8v4z\" fill=\"#fff\" stroke=\"rgb(1, 2, 3)\"/></g>";
    assert_eq!(
        kept(shapes),
        "<g transform=\"translate(1,2) rotate(-3)\"><path d=\"M0 0h8v4z\" fill=\"#fff\" stroke=\"rgb(1, 2, 3)\"></path></g>"
    );
    assert_eq!(
        kept("<text x=\"1\">ایک &amp; <tspan>دو</tspan> &lt;3\n</text>"),
        "<text x=\"1\">ایک &amp; <tspan>دو</tspan> &lt;3 </text>"
    );
    assert_eq!(
        kept("<rect style='fill : red;stroke:none !important; -inkscape-x: y' fill='blue' class='a' data-x='y'/>"),
        "<rect fill=\"red\" stroke=\"none\"></rect>"
    );
    assert_eq!(kept("<text font-family=\"'Noto Sans', serif\"/>"), "<text font-family=\"'Noto Sans', serif\"></text>");
}

#[test]
fn names_of_layers_go_and_references_stay() {
    let source = "<defs><linearGradient id='groomer-red'><stop offset='0' stop-color='#groomer'/></linearGradient>\
                  <linearGradient id='b' xlink:href='#groomer-red' xmlns:xlink='http://www.w3.org/1999/xlink'/></defs>\
                  <g id='Layer_secret'><path fill='url(#b)' stroke='#bad'/><path fill='url(#none) red'/></g>";
    assert_eq!(
        kept(&source.replace("#groomer'", "#ccc'")),
        "<defs><linearGradient id=\"i1\"><stop offset=\"0\" stop-color=\"#ccc\"></stop></linearGradient>\
         <linearGradient id=\"i2\" href=\"#i1\"></linearGradient></defs>\
         <g><path fill=\"url(#i2)\" stroke=\"#bad\"></path><path fill=\"url(#i0) red\"></path></g>"
    );
    // A colour is no name, though something be called so.
    assert_eq!(
        kept("<g id='bad'/><path fill='#bad' clip-path='url(#bad)'/>"),
        "<g id=\"i1\"></g><path clip-path=\"url(#i1)\" fill=\"#bad\"></path>"
    );
}

#[test]
fn what_editors_note_down_is_left_out() {
    let source = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- SECRET-comment -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <?SECRET-instruction a?><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" \
        xmlns:i=\"http://www.inkscape.org/namespaces/inkscape\" width=\"20mm\" height=\"10mm\" sodipodi:docname=\"SECRET-name.svg\" \
        i:export-filename=\"/home/SECRET/a.png\"><title>SECRET-title</title><desc>SECRET<b/></desc><metadata><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">SECRET</rdf:RDF></metadata><sodipodi:namedview id=\"SECRET\"><i:grid/>\
        </sodipodi:namedview>SECRET-loose<g style=\"display:none\"><text>SECRET-layer</text></g><text display=\"none\">SECRET</text>\
        <circle r=\"2\" i:label=\"SECRET\" aria-label=\"SECRET\" inkscape=\"SECRET\"/></svg><!-- SECRET -->";
    let drawing = drawing(source.as_bytes()).unwrap();
    assert_eq!(
        drawing.text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"76\" height=\"38\" viewBox=\"0 0 76 38\"><circle r=\"2\"></circle></svg>\n"
    );
}

#[test]
fn what_does_loads_or_leads_is_refused_where_it_stands() {
    for (bad, message) in [
        ("<script>alert(1)</script>", "`<script>` can't stand in a drawing"),
        ("<rect onclick=\"x()\"/>", "`onclick` of `<rect>` can't stand in a drawing"),
        ("<foreignObject><p/></foreignObject>", "`<foreignObject>` can't stand in a drawing"),
        ("<image href=\"data:image/png;base64,AAAA\"/>", "`<image>` can't stand in a drawing"),
        ("<use href=\"#a\"/>", "`<use>` can't stand in a drawing"),
        ("<a href=\"https://example.org/\"><g/></a>", "`<a>` can't stand in a drawing"),
        ("<style>@import 'https://example.org/';</style>", "`<style>` can't stand in a drawing"),
        ("<animate attributeName=\"x\"/>", "`<animate>` can't stand in a drawing"),
        ("<path fill=\"url(https://example.org/#a)\"/>", "`fill` of `<path>` can't stand in a drawing"),
        ("<path fill=\"url(#a) url(//a.b)\"/>", "`fill` of `<path>` can't stand in a drawing"),
        ("<path style=\"fill:image-set('a.png' 1x)\"/>", "`fill` of `<path>` can't stand in a drawing"),
        ("<path fill=\"u\\72l(//a.b)\"/>", "`fill` of `<path>` can't stand in a drawing"),
        ("<path fill=\"red/**/\"/>", "`fill` of `<path>` can't stand in a drawing"),
        ("<linearGradient href=\"b.svg#a\"/>", "`href` of `<linearGradient>` can't stand in a drawing"),
        ("<rect href=\"#a\"/>", "`href` of `<rect>` can't stand in a drawing"),
        ("<pattern/>", "`<pattern>` can't stand in a drawing"),
        ("<svg/>", "a drawing is one `<svg>` with shapes in it"),
    ] {
        let source = format!("<svg viewBox=\"0 0 8 4\">\n  <g>text</g>\n  {bad}<circle r=\"1\"/></svg>");
        let found = refused(&source);
        let tag = &bad[..=bad.find('>').unwrap()];
        assert_eq!(found, [(message.to_owned(), tag)], "{source}");
        let marked = format!("\u{FEFF}{source}");
        assert_eq!(refused(&marked), found, "behind a byte order mark");
    }
    let all = refused("<svg viewBox=\"0 0 1 1\"><script/><g onload=\"\" onclick=\"\"/><style/></svg>");
    assert_eq!(all.len(), 4, "{all:#?}");
}

#[test]
fn bombs_and_broken_files_are_refused_at_once() {
    let laughs =
        "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><svg viewBox=\"0 0 1 1\"><text>&b;</text></svg>";
    assert_eq!(refused(laughs)[0], ("the drawing defines words of its own for parts of its text".into(), "<!ENTITY"));
    let deep = format!("<svg viewBox=\"0 0 1 1\">{}", "<g>".repeat(100_000));
    assert_eq!(refused(&deep)[0].0, "parts of the drawing lie too deep in each other");
    let vast = format!("<svg viewBox=\"0 0 1 1\">{}</svg>", " ".repeat(MAX_BYTES));
    assert_eq!(refused(&vast)[0].0, "the drawing is larger than 1 MiB");
    assert_eq!(drawing(b"<svg \xFF").unwrap_err()[0].range, 5..6);
    for broken in [
        "<svg viewBox='0 0 1 1'>",
        "<svg viewBox='0 0 1 1'><g></svg>",
        "<svg",
        "<svg/>&nbsp;",
        "<svg a a/>",
        "<svg>&unknown;</svg>",
    ] {
        let found = refused(broken);
        assert!(found[0].0.starts_with("this is no XML that can be read: "), "{broken}: {found:?}");
    }
    assert_eq!(
        refused("<g xmlns=\"http://www.w3.org/2000/svg\"/>"),
        [("a drawing is one `<svg>` with shapes in it".into(), "<g xmlns=\"http://www.w3.org/2000/svg\"/>")]
    );
    // Much that refers to much is read in a moment.
    let many: String = (0..20_000).map(|n| format!("<g id='i{n}' fill='url(#i{n})'/>")).collect();
    assert!(drawing(format!("<svg viewBox='0 0 1 1'>{many}</svg>").as_bytes()).is_ok());
}

#[test]
fn a_drawing_says_how_large_it_is() {
    let of = |attributes: &str| {
        drawing(format!("<svg {attributes}/>").as_bytes()).ok().map(|drawing| (drawing.size.width, drawing.size.height))
    };
    assert_eq!(of("viewBox='0 0 30 20.4'"), Some((30, 20)));
    assert_eq!(of("viewBox='0,0,30,20' width='60'"), Some((60, 40)));
    assert_eq!(of("viewBox='0 0 30 20' height='10px' width='100%'"), Some((15, 10)));
    assert_eq!(of("width='1in' height='72pt'"), Some((96, 96)));
    for none in [
        "",
        "width='5'",
        "width='100%' height='100%'",
        "viewBox='0 0 0 5'",
        "viewBox='0 0 5'",
        "viewBox='0 0 1e9 5'",
        "viewBox='0 0 nan 5'",
        "viewBox='0 0 inf 5' width='5'",
        "width='-5' height='5'",
    ] {
        assert_eq!(of(none), None, "{none}");
    }
    assert_eq!(
        refused("<svg width='5'><g/></svg>"),
        [("the drawing does not say how large it is".into(), "<svg width='5'>")]
    );
}

proptest! {
    /// What comes out is clean, however odd what went in: read again it gives itself, and nothing in it can be loaded or run.
    #[test]
    fn what_comes_out_is_clean(parts in prop::collection::vec(prop::sample::select(PARTS), 0..12)) {
        let source = format!("<svg viewBox='0 0 8 4'>{}</svg>", parts.concat());
        if let Ok(first) = drawing(source.as_bytes()) {
            let again = drawing(first.text.as_bytes());
            prop_assert_eq!(again.as_ref(), Ok(&first));
            for word in ["script", "onload", "http:", "//", "import", "<a", "data:", "<!", "<?"] {
                prop_assert!(!first.text.replace("http://www.w3.org/2000/svg", "").contains(word), "{}", first.text);
            }
        }
    }
}

const PARTS: &[&str] = &[
    "<g>",
    "</g>",
    "<g/>",
    "<text>",
    "</text>",
    "<tspan>",
    "</tspan>",
    "a &lt;script&gt; b",
    " \n",
    "<![CDATA[<b>]]>",
    "<!-- c -->",
    "<?p i?>",
    "<path d='M0 0'/>",
    "<g id='a' fill='url(#b)'>",
    "<g id='b' style='fill:url(#a);x:url(//x)'>",
    "<title>",
    "</title>",
    "<x:y xmlns:x='u'>",
    "</x:y>",
    "<script/>",
    "<g onload=''/>",
    "<rect fill='url(http://x)'/>",
    "<g style='display:none'>",
    "&#60;",
    "&quot;",
    "\u{202E}",
    "ے",
];
