//! One escaper for each place in which a string can stand.

use std::fmt::Write;

/// HTML text and quoted attributes.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_html(&mut out, text);
    out
}

/// As [`html()`], into a buffer.
pub(crate) fn push_html(out: &mut String, text: &str) {
    // Most texts have nothing to escape, and all bytes at once are looked at sooner than one
    // after the other.
    let is_escaped = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    if !text.bytes().fold(false, |any, byte| any | is_escaped(byte)) {
        out.push_str(text);
        return;
    }
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(escaped);
        plain = at + 1;
    }
    out.push_str(&text[plain..]);
}

/// JSON text within an HTML `script` element: `<`, `>` and `&` are escaped within its strings, so
/// that neither `</script>` nor `<!--` can end or change the element
/// (<https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements>).
pub(crate) fn json_in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let _written = write!(out, "\\u{:04x}", after.as_bytes()[0]);
        rest = &after[1..];
    }
    out.push_str(rest);
    // Old programs take these for ends of lines. Hardly any text has them.
    for (end, escaped) in [("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")] {
        if memchr::memmem::find(out.as_bytes(), end.as_bytes()).is_some() {
            out = out.replace(end, escaped);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{html, json_in_script};

    #[test]
    fn html_has_no_character_that_could_end_a_text_or_an_attribute() {
        assert_eq!(
            html("a < b & \"c\" > 'd'"),
            "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"
        );
        assert_eq!(html("é « »"), "é « »");
    }

    #[test]
    fn json_in_a_script_cannot_leave_it() {
        for text in [
            "</script><script>alert(1)</script>",
            "Widget <!--<script>",
            "a&b",
            "\u{2028}x\u{2029}",
        ] {
            let escaped = json_in_script(&serde_json::json!(text).to_string());
            let dangerous = ['<', '>', '&', '\u{2028}', '\u{2029}'];
            assert!(!escaped.contains(dangerous), "{escaped}");
            assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), text);
        }
    }
}
