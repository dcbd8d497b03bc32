//! Plain data: what a guide, a helpline, a link and the site's configuration are. No reading, no checking, no output.

mod block;
mod config;
mod date;
mod front_matter;
mod guide;
mod helpline;
mod lang_id;
mod link;
mod number;
mod plain_text;
mod search_words;
mod theme_settings;
mod words;

pub use crate::locale::{Direction, Locale};
pub use block::{Block, BlockHash, BlockPlace};
pub use config::{Config, Edition, Exit, Fallback, Publisher, Review, Source, Sources};
pub use date::{PartialDate, Period};
pub use front_matter::{FrontMatter, FrontText, Item, Own, SelfCheck, Sign, Stage, Step, Translation};
pub use guide::{Guide, Heading, LinkUse, NumberUse, Outline, PictureUse};
pub use helpline::{Channel, Helpline};
pub use lang_id::LangId;
pub use link::{Link, UnsafeLink};
pub use number::{ascii_digits, digit_value, looks_like_phone, same_number};
pub use plain_text::{PlainText, PlainTextWriter};
pub use search_words::SearchWords;
pub use theme_settings::PictureSettings;
pub use words::{
    Audience, ChannelKind, Context, Cost, Format, Hours, Kind, Need, TranslationState, VerifiedHow, Weekday, When,
    Word, YesNoUnknown,
};
