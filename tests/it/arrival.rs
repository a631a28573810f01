//! What a museum must know of each version before it hangs, as its people ask for it: the report,
//! the files over the years, and a new generation that enters.

mod decided;
mod entering;

use std::fs;
use std::path::Path;
use std::process::Output;

use palimpsest::media::picture::OwnPlanes;
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::report::data::{Finding, Level};
use palimpsest::report::{Report, VersionReport};
use palimpsest::timeline::Rate;

use crate::program::{apart, as_installed, said};

const SIZE: (u32, u32) = (256, 144);
const RATE: Rate = Rate::whole(25);

/// The program in a folder, with a cache of its own there and a reader of credentials.
pub(crate) fn palimpsest(folder: &Path, arguments: &[&str]) -> Output {
    run(apart(true), folder, arguments)
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Output {
    as_installed(program, folder)
        .args(arguments)
        .args(["--cache", "cache"])
        .env("XDG_CONFIG_HOME", folder.join("settings"))
        .output()
        .expect("the program starts")
}

/// Runs it and expects this exit code; what it said.
pub(crate) fn ends(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = palimpsest(folder, arguments);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// A picture of soft clouds of this brightness, which lie a sample further in each frame. They are
/// other clouds where it is bright.
fn clouded(light: u8, frame: usize) -> OwnPlanes {
    const CELL: usize = 24;
    let (width, height) = (SIZE.0 as usize, SIZE.1 as usize);
    let salt = if light > 100 { 977 } else { 0 };
    let corner = |column: usize, row: usize| {
        let mut state = (column * 7919 + row * 104_729 + salt + 1) as u32;
        for _ in 0..3 {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
        }
        f64::from(state % 80)
    };
    let luma = (0..width * height).map(|at| {
        let (x, y) = (at % width + frame, at / width);
        let (column, row) = (x / CELL, y / CELL);
        let across = (x % CELL) as f64 / CELL as f64;
        let down = (y % CELL) as f64 / CELL as f64;
        let mix = |a: f64, b: f64, share: f64| a + (b - a) * share;
        let upper = mix(corner(column, row), corner(column + 1, row), across);
        let lower = mix(corner(column, row + 1), corner(column + 1, row + 1), across);
        light.saturating_add(mix(upper, lower, down) as u8)
    });
    let mut data: Vec<u8> = luma.collect();
    data.resize(width * height * 3 / 2, 128);
    OwnPlanes { size: SIZE, data }
}

/// A film of so many frames, of this brightness each.
pub(crate) fn film(file: &Path, frames: usize, light: impl Fn(usize) -> u8) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let frames = (0..frames).map(|frame| clouded(light(frame), frame));
    encode_master(file, MasterCodec::H264, frames, RATE, SIZE).unwrap();
}

const HEAD: &str = "# Kept as it is.\ntitle = \"One\"\nlength = 2\n\n[[shot]]\nid = \"a\"\nstart = 0\n\
                    title = \"First\"\n\n[[shot]]\nid = \"b\"\nstart = 1  # the middle\ntitle = \"Second\"\n\n\
                    [[generation]]\nid = \"old\"\nname = \"Model A\"\nreleased = \"2024-05\"\n\n";

/// An exhibit of one calm version of two seconds and two shots, with these lines added.
pub(crate) fn exhibit(folder: &Path, lines: &str) -> String {
    film(&folder.join("media/old.mp4"), 50, |frame| if frame < 25 { 60 } else { 110 });
    let text =
        format!("{HEAD}[[version]]\ngeneration = \"old\"\nfile = \"media/old.mp4\"\n{lines}\n");
    fs::write(folder.join("exhibit.toml"), &text).unwrap();
    text
}

pub(crate) fn report(folder: &Path) -> Report {
    Report::read(&fs::read_to_string(folder.join("report.json")).unwrap()).unwrap()
}

pub(crate) fn worst(version: &VersionReport) -> Level {
    version.verdicts.iter().map(|verdict| verdict.level).max().unwrap()
}

#[test]
fn preparing_writes_a_report_with_digests_measures_and_verdicts_of_every_version() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { owner = \"Somebody\", cleared = { from = 2020-01-01 } }");
    let told = ends(folder.path(), &["prepare", "."], 0);
    assert!(told.contains("report.json") && told.contains("report.html"), "{told}");
    let report = report(folder.path());
    let version = &report.versions[0];
    let master = &version.masters[0];
    let bytes = fs::read(folder.path().join("media/old.mp4")).unwrap();
    assert_eq!(master.bytes, Some(bytes.len() as u64));
    assert_eq!(master.sha256.as_ref().unwrap().len(), 64);
    assert!(master.first_seen.is_some());
    let technical = &version.technical[0];
    assert_eq!((technical.width, technical.height), (Some(SIZE.0), Some(SIZE.1)));
    assert_eq!(technical.rate.as_deref(), Some("25"));
    assert_eq!(technical.rate_varies, Some(false));
    assert!(technical.container.as_ref().unwrap().contains("MP4"), "{technical:?}");
    let mean = |name: &str| {
        let found = version.measures.iter().find(|measure| measure.name == name);
        found.unwrap_or_else(|| panic!("no {name}")).mean.unwrap()
    };
    // One sample further in each of 25 frames a second, in pictures 144 high.
    let motion = mean("motion of the camera");
    assert!((motion - 25.0 / 144.0).abs() < 0.05, "{motion}");
    assert_eq!(version.cuts.as_ref().unwrap().found_ns, [1_000_000_000]);
    assert!(version.cuts.as_ref().unwrap().differences.is_empty());
    assert_eq!(worst(version), Level::Fine, "{:#?}", version.verdicts);
    for picture in version.thumbnails.iter().chain(&report.wall.as_ref().unwrap().picture) {
        assert!(folder.path().join(&picture.file).is_file(), "{picture:?}");
    }
    assert!(!version.thumbnails.is_empty());
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("Model A") && page.contains("data:image/jpeg;base64"));
    assert!(!folder.path().join("entrance-warning.html").exists());
    let checked = palimpsest(folder.path(), &["check", ".", "--strict"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
}

#[test]
fn a_film_that_flashes_is_found_and_fails_a_strict_check_and_a_warning_can_be_hung() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = {} }");
    film(
        &folder.path().join("media/old.mp4"),
        50,
        |frame| if frame / 3 % 2 == 0 { 20 } else { 190 },
    );
    ends(folder.path(), &["prepare", "."], 0);
    let flashes = report(folder.path()).versions[0].flashes.clone().unwrap();
    assert!(flashes.general.flashes >= 4, "{flashes:?}");
    let warning = fs::read_to_string(folder.path().join("entrance-warning.html")).unwrap();
    assert!(warning.contains("flash"), "{warning}");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("general flashes in the second from"), "{told}");
    ends(folder.path(), &["check", "."], 0);
}

#[test]
fn a_version_whose_clearance_has_ended_is_not_played_and_one_that_ends_soon_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    exhibit(folder.path(), "rights = { cleared = { until = 2020-01-01 } }");
    let told = ends(folder.path(), &["check", ".", "--strict"], 1);
    assert!(told.contains("was cleared until 2020-01-01 and is not played any more"), "{told}");
    let offscreen = ["rehearse", ".", "--offscreen", "--seconds", "0.1", "--record", "out"];
    let told = ends(folder.path(), &offscreen, 2);
    assert!(told.contains("none of the versions can be shown"), "{told}");
}

fn report_after(folder: &Path) -> Report {
    ends(folder, &["prepare", "."], 0);
    report(folder)
}

#[test]
fn credentials_of_real_masters_are_told_apart() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/media");
    let program = Path::new(env!("CARGO_BIN_EXE_palimpsest"));
    if !shared.is_dir() || !program.with_file_name("palimpsest-credentials").exists() {
        println!("skipped: the films or the program that reads credentials are not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("same-prompt/showdown/onions/sora-a-t2v.mp4", Finding::IntactSignerUnknownOrExpired),
        ("credentials/sora_onions_one_bit_changed.mp4", Finding::Changed),
        ("same-prompt/showdown/onions/veo2-a.mp4", Finding::Absent),
    ];
    let mut text =
        "title = \"T\"\nlength = 4\n[[generation]]\nid = \"g\"\nname = \"G\"\n".to_owned();
    for (index, (file, _)) in files.iter().enumerate() {
        let path = shared.join(file).canonicalize().unwrap();
        let path = path.display();
        text.push_str(&format!(
            "[[version]]\nid = \"v{index}\"\ngeneration = \"g\"\nfile = \"{path}\"\nfit = \"cut\"\n"
        ));
    }
    fs::write(folder.path().join("exhibit.toml"), text).unwrap();
    run(program, folder.path(), &["prepare", "."]);
    let report = report(folder.path());
    for (version, (file, finding)) in report.versions.iter().zip(files) {
        assert_eq!(version.credentials[0].finding, finding, "{file}");
    }
    let sora = &report.versions[0].credentials[0];
    assert_eq!((sora.signer.as_deref(), sora.made_by_algorithm), (Some("OpenAI"), Some(true)));
    let kept = fs::read_dir(folder.path().join("records/credentials")).unwrap().flatten();
    let sidecars = kept.filter(|one| one.path().extension().is_some_and(|end| end == "c2pa"));
    assert_eq!(sidecars.count(), 2, "the signed statements are kept");
}

#[test]
fn the_schema_of_the_report_is_what_the_program_prints() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/report.schema.json");
    let schema = format!("{:#}\n", palimpsest::report::schema().to_value());
    assert!(
        fs::read_to_string(file).is_ok_and(|kept| kept == schema),
        "palimpsest schema report > config/report.schema.json"
    );
}
