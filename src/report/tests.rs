//! What holds for every page: it is well-formed, asks for nothing from outside, can be found one's
//! way in, and whatever the data say, they say it as text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::data::{Level, Report, Topic, Verdict};
use super::page::{STYLE, page};
use super::sample;
use super::terminal;
use super::warning::warning;

/// An element with its attributes, as an XML reader finds them.
type Element = (String, Vec<(String, String)>);

/// The elements of a page and its text; the test ends where it is not well-formed.
fn read(page: &str) -> (Vec<Element>, String) {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let (mut elements, mut text) = (Vec::new(), String::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}"));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let of = |attribute: quick_xml::events::attributes::Attribute<'_>| {
                    let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    let raw = String::from_utf8(attribute.value.to_vec()).unwrap();
                    (key, quick_xml::escape::unescape(&raw).unwrap().into_owned())
                };
                let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                elements.push((name, start.attributes().map(|it| of(it.unwrap())).collect()));
            }
            Event::Text(of) => text.push_str(&of.decode().unwrap()),
            Event::GeneralRef(of) => {
                let name = of.decode().unwrap().into_owned();
                text.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => panic!("{event:?}"),
            Event::Eof => return (elements, text),
            _ => {}
        }
    }
}

fn names(page: &str) -> Vec<String> {
    read(page).0.into_iter().map(|(name, _)| name).collect()
}

fn pages(report: &Report) -> Vec<String> {
    [Some(page(report)), warning(report)].into_iter().flatten().collect()
}

#[test]
fn a_page_asks_for_nothing_from_outside() {
    for page in pages(&sample::report(7)) {
        let (elements, _) = read(&page);
        for (name, attributes) in &elements {
            assert!(!["script", "iframe", "object", "embed", "link", "form"].contains(&&**name));
            for (key, value) in attributes {
                assert!(!key.starts_with("on"), "{name} {key}");
                match &**key {
                    "href" => assert!(value.starts_with('#'), "{value}"),
                    "src" => assert!(value.starts_with("data:image/"), "{value}"),
                    _ => {}
                }
            }
        }
        assert!(!page.contains("url(") && !page.contains("@import"));
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    for versions in [0, 1, 7, 64] {
        let (elements, _) = read(&page(&sample::report(versions)));
        let attributes = || elements.iter().flat_map(|(_, attributes)| attributes);
        let ids: Vec<&String> = attributes().filter(|it| it.0 == "id").map(|it| &it.1).collect();
        let once: BTreeSet<&String> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len());
        for (_, link) in attributes().filter(|it| it.0 == "href") {
            assert!(once.contains(&link[1..].to_owned()), "{link}");
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time_and_every_table_has_its_caption() {
    let (elements, _) = read(&page(&sample::report(7)));
    let mut level = 0;
    for (place, (name, attributes)) in elements.iter().enumerate() {
        if let Some(next) = name.strip_prefix('h').and_then(|it| it.parse::<u32>().ok()) {
            assert!(next <= level + 1, "{name} after h{level}");
            level = next;
        }
        if name == "table" {
            assert_eq!(elements[place + 1].0, "caption");
        }
        let has = |key: &str| attributes.iter().any(|it| it.0 == key && !it.1.is_empty());
        assert!(name != "img" || has("alt"));
        assert!(name != "svg" || has("aria-label") || has("aria-hidden"));
        assert!(name != "th" || has("scope"));
    }
}

#[test]
fn sixty_four_versions_are_one_page_of_a_few_megabytes() {
    let mut report = sample::report(64);
    report.versions.iter_mut().for_each(|it| it.thumbnails.clear());
    let page = page(&report);
    assert!(page.len() < 12_000_000, "{}", page.len());
    assert_eq!(page.matches("<section id=\"v").count(), 64);
}

#[test]
fn versions_stand_in_the_order_of_the_report_whatever_was_measured() {
    let report = sample::report(7);
    let page = page(&report);
    let places: Vec<usize> =
        (1..=7).map(|it| page.find(&format!("id=\"v{it}\"")).unwrap()).collect();
    assert!(places.is_sorted());
    assert!(page.contains("This is not a ranking"));
}

#[test]
fn what_was_not_measured_is_said_and_never_zero() {
    let mut report = sample::report(1);
    let version = &mut report.versions[0];
    (version.loudness, version.flashes, version.rights, version.cuts) = (None, None, None, None);
    version.measures[0].mean = None;
    version.measures[0].curve.clear();
    let (_, text) = read(&page(&report));
    assert!(text.contains("Motion: not measured"));
    assert!(text.matches("not measured").count() >= 5 && text.contains("not stated"));
}

#[test]
fn a_report_of_nothing_is_still_a_page() {
    let mut report = sample::report(0);
    (report.wall, report.shots, report.length_ns) = (None, Vec::new(), 0);
    report.problems.clear();
    let (_, text) = read(&page(&report));
    assert!(text.contains("0 versions of one film"));
}

#[test]
fn a_decision_about_what_has_no_column_is_in_the_first_table_too() {
    let mut report = sample::report(1);
    report.versions[0].measures.clear();
    report.versions[0].verdicts = [Topic::Fixity, Topic::Measures]
        .map(|about| Verdict {
            level: Level::Refused,
            about,
            what: "It is gone.".into(),
            help: None,
        })
        .into();
    let page = page(&report);
    let table = page.split("</table>").next().unwrap();
    assert!(table.contains("files: refused") && table.contains("#v1-measures"));
    assert!(page.contains("id=\"v1-measures\""));
}

/// The colours of a block of custom properties in a style.
fn colours(block: &str) -> Vec<(&str, f64)> {
    block
        .split(';')
        .filter_map(|part| part.trim().strip_prefix("--")?.split_once(": #"))
        .map(|(name, hex)| (name, luminance(hex)))
        .collect()
}

/// Relative luminance (WCAG 2.2, "relative luminance") of a colour in three or six digits.
fn luminance(hex: &str) -> f64 {
    let wide: String = match hex.len() {
        3 => hex.chars().flat_map(|it| [it, it]).collect(),
        _ => hex.to_owned(),
    };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn words_stand_out_seven_to_one_and_what_is_drawn_three_to_one_in_light_dark_and_print() {
    for style in [STYLE, include_str!("warning.css")] {
        let blocks: Vec<&str> =
            style.split(":root {").skip(1).filter_map(|it| it.split('}').next()).collect();
        assert_eq!(blocks.len(), 3);
        for block in blocks {
            let colours = colours(block);
            let of = |name: &str| colours.iter().find(|it| it.0 == name).map(|it| it.1);
            let ratio = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
            let paper = of("paper").unwrap();
            for (name, least) in [("ink", 7.0), ("quiet", 7.0), ("accent", 7.0), ("line", 3.0)] {
                let Some(colour) = of(name) else { continue };
                assert!(ratio(paper, colour) >= least, "{name}: {:.2}", ratio(paper, colour));
            }
            if let (Some(band), Some(line)) = (of("band"), of("line")) {
                assert!(ratio(band, line) >= 3.0, "{:.2}", ratio(band, line));
            }
        }
    }
}

#[test]
fn samples_are_written_where_somebody_wants_to_look() {
    let Some(folder) = std::env::var_os("REPORT_SAMPLES") else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    for versions in [1, 7, 64] {
        let report = sample::report(versions);
        let write = |name: String, text: String| std::fs::write(folder.join(name), text).unwrap();
        write(format!("report-{versions}.html"), page(&report));
        write(format!("report-{versions}.json"), report.json().unwrap());
        write(format!("warning-{versions}.html"), warning(&report).unwrap());
        let id = &report.versions[versions.min(3) - 1].id;
        write(format!("terminal-{versions}.txt"), terminal::summary(&report, id).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The elements of a page are the same whatever its texts are: no text becomes markup.
    #[test]
    fn no_text_of_the_data_becomes_markup(
        text in prop_oneof![
            "[<>&\"'/=a-z !\\-\\[\\]]{1,60}",
            "(<script>|</style>|]]>|<!--|&lt;|\"onload=\"|'><img src=x>|&#x3c;|\\PC){1,12}",
            proptest::collection::vec(any::<char>(), 1..40).prop_map(|it| it.into_iter().collect()),
        ]
    ) {
        let (hostile, plain) = (sample::named(&text), sample::named("x"));
        for (hostile, plain) in pages(&hostile).iter().zip(pages(&plain)) {
            prop_assert_eq!(names(hostile), names(&plain));
            let said: String = super::markup::clean(&text).collect();
            prop_assert!(read(hostile).1.contains(&said));
        }
    }
}
