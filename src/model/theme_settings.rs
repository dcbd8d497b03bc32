/// What a theme asks of pictures, in its `theme.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureSettings {
    /// The widths in pixels at which each picture is offered, rising; none is made wider than it is.
    pub widths: Vec<u32>,
    /// How wide pages show pictures, as `sizes` of HTML says it.
    pub sizes: String,
}

impl Default for PictureSettings {
    /// For a narrow phone, for most phones and the column of the default style sheet, and for sharp screens. The column is 42 rem
    /// of 18 pixels wide, with a rem left free at either side.
    fn default() -> Self {
        Self { widths: vec![360, 720, 1080], sizes: "(min-width: 756px) 720px, calc(100vw - 36px)".into() }
    }
}
