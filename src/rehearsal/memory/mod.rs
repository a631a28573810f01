//! *What the window remembers*: its place, its panels, and what was hung. It is kept in the user's
//! state folder, can be lost at any time, and never keeps anything from starting.

pub mod file;
pub mod plugin;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// The edition of the file. One of a higher number was written by a newer program.
pub const VERSION: u32 = 1;
/// So many exhibits, and so many installations, are remembered.
pub const MOST_RECENT: usize = 12;
/// The smallest window that is worth restoring, in points.
const SMALLEST: (u32, u32) = (320, 240);
/// The largest number of pixels or points along a side that is believed.
const LARGEST: u32 = 16_384;

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The edition of the file, [`VERSION`].
    pub version: u32,
    /// Where the window was.
    pub window: Option<WindowPlace>,
    /// What the panels were like, by names of their own: `health.open`, `health.width`.
    pub panels: BTreeMap<String, Remembered>,
    /// The exhibits that were hung, newest first.
    pub exhibits: Vec<Recent>,
    /// The installations that they were hung on, newest first.
    pub installations: Vec<Recent>,
    /// The exhibit that was hung last, and the installation, where it was one.
    pub last: Option<Last>,
}

/// Where a window was.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Its upper left corner in physical pixels of the desktop; none where the system does not say.
    pub corner: Option<(i32, i32)>,
    /// Its width and height in points.
    pub size: (u32, u32),
    /// It covered its whole monitor.
    pub full: bool,
}

/// A value of a panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Remembered {
    /// Open or not, on or off.
    Flag(bool),
    /// A width or another number.
    Number(f64),
    /// A choice by its name.
    Word(String),
}

/// Something that was hung.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Its folder or file, from the root.
    pub path: PathBuf,
    /// What it is called.
    pub title: String,
    /// When, in seconds since 1970.
    pub when: i64,
}

/// What was hung last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Last {
    /// The exhibit.
    pub exhibit: PathBuf,
    /// The installation; none for one screen that fills the window.
    pub installation: Option<PathBuf>,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It is no memory of ours.
    #[error("it cannot be read ({0})")]
    Broken(String),
    /// A newer program wrote it.
    #[error("a newer edition of this program wrote it (edition {0})")]
    Newer(u32),
}

impl Memory {
    /// From the text of its file. What is impossible in it is left out.
    ///
    /// # Errors
    /// It is none of ours, or of a newer program.
    pub fn read(text: &str) -> Result<Self, Unread> {
        #[derive(Deserialize)]
        struct Edition {
            version: u32,
        }
        let broken = |error: serde_json::Error| Unread::Broken(error.to_string());
        // The edition first: what a newer one holds need not be readable.
        let edition: Edition = serde_json::from_str(text).map_err(broken)?;
        if edition.version > VERSION {
            return Err(Unread::Newer(edition.version));
        }
        let mut memory: Self = serde_json::from_str(text).map_err(broken)?;
        memory.window = memory.window.filter(WindowPlace::is_sound);
        for list in [&mut memory.exhibits, &mut memory.installations] {
            list.retain(|recent| recent.path.is_absolute());
            list.truncate(MOST_RECENT);
        }
        Ok(memory)
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        let mut whole = Self { version: VERSION, ..self.clone() };
        // JSON has no words for what is no number.
        whole.panels.retain(|_, value| match value {
            Remembered::Number(number) => number.is_finite(),
            _ => true,
        });
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }

    /// An exhibit is hung, on this installation. Paths are from the root.
    pub fn hung(&mut self, exhibit: Recent, installation: Option<Recent>) {
        // What is not written in UTF-8 cannot be remembered.
        let named = |recent: &Recent| recent.path.to_str().is_some();
        if !named(&exhibit) || installation.as_ref().is_some_and(|room| !named(room)) {
            return;
        }
        let room = installation.as_ref().map(|room| room.path.clone());
        self.last = Some(Last { exhibit: exhibit.path.clone(), installation: room });
        note(&mut self.exhibits, exhibit);
        if let Some(installation) = installation {
            note(&mut self.installations, installation);
        }
    }

    /// What hangs hangs on this installation from now on: its file is new. The path is from the root.
    pub fn hangs_on(&mut self, installation: Recent) {
        if installation.path.to_str().is_none() {
            return;
        }
        if let Some(last) = &mut self.last {
            last.installation = Some(installation.path.clone());
        }
        note(&mut self.installations, installation);
    }

    /// Forgets an exhibit or an installation.
    pub fn forget(&mut self, path: &Path) {
        self.exhibits.retain(|recent| recent.path != path);
        self.installations.retain(|recent| recent.path != path);
        if self.last.as_ref().is_some_and(|last| last.exhibit == path) {
            self.last = None;
        }
    }
}

impl WindowPlace {
    /// A window can be like that.
    pub fn is_sound(&self) -> bool {
        let (width, height) = self.size;
        let near = |at: i32| at.unsigned_abs() <= 4 * LARGEST;
        (SMALLEST.0..=LARGEST).contains(&width)
            && (SMALLEST.1..=LARGEST).contains(&height)
            && self.corner.is_none_or(|(x, y)| near(x) && near(y))
    }

    /// Enough of its upper edge lies on one of these monitors (corner and size) to take hold of it.
    pub fn is_reachable(&self, monitors: &[((i32, i32), (u32, u32))]) -> bool {
        let Some((x, y)) = self.corner else { return true };
        monitors.is_empty()
            || monitors.iter().any(|((left, top), (width, height))| {
                let (right, bottom) =
                    (left.saturating_add_unsigned(*width), top.saturating_add_unsigned(*height));
                let own_right = x.saturating_add_unsigned(self.size.0);
                own_right.min(right) - x.max(*left) >= 80 && y >= top - 40 && y < bottom - 40
            })
    }
}

/// Newest first, each once.
fn note(list: &mut Vec<Recent>, recent: Recent) {
    list.retain(|other| other.path != recent.path);
    list.insert(0, recent);
    list.truncate(MOST_RECENT);
}

/// How long ago something was, for people: "today", "3 days ago", "9 Dec 2024".
pub fn ago(then: i64, now: i64, zone: &TimeZone) -> String {
    let date = |seconds: i64| {
        Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(zone.clone()).date())
    };
    let (Some(then), Some(now)) = (date(then), date(now)) else { return String::new() };
    let days = then.until((Unit::Day, now)).map(|span| span.get_days()).unwrap_or_default();
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=13 => format!("{days} days ago"),
        _ => then.strftime("%-d %b %Y").to_string(),
    }
}

#[cfg(test)]
mod tests;
