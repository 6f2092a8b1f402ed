//! Slips in running text: notes to the team, private numbers, links that say nothing.

use std::ops::Range;

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

/// Every slip in a run of text, with its place in it.
pub(crate) fn slips(text: &str, in_link: bool) -> Vec<(Problem, Range<usize>)> {
    let mut found = vec![];
    for mark in UNFINISHED {
        if let Some(at) = find_word(text, mark) {
            found.push((Problem::Unfinished { mark: mark.to_owned() }, at));
        }
    }
    if let Some(at) = find_ignoring_case(text, "lorem ipsum") {
        found.push((Problem::Unfinished { mark: text[at.clone()].to_owned() }, at));
    }
    // `\[[text]]` is not a reference, and its event begins after the backslash.
    if let Some(at) = text.find("[[") {
        found.push((Problem::ReferenceNotClosed, at..at + 2));
    }
    if !in_link {
        for scheme in ["https://", "http://"] {
            if let Some(at) = text.find(scheme) {
                let len = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
                let url = text[at..at + len].trim_end_matches(['.', ',', ')', ';', '»']);
                let range = at..at + url.len();
                found.push((Problem::BareAddress { url: url.to_owned() }, range));
                break;
            }
        }
    }
    if let Some(range) = mobile_number(text) {
        let number = text[range.clone()].to_owned();
        found.push((Problem::PrivateContact { contact: number }, range));
    }
    for (at, _) in text.match_indices('@') {
        if let Some(range) = mail_around(text, at)
            && is_private_mail(&text[range.clone()])
        {
            let contact = text[range.clone()].to_owned();
            found.push((Problem::PrivateContact { contact }, range));
        }
    }
    found
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

/// A French mobile number: `06 12 34 56 78`, `+33 6 12 34 56 78`.
fn mobile_number(text: &str) -> Option<Range<usize>> {
    let separator = |b: u8| b" .-\xa0".contains(&b) || b == 0xc2;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let lead = if rest.starts_with(b"06") || rest.starts_with(b"07") {
            Some((2, 8))
        } else if rest.starts_with(b"+33") || rest.starts_with(b"0033") {
            let after = if rest[0] == b'+' { 3 } else { 4 };
            let skipped = rest[after..].iter().take_while(|b| separator(**b)).count();
            let digit = rest.get(after + skipped);
            matches!(digit, Some(b'6' | b'7')).then_some((after + skipped + 1, 8))
        } else {
            None
        };
        let alone = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if let (Some((mut len, mut missing)), true) = (lead, alone) {
            while missing > 0 && at + len < bytes.len() {
                let byte = bytes[at + len];
                if byte.is_ascii_digit() {
                    missing -= 1;
                } else if !separator(byte) {
                    break;
                }
                len += 1;
            }
            let ends = bytes.get(at + len).is_none_or(|b| !b.is_ascii_digit());
            if missing == 0
                && ends
                && text.is_char_boundary(at)
                && text.is_char_boundary(at + len)
            {
                return Some(at..at + len);
            }
        }
        at += 1;
    }
    None
}

/// A word that stands alone.
fn find_word(text: &str, word: &str) -> Option<Range<usize>> {
    text.match_indices(word)
        .map(|(at, _)| at..at + word.len())
        .find(|range| {
            let before = text[..range.start].chars().next_back();
            let after = text[range.end..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
}

fn find_ignoring_case(text: &str, words: &str) -> Option<Range<usize>> {
    let mut starts = memchr::memchr2_iter(
        words.as_bytes()[0].to_ascii_lowercase(),
        words.as_bytes()[0].to_ascii_uppercase(),
        text.as_bytes(),
    );
    starts.find_map(|at| {
        let found = text.get(at..at + words.len())?;
        found.eq_ignore_ascii_case(words).then(|| at..at + words.len())
    })
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
