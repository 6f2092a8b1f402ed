//! The statements that the law asks for: whether they have what they must say, and a page.

use crate::diag::{Diagnostic, FilePath, Place, Problem, Seg, YamlPart};
use crate::model::entry::Page;
use crate::model::statements::{Contact, PageKind};
use crate::resolve::Site;

/// Checks what `site.yaml` gives for each statement.
pub(super) fn check(site: &Site, found: &mut Vec<Diagnostic>) {
    let config = &site.config;
    // One that is not public yet is none, and nothing is said of it.
    let is_public = |page: &&Page| page.entry.visibility.is_public(site.now);
    let pages = site.pages.values().map(|page| &**page).filter(is_public);
    let has_page = |kind| pages.clone().any(|page| page.says == Some(kind));
    for (statement, key, is_given, missing) in [
        (
            PageKind::Accessibility,
            "accessibility",
            config.accessibility.is_some(),
            accessibility(site),
        ),
        (PageKind::LegalNotice, "legal", config.legal.is_some(), legal(site)),
    ] {
        let problem = match (has_page(statement), is_given) {
            (true, _) if missing.is_empty() => continue,
            (true, _) => Problem::StatementLacks { statement, missing },
            (false, true) => Problem::StatementWithoutPage { statement },
            (false, false) => continue,
        };
        let place = match is_given {
            true => Place::Yaml(vec![Seg::Key(key.into())], YamlPart::Key),
            false => Place::File,
        };
        let file: FilePath = "content/site.yaml".into();
        found.push(Diagnostic::new(problem, &file, place));
    }
}

fn accessibility(site: &Site) -> Vec<&'static str> {
    let given = site.config.accessibility.as_ref();
    let contact = given.map(|given| &given.contact);
    let can_be_reached = contact.is_some_and(|Contact { email, phone, url, .. }| {
        email.is_some() || phone.is_some() || url.is_some()
    });
    let is_dated = given.is_some_and(|given| given.stated.is_some());
    let parts =
        [(can_be_reached, "accessibility.contact"), (is_dated, "accessibility.stated")];
    parts.into_iter().filter(|(is, _)| !is).map(|(_, key)| key).collect()
}

fn legal(site: &Site) -> Vec<&'static str> {
    let given = site.config.legal.clone().unwrap_or_default();
    let name = given.publisher.name.is_some() || site.config.publisher.is_some();
    let parts = [
        (name, "legal.publisher.name"),
        (given.publisher.address.is_some(), "legal.publisher.address"),
        (given.publisher.phone.is_some(), "legal.publisher.phone"),
        (given.director.is_some(), "legal.director"),
        (given.host.name.is_some(), "legal.host.name"),
        (given.host.address.is_some(), "legal.host.address"),
        (given.host.phone.is_some(), "legal.host.phone"),
    ];
    parts.into_iter().filter(|(is, _)| !is).map(|(_, key)| key).collect()
}
