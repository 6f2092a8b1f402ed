//! Slips in running text: notes to the team, private numbers, links that say nothing.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::diag::Problem;

/// Marks that say a text is not finished.
const UNFINISHED: [&str; 9] = [
    "TODO",
    "TBC",
    "TBD",
    "XXX",
    "FIXME",
    "À COMPLÉTER",
    "A COMPLETER",
    "À CONFIRMER",
    "À VENIR",
];

/// Mail services of private persons.
const PRIVATE_MAIL: [&str; 16] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.fr",
    "yahoo.com",
    "yahoo.fr",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "laposte.net",
    "icloud.com",
    "proton.me",
];

/// Link texts that say nothing when they are read alone, as a screen reader's list of links
/// reads them.
const SAYS_NOTHING: [&str; 20] = [
    "cliquez ici",
    "cliquer ici",
    "ici",
    "lire la suite",
    "en savoir plus",
    "voir",
    "lien",
    "suite",
    "plus",
    "ce lien",
    "click here",
    "here",
    "read more",
    "more",
    "learn more",
    "this link",
    "link",
    "this",
    "this page",
    "cette page",
];

/// Everything by which a slip begins, found in one pass over the text.
static MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let marks = UNFINISHED.iter().copied().chain(STARTS);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(marks)
        .expect("a few short patterns always fit")
});

/// What else a slip begins with, after [`UNFINISHED`].
const STARTS: [&str; 7] = ["lorem ipsum", "[[", "https://", "http://", "06", "07", "@"];

/// Every slip in a run of text, with its place in it.
pub(crate) fn slips(text: &str, in_link: bool) -> Vec<(Problem, Range<usize>)> {
    let mut found = vec![];
    for start in MARKS.find_iter(text) {
        let at = start.start()..start.end();
        let slip = match start.pattern().as_usize().checked_sub(UNFINISHED.len()) {
            None => unfinished(text, at),
            Some(0) => {
                Some((Problem::Unfinished { mark: text[at.clone()].to_owned() }, at))
            }
            // `\[[text]]` is not a reference, and its event begins after the backslash.
            Some(1) => match text[at.end..].split_once("]]") {
                None => Some((Problem::ReferenceNotClosed, at)),
                Some((inside, _)) => {
                    let range = at.start..at.end + inside.len() + 2;
                    let written = text[range.clone()].to_owned();
                    Some((Problem::ReferenceInWords { written }, range))
                }
            },
            Some(2 | 3) if in_link => None,
            Some(2 | 3) => {
                let rest = &text[at.start..];
                let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let url = rest[..len].trim_end_matches(['.', ',', ')', ';', '»']);
                let range = at.start..at.start + url.len();
                Some((Problem::BareAddress { url: url.to_owned() }, range))
            }
            Some(4 | 5) => mobile_number(text, at.start).map(|range| {
                (
                    Problem::PrivateContact { contact: text[range.clone()].to_owned() },
                    range,
                )
            }),
            Some(_) => mail_around(text, at.start)
                .filter(|range| is_private_mail(&text[range.clone()]))
                .map(|range| {
                    (
                        Problem::PrivateContact {
                            contact: text[range.clone()].to_owned(),
                        },
                        range,
                    )
                }),
        };
        found.extend(slip);
    }
    for at in international_numbers(text) {
        found
            .push((Problem::PrivateContact { contact: text[at.clone()].to_owned() }, at));
    }
    found
}

/// A mark that says the text is not finished, where it stands alone and in capitals.
fn unfinished(text: &str, at: Range<usize>) -> Option<(Problem, Range<usize>)> {
    let mark = &text[at.clone()];
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let alone = ![before, after].into_iter().flatten().any(char::is_alphanumeric);
    (alone && UNFINISHED.contains(&mark))
        .then(|| (Problem::Unfinished { mark: mark.to_owned() }, at))
}

/// Whether the words of a link say nothing of where it leads.
pub(crate) fn says_nothing(words: &str) -> bool {
    let words = words
        .trim()
        .trim_end_matches(['.', '…', '>', '»', ' ', '→'])
        .to_lowercase();
    words.is_empty() || SAYS_NOTHING.contains(&words.as_str())
}

/// Why an address may not be linked, or shown as an image.
pub(crate) fn forbidden_address(address: &str, image: bool) -> Option<Problem> {
    let address = address.trim();
    let problem = || Problem::ForbiddenAddress { url: clipped(address) };
    // Browsers drop tabs and line ends within a scheme, and blanks before it.
    if address.chars().any(char::is_control) || address.contains('\\') {
        return Some(problem());
    }
    let Some((scheme, rest)) = split_scheme(address) else {
        return address.starts_with("//").then(problem);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" | "tel" if !image => None,
        "http" | "https" if image => Some(Problem::RemoteImage { url: clipped(address) }),
        "http" | "https" => {
            let authority = rest.trim_start_matches('/');
            let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
            is_internal_host(&host)
                .then(|| Problem::InternalAddress { url: clipped(address) })
        }
        _ => Some(problem()),
    }
}

/// The scheme of an address and what follows the colon; `None` for a relative one.
pub(crate) fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    valid.then_some((scheme, rest))
}

/// Hosts that no reader outside the house can reach.
fn is_internal_host(host: &str) -> bool {
    host.is_empty()
        || !host.contains('.')
        || [".local", ".localhost", ".internal", ".lan", ".intra", ".home", ".corp"]
            .iter()
            .any(|suffix| host.ends_with(suffix))
        || host.starts_with("127.")
        || host.starts_with("10.")
        || host.starts_with("192.168.")
        || host.starts_with("intranet.")
}

/// A private mail address behind a `mailto:` link.
pub(crate) fn private_mail(address: &str) -> Option<Problem> {
    let mail = address.strip_prefix("mailto:")?;
    let mail = mail.split('?').next().unwrap_or_default();
    is_private_mail(mail).then(|| Problem::PrivateContact { contact: mail.to_owned() })
}

fn is_private_mail(mail: &str) -> bool {
    let domain = mail.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    PRIVATE_MAIL.contains(&domain.as_str())
}

fn mail_around(text: &str, at: usize) -> Option<Range<usize>> {
    let part = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    let before = text[..at].trim_end_matches(part).len();
    let after =
        at + 1 + (text[at + 1..].len() - text[at + 1..].trim_start_matches(part).len());
    let end = before + text[before..after].trim_end_matches('.').len();
    (before < at && at + 1 < end).then_some(before..end)
}

/// A French mobile number that begins at a byte: `06 12 34 56 78`.
fn mobile_number(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let len = digits_len(&text[at + 2..], 8)?;
    Some(at..at + 2 + len)
}

/// French mobile numbers as they are dialled from abroad: `+33 6 12 34 56 78`.
fn international_numbers(text: &str) -> Vec<Range<usize>> {
    let starts = memchr::memmem::find_iter(text.as_bytes(), "+33");
    starts
        .filter_map(|at| {
            let rest = text[at + 3..].trim_start_matches(is_separator);
            let skipped = text.len() - at - 3 - rest.len();
            let rest = rest.strip_prefix(['6', '7'])?;
            Some(at..at + 3 + skipped + 1 + digits_len(rest, 8)?)
        })
        .collect()
}

/// The length of so many digits with separators between them, where no other follows.
fn digits_len(text: &str, n_digits: usize) -> Option<usize> {
    let mut missing = n_digits;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            if missing == 0 {
                return None;
            }
            missing -= 1;
            if missing == 0 {
                let end = at + 1;
                let ends = !text[end..].starts_with(|c: char| c.is_ascii_digit());
                return ends.then_some(end);
            }
        } else if !is_separator(c) {
            return None;
        }
    }
    None
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}')
}

/// An address short enough for a message.
fn clipped(address: &str) -> String {
    match address.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &address[..at]),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{forbidden_address, says_nothing, slips};

    fn found(text: &str) -> Vec<String> {
        let slips = slips(text, false);
        slips
            .into_iter()
            .map(|(p, at)| format!("{} {}", p.code(), &text[at]))
            .collect()
    }

    #[test]
    fn notes_to_the_team_are_found_and_ordinary_words_are_not() {
        assert_eq!(
            found("Voir TODO, et À COMPLÉTER."),
            ["unfinished TODO", "unfinished À COMPLÉTER"]
        );
        assert_eq!(found("Lorem ipsum dolor"), ["unfinished Lorem ipsum"]);
        assert_eq!(found("TODOS, XXXL, à compléter par la suite"), [""; 0]);
    }

    #[test]
    fn private_numbers_and_addresses_are_found() {
        assert_eq!(found("au 06 12 34 56 78."), ["private-contact 06 12 34 56 78"]);
        assert_eq!(found("+33 6 12 34 56 78"), ["private-contact +33 6 12 34 56 78"]);
        assert_eq!(
            found("jean.dupont@gmail.com."),
            ["private-contact jean.dupont@gmail.com"]
        );
        assert_eq!(found("presse@example.org, 01 44 00 00 00, 2006 12 345"), [""; 0]);
    }

    #[test]
    fn addresses_are_judged_by_scheme_and_host() {
        let code = |url: &str| forbidden_address(url, false).map(|p| p.code());
        for url in [
            "https://example.org/a",
            "mailto:a@b.fr",
            "tel:+33100000000",
            "/fr/",
            "#a",
            "x.pdf",
        ] {
            assert_eq!(code(url), None, "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc",
            "//evil.example",
            "java\tscript:x",
        ] {
            assert_eq!(code(url), Some("forbidden-address"), "{url}");
        }
        for url in [
            "http://localhost:8000",
            "http://intranet.local/x",
            "https://10.0.0.1/",
            "http://serveur/",
        ] {
            assert_eq!(code(url), Some("internal-address"), "{url}");
        }
    }

    #[test]
    fn a_link_names_its_destination() {
        assert!(says_nothing("Cliquez ici"));
        assert!(says_nothing("here…"));
        assert!(!says_nothing("ici, à Paris"));
    }
}
