//! Every kind of thing that can be wrong, with what is needed to say it.

use crate::model::spelling;
use crate::model::statements::PageKind;

/// What kind of thing an id names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdKind {
    /// An organisation of the registry.
    Organisation,
    /// A person of the registry.
    Person,
    /// A programme of the registry.
    Programme,
    /// A topic of the registry.
    Topic,
    /// A source of the registry.
    Source,
    /// A term of the glossary.
    Term,
    /// A dossier.
    Dossier,
    /// A press release.
    Release,
    /// A page of its own.
    Page,
    /// A unit.
    Unit,
    /// A role of operators.
    Role,
    /// A place of the dossier.
    Place,
    /// A list of objectives of the dossier.
    Group,
    /// A figure.
    Figure,
    /// A funding line.
    Funding,
    /// A figure or a funding line.
    Fact,
    /// A quote.
    Quote,
    /// A photo.
    Media,
}

/// The shape that a value should have had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Words or a number.
    Words,
    /// A word, or a list of words.
    WordOrList,
    /// Keys with values.
    Map,
    /// A list.
    List,
}

/// Where a line belongs that is off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Align {
    /// Below a key above it, with the same indent.
    Above(String),
    /// Above a key below it, with the same indent.
    Below(String),
    /// Further to the left.
    Left,
    /// Further to the right.
    Right,
}

/// What stands at another place of a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelatedWhat {
    /// The fact, in the reference language.
    TheFact,
    /// The reference that is translated.
    TheReference,
    /// One of the parts of a total.
    APart,
    /// The total.
    TheTotal,
    /// The other statement of the same figure.
    TheOther,
    /// The first of two that are alike.
    TheFirst,
}

/// An entry, in the words of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryWord {
    /// What kind of entry.
    pub kind: IdKind,
    /// Its id.
    pub id: String,
}

/// Declares the problems: each with its severity, its code, and what its message needs.
macro_rules! problems {
    ($($(#[$doc:meta])* $severity:ident $code:literal $name:ident $({ $($field:ident: $type:ty),+ $(,)? })?,)+) => {
        /// Something that can be wrong with the content.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "the fields are the words of the message")]
        pub enum Problem {
            $($(#[$doc])* $name $({ $($field: $type),+ })?,)+
        }

        impl Problem {
            /// Every code, as `recto explain` takes them.
            pub const CODES: &[&str] = &[$($code),+];

            /// The code: stable, in words.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $code,)+ }
            }

            /// How bad it is.
            pub fn severity(&self) -> $crate::diag::Severity {
                match self {
                    $(Self::$name $({ $($field: _),+ })? => $crate::diag::Severity::$severity,)+
                }
            }
        }
    };
}

type Known = &'static [&'static str];

problems! {
    // Files.
    /// A file is not UTF-8.
    Error "not-utf8" NotUtf8,
    /// A file is UTF-16.
    Error "utf16" Utf16,
    /// A symbolic link.
    Error "symbolic-link" SymbolicLink,
    /// A pipe, a socket, a device.
    Error "not-a-file" NotAFile,
    /// A folder whose name ends like a file's.
    Error "folder-named-like-file" FolderNamedLikeFile,
    /// Keys, passwords, a git folder.
    Error "secret-file" SecretFile,
    /// A name with line ends, controls, or bytes that are not UTF-8.
    Error "odd-file-name" OddFileName,
    /// Two names that some disks cannot tell apart.
    Error "names-collide" NamesCollide { other: String },
    /// Folders that nest too deeply.
    Error "folders-too-deep" FoldersTooDeep { max: usize },
    /// A file that is too large to be meant.
    Error "file-too-large" FileTooLarge { len: u64, max: u64 },
    /// A file that changed while it was read.
    Error "changed-while-reading" ChangedWhileReading,
    /// A file that also has a name elsewhere on the disk.
    Warning "hard-link" HardLink,
    /// A file that nobody reads.
    Warning "stray-file" StrayFile,
    /// A file of a kind that is not published.
    Warning "file-not-published" FileNotPublished { known: Known },
    /// A file in a language that the site does not have.
    Error "unknown-language-file" FileInUnknownLanguage { lang: String, available: Vec<String> },
    /// A site without `site.yaml`.
    Error "no-site" NoSite,
    /// A file whose name is not quite one that is read.
    Error "file-name" Misnamed { name: String, better: String },
    /// A folder or file whose name is not an id.
    Error "bad-folder-name" BadFolderName { name: String, better: String },
    /// A translation without a reference.
    Error "no-reference" NoReference { lang: String, file: String },
    /// A value that begins with a sign of YAML.
    Error "sign-not-quoted" SignNotQuoted { sign: char, better: String },
    /// A quotation mark that is opened and never closed.
    Error "quote-not-closed" QuoteNotClosed { better: String },
    /// Text that YAML takes for a comment.
    Warning "comment-in-value" CommentInValue { lost: String },
    /// An amount where a figure is meant.
    Error "amount-in-figure" AmountInFigure { text: String },
    /// A sign of Markdown that is shown as it is.
    Warning "markdown-not-closed" MarkdownNotClosed { mark: &'static str },
    /// A bullet that is no sign of Markdown.
    Warning "list-mark" ListMark { mark: char },
    /// Sentences that four spaces make code.
    Warning "indented-text" IndentedText,
    /// A reference where there can be none.
    Error "reference-in-words" ReferenceInWords { written: String },
    /// A file in the output that Recto did not write.
    Warning "foreign-file" ForeignFile,

    // Characters.
    /// A control character.
    Error "control-character" ControlCharacter { code: u32 },
    /// A bidirectional control.
    Error "bidi-control" BidiControl { code: u32 },
    /// A pile of combining marks.
    Error "too-many-marks" TooManyMarks,
    /// Letters that a copy has damaged: `Ã©` was `é`, or nobody knows what was there.
    Warning "garbled-text" GarbledText { written: String, meant: Option<char> },
    /// A character without width within Latin words or numbers.
    Warning "invisible-character" InvisibleCharacter { code: u32 },
    /// A letter of another script in a Latin word.
    Warning "mixed-script" MixedScript { letter: char },

    // YAML.
    /// No front matter at all.
    Error "no-front-matter" NoFrontMatter,
    /// TOML front matter.
    Error "toml-front-matter" TomlFrontMatter,
    /// Blanks before the front matter.
    Warning "blank-before-front-matter" BlankBeforeFrontMatter,
    /// Front matter without its second `---`.
    Error "front-matter-not-closed" FrontMatterNotClosed,
    /// A second YAML document.
    Error "second-document" SecondDocument,
    /// Too much YAML.
    Error "yaml-too-long" YamlTooLong { len: usize, max: usize },
    /// Not YAML.
    Error "not-yaml" NotYaml,
    /// A list or a word where the whole should be keys and values.
    Error "not-a-map" NotAMap,
    /// A colon in an unquoted value.
    Error "unquoted-colon" UnquotedColon { better: String },
    /// A line that stands further left or right than its fellows.
    Error "misaligned-line" Misaligned { n_spaces: usize, align: Align },
    /// A no-break space where YAML needs a plain one.
    Error "no-break-space" NoBreakSpace { better: String },
    /// A key without its colon.
    Error "colon-missing" ColonMissing { better: String },
    /// A colon without the space after it.
    Error "space-missing" SpaceMissing { better: String },
    /// A bracket that is opened and never closed.
    Error "bracket-not-closed" BracketNotClosed { bracket: char },
    /// A key within brackets without a comma before it.
    Error "comma-missing" CommaMissing { key: String },
    /// A comma within brackets that was meant as one of the text.
    Error "comma-in-value" CommaInValue { text: String },
    /// A tab in the indent.
    Error "tab-indent" TabIndent,
    /// An anchor, an alias or a merge key.
    Error "alias" Alias,
    /// A YAML tag.
    Error "custom-tag" CustomTag,
    /// Nesting beyond what anybody means.
    Error "nested-too-deeply" NestedTooDeeply,
    /// What git leaves of an unfinished merge.
    Error "conflict-marker" ConflictMarker { marker: String },
    /// A value of another shape.
    Error "wrong-shape" WrongShape { key: String, expected: Shape },
    /// A number where words belong.
    Error "words-not-quoted" WordsNotQuoted { key: String },

    // Keys and ids.
    /// A key that does not exist.
    Error "unknown-key" UnknownKey { key: String, near: Option<String>, known: Known },
    /// A key twice.
    Error "repeated-key" RepeatedKey { key: String },
    /// A key that must be there.
    Error "missing-key" MissingKey { key: &'static str },
    /// A key that must have a value and has none.
    Error "empty-value" EmptyValue { key: &'static str },
    /// An item twice in a list.
    Error "repeated-item" RepeatedItem { item: String },
    /// More items than anybody means.
    Error "too-many-items" TooManyItems { n_items: usize, max: usize },
    /// An id of another form.
    Error "not-an-id" NotAnId { text: String, better: String },
    /// An id that nothing has.
    Error "unknown-id" UnknownId { kind: IdKind, id: String, near: Option<String> },
    /// A word that is not one of a closed set.
    Error "unknown-term" UnknownTerm { text: String, near: Option<String>, known: Known },
    /// A figure and a funding line with one id.
    Error "fact-twice" FactTwice { id: String },

    // Words and translations.
    /// An empty text.
    Error "empty-text" EmptyText { key: &'static str },
    /// A text that is too long.
    Error "text-too-long" TextTooLong { n_chars: usize, max: usize },
    /// A fact in a translation.
    Error "fact-in-translation" FactInTranslation { key: String, file: String, stands: bool },
    /// `embargo:` with nothing after it.
    Error "embargo-without-instant" EmbargoWithoutInstant,
    /// A file that the system does not let be read.
    Error "unreadable-file" UnreadableFile,
    /// A file whose name ends as if it had been saved by another program.
    Warning "file-name-ending" FileNameEnding { better: String },
    /// Words for something that the reference does not have.
    Error "no-counterpart" NoCounterpart { key: String, near: Option<String> },
    /// A quantity of the prose that the two languages tell differently.
    Warning "quantities-differ" QuantitiesDiffer { here: String, there: String },
    /// A quantity of the reference's prose that a translation leaves out.
    Warning "quantity-missing" QuantityMissing { there: String },
    /// A quantity of a translation's prose that the reference does not have.
    Warning "quantity-added" QuantityAdded { here: String },
    /// A quantity of the prose that is not what its figure says.
    Warning "quantity-contradicts" QuantityContradicts { written: String, id: String, value: String },
    /// A quantity of the prose that a figure or amount already holds.
    Suggestion "quantity-is-a-fact" QuantityIsAFact { written: String, ids: Vec<String> },
    /// Words of a translation that are those of the reference.
    Warning "same-words" SameWords,
    /// A section of a translation with more or fewer paragraphs than the reference.
    Suggestion "blocks-differ" BlocksDiffer { here: usize, there: usize },
    /// Words that are not translated.
    Warning "untranslated" Untranslated { words: Vec<String> },
    /// An entry that does not exist in a language.
    Warning "not-translated" NotTranslated { lang: String, file: String },
    /// The reference changed after the translation was last held against it.
    Warning "stale-translation" StaleTranslation { changed: String, reviewed: String },
    /// Words that a language must have.
    Error "no-words-in" NoWordsIn { lang: String },
    /// Words that a language should have.
    Warning "not-in-language" NotInLanguage { lang: String },
    /// Words in a language that the site does not have.
    Error "unknown-language" UnknownLanguage { lang: String, available: Vec<String> },
    /// Not a language tag.
    Error "not-a-language" NotALanguage { text: String },
    /// No summary.
    Warning "no-summary" NoSummary,
    /// A mark that says the text is not finished.
    Warning "unfinished" Unfinished { mark: String },
    /// A private number or address.
    Warning "private-contact" PrivateContact { contact: String },

    // Numbers, amounts, dates.
    /// Not a number.
    Error "not-a-number" NotANumber { text: String },
    /// A number that two readers read differently.
    Error "ambiguous-number" AmbiguousNumber { text: String, large: String, small: Option<String> },
    /// Groups of digits that are not of three.
    Error "digit-groups" DigitGroups { text: String },
    /// Digits of another script.
    Error "foreign-digits" ForeignDigits { text: String, better: Option<String> },
    /// A typographic minus.
    Error "minus-sign" MinusSign { text: String, better: String },
    /// A number that is too large to be exact.
    Error "number-out-of-range" NumberOutOfRange { text: String },
    /// A range whose ends are the wrong way round.
    Error "range-backwards" RangeBackwards { text: String },
    /// A unit in the value.
    Error "unit-in-value" UnitInValue { text: String, value: String, unit: String },
    /// A value outside of its limits.
    Error "out-of-limits" OutOfLimits { text: String, min: Option<String>, max: Option<String> },
    /// Not a whole number.
    Error "not-a-whole-number" NotAWholeNumber { text: String },
    /// Neither `true` nor `false`.
    Error "not-a-bool" NotABool { text: String },
    /// Not an amount of money.
    Error "not-an-amount" NotAnAmount { text: String },
    /// A scale without a currency.
    Error "amount-without-currency" AmountWithoutCurrency { text: String, better: String },
    /// `m€`
    Error "lowercase-million" LowercaseMillion { text: String, better: String },
    /// A currency that does not exist.
    Error "unknown-currency" UnknownCurrency { text: String, written: String },
    /// A negative amount.
    Error "negative-amount" NegativeAmount { text: String },
    /// Not a formula.
    Error "not-a-formula" NotAFormula { text: String },
    /// A value and a formula.
    Error "value-and-formula" ValueAndFormula,
    /// A division by zero.
    Error "division-by-zero" DivisionByZero,
    /// Formulas that need each other.
    Error "formula-cycle" FormulaCycle { cycle: Vec<String> },
    /// A formula over a bound or a range.
    Error "formula-needs-exact" FormulaNeedsExact { fact: String },
    /// Earlier values in another unit.
    Error "unit-of-history" UnitOfHistory { written: String, unit: String },
    /// Earlier amounts in another scale or currency.
    Error "scale-of-history" ScaleOfHistory { written: String },
    /// Two earlier values of one date.
    Error "same-date-twice" SameDateTwice { date: String },
    /// A line that is said to be the same as itself, or as a total that it is part of.
    Error "same-as-itself" SameAsItself { id: String },
    /// An earlier value of a later day than the present one.
    Warning "history-is-later" HistoryIsLater { past: String, now: String },
    /// Not a date.
    Error "not-a-date" NotADate { text: String, better: Option<String> },
    /// A date that the calendar lacks.
    Error "no-such-date" NoSuchDate { text: String },
    /// An interval that ends before it begins.
    Error "interval-backwards" IntervalBackwards { text: String },
    /// A date that must be a whole day.
    Error "day-needed" DayNeeded { text: String },
    /// Not an instant.
    Error "not-an-instant" NotAnInstant { text: String, better: Option<String> },
    /// An embargo without an offset.
    Error "embargo-without-offset" EmbargoWithoutOffset { text: String, better: Vec<String> },
    /// An offset of the other half of the year.
    Warning "offset-of-another-season" OffsetOfAnotherSeason { better: String },
    /// Published in the future without an embargo.
    Error "published-in-future" PublishedInFuture { date: String },
    /// Changed before it was published.
    Warning "updated-before-published" UpdatedBeforePublished,

    // Provenance.
    /// A fact without a source.
    Warning "no-source" NoSource,
    /// A figure without a date.
    Warning "no-as-of" NoAsOf,
    /// Checked in the future.
    Warning "as-of-in-future" AsOfInFuture { date: String },
    /// A figure that was to be looked at again.
    Warning "review-due" ReviewDue { date: String },
    /// A quote that waits for its words.
    Warning "quote-without-words" QuoteWithoutWords,
    /// A quote that has its words, and says that it is a draft.
    Warning "quote-in-draft" QuoteInDraft,
    /// A quote whose words stand between quotation marks: the site sets them.
    Warning "quotation-marks" QuotationMarks { open: char, close: char },
    /// A quote without a speaker, or with two.
    Error "quote-without-speaker" QuoteWithoutSpeaker,
    /// A source with neither title nor label.
    Error "source-without-name" SourceWithoutName,

    // Sums.
    /// Parts that do not add up to their total.
    Error "parts-differ" PartsDiffer { sum: String, total: String, difference: String },
    /// Parts beyond what rounding explains.
    Error "parts-beyond-rounding" PartsBeyondRounding { sum: String, total: String, tolerance: String },
    /// Parts that exceed their total.
    Error "parts-exceed" PartsExceed { sum: String, total: String, excess: String },
    /// Parts that do not add up, of which nothing is claimed.
    Warning "parts-undeclared" PartsUndeclared { sum: String, total: String, difference: String },
    /// A rate, an increase, a bound among parts that are to be complete.
    Error "part-not-summable" PartNotSummable { part: String },
    /// A part in another currency or unit.
    Error "part-of-another-kind" PartOfAnotherKind { part: String, total: String },
    /// Parts of themselves, by way of others.
    Error "parts-in-circle" PartsInCircle { cycle: Vec<String> },
    /// A part of itself.
    Error "part-of-itself" PartOfItself,
    /// One figure with two values.
    Error "same-fact-differs" SameFactDiffers { here: String, there: String },
    /// A claim about parts where there are none.
    Warning "no-parts" NoParts,

    // Markdown.
    /// Too much Markdown.
    Error "markdown-too-long" MarkdownTooLong { len: usize, max: usize },
    /// Lists or quotations that nest too deeply.
    Error "markdown-too-deep" MarkdownTooDeep,
    /// A first-level heading in the body.
    Warning "second-title" SecondTitle,
    /// A heading that skips a level.
    Warning "heading-jump" HeadingJump { from: u8, to: u8 },
    /// HTML.
    Warning "raw-html" RawHtml { tag: String },
    /// An element of HTML that no page may have.
    Warning "html-left-out" HtmlLeftOut { tag: String },
    /// An attribute of HTML that no page may have.
    Warning "html-attribute-left-out" HtmlAttributeLeftOut { tag: String, attribute: String },
    /// An HTML comment.
    Warning "html-comment" HtmlComment,
    /// An image without a description.
    Error "image-without-alt" ImageWithoutAlt,
    /// An image of another site.
    Error "remote-image" RemoteImage { url: String },
    /// An image that is not declared.
    Error "undeclared-image" UndeclaredImage { file: String },
    /// An address that may not be linked.
    Error "forbidden-address" ForbiddenAddress { url: String },
    /// An address that only the house can reach.
    Error "internal-address" InternalAddress { url: String },
    /// An address without words.
    Warning "bare-address" BareAddress { url: String },
    /// A link whose words say nothing.
    Warning "link-says-nothing" LinkSaysNothing { words: String },
    /// A link that leads nowhere.
    Error "broken-link" BrokenLink { target: String, near: Option<String> },
    /// A reference that is not closed.
    Error "reference-not-closed" ReferenceNotClosed,
    /// A figure in single brackets.
    Warning "single-brackets" SingleBrackets { id: String },
    /// A block without its exclamation mark.
    Error "block-without-mark" BlockWithoutMark { block: String },
    /// A reference that names nothing.
    Error "malformed-reference" MalformedReference { written: String },
    /// A reference of an unknown kind.
    Error "unknown-reference-kind" UnknownReferenceKind { written: String, near: Option<String>, known: Known },
    /// A bar in a table that splits a reference.
    Error "bar-in-table-reference" BarInTableReference,
    /// A reference to a figure where no dossier is meant.
    Error "dossier-needed" DossierNeeded { fact: String },
    /// A block that this kind of entry does not have.
    Error "block-not-here" BlockNotHere { block: String },
    /// A block of a section that is empty.
    Warning "empty-block" EmptyBlock { block: String },
    /// A block twice.
    Error "block-twice" BlockTwice { block: String },
    /// A block within a list, a table, a quotation, a heading or other words.
    Error "block-not-alone" BlockNotAlone { block: String },
    /// A reference to what is not public.
    Error "not-public" NotPublic { entry: EntryWord },

    // Addresses.
    /// Not a slug.
    Error "not-a-slug" NotASlug { slug: String, better: String },
    /// A slug that other pages have.
    Error "reserved-slug" ReservedSlug { slug: String },
    /// Not an alias.
    Error "not-an-alias" NotAnAlias { text: String },
    /// Two pages at one address.
    Error "address-twice" AddressTwice { address: String },
    /// Not an absolute http(s) address.
    Error "not-an-address" NotAnAddress { text: String },
    /// Not an e-mail address.
    Error "not-a-mail" NotAMail { text: String },
    /// Not a telephone number.
    Error "not-a-phone" NotAPhone { text: String },
    /// Not a ROR id.
    Error "not-a-ror" NotARor { text: String },

    // Photos and documents.
    /// Not a path within the entry's folder.
    Error "not-a-file-path" NotAFilePath { text: String },
    /// A file of an entry, for all of the site.
    Error "file-of-an-entry" FileOfAnEntry { text: String },
    /// A file that is not there.
    Error "no-such-file" NoSuchFile { text: String, near: Option<String> },
    /// A file of a kind that is not published.
    Error "file-type-not-published" FileTypeNotPublished { text: String, known: Known },
    /// A picture that is empty, cut short or damaged.
    Error "broken-picture" BrokenPicture,
    /// A picture with more pixels than anybody shows.
    Error "too-many-pixels" TooManyPixels { width: u64, height: u64, max: u64 },
    /// A picture in a format that is not published.
    Error "picture-format" PictureFormat,
    /// A picture that moves.
    Error "moving-picture" MovingPicture,
    /// A drawing with a script, an address, or something else that it must not have.
    Error "unsafe-drawing" UnsafeDrawing { what: String, line: usize },
    /// A photo that says where it was taken.
    Warning "photo-says-where" PhotoSaysWhere,
    /// A file that is named like a PDF and is none.
    Error "not-a-pdf" NotAPdf,
    /// A PDF that would run a program.
    Error "document-runs" DocumentRuns { what: Vec<String> },
    /// A PDF that says who wrote it, for whom, or with what remarks.
    Warning "document-says" DocumentSays { what: Vec<String> },
    /// A PDF with other files in it.
    Warning "document-holds" DocumentHolds { files: Vec<String> },
    /// A PDF whose pages have dark boxes over text that can still be read.
    Warning "document-covers" DocumentCovers { n_boxes: usize },
    /// A PDF that cannot be looked into.
    Warning "document-locked" DocumentLocked,
    /// A licence that has expired.
    Error "licence-expired" LicenceExpired { date: String },
    /// A document without a place, or with two.
    Error "document-without-place" DocumentWithoutPlace,
    /// A contact without an address.
    Error "contact-without-address" ContactWithoutAddress,

    /// A state of compliance that no audit has found.
    Error "state-against-audit" StateAgainstAudit { state: &'static str, follows: &'static str, rate: Option<String> },
    /// A share that is less than nothing or more than all.
    Error "not-a-share" NotAShare { text: String },
    /// A statement that the law asks for and that leaves questions open.
    Warning "statement-lacks" StatementLacks { statement: PageKind, missing: Vec<&'static str> },
    /// Facts for a statement that has no page.
    Warning "statement-without-page" StatementWithoutPage { statement: PageKind },
    /// Words that two terms of the glossary claim.
    Warning "term-twice" TermTwice { words: String, other: String },

    // The site and its theme.
    /// No languages.
    Error "no-languages" NoLanguages,
    /// Not an address for a site.
    Error "not-a-base-url" NotABaseUrl { text: String },
    /// Not a time zone.
    Error "not-a-time-zone" NotATimeZone { text: String },
    /// Not the address of a store.
    Error "not-a-store" NotAStore { text: String },
    /// A target without a place, or with two.
    Error "target-without-place" TargetWithoutPlace { known: Known },
    /// A theme that does not exist.
    Error "no-such-theme" NoSuchTheme { name: String, near: Option<String> },
    /// Themes that extend each other.
    Error "themes-in-circle" ThemesInCircle { name: String },
    /// A theme that lacks words in a language.
    Error "theme-without-words" ThemeWithoutWords { lang: String, n_missing: usize, first: Vec<String>, file: String },
    /// A template with a mistake.
    Error "template" Template { message: String },
    /// A template that another needs and the theme lacks.
    Error "template-not-found" TemplateNotFound { name: String },
    /// Templates that extend or include each other.
    Error "templates-in-circle" TemplatesInCircle { name: String },
    /// A file of the theme that should be a font.
    Error "not-a-font" NotAFont,
    /// A font that forbids to be put into what is published.
    Warning "font-not-embeddable" FontNotEmbeddable,
    /// A file of the theme for which browsers would ask another site.
    Error "request-elsewhere" RequestElsewhere { url: String },
    /// A program for typesetting that does not come to an end.
    Error "typeset-endless" TypesetEndless { seconds: u64 },
    /// A program for typesetting that makes too many pages.
    Error "typeset-too-long" TypesetTooLong { n_pages: usize, max: usize },
    /// A share card of another size than other sites expect.
    Error "card-size" CardSize { n_pages: usize, width: u32, height: u32 },
    /// Characters that no font of the theme has.
    Warning "no-glyph" NoGlyph { characters: String },
    /// A page of the theme with a link that leads nowhere.
    Error "theme-broken-link" ThemeBrokenLink { page: String, target: String },
    /// A page with one id twice.
    Error "id-twice" IdTwice { page: String, id: String },
    /// A page that does not say its language.
    Error "wrong-page-language" WrongPageLanguage { page: String, expected: String },
}

impl Problem {
    /// Not a date, with the date that was probably meant.
    pub(crate) fn not_a_date(text: &str) -> Self {
        Self::NotADate {
            text: text.to_owned(),
            better: spelling::date(text),
        }
    }

    /// Whether the problem is that something is still missing, which a draft is allowed.
    pub fn is_about_completeness(&self) -> bool {
        matches!(
            self,
            Self::Untranslated { .. }
                | Self::NotTranslated { .. }
                | Self::StaleTranslation { .. }
                | Self::NoSummary
                | Self::NoSource
                | Self::NoAsOf
                | Self::ReviewDue { .. }
                | Self::Unfinished { .. }
                | Self::QuoteWithoutWords
                | Self::QuoteInDraft
                | Self::PartsUndeclared { .. }
                | Self::EmptyBlock { .. }
                | Self::HtmlComment
        )
    }
}
