//! Press kits and press releases as documents, and archives of all that goes with them.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Place};
use crate::made::Made;
use crate::model::lang::Lang;
use crate::picture::Bench;
use crate::render::archive::{self, Packing, Words};
use crate::render::export;
use crate::render::html::Renderer;
use crate::render::typeset::document::{self, Pdf, Plates, Sheet};
use crate::render::typeset::prose;
use crate::view::archive::Archive;
use crate::view::page::{Chrome, Data, Head, Page, TemplatePage};

impl Renderer {
    /// A page's values, set as a document: they are those that its template sees.
    pub(super) fn document(
        &self,
        lang: Option<Lang>,
        page: &TemplatePage,
        bench: &mut Bench<'_>,
    ) -> Result<Pdf, Diagnostic> {
        let values = &self.languages[lang.unwrap_or(Lang::REFERENCE)];
        let prose = |body| prose::blocks(body, values.spacing, &self.origin);
        let plates: Plates<'_> = page
            .plates
            .iter()
            .enumerate()
            .map(|(nth, plate)| {
                let extension = plate.recipe.format.extension();
                (format!("pictures/{nth}.{extension}"), plate)
            })
            .collect();
        let files = plates
            .iter()
            .map(|(name, plate)| (plate.id.to_string(), Value::from(format!("/{name}"))));
        // What the chrome has for screens is nothing to a sheet: another style sheet leaves
        // every document as it is.
        let mut data = json!({
            "lang": &*values.tag,
            "origin": &*self.origin,
            "t": &values.words,
            "site": page.chrome.as_deref().map(site),
            "page": page.head.as_ref().map(head),
            "body": page.body.as_ref().map(prose),
            "key_figures": page.shared.tiles.iter().flatten().map(|row| &row.figure)
                .collect::<Vec<_>>(),
            "pictures": files.collect::<serde_json::Map<_, _>>(),
        });
        let of_page = serde_json::to_value(&page.data).unwrap_or_default();
        if let (Some(data), Value::Object(of_page)) = (data.as_object_mut(), of_page) {
            data.extend(of_page);
        }
        let of = &data[page.data.name()];
        let day = of["updated"]["machine"].as_str();
        let day = day.or_else(|| of["published"]["machine"].as_str()).map(str::to_owned);
        let sheet = Sheet {
            program: &format!("kit/{}.typ", page.data.name()),
            ident: page.head.as_ref().map_or("", |head| &*head.canonical),
            day: day.as_deref(),
            data,
            plates,
        };
        document::pdf(&self.theme.typeset, sheet, &self.made, bench)
    }

    /// An archive, packed now or before.
    pub(super) fn kept_archive(
        &self,
        page: &Page,
        archive: &Archive,
        bench: &mut Bench<'_>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let words = archive.dossier.chrome.as_ref().map(|chrome| chrome.digest);
        let kits = self.theme.typeset.digest("kit");
        let parts = [Some(page.digest()), words, Some(kits)];
        let parts = parts.iter().flatten().map(|part| part.as_bytes().as_slice());
        let key = Made::key(archive::RECIPE, parts);
        self.made.get_or_make(key, || self.archive(page, archive, bench))
    }

    /// Everything of a dossier in one file.
    fn archive(
        &self,
        page: &Page,
        archive: &Archive,
        bench: &mut Bench<'_>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut packing = Packing::new(&archive.folder);
        let kit = self.document(page.lang, &archive.dossier, bench)?;
        packing.add(&format!("{}.pdf", archive.folder), &kit.bytes);
        for (name, release) in &archive.releases {
            packing.add(name, &self.document(page.lang, release, bench)?.bytes);
        }
        let values = &self.languages[page.lang.unwrap_or(Lang::REFERENCE)];
        if let TemplatePage {
            head: Some(head),
            body: Some(body),
            data: Data::Dossier(dossier),
            chrome,
            shared,
            ..
        } = &*archive.dossier
        {
            let prose = prose::blocks(body, values.spacing, &self.origin);
            let words = |marked| Words {
                head,
                site: chrome.as_deref(),
                dossier,
                key_figures: shared
                    .tiles
                    .iter()
                    .flatten()
                    .map(|it| &*it.figure)
                    .collect(),
                prose: &prose,
                locale: &values.locale,
                marked,
            };
            packing.add("dossier.md", words(true).all().as_bytes());
            packing.add("dossier.txt", words(false).all().as_bytes());
            let quotes = words(false).quotes();
            if !quotes.is_empty() {
                packing.add("quotes.txt", (quotes + "\n").as_bytes());
            }
            let credits = words(false).credits(&archive.media);
            packing.add("CREDITS.txt", credits.as_bytes());
        }
        for (name, table) in &archive.tables {
            packing.add(name, &export::bytes(table));
        }
        for media in &archive.media {
            for (name, recipe) in &media.files {
                let file = bench.file(&media.blob, *recipe).map_err(|flaw| {
                    Diagnostic::new(flaw.problem(), &page.path, Place::File)
                });
                packing.add(name, &file?);
            }
        }
        Ok(packing.done())
    }
}

/// What a document sees of the site.
fn site(chrome: &Chrome) -> Value {
    let mut site = json!({ "title": &chrome.title });
    let fields = [
        ("publisher", serde_json::to_value(&chrome.publisher)),
        ("about", serde_json::to_value(&chrome.about)),
        ("reuse", serde_json::to_value(&chrome.reuse)),
    ];
    for (name, field) in fields {
        if let Some(field) = field.ok().filter(|field| !field.is_null()) {
            site[name] = field;
        }
    }
    site
}

/// What a document sees of its page.
fn head(head: &Head) -> Value {
    let mut page = json!({
        "title": &head.title,
        "canonical": &head.canonical,
        "notices": &head.notices,
    });
    if let Some(description) = &head.description {
        page["description"] = Value::from(&**description);
    }
    page
}
