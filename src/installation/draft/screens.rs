//! The screens in the text: how many there are, one more, one less.

use toml::de::DeTable;

use super::pen::Pen;
use crate::entry::page::{Page, quote};
use crate::entry::tables::{Element, above, end_of};
use crate::installation::Screen;
use crate::installation::length::hundredths;

/// The keys and values of a screen like this one, to the right of all others: their rims touch.
pub fn beside(screens: &[Screen], like: &Screen) -> Vec<(String, String)> {
    let ends = screens.iter().map(|screen| screen.housing().right());
    let x = hundredths(ends.fold(f64::MIN, f64::max) + like.bezel.left);
    let (across, down) = like.rotation.turned(like.pixels);
    let mut lines = vec![
        ("name", quote(&free_name(screens))),
        ("x", super::pen::plain(x)),
        ("y", super::pen::plain(like.y)),
        ("width", super::pen::plain(like.width)),
        ("height", super::pen::plain(like.height)),
        ("pixels", format!("[{across}, {down}]")),
    ];
    if like.rotation.degrees() != 0 {
        lines.push(("rotation", like.rotation.degrees().to_string()));
    }
    if like.bezel != Default::default() {
        lines.push(("bezel", super::pen::rim(&like.bezel)));
    }
    lines.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A name that no screen has.
fn free_name(screens: &[Screen]) -> String {
    let name = |number: usize| format!("screen-{number}");
    let taken = |number: &usize| screens.iter().any(|screen| screen.name == name(*number));
    let first = screens.len() + 1;
    (first..).find(|number| !taken(number)).map_or_else(|| name(first), name)
}

/// Takes a screen out of the text: its lines, the comments directly above and among them, and the
/// empty line before or after.
pub fn remove(pen: &mut Pen<'_, '_>, screen: usize) {
    let Some(element) = pen.screens.elements.get(screen) else { return };
    if pen.page.text[element.span.clone()].starts_with('[') {
        remove_lines(&mut pen.page, pen.root, element, &pen.screens.elements);
    } else {
        let before = screen.checked_sub(1).map(|index| pen.screens.elements[index].span.end);
        remove_braces(&mut pen.page, element, before);
    }
}

fn remove_lines(
    page: &mut Page<'_>,
    root: &DeTable<'_>,
    element: &Element<'_, '_>,
    all: &[Element<'_, '_>],
) {
    let start = above(page, root, element.span.start);
    let last = element.table.values().map(end_of).fold(element.span.end, usize::max);
    let mut end = page.next_line(last);
    let is_blank = |at: usize| page.text[at..page.line_end(at)].trim().is_empty();
    if end < page.text.len() && is_blank(end) {
        end = page.next_line(end);
    }
    let mut from = start;
    let is_last = all.iter().all(|other| other.span.start <= element.span.start);
    if is_last && end >= page.text.len() && start > 0 {
        let line = page.line_start(start - 1);
        if is_blank(line) {
            from = line;
        }
    }
    page.replace(from..end, "");
}

fn remove_braces(page: &mut Page<'_>, element: &Element<'_, '_>, before: Option<usize>) {
    let after = page.past_comments(element.span.end);
    let comma = page.text[after..].starts_with(',');
    let mut end = if comma { after + 1 } else { element.span.end };
    let mut start = element.span.start;
    let own_line = page.text[page.line_start(start)..start].trim().is_empty();
    if own_line && page.text[end..page.line_end(end)].trim().is_empty() {
        (start, end) = (page.line_start(start), page.next_line(end));
    } else if comma {
        let rest = &page.text[end..];
        end += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    } else if let Some(before) = before.filter(|at| !page.text[*at..start].contains('#')) {
        start = before;
    }
    page.replace(start..end, "");
}
