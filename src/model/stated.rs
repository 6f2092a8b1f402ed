//! Quantities that prose states, normalised so that two languages can be compared.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::date::YearPart;
use crate::model::money::Currency;
use crate::model::quantity::Bound;
use crate::model::terms::Per;

/// A quantity that a text states, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated {
    /// What it says.
    pub quantity: Quantity,
    /// Where it stands, as bytes of the file.
    pub range: Range<usize>,
}

/// What a reader understands of it.
///
/// The two ends of a range are two quantities, since one language may write *between €40
/// million and €50 million* where the other writes *40 à 50 M€*. So are the day and the year
/// of a date: a year that one language repeats, the other may have said before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantity {
    /// A number of something.
    Number(StatedNumber),
    /// A fraction in words, with what is said of it: *plus de deux tiers*, as numerator and
    /// denominator.
    Fraction(u8, u8, Bounds),
    /// A time of day, in minutes since midnight: `14 h 30`, *2.30 pm*, *noon*.
    Time(u16),
    /// A rate far from its amount: *chaque mois*, *every year*.
    Rate(Period),
    /// A year.
    Year(i16),
    /// A part of a year: `mi-2021`, *the second quarter of 2022*.
    YearPart(YearPart),
    /// A month.
    Month(i8),
    /// A day of a month, as month and day.
    Day(i8, i8),
}

/// A number with what it counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct StatedNumber {
    /// The value, scaled: *1,4 milliard* is 1400000000.
    pub value: Decimal,
    /// What the text says of it: *plus de*, *nearly*.
    pub bound: Bounds,
    /// What it counts.
    pub of: Counted,
}

/// What a word before a number may say of it. Most say one thing; *over ten years* may bound
/// the years or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Bounds(u8);

impl Bounds {
    /// Any of these.
    pub fn any(bounds: &[Bound]) -> Self {
        Self(bounds.iter().fold(0, |all, bound| all | 1 << (*bound as u8)))
    }

    /// Whether this is what is said, without a doubt.
    pub fn is(self, bound: Bound) -> bool {
        self == Self::from(bound)
    }

    fn agrees(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl From<Bound> for Bounds {
    fn from(bound: Bound) -> Self {
        Self::any(&[bound])
    }
}

/// What a number in prose counts, as far as both languages name it alike.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Counted {
    /// Money, in whole units of its currency, and the period of a rate.
    Money(Currency, Option<Period>),
    /// By how much something was multiplied: *triplé*, *fivefold*, *halved*.
    Factor,
    /// Something with a unit of the table in [`crate::parse`]: `m2`, `month`, `percent`.
    Unit(&'static str),
    /// Something with a noun that both languages know: `project`.
    Noun(&'static str),
    /// A noun that is not known, or none.
    Anything,
}

/// The period of a rate, as prose may state it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    /// *par heure*.
    Hour,
    /// *par jour*.
    Day,
    /// *par semaine*.
    Week,
    /// *par mois*.
    Month,
    /// *par trimestre*.
    Quarter,
    /// *par semestre*.
    HalfYear,
    /// *par an*.
    Year,
}

impl From<Per> for Period {
    fn from(per: Per) -> Self {
        match per {
            Per::Year => Self::Year,
            Per::Month => Self::Month,
        }
    }
}

/// What the words of a block say beside its numbers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Spoken {
    /// The periods, as bits.
    periods: u8,
    /// Whether something grows less: *recul*, *deficit*.
    pub falls: bool,
}

impl Spoken {
    /// Notes that a period is spoken of: *chaque mois*, *annual*.
    pub fn of(&mut self, period: Period) {
        self.periods |= 1 << (period as u8);
    }

    /// Whether a period is spoken of.
    pub fn has(self, period: Period) -> bool {
        self.periods & 1 << (period as u8) != 0
    }

    /// What two blocks say together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            periods: self.periods | other.periods,
            falls: self.falls || other.falls,
        }
    }
}

/// A block of prose: what is compared with its counterpart in the other language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is, as far as its counterpart must be the same.
    pub kind: BlockKind,
    /// Where it stands, as bytes of the file.
    pub range: Range<usize>,
    /// What its words say of numbers from afar: *chaque année*, *a fall of*.
    pub spoken: Spoken,
}

/// The kinds of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// A note, or a definition.
    Note,
}

impl Quantity {
    /// Whether two texts that state these may mean the same.
    ///
    /// A noun that only one of them is known to name says nothing against it.
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => {
                let same_bound = a.bound.agrees(b.bound);
                let same_value = a.value == b.value || are_dozens(a, b);
                same_bound
                    && (same_value && a.of.agrees(b.of)
                        || same_measure(a, b)
                        || are_cents(a, b)
                        || are_cents(b, a))
            }
            (Self::Fraction(n, d, a), Self::Fraction(m, e, b)) => {
                (n, d) == (m, e) && a.agrees(*b)
            }
            (Self::Fraction(n, d, _), Self::Number(number))
            | (Self::Number(number), Self::Fraction(n, d, _)) => is_share(*n, *d, number),
            // *2 h 04* may be a journey, and *14 heures* an hour of the day.
            (Self::Time(minutes), Self::Number(number))
            | (Self::Number(number), Self::Time(minutes)) => {
                same_measure(&in_minutes(*minutes), number)
            }
            _ => self == other,
        }
    }

    /// As [`Quantity::agrees`], where the words of each one's block are known: they may state
    /// far from a number its period, or that it is a loss.
    pub fn agrees_within(&self, own: Spoken, other: &Self, others: Spoken) -> bool {
        let (Self::Number(a), Self::Number(b)) = (self, other) else {
            return self.agrees(other);
        };
        let (a, b) = (a.as_spoken(b, own), b.as_spoken(a, others));
        Self::Number(a).agrees(&Self::Number(b))
    }

    /// Whether they are so alike that one is probably meant to be the other: of one kind, but
    /// for the value.
    pub fn resembles(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(_), Self::Number(_))
            | (Self::Time(_), Self::Time(_))
            | (Self::Rate(_), Self::Rate(_)) => true,
            (Self::Number(_) | Self::Time(_) | Self::Rate(_), _)
            | (_, Self::Number(_) | Self::Time(_) | Self::Rate(_)) => false,
            _ => true,
        }
    }
}

impl StatedNumber {
    /// The number with what the words around it say, as far as another text says it of its own.
    fn as_spoken(mut self, other: &Self, spoken: Spoken) -> Self {
        if let (Counted::Money(currency, None), Counted::Money(_, Some(period))) =
            (self.of, other.of)
            && spoken.has(period)
        {
            self.of = Counted::Money(currency, Some(period));
        }
        // *Un solde de −3 Md€* is *a deficit of €3 billion*.
        if other.value.is_sign_negative() && self.value == -other.value && spoken.falls {
            self.value = other.value;
        }
        self
    }
}

/// *Une dizaine* is as often *a dozen* as *about ten*.
fn are_dozens(a: &StatedNumber, b: &StatedNumber) -> bool {
    let dozen = |number: &StatedNumber| {
        number.bound.is(Bound::About)
            && [Decimal::from(10), Decimal::from(12)].contains(&number.value)
    };
    dozen(a) && dozen(b)
}

/// Whether a share is what is left by division: *divisé par trois*, *fallen to a third*,
/// *cut by two thirds*.
fn is_share(numerator: u8, denominator: u8, number: &StatedNumber) -> bool {
    let share = Decimal::from(numerator) / Decimal::from(denominator.max(1));
    let rounded = |value: Decimal| value.round_dp(6);
    number.of == Counted::Factor
        && [share, Decimal::ONE - share]
            .iter()
            .any(|share| rounded(*share) == rounded(number.value))
}

/// Whether a number of cents is an amount of money: *49 centimes*, *€0.49*.
fn are_cents(cents: &StatedNumber, money: &StatedNumber) -> bool {
    cents.of == Counted::Unit("cent")
        && matches!(money.of, Counted::Money(..))
        && cents.value / Decimal::ONE_HUNDRED == money.value
}

fn in_minutes(minutes: u16) -> StatedNumber {
    StatedNumber {
        value: minutes.into(),
        bound: Bound::Exact.into(),
        of: Counted::Unit("minute"),
    }
}

/// Whether two measures are the same in other units: *dix-huit mois*, *a year and a half*;
/// *1,4 km*, *1,400 metres*; *quinze jours*, *a fortnight*.
fn same_measure(a: &StatedNumber, b: &StatedNumber) -> bool {
    // Each kind of duration in its smallest unit.
    let in_smallest = |number: &StatedNumber| {
        let Counted::Unit(unit) = number.of else { return None };
        let (_, kind, factor) = IN_SMALLEST.iter().find(|(name, ..)| *name == unit)?;
        Some((*kind, number.value.checked_mul(Decimal::from(*factor))?.normalize()))
    };
    let (Some(a), Some(b)) = (in_smallest(a), in_smallest(b)) else { return false };
    // In French a week has eight days, and a fortnight fifteen.
    let spoken =
        [[7, 8], [14, 15]].map(|days| days.map(|n: u64| Decimal::from(n * 24 * 3_600)));
    a == b
        || (a.0 == b.0
            && spoken.iter().any(|days| days.contains(&a.1) && days.contains(&b.1)))
}

/// Units of one kind, each in the smallest of its kind.
const IN_SMALLEST: [(&str, &str, u64); 28] = [
    ("year", "month", 12),
    ("month", "month", 1),
    ("week", "second", 604_800),
    ("day", "second", 86_400),
    ("hour", "second", 3_600),
    ("minute", "second", 60),
    ("second", "second", 1),
    ("km", "mm", 1_000_000),
    ("m", "mm", 1_000),
    ("cm", "mm", 10),
    ("mm", "mm", 1),
    ("km2", "m2", 1_000_000),
    ("ha", "m2", 10_000),
    ("m2", "m2", 1),
    ("tonne", "mg", 1_000_000_000),
    ("kg", "mg", 1_000_000),
    ("g", "mg", 1_000),
    ("mg", "mg", 1),
    ("twh", "kwh", 1_000_000_000),
    ("gwh", "kwh", 1_000_000),
    ("mwh", "kwh", 1_000),
    ("kwh", "kwh", 1),
    ("gw", "w", 1_000_000_000),
    ("mw", "w", 1_000_000),
    ("kw", "w", 1_000),
    ("w", "w", 1),
    ("percent", "per-mille", 10),
    ("per-mille", "per-mille", 1),
];

/// Units that both languages name alike.
const UNITS: [&str; 19] = [
    "basis-point",
    "day",
    "gwh",
    "ha",
    "hour",
    "kg",
    "km",
    "km2",
    "kwh",
    "m",
    "m2",
    "minute",
    "month",
    "mwh",
    "percent",
    "percentage-point",
    "tonne",
    "week",
    "year",
];

/// Nouns that both languages know.
const NOUNS: [&str; 19] = [
    "person",
    "patient",
    "student",
    "job",
    "company",
    "project",
    "team",
    "laboratory",
    "researcher",
    "hospital",
    "bed",
    "city",
    "patent",
    "publication",
    "region",
    "country",
    "institute",
    "start-up",
    "time",
];

impl Counted {
    /// What a figure of this unit counts.
    pub fn of_unit(unit: &str) -> Self {
        let known =
            |list: &[&'static str]| list.iter().copied().find(|name| *name == unit);
        match (known(&UNITS), known(&NOUNS)) {
            (Some(unit), _) => Self::Unit(unit),
            (None, Some(noun)) => Self::Noun(noun),
            (None, None) => Self::Anything,
        }
    }

    fn agrees(self, other: Self) -> bool {
        // *Triplé* is *three times as many*.
        let is_times = |of: Self| matches!(of, Self::Factor) || of == Self::Noun("time");
        self == other
            || self == Self::Anything
            || other == Self::Anything
            || is_times(self) && is_times(other)
    }
}
