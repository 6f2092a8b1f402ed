//! What changed, when, and why: a page for each language, and a feed.
//!
//! It is told by the `revisions` of the dossiers, and by the `history` of figures and amounts
//! of which no revision speaks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Past, Revision};
use crate::model::id::Id;
use crate::resolve::{Fact, PublicSite};
use crate::view::feed::{FeedEntry, feed_page};
use crate::view::funding::{FactLink, fact_link};
use crate::view::kept::Kept;
use crate::view::listing::{Listing, list_page, slice};
use crate::view::locale::{Shown, ShownDate};
use crate::view::page::{Data, Page, PageLink, Term, Text};
use crate::view::scope::Scope;

/// How many changes the feed has.
const N_ENTRIES: usize = 50;

/// A change, by where it is told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ChangeRef {
    day: Reverse<civil::Date>,
    dossier: Id,
    told: Told,
    /// Its anchor on the page, and its id in the feed: whatever else is told later, it stays.
    anchor: String,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Told {
    /// By a revision, by its place among those of the dossier.
    Revision(usize),
    /// By an earlier value of a fact alone, by its place in the history.
    Past(Id, usize),
}

/// A change as pages show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChangeView {
    /// Its anchor.
    pub id: String,
    /// When.
    pub date: ShownDate,
    /// An update, a revision or a correction; nothing where only the history tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kept<Term>>,
    /// The dossier.
    pub dossier: Kept<PageLink>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// What changed.
    pub facts: Vec<ChangedFact>,
}

/// A fact that changed, before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChangedFact {
    /// Its label and where it stands, with the value of today.
    pub fact: FactLink,
    /// The value before, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Shown>,
    /// The value after.
    pub after: Shown,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// A page of the log, with the address of its feed.
#[derive(Clone, Debug, Serialize)]
pub struct Corrections {
    /// The changes of this page.
    #[serde(flatten)]
    pub listing: Listing<ChangeView>,
    /// The feed.
    pub feed: Arc<str>,
}

/// Every change of the site, newest first.
pub(super) fn changes(site: &PublicSite) -> Vec<ChangeRef> {
    let mut changes = vec![];
    for (id, dossier) in &site.dossiers {
        let mut anchors: BTreeMap<String, usize> = BTreeMap::new();
        let mut unique = |anchor: String| {
            let n = anchors.entry(anchor.clone()).or_default();
            *n += 1;
            if *n > 1 { format!("{anchor}-{n}") } else { anchor }
        };
        for (nth, revision) in dossier.revisions.iter().enumerate() {
            let kind = revision.kind.as_str();
            let anchor = unique(format!("{id}-{}-{kind}", revision.date));
            changes.push(ChangeRef {
                day: Reverse(revision.date),
                dossier: id.clone(),
                told: Told::Revision(nth),
                anchor,
            });
        }
        for fact in Fact::all(dossier) {
            let days = days(fact);
            let told: BTreeSet<usize> = steps_told(dossier, fact).into_values().collect();
            let untold = days.iter().enumerate().filter(|(nth, _)| !told.contains(nth));
            changes.extend(untold.map(|(nth, day)| ChangeRef {
                day: Reverse(*day),
                dossier: id.clone(),
                told: Told::Past(fact.id().clone(), nth),
                anchor: unique(format!("{id}-{}-{day}", fact.id())),
            }));
        }
    }
    changes.sort();
    changes
}

/// Which revision of a dossier tells which step of a fact, from one value to the next, by
/// their places.
///
/// A change is published a little before or after the day from which it is known, so that a
/// step belongs to the revision that is nearest. Both keep their order, each step is told once,
/// and of steps of one day the last comes first: an error is corrected after what it misstated.
fn steps_told(dossier: &Dossier, fact: Fact<'_>) -> BTreeMap<usize, usize> {
    let days = days(fact);
    let mut revisions: Vec<(civil::Date, usize)> = dossier
        .revisions
        .iter()
        .enumerate()
        .filter(|(_, revision)| revision.changes.contains(fact.id()))
        .map(|(nth, revision)| (revision.date, nth))
        .collect();
    if revisions.is_empty() || days.is_empty() {
        return BTreeMap::new();
    }
    revisions.sort();
    let distance = |n: usize, m: usize| -> i64 {
        (revisions[n].0 - days[m]).get_days().abs().into()
    };
    // The best that the first n revisions and the first m steps allow: as many pairs as there
    // can be, then as few days between them.
    let mut best =
        vec![vec![(0_usize, Reverse(0_i64)); days.len() + 1]; revisions.len() + 1];
    let pair = |best: &[Vec<(usize, Reverse<i64>)>], n: usize, m: usize| {
        let (pairs, Reverse(so_far)) = best[n - 1][m - 1];
        (pairs + 1, Reverse(so_far + distance(n - 1, m - 1)))
    };
    for n in 1..=revisions.len() {
        for m in 1..=days.len() {
            best[n][m] = best[n - 1][m].max(best[n][m - 1]).max(pair(&best, n, m));
        }
    }
    let mut told = BTreeMap::new();
    let (mut n, mut m) = (revisions.len(), days.len());
    while n > 0 && m > 0 {
        if best[n][m] == pair(&best, n, m) {
            (n, m) = (n - 1, m - 1);
            told.insert(revisions[n].1, m);
        } else if best[n][m] == best[n - 1][m] {
            n -= 1;
        } else {
            m -= 1;
        }
    }
    told
}

/// The days on which each earlier value of a fact gave way to the next.
fn days(fact: Fact<'_>) -> Vec<civil::Date> {
    fn after<T>(history: &[Past<T>], now: Option<civil::Date>) -> Vec<civil::Date> {
        let next = history.iter().skip(1).map(|past| past.as_of.first_day());
        let last = history.last().map(|past| past.as_of.first_day());
        next.chain(last.map(|last| now.unwrap_or(last))).collect()
    }
    match fact {
        Fact::Figure(figure) => {
            after(&figure.history, figure.as_of.as_ref().map(Edtf::first_day))
        }
        Fact::Funding(line) => {
            after(&line.history, line.as_of.as_ref().map(Edtf::first_day))
        }
    }
}

/// Every value of a fact, oldest first, the present one last.
pub(super) fn values(scope: Scope<'_>, dossier: &Dossier, fact: Fact<'_>) -> Vec<Shown> {
    let locale = scope.locale();
    let mut values: Vec<Shown> = match fact {
        Fact::Figure(figure) => figure
            .history
            .iter()
            .map(|past| locale.quantity(&past.value, &figure.unit, figure.shown_digits()))
            .collect(),
        Fact::Funding(line) => line
            .history
            .iter()
            .map(|past| locale.amount(&past.value, line.per))
            .collect(),
    };
    values.push(scope.fact_value(&dossier.entry.id, fact));
    values
}

/// The change of a fact from its nth value to the next; without a step, its value alone.
fn changed(
    scope: Scope<'_>,
    dossier: &Dossier,
    fact: Fact<'_>,
    step: Option<usize>,
) -> Option<ChangedFact> {
    let mut values = values(scope, dossier, fact);
    let (before, after, reason) = match step {
        Some(nth) => {
            let reason = match fact {
                Fact::Figure(figure) => figure.history.get(nth)?.reason.as_ref(),
                Fact::Funding(line) => line.history.get(nth)?.reason.as_ref(),
            };
            (values.get(nth).cloned(), values.get(nth + 1)?.clone(), reason)
        }
        None => (None, values.pop()?, None),
    };
    Some(ChangedFact {
        fact: fact_link(scope, dossier, fact.id(), false)?,
        before,
        after,
        reason: scope.maybe(reason),
    })
}

fn view(scope: Scope<'_>, change: &ChangeRef) -> Option<ChangeView> {
    let dossier = scope.views.site.dossiers.get(&change.dossier)?;
    let found = |id: &Id| scope.views.site.fact(&change.dossier, id);
    let (kind, note, facts) = match &change.told {
        Told::Revision(nth) => {
            let revision: &Revision = dossier.revisions.get(*nth)?;
            let facts = revision.changes.iter();
            let facts = facts
                .filter_map(|id| {
                    let fact = found(id)?;
                    let step = steps_told(dossier, fact).get(nth).copied();
                    changed(scope, dossier, fact, step)
                })
                .collect();
            let kind = scope.term("revision-kind", revision.kind.as_str());
            (Some(kind), scope.maybe(revision.note.as_ref()), facts)
        }
        Told::Past(id, nth) => {
            let fact = changed(scope, dossier, found(id)?, Some(*nth));
            (None, None, fact.into_iter().collect())
        }
    };
    Some(ChangeView {
        id: change.anchor.clone(),
        date: scope.locale().day(change.day.0),
        kind,
        dossier: scope.entry_link(&dossier.entry),
        note,
        facts,
    })
}

/// A page of the log.
pub(super) fn list(scope: Scope<'_>, nth: usize) -> Page {
    let all = &scope.views.changes;
    let items: Vec<ChangeView> = slice(all, nth)
        .iter()
        .filter_map(|change| view(scope, change))
        .collect();
    let listing = Listing::new(scope, "corrections", items, all.len(), nth);
    let feed = scope.url(&feed_address(scope));
    let data = Data::Corrections(Box::new(Corrections { listing, feed }));
    list_page(scope, "corrections.html", "corrections", data, nth)
}

/// Where the feed of changes stands.
pub(super) fn feed_address(scope: Scope<'_>) -> Arc<str> {
    let list = scope.views.routes.list(scope.lang, "corrections");
    format!("{list}feed.xml").into()
}

/// The feed of changes (RFC 4287).
pub(super) fn feed(scope: Scope<'_>) -> Page {
    let page = scope.absolute(&scope.views.routes.list(scope.lang, "corrections"));
    let colon = scope.locale().word("dates.colon");
    let instant = |day: civil::Date| format!("{day}T00:00:00Z");
    let entries = scope.views.changes.iter().take(N_ENTRIES).filter_map(|change| {
        let view = view(scope, change)?;
        let facts = view.facts.iter().map(|changed| {
            let label = &changed.fact.label.text;
            let after = &changed.after.text;
            match &changed.before {
                Some(before) => format!("{label}{colon} {} → {after}", before.text),
                None => format!("{label}{colon} {after}"),
            }
        });
        let mut summary: Vec<String> =
            view.note.iter().map(|note| note.text.to_string()).collect();
        summary.extend(facts);
        Some(FeedEntry {
            title: view.dossier.text.text.clone(),
            url: format!("{page}#{}", view.id).into(),
            published: None,
            updated: instant(change.day.0),
            summary: Some(summary.join(" – ").into()),
            kind: view
                .kind
                .unwrap_or_else(|| scope.term("revision-kind", "update"))
                .text
                .clone(),
            article: None,
        })
    });
    let title = scope.word("lists.corrections").text;
    feed_page(scope, &feed_address(scope), title, page.clone(), entries.collect())
}
