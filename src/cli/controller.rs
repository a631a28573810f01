//! `palimpsest controller`: which controllers are connected, and what each movement does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::{complain, failed, learn, say};
use crate::controller::control::Desk;
use crate::controller::learn::written::file_for;
use crate::controller::mapping::{Mapping, Role};
use crate::controller::port::keeper::is_no_midi;
use crate::controller::port::{Heard, News, PortName, Ports};
use crate::controller::profile::{Profile, shipped};
use crate::controller::{osc, wording};
use crate::scrub::Scale;
use crate::timeline::Clock as _;
use crate::timeline::clock::Monotonic;

/// How often it is looked at what came.
const LOOK: Duration = Duration::from_millis(10);
/// The versions of the exhibit that the movements are told for.
const VERSIONS: usize = 12;

/// Lists controllers, tells movements, learns.
#[derive(Args, Debug)]
pub struct Controller {
    /// The controllers to listen to, by a part of their name; `any` for all, `replay:FILE` for a
    /// recording.
    #[arg(default_value = "any")]
    name: String,
    /// The profile to take, by its name or its file [default: the one that fits its name].
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Ask for one gesture after the other, and write a profile of this name.
    #[arg(long, value_name = "NAME", conflicts_with = "profile")]
    learn: Option<String>,
    /// Where to write it [default: a file of its name in this folder].
    #[arg(long, value_name = "FILE", requires = "learn")]
    to: Option<PathBuf>,
    /// Write down what comes, with its times, for `replay:FILE`.
    #[arg(long, value_name = "FILE", conflicts_with = "learn")]
    record: Option<PathBuf>,
    /// End after so many seconds [default: at Ctrl+C, or with the recording].
    #[arg(long, value_name = "S")]
    seconds: Option<u32>,
    /// Print the messages of Open Sound Control that are understood, as a table, and end.
    #[arg(long)]
    osc: bool,
}

impl Controller {
    /// Until it is interrupted.
    pub fn run(self) -> ExitCode {
        match self.listen() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => failed(why),
        }
    }

    fn listen(self) -> Result<(), String> {
        if self.osc {
            say(osc::table::as_markdown().trim_end());
            return Ok(());
        }
        let given = self.profile.as_deref().map(find).transpose()?;
        let ports = Ports::open(std::slice::from_ref(&self.name), Arc::new(Monotonic))
            .map_err(|why| format!("no controller can be listened to: {why}"))?;
        if let Some(name) = &self.learn {
            let file = self.to.unwrap_or_else(|| file_for(name));
            return learn::learn(&ports, name, &file);
        }
        let mut record = self.record.as_deref().map(learn::recorder).transpose()?;
        let mut told =
            Told { given, mappings: BTreeMap::new(), scale: Scale::ordinal(VERSIONS + 2, 5) };
        let began = Instant::now();
        let mut listed: Option<Vec<String>> = None;
        let mut is_over = false;
        loop {
            let present = ports.present().now();
            if !is_no_midi(&self.name)
                && began.elapsed() > Duration::from_millis(300)
                && listed.as_ref() != Some(&present)
            {
                list(&present);
                listed = Some(present);
            }
            for heard in ports.heard() {
                // A recording ends by leaving.
                is_over |= heard.what == News::Went && is_no_midi(&heard.port);
                if let Some(record) = &mut record {
                    record.write(&heard)?;
                }
                told.tell(&heard);
            }
            told.advance();
            let over = self.seconds.is_some_and(|s| began.elapsed().as_secs() >= u64::from(s));
            if over || is_over {
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
    }
}

fn find(written: &str) -> Result<Arc<Profile>, String> {
    shipped::find(written, std::path::Path::new(".")).map_err(|report| {
        complain(&report);
        "nothing was listened to".to_owned()
    })
}

fn list(present: &[String]) {
    for line in present {
        match shipped::for_port(line) {
            Some((name, _)) if !line.contains(": ") && !line.starts_with("none") => {
                say(format!("{line}  [profile {name}]"));
            }
            _ => say(line),
        }
    }
}

/// What is told of each controller.
struct Told {
    given: Option<Arc<Profile>>,
    mappings: BTreeMap<PortName, (Mapping, f64)>,
    scale: Scale,
}

impl Told {
    fn tell(&mut self, heard: &Heard) {
        let movement = match heard.what {
            News::Came => return say(format!("found {}", heard.port)),
            News::Went => return say(format!("lost {}", heard.port)),
            News::Moved(movement) => movement,
        };
        let given = &self.given;
        let (mapping, at) = self.mappings.entry(Arc::clone(&heard.port)).or_insert_with(|| {
            let profile = given.clone().or_else(|| Some(shipped::for_port(&heard.port)?.1));
            (Mapping::new(profile.unwrap_or_default(), Role::Rehearsal), 1.0)
        });
        let mut desk = Desk { scale: &self.scale, at: *at, divider: 0.5, volume: 1.0 };
        let mut commands = Vec::new();
        mapping.hear(heard.when, movement, &mut desk, &mut commands);
        *at = desk.at;
        let sent = wording::movement(movement);
        let does: Vec<String> =
            commands.iter().map(|command| wording::command(command, self.scale.end())).collect();
        let does = if does.is_empty() { "–".to_owned() } else { does.join(", ") };
        say(format!("{}  {sent}  →  {does}", heard.port));
        if let Some(trouble) = mapping.trouble(heard.when) {
            say(format!("{}: {trouble}", heard.port));
        }
    }

    /// What happens without another movement, such as a key that is held.
    fn advance(&mut self) {
        for (port, (mapping, at)) in &mut self.mappings {
            let mut desk = Desk { scale: &self.scale, at: *at, divider: 0.5, volume: 1.0 };
            let mut commands = Vec::new();
            mapping.advance(Monotonic.now(), &mut desk, &mut commands);
            *at = desk.at;
            for command in commands {
                say(format!("{port}  →  {}", wording::command(&command, self.scale.end())));
            }
        }
    }
}
