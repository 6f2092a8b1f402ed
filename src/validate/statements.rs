//! `accessibility:` and `legal:` of `site.yaml`.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diag::Problem;
use crate::model::lang::Localized;
use crate::model::quantity::parse_decimal;
use crate::model::statements::{Accessibility, Audit, Compliance, Contact, Legal};
use crate::parse::drafts::{
    AccessibilityDraft, AuditDraft, ContactPointDraft, LegalDraft,
};
use crate::parse::yaml::{OneOrMany, Words};
use crate::validate::at::At;
use crate::validate::registry::Reader;

/// Reads `accessibility:`.
pub(super) fn accessibility(
    draft: &AccessibilityDraft,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Accessibility {
    reader.out.odd_keys(at, draft);
    let at_audit = at.key("audit");
    let audit = draft.audit.as_ref();
    let statement = Accessibility {
        audit: audit.and_then(|draft| self::audit(draft, &at_audit, reader)),
        contact: contact(draft.contact.as_ref(), &at.key("contact"), reader),
        failures: words(draft.failures.as_ref(), &at.key("failures"), reader),
        burden: words(draft.burden.as_ref(), &at.key("burden"), reader),
        exempt: words(draft.exempt.as_ref(), &at.key("exempt"), reader),
        technologies: names(draft.technologies.as_ref(), &at.key("technologies"), reader),
        stated: reader.out.day(&at.key("stated"), draft.stated.as_ref()),
    };
    let at_state = at.key("state");
    let said = reader.out.term(
        &at_state,
        draft.state.as_ref(),
        Compliance::WORDS,
        Compliance::parse,
    );
    // An audit that could not be read has been reported, and says nothing yet.
    let is_known = audit.is_none() || statement.audit.is_some();
    let follows = statement.compliance();
    if let Some(said) = said.filter(|said| is_known && *said != follows) {
        let problem = Problem::StateAgainstAudit {
            state: said.as_str(),
            follows: follows.as_str(),
            rate: statement.audit.as_ref().map(|audit| audit.rate.to_string()),
        };
        reader.out.value(&at_state, problem);
    }
    statement
}

fn audit(draft: &AuditDraft, at: &At<'_>, reader: &mut Reader<'_, '_>) -> Option<Audit> {
    reader.out.odd_keys(at, draft);
    let date = reader.out.day(&at.key("date"), draft.date.as_ref());
    if draft.date.is_none() {
        reader.out.missing(at, "date");
    }
    let by = reader.required(at, "by", draft.by.as_ref());
    let rate = draft.rate.as_ref().and_then(|rate| rate.text());
    if rate.is_none() {
        reader.out.missing(at, "rate");
    }
    let at_rate = at.key("rate");
    let rate = rate.and_then(|text| {
        let bare = text.trim_end_matches('%').trim_end();
        let rate = reader.out.ok(&at_rate, parse_decimal(bare))?;
        let fits = rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED;
        if !fits {
            let text = text.to_owned();
            reader.out.value(&at_rate, Problem::NotAShare { text });
        }
        fits.then_some(rate)
    });
    let tools = names(draft.tools.as_ref(), &at.key("tools"), reader);
    let pages = words(draft.pages.as_ref(), &at.key("pages"), reader);
    Some(Audit { date: date?, by: by?, rate: rate?, tools, pages })
}

/// Reads `legal:`.
pub(super) fn legal(
    draft: &LegalDraft,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Legal {
    reader.out.odd_keys(at, draft);
    Legal {
        publisher: contact(draft.publisher.as_ref(), &at.key("publisher"), reader),
        registration: reader.optional(at, "registration", draft.registration.as_ref()),
        director: reader.optional(at, "director", draft.director.as_ref()),
        editor: reader.optional(at, "editor", draft.editor.as_ref()),
        host: contact(draft.host.as_ref(), &at.key("host"), reader),
    }
}

fn contact(
    draft: Option<&ContactPointDraft>,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Contact {
    let Some(draft) = draft else { return Contact::default() };
    reader.out.odd_keys(at, draft);
    Contact {
        name: reader.optional(at, "name", draft.name.as_ref()),
        address: reader.optional(at, "address", draft.address.as_ref()),
        phone: reader.out.phone(&at.key("phone"), draft.phone.as_ref()),
        email: reader.out.email(&at.key("email"), draft.email.as_ref()),
        url: reader.out.url(&at.key("url"), draft.url.as_ref()),
    }
}

/// A list of words, each in every language.
fn words(
    list: Option<&Vec<Words>>,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Vec<Localized> {
    let items = list.into_iter().flatten().enumerate();
    items
        .filter_map(|(nth, words)| reader.words(&at.item(nth), words))
        .collect()
}

/// A list of names that are the same in every language.
fn names(
    list: Option<&OneOrMany>,
    at: &At<'_>,
    reader: &mut Reader<'_, '_>,
) -> Vec<Arc<str>> {
    reader
        .out
        .list(at, list)
        .into_iter()
        .map(|(_, text)| text.into())
        .collect()
}
