//! Exact numbers with bounds and ranges, and the units they count.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::diag::Problem;

/// What a number says of the value it names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Bound {
    /// The value itself.
    Exact,
    /// `>`: more than.
    MoreThan,
    /// `≥`: at least.
    AtLeast,
    /// `<`: less than.
    LessThan,
    /// `≤`: at most.
    AtMost,
    /// `~`: about.
    About,
}

/// A number as a source states it: exact decimals, never floating point.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Number {
    /// One value, perhaps only a bound.
    Single {
        /// What the value bounds.
        bound: Bound,
        /// The value.
        value: Decimal,
    },
    /// Anything between two values.
    Range {
        /// The lower end.
        low: Decimal,
        /// The upper end, greater than the lower.
        high: Decimal,
    },
}

impl Number {
    /// Reads a number as a writer types it: `75 000`, `1,4`, `> 60`, `≤ 5`, `~ 7`, `12–18`.
    ///
    /// # Errors
    ///
    /// What [`parse_decimal`] refuses, and [`Problem::RangeBackwards`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (bound, rest) = split_bound(text);
        if bound == Bound::Exact
            && let Some((low, high)) = split_range(rest)
        {
            let end = |end| parse_decimal(end).map_err(|problem| of_whole(text, problem));
            return Self::range(text, end(low)?, end(high)?);
        }
        let value = parse_decimal(rest).map_err(|problem| of_whole(text, problem))?;
        Ok(Self::Single { bound, value })
    }

    /// A range whose ends are in order.
    pub(crate) fn range(
        text: &str,
        low: Decimal,
        high: Decimal,
    ) -> Result<Self, Problem> {
        if low < high {
            Ok(Self::Range { low, high })
        } else {
            Err(Problem::RangeBackwards { text: text.to_owned() })
        }
    }

    /// An exact value.
    pub fn exact(value: Decimal) -> Self {
        Self::Single { bound: Bound::Exact, value }
    }

    /// The value, when the number is exactly that.
    pub fn as_exact(&self) -> Option<Decimal> {
        match *self {
            Self::Single { bound: Bound::Exact, value } => Some(value),
            Self::Single { .. } | Self::Range { .. } => None,
        }
    }

    /// The value by which the number is sorted and its noun declined: a range's upper end.
    pub fn leading(&self) -> Decimal {
        match *self {
            Self::Single { value, .. } | Self::Range { high: value, .. } => value,
        }
    }

    /// The number as it is shown with at most so many decimals, rounded half away from zero:
    /// 56.25 is `56,3`.
    #[must_use]
    pub fn rounded(self, digits: Option<u32>) -> Self {
        let Some(digits) = digits else { return self };
        let rounded = |value: Decimal| {
            value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        };
        match self {
            Self::Single { bound, value } => {
                Self::Single { bound, value: rounded(value) }
            }
            Self::Range { low, high } => {
                Self::Range { low: rounded(low), high: rounded(high) }
            }
        }
    }

    /// Whether any end lies below zero.
    pub fn is_negative(&self) -> bool {
        match *self {
            Self::Single { value, .. } | Self::Range { low: value, .. } => {
                value < Decimal::ZERO
            }
        }
    }

    /// The number with every value multiplied; `None` when it grows out of range.
    pub(crate) fn scaled(self, factor: Decimal) -> Option<Self> {
        Some(match self {
            Self::Single { bound, value } => Self::Single {
                bound,
                value: value.checked_mul(factor)?.normalize(),
            },
            Self::Range { low, high } => Self::Range {
                low: low.checked_mul(factor)?.normalize(),
                high: high.checked_mul(factor)?.normalize(),
            },
        })
    }
}

/// What is no number is told with the words around it, by which a hint knows what was meant.
fn of_whole(text: &str, problem: Problem) -> Problem {
    match problem {
        Problem::NotANumber { .. } => Problem::NotANumber { text: text.to_owned() },
        problem => problem,
    }
}

/// Splits `> 60` into its bound and the rest.
pub(crate) fn split_bound(text: &str) -> (Bound, &str) {
    const SIGNS: [(&str, Bound); 8] = [
        (">=", Bound::AtLeast),
        ("<=", Bound::AtMost),
        ("≥", Bound::AtLeast),
        ("≤", Bound::AtMost),
        (">", Bound::MoreThan),
        ("<", Bound::LessThan),
        ("~", Bound::About),
        ("≈", Bound::About),
    ];
    let text = text.trim_matches(is_space);
    for (sign, bound) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return (bound, rest.trim_matches(is_space));
        }
    }
    (Bound::Exact, text)
}

/// Splits `12–18` at its dash; `None` where a dash begins the text, since that is a minus.
pub(crate) fn split_range(text: &str) -> Option<(&str, &str)> {
    let dash = text.char_indices().skip(1).find(|&(_, c)| c == '–' || c == '-')?;
    let (low, high) = text.split_at(dash.0);
    Some((low.trim_matches(is_space), high[dash.1.len_utf8()..].trim_matches(is_space)))
}

/// Spaces that may stand between digits or around a number: U+0020, U+00A0, U+2009, U+202F.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Reads an exact decimal: groups of three digits with a space or none, a decimal comma or
/// point, an ASCII minus.
///
/// # Errors
///
/// Each way in which a number can be misread has its own problem: ambiguous separators,
/// digits of other scripts, typographic minus signs, groups that are not of three, numbers
/// that do not fit.
///
/// ```
/// # use recto::model::quantity::parse_decimal;
/// assert_eq!(parse_decimal("1 234,5").unwrap().to_string(), "1234.5");
/// assert!(parse_decimal("1,400").is_err());
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, Problem> {
    let text = text.trim_matches(is_space);
    let not_a_number = || Problem::NotANumber { text: text.to_owned() };
    if let Some(sign @ ('−' | '–' | '—')) = text.chars().next() {
        return Err(Problem::MinusSign {
            text: text.to_owned(),
            better: text.replacen(sign, "-", 1),
        });
    }
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return Err(Problem::ForeignDigits {
            text: text.to_owned(),
            better: ascii_digits(text).filter(|better| parse_decimal(better).is_ok()),
        });
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit())
        || !unsigned.ends_with(|c: char| c.is_ascii_digit())
        || !unsigned
            .chars()
            .all(|c| c.is_ascii_digit() || is_space(c) || ".,".contains(c))
    {
        return Err(not_a_number());
    }
    let separators = unsigned.matches([',', '.']).count();
    if separators > 1 {
        return Err(ambiguous_groups(unsigned));
    }
    let (whole, fraction) = match unsigned.find([',', '.']) {
        None => (unsigned, ""),
        Some(at) => (&unsigned[..at], &unsigned[at + 1..]),
    };
    let groups: Vec<&str> = whole.split(is_space).collect();
    let well_grouped = groups.len() == 1
        || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|g| g.len() == 3));
    if !well_grouped || fraction.contains(is_space) {
        return Err(Problem::DigitGroups { text: text.to_owned() });
    }
    // `1,400` is one thousand four hundred to one reader and one point four to another;
    // `0,400` and `12 345,678` can only be read in one way.
    if separators == 1
        && fraction.len() == 3
        && groups.len() == 1
        && whole.len() <= 3
        && !whole.starts_with('0')
    {
        return Err(Problem::AmbiguousNumber {
            text: text.to_owned(),
            large: format!("{whole} {fraction}"),
            small: Some(match fraction.trim_end_matches('0') {
                "" => whole.to_owned(),
                // A fourth decimal leaves no doubt.
                rest if rest.len() == 3 => format!("{whole},{rest}0"),
                rest => format!("{whole},{rest}"),
            }),
        });
    }
    let mut plain = String::with_capacity(text.len());
    if text.starts_with('-') {
        plain.push('-');
    }
    groups.iter().for_each(|group| plain.push_str(group));
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    Decimal::from_str_exact(&plain)
        .map_err(|_| Problem::NumberOutOfRange { text: text.to_owned() })
}

/// `12,500,000` and `12.500.000`: the hint writes the groups with spaces.
fn ambiguous_groups(text: &str) -> Problem {
    // With both signs, the last one parts the decimals.
    let last = text.rfind(['.', ',']).unwrap_or(0);
    let both = text.contains('.') && text.contains(',');
    let large: String = text
        .char_indices()
        .map(|(at, c)| match c {
            '.' | ',' if both && at == last => ',',
            '.' | ',' => ' ',
            c => c,
        })
        .collect();
    Problem::AmbiguousNumber { text: text.to_owned(), large, small: None }
}

/// The same number in ASCII digits, where each digit has a known value.
fn ascii_digits(text: &str) -> Option<String> {
    text.chars()
        .map(|c| {
            if c.is_ascii() || is_space(c) {
                return Some(c);
            }
            // Decimal digits of a script stand in a row of ten that begins at a multiple of
            // ten or sixteen from one of these zeros.
            const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10, 0x1d7ce];
            let digit = ZEROS
                .iter()
                .find_map(|zero| u32::from(c).checked_sub(*zero).filter(|d| *d < 10));
            let d = digit?;
            char::from_digit(d, 10)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Number, parse_decimal};

    fn read(text: &str) -> String {
        match parse_decimal(text) {
            Ok(value) => value.to_string(),
            Err(problem) => problem.code().to_owned(),
        }
    }

    #[test]
    fn digits_may_be_grouped_by_any_space() {
        for text in
            ["12500000", "12 500 000", "12\u{a0}500\u{a0}000", "12\u{202f}500\u{2009}000"]
        {
            assert_eq!(read(text), "12500000", "{text}");
        }
        assert_eq!(read("12 34"), "digit-groups");
        assert_eq!(read("1234 567"), "digit-groups");
    }

    #[test]
    fn a_decimal_is_exact() {
        assert_eq!(read("0,1"), "0.1");
        assert_eq!(read("1 234,50"), "1234.50");
        assert_eq!(read("12345678901234567890123"), "12345678901234567890123");
        assert_eq!(read("9007199254740993"), "9007199254740993");
        assert_eq!(read("-5"), "-5");
        assert_eq!(read(&"9".repeat(40)), "number-out-of-range");
    }

    #[test]
    fn what_two_readers_read_differently_is_refused() {
        for text in ["1,400", "1.400", "12,500,000", "12.500.000", "1.234,56"] {
            assert_eq!(read(text), "ambiguous-number", "{text}");
        }
        assert_eq!(read("0,400"), "0.400");
        assert_eq!(read("1234,567"), "1234.567");
    }

    #[test]
    fn other_digits_and_minus_signs_are_named() {
        assert_eq!(read("１２３"), "foreign-digits");
        assert_eq!(read("−5"), "minus-sign");
        assert_eq!(read("–5"), "minus-sign");
        for text in ["", "abc", "1e3", "0x10", "5 %", ".5", "5.", "1_000", "NaN", "inf"] {
            assert_eq!(read(text), "not-a-number", "{text}");
        }
    }

    #[test]
    fn bounds_and_ranges() {
        let shown = |text: &str| match Number::parse(text) {
            Ok(Number::Single { bound, value }) => format!("{bound:?} {value}"),
            Ok(Number::Range { low, high }) => format!("{low} to {high}"),
            Err(problem) => problem.code().to_owned(),
        };
        assert_eq!(shown("> 60"), "MoreThan 60");
        assert_eq!(shown(">=60"), "AtLeast 60");
        assert_eq!(shown("≤ 5,5"), "AtMost 5.5");
        assert_eq!(shown("~ 7"), "About 7");
        assert_eq!(shown("12–18"), "12 to 18");
        assert_eq!(shown("12 - 18"), "12 to 18");
        assert_eq!(shown("18–12"), "range-backwards");
        assert_eq!(shown("plus de 60"), "not-a-number");
    }
}
