//! The chapter of a version.

use super::across::Across;
use super::facts::{Fact, table};
use super::{files, light_and_sound, measures, technical, thumbnail, verdicts};
use crate::report::data::{FLASHES, Report, Topic, VersionReport};
use crate::report::markup::Markup;
use crate::report::number::{date, time};
use crate::report::words::{NOT_MEASURED, NOT_STATED, count};

/// Draws the chapter of the version at a place, counted from 0.
pub fn draw(
    markup: &mut Markup,
    report: &Report,
    version: &VersionReport,
    place: usize,
    all: &[Across<'_>],
) {
    let number = place + 1;
    markup.element("section", &[("id", &format!("v{number}"))], |section| {
        section.element("header", &[], |header| {
            let released = version.released.as_deref().map_or(NOT_STATED.into(), date);
            let of = report.versions.len();
            let kicker = format!("{number} of {of} · {} · released {released}", version.generation);
            header.leaf("p", &[("class", "kicker")], &kicker);
            header.leaf("h2", &[], &version.name);
        });
        strip(section, version);
        verdicts(section, &version.verdicts);

        heading(section, number, Topic::Fixity, "The files");
        files::masters(section, version);
        heading(section, number, Topic::Technical, "Pictures and sound");
        technical::draw(section, report, version);
        heading(section, number, Topic::Credentials, "What they say of their making");
        files::credentials(section, version);
        heading(section, number, Topic::Loudness, "Loudness");
        light_and_sound::loudness(section, version);
        heading(section, number, Topic::Flashes, "Flashes");
        light_and_sound::flashes(section, report, version);
        heading(section, number, Topic::Rights, "Rights");
        files::rights(section, version);
        heading(section, number, Topic::Cuts, "Cuts");
        cuts(section, version);
        heading(section, number, Topic::Measures, "What was measured of the pictures");
        if version.measures.is_empty() {
            section.leaf("p", &[("class", "quiet")], "Nothing was measured.");
        } else {
            section.element("p", &[("class", "quiet lead-in")], |p| {
                p.text("What each measure is, and every version beside the others: ");
                p.leaf("a", &[("href", "#generations")], "the generations side by side");
                p.text(". A bar is the mean of a shot.");
            });
            measures::draw(section, report, version, all);
        }
    });
}

fn heading(section: &mut Markup, number: usize, topic: Topic, title: &str) {
    let id = format!("v{number}-{}", topic.word());
    section.leaf("h3", &[("id", &id)], title);
}

fn strip(section: &mut Markup, version: &VersionReport) {
    if version.thumbnails.is_empty() {
        return;
    }
    section.element("div", &[("class", "strip")], |strip| {
        for picture in &version.thumbnails {
            // Two moments side by side need a line of their own.
            match picture.file.ends_with(FLASHES) {
                true => strip.element("div", &[("class", "pair")], |pair| {
                    thumbnail(pair, picture, &version.name);
                }),
                false => thumbnail(strip, picture, &version.name),
            }
        }
    });
}

fn cuts(section: &mut Markup, version: &VersionReport) {
    let caption = "Against the shots of the exhibit";
    let Some(cuts) = &version.cuts else {
        table(section, caption, &[("Cuts", Fact::Text(NOT_MEASURED.into()))]);
        return;
    };
    let found = match cuts.found_ns.as_slice() {
        [] => "none".into(),
        found => {
            // A version that cuts at every frame would fill pages; the file has them all.
            let times: Vec<String> = found.iter().take(60).map(|ns| time(*ns)).collect();
            let more = if found.len() > 60 { ", …" } else { "" };
            format!("{}, at {}{more}", count(found.len(), "cut", "cuts"), times.join(", "))
        }
    };
    let differences = match cuts.differences.as_slice() {
        [] => Fact::Text("none".into()),
        all => Fact::List(all.iter().map(|it| it.sentence.clone()).collect()),
    };
    table(section, caption, &[("Found", Fact::Text(found)), ("Differences", differences)]);
}
