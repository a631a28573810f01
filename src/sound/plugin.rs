//! Sound within Bevy: each tick the mixer is told who is heard, and it does the rest on a thread
//! of its own.

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::facts::Facts;
use super::gst::{Fill, Finder, Output, Settings, finder};
use super::heard::{Sources, heard};
use super::mixer::{Mixer, Score};
use super::source::{FilePcm, Pcm};
use crate::exhibit::{Exhibit, SoundOf};
use crate::installation::sound::Sound;
use crate::media::plugin::Playable;
use crate::prepare::Options;
use crate::prepare::voices;
use crate::show::plugin::{Hung, Now, ShowSystems, TheShow};
use crate::timeline::ClockTime;

/// How loud the room is at present, 0 to 1: its volume, at its hour, and nothing while it is
/// closed.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct RoomVolume(pub f32);

/// What is heard, in words, for those who ask.
#[derive(Resource, Clone, Debug, Default)]
pub struct Audible(pub String);

/// Finds the device whose name holds a text, or the default one.
pub type Find = Box<dyn Fn(Option<&str>) -> Finder + Send + Sync>;

/// The one output.
#[derive(Resource)]
struct Speaker {
    sound: Sound,
    find: Find,
    options: Options,
    told: Arc<Told>,
    /// In a lock only because Bevy shares its resources; none where nothing is to be heard.
    output: Option<Mutex<Output>>,
    facts: Facts,
    sources: Sources,
    /// The exhibit whose sounds these are.
    of: Option<Arc<Exhibit>>,
}

/// What the thread of the sound is told.
#[derive(Default)]
struct Told {
    score: Mutex<Option<Score>>,
    sources: Mutex<Option<Vec<Maybe>>>,
}

/// A version's sound; one that it does not have is silence.
struct Maybe(Option<FilePcm>);

impl Pcm for Maybe {
    fn frames(&self) -> u64 {
        self.0.as_ref().map_or(0, FilePcm::frames)
    }

    fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
        match &mut self.0 {
            Some(pcm) => pcm.read(at, into),
            None => {
                into.fill([0.0; 2]);
                true
            }
        }
    }
}

struct Feeder {
    told: Arc<Told>,
    mixer: Mixer<Maybe>,
}

impl Fill for Feeder {
    fn fill(&mut self, from: ClockTime, out: &mut [[f32; 2]]) {
        let take = |told: &Mutex<Option<Vec<Maybe>>>| {
            told.lock().unwrap_or_else(PoisonError::into_inner).take()
        };
        if let Some(sources) = take(&self.told.sources) {
            // What was heard fades within this block; what comes fades in by itself.
            self.mixer.fill(from, out);
            let length = out.len().max(1) as f32;
            for (index, frame) in out.iter_mut().enumerate() {
                let left = 1.0 - index as f32 / length;
                *frame = frame.map(|sample| sample * left);
            }
            self.mixer = Mixer::new(sources);
            return;
        }
        let score = self.told.score.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(score) = score {
            self.mixer.tell(score);
        }
        self.mixer.fill(from, out);
    }
}

/// Has the sound of what hangs be heard.
pub fn plugin(app: &mut App, sound: Sound, options: Options) {
    plugin_on(app, sound, options, Box::new(finder));
}

/// The same, on a device of one's own.
pub fn plugin_on(app: &mut App, sound: Sound, options: Options, find: Find) {
    app.insert_resource(RoomVolume(sound.volume as f32)).init_resource::<Audible>();
    let speaker = Speaker {
        sound,
        find,
        options,
        told: Arc::default(),
        output: None,
        facts: Facts::default(),
        sources: Sources { versions: 0, voices: false },
        of: None,
    };
    app.insert_resource(speaker)
        .add_systems(Update, (hang, tell).chain().in_set(ShowSystems::Report));
}

/// Another room: another device, delay or loudness.
pub fn rehang(world: &mut World, sound: &Sound) {
    let Some(mut speaker) = world.get_resource_mut::<Speaker>() else { return };
    let before = std::mem::replace(&mut speaker.sound, sound.clone());
    if before.loudness_lufs != sound.loudness_lufs {
        speaker.of = None;
    }
    if (&before.device, before.delay_ms) != (&sound.device, sound.delay_ms) {
        speaker.of = None;
        // A device may take its time to close.
        let closed = speaker.output.take();
        let closing = Builder::new().name("sound closes".to_owned()).spawn(move || drop(closed));
        closing.inspect_err(|why| tracing::warn!("the sound was closed at once: {why}")).ok();
    }
}

/// Goes on with the sounds of an exhibit that hangs anew. The voices were laid when it was prepared,
/// or by whoever watches its file, so that here they are only found.
fn hang(mut speaker: ResMut<Speaker>, hung: Res<Hung>, playable: Res<Playable>) {
    if speaker.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &hung.0)) {
        return;
    }
    speaker.of = Some(Arc::clone(&hung.0));
    let of = hung.0.sound;
    let mut files: Vec<Option<PathBuf>> = playable
        .0
        .iter()
        .map(|prepared| {
            let prepared = prepared.as_ref()?;
            let sound = prepared.rendition.sound.as_ref().filter(|_| of.follows())?;
            Some(prepared.folder.join(&sound.file))
        })
        .collect();
    let versions = files.len();
    let voices = match voices::lay(&hung.0, &speaker.options) {
        _ if of == SoundOf::Silent => None,
        Ok((file, mute)) => {
            for (path, why) in mute {
                tracing::warn!("the voice {} is not heard: {why}", path.display());
            }
            file
        }
        Err(why) => {
            tracing::warn!("the voices are not heard: {why}");
            None
        }
    };
    speaker.sources = Sources { versions, voices: voices.is_some() };
    files.push(voices);
    let open = |file: &Option<PathBuf>| {
        let pcm = file.as_ref().and_then(|file| FilePcm::new(File::open(file).ok()?).ok());
        Maybe(pcm)
    };
    let sources = files.iter().map(open).collect();
    *speaker.told.sources.lock().unwrap_or_else(PoisonError::into_inner) = Some(sources);
    let is_heard = of != SoundOf::Silent && files.iter().any(Option::is_some);
    match Facts::of(files, versions, speaker.sound.loudness_lufs, of.has_common()) {
        Ok(facts) => speaker.facts = facts,
        Err(why) => tracing::error!("the sounds are not measured, so not heard: {why}"),
    }
    if !is_heard {
        speaker.output = None;
    } else if speaker.output.is_none() {
        let mixer = Mixer::new(Vec::new());
        let feeder = Feeder { told: Arc::clone(&speaker.told), mixer };
        let delay_ms = i32::try_from(speaker.sound.delay_ms).unwrap_or_default();
        let settings = Settings { delay_ms, ..Settings::default() };
        let device = (speaker.find)(speaker.sound.device.as_deref());
        let output = Output::open_on(device, settings, Box::new(feeder));
        speaker.output = Some(Mutex::new(output));
    }
}

/// Tells the mixer who is heard.
fn tell(
    mut speaker: ResMut<Speaker>,
    mut audible: ResMut<Audible>,
    room: Res<RoomVolume>,
    now: Res<Now>,
    show: Res<TheShow>,
    hung: Res<Hung>,
) {
    let speaker = &mut *speaker;
    let said = match &mut speaker.output {
        Some(output) => output.get_mut().unwrap_or_else(PoisonError::into_inner).says(),
        None => "silent".to_owned(),
    };
    if audible.0 != said {
        audible.0 = said;
    }
    let facts = &speaker.facts;
    let heard = heard(
        hung.0.sound,
        speaker.sources,
        show.0.axis(),
        &now.0.mix,
        |source| facts.gain(source),
        |version| facts.alike(version),
    );
    let volume = room.0 * show.0.settings().volume as f32;
    let score = Score { transport: *show.0.transport(), heard, volume };
    *speaker.told.score.lock().unwrap_or_else(PoisonError::into_inner) = Some(score);
}
