//! The closed lists of words that front matter and the command line may use.

use std::fmt;

/// A word of a closed list: what `site.yaml`, front matter and the command line write for a value of an enum.
pub trait Word: Copy + Sized + 'static {
    /// Every value with its word, in the order of the docs.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of a word.
    fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$vdoc])* $variant,)* }

        impl Word for $type {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];
        }

        impl $type {
            /// The word that people write for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a guide is.
    Kind {
        Home "home",
        Section "section",
        Stage "stage",
        Sign "sign",
        Step "step",
        Helpline "helpline",
        Article "article",
        SelfCheck "self-check",
    }
}

words! {
    /// Whom a guide is written for.
    Audience {
        Child "child",
        Teen "teen",
        Parent "parent",
        Teacher "teacher",
    }
}

words! {
    /// How soon a step is to be taken.
    When {
        Now "now",
        Today "today",
        Later "later",
    }
}

words! {
    /// Where a stage happens.
    Context {
        Online "online",
        InPerson "in-person",
    }
}

words! {
    /// What a person may need of a helpline.
    Need {
        DangerNow "danger-now",
        ReportCrime "report-crime",
        Blackmail "blackmail",
        PicturesOnline "pictures-online",
        Talk "talk",
        MentalHealth "mental-health",
        MissingChild "missing-child",
        ChildProtection "child-protection",
        LegalAdvice "legal-advice",
    }
}

words! {
    /// How a helpline is reached.
    ChannelKind {
        Phone "phone",
        Sms "sms",
        Web "web",
        Email "email",
        Chat "chat",
    }
}

words! {
    /// What a channel costs the person who uses it.
    Cost {
        Free "free",
        Charged "charged",
        Unknown "unknown",
    }
}

words! {
    /// An answer that nobody may have.
    YesNoUnknown {
        Yes "yes",
        No "no",
        Unknown "unknown",
    }
}

words! {
    /// How a helpline's details were verified.
    VerifiedHow {
        Called "called",
        PublishedSource "published source",
        OperatorConfirmed "operator confirmed",
    }
}

words! {
    /// Who made a translation.
    TranslationState {
        Human "human",
        Machine "machine",
        Reviewed "reviewed",
    }
}

words! {
    /// A day of the week.
    Weekday {
        Monday "Mon",
        Tuesday "Tue",
        Wednesday "Wed",
        Thursday "Thu",
        Friday "Fri",
        Saturday "Sat",
        Sunday "Sun",
    }
}

words! {
    /// A form in which a site is handed on, as a build is asked for it.
    Format {
        /// Pages in a folder, for hosts and sticks.
        Site "site",
        /// All of these in one file.
        Zip "zip",
        /// The pages of each language as one page, with all that they need in it.
        Single "single",
        /// The guides of each language as a book.
        Epub "epub",
        /// All pages in one file for Kiwix.
        Zim "zim",
    }
}

/// When a channel answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours {
    /// Day and night, every day.
    Always,
    Unknown,
    /// The same hours on a run of days. Minutes since midnight, local time of the operator.
    Weekly {
        first: Weekday,
        last: Weekday,
        opens: u16,
        closes: u16,
    },
}

impl Hours {
    /// Reads `always`, `unknown` or `Mon-Fri 09:00-17:00` (one day alone: `Sat 10:00-14:00`).
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "always" => return Some(Self::Always),
            "unknown" => return Some(Self::Unknown),
            _ => {}
        }
        let (days, times) = text.split_once(' ')?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (opens, closes) = times.split_once('-')?;
        Some(Self::Weekly {
            first: Weekday::of(first)?,
            last: Weekday::of(last)?,
            opens: minutes(opens)?,
            closes: minutes(closes)?,
        })
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60 || (hours, minutes) == (24, 0)).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours() {
        assert_eq!(Hours::parse("always"), Some(Hours::Always));
        let week = Hours::Weekly { first: Weekday::Monday, last: Weekday::Friday, opens: 540, closes: 1020 };
        assert_eq!(Hours::parse("Mon-Fri 09:00-17:00"), Some(week));
        for bad in ["", "9-5", "Mon-Fri 9:00-17:00", "Mon-Fri 09:00-25:00", "Fun 09:00-10:00"] {
            assert_eq!(Hours::parse(bad), None, "{bad:?}");
        }
    }
}
