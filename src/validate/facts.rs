//! Figures, funding lines and quotes.

use rust_decimal::Decimal;

use crate::diag::{IdKind, Problem};
use crate::model::date::Edtf;
use crate::model::dossier::{Figure, FundingLine, Measure, Past, Quote, Speaker};
use crate::model::formula::Formula;
use crate::model::id::Id;
use crate::model::money::Amount;
use crate::model::quantity::{Bound, Number, is_space, parse_decimal, split_bound};
use crate::model::spelling;
use crate::model::terms::{FigureStatus, FundingKind, FundingStatus, Parts, Per};
use crate::parse::drafts::{
    FigureDraft, FundingDraft, PastAmountDraft, PastFigureDraft, QuoteDraft,
};
use crate::parse::yaml::{OneOrMany, Scalar};
use crate::validate::at::{At, Out};
use crate::validate::dossier::Sections;
use crate::validate::entry::Context;
use crate::validate::values::Known;

/// The most decimals that a figure may show.
const MAX_DIGITS: u32 = 9;

/// Reports a date at which nothing can have been checked yet.
pub(crate) fn check_as_of(
    out: &mut Out<'_>,
    at: &At<'_>,
    as_of: Option<&Edtf>,
    context: Context<'_>,
) {
    if let Some(date) = as_of
        && date.first_day() > context.today
    {
        out.value(at, Problem::AsOfInFuture { date: date.to_string() });
    }
}

/// Validates a figure. `inherited` is the dossier's own as-of date.
pub(crate) fn figure(
    s: &mut Sections<'_, '_, '_, '_>,
    id: Id,
    draft: &FigureDraft,
    at: &At<'_>,
    inherited: Option<&Edtf>,
) -> Option<Figure> {
    let label = s.texts.required(s.out, at, "label", draft.label.as_ref());
    let note = s.texts.optional(s.out, at, "note", draft.note.as_ref());
    let method = s.texts.optional(s.out, at, "method", draft.method.as_ref());
    let perimeter = s.texts.optional(s.out, at, "perimeter", draft.perimeter.as_ref());
    let measure = measure(s, draft, at);
    let unit = unit(s, draft.unit.as_ref(), at);
    let percent = unit.as_ref().is_some_and(|unit| unit.as_str() == "percent");
    check_limits(s, draft, at, measure.as_ref(), percent);
    let digits = digits(s, draft.digits.as_ref(), at);
    let key = s.out.flag(&at.key("key"), draft.key.as_ref());
    let status = s.out.term(
        &at.key("status"),
        draft.status.as_ref(),
        FigureStatus::WORDS,
        FigureStatus::parse,
    );
    let place = s.place_id(at, draft.place.as_ref());
    let period = s.out.edtf(&at.key("period"), draft.period.as_ref());
    let as_of = s.out.edtf(&at.key("as_of"), draft.as_of.as_ref());
    check_as_of(s.out, &at.key("as_of"), as_of.as_ref(), s.context);
    let inferred = s.out.flag(&at.key("inferred"), draft.inferred.as_ref());
    let review_after = review_after(s, draft.review_after.as_ref(), at);
    let sources = s.sources(at, draft.source.as_ref());
    let is_stated = draft.formula.is_none();
    check_provenance(
        s,
        at,
        draft.source.as_ref(),
        draft.as_of.is_some() || s.has_as_of,
        is_stated,
    );
    let own = s.id.clone();
    let same_as = draft.same_as.as_ref().and_then(Scalar::text);
    let same_as = same_as.and_then(|text| s.out.fact_ref(&at.key("same_as"), text, &own));
    let known = Known { kind: IdKind::Figure, ids: Some(&s.figures) };
    let part_of = s.out.one_id(&at.key("part_of"), draft.part_of.as_ref(), known);
    lost_part(s, "figures", &id, draft.part_of.as_ref(), part_of.as_ref());
    let parts =
        s.out
            .term(&at.key("parts"), draft.parts.as_ref(), Parts::WORDS, Parts::parse);
    let history = figure_history(s, draft, at);
    let as_of = as_of.or(inherited.copied());
    check_order(s, &history, as_of.as_ref(), at);
    Some(Figure {
        id,
        label: label?,
        note,
        method,
        perimeter,
        measure: measure?,
        unit: unit?,
        digits,
        key,
        status,
        place,
        period,
        as_of,
        inferred,
        review_after,
        sources,
        same_as,
        part_of,
        parts,
        history,
    })
}

/// Notes a part of nobody knows what: the sums of its section cannot be looked at.
fn lost_part(
    s: &mut Sections<'_, '_, '_, '_>,
    section: &str,
    id: &Id,
    written: Option<&Scalar>,
    part_of: Option<&Id>,
) {
    if part_of.is_none() && written.and_then(Scalar::text).is_some() {
        s.out.lost(section, id.as_str());
    }
}

/// A value that somebody states, or a formula of ours.
fn measure(
    s: &mut Sections<'_, '_, '_, '_>,
    draft: &FigureDraft,
    at: &At<'_>,
) -> Option<Measure> {
    let value = draft.value.as_ref().and_then(Scalar::text);
    let formula = draft.formula.as_ref().and_then(Scalar::text);
    match (value, formula) {
        (Some(text), None) => {
            let number =
                Number::parse(text).map_err(|problem| unit_in_value(text, problem));
            s.out.ok(&at.key("value"), number).map(Measure::Stated)
        }
        (None, Some(text)) => {
            let formula = s.out.ok(&at.key("formula"), Formula::parse(text))?;
            let facts = s.facts.clone();
            let known = Known { kind: IdKind::Fact, ids: Some(&facts) };
            let mut complete = true;
            for (dossier, fact) in formula.facts() {
                if dossier.is_none() {
                    let at = at.key("formula");
                    complete &= s.out.known_id(&at, fact.as_str(), known).is_some();
                }
            }
            complete.then_some(Measure::Derived(formula))
        }
        (Some(_), Some(_)) => {
            s.out.key(&at.key("formula"), Problem::ValueAndFormula);
            None
        }
        (None, None) => {
            s.out.missing(at, "value");
            None
        }
    }
}

/// `75 000 m2` or `12 %`: the number is fine, the unit has a key of its own.
fn unit_in_value(text: &str, problem: Problem) -> Problem {
    if !matches!(problem, Problem::NotANumber { .. }) {
        return problem;
    }
    // `plus de 60 personnes` is a bound with its unit as well.
    let plain = spelling::signs(text);
    let text = match split_bound(text).0 {
        Bound::Exact => plain.as_str(),
        _ => text,
    };
    let (_, rest) = split_bound(text);
    let digits = |c: char| c.is_ascii_digit() || is_space(c) || ".,-–".contains(c);
    let len = rest.find(|c| !digits(c)).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(len);
    // `1e6` and `12 à 18` are no numbers with a unit.
    let is_unit = unit.trim() == "%"
        || unit.trim().starts_with(['€', '$', '£'])
        || unit.trim().starts_with(char::is_alphabetic)
            && !unit.trim_end_matches('2').contains(|c: char| c.is_ascii_digit());
    if Number::parse(number).is_err() || !is_unit {
        return problem;
    }
    if Amount::parse(text, None).is_ok() {
        return Problem::AmountInFigure { text: text.to_owned() };
    }
    let value = text[..text.len() - unit.len()].trim_end_matches(is_space).to_owned();
    let unit = unit.trim();
    let unit = spelling::unit(unit).unwrap_or(unit).to_owned();
    Problem::UnitInValue { text: text.to_owned(), value, unit }
}

fn unit(
    s: &mut Sections<'_, '_, '_, '_>,
    scalar: Option<&Scalar>,
    at: &At<'_>,
) -> Option<Id> {
    if scalar.and_then(Scalar::text).is_none() {
        s.out.missing(at, "unit");
        return None;
    }
    s.out.one_id(&at.key("unit"), scalar, s.context.names.units())
}

/// Values outside of what makes sense: a share above 100 %.
fn check_limits(
    s: &mut Sections<'_, '_, '_, '_>,
    draft: &FigureDraft,
    at: &At<'_>,
    measure: Option<&Measure>,
    percent: bool,
) {
    let mut limit = |key: &'static str, scalar: Option<&Scalar>, default: i64| {
        let text = scalar.and_then(Scalar::text);
        match text {
            Some(text) => s.out.ok(&at.key(key), parse_decimal(text)),
            None => percent.then(|| Decimal::from(default)),
        }
    };
    let min = limit("min", draft.min.as_ref(), 0);
    let max = limit("max", draft.max.as_ref(), 100);
    if let Some(Measure::Stated(number)) = measure {
        let (low, high) = match *number {
            Number::Single { value, .. } => (value, value),
            Number::Range { low, high } => (low, high),
        };
        if min.is_some_and(|min| low < min) || max.is_some_and(|max| high > max) {
            let text = draft
                .value
                .as_ref()
                .and_then(Scalar::text)
                .unwrap_or_default()
                .to_owned();
            let limit = |limit: Option<Decimal>| limit.map(|limit| limit.to_string());
            let problem = Problem::OutOfLimits { text, min: limit(min), max: limit(max) };
            s.out.value(&at.key("value"), problem);
        }
    }
}

fn digits(
    s: &mut Sections<'_, '_, '_, '_>,
    scalar: Option<&Scalar>,
    at: &At<'_>,
) -> Option<u32> {
    let text = scalar?.text()?;
    match text.parse::<u32>() {
        Ok(digits) if digits <= MAX_DIGITS => Some(digits),
        _ => {
            let problem = Problem::NotAWholeNumber { text: text.to_owned() };
            s.out.value(&at.key("digits"), problem);
            None
        }
    }
}

fn review_after(
    s: &mut Sections<'_, '_, '_, '_>,
    scalar: Option<&Scalar>,
    at: &At<'_>,
) -> Option<crate::model::date::Date> {
    let at = at.key("review_after");
    let date = s.out.date(&at, scalar)?;
    if date.last_day() < s.context.today {
        s.out.value(&at, Problem::ReviewDue { date: date.to_string() });
    }
    Some(date)
}

/// Every stated number says where it comes from and when it was so.
fn check_provenance(
    s: &mut Sections<'_, '_, '_, '_>,
    at: &At<'_>,
    source: Option<&OneOrMany>,
    has_date: bool,
    is_stated: bool,
) {
    if is_stated
        && source.is_none_or(|list| list.items.iter().all(|item| item.text().is_none()))
    {
        s.out.key(at, Problem::NoSource);
    }
    if is_stated && !has_date {
        s.out.key(at, Problem::NoAsOf);
    }
}

fn figure_history(
    s: &mut Sections<'_, '_, '_, '_>,
    draft: &FigureDraft,
    at: &At<'_>,
) -> Vec<Past<Number>> {
    let unit = draft.unit.as_ref().and_then(Scalar::text);
    let drafts = draft.history.as_deref().unwrap_or_default();
    let list = at.key("history");
    let mut history = vec![];
    for (nth, past) in drafts.iter().enumerate() {
        let at = list.item(nth);
        s.out.odd_keys(&at, past);
        if let Some(text) = past.unit.as_ref().and_then(Scalar::text)
            && Some(text) != unit
        {
            let unit = unit.unwrap_or_default().to_owned();
            s.out.value(
                &at.key("unit"),
                Problem::UnitOfHistory { written: text.to_owned(), unit },
            );
        }
        let PastFigureDraft { value, as_of, reason, source, .. } = past;
        let text = value.as_ref().and_then(Scalar::text);
        if text.is_none() {
            s.out.missing(&at, "value");
        }
        let number = text.and_then(|text| {
            let number =
                Number::parse(text).map_err(|problem| unit_in_value(text, problem));
            s.out.ok(&at.key("value"), number)
        });
        history.extend(past_value(
            s,
            &at,
            number,
            as_of.as_ref(),
            reason.as_ref(),
            source.as_ref(),
        ));
    }
    sort_history(history, s, &list)
}

/// An earlier value with its date.
fn past_value<T>(
    s: &mut Sections<'_, '_, '_, '_>,
    at: &At<'_>,
    value: Option<T>,
    as_of: Option<&Scalar>,
    reason: Option<&Scalar>,
    source: Option<&OneOrMany>,
) -> Option<Past<T>> {
    let name = as_of.and_then(Scalar::text);
    if name.is_none() {
        s.out.missing(at, "as_of");
    }
    let as_of = s.out.edtf(&at.key("as_of"), as_of);
    let reason = s.texts.of_item(s.out, at, "reason", name.unwrap_or_default(), reason);
    let sources = s.sources(at, source);
    Some(Past { value: value?, as_of: as_of?, reason, sources })
}

/// An earlier value is not of a later day than the present one.
fn check_order<T>(
    s: &mut Sections<'_, '_, '_, '_>,
    history: &[Past<T>],
    as_of: Option<&Edtf>,
    at: &At<'_>,
) {
    if let (Some(past), Some(now)) = (history.last(), as_of)
        && now.last_day().is_some_and(|last| past.as_of.first_day() > last)
    {
        let (past, now) = (past.as_of.to_string(), now.to_string());
        s.out.key(&at.key("history"), Problem::HistoryIsLater { past, now });
    }
}

/// Oldest first, and each date once, since translations name an earlier value by its date.
fn sort_history<T>(
    mut history: Vec<Past<T>>,
    s: &mut Sections<'_, '_, '_, '_>,
    at: &At<'_>,
) -> Vec<Past<T>> {
    history.sort_by_key(|past| past.as_of.first_day());
    let twice = history.windows(2).find(|pair| pair[0].as_of == pair[1].as_of);
    if let Some([past, _]) = twice {
        s.out.key(at, Problem::SameDateTwice { date: past.as_of.to_string() });
    }
    history
}

/// Validates a funding line. `inherited` is the dossier's own as-of date.
pub(crate) fn funding(
    s: &mut Sections<'_, '_, '_, '_>,
    id: Id,
    draft: &FundingDraft,
    at: &At<'_>,
    inherited: Option<&Edtf>,
) -> Option<FundingLine> {
    let label = s.texts.required(s.out, at, "label", draft.label.as_ref());
    let note = s.texts.optional(s.out, at, "note", draft.note.as_ref());
    let purpose = s.texts.optional(s.out, at, "purpose", draft.purpose.as_ref());
    let amount = amount(s, draft.amount.as_ref(), at);
    let kind = s.out.term(
        &at.key("kind"),
        draft.kind.as_ref(),
        FundingKind::WORDS,
        FundingKind::parse,
    );
    let per = s.out.term(&at.key("per"), draft.per.as_ref(), Per::WORDS, Per::parse);
    let status = s.out.term(
        &at.key("status"),
        draft.status.as_ref(),
        FundingStatus::WORDS,
        FundingStatus::parse,
    );
    let period = s.out.edtf(&at.key("period"), draft.period.as_ref());
    let as_of = s.out.edtf(&at.key("as_of"), draft.as_of.as_ref());
    check_as_of(s.out, &at.key("as_of"), as_of.as_ref(), s.context);
    let inferred = s.out.flag(&at.key("inferred"), draft.inferred.as_ref());
    let review_after = review_after(s, draft.review_after.as_ref(), at);
    let names = s.context.names;
    let payers = s
        .out
        .ids(&at.key("payer"), draft.payer.as_ref(), names.organisations());
    let beneficiaries = s.out.ids(
        &at.key("beneficiary"),
        draft.beneficiary.as_ref(),
        names.organisations(),
    );
    let programmes =
        s.out
            .ids(&at.key("programme"), draft.programme.as_ref(), names.programmes());
    let known = Known { kind: IdKind::Figure, ids: Some(&s.figures) };
    let indicators = s.out.ids(&at.key("indicators"), draft.indicators.as_ref(), known);
    let sources = s.sources(at, draft.source.as_ref());
    let has_date = draft.as_of.is_some() || s.has_as_of;
    check_provenance(s, at, draft.source.as_ref(), has_date, true);
    let known = Known { kind: IdKind::Funding, ids: Some(&s.funding) };
    let part_of = s.out.one_id(&at.key("part_of"), draft.part_of.as_ref(), known);
    lost_part(s, "funding", &id, draft.part_of.as_ref(), part_of.as_ref());
    let parts =
        s.out
            .term(&at.key("parts"), draft.parts.as_ref(), Parts::WORDS, Parts::parse);
    let own = s.id.clone();
    let same_as = draft.same_as.as_ref().and_then(Scalar::text);
    let same_as = same_as.and_then(|text| s.out.fact_ref(&at.key("same_as"), text, &own));
    let list = at.key("possibly_same_as");
    let possibly = s.out.list(&list, draft.possibly_same_as.as_ref());
    let possibly_same_as = possibly
        .into_iter()
        .filter_map(|(item, text)| s.out.fact_ref(&item.as_at(), text, &own))
        .collect();
    let history =
        amount_history(s, draft.history.as_deref().unwrap_or_default(), amount, at);
    let as_of = as_of.or(inherited.copied());
    check_order(s, &history, as_of.as_ref(), at);
    Some(FundingLine {
        id,
        label: label?,
        note,
        purpose,
        amount: amount?,
        kind: kind.unwrap_or(FundingKind::LumpSum),
        per,
        status,
        period,
        as_of,
        inferred,
        review_after,
        payers,
        beneficiaries,
        programmes,
        indicators,
        sources,
        part_of,
        parts,
        same_as,
        possibly_same_as,
        history,
    })
}

fn amount(
    s: &mut Sections<'_, '_, '_, '_>,
    scalar: Option<&Scalar>,
    at: &At<'_>,
) -> Option<Amount> {
    let Some(text) = scalar.and_then(Scalar::text) else {
        s.out.missing(at, "amount");
        return None;
    };
    let at = at.key("amount");
    let amount = s.out.ok(&at, Amount::parse(text, s.context.config.currency))?;
    if amount.number.is_negative() {
        s.out.value(&at, Problem::NegativeAmount { text: text.to_owned() });
        return None;
    }
    Some(amount)
}

fn amount_history(
    s: &mut Sections<'_, '_, '_, '_>,
    drafts: &[PastAmountDraft],
    current: Option<Amount>,
    at: &At<'_>,
) -> Vec<Past<Amount>> {
    let list = at.key("history");
    let mut history = vec![];
    for (nth, past) in drafts.iter().enumerate() {
        let at = list.item(nth);
        s.out.odd_keys(&at, past);
        let value = amount(s, past.amount.as_ref(), &at);
        if let (Some(value), Some(current)) = (value, current)
            && (value.currency, value.scale) != (current.currency, current.scale)
        {
            let text = past.amount.as_ref().and_then(Scalar::text).unwrap_or_default();
            let problem = Problem::ScaleOfHistory { written: text.to_owned() };
            s.out.value(&at.key("amount"), problem);
        }
        let PastAmountDraft { as_of, reason, source, .. } = past;
        history.extend(past_value(
            s,
            &at,
            value,
            as_of.as_ref(),
            reason.as_ref(),
            source.as_ref(),
        ));
    }
    sort_history(history, s, &list)
}

/// Validates a quote. `Some(None)` is a quote whose words are still missing: it is declared
/// as a draft, reported, and shown to nobody.
#[expect(clippy::option_option, reason = "a waiting quote is neither valid nor wrong")]
pub(crate) fn quote(
    s: &mut Sections<'_, '_, '_, '_>,
    id: Id,
    draft: &QuoteDraft,
    at: &At<'_>,
) -> Option<Option<Quote>> {
    let names = s.context.names;
    let person = s
        .out
        .one_id(&at.key("speaker"), draft.speaker.as_ref(), names.people());
    let organisation = s.out.one_id(
        &at.key("organisation"),
        draft.organisation.as_ref(),
        names.organisations(),
    );
    let speaker = match (&draft.speaker, &draft.organisation) {
        (Some(_), None) => person.map(Speaker::Person),
        (None, Some(_)) => organisation.map(Speaker::Organisation),
        _ => {
            s.out.key(at, Problem::QuoteWithoutSpeaker);
            None
        }
    };
    let role = s.texts.optional(s.out, at, "role", draft.role.as_ref());
    let waits = s.out.flag(&at.key("draft"), draft.draft.as_ref());
    let lang = s.out.lang_tag(&at.key("lang"), draft.lang.as_ref());
    let date = s.out.edtf(&at.key("date"), draft.date.as_ref());
    let note = s.texts.optional(s.out, at, "note", draft.note.as_ref());
    let sources = s.sources(at, draft.source.as_ref());
    if draft.source.is_none() {
        s.out.key(at, Problem::NoSource);
    }
    let known = Known { kind: IdKind::Fact, ids: Some(&s.facts) };
    let supports = s.out.ids(&at.key("supports"), draft.supports.as_ref(), known);
    if waits {
        let has_words = draft.text.as_ref().and_then(Scalar::text).is_some();
        // They are words all the same, which a translation may have.
        let _words = s.texts.optional(s.out, at, "text", draft.text.as_ref());
        s.out.key(
            at,
            match has_words {
                true => Problem::QuoteInDraft,
                false => Problem::QuoteWithoutWords,
            },
        );
        return Some(None);
    }
    let text = s.texts.required(s.out, at, "text", draft.text.as_ref());
    let quote = Quote {
        id,
        speaker: speaker?,
        role,
        text: text?,
        lang,
        date,
        note,
        sources,
        supports,
    };
    Some(Some(quote))
}
