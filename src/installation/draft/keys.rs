//! Where a key of a table stands in the text, or where it belongs.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::entry::page::Page;
use crate::entry::tables::{Value, end_of};
use crate::installation::raw::keys::SCREEN;

/// A table as it is spelt.
pub struct Place<'e, 't> {
    /// Its keys.
    pub table: &'e DeTable<'t>,
    /// The bytes of its header, or of all of it where it stands in braces.
    pub span: Range<usize>,
    /// What its keys begin with where it is spelt by keys such as `bezel.left`.
    pub prefix: String,
}

/// How a table is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Header,
    Braces,
    Dotted,
}

impl Place<'_, '_> {
    fn form(&self, page: &Page<'_>) -> Form {
        match page.text[self.span.clone()].chars().next() {
            _ if !self.prefix.is_empty() => Form::Dotted,
            Some('[') => Form::Header,
            _ => Form::Braces,
        }
    }

    /// Adds a key that the table does not have.
    pub fn insert(&self, page: &mut Page<'_>, key: &str, value: &str) {
        let prefix = &self.prefix;
        let entry = format!("{prefix}{key} = {value}");
        if self.form(page) == Form::Braces {
            match self.table.values().map(end_of).max() {
                Some(end) => page.insert(end, format!(", {entry}")),
                None => page.insert(self.span.start + 1, format!(" {entry} ")),
            }
            return;
        }
        let (after, indent) = self.after(page, key);
        page.insert_lines(after, &format!("{indent}{entry}\n"));
    }

    /// The beginning of the line at which a new key belongs, and how that is indented: below the
    /// line that shows it commented out, else below the keys that come before it.
    fn after<'p>(&self, page: &Page<'p>, key: &str) -> (usize, &'p str) {
        if let Some(line) = self.commented_out(page, key) {
            return (page.next_line(line), page.indent(page.line_end(line)));
        }
        let order = SCREEN.names;
        let place = |key: &str| order.iter().position(|known| *known == key);
        let before = order.iter().take(place(key).unwrap_or(order.len()));
        let written = before.rev().find_map(|key| {
            let (key, value) = self.table.get_key_value(*key)?;
            // What follows a table that has a header of its own belongs to that.
            let lines = value.get_ref().as_table().is_none_or(|_| braced(page, value));
            lines.then(|| (key.span().start, end_of(value)))
        });
        match written {
            Some((start, end)) => (page.next_line(end), page.indent(start)),
            None if self.form(page) == Form::Dotted => {
                let own = self.table.iter().map(|(key, value)| (end_of(value), key.span().start));
                let (end, start) = own.max().unwrap_or((self.span.end, self.span.start));
                (page.next_line(end), page.indent(start))
            }
            None => (page.next_line(self.span.end), page.indent(self.span.start)),
        }
    }

    /// The line of the table on which a key is commented out, as the shipped files show what could
    /// be written.
    fn commented_out(&self, page: &Page<'_>, key: &str) -> Option<usize> {
        if self.form(page) != Form::Header {
            return None;
        }
        let mut values: Vec<Range<usize>> = self.table.values().map(whole).collect();
        values.sort_by_key(|span| span.start);
        let mut at = page.next_line(self.span.end);
        while at < page.text.len() {
            if let Some(inside) = values.iter().find(|span| span.contains(&at)) {
                at = page.next_line(inside.end);
                continue;
            }
            let line = page.text[at..page.line_end(at)].trim_start();
            if line.starts_with('[') {
                return None;
            }
            let said = line.strip_prefix('#').map(str::trim_start);
            let rest = said.and_then(|said| said.strip_prefix(key)).map(str::trim_start);
            if rest.is_some_and(|rest| rest.starts_with('=')) {
                return Some(at);
            }
            at = page.next_line(at);
        }
        None
    }

    /// Takes a key away, with its line where nothing else stands on that; a comment stays.
    pub fn remove(&self, page: &mut Page<'_>, key: &str) {
        let Some((key, value)) = self.table.get_key_value(key) else { return };
        let (start, end) = (key.span().start, end_of(value));
        if self.form(page) == Form::Braces {
            let after = page.past_comments(end);
            if page.text[after..].starts_with(',') {
                let rest = &page.text[after + 1..];
                let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                page.replace(start..after + 1 + blank, "");
                return;
            }
            let earlier = self.table.values().map(end_of).filter(|other| *other < start).max();
            let from = earlier.filter(|from| !page.text[*from..start].contains('#'));
            page.replace(from.unwrap_or(start)..end, "");
            return;
        }
        let line_end = page.line_end(end);
        let rest = &page.text[end..line_end];
        match rest.trim_start() {
            "" => page.replace(page.line_start(start)..page.next_line(end), ""),
            comment => page.replace(start..line_end - comment.len(), ""),
        }
    }
}

/// A table in braces, or a list.
fn braced(page: &Page<'_>, value: &Value<'_>) -> bool {
    page.text[value.span()].starts_with(['{', '['])
        && !matches!(value.get_ref(), DeValue::Table(_) if page.text[value.span()].starts_with('['))
}

/// All that a value spans.
fn whole(value: &Value<'_>) -> Range<usize> {
    value.span().start..end_of(value)
}
