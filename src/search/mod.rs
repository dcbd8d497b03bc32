//! Search without a server: an index that is made from documents and read by a classic script, piece by piece.
//!
//! All files of a language's index lie in one folder whose name carries a hash of them all. Each is a script that hands
//! over data, `lamplight("p3", […])`, since a page from a folder may load scripts but read no file:
//!
//! - `head.js`: how the rest is divided, synonyms, and words of people in danger;
//! - `d<n>.js`: the dictionary, sorted; for each word the number of its list and how many guides hold it;
//! - `r<n>.js`: the same words read backwards, for words that are misspelt at their beginning; large sites only;
//! - `p<n>.js`: the lists: in which guides a word stands, how much it weighs there, in which section, what follows;
//! - `t<n>.js`: titles, summaries, headings and sentences of guides from the one with this number on, to be shown.
//!
//! A query loads the head, the parts of the dictionary that its words may stand in, the lists of the words found, and
//! the texts of the guides to be shown; nothing else. The other half of this room is the script `assets/search.js` of the default theme.

mod bits;
mod code;
mod collect;
mod document;
mod encode;
mod file;
mod fold;
mod index;
mod lists;
mod vocabulary;
mod words;

pub use document::{Document, Section};
pub use file::IndexFile;
pub use index::{Index, Language, without_texts};
