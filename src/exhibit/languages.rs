//! Which languages the exhibit's texts are written in, and which text lacks one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Text;
use super::raw::{RawText, RawTextBody};
use super::section::Reader;

/// The texts that are given per language.
#[derive(Default)]
pub(super) struct Languages<'r> {
    texts: Vec<&'r RawText>,
}

impl<'r> Languages<'r> {
    /// A text as meant; remembers it if it is given per language.
    pub fn take(&mut self, raw: &'r RawText) -> Text {
        match &raw.body {
            RawTextBody::Plain(text) => Text::plain(tidy(text)),
            RawTextBody::ByLanguage(texts) => {
                self.texts.push(raw);
                Text::translated(
                    texts
                        .iter()
                        .map(|(tag, text)| (tag.clone(), tidy(text)))
                        .collect::<BTreeMap<_, _>>(),
                )
            }
        }
    }

    /// Notes each text that lacks a language which another has.
    pub fn finish(self, reader: &Reader<'_>) {
        let all: BTreeSet<&str> = self.texts.iter().flat_map(|text| tags(text)).collect();
        for text in &self.texts {
            let own: BTreeSet<&str> = tags(text).collect();
            let lacking: Vec<&str> = all.difference(&own).copied().collect();
            if lacking.is_empty() {
                continue;
            }
            let lacking = lacking.join(", ");
            let message = format!("{} is not written in {lacking}", text.name);
            let shown = if own.contains("en") { "en" } else { own.first().unwrap_or(&"") };
            let help = format!(
                "Other texts are. Add it; until then, visitors who read {lacking} see it in {shown}."
            );
            reader.warning(&text.span, message, help);
        }
    }
}

/// The text as it can be set in lines: what breaks a line or moves the pen is a space, and signs
/// that turn the direction of writing, which nobody sees in the file, are left out.
pub(super) fn tidy(text: &str) -> String {
    let turns = |sign: char| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let seen: String = text
        .chars()
        .filter(|sign| !turns(*sign))
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    let words = seen.split(|sign: char| sign.is_whitespace() && sign != '\u{a0}');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn tags(text: &RawText) -> impl Iterator<Item = &str> {
    let texts = match &text.body {
        RawTextBody::Plain(_) => [].as_slice(),
        RawTextBody::ByLanguage(texts) => texts.as_slice(),
    };
    texts.iter().map(|(tag, _)| tag.as_str())
}

/// A language tag as in BCP 47, as far as is needed: `en`, `pt-BR`, `zh-Hant`.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn what_would_break_a_line_or_turn_it_is_no_part_of_a_text() {
        assert_eq!(tidy("The\nKiss\t\u{7}\u{1b}[31m"), "The Kiss [31m");
        assert_eq!(tidy("left \u{202e}thgir"), "left thgir");
        assert_eq!(tidy("  Поцелуй  "), "Поцелуй");
    }
}
