//! The health of a running wall, told over a local socket to those who ask.

pub mod plugin;

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::journal::Problem;

/// The name of the socket in its folder.
const SOCKET: &str = "palimpsest.sock";
/// Whoever asks and then neither reads nor goes away is left after this.
const PATIENCE: Duration = Duration::from_secs(2);

/// The health of a running wall.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The program's version.
    pub version: String,
    /// Its process.
    pub pid: u32,
    /// For how many seconds it runs.
    pub uptime_s: u64,
    /// The exhibit file.
    pub exhibit: String,
    /// The installation file.
    pub installation: String,
    /// What was wrong with either when it was last edited; what hangs went on.
    pub refused: Vec<String>,
    /// It is lit: within its opening hours, or about to be.
    pub lit: bool,
    /// When that changes, as a local time; none where it never does.
    pub until: Option<String>,
    /// Film time.
    pub film: String,
    /// What is shown.
    pub view: String,
    /// The version at the scrub position, or an end of the axis.
    pub position: String,
    /// For how many seconds nobody has touched anything.
    pub untouched_s: u64,
    /// Pictures presented since the start.
    pub refreshes: u64,
    /// The same per second, over the last few.
    pub refreshes_per_s: f64,
    /// Each screen.
    pub screens: Vec<ScreenStatus>,
    /// What is connected, with its pixels.
    pub outputs: Vec<String>,
    /// Each version.
    pub versions: Vec<VersionStatus>,
    /// Where it is heard, or why it is not.
    #[serde(default)]
    pub sound: String,
    /// Controllers that are listened to, and why there are none.
    pub controllers: Vec<String>,
    /// The last things that went wrong, oldest first.
    pub problems: Vec<Problem>,
}

/// How a screen is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScreenStatus {
    /// What it is called.
    pub name: String,
    /// Its output; none where that is not connected.
    pub output: Option<String>,
    /// Versions seen on it at this moment.
    pub shows: Vec<String>,
    /// Of these, how many show the frame that belongs to the film time.
    pub exact: usize,
}

/// How a version has done since it hangs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionStatus {
    /// Its id.
    pub id: String,
    /// Ticks at which it showed the right frame.
    pub exact: u64,
    /// Ticks at which that was not there yet.
    pub late: u64,
    /// Ticks at which there was none to show.
    pub missing: u64,
    /// Pictures held ready.
    pub queued: usize,
    /// `well`, `resting`, `failed`, or `withheld` where it is not cleared for today.
    pub condition: String,
    /// The last thing that went wrong with it.
    pub error: Option<String>,
}

impl Status {
    /// Anything is not as it should be.
    pub fn is_troubled(&self) -> bool {
        self.screens.iter().any(|screen| screen.output.is_none())
            || self.versions.iter().any(|version| version.condition != "well")
            || !self.refused.is_empty()
    }

    /// For people.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |said: String| {
            // Writing to a string does not fail.
            writeln!(text, "{said}").ok();
        };
        let until = self.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
        let lit = if self.lit { "lit" } else { "dark, outside opening hours" };
        line(format!("palimpsest {}, process {}, up {} s", self.version, self.pid, self.uptime_s));
        line(format!("exhibit       {}", self.exhibit));
        line(format!("installation  {}", self.installation));
        line(format!("the wall is   {lit}{until}"));
        line(format!(
            "showing       {} at {}, film time {}; untouched for {} s",
            self.view, self.position, self.film, self.untouched_s
        ));
        line(format!("refreshes     {} ({:.1} a second)", self.refreshes, self.refreshes_per_s));
        line(format!("outputs       {}", or_none(&self.outputs)));
        line(format!("controllers   {}", or_none(&self.controllers)));
        line(format!("sound         {}", self.sound));
        line(String::new());
        line(format!("{:<18} {:<14} shows", "screen", "output"));
        for ScreenStatus { name, output, shows, exact } in &self.screens {
            let output = output.as_deref().unwrap_or("NOT CONNECTED");
            line(format!("{name:<18} {output:<14} {exact} of {} exact", shows.len()));
        }
        line(String::new());
        let heads = ("exact", "late", "missing", "ready");
        line(format!(
            "{:<18} {:>10} {:>8} {:>8} {:>6}  state",
            "version", heads.0, heads.1, heads.2, heads.3
        ));
        for VersionStatus { id, exact, late, missing, queued, condition, error } in &self.versions {
            let error = error.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
            line(format!(
                "{id:<18} {exact:>10} {late:>8} {missing:>8} {queued:>6}  {condition}{error}"
            ));
        }
        for refused in &self.refused {
            line(format!("\nWhat hangs went on, because an edited file was refused:\n{refused}"));
        }
        if !self.problems.is_empty() {
            line("\nlately".to_owned());
        }
        for Problem { at, severity, message, times, .. } in &self.problems {
            let when = jiff::Timestamp::from_second(i64::try_from(*at).unwrap_or_default())
                .map(|at| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%F %T").to_string());
            let when = when.unwrap_or_default();
            let times = if *times > 1 { format!(" ({times} times)") } else { String::new() };
            line(format!("{when} {severity}: {message}{times}"));
        }
        text
    }
}

fn or_none(words: &[String]) -> String {
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Where the socket is, in the folder of what runs now.
pub fn socket(folder: &Path) -> PathBuf {
    folder.join(SOCKET)
}

/// What is told to those who ask; all copies tell the same.
#[derive(Clone, Debug, Default)]
pub struct Told(Arc<Mutex<Status>>);

impl Told {
    /// From now on this is told.
    pub fn tell(&self, status: Status) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = status;
    }

    fn json(&self) -> String {
        let status = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        serde_json::to_string_pretty(&status).unwrap_or_default()
    }

    /// Answers whoever asks at this socket, on a thread of its own.
    ///
    /// # Errors
    /// Another wall answers there already, or the socket cannot be made; in words.
    pub fn answer(&self, at: &Path) -> Result<(), String> {
        if ask(at).is_ok() {
            return Err("Palimpsest runs here already; `palimpsest status` says how it is".into());
        }
        let failed = |error: io::Error| format!("{}: {error}", at.display());
        // Left behind by one that was killed.
        if at.exists() {
            std::fs::remove_file(at).map_err(failed)?;
        }
        let listener = UnixListener::bind(at).map_err(failed)?;
        let told = self.clone();
        let answer = move || {
            for stream in listener.incoming() {
                let answered = stream.and_then(|mut stream| {
                    stream.set_write_timeout(Some(PATIENCE))?;
                    stream.write_all(told.json().as_bytes())
                });
                if let Err(error) = answered {
                    tracing::debug!("nobody reads the status: {error}");
                }
            }
        };
        Builder::new().name("status".to_owned()).spawn(answer).map_err(failed)?;
        Ok(())
    }
}

/// Asks the wall that runs at a socket.
///
/// # Errors
/// Nothing answers there, or not in these words.
pub fn ask(at: &Path) -> io::Result<Status> {
    let mut stream = UnixStream::connect(at)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut json = String::new();
    stream.read_to_string(&mut json)?;
    serde_json::from_str(&json).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_is_told_how_the_wall_is_and_a_second_wall_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = socket(folder.path());
        assert!(ask(&at).is_err(), "nothing runs");
        // What a killed program leaves behind is no hindrance.
        drop(UnixListener::bind(&at).unwrap());
        let told = Told::default();
        told.answer(&at).unwrap();
        let screen = ScreenStatus { name: "left".to_owned(), ..Default::default() };
        let status = Status { refreshes: 9, screens: vec![screen], ..Status::default() };
        told.tell(status.clone());
        assert_eq!(ask(&at).unwrap(), status);
        assert!(Told::default().answer(&at).unwrap_err().contains("already"));
        assert!(status.is_troubled());
        assert!(status.to_text().contains("left               NOT CONNECTED"));
    }
}
