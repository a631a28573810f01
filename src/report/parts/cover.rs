//! The cover: which film, when it was looked at, what this is, and what follows.

use super::across::Across;
use crate::report::data::Report;
use crate::report::markup::Markup;
use crate::report::number::{moment, time};
use crate::report::words::count;

/// What the report is, in its own words.
const WHAT: &str = "Every version was opened, read to its end and compared with the film that it \
    renders. This report says what was found: in the files, in what they say of their making, in \
    their sound, in their light, in their pictures. It judges no work. What nobody measured reads \
    “not measured”, and what nobody stated, “not stated”.";

/// Draws the cover.
pub fn draw(markup: &mut Markup, report: &Report, measures: &[Across<'_>]) {
    markup.element("section", &[("class", "cover")], |cover| {
        cover.leaf(
            "p",
            &[("class", "kicker")],
            "Palimpsest: a report on every version, before they hang",
        );
        cover.element("header", &[], |header| {
            header.leaf("h1", &[], &report.title);
            let versions = count(report.versions.len(), "version", "versions");
            let shots = count(report.shots.len(), "shot", "shots");
            let film = format!("{versions} of one film, {shots}, {} long.", time(report.length_ns));
            header.leaf("p", &[("class", "lead")], &film);
            let made = format!("Made on {}, from {}.", moment(&report.made), report.exhibit);
            header.leaf("p", &[("class", "quiet")], &made);
        });
        contents(cover, report, measures);
        cover.leaf("p", &[("class", "colophon")], WHAT);
    });
}

fn contents(cover: &mut Markup, report: &Report, measures: &[Across<'_>]) {
    let versions = report.versions.len();
    let chapters = [
        Some(("#overview", "All versions at a glance".into())),
        report.wall.is_some().then(|| ("#wall", "The wall together".into())),
        (versions > 0)
            .then(|| ("#v1", count(versions, "chapter, a version", "chapters, a version each"))),
        (!measures.is_empty()).then(|| ("#generations", "The generations side by side".into())),
        Some(("#problems", "What could not be looked at".into())),
    ];
    cover.element("nav", &[("aria-label", "Contents")], |nav| {
        nav.element("ol", &[], |list| {
            for (to, title) in chapters.into_iter().flatten() {
                list.element("li", &[], |item| item.leaf("a", &[("href", to)], &title));
            }
        });
    });
}
