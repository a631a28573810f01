//! `palimpsest controller --learn`: one gesture after the other, and a profile; and recording what
//! comes.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{Builder, sleep};
use std::time::{Duration, Instant};

use super::say;
use crate::controller::learn::written::profile_toml;
use crate::controller::learn::{self, Gesture, Learned};
use crate::controller::mapping::Movement;
use crate::controller::message::Event;
use crate::controller::port::{Heard, News, PortName, Ports};
use crate::controller::profile::words::{SENDS, word_for};
use crate::controller::profile::{Does, Function};
use crate::controller::tape;
use crate::timeline::ClockTime;

/// How often it is looked at what came.
const LOOK: Duration = Duration::from_millis(10);
/// A gesture is over after so long without a movement: longer than a hand takes to turn round.
const OVER: Duration = Duration::from_millis(1500);
/// Nobody moves anything for so long: the function is left out.
const NOBODY: Duration = Duration::from_secs(60);
/// A gesture that was not understood is asked for so many times.
const TRIES: usize = 3;
/// What more comes of one gesture is not a hand.
const MOST: usize = 100_000;

/// What is asked for: a question, the gesture, what the control is called and what it does.
const ASKED: &[(&str, Gesture, &str, Function, i32)] = &[
    ("What moves along the generations", Gesture::ThereAndBack, "scrub", Function::Scrub, 1),
    ("The key for one version older", Gesture::Press, "older", Function::Step, -1),
    ("The key for one version newer", Gesture::Press, "newer", Function::Step, 1),
    ("The key for the other language", Gesture::Press, "language", Function::Language, 1),
    ("The key that speaks", Gesture::Press, "listen", Function::Listen, 1),
    ("The key that opens the refused takes", Gesture::Press, "scrape", Function::Scrape, 1),
    ("For staff: play and pause", Gesture::Press, "play", Function::Play, 1),
    ("For staff: the next view", Gesture::Press, "view", Function::View, 1),
    ("For staff: hold the version", Gesture::Press, "hold", Function::Hold, 1),
    ("For staff: the divider of duet", Gesture::ThereAndBack, "divider", Function::Divider, 1),
    ("For staff: frame by frame", Gesture::ThereAndBack, "jog", Function::Jog, 1),
    ("For staff: another speed", Gesture::ThereAndBack, "shuttle", Function::Shuttle, 1),
    ("For staff: how loud", Gesture::ThereAndBack, "volume", Function::Volume, 1),
    ("For staff: the shot before", Gesture::Press, "shot before", Function::Shot, -1),
    ("For staff: the next shot", Gesture::Press, "next shot", Function::Shot, 1),
];

/// The file that a profile of this name is written to where nobody says.
pub fn file_for(name: &str) -> PathBuf {
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name = if words.is_empty() { "controller".to_owned() } else { words.join("-") };
    PathBuf::from(format!("{name}.toml"))
}

/// Asks for one gesture after the other, and writes the profile.
///
/// # Errors
/// The file is there already or cannot be written, or nothing was learned; in words.
pub fn learn(ports: &Ports, name: &str, file: &Path) -> Result<(), String> {
    // Before anybody turns a dial for it.
    let mut out = created(file)?;
    let taught = ask_all(ports);
    let result = match taught {
        Ok((_, all)) if all.is_empty() => Err("nothing was learned".to_owned()),
        Ok((port, all)) => {
            let text = profile_toml(name, &port, &all);
            out.write_all(text.as_bytes()).map_err(|why| format!("{}: {why}", file.display()))
        }
        Err(why) => Err(why),
    };
    if result.is_err() {
        drop(out);
        std::fs::remove_file(file).ok();
        return result;
    }
    let shown = file.display();
    say(format!("\nWritten to {shown}. Try it with: palimpsest controller --profile {shown}"));
    say(format!(
        "In the installation file, beside which it then lies: controllers = [{{ name = \"…\", \
         profile = \"{}\" }}]",
        file.file_name().unwrap_or_default().to_string_lossy()
    ));
    Ok(())
}

/// What was learned, with the name of the controller.
fn ask_all(ports: &Ports) -> Result<(String, Vec<(Does, String, Learned)>), String> {
    let typed = typing()?;
    say("Each control is asked for by one gesture. Press Enter to leave one out.");
    let mut from: Option<PortName> = None;
    let mut all: Vec<(Does, String, Learned)> = Vec::new();
    for (question, gesture, name, function, by) in ASKED {
        say(format!("\n{question}. {}", gesture.asks()));
        for left in (0..TRIES).rev() {
            let Some(heard) = gesture_of(ports, &typed, &mut from) else { break };
            let again = if left > 0 { " Once more." } else { " It is left out." };
            match learn::learn(*gesture, &heard) {
                Ok(learned) => {
                    let is_known = |(_, _, known): &&(Does, String, Learned)| {
                        known.address == learned.address && known.channel == learned.channel
                    };
                    if let Some((_, other, _)) = all.iter().find(is_known) {
                        say(format!("That is \"{other}\" already.{again}"));
                        continue;
                    }
                    if !function.takes(learned.sends) {
                        say(format!("That is another kind of control.{again}"));
                        continue;
                    }
                    say(format!("  {}", said(&learned)));
                    let does = Does { by: *by, ..Does::new(*function) };
                    all.push((does, (*name).to_owned(), learned));
                    break;
                }
                Err(puzzle) => say(format!("{puzzle}{again}")),
            }
        }
    }
    let port = from.map(|port| port.to_string()).unwrap_or_default();
    Ok((port, all))
}

/// What was learned, in words.
fn said(learned: &Learned) -> String {
    let how = word_for(SENDS, &learned.sends);
    let reversed = if learned.reversed { ", reversed" } else { "" };
    let per_click = match learned.per_click {
        1 => String::new(),
        counts => format!(", {counts} counts a click"),
    };
    format!(
        "understood: {:?} on channel {}, {how}{reversed}{per_click}",
        learned.address,
        learned.channel + 1
    )
}

/// All movements of one gesture, of one controller; none where it is left out.
fn gesture_of(
    ports: &Ports,
    typed: &Receiver<()>,
    from: &mut Option<PortName>,
) -> Option<Vec<(ClockTime, Event)>> {
    let began = Instant::now();
    let mut last: Option<Instant> = None;
    let mut heard = Vec::new();
    loop {
        for Heard { port, when, what } in ports.heard() {
            let News::Moved(Movement::Midi(event)) = what else { continue };
            // The first that is moved is the one that is learned.
            if from.get_or_insert_with(|| port.clone()) == &port && heard.len() < MOST {
                heard.push((when, event));
                last = Some(Instant::now());
            }
        }
        let is_over = last.is_some_and(|last| last.elapsed() >= OVER);
        if is_over || heard.len() >= MOST {
            return Some(heard);
        }
        let nobody = last.is_none() && began.elapsed() >= NOBODY;
        if nobody || typed.try_recv().is_ok() {
            say("  left out");
            return None;
        }
        sleep(LOOK);
    }
}

/// Hears the Enter key. Where nothing can be typed, nothing is left out by it.
fn typing() -> Result<Receiver<()>, String> {
    let (tell, typed) = sync_channel(16);
    Builder::new()
        .name("typing".to_owned())
        .spawn(move || {
            for line in std::io::stdin().lock().lines() {
                if line.is_err() || tell.send(()).is_err() {
                    return;
                }
            }
        })
        .map_err(|why| why.to_string())?;
    Ok(typed)
}

fn created(file: &Path) -> Result<File, String> {
    OpenOptions::new().write(true).create_new(true).open(file).map_err(|why| match why.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{} is there already; choose another file by --to", file.display())
        }
        _ => format!("{}: {why}", file.display()),
    })
}

/// Writes down what comes.
pub struct Recorder {
    file: File,
    name: String,
    began: Option<ClockTime>,
}

/// Begins a recording.
///
/// # Errors
/// The file is there already or cannot be written; in words.
pub fn recorder(file: &Path) -> Result<Recorder, String> {
    Ok(Recorder { file: created(file)?, name: file.display().to_string(), began: None })
}

impl Recorder {
    /// Adds a movement, with its time since the first.
    ///
    /// # Errors
    /// It cannot be written; in words.
    pub fn write(&mut self, heard: &Heard) -> Result<(), String> {
        let News::Moved(Movement::Midi(event)) = heard.what else { return Ok(()) };
        let began = *self.began.get_or_insert(heard.when);
        let line = tape::line(heard.when.since(began), &event.bytes());
        writeln!(self.file, "{line}").map_err(|why| format!("{}: {why}", self.name))
    }
}
