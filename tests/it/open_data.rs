//! Open data: the same numbers in every format and language, valid for others' programs.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::program::done;
use crate::project::{Made, Project};

/// The JSON, its numbers letter for letter.
#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    dossiers: Vec<Exported<'a>>,
}

#[derive(Deserialize)]
struct Exported<'a> {
    id: String,
    #[serde(borrow)]
    figures: Vec<Number<'a>>,
    #[serde(borrow)]
    funding: Vec<Number<'a>>,
}

#[derive(Deserialize)]
struct Number<'a> {
    id: String,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    low: Option<&'a RawValue>,
    #[serde(borrow)]
    high: Option<&'a RawValue>,
}

/// A row of a table by its columns.
type Row = BTreeMap<String, String>;

fn rows(made: &Made, path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(made.text(path).as_bytes());
    let head = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            head.iter()
                .zip(record.iter())
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect()
        })
        .collect()
}

/// The numbers of a row, as its bound says how to read them.
fn numbers(row: &Row, key: &str) -> Vec<String> {
    match row["bound"].as_str() {
        "range" => vec![row["low"].clone(), row["high"].clone()],
        _ => vec![row[key].clone()],
    }
}

/// The page and the anchor of an address.
fn place(address: &str) -> (String, &str) {
    let (page, anchor) = address.split_once('#').unwrap();
    let path = page.strip_prefix("https://recto.example/").unwrap();
    (format!("{path}index.html"), anchor)
}

/// The machine-readable number that an element of a page shows first.
fn shown(html: &str, anchor: &str) -> String {
    let start = html
        .find(&format!("id=\"{anchor}\""))
        .unwrap_or_else(|| panic!("no {anchor}"));
    let rest = &html[start..];
    let value = &rest[rest.find("<data").unwrap()..];
    let value = &value[value.find("value=\"").unwrap() + 7..];
    value[..value.find('"').unwrap()].to_owned()
}

/// The nodes of a page's JSON-LD by their ids.
fn graph(html: &str) -> BTreeMap<String, Value> {
    let start = html.find("application/ld+json\">").unwrap() + 21;
    let text = &html[start..start + html[start..].find("</script>").unwrap()];
    let value: Value = serde_json::from_str(text).unwrap();
    value["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|node| Some((node["@id"].as_str()?.to_owned(), node.clone())))
        .collect()
}

fn digits(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn every_number_is_the_same_in_every_format_and_language() {
    let made = Project::repository().build();
    made.assert_published();
    let json: Export<'_> = serde_json::from_str(made.text("data/data.json")).unwrap();
    let mut n_numbers = 0;
    for (section, key) in [("figures", "value"), ("funding", "amount")] {
        let table = rows(&made, &format!("data/{section}.csv"));
        assert!(table.len() > 10, "{section}");
        for row in &table {
            let expected = numbers(row, key);
            let name = format!("{}#{}", row["dossier"], row["id"]);
            let dossier = json.dossiers.iter().find(|d| d.id == row["dossier"]).unwrap();
            let facts =
                if section == "figures" { &dossier.figures } else { &dossier.funding };
            let fact = facts.iter().find(|fact| fact.id == row["id"]).unwrap();
            let exported: Vec<String> = [fact.value, fact.low, fact.high]
                .iter()
                .flatten()
                .map(|raw| raw.get().to_owned())
                .collect();
            assert_eq!(exported, expected, "{name} in JSON");
            for lang in ["fr", "en"] {
                let address = &row[&format!("url_{lang}")];
                let (page, anchor) = place(address);
                let html = made.text(&page);
                let on_page = shown(html, anchor);
                assert_eq!(on_page, expected.join("/"), "{name} on {page}");
                let nodes = graph(html);
                let node = &nodes[address.as_str()];
                let node = node.get("amount").unwrap_or(node);
                let stated: Vec<String> = ["value", "minValue", "maxValue"]
                    .iter()
                    .filter_map(|key| node.get(*key))
                    .map(digits)
                    .collect();
                assert_eq!(stated, expected, "{name} in the JSON-LD of {page}");
                n_numbers += 1;
            }
        }
    }
    assert!(n_numbers >= 60, "{n_numbers} numbers were compared");
}

#[test]
fn a_dossier_has_its_own_part_of_the_tables() {
    let made = Project::repository().build();
    let of_campus = |path: &str| -> Vec<Row> {
        let all = rows(&made, path).into_iter();
        all.filter(|row| row["dossier"] == "parisante-campus").collect()
    };
    for table in ["figures", "funding"] {
        let own = rows(&made, &format!("data/parisante-campus/{table}.csv"));
        assert_eq!(own, of_campus(&format!("data/{table}.csv")));
        let page = made.text("fr/dossiers/parisante-campus/index.html");
        assert!(page.contains(&format!("href=\"/data/parisante-campus/{table}.csv\"")));
    }
}

/// The processors of others: `tests/run` has installed them.
#[test]
fn others_programs_find_the_data_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/python/bin/python");
    assert!(python.is_file(), "run `tests/run`, which installs what this test needs");
    let folder = tempfile::tempdir().unwrap();
    Project::repository().write_to(folder.path());
    done(folder.path(), &["build"]);
    let validate = |output: &Path| {
        Command::new(&python)
            .arg(root.join("tests/validate.py"))
            .arg(output)
            .output()
            .unwrap()
    };
    let output = folder.path().join("output");
    let valid = validate(&output);
    assert!(valid.status.success(), "{}", String::from_utf8_lossy(&valid.stderr));
    // A cell that is no number is found: the check is awake.
    let table = output.join("data/figures.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, text.replacen(",75000,", ",many,", 1)).unwrap();
    assert!(!validate(&output).status.success());
}
