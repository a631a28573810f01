//! The sheet for the entrance: that the work flashes, for whom that matters, and the worst figure
//! that was measured. It warns and does not frighten; whether it hangs is the venue's decision.

use super::data::{Flashes, Report};
use super::markup::Markup;
use super::page::head;
use super::words::{ENGLISH, RUSSIAN, Sheet};

/// The style of the sheet.
const STYLE: &str = include_str!("warning.css");

/// What was measured of the whole work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figure {
    /// The most flashes of either kind in one second; `None` where nothing was measured.
    most: Option<u32>,
    /// The most of saturated red.
    red: u32,
    /// Whether a version or the wall was not measured.
    partly: bool,
}

/// The text of the sheet, in English and Russian, for A4. `None` where everything was measured, the
/// wall too, and nothing flashes: then there is nothing to warn of.
#[must_use]
pub fn warning(report: &Report) -> Option<String> {
    let figure = figure(report);
    if figure.most == Some(0) && !figure.partly {
        return None;
    }
    let mut markup = Markup::default();
    markup.ours("<!DOCTYPE html>\n");
    let root = [("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")];
    markup.element("html", &root, |html| {
        head(html, &format!("{}: flashing images", report.title), STYLE);
        html.element("body", &[], |body| {
            for (place, sheet) in [ENGLISH, RUSSIAN].iter().enumerate() {
                body.element("section", &[("lang", sheet.language)], |section| {
                    language(section, sheet, figure, if place == 0 { "h1" } else { "h2" });
                });
            }
            body.leaf("footer", &[], &report.title);
        });
    });
    Some(markup.finish())
}

fn language(section: &mut Markup, sheet: &Sheet, figure: Figure, heading: &'static str) {
    let found = figure.most.is_some_and(|most| most > 0);
    section.leaf(heading, &[], if found { sheet.title } else { sheet.unknown_title });
    section.leaf("p", &[], sheet.body);
    section.leaf("p", &[], sheet.advice);
    match figure.most {
        Some(most) => section.element("p", &[("class", "figure")], |p| {
            p.text(sheet.measured);
            p.text(" ");
            p.leaf("strong", &[], &format!("{most}\u{a0}{}", sheet.noun(most)));
            p.text(".");
            if figure.red > 0 {
                p.text(" ");
                p.text(sheet.red);
                p.text(" ");
                p.leaf("strong", &[], &figure.red.to_string());
                p.text(".");
            }
        }),
        None => section.leaf("p", &[("class", "figure")], sheet.unmeasured),
    }
    section.element("small", &[], |small| {
        if figure.partly && figure.most.is_some() {
            small.text(sheet.partly);
            small.text(" ");
        }
        small.text(sheet.limit);
    });
}

/// The worst of the wall and of every version: a visitor sees both.
fn figure(report: &Report) -> Figure {
    let wall = report.wall.as_ref().map(|wall| &wall.flashes);
    let all: Vec<Option<&Flashes>> =
        report.versions.iter().map(|it| it.flashes.as_ref()).chain([wall]).collect();
    let measured = || all.iter().flatten();
    Figure {
        most: measured().map(|it| it.most()).max(),
        red: measured().map(|it| it.red.flashes).max().unwrap_or(0),
        partly: all.iter().any(Option::is_none),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn calm(report: &mut Report) {
        for version in &mut report.versions {
            version.flashes = Some(Flashes::default());
        }
        report.wall.as_mut().unwrap().flashes = Flashes::default();
    }

    #[test]
    fn it_names_the_worst_of_versions_and_wall_in_both_languages() {
        let mut report = sample::report(3);
        calm(&mut report);
        report.versions[1].flashes.as_mut().unwrap().red.flashes = 5;
        report.wall.as_mut().unwrap().flashes.general.flashes = 21;
        let sheet = warning(&report).unwrap();
        assert!(sheet.contains("21\u{a0}flashes") && sheet.contains("21\u{a0}вспышка"));
        assert!(sheet.contains("Of saturated red: <strong>5</strong>"));
        assert!(!sheet.contains(ENGLISH.partly));
    }

    #[test]
    fn what_never_flashes_needs_no_sheet() {
        let mut report = sample::report(3);
        calm(&mut report);
        assert_eq!(warning(&report), None);
    }

    #[test]
    fn what_was_not_measured_is_not_said_to_be_calm() {
        let mut report = sample::report(2);
        calm(&mut report);
        report.wall = None;
        let sheet = warning(&report).unwrap();
        assert!(sheet.contains(ENGLISH.unknown_title) && sheet.contains(ENGLISH.partly));
        report.versions.iter_mut().for_each(|it| it.flashes = None);
        let sheet = warning(&report).unwrap();
        assert!(sheet.contains(RUSSIAN.unmeasured) && !sheet.contains("0\u{a0}"));
    }
}
