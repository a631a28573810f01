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
            RawTextBody::Plain(text) => Text::plain(text.clone()),
            RawTextBody::ByLanguage(texts) => {
                self.texts.push(raw);
                Text::translated(texts.iter().cloned().collect::<BTreeMap<_, _>>())
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
