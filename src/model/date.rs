use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// A Gregorian date of which the day, or the day and the month, may not be known: `2022`, `2022-05`, `2022-05-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    pub year: i16,
    pub month: Option<i8>,
    pub day: Option<i8>,
}

impl PartialDate {
    /// Reads one of the three forms. The year has four digits; the day must exist.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let digits = |part: &str, len: usize| {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok()).flatten()
        };
        let year = digits(parts.next()?, 4)?;
        let mut two = || match parts.next() {
            None => Some(None),
            Some(part) => digits(part, 2).and_then(|n| i8::try_from(n).ok()).map(Some),
        };
        let (month, day) = (two()?, two()?);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// The first day that the date can mean: what is known least is trusted least.
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// How long something stays valid: `12 months`, `2 years`, `6 weeks`, `90 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    pub months: u16,
    pub days: u16,
}

impl Period {
    pub const fn months(months: u16) -> Self {
        Self { months, days: 0 }
    }

    /// Reads a whole number and a unit.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let number: u16 = number.parse().ok().filter(|n| (1..=10_000).contains(n))?;
        match unit.trim_end_matches('s') {
            "day" => Some(Self { months: 0, days: number }),
            "week" => Some(Self { months: 0, days: number.checked_mul(7)? }),
            "month" => Some(Self::months(number)),
            "year" => Some(Self::months(number.checked_mul(12)?)),
            _ => None,
        }
    }

    /// The day on which what was done on `date` is due again.
    pub fn after(self, date: PartialDate) -> Date {
        let span = i32::from(self.months).months().days(i32::from(self.days));
        date.first_day().checked_add(span).unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_and_no_other() {
        for good in ["2022", "2022-05", "2022-05-31", "2024-02-29"] {
            assert_eq!(PartialDate::parse(good).unwrap().to_string(), good);
        }
        for bad in ["", "22", "2022-5", "2022-13", "2023-02-29", "2022-05-31-1", "31-05-2022", "2022-", "+022"] {
            assert_eq!(PartialDate::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn periods_end_on_a_day_that_exists() {
        let due = |date, period| Period::parse(period).unwrap().after(PartialDate::parse(date).unwrap()).to_string();
        assert_eq!(due("2025-08-31", "6 months"), "2026-02-28");
        assert_eq!(due("2025-05", "1 year"), "2026-05-01");
        assert_eq!(due("2025-05-01", "2 weeks"), "2025-05-15");
        assert_eq!(Period::parse("0 months"), None);
        assert_eq!(Period::parse("six months"), None);
    }
}
