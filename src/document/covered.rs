//! Dark boxes over text: what looks blacked out on a page and is still written under the box,
//! where whoever selects and copies finds it.
//!
//! The content of a page is read far enough to know where text stands, roughly, and where a
//! dark rectangle is painted after it. Nobody knows here how wide the letters of a font are;
//! they are taken to be narrow, so that what stands beside a text is not taken for what covers
//! it. Numbers are whole ones, in parts of a point.

use crate::document::tokens::{Token, Tokens};

/// What a point is counted in.
const POINT: i64 = 1 << 16;

/// The largest number that is told apart from larger ones.
const FAR: i64 = POINT << 24;

/// The deepest that states of graphics are kept in one another.
const MAX_DEPTH: usize = 256;

/// The most operands of an operator that are kept.
const MAX_OPERANDS: usize = 4_096;

/// The most texts of a page that are remembered.
const MAX_RUNS: usize = 200_000;

/// The least height and width of a box that could hide a word.
const LEAST: i64 = 3 * POINT;

/// How many letters may be compared with boxes in one file.
pub(super) const BUDGET: u64 = 20_000_000;

/// How many dark boxes of a page lie over text that was painted before them. `budget` is what
/// may still be spent.
pub(super) fn n_boxes(content: &[u8], budget: &mut u64) -> usize {
    let mut page = Page { budget: *budget, ..Page::default() };
    page.read(content);
    *budget = page.budget;
    page.n_boxes
}

/// A point, or a step from one to another.
type Pair = (i64, i64);

/// The corner with the smaller numbers, and the other.
type Box = (Pair, Pair);

/// `[a b c d e f]`, as PDF writes a transformation.
#[derive(Clone, Copy)]
struct Matrix([i64; 6]);

const IDENTITY: Matrix = Matrix([POINT, 0, 0, POINT, 0, 0]);

fn times(a: i64, b: i64) -> i64 {
    let product = (i128::from(a) * i128::from(b)) >> 16;
    i64::try_from(product).unwrap_or(FAR).clamp(-FAR, FAR)
}

impl Matrix {
    /// This one first, then another.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [oa, ob, oc, od, oe, of]) = (self.0, other.0);
        let sum = |x: i64, y: i64, z: i64| (x + y + z).clamp(-FAR, FAR);
        Self([
            sum(times(a, oa), times(b, oc), 0),
            sum(times(a, ob), times(b, od), 0),
            sum(times(c, oa), times(d, oc), 0),
            sum(times(c, ob), times(d, od), 0),
            sum(times(e, oa), times(f, oc), oe),
            sum(times(e, ob), times(f, od), of),
        ])
    }

    /// Where a step leads.
    fn step(self, (x, y): Pair) -> Pair {
        let [a, b, c, d, ..] = self.0;
        (times(a, x) + times(c, y), times(b, x) + times(d, y))
    }

    /// Where a point lies.
    fn point(self, at: Pair) -> Pair {
        let (x, y) = self.step(at);
        (x + self.0[4], y + self.0[5])
    }

    /// Whether a rectangle stays one with upright sides.
    fn is_upright(self) -> bool {
        let [a, b, c, d, ..] = self.0;
        (b == 0 && c == 0) || (a == 0 && d == 0)
    }
}

/// What `q` keeps and `Q` gives back.
#[derive(Clone, Copy)]
struct State {
    ctm: Matrix,
    /// Whether areas are filled darkly.
    is_dark: bool,
    /// Outside of it nothing is painted.
    clip: Option<Box>,
    size: i64,
    leading: i64,
}

/// Letters in a row: the foot and the shoulder of the first, and the way to the next.
struct Run {
    low: Pair,
    high: Pair,
    step: Pair,
    n_letters: i64,
}

struct Page {
    state: State,
    kept: Vec<State>,
    /// Where the line of text begins, and where its next letter stands.
    line: Matrix,
    text: Matrix,
    /// The rectangles of the path that is being made.
    path: Vec<Box>,
    /// Lines of the path that may be a rectangle in the end.
    corners: Vec<Pair>,
    clips: bool,
    runs: Vec<Run>,
    n_boxes: usize,
    budget: u64,
}

impl Default for Page {
    fn default() -> Self {
        let state = State {
            ctm: IDENTITY,
            is_dark: true,
            clip: None,
            size: POINT,
            leading: 0,
        };
        Self {
            state,
            kept: vec![],
            line: IDENTITY,
            text: IDENTITY,
            path: vec![],
            corners: vec![],
            clips: false,
            runs: vec![],
            n_boxes: 0,
            budget: 0,
        }
    }
}

/// What stands before an operator.
enum Operand {
    Number(i64),
    Text(Vec<u8>),
    Name,
}

impl Page {
    fn read(&mut self, content: &[u8]) {
        let mut tokens = Tokens { bytes: content, at: 0 };
        let mut operands: Vec<Operand> = vec![];
        while let Some(token) = tokens.next() {
            let operand = match token {
                Token::Word(b"ID") => {
                    // The bytes of a picture, up to its end.
                    tokens.at += picture_len(&content[tokens.at..]);
                    operands.clear();
                    continue;
                }
                Token::Word(word) => match number(word) {
                    Some(number) => Operand::Number(number),
                    None => {
                        self.operator(word, &operands);
                        operands.clear();
                        continue;
                    }
                },
                Token::Text(text) => Operand::Text(text),
                Token::Name(_) => Operand::Name,
                Token::Open | Token::Close => continue,
            };
            if operands.len() < MAX_OPERANDS {
                operands.push(operand);
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Operand]) {
        let numbers: Vec<i64> = operands
            .iter()
            .filter_map(|operand| match operand {
                Operand::Number(number) => Some(*number),
                Operand::Text(_) | Operand::Name => None,
            })
            .collect();
        let n = numbers.as_slice();
        match (word, n) {
            (b"q", _) if self.kept.len() < MAX_DEPTH => self.kept.push(self.state),
            (b"Q", _) => self.state = self.kept.pop().unwrap_or(self.state),
            (b"cm", [a, b, c, d, e, f]) => {
                self.state.ctm = Matrix([*a, *b, *c, *d, *e, *f]).then(self.state.ctm);
            }
            (b"g" | b"rg" | b"k" | b"sc" | b"scn", n) => self.colour(n),
            // The first colour of every space is black.
            (b"cs", _) => self.state.is_dark = true,
            (b"re", [x, y, width, height]) => self.rectangle(*x, *y, *width, *height),
            (b"m", [x, y]) => {
                self.close();
                self.corners = vec![(*x, *y)];
            }
            (b"l", [x, y]) if self.corners.len() < 8 => self.corners.push((*x, *y)),
            // What is round hides nothing that is told of here.
            (b"c" | b"v" | b"y", _) => self.corners.clear(),
            (b"h", _) => self.close(),
            (b"W" | b"W*", _) => self.clips = true,
            (b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*", _) => {
                self.close();
                self.fill();
                self.end();
            }
            (b"n" | b"S" | b"s", _) => {
                self.close();
                self.end();
            }
            (b"BT", _) => (self.line, self.text) = (IDENTITY, IDENTITY),
            (b"Tf", [size]) => self.state.size = *size,
            (b"TL", [leading]) => self.state.leading = *leading,
            (b"Td", [x, y]) => self.next_line(*x, *y),
            (b"TD", [x, y]) => {
                self.state.leading = -*y;
                self.next_line(*x, *y);
            }
            (b"T*", _) => self.next_line(0, -self.state.leading),
            (b"Tm", [a, b, c, d, e, f]) => {
                self.line = Matrix([*a, *b, *c, *d, *e, *f]);
                self.text = self.line;
            }
            (b"Tj" | b"TJ", _) => self.show(operands),
            (b"'" | b"\"", _) => {
                self.next_line(0, -self.state.leading);
                self.show(operands);
            }
            _ => {}
        }
    }

    /// The colour of areas: of a grey, of red, green and blue, of four inks.
    fn colour(&mut self, n: &[i64]) {
        let light = match n {
            [grey] => *grey,
            [red, green, blue] => (3 * red + 6 * green + blue) / 10,
            [cyan, magenta, yellow, black] => {
                let inks = (3 * cyan + 6 * magenta + yellow) / 10;
                POINT - (inks + black).min(POINT)
            }
            // A pattern, or inks of their own.
            _ => POINT,
        };
        self.state.is_dark = light * 10 <= 3 * POINT;
    }

    fn rectangle(&mut self, x: i64, y: i64, width: i64, height: i64) {
        if self.path.len() >= MAX_OPERANDS || !self.state.ctm.is_upright() {
            return;
        }
        let corners =
            [(x, y), (x + width, y + height)].map(|it| self.state.ctm.point(it));
        let [(ax, ay), (bx, by)] = corners;
        self.path.push(((ax.min(bx), ay.min(by)), (ax.max(bx), ay.max(by))));
    }

    /// Takes the lines so far as a rectangle, if they are one.
    fn close(&mut self) {
        let mut corners = std::mem::take(&mut self.corners);
        if corners.len() == 5 && corners.first() == corners.last() {
            corners.pop();
        }
        let [a, b, c, d] = corners.as_slice() else { return };
        let goes = |from: &Pair, to: &Pair| (from.0 == to.0, from.1 == to.1);
        let sides = [goes(a, b), goes(b, c), goes(c, d), goes(d, a)];
        if sides == [(true, false), (false, true), (true, false), (false, true)]
            || sides == [(false, true), (true, false), (false, true), (true, false)]
        {
            self.rectangle(a.0, a.1, c.0 - a.0, c.1 - a.1);
        }
    }

    /// Ends a path; one that clips does so from here on.
    fn end(&mut self) {
        if self.clips && !self.path.is_empty() {
            let mut all = self.path[0];
            for (low, high) in &self.path[1..] {
                all.0 = (all.0.0.min(low.0), all.0.1.min(low.1));
                all.1 = (all.1.0.max(high.0), all.1.1.max(high.1));
            }
            self.state.clip = Some(self.clipped(all));
        }
        self.clips = false;
        self.path.clear();
    }

    /// What is seen of a rectangle.
    fn clipped(&self, (low, high): Box) -> Box {
        match self.state.clip {
            None => (low, high),
            Some((l, h)) => {
                ((low.0.max(l.0), low.1.max(l.1)), (high.0.min(h.0), high.1.min(h.1)))
            }
        }
    }

    /// Fills the path; counts the boxes that lie over text.
    fn fill(&mut self) {
        if !self.state.is_dark {
            return;
        }
        for area in std::mem::take(&mut self.path) {
            let (low, high) = self.clipped(area);
            let is_large = high.0 - low.0 >= LEAST && high.1 - low.1 >= LEAST;
            if is_large && self.covers((low, high)) {
                self.n_boxes += 1;
            }
        }
    }

    /// Whether a box lies over two letters at least, from the foot to the shoulder: a line below
    /// or through a word does not.
    fn covers(&mut self, (low, high): Box) -> bool {
        let has =
            |(x, y): Pair| (low.0..=high.0).contains(&x) && (low.1..=high.1).contains(&y);
        let mut n_covered = 0;
        for run in &self.runs {
            let n_letters = u64::try_from(run.n_letters).unwrap_or(0);
            self.budget = self.budget.saturating_sub(1);
            if self.budget == 0 {
                return false;
            }
            let end = (
                run.low.0 + run.step.0.saturating_mul(run.n_letters),
                run.low.1 + run.step.1.saturating_mul(run.n_letters),
            );
            let is_apart = run.low.0.max(end.0).max(run.high.0) < low.0
                || run.low.0.min(end.0).min(run.high.0) > high.0
                || run.low.1.max(end.1).max(run.high.1) < low.1
                || run.low.1.min(end.1).min(run.high.1) > high.1;
            if is_apart {
                continue;
            }
            self.budget = self.budget.saturating_sub(n_letters);
            for nth in 0..run.n_letters {
                // The middle of the letter.
                let way =
                    (run.step.0 * (2 * nth + 1) / 2, run.step.1 * (2 * nth + 1) / 2);
                let there = |(x, y): Pair| has((x + way.0, y + way.1));
                n_covered += u32::from(there(run.low) && there(run.high));
                if n_covered >= 2 {
                    return true;
                }
            }
        }
        false
    }

    fn next_line(&mut self, x: i64, y: i64) {
        self.line = Matrix([POINT, 0, 0, POINT, x, y]).then(self.line);
        self.text = self.line;
    }

    /// Shows texts; numbers between them move the next one back, in thousandths.
    fn show(&mut self, operands: &[Operand]) {
        let size = self.state.size;
        for operand in operands {
            match operand {
                Operand::Number(back) => self.advance(-times(*back, size) / 1_000),
                Operand::Text(text) => {
                    let n_letters = n_letters(text);
                    let width = size * 9 / 20;
                    if text.iter().any(|byte| !matches!(byte, b' ' | b'\0'))
                        && self.runs.len() < MAX_RUNS
                    {
                        let place = self.text.then(self.state.ctm);
                        self.runs.push(Run {
                            low: place.point((0, size / 10)),
                            high: place.point((0, size * 6 / 10)),
                            step: place.step((width, 0)),
                            n_letters,
                        });
                    }
                    self.advance(width.saturating_mul(n_letters));
                }
                Operand::Name => {}
            }
        }
    }

    fn advance(&mut self, x: i64) {
        let x = x.clamp(-FAR, FAR);
        self.text = Matrix([POINT, 0, 0, POINT, x, 0]).then(self.text);
    }
}

/// How many letters a text has: fonts of many letters take two bytes for each, of which the
/// first is small.
fn n_letters(text: &[u8]) -> i64 {
    let is_double =
        text.len().is_multiple_of(2) && text.chunks_exact(2).all(|pair| pair[0] < 0x10);
    let n_bytes = i64::try_from(text.len().min(4_096)).unwrap_or(0);
    if is_double { n_bytes / 2 } else { n_bytes }
}

/// The bytes of a picture within the content, up to the word that ends it.
fn picture_len(bytes: &[u8]) -> usize {
    let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    memchr::memmem::find_iter(bytes, b"EI")
        .find(|at| {
            is_blank(at.checked_sub(1).and_then(|before| bytes.get(before)))
                && is_blank(bytes.get(at + 2))
        })
        .map_or(bytes.len(), |at| at + 2)
}

/// `-12.5`, `.5`, `7.`
fn number(word: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match word {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        word => (false, word),
    };
    let mut value: i64 = 0;
    // The digits behind the point, and what one of them is worth.
    let mut part: Option<(i64, i64)> = None;
    let mut has_digit = false;
    for byte in digits {
        match byte {
            b'.' if part.is_none() => part = Some((0, 1)),
            b'0'..=b'9' => {
                has_digit = true;
                let digit = i64::from(byte - b'0');
                match &mut part {
                    None => value = (value * 10 + digit * POINT).min(FAR),
                    Some((digits, worth)) if *worth < 1_000_000 => {
                        (*digits, *worth) = (*digits * 10 + digit, *worth * 10);
                    }
                    // There is nothing to see that is smaller.
                    Some(_) => {}
                }
            }
            _ => return None,
        }
    }
    if let Some((digits, worth)) = part {
        value += digits * POINT / worth;
    }
    let value = if is_negative { -value } else { value };
    has_digit.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{BUDGET, POINT, n_boxes, number};

    /// A line of text at 72, 700, then what is painted.
    fn after_text(painted: &str) -> usize {
        let content = format!("BT /F1 12 Tf 72 700 Td (Jeanne Dupont) Tj ET\n{painted}");
        n_boxes(content.as_bytes(), &mut BUDGET.clone())
    }

    #[test]
    fn a_dark_box_over_text_is_found_however_it_is_painted() {
        for painted in [
            "0 g 70 696 60 16 re f",
            "70 696 60 16 re f",
            "0.1 0.1 0.2 rg 70 696 60 16 re f*",
            "0 0 0 1 k 70 696 60 16 re B",
            "/Cs1 cs 0 0 0 sc 70 696 60 16 re f",
            "0 g 130 712 -60 -16 re f",
            "0 g 70 696 m 130 696 l 130 712 l 70 712 l h f",
            "0 g 70 696 m 70 712 l 130 712 l 130 696 l 70 696 l f",
            "q 0.5 0 0 0.5 0 0 cm 0 g 140 1392 120 32 re f Q",
            "q 0 1 -1 0 0 0 cm 0 g 696 -130 16 60 re f Q",
            "q 60 0 0 16 70 696 cm 0 0 1 1 re f Q",
            "1 g q 0 g 70 696 60 16 re f Q",
            "q 70 690 30 30 re W n 0 g 0 0 600 800 re f Q",
            // Only the end of the name.
            "0 g 100 696 30 16 re f",
        ] {
            assert_eq!(after_text(painted), 1, "{painted}");
        }
        assert_eq!(after_text("0 g 70 696 30 16 re 100 696 30 16 re f"), 2);
    }

    #[test]
    fn what_hides_nothing_is_not_told() {
        for painted in [
            // White, light, or only a frame.
            "1 g 70 696 60 16 re f",
            "1 1 0 rg 70 696 60 16 re f",
            "0.9 0.9 0.9 rg 70 696 60 16 re f",
            "0 g 70 696 60 16 re S",
            "0 g 70 696 60 16 re n",
            "0 0 0 0.1 k 70 696 60 16 re f",
            "/P1 scn 70 696 60 16 re f",
            // Lines below, through and beside it; what stands elsewhere.
            "0 g 70 697 60 1 re f",
            "0 g 70 702 60 4 re f",
            "0 g 62 696 8 16 re f",
            "0 g 200 696 60 16 re f",
            "0 g 70 600 60 16 re f",
            // A large area of which little is seen.
            "q 300 300 10 10 re W n 0 g 0 0 600 800 re f Q",
            // A picture whose bytes look like operators.
            "BI /W 1 /H 1 ID 0 g 70 696 60 16 re f\nEI",
            // A disc.
            "0 g 70 696 m 80 700 90 710 100 712 c 130 696 l 70 696 l h f",
        ] {
            assert_eq!(after_text(painted), 0, "{painted}");
        }
        // The ground of a table, painted before its text; blanks under a box.
        let n = |content: &str| n_boxes(content.as_bytes(), &mut BUDGET.clone());
        let text = "BT /F1 12 Tf 72 700 Td (Jeanne Dupont) Tj ET";
        assert_eq!(n(&format!("0 g 70 696 60 16 re f 1 g {text}")), 0);
        assert_eq!(n("BT /F1 12 Tf 72 700 Td (      ) Tj ET 0 g 70 696 60 16 re f"), 0);
    }

    #[test]
    fn text_is_where_its_operators_put_it() {
        let painted = "0 g 70 696 60 16 re f";
        for text in [
            "BT /F1 12 Tf 1 0 0 1 72 700 Tm [(Jea) -20 (nne)] TJ ET",
            "BT /F1 12 Tf 72 714 Td 14 TL (Une ligne) Tj T* (Jeanne) Tj ET",
            "BT /F1 12 Tf 72 714 Td 0 -14 TD (Jeanne) Tj ET",
            "BT /F1 12 Tf 14 TL 72 714 Td (Jeanne) ' ET",
            "BT /F1 1 Tf 12 0 0 12 72 700 Tm <004a00650061> Tj ET",
            "q 1 0 0 -1 0 800 cm BT /F1 12 Tf 1 0 0 -1 72 100 Tm (Jeanne) Tj ET Q",
        ] {
            let content = format!("{text} {painted}");
            assert_eq!(n_boxes(content.as_bytes(), &mut BUDGET.clone()), 1, "{text}");
        }
        let far = "BT /F1 12 Tf 72 100 Td (Jeanne) Tj ET";
        let content = format!("{far} {painted}");
        assert_eq!(n_boxes(content.as_bytes(), &mut BUDGET.clone()), 0);
    }

    #[test]
    fn nothing_is_too_large_or_too_much() {
        assert_eq!(number(b"-12.5"), Some(-12 * POINT - POINT / 2));
        assert_eq!((number(b".5"), number(b"7.")), (Some(POINT / 2), Some(7 * POINT)));
        assert_eq!((number(b"-"), number(b"re"), number(b"1.2.3")), (None, None, None));
        let huge = "9".repeat(400);
        let content = format!(
            "q {huge} {huge} {huge} {huge} {huge} {huge} cm {huge} 0 0 {huge} 0 0 cm BT /F1 \
             {huge} Tf {huge} {huge} Td [(a) -{huge} (b)] TJ ET -{huge} -{huge} {huge} {huge} re f"
        );
        let _n = n_boxes(content.as_bytes(), &mut BUDGET.clone());
        let many = "q BT (aa) Tj ET 50 50 9 9 re f ".repeat(30_000);
        let mut budget = 1_000_000;
        let _n = n_boxes(many.as_bytes(), &mut budget);
        assert_eq!(budget, 0, "it gives up");
    }
}
