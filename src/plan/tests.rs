//! What holds for the plan of any wall.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use quick_xml::events::Event;

use super::sheet::{Mark, Words};
use super::*;
use crate::installation::{self, Screen};

fn shipped() -> Vec<(String, Installation)> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let names = ["3x3", "five-portraits", "installation", "laptop", "salon", "single-4k"];
    let load = |name: &&str| {
        let file = config.join(format!("{name}.toml"));
        let loaded = installation::load(&file).unwrap_or_else(|report| panic!("{report}"));
        ((*name).to_owned(), loaded.installation)
    };
    names.iter().map(load).collect()
}

fn subject(installation: &Installation, paper: Paper) -> Subject<'_> {
    Subject { installation, exhibit: None, date: "2026-11-30", paper }
}

fn parsed(text: &str) -> Installation {
    let loaded = installation::parse(text, Path::new("room.toml"));
    loaded.unwrap_or_else(|report| panic!("{report}")).installation
}

fn words(sheet: &Sheet) -> Vec<&Words> {
    let words = sheet.marks.iter().filter_map(|mark| match mark {
        Mark::Words(words) => Some(words),
        Mark::Path { .. } => None,
    });
    words.collect()
}

fn said(sheet: &Sheet) -> String {
    words(sheet).iter().map(|words| format!("{}\n", words.text)).collect()
}

fn touch(a: &Area, b: &Area) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// Everything is on the paper, and no figure lies on another.
fn assert_sound(name: &str, sheets: &[Sheet], faces: &Typefaces) {
    for sheet in sheets {
        let (width, height) = sheet.size;
        for mark in &sheet.marks {
            let Some(area) = mark.area(faces) else { continue };
            let whole = area.x.is_finite() && area.y.is_finite();
            let on = area.x >= 0.0 && area.y >= 0.0;
            let on = on && area.right() <= width && area.bottom() <= height;
            assert!(whole && on, "{name}, {}: {mark:?} at {area:?} is off the paper", sheet.title);
        }
        let figures: Vec<_> = words(sheet).into_iter().filter(|words| words.figure).collect();
        for (index, one) in figures.iter().enumerate() {
            for other in &figures[index + 1..] {
                let on = touch(&one.area(faces), &other.area(faces));
                assert!(!on, "{name}, {}: {one:?} lies on {other:?}", sheet.title);
            }
        }
    }
}

#[test]
fn of_every_shipped_wall_all_words_lie_on_the_paper_and_beside_each_other() {
    let faces = Typefaces::default();
    for (name, wall) in shipped() {
        for paper in [Paper::A3, Paper::A4] {
            let sheets = sheets(&subject(&wall, paper), &faces).unwrap();
            assert_sound(&name, &sheets, &faces);
            for sheet in &sheets {
                let all = words(sheet);
                for (index, one) in all.iter().enumerate() {
                    for other in &all[index + 1..] {
                        // Lines of one paragraph may stand as close as type is set.
                        let (a, b) = (one.area(&faces), other.area(&faces));
                        let inner = |area: Area| Area {
                            y: area.y + 0.25 * area.height,
                            height: 0.5 * area.height,
                            ..area
                        };
                        let on = touch(&inner(a), &inner(b));
                        assert!(!on, "{name}, {paper:?}, {}: {one:?} on {other:?}", sheet.title);
                    }
                }
            }
        }
    }
}

#[test]
fn the_drawing_is_as_large_as_its_scale_says() {
    let faces = Typefaces::default();
    for (name, wall) in shipped() {
        for paper in [Paper::A3, Paper::A4] {
            let first = &sheets(&subject(&wall, paper), &faces).unwrap()[0];
            let scale = f64::from(first.scale.unwrap());
            assert!(SCALES.contains(&first.scale.unwrap()));
            for screen in &wall.screens {
                let (width, height) = (screen.width / scale, screen.height / scale);
                let drawn = first.marks.iter().filter_map(|mark| match mark {
                    Mark::Path { fill: Some(sheet::Ink::Wash), pen: Some(pen), .. } => {
                        let area = mark.area(&faces).unwrap();
                        Some((area.width - pen.width, area.height - pen.width))
                    }
                    _ => None,
                });
                let mut drawn = drawn;
                let same =
                    |(w, h): (f64, f64)| (w - width).abs() < 1e-6 && (h - height).abs() < 1e-6;
                assert!(drawn.any(same), "{name}: {} at 1:{scale}", screen.name);
            }
        }
    }
}

#[test]
fn a_sheet_says_the_name_output_size_and_height_of_every_screen() {
    let wall = parsed(
        "centre-height = 1600\ncomputer = { x = -500, y = 900 }\n\
         [[screen]]\nname = \"left\"\nwidth = 600\nheight = 340\noutput = \"DP-3\"\nbezel = 8\n\
         [[screen]]\nname = \"right\"\nx = 700\nwidth = 340\nheight = 600\nrotation = 270\n\
         output = \"HDMI-A-1\"\nview = \"story\"\n",
    );
    let faces = Typefaces::default();
    let sheets = sheets(&subject(&wall, Paper::A3), &faces).unwrap();
    let front = said(&sheets[0]);
    for part in ["1  left", "output DP-3", "output HDMI-A-1", "turned 270°", "1040"] {
        assert!(front.contains(part), "{part} is not in:\n{front}");
    }
    assert!(front.contains("1600") && !front.contains("assumed"), "{front}");
    // The pictures are 600 high together: the left one, 340 high at the top, has its middle 130
    // above theirs.
    let schedule = said(&sheets[2]);
    for part in ["story", "270°", "1730", "870", "1560"] {
        assert!(schedule.contains(part), "{part} is not in:\n{schedule}");
    }
    assert!(sheets.last().unwrap().size == (210.0, 297.0));
}

#[test]
fn a_height_that_nobody_said_is_marked_as_assumed() {
    let faces = Typefaces::default();
    let wall = parsed("[[screen]]\nwidth = 1210\nheight = 681\n");
    let drawn = sheets(&subject(&wall, Paper::A3), &faces).unwrap();
    let front = words(&drawn[0]);
    let middle = front.iter().find(|words| words.figure && words.text == "1500").unwrap();
    assert_eq!(middle.ink, sheet::Ink::Ember);
    assert!(said(&drawn[0]).contains("is assumed"), "{}", said(&drawn[0]));
    // A wall that would reach into the floor hangs higher.
    let high = parsed("[[screen]]\nwidth = 2000\nheight = 3600\npixels = [1080, 1920]\n");
    assert_eq!(Hung::new(&high).centre, 2000.0);
}

#[test]
fn a_wall_too_large_for_the_paper_is_refused_with_what_to_look_for() {
    let wall = parsed(
        "controller = { x = 90000, y = 0 }\n[[screen]]\nx = -100000\nwidth = 1210\nheight = 681\n",
    );
    let refused = sheets(&subject(&wall, Paper::A4), &Typefaces::default()).unwrap_err();
    let said = refused.to_string();
    assert!(said.contains("at 1:500") && said.contains("`controller`"), "{said}");
}

#[test]
fn the_cable_list_says_what_follows_from_the_file_and_nothing_else() {
    let wall = parsed(
        "computer = { x = -400, y = 1200 }\ncontrollers = [\"nanoKONTROL\", { name = \"any\", \
         role = \"staff\" }]\nosc = { port = 7700 }\nsound = { device = \"USB\", channels = 8, \
         main = [1, 2], routes = [{ screen = \"right\", channels = [3] }, { version = \"late\", \
         channels = [5, 6] }] }\n\
         [[screen]]\nname = \"left\"\nwidth = 1000\nheight = 600\noutput = \"DP-1\"\n\
         [[screen]]\nname = \"right\"\nx = 1100\nwidth = 1000\nheight = 600\n\
         [[screen]]\nname = \"low\"\ny = 700\nwidth = 600\nheight = 340\noutput = \"DP-2\"\n\
         region = [0, 0, 1920, 1080]\n\
         [[screen]]\nname = \"lower\"\ny = 1100\nwidth = 600\nheight = 340\noutput = \"DP-2\"\n\
         region = [1920, 0, 1920, 1080]\n",
    );
    let lines: String = cables(&wall)
        .into_iter()
        .map(|cable| {
            let end = |end: Option<String>| end.unwrap_or_else(|| "-".to_owned());
            let straight = cable.straight_mm.map_or("-".to_owned(), |mm| format!("{mm:.0}"));
            let (from, to) = (end(cable.from), end(cable.to));
            let line = format!("{} | {from} | {to} | {straight} | {}", cable.mark, cable.remark);
            line.trim_end_matches(" | ").to_owned() + "\n"
        })
        .collect();
    insta::assert_snapshot!(lines, @r"
    P1 | - | screen left | -
    P2 | - | screen right | -
    P3 | - | screen low | -
    P4 | - | screen lower | -
    P5 | - | computer | -
    P6 | - | wall controller on DP-2 | -
    V1 | computer, DP-2 | wall controller on DP-2 | - | one output for several screens
    V2 | computer, DP-1 | screen left | 1273 | 1920 × 1080
    V3 | computer, output ________ | screen right | 2193 | 1920 × 1080
    V4 | wall controller on DP-2 | screen low | - | 1920 × 1080, part from 0, 0
    V5 | wall controller on DP-2 | screen lower | - | 1920 × 1080, part from 1920, 0
    C1 | computer | controller nanoKONTROL | 1515 | USB or MIDI; in the plane of the wall
    C2 | computer | controller, any with MIDI | - | USB or MIDI; for the staff
    C3 | computer | network | - | Open Sound Control, UDP port 7700
    S1 | USB, channel 1 | loudspeaker, left | - | the sound of the wall
    S2 | USB, channel 2 | loudspeaker, right | - | the sound of the wall
    S3 | USB, channel 3 | loudspeaker, at screen right | 2193 | what screen right shows
    S4 | USB, channel 5 | loudspeaker, left | - | version late
    S5 | USB, channel 6 | loudspeaker, right | - | version late
    ");
}

#[test]
fn every_word_of_the_operators_card_is_on_its_sheet() {
    let mut wall = parsed("contact = \"Front desk, 12\"\n[[screen]]\nwidth = 1210\nheight = 681\n");
    wall.file = Some(PathBuf::from("room.toml"));
    let faces = Typefaces::default();
    let sheets = sheets(&subject(&wall, Paper::A4), &faces).unwrap();
    let text = said(sheets.last().unwrap());
    let set: Vec<&str> = text.split_whitespace().collect();
    let template = include_str!("../kiosk/templates/operator.html.txt");
    let body = template.split_once("<body>").unwrap().1;
    let mut plain = String::new();
    let mut depth = 0;
    for sign in body.chars() {
        match sign {
            '<' | '{' => depth += 1,
            '>' | '}' => {
                depth -= 1;
                plain.push(' ');
            }
            sign if depth == 0 => plain.push(sign),
            _ => {}
        }
    }
    let stops = |c: char| !c.is_alphanumeric();
    for word in plain.replace("&#160;", " ").split_whitespace() {
        let bare = word.trim_matches(stops);
        let found =
            set.iter().any(|other| other.trim_matches(stops) == bare || other.contains(bare));
        assert!(found, "{word} is not on the card");
    }
    assert!(text.contains("Front desk, 12") && text.contains("room.toml"), "{text}");
}

#[test]
fn a_sheet_as_svg_is_well_formed_in_millimetres_and_draws_only_what_it_holds() {
    let name = "a <b> & \"c\" \u{1}]]>";
    let mut wall = Installation::default();
    wall.screens[0].name = name.to_owned();
    let faces = Typefaces::default();
    for sheet in sheets(&subject(&wall, Paper::A3), &faces).unwrap() {
        let text = svg(&sheet, &faces);
        let head = format!("width=\"{}mm\" height=\"{}mm\"", sheet.size.0, sheet.size.1);
        assert!(text.contains(&head), "{head}");
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut known, mut used) = (Vec::new(), Vec::new());
        let mut shown = String::new();
        loop {
            match reader.read_event().expect("it is XML") {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let attribute = |key: &str| {
                        let found = tag.try_get_attribute(key).unwrap();
                        found.map(|found| String::from_utf8(found.value.into_owned()).unwrap())
                    };
                    known.extend(attribute("id"));
                    used.extend(
                        attribute("xlink:href").map(|to| to.trim_start_matches('#').to_owned()),
                    );
                }
                Event::Text(words) => shown.push_str(&String::from_utf8_lossy(&words)),
                _ => {}
            }
        }
        let missing: Vec<_> = used.iter().filter(|name| !known.contains(name)).collect();
        assert!(missing.is_empty() && !used.is_empty(), "{missing:?}");
        assert_eq!(text.matches("http").count(), 2, "only the names of its two vocabularies");
    }
}

/// Walls of 1 to 64 screens in the fields of a grid of any measures, each as large as its field or
/// smaller and somewhere in it.
fn any_wall() -> impl Strategy<Value = Installation> {
    let length = || (300i64..150_000, 0i64..8_000);
    let columns = prop::collection::vec(length(), 1..9);
    let rows = prop::collection::vec(length(), 1..9);
    let free = prop::collection::vec((0.2..=1.0_f64, 0.0..=1.0_f64, any::<bool>()), 64);
    let place = (-40_000i64..40_000, 500.0..9_000.0_f64);
    (columns, rows, free, place, any::<bool>()).prop_map(
        |(columns, rows, free, (from, distance), grid)| {
            let mm = |hundredths: i64| hundredths as f64 / 10.0;
            let mut screens = Vec::new();
            let mut y = from;
            for (height, below) in rows {
                let mut x = -from;
                for (width, right) in &columns {
                    let (share, at, turned) = free[screens.len()];
                    let share = if grid { 1.0 } else { share };
                    let (w, h) = (mm(*width) * share, mm(height) * share);
                    let round = |mm: f64| (mm * 100.0).round() / 100.0;
                    screens.push(Screen {
                        name: format!("screen-{}", screens.len() + 1),
                        x: round(mm(x) + (mm(*width) - w) * at),
                        y: round(mm(y) + (mm(height) - h) * at),
                        width: round(w),
                        height: round(h),
                        bezel: installation::Bezel::even(if turned { 3.0 } else { 0.0 }),
                        ..Screen::ordinary((1920, 1080))
                    });
                    x += width + right;
                }
                y += height + below;
            }
            let mut wall =
                Installation { screens, viewing_distance_mm: distance, ..Installation::default() };
            wall.controller_mm = wall.usual_controller_mm();
            wall
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn of_any_wall_all_lies_on_the_paper_and_no_figure_on_another(
        wall in any_wall(),
        small in any::<bool>(),
    ) {
        let faces = Typefaces::default();
        let paper = if small { Paper::A4 } else { Paper::A3 };
        match sheets(&subject(&wall, paper), &faces) {
            Ok(sheets) => {
                assert_sound("a random wall", &sheets, &faces);
                let schedule: String = sheets.iter().map(said).collect();
                for screen in &wall.screens {
                    prop_assert!(schedule.contains(&screen.name));
                }
            }
            Err(why) => {
                let wide = wall.bounds_mm();
                prop_assert!(wide.width.max(wide.height) > 40_000.0, "{why}");
            }
        }
    }

    #[test]
    fn chains_are_closed_from_end_to_end(
        lengths in prop::collection::vec((0i64..500_000, 1i64..80_000), 1..64),
        scale in prop::sample::select(&SCALES[..]),
    ) {
        let faces = Typefaces::default();
        let lengths: Vec<_> = lengths
            .into_iter()
            .map(|(from, long)| (from as f64 / 100.0, (from + long) as f64 / 100.0))
            .collect();
        let end = lengths.iter().map(|one| one.1).fold(0.0, f64::max);
        let chains = chain::chains(lengths, (0.0, end), (f64::from(scale), 2.5), &faces);
        for chain in &chains.lines {
            prop_assert_eq!(chain.lengths.first().map(|one| one.0), Some(0.0));
            prop_assert_eq!(chain.lengths.last().map(|one| one.1), Some(end));
            prop_assert!(chain.lengths.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
    }
}
