//! Open data as bytes: CSV (RFC 4180) and JSON.

use crate::view::open_data::{Cell, DataContent, Table};

/// The kind of an output of open data, in the manifest.
pub(super) const KIND: &str = "data";

/// Writes a file of open data.
pub(super) fn bytes(content: &DataContent) -> Vec<u8> {
    match content {
        DataContent::Table(table) => csv(table),
        DataContent::Json(export) => json(export),
        DataContent::Package(package) => json(package),
    }
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let json = serde_json::to_string(value).unwrap_or_default();
    // Whoever pastes it into a page must not end a script with it.
    let mut json = json.replace('<', "\\u003c");
    json.push('\n');
    json.into_bytes()
}

fn csv(table: &Table) -> Vec<u8> {
    // RFC 4180 ends its lines with CRLF.
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(vec![]);
    // Writing to memory does not fail, and every row has as many cells as the head.
    let _written = writer.write_record(&table.columns);
    for row in &table.rows {
        let _written = writer.write_record(row.iter().map(text));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell as text. Words that begin as a formula of a spreadsheet does are kept from being
/// one by an apostrophe, as OWASP advises
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Words(words) => {
            let is_formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']);
            if is_formula { format!("'{words}") } else { words.to_string() }
        }
        Cell::Plain(text) => text.clone(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Table, csv};

    #[test]
    fn a_cell_is_quoted_where_it_must_and_is_no_formula() {
        let words = |text: &str| Cell::Words(text.into());
        let table = Table {
            columns: vec!["a".into(), "b".into(), "c".into()],
            rows: vec![
                vec![words("x, y"), words("dit « \"oui\" »"), Cell::Plain("-5".into())],
                vec![words("=1+1"), words("ligne\nautre"), Cell::Empty],
                vec![words("@SUM(A1)"), Cell::Flag(true), Cell::Plain("1.4".into())],
            ],
        };
        let text = String::from_utf8(csv(&table)).expect("UTF-8");
        let expected = "a,b,c\r\n\"x, y\",\"dit « \"\"oui\"\" »\",-5\r\n'=1+1,\"ligne\nautre\",\r\n\
                        '@SUM(A1),true,1.4\r\n";
        assert_eq!(text, expected);
    }
}
