//! What is written on the wall: whatever the texts and the wall, no word leaves its screen and no
//! paragraph lies on another.

use std::collections::BTreeSet;
use std::path::Path;

use palimpsest::captions::Line;
use palimpsest::exhibit::curves::CurveOf;
use palimpsest::exhibit::{self, Exhibit};
use palimpsest::installation::{Installation, Screen};
use palimpsest::render::typeset::Typefaces;
use palimpsest::render::words::{self, Align, Face, Scene, WordKey, Words};
use palimpsest::scrub::{ScrubPosition, Stop};
use palimpsest::show::{Moment, Program, Show, ShowCommand, View};
use palimpsest::story::{Curves, Ribbon, Vouched};
use palimpsest::timeline::ClockTime;
use palimpsest::wall::{Layout, Rect, Wall, arrange};

/// As long as its limit allows, in words of the language.
fn long(language: &str, most: usize) -> String {
    let some = match language {
        "ru" => "Достопримечательность превысокомногорассмотрительствующая тёмной комнаты и шорох ",
        _ => "The unquestionably overenthusiastic incomprehensibilities of a dark room and silk ",
    };
    some.chars().cycle().take(most - 1).chain(['.']).collect()
}

/// An exhibit whose every text is as long as it may be, in two languages.
fn wordy() -> Exhibit {
    let text =
        |most: usize| format!("{{ en = \"{}\", ru = \"{}\" }}", long("en", most), long("ru", most));
    let mut toml = format!(
        "title = {}\ntagline = {}\ninvitation = {}\nlength = 12\n[[credit]]\nrole = {}\nname = \"{}\"\n",
        text(80),
        text(160),
        text(120),
        text(120),
        long("en", 120)
    );
    toml += &format!(
        "[[shot]]\nid = \"one\"\nstart = 0\ntitle = {}\nprompt = {}\nscript = {}\n",
        text(80),
        text(1200),
        text(600)
    );
    for (id, date) in [("a", "2022-11"), ("b", "2024"), ("c", "2024-02-03"), ("d", "2025-01")] {
        toml += &format!(
            "[[generation]]\nid = \"{id}\"\nname = \"{}\"\nmaker = \"{}\"\nreleased = \"{date}\"\n",
            long("en", 60),
            long("ru", 60)
        );
        toml += &format!(
            "[[version]]\ngeneration = \"{id}\"\ncard = 24\nname = {}\nnote = {}\ngained = {}\n\
             lost = {}\nkept = {}\ntools = [{{ name = \"{}\", for = {} }}]\n",
            text(60),
            text(400),
            text(400),
            text(400),
            text(400),
            long("en", 60),
            text(100)
        );
    }
    for (direction, from, to) in
        [("model-to-hand", "2022-12", "2023-01"), ("hand-to-model", "2024-01", "2024-02-03")]
    {
        toml += &format!(
            "[[influence]]\ndirection = \"{direction}\"\nfrom = \"{from}\"\nto = \"{to}\"\n\
             title = {}\ntext = {}\nsource = \"{}\"\n",
            text(60),
            text(280),
            long("en", 200)
        );
    }
    let loaded = exhibit::parse(&toml, Path::new("exhibit.toml"), Path::new("."));
    loaded.unwrap_or_else(|report| panic!("{report}")).exhibit
}

/// Screens of one kind in rows and columns, a few millimetres apart, seen from so far away.
fn hung(
    columns: u32,
    rows: u32,
    pixels: (u32, u32),
    mm: (f64, f64),
    distance: f64,
) -> Installation {
    let screens = (0..columns * rows).map(|index| Screen {
        name: format!("screen {index}"),
        x: f64::from(index % columns) * (mm.0 + 12.0),
        y: f64::from(index / columns) * (mm.1 + 12.0),
        width: mm.0,
        height: mm.1,
        ..Screen::ordinary(pixels)
    });
    Installation {
        screens: screens.collect(),
        viewing_distance_mm: distance,
        ..Installation::default()
    }
}

/// Walls of many shapes, with the size they are drawn at.
fn walls() -> Vec<(&'static str, Wall)> {
    let of = |installation: &Installation, size| Wall::within(installation, size);
    vec![
        ("one screen", Wall::one_screen((1920.0, 1080.0))),
        ("one small", Wall::one_screen((640.0, 360.0))),
        ("one upright", Wall::one_screen((1080.0, 1920.0))),
        ("two", of(&hung(2, 1, (1920, 1080), (1210.0, 681.0), 2500.0), (3852, 1080))),
        ("five upright", of(&hung(5, 1, (1080, 1920), (681.0, 1210.0), 3000.0), (5476, 1920))),
        ("three by three", of(&hung(3, 3, (1920, 1080), (1210.0, 681.0), 4000.0), (1920, 1080))),
        ("far away", of(&hung(1, 1, (1920, 1080), (1210.0, 681.0), 6000.0), (1920, 1080))),
    ]
}

/// Everything that is written, and on which wall, wherever the hand may be.
fn everywhere(exhibit: &Exhibit, mut check: impl FnMut(&str, View, &Layout, &[Words])) {
    let versions = exhibit.versions.len();
    let ribbon = Ribbon::of(exhibit, 0.02);
    let faces = &Typefaces::shipped();
    let spoken = [Line::plain("Somebody says something that is long enough for two lines of it.")];
    let signer = Some("A company with a long name".to_owned());
    let vouched = vec![Some(Vouched::Unconfirmed(signer)); versions];
    let course = |of| Curves::new(of, vec![vec![(0, 1.0), (9, 2.0)]; versions], 9, 8);
    let curves = [CurveOf::Steadiness, CurveOf::Motion, CurveOf::Colour].map(course);
    for (name, wall) in walls() {
        let layout = Layout::new(wall, versions + 2, 16.0 / 9.0);
        for view in View::ALL {
            let now = ClockTime(0);
            let mut show = Show::new(Program::of(exhibit, |_| None), now);
            show.attract_after(Some(60_000_000_000));
            show.apply(now, ShowCommand::SetView(view));
            for stop in 0..=versions + 1 {
                let stop = show.axis().stop(stop);
                show.apply(now, ShowCommand::ScrubTo(ScrubPosition { stop, fraction: 0.0 }));
                // At rest, and after a while of waiting for somebody.
                for seconds in [30, 62, 66, 71] {
                    let at = ClockTime(seconds * 1_000_000_000);
                    let moment = show.moment(at, at);
                    let panes = arrange(&moment, &layout);
                    for language in ["en", "ru"] {
                        let (moment, panes, layout) = (&moment, panes.as_slice(), &layout);
                        let ribbon = &ribbon;
                        let scene = Scene {
                            exhibit,
                            moment,
                            layout,
                            panes,
                            places: None,
                            kept: &[],
                            main: true,
                            ribbon,
                            faces,
                            language,
                            captions: &spoken,
                            caption_scale: 1.25,
                            caption_progress: 0.5,
                            vouched: &vouched,
                            curves: &curves,
                        };
                        check(name, view, layout, &words::say(&scene));
                    }
                }
            }
        }
    }
}

/// The rectangle that a piece of text fills.
fn extent(faces: &Typefaces, words: &Words) -> Rect {
    let w =
        words.text.lines().map(|line| faces.wide(words.face, line, words.size)).fold(0.0, f32::max);
    let h = words.height();
    let x = match words.align {
        Align::Left => words.x,
        Align::Centre => words.x + (words.width - w) / 2.0,
        Align::Right => words.x + words.width - w,
    };
    Rect { x, y: if words.middle { words.y - h / 2.0 } else { words.y }, w, h }
}

#[test]
fn no_word_leaves_its_screen_however_long_the_texts_are() {
    let (exhibit, faces) = (wordy(), Typefaces::shipped());
    let mut said = 0;
    everywhere(&exhibit, |wall, view, layout, words| {
        for word in words {
            let Rect { x, y, w, h } = extent(&faces, word);
            let slack = word.size * 0.35;
            let on = layout.wall.screens.iter().any(|screen| {
                x >= screen.x - 1.0
                    && x + w <= screen.right() + 1.0
                    && y >= screen.y - slack
                    && y + h <= screen.bottom() + slack
            });
            assert!(on, "{wall} {view:?}: {:?} {:?}", word.key, (x, y, w, h));
            said += 1;
        }
    });
    assert!(said > 1000);
}

#[test]
fn what_is_said_can_be_read_on_every_wall() {
    let exhibit = exhibit_of(&["A", "B", "C", "D", "E", "F", "G"], "");
    let (mut walls, mut read) = (BTreeSet::new(), BTreeSet::new());
    everywhere(&exhibit, |name, view, _, words| {
        if view != View::Story {
            walls.insert((name.to_owned(), view.name()));
            if words.iter().any(|said| matches!(said.key, WordKey::Caption(..))) {
                read.insert((name.to_owned(), view.name()));
            }
        }
    });
    assert_eq!(walls, read);
}

#[test]
fn no_two_texts_lie_on_each_other() {
    let (exhibit, faces) = (wordy(), Typefaces::shipped());
    everywhere(&exhibit, |wall, view, _, words| {
        for (index, a) in words.iter().enumerate() {
            for b in &words[..index] {
                // The languages of the invitation fade into each other in one place.
                if matches!((a.key, b.key), (WordKey::Invitation(_), WordKey::Invitation(_))) {
                    continue;
                }
                let (ra, rb) = (
                    extent(&faces, a).grown(-a.size * 0.2),
                    extent(&faces, b).grown(-b.size * 0.2),
                );
                let apart = ra.x >= rb.right()
                    || rb.x >= ra.right()
                    || ra.y >= rb.bottom()
                    || rb.y >= ra.bottom();
                assert!(apart, "{wall} {view:?}: {:?} {ra:?} on {:?} {rb:?}", a.key, b.key);
            }
        }
    });
}

#[test]
fn nothing_is_written_smaller_than_it_can_be_read_from_where_one_stands() {
    let exhibit = wordy();
    everywhere(&exhibit, |wall, view, layout, words| {
        for word in words {
            let least = layout.wall.smallest_type() - 0.6;
            assert!(word.size >= least, "{wall} {view:?}: {:?} of {}", word.key, word.size);
        }
    });
}

/// What is written on a screen some time after these commands, and at what Moment.
fn said_after(
    exhibit: &Exhibit,
    layout: &Layout,
    commands: &[ShowCommand],
) -> (Moment, Vec<Words>) {
    let now = ClockTime(0);
    let mut show = Show::new(Program::of(exhibit, |_| None), now);
    for command in commands {
        show.apply(now, command.clone());
    }
    let at = now.after(20_000_000_000);
    let moment = show.moment(at, at);
    let scene = Scene {
        exhibit,
        moment: &moment,
        layout,
        panes: &arrange(&moment, layout),
        places: None,
        kept: &[],
        main: true,
        ribbon: &Ribbon::of(exhibit, 0.02),
        faces: &Typefaces::shipped(),
        language: "en",
        captions: &[],
        caption_scale: 1.0,
        caption_progress: 0.0,
        vouched: &[],
        curves: &[],
    };
    let words = words::say(&scene);
    (moment, words)
}

/// An exhibit of these versions, each with more of its own.
fn exhibit_of(names: &[&str], more: &str) -> Exhibit {
    let mut text = "title = \"T\"\nlength = 60\n[[shot]]\nid = \"s\"\nstart = 0\n\
                    title = \"The door\"\nscript = \"I opened the wrong door.\"\n\
                    prompt = \"A corridor.\"\n"
        .to_owned();
    for (index, name) in names.iter().enumerate() {
        text += &format!(
            "[[generation]]\nid = \"g{index}\"\nname = \"{name}\"\nmaker = \"A Maker\"\n\
             released = \"2024-05\"\n[[version]]\ngeneration = \"g{index}\"\ncard = 24\n{more}"
        );
    }
    let loaded = exhibit::parse(&text, Path::new("exhibit.toml"), Path::new("."));
    loaded.unwrap_or_else(|report| panic!("{report}")).exhibit
}

#[test]
fn the_label_wall_says_what_is_known_of_the_version_and_of_the_shot() {
    let more = "note = \"It walks.\"\ngained = \"Weight.\"\n\
                tools = [{ name = \"Pencil\", for = \"the storyboard\" }]\n";
    let exhibit = exhibit_of(&["Model Nine"], more);
    let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 3, 16.0 / 9.0);
    let to = ScrubPosition::at(Stop::Version("g0".to_owned()));
    let commands = [ShowCommand::SetView(View::Story), ShowCommand::ScrubTo(to)];
    let (_, words) = said_after(&exhibit, &layout, &commands);
    let said: Vec<String> = words.into_iter().map(|word| word.text).collect();
    for expected in [
        "Model Nine",
        "A Maker",
        "May 2024",
        "It walks.",
        "Weight.",
        "Pencil",
        "wrong door",
        "A corridor.",
    ] {
        assert!(said.iter().any(|text| text.contains(expected)), "{expected}: {said:#?}");
    }
}

#[test]
fn in_duet_the_two_names_meet_beneath_the_divider_as_far_as_there_is_room() {
    let exhibit = exhibit_of(&["One", "Another", "A third"], "");
    let faces = Typefaces::shipped();
    let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 5, 16.0 / 9.0);
    let meet = |divider: f64| {
        let commands = [ShowCommand::SetView(View::Duet), ShowCommand::Divide(divider - 0.5)];
        let (moment, words) = said_after(&exhibit, &layout, &commands);
        let names = words.into_iter().find(|word| word.key == WordKey::Foot(1));
        let names = names.expect("the names");
        let (held, _) = names.text.split_once('|').expect("two names");
        let bar = extent(&faces, &names).x + faces.wide(Face::Sans, held, names.size);
        (bar, layout.large.x + layout.large.w * moment.divider as f32)
    };
    for divider in [0.42, 0.5, 0.58] {
        let (bar, divider) = meet(divider);
        assert!((bar - divider).abs() < 12.0, "{bar} {divider}");
    }
    let (bar, divider) = meet(0.05);
    assert!(bar > divider + 12.0, "the title is not covered");
}

/// What is said of an exhibit's typefaces.
fn typeface_report(line: &str, title: &str) -> palimpsest::diagnostic::Report {
    let text = format!(
        "title = \"{title}\"\nlength = 4\n[typeface]\n{line}\n[[generation]]\nid = \"g\"\n\
         name = \"G\"\n[[version]]\ngeneration = \"g\"\ncard = 24\n"
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = exhibit::parse(&text, Path::new("exhibit.toml"), root);
    Typefaces::of(&loaded.unwrap_or_else(|report| panic!("{report}")).exhibit).1
}

#[test]
fn a_typeface_that_is_not_there_is_an_error_that_names_it_and_its_line() {
    let report = typeface_report("titles = \"fonts/Missing.otf\"", "T");
    assert_eq!(report.errors(), 1);
    let said = report.render(false);
    for expected in ["fonts/Missing.otf", "no such file", "exhibit.toml:4"] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_file_that_is_no_typeface_is_an_error_and_one_that_lacks_letters_a_warning() {
    let report = typeface_report("labels = \"Cargo.toml\"", "T");
    assert_eq!(report.errors(), 1);
    assert!(report.render(false).contains("is no typeface"), "{report}");
    let own = "labels = \"assets/fonts/Inter-Regular.otf\"";
    assert!(typeface_report(own, "Поцелуй").is_empty());
    let report = typeface_report(own, "接吻");
    assert_eq!(report.errors(), 0);
    assert!(report.render(false).contains("2 letters: 吻接"), "{report}");
}

#[test]
fn a_typeface_of_the_curators_own_is_what_words_are_measured_and_set_in() {
    let text = "title = \"T\"\nlength = 4\n[typeface]\nlabels = \"assets/fonts/EBGaramond12-Regular.otf\"\n\
                [[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\ngeneration = \"g\"\ncard = 24\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = exhibit::parse(text, Path::new("exhibit.toml"), root);
    let (own, report) = Typefaces::of(&loaded.unwrap_or_else(|report| panic!("{report}")).exhibit);
    assert!(report.is_empty());
    let shipped = Typefaces::shipped();
    for face in [Face::Sans, Face::Medium] {
        assert_eq!(own.bytes(face), shipped.bytes(Face::Serif));
        assert_eq!(own.wide(face, "Kiss", 20.0), shipped.wide(Face::Serif, "Kiss", 20.0));
    }
    assert_eq!(own.bytes(Face::Italic), shipped.bytes(Face::Italic));
}
