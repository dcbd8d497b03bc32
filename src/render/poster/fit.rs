//! How much paper a text takes, reckoned without a browser: a little too much rather than too little.

/// A script's letters, as the style sheet sets them on a poster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Face {
    /// From line to line, in the size of the type: `--tight` of `main.css`.
    leading: f64,
    /// The mean width of a character with what is lost at the ends of lines, in the size of the type.
    advance: f64,
}

impl Face {
    /// The face of a language tag. The widths are those of Noto Nastaliq Urdu (0.40), Naskh Arabic (0.39) and Sans
    /// (0.48), as Chromium sets running text, and a twelfth more.
    pub fn of(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or(tag) {
            _ if tag == "pa-Arab" => Self { leading: 1.9, advance: 0.43 },
            "ur" | "skr" => Self { leading: 1.9, advance: 0.43 },
            "ar" | "bal" | "fa" | "ps" | "sd" => Self { leading: 1.6, advance: 0.45 },
            _ => Self { leading: 1.25, advance: 0.52 },
        }
    }

    /// How wide a text is in one line, in the size of its type.
    fn width(self, text: &str) -> f64 {
        // Chinese, Japanese and Korean stand on a square; no script is wider. What isolates a foreign word takes no room.
        let seen = text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'));
        seen.map(|c| if ('\u{2E80}'..'\u{FB00}').contains(&c) { 1.0 } else { self.advance }).sum()
    }
}

/// A paragraph, with the size of its type in that of the sheet.
#[derive(Debug)]
pub(super) struct Piece {
    text: String,
    em: f64,
    /// How much wider bold letters are.
    weight: f64,
    /// Whether it is but figures and Latin letters, which need less from line to line than most scripts.
    tight: bool,
}

/// A length in millimetres and in the size of the type.
pub(super) type Length = (f64, f64);

/// What stands together: paragraphs, one below the other, perhaps with something beside them.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub pieces: Vec<Piece>,
    /// A paragraph in a column of its own, before `pieces`, and how wide that is in the size of the type.
    pub aside: Option<(Piece, f64)>,
    /// Paragraphs in the whole width, below all of these.
    pub below: Vec<Piece>,
    /// Borders, padding and gaps in the line, in millimetres.
    pub inset: f64,
    /// The sides of a square after `pieces`: the larger of the two lengths.
    pub code: Length,
    /// What else is taken of the width of `pieces`.
    pub indent: Length,
    /// Space above and below.
    pub around: Length,
}

impl Block {
    /// Adds a paragraph, unless there is nothing in it.
    pub fn line(mut self, em: f64, text: impl Into<String>) -> Self {
        self.pieces.extend(piece(em, text.into(), REGULAR));
        self
    }

    /// Adds a paragraph in bold letters.
    pub fn bold(mut self, em: f64, text: impl Into<String>) -> Self {
        self.pieces.extend(piece(em, text.into(), BOLD));
        self
    }

    /// Adds a number or an address in bold letters.
    pub fn number(mut self, em: f64, text: impl Into<String>) -> Self {
        self.pieces.extend(piece(em, text.into(), BOLD).map(|piece| Piece { tight: true, ..piece }));
        self
    }

    /// Adds a paragraph in the whole width.
    pub fn below(mut self, em: f64, text: impl Into<String>) -> Self {
        self.below.extend(piece(em, text.into(), REGULAR));
        self
    }

    /// Sets a number or an address in a column before the paragraphs, `width` wide in the size of the type.
    pub fn aside(mut self, em: f64, text: impl Into<String>, width: f64) -> Self {
        self.aside = piece(em, text.into(), BOLD).map(|piece| (Piece { tight: true, ..piece }, width));
        self
    }

    /// The height in millimetres, at a size in points and in a width in millimetres.
    pub fn height(&self, face: Face, points: f64, width: f64) -> f64 {
        let em = points * MM_PER_POINT;
        let length = |(millimetres, ems): Length| millimetres + ems * em;
        let set = |piece: &Piece, width: f64| {
            let face = if piece.tight { NUMBERS } else { face };
            let lines = (face.width(&piece.text) * piece.weight * piece.em * em / width.max(1.0)).ceil().max(1.0);
            lines * piece.em * em * face.leading
        };
        let code = self.code.0.max(self.code.1 * em);
        let (aside, aside_width) =
            self.aside.as_ref().map_or((0.0, 0.0), |(piece, ems)| (set(piece, ems * em), ems * em));
        let whole = width - self.inset;
        let narrow = whole - code - aside_width - length(self.indent);
        let text: f64 = self.pieces.iter().map(|piece| set(piece, narrow)).sum();
        let below: f64 = self.below.iter().map(|piece| set(piece, whole)).sum();
        text.max(code).max(aside) + below + length(self.around)
    }
}

/// Of numbers and addresses.
const NUMBERS: Face = Face { leading: 1.2, advance: 0.56 };
const REGULAR: f64 = 1.0;
const BOLD: f64 = 1.1;

fn piece(em: f64, text: String, weight: f64) -> Option<Piece> {
    (!text.is_empty()).then_some(Piece { text, em, weight, tight: false })
}

const MM_PER_POINT: f64 = 25.4 / 72.0;

/// The space between columns, in millimetres.
const GAP: f64 = 5.0;

/// The height of blocks that stand row by row in columns.
pub(super) fn grid(blocks: &[Block], face: Face, points: f64, columns: usize, width: f64) -> f64 {
    let column = (width - GAP * (columns - 1) as f64) / columns as f64;
    let tallest = |row: &[Block]| row.iter().map(|block| block.height(face, points, column)).fold(0.0, f64::max);
    blocks.chunks(columns).map(tallest).sum()
}

/// A way to set the sheet: the name that the style sheet knows, points, columns.
type Size = (char, f64, usize);

/// From the largest to the smallest, which can still be read at an arm's length.
const SIZES: [Size; 9] = [
    ('a', 20.0, 1),
    ('b', 18.0, 1),
    ('c', 16.0, 1),
    ('d', 14.0, 1),
    ('e', 14.0, 2),
    ('f', 12.5, 1),
    ('g', 12.0, 2),
    ('h', 10.5, 1),
    ('i', 10.5, 2),
];

/// The largest size in which the blocks find room, with its columns, of which there may be `most`, and how many of the
/// blocks do.
pub(super) fn fit(blocks: &[Block], face: Face, width: f64, room: f64, most: usize) -> (char, usize, usize) {
    let sizes = || SIZES.iter().filter(|(_, _, columns)| *columns <= most);
    let fits = |(_, points, columns): &&Size| grid(blocks, face, *points, *columns, width) <= room;
    if let Some((name, _, columns)) = sizes().find(fits) {
        return (*name, *columns, blocks.len());
    }
    let (name, points, columns) = *sizes().next_back().unwrap_or(&SIZES[0]);
    let shown = (0..blocks.len()).rev().find(|n| grid(&blocks[..*n], face, points, columns, width) <= room);
    (name, columns, shown.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(count: usize, words: usize) -> Vec<Block> {
        let block = || Block { around: (3.0, 0.0), ..Block::default() }.line(1.0, "word ".repeat(words));
        (0..count).map(|_| block()).collect()
    }

    #[test]
    fn little_is_large_and_much_is_small() {
        let face = Face::of("en");
        assert_eq!(fit(&blocks(5, 8), face, 190.0, 150.0, 2), ('a', 1, 5));
        let (name, columns, shown) = fit(&blocks(16, 20), face, 190.0, 150.0, 2);
        assert!(name > 'a' && columns == 2 && shown == 16, "{name} {columns} {shown}");
    }

    /// What has no room is left out from the end, and all that stays has room.
    #[test]
    fn too_much_is_cut_at_a_whole_block() {
        let face = Face::of("ur");
        let many = blocks(90, 25);
        let (name, columns, shown) = fit(&many, face, 190.0, 150.0, 2);
        assert!(name == 'i' && shown > 0 && shown < 90, "{name} {shown}");
        assert!(grid(&many[..shown], face, 10.5, columns, 190.0) <= 150.0);
        assert!(grid(&many[..shown + columns], face, 10.5, columns, 190.0) > 150.0);
        assert_eq!(fit(&many, face, 190.0, 0.0, 2).2, 0);
    }

    #[test]
    fn scripts_differ() {
        let block = Block::default().line(1.0, "ا".repeat(40));
        let height = |tag| block.height(Face::of(tag), 12.0, 190.0);
        assert!(height("ur") > height("sd") && height("sd") > height("en"));
        assert!(Face::of("ja").width("援助") > Face::of("en").width("ab"));
    }
}
