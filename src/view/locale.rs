//! How a language writes numbers, amounts, dates and lists.
//!
//! Numbers, plurals, dates, lists and collation are ICU4X's; what ICU4X has no stable form
//! for (amounts in millions, units, bounds, EDTF) comes from the theme's words, so that a
//! third language is added by words.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_calendar::{Date as IcuDate, Gregorian};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_decimal::DecimalFormatter;
use icu_list::ListFormatter;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use jiff::civil;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::model::config::Config;
use crate::model::date::{Date, Doubt, Edtf, End, Moment, Within, YearPart};
use crate::model::id::Id;
use crate::model::lang::{Lang, LangTag, PerLang};
use crate::model::money::{Amount, Scale};
use crate::model::quantity::{Bound, Number};
use crate::model::terms::Per;
use crate::model::words::{Message, Plural, Words, fill};
use crate::view::kept::Kept;
use crate::view::page::Term;
use crate::view::typography::{NBSP, Spacing};

/// A language's ways of writing.
pub struct Locale {
    /// The language.
    pub lang: Lang,
    /// Its tag.
    pub tag: LangTag,
    /// The language's own name for itself.
    pub name: Arc<str>,
    /// The language as Open Graph names it: `fr_FR`.
    pub open_graph: Arc<str>,
    /// The theme's words, spaced as the language is.
    pub words: Arc<Words>,
    /// How its prose is spaced.
    pub spacing: Spacing,
    decimal: DecimalFormatter,
    plurals: PluralRules,
    list: ListFormatter,
    collator: CollatorBorrowed<'static>,
    long_date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    long_month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    units: BTreeMap<Id, Message>,
    roles: BTreeMap<Id, Message>,
    /// The terms of each closed set.
    terms: BTreeMap<String, BTreeMap<String, Kept<Term>>>,
}

/// A quantity as a page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Shown {
    /// All of it: `plus de 60 start-up`.
    pub text: Arc<str>,
    /// What stands before the number: `plus de`, `€`.
    pub before: String,
    /// The number: `60`, `12 à 18`.
    pub number: String,
    /// What stands after it: `start-up`, `M€ par an`.
    pub after: String,
    /// The value for machines: a plain decimal, a range with `/`, in whole units.
    pub machine: String,
}

/// A date as a page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ShownDate {
    /// All of it: `14 décembre 2021`.
    pub text: Arc<str>,
    /// The date for machines where HTML has a form for it: `2021-12-14`, `2021-12`, `2021`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<String>,
}

impl Locale {
    /// The ways of one of the site's languages.
    pub fn new(config: &Config, lang: Lang) -> Self {
        let tag = config.languages[lang].clone();
        let words = &config.words[lang];
        let spacing = Spacing::of(&tag);
        let typeset =
            |message: &Message| message.map(|text| spacing.set(text).into_owned());
        let spaced = words
            .iter()
            .map(|(key, message)| (key.into(), typeset(message)))
            .collect();
        let words = Arc::new(Words::new(spaced));
        let terms = terms(&words);
        // The tag under which numbers and dates are written: English of Europe, say.
        let written = config.words[lang].text("format.locale");
        let open_graph = match tag.as_str().contains('-') {
            true => tag.as_str(),
            false => written,
        };
        let icu: icu_locale_core::Locale = [written, tag.as_str(), "und"]
            .into_iter()
            .find_map(|tag| tag.parse().ok())
            .unwrap_or(icu_locale_core::Locale::UNKNOWN);
        let data = "compiled ICU data has a fallback for every locale";
        let of_lang = |by_id: &BTreeMap<Id, PerLang<Message>>| {
            by_id
                .iter()
                .map(|(id, words)| (id.clone(), typeset(&words[lang])))
                .collect()
        };
        Self {
            lang,
            name: words.text("language.name").into(),
            open_graph: open_graph.replace('-', "_").into(),
            words,
            spacing,
            decimal: DecimalFormatter::try_new((&icu).into(), Default::default())
                .expect(data),
            plurals: PluralRules::try_new((&icu).into(), PluralRulesOptions::default())
                .expect(data),
            list: ListFormatter::try_new_and((&icu).into(), Default::default())
                .expect(data),
            collator: Collator::try_new((&icu).into(), CollatorOptions::default())
                .expect(data),
            long_date: FixedCalendarDateTimeFormatter::try_new(
                (&icu).into(),
                YMD::long(),
            )
            .expect(data),
            long_month: FixedCalendarDateTimeFormatter::try_new(
                (&icu).into(),
                YM::long(),
            )
            .expect(data),
            units: of_lang(&config.units),
            roles: of_lang(&config.roles),
            terms,
            tag,
        }
    }

    /// A string of the theme.
    pub fn word(&self, key: &str) -> &str {
        self.words.text(key)
    }

    /// A string of the theme with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.word(key), values)
    }

    /// A string of the theme in the form that a count asks for; `{n}` is the count.
    pub fn count(&self, key: &str, n: usize) -> String {
        let count = Decimal::from(n);
        let message = self.words.get(key).map_or("", |m| m.form(self.plural(count)));
        fill(message, &[("n", &self.number(count))])
    }

    /// A term of a closed set, as pages show it.
    pub fn shown_term(&self, set: &str, term: &str) -> Kept<Term> {
        match self.terms.get(set).and_then(|terms| terms.get(term)) {
            Some(term) => term.clone(),
            None => Term { key: term.into(), text: self.term(set, term) }.into(),
        }
    }

    /// The name of a term of a closed set: `("figure-status", "planned")`.
    pub fn term(&self, set: &str, term: &str) -> Arc<str> {
        self.word(&format!("{set}.{term}")).into()
    }

    /// The name of a role.
    pub fn role(&self, role: &Id) -> Arc<str> {
        match self.roles.get(role) {
            Some(message) => message.text().into(),
            None => self.term("roles", role.as_str()),
        }
    }

    /// The CLDR plural category of a number.
    pub fn plural(&self, value: Decimal) -> Plural {
        let Ok(decimal) = value.to_string().parse::<fixed_decimal::Decimal>() else {
            return Plural::Other;
        };
        match self.plurals.category_for(&decimal) {
            PluralCategory::Zero => Plural::Zero,
            PluralCategory::One => Plural::One,
            PluralCategory::Two => Plural::Two,
            PluralCategory::Few => Plural::Few,
            PluralCategory::Many => Plural::Many,
            PluralCategory::Other => Plural::Other,
        }
    }

    /// A plain number: `75 000`, `75,000`.
    pub fn number(&self, value: Decimal) -> String {
        let plain = value.normalize().to_string();
        match plain.parse::<fixed_decimal::Decimal>() {
            Ok(decimal) => self.decimal.format(&decimal).to_string(),
            Err(_) => plain,
        }
    }

    /// A number with just so many decimals: `1 400,50`.
    fn padded(&self, value: Decimal, digits: i16) -> String {
        match value.normalize().to_string().parse::<fixed_decimal::Decimal>() {
            Ok(mut decimal) => {
                decimal.absolute.pad_end(-digits);
                self.decimal.format(&decimal).to_string()
            }
            Err(_) => self.number(value),
        }
    }

    /// A measured quantity with its unit: `plus de 60 start-up`.
    pub fn quantity(&self, number: &Number, unit: &Id, digits: Option<u32>) -> Shown {
        let digits_text = match number.rounded(digits) {
            Number::Single { value, .. } => self.number(value),
            Number::Range { low, high } => {
                self.range(&self.number(low), &self.number(high))
            }
        };
        let key;
        let message = match self.units.get(unit) {
            Some(message) => Some(message),
            None => {
                key = format!("units.{unit}");
                self.words.get(&key)
            }
        };
        let form = message.map_or("", |m| m.form(self.plural(number.leading())));
        // Words of a unit are a noun, or a pattern with the number's place in it.
        let pattern = if form.contains("{n}") || form.is_empty() {
            form.to_owned()
        } else {
            format!("{{n}}{NBSP}{form}")
        };
        self.shown(&pattern, digits_text, bound_of(number), None, machine(number))
    }

    /// An amount of money: `225 M€`, `€225 million`, `20 M€ par an`.
    ///
    /// The scale is the largest that shows the amount exactly with at most two decimals:
    /// nothing is ever rounded.
    pub fn amount(&self, amount: &Amount, per: Option<Per>) -> Shown {
        let scale = match amount.number {
            Number::Single { value, .. } => best_scale(value),
            Number::Range { low, high } => best_scale(low).min(best_scale(high)),
        };
        let scaled = |value: Decimal| {
            let value = value / scale.factor();
            // Cents are two digits: `1 400,50 €`.
            match scale == Scale::Unit && !value.is_integer() && value.scale() < 2 {
                true => self.padded(value, 2),
                false => self.number(value),
            }
        };
        let digits_text = match amount.number {
            Number::Single { value, .. } => scaled(value),
            Number::Range { low, high } => self.range(&scaled(low), &scaled(high)),
        };
        let key = match scale {
            Scale::Billion => "money.billion",
            Scale::Million => "money.million",
            Scale::Unit | Scale::Thousand => "money.unit",
        };
        let leading = amount.number.leading() / scale.factor();
        let message = self
            .words
            .get(key)
            .map_or("{n} {c}", |m| m.form(self.plural(leading)));
        // A code is parted from the digits and from the scale: `2 M CHF`, `CHF 2 million`.
        let sign = amount.currency.sign();
        let pattern = if sign.chars().count() == 3 {
            let spaced = message.replace("{c}{n}", "{c} {n}");
            let at = spaced.find("{c}").unwrap_or(0);
            let glued = spaced[..at].ends_with(|c: char| !c.is_whitespace());
            let spaced = if glued { spaced.replace("{c}", "\u{a0}{c}") } else { spaced };
            spaced.replace("{c}", sign)
        } else {
            message.replace("{c}", sign)
        };
        self.shown(
            &pattern,
            digits_text,
            bound_of(&amount.number),
            per,
            machine(&amount.number),
        )
    }

    /// Puts a number into a pattern, with its bound and rate around.
    fn shown(
        &self,
        pattern: &str,
        number: String,
        bound: Bound,
        per: Option<Per>,
        machine: String,
    ) -> Shown {
        let (mut before, mut after) = match pattern.split_once("{n}") {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (String::new(), pattern.to_owned()),
        };
        // A number is never parted from its unit at the end of a line, whatever space the
        // theme's words have there.
        if let Some(unit) = after.strip_prefix(' ') {
            after = format!("{NBSP}{unit}");
        }
        if let Some(unit) = before.strip_suffix(' ') {
            before = format!("{unit}{NBSP}");
        }
        if let Some(per) = per {
            let rate = self.word(match per {
                Per::Year => "per.year",
                Per::Month => "per.month",
            });
            let (a, b) = rate.split_once("{q}").unwrap_or(("", ""));
            before = format!("{a}{before}");
            after = format!("{after}{b}");
        }
        let key = match bound {
            Bound::Exact => None,
            Bound::MoreThan => Some("bound.more-than"),
            Bound::AtLeast => Some("bound.at-least"),
            Bound::LessThan => Some("bound.less-than"),
            Bound::AtMost => Some("bound.at-most"),
            Bound::About => Some("bound.about"),
        };
        if let Some(key) = key {
            let (a, b) = self.word(key).split_once("{q}").unwrap_or(("", ""));
            before = format!("{a}{before}");
            after = format!("{after}{b}");
        }
        let text = format!("{before}{number}{after}").into();
        Shown { text, before, number, after, machine }
    }

    fn range(&self, low: &str, high: &str) -> String {
        self.fill("bound.range", &[("a", low), ("b", high)])
    }

    /// An EDTF date: `14 décembre 2021`, `mi-2021`, `2021–2028`, `vers juin 2021`.
    pub fn edtf(&self, edtf: &Edtf) -> ShownDate {
        match edtf {
            Edtf::Date(date) => self.date(date),
            Edtf::Interval { start, end } => {
                let years = |a: &Date, b: &Date| {
                    a.within == Within::Year && b.within == Within::Year
                };
                let (key, a, b) = match (start, end) {
                    (End::Date(a), End::Date(b)) if years(a, b) => {
                        ("date.years", Some(a), Some(b))
                    }
                    (End::Date(a), End::Date(b)) => ("date.interval", Some(a), Some(b)),
                    (End::Date(a), End::Open) => (of_day("date.since", a), Some(a), None),
                    (End::Date(a), End::Unknown) => {
                        (of_day("date.from", a), Some(a), None)
                    }
                    (_, End::Date(b)) => (of_day("date.until", b), None, Some(b)),
                    (End::Open | End::Unknown, End::Open | End::Unknown) => {
                        ("", None, None)
                    }
                };
                let is_alone = matches!(key, "date.years" | "date.interval");
                let text = |date: Option<&Date>| match is_alone {
                    true => date.map(|date| self.date(date).text),
                    false => date.map(|date| self.date_after(date)),
                };
                let (a, b) = (text(a).unwrap_or_default(), text(b).unwrap_or_default());
                ShownDate {
                    text: self.fill(key, &[("a", &a), ("b", &b)]).into(),
                    machine: None,
                }
            }
        }
    }

    /// `jusqu’en 2028`: what ends then.
    pub fn up_to(&self, date: &Date) -> ShownDate {
        let key = match date.within {
            Within::Day(..) => "date.up-to-day",
            Within::Part(_) => "date.up-to-part",
            Within::Year | Within::Month(_) => "date.up-to",
        };
        let text = self.fill(key, &[("b", &self.date(date).text)]);
        ShownDate { text: text.into(), machine: None }
    }

    /// A date after a preposition, where a season or quarter has its article: « depuis le
    /// printemps 2021 ».
    fn date_after(&self, date: &Date) -> Arc<str> {
        let key = match (date.within, date.doubt) {
            (Within::Part(YearPart::Season(n)), Doubt::None) => {
                format!("date.the-season-{}", n + 1)
            }
            (Within::Part(YearPart::Quarter(n)), Doubt::None) => {
                format!("date.the-quarter-{}", n + 1)
            }
            (Within::Part(YearPart::Half(n)), Doubt::None) => {
                format!("date.the-half-{}", n + 1)
            }
            _ => return self.date(date).text,
        };
        self.fill(&key, &[("year", &date.year.to_string())]).into()
    }

    /// One EDTF date.
    pub fn date(&self, date: &Date) -> ShownDate {
        let year = date.year.to_string();
        let plain = match date.within {
            Within::Year => year.clone(),
            Within::Month(month) => match IcuDate::try_new_gregorian(
                date.year.into(),
                month.unsigned_abs(),
                1,
            ) {
                Ok(first) => self.long_month.format(&first).to_string(),
                Err(_) => date.to_string(),
            },
            Within::Day(..) => date
                .as_day()
                .map_or_else(|| date.to_string(), |day| self.day_text(day)),
            Within::Part(part) => {
                let key = match part {
                    YearPart::Season(n) => format!("date.season-{}", n + 1),
                    YearPart::Quarter(n) => format!("date.quarter-{}", n + 1),
                    YearPart::Third(n) => format!("date.third-{}", n + 1),
                    YearPart::Half(n) => format!("date.half-{}", n + 1),
                };
                self.fill(&key, &[("year", &year)])
            }
        };
        let approximate = of_day("date.approximate", date);
        let text = match date.doubt {
            Doubt::None => plain,
            Doubt::Approximate => self.fill(approximate, &[("date", &plain)]),
            Doubt::Uncertain => self.fill("date.uncertain", &[("date", &plain)]),
            Doubt::Both => {
                let date = self.fill(approximate, &[("date", &plain)]);
                self.fill("date.uncertain", &[("date", &date)])
            }
        };
        let machine = match date.within {
            Within::Part(_) => None,
            Within::Year | Within::Month(_) | Within::Day(..) => {
                Some(Date { doubt: Doubt::None, ..*date }.to_string())
            }
        };
        ShownDate { text: text.into(), machine }
    }

    /// A day.
    pub fn day(&self, day: civil::Date) -> ShownDate {
        ShownDate {
            text: self.day_text(day).into(),
            machine: Some(day.to_string()),
        }
    }

    /// A day with the time that a source prints.
    pub fn moment(&self, moment: &Moment) -> ShownDate {
        let day = self.day(moment.day);
        match moment.time {
            None => day,
            Some(time) => {
                let (hours, minutes) =
                    (time.strftime("%H").to_string(), time.strftime("%M").to_string());
                let hour = time.strftime("%-H").to_string();
                let values = [
                    ("date", &*day.text),
                    ("hours", &hours),
                    ("hour", &hour),
                    ("minutes", &minutes),
                ];
                ShownDate {
                    text: self.fill("date.with-time", &values).into(),
                    machine: day.machine,
                }
            }
        }
    }

    fn day_text(&self, day: civil::Date) -> String {
        let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let Ok(icu) = IcuDate::try_new_gregorian(day.year().into(), month, of_month)
        else {
            return day.to_string();
        };
        let text = self.long_date.format(&icu).to_string();
        // CLDR has no ordinal for the first of the month, which French writes.
        let first = self.word("date.first");
        let text = match text.strip_prefix("1 ") {
            Some(rest) if !first.is_empty() => format!("{first} {rest}"),
            _ => text,
        };
        match self.spacing {
            // The day does not leave its month.
            Spacing::French => text.replacen(' ', "\u{a0}", 1),
            Spacing::AsTyped => text,
        }
    }

    /// `A, B et C`.
    pub fn list<'a>(&self, items: impl Iterator<Item = &'a str> + Clone + 'a) -> String {
        self.list.format(items).to_string()
    }

    /// The size of a file: `1,2 Mo`.
    pub fn file_size(&self, len: u64) -> String {
        let bytes = Decimal::from(len);
        let (key, unit) = match len {
            0..1_000_000 => ("size.kilobytes", Decimal::from(1_000)),
            _ => ("size.megabytes", Decimal::from(1_000_000)),
        };
        let amount = (bytes / unit).round_dp(1).max(Decimal::new(1, 1));
        self.fill(key, &[("n", &self.number(amount))])
    }

    /// What orders words as readers of the language do: the sort key of the collation
    /// algorithm (UTS #10), then the words themselves.
    pub fn sort_key<'a>(&self, words: &'a str) -> (Vec<u8>, &'a str) {
        let mut key = Vec::with_capacity(words.len() + 16);
        let Ok(()) = self.collator.write_sort_key_to(words, &mut key);
        (key, words)
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({})", self.tag)
    }
}

/// The terms of each closed set: the theme's words whose keys have two parts.
fn terms(words: &Words) -> BTreeMap<String, BTreeMap<String, Kept<Term>>> {
    let mut sets: BTreeMap<String, BTreeMap<String, Kept<Term>>> = BTreeMap::new();
    for (key, message) in words.iter() {
        if let Some((set, term)) = key.split_once('.') {
            let shown = Term { key: term.into(), text: message.text().into() };
            sets.entry(set.to_owned())
                .or_default()
                .insert(term.to_owned(), shown.into());
        }
    }
    sets
}

/// The words that go with a whole day, where a language has others for it: « depuis 2021 »,
/// « depuis le 14 décembre 2021 ».
fn of_day(key: &'static str, date: &Date) -> &'static str {
    match (date.within, key) {
        (Within::Day(..), "date.since") => "date.since-day",
        (Within::Day(..), "date.from") => "date.from-day",
        (Within::Day(..), "date.until") => "date.until-day",
        (Within::Day(..), "date.approximate") => "date.approximate-day",
        _ => key,
    }
}

fn bound_of(number: &Number) -> Bound {
    match number {
        Number::Single { bound, .. } => *bound,
        Number::Range { .. } => Bound::Exact,
    }
}

/// A number for machines: no groups, a decimal point.
fn machine(number: &Number) -> String {
    match number {
        Number::Single { value, .. } => value.normalize().to_string(),
        Number::Range { low, high } => {
            format!("{}/{}", low.normalize(), high.normalize())
        }
    }
}

/// The largest scale that writes a value exactly with at most two decimals.
fn best_scale(value: Decimal) -> Scale {
    let fits = |scale: Scale| {
        let scaled = value / scale.factor();
        scaled.abs() >= Decimal::ONE && scaled.normalize().scale() <= 2
    };
    [Scale::Billion, Scale::Million]
        .into_iter()
        .find(|s| fits(*s))
        .unwrap_or(Scale::Unit)
}
