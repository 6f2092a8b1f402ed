//! The theme's strings in one language: messages with placeholders and plural forms.

use std::collections::BTreeMap;
use std::fmt;

/// A CLDR plural category (<https://cldr.unicode.org/index/cldr-spec/plural-rules>).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Plural {
    /// As in Arabic 0.
    Zero,
    /// As in English 1, French 0 and 1.
    One,
    /// As in Arabic 2.
    Two,
    /// As in Polish 2 to 4.
    Few,
    /// As in French 1 000 000.
    Many,
    /// Everything else; every message has it.
    Other,
}

impl Plural {
    /// The category with this CLDR keyword.
    pub fn parse(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            "other" => Self::Other,
            _ => return None,
        })
    }

    /// The CLDR keywords.
    pub const WORDS: &[&str] = &["zero", "one", "two", "few", "many", "other"];
}

/// A string of the theme, with a form for each plural category that needs its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    other: Box<str>,
    forms: BTreeMap<Plural, Box<str>>,
}

impl Message {
    /// A message with one form.
    pub fn plain(text: &str) -> Self {
        Self { other: text.into(), forms: BTreeMap::new() }
    }

    /// A message with plural forms; `None` without the form `other`.
    pub fn plural(forms: impl IntoIterator<Item = (Plural, Box<str>)>) -> Option<Self> {
        let mut forms: BTreeMap<_, _> = forms.into_iter().collect();
        Some(Self { other: forms.remove(&Plural::Other)?, forms })
    }

    /// The form for a category.
    pub fn form(&self, category: Plural) -> &str {
        self.forms.get(&category).unwrap_or(&self.other)
    }

    /// The form `other`, which a message without plural forms has alone.
    pub fn text(&self) -> &str {
        &self.other
    }

    /// Whether the message has plural forms.
    pub fn is_plural(&self) -> bool {
        !self.forms.is_empty()
    }

    /// The message with every form changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let forms = self.forms.iter();
        Self {
            other: change(&self.other).into(),
            forms: forms
                .map(|(category, text)| (*category, change(text).into()))
                .collect(),
        }
    }
}

/// Replaces each `{name}` of a message by its value.
///
/// ```
/// # use recto::model::words::fill;
/// assert_eq!(fill("plus de {q}", &[("q", "60")]), "plus de 60");
/// ```
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let value = after.find('}').and_then(|close| {
            let name = &after[1..close];
            values
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (close, value))
        });
        match value {
            Some((close, value)) => {
                filled.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                filled.push('{');
                rest = &after[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The theme's strings in one language, by dotted key: `bound.more-than`.
///
/// Indexing cannot miss for the keys of the built-in theme: a language is refused when it
/// lacks one of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Words(BTreeMap<Box<str>, Message>);

impl Words {
    /// Strings by key.
    pub fn new(messages: BTreeMap<Box<str>, Message>) -> Self {
        Self(messages)
    }

    /// The message with this key.
    pub fn get(&self, key: &str) -> Option<&Message> {
        self.0.get(key)
    }

    /// The text of a message of the built-in theme without plural forms.
    ///
    /// A key that is no message gives the empty string; a test holds every key of the
    /// source against the built-in strings.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).map_or("", Message::text)
    }

    /// Every message by key, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.0.iter().map(|(key, message)| (&**key, message))
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} messages)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, Plural, fill};

    #[test]
    fn placeholders_are_filled_once() {
        assert_eq!(fill("{a} à {b}", &[("a", "{b}"), ("b", "18")]), "{b} à 18");
        assert_eq!(fill("{inconnu} {", &[]), "{inconnu} {");
    }

    #[test]
    fn a_message_falls_back_to_other() {
        let forms = [(Plural::One, "projet".into()), (Plural::Other, "projets".into())];
        let message = Message::plural(forms).expect("the form `other`");
        assert_eq!(message.form(Plural::One), "projet");
        assert_eq!(message.form(Plural::Many), "projets");
        assert!(Message::plural([(Plural::One, "x".into())]).is_none());
    }
}
