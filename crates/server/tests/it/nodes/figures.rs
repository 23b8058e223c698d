//! What was measured, as a row of the table in `docs/revocation.md`.

use std::{fs, path::Path};

/// The upper ends of the columns, in milliseconds.
const COLUMNS: [f64; 7] = [0.0, 5.0, 25.0, 100.0, 250.0, 750.0, 1_000.0];

/// Prints the row, and writes it into the document when that is wanted.
pub(super) fn tell(weather: &str, lags: &[f64]) {
    assert!(!lags.is_empty());
    let mut cells = Vec::new();
    let mut from = f64::NEG_INFINITY;
    for to in COLUMNS {
        let count = lags
            .iter()
            .filter(|lag| **lag > from && **lag <= to)
            .count();
        cells.push(count.to_string());
        from = to;
    }
    let longest = lags.iter().copied().fold(0.0, f64::max);
    let begin = format!("| {weather} |");
    let row = format!(
        "{begin} {} | {} | {longest:.0} ms |",
        lags.len(),
        cells.join(" | ")
    );
    eprintln!("{row}");
    if std::env::var_os("COUNTERMARK_WRITE_FIGURES").is_none() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/revocation.md");
    let text = fs::read_to_string(&path).expect("the document");
    assert!(
        text.contains(&begin),
        "the document has no row for {weather:?}"
    );
    let lines = text
        .lines()
        .map(|line| if line.starts_with(&begin) { &row } else { line });
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    fs::write(&path, text).expect("written");
}
