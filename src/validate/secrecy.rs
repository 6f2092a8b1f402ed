//! Which files are about what the public must not see yet, so that findings about them can be
//! told with discretion: a log of CI may be read by everybody.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::diag::{Finding, Problem};
use crate::model::date::parse_embargo;
use crate::model::entry::EntryKind;
use crate::parse::Draft;
use crate::parse::drafts::QuoteDraft;
use crate::parse::yaml::{Entries, Flag, Scalar};
use crate::source::{Request, Snapshot};
use crate::validate::EntryFiles;

/// What the public must not see yet.
///
/// Everything that lies where entries do is, but for the files of those of which it is known
/// that they are public: one that cannot be read, or has a slip in its `draft:`, was perhaps
/// not meant to be.
#[derive(Debug)]
pub enum Secrets {
    /// Nothing: who asks for drafts may see them.
    None,
    /// All entries but those with these beginnings of the paths of their files.
    AllBut(BTreeSet<String>),
}

impl Secrets {
    /// Those among some entries.
    pub fn new(entries: &[EntryFiles<'_>], zone: &TimeZone, snapshot: &Snapshot) -> Self {
        let is_public = |files: &&EntryFiles<'_>| is_public(files, zone, snapshot.now);
        let public = entries.iter().filter(is_public);
        match Self::unknown(&snapshot.request) {
            Self::None => Self::None,
            Self::AllBut(_) => {
                Self::AllBut(public.map(|it| beginning(it.kind, it.id)).collect())
            }
        }
    }

    /// Where nothing is known of the entries.
    pub fn unknown(request: &Request) -> Self {
        match request.drafts {
            true => Self::None,
            false => Self::AllBut(BTreeSet::new()),
        }
    }

    /// Whether an entry is secret.
    pub fn has_entry(&self, kind: EntryKind, id: &str) -> bool {
        match self {
            Self::None => false,
            Self::AllBut(public) => !public.contains(&beginning(kind, id)),
        }
    }

    /// Whether a file is of a secret entry, or of none and where those lie.
    pub fn has(&self, path: &str) -> bool {
        let Some((kind, rest)) = place(path) else { return false };
        let end = if kind == EntryKind::Page { '.' } else { '/' };
        let id = rest.split(end).next().unwrap_or_default();
        self.has_entry(kind, id)
    }

    /// Marks the findings that are about secrets, or name one beside what they are about.
    pub fn mark(&self, findings: &mut [Finding]) {
        for finding in findings {
            let names = match &finding.problem {
                Problem::NamesCollide { other } => self.has(other),
                _ => false,
            };
            // That `index.fr.md.txt` is no name tells nothing of what stands in it.
            let is_plain = match &finding.problem {
                Problem::Misnamed { name, .. } => {
                    name.to_lowercase().starts_with("index")
                }
                _ => false,
            };
            finding.is_secret = names
                || (self.has(&finding.path) && !is_plain)
                || finding.related.iter().any(|(.., path)| self.has(path));
        }
    }
}

/// Where entries lie.
const PLACES: &[(&str, EntryKind)] = &[
    ("content/dossiers/", EntryKind::Dossier),
    ("content/releases/", EntryKind::Release),
    ("content/pages/", EntryKind::Page),
];

/// The kind of the entry that has a file, and the rest of the path.
fn place(path: &str) -> Option<(EntryKind, &str)> {
    PLACES
        .iter()
        .find_map(|(place, kind)| Some((*kind, path.strip_prefix(place)?)))
}

/// Whether a path leads to where entries lie.
pub(crate) fn lies_among_entries(path: &str) -> bool {
    place(path).is_some()
}

/// How the paths of an entry's files begin.
fn beginning(kind: EntryKind, id: &str) -> String {
    match kind {
        EntryKind::Dossier => format!("content/dossiers/{id}/"),
        EntryKind::Release => format!("content/releases/{id}/"),
        EntryKind::Page => format!("content/pages/{id}."),
    }
}

/// Whether everybody may see an entry. Of what its reference does not say plainly, nobody can
/// know.
fn is_public(files: &EntryFiles<'_>, zone: &TimeZone, now: Timestamp) -> bool {
    let reference = files.files.iter().find(|(lang, ..)| lang.is_reference());
    let said = reference.and_then(|(.., parsed)| Said::by(&parsed.draft));
    let Some(Said { embargo, draft, quotes }) = said else {
        // A slip of YAML hides no state where no word of the files could tell one.
        let mut sources = files.files.iter().map(|(_, source, _)| &source.text);
        return reference.is_some() && !sources.any(|text| has_word_of_secrecy(text));
    };
    let embargo = embargo.filter(|scalar| !scalar.is_null());
    let is_over = |scalar: &Scalar| {
        let until = scalar.text().map(|text| parse_embargo(text, zone));
        until.is_some_and(|until| until.is_ok_and(|until| until <= now))
    };
    // Quotes have drafts of their own.
    let quotes = quotes.into_iter().flat_map(Entries::iter);
    let n_drafts = quotes.filter(|(_, quote)| is_set(quote.draft.as_ref())).count();
    let n_known = usize::from(embargo.is_some()) + n_drafts;
    let is_silent = |(lang, source, _): &(crate::model::lang::Lang, &_, _)| {
        let source: &crate::source::Source = source;
        mentions(&source.text) <= if lang.is_reference() { n_known } else { 0 }
    };
    !is_set(draft) && embargo.is_none_or(is_over) && files.files.iter().all(is_silent)
}

fn is_set(flag: Option<&Flag>) -> bool {
    flag.is_some_and(|flag| *flag != Flag::Bool(false))
}

/// What a reference says of who may see it.
struct Said<'a> {
    embargo: Option<&'a Scalar>,
    draft: Option<&'a Flag>,
    quotes: Option<&'a Entries<QuoteDraft>>,
}

impl<'a> Said<'a> {
    /// `None` where it cannot be read.
    fn by(draft: &'a Draft) -> Option<Self> {
        let (embargo, draft, quotes) = match draft {
            Draft::Dossier(it) => (&it.embargo, &it.draft, it.quotes.as_ref()),
            Draft::Release(it) => (&it.embargo, &it.draft, it.quotes.as_ref()),
            Draft::Page(it) => (&it.embargo, &it.draft, None),
            Draft::Site(_)
            | Draft::Organisations(_)
            | Draft::People(_)
            | Draft::Programmes(_)
            | Draft::Topics(_)
            | Draft::Sources(_)
            | Draft::Glossary(_)
            | Draft::Translation(_)
            | Draft::Theme(_)
            | Draft::Strings(_)
            | Draft::Unreadable => return None,
        };
        Some(Self {
            embargo: embargo.as_ref(),
            draft: draft.as_ref(),
            quotes,
        })
    }
}

/// How a writer may call what is not public yet.
const WORDS: [&str; 3] = ["draft", "embargo", "brouillon"];

fn has_word_of_secrecy(text: &str) -> bool {
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// How many keys of a front matter speak of secrecy, in whatever way they are written, where
/// the value does not deny it.
///
/// The drafts tell what is well written; this sees `Draft: true` and `embargo_until:`, also one
/// indent too far.
fn mentions(text: &str) -> usize {
    let yaml = text.trim_start().strip_prefix("---").unwrap_or(text);
    let is_flow = yaml.trim_start().starts_with('{');
    let lines = yaml.lines().take_while(|line| line.trim_end() != "---");
    let lines = lines.filter(|line| !line.trim_start().starts_with('#'));
    let keys = lines.flat_map(|line| {
        let line = line.split(" #").next().unwrap_or_default();
        let is_top = !line.starts_with([' ', '\t']);
        let parts = line.split(['{', '}', '[', ']', ',']).enumerate();
        parts.map(move |(nth, part)| (is_flow || (is_top && nth == 0), part))
    });
    let speaks = |(is_top, part): &(bool, &str)| {
        let is_alone = part.trim_start().starts_with('?');
        let (key, value) = match part.split_once(':') {
            Some(it) => it,
            None if is_alone => (*part, ""),
            None => return false,
        };
        let plain = |c: &char| c.is_alphanumeric();
        let key: String = key.to_lowercase().chars().filter(plain).collect();
        let is_meant = |word: &&str| key == **word || (*is_top && key.contains(*word));
        let value = value.trim_matches(['"', '\'', ' ', '\t']).to_lowercase();
        match WORDS.iter().any(is_meant) {
            true => !["false", "~", "null"].contains(&&*value),
            false => *is_top && WORDS.contains(&&*value),
        }
    };
    keys.filter(speaks).count()
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn what_speaks_of_secrecy_is_seen_however_it_is_written() {
        for yaml in [
            "draft: true",
            "draft: True",
            "\"draft\": true",
            "'draft' : yes",
            "draft : oui",
            "Draft: 1",
            "  draft: true",
            "brouillon: true",
            "embargo:",
            "embargo:\n  2030-01-01T06:00:00+01:00",
            "Embargo: 2030-01-01T06:00:00+01:00",
            "\"embargo\": \"\"",
            "embargo_until: 2030",
            "status: draft",
            "? embargo",
            "? embargo\n: 2030",
            "{title: A, embargo: 2030}",
            "{title: A, \"Embargo\": 2030}",
            "title: [\nembargo: 2030",
        ] {
            assert_eq!(mentions(&format!("---\n{yaml}\n---\n")), 1, "{yaml}");
        }
        for yaml in [
            "draft: false",
            "draft: false # true until today",
            "{draft: False, title: A}",
            "embargo: ~",
            "embargo : null",
            "# embargo: 2030",
            "title: L’embargo est levé",
            "title: \"Embargo: la fin\"",
            "figures:\n  draft-laws: {label: A}",
            "title: A\n---\ndraft: true",
        ] {
            assert_eq!(mentions(&format!("---\n{yaml}\n---\n")), 0, "{yaml}");
        }
    }
}
