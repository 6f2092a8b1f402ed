//! Parity: the quantities of the two languages' prose, block by block.
//!
//! A reference counts as the quantity that it shows, so that one language may refer where
//! the other types. Blocks are paired where both texts have the same ones; otherwise whole
//! sections are compared, or the whole text.

use std::ops::Range;

use rayon::prelude::*;

use crate::diag::{Diagnostic, FilePath, Place, Problem, RelatedWhat};
use crate::model::body::{Body, Target};
use crate::model::date::YearPart;
use crate::model::entry::{Entry, Visibility};
use crate::model::id::Id;
use crate::model::lang::{Lang, is_more_than_a_name};
use crate::model::quantity::{Bound, Number};
use crate::model::stated::{
    Block, BlockKind, Bounds, Counted, Period, Quantity, Spoken, StatedNumber,
};
use crate::resolve::{Fact, Site};

/// Compares every translation with its reference.
pub(super) fn check(site: &Site, found: &mut Vec<Diagnostic>) {
    let entries: Vec<&Entry> = site
        .entries()
        // What a draft still lacks is nobody's mistake.
        .filter(|entry| entry.visibility != Visibility::Draft)
        .collect();
    let compared: Vec<Vec<Diagnostic>> =
        entries.par_iter().map(|entry| compare_entry(site, entry)).collect();
    found.extend(compared.into_iter().flatten());
}

fn compare_entry(site: &Site, entry: &Entry) -> Vec<Diagnostic> {
    let mut found = vec![];
    let Some(reference) = &entry.files[Lang::REFERENCE] else { return found };
    for (lang, file) in entry.files.iter() {
        let Some(file) = file.as_ref().filter(|_| lang != Lang::REFERENCE) else {
            continue;
        };
        let there = Text::new(site, entry, &reference.path, &reference.body);
        let here = Text::new(site, entry, &file.path, &file.body);
        let (Some(there), Some(here)) = (there, here) else { continue };
        for (a, b) in pairs(&there.body.blocks, &here.body.blocks) {
            compare_words(&there, &a, &here, &b, &mut found);
            compare(&there, a, &here, b, &mut found);
        }
    }
    found
}

/// One language's prose with all that it states, references included.
struct Text<'a> {
    path: &'a FilePath,
    body: &'a Body,
    /// What is stated, by the place where it begins.
    stated: Vec<(Quantity, Range<usize>)>,
}

impl<'a> Text<'a> {
    /// `None` in a language whose quantities are not read, or where a reference leads
    /// nowhere.
    fn new(
        site: &Site,
        entry: &Entry,
        path: &'a FilePath,
        body: &'a Body,
    ) -> Option<Self> {
        let mut stated: Vec<(Quantity, Range<usize>)> = body
            .stated
            .as_ref()?
            .iter()
            .map(|stated| (stated.quantity, stated.range.clone()))
            .collect();
        for reference in body.references.iter().filter(|reference| !reference.labelled) {
            if let Target::Fact { dossier, fact } = &reference.target {
                let dossier = dossier.as_ref().unwrap_or(&entry.id);
                let shown = shown(site, dossier, fact);
                // What cannot be read is told where it stands, and compared when it can be.
                shown[0]?;
                let shown = shown.into_iter().flatten();
                stated.extend(shown.map(|quantity| (quantity, reference.range.clone())));
            }
        }
        stated.sort_by_key(|(_, range)| range.start);
        Some(Self { path, body, stated })
    }

    /// What some blocks state.
    fn of(&self, blocks: Range<usize>) -> &[(Quantity, Range<usize>)] {
        let blocks = &self.body.blocks[blocks];
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
            return &[];
        };
        let start = self
            .stated
            .partition_point(|(_, range)| range.start < first.range.start);
        let end = self.stated.partition_point(|(_, range)| range.start < last.range.end);
        &self.stated[start..end.max(start)]
    }

    /// What the words of some blocks say of their numbers.
    fn spoken(&self, blocks: &Range<usize>) -> Spoken {
        let blocks = &self.body.blocks[blocks.clone()];
        blocks
            .iter()
            .fold(Spoken::default(), |all, block| all.and(block.spoken))
    }

    fn words(&self, range: &Range<usize>) -> String {
        let words = self.body.file.get(range.clone()).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What a reference to a fact shows: one quantity, or the two ends of a range.
pub(super) fn shown(site: &Site, dossier: &Id, fact: &Id) -> [Option<Quantity>; 2] {
    let (number, of) = match site.fact(dossier, fact) {
        Some(Fact::Figure(figure)) => {
            let Some(number) = site.number_of(dossier, figure) else {
                return [None, None];
            };
            // What a reader compares is what the page shows.
            let number = number.rounded(figure.shown_digits());
            (number, Counted::of_unit(figure.unit.as_str()))
        }
        Some(Fact::Funding(line)) => {
            let of = Counted::Money(line.amount.currency, line.per.map(Period::from));
            (line.amount.number, of)
        }
        None => return [None, None],
    };
    let quantity = |bound, value: rust_decimal::Decimal| {
        let bound = Bounds::from(bound);
        Some(Quantity::Number(StatedNumber { value: value.normalize(), bound, of }))
    };
    match number {
        Number::Single { bound, value } => [quantity(bound, value), None],
        Number::Range { low, high } => {
            [quantity(Bound::Exact, low), quantity(Bound::Exact, high)]
        }
    }
}

/// Which blocks of two texts belong together, as ranges of each text's blocks.
fn pairs(there: &[Block], here: &[Block]) -> Vec<(Range<usize>, Range<usize>)> {
    if let Some(pairs) = one_by_one(there, 0, here, 0) {
        return pairs;
    }
    let (sections_there, sections_here) = (sections(there), sections(here));
    let level = |blocks: &[Block], section: &Range<usize>| match blocks.get(section.start)
    {
        Some(Block { kind: BlockKind::Heading(level), .. }) => *level,
        _ => 0,
    };
    let same_sections = sections_there.len() == sections_here.len()
        && sections_there
            .iter()
            .zip(&sections_here)
            .all(|(a, b)| level(there, a) == level(here, b));
    if !same_sections {
        return vec![(0..there.len(), 0..here.len())];
    }
    let mut pairs = vec![];
    for (a, b) in sections_there.into_iter().zip(sections_here) {
        match one_by_one(&there[a.clone()], a.start, &here[b.clone()], b.start) {
            Some(more) => pairs.extend(more),
            None => pairs.push((a, b)),
        }
    }
    pairs
}

/// Pairs blocks one by one, where both texts have the same kinds in the same order.
fn one_by_one(
    there: &[Block],
    there_start: usize,
    here: &[Block],
    here_start: usize,
) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    let same = there.len() == here.len()
        && there.iter().zip(here).all(|(a, b)| a.kind == b.kind);
    same.then(|| {
        let one = |start: usize, nth: usize| start + nth..start + nth + 1;
        (0..there.len())
            .map(|nth| (one(there_start, nth), one(here_start, nth)))
            .collect()
    })
}

/// The sections of a text: a heading and what follows it, as ranges of its blocks.
fn sections(blocks: &[Block]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = vec![0];
    let headings = blocks.iter().enumerate();
    let headings =
        headings.filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)));
    starts.extend(headings.map(|(nth, _)| nth).filter(|nth| *nth > 0));
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}

/// Reports paragraphs that were not translated, and sections of which one may be missing.
fn compare_words<'a>(
    there: &Text<'a>,
    blocks_there: &Range<usize>,
    here: &Text<'a>,
    blocks_here: &Range<usize>,
    found: &mut Vec<Diagnostic>,
) {
    let problem = match (blocks_there.len(), blocks_here.len()) {
        (1, 1) => {
            let words = |text: &Text<'a>, nth: usize| -> Option<&'a str> {
                Some(text.body.file.get(text.body.blocks.get(nth)?.range.clone())?.trim())
            };
            let words_here = words(here, blocks_here.start);
            if words_here != words(there, blocks_there.start)
                || !words_here.is_some_and(is_more_than_a_name)
            {
                return;
            }
            Problem::SameWords
        }
        (there, here) if there != here => Problem::BlocksDiffer { here, there },
        _ => return,
    };
    let place = first_line(here, blocks_here);
    found.push(Diagnostic::new(problem, here.path, place).related(
        RelatedWhat::TheReference,
        there.path,
        first_line(there, blocks_there),
    ));
}

/// Reports what two pieces of prose state differently.
fn compare(
    there: &Text<'_>,
    blocks_there: Range<usize>,
    here: &Text<'_>,
    blocks_here: Range<usize>,
    found: &mut Vec<Diagnostic>,
) {
    let (a, b) = (there.of(blocks_there.clone()), here.of(blocks_here.clone()));
    if a.is_empty() && b.is_empty() {
        return;
    }
    let (spoken_there, spoken_here) =
        (there.spoken(&blocks_there), here.spoken(&blocks_here));
    let agree =
        |a: &Quantity, b: &Quantity| a.agrees_within(spoken_there, b, spoken_here);
    let matched = matched(a, b, &agree);
    let mut left: Vec<&(Quantity, Range<usize>)> = vec![];
    for (stated, _) in a.iter().zip(&matched).filter(|(_, partner)| partner.is_none()) {
        left.push(stated);
    }
    let mut right: Vec<&(Quantity, Range<usize>)> = vec![];
    for (nth, stated) in b.iter().enumerate() {
        if !matched.contains(&Some(nth)) {
            right.push(stated);
        }
    }
    // What one text says again, the other need not; but where a block has as many quantities
    // of a kind as its counterpart, each stands for one of those.
    let is_one_block = blocks_there.len() == 1 && blocks_here.len() == 1;
    let as_many = |quantity: &Quantity| {
        let n_alike = |all: &[(Quantity, Range<usize>)]| {
            all.iter().filter(|(other, _)| same_kind(other, quantity)).count()
        };
        is_one_block && n_alike(a) == n_alike(b)
    };
    left.retain(|(stated, _)| !is_said_of(stated, spoken_here));
    right.retain(|(stated, _)| !is_said_of(stated, spoken_there));
    left.retain(|(stated, _)| {
        as_many(stated) || !b.iter().any(|(other, _)| agree(stated, other))
    });
    right.retain(|(stated, _)| {
        as_many(stated) || !a.iter().any(|(other, _)| agree(other, stated))
    });
    while let Some((nth, other)) = closest(&left, &right) {
        let (stated, other) = (left.remove(nth), right.remove(other));
        let problem = Problem::QuantitiesDiffer {
            here: here.words(&other.1),
            there: there.words(&stated.1),
        };
        found.push(
            Diagnostic::new(problem, here.path, Place::Bytes(other.1.clone())).related(
                RelatedWhat::TheReference,
                there.path,
                Place::Bytes(stated.1.clone()),
            ),
        );
    }
    for stated in left.into_iter().filter(|stated| weighs(&stated.0)) {
        let problem = Problem::QuantityMissing { there: there.words(&stated.1) };
        let place = first_line(here, &blocks_here);
        found.push(Diagnostic::new(problem, here.path, place).related(
            RelatedWhat::TheReference,
            there.path,
            Place::Bytes(stated.1.clone()),
        ));
    }
    for stated in right.into_iter().filter(|stated| weighs(&stated.0)) {
        let problem = Problem::QuantityAdded { here: here.words(&stated.1) };
        found.push(
            Diagnostic::new(problem, here.path, Place::Bytes(stated.1.clone())).related(
                RelatedWhat::TheReference,
                there.path,
                first_line(there, &blocks_there),
            ),
        );
    }
}

/// Whether quantities are of one kind, of which a block may state as many as its counterpart.
fn same_kind(a: &Quantity, b: &Quantity) -> bool {
    match (a, b) {
        (Quantity::Number(a), Quantity::Number(b)) => match (a.of, b.of) {
            (Counted::Money(..), Counted::Money(..)) => true,
            (Counted::Unit(a), Counted::Unit(b)) => a == b,
            // One language may know the noun of which the other only has the number.
            (
                Counted::Noun(_) | Counted::Anything,
                Counted::Noun(_) | Counted::Anything,
            ) => true,
            (a, b) => a == b,
        },
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// For each quantity of one text the one of the other that it is taken for, so that as many as
/// possible have one: a number without a noun may stand for several.
fn matched(
    a: &[(Quantity, Range<usize>)],
    b: &[(Quantity, Range<usize>)],
    agree: &impl Fn(&Quantity, &Quantity) -> bool,
) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; b.len()];
    for nth in 0..a.len() {
        let mut seen = vec![false; b.len()];
        find_partner(nth, &mut seen, &mut owners, &|nth, other| {
            agree(&a[nth].0, &b[other].0)
        });
    }
    let mut matched = vec![None; a.len()];
    for (other, owner) in owners.into_iter().enumerate() {
        if let Some(owner) = owner {
            matched[owner] = Some(other);
        }
    }
    matched
}

/// Takes a free partner for a quantity, or one whose owner can take another.
fn find_partner(
    nth: usize,
    seen: &mut [bool],
    owners: &mut [Option<usize>],
    agree: &impl Fn(usize, usize) -> bool,
) -> bool {
    for other in 0..owners.len() {
        if seen[other] || !agree(nth, other) {
            continue;
        }
        seen[other] = true;
        // Long lists of numbers are taken in their order.
        let is_free = match owners[other] {
            None => true,
            Some(owner) => {
                owners.len() <= 100 && find_partner(owner, seen, owners, agree)
            }
        };
        if is_free {
            owners[other] = Some(nth);
            return true;
        }
    }
    false
}

/// Whether a rate that stands alone is spoken of by the words of the other text in any way:
/// *chaque année*, *annual*.
fn is_said_of(stated: &Quantity, others: Spoken) -> bool {
    matches!(stated, Quantity::Rate(period) if others.has(*period))
}

/// Whether a quantity that stands in one text alone is worth a word: *two* of nothing may
/// well be said otherwise.
fn weighs(quantity: &Quantity) -> bool {
    match quantity {
        // *Doubled* and *halved* have many other words.
        Quantity::Number(number) if number.of == Counted::Factor => {
            let half = rust_decimal::Decimal::new(5, 1);
            number.value > rust_decimal::Decimal::TWO || number.value < half
        }
        Quantity::Number(number) => {
            // *Huit jours*, *quinze jours*, *douze mois* are *a week*, *a fortnight*, *a year*.
            let spoken = [("day", 8), ("day", 15), ("month", 12)];
            let is_spoken = spoken.iter().any(|(unit, value)| {
                number.of == Counted::Unit(unit) && number.value == (*value).into()
            });
            !is_spoken
                && (number.of != Counted::Anything
                    || number.value.abs() > rust_decimal::Decimal::TWO)
        }
        // *La rentrée* is *autumn*.
        Quantity::YearPart(YearPart::Season(_)) => false,
        // *À 18 h 30* is *at half past six*, and *à midi* is *at lunchtime*.
        Quantity::Time(_) => false,
        // *Chaque mois* is one of many ways to say it.
        Quantity::Rate(_) => false,
        // *Aux trois quarts* may be said in many ways.
        Quantity::Fraction(..) => false,
        _ => true,
    }
}

/// The two that most probably mean the same.
fn closest(
    left: &[&(Quantity, Range<usize>)],
    right: &[&(Quantity, Range<usize>)],
) -> Option<(usize, usize)> {
    let mut best: Option<(u8, usize, usize)> = None;
    for (nth, a) in left.iter().enumerate() {
        for (other, b) in right.iter().enumerate() {
            let likeness = likeness(&a.0, &b.0);
            if likeness > 0 && best.is_none_or(|(known, ..)| likeness > known) {
                best = Some((likeness, nth, other));
            }
        }
    }
    best.map(|(_, nth, other)| (nth, other))
}

/// How probable it is that one quantity was meant to be the other; 0 where it is not.
fn likeness(a: &Quantity, b: &Quantity) -> u8 {
    match (a, b) {
        (Quantity::Number(a), Quantity::Number(b))
            if (a.of == Counted::Factor) != (b.of == Counted::Factor) =>
        {
            0
        }
        (Quantity::Number(a), Quantity::Number(b)) => {
            let same_of = a.of == b.of;
            let same_value = a.value == b.value;
            let kin = match (a.of, b.of) {
                (Counted::Money(..), Counted::Money(..))
                | (Counted::Unit(_), Counted::Unit(_)) => 1,
                _ => 0,
            };
            1 + 4 * u8::from(same_value) + 3 * u8::from(same_of) + kin
        }
        // *Divisé par deux*, *fallen to a third*.
        (Quantity::Fraction(..), Quantity::Number(number))
        | (Quantity::Number(number), Quantity::Fraction(..)) => {
            u8::from(number.of == Counted::Factor)
        }
        (Quantity::Fraction(..), _) | (_, Quantity::Fraction(..)) => {
            u8::from(matches!((a, b), (Quantity::Fraction(..), Quantity::Fraction(..))))
        }
        _ if a.resembles(b) => {
            let same_kind = std::mem::discriminant(a) == std::mem::discriminant(b);
            1 + 4 * u8::from(same_kind)
        }
        _ => 0,
    }
}

/// The first line of some blocks.
fn first_line(text: &Text<'_>, blocks: &Range<usize>) -> Place {
    let Some(block) = text.body.blocks.get(blocks.start) else { return Place::File };
    let words = text.body.file.get(block.range.clone()).unwrap_or_default();
    let start = block.range.start + (words.len() - words.trim_start().len());
    let line = words.trim_start().lines().next().unwrap_or_default().trim_end();
    Place::Bytes(start..start + line.len())
}
