//! One version in a page of text, 80 columns wide: what needs a decision, what is worth knowing,
//! what is fine, and the facts in a line each.
//!
//! It holds no colours and no control characters, whatever the data hold: it may be piped,
//! pasted into a mail, or shown by a terminal that obeys them.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::data::{Flashes, Level, Report, Verdict, VersionReport};
use super::markup::clean;
use super::number::{bytes, date, decimal};
use super::parts::light_and_sound::worst;
use super::parts::technical::{coding, rate, size, sound};
use super::standing::{Standing, standing};
use super::words::{NOT_MEASURED, NOT_STATED, count};
use crate::report::data::Topic;

/// The width of the page, in columns.
pub const COLUMNS: usize = 80;

/// Where what is said begins: beneath it goes on.
const INDENT: usize = 16;

/// The summary of one version of a report; `None` where the report has no version of that id.
#[must_use]
pub fn summary(report: &Report, id: &str) -> Option<String> {
    let version = report.versions.iter().find(|version| version.id == id)?;
    let mut page = Page::default();
    let released = version.released.as_deref().map_or(NOT_STATED.into(), date);
    page.paragraph(
        0,
        "",
        &format!("{} ({}, released {released})", version.name, version.generation),
    );
    page.0.push('\n');
    verdicts(&mut page, &version.verdicts);
    page.0.push('\n');
    facts(&mut page, version);
    Some(page.0)
}

/// What all versions do together on the wall, in the same form; empty where that was not looked at.
#[must_use]
pub fn wall(report: &Report) -> String {
    let Some(wall) = &report.wall else { return String::new() };
    let mut page = Page::default();
    let named = wall.installation.as_deref().unwrap_or("assumed, none was named");
    let metres = decimal(wall.viewing_distance_mm / 1000.0, 1);
    page.paragraph(
        0,
        "",
        &format!("The whole wall with it ({named}), {}, seen from {metres} m", wall.view),
    );
    page.0.push('\n');
    verdicts(&mut page, &wall.verdicts);
    let Flashes { general, red, .. } = &wall.flashes;
    page.line("flashes", &format!("{}; of red: {}", worst(general), worst(red)));
    page.0.push('\n');
    page.0
}

fn verdicts(page: &mut Page, all: &[Verdict]) {
    if all.is_empty() {
        page.line("", "Nothing was concluded.");
    }
    for level in [Level::Refused, Level::Decision, Level::Note, Level::Fine] {
        for verdict in all.iter().filter(|it| it.level == level) {
            page.line(
                &format!("{} {}", sign(level), level.word()),
                &format!("{}: {}", verdict.about.word(), verdict.what),
            );
            if let Some(help) = &verdict.help {
                page.line("", help);
            }
        }
    }
}

fn facts(page: &mut Page, version: &VersionReport) {
    let sizes: Option<u64> = version.masters.iter().map(|it| it.bytes).sum();
    let files = count(version.masters.len(), "file", "files");
    let files = sizes.map_or(files.clone(), |sum| format!("{files}, {}", bytes(sum)));
    page.line("files", &files);
    match version.technical.first() {
        Some(clip) => {
            let more = match version.technical.len() {
                1 => String::new(),
                all => format!(" (the first of {})", count(all, "clip", "clips")),
            };
            page.line(
                "picture",
                &format!("{}, {}, {}{more}", coding(clip), size(clip), rate(clip)),
            );
            page.line("sound", &sound(clip.sound.as_deref()));
        }
        None => page.line("picture", NOT_STATED),
    }
    for topic in [Topic::Credentials, Topic::Loudness] {
        let Standing { word, .. } = standing(version, topic);
        page.line(topic.word(), &word);
    }
    let flashes = version.flashes.as_ref().map_or(NOT_MEASURED.into(), |it| {
        format!("{}; of red: {}", worst(&it.general), worst(&it.red))
    });
    page.line("flashes", &flashes);
    let rights = version.rights.as_ref().map_or(NOT_STATED, |it| it.sentence.as_str());
    page.line("rights", rights);
    let Standing { word, .. } = standing(version, Topic::Cuts);
    page.line("cuts", &word);
    page.0.push('\n');
}

/// A sign of the level that every terminal has.
fn sign(level: Level) -> char {
    match level {
        Level::Fine => '·',
        Level::Note => '-',
        Level::Decision => '!',
        Level::Refused => 'x',
    }
}

#[derive(Default)]
struct Page(String);

impl Page {
    /// A word on the left and what is said on the right.
    fn line(&mut self, key: &str, said: &str) {
        self.paragraph(INDENT, key, said);
    }

    /// Text that begins at a column, after a key, and goes on beneath where it began.
    fn paragraph(&mut self, indent: usize, key: &str, said: &str) {
        let room = COLUMNS - indent;
        let said: String = clean(said).collect();
        for (place, line) in wrapped(&said, room).iter().enumerate() {
            let key = if place == 0 && indent > 0 { format!("  {key}") } else { String::new() };
            let gap = indent.saturating_sub(key.width());
            self.0.push_str(format!("{key}{}{line}", " ".repeat(gap)).trim_end());
            self.0.push('\n');
        }
    }
}

/// Lines of at most so many columns, broken between words; a word longer than a line is cut.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    // Only at plain spaces: the narrow ones hold a number and its unit together.
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        for character in word.chars() {
            let width = character.width().unwrap_or(0);
            if used + width > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(character);
            used += width;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::sample;

    #[test]
    fn what_needs_a_decision_comes_first() {
        let report = sample::report(7);
        let text = summary(&report, &report.versions[2].id).unwrap();
        let at = |what: &str| text.find(what).unwrap();
        assert!(at("! decision") < at("- note") && at("- note") < at("· fine"), "{text}");
        assert!(text.contains("LUFS") && summary(&report, "nobody").is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_line_is_wider_than_the_page_and_nothing_acts_on_a_terminal(text in "\\PC{0,200}|(.|\n){0,200}") {
            let report = sample::named(&text);
            let page = summary(&report, &report.versions[0].id).unwrap();
            for line in page.lines() {
                // Some signs join with the one before them and are wider than both.
                let columns: usize = line.chars().filter_map(unicode_width::UnicodeWidthChar::width).sum();
                prop_assert!(columns <= COLUMNS, "{columns}: {line:?}");
            }
            prop_assert!(page.chars().all(|it| it == '\n' || !it.is_control()));
        }
    }
}
