//! The listen key within Bevy: what the label says is spoken, by a recording that the exhibit names,
//! or else by the synthesiser that the installation names.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread::Builder;
use std::time::Instant;

use super::feeder::Told;
use super::source::FilePcm;
use crate::exhibit::Exhibit;
use crate::prepare::loudness::{self, CEILING_DBTP, gain_db};
use crate::prepare::{Options, speech};
use crate::scrub::Stop;
use crate::story;

/// What was asked for so far.
#[derive(Default)]
pub(super) struct Listening {
    asked: u64,
    /// What is or was spoken last.
    stop: Option<Stop>,
    /// The wish that counts: what is made for an earlier one is not spoken.
    wish: Arc<AtomicU64>,
    /// One is being made: there is never more than one at a time.
    busy: Arc<AtomicBool>,
}

/// Who speaks, and how loud.
pub(super) struct Speaker<'a> {
    /// The program of the installation.
    pub(super) command: &'a [String],
    /// How loud everything is made, in LUFS.
    pub(super) lufs: f64,
    /// How sound is decoded.
    pub(super) options: &'a Options,
}

impl Speaker<'_> {
    /// Whether anything of an exhibit can be spoken.
    pub(super) fn can_speak(&self, exhibit: &Exhibit) -> bool {
        !self.command.is_empty() || exhibit.versions.iter().any(|known| !known.spoken.is_empty())
    }
}

impl Listening {
    /// Speaks what was asked for; asked again while it speaks, it is silent. It does not speak on
    /// of what the hand has left.
    pub(super) fn follow(
        &mut self,
        (asked, stop, language): (u64, &Stop, &str),
        exhibit: &Exhibit,
        speaker: &Speaker,
        told: &Arc<Told>,
    ) {
        let again = asked != self.asked;
        self.asked = asked;
        let speaks = told.speaks.load(Ordering::Relaxed);
        let busy = self.busy.load(Ordering::Acquire);
        let left = self.stop.as_ref().is_some_and(|spoken| spoken != stop);
        if left || (again && (speaks || busy)) {
            self.stop = None;
            let mut speech = told.speech.lock().unwrap_or_else(PoisonError::into_inner);
            // Under the lock, so that what is made now cannot come after it.
            self.wish.fetch_add(1, Ordering::AcqRel);
            *speech = Some(None);
            if speaks || busy {
                return;
            }
        }
        if again && !busy {
            self.stop = Some(stop.clone());
            let wish = (Arc::clone(&self.wish), self.wish.load(Ordering::Acquire));
            self.busy.store(true, Ordering::Release);
            say(exhibit, stop, language, speaker, (wish, Arc::clone(&self.busy), Arc::clone(told)));
        }
    }
}

/// Has it spoken as soon as the sound is there. A recording was laid when it was prepared; a
/// synthesiser takes the time that it takes.
fn say(
    exhibit: &Exhibit,
    stop: &Stop,
    language: &str,
    speaker: &Speaker,
    ((wishes, wish), busy, told): ((Arc<AtomicU64>, u64), Arc<AtomicBool>, Arc<Told>),
) {
    let recording = recording(exhibit, stop, language);
    let words = story::spoken(exhibit, stop, language);
    let (command, language) = (speaker.command.to_owned(), language.to_owned());
    let (options, lufs) = (speaker.options.clone(), speaker.lufs);
    let make = move || {
        let file = match recording {
            Some(path) => speech::recorded(&path, &options)?,
            None if command.is_empty() => return Err("nobody recorded it".to_owned()),
            None => speech::synthesised(&command, &words, &language, &options)?,
        };
        let said = |error: std::io::Error| error.to_string();
        let loudness = loudness::of(&file).map_err(said)?;
        let gain = 10_f64.powf(gain_db(&loudness, lufs, CEILING_DBTP) / 20.0) as f32;
        let pcm = File::open(&file).and_then(FilePcm::new).map_err(said)?;
        let mut speech = told.speech.lock().unwrap_or_else(PoisonError::into_inner);
        if wishes.load(Ordering::Acquire) == wish {
            *speech = Some(Some((pcm, gain, Instant::now())));
        }
        Ok(())
    };
    let done = Arc::clone(&busy);
    let tell = move || {
        if let Err(why) = make() {
            tracing::warn!("what the label says is not spoken: {why}");
        }
        done.store(false, Ordering::Release);
    };
    if let Err(why) = Builder::new().name("listen".to_owned()).spawn(tell) {
        tracing::warn!("what the label says is not spoken: {why}");
        busy.store(false, Ordering::Release);
    }
}

/// The recording of a version in a language, or in that of another country, or for all, or in
/// whatever language there is: as with captions, another is more than none.
fn recording(exhibit: &Exhibit, stop: &Stop, language: &str) -> Option<PathBuf> {
    let Stop::Version(id) = stop else { return None };
    let version = exhibit.versions.iter().find(|version| version.id == *id)?;
    let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_owned();
    let own = |tag: &String| tag == language;
    let near = |tag: &String| base(tag) == base(language);
    let mut files = version.spoken.iter();
    let by = |is: &dyn Fn(&String) -> bool| {
        version.spoken.iter().find(|file| file.language.as_ref().is_some_and(is))
    };
    let found = by(&own).or_else(|| by(&near)).or_else(|| files.find(|f| f.language.is_none()));
    let found = found.or_else(|| version.spoken.first());
    Some(found?.path.clone())
}
