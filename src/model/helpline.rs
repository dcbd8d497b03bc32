use super::words::{ChannelKind, Cost, Hours, Need, VerifiedHow, YesNoUnknown};
use super::{Link, PartialDate};

/// The facts of a helpline, as its source-language file states them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Helpline {
    pub operator: String,
    pub needs: Vec<Need>,
    /// ISO 3166 codes or `world`.
    pub regions: Vec<String>,
    pub channels: Vec<Channel>,
    /// BCP 47 tags of the languages that are spoken there.
    pub languages: Vec<String>,
    pub anonymous: Option<YesNoUnknown>,
    /// Whether they will tell anyone else.
    pub informs: Option<YesNoUnknown>,
    pub verified: Option<PartialDate>,
    pub verified_how: Option<VerifiedHow>,
    /// Ids of helplines that this one takes the place of.
    pub supersedes: Vec<String>,
    /// The id of the helpline that took this one's place.
    pub replaced_by: Option<String>,
    /// Which of `needs`, `languages`, `anonymous`, `informs` the file does not give: nobody has asked yet. An empty
    /// list or `unknown` is an answer.
    pub left_out: Vec<&'static str>,
}

/// One way to reach a helpline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub kind: ChannelKind,
    /// As written, to the byte.
    pub value: String,
    pub hours: Hours,
    pub cost: Cost,
}

impl Channel {
    /// What a reader's tap on the channel opens. A web or chat address has passed the scheme list when it was read.
    pub fn link(&self) -> Link {
        let value = self.value.as_str();
        match self.kind {
            ChannelKind::Phone => Link::Tel(value.into()),
            ChannelKind::Sms => Link::Sms(value.into()),
            ChannelKind::Email => Link::Mail(value.into()),
            ChannelKind::Web | ChannelKind::Chat => Link::Web(value.into()),
        }
    }

    /// Whether the value is a phone number.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, ChannelKind::Phone | ChannelKind::Sms)
    }
}
