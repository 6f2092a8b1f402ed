//! The words by which a language states quantities.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rust_decimal::Decimal;

use crate::model::quantity::Bound;
use crate::model::stated::Period;
use crate::parse::quantities::tokens::Digits;
use crate::parse::quantities::{english, french};

/// What a word does in a quantity. One word may do several things; the first that the grammar
/// asks for is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lex {
    /// Adds to a number in words: *douze*, *sixty*.
    Add(u32),
    /// *un*, *a*: one, but only where another word of number follows.
    One,
    /// *vingt* after *quatre*: four times twenty.
    Score,
    /// *cent*, *hundred*.
    Hundred,
    /// *mille*, *thousand*.
    Thousand,
    /// *million*, *milliard*.
    Scale(u64),
    /// *M*, *bn*: only beside a currency.
    ShortScale(u64),
    /// A month.
    Month(i8),
    /// A season, 0 to 3.
    Season(u8),
    /// *début*, *mi*, *late*: a third of a year, 0 to 2.
    Third(u8),
    /// *trimestre*: after an ordinal.
    Quarter,
    /// *semestre*, *half*: after an ordinal.
    Half,
    /// *premier*, *second*: an ordinal, from 1.
    Ordinal(u8),
    /// A currency by its name.
    Currency(&'static str),
    /// A unit: `m2`, `month`.
    Unit(&'static str),
    /// A unit with its scale: *Mt* is a million tonnes.
    ScaledUnit(&'static str, u64),
    /// *dizaine*, *dozen*: about so many, after *one*.
    Around(u32),
    /// *tiers*, *quarters*: the denominator of a fraction.
    Denominator(u8),
    /// A noun that both languages know: `project`.
    Noun(&'static str),
    /// *article*, *page*: the number after it is a name.
    Numbered,
    /// *triplé*, *halved*: by how much something was multiplied, as numerator and denominator.
    Factor(u8, u8),
    /// *double*: as the last, but only where words before it make it a verb.
    FactorAfter(u8),
    /// *multiplié*, *divided*: a number after it and its preposition is a factor.
    Multiplies,
    /// As the last, for what divides.
    Divides,
    /// *moitié*, *half*: after an article, or before what is halved.
    HalfOf,
    /// *midi*, *midnight*: a time of day, in hours.
    Time(u16),
    /// *année*, *monthly*: speaks of a period.
    Period(Period),
    /// *par*, *every*: may begin a rate.
    Each,
    /// *recul*, *deficit*: something is less, and its number may have lost its minus sign.
    Falls,
    /// *moins*, *minus*: right before digits, a sign.
    Minus,
    /// *plusieurs*, *several*: the word of number after it is no number.
    Vague,
    /// Ends words that bound the number after them: *plus de*.
    BoundEnd,
    /// Begins words that bound the number before them: *ou plus*.
    BoundStart,
    /// *every*, before *other*.
    Every,
    /// A word that may stand with a capital before a year without making a name of it.
    Function,
}

impl Lex {
    /// Whether a quantity may begin with such a word.
    pub(super) fn begins(self) -> bool {
        matches!(
            self,
            Self::Add(_)
                | Self::One
                | Self::Hundred
                | Self::Thousand
                | Self::Month(_)
                | Self::Season(_)
                | Self::Third(_)
                | Self::Ordinal(_)
                | Self::Half
                | Self::Every
                | Self::Factor(..)
                | Self::FactorAfter(_)
                | Self::Multiplies
                | Self::Divides
                | Self::HalfOf
                | Self::Time(_)
                | Self::Each
        )
    }
}

/// A language's words.
pub(super) struct Lexicon {
    pub(super) digits: Digits,
    pub(super) words: HashMap<&'static str, Vec<Lex>, BuildHasherDefault<Fnv>>,
    /// For the first two bytes of a word, the lengths of the words that begin with them, as
    /// bits: most words of a text are told apart by these alone.
    pub(super) lengths: [u32; N_BEGINNINGS],
    /// Words before a number that bound it, longest first, with what they may mean.
    pub(super) before: &'static [(&'static [&'static str], &'static [Bound])],
    /// Words after a number and its unit that bound it.
    pub(super) after: &'static [(&'static [&'static str], Bound)],
    /// Last words of bounds that an article or an adverb may part from their number:
    /// *dépasse désormais les 80 %*.
    pub(super) far: &'static [&'static str],
    /// What may stand between them.
    pub(super) between_far: &'static [&'static str],
    /// Words after an amount that make it a rate.
    pub(super) rates: &'static [(&'static [&'static str], Period)],
    /// Words that say of whom a rate is, before it: *par* étudiant *et par an*.
    pub(super) per: &'static str,
    /// Words before the number that multiplies or divides: *par*, *by*.
    pub(super) by: &'static str,
    /// Units of several words.
    pub(super) long_units: &'static [(&'static [&'static str], &'static str)],
    /// Currencies of several words.
    pub(super) long_currencies: &'static [(&'static [&'static str], &'static str)],
    /// Words after a number that make it a percentage.
    pub(super) percent: &'static [&'static [&'static str]],
    /// Words between a number and what it counts: *d’*, *de*.
    pub(super) links: &'static [&'static str],
    /// Words between the ends of a range.
    pub(super) to: &'static str,
    /// The word that joins the ends of a range after one of `between`.
    pub(super) and: &'static str,
    /// Words that begin a range.
    pub(super) between: &'static str,
    /// Words before *deux*, *two* that make it *both*.
    pub(super) both: &'static [&'static str],
    /// Words after digits that make them a time of day.
    pub(super) times: &'static [&'static str],
    /// Letters after digits that make them an ordinal.
    pub(super) ordinals: &'static [&'static str],
}

/// How many beginnings of words are told apart.
pub(super) const N_BEGINNINGS: usize = 1024;

/// Where the first two bytes of a word stand among the beginnings, by their five lower bits:
/// capitals stand where the small letters do.
fn beginning(word: &str) -> usize {
    let mut bytes = word.bytes().map(|byte| usize::from(byte & 31));
    let (first, second) = (bytes.next(), bytes.next());
    first.unwrap_or_default() << 5 | second.unwrap_or_default()
}

/// Whether any letter of a word is a capital. Those of western Europe are told without a table.
fn has_capital(word: &str) -> bool {
    let is_capital = |c: char| match c {
        '\0'..='\u{7f}' => c.is_ascii_uppercase(),
        'À'..='ÿ' => c <= 'Þ' && c != '×',
        c => c.is_uppercase(),
    };
    match word.is_ascii() {
        true => word.bytes().any(|byte| byte.is_ascii_uppercase()),
        false => word.chars().any(is_capital),
    }
}

/// The hash of Fowler, Noll and Vo, which is quick for words and good enough for ours.
#[derive(Default)]
pub(super) struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

/// Signs and words that are the same in every language.
const SHARED: &[(&str, Lex)] = &[
    ("six", Lex::Add(6)),
    ("million", Lex::Scale(1_000_000)),
    ("M", Lex::ShortScale(1_000_000)),
    ("k", Lex::ShortScale(1_000)),
    ("K", Lex::ShortScale(1_000)),
    ("second", Lex::Ordinal(2)),
    ("euro", Lex::Currency("EUR")),
    ("euros", Lex::Currency("EUR")),
    ("EUR", Lex::Currency("EUR")),
    ("USD", Lex::Currency("USD")),
    ("GBP", Lex::Currency("GBP")),
    ("CHF", Lex::Currency("CHF")),
    ("dollar", Lex::Currency("USD")),
    ("dollars", Lex::Currency("USD")),
    ("m2", Lex::Unit("m2")),
    ("m²", Lex::Unit("m2")),
    ("km2", Lex::Unit("km2")),
    ("km²", Lex::Unit("km2")),
    ("ha", Lex::Unit("ha")),
    ("hectare", Lex::Unit("ha")),
    ("hectares", Lex::Unit("ha")),
    ("km", Lex::Unit("km")),
    ("m", Lex::Unit("m")),
    ("kg", Lex::Unit("kg")),
    ("kilo", Lex::Unit("kg")),
    ("kilos", Lex::Unit("kg")),
    ("kilogrammes", Lex::Unit("kg")),
    ("tonne", Lex::Unit("tonne")),
    ("tonnes", Lex::Unit("tonne")),
    ("t", Lex::Unit("tonne")),
    ("g", Lex::Unit("g")),
    ("mg", Lex::Unit("mg")),
    ("m3", Lex::Unit("m3")),
    ("m³", Lex::Unit("m3")),
    ("litre", Lex::Unit("litre")),
    ("litres", Lex::Unit("litre")),
    ("W", Lex::Unit("w")),
    ("kW", Lex::Unit("kw")),
    ("MW", Lex::Unit("mw")),
    ("GW", Lex::Unit("gw")),
    ("gigawatts", Lex::Unit("gw")),
    ("kilowatts", Lex::Unit("kw")),
    ("cm", Lex::Unit("cm")),
    ("mm", Lex::Unit("mm")),
    ("Mt", Lex::ScaledUnit("tonne", 1_000_000)),
    ("kt", Lex::ScaledUnit("tonne", 1_000)),
    ("TWh", Lex::Unit("twh")),
    ("kWh", Lex::Unit("kwh")),
    ("MWh", Lex::Unit("mwh")),
    ("GWh", Lex::Unit("gwh")),
    ("minute", Lex::Unit("minute")),
    ("minutes", Lex::Unit("minute")),
    ("points", Lex::Unit("percentage-point")),
    ("point", Lex::Unit("percentage-point")),
    ("patient", Lex::Noun("patient")),
    ("patients", Lex::Noun("patient")),
    ("publication", Lex::Noun("publication")),
    ("publications", Lex::Noun("publication")),
    ("start", Lex::Noun("start-up")),
    ("hall", Lex::Numbered),
    ("lot", Lex::Numbered),
    ("volume", Lex::Numbered),
    ("article", Lex::Numbered),
    ("articles", Lex::Numbered),
    ("page", Lex::Numbered),
    ("pages", Lex::Numbered),
    ("p", Lex::Numbered),
    ("section", Lex::Numbered),
    ("figure", Lex::Numbered),
    ("no", Lex::Numbered),
    ("version", Lex::Numbered),
    ("phase", Lex::Numbered),
];

/// The tables that make a lexicon.
pub(super) struct Tables {
    pub(super) words: &'static [(&'static str, Lex)],
    pub(super) rest: Lexicon,
}

impl Lexicon {
    /// The lexicon of a language; `None` where Recto has none.
    pub(super) fn of(lang: &str) -> Option<&'static Self> {
        use std::sync::LazyLock;
        static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| french::tables().build());
        static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| english::tables().build());
        match lang.split('-').next() {
            Some("fr") => Some(&*FRENCH),
            Some("en") => Some(&*ENGLISH),
            _ => None,
        }
    }

    /// What a word does, as it is written or in lower case.
    pub(super) fn of_word(&self, word: &str) -> &[Lex] {
        if word.len() > 31 || self.lengths[beginning(word)] & 1 << word.len() == 0 {
            return &[];
        }
        let get = |word: &str| self.words.get(word).map_or(&[][..], Vec::as_slice);
        let lexes = get(word);
        if !lexes.is_empty() || !has_capital(word) {
            return lexes;
        }
        get(&word.to_lowercase())
    }

    /// A lexicon without words, for the tables of a language to fill.
    pub(super) fn empty(digits: Digits) -> Self {
        Self {
            digits,
            words: HashMap::default(),
            lengths: [0; N_BEGINNINGS],
            before: &[],
            after: &[],
            far: &[],
            between_far: &[],
            rates: &[],
            per: "",
            by: "",
            long_units: &[],
            long_currencies: &[],
            percent: &[],
            links: &[],
            to: "",
            and: "",
            between: "",
            both: &[],
            times: &[],
            ordinals: &[],
        }
    }
}

impl Tables {
    fn build(self) -> Lexicon {
        let mut lexicon = self.rest;
        let ends = lexicon.before.iter().filter_map(|(words, _)| words.last());
        let ends = ends.map(|&word| (word, Lex::BoundEnd));
        let starts = lexicon.after.iter().filter_map(|(words, _)| words.first());
        let starts = starts.map(|&word| (word, Lex::BoundStart));
        let bounds: Vec<(&'static str, Lex)> = ends.chain(starts).collect();
        for &(word, lex) in self.words.iter().chain(SHARED).chain(&bounds) {
            let lexes = lexicon.words.entry(word).or_default();
            if !lexes.contains(&lex) {
                lexes.push(lex);
            }
            lexicon.lengths[beginning(word)] |= 1 << word.len();
        }
        lexicon
    }
}

/// A value of the tables as the decimal that it is.
pub(super) fn decimal(value: u64) -> Decimal {
    Decimal::from(value)
}
