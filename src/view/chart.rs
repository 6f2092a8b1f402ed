//! The geometry of charts: whole numbers of a viewBox, computed here in exact decimals, so
//! that a theme draws and never calculates.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Event, Figure, FundingLine};
use crate::model::id::Id;
use crate::model::quantity::{Bound, Number};
use crate::resolve::Fact;
use crate::view::corrections::values;
use crate::view::figures::FigureView;
use crate::view::funding::{exactly, rest_key};
use crate::view::locale::{Shown, ShownDate};
use crate::view::page::Text;
use crate::view::scope::Scope;

/// The width of a chart's drawing.
const WIDTH: i64 = 600;

/// The width of a bar of parts: places and widths on it are thousandths of the whole.
const WHOLE: i64 = 1000;

/// The least width of a bar in CSS pixels, on a small telephone.
const NARROW: i64 = 288;

/// The least width of a bar in CSS pixels where a screen counts as wide.
const WIDE: i64 = 590;

/// The height of a step line.
const HEIGHT: i64 = 160;

/// The values of a figure over time, as a line that steps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Steps {
    /// The width and height of the drawing.
    pub width: i64,
    /// The height of the drawing.
    pub height: i64,
    /// The path of the line, in SVG's words.
    pub path: String,
    /// Each value where it begins, oldest first.
    pub points: Vec<StepPoint>,
}

/// A value on a step line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StepPoint {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// Where its label stands, from the left.
    pub label_x: i64,
    /// Where its label stands, from the top.
    pub label_y: i64,
    /// Which end of the label stands there, in SVG's words: the label never leaves the
    /// drawing.
    pub anchor: &'static str,
    /// The value.
    pub value: Shown,
    /// Since when it holds.
    pub date: ShownDate,
    /// Whether the true value may lie above, as with *more than*.
    pub open_above: bool,
    /// Whether it may lie below.
    pub open_below: bool,
    /// Why it gave way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// The step line of a figure; `None` where it has no history, or no numbers to draw.
pub(super) fn steps(
    scope: Scope<'_>,
    dossier: &Dossier,
    figure: &Figure,
) -> Option<Steps> {
    if figure.history.is_empty() {
        return None;
    }
    let now = match &figure.measure {
        crate::model::dossier::Measure::Stated(number) => *number,
        crate::model::dossier::Measure::Derived(_) => return None,
    };
    let as_of = figure.as_of.as_ref()?;
    let mut numbers: Vec<(civil::Date, Number, ShownDate, Option<Text>)> = figure
        .history
        .iter()
        .map(|past| {
            let date = scope.locale().edtf(&past.as_of);
            (past.as_of.first_day(), past.value, date, scope.maybe(past.reason.as_ref()))
        })
        .collect();
    numbers.push((as_of.first_day(), now, scope.locale().edtf(as_of), None));
    let (first, last) = (numbers.first()?.0, numbers.last()?.0);
    let days = |day: civil::Date| i64::from((day - first).get_days());
    let span = days(last).max(1);
    // Zero is always there, above what is less.
    let all = || numbers.iter().map(|(_, number, ..)| number.leading());
    let top = all().max()?.max(Decimal::ZERO);
    let bottom = all().min()?.min(Decimal::ZERO);
    if top == bottom {
        return None;
    }
    // The last value is drawn on for a sixth of the width, since it still holds.
    let x_of = |day: civil::Date| 10 + days(day) * (WIDTH - WIDTH / 6 - 20) / span;
    let y_of =
        |number: &Number| scaled(top - number.leading(), top - bottom, HEIGHT - 40) + 20;
    let shown = values(scope, dossier, Fact::Figure(figure));
    let mut path = String::new();
    let mut points = vec![];
    for ((day, number, date, reason), value) in numbers.into_iter().zip(shown) {
        let (x, y) = (x_of(day), y_of(&number));
        path.push_str(&match path.is_empty() {
            true => format!("M{x} {y}"),
            false => format!("H{x}V{y}"),
        });
        let bound = match number {
            Number::Single { bound, .. } => bound,
            Number::Range { .. } => Bound::Exact,
        };
        points.push(StepPoint {
            x,
            y,
            label_x: if x > WIDTH / 2 { x - 14 } else { x + 14 },
            label_y: if y < HEIGHT / 2 { y + 28 } else { y - 14 },
            anchor: if x > WIDTH / 2 { "end" } else { "start" },
            value,
            date,
            open_above: matches!(bound, Bound::MoreThan | Bound::AtLeast),
            open_below: matches!(bound, Bound::LessThan | Bound::AtMost),
            reason,
        });
    }
    path.push_str(&format!("H{}", WIDTH - 10));
    Some(Steps { width: WIDTH, height: HEIGHT, path, points })
}

/// The parts of a total as one bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Stack {
    /// The total.
    pub label: Text,
    /// Its amount.
    pub value: Shown,
    /// The parts, in their order; what no part explains comes last.
    pub segments: Vec<Segment>,
}

/// A part of a bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Segment {
    /// From the left, in percent of the bar's width, whatever that is.
    pub x: String,
    /// The width, in percent.
    pub width: String,
    /// What there is room for within it: `words`, the `amount` alone, in `tight`
    /// letters, `if-wide` is the screen; or nothing.
    pub room: &'static str,
    /// Which step of the scale of colours it has, from 1; 0 for what is not specified.
    pub nth: usize,
    /// What it is.
    pub label: Text,
    /// Its amount.
    pub value: Shown,
    /// The address of its line, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Arc<str>>,
}

/// A bar for each total of a dossier that can be drawn: known parts that fit below it.
pub(super) fn stacks(scope: Scope<'_>, dossier: &Dossier) -> Vec<Stack> {
    let totals = dossier.funding.iter();
    totals.filter_map(|total| stack(scope, dossier, total)).collect()
}

fn stack(scope: Scope<'_>, dossier: &Dossier, total: &FundingLine) -> Option<Stack> {
    let facts = scope.views.site.facts.get(&dossier.entry.id)?;
    let sums = facts.totals.get(&total.id)?;
    if sums.total <= Decimal::ZERO || sums.rest < Decimal::ZERO {
        return None;
    }
    let parts = dossier.funding.iter().filter(|line| {
        line.part_of.as_ref() == Some(&total.id) && !sums.left_out.contains(&line.id)
    });
    let mut segments = vec![];
    let mut sum = Decimal::ZERO;
    for (nth, part) in parts.enumerate() {
        let amount = part.summable()?;
        // Widths are differences of places, so that they make the whole to the last unit.
        let x = scaled(sum, sums.total, WHOLE);
        sum += amount;
        let fact = Fact::Funding(part);
        let width = scaled(sum, sums.total, WHOLE) - x;
        let label = scope.text(&part.label);
        let value = scope.fact_value(&dossier.entry.id, fact);
        segments.push(Segment {
            x: percent(x),
            width: percent(width),
            room: room(width, &value.text, &label.text),
            nth: nth % 5 + 1,
            label,
            value,
            url: Some(scope.fact_url(&dossier.entry, fact)),
        });
    }
    // What was taken from the sum of the parts, being counted twice, has no place in a bar.
    if sum != sums.sum {
        return None;
    }
    if !sums.rest.is_zero() {
        let x = scaled(sum, sums.total, WHOLE);
        let label = scope.word(rest_key(sums)?);
        let value = scope.locale().amount(&exactly(sums.rest, &total.amount), None);
        segments.push(Segment {
            x: percent(x),
            width: percent(WHOLE - x),
            room: room(WHOLE - x, &value.text, &label.text),
            nth: 0,
            label,
            value,
            url: None,
        });
    }
    (segments.len() > 1).then(|| Stack {
        label: scope.text(&total.label),
        value: scope.fact_value(&dossier.entry.id, Fact::Funding(total)),
        segments,
    })
}

/// Figures of one unit as bars, the largest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Bars {
    /// The width of the drawing.
    pub width: i64,
    /// What the bars measure: `m²`.
    pub unit: String,
    /// The figures.
    pub bars: Vec<Bar>,
}

/// A figure as a bar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Bar {
    /// The figure.
    pub figure: Arc<FigureView>,
    /// The length of what is certain.
    pub length: i64,
    /// The length of what may be, where the value is a range or no more than a bound.
    pub possible: i64,
    /// Whether the true value may lie beyond.
    pub open: bool,
}

/// How many bars are still compared at a glance.
const MAX_BARS: usize = 12;

/// The bars of some key figures: for each unit that several of them have.
pub(super) fn bars(scope: Scope<'_>, figures: &[usize]) -> Vec<Bars> {
    let index = &scope.views.index;
    let figures = || {
        figures
            .iter()
            .filter_map(|nth| Some((index.key_figures.get(*nth)?, *nth)))
    };
    // Long tables have more figures of most units than can be compared: these are only counted.
    let mut n_figures = vec![0; index.units.len()];
    for (figure, _) in figures() {
        n_figures[figure.unit] += 1;
    }
    let units = n_figures.iter().zip(&index.units).enumerate();
    let units = units.filter(|(_, (n, _))| (2..=MAX_BARS).contains(*n));
    units
        .filter_map(|(unit, (_, id))| {
            let of_unit = figures().filter(|(figure, _)| figure.unit == unit);
            bars_of(
                scope,
                id,
                of_unit.map(|(figure, nth)| (figure.number, nth)).collect(),
            )
        })
        .collect()
}

fn bars_of(
    scope: Scope<'_>,
    unit: &Id,
    mut figures: Vec<(Number, usize)>,
) -> Option<Bars> {
    figures.sort_by_key(|(number, nth)| (Reverse(number.leading()), *nth));
    let ends = |number: &Number| match *number {
        Number::Single { bound: Bound::LessThan | Bound::AtMost, value } => {
            (Decimal::ZERO, value)
        }
        Number::Single { value, .. } => (value, value),
        Number::Range { low, high } => (low, high),
    };
    let longest = figures.iter().map(|(number, _)| ends(number).1).max()?;
    // Bars begin at zero; what is below it has none.
    if longest <= Decimal::ZERO || figures.iter().any(|(n, _)| ends(n).0 < Decimal::ZERO)
    {
        return None;
    }
    // What is open goes on beyond its bar.
    let full = WIDTH - 24;
    let first = figures.first().map(|(number, _)| number.leading())?;
    let unit = scope.locale().quantity(&Number::exact(first), unit, None).after;
    let bars = figures.iter().filter_map(|(number, nth)| {
        let (certain, possible) = ends(number);
        Some(Bar {
            figure: scope.key_figure(*nth)?,
            length: scaled(certain, longest, full),
            possible: scaled(possible, longest, full),
            open: matches!(
                number,
                Number::Single { bound: Bound::MoreThan | Bound::AtLeast, .. }
            ),
        })
    });
    Some(Bars {
        width: WIDTH,
        unit: unit.trim().to_owned(),
        bars: bars.collect(),
    })
}

/// Events for which a date had been planned: what was planned, and what came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Plans {
    /// The width of the drawing.
    pub width: i64,
    /// The height of the drawing.
    pub height: i64,
    /// Each event, in the order of time.
    pub rows: Vec<PlanRow>,
}

/// An event that had been planned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlanRow {
    /// Where its line stands, from the top.
    pub y: i64,
    /// Where its label stands, from the top.
    pub label_y: i64,
    /// The planned date, from the left.
    pub planned_x: i64,
    /// The actual date, from the left.
    pub actual_x: i64,
    /// Where the dates stand, from the top: on two lines where they would meet.
    pub dates_y: [i64; 2],
    /// Which end of each date stands at its mark, in SVG's words.
    pub anchors: [&'static str; 2],
    /// What happens.
    pub label: Text,
    /// The planned date.
    pub planned: ShownDate,
    /// The actual date.
    pub actual: ShownDate,
}

/// The planned dates of a dossier against the actual ones; `None` where none was planned.
pub(super) fn plans(scope: Scope<'_>, dossier: &Dossier) -> Option<Plans> {
    const ROW: i64 = 104;
    let mut events: Vec<(&Event, &Edtf)> = dossier
        .timeline
        .iter()
        .filter_map(|event| Some((event, &event.planned.as_ref()?.date)))
        .collect();
    events.sort_by_key(|(event, _)| event.date.first_day());
    let days: Vec<civil::Date> = events
        .iter()
        .flat_map(|(event, planned)| [event.date.first_day(), planned.first_day()])
        .collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let since = |day: civil::Date| i64::from((day - first).get_days());
    let span = since(last).max(1);
    let x_of = |day: civil::Date| 14 + since(day) * (WIDTH - 28) / span;
    let rows = (0_i64..).zip(&events).map(|(nth, (event, planned))| {
        let (planned_x, actual_x) =
            (x_of(planned.first_day()), x_of(event.date.first_day()));
        let y = nth * ROW + 46;
        let meet = (planned_x - actual_x).abs() < WIDTH * 2 / 3;
        let anchor = |x: i64| if x > WIDTH / 2 { "end" } else { "start" };
        PlanRow {
            y,
            label_y: nth * ROW + 24,
            planned_x,
            actual_x,
            dates_y: [y + 28, if meet { y + 50 } else { y + 28 }],
            anchors: [anchor(planned_x), anchor(actual_x)],
            label: scope.text(&event.label),
            planned: scope.locale().edtf(planned),
            actual: scope.locale().edtf(&event.date),
        }
    });
    let rows: Vec<PlanRow> = rows.collect();
    let height = i64::try_from(rows.len()).ok()? * ROW;
    Some(Plans { width: WIDTH, height, rows })
}

/// Thousandths in percent, as SVG writes them: `56.2%`.
fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// What a part of a bar has room for: nothing is ever cut off. The widths of letters are those
/// of the theme's bold face, rounded up, with some space around them.
fn room(thousandths: i64, amount: &str, words: &str) -> &'static str {
    let len = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX / 100);
    let (narrow, wide) = (NARROW * thousandths / 1000, WIDE * thousandths / 1000);
    let amount_fits = len(amount) * 10 + 26 <= narrow;
    // Two lines, of which the first may end early.
    if len(amount) * 10 + 26 <= wide && len(words) * 8 <= (wide - 26) * 3 / 2 {
        return if amount_fits { "words" } else { "words if-wide" };
    }
    match (amount_fits, len(amount) * 8 + 14 <= wide) {
        (true, _) => "amount",
        (false, true) => "tight if-wide",
        (false, false) => "",
    }
}

/// `part` of `whole` on a scale of so many units, rounded down.
fn scaled(part: Decimal, whole: Decimal, units: i64) -> i64 {
    if whole.is_zero() {
        return 0;
    }
    let units_of = part.saturating_mul(Decimal::from(units)) / whole;
    units_of.floor().to_i64().unwrap_or(0).clamp(0, units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_off_within_a_bar() {
        assert_eq!(room(560, "225 M€", "Engagement de l’État"), "words");
        assert_eq!(room(200, "45 M€", "Plan de relance"), "words if-wide");
        assert_eq!(room(350, "45 M€", &"Plan de relance ".repeat(9)), "amount");
        assert_eq!(
            room(125, "81 M€", "Formation des acteurs de la filière"),
            "tight if-wide"
        );
        // The same share, in a language whose amounts are longer.
        assert_eq!(room(92, "60 M€", "Programmes de recherche"), "tight if-wide");
        assert_eq!(room(92, "€60 million", "Research programmes"), "");
        assert_eq!(room(0, "0 M€", ""), "");
        assert_eq!(percent(1000), "100.0%");
        assert_eq!(percent(5), "0.5%");
    }
}
