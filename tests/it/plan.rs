//! `palimpsest plan`: a wall on paper, as the program writes it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::program::{program, said};

fn plan(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).arg("plan").args(arguments).output().expect("the program starts")
}

fn wall(name: &str) -> String {
    format!("{}/config/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_plan_is_one_pdf_that_other_programs_open_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let exhibit = format!("{}/exhibits/test-card", env!("CARGO_MANIFEST_DIR"));
    let output = plan(folder.path(), &[&wall("3x3"), "--exhibit", &exhibit]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(said(&output).trim(), "3x3-plan.pdf");
    let file = folder.path().join("3x3-plan.pdf");
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
    let Ok(read) = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() else {
        eprintln!("skipped: there is no pdftotext here, so nobody else reads the PDF");
        return;
    };
    assert!(read.status.success() && read.stderr.is_empty(), "{}", said(&read));
    let text = String::from_utf8_lossy(&read.stdout);
    assert_eq!(text.matches('\u{c}').count(), 5, "pages");
    for part in ["Test card", "1:20", "bottom-right", "3633.6", "5 of 5", "the operator's card"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let picture = folder.path().join("page");
    let drawn =
        Command::new("pdftoppm").args(["-r", "30", "-png"]).arg(&file).arg(&picture).output();
    let drawn = drawn.expect("it comes with pdftotext");
    assert!(drawn.status.success() && drawn.stderr.is_empty(), "{}", said(&drawn));
    // At 30 dots an inch an A3 sheet, lying, is 496.1 × 350.8 dots.
    let page = image::open(folder.path().join("page-1.png")).unwrap().to_luma8();
    assert_eq!((page.width(), page.height()), (497, 351));
    let inked = page.pixels().filter(|pixel| pixel.0[0] < 250).count();
    assert!((2_000..160_000).contains(&inked), "{inked} dots are drawn on");
}

#[test]
fn as_svg_each_sheet_is_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [&wall("salon"), "--output", "w.svg", "--paper", "a4"];
    let output = plan(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let printed = said(&output);
    let files: Vec<&str> = printed.lines().collect();
    assert_eq!(files, ["w-1.svg", "w-2.svg", "w-3.svg", "w-4.svg", "w-5.svg"]);
    let first = fs::read_to_string(folder.path().join("w-1.svg")).unwrap();
    assert!(first.contains("width=\"297mm\" height=\"210mm\""), "{first}");
    assert!(first.contains(">2  upright</text>"), "{first}");
}

#[test]
fn nothing_is_written_over_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("w-2.svg");
    fs::write(&there, "mine").unwrap();
    let output = plan(folder.path(), &[&wall("laptop"), "-o", "w.svg"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("w-2.svg: there is such a file"), "{}", said(&output));
    assert!(!folder.path().join("w-1.svg").exists());
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    let output = plan(folder.path(), &[&wall("laptop"), "-o", "w.svg", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(fs::read_to_string(&there).unwrap().starts_with("<?xml"));
}

#[test]
fn what_cannot_be_drawn_is_said_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], expected: &str| {
        let output = plan(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(expected), "{}", said(&output));
    };
    refused(&[&wall("3x3"), "-o", "w.dwg"], ".pdf or as .svg");
    refused(&[&wall("3x3"), "-o", "no/such/folder/w.pdf"], "cannot be written");
    refused(&["no-such-wall.toml"], "no-such-wall.toml");
    refused(&[&wall("3x3"), "--exhibit", "no-such-exhibit"], "no-such-exhibit");
    let huge = "[[screen]]\nwidth = 1210\nheight = 681\n[[screen]]\nx = \"99 m\"\nwidth = 1210\n\
                height = 681\n[[screen]]\nx = \"-99 m\"\nwidth = 1210\nheight = 681\n";
    fs::write(folder.path().join("huge.toml"), huge).unwrap();
    refused(&["huge.toml"], "too large for the paper: at 1:500");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only the file of the wall");
}
