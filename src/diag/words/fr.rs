//! Findings in French.

use crate::diag::words::{is_rate, list};
use crate::diag::{Align, IdKind, Problem, RelatedWhat, Shape};
use crate::model::statements::PageKind;
use crate::model::{references, spelling};

/// No-break spaces where French has them, outside of what stands in backquotes.
pub(super) fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (nth, part) in text.split('`').enumerate() {
        if nth > 0 {
            out.push('`');
        }
        if nth % 2 == 0 {
            let part = part
                .replace(" :", "\u{a0}:")
                .replace("« ", "«\u{a0}")
                .replace(" »", "\u{a0}»");
            out.push_str(&part.replace(" ;", "\u{202f};").replace(" ?", "\u{202f}?"));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// A kind of thing with its indefinite article's gender: « inconnu » agrees with it.
fn unknown(kind: IdKind) -> (&'static str, &'static str) {
    match kind {
        IdKind::Organisation => ("organisation", "inconnue"),
        IdKind::Person => ("personne", "inconnue"),
        IdKind::Programme => ("programme", "inconnu"),
        IdKind::Topic => ("thème", "inconnu"),
        IdKind::Source => ("source", "inconnue"),
        IdKind::Term => ("terme du glossaire", "inconnu"),
        IdKind::Dossier => ("dossier", "inconnu"),
        IdKind::Release => ("communiqué", "inconnu"),
        IdKind::Page => ("page", "inconnue"),
        IdKind::Unit => ("unité", "inconnue"),
        IdKind::Role => ("rôle", "inconnu"),
        IdKind::Place => ("lieu", "inconnu"),
        IdKind::Group => ("liste d’objectifs", "inconnue"),
        IdKind::Figure => ("chiffre", "inconnu"),
        IdKind::Funding => ("ligne de financement", "inconnue"),
        IdKind::Fact => ("chiffre ou financement", "inconnu"),
        IdKind::Quote => ("citation", "inconnue"),
        IdKind::Media => ("image", "inconnue"),
    }
}

/// Where new ids of a kind are declared.
fn declared_in(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Organisation => "dans `content/registry/organisations.yaml`",
        IdKind::Person => "dans `content/registry/people.yaml`",
        IdKind::Programme => "dans `content/registry/programmes.yaml`",
        IdKind::Topic => "dans `content/registry/topics.yaml`",
        IdKind::Source => "dans `content/registry/sources.yaml`",
        IdKind::Term => "dans `content/registry/glossary.yaml`",
        IdKind::Dossier => "par un répertoire de `content/dossiers/`",
        IdKind::Release => "par un répertoire de `content/releases/`",
        IdKind::Page => "par un fichier de `content/pages/`",
        IdKind::Unit => "sous `units:` dans `content/site.yaml`",
        IdKind::Role => "sous `roles:` dans `content/site.yaml`",
        IdKind::Place => "sous `places:` dans ce dossier",
        IdKind::Group => "sous `groups:` dans ce dossier",
        IdKind::Figure => "sous `figures:` dans le dossier",
        IdKind::Funding => "sous `funding:` dans le dossier",
        IdKind::Fact => "sous `figures:` ou `funding:` dans le dossier",
        IdKind::Quote => "sous `quotes:` dans ce dossier",
        IdKind::Media => "sous `media:` dans ce dossier",
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Words => "des mots ou un nombre",
        Shape::WordOrList => "un mot ou une liste de mots",
        Shape::Map => "des clés suivies de leur valeur",
        Shape::List => "une liste, chaque élément sur une ligne qui commence par `- `",
    }
}

pub(super) fn related(what: RelatedWhat) -> &'static str {
    match what {
        RelatedWhat::TheFact => "le fait est écrit ici",
        RelatedWhat::TheReference => "la référence dit",
        RelatedWhat::APart => "une part",
        RelatedWhat::TheTotal => "le total",
        RelatedWhat::TheOther => "l’autre mention",
        RelatedWhat::TheFirst => "la première fois",
    }
}

/// What a statement lacks, in the words of who writes it.
fn lacking(key: &str) -> &str {
    match key {
        "accessibility.contact" => "qui contacter",
        "accessibility.stated" => "la date de la déclaration",
        "legal.publisher.name" => "le nom de l’éditeur",
        "legal.publisher.address" => "l’adresse de l’éditeur",
        "legal.publisher.phone" => "le téléphone de l’éditeur",
        "legal.director" => "le directeur de la publication",
        "legal.host.name" => "le nom de l’hébergeur",
        "legal.host.address" => "l’adresse de l’hébergeur",
        "legal.host.phone" => "le téléphone de l’hébergeur",
        key => key,
    }
}

fn did_you_mean(near: Option<&String>, known: &[&str]) -> String {
    match near {
        Some(near) => format!("vouliez-vous dire `{near}` ?"),
        None => format!("choix possibles : {}", list(known, 30)),
    }
}

pub(super) fn message(problem: &Problem) -> String {
    use Problem as P;
    match problem {
        P::NotUtf8 => "ce fichier n’est pas enregistré en UTF-8".into(),
        P::Utf16 => "ce fichier est enregistré en UTF-16".into(),
        P::SymbolicLink => "les liens symboliques ne sont pas suivis".into(),
        P::NotAFile => "ce n’est pas un fichier ordinaire".into(),
        P::FolderNamedLikeFile => "c’est un répertoire qui porte un nom de fichier".into(),
        P::SecretFile => "un fichier de mots de passe ou de clés n’a pas sa place ici".into(),
        P::OddFileName => "ce nom de fichier ne peut pas être publié partout".into(),
        P::NamesCollide { other } => {
            format!("ce nom et `{other}` n’en font qu’un sur certains disques")
        }
        P::FoldersTooDeep { max } => format!("plus de {max} répertoires emboîtés"),
        P::FileTooLarge { len, max } => {
            format!("ce fichier pèse {} Mo, la limite est de {}", len >> 20, max >> 20)
        }
        P::ChangedWhileReading => "ce fichier a changé pendant sa lecture".into(),
        P::HardLink => "ce fichier porte un second nom ailleurs sur le disque".into(),
        P::StrayFile => "rien ne lit ce fichier".into(),
        P::FileNotPublished { .. } => {
            "les fichiers de ce type ne sont pas publiés".into()
        }
        P::FileInUnknownLanguage { lang, .. } => {
            format!("le site n’a pas la langue `{lang}`")
        }
        P::Misnamed { .. } => "rien ne lit un fichier de ce nom".into(),
        P::NoSite => "il n’y a pas de `content/site.yaml`".into(),
        P::BadFolderName { name, .. } => {
            format!("`{name}` ne peut pas faire partie d’une adresse")
        }
        P::NoReference { lang, .. } => {
            format!("il n’y a pas de fichier dans la langue de référence `{lang}`")
        }
        P::ForeignFile => {
            "ce fichier n’a pas été écrit par Recto, qui n’y touche pas".into()
        }
        P::ControlCharacter { code: 0 } => "ce texte contient un caractère de contrôle".into(),
        P::ControlCharacter { code } => format!("ce texte contient un caractère de contrôle, U+{code:04X}"),
        P::BidiControl { code } => {
            format!("U+{code:04X} inverse le sens du texte qui suit")
        }
        P::TooManyMarks => "trop d’accents sur une lettre".into(),
        P::GarbledText { written, meant: Some(_) } => {
            format!("`{written}` est un caractère abîmé par une copie")
        }
        P::GarbledText { meant: None, .. } => {
            "un caractère s’est perdu ici dans une copie".into()
        }
        P::InvisibleCharacter { code } => {
            format!("un caractère sans largeur se trouve ici, U+{code:04X}")
        }
        P::ListMark { mark } => {
            format!("`{mark}` ne commence pas de liste : il est montré tel quel")
        }
        P::IndentedText => "les espaces au début de ces mots en font du code".into(),
        P::MixedScript { letter } => format!(
            "`{letter}` (U+{:04X}) n’est pas une lettre latine, même si elle y ressemble",
            u32::from(*letter)
        ),
        P::NoFrontMatter => "ce fichier n’a pas d’en-tête".into(),
        P::TomlFrontMatter => "cet en-tête est en TOML".into(),
        P::BlankBeforeFrontMatter => {
            "l’en-tête ne commence pas à la première ligne".into()
        }
        P::FrontMatterNotClosed => "l’en-tête n’a pas de second `---`".into(),
        P::SecondDocument => "un second en-tête suit le premier".into(),
        P::YamlTooLong { len, max } => {
            format!("{} ko de YAML, la limite est de {}", len >> 10, max >> 10)
        }
        P::NotYaml => "cette ligne est illisible".into(),
        P::NotAMap => "on attend ici des clés suivies de leur valeur".into(),
        P::SignNotQuoted { sign, .. } => format!("une valeur ne peut pas commencer par `{sign}`, que YAML lit à sa façon"),
        P::QuoteNotClosed { .. } => "ce guillemet n’est pas fermé, ou se ferme trop tôt".into(),
        P::CommentInValue { lost } => format!("`{lost}` n’est pas lu : YAML y voit un commentaire"),
        P::AmountInFigure { text } => format!("`{text}` est un montant, et ceci un chiffre"),
        P::MarkdownNotClosed { mark } => format!("`{mark}` est montré tel quel : ce qu’il commence n’est pas complet"),
        P::ReferenceInWords { written } => format!("`{written}` n’est pas un renvoi ici"),
        P::UnquotedColon { .. } => {
            "cette valeur contient un deux-points et n’est pas entre guillemets".into()
        }
        P::Misaligned { n_spaces: 1, .. } => "cette ligne est décalée d’une espace".into(),
        P::Misaligned { n_spaces, .. } => format!("cette ligne est décalée de {n_spaces} espaces"),
        P::NoBreakSpace { .. } => "il y a ici une espace insécable (U+00A0), que YAML ne prend pas pour une espace".into(),
        P::ColonMissing { .. } => "il manque un deux-points sur cette ligne".into(),
        P::SpaceMissing { .. } => "il manque une espace après le deux-points".into(),
        P::BracketNotClosed { bracket } => format!("il manque `{bracket}` pour fermer ce qui s’ouvre ici"),
        P::CommaMissing { key } => format!("il manque une virgule avant `{key}`"),
        P::CommaInValue { text } => format!("la virgule coupe la valeur : `{text}` n’en fait plus partie"),
        P::TabIndent => "une tabulation commence cette ligne".into(),
        P::Alias => "les ancres et les alias (`&`, `*`, `<<`) ne sont pas acceptés ici".into(),
        P::CustomTag => "les étiquettes YAML (`!`) ne sont pas acceptées ici".into(),
        P::NestedTooDeeply => {
            "trop de niveaux sont emboîtés".into()
        }
        P::ConflictMarker { marker } => {
            format!("`{marker}` est le reste d’une fusion inachevée")
        }
        P::WrongShape { key, expected } => {
            format!("`{key}` doit contenir {}", shape(*expected))
        }
        P::WordsNotQuoted { key } => format!("`{key}` doit contenir des mots"),
        P::UnknownKey { key, .. }
            if key.contains('\u{a0}') || key.contains('\u{202f}') =>
        {
            "une espace insécable précède le deux-points".into()
        }
        P::UnknownKey { key, .. } => format!("clé inconnue `{key}`"),
        P::RepeatedKey { key } => format!("`{key}` figure ici deux fois"),
        P::EmptyValue { key } => format!("`{key}` est vide"),
        P::MissingKey { key } => format!("il manque `{key}`"),
        P::RepeatedItem { item } => format!("`{item}` figure deux fois dans cette liste"),
        P::TooManyItems { n_items, max } => {
            format!("{n_items} éléments, la limite est de {max}")
        }
        P::NotAnId { text, .. } => format!("`{text}` n’est pas un identifiant"),
        P::UnknownId { kind, id, .. } => {
            let (noun, adjective) = unknown(*kind);
            format!("{noun} `{id}` {adjective}")
        }
        P::UnknownTerm { text, .. } => {
            format!("`{text}` n’est pas un des mots prévus ici")
        }
        P::FactTwice { id } => {
            format!("`{id}` est à la fois un chiffre et un financement")
        }
        P::EmptyText { key } => format!("`{key}` est vide"),
        P::TextTooLong { n_chars, max } => {
            format!("{n_chars} caractères, la limite est de {max}")
        }
        P::EmbargoWithoutInstant => "l’embargo n’a pas d’heure".into(),
        P::UnreadableFile => "ce fichier ne peut pas être lu".into(),
        P::FileNameEnding { .. } => "rien ne lit ce fichier".into(),
        P::QuoteInDraft => "cette citation n’est pas montrée : elle porte `draft: true`".into(),
        P::FactInTranslation { key, .. } => {
            format!("`{key}` est un fait, et ce fichier une traduction")
        }
        P::NoCounterpart { key, .. } => format!("la référence n’a rien sous `{key}` ici"),
        P::QuantitiesDiffer { here, there } => {
            format!("on lit ici `{here}`, et `{there}` dans la référence")
        }
        P::QuantityMissing { there } => {
            format!("`{there}` de la référence n’est pas ici")
        }
        P::QuantityAdded { here } => format!("`{here}` n’est pas dans la référence"),
        P::QuantityContradicts { written, id, value } => {
            format!("`{written}` n’est pas ce que dit `{id}` : {value}")
        }
        P::QuantityIsAFact { written, ids } => {
            format!("`{written}` est la valeur de {}", list(ids, 3))
        }
        P::StaleTranslation { changed, reviewed } => {
            format!("l’original a changé le {changed}, après la relecture de cette traduction le {reviewed}")
        }
        P::Untranslated { words } if words.len() == 1 => {
            format!("{} n’est pas traduit", list(words, 1))
        }
        P::Untranslated { words } => {
            format!("{} textes ne sont pas traduits", words.len())
        }
        P::SameWords => "ce sont les mots de la référence".into(),
        P::BlocksDiffer { here: 0, .. } => "la référence a un texte, et ceci n’en a pas".into(),
        P::BlocksDiffer { there: 0, .. } => "ceci a un texte, et la référence n’en a pas".into(),
        P::BlocksDiffer { here, there } => format!(
            "cette partie a {here} titres, paragraphes, éléments de liste et cellules ; dans la référence, elle en a {there}"
        ),
        P::NotTranslated { lang, .. } | P::NotInLanguage { lang } => {
            format!("pas traduit en `{lang}`")
        }
        P::NoWordsIn { lang } => format!("il manque les mots en `{lang}`"),
        P::UnknownLanguage { lang, .. } => format!("le site n’a pas la langue `{lang}`"),
        P::NotALanguage { text } => format!("`{text}` n’est pas un code de langue"),
        P::NoSummary => "il n’y a pas de `summary`".into(),
        P::Unfinished { mark } => format!("`{mark}` dit que ce texte n’est pas fini"),
        P::PrivateContact { contact } => format!("`{contact}` semble privé"),
        P::NotANumber { text } if spelling::number(text).is_some() => {
            format!("`{text}` n’est pas écrit comme un nombre")
        }
        P::NotANumber { text } => format!("`{text}` n’est pas un nombre"),
        P::AmbiguousNumber { text, small: Some(_), .. } => {
            format!("`{text}` peut se lire de deux façons")
        }
        P::AmbiguousNumber { text, small: None, .. } => {
            format!("`{text}` sépare les milliers par des virgules ou des points")
        }
        P::DigitGroups { text } => {
            format!("les chiffres de `{text}` ne sont pas groupés par trois")
        }
        P::ForeignDigits { text, .. } => {
            format!("`{text}` contient d’autres chiffres que 0 à 9")
        }
        P::MinusSign { text, .. } => {
            format!("`{text}` commence par un tiret qui n’est pas un signe moins")
        }
        P::NumberOutOfRange { text } if text.is_empty() => {
            "le résultat est trop grand".into()
        }
        P::NumberOutOfRange { text } => {
            format!("`{text}` est trop grand pour rester exact")
        }
        P::RangeBackwards { text } => {
            format!("la fourchette `{text}` finit plus bas qu’elle ne commence")
        }
        P::UnitInValue { text, .. } => {
            format!("`{text}` contient l’unité avec la valeur")
        }
        P::OutOfLimits { text, .. } => {
            format!("`{text}` sort de ce que ce chiffre peut valoir")
        }
        P::NotAWholeNumber { text } => {
            format!("`{text}` n’est pas un petit nombre entier")
        }
        P::NotABool { text } => format!("`{text}` n’est ni `true` ni `false`"),
        P::NotAnAmount { text } | P::UnknownCurrency { text, .. }
            if spelling::amount(text, None).is_some() =>
        {
            format!("`{text}` n’est pas écrit comme un montant")
        }
        P::NotAnAmount { text } => format!("`{text}` n’est pas un montant"),
        P::AmountWithoutCurrency { text, .. } => format!("`{text}` n’a pas de devise"),
        P::LowercaseMillion { text, .. } => format!("`{text}` a un `m` minuscule"),
        P::UnknownCurrency { written, .. } => format!("`{written}` n’est pas une devise"),
        P::NegativeAmount { text } => format!("`{text}` est inférieur à zéro"),
        P::NotAFormula { text } => format!("`{text}` n’est pas une formule"),
        P::ValueAndFormula => {
            "un chiffre a une valeur ou une formule, pas les deux".into()
        }
        P::DivisionByZero => "cette formule divise par zéro".into(),
        P::FormulaCycle { cycle } => {
            format!("ces formules ont besoin l’une de l’autre : {}", cycle.join(" → "))
        }
        P::FormulaNeedsExact { fact } => {
            format!("`{fact}` est une borne ou une fourchette, on ne calcule pas avec")
        }
        P::UnitOfHistory { written, unit } => {
            format!("cette ancienne valeur est en `{written}`, le chiffre en `{unit}`")
        }
        P::ScaleOfHistory { written } => {
            format!(
                "`{written}` n’est pas écrit à l’échelle ou dans la devise du montant actuel"
            )
        }
        P::SameAsItself { id } => {
            format!("`{id}` est cette ligne elle-même, ou un total dont elle fait partie")
        }
        P::HistoryIsLater { past, now } => {
            format!("une ancienne valeur est de {past}, celle d’aujourd’hui de {now}")
        }
        P::SameDateTwice { date } => {
            format!("deux anciennes valeurs sont datées de {date}")
        }
        P::NotADate { text, .. } => format!("`{text}` n’est pas une date"),
        P::NoSuchDate { text } => format!("`{text}` n’existe pas au calendrier"),
        P::IntervalBackwards { text } => {
            format!("l’intervalle `{text}` finit avant de commencer")
        }
        P::DayNeeded { text } => format!("`{text}` n’est pas un jour précis"),
        P::NotAnInstant { text, .. } => {
            format!("`{text}` n’est pas une date avec une heure")
        }
        P::EmbargoWithoutOffset { text, better } if better.is_empty() => {
            format!("`{text}` n’existe pas : les horloges sautent cette heure")
        }
        P::EmbargoWithoutOffset { text, better } if better.len() > 1 => {
            format!("`{text}` arrive deux fois : les horloges répètent cette heure")
        }
        P::EmbargoWithoutOffset { text, .. } => {
            format!("`{text}` n’indique pas de décalage horaire")
        }
        P::OffsetOfAnotherSeason { .. } => {
            "ce décalage n’est pas celui de vos horloges ce jour-là".into()
        }
        P::PublishedInFuture { date } | P::AsOfInFuture { date } => {
            format!("`{date}` est dans l’avenir")
        }
        P::UpdatedBeforePublished => "ceci a été modifié avant d’être publié".into(),
        P::NoSource => "rien ne dit d’où cela vient".into(),
        P::NoAsOf => "rien ne dit de quand cela date".into(),
        P::ReviewDue { date } => format!("ceci était à revoir après le {date}"),
        P::QuotationMarks { open, close } => {
            format!("cette citation est placée entre {open} et {close} : on y lirait deux fois des guillemets")
        }
        P::QuoteWithoutWords => {
            "cette citation attend ses mots et n’est pas montrée".into()
        }
        P::QuoteWithoutSpeaker => "une citation a un auteur et un seul".into(),
        P::SourceWithoutName => "cette source n’a ni titre ni nom".into(),
        P::PartsDiffer { sum, total, difference } => {
            format!(
                "les parts font {sum}, le total est de {total} : un écart de {difference}"
            )
        }
        P::PartsBeyondRounding { sum, total, tolerance } => format!(
            "les parts font {sum}, le total est de {total} ; l’arrondi explique au plus {tolerance}"
        ),
        P::PartsExceed { sum, total, excess } => {
            format!("les parts font {sum}, soit {excess} de plus que le total de {total}")
        }
        P::PartsUndeclared { sum, total, difference } => format!(
            "les parts font {sum}, le total est de {total} : l’écart de {difference} reste inexpliqué"
        ),
        P::PartNotSummable { part } => format!(
            "`{part}` est un montant périodique, une hausse, une borne, une fourchette ou recoupe peut-être une autre part, et ne s’additionne pas"
        ),
        P::PartOfAnotherKind { part, total } => {
            format!("cette part est en {part}, son total en {total}")
        }
        P::PartsInCircle { cycle } => {
            format!("ces lignes sont des parts l’une de l’autre : {}", cycle.join(" → "))
        }
        P::PartOfItself => "cette ligne est une part d’elle-même".into(),
        P::SameFactDiffers { here, there } => {
            format!("le même chiffre est de {here} ici et de {there} là-bas")
        }
        P::NoParts => "il n’y a pas de parts".into(),
        P::MarkdownTooLong { len, max } => {
            format!("{} ko de texte, la limite est de {}", len >> 10, max >> 10)
        }
        P::MarkdownTooDeep => "listes et citations sont trop emboîtées ici".into(),
        P::SecondTitle => "la page a déjà un titre".into(),
        P::HeadingJump { from, to } => {
            format!("un intertitre de niveau {to} suit un intertitre de niveau {from}")
        }
        P::HtmlLeftOut { tag } => format!("`<{tag}>` n’est pas publié"),
        P::HtmlAttributeLeftOut { tag, attribute } => {
            format!("`{attribute}` de `<{tag}>` n’est pas publié")
        }
        P::RawHtml { tag } if tag.is_empty() => "le HTML s’affiche tel quel".into(),
        P::RawHtml { tag } => format!("le HTML s’affiche tel quel : `<{tag}>`"),
        P::HtmlComment => "les commentaires ne sont pas publiés".into(),
        P::ImageWithoutAlt => "cette image n’a pas de description".into(),
        P::RemoteImage { .. } => "cette image est sur un autre site".into(),
        P::UndeclaredImage { file } => format!("`{file}` n’a ni crédit ni licence"),
        P::ForbiddenAddress { url } => format!("`{url}` ne peut pas être un lien"),
        P::InternalAddress { url } => {
            format!("les lecteurs ne peuvent pas atteindre `{url}`")
        }
        P::BareAddress { .. } => "une adresse n’est pas le nom d’une page".into(),
        P::LinkSaysNothing { words } if words.is_empty() => {
            "ce lien n’a pas de mots".into()
        }
        P::LinkSaysNothing { words } => format!("« {words} » ne dit pas où mène le lien"),
        P::BrokenLink { target, .. } => format!("`{target}` ne mène nulle part"),
        P::ReferenceNotClosed => "ce renvoi n’est pas fermé".into(),
        P::SingleBrackets { id } => format!("`[{id}]` est montré tel quel, entre crochets"),
        P::BlockWithoutMark { block } => format!("`[[{block}]]` nomme un bloc : il manque un point d’exclamation"),
        P::MalformedReference { written } => format!("`{written}` ne désigne rien"),
        P::UnknownReferenceKind { written, .. } => {
            format!("type de renvoi inconnu `{written}`")
        }
        P::BarInTableReference => {
            "dans un tableau, la barre d’un renvoi doit être précédée d’une barre oblique inversée"
                .into()
        }
        P::DossierNeeded { fact } => format!("rien ne dit de quel dossier est `{fact}`"),
        P::BlockNotHere { block } => format!("il n’y a pas de bloc `{block}` ici"),
        P::EmptyBlock { block } => format!("le bloc `{block}` est vide"),
        P::BlockTwice { block } => format!("le bloc `{block}` figure ici deux fois"),
        P::BlockNotAlone { block } => {
            format!("le bloc `{block}` est placé au milieu d’autre chose")
        }
        P::NotPublic { entry } => {
            let (noun, adjective) = unknown(entry.kind);
            let public = if adjective == "inconnue" { "publique" } else { "public" };
            let article = if adjective == "inconnue" { "la" } else { "le" };
            format!("{article} {noun} `{}` n’est pas {public}", entry.id)
        }
        P::NotASlug { slug, .. } => format!("`{slug}` ne peut pas finir une adresse"),
        P::ReservedSlug { slug } => format!("`{slug}` est pris par le site lui-même"),
        P::NotAnAlias { text } => {
            format!("`{text}` ne peut pas être une ancienne adresse")
        }
        P::AddressTwice { address } => format!("deux pages ont l’adresse `{address}`"),
        P::NotAnAddress { text } => format!("`{text}` n’est pas une adresse du web"),
        P::NotAMail { text } => format!("`{text}` n’est pas une adresse électronique"),
        P::NotAPhone { text } => format!("`{text}` n’est pas un numéro de téléphone"),
        P::NotARor { text } => format!("`{text}` n’est pas un identifiant ROR"),
        P::NotAFilePath { text } => {
            format!("`{text}` n’est pas un fichier de ce répertoire")
        }
        P::FileOfAnEntry { text } => {
            format!("`{text}` appartient à un dossier, à un communiqué ou à une page, qui n’est peut-être pas encore public")
        }
        P::NoSuchFile { text, .. } => format!("il n’y a pas de fichier `{text}`"),
        P::FileTypeNotPublished { text, .. } => {
            format!("les fichiers comme `{text}` ne sont pas publiés")
        }
        P::BrokenPicture => "cette image est vide, tronquée ou endommagée".into(),
        P::TooManyPixels { width: u64::MAX, .. } => "ce dessin est trop grand".into(),
        P::TooManyPixels { width, height, max } => format!(
            "{width} × {height} pixels, c’est trop : {} millions au plus",
            max / 1_000_000
        ),
        P::PictureFormat => "ce fichier n’est pas une image dans un format publié".into(),
        P::MovingPicture => "cette image est animée".into(),
        P::UnsafeDrawing { what, line } => {
            format!("à la ligne {line}, ce dessin contient `{what}`, qui n’y a pas sa place")
        }
        P::PhotoSaysWhere => "cette photo dit où elle a été prise".into(),
        P::NotAPdf => "ce fichier n’est pas un PDF, ou il est endommagé".into(),
        P::DocumentRuns { what } => {
            format!("ce PDF contient de quoi lancer des actions : {}", list(what, 5))
        }
        P::DocumentSays { what } => format!("ce PDF dit aussi {}", list(what, 5)),
        P::DocumentHolds { files } if files.is_empty() => {
            "ce PDF contient d’autres fichiers".into()
        }
        P::DocumentHolds { files } => {
            format!("ce PDF contient d’autres fichiers : {}", list(files, 5))
        }
        P::DocumentCovers { n_boxes: 1 } => {
            "dans ce PDF, un cadre noir couvre du texte, qui se copie encore dessous".into()
        }
        P::DocumentCovers { n_boxes } => {
            format!("dans ce PDF, {n_boxes} cadres noirs couvrent du texte, qui se copie encore dessous")
        }
        P::DocumentLocked => "ce PDF est protégé : on ne peut pas voir ce qu’il contient d’autre".into(),
        P::LicenceExpired { date } => {
            format!("ceci ne peut plus être montré depuis le {date}")
        }
        P::DocumentWithoutPlace => {
            "un document est soit produit par Recto, soit un fichier, soit une adresse"
                .into()
        }
        P::ContactWithoutAddress => "ce contact n’est pas joignable".into(),
        P::StateAgainstAudit { state, rate: None, .. } => {
            format!("aucun audit ne dit que le site est `{state}`")
        }
        P::StateAgainstAudit { state, rate: Some(rate), .. } => {
            format!(
                "avec {}\u{a0}% des critères respectés, le site n’est pas `{state}`",
                rate.replace('.', ",")
            )
        }
        P::NotAShare { text } => format!("`{text}` n’est pas un pourcentage entre 0 et 100"),
        P::StatementLacks { statement, missing } => {
            let missing: Vec<&str> = missing.iter().map(|key| lacking(key)).collect();
            let (name, verb) = match statement {
                PageKind::Accessibility => ("la déclaration d’accessibilité", "dit"),
                PageKind::LegalNotice => ("les mentions légales", "disent"),
            };
            format!("{name} ne {verb} pas tout ; il manque : {}", missing.join(", "))
        }
        P::StatementWithoutPage { statement } => {
            let key = match statement {
                PageKind::Accessibility => "accessibility",
                PageKind::LegalNotice => "legal",
            };
            format!("aucune page ne montre ce que dit `{key}:`")
        }
        P::TermTwice { words, other } => {
            format!("« {words} » désigne aussi le terme `{other}`")
        }
        P::NoLanguages => "un site a de 1 à 32 langues, chacune une fois".into(),
        P::NotABaseUrl { text } => format!("`{text}` n’est pas l’adresse d’un site"),
        P::NotATimeZone { text } => format!("`{text}` n’est pas un fuseau horaire"),
        P::NotAStore { text } => format!("`{text}` n’est pas l’adresse d’un stockage"),
        P::TargetWithoutPlace { .. } => {
            "une cible est soit un répertoire, soit un dépôt git, soit un stockage".into()
        }
        P::NoSuchTheme { name, .. } => format!("il n’y a pas de thème `{name}`"),
        P::ThemesInCircle { name } => {
            format!("des thèmes se complètent en boucle : encore `{name}`")
        }
        P::ThemeWithoutWords { lang, n_missing, .. } => {
            format!("textes du thème qui manquent en `{lang}` : {n_missing}")
        }
        P::Template { message } => message.clone(),
        P::TemplateNotFound { name } => format!("il n’y a pas de gabarit `{name}`"),
        P::NotAFont => "ce n’est pas une police, ou elle est endommagée".into(),
        P::FontNotEmbeddable => "la licence de cette police interdit de l’inclure dans un document".into(),
        P::RequestElsewhere { url } => {
            format!("chaque visiteur irait chercher `{url}` sur un autre site")
        }
        P::TypesetEndless { seconds } => {
            format!("le programme de composition n’a pas fini après {seconds} secondes")
        }
        P::TypesetTooLong { n_pages, max } => {
            format!("le document a {n_pages} pages ; {max} au plus")
        }
        P::CardSize { n_pages, width, height } => format!(
            "une carte de partage est une page de 1200 points sur 630 ; il y en a ici {n_pages}, la première de {width} sur {height}"
        ),
        P::NoGlyph { characters } => format!(
            "aucune police du thème n’a {characters} : les cartes de partage, les dossiers de presse et les communiqués en PDF l’omettent"
        ),
        P::TemplatesInCircle { name } => {
            format!("`{name}` s’étend ou s’inclut lui-même")
        }
        P::ThemeBrokenLink { page, target } => {
            format!("sur `{page}`, un lien vers `{target}` ne mène nulle part")
        }
        P::IdTwice { page, id } => format!("sur `{page}`, deux éléments ont l’id `{id}`"),
        P::WrongPageLanguage { page, expected } => {
            format!("`{page}` ne dit pas être en `{expected}`")
        }
    }
}

pub(super) fn hint(problem: &Problem) -> Option<String> {
    use Problem as P;
    Some(match problem {
        P::NotUtf8 | P::Utf16 => "enregistrez-le en UTF-8 dans votre éditeur".into(),
        P::SymbolicLink => "mettez ici le fichier lui-même".into(),
        P::NotAFile | P::SecretFile => "sortez-le du répertoire du site".into(),
        P::FolderNamedLikeFile | P::OddFileName => "renommez-le".into(),
        P::NamesCollide { .. } => "renommez l’un des deux".into(),
        P::FoldersTooDeep { .. } => "remontez les fichiers".into(),
        P::FileTooLarge { .. } => "allégez-le".into(),
        P::ChangedWhileReading => "relancez la commande".into(),
        P::HardLink => "copiez le fichier ici, pour que personne ne le change d’ailleurs".into(),
        P::StrayFile => {
            "on écrit `dossiers/<id>/index.<langue>.md`, `releases/<id>/index.<langue>.md` et `pages/<id>.<langue>.md`".into()
        }
        P::FileNotPublished { known } => format!("types publiés : {}", list(*known, 20)),
        P::FileInUnknownLanguage { available, .. } => {
            format!("choix possibles : {} ; les autres se déclarent sous `languages:` dans `content/site.yaml`", list(available, 20))
        }
        P::NoSite => {
            "lancez la commande dans le répertoire qui contient `content/`, ou donnez `--site`".into()
        }
        P::BadFolderName { better, .. } | P::NotASlug { better, .. } if better.is_empty() => {
            "employez des lettres sans accent, des chiffres et des traits d’union".into()
        }
        P::Misnamed { name, better } => format!("renommez `{name}` en `{better}`"),
        P::BadFolderName { better, .. } => format!("renommez-le en `{better}`"),
        P::NoReference { file, .. } => format!("écrivez `{file}`, qui porte les faits"),
        P::ForeignFile => "supprimez-le, ou sortez-le du répertoire de sortie".into(),
        P::TooManyMarks => "supprimez les accents en trop".into(),
        P::ListMark { .. } => "écrivez `- ` au début de chaque ligne".into(),
        P::IndentedText => {
            "supprimez ces espaces ; pour montrer du code, mettez une ligne de trois accents graves avant et après".into()
        }
        P::ControlCharacter { .. }
        | P::BidiControl { .. }
        | P::InvisibleCharacter { .. } => {
            "supprimez-le ; il peut être invisible dans votre éditeur".into()
        }
        P::GarbledText { meant: Some(meant), .. } if meant.is_whitespace() => {
            "écrivez une espace, et relisez tout ce qui a été copié avec".into()
        }
        P::GarbledText { meant: Some(meant), .. } => {
            format!("écrivez `{meant}`, et relisez tout ce qui a été copié avec")
        }
        P::GarbledText { meant: None, .. } => {
            "retapez-le, et relisez tout ce qui a été copié avec".into()
        }
        P::MixedScript { .. } => "retapez la lettre".into(),
        P::NoFrontMatter => "commencez le fichier par `---`, l’en-tête, puis `---`".into(),
        P::TomlFrontMatter => "écrivez-le en YAML entre deux lignes `---`".into(),
        P::BlankBeforeFrontMatter => "supprimez ce qui précède `---`".into(),
        P::FrontMatterNotClosed => "écrivez `---` seul sur une ligne après l’en-tête".into(),
        P::SecondDocument => {
            "un fichier a un seul en-tête : supprimez ce `---`, ou réunissez les deux".into()
        }
        P::YamlTooLong { .. } => "scindez ce dossier en deux".into(),
        P::NotYaml => {
            "cherchez un guillemet, un crochet ou un deux-points oublié ici ou à la ligne précédente".into()
        }
        P::NotAMap => "écrivez `clé: valeur`, une par ligne".into(),
        P::SignNotQuoted { better, .. } | P::QuoteNotClosed { better } => format!("écrivez `{better}`"),
        P::CommentInValue { .. } => "mettez la valeur entre guillemets droits ; devant un commentaire, écrivez `# `".into(),
        P::AmountInFigure { .. } => "écrivez-le sous `funding:`, comme `amount:`".into(),
        P::MarkdownNotClosed { mark } => match *mark { "```" => "fermez le bloc par une ligne de trois accents graves".into(), "**" => "écrivez `**` des deux côtés, sans espace à l’intérieur".into(), "](" => "écrivez `[mots](adresse)`, sans espace dans l’adresse".into(), "[^" => "écrivez la note : `[^id]: son texte`".into(), "#" => "écrivez une espace après `#`".into(), _ => "écrivez une ligne de `---` sous l’en-tête du tableau".into() },
        P::ReferenceInWords { .. } => "écrivez les mots ; les renvois se mettent dans le texte, sous l’en-tête".into(),
        P::UnquotedColon { better } => format!("écrivez `{better}`"),
        P::Misaligned { n_spaces, align } => match align {
            Align::Above(like) => format!("alignez-la sur `{like}`, au-dessus"),
            Align::Below(like) => format!("alignez-la sur `{like}`, au-dessous"),
            Align::Left => format!("retirez-en {n_spaces} au début de la ligne"),
            Align::Right => format!("ajoutez-en {n_spaces} au début de la ligne"),
        },
        P::NoBreakSpace { better } => format!("écrivez `{better}`, avec des espaces ordinaires"),
        P::ColonMissing { better } | P::SpaceMissing { better } => format!("écrivez `{better}`"),
        P::BracketNotClosed { bracket } => format!("écrivez `{bracket}` là où finit l’élément"),
        P::CommaMissing { key } => format!("écrivez `, {key}: …`"),
        P::CommaInValue { .. } => "mettez tout le texte entre guillemets droits".into(),
        P::TabIndent => "décalez avec des espaces".into(),
        P::Alias => "écrivez la valeur à chaque endroit".into(),
        P::CustomTag => {
            "supprimez le mot qui commence par `!`, ou mettez la valeur entre guillemets".into()
        }
        P::NestedTooDeeply => "cherchez un crochet ou un retrait de trop".into(),
        P::ConflictMarker { .. } => {
            "décidez laquelle des deux versions reste, et supprimez les marques".into()
        }
        P::WrongShape { key, expected: Shape::Map } => format!("donnez à chaque élément son identifiant : `{key}: {{un-identifiant: …}}`"),
        P::WrongShape { key, expected: Shape::List } => {
            format!("écrivez `{key}:` puis chaque élément sur une ligne qui commence par `- `")
        }
        P::WrongShape { key, expected: Shape::Words | Shape::WordOrList } => {
            format!("écrivez `{key}: …` sur une ligne")
        }
        P::WordsNotQuoted { key } => format!("écrivez les mots de `{key}` entre guillemets"),
        P::UnknownKey { key, near, .. } if key.contains('\u{a0}') || key.contains('\u{202f}') => {
            let key = near.clone().unwrap_or_else(|| key.trim().to_owned());
            format!("écrivez `{key}:`, sans l’espace insécable (U+00A0) avant le deux-points")
        }
        P::UnknownKey { near, known, .. } => did_you_mean(near.as_ref(), known),
        P::RepeatedKey { .. } => "gardez l’une des deux".into(),
        P::EmptyValue { key } => format!("écrivez sa valeur : `{key}: …`"),
        P::MissingKey { key } => format!("ajoutez `{key}:`"),
        P::RepeatedItem { .. } | P::BlockTwice { .. } => "gardez-le une fois".into(),
        P::BlockNotAlone { block } => format!(
            "écrivez `![[{block}]]` seul sur sa ligne, entre deux lignes vides"
        ),
        P::TooManyItems { max, .. } => format!("une liste compte au plus {max} éléments : scindez-la"),
        P::NotAnId { better, .. } if better.is_empty() => {
            "un identifiant a des minuscules sans accent, des chiffres et des traits d’union".into()
        }
        P::NotAnId { better, .. } => format!("écrivez `{better}`"),
        P::UnknownId { near: Some(near), .. } => format!("vouliez-vous dire `{near}` ?"),
        P::UnknownId { kind, .. } => format!("à déclarer {}", declared_in(*kind)),
        P::UnknownTerm { near, known, .. } => did_you_mean(near.as_ref(), known),
        P::FactTwice { .. } => "les renvois les nomment par leur identifiant : changez-en un".into(),
        P::EmptyText { .. } => "écrivez quelques mots".into(),
        P::TextTooLong { .. } => "raccourcissez-le, ou déplacez-le dans le texte".into(),
        P::EmbargoWithoutInstant => "écrivez la date et l’heure, `2027-01-15T11:00:00+01:00` ; supprimez la ligne pour publier tout de suite".into(),
        P::UnreadableFile => "donnez-vous le droit de le lire".into(),
        P::FileNameEnding { better } => format!("renommez-le `{better}`"),
        P::QuoteInDraft => "supprimez `draft: true`".into(),
        P::FactInTranslation { key, file, stands: false } => {
            format!("déplacez `{key}` dans `{file}` : les faits ne s’écrivent que là")
        }
        P::FactInTranslation { key, file, .. } => {
            format!("supprimez `{key}` ici : les faits ne s’écrivent que dans `{file}`")
        }
        P::NoCounterpart { near: Some(near), .. } => format!("vouliez-vous dire `{near}` ?"),
        P::NoCounterpart { .. } => "supprimez-le, ou ajoutez-le à la référence".into(),
        P::QuantitiesDiffer { .. } => {
            "corrigez l’un des deux ; un renvoi, `[[id]]`, est le même dans les deux langues".into()
        }
        P::QuantityMissing { .. } => "ajoutez-le, ou retirez-le de la référence".into(),
        P::QuantityAdded { .. } => "retirez-le, ou ajoutez-le à la référence".into(),
        P::QuantityContradicts { id, .. } => {
            format!("écrivez `[[{id}]]`, ou dites mieux ce que compte ce nombre")
        }
        P::QuantityIsAFact { ids, .. } => {
            let id = ids.first().map_or("", String::as_str);
            format!("écrivez `[[{id}]]` : le texte suivra le chiffre")
        }
        P::Untranslated { words } if words.len() > 1 => {
            format!("ajoutez {} ; d’ici là, la référence est montrée", list(words, 40))
        }
        P::Untranslated { .. } => "ajoutez les mots ; d’ici là, la référence est montrée".into(),
        P::StaleTranslation { changed, .. } => {
            format!("mettez la traduction à jour, puis écrivez `reviewed: {changed}` ; d’ici là, la page prévient ses lecteurs")
        }
        P::SameWords => "traduisez-les".into(),
        P::BlocksDiffer { here: 0, .. } => "traduisez-le".into(),
        P::BlocksDiffer { there: 0, .. } => "voyez s’il s’y est perdu".into(),
        P::BlocksDiffer { .. } => {
            "voyez s’il n’en manque pas un ; là où les deux ont les mêmes, leurs nombres sont comparés un à un".into()
        }
        P::NotTranslated { file, .. } => {
            format!("écrivez `{file}` ; d’ici là, il n’y a pas de page")
        }
        P::NoWordsIn { lang } => format!("ajoutez `{lang}: …`"),
        P::NotInLanguage { lang } => {
            format!("ajoutez `{lang}: …` ; d’ici là, la référence est montrée")
        }
        P::UnknownLanguage { available, .. } => format!("choix possibles : {}", list(available, 20)),
        P::NotALanguage { .. } => "écrivez `fr`, `en`, `pt-BR`".into(),
        P::NoSummary => {
            "ajoutez une ou deux phrases, que montrent les listes et les moteurs de recherche".into()
        }
        P::Unfinished { .. } => "finissez-le, ou écrivez `draft: true`".into(),
        P::PrivateContact { .. } => "donnez le numéro ou l’adresse du service de presse".into(),
        P::NotANumber { text } => match spelling::number(text) {
            Some(better) => format!("écrivez `{}`", spelling::in_yaml(&better)),
            None => "écrivez `75 000`, `1,4`, `> 60`, `≤ 5`, `~ 7` ou `12–18`".into(),
        },
        P::AmbiguousNumber { large, small: Some(small), .. } => {
            format!("écrivez `{large}` ou `{small}`")
        }
        P::AmbiguousNumber { large, small: None, .. } => format!("écrivez `{large}`"),
        P::DigitGroups { .. } => "écrivez `75 000` ou `75000`".into(),
        P::ForeignDigits { better: Some(better), .. } => format!("écrivez `{better}`"),
        P::ForeignDigits { better: None, .. } => "écrivez avec les chiffres 0 à 9".into(),
        P::MinusSign { better, .. } => {
            format!("écrivez `{better}`, avec le trait d’union du clavier")
        }
        P::NumberOutOfRange { .. } => {
            "écrivez-le dans une unité plus grande, avec 28 chiffres au plus".into()
        }
        P::RangeBackwards { .. } => "écrivez d’abord le plus petit nombre".into(),
        P::UnitInValue { value, unit, .. } => {
            format!("écrivez `value: {}` et `unit: {unit}`", spelling::in_yaml(value))
        }
        P::OutOfLimits { min, max, .. } => {
            let bounds: Vec<String> = [("min", min), ("max", max)]
                .into_iter()
                .filter_map(|(key, limit)| Some(format!("`{key}: {}`", limit.as_ref()?)))
                .collect();
            format!("ses limites : {} ; changez-les si le chiffre est juste", bounds.join(" et "))
        }
        P::NotAWholeNumber { .. } => "écrivez `0`, `1`, `2`".into(),
        P::NotABool { .. } => "écrivez `true` ou `false`, sans guillemets".into(),
        P::NotAnAmount { text } => match spelling::amount(text, None) {
            Some(better) => format!("écrivez `{}`", spelling::in_yaml(&better)),
            None => "écrivez `400 M€`, `1,4 Md€`, `63 000 €` ou `€1.4 billion`".into(),
        },
        P::AmountWithoutCurrency { better, .. } | P::LowercaseMillion { better, .. } => {
            format!("écrivez `{better}`")
        }
        P::UnknownCurrency { text, .. } if is_rate(text) => {
            "écrivez le montant seul, et `per: year` à côté".into()
        }
        P::UnknownCurrency { text, .. } if spelling::amount(text, None).is_none() && (text.contains(" à ") || text.contains(" to ")) => {
            "écrivez une fourchette avec un tiret : `5–10 M€`".into()
        }
        P::UnknownCurrency { text, .. } if text.contains("billion") => {
            "écrivez `Md€` pour un milliard d’euros".into()
        }
        P::UnknownCurrency { text, written } => match spelling::amount(text, None) {
            Some(better) => format!("écrivez `{}`", spelling::in_yaml(&better)),
            None if text == written => "écrivez un code ISO 4217 en vigueur : `EUR`, `CHF`".into(),
            None => "écrivez `€` ou un code ISO 4217 en vigueur : `EUR`, `CHF`".into(),
        },
        P::NegativeAmount { .. } => {
            "écrivez le montant sans signe, et dites dans le libellé ce qu’il est".into()
        }
        P::NotAFormula { .. } => {
            "écrivez `etat / total * 100`, avec des espaces autour des signes".into()
        }
        P::ValueAndFormula => "supprimez l’une des deux".into(),
        P::DivisionByZero => "regardez le chiffre par lequel elle divise".into(),
        P::FormulaCycle { .. } => "donnez une valeur à l’un des chiffres".into(),
        P::FormulaNeedsExact { .. } => "donnez le chiffre vous-même, avec sa source".into(),
        P::UnitOfHistory { .. } | P::ScaleOfHistory { .. } => {
            "écrivez de même toutes les valeurs d’une série".into()
        }
        P::SameAsItself { .. } => {
            "nommez une autre ligne qui dit le même argent, ou supprimez ceci".into()
        }
        P::HistoryIsLater { .. } => {
            "corrigez l’une des dates, ou faites de la plus récente la valeur d’aujourd’hui".into()
        }
        P::SameDateTwice { .. } => "donnez à chaque ancienne valeur sa propre date".into(),
        P::NotADate { better: Some(better), .. } => format!("écrivez `{better}`"),
        P::NotADate { better: None, .. } => {
            "écrivez `2021-12-14`, `2021-12`, `2021`, `2021-06~` ou `2021/2028`".into()
        }
        P::NoSuchDate { .. } => "regardez le jour et le mois".into(),
        P::IntervalBackwards { .. } => "écrivez d’abord la date la plus ancienne".into(),
        P::DayNeeded { .. } => "écrivez l’année, le mois et le jour : `2021-12-14`".into(),
        P::NotAnInstant { better, .. } => {
            let better = better.as_deref().unwrap_or("2021-12-14T11:00:00+01:00");
            format!("écrivez `{better}`")
        }
        P::EmbargoWithoutOffset { better, .. } if better.is_empty() => {
            "donnez une autre heure".into()
        }
        P::EmbargoWithoutOffset { better, .. } => {
            let better: Vec<String> = better.iter().map(|b| format!("`{b}`")).collect();
            format!("donnez le décalage : {}", better.join(" ou "))
        }
        P::OffsetOfAnotherSeason { better } => {
            format!("le même instant s’écrit `{better}` ; est-ce bien lui ?")
        }
        P::PublishedInFuture { .. } => "écrivez `embargo:` avec la date et l’heure, ou `draft: true`".into(),
        P::UpdatedBeforePublished => {
            "regardez les deux dates ; elles sont montrées telles quelles".into()
        }
        P::NoSource => {
            "ajoutez `source:` avec un identifiant de `content/registry/sources.yaml`".into()
        }
        P::NoAsOf => "ajoutez `as_of:` ici ou en tête".into(),
        P::AsOfInFuture { .. } => "dites quand cela a été vérifié".into(),
        P::ReviewDue { .. } => "vérifiez-le et reportez `review_after:`".into(),
        P::QuotationMarks { .. } => {
            "n’écrivez que les mots : le site met les guillemets de chaque langue".into()
        }
        P::QuoteWithoutWords => "ajoutez `text:` et supprimez `draft: true`".into(),
        P::QuoteWithoutSpeaker => {
            "écrivez `speaker:` avec une personne, ou `organisation:`".into()
        }
        P::SourceWithoutName => {
            "ajoutez `title:`, le titre imprimé, ou `label:`, dans vos mots".into()
        }
        P::PartsDiffer { .. } => {
            "corrigez un montant ; ou écrivez `parts: partial` si des parts manquent".into()
        }
        P::PartsBeyondRounding { .. } => "corrigez un nombre, ou écrivez `parts: partial`".into(),
        P::PartsExceed { .. } => "corrigez un montant".into(),
        P::PartsUndeclared { .. } => {
            "écrivez `parts: partial` si des parts manquent ; les lecteurs voient l’écart".into()
        }
        P::PartNotSummable { .. } => "écrivez `parts: partial`".into(),
        P::PartOfAnotherKind { .. } => "donnez-la à part, sans `part_of:`".into(),
        P::PartsInCircle { .. } | P::PartOfItself => "supprimez un `part_of:`".into(),
        P::SameFactDiffers { .. } => "corrigez l’un des deux, ou supprimez `same_as:`".into(),
        P::NoParts => "supprimez `parts:`, ou ajoutez des parts avec `part_of:`".into(),
        P::MarkdownTooLong { .. } => "découpez le texte".into(),
        P::MarkdownTooDeep => "terminez une liste ou une citation par une ligne vide, puis recommencez".into(),
        P::SecondTitle => "commencez par `##`".into(),
        P::HeadingJump { from, .. } => {
            format!("commencez-le par `{}`", "#".repeat(usize::from(*from) + 1))
        }
        P::HtmlLeftOut { tag } => match tag.as_str() {
            "img" => "déclarez la photo sous `media:` et écrivez `![[media:son-id]]`".into(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "écrivez `## Titre`".into(),
            _ => "retirez-le ; le Markdown, les citations et les tableaux suffisent au texte".into(),
        },
        P::HtmlAttributeLeftOut { attribute, .. } => match attribute.as_str() {
            "style" | "class" => "retirez-le : l’apparence est celle du thème".into(),
            "href" => "écrivez une adresse en `https://`, `mailto:`, ou un chemin du site".into(),
            _ => "retirez-le".into(),
        },
        P::RawHtml { .. } => {
            "écrivez en Markdown : `**gras**`, `*italique*`, `[mots](adresse)`".into()
        }
        P::HtmlComment => "supprimez-le : les notes pour l’équipe se mettent ailleurs".into(),
        P::ImageWithoutAlt => "écrivez ce qu’elle montre : `![Ce qu’elle montre](fichier)`".into(),
        P::RemoteImage { .. } => {
            "mettez l’image dans `media/` et déclarez-la sous `media:`".into()
        }
        P::UndeclaredImage { .. } => {
            "déclarez-la sous `media:` avec `alt`, `credit` et `licence`".into()
        }
        P::ForbiddenAddress { .. } => {
            "donnez une adresse qui commence par `https://`, `mailto:`, `tel:` ou `/`".into()
        }
        P::InternalAddress { .. } => "donnez une adresse publique".into(),
        P::BareAddress { url } => format!("écrivez `[nom de la page]({url})`"),
        P::LinkSaysNothing { .. } => "nommez la page où mène le lien".into(),
        P::BrokenLink { near: Some(near), .. } => format!("vouliez-vous dire `{near}` ?"),
        P::BrokenLink { near: None, target } if references::is_host(target) => {
            format!("écrivez `https://{target}`")
        }
        P::BrokenLink { near: None, .. } => {
            "renvoyez aux entrées par `[[dossier:id]]`, `[[page:id]]`".into()
        }
        P::ReferenceNotClosed => {
            "écrivez `[[id]]` ; si ce sont bien des crochets, `\\[[`".into()
        }
        P::SingleBrackets { id } => format!("écrivez `[[{id}]]`"),
        P::BlockWithoutMark { block } => format!("écrivez `![[{block}]]`"),
        P::MalformedReference { written } => match references::meant(written, &[]) {
            Some(better) => format!("écrivez `[[{better}]]`"),
            None => "écrivez `[[id]]`, `[[dossier#id]]` ou `[[org:id]]`".into(),
        },
        P::UnknownReferenceKind { written, near, known } => {
            match references::meant(written, known) {
                Some(better) if references::is_block(known) => {
                    format!("écrivez `![[{better}]]`")
                }
                Some(better) => format!("écrivez `[[{better}]]`"),
                None => did_you_mean(near.as_ref(), known),
            }
        }
        P::BarInTableReference => "écrivez `[[id\\|mots]]`".into(),
        P::DossierNeeded { fact } => format!("écrivez `[[dossier#{fact}]]`"),
        P::BlockNotHere { .. } => "les blocs montrent les faits de l’en-tête du même fichier".into(),
        P::EmptyBlock { .. } => "supprimez-le, ou ajoutez ce qu’il doit montrer".into(),
        P::NotPublic { .. } => {
            "retirez le renvoi d’ici là, ou donnez à ce fichier le même `embargo:` ou `draft:`".into()
        }
        P::NotASlug { better, slug } if better == slug => "choisissez un autre mot".into(),
        P::NotASlug { better, .. } => format!("écrivez `{better}`, ou un autre mot"),
        P::ReservedSlug { .. } => "choisissez-en un autre".into(),
        P::NotAnAlias { .. } => "écrivez un chemin comme `/ancienne/adresse/`".into(),
        P::AddressTwice { .. } => "donnez à l’une des deux un autre `slug:` ou alias".into(),
        P::NotAnAddress { .. } => "écrivez-la avec `https://`".into(),
        P::NotAMail { .. } => "écrivez `nom@example.org`".into(),
        P::NotAPhone { .. } => "écrivez `+33 1 00 00 00 00`".into(),
        P::NotARor { .. } => "écrivez les neuf caractères qui suivent `https://ror.org/`".into(),
        P::NotAFilePath { .. } => "écrivez `media/nom.jpg`".into(),
        P::FileOfAnEntry { text } => {
            let name = text.rsplit('/').next().unwrap_or_default();
            format!("mettez-en une copie dans `content/media/` et écrivez `media/{name}`")
        }
        P::NoSuchFile { near: Some(near), .. } => format!("vouliez-vous dire `{near}` ?"),
        P::NoSuchFile { near: None, .. } => "mettez-le dans le répertoire de l’entrée".into(),
        P::FileTypeNotPublished { known, .. } => format!("types publiés : {}", list(*known, 20)),
        P::BrokenPicture => "reprenez le fichier d’origine, et enregistrez-le de nouveau".into(),
        P::TooManyPixels { .. } => "réduisez l’image ; 4\u{202f}000 pixels de large suffisent".into(),
        P::PictureFormat => "enregistrez-la en JPEG, PNG, WebP ou SVG".into(),
        P::MovingPicture => "enregistrez une seule image, en JPEG, PNG ou WebP".into(),
        P::UnsafeDrawing { .. } => {
            "exportez-le en « SVG simple », sans script, lien, image ni animation".into()
        }
        P::PhotoSaysWhere => {
            "Recto ne publie pas ce lieu ; retirez-le du fichier si d’autres que vous y ont accès".into()
        }
        P::NotAPdf => "enregistrez-le de nouveau en PDF".into(),
        P::DocumentRuns { .. } => "enregistrez-le en PDF/A, ou imprimez-le dans un fichier PDF".into(),
        P::DocumentSays { .. } => {
            "si ce n’est pas à publier, retirez-le des propriétés et des commentaires du document, et enregistrez un nouveau PDF".into()
        }
        P::DocumentHolds { .. } => "si ce n’est pas à publier, retirez les pièces jointes du PDF".into(),
        P::DocumentCovers { .. } => "si ce texte n’est pas à publier, supprimez-le du document d’origine, puis refaites le PDF".into(),
        P::DocumentLocked => "enregistrez-le sans mot de passe ni restriction : c’est nécessaire aussi aux lecteurs d’écran".into(),
        P::LicenceExpired { .. } => {
            "retirez l’image, ou renouvelez la licence et `expires:`".into()
        }
        P::DocumentWithoutPlace => "écrivez l’un de `generated:`, `file:`, `url:`".into(),
        P::ContactWithoutAddress => "ajoutez `email:` ou `phone:`".into(),
        P::NoLanguages => "écrivez `languages: [fr, en]` ; la première est la référence".into(),
        P::NotABaseUrl { .. } => "écrivez `https://example.org`".into(),
        P::NotATimeZone { .. } => "écrivez `Europe/Paris`".into(),
        P::NotAStore { .. } => "écrivez `s3://compartiment/prefixe`".into(),
        P::TargetWithoutPlace { known } => format!("choix possibles : {}", list(*known, 10)),
        P::StateAgainstAudit { follows, .. } => {
            format!("supprimez la ligne : Recto déduit l’état de l’audit, ici `{follows}`")
        }
        P::NotAShare { .. } => "écrivez par exemple `rate: 78,5`".into(),
        P::StatementLacks { missing, .. } => format!(
            "ajoutez dans `content/site.yaml` : {} ; d’ici là, la page indique « information non communiquée »",
            list(missing, 8)
        ),
        P::StatementWithoutPage { statement } => format!(
            "créez une page dans `content/pages/`, avec `kind: {}` et `menu: footer`",
            statement.as_str()
        ),
        P::TermTwice { .. } => {
            "ne gardez ces mots que pour un seul terme : dans le texte, Recto ne saurait pas lequel est voulu".into()
        }
        P::NoSuchTheme { near: Some(near), .. } => format!("vouliez-vous dire `{near}` ?"),
        P::NoSuchTheme { near: None, name } => {
            format!("créez le répertoire `themes/{name}/`, ou écrivez `default`")
        }
        P::ThemesInCircle { .. } => "regardez `extends:` dans leurs `theme.yaml`".into(),
        P::ThemeWithoutWords { first, file, .. } => {
            format!("écrivez-les dans `{file}` : {}", list(first, 5))
        }
        P::TemplateNotFound { .. } => "les gabarits livrés s’appellent `recto/…`, ceux d’un thème portent le nom de son répertoire".into(),
        P::TemplatesInCircle { .. } => "regardez ses `extends` et `include`".into(),
        P::NotAFont => "mettez un fichier TTF ou OTF entier à sa place, ou retirez-le".into(),
        P::FontNotEmbeddable => "demandez une autre licence à son auteur, ou prenez une police libre".into(),
        P::RequestElsewhere { .. } => "mettez ce fichier dans `assets/` du thème, et écrivez ici son nom".into(),
        P::TypesetEndless { .. } => "cherchez une boucle trop longue".into(),
        P::TypesetTooLong { .. } => "cherchez des sauts de page dans une boucle".into(),
        P::CardSize { .. } => "écrivez `#set page(width: 1200pt, height: 630pt)`, et que rien ne déborde".into(),
        P::NoGlyph { .. } => "écrivez-le en d’autres caractères, ou ajoutez à `fonts/` du thème une police qui les a".into(),
        P::Template { .. } => "regardez le gabarit à cet endroit ; le README liste ce que voient les gabarits".into(),
        P::ThemeBrokenLink { .. } | P::IdTwice { .. } | P::WrongPageLanguage { .. } => {
            "regardez les gabarits du thème".into()
        }
    })
}
