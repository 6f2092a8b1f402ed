//! Bytes of a PDF in, what it says of itself and would do out: nothing of that is seen on its
//! pages, and all of it is published with them.
//!
//! The file is read from its first byte to its last, what no reader would show included: a
//! text that was replaced, or a comment that was deleted, often is still there.

mod tokens;
mod covered;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use crate::made::Made;
use crate::source::Blob;

use tokens::{Token, Tokens};

/// The most bytes of unpacked parts: beyond, a file is as good as locked.
const MAX_UNPACKED: u64 = 64 << 20;

/// The most characters of a value that are told.
const MAX_CHARS: usize = 60;

/// What people would not know that they publish: who wrote it, for whom, what they wrote in
/// the margin. Its title, subject and keywords are for readers.
const TELLING: &[&str] = &[
    "Author",
    "Category",
    "Comments",
    "Company",
    "LastSavedBy",
    "Manager",
    "SourceModified",
];

/// Kinds of annotations that reviewers make.
const REMARKS: &[&str] = &[
    "Caret",
    "FreeText",
    "Highlight",
    "Ink",
    "Popup",
    "Squiggly",
    "Stamp",
    "StrikeOut",
    "Text",
    "Underline",
];

/// What a PDF has beside its pages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Whether it is a PDF at all.
    pub is_pdf: bool,
    /// Whether parts of it cannot be read.
    pub is_locked: bool,
    /// What it would do: `JavaScript`, `Launch`.
    pub runs: BTreeSet<String>,
    /// What it says of itself: the name, and the value where it is known.
    pub says: BTreeSet<(String, String)>,
    /// The names of files within it.
    pub holds: BTreeSet<String>,
    /// How many dark boxes lie over text that can still be read.
    pub n_boxes: usize,
}

impl Document {
    /// Looks at a file once, and remembers; `None` where it has changed since.
    pub fn look(blob: &Blob, made: &Made) -> Option<Self> {
        let key = Made::key("document 2", [blob.digest.as_bytes().as_slice()]);
        if let Some(known) = made.get(key) {
            return Some(Self::from_text(&String::from_utf8_lossy(&known)));
        }
        let document = Self::of(&blob.unchanged()?);
        made.put(key, document.to_text().as_bytes());
        Some(document)
    }

    fn of(bytes: &[u8]) -> Self {
        // Some programs put a few bytes before the head.
        let head = &bytes[..bytes.len().min(1024)];
        let mut document = Self {
            is_pdf: memchr::memmem::find(head, b"%PDF-").is_some(),
            ..Self::default()
        };
        if document.is_pdf {
            let mut reading = Reading { document, ..Reading::default() };
            reading.read(bytes, true);
            document = reading.finish();
        }
        document
    }

    /// What is known, as it is kept: a line for each thing. No value has a line end.
    fn to_text(&self) -> String {
        let mut lines = vec![];
        lines.extend(self.is_pdf.then(|| "pdf".to_owned()));
        lines.extend(self.is_locked.then(|| "locked".to_owned()));
        lines.extend(self.runs.iter().map(|it| format!("runs {it}")));
        lines
            .extend(self.says.iter().map(|(name, value)| format!("says {name} {value}")));
        lines.extend(self.holds.iter().map(|it| format!("holds {it}")));
        lines.push(format!("boxes {}", self.n_boxes));
        lines.join("\n")
    }

    fn from_text(text: &str) -> Self {
        let mut document = Self::default();
        for line in text.lines() {
            match line.split_once(' ').unwrap_or((line, "")) {
                ("pdf", _) => document.is_pdf = true,
                ("locked", _) => document.is_locked = true,
                ("runs", it) => drop(document.runs.insert(it.to_owned())),
                ("boxes", it) => document.n_boxes = it.parse().unwrap_or(0),
                ("holds", it) => drop(document.holds.insert(it.to_owned())),
                (_, it) => {
                    let (name, value) = it.split_once(' ').unwrap_or((it, ""));
                    document.says.insert((name.to_owned(), value.to_owned()));
                }
            }
        }
        document
    }
}

/// How far the reading of a file has come.
#[derive(Default)]
struct Reading {
    document: Document,
    /// Texts that are objects of their own, by their numbers.
    texts: BTreeMap<Vec<u8>, String>,
    /// Names whose values stand elsewhere, with the numbers of these.
    awaited: Vec<(String, Vec<u8>)>,
    n_unpacked: u64,
    /// Streams that may be the content of pages, by their numbers.
    contents: BTreeMap<Vec<u8>, Vec<u8>>,
    /// How many bytes these have.
    n_contents: u64,
    /// Which of them each page has, in their order.
    pages: BTreeSet<Vec<Vec<u8>>>,
    /// Objects that only list others.
    lists: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
}

/// What a stream has that is no content of a page: a picture, a font, a profile, a function.
const NO_CONTENT: &[&str] = &[
    "CMapName",
    "EmbeddedFile",
    "FunctionType",
    "Length1",
    "N",
    "PatternType",
    "ShadingType",
    "Width",
    "XRef",
];

/// What the dictionary says that is being read, with those within it.
#[derive(Default)]
struct Dictionary {
    /// Names that stand in it, as keys or values.
    names: BTreeSet<Vec<u8>>,
    /// Texts behind names.
    texts: Vec<(Vec<u8>, String)>,
}

impl Dictionary {
    fn has(&self, name: &str) -> bool {
        self.names.contains(name.as_bytes())
    }

    fn text(&self, name: &str) -> Option<&String> {
        let mut texts = self.texts.iter();
        texts.find(|(key, _)| key == name.as_bytes()).map(|(_, text)| text)
    }
}

impl Reading {
    /// Reads a file, or the objects that one of its streams packs.
    fn read(&mut self, bytes: &[u8], is_file: bool) {
        let mut tokens = Tokens { bytes, at: 0 };
        let mut depth = 0_usize;
        let mut dictionary = Dictionary::default();
        let mut name: Option<Vec<u8>> = None;
        let mut words: [&[u8]; 2] = [b"", b""];
        let mut object: &[u8] = b"";
        // What `/Contents` of a page names, while it is being read.
        let mut page: Option<Vec<Vec<u8>>> = None;
        while let Some(token) = tokens.next() {
            if !matches!(token, Token::Word(_)) {
                self.pages.extend(page.take().filter(|it| !it.is_empty()));
            }
            match token {
                Token::Open => {
                    if depth == 0 {
                        dictionary = Dictionary::default();
                    }
                    depth += 1;
                    name = None;
                }
                Token::Close => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.take(&dictionary);
                    }
                    name = None;
                }
                Token::Name(found) => {
                    if name.as_deref() == Some(b"S")
                        && matches!(&*found, b"JavaScript" | b"Launch")
                    {
                        self.document.runs.insert(shown(&found));
                    }
                    page = (*found == *b"Contents").then(Vec::new);
                    dictionary.names.insert(found.to_vec());
                    name = Some(found.into_owned());
                }
                Token::Text(text) => match name.take() {
                    Some(name) if depth > 0 => {
                        dictionary.texts.push((name, shown(&text)));
                    }
                    _ if depth == 0 && words == [object, b"obj"] => {
                        self.texts.insert(object.to_vec(), shown(&text));
                    }
                    _ => {}
                },
                Token::Word(b"obj") => {
                    // `12 0 obj`, whatever stood before it.
                    (depth, name, object) = (0, None, words[0]);
                    words = [object, b"obj"];
                    continue;
                }
                Token::Word(b"stream") if is_file => {
                    let len = memchr::memmem::find(&bytes[tokens.at..], b"endstream");
                    let end = len.map_or(bytes.len(), |len| tokens.at + len);
                    self.stream(&dictionary, object, &bytes[tokens.at..end]);
                    tokens.at = end;
                    (depth, name) = (0, None);
                }
                Token::Word(b"R") => {
                    match &mut page {
                        Some(page) => page.push(words[0].to_vec()),
                        None if depth == 0 && is_file => {
                            let list = self.lists.entry(object.to_vec()).or_default();
                            list.push(words[0].to_vec());
                        }
                        None => {}
                    }
                    let name = name.take().map(|name| shown(&name));
                    let name = name.filter(|name| TELLING.contains(&name.as_str()));
                    self.awaited.extend(name.map(|name| (name, words[0].to_vec())));
                }
                Token::Word(word) => {
                    words = [words[1], word];
                    continue;
                }
            }
            words = [b"", b""];
        }
    }

    /// Takes what a whole dictionary says.
    fn take(&mut self, dictionary: &Dictionary) {
        self.document.is_locked |= dictionary.has("Encrypt");
        if dictionary.has("EF") {
            let name = dictionary.text("UF").or_else(|| dictionary.text("F"));
            self.document.holds.insert(name.cloned().unwrap_or_default());
        }
        for (name, text) in &dictionary.texts {
            let name = shown(name);
            if TELLING.contains(&name.as_str()) {
                self.says(&name, text);
            }
        }
        let is_remark = REMARKS.iter().any(|kind| dictionary.has(kind));
        if is_remark && dictionary.has("Subtype") && !dictionary.has("Widget") {
            let who = dictionary.text("T").cloned();
            if let Some(who) = who {
                self.says("Comment", &who);
            }
        }
    }

    /// Looks into a stream that packs objects or metadata.
    fn stream(&mut self, dictionary: &Dictionary, number: &[u8], packed: &[u8]) {
        let holds_objects = dictionary.has("ObjStm");
        let holds_metadata = dictionary.has("Metadata") && dictionary.has("XML");
        if !holds_objects && !holds_metadata {
            if !NO_CONTENT.iter().any(|name| dictionary.has(name)) {
                self.content(dictionary, number, packed);
            }
            return;
        }
        let unpacked = match dictionary.has("Filter") {
            true => {
                dictionary.has("FlateDecode").then(|| self.unpacked(packed)).flatten()
            }
            false => Some(packed.to_vec()),
        };
        match unpacked {
            Some(bytes) if holds_objects => self.read(&bytes, false),
            Some(bytes) => self.metadata(&String::from_utf8_lossy(&bytes)),
            None => self.document.is_locked = true,
        }
    }

    /// Keeps a stream that may be the content of a page, or a part of one that pages share.
    fn content(&mut self, dictionary: &Dictionary, number: &[u8], packed: &[u8]) {
        let others = ["ASCII85Decode", "ASCIIHexDecode", "LZWDecode", "RunLengthDecode"];
        if others.iter().any(|filter| dictionary.has(filter)) {
            return;
        }
        let left = MAX_UNPACKED.saturating_sub(self.n_contents);
        let mut bytes = vec![];
        if dictionary.has("FlateDecode") {
            let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
            let start = packed.iter().take_while(|byte| is_end(byte)).count();
            let unpacking = flate2::read::ZlibDecoder::new(&packed[start..]);
            // What is damaged further on was read as far as it goes.
            let _whole = unpacking.take(left).read_to_end(&mut bytes);
        } else if !dictionary.has("Filter") && packed.len() as u64 <= left {
            bytes.extend_from_slice(packed);
        }
        self.n_contents += bytes.len() as u64;
        if dictionary.has("Form") {
            self.pages.insert(vec![number.to_vec()]);
        }
        self.contents.insert(number.to_vec(), bytes);
    }

    /// How many dark boxes lie over text, on all pages.
    fn n_boxes(&self) -> usize {
        let mut budget = covered::BUDGET;
        let mut n_boxes = 0;
        for page in &self.pages {
            let mut content = vec![];
            for number in page {
                let own = std::slice::from_ref(number);
                for part in self.lists.get(number).map_or(own, Vec::as_slice) {
                    let bytes = self.contents.get(part).map_or(&[][..], Vec::as_slice);
                    if (content.len() + bytes.len()) as u64 > MAX_UNPACKED {
                        break;
                    }
                    content.extend_from_slice(bytes);
                    content.push(b'\n');
                }
            }
            n_boxes += covered::n_boxes(&content, &mut budget);
        }
        n_boxes
    }

    fn unpacked(&mut self, packed: &[u8]) -> Option<Vec<u8>> {
        let start = packed.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        let left = MAX_UNPACKED.saturating_sub(self.n_unpacked);
        let mut bytes = vec![];
        let unpacking = flate2::read::ZlibDecoder::new(&packed[start..]);
        unpacking.take(left + 1).read_to_end(&mut bytes).ok()?;
        self.n_unpacked += bytes.len() as u64;
        (self.n_unpacked <= MAX_UNPACKED).then_some(bytes)
    }

    /// Takes the authors that a packet of XMP names.
    fn metadata(&mut self, xmp: &str) {
        let mut rest = xmp;
        while let Some((_, after)) = rest.split_once("<dc:creator>") {
            let (creator, after) =
                after.split_once("</dc:creator>").unwrap_or((after, ""));
            let texts = creator.split('<').filter_map(|part| part.split_once('>'));
            for (_, text) in texts {
                self.says("Author", &shown(text.trim().as_bytes()));
            }
            rest = after;
        }
    }

    fn says(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.document.says.insert((name.to_owned(), value.to_owned()));
        }
    }

    fn finish(mut self) -> Document {
        for (name, number) in std::mem::take(&mut self.awaited) {
            let value = self.texts.get(&number).cloned();
            self.says(&name, &value.unwrap_or_else(|| "…".to_owned()));
        }
        self.document.n_boxes = self.n_boxes();
        self.document
    }
}

/// The words of a PDF's text, on one line: UTF-16 and UTF-8 by their marks, Latin otherwise.
fn shown(text: &[u8]) -> String {
    let text = match text {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|it| u16::from_be_bytes([it[0], it[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        text => match std::str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(_) => text.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    let is_bidi = |c| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain = |c: char| if c.is_control() || is_bidi(c) { ' ' } else { c };
    let text: String = text.chars().map(plain).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(pdf: &str) -> Vec<(String, String)> {
        let pdf = format!("%PDF-1.7\n{pdf}");
        Document::of(pdf.as_bytes()).says.into_iter().collect()
    }

    #[test]
    fn who_wrote_a_document_is_found_however_it_is_written() {
        let author = |name: &str| vec![("Author".to_owned(), name.to_owned())];
        for (written, meant) in [
            (
                "1 0 obj << /Author (Jeanne \\(RH\\) Dupont) >> endobj",
                "Jeanne (RH) Dupont",
            ),
            ("1 0 obj << /Auth#6fr (Ren\\351) >> endobj", "René"),
            ("1 0 obj <</Author<FEFF00C90076 0065>>> endobj", "Éve"),
            ("1 0 obj <</Author 7 0 R>> endobj 7 0 obj (Jeanne) endobj", "Jeanne"),
            ("7 0 obj (Jeanne) endobj 1 0 obj <</Author 7 0 R>> endobj", "Jeanne"),
            ("1 0 obj <</Author 7 0 R>> endobj", "…"),
            (
                "1 0 obj <</Type/Metadata/Subtype/XML/Length 99>> stream\n<dc:creator>\
                 <rdf:Seq><rdf:li>Jeanne</rdf:li></rdf:Seq></dc:creator>\nendstream",
                "Jeanne",
            ),
        ] {
            assert_eq!(says(written), author(meant), "{written}");
        }
        assert_eq!(
            says("1 0 obj << /Author () /Title (Plan) /Subject (Un plan) >> endobj"),
            []
        );
        assert_eq!(says("1 0 obj << /Length 3 >> stream\n/Author (x)\nendstream"), []);
    }

    #[test]
    fn remarks_of_reviewers_are_found_and_fields_of_forms_are_not() {
        let remark = "1 0 obj << /Subtype /Highlight /T (Jeanne) >> endobj";
        assert_eq!(says(remark), [("Comment".to_owned(), "Jeanne".to_owned())]);
        assert_eq!(says("1 0 obj << /Subtype /Widget /FT /Text /T (nom) >> endobj"), []);
    }

    /// A PDF of one page; its content is what these streams have.
    fn page(contents: &str, streams: &[(usize, &str, Vec<u8>)]) -> Vec<u8> {
        let page = format!("<</Type/Page/Parent 2 0 R/Contents {contents}/Rotate 0>>");
        let mut pdf = format!("%PDF-1.7\n3 0 obj{page}endobj\n").into_bytes();
        for (number, filter, bytes) in streams {
            let length = bytes.len();
            let head = format!("{number} 0 obj<</Length {length}{filter}>>stream\n");
            pdf.extend(head.as_bytes());
            pdf.extend(bytes);
            pdf.extend(b"\nendstream endobj\n");
        }
        pdf
    }

    fn packed(text: &str) -> Vec<u8> {
        use std::io::Write;
        let mut packing =
            flate2::write::ZlibEncoder::new(vec![], flate2::Compression::default());
        packing.write_all(text.as_bytes()).expect("bytes in memory");
        packing.finish().expect("bytes in memory")
    }

    const TEXT: &str = "BT /F1 12 Tf 72 700 Td (Jeanne Dupont) Tj ET ";
    const BOX: &str = "0 g 70 696 60 16 re f ";

    #[test]
    fn a_box_over_text_is_found_in_the_content_of_a_page() {
        let whole = format!("{TEXT}{BOX}");
        let flate = "/Filter/FlateDecode";
        let texts = || vec![(5, flate, packed(TEXT)), (6, flate, packed(BOX))];
        let n_boxes = |pdf: Vec<u8>| Document::of(&pdf).n_boxes;
        assert_eq!(n_boxes(page("5 0 R", &[(5, flate, packed(&whole))])), 1);
        assert_eq!(n_boxes(page("5 0 R", &[(5, "", whole.clone().into_bytes())])), 1);
        assert_eq!(n_boxes(page("[5 0 R 6 0 R]", &texts())), 1);
        // The box is painted first: the ground of the text.
        assert_eq!(n_boxes(page("[6 0 R 5 0 R]", &texts())), 0);
        // Neither is on the page of the other.
        assert_eq!(n_boxes(page("5 0 R", &texts())), 0);
        // A list that is an object of its own.
        let mut list = page("7 0 R", &texts());
        list.extend(b"7 0 obj[5 0 R 6 0 R]endobj");
        assert_eq!(n_boxes(list), 1);
        // A page that is packed with other objects.
        let objects = "3 0 <</Type/Page/Contents[5 0 R 6 0 R]>>";
        let mut packed_page = page("9 0 R", &texts());
        packed_page.extend(b"8 0 obj<</Type/ObjStm/N 1/First 4>>stream\n");
        packed_page.extend(objects.as_bytes());
        packed_page.extend(b"\nendstream endobj");
        assert_eq!(n_boxes(packed_page), 1);
        // A part that pages share.
        let form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Filter/FlateDecode";
        assert_eq!(n_boxes(page("5 0 R", &[(9, form, packed(&whole))])), 1);
        // What is cut short is read as far as it goes.
        let mut cut = packed(&format!("{whole}{}", "% blank\n".repeat(2_000)));
        cut.truncate(cut.len() - 8);
        assert_eq!(n_boxes(page("5 0 R", &[(5, flate, cut)])), 1);
    }

    #[test]
    fn what_is_remembered_is_what_was_found() {
        let pdf =
            b"%PDF-1.7\n<< /S /JavaScript >> << /Encrypt 1 0 R >> << /Author (A B) >>\
            << /EF << >> /UF (c d.txt) >> << /EF << >> >>";
        let document = Document::of(pdf);
        assert!(document.is_locked && document.holds.len() == 2, "{document:?}");
        assert_eq!(Document::from_text(&document.to_text()), document);
    }

    #[test]
    fn a_document_without_an_end_has_one() {
        for odd in ["(", "<", "<<", "/", "/#", "(\\", "(\\7", "1 0 obj stream", "%"] {
            let _found = Document::of(format!("%PDF-1.7\n{odd}").as_bytes());
        }
        let deep = format!("%PDF-1.7\n{}{}", "<<".repeat(100_000), "(".repeat(100_000));
        assert!(Document::of(deep.as_bytes()).is_pdf);
    }
}
