//! `palimpsest controller --learn`: one gesture after the other, and a profile; and recording what
//! comes.

use std::fs::File;
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{Builder, sleep};
use std::time::{Duration, Instant};

use super::say;
use crate::controller::learn::asked::ASKED;
use crate::controller::learn::lesson::Lesson;
use crate::controller::learn::written::{created, profile_toml};
use crate::controller::learn::{self, Learned};
use crate::controller::mapping::Movement;
use crate::controller::port::{Heard, News, PortName, Ports};
use crate::controller::profile::Does;
use crate::controller::{tape, wording};
use crate::timeline::clock::Monotonic;
use crate::timeline::{Clock as _, ClockTime};

/// What to do where a file is there already.
const ELSEWHERE: &str = "choose another file by --to";

/// How often it is looked at what came.
const LOOK: Duration = Duration::from_millis(10);
/// Nobody moves anything for so long: the function is left out.
const NOBODY: Duration = Duration::from_secs(60);
/// A gesture that was not understood is asked for so many times.
const TRIES: usize = 3;

/// Asks for one gesture after the other, and writes the profile.
///
/// # Errors
/// The file is there already or cannot be written, or nothing was learned; in words.
pub fn learn(ports: &Ports, name: &str, file: &Path) -> Result<(), String> {
    // Before anybody turns a dial for it.
    let mut out = created(file, ELSEWHERE)?;
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
    for asked in ASKED {
        say(format!("\n{}. {}", asked.question, asked.gesture.asks()));
        for left in (0..TRIES).rev() {
            let Some(lesson) = gesture_of(ports, &typed, &mut from) else { break };
            let again = if left > 0 { " Once more." } else { " It is left out." };
            match learn::learn(asked.gesture, lesson.heard()) {
                Ok(learned) => {
                    let is_known = |(_, _, known): &&(Does, String, Learned)| {
                        known.address == learned.address && known.channel == learned.channel
                    };
                    if let Some((_, other, _)) = all.iter().find(is_known) {
                        say(format!("That is \"{other}\" already.{again}"));
                        continue;
                    }
                    if !asked.takes(&learned) {
                        say(format!("That is another kind of control.{again}"));
                        continue;
                    }
                    say(format!("  understood: {}", wording::learned(&learned)));
                    all.push((asked.does(), asked.name.to_owned(), learned));
                    break;
                }
                Err(puzzle) => say(format!("{puzzle}{again}")),
            }
        }
    }
    let port = from.map(|port| port.to_string()).unwrap_or_default();
    Ok((port, all))
}

/// All movements of one gesture, of one controller; none where it is left out.
fn gesture_of(ports: &Ports, typed: &Receiver<()>, from: &mut Option<PortName>) -> Option<Lesson> {
    let began = Instant::now();
    let mut lesson = Lesson::new(from.clone());
    loop {
        for Heard { port, when, what } in ports.heard() {
            let News::Moved(Movement::Midi(event)) = what else { continue };
            lesson.hear(&port, when, event);
        }
        if lesson.is_over(Monotonic.now()) {
            *from = lesson.from().cloned();
            return Some(lesson);
        }
        let nobody = lesson.heard().is_empty() && began.elapsed() >= NOBODY;
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
    Ok(Recorder { file: created(file, ELSEWHERE)?, name: file.display().to_string(), began: None })
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
