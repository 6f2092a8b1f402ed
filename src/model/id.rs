//! Ids: the names by which writers refer to dossiers, figures, organisations, …

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use crate::diag::Problem;

/// An id as it stands in a key or a reference: lower-case ASCII letters, digits and single
/// hyphens, at most [`Id::MAX_LEN`] bytes. Ids name folders and addresses, so they must be
/// writable in both.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// The most bytes that an id, or a slug, may have.
    pub const MAX_LEN: usize = 100;

    /// Reads an id.
    ///
    /// # Errors
    ///
    /// [`Problem::NotAnId`] with the nearest valid spelling.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if is_kebab(text) && text.len() <= Self::MAX_LEN {
            Ok(Self(text.into()))
        } else {
            Err(Problem::NotAnId { text: text.to_owned(), better: slugify(text) })
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as shared text.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Whether a text has the form of an id.
pub fn is_kebab(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty()
                && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The nearest text of the form of an id: accents are dropped, ligatures spelled out,
/// everything else becomes a hyphen. Empty when nothing is left.
///
/// ```
/// # use recto::model::id::slugify;
/// assert_eq!(slugify("L’Élysée & cœur de ville"), "l-elysee-coeur-de-ville");
/// ```
pub fn slugify(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    let mut slug = String::with_capacity(text.len());
    let mut push = |c: char| match c {
        'a'..='z' | '0'..='9' => slug.push(c),
        'A'..='Z' => slug.push(c.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}' => {}
        _ => {
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    };
    for c in text.nfd() {
        match c {
            'œ' | 'Œ' => "oe".chars().for_each(&mut push),
            'æ' | 'Æ' => "ae".chars().for_each(&mut push),
            'ß' => "ss".chars().for_each(&mut push),
            c => push(c),
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::{Id, slugify};

    #[test]
    fn an_id_is_kebab_case() {
        for good in ["a", "etat-lpr", "2030", "g-nius"] {
            assert!(Id::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "-a", "a-", "a--b", "État", "a_b", "a b", "../x", &"a".repeat(101)]
        {
            assert!(Id::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_slug_drops_accents_and_spells_ligatures() {
        assert_eq!(slugify("Données de santé"), "donnees-de-sante");
        assert_eq!(slugify("  Œuvre — n° 5 ! "), "oeuvre-n-5");
        assert_eq!(slugify("«»"), "");
    }
}
