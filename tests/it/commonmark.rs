//! Our Markdown with its extensions off is CommonMark: every example of the specification
//! 0.31.2, as its own package has them (`tests/package.json`).

use crate::project::tests_folder;

/// What an example is written between in `spec.txt`.
const FENCE: &str = "````````````````````````````````";

/// The examples of the specification: what is written, and what it becomes.
///
/// Each stands between two fences, its two halves parted by a point on a line of its own; an
/// arrow stands for a tab.
fn examples(spec: &str) -> Vec<(String, String)> {
    let mut examples = vec![];
    let mut rest = spec;
    while let Some((_, after)) = rest.split_once(&format!("\n{FENCE} example\n")) {
        let (example, after) = after.split_once(&format!("\n{FENCE}\n")).unwrap();
        let example = format!("\n{example}\n").replace('→', "\t");
        let (markdown, html) = example.split_once("\n.\n").unwrap();
        let markdown = match markdown.strip_prefix('\n') {
            Some(markdown) => format!("{markdown}\n"),
            None => String::new(),
        };
        examples.push((markdown, html.to_owned()));
        rest = after;
    }
    examples
}

/// The specification's own test program tells neither the two ways to write a quotation mark
/// apart nor whether a line ends between two tags (example 175).
fn same(html: &str) -> String {
    html.replace("&quot;", "\"").replace(">\n<", "><")
}

#[test]
fn every_example_of_the_specification_is_rendered_as_it_says() {
    let path = tests_folder("node_modules/commonmark-spec/spec.txt");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `tests/run`", path.display()));
    let examples = examples(&text);
    assert_eq!(examples.len(), 652);
    let wrong: Vec<String> = examples
        .iter()
        .enumerate()
        .filter_map(|(nth, (markdown, html))| {
            let ours = recto::render::commonmark(markdown);
            (same(&ours) != same(html))
                .then(|| format!("{}: {markdown:?}\n  {html:?}\n  {ours:?}", nth + 1))
        })
        .collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}
