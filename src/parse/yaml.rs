//! The shapes that YAML may have: what a draft is made of.
//!
//! A draft keeps what the writer said, also what they said wrong: unknown and repeated keys
//! are kept for `validate` to report, scalars stay text (`01`, `NO`, `1.10`, `400 M€`), and
//! only a wrong shape (a list where words belong) stops the reading.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A scalar as the writer typed it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scalar(pub Box<str>);

impl Scalar {
    /// The text, without blanks around it; `None` for nothing and for `null`.
    pub fn text(&self) -> Option<&str> {
        Some(self.0.trim()).filter(|text| !text.is_empty() && !self.is_null())
    }

    /// Whether it is `null`, by which a writer says that there is nothing. Where nothing
    /// stands, something may have been meant to.
    pub fn is_null(&self) -> bool {
        matches!(self.0.trim(), "~" | "null" | "Null" | "NULL")
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WORDS)
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(text.into()))
            }
        }
        // Asking for a string is what makes serde_yaml hand over the text as typed.
        deserializer.deserialize_str(ScalarVisitor)
    }
}

/// Takes what YAML reads as a boolean or a whole number as the text that it was.
macro_rules! visit_scalars_as_text {
    () => {
        fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
            self.visit_str(if value { "true" } else { "false" })
        }

        fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
            self.visit_str(&value.to_string())
        }

        fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
            self.visit_str(&value.to_string())
        }
    };
}

/// `true` or `false`, strictly; anything else is kept to be reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flag {
    /// `true` or `false`.
    Bool(bool),
    /// Another scalar.
    Other(Box<str>),
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlagVisitor;
        impl Visitor<'_> for FlagVisitor {
            type Value = Flag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WORDS)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Flag, E> {
                Ok(Flag::Bool(value))
            }

            fn visit_str<E>(self, text: &str) -> Result<Flag, E> {
                Ok(Flag::Other(text.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Flag, E> {
                Ok(Flag::Other(value.to_string().into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Flag, E> {
                Ok(Flag::Other(value.to_string().into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Flag, E> {
                Ok(Flag::Other(value.to_string().into()))
            }

            fn visit_unit<E>(self) -> Result<Flag, E> {
                Ok(Flag::Other("null".into()))
            }
        }
        deserializer.deserialize_any(FlagVisitor)
    }
}

/// One scalar or a list of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OneOrMany {
    /// The scalars.
    pub items: Vec<Scalar>,
    /// Whether the writer made a list of them.
    pub list: bool,
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;
        impl<'de> Visitor<'de> for ListVisitor {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(LIST)
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<OneOrMany, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(OneOrMany { items, list: true })
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany { items: vec![Scalar(text.into())], list: false })
            }

            visit_scalars_as_text!();

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<OneOrMany, E> {
                self.visit_str(&value.to_string())
            }

            fn visit_unit<E>(self) -> Result<OneOrMany, E> {
                Ok(OneOrMany::default())
            }
        }
        deserializer.deserialize_any(ListVisitor)
    }
}

/// Words: a bare string, or a map of named words that may nest. What is neither is kept to
/// be reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Words {
    /// A bare string.
    Text(Scalar),
    /// Named words.
    Map(Entries<Words>),
    /// A list.
    List(Vec<Words>),
    /// A number with a decimal point, of which YAML may have lost the last digits.
    Float,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;
        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(WORDS)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                read_entries(map).map(Words::Map)
            }

            fn visit_str<E>(self, text: &str) -> Result<Words, E> {
                Ok(Words::Text(Scalar(text.into())))
            }

            visit_scalars_as_text!();

            fn visit_f64<E>(self, _: f64) -> Result<Words, E> {
                Ok(Words::Float)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Words, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Words::List(items))
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<Words, E> {
                self.visit_str("")
            }
        }
        deserializer.deserialize_any(WordsVisitor)
    }
}

/// A map in the writer's order, repeated keys included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entries<T>(pub Vec<(Box<str>, T)>);

impl<T> Entries<T> {
    /// The entries, each with its key.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    /// The first entry with this key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.iter().find(|(k, _)| *k == key).map(|(_, value)| value)
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(MAP)
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Entries<T>, A::Error> {
                read_entries(map)
            }
        }
        deserializer.deserialize_map(EntriesVisitor(std::marker::PhantomData))
    }
}

fn read_entries<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    mut map: A,
) -> Result<Entries<T>, A::Error> {
    let mut entries = Vec::new();
    while let Some(key) = map.next_key::<Scalar>()? {
        entries.push((key.0, map.next_value()?));
    }
    Ok(Entries(entries))
}

/// A key that a draft cannot take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OddKey {
    /// The draft has no such key.
    Unknown {
        /// The key.
        key: Box<str>,
        /// Whether nothing follows it.
        bare: bool,
        /// The section that is meant, as which it was read.
        meant: Option<&'static str>,
    },
    /// The key stood there before; `nth` counts its occurrences from 0.
    Repeated {
        /// The key.
        key: Box<str>,
        /// Which occurrence.
        nth: usize,
    },
}

/// What every draft struct can tell of itself.
pub trait Keyed {
    /// Every key that it takes.
    const KEYS: &'static [&'static str];

    /// The keys that it could not take, in the writer's order.
    fn odd_keys(&self) -> &[OddKey];
}

/// Reads over the value of a key that is not taken; whether there was none.
pub(crate) fn skip_value<'de, A: MapAccess<'de>>(map: &mut A) -> Result<bool, A::Error> {
    Ok(map.next_value::<Option<IgnoredAny>>()?.is_none())
}

/// Declares a draft: a struct whose fields are all optional, and which keeps the keys that
/// it does not know or has met before.
macro_rules! draft {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug, Default)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: Option<$type>,)+
            /// Keys that are not taken.
            pub odd: Vec<$crate::parse::yaml::OddKey>,
        }

        impl $crate::parse::yaml::Keyed for $name {
            const KEYS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn odd_keys(&self) -> &[$crate::parse::yaml::OddKey] {
                &self.odd
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct DraftVisitor;
                impl<'de> serde::de::Visitor<'de> for DraftVisitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($crate::parse::yaml::MAP)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$name, A::Error> {
                        use $crate::parse::yaml::{OddKey, Scalar, skip_value};
                        let mut draft = $name::default();
                        let mut seen: Vec<Box<str>> = Vec::new();
                        while let Some(Scalar(key)) = map.next_key()? {
                            let nth = seen.iter().filter(|k| **k == key).count();
                            let known = <$name as $crate::parse::yaml::Keyed>::KEYS;
                            let meant = $crate::parse::yaml::meant_section(&key, known);
                            match meant.unwrap_or(&*key) {
                                $(stringify!($field) if meant.is_some() && draft.$field.is_none() => {
                                    draft.$field = Some(map.next_value()?);
                                    draft.odd.push(OddKey::Unknown { key: key.clone(), bare: false, meant });
                                })+
                                _ if meant.is_some() => {
                                    let bare = skip_value(&mut map)?;
                                    draft.odd.push(OddKey::Unknown { key: key.clone(), bare, meant: None });
                                }
                                $(stringify!($field) if nth == 0 => {
                                    draft.$field = Some(map.next_value()?);
                                })+
                                $(stringify!($field))|+ => {
                                    let _bare = skip_value(&mut map)?;
                                    draft.odd.push(OddKey::Repeated { key: key.clone(), nth });
                                }
                                _ => {
                                    let bare = skip_value(&mut map)?;
                                    draft.odd.push(OddKey::Unknown { key: key.clone(), bare, meant: None });
                                }
                            }
                            seen.push(key);
                        }
                        Ok(draft)
                    }
                }
                deserializer.deserialize_map(DraftVisitor)
            }
        }
    };
}
pub(crate) use draft;

/// Keys of an entry below which each item has an id.
pub(crate) const SECTIONS: [&str; 11] = [
    "groups",
    "objectives",
    "operators",
    "places",
    "figures",
    "funding",
    "quotes",
    "timeline",
    "contacts",
    "media",
    "documents",
];

/// The section of an entry that a key is near to: `figure`, `chiffres`. What stands below it
/// is read as that section, so that one slip does not make every reference to it another.
pub(crate) fn meant_section(
    key: &str,
    known: &'static [&'static str],
) -> Option<&'static str> {
    // A draft that has no title has no sections; most keys are as they should be.
    if known.contains(&key) || !known.contains(&"title") || !known.contains(&"summary") {
        return None;
    }
    let meant = meant_key(key, known)?;
    known
        .iter()
        .copied()
        .find(|known| *known == meant)
        .filter(|known| SECTIONS.contains(known) || *known == "summary")
}

/// The known key that is nearest to what was written, also in French.
pub(crate) fn meant_key(key: &str, known: &[&str]) -> Option<String> {
    const FRENCH: [(&str, &str); 58] = [
        ("titre", "title"),
        ("resume", "summary"),
        ("chapo", "summary"),
        ("description", "summary"),
        ("themes", "topics"),
        ("thematiques", "topics"),
        ("publie", "published"),
        ("publication", "published"),
        ("date", "published"),
        ("mis-a-jour", "updated"),
        ("mise-a-jour", "updated"),
        ("brouillon", "draft"),
        ("objectifs", "objectives"),
        ("operateurs", "operators"),
        ("acteurs", "operators"),
        ("partenaires", "operators"),
        ("lieux", "places"),
        ("lieu", "place"),
        ("chiffre", "figures"),
        ("chiffres", "figures"),
        ("chiffres-cles", "figures"),
        ("financement", "funding"),
        ("financements", "funding"),
        ("budget", "funding"),
        ("citation", "quotes"),
        ("citations", "quotes"),
        ("calendrier", "timeline"),
        ("chronologie", "timeline"),
        ("etapes", "timeline"),
        ("contact", "contacts"),
        ("medias", "media"),
        ("photos", "media"),
        ("images", "media"),
        ("groupes", "groups"),
        ("libelle", "label"),
        ("nom", "label"),
        ("nom", "name"),
        ("valeur", "value"),
        ("unite", "unit"),
        ("montant", "amount"),
        ("statut", "status"),
        ("etat", "status"),
        ("part-de", "part_of"),
        ("periode", "period"),
        ("perimetre", "perimeter"),
        ("methode", "method"),
        ("payeur", "payer"),
        ("financeur", "payer"),
        ("beneficiaire", "beneficiary"),
        ("objet", "purpose"),
        ("historique", "history"),
        ("fichier", "file"),
        ("legende", "caption"),
        ("texte", "text"),
        ("orateur", "speaker"),
        ("auteur", "speaker"),
        ("telephone", "phone"),
        ("langues", "languages"),
    ];
    let slug = crate::model::id::slugify(key);
    let french = FRENCH
        .iter()
        .find(|(french, own)| *french == slug && known.contains(own))
        .map(|(_, own)| (*own).to_owned());
    french.or_else(|| crate::diag::near(key, known.iter().copied()))
}

/// What `serde_yaml` says it expected, by which `front_matter` knows the shape that was meant.
pub(crate) const WORDS: &str = "words";
/// As [`WORDS`].
pub(crate) const LIST: &str = "a word or a list";
/// As [`WORDS`].
pub(crate) const MAP: &str = "a map";
