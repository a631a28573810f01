//! `palimpsest bench`: speed and memory on this machine.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;
use indicatif::ProgressBar;

use super::{Format, failed, say};
use crate::bench::{Part, Reading, judge, material, parts, table};
use crate::prepare::Options;
use crate::timeline::{Clock as _, clock::Monotonic};

/// Measures decoding, drawing, the tick, memory and the start, and compares them with targets.
#[derive(Args, Debug)]
pub struct Bench {
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The folder that films and renditions are made in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Measure only this part: decode, wall, views, live, tick, hand, sound, panels, fixity, prepare,
    /// memory, scrape (of which the versions are takes), stills or first.
    #[arg(long)]
    part: Option<String>,
    /// With `--part`: how many versions.
    #[arg(long, value_name = "N", default_value_t = 9, requires = "part",
        value_parser = clap::value_parser!(u16).range(1..=400))]
    versions: u16,
    /// With `--part`: the size of the wall in pixels; the rung follows from it.
    #[arg(long, value_name = "WxH", default_value = "1920x1080", requires = "part",
        value_parser = super::values::size)]
    wall: (u32, u32),
}

/// What is measured, in order: part, versions, wall.
const PARTS: [(Part, usize, (u32, u32)); 21] = [
    (Part::Decode, 9, (640, 360)),
    (Part::Tick, 64, (960, 540)),
    (Part::Hand, 9, (960, 540)),
    (Part::Sound, 64, (960, 540)),
    (Part::Panels, 9, (1280, 720)),
    (Part::Fixity, 1, (960, 540)),
    (Part::Prepare, 9, (1280, 720)),
    (Part::Memory, 8, (480, 270)),
    (Part::Memory, 24, (480, 270)),
    (Part::First, 9, (1920, 1080)),
    (Part::Wall, 9, (1920, 1080)),
    (Part::Wall, 64, (1920, 1080)),
    (Part::Wall, 9, (960, 540)),
    (Part::Views, 9, (1920, 1080)),
    (Part::Live, 9, (1920, 1080)),
    (Part::Live, 9, (1280, 720)),
    (Part::Live, 9, (960, 540)),
    (Part::Live, 9, (640, 360)),
    (Part::Scrape, 64, (1280, 720)),
    (Part::Scrape, 400, (1280, 720)),
    (Part::Stills, 300, (1280, 720)),
];

impl Bench {
    /// Measures; exit 0 whether or not targets are met: a slow machine is not a fault.
    pub fn run(self) -> ExitCode {
        match self.measure() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    fn options(&self) -> Options {
        let usual = Options::new();
        Options { cache: self.cache.clone().unwrap_or_else(|| usual.cache.clone()), ..usual }
    }

    fn measure(&self) -> Result<(), String> {
        let options = self.options();
        if let Some(name) = &self.part {
            let part: Part = serde_json::from_value(serde_json::Value::String(name.clone()))
                .map_err(|_unknown| format!("there is no part {name:?} to measure"))?;
            let reading = parts::measure(part, usize::from(self.versions), self.wall, &options)?;
            match self.format {
                Format::Json => {
                    say(serde_json::to_string(&reading).map_err(|error| error.to_string())?);
                }
                Format::Text => {
                    // Of the targets, those that this part says something of.
                    let mut findings = judge(vec![reading]);
                    findings.verdicts.retain(|verdict| !verdict.measured.is_nan());
                    say(table::render(&findings).trim_end());
                }
            }
            return Ok(());
        }
        eprintln!("making the films to measure with");
        for size in [parts::HD, parts::QUARTER_HD] {
            material::hang(1, size, &options)?;
            material::hang(9, size, &options)?;
        }
        let bar = ProgressBar::new(PARTS.len() as u64);
        let mut readings = Vec::new();
        for (part, versions, wall) in PARTS {
            readings.push(self.apart(part, versions, wall, &options)?);
            bar.inc(1);
        }
        bar.finish_and_clear();
        let findings = judge(readings);
        match self.format {
            Format::Text => say(table::render(&findings).trim_end()),
            Format::Json => {
                let text = serde_json::to_string_pretty(&findings);
                say(text.map_err(|error| error.to_string())?);
            }
        }
        Ok(())
    }

    /// Measures one part in a process of its own.
    fn apart(
        &self,
        part: Part,
        versions: usize,
        wall: (u32, u32),
        options: &Options,
    ) -> Result<Reading, String> {
        let name = serde_json::to_value(part).map_err(|error| error.to_string())?;
        let began = Monotonic.now();
        let output = Command::new(&options.program)
            .arg("bench")
            .args(["--part", name.as_str().unwrap_or_default()])
            .args(["--versions", &versions.to_string()])
            .args(["--wall", &format!("{}x{}", wall.0, wall.1), "--format", "json"])
            .arg("--cache")
            .arg(&options.cache)
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("the part could not be started: {error}"))?;
        let seconds = Monotonic.now().since(began) as f64 / 1e9;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{name} of {versions} versions failed:\n{said}"));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().last().unwrap_or_default();
        let mut reading: Reading =
            serde_json::from_str(line).map_err(|error| format!("{name}: {error}: {line}"))?;
        if part == Part::First {
            reading.figures.insert("s".to_owned(), seconds);
        }
        Ok(reading)
    }
}
