//! Numbers and amounts as messages show them.

use rust_decimal::Decimal;

use crate::model::money::Amount;
use crate::model::quantity::{Bound, Number};

/// An amount as messages show it: `225 M€`.
pub(super) fn show_money(value: Decimal, sign: &str) -> String {
    let million = Decimal::from(1_000_000);
    let millions = value / million;
    if value.abs() >= million && millions.normalize().scale() <= 3 {
        format!("{} M{sign}", show_number(millions))
    } else {
        format!("{} {sign}", show_number(value))
    }
}

/// A number as messages show it: groups of three digits, a decimal comma.
pub(super) fn show_number(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (nth, digit) in whole.chars().enumerate() {
        if nth > 0 && (whole.len() - nth) % 3 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{grouped}{comma}{fraction}")
}

pub(super) fn show_measure(number: &Number, unit: &str) -> String {
    format!("{} {unit}", show_bounded(number, show_number))
}

pub(super) fn show_amount(amount: &Amount) -> String {
    show_bounded(&amount.number, |value| show_money(value, amount.currency.sign()))
}

fn show_bounded(number: &Number, show: impl Fn(Decimal) -> String) -> String {
    match *number {
        Number::Range { low, high } => format!("{}–{}", show(low), show(high)),
        Number::Single { bound, value } => {
            let sign = match bound {
                Bound::Exact => "",
                Bound::MoreThan => "> ",
                Bound::AtLeast => "≥ ",
                Bound::LessThan => "< ",
                Bound::AtMost => "≤ ",
                Bound::About => "~ ",
            };
            format!("{sign}{}", show(value))
        }
    }
}
