//! Quantities typed in prose, held against the figures and amounts of the same dossier: one
//! that a figure already holds should be a reference, and one that speaks of a figure must
//! say what the figure says.

use std::collections::BTreeMap;
use std::ops::Range;
use std::ptr;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, FilePath, Place, Problem, RelatedWhat};
use crate::model::body::{Body, Target};
use crate::model::dossier::{Dossier, Measure};
use crate::model::entry::{Entry, Visibility};
use crate::model::id::Id;
use crate::model::lang::Lang;
use crate::model::quantity::Number;
use crate::model::stated::{Counted, Quantity, Stated, StatedNumber};
use crate::resolve::figures::{facts_file, place};
use crate::resolve::numbers::{show_money, show_number};
use crate::resolve::parity::shown;
use crate::resolve::{Fact, Site};

/// Words of a label that say too little to recognise it by.
const COMMON: &[&str] = &[
    "dans", "pour", "avec", "cette", "leur", "leurs", "dont", "entre", "nombre", "total",
    "totale", "part", "montant", "with", "from", "that", "this", "their", "number",
    "amount", "share", "of", "the",
];

/// What ends a sentence.
const SENTENCE_ENDS: &[&str] = &[". ", ".\n", "! ", "? ", " ; ", "; "];

/// What ends a clause, as far as one can tell without grammar.
const CLAUSE_ENDS: &[&str] = &[
    ", ", ",\n", " et ", " and ", " mais ", " but ", " – ", " — ", " : ", ": ", " (",
    ") ",
];

/// How words begin that say of a number that it is a change, in either language.
const CHANGES: &[&str] = &[
    "augment", "progress", "crois", "croît", "accr", "hauss", "baiss", "recul", "diminu",
    "chut", "rédu", "gagn", "perd", "grimp", "relev", "abaiss", "major", "increas",
    "rose", "rise", "rising", "grew", "grow", "fall", "fell", "declin", "drop",
    "decreas", "reduc", "gain", "lost", "jump", "climb",
];

/// What stands between a change and its number: *augmenté* de *3 %*.
const BY: &[&str] = &["de", "d", "by", "of"];

/// What stands before a number that is a part of what was named, or that says a share again.
const PART: &[&str] = &["dont", "including", "which", "incluant"];
const AGAIN: &[&str] = &["soit", "or", "e", "namely"];

/// What begins a sentence that speaks of a part of something, or of a time.
const OF_WHOLE: &[&str] = &["sur", "of", "out", "from", "parmi", "among"];
const AT_TIME: &[&str] = &[
    "en", "in", "by", "d", "dès", "fin", "début", "mi", "depuis", "since", "au", "avant",
    "before", "après", "after", "from", "during", "jusqu", "until", "l",
];

/// Checks the prose of every dossier and press release.
pub(super) fn check(site: &Site, found: &mut Vec<Diagnostic>) {
    let dossiers = site
        .dossiers
        .values()
        .map(|dossier| (&dossier.entry, vec![&**dossier]));
    let releases = site.releases.values().map(|release| {
        let announced = release.dossiers.iter();
        let announced = announced.filter_map(|id| site.dossiers.get(id).map(|d| &**d));
        (&release.entry, announced.collect())
    });
    let entries: Vec<(&Entry, Vec<&Dossier>)> = dossiers
        .chain(releases)
        .filter(|(entry, _)| entry.visibility != Visibility::Draft)
        .collect();
    let checked: Vec<Vec<Diagnostic>> = entries
        .par_iter()
        .map(|(entry, dossiers)| check_entry(site, entry, dossiers))
        .collect();
    found.extend(checked.into_iter().flatten());
}

fn check_entry(site: &Site, entry: &Entry, dossiers: &[&Dossier]) -> Vec<Diagnostic> {
    let mut found = vec![];
    for (lang, file) in entry.files.iter() {
        let Some(file) = file else { continue };
        let numbers = file.body.stated.iter().flatten().filter_map(|stated| {
            let Quantity::Number(number) = stated.quantity else { return None };
            (number.of != Counted::Anything).then_some((stated, number))
        });
        let mut candidates = None;
        for (stated, number) in numbers {
            // Most texts type no quantity that a figure could hold.
            let candidates = candidates
                .get_or_insert_with(|| candidates_of(site, entry, dossiers, lang));
            let prose = Prose { path: &file.path, body: &file.body };
            found.extend(prose.held_against(stated, number, candidates));
        }
    }
    found
}

/// A fact as prose may speak of it.
struct Candidate<'a> {
    dossier: &'a Dossier,
    fact: Fact<'a>,
    /// How a reference names it from here.
    name: String,
    quantities: [Option<Quantity>; 2],
    /// Its earlier values, of which prose may well speak.
    past: Vec<Number>,
    /// Its label.
    label: &'a str,
}

fn candidates_of<'a>(
    site: &Site,
    entry: &Entry,
    dossiers: &[&'a Dossier],
    lang: Lang,
) -> Vec<Candidate<'a>> {
    let mut candidates = vec![];
    let may_name = |it: &&&Dossier| site.hidden_from(entry, &it.entry).is_none();
    for dossier in dossiers.iter().filter(may_name) {
        let id = &dossier.entry.id;
        for fact in Fact::all(dossier) {
            let (fact_id, label, past): (&Id, _, Vec<Number>) = match fact {
                Fact::Figure(figure) => {
                    // What we have computed, prose may well round.
                    if matches!(figure.measure, Measure::Derived(_)) {
                        continue;
                    }
                    let past = figure.history.iter().map(|past| past.value);
                    // What is shown may be rounded, and prose may say all of it.
                    let past = past.chain(site.number_of(id, figure));
                    (&figure.id, &figure.label, past.collect())
                }
                Fact::Funding(line) => {
                    let past = line.history.iter().map(|past| past.value.number);
                    (&line.id, &line.label, past.collect())
                }
            };
            let name = match *id == entry.id {
                true => fact_id.to_string(),
                false => format!("{id}#{fact_id}"),
            };
            candidates.push(Candidate {
                dossier,
                fact,
                name,
                quantities: shown(site, id, fact_id),
                past,
                label: &label[lang].words,
            });
        }
    }
    candidates
}

impl Candidate<'_> {
    fn holds(&self, number: &StatedNumber) -> bool {
        let stated = Quantity::Number(*number);
        matches!(self.quantities, [Some(own), None] if own.agrees(&stated) && self.counts(number.of))
    }

    /// Whether the value is a range between these two.
    fn holds_range(&self, low: &StatedNumber, high: &StatedNumber) -> bool {
        let [Some(own_low), Some(own_high)] = self.quantities else { return false };
        own_low.agrees(&Quantity::Number(*low))
            && own_high.agrees(&Quantity::Number(*high))
            && self.counts(low.of)
    }

    /// Whether the value may be that of a year.
    fn is_of_year(&self, year: i16) -> bool {
        let own = match self.fact {
            Fact::Figure(figure) => figure.date(),
            Fact::Funding(line) => line.period.as_ref().or(line.as_of.as_ref()),
        };
        own.or(self.dossier.as_of.as_ref()).is_some_and(|date| {
            let is_before = date.last_day().is_some_and(|last| last.year() < year);
            date.first_day().year() <= year && !is_before
        })
    }

    fn counts(&self, of: Counted) -> bool {
        let own = self.quantities[0];
        matches!(own, Some(Quantity::Number(own)) if own.of == of)
    }

    /// Whether the value has ever been this one, or is an end of its range.
    fn has_been(&self, number: &StatedNumber) -> bool {
        let own = self.quantities.iter().flatten();
        let own = own.filter_map(|own| match own {
            Quantity::Number(own) => Some(own.value),
            _ => None,
        });
        let past = self.past.iter().map(Number::leading);
        own.chain(past).any(|value| value == number.value)
    }

    fn value(&self) -> String {
        match self.fact {
            Fact::Figure(figure) => match &figure.measure {
                Measure::Stated(number) => {
                    format!("{} {}", show_number(number.leading()), figure.unit)
                }
                Measure::Derived(_) => figure.unit.to_string(),
            },
            Fact::Funding(line) => {
                show_money(line.amount.number.leading(), line.amount.currency.sign())
            }
        }
    }
}

/// One language's prose of an entry.
struct Prose<'a> {
    path: &'a FilePath,
    body: &'a Body,
}

impl Prose<'_> {
    fn held_against(
        &self,
        stated: &Stated,
        number: StatedNumber,
        candidates: &[Candidate<'_>],
    ) -> Option<Diagnostic> {
        let words = self.body.file.get(stated.range.clone())?;
        let written = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let ends = self.ends(stated);
        let holding: Vec<String> = candidates
            .iter()
            .filter(|candidate| match &ends {
                Some([low, high]) => candidate.holds_range(low, high),
                None => candidate.holds(&number),
            })
            .map(|candidate| candidate.name.clone())
            .collect();
        let here = Place::Bytes(stated.range.clone());
        if !holding.is_empty() {
            // A range is told once.
            if ends.is_some_and(|[low, _]| low != number) {
                return None;
            }
            let problem = Problem::QuantityIsAFact { written, ids: holding };
            return Some(Diagnostic::new(problem, self.path, here));
        }
        // No reference to one number could take the place of a whole range.
        if ends.is_some() && candidates.iter().any(|candidate| candidate.holds(&number)) {
            return None;
        }
        let known = |candidate: &&Candidate<'_>| candidate.has_been(&number);
        if candidates.iter().filter(|c| c.counts(number.of)).any(|c| known(&c)) {
            return None;
        }
        let (sentence, range) = self.sentence(&stated.range);
        let spoken = stems(sentence);
        let mut meant = candidates
            .iter()
            .filter(|candidate| candidate.counts(number.of))
            .filter(|candidate| !self.refers_to(&range, candidate))
            .filter(|candidate| is_spoken_of(&stems(candidate.label), &spoken))
            .filter(|candidate| {
                !self.another_is_meant(stated, candidate, &range, &spoken)
            })
            .filter(|candidate| !self.is_something_of_it(stated, candidate, &range));
        // Where several figures could be meant, nothing is evident.
        let (Some(candidate), None) = (meant.next(), meant.next()) else { return None };
        let (section, id) = (candidate.fact.section(), candidate.fact.id());
        let key = match candidate.fact {
            Fact::Figure(_) => "value",
            Fact::Funding(_) => "amount",
        };
        let problem = Problem::QuantityContradicts {
            written,
            id: candidate.name.clone(),
            value: candidate.value(),
        };
        let mut diagnostic = Diagnostic::new(problem, self.path, here);
        if let Some(path) = facts_file(candidate.dossier) {
            let there = place(section, id, Some(key));
            diagnostic = diagnostic.related(RelatedWhat::TheFact, path, there);
        }
        Some(diagnostic)
    }

    /// Whether the sentence has another number of the kind which says what the fact says, or
    /// to which the words of its label belong rather than to this one: *la ville paie 31 M€,
    /// le canal coûtera 47 M€*.
    fn another_is_meant(
        &self,
        stated: &Stated,
        candidate: &Candidate<'_>,
        sentence: &Range<usize>,
        spoken: &Stems,
    ) -> bool {
        let label = stems(candidate.label);
        // How many letters lie between a number and the words of the label; those of its own
        // clause are nearer than any other.
        let distance = |number: &Range<usize>| -> (bool, usize) {
            let to = |place: &usize| {
                let place = sentence.start + place;
                number
                    .start
                    .saturating_sub(place)
                    .max(place.saturating_sub(number.end))
            };
            let words = label.keys().filter_map(|stem| spoken.get(stem));
            let letters = words.filter_map(|places| places.iter().map(to).min()).sum();
            let clause = self.around(number, sentence, CLAUSE_ENDS);
            let clause = self.body.file.get(clause).unwrap_or_default();
            (!is_spoken_of(&label, &stems(clause)), letters)
        };
        let own = distance(&stated.range);
        self.body
            .stated
            .iter()
            .flatten()
            .filter(|other| sentence.contains(&other.range.start))
            .filter(|other| !ptr::eq(*other, stated))
            .any(|other| match other.quantity {
                Quantity::Number(number) if candidate.counts(number.of) => {
                    candidate.holds(&number) || distance(&other.range) < own
                }
                _ => false,
            })
    }

    /// Whether the sentence says that a number is not the fact's own value, but a change, a part
    /// or an earlier value of it: *a augmenté de 3 %*, *la moitié du budget, soit 200 M€*,
    /// *76 % en 2010*.
    fn is_something_of_it(
        &self,
        stated: &Stated,
        candidate: &Candidate<'_>,
        sentence: &Range<usize>,
    ) -> bool {
        let at = &stated.range;
        let text = |range: Range<usize>| self.body.file.get(range).unwrap_or_default();
        let before = text(sentence.start..at.start);
        let before_words = words(before);
        let last = before_words.last().map_or("", String::as_str);
        let clause = self.around(at, sentence, CLAUSE_ENDS);
        // What is before the first comma, if the number is not.
        let opening = before.find(", ").map(|comma| &before[..comma]).unwrap_or_default();
        let opening_words = words(opening);
        let first = opening_words.first().map_or("", String::as_str);

        let is_change = |word: &String| CHANGES.iter().any(|stem| word.starts_with(stem));
        let in_clause = words(text(clause.start..at.start));
        let changes = !words(candidate.label).iter().any(is_change)
            && (BY.contains(&last) && in_clause.iter().any(is_change)
                || in_clause.last().is_some_and(is_change)
                || ["up", "down"].contains(&last));

        let earlier = || {
            let all = self.body.stated.iter().flatten();
            all.filter(|other| (sentence.start..at.start).contains(&other.range.start))
        };
        let has_share = |other: &Stated| match other.quantity {
            Quantity::Fraction(..) => true,
            Quantity::Number(number) => number.of == Counted::Unit("percent"),
            _ => false,
        };
        let is_again = AGAIN.contains(&last) || before.trim_end().ends_with('(');
        let is_part = PART.contains(&last)
            || earlier().any(|other| matches!(other.quantity, Quantity::Fraction(..)))
            || is_again && earlier().any(has_share)
            || OF_WHOLE.contains(&first)
                && is_spoken_of(&stems(candidate.label), &stems(opening));

        let opens_with_time = AT_TIME.contains(&first);
        let opening = sentence.start..sentence.start + opening.len();
        let all = self.body.stated.iter().flatten();
        let is_another_time = all
            .filter(|other| {
                clause.contains(&other.range.start)
                    || opens_with_time && opening.contains(&other.range.start)
            })
            .any(|other| match other.quantity {
                Quantity::Year(year) => !candidate.is_of_year(year),
                _ => false,
            });
        changes || is_part || is_another_time
    }

    /// Both ends of the range of which a number is an end: they stand at one place.
    fn ends(&self, stated: &Stated) -> Option<[StatedNumber; 2]> {
        let all = self.body.stated.iter().flatten();
        let mut ends =
            all.filter(|other| other.range == stated.range).filter_map(|end| {
                match end.quantity {
                    Quantity::Number(number) => Some(number),
                    _ => None,
                }
            });
        Some([ends.next()?, ends.next()?])
    }

    /// The sentence around a place.
    fn sentence(&self, at: &Range<usize>) -> (&str, Range<usize>) {
        let file = &*self.body.file;
        let block = self.body.blocks.iter().find(|block| block.range.contains(&at.start));
        let block =
            block.map_or(self.body.start..file.len(), |block| block.range.clone());
        let range = self.around(at, &block, SENTENCE_ENDS);
        (file.get(range.clone()).unwrap_or_default(), range)
    }

    /// What stands around a place between the nearest of these ends, within a part of the file.
    fn around(
        &self,
        at: &Range<usize>,
        within: &Range<usize>,
        ends: &[&str],
    ) -> Range<usize> {
        let file = &*self.body.file;
        let before = file.get(within.start..at.start).unwrap_or_default();
        let start = ends
            .iter()
            .filter_map(|end| before.rfind(end).map(|found| found + end.len()))
            .max()
            .unwrap_or(0);
        let after = file.get(at.end..within.end).unwrap_or_default();
        let end = ends
            .iter()
            .filter_map(|end| after.find(end))
            .min()
            .unwrap_or(after.len());
        within.start + start..at.end + end
    }

    /// Whether a sentence already refers to the fact.
    fn refers_to(&self, sentence: &Range<usize>, candidate: &Candidate<'_>) -> bool {
        let id = candidate.fact.id();
        self.body.references.iter().any(|reference| {
            sentence.contains(&reference.range.start)
                && matches!(&reference.target, Target::Fact { fact, .. } if fact == id)
        })
    }
}

/// The words of a text in small letters, the numbers among them.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether most of a label's words stand in a sentence: two at least, or its only one.
fn is_spoken_of(label: &Stems, sentence: &Stems) -> bool {
    let n_shared = label.keys().filter(|stem| sentence.contains_key(*stem)).count();
    match label.len() {
        0 => false,
        1 => n_shared == 1,
        n => n_shared >= 2 && n_shared * 3 >= n * 2,
    }
}

/// The beginnings of the words that say something, without accents (`surfac`, `campus`), each
/// with the places in the text at which it stands.
type Stems = BTreeMap<String, Vec<usize>>;

fn stems(text: &str) -> Stems {
    let mut stems = Stems::new();
    let mut next = 0;
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let at = next;
        next += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if word.chars().count() < 4 || word.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let word = word.to_lowercase();
        if !COMMON.contains(&word.as_str()) {
            let stem = word.nfd().filter(char::is_ascii_alphanumeric).take(6).collect();
            stems.entry(stem).or_default().push(at);
        }
    }
    stems
}
