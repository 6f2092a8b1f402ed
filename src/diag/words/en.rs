//! Findings in English.

use crate::diag::words::{is_rate, list};
use crate::diag::{Align, IdKind, Problem, RelatedWhat, Shape};
use crate::model::statements::PageKind;
use crate::model::{references, spelling};

fn kind(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Organisation => "organisation",
        IdKind::Person => "person",
        IdKind::Programme => "programme",
        IdKind::Topic => "topic",
        IdKind::Source => "source",
        IdKind::Term => "term of the glossary",
        IdKind::Dossier => "dossier",
        IdKind::Release => "press release",
        IdKind::Page => "page",
        IdKind::Unit => "unit",
        IdKind::Role => "role",
        IdKind::Place => "place",
        IdKind::Group => "list of objectives",
        IdKind::Figure => "figure",
        IdKind::Funding => "funding line",
        IdKind::Fact => "figure or funding line",
        IdKind::Quote => "quote",
        IdKind::Media => "picture",
    }
}

/// Where new ids of a kind are declared.
fn declared_in(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Organisation => "`content/registry/organisations.yaml`",
        IdKind::Person => "`content/registry/people.yaml`",
        IdKind::Programme => "`content/registry/programmes.yaml`",
        IdKind::Topic => "`content/registry/topics.yaml`",
        IdKind::Source => "`content/registry/sources.yaml`",
        IdKind::Term => "`content/registry/glossary.yaml`",
        IdKind::Dossier => "a folder of `content/dossiers/`",
        IdKind::Release => "a folder of `content/releases/`",
        IdKind::Page => "a file of `content/pages/`",
        IdKind::Unit => "`units:` of `content/site.yaml`",
        IdKind::Role => "`roles:` of `content/site.yaml`",
        IdKind::Place => "`places:` of this dossier",
        IdKind::Group => "`groups:` of this dossier",
        IdKind::Figure => "`figures:` of the dossier",
        IdKind::Funding => "`funding:` of the dossier",
        IdKind::Fact => "`figures:` or `funding:` of the dossier",
        IdKind::Quote => "`quotes:` of this dossier",
        IdKind::Media => "`media:` of this dossier",
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Words => "words or a number",
        Shape::WordOrList => "a word or a list of words",
        Shape::Map => "keys with values",
        Shape::List => "a list, each item on a line that begins with `- `",
    }
}

pub(super) fn related(what: RelatedWhat) -> &'static str {
    match what {
        RelatedWhat::TheFact => "the fact stands here",
        RelatedWhat::TheReference => "the reference says",
        RelatedWhat::APart => "a part",
        RelatedWhat::TheTotal => "the total",
        RelatedWhat::TheOther => "the other statement",
        RelatedWhat::TheFirst => "the first one",
    }
}

fn did_you_mean(near: Option<&String>, known: &[&str]) -> String {
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("available: {}", list(known, 30)),
    }
}

/// What a statement lacks, in the words of who writes it.
fn lacking(key: &str) -> &str {
    match key {
        "accessibility.contact" => "whom to contact",
        "accessibility.stated" => "the date of the statement",
        "legal.publisher.name" => "the publisher’s name",
        "legal.publisher.address" => "the publisher’s address",
        "legal.publisher.phone" => "the publisher’s telephone number",
        "legal.director" => "the publication director",
        "legal.host.name" => "the host’s name",
        "legal.host.address" => "the host’s address",
        "legal.host.phone" => "the host’s telephone number",
        key => key,
    }
}

pub(super) fn message(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::NotUtf8 => "this file is not saved as UTF-8".into(),
        P::Utf16 => "this file is saved as UTF-16".into(),
        P::SymbolicLink => "symbolic links are not followed".into(),
        P::NotAFile => "this is not an ordinary file".into(),
        P::FolderNamedLikeFile => "this is a folder with the name of a file".into(),
        P::SecretFile => "a file with secrets has no place here".into(),
        P::OddFileName => "this file name cannot be published on every system".into(),
        P::NamesCollide { other } => {
            format!("this name and `{other}` are one and the same on some disks")
        }
        P::FoldersTooDeep { max } => format!("folders nest deeper than {max} levels"),
        P::FileTooLarge { len, max } => {
            format!("this file has {} MB, more than {}", len >> 20, max >> 20)
        }
        P::ChangedWhileReading => "this file changed while it was being read".into(),
        P::HardLink => "this file has a second name elsewhere on the disk".into(),
        P::StrayFile => "nothing reads this file".into(),
        P::FileNotPublished { .. } => "files of this kind are not published".into(),
        P::FileInUnknownLanguage { lang, .. } => {
            format!("the site has no language `{lang}`")
        }
        P::Misnamed { .. } => "nothing reads a file of this name".into(),
        P::NoSite => "there is no `content/site.yaml`".into(),
        P::BadFolderName { name, .. } => format!("`{name}` cannot be part of an address"),
        P::NoReference { lang, .. } => {
            format!("there is no file in the reference language `{lang}`")
        }
        P::ForeignFile => "this file was not written by Recto, and is left alone".into(),
        P::ControlCharacter { code: 0 } => "a control character".into(),
        P::ControlCharacter { code } => format!("a control character, U+{code:04X}"),
        P::BidiControl { code } => {
            format!("U+{code:04X} changes the direction of the text that follows")
        }
        P::TooManyMarks => "too many accents on one letter".into(),
        P::GarbledText { written, meant: Some(_) } => {
            format!("`{written}` is a character that a copy has damaged")
        }
        P::GarbledText { meant: None, .. } => "a character was lost here in a copy".into(),
        P::InvisibleCharacter { code } => {
            format!("a character without width stands here, U+{code:04X}")
        }
        P::ListMark { mark } => format!("`{mark}` begins no list: it is shown as it is"),
        P::IndentedText => "the spaces before these words make them code".into(),
        P::MixedScript { letter } => {
            format!(
                "`{letter}` (U+{:04X}) is not a Latin letter, though it may look like one",
                u32::from(*letter)
            )
        }
        P::NoFrontMatter => "this file has no front matter".into(),
        P::TomlFrontMatter => "this front matter is TOML".into(),
        P::BlankBeforeFrontMatter => {
            "the front matter does not begin on the first line".into()
        }
        P::FrontMatterNotClosed => "the front matter has no second `---`".into(),
        P::SecondDocument => "a second front matter follows the first".into(),
        P::YamlTooLong { len, max } => {
            format!("{} kB of YAML, more than {}", len >> 10, max >> 10)
        }
        P::NotYaml => "this line cannot be read".into(),
        P::NotAMap => "keys with values are expected here".into(),
        P::SignNotQuoted { sign, .. } => {
            format!("a value cannot begin with `{sign}`, which YAML reads in its own way")
        }
        P::QuoteNotClosed { .. } => {
            "this quotation mark is not closed, or closes too early".into()
        }
        P::CommentInValue { lost } => {
            format!("`{lost}` is not read: YAML takes it for a comment")
        }
        P::AmountInFigure { text } => {
            format!("`{text}` is an amount of money, and this is a figure")
        }
        P::MarkdownNotClosed { mark } => {
            format!("`{mark}` is shown as it is: what it begins is not complete")
        }
        P::ReferenceInWords { written } => format!("`{written}` is no reference here"),
        P::UnquotedColon { .. } => "this value has a colon and no quotes".into(),
        P::Misaligned { n_spaces: 1, .. } => "this line is one space off".into(),
        P::Misaligned { n_spaces, .. } => format!("this line is {n_spaces} spaces off"),
        P::NoBreakSpace { .. } => {
            "a no-break space (U+00A0) stands here, which YAML does not take for a space"
                .into()
        }
        P::ColonMissing { .. } => "this line lacks a colon".into(),
        P::SpaceMissing { .. } => "a space is missing after the colon".into(),
        P::BracketNotClosed { bracket } => {
            format!("`{bracket}` is missing, which closes what opens here")
        }
        P::CommaMissing { key } => format!("a comma is missing before `{key}`"),
        P::CommaInValue { text } => {
            format!("the comma cuts the value off: `{text}` is no longer in it")
        }
        P::TabIndent => "a tab begins this line".into(),
        P::Alias => "anchors and aliases (`&`, `*`, `<<`) are not used here".into(),
        P::CustomTag => "YAML tags (`!`) are not used here".into(),
        P::NestedTooDeeply => "this nests deeper than anything in a dossier".into(),
        P::ConflictMarker { marker } => {
            format!("`{marker}` was left behind by an unfinished merge")
        }
        P::WrongShape { key, expected } => {
            format!("`{key}` must be {}", shape(*expected))
        }
        P::WordsNotQuoted { key } => format!("`{key}` must be words"),
        P::UnknownKey { key, .. }
            if key.contains('\u{a0}') || key.contains('\u{202f}') =>
        {
            "a no-break space stands before the colon".into()
        }
        P::UnknownKey { key, .. } => format!("unknown key `{key}`"),
        P::RepeatedKey { key } => format!("`{key}` stands here twice"),
        P::EmptyValue { key } => format!("`{key}` is empty"),
        P::MissingKey { key } => format!("`{key}` is missing"),
        P::RepeatedItem { item } => format!("`{item}` stands in this list twice"),
        P::TooManyItems { n_items, max } => {
            format!("{n_items} items are more than {max}")
        }
        P::NotAnId { text, .. } => format!("`{text}` is not an id"),
        P::UnknownId { kind: k, id, .. } => format!("unknown {} `{id}`", kind(*k)),
        P::UnknownTerm { text, .. } => {
            format!("`{text}` is not one of the words known here")
        }
        P::FactTwice { id } => format!("`{id}` is both a figure and a funding line"),
        P::EmptyText { key } => format!("`{key}` is empty"),
        P::TextTooLong { n_chars, max } => {
            format!("{n_chars} characters, more than {max}")
        }
        P::EmbargoWithoutInstant => "the embargo has no time".into(),
        P::UnreadableFile => "this file may not be read".into(),
        P::FileNameEnding { .. } => "nothing reads this file".into(),
        P::QuoteInDraft => "this quote is not shown: it says `draft: true`".into(),
        P::FactInTranslation { key, .. } => {
            format!("`{key}` is a fact, and this is a translation")
        }
        P::NoCounterpart { key, .. } => format!("the reference has no `{key}` here"),
        P::QuantitiesDiffer { here, there } => {
            format!("this says `{here}`, the reference says `{there}`")
        }
        P::QuantityMissing { there } => {
            format!("`{there}` of the reference is not here")
        }
        P::QuantityAdded { here } => format!("`{here}` is not in the reference"),
        P::QuantityContradicts { written, id, value } => {
            format!("`{written}` is not what `{id}` says: {value}")
        }
        P::QuantityIsAFact { written, ids } => {
            format!("`{written}` is the value of {}", list(ids, 3))
        }
        P::Untranslated { words } if words.len() == 1 => {
            format!("{} is not translated", list(words, 1))
        }
        P::Untranslated { words } => format!("{} texts are not translated", words.len()),
        P::SameWords => "these are the words of the reference".into(),
        P::BlocksDiffer { here: 0, .. } => "the reference has a text, and this has none".into(),
        P::BlocksDiffer { there: 0, .. } => "this has a text, and the reference has none".into(),
        P::BlocksDiffer { here, there } => format!(
            "this part has {here} headings, paragraphs, items and cells; in the reference it has {there}"
        ),
        P::NotTranslated { lang, .. } => format!("not translated into `{lang}`"),
        P::StaleTranslation { changed, reviewed } => {
            format!(
                "the original changed on {changed}, after this translation was checked on {reviewed}"
            )
        }
        P::NoWordsIn { lang } => format!("no words in `{lang}`"),
        P::NotInLanguage { lang } => format!("not translated into `{lang}`"),
        P::UnknownLanguage { lang, .. } => format!("the site has no language `{lang}`"),
        P::NotALanguage { text } => format!("`{text}` is not a language tag"),
        P::NoSummary => "there is no `summary`".into(),
        P::Unfinished { mark } => format!("`{mark}` says that this text is not finished"),
        P::PrivateContact { contact } => format!("`{contact}` looks private"),
        P::NotANumber { text } if spelling::number(text).is_some() => {
            format!("`{text}` is not how a number is written")
        }
        P::NotANumber { text } => format!("`{text}` is not a number"),
        P::AmbiguousNumber { text, small: Some(_), .. } => {
            format!("`{text}` can be read in two ways")
        }
        P::AmbiguousNumber { text, small: None, .. } => {
            format!("`{text}` parts its thousands by commas or points")
        }
        P::DigitGroups { text } => {
            format!("the digits of `{text}` are not in groups of three")
        }
        P::ForeignDigits { text, .. } => format!("`{text}` has digits other than 0 to 9"),
        P::MinusSign { text, .. } => {
            format!("`{text}` begins with a dash that is not a minus")
        }
        P::NumberOutOfRange { text } if text.is_empty() => {
            "the result is too large".into()
        }
        P::NumberOutOfRange { text } => {
            format!("`{text}` is too large to be kept exactly")
        }
        P::RangeBackwards { text } => {
            format!("the range `{text}` ends below its beginning")
        }
        P::UnitInValue { text, .. } => format!("`{text}` has its unit in the value"),
        P::OutOfLimits { text, .. } => {
            format!("`{text}` is outside of what this figure can be")
        }
        P::NotAWholeNumber { text } => format!("`{text}` is not a small whole number"),
        P::NotABool { text } => format!("`{text}` is neither `true` nor `false`"),
        P::NotAnAmount { text } | P::UnknownCurrency { text, .. }
            if spelling::amount(text, None).is_some() =>
        {
            format!("`{text}` is not how an amount is written")
        }
        P::NotAnAmount { text } => format!("`{text}` is not an amount of money"),
        P::AmountWithoutCurrency { text, .. } => format!("`{text}` has no currency"),
        P::LowercaseMillion { text, .. } => format!("`{text}` has a small `m`"),
        P::UnknownCurrency { written, .. } => format!("`{written}` is not a currency"),
        P::NegativeAmount { text } => format!("`{text}` is below zero"),
        P::NotAFormula { text } => format!("`{text}` is not a formula"),
        P::ValueAndFormula => "a figure has a value or a formula, not both".into(),
        P::DivisionByZero => "this formula divides by zero".into(),
        P::FormulaCycle { cycle } => {
            format!("these formulas need each other: {}", cycle.join(" → "))
        }
        P::FormulaNeedsExact { fact } => {
            format!("`{fact}` is a bound or a range, with which one cannot calculate")
        }
        P::UnitOfHistory { written, unit } => {
            format!("this earlier value is in `{written}`, the figure in `{unit}`")
        }
        P::ScaleOfHistory { written } => {
            format!(
                "`{written}` is written in another scale or currency than the amount today"
            )
        }
        P::SameAsItself { id } => {
            format!("`{id}` is this line itself, or a total that it is part of")
        }
        P::HistoryIsLater { past, now } => {
            format!("an earlier value is of {past}, the present one of {now}")
        }
        P::SameDateTwice { date } => format!("two earlier values are of {date}"),
        P::NotADate { text, .. } => format!("`{text}` is not a date"),
        P::NoSuchDate { text } => format!("the calendar has no `{text}`"),
        P::IntervalBackwards { text } => {
            format!("the interval `{text}` ends before it begins")
        }
        P::DayNeeded { text } => format!("`{text}` is not a whole day"),
        P::NotAnInstant { text, .. } => format!("`{text}` is not a date with a time"),
        P::EmbargoWithoutOffset { text, better } if better.is_empty() => {
            format!("`{text}` does not exist: clocks skip this hour")
        }
        P::EmbargoWithoutOffset { text, better } if better.len() > 1 => {
            format!("`{text}` happens twice: clocks repeat this hour")
        }
        P::EmbargoWithoutOffset { text, .. } => {
            format!("`{text}` does not say its offset")
        }
        P::OffsetOfAnotherSeason { .. } => {
            "this offset is not the one that your clocks have on that day".into()
        }
        P::PublishedInFuture { date } => format!("{date} is in the future"),
        P::UpdatedBeforePublished => "this was changed before it was published".into(),
        P::NoSource => "nothing says where this comes from".into(),
        P::NoAsOf => "nothing says when this was so".into(),
        P::AsOfInFuture { date } => format!("{date} is in the future"),
        P::ReviewDue { date } => format!("this was to be looked at again after {date}"),
        P::QuotationMarks { open, close } => {
            format!(
                "this quote stands between {open} and {close}: readers would see marks twice"
            )
        }
        P::QuoteWithoutWords => "this quote waits for its words, and is not shown".into(),
        P::QuoteWithoutSpeaker => "a quote has one speaker".into(),
        P::SourceWithoutName => "this source has neither a title nor a label".into(),
        P::PartsDiffer { sum, total, difference } => {
            format!(
                "the parts make {sum}, the total is {total}: a difference of {difference}"
            )
        }
        P::PartsBeyondRounding { sum, total, tolerance } => format!(
            "the parts make {sum}, the total is {total}; rounding explains at most {tolerance}"
        ),
        P::PartsExceed { sum, total, excess } => {
            format!(
                "the parts make {sum}, which is {excess} more than the total of {total}"
            )
        }
        P::PartsUndeclared { sum, total, difference } => {
            format!(
                "the parts make {sum}, the total is {total}: {difference} is not explained"
            )
        }
        P::PartNotSummable { part } => {
            format!(
                "`{part}` is a rate, an increase, a bound, a range or perhaps the same money as another part, and cannot be added"
            )
        }
        P::PartOfAnotherKind { part, total } => {
            format!("this part is in {part}, its total in {total}")
        }
        P::PartsInCircle { cycle } => {
            format!("parts of each other: {}", cycle.join(" → "))
        }
        P::PartOfItself => "this is a part of itself".into(),
        P::SameFactDiffers { here, there } => {
            format!("the same figure is {here} here and {there} there")
        }
        P::NoParts => "there are no parts".into(),
        P::MarkdownTooLong { len, max } => {
            format!("{} kB of text, more than {}", len >> 10, max >> 10)
        }
        P::MarkdownTooDeep => "lists and quotations nest too deeply here".into(),
        P::SecondTitle => "the page has a title already".into(),
        P::HeadingJump { from, to } => {
            format!("a heading of level {to} follows one of level {from}")
        }
        P::HtmlLeftOut { tag } => format!("`<{tag}>` is not published"),
        P::HtmlAttributeLeftOut { tag, attribute } => {
            format!("`{attribute}` of `<{tag}>` is not published")
        }
        P::RawHtml { tag } if tag.is_empty() => "HTML is shown as text".into(),
        P::RawHtml { tag } => format!("HTML is shown as text: `<{tag}>`"),
        P::HtmlComment => "comments are not published".into(),
        P::ImageWithoutAlt => "this image has no description".into(),
        P::RemoteImage { .. } => "this image is on another site".into(),
        P::UndeclaredImage { file } => format!("`{file}` has no credit and no licence"),
        P::ForbiddenAddress { url } => format!("`{url}` cannot be linked"),
        P::InternalAddress { url } => format!("readers cannot reach `{url}`"),
        P::BareAddress { .. } => "an address is not the name of a page".into(),
        P::LinkSaysNothing { words } if words.is_empty() => {
            "this link has no words".into()
        }
        P::LinkSaysNothing { words } => {
            format!("`{words}` does not say where the link leads")
        }
        P::BrokenLink { target, .. } => format!("`{target}` leads nowhere"),
        P::ReferenceNotClosed => "this reference is not closed".into(),
        P::SingleBrackets { id } => format!("`[{id}]` is shown as it is, in brackets"),
        P::BlockWithoutMark { block } => {
            format!("`[[{block}]]` names a block, and lacks an exclamation mark")
        }
        P::MalformedReference { written } => format!("`{written}` names nothing"),
        P::UnknownReferenceKind { written, .. } => {
            format!("unknown kind of reference `{written}`")
        }
        P::BarInTableReference => {
            "in a table, the bar of a reference must be escaped".into()
        }
        P::DossierNeeded { fact } => {
            format!("nothing says which dossier `{fact}` belongs to")
        }
        P::BlockNotHere { block } => format!("there is no block `{block}` here"),
        P::EmptyBlock { block } => format!("the block `{block}` is empty"),
        P::BlockTwice { block } => format!("the block `{block}` stands here twice"),
        P::BlockNotAlone { block } => {
            format!("the block `{block}` stands among other things")
        }
        P::NotPublic { entry } => {
            format!("the {} `{}` is not public", kind(entry.kind), entry.id)
        }
        P::NotASlug { slug, .. } => {
            format!("`{slug}` cannot be the last part of an address")
        }
        P::ReservedSlug { slug } => format!("`{slug}` is taken by the site itself"),
        P::NotAnAlias { text } => format!("`{text}` cannot be an old address"),
        P::AddressTwice { address } => format!("two pages have the address `{address}`"),
        P::NotAnAddress { text } => format!("`{text}` is not a web address"),
        P::NotAMail { text } => format!("`{text}` is not an e-mail address"),
        P::NotAPhone { text } => format!("`{text}` is not a telephone number"),
        P::NotARor { text } => format!("`{text}` is not a ROR id"),
        P::NotAFilePath { text } => format!("`{text}` is not a file of this folder"),
        P::FileOfAnEntry { text } => {
            format!("`{text}` belongs to a dossier, a press release or a page, which may not be public yet")
        }
        P::NoSuchFile { text, .. } => format!("there is no file `{text}`"),
        P::FileTypeNotPublished { text, .. } => {
            format!("files such as `{text}` are not published")
        }
        P::BrokenPicture => "this picture is empty, cut short or damaged".into(),
        P::TooManyPixels { width: u64::MAX, .. } => "this drawing is too large".into(),
        P::TooManyPixels { width, height, max } => format!(
            "{width} × {height} pixels are too many: {} million at most",
            max / 1_000_000
        ),
        P::PictureFormat => "this file is not a picture in a published format".into(),
        P::MovingPicture => "this picture is animated".into(),
        P::UnsafeDrawing { what, line } => {
            format!(
                "on line {line}, this drawing has `{what}`, which does not belong there"
            )
        }
        P::PhotoSaysWhere => "this photo says where it was taken".into(),
        P::NotAPdf => "this file is not a PDF, or is damaged".into(),
        P::DocumentRuns { what } => {
            format!("this PDF can set off actions: {}", list(what, 5))
        }
        P::DocumentSays { what } => format!("this PDF also says {}", list(what, 5)),
        P::DocumentHolds { files } if files.is_empty() => {
            "this PDF has other files in it".into()
        }
        P::DocumentHolds { files } => {
            format!("this PDF has other files in it: {}", list(files, 5))
        }
        P::DocumentCovers { n_boxes: 1 } => {
            "a black box lies over text in this PDF, which can still be copied from under it".into()
        }
        P::DocumentCovers { n_boxes } => {
            format!("{n_boxes} black boxes lie over text in this PDF, which can still be copied from under them")
        }
        P::DocumentLocked => {
            "this PDF is locked: what else it says cannot be seen".into()
        }
        P::LicenceExpired { date } => {
            format!("this may no longer be shown: its licence ended on {date}")
        }
        P::DocumentWithoutPlace => {
            "a document is one thing: generated, a file, or an address".into()
        }
        P::ContactWithoutAddress => "this contact cannot be reached".into(),
        P::StateAgainstAudit { state, rate: None, .. } => {
            format!("no audit says that the site is `{state}`")
        }
        P::StateAgainstAudit { state, rate: Some(rate), .. } => {
            format!("with {rate}% of the criteria met, the site is not `{state}`")
        }
        P::NotAShare { text } => {
            format!("`{text}` is not a percentage between 0 and 100")
        }
        P::StatementLacks { statement, missing } => {
            let missing: Vec<&str> = missing.iter().map(|key| lacking(key)).collect();
            let name = match statement {
                PageKind::Accessibility => "accessibility statement",
                PageKind::LegalNotice => "legal notice",
            };
            format!("the {name} lacks: {}", missing.join(", "))
        }
        P::StatementWithoutPage { statement } => {
            let key = match statement {
                PageKind::Accessibility => "accessibility",
                PageKind::LegalNotice => "legal",
            };
            format!("no page shows what `{key}:` says")
        }
        P::TermTwice { words, other } => {
            format!("“{words}” also names the term `{other}`")
        }
        P::NoLanguages => "a site has between 1 and 32 languages, each once".into(),
        P::NotABaseUrl { text } => format!("`{text}` is not the address of a site"),
        P::NotATimeZone { text } => format!("`{text}` is not a time zone"),
        P::NotAStore { text } => format!("`{text}` is not the address of a store"),
        P::TargetWithoutPlace { .. } => {
            "a target is one thing: a folder, a git remote, or a store".into()
        }
        P::NoSuchTheme { name, .. } => format!("there is no theme `{name}`"),
        P::ThemesInCircle { name } => format!("themes extend each other: `{name}` again"),
        P::ThemeWithoutWords { lang, n_missing, .. } => {
            format!("the theme lacks {n_missing} of its words in `{lang}`")
        }
        P::Template { message } => message.clone(),
        P::TemplateNotFound { name } => format!("there is no template `{name}`"),
        P::NotAFont => "this is not a font, or is damaged".into(),
        P::FontNotEmbeddable => {
            "the licence of this font does not allow it to be put into documents".into()
        }
        P::RequestElsewhere { url } => {
            format!("every visitor would fetch `{url}` from another site")
        }
        P::TypesetEndless { seconds } => {
            format!("the program for typesetting is not done after {seconds} seconds")
        }
        P::TypesetTooLong { n_pages, max } => {
            format!("the document has {n_pages} pages; at most {max} are allowed")
        }
        P::CardSize { n_pages, width, height } => format!(
            "a share card is one page of 1200 by 630 points; here there are {n_pages}, the first of {width} by {height}"
        ),
        P::NoGlyph { characters } => {
            format!(
                "no font of the theme has {characters}: share cards, press kits and press releases leave it out"
            )
        }
        P::TemplatesInCircle { name } => {
            format!("`{name}` extends or includes itself")
        }
        P::ThemeBrokenLink { page, target } => {
            format!("on `{page}`, a link to `{target}` leads nowhere")
        }
        P::IdTwice { page, id } => {
            format!("on `{page}`, two elements have the id `{id}`")
        }
        P::WrongPageLanguage { page, expected } => {
            format!("`{page}` does not say that it is in `{expected}`")
        }
    }
}

pub(super) fn hint(problem: &Problem) -> Option<String> {
    use Problem as P;
    Some(match problem {
        P::NotUtf8 | P::Utf16 => "save it as UTF-8 in your editor".into(),
        P::SymbolicLink => "put the file itself here".into(),
        P::NotAFile | P::SecretFile => "move it out of the site folder".into(),
        P::FolderNamedLikeFile | P::OddFileName => "rename it".into(),
        P::NamesCollide { .. } => "rename one of the two".into(),
        P::FoldersTooDeep { .. } => "move the files up".into(),
        P::FileTooLarge { .. } => "make it smaller".into(),
        P::ChangedWhileReading => "run the command again".into(),
        P::HardLink => "copy the file here, so that nobody changes it from elsewhere".into(),
        P::StrayFile => {
            "entries are `dossiers/<id>/index.<lang>.md`, `releases/<id>/index.<lang>.md` and `pages/<id>.<lang>.md`".into()
        }
        P::FileNotPublished { known } => format!("published are: {}", list(*known, 20)),
        P::FileInUnknownLanguage { available, .. } => {
            format!("available: {}; others are declared by `languages:` in `content/site.yaml`", list(available, 20))
        }
        P::NoSite => "run the command in the folder that has `content/`, or give `--site`".into(),
        P::BadFolderName { better, .. } if better.is_empty() => {
            "use letters without accents, digits and hyphens".into()
        }
        P::Misnamed { name, better } => format!("rename `{name}` to `{better}`"),
        P::BadFolderName { better, .. } => format!("rename it to `{better}`"),
        P::NoReference { file, .. } => format!("write `{file}`, which holds the facts"),
        P::ForeignFile => "delete it, or move it out of the output folder".into(),
        P::TooManyMarks => "delete the accents that are too many".into(),
        P::ListMark { .. } => "write `- ` at the beginning of each line".into(),
        P::IndentedText => {
            "delete the spaces; to show code, put a line of three backquotes before and after it".into()
        }
        P::ControlCharacter { .. }
        | P::BidiControl { .. }
        | P::InvisibleCharacter { .. } => {
            "delete it; it may be invisible in your editor".into()
        }
        P::GarbledText { meant: Some(meant), .. } if meant.is_whitespace() => {
            "write a space, and read again all that was copied with it".into()
        }
        P::GarbledText { meant: Some(meant), .. } => {
            format!("write `{meant}`, and read again all that was copied with it")
        }
        P::GarbledText { meant: None, .. } => {
            "type it again, and read again all that was copied with it".into()
        }
        P::MixedScript { .. } => "type the letter again".into(),
        P::NoFrontMatter => "begin the file with `---`, the front matter, and `---`".into(),
        P::TomlFrontMatter => "write it as YAML between two lines of `---`".into(),
        P::BlankBeforeFrontMatter => "delete what stands before `---`".into(),
        P::FrontMatterNotClosed => "write `---` on a line of its own after the front matter".into(),
        P::SecondDocument => "a file has one front matter; delete this `---`, or join the two".into(),
        P::YamlTooLong { .. } => "split the dossier".into(),
        P::NotYaml => "look for a missing quote, bracket or colon, or a space too many, on this line and the one above".into(),
        P::NotAMap => "write `key: value`, one to a line".into(),
        P::SignNotQuoted { better, .. } | P::QuoteNotClosed { better } => format!("write `{better}`"),
        P::CommentInValue { .. } => "put the value in double quotes; before a comment of your own, write `# `".into(),
        P::AmountInFigure { .. } => "write it under `funding:`, as `amount:`".into(),
        P::MarkdownNotClosed { mark } => match *mark { "```" => "close the block with a line of three backquotes".into(), "**" => "write `**` on both sides, without spaces inside".into(), "](" => "write `[words](address)`, without spaces in the address".into(), "[^" => "write the note: `[^id]: its words`".into(), "#" => "write a space after `#`".into(), _ => "write a row of `---` below the head of the table".into() },
        P::ReferenceInWords { .. } => "write the words; references stand in the text, below the front matter".into(),
        P::UnquotedColon { better } => format!("write `{better}`"),
        P::Misaligned { n_spaces, align } => match align {
            Align::Above(like) => format!("align it with `{like}`, above"),
            Align::Below(like) => format!("align it with `{like}`, below"),
            Align::Left => format!("take {n_spaces} away where the line begins"),
            Align::Right => format!("add {n_spaces} where the line begins"),
        },
        P::NoBreakSpace { better } => format!("write `{better}`, with plain spaces"),
        P::ColonMissing { better } | P::SpaceMissing { better } => format!("write `{better}`"),
        P::BracketNotClosed { bracket } => format!("write `{bracket}` where the item ends"),
        P::CommaMissing { key } => format!("write `, {key}: …`"),
        P::CommaInValue { .. } => "put the whole text in double quotes".into(),
        P::TabIndent => "indent with spaces".into(),
        P::Alias => "write the value in each place".into(),
        P::CustomTag => "delete the word that begins with `!`, or put the value in quotes".into(),
        P::NestedTooDeeply => "look for a bracket or an indent too many".into(),
        P::ConflictMarker { .. } => "decide which of the two versions stays, and delete the markers".into(),
        P::WrongShape { key, expected: Shape::Map } => format!("give each its id: `{key}: {{an-id: …}}`"),
        P::WrongShape { key, expected: Shape::List } => format!("write `{key}:` and each item on a line that begins with `- `"),
        P::WrongShape { key, expected: Shape::Words | Shape::WordOrList } => format!("write `{key}: …` on one line"),
        P::WordsNotQuoted { key } => format!("write the words of `{key}` between quotes"),
        P::UnknownKey { key, near, .. } if key.contains('\u{a0}') || key.contains('\u{202f}') => {
            let key = near.clone().unwrap_or_else(|| key.trim().to_owned());
            format!("write `{key}:`, without the no-break space (U+00A0) before the colon")
        }
        P::UnknownKey { near, known, .. } => did_you_mean(near.as_ref(), known),
        P::RepeatedKey { .. } => "keep one of the two".into(),
        P::EmptyValue { key } => format!("write its value: `{key}: …`"),
        P::MissingKey { key } => format!("add `{key}:`"),
        P::RepeatedItem { .. } => "keep it once".into(),
        P::TooManyItems { max, .. } => format!("a list has at most {max}: split it"),
        P::NotAnId { better, .. } if better.is_empty() => {
            "an id has lower-case letters without accents, digits and hyphens".into()
        }
        P::NotAnId { better, .. } => format!("write `{better}`"),
        P::UnknownId { near: Some(near), .. } => format!("did you mean `{near}`?"),
        P::UnknownId { kind, .. } => format!("declare it in {}", declared_in(*kind)),
        P::UnknownTerm { near, known, .. } => did_you_mean(near.as_ref(), known),
        P::FactTwice { .. } => "references name both by their id: rename one".into(),
        P::EmptyText { .. } => "write some words".into(),
        P::TextTooLong { .. } => "shorten it, or move it into the text".into(),
        P::EmbargoWithoutInstant => "write the date and the time, `2027-01-15T11:00:00+01:00`; delete the line to publish at once".into(),
        P::UnreadableFile => "give yourself the right to read it".into(),
        P::FileNameEnding { better } => format!("rename it to `{better}`"),
        P::QuoteInDraft => "delete `draft: true`".into(),
        P::FactInTranslation { key, file, stands: false } => {
            format!("move `{key}` to `{file}`: facts stand there alone")
        }
        P::FactInTranslation { key, file, .. } => {
            format!("delete `{key}` here: facts stand in `{file}` alone")
        }
        P::NoCounterpart { near: Some(near), .. } => format!("did you mean `{near}`?"),
        P::NoCounterpart { .. } => "delete it, or add it to the reference".into(),
        P::QuantitiesDiffer { .. } => {
            "correct one of them; a reference, `[[id]]`, is the same in both".into()
        }
        P::QuantityMissing { .. } => "add it, or remove it from the reference".into(),
        P::QuantityAdded { .. } => "remove it, or add it to the reference".into(),
        P::QuantityContradicts { id, .. } => {
            format!("write `[[{id}]]`, or say more plainly what this number counts")
        }
        P::QuantityIsAFact { ids, .. } => {
            let id = ids.first().map_or("", String::as_str);
            format!("write `[[{id}]]`: it then follows the figure")
        }
        P::Untranslated { words } if words.len() > 1 => {
            format!("add {}; until then the reference is shown", list(words, 40))
        }
        P::Untranslated { .. } => "add the words; until then the reference is shown".into(),
        P::SameWords => "translate them".into(),
        P::BlocksDiffer { here: 0, .. } => "translate it".into(),
        P::BlocksDiffer { there: 0, .. } => "look whether it was lost there".into(),
        P::BlocksDiffer { .. } => {
            "look whether one is missing; where both have the same, their numbers are compared one by one".into()
        }
        P::NotTranslated { file, .. } => format!("write `{file}`; until then there is no page"),
        P::StaleTranslation { changed, .. } => {
            format!("bring the translation up to date, then write `reviewed: {changed}`; until then, the page warns its readers")
        }
        P::NoWordsIn { lang } => format!("add `{lang}: …`"),
        P::NotInLanguage { lang } => format!("add `{lang}: …`; until then the reference is shown"),
        P::UnknownLanguage { available, .. } => format!("available: {}", list(available, 20)),
        P::NotALanguage { .. } => "write `fr`, `en`, `pt-BR`".into(),
        P::NoSummary => "add one or two sentences, which lists and search engines show".into(),
        P::Unfinished { .. } => "finish it, or say `draft: true`".into(),
        P::PrivateContact { .. } => "give the press office’s number or address".into(),
        P::NotANumber { text } => match spelling::number(text) {
            Some(better) => format!("write `{}`", spelling::in_yaml(&better)),
            None => "write `75 000`, `1,4`, `> 60`, `≤ 5`, `~ 7` or `12–18`".into(),
        },
        P::AmbiguousNumber { large, small: Some(small), .. } => {
            format!("write `{large}` or `{small}`")
        }
        P::AmbiguousNumber { large, small: None, .. } => format!("write `{large}`"),
        P::DigitGroups { .. } => "write `75 000` or `75000`".into(),
        P::ForeignDigits { better: Some(better), .. } => format!("write `{better}`"),
        P::ForeignDigits { better: None, .. } => "write it with the digits 0 to 9".into(),
        P::MinusSign { better, .. } => format!("write `{better}`, with the hyphen of the keyboard"),
        P::NumberOutOfRange { .. } => {
            "write it in a larger unit, with at most 28 digits".into()
        }
        P::RangeBackwards { .. } => "write the smaller number first".into(),
        P::UnitInValue { value, unit, .. } => format!("write `value: {}` and `unit: {unit}`", spelling::in_yaml(value)),
        P::OutOfLimits { min, max, .. } => {
            let bounds: Vec<String> = [("min", min), ("max", max)]
                .into_iter()
                .filter_map(|(key, limit)| Some(format!("`{key}: {}`", limit.as_ref()?)))
                .collect();
            format!("it is held to {}; write other limits if it is right", bounds.join(" and "))
        }
        P::NotAWholeNumber { .. } => "write `0`, `1`, `2`".into(),
        P::NotABool { .. } => "write `true` or `false`, without quotes".into(),
        P::NotAnAmount { text } => match spelling::amount(text, None) {
            Some(better) => format!("write `{}`", spelling::in_yaml(&better)),
            None => "write `400 M€`, `1,4 Md€`, `63 000 €` or `€1.4 billion`".into(),
        },
        P::AmountWithoutCurrency { better, .. } | P::LowercaseMillion { better, .. } => {
            format!("write `{better}`")
        }
        P::UnknownCurrency { text, .. } if is_rate(text) => {
            "write the amount alone, and `per: year` beside it".into()
        }
        P::UnknownCurrency { text, .. } if spelling::amount(text, None).is_none() && (text.contains(" à ") || text.contains(" to ")) => {
            "write a range with a dash: `5–10 M€`".into()
        }
        P::UnknownCurrency { text, .. } if text.contains("billion") => {
            "write `Md€` for a thousand millions".into()
        }
        P::UnknownCurrency { text, written } => match spelling::amount(text, None) {
            Some(better) => format!("write `{}`", spelling::in_yaml(&better)),
            None if text == written => "write a current ISO 4217 code: `EUR`, `CHF`".into(),
            None => "write `€` or a current ISO 4217 code: `EUR`, `CHF`".into(),
        },
        P::NegativeAmount { .. } => "write the amount without a sign, and say in the label what it is".into(),
        P::NotAFormula { .. } => "write `etat / total * 100`, with spaces around the signs".into(),
        P::ValueAndFormula => "delete one of the two".into(),
        P::DivisionByZero => "look at the figure by which it divides".into(),
        P::FormulaCycle { .. } => "give one of them a value".into(),
        P::FormulaNeedsExact { .. } => "state the figure yourself, with its source".into(),
        P::UnitOfHistory { .. } | P::ScaleOfHistory { .. } => {
            "write all values of one series alike".into()
        }
        P::SameAsItself { .. } => {
            "name another line that states the same money, or delete this".into()
        }
        P::HistoryIsLater { .. } => {
            "correct one of the dates, or let the later value be the present one".into()
        }
        P::SameDateTwice { .. } => "give each earlier value its own date".into(),
        P::NotADate { better: Some(better), .. } => format!("write `{better}`"),
        P::NotADate { better: None, .. } => {
            "write `2021-12-14`, `2021-12`, `2021`, `2021-06~` or `2021/2028`".into()
        }
        P::NoSuchDate { .. } => "look at the day and the month".into(),
        P::IntervalBackwards { .. } => "write the earlier date first".into(),
        P::DayNeeded { .. } => "write year, month and day: `2021-12-14`".into(),
        P::NotAnInstant { better, .. } => {
            format!("write `{}`", better.as_deref().unwrap_or("2021-12-14T11:00:00+01:00"))
        }
        P::EmbargoWithoutOffset { better, .. } if better.is_empty() => "give another hour".into(),
        P::EmbargoWithoutOffset { better, .. } => {
            format!("give the offset: {}", better.iter().map(|b| format!("`{b}`")).collect::<Vec<_>>().join(" or "))
        }
        P::OffsetOfAnotherSeason { better } => format!("the same instant is `{better}`; is it meant?"),
        P::PublishedInFuture { .. } => "say `embargo:` with the instant, or `draft: true`".into(),
        P::UpdatedBeforePublished => "look at the two dates; they are shown as they stand".into(),
        P::NoSource => "add `source:` with an id of `content/registry/sources.yaml`".into(),
        P::NoAsOf => "add `as_of:` here or at the top".into(),
        P::AsOfInFuture { .. } => "say when it was checked".into(),
        P::ReviewDue { .. } => "check it and move `review_after:` on".into(),
        P::QuotationMarks { .. } => {
            "write the words alone: the site sets the quotation marks of each language".into()
        }
        P::QuoteWithoutWords => "add `text:` and delete `draft: true`".into(),
        P::QuoteWithoutSpeaker => "write `speaker:` with a person, or `organisation:`".into(),
        P::SourceWithoutName => "add `title:` as printed, or `label:` in your words".into(),
        P::PartsDiffer { .. } => {
            "correct an amount; or say `parts: partial` if some parts are missing".into()
        }
        P::PartsBeyondRounding { .. } => "correct a number, or say `parts: partial`".into(),
        P::PartsExceed { .. } => "correct an amount".into(),
        P::PartsUndeclared { .. } => {
            "say `parts: partial` if some parts are missing; readers see the gap".into()
        }
        P::PartNotSummable { .. } => "say `parts: partial`".into(),
        P::PartOfAnotherKind { .. } => "state it on its own, without `part_of:`".into(),
        P::PartsInCircle { .. } | P::PartOfItself => "delete one `part_of:`".into(),
        P::SameFactDiffers { .. } => "correct one of the two, or delete `same_as:`".into(),
        P::NoParts => "delete `parts:`, or add parts with `part_of:`".into(),
        P::MarkdownTooLong { .. } => "split the text".into(),
        P::MarkdownTooDeep => "end a list or quotation by an empty line, and begin anew".into(),
        P::SecondTitle => "begin with `##`".into(),
        P::HeadingJump { from, .. } => {
            format!("begin it with `{}`", "#".repeat(usize::from(*from) + 1))
        }
        P::HtmlLeftOut { tag } => match tag.as_str() {
            "img" => "declare the photo under `media:` and write `![[media:its-id]]`".into(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write `## Heading`".into(),
            _ => "remove it; Markdown, quotes and tables are enough for prose".into(),
        },
        P::HtmlAttributeLeftOut { attribute, .. } => match attribute.as_str() {
            "style" | "class" => "remove it: the theme decides what things look like".into(),
            "href" => "write an address with `https://`, `mailto:`, or a path of the site".into(),
            _ => "remove it".into(),
        },
        P::RawHtml { .. } => "write Markdown: `**bold**`, `*italic*`, `[words](address)`".into(),
        P::HtmlComment => "delete it: notes for the team belong elsewhere".into(),
        P::ImageWithoutAlt => "write what it shows: `![What it shows](file)`".into(),
        P::RemoteImage { .. } => "put the image into `media/` and declare it under `media:`".into(),
        P::UndeclaredImage { .. } => {
            "declare it under `media:` with `alt`, `credit` and `licence`".into()
        }
        P::ForbiddenAddress { .. } => "link an address that begins with `https://`, `mailto:`, `tel:` or `/`".into(),
        P::InternalAddress { .. } => "link a public address".into(),
        P::BareAddress { url } => format!("write `[name of the page]({url})`"),
        P::LinkSaysNothing { .. } => "name the page that the link leads to".into(),
        P::BrokenLink { near: Some(near), .. } => format!("did you mean `{near}`?"),
        P::BrokenLink { near: None, target } if references::is_host(target) => {
            format!("write `https://{target}`")
        }
        P::BrokenLink { near: None, .. } => "link entries by `[[dossier:id]]`, `[[page:id]]`".into(),
        P::ReferenceNotClosed => "write `[[id]]`; where brackets are meant, `\\[[`".into(),
        P::SingleBrackets { id } => format!("write `[[{id}]]`"),
        P::BlockWithoutMark { block } => format!("write `![[{block}]]`"),
        P::MalformedReference { written } => match references::meant(written, &[]) {
            Some(better) => format!("write `[[{better}]]`"),
            None => "write `[[id]]`, `[[dossier#id]]` or `[[org:id]]`".into(),
        },
        P::UnknownReferenceKind { written, near, known } => {
            match references::meant(written, known) {
                Some(better) if references::is_block(known) => {
                    format!("write `![[{better}]]`")
                }
                Some(better) => format!("write `[[{better}]]`"),
                None => did_you_mean(near.as_ref(), known),
            }
        }
        P::BarInTableReference => "write `[[id\\|words]]`".into(),
        P::DossierNeeded { fact } => format!("write `[[dossier#{fact}]]`"),
        P::BlockNotHere { .. } => "blocks show the facts of the file’s own front matter".into(),
        P::EmptyBlock { .. } => "delete it, or add what it should show".into(),
        P::BlockTwice { .. } => "keep it once".into(),
        P::BlockNotAlone { block } => format!(
            "write `![[{block}]]` on a line of its own, with an empty line before and after it"
        ),
        P::NotPublic { .. } => {
            "delete the reference until it is, or give this the same `embargo:` or `draft:`"
                .into()
        }
        P::NotASlug { better, slug } if better.is_empty() || better == slug => {
            "use letters without accents, digits and hyphens".into()
        }
        P::NotASlug { better, .. } => format!("write `{better}`, or another word"),
        P::ReservedSlug { .. } => "choose another".into(),
        P::NotAnAlias { .. } => "write a path such as `/old/address/`".into(),
        P::AddressTwice { .. } => "give one of the two another `slug:` or alias".into(),
        P::NotAnAddress { .. } => "write it with `https://`".into(),
        P::NotAMail { .. } => "write `name@example.org`".into(),
        P::NotAPhone { .. } => "write `+33 1 00 00 00 00`".into(),
        P::NotARor { .. } => "write the nine characters after `https://ror.org/`".into(),
        P::NotAFilePath { .. } => "write `media/name.jpg`".into(),
        P::FileOfAnEntry { text } => {
            let name = text.rsplit('/').next().unwrap_or_default();
            format!("put a copy of it into `content/media/`, and write `media/{name}`")
        }
        P::NoSuchFile { near: Some(near), .. } => format!("did you mean `{near}`?"),
        P::NoSuchFile { near: None, .. } => "put it into the entry’s folder".into(),
        P::FileTypeNotPublished { known, .. } => format!("published are: {}", list(*known, 20)),
        P::BrokenPicture => "take the original file, and save it again".into(),
        P::TooManyPixels { .. } => "make it smaller; a width of 4,000 pixels is enough".into(),
        P::PictureFormat => "save it as JPEG, PNG, WebP or SVG".into(),
        P::MovingPicture => "save a single picture, as JPEG, PNG or WebP".into(),
        P::UnsafeDrawing { .. } => {
            "export it as plain SVG, without scripts, links, images or animation".into()
        }
        P::PhotoSaysWhere => {
            "Recto does not publish the place; remove it from the file if others have access to it"
                .into()
        }
        P::NotAPdf => "save it as PDF again".into(),
        P::DocumentRuns { .. } => "save it as PDF/A, or print it to a PDF file".into(),
        P::DocumentSays { .. } => {
            "if that is not to be published, remove it from the properties and comments of the document, and save a new PDF".into()
        }
        P::DocumentHolds { .. } => "if that is not to be published, remove the attachments of the PDF".into(),
        P::DocumentCovers { .. } => "if that text is not to be published, delete it in the original document, then make the PDF again".into(),
        P::DocumentLocked => "save it without a password or restrictions: screen readers need that, too".into(),
        P::LicenceExpired { .. } => "remove it, or renew the licence and `expires:`".into(),
        P::DocumentWithoutPlace => "write one of `generated:`, `file:`, `url:`".into(),
        P::ContactWithoutAddress => "add `email:` or `phone:`".into(),
        P::NoLanguages => "write `languages: [fr, en]`; the first is the reference".into(),
        P::NotABaseUrl { .. } => "write `https://example.org`".into(),
        P::NotATimeZone { .. } => "write `Europe/Paris`".into(),
        P::NotAStore { .. } => "write `s3://bucket/prefix`".into(),
        P::TargetWithoutPlace { known } => format!("available: {}", list(*known, 10)),
        P::StateAgainstAudit { follows, .. } => {
            format!("delete the line: Recto takes the state from the audit, here `{follows}`")
        }
        P::NotAShare { .. } => "write for example `rate: 78.5`".into(),
        P::StatementLacks { missing, .. } => format!(
            "add to `content/site.yaml`: {}; until then the page says “not given”",
            list(missing, 8)
        ),
        P::StatementWithoutPage { statement } => format!(
            "make a page in `content/pages/` with `kind: {}` and `menu: footer`",
            statement.as_str()
        ),
        P::TermTwice { .. } => {
            "keep these words for one term alone: in prose, Recto could not tell which is meant".into()
        }
        P::NoSuchTheme { near: Some(near), .. } => format!("did you mean `{near}`?"),
        P::NoSuchTheme { near: None, name } => format!("make the folder `themes/{name}/`, or write `default`"),
        P::ThemesInCircle { .. } => "look at `extends:` in their `theme.yaml`".into(),
        P::ThemeWithoutWords { first, file, .. } => {
            format!("write them in `{file}`: {}", list(first, 5))
        }
        P::TemplateNotFound { .. } => "the built-in templates are `recto/…`, those of a theme have the name of its folder".into(),
        P::TemplatesInCircle { .. } => "look at its `extends` and `include`".into(),
        P::NotAFont => "put a whole TTF or OTF file in its place, or remove it".into(),
        P::FontNotEmbeddable => "ask its author for another licence, or take a free font".into(),
        P::RequestElsewhere { .. } => "put the file into `assets/` of the theme, and write its name here".into(),
        P::TypesetEndless { .. } => "look for loops that go on for too long".into(),
        P::TypesetTooLong { .. } => "look for page breaks in a loop".into(),
        P::CardSize { .. } => "write `#set page(width: 1200pt, height: 630pt)`, and let nothing overflow".into(),
        P::NoGlyph { .. } => "write it in other characters, or put a font that has them into `fonts/` of the theme".into(),
        P::Template { .. } => "look at the template here; the README lists what templates see".into(),
        P::ThemeBrokenLink { .. } | P::IdTwice { .. } | P::WrongPageLanguage { .. } => {
            "look at the theme’s templates".into()
        }
    })
}
