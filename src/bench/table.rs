//! The findings as a table for people.

use std::fmt::Write as _;

use super::Findings;

/// All readings, one line each, then the targets.
pub fn render(findings: &Findings) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| {
        // Writing to a string does not fail.
        let _written = text.write_fmt(words).is_ok();
        text.push('\n');
    };
    line(format_args!("{:8} {:>8}  {:>11}  figures", "part", "versions", "wall"));
    for reading in &findings.readings {
        let (w, h) = reading.wall;
        let figures: Vec<String> =
            reading.figures.iter().map(|(name, value)| format!("{name} {value:.2}")).collect();
        let part = format!("{:?}", reading.part).to_lowercase();
        let wall = format!("{w}×{h}");
        line(format_args!("{part:8} {:>8}  {wall:>11}  {}", reading.versions, figures.join("   ")));
    }
    line(format_args!(""));
    for verdict in &findings.verdicts {
        let sign = if verdict.met() { "met   " } else { "MISSED" };
        let bound = if verdict.at_least { "at least" } else { "at most" };
        line(format_args!(
            "{sign}  {:56} {:8.2}  {bound} {}",
            verdict.target, verdict.measured, verdict.limit
        ));
    }
    text
}
