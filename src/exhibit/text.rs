//! A text in one language or several.

use std::collections::BTreeMap;

/// A language by its tag: `en`, `ru`.
pub type Language = String;

/// A text as a curator wrote it: the same for all, or one per language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    any: String,
    by_language: BTreeMap<Language, String>,
}

impl Text {
    /// The same in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { any: text.into(), by_language: BTreeMap::new() }
    }

    /// One per language.
    pub fn translated(by_language: BTreeMap<Language, String>) -> Self {
        Self { any: String::new(), by_language }
    }

    /// In this language; else in English; else in the first there is; empty if nothing is written.
    pub fn get(&self, language: &str) -> &str {
        let written = |tag: &str| self.by_language.get(tag);
        written(language)
            .or_else(|| written("en"))
            .or_else(|| self.by_language.values().next())
            .unwrap_or(&self.any)
    }

    /// Nothing is written in any language.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.by_language.values().all(String::is_empty)
    }

    /// What is written, in every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let any = (!self.any.is_empty()).then_some(self.any.as_str());
        any.into_iter().chain(self.by_language.values().map(String::as_str))
    }

    /// The languages it is written in; none where it is the same for all.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.by_language.keys()
    }
}
