//! Where a list of tables stands in a TOML text, however it is spelt, and where one more belongs.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::page::Page;

/// A value with its place.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// A table of the list.
pub(crate) struct Element<'e, 't> {
    /// Its keys.
    pub table: &'e DeTable<'t>,
    /// The bytes of its header, or of all of it where it stands in braces.
    pub span: Range<usize>,
}

/// How the list is written.
enum Form {
    /// Not at all.
    Absent,
    /// With headers in double brackets; the last byte of any of its tables.
    Headers(usize),
    /// `key = [ { … } ]`; the bytes from bracket to bracket.
    Brackets(Range<usize>),
}

/// A list of tables.
pub(crate) struct List<'e, 't> {
    key: &'static str,
    /// Its tables in the order of the file.
    pub elements: Vec<Element<'e, 't>>,
    form: Form,
}

impl<'e, 't> List<'e, 't> {
    /// The list under a key of the root. None where something else stands there, which the
    /// exhibit's own reader reports.
    pub fn find(page: &Page<'_>, root: &'e DeTable<'t>, key: &'static str) -> Option<Self> {
        let Some(value) = root.get(key) else {
            return Some(Self { key, elements: Vec::new(), form: Form::Absent });
        };
        let DeValue::Array(array) = value.get_ref() else { return None };
        let mut elements = Vec::new();
        for value in array.iter() {
            elements.push(Element { table: value.get_ref().as_table()?, span: value.span() });
        }
        let headers =
            elements.first().is_some_and(|one| page.text[one.span.clone()].starts_with('['));
        let form =
            if headers { Form::Headers(end_of(value)) } else { Form::Brackets(value.span()) };
        Some(Self { key, elements, form })
    }

    /// Adds a table of these keys and values, as TOML, after the others. Where there is no other,
    /// before the tables of `next`, or else at the end of the text.
    pub fn push(
        &self,
        page: &mut Page<'_>,
        root: &DeTable<'_>,
        entries: &[(String, String)],
        next: Option<&List<'_, '_>>,
    ) {
        let lines: String =
            entries.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        let table = format!("[[{}]]\n{lines}", self.key);
        match &self.form {
            Form::Headers(end) => {
                let line = page.next_line(*end);
                let after = page.comments_from(line);
                // Comments at once below belong to the table, unless they introduce another.
                let at = if blank(page, after) { after } else { line };
                let close = if blank(page, at) { "" } else { "\n" };
                page.insert_lines(at, &format!("\n{table}{close}"));
            }
            Form::Brackets(span) => self.push_inline(page, span, entries),
            Form::Absent => match next {
                Some(List { elements, form: Form::Headers(_), .. }) if !elements.is_empty() => {
                    let at = above(page, root, elements[0].span.start);
                    page.insert_lines(at, &format!("{table}\n"));
                }
                _ => {
                    let lead = if page.text.is_empty() { "" } else { "\n" };
                    page.insert_lines(page.text.len(), &format!("{lead}{table}"));
                }
            },
        }
    }

    fn push_inline(&self, page: &mut Page<'_>, span: &Range<usize>, entries: &[(String, String)]) {
        let body: Vec<String> =
            entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let table = format!("{{ {} }}", body.join(", "));
        let newline = page.newline;
        let Some(last) = self.elements.last() else {
            let close = span.end - 1;
            let line = page.line_start(close);
            // A bracket on a line of its own stays there.
            if line > span.start && page.text[line..close].trim().is_empty() {
                page.insert(line, format!("{}    {table},{newline}", page.indent(close)));
            } else {
                page.insert(close, table);
            }
            return;
        };
        let next = page.past_comments(last.span.end);
        let comma = page.text[next..].starts_with(',');
        if !comma {
            page.insert(last.span.end, ",");
        }
        let anchor = if comma { next + 1 } else { last.span.end };
        let close = if comma { "," } else { "" };
        if !page.text[span.start..last.span.start].contains('\n') {
            page.insert(anchor, format!(" {table}{close}"));
            return;
        }
        let end = page.line_end(anchor);
        let rest = page.text[anchor..end].trim_start();
        // A comment behind the last one stays behind it.
        let at = if rest.is_empty() || rest.starts_with('#') { end } else { anchor };
        let indent = page.indent(last.span.start);
        page.insert(at, format!("{newline}{indent}{table}{close}"));
    }
}

/// The line at `at` is empty, or there is none.
fn blank(page: &Page<'_>, at: usize) -> bool {
    page.text[at..page.line_end(at)].trim().is_empty()
}

/// The last byte of a value and of all that is in it.
pub(crate) fn end_of(value: &Value<'_>) -> usize {
    let own = value.span().end;
    match value.get_ref() {
        DeValue::Table(table) => table.values().map(end_of).fold(own, usize::max),
        DeValue::Array(array) => array.iter().map(end_of).fold(own, usize::max),
        _ => own,
    }
}

/// The beginning of the lines of comments directly above a header.
pub(crate) fn above(page: &Page<'_>, root: &DeTable<'_>, header: usize) -> usize {
    // A line with a # at its beginning may be the end of a long text.
    let floor = root.values().map(|value| end_before(value, header)).fold(0, usize::max);
    let mut at = page.line_start(header);
    while at > 0 {
        let line = page.line_start(at - 1);
        if line < floor || !page.text[line..].trim_start_matches([' ', '\t']).starts_with('#') {
            break;
        }
        at = line;
    }
    at
}

/// The last byte of what is written in a value before `limit`.
fn end_before(value: &Value<'_>, limit: usize) -> usize {
    let own = Some(value.span().end).filter(|end| *end <= limit).unwrap_or_default();
    match value.get_ref() {
        DeValue::Table(table) => {
            table.values().map(|value| end_before(value, limit)).fold(own, usize::max)
        }
        DeValue::Array(array) => {
            array.iter().map(|value| end_before(value, limit)).fold(own, usize::max)
        }
        _ => own,
    }
}
