//! The shape of the program, held by reading its source: dependencies point one way, and each
//! outside library is named in few files.

mod paths;

use std::fs;
use std::path::{Path, PathBuf};

/// The folders and files directly under `src/`, in order. What stands lower may use what stands
/// higher, never the other way round.
const ORDER: &[&str] = &[
    "diagnostic",
    "timeline",
    "captions",
    "rendition",
    "exhibit",
    "entry",
    "fixity",
    "installation",
    "scrub",
    "measure",
    "show",
    "story",
    "controller",
    "media",
    "prepare",
    "stand_in",
    "sound",
    "wall",
    "report",
    "render",
    "trace",
    "check",
    "reload",
    "kiosk",
    "plan",
    "rehearsal",
    "app",
    "offscreen",
    "bench",
    "cli",
];

/// Libraries that only these files under `src/` may name. In a pattern `*` stands for a part of
/// one name, `**` for any part of a path.
const RESERVED: &[(&[&str], &[&str])] = &[
    (
        &["bevy"],
        &[
            "**/plugin.rs",
            "**/windows.rs",
            "render/**",
            "rehearsal/**",
            "app.rs",
            "offscreen.rs",
            "cli/**",
        ],
    ),
    (&["arboard", "bevy_egui", "egui_plot"], &["rehearsal/**"]),
    (
        &["gstreamer", "gstreamer_app", "gstreamer_video"],
        &[
            "media/gst*.rs",
            "sound/gst*.rs",
            "prepare/gst*.rs",
            "prepare/master.rs",
            "stand_in/gst*.rs",
            "render/film_file.rs",
        ],
    ),
    (
        &["image"],
        &[
            "prepare/still.rs",
            "prepare/master.rs",
            "stand_in/draw.rs",
            "render/record.rs",
            "report/gather/**",
            "report/sample/**",
        ],
    ),
    (&["chardetng", "encoding_rs"], &["captions/encoding.rs"]),
    (&["ebur128"], &["prepare/loudness.rs"]),
    (
        &["indicatif"],
        &[
            "prepare/progress.rs",
            "fixity/progress.rs",
            "cli/bench.rs",
            "cli/check.rs",
            "cli/film.rs",
        ],
    ),
    (&["blake3", "tempfile"], &["prepare/**", "fixity/**", "**/tests.rs"]),
    (&["sha2"], &["fixity/**"]),
    (&["similar"], &["entry/diff.rs"]),
    (&["rustfft"], &["measure/**"]),
    (&["unicode_width"], &["report/terminal.rs"]),
    (&["dirs"], &["prepare/cache.rs", "cli/mod.rs", "cli/start.rs"]),
    (
        &["rustix"],
        &[
            "timeline/clock.rs",
            "prepare/cache.rs",
            "prepare/decode.rs",
            "prepare/limits.rs",
            "fixity/**",
        ],
    ),
    // In Cargo.toml only for its features.
    (&["rand"], &[]),
    (&["ttf_parser"], &["render/typeset.rs", "plan/typeface.rs"]),
    (&["pdf_writer"], &["plan/pdf.rs"]),
    (&["miette"], &["diagnostic.rs", "diagnostic/**"]),
    (&["toml"], &["exhibit/**", "entry/**", "installation/**", "controller/profile/load.rs"]),
    (&["strsim"], &["exhibit/**", "installation/**", "controller/osc/table.rs"]),
    (&["schemars"], &["exhibit/**", "installation/**", "rendition/colour.rs", "report/**"]),
    (&["notify"], &["reload/edits.rs"]),
    (
        &["jiff"],
        &[
            "exhibit/**",
            "entry/**",
            "fixity/**",
            "installation/**",
            "prepare/cleared.rs",
            "prepare/masters.rs",
            "report/**",
            "reload/**",
            "kiosk/**",
            "bench/**",
            "offscreen.rs",
            "rehearsal/**",
            "cli/**",
        ],
    ),
    (&["x11rb"], &["render/connected.rs"]),
    (&["winit"], &["cli/outputs.rs"]),
    (&["sd_notify"], &["kiosk/pulse.rs"]),
    (&["tracing_subscriber"], &["kiosk/journal.rs", "app.rs"]),
    (&["tracing_appender"], &["app.rs"]),
    (&["midir", "alsa"], &["controller/port/**"]),
    (&["rosc"], &["controller/osc/packet.rs"]),
    (&["tiny_skia"], &["stand_in/**"]),
    (&["clap"], &["cli/**", "main.rs"]),
];

/// Libraries that any file may name: they open no file, device or window by themselves.
const FREE: &[&str] = &["serde", "serde_json", "thiserror", "tracing"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "core", "misc"];

/// Above this many lines a file states the reason within its first ten, as `//! Long because …`.
const LONG: usize = 400;

/// `main.rs` reads as a table of contents.
const LONGEST_MAIN: usize = 60;

/// A source file, by its path below `src/` with forward slashes.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The modules that lead to it: `["wall", "layout"]`; none for the crate's own root.
    fn module(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.path.trim_end_matches(".rs").split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts
    }
}

/// What a path leads to directly below the crate's root, if it starts there.
fn below_root<'a>(module: &[&str], segments: &'a [String]) -> Option<&'a str> {
    let up = segments.iter().take_while(|segment| *segment == "super").count();
    let starts_at_root = match segments.first().map(String::as_str) {
        Some("crate") => return segments.get(1).map(String::as_str),
        Some("super") => up == module.len(),
        _ => false,
    };
    if starts_at_root { segments.get(up).map(String::as_str) } else { None }
}

/// Where the order of the folders is broken.
fn order_broken(source: &Source) -> Vec<String> {
    let module = source.module();
    let Some(own) = module.first() else { return Vec::new() };
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let Some(own_place) = place(own) else {
        return vec![format!("src/{}: `{own}` has no place in ORDER", source.path)];
    };
    let mut broken = Vec::new();
    for path in paths::named_in(&source.text) {
        let Some(target) = below_root(&module, &path.segments) else { continue };
        let why = match place(target) {
            Some(target_place) if target_place <= own_place => continue,
            Some(_) => "which comes after it",
            None => "which has no place in ORDER",
        };
        broken.push(format!("src/{}:{}: `{own}` uses `{target}`, {why}", source.path, path.line));
    }
    broken.dedup();
    broken
}

/// Where a library is named by a file that may not.
fn libraries_out_of_place(source: &Source) -> Vec<String> {
    let mut out_of_place = Vec::new();
    for path in paths::named_in(&source.text) {
        for (libraries, places) in RESERVED {
            let Some(library) = libraries.iter().find(|library| **library == path.segments[0])
            else {
                continue;
            };
            if !places.iter().any(|pattern| fits(pattern, &source.path)) {
                out_of_place.push(format!(
                    "src/{}:{}: names {library}, which only {} may",
                    source.path,
                    path.line,
                    places.join(", ")
                ));
            }
        }
    }
    out_of_place
}

/// Where a file is too long, or a module's name says nothing.
fn ill_shaped(source: &Source) -> Vec<String> {
    let Source { path, text } = source;
    let mut wrong = Vec::new();
    let lines = text.lines().count();
    let reason = text.lines().take(10).any(|line| line.starts_with("//! Long because "));
    if lines > LONG && !reason {
        wrong.push(format!(
            "src/{path}: {lines} lines; divide it, or say `//! Long because …` at its top"
        ));
    }
    if path == "main.rs" && lines >= LONGEST_MAIN {
        wrong.push(format!("src/{path}: {lines} lines; it is a table of contents"));
    }
    for name in
        source.module().into_iter().chain(paths::modules_in(text).iter().map(String::as_str))
    {
        if EMPTY_NAMES.contains(&name) {
            wrong.push(format!("src/{path}: a module named `{name}` says nothing"));
        }
    }
    wrong
}

/// Whether a path fits a pattern of [`RESERVED`].
fn fits(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == path };
    let Some(rest) = path.strip_prefix(before) else { return false };
    let (after, across) = match after.strip_prefix('*') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let ends = (0..=rest.len()).filter(|end| rest.is_char_boundary(*end));
    ends.take_while(|end| across || !rest[..*end].contains('/'))
        .any(|end| fits(after, &rest[end..]))
}

/// The libraries that `Cargo.toml` lists for the program itself, as code spells them.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut listed = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            listed = table.trim_end().ends_with("dependencies]") && !table.starts_with("dev-");
        } else if let Some((name, _)) = line.split_once('=')
            && listed
            && line.starts_with(|first: char| first.is_ascii_alphanumeric())
        {
            names.push(name.trim().trim_end_matches(".workspace").replace('-', "_"));
        }
    }
    names
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file, in order of path.
fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder under src can be read") {
            let path = entry.expect("an entry of it can be read").path();
            // A package of its own has a shape of its own.
            if path.is_dir() && !path.join("Cargo.toml").exists() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut found = Vec::new();
    collect(&src, &mut found);
    found.sort();
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).expect("a source file can be read"),
        path: path
            .strip_prefix(&src)
            .expect("it lies under src")
            .to_string_lossy()
            .replace('\\', "/"),
    };
    found.into_iter().map(read).collect()
}

/// Applies a rule to every source file.
fn hold_in_all_sources(rule: fn(&Source) -> Vec<String>) {
    let broken: Vec<String> = sources().iter().flat_map(rule).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn a_folder_uses_only_what_comes_before_it() {
    hold_in_all_sources(order_broken);
}

#[test]
fn an_outside_library_is_named_only_where_it_belongs() {
    hold_in_all_sources(libraries_out_of_place);
}

#[test]
fn files_are_short_and_modules_have_names_that_say_something() {
    hold_in_all_sources(ill_shaped);
}

#[test]
fn every_dependency_has_a_place() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml can be read");
    let mut listed = dependencies(&manifest);
    let mut placed: Vec<String> = RESERVED
        .iter()
        .flat_map(|(libraries, _)| *libraries)
        .chain(FREE)
        .map(|library| (*library).to_owned())
        .collect();
    listed.sort();
    placed.sort();
    assert_eq!(listed, placed, "Cargo.toml on the left; RESERVED and FREE on the right");
}

/// A made-up file for the tests of the rules themselves.
fn made_up(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn a_use_that_points_down_the_order_is_found() {
    let rule = |path, text| order_broken(&made_up(path, text));
    assert_eq!(
        rule("scrub/axis.rs", "\nuse crate::show::Moment;"),
        ["src/scrub/axis.rs:2: `scrub` uses `show`, which comes after it"]
    );
    assert_eq!(rule("timeline/mod.rs", "fn f() { crate::app::run() }").len(), 1, "inline");
    assert_eq!(rule("show/mod.rs", "use crate::{scrub::Mix, wall::{Pane, Rect}};").len(), 1);
    assert_eq!(rule("show/moment.rs", "use super::super::wall::Pane;").len(), 1, "by way of super");
    assert_eq!(rule("app.rs", "use super::cli::Args;").len(), 1);
    assert_eq!(rule("gadgets/mod.rs", "").len(), 1, "a folder that nobody placed");
    assert_eq!(rule("show/mod.rs", "use crate::gadgets::Gadget;").len(), 1);
}

#[test]
fn a_use_that_points_up_the_order_is_fine() {
    let text = "
        //! See [`crate::app`].
        use crate::timeline::{Clock, transport::Transport};
        use super::layout::Rect;
        use super::super::show::Moment;
        pub(crate) fn f() -> &'static str { \"crate::app\" /* crate::cli::run */ }
        #[cfg(test)]
        mod tests { use crate::app::App; mod deeper { use crate::cli::Args; } }
        #[cfg(test)]
        use crate::cli::Args;
    ";
    assert_eq!(order_broken(&made_up("wall/arrange.rs", text)), [""; 0]);
}

#[test]
fn a_library_named_in_the_wrong_file_is_found() {
    let rule = |path, text| libraries_out_of_place(&made_up(path, text));
    assert_eq!(
        rule("exhibit/mod.rs", "use miette::Diagnostic;"),
        ["src/exhibit/mod.rs:1: names miette, which only diagnostic.rs, diagnostic/** may"]
    );
    assert_eq!(rule("show/mod.rs", "#[derive(bevy::ecs::Resource)] struct A;").len(), 1);
    assert_eq!(rule("media/reel.rs", "use gstreamer as gst;").len(), 1);
    assert_eq!(rule("media/reel.rs", "extern crate gstreamer;").len(), 1);
    assert_eq!(rule("media/reel.rs", "fn f(x: ::gstreamer::Buffer) {}").len(), 1);
    assert_eq!(rule("media/reel.rs", "use std::{fmt, fs}; use {image::Rgb};").len(), 1);
}

#[test]
fn a_library_named_where_it_belongs_is_fine() {
    let rule = |path, text| libraries_out_of_place(&made_up(path, text));
    assert_eq!(rule("media/gst.rs", "use gstreamer as gst;"), [""; 0]);
    assert_eq!(rule("wall/plugin.rs", "use bevy::app::App;"), [""; 0]);
    assert_eq!(rule("render/panes.rs", "use bevy::{app::App, prelude::*};"), [""; 0]);
    let own_names =
        "use crate::wall::{image::Size, notify}; fn f() { wall::image::load(image.rows) }";
    assert_eq!(rule("cli/mod.rs", own_names), [""; 0], "modules of our own by the same name");
}

#[test]
fn a_long_file_needs_a_reason_and_a_module_a_name() {
    let long = "fn f() {}\n".repeat(LONG + 1);
    let main = "\n".repeat(LONGEST_MAIN);
    let rule = |path, text: &str| ill_shaped(&made_up(path, text)).len();
    assert_eq!(rule("show/mod.rs", &long), 1);
    assert_eq!(
        rule("show/mod.rs", &format!("//! A table.\n//! Long because it is one.\n{long}")),
        0
    );
    assert_eq!(rule("main.rs", &main), 1);
    assert_eq!(rule("show/utils.rs", ""), 1);
    assert_eq!(rule("show/mod.rs", "mod helpers { }"), 1);
    assert_eq!(rule("helpers/mod.rs", ""), 1);
}

#[test]
fn patterns_cross_folders_only_where_they_say_so() {
    assert!(fits("media/gst*.rs", "media/gst.rs") && fits("media/gst*.rs", "media/gst_pool.rs"));
    assert!(!fits("media/gst*.rs", "media/gst/pool.rs") && !fits("app.rs", "wall/app.rs"));
    assert!(fits("**/plugin.rs", "wall/plugin.rs") && fits("cli/**", "cli/bench/table.rs"));
}

#[test]
fn dependencies_of_every_target_are_read_and_those_of_tests_are_not() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# a = \"1\"\nserde-x = { version = \"1\", features = [\n    \"b\",\n] }\n[target.'cfg(unix)'.dependencies]\nrustix = \"1\"\n[dev-dependencies]\ninsta = \"1\"\n";
    assert_eq!(dependencies(manifest), ["serde_x", "rustix"]);
}
