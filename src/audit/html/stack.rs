use super::vocabulary::{Element, Shape};

/// Browsers flatten what is deeper than 512; a page of ours is never deeper than a few dozen.
const DEEPEST: usize = 128;

/// Deeper than anything: no such element is open.
const NONE: usize = usize::MAX;

/// The open elements of a page, without allocation.
pub(super) struct Stack<'a> {
    open: [Open<'a>; DEEPEST],
    depth: usize,
    /// The depth at which a paragraph, heading or preformatted text is open, or [`NONE`].
    text_block: usize,
    link: usize,
    button: usize,
    seen_html: bool,
    seen_head: bool,
    seen_body: bool,
}

#[derive(Clone, Copy)]
struct Open<'a> {
    element: Element,
    name: &'a str,
    at: usize,
    empty: bool,
}

/// What an end tag did.
pub(super) enum Closed<'a> {
    /// It closed the innermost element, which had nothing in it or had something.
    Top { element: Element, empty: bool, start: usize },
    /// It closed an outer element, and `open` with it.
    Deeper { open: &'a str, open_at: usize },
    /// No such element is open.
    Nothing,
}

impl<'a> Stack<'a> {
    /// Opens an element; `false` where it would be too deep.
    pub(super) fn push(&mut self, element: Element, name: &'a str, at: usize) -> bool {
        self.filled();
        let Some(slot) = self.open.get_mut(self.depth) else { return false };
        *slot = Open { element, name, at, empty: true };
        match element {
            Element::A => self.link = self.link.min(self.depth),
            Element::Button => self.button = self.button.min(self.depth),
            _ if element.shape() == Shape::TextBlock => self.text_block = self.text_block.min(self.depth),
            _ => {}
        }
        self.depth += 1;
        true
    }

    /// Closes the innermost element of the name.
    pub(super) fn close(&mut self, name: &str) -> Closed<'a> {
        let Some(innermost) = self.depth.checked_sub(1) else { return Closed::Nothing };
        let Open { element, name: open, at, empty } = self.open[innermost];
        if open == name {
            self.forget(innermost);
            return Closed::Top { element, empty, start: at };
        }
        match self.open[..innermost].iter().rposition(|open| open.name == name) {
            Some(outer) => {
                self.forget(outer);
                Closed::Deeper { open, open_at: at }
            }
            None => Closed::Nothing,
        }
    }

    /// Leaves the elements from `depth` on.
    fn forget(&mut self, depth: usize) {
        self.depth = depth;
        for inside in [&mut self.link, &mut self.button, &mut self.text_block] {
            if *inside >= depth {
                *inside = NONE;
            }
        }
    }

    /// The innermost element has content.
    pub(super) fn filled(&mut self) {
        if let Some(top) = self.depth.checked_sub(1) {
            self.open[top].empty = false;
        }
    }

    /// Whether this is the first of an element that a page has once, in its order.
    pub(super) fn once(&mut self, element: Element) -> bool {
        match element {
            Element::Html => !std::mem::replace(&mut self.seen_html, true),
            Element::Head => !self.seen_body && !std::mem::replace(&mut self.seen_head, true),
            Element::Body => self.seen_head && !std::mem::replace(&mut self.seen_body, true),
            _ => true,
        }
    }

    /// The open element that a browser would close, or take apart, at the start of `element`.
    pub(super) fn broken_by(&self, element: Element, block: bool) -> Option<&'a str> {
        let outer = match element {
            Element::A => self.link,
            Element::Button => self.button.min(self.link),
            _ if block => self.text_block,
            _ => NONE,
        };
        self.open.get(outer).map(|open| open.name)
    }

    pub(super) fn top(&self) -> Option<Element> {
        self.depth.checked_sub(1).map(|top| self.open[top].element)
    }

    pub(super) fn top_name(&self) -> Option<&'a str> {
        self.depth.checked_sub(1).map(|top| self.open[top].name)
    }

    /// The innermost element and the one around it.
    pub(super) fn parents(&self) -> (Option<Element>, Option<Element>) {
        (self.top(), self.depth.checked_sub(2).map(|outer| self.open[outer].element))
    }

    /// Names and places of all open elements.
    pub(super) fn open(&self) -> Vec<(&'a str, usize)> {
        self.open[..self.depth].iter().map(|open| (open.name, open.at)).collect()
    }
}

impl Default for Stack<'_> {
    fn default() -> Self {
        Self {
            open: [Open { element: Element::Unknown, name: "", at: 0, empty: true }; DEEPEST],
            depth: 0,
            text_block: NONE,
            link: NONE,
            button: NONE,
            seen_html: false,
            seen_head: false,
            seen_body: false,
        }
    }
}
