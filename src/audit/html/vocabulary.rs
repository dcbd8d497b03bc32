//! The elements and attributes that a page may use. What is not in these tables is a finding.

/// What an attribute's value must be, apart from its own element's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Any text.
    Free,
    /// Any text, or no value at all.
    Flag,
    /// `ltr`, `rtl` or `auto`.
    Dir,
    /// An id of its own.
    Id,
    /// Ids of the same page, by spaces.
    Refs,
    /// Anything but an address.
    Data,
    /// Numbers, colours and words of SVG: no `url(…)`.
    Shape,
    /// Judged together with its element.
    Own,
}

macro_rules! attributes {
    ($($variant:ident $name:literal $value:ident;)*) => {
        /// A known attribute, or a family of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Attr { $($variant,)* Aria, AriaRefs, Data, Unknown }

        impl Attr {
            /// The attribute of a name as written.
            pub(super) fn of(name: &str) -> Self {
                match name.as_bytes() {
                    $($name => Self::$variant,)*
                    other => Self::family(other),
                }
            }

            /// The names of the attributes of a set, without the families.
            fn names(set: u128) -> Vec<&'static str> {
                const ALL: &[(Attr, &[u8])] = &[$((Attr::$variant, $name),)*];
                let taken = ALL.iter().filter(|(attr, _)| set & attr.bit() != 0);
                taken.filter_map(|(_, name)| std::str::from_utf8(name).ok()).collect()
            }

            pub(super) fn value(self) -> Value {
                const VALUES: &[Value] =
                    &[$(Value::$value,)* Value::Free, Value::Refs, Value::Data, Value::Flag];
                VALUES[self as usize]
            }
        }
    };
}

attributes! {
    Class b"class" Free;
    Id b"id" Id;
    Lang b"lang" Own;
    Dir b"dir" Dir;
    Hidden b"hidden" Flag;
    Title b"title" Free;
    Role b"role" Free;
    Tabindex b"tabindex" Free;
    Translate b"translate" Free;

    Alt b"alt" Free;
    Autocomplete b"autocomplete" Own;
    Charset b"charset" Own;
    Checked b"checked" Flag;
    Colspan b"colspan" Free;
    Content b"content" Own;
    Contenteditable b"contenteditable" Free;
    Datetime b"datetime" Free;
    Decoding b"decoding" Free;
    Defer b"defer" Flag;
    Disabled b"disabled" Flag;
    Download b"download" Flag;
    For b"for" Refs;
    Headers b"headers" Refs;
    Height b"height" Shape;
    Href b"href" Own;
    Hreflang b"hreflang" Free;
    HttpEquiv b"http-equiv" Own;
    Loading b"loading" Free;
    Media b"media" Free;
    Name b"name" Own;
    Open b"open" Flag;
    Placeholder b"placeholder" Free;
    Rel b"rel" Own;
    Reversed b"reversed" Flag;
    Rowspan b"rowspan" Free;
    Scope b"scope" Free;
    Sizes b"sizes" Free;
    Span b"span" Free;
    Spellcheck b"spellcheck" Free;
    Src b"src" Own;
    Srcset b"srcset" Own;
    Start b"start" Free;
    Type b"type" Own;
    ValueOf b"value" Free;
    Width b"width" Shape;

    ClipRule b"clip-rule" Shape;
    Cx b"cx" Shape;
    Cy b"cy" Shape;
    D b"d" Shape;
    Fill b"fill" Shape;
    FillOpacity b"fill-opacity" Shape;
    FillRule b"fill-rule" Shape;
    Focusable b"focusable" Shape;
    Opacity b"opacity" Shape;
    Points b"points" Shape;
    PreserveAspectRatio b"preserveAspectRatio" Shape;
    R b"r" Shape;
    Rx b"rx" Shape;
    Ry b"ry" Shape;
    Stroke b"stroke" Shape;
    StrokeDasharray b"stroke-dasharray" Shape;
    StrokeLinecap b"stroke-linecap" Shape;
    StrokeLinejoin b"stroke-linejoin" Shape;
    StrokeMiterlimit b"stroke-miterlimit" Shape;
    StrokeOpacity b"stroke-opacity" Shape;
    StrokeWidth b"stroke-width" Shape;
    Transform b"transform" Shape;
    VectorEffect b"vector-effect" Shape;
    ViewBox b"viewBox" Shape;
    X b"x" Shape;
    X1 b"x1" Shape;
    X2 b"x2" Shape;
    Xmlns b"xmlns" Own;
    Y b"y" Shape;
    Y1 b"y1" Shape;
    Y2 b"y2" Shape;
}

impl Attr {
    /// The attributes that any element may have.
    const GLOBAL: u128 = Self::set(&[
        Self::Class,
        Self::Id,
        Self::Lang,
        Self::Dir,
        Self::Hidden,
        Self::Title,
        Self::Role,
        Self::Tabindex,
        Self::Translate,
        Self::Aria,
        Self::AriaRefs,
        Self::Data,
    ]);

    /// The attributes that any part of a drawing may have.
    const SHAPE: u128 = Self::range(Self::ClipRule, Self::Y2) | Self::set(&[Self::Width, Self::Height]);

    /// The attribute as one bit of a set.
    pub(super) const fn bit(self) -> u128 {
        1 << self as u32
    }

    /// Whether several attributes of this kind may stand in one tag, each with a name of its own.
    pub(super) fn is_family(self) -> bool {
        matches!(self, Self::Aria | Self::AriaRefs | Self::Data | Self::Unknown)
    }

    fn family(name: &[u8]) -> Self {
        let lower = |rest: &[u8]| {
            !rest.is_empty() && rest.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        };
        if let Some(rest) = name.strip_prefix(b"data-") {
            return if lower(rest) { Self::Data } else { Self::Unknown };
        }
        match name.strip_prefix(b"aria-") {
            Some(
                b"activedescendant" | b"controls" | b"describedby" | b"details" | b"errormessage" | b"flowto"
                | b"labelledby" | b"owns",
            ) => Self::AriaRefs,
            Some(rest) if lower(rest) => Self::Aria,
            _ => Self::Unknown,
        }
    }

    const fn set(attributes: &[Self]) -> u128 {
        let (mut set, mut index) = (0, 0);
        while index < attributes.len() {
            set |= attributes[index].bit();
            index += 1;
        }
        set
    }

    const fn range(first: Self, last: Self) -> u128 {
        (last.bit() << 1) - first.bit()
    }
}

/// How an element takes part in the structure of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Ends an open paragraph, as parsers see it.
    Block,
    /// A block that holds text and inline elements only.
    TextBlock,
    Inline,
    /// Has no content and no end tag.
    Void,
    /// A block without content and end tag.
    VoidBlock,
    /// Part of an inline drawing.
    Drawing,
}

macro_rules! elements {
    ($($variant:ident $name:literal $shape:ident [$($attribute:ident)*];)*) => {
        /// A known element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Element { $($variant,)* Unknown }

        impl Element {
            /// The element of a name as written.
            pub(super) fn of(name: &str) -> Self {
                match name.as_bytes() {
                    $($name => Self::$variant,)*
                    _ => Self::Unknown,
                }
            }

            pub(super) fn shape(self) -> Shape {
                const SHAPES: &[Shape] = &[$(Shape::$shape,)* Shape::Inline];
                SHAPES[self as usize]
            }

            /// Whether the element may have the attribute.
            pub(super) fn takes(self, attribute: Attr) -> bool {
                TAKEN[self as usize] & attribute.bit() != 0
            }
        }

        /// The attributes of each element, [`Element::Unknown`] last.
        const TAKEN: &[u128] = &[$(taken(Shape::$shape, &[$(Attr::$attribute,)*]),)* u128::MAX];

        /// Every element that a page may use, with the attributes it may have besides those of `*`, which any may have.
        pub(in crate::audit) fn allowed() -> Vec<(&'static str, Vec<&'static str>)> {
            let names: &[&[u8]] = &[b"*", $($name,)*];
            let own = TAKEN.iter().map(|taken| Attr::names(taken & !Attr::GLOBAL));
            let sets = std::iter::once([Attr::names(Attr::GLOBAL), vec!["aria-*", "data-*"]].concat()).chain(own);
            names.iter().filter_map(|name| std::str::from_utf8(name).ok()).zip(sets).collect()
        }
    };
}

elements! {
    A b"a" Inline [Href Rel Hreflang Download Type];
    Abbr b"abbr" Inline [];
    Address b"address" Block [];
    Article b"article" Block [];
    Aside b"aside" Block [];
    B b"b" Inline [];
    Bdi b"bdi" Inline [];
    Bdo b"bdo" Inline [];
    Blockquote b"blockquote" Block [];
    Body b"body" Block [];
    Br b"br" Void [];
    Button b"button" Inline [Type Disabled];
    Caption b"caption" Block [];
    Circle b"circle" Drawing [];
    Cite b"cite" Inline [];
    Code b"code" Inline [];
    Col b"col" Void [Span];
    Colgroup b"colgroup" Block [Span];
    Data b"data" Inline [ValueOf];
    Dd b"dd" Block [];
    Del b"del" Inline [Datetime];
    Details b"details" Block [Open];
    Dfn b"dfn" Inline [];
    Dialog b"dialog" Block [Open];
    Div b"div" Block [Contenteditable Spellcheck];
    Dl b"dl" Block [];
    Dt b"dt" Block [];
    Ellipse b"ellipse" Drawing [];
    Em b"em" Inline [];
    Figcaption b"figcaption" Block [];
    Figure b"figure" Block [];
    Footer b"footer" Block [];
    G b"g" Drawing [];
    H1 b"h1" TextBlock [];
    H2 b"h2" TextBlock [];
    H3 b"h3" TextBlock [];
    H4 b"h4" TextBlock [];
    H5 b"h5" TextBlock [];
    H6 b"h6" TextBlock [];
    Head b"head" Block [];
    Header b"header" Block [];
    Hr b"hr" VoidBlock [];
    Html b"html" Block [];
    I b"i" Inline [];
    Img b"img" Void [Src Alt Width Height Srcset Sizes Loading Decoding];
    Input b"input" Void [Type Name Checked Autocomplete Disabled ValueOf Placeholder];
    Ins b"ins" Inline [Datetime];
    Kbd b"kbd" Inline [];
    Label b"label" Inline [For];
    Li b"li" Block [ValueOf];
    Line b"line" Drawing [];
    Link b"link" Void [Rel Href Type Sizes Hreflang Media];
    Main b"main" Block [];
    Mark b"mark" Inline [];
    Meta b"meta" Void [Charset Name Content HttpEquiv];
    Nav b"nav" Block [];
    Ol b"ol" Block [Start Reversed Type];
    Output b"output" Inline [For];
    P b"p" TextBlock [];
    Path b"path" Drawing [];
    Picture b"picture" Inline [];
    Polygon b"polygon" Drawing [];
    Polyline b"polyline" Drawing [];
    Pre b"pre" TextBlock [];
    Q b"q" Inline [];
    Rect b"rect" Drawing [];
    S b"s" Inline [];
    Samp b"samp" Inline [];
    Script b"script" Inline [Src Defer];
    Section b"section" Block [];
    Small b"small" Inline [];
    Source b"source" Void [Srcset Type Media Sizes Width Height];
    Span b"span" Inline [];
    Strong b"strong" Inline [];
    Sub b"sub" Inline [];
    Summary b"summary" Block [];
    Sup b"sup" Inline [];
    Svg b"svg" Drawing [Xmlns];
    Table b"table" Block [];
    Tbody b"tbody" Block [];
    Td b"td" Block [Colspan Rowspan Headers];
    Tfoot b"tfoot" Block [];
    Th b"th" Block [Scope Colspan Rowspan Headers];
    Thead b"thead" Block [];
    Time b"time" Inline [Datetime];
    Title b"title" Inline [];
    Tr b"tr" Block [];
    U b"u" Inline [];
    Ul b"ul" Block [];
    Var b"var" Inline [];
    Wbr b"wbr" Void [];
}

const fn taken(shape: Shape, own: &[Attr]) -> u128 {
    let drawing = if matches!(shape, Shape::Drawing) { Attr::SHAPE } else { 0 };
    Attr::GLOBAL | drawing | Attr::set(own)
}

impl Element {
    /// Whether the element has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(self.shape(), Shape::Void | Shape::VoidBlock)
    }

    /// Whether `self` may stand directly in `parent` (`None`: at the top) below `grandparent`, by the rules that keep
    /// every parser from moving it elsewhere.
    pub(super) fn fits(self, parent: Option<Element>, grandparent: Option<Element>) -> bool {
        let Some(parent) = parent else { return self == Self::Html };
        match parent {
            Self::Unknown => true,
            Self::Html => matches!(self, Self::Head | Self::Body),
            Self::Head => matches!(self, Self::Meta | Self::Title | Self::Link | Self::Script),
            Self::Title | Self::Script => false,
            Self::Table => {
                matches!(self, Self::Caption | Self::Colgroup | Self::Thead | Self::Tbody | Self::Tfoot)
            }
            Self::Colgroup => self == Self::Col,
            Self::Thead | Self::Tbody | Self::Tfoot => self == Self::Tr,
            Self::Tr => matches!(self, Self::Td | Self::Th),
            Self::Ul | Self::Ol => self == Self::Li,
            Self::Dl => matches!(self, Self::Dt | Self::Dd | Self::Div),
            Self::Picture => matches!(self, Self::Source | Self::Img),
            Self::Div if grandparent == Some(Self::Dl) => matches!(self, Self::Dt | Self::Dd),
            Self::Details if self == Self::Summary => true,
            drawing if drawing.shape() == Shape::Drawing => {
                self == Self::Title || self.shape() == Shape::Drawing && self != Self::Svg
            }
            _ => self.is_flow(),
        }
    }

    /// Whether text that is not white space may stand directly in the element.
    pub(super) fn holds_text(self) -> bool {
        !matches!(
            self,
            Self::Html
                | Self::Head
                | Self::Table
                | Self::Colgroup
                | Self::Thead
                | Self::Tbody
                | Self::Tfoot
                | Self::Tr
                | Self::Ul
                | Self::Ol
                | Self::Dl
                | Self::Picture
        ) && self.shape() != Shape::Drawing
    }

    /// Whether the element needs no parent of a certain kind.
    fn is_flow(self) -> bool {
        match self {
            Self::Html | Self::Head | Self::Body | Self::Title | Self::Meta | Self::Link => false,
            Self::Caption | Self::Colgroup | Self::Col | Self::Thead | Self::Tbody | Self::Tfoot => false,
            Self::Tr | Self::Td | Self::Th | Self::Li | Self::Dt | Self::Dd | Self::Summary | Self::Source => false,
            _ => self == Self::Svg || self.shape() != Shape::Drawing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_fits_its_bits() {
        assert!((Attr::Unknown as u32) < 128);
        assert!(Element::Svg.takes(Attr::ViewBox) && Element::Path.takes(Attr::Y2) && Element::Path.takes(Attr::Width));
        assert!(!Element::Svg.takes(Attr::Href) && !Element::P.takes(Attr::Fill) && !Element::P.takes(Attr::Unknown));
        assert!(Element::P.takes(Attr::of("data-x")) && Element::P.takes(Attr::of("aria-label")));
        assert!(Element::A.takes(Attr::Href) && !Element::B.takes(Attr::Href));
    }

    #[test]
    fn the_list_for_people_is_the_one_that_is_used() {
        let allowed = allowed();
        assert_eq!(allowed[0].0, "*");
        for (element, attributes) in &allowed[1..] {
            assert!(attributes.iter().all(|name| Element::of(element).takes(Attr::of(name))), "{element}");
        }
        assert!(allowed.contains(&("a", vec!["download", "href", "hreflang", "rel", "type"])));
        assert_eq!(allowed.len(), 1 + Element::Unknown as usize);
    }

    #[test]
    fn unknown_names_stay_unknown() {
        for name in ["onclick", "style", "xlink:href", "data-", "data-X", "aria-", "Href", "viewbox", "ping", "srcdoc"]
        {
            assert_eq!(Attr::of(name), Attr::Unknown, "{name}");
        }
        for name in ["iframe", "form", "base", "object", "math", "template", "use", "foreignObject", "A", ""] {
            assert_eq!(Element::of(name), Element::Unknown, "{name}");
        }
    }
}
