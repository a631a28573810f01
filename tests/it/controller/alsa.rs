//! `palimpsest controller` on a real sequencer, while a controller comes and goes.

use std::path::Path;
use std::time::Duration;

use super::guest::Guest;

/// Within so long, in seconds of the guest, a controller is found and lost.
const NOTICED: f64 = 2.0;
/// A movement is heard much sooner, but an emulated machine may halt for a moment.
const HEARD: f64 = 1.0;
/// So many times a controller comes and goes, if `PALIMPSEST_TEST_CYCLES` does not say otherwise:
/// an emulated processor takes some hundredths of a second for each, ten thousand some minutes.
const CYCLES: u32 = 300;

/// One line that the guest's scripts told: a word, when in seconds, and the rest.
struct Told<'a> {
    word: &'a str,
    when: f64,
    rest: &'a str,
}

fn told(console: &str) -> Vec<Told<'_>> {
    let lines = console.lines().filter_map(|line| line.strip_prefix('@'));
    lines
        .filter_map(|line| {
            let mut parts = line.splitn(3, ' ');
            let (word, when) = (parts.next()?, parts.next()?.parse().ok()?);
            Some(Told { word, when, rest: parts.next().unwrap_or_default() })
        })
        .collect()
}

/// Runs the program in a guest with a script; what it told, and its whole console for a complaint.
fn run(script: &str, settings: &str, limit: Duration) -> Option<String> {
    let guest = Guest::build()?;
    let program = Path::new(env!("CARGO_BIN_EXE_palimpsest"));
    guest.add_program(program);
    let command = format!("PROGRAM=\"{} controller\"\n{settings}\n{script}", program.display());
    let console = guest.run(&command, limit);
    if std::env::var_os("PALIMPSEST_TEST_CONSOLE").is_some() {
        eprintln!("{console}");
    }
    Some(console)
}

/// What the program held at each `held`: open files, threads, clients, memory in KiB.
fn held(told: &[Told]) -> Vec<[u64; 4]> {
    let held = told.iter().filter(|told| told.word == "held");
    held.map(|told| {
        let numbers: Vec<u64> =
            told.rest.split(' ').map(|number| number.parse().unwrap()).collect();
        numbers.try_into().unwrap()
    })
    .collect()
}

#[test]
fn a_controller_is_found_heard_lost_and_found_again_by_a_real_sequencer() {
    let Some(console) = run(include_str!("plugged.sh"), "", Duration::from_secs(180)) else {
        return;
    };
    let told = told(&console);
    let step = |word: &str| {
        let step = told.iter().find(|told| told.word == word);
        step.unwrap_or_else(|| panic!("the guest never came to {word}:\n{console}")).when
    };
    let after = |word: &str, within: f64, what: &str, is_it: &dyn Fn(&str) -> bool| {
        let since = step(word);
        let said = told.iter().any(|told| {
            let in_time = told.when >= since && told.when <= since + within;
            told.word == "said" && in_time && is_it(told.rest)
        });
        assert!(said, "{word}: no {what} within {within} s:\n{console}");
    };
    let said =
        |word: &'static str| move |line: &str| line.starts_with(word) && line.contains("VirMIDI");
    let moved = |line: &str| line.contains("VirMIDI") && line.contains('→');
    after("appears", NOTICED, "found", &said("found "));
    after("moves", HEARD, "movement", &moved);
    after("vanishes", NOTICED, "lost", &said("lost "));
    after("returns", NOTICED, "found", &said("found "));
    after("moves-again", HEARD, "movement", &moved);
    after("vanishes-again", NOTICED, "lost", &said("lost "));
    step("end");
    let early = told.iter().take_while(|told| told.word != "appears");
    assert!(early.filter(|told| told.word == "said").all(|told| !told.rest.starts_with("found")));
    let [first, second] = held(&told)[..] else { panic!("{console}") };
    assert_eq!(first[..3], second[..3], "files, threads, clients:\n{console}");
}

#[test]
fn hundreds_of_comings_and_goings_leave_nothing_open() {
    let asked = std::env::var("PALIMPSEST_TEST_CYCLES").ok();
    let cycles = asked.map_or(CYCLES, |asked| asked.parse().unwrap());
    let settings = format!("CYCLES={cycles}");
    let Some(console) = run(include_str!("cycles.sh"), &settings, Duration::from_secs(900)) else {
        return;
    };
    let told = told(&console);
    let done = told.iter().find(|told| told.word == "cycles");
    assert_eq!(done.map(|told| told.rest), Some(cycles.to_string().as_str()), "{console}");
    let [early, late] = held(&told)[..] else { panic!("{console}") };
    assert_eq!(early[..3], late[..3], "files, threads, clients:\n{console}");
    // A leak of a hundred bytes each time would be a million.
    assert!(late[3] < early[3] + 1024, "memory in KiB, from {} to {}", early[3], late[3]);
}
