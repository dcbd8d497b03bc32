/// What a language's readers may type, from `synonyms.yaml` and `urgent.yaml` in the language's folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchWords {
    /// Groups of words or phrases that mean the same to those who search.
    pub synonyms: Vec<Vec<String>>,
    /// Words and phrases of people who need help at once: the fitting helplines are shown above all results.
    pub urgent: Vec<String>,
}
