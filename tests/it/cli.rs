//! The command line, as transcripts in `tests/cli/`.
//!
//! `TRYCMD=overwrite` writes what the program says into them, to be read before it is kept.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .default_bin_name("recto")
        .register_bin("recto", std::path::Path::new(env!("CARGO_BIN_EXE_recto")))
        .env("LANG", "en_GB.UTF-8")
        .env("LC_ALL", "en_GB.UTF-8")
        .env("COLUMNS", "100")
        .env("SOURCE_DATE_EPOCH", "1768478400")
        .case("tests/cli/*.md");
}
