//! The line that tells where one is: film time, shot and version.

use super::{base, stop_name};
use crate::exhibit::Exhibit;
use crate::show::Moment;

/// Where one is, in parts, so that each can be set in its own place. `Display` joins them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusLine {
    /// Film time: `00:03.25`.
    pub time: String,
    /// The film's length, likewise.
    pub length: String,
    /// The present shot's number and how many there are: `2/3`.
    pub shot: String,
    /// The present shot's title.
    pub title: String,
    /// The version of which most is seen, or the end beyond the versions.
    pub version: String,
    /// The one it is mixed with; empty on an exact stop.
    pub mixed_with: String,
    /// How the playhead runs where it is not simply playing: `paused`, `−2×`; else empty.
    pub run: String,
}

/// Where one is at a Moment.
pub fn status(exhibit: &Exhibit, moment: &Moment, language: &str) -> StatusLine {
    let index = exhibit.shot_at(moment.film);
    let title = exhibit.shots.get(index).map(|shot| shot.title.get(base(language)).to_owned());
    let mix = &moment.mix;
    let nearest = mix.nearest();
    let other = if nearest == &mix.lower { &mix.upper } else { &mix.lower };
    let mixed = (other != nearest).then(|| stop_name(exhibit, other, language));
    let run = match (moment.speed.get(), base(language)) {
        (1000, _) => String::new(),
        (0, "ru") => "пауза".to_owned(),
        (0, _) => "paused".to_owned(),
        // A true minus sign: it is set beside figures.
        _ => moment.speed.to_string().replace('-', "−"),
    };
    StatusLine {
        time: moment.film.to_string(),
        length: exhibit.length.to_string(),
        shot: format!("{}/{}", index + 1, exhibit.shots.len()),
        title: title.unwrap_or_default(),
        version: stop_name(exhibit, nearest, language),
        mixed_with: mixed.unwrap_or_default(),
        run,
    }
}

impl std::fmt::Display for StatusLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { time, length, shot, title, version, mixed_with, run } = self;
        write!(f, "{time} / {length}")?;
        if !run.is_empty() {
            write!(f, " {run}")?;
        }
        write!(f, " · {shot}")?;
        if !title.is_empty() {
            write!(f, " {title}")?;
        }
        write!(f, " · {version}")?;
        if !mixed_with.is_empty() {
            write!(f, " ↔ {mixed_with}")?;
        }
        Ok(())
    }
}
