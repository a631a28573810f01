//! Reading a TOML table key by key, collecting every problem instead of stopping at the first.
//!
//! serde stops at the first unknown key or wrong type; a curator should see them all at once.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::Keys;
use super::languages::is_language;
use super::limits::{self, LONGEST_TEXT};
use super::nearest::{self, Vocabulary};
use super::raw::{RawText, RawTextBody, Written};
use super::source_text::SourceText;
use crate::diagnostic::{Diagnostic, Place, Report, quoted};

/// A value of the file with its place.
pub type Value<'i> = Spanned<DeValue<'i>>;

/// A file being read, and the problems found in it so far.
pub struct Reader<'t> {
    source: SourceText<'t>,
    vocabulary: &'static Vocabulary,
    report: RefCell<Report>,
    broken: RefCell<BTreeSet<usize>>,
}

impl<'t> Reader<'t> {
    /// Of a file without problems so far, and the words that are used in its kind.
    pub fn new(source: SourceText<'t>, vocabulary: &'static Vocabulary) -> Self {
        Self { source, vocabulary, report: RefCell::default(), broken: RefCell::default() }
    }

    /// The file.
    pub fn source(&self) -> &SourceText<'t> {
        &self.source
    }

    /// This line cannot be read: from now on nothing else is said of it, and nothing in the file
    /// is called missing.
    pub fn mark_broken(&self, line: usize) {
        self.broken.borrow_mut().insert(line);
    }

    /// Parts of the file may be unreadable.
    pub fn is_broken(&self) -> bool {
        !self.broken.borrow().is_empty()
    }

    /// The place of a span of bytes.
    pub fn place(&self, span: &Range<usize>) -> Place {
        self.source.place(span.clone())
    }

    /// The 1-based line of a span.
    pub fn line_of(&self, span: &Range<usize>) -> usize {
        self.source.line_of(span.start)
    }

    /// Notes an error.
    pub fn error(&self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.note(Diagnostic::error(message).help(help), span);
    }

    /// Notes a warning.
    pub fn warning(
        &self,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.note(Diagnostic::warning(message).help(help), span);
    }

    fn note(&self, problem: Diagnostic, span: &Range<usize>) {
        if self.broken.borrow().contains(&self.line_of(span)) {
            return;
        }
        let mut report = self.report.borrow_mut();
        if report.is_full() {
            report.count(problem.severity);
        } else {
            report.push(problem.at(self.place(span)));
        }
    }

    /// Notes an error that follows from something not being there, which cannot be known where
    /// parts of the file are unreadable.
    pub fn absent(&self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if self.broken.borrow().is_empty() {
            self.error(span, message, help);
        }
    }

    /// What was found, in the order of the file.
    pub fn into_report(self) -> Report {
        let mut report = self.report.into_inner();
        report.sort();
        report
    }

    /// A table with these keys; anything else is an error. `name` is what messages call it.
    pub fn section<'r>(
        &'r self,
        value: &'r Value<'t>,
        name: impl Into<String>,
        keys: &'static Keys,
    ) -> Option<Section<'r, 't>> {
        let name = name.into();
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("{name} must be a table, not {}", kind(value));
            self.error(&value.span(), message, format!("Its keys are {}.", listed(keys.names)));
            return None;
        };
        Some(Section::new(self, table, value.span(), name, keys))
    }

    /// A text that must not be empty, such as a path.
    pub fn word(&self, value: &Value<'_>, what: &str, example: &str) -> Option<Written<String>> {
        self.word_within(LONGEST_TEXT, value, what, example)
    }

    /// A text that must not be empty nor have more than `most` characters, such as a name.
    pub fn word_within(
        &self,
        most: usize,
        value: &Value<'_>,
        what: &str,
        example: &str,
    ) -> Option<Written<String>> {
        let Some(text) = value.get_ref().as_str() else {
            let message = format!("{what} must be a text in quotation marks, not {}", kind(value));
            self.error(&value.span(), message, format!("For example: {example}"));
            return None;
        };
        if text.trim().is_empty() {
            let help = format!("Write it, for example: {example}");
            self.error(&value.span(), format!("{what} is empty"), help);
            return None;
        }
        self.check_length(most, text, &value.span(), what)?;
        Some(Written { value: text.to_owned(), span: value.span() })
    }

    /// A text, the same for all or one per language, of at most `most` characters in each.
    pub fn text(&self, most: usize, value: &Value<'_>, what: &str) -> Option<RawText> {
        let span = value.span();
        let body = match value.get_ref() {
            DeValue::String(text) => {
                self.check_length(most, text, &span, what)?;
                RawTextBody::Plain(text.to_string())
            }
            DeValue::Table(table) => self.translations(most, table, &span, what)?,
            _ => {
                let message = format!("{what} must be a text, not {}", kind(value));
                let help = r#"Write "…", or one text per language: { en = "…", ru = "…" }."#;
                self.error(&span, message, help);
                return None;
            }
        };
        Some(RawText { name: what.to_owned(), span, body })
    }

    fn translations(
        &self,
        most: usize,
        table: &DeTable<'_>,
        span: &Range<usize>,
        what: &str,
    ) -> Option<RawTextBody> {
        if table.is_empty() {
            let help = r#"Write one text per language, for example { en = "…", ru = "…" }."#;
            self.error(span, format!("{what} has no language"), help);
            return None;
        }
        let mut texts = Vec::new();
        let mut known = true;
        for (tag, text) in in_file_order(table) {
            let name = tag.get_ref();
            if !is_language(name) {
                let message = format!("{} in {what} is not the tag of a language", quoted(name));
                let help = "Use short tags such as en, ru, de or pt-BR.";
                self.error(&tag.span(), message, help);
                known = false;
            }
            let what = format!("{what} in {}", quoted(name));
            // A text that cannot be used is noted, and its language is not lacking as well.
            let text = self.word_within(most, text, &what, "\"…\"");
            texts.push((name.to_string(), text.map(|text| text.value).unwrap_or_default()));
        }
        known.then_some(RawTextBody::ByLanguage(texts))
    }

    fn check_length(&self, most: usize, text: &str, span: &Range<usize>, what: &str) -> Option<()> {
        let length = text.chars().count();
        if length <= most {
            return Some(());
        }
        let held = match most {
            LONGEST_TEXT => "the longest text has",
            _ => "its place holds",
        };
        let message = format!("{what} is {length} characters long, and {held} {most}");
        let help = format!("Shorten it by at least {} characters, so that it fits.", length - most);
        self.error(span, message, help);
        None
    }
}

/// One table, with its unknown keys already reported.
pub struct Section<'r, 't> {
    /// The file it is in.
    pub reader: &'r Reader<'t>,
    /// The bytes of its header, or of all of it where it stands in braces.
    pub header: Range<usize>,
    /// What messages call it: shot `march`.
    pub name: String,
    kind: &'static str,
    table: &'r DeTable<'t>,
    misspelt: Vec<&'static str>,
}

impl<'r, 't> Section<'r, 't> {
    /// The table with these keys; any other is reported, with the nearest of them.
    pub fn new(
        reader: &'r Reader<'t>,
        table: &'r DeTable<'t>,
        header: Range<usize>,
        name: String,
        keys: &'static Keys,
    ) -> Self {
        let mut misspelt = Vec::new();
        for key in table.keys().filter(|key| !keys.names.contains(&key.get_ref().as_ref())) {
            let meant = reader.vocabulary.key(key.get_ref(), keys.names);
            let help = match meant {
                Some(meant) => {
                    misspelt.push(meant);
                    format!("Did you mean `{meant}`?")
                }
                None => reader.vocabulary.home(key.get_ref()).unwrap_or_else(|| {
                    format!("The keys that {name} can have: {}.", listed(keys.names))
                }),
            };
            let message = format!("{name} has no key {}", quoted(key.get_ref()));
            reader.error(&key.span(), message, help);
        }
        Self { reader, kind: keys.of, table, header, name, misspelt }
    }

    /// The value of a key, if it is written.
    pub fn get(&self, key: &str) -> Option<&'r Value<'t>> {
        self.table.get(key)
    }

    /// What messages call the value of a key: `start` of shot `march`.
    pub fn what(&self, key: &str) -> String {
        format!("`{key}` of {}", self.name)
    }

    /// The value of a key that must be written; `example` is a line that would do.
    /// Where a misspelt key is already reported, nothing more is said.
    pub fn require(&self, key: &str, example: &str) -> Option<&'r Value<'t>> {
        let value = self.get(key);
        if value.is_none() && !self.misspelt.contains(&key) {
            let message = format!("{} has no `{key}`", self.name);
            self.reader.absent(&self.header, message, format!("Add a line such as: {example}"));
        }
        value
    }

    /// Whether a key is there, or one that was probably meant to be it.
    pub fn mentions(&self, key: &str) -> bool {
        self.get(key).is_some() || self.misspelt.contains(&key)
    }

    /// A word, such as a name or a path.
    pub fn word(&self, key: &str, example: &str) -> Option<Written<String>> {
        self.reader.word_within(self.longest(key), self.get(key)?, &self.what(key), example)
    }

    /// A word that must be there.
    pub fn required_word(&self, key: &str, example: &str) -> Option<Written<String>> {
        let value = self.require(key, example)?;
        self.reader.word_within(self.longest(key), value, &self.what(key), example)
    }

    /// A text that may be given per language.
    pub fn text(&self, key: &str) -> Option<RawText> {
        self.reader.text(self.longest(key), self.get(key)?, &self.what(key))
    }

    /// A text that must be there and not be empty.
    pub fn required_text(&self, key: &str, example: &str) -> Option<RawText> {
        let value = self.require(key, example)?;
        if value.get_ref().is_str() {
            self.reader.word_within(self.longest(key), value, &self.what(key), example)?;
        }
        self.reader.text(self.longest(key), value, &self.what(key))
    }

    /// The longest text under a key, in characters.
    fn longest(&self, key: &str) -> usize {
        limits::longest(self.kind, key)
    }

    /// One of a few words, with what each means.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&'static str, T)]) -> Option<Written<T>> {
        let value = self.get(key)?;
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let written = value.get_ref().as_str();
        if let Some((_, meant)) = choices.iter().find(|(name, _)| Some(*name) == written) {
            return Some(Written { value: *meant, span: value.span() });
        }
        let shown = written.map_or_else(|| kind(value).to_owned(), quoted);
        let message = format!("{} cannot be {shown}", self.what(key));
        let one_of = format!("It can be {}.", quotes(&names));
        let help = match written.and_then(|word| nearest::word(word, &names)) {
            Some(near) => format!("Did you mean \"{near}\"? {one_of}"),
            None => one_of,
        };
        self.reader.error(&value.span(), message, help);
        None
    }

    /// One of a few words, which must be there.
    pub fn required_choice<T: Copy>(
        &self,
        key: &str,
        choices: &[(&'static str, T)],
        example: &str,
    ) -> Option<Written<T>> {
        self.require(key, example)?;
        self.choice(key, choices)
    }

    /// The tables under a key that is written with double brackets, one for each time.
    pub fn tables(&self, key: &str, most: usize) -> Vec<&'r Value<'t>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let message =
                format!("`{key}` must be written as [[{key}]], in double square brackets");
            let help = format!("There may be several: write [[{key}]] above the keys of each one.");
            self.reader.error(&value.span(), message, help);
            return Vec::new();
        };
        if let Some(first_over) = array.get(most) {
            let message = format!("there are {} [[{key}]]", array.len());
            let help = format!("There can be at most {most}; remove the others.");
            self.reader.error(&first_over.span(), message, help);
        }
        array.iter().take(most).collect()
    }
}

/// The entries of a table in the order they are written.
pub fn in_file_order<'r, 't>(
    table: &'r DeTable<'t>,
) -> Vec<(&'r Spanned<std::borrow::Cow<'t, str>>, &'r Value<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// What a value is, in a curator's words.
pub fn kind(value: &Value<'_>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time of day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `a`, `b` and `c`.
fn listed(keys: &[&str]) -> String {
    joined(keys.iter().map(|key| format!("`{key}`")), "and")
}

/// "a", "b" or "c".
fn quotes(words: &[&str]) -> String {
    joined(words.iter().map(|word| format!("\"{word}\"")), "or")
}

fn joined(words: impl Iterator<Item = String>, last: &str) -> String {
    let words: Vec<String> = words.collect();
    match words.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
        None => String::new(),
    }
}
