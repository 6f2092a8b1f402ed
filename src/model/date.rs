//! Dates: EDTF (ISO 8601-2:2019, <https://www.loc.gov/standards/datetime/>), local
//! moments of sources, and instants of embargoes.
//!
//! EDTF says how precisely a date is known. Of levels 0 to 2 Recto reads what a dossier
//! needs: days, months, years; seasons, quarters and the thirds of a year; `~ ? %`; and
//! intervals, open or unknown at either end.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;

use crate::diag::Problem;
use crate::model::spelling;

/// An EDTF date or interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edtf {
    /// One date, as precisely as it is known.
    Date(Date),
    /// From one date to another.
    Interval {
        /// The first date.
        start: End,
        /// The last date.
        end: End,
    },
}

/// One end of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// A date.
    Date(Date),
    /// Open, written `..`: the interval goes on.
    Open,
    /// Unknown, written as nothing: it ends, but nobody said when.
    Unknown,
}

/// A date with the precision at which it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: i16,
    /// What is known within the year.
    pub within: Within,
    /// How sure the date is.
    pub doubt: Doubt,
}

/// The part of a year that a date names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Within {
    /// The year alone.
    Year,
    /// A part of the year that is not a month.
    Part(YearPart),
    /// A month, 1 to 12.
    Month(i8),
    /// A month and a day of it.
    Day(i8, i8),
}

/// Sub-year groupings, with their EDTF codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum YearPart {
    /// Seasons: 21 spring, 22 summer, 23 autumn, 24 winter. The value is 0 to 3.
    Season(u8),
    /// Quarters: 33 to 36. The value is 0 to 3.
    Quarter(u8),
    /// Four-month periods: 37 early, 38 middle, 39 late in the year. The value is 0 to 2.
    Third(u8),
    /// Halves: 40 and 41. The value is 0 or 1.
    Half(u8),
}

/// The qualifier after a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// None: the date is stated.
    None,
    /// `~`: approximate.
    Approximate,
    /// `?`: uncertain.
    Uncertain,
    /// `%`: both.
    Both,
}

impl Edtf {
    /// Reads a date as EDTF writes it.
    ///
    /// # Errors
    ///
    /// [`Problem::NoSuchDate`] when the calendar lacks it, [`Problem::NotADate`] when it is
    /// not of the form.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.split_once('/') {
            None => Date::parse(text).map(Self::Date),
            // `14/12/2021` is a date as forms have it, and not an interval.
            Some((_, rest)) if rest.contains('/') => Err(Problem::not_a_date(text)),
            Some((start, end)) => {
                // `06/2028` is a month, and not an interval.
                let whole = |problem| match spelling::date(text) {
                    Some(_) => Problem::not_a_date(text),
                    None => problem,
                };
                let interval = Self::Interval {
                    start: End::parse(start).map_err(whole)?,
                    end: End::parse(end).map_err(whole)?,
                };
                let dated = |end| matches!(end, End::Date(_));
                match interval {
                    Self::Interval { start, end } if !dated(start) && !dated(end) => {
                        Err(Problem::not_a_date(text))
                    }
                    Self::Interval { start: End::Date(start), end: End::Date(end) }
                        if end.last_day() < start.first_day() =>
                    {
                        Err(Problem::IntervalBackwards { text: text.to_owned() })
                    }
                    interval => Ok(interval),
                }
            }
        }
    }

    /// The first day that the date can mean, for sorting; an open or unknown start sorts by
    /// its end.
    pub fn first_day(&self) -> civil::Date {
        match self {
            Self::Date(date) | Self::Interval { start: End::Date(date), .. } => {
                date.first_day()
            }
            Self::Interval { end: End::Date(date), .. } => date.first_day(),
            Self::Interval { .. } => civil::Date::MIN,
        }
    }

    /// The last day that the date can mean; `None` when it is open or unknown.
    pub fn last_day(&self) -> Option<civil::Date> {
        match self {
            Self::Date(date) | Self::Interval { end: End::Date(date), .. } => {
                Some(date.last_day())
            }
            Self::Interval { .. } => None,
        }
    }
}

impl End {
    fn parse(text: &str) -> Result<Self, Problem> {
        match text {
            "" => Ok(Self::Unknown),
            ".." => Ok(Self::Open),
            text => Date::parse(text).map(Self::Date),
        }
    }
}

impl Date {
    /// Reads one date.
    ///
    /// # Errors
    ///
    /// As [`Edtf::parse`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let not_a_date = || Problem::not_a_date(text);
        let (body, doubt) = match text.as_bytes().last() {
            Some(b'~') => (&text[..text.len() - 1], Doubt::Approximate),
            Some(b'?') => (&text[..text.len() - 1], Doubt::Uncertain),
            Some(b'%') => (&text[..text.len() - 1], Doubt::Both),
            _ => (text, Doubt::None),
        };
        let digits = |s: &str, n: usize| {
            (s.len() == n && s.bytes().all(|b| b.is_ascii_digit()))
                .then(|| s.parse::<i16>().ok())
        };
        let mut parts = body.split('-');
        let year = parts
            .next()
            .and_then(|s| digits(s, 4))
            .flatten()
            .ok_or_else(not_a_date)?;
        let second = match parts.next() {
            None => None,
            Some(s) => Some(digits(s, 2).flatten().ok_or_else(not_a_date)?),
        };
        let third = match parts.next() {
            None => None,
            Some(s) => Some(digits(s, 2).flatten().ok_or_else(not_a_date)?),
        };
        if parts.next().is_some() {
            return Err(not_a_date());
        }
        let no_such_date = || Problem::NoSuchDate { text: text.to_owned() };
        if year == 0 {
            return Err(no_such_date());
        }
        let small = |n: i16| i8::try_from(n).unwrap_or(i8::MAX);
        let within = match (second, third) {
            (None, _) => Within::Year,
            (Some(month @ 1..=12), None) => Within::Month(small(month)),
            (Some(month @ 1..=12), Some(day)) => {
                let date = civil::Date::new(year, small(month), small(day))
                    .map_err(|_| no_such_date())?;
                Within::Day(date.month(), date.day())
            }
            (Some(code), None) => {
                let part = YearPart::from_code(code).ok_or_else(no_such_date)?;
                Within::Part(part)
            }
            (Some(_), Some(_)) => return Err(no_such_date()),
        };
        Ok(Self { year, within, doubt })
    }

    /// The date of a whole day.
    pub fn day(date: civil::Date) -> Self {
        let within = Within::Day(date.month(), date.day());
        Self { year: date.year(), within, doubt: Doubt::None }
    }

    /// The day, when the date is known to the day.
    pub fn as_day(&self) -> Option<civil::Date> {
        match self.within {
            Within::Day(month, day) => civil::Date::new(self.year, month, day).ok(),
            Within::Year | Within::Part(_) | Within::Month(_) => None,
        }
    }

    /// The first day that the date can mean.
    pub fn first_day(&self) -> civil::Date {
        let (month, day) = match self.within {
            Within::Year => (1, 1),
            Within::Part(part) => (part.months().0, 1),
            Within::Month(month) => (month, 1),
            Within::Day(month, day) => (month, day),
        };
        civil::Date::new(self.year, month, day).unwrap_or(civil::Date::MIN)
    }

    /// The last day that the date can mean.
    pub fn last_day(&self) -> civil::Date {
        let month = match self.within {
            Within::Year => 12,
            Within::Part(part) => part.months().1,
            Within::Month(month) => month,
            Within::Day(..) => return self.first_day(),
        };
        civil::Date::new(self.year, month, 1)
            .map_or(civil::Date::MAX, civil::Date::last_of_month)
    }
}

impl YearPart {
    fn from_code(code: i16) -> Option<Self> {
        let nth = |first: i16| u8::try_from(code - first).unwrap_or(0);
        match code {
            21..=24 => Some(Self::Season(nth(21))),
            33..=36 => Some(Self::Quarter(nth(33))),
            37..=39 => Some(Self::Third(nth(37))),
            40..=41 => Some(Self::Half(nth(40))),
            _ => None,
        }
    }

    fn code(self) -> u8 {
        match self {
            Self::Season(n) => 21 + n,
            Self::Quarter(n) => 33 + n,
            Self::Third(n) => 37 + n,
            Self::Half(n) => 40 + n,
        }
    }

    /// The first and last month. Seasons are those of the northern hemisphere, winter being
    /// the one in which the year begins, so that a season stays within its year.
    fn months(self) -> (i8, i8) {
        let group = |n: u8, len: i8| {
            let first = i8::try_from(n).unwrap_or(0) * len + 1;
            (first, first + len - 1)
        };
        match self {
            Self::Season(3) => (1, 3),
            Self::Season(n) => group(n + 1, 3),
            Self::Quarter(n) => group(n, 3),
            Self::Third(n) => group(n, 4),
            Self::Half(n) => group(n, 6),
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Interval { start, end } => write!(f, "{start}/{end}"),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match self.within {
            Within::Year => {}
            Within::Part(part) => write!(f, "-{:02}", part.code())?,
            Within::Month(month) => write!(f, "-{month:02}")?,
            Within::Day(month, day) => write!(f, "-{month:02}-{day:02}")?,
        }
        f.write_str(match self.doubt {
            Doubt::None => "",
            Doubt::Approximate => "~",
            Doubt::Uncertain => "?",
            Doubt::Both => "%",
        })
    }
}

/// A day, with the time of day when a source prints one. No zone: it is what was printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment {
    /// The day.
    pub day: civil::Date,
    /// The time of day, to the minute.
    pub time: Option<civil::Time>,
}

impl Moment {
    /// Reads `2022-04-14` or `2022-04-14T08:06`.
    ///
    /// # Errors
    ///
    /// As [`Edtf::parse`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (day, time) = match text.split_once('T') {
            None => (text, None),
            Some((day, time)) => (day, Some(time)),
        };
        let date = Date::parse(day)?;
        let day = date
            .as_day()
            .ok_or_else(|| Problem::DayNeeded { text: text.to_owned() })?;
        let time = match time {
            None => None,
            Some(time) => {
                let parsed = civil::Time::strptime("%H:%M", time)
                    .or_else(|_| civil::Time::strptime("%H:%M:%S", time));
                Some(parsed.map_err(|_| Problem::not_a_date(text))?)
            }
        };
        Ok(Self { day, time })
    }

    /// Whether `self` is later than `other`; a moment without a time is its whole day.
    pub fn is_after(&self, other: &Self) -> bool {
        match (self.time, other.time) {
            (Some(a), Some(b)) => (self.day, a) > (other.day, b),
            _ => self.day > other.day,
        }
    }
}

/// Reads the instant at which an embargo ends: RFC 3339, with an offset.
///
/// `zone` is the site's time zone, by which a missing offset can be suggested.
///
/// # Errors
///
/// [`Problem::EmbargoWithoutOffset`] with the offset to write, or both where daylight saving
/// repeats the hour; [`Problem::NotAnInstant`] for everything else that is not an instant.
pub fn parse_embargo(
    text: &str,
    zone: &jiff::tz::TimeZone,
) -> Result<Timestamp, Problem> {
    let not_an_instant = || Problem::NotAnInstant {
        text: text.to_owned(),
        better: spelled_instant(text, zone),
    };
    let shape = |c: char| c.is_ascii_digit() || "-+:T Z.".contains(c);
    // RFC 3339 has four digits of year, hours to 23 and, in Recto, no leap second: an
    // embargo that ends at 23:59:60 ends at midnight, and the writer should say so.
    let year_of_four = text.len() > 10
        && text.is_ascii()
        && text[..4].bytes().all(|b| b.is_ascii_digit());
    if !text.chars().all(shape) || !year_of_four || text.as_bytes()[4] != b'-' {
        return Err(not_an_instant());
    }
    let time = &text[10..];
    if time.contains(":60") || time.contains(" 24:") || time.contains("T24:") {
        return Err(not_an_instant());
    }
    let offset = time.ends_with('Z') || time.contains('+') || time.contains('-');
    if offset {
        // No clock on earth is further from UTC than 14 hours.
        let hours = time.rsplit(['+', '-']).next().and_then(|offset| offset.get(..2));
        if hours
            .and_then(|hours| hours.parse::<u8>().ok())
            .is_some_and(|hours| hours > 14)
            && !time.ends_with('Z')
        {
            return Err(not_an_instant());
        }
        let instant: Timestamp =
            text.replacen(' ', "T", 1).parse().map_err(|_| not_an_instant())?;
        return Ok(instant);
    }
    let naive: civil::DateTime =
        text.replacen(' ', "T", 1).parse().map_err(|_| not_an_instant())?;
    let better = with_offsets(naive, zone);
    Err(Problem::EmbargoWithoutOffset { text: text.to_owned(), better })
}

/// `15/01/2027 11h` as an instant, where a text means one; a day alone begins at midnight.
fn spelled_instant(text: &str, zone: &jiff::tz::TimeZone) -> Option<String> {
    if let Some(naive) = spelling::instant(text) {
        return with_offsets(naive.parse().ok()?, zone).into_iter().next();
    }
    let date = Date::parse(text).or_else(|problem| match spelling::date(text) {
        Some(better) => Date::parse(&better),
        None => Err(problem),
    });
    let midnight = date.ok()?.first_day().to_zoned(zone.clone()).ok()?;
    Some(midnight.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// A local time with each offset that it may have.
fn with_offsets(naive: civil::DateTime, zone: &jiff::tz::TimeZone) -> Vec<String> {
    let ambiguous = zone.to_ambiguous_timestamp(naive);
    let offsets = match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { offset } => vec![offset],
        jiff::tz::AmbiguousOffset::Fold { before, after } => vec![before, after],
        jiff::tz::AmbiguousOffset::Gap { .. } => vec![],
    };
    let written = naive.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    offsets
        .into_iter()
        .map(|offset| {
            let seconds = offset.seconds();
            let sign = if seconds < 0 { '-' } else { '+' };
            let minutes = seconds.abs() / 60;
            format!("{written}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Edtf, Moment, parse_embargo};

    #[test]
    fn dates_are_read_and_written_back() {
        for text in [
            "2021-12-14",
            "2021-12",
            "2021",
            "2021-06~",
            "2021?",
            "2021-38",
            "2021-33",
            "2021/2028",
            "2021-09/2022-03-01",
            "../2025",
            "/2025",
            "2021/..",
        ] {
            assert_eq!(Edtf::parse(text).expect(text).to_string(), text);
        }
        for text in [
            "",
            "21",
            "2026-02-30",
            "2026-13",
            "2026-1-1",
            "14/12/2021",
            "décembre 2021",
            "2028/2021",
            "/",
            "../..",
            "10000",
            "0000-01-01",
            "2021-38-01",
        ] {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_knows_the_days_it_can_mean() {
        let days = |text: &str| {
            let date = Edtf::parse(text).expect(text);
            (date.first_day().to_string(), date.last_day().map(|d| d.to_string()))
        };
        assert_eq!(days("2024-02"), ("2024-02-01".into(), Some("2024-02-29".into())));
        assert_eq!(days("2021-38"), ("2021-05-01".into(), Some("2021-08-31".into())));
        assert_eq!(days("2021/.."), ("2021-01-01".into(), None));
    }

    #[test]
    fn a_moment_without_a_time_is_its_whole_day() {
        let moment = |text| Moment::parse(text).expect(text);
        assert!(moment("2022-04-14T08:06").is_after(&moment("2022-04-14T08:05")));
        assert!(!moment("2022-04-14T08:06").is_after(&moment("2022-04-14")));
        assert!(Moment::parse("2022-04").is_err());
        assert!(Moment::parse("2022-04-14T25:00").is_err());
    }

    #[test]
    fn an_embargo_needs_an_offset_and_the_hint_gives_it() {
        let paris = jiff::tz::TimeZone::get("Europe/Paris").expect("the bundled zones");
        assert!(parse_embargo("2026-03-01T06:00:00+01:00", &paris).is_ok());
        assert!(parse_embargo("2026-03-01T05:00:00Z", &paris).is_ok());
        for (text, better) in [
            ("2026-03-01 06:00", "2026-03-01T06:00:00+01:00"),
            ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00"),
            ("2026-03-29T02:30", ""),
        ] {
            match parse_embargo(text, &paris) {
                Err(crate::diag::Problem::EmbargoWithoutOffset {
                    better: given, ..
                }) => {
                    assert_eq!(given.join(" "), better);
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        for text in [
            "2026-03-01T06:00:60Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T06:00:00+25:00",
            "10000-01-01T00:00:00Z",
            "-001-01-01T00:00:00Z",
            "demain",
        ] {
            assert!(
                matches!(
                    parse_embargo(text, &paris),
                    Err(crate::diag::Problem::NotAnInstant { .. })
                ),
                "{text}"
            );
        }
    }
}
