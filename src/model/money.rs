//! Amounts of money: exact decimals with a currency.

use std::fmt;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::model::quantity::{
    Bound, Number, is_space, parse_decimal, split_bound, split_range,
};
use crate::model::spelling;

/// An amount of money in whole units of its currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Amount {
    /// The number, in units of the currency: `400 M€` is 400000000.
    pub number: Number,
    /// The currency.
    pub currency: Currency,
    /// The scale in which the writer typed it.
    pub scale: Scale,
    /// What one step of the last digit written is worth: 100 000 000 for `1,4 Md€`.
    pub step: Decimal,
}

/// A current ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(&'static str);

/// The scale of a typed amount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scale {
    /// Units: `63 000 €`.
    Unit,
    /// Thousands: `63 k€`.
    Thousand,
    /// Millions: `400 M€`.
    Million,
    /// Thousands of millions: `1,4 Md€`, `€1.4 billion`.
    Billion,
}

impl Amount {
    /// Reads an amount as a writer types it: `400 M€`, `1,4 Md€`, `650M€`, `€1.4 billion`,
    /// `€650m`, `63 000 €`, `400 M CHF`, with bounds and ranges as [`Number`] has them. An
    /// bare number is in units of `default`; without one it is refused, as is a scale without
    /// a currency.
    ///
    /// # Errors
    ///
    /// The problems of the number; [`Problem::UnknownCurrency`];
    /// [`Problem::AmountWithoutCurrency`]; [`Problem::NotAnAmount`].
    ///
    /// ```
    /// # use recto::model::money::Amount;
    /// let amount = Amount::parse("1,4 Md€", None).unwrap();
    /// assert_eq!(amount.number.as_exact().unwrap().to_string(), "1400000000");
    /// ```
    pub fn parse(text: &str, default: Option<Currency>) -> Result<Self, Problem> {
        let (bound, rest) = split_bound(text);
        let (prefix, rest) = split_prefix_currency(rest);
        let number_len = rest
            .char_indices()
            .find(|&(_, c)| !(c.is_numeric() || is_space(c) || ".,-–−—".contains(c)))
            .map_or(rest.len(), |(at, _)| at);
        let (number, suffix) = rest.split_at(number_len);
        let number = number.trim_matches(is_space);
        let suffix = suffix.trim_matches(is_space);
        if number.is_empty() {
            return Err(Problem::NotAnAmount { text: text.to_owned() });
        }
        let (scale, currency) = read_suffix(text, suffix, prefix, default)?;
        let number = match split_range(number).filter(|_| bound == Bound::Exact) {
            Some((low, high)) => {
                let end = |end| parse_decimal(end).map_err(|p| of_whole(text, p));
                Number::range(text, end(low)?, end(high)?)?
            }
            None => {
                let value = parse_decimal(number).map_err(|p| of_whole(text, p))?;
                Number::Single { bound, value }
            }
        };
        let step = scale.factor() * Decimal::new(1, number.leading().scale());
        let number = number
            .scaled(scale.factor())
            .ok_or_else(|| Problem::NumberOutOfRange { text: text.to_owned() })?;
        Ok(Self { number, currency, scale, step: step.normalize() })
    }
}

impl Scale {
    /// How many units one of this scale is.
    pub fn factor(self) -> Decimal {
        Decimal::from(match self {
            Self::Unit => 1_i64,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
        })
    }
}

impl Currency {
    /// The euro.
    pub const EUR: Self = Self("EUR");

    /// The currency with this ISO 4217 code.
    pub fn parse(code: &str) -> Option<Self> {
        CODES.binary_search(&code).ok().map(|i| Self(CODES[i]))
    }

    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The sign, where one currency alone has it; else the code.
    pub fn sign(self) -> &'static str {
        SIGNS
            .iter()
            .find(|(_, code)| *code == self.0)
            .map_or(self.0, |(sign, _)| sign)
    }

    /// The currency with this sign.
    pub(crate) fn of_sign(sign: &str) -> Option<Self> {
        SIGNS
            .iter()
            .find(|(s, _)| *s == sign)
            .and_then(|(_, code)| Self::parse(code))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Signs that mean one currency in Europe.
const SIGNS: [(&str, &str); 3] = [("€", "EUR"), ("£", "GBP"), ("$", "USD")];

/// Splits `€1.4 billion` or `CHF 400 M` into the currency and the rest.
fn split_prefix_currency(text: &str) -> (Option<Currency>, &str) {
    for (sign, _) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return (Currency::of_sign(sign), rest.trim_start_matches(is_space));
        }
    }
    if let Some((code, rest)) = text.split_at_checked(3)
        && let Some(currency) = Currency::parse(code)
        && rest.starts_with(|c: char| is_space(c) || c.is_ascii_digit())
    {
        return (Some(currency), rest.trim_start_matches(is_space));
    }
    (None, text)
}

/// What follows the digits: a scale, a currency, or both.
fn read_suffix(
    text: &str,
    suffix: &str,
    prefix: Option<Currency>,
    default: Option<Currency>,
) -> Result<(Scale, Currency), Problem> {
    if suffix.is_empty() {
        return match prefix.or(default) {
            Some(currency) => Ok((Scale::Unit, currency)),
            None => Err(without_currency(text, default)),
        };
    }
    let whole = read_currency(suffix);
    let (scale, rest) = match whole {
        Some(_) => (Scale::Unit, suffix),
        None => split_scale(suffix, prefix.is_some()),
    };
    if rest.is_empty() {
        return match prefix {
            Some(currency) => Ok((scale, currency)),
            None => Err(without_currency(text, default)),
        };
    }
    if rest.starts_with("m€") {
        return Err(Problem::LowercaseMillion {
            text: text.to_owned(),
            better: text.replacen("m€", "M€", 1),
        });
    }
    match (whole.or_else(|| read_currency(rest)), prefix) {
        (Some(currency), None) => Ok((scale, currency)),
        (Some(currency), Some(prefix)) if currency == prefix => Ok((scale, currency)),
        _ if rest.contains('%') => Err(Problem::NotAnAmount { text: text.to_owned() }),
        _ => Err(Problem::UnknownCurrency {
            text: text.to_owned(),
            written: rest.to_owned(),
        }),
    }
}

/// `400 M` and `400`: what was probably meant is left to the writer.
fn without_currency(text: &str, default: Option<Currency>) -> Problem {
    let sign = default.unwrap_or(Currency::EUR).sign();
    let better = spelling::amount(text, default);
    let better = better.unwrap_or_else(|| format!("{text} {sign}"));
    Problem::AmountWithoutCurrency { text: text.to_owned(), better }
}

/// What is wrong with the digits of an amount, told of the whole: whoever writes what a hint
/// says must not lose the currency.
fn of_whole(text: &str, problem: Problem) -> Problem {
    let whole = text.to_owned();
    match problem {
        Problem::NotANumber { .. } => Problem::NotAnAmount { text: whole },
        Problem::AmbiguousNumber { text: part, large, small } => {
            Problem::AmbiguousNumber {
                large: whole.replacen(&part, &large, 1),
                small: small.map(|small| whole.replacen(&part, &small, 1)),
                text: whole,
            }
        }
        Problem::ForeignDigits { text: part, better } => Problem::ForeignDigits {
            better: better.map(|better| whole.replacen(&part, &better, 1)),
            text: whole,
        },
        Problem::MinusSign { text: part, better } => Problem::MinusSign {
            better: whole.replacen(&part, &better, 1),
            text: whole,
        },
        problem => problem,
    }
}

/// Splits `Md€` into the scale and the currency. `m`, `bn` and `billion` are English, where
/// the sign stands before the digits: `1 billion €` in a French file may mean 10¹².
fn split_scale(suffix: &str, english: bool) -> (Scale, &str) {
    const FRENCH: [(&str, Scale); 9] = [
        ("milliards", Scale::Billion),
        ("milliard", Scale::Billion),
        ("millions", Scale::Million),
        ("million", Scale::Million),
        ("Mds", Scale::Billion),
        ("Mrd", Scale::Billion),
        ("Md", Scale::Billion),
        ("M", Scale::Million),
        ("k", Scale::Thousand),
    ];
    const ENGLISH: [(&str, Scale); 5] = [
        ("billion", Scale::Billion),
        ("bn", Scale::Billion),
        ("million", Scale::Million),
        ("m", Scale::Million),
        ("K", Scale::Thousand),
    ];
    let signs = if english { &ENGLISH[..] } else { &[] };
    for (sign, scale) in signs.iter().chain(&FRENCH) {
        if let Some(rest) = suffix.strip_prefix(sign) {
            return (*scale, rest.trim_start_matches(is_space));
        }
    }
    (Scale::Unit, suffix)
}

fn read_currency(text: &str) -> Option<Currency> {
    let text = text
        .strip_prefix("d’")
        .or_else(|| text.strip_prefix("d'"))
        .unwrap_or(text);
    match text {
        "euro" | "euros" => Some(Currency::EUR),
        _ => Currency::of_sign(text).or_else(|| Currency::parse(text)),
    }
}

/// The codes of ISO 4217's list of current currencies and funds, sorted.
const CODES: [&str; 156] = [
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
    "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD",
    "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP",
    "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
    "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
    "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD",
    "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
    "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO",
    "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR",
    "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE",
    "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES", "VND",
    "VUV", "WST", "XAF", "XCD", "XCG", "XDR", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

#[cfg(test)]
mod tests {
    use super::{Amount, CODES, Currency};
    use crate::model::quantity::Number;

    fn read(text: &str) -> String {
        match Amount::parse(text, Some(Currency::EUR)) {
            Ok(Amount { number: Number::Single { value, .. }, currency, .. }) => {
                format!("{value} {currency}")
            }
            Ok(Amount { number: Number::Range { low, high }, currency, .. }) => {
                format!("{low}–{high} {currency}")
            }
            Err(problem) => problem.code().to_owned(),
        }
    }

    #[test]
    fn codes_are_sorted_for_the_binary_search() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn amounts_are_read_as_both_languages_write_them() {
        for text in [
            "400 M€",
            "400M€",
            "400 M €",
            "€400 million",
            "€400m",
            "400 millions d’euros",
            "400 MEUR",
            "400 000 000 €",
            "0,4 Md€",
            "€0.4bn",
            "EUR 400 M",
            "400 000 000",
            "400 000 k€",
        ] {
            assert_eq!(read(text), "400000000 EUR", "{text}");
        }
        assert_eq!(read("400 M CHF"), "400000000 CHF");
        assert_eq!(read("5 MAD"), "5 MAD");
        assert_eq!(read("1,4 milliard d’euros"), "1400000000 EUR");
        assert_eq!(read("40–50 M€"), "40000000–50000000 EUR");
        assert_eq!(read("63 000 €"), "63000 EUR");
    }

    #[test]
    fn what_cannot_be_an_amount_is_named() {
        assert_eq!(read("quatorze"), "not-an-amount");
        assert_eq!(read("400 M"), "amount-without-currency");
        assert_eq!(read("650 m€"), "lowercase-million");
        assert_eq!(read("400 M FRF"), "unknown-currency");
        assert_eq!(read("400 EURO"), "unknown-currency");
        assert_eq!(read("400 €uro"), "unknown-currency");
        assert_eq!(read("1 billion €"), "unknown-currency");
        assert_eq!(read("1,400 M€"), "ambiguous-number");
        assert_eq!(read("12 %"), "not-an-amount");
    }
}
