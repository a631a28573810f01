//! Sound within Bevy: each tick the mixer is told who is heard, and it does the rest on a thread
//! of its own.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::facts::Facts;
use super::feeder::{Feeder, Maybe, Told};
use super::gst::{Finder, Output, Routing, Settings, finder};
use super::heard::{At, Sources, heard};
use super::listen::{self, Listening};
use super::mixer::Score;
use super::source::FilePcm;
use crate::exhibit::{Exhibit, SoundOf};
use crate::installation::routes::{Channels, RouteFrom};
use crate::installation::sound::Sound;
use crate::media::plugin::Playable;
use crate::prepare::Options;
use crate::prepare::voices;
use crate::show::plugin::{Hung, Now, ShowSystems, TheShow};

/// How loud the room is at present, 0 to 1: its volume, at its hour, and nothing while it is
/// closed.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct RoomVolume(pub f32);

/// What is heard, in words, for those who ask.
#[derive(Resource, Clone, Debug, Default)]
pub struct Audible(pub String);

/// The versions that each screen shows, by its name and their places in the exhibit: told by
/// whoever hangs them.
#[derive(Resource, Clone, Debug, Default, PartialEq, Eq)]
pub struct OnScreens(pub BTreeMap<String, Vec<usize>>);

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
    listening: Listening,
}

impl Speaker {
    /// What goes out, bus by bus: that of the wall as a whole first.
    fn buses(&self) -> Vec<Option<&RouteFrom>> {
        let routes = self.sound.channels.iter().flat_map(|channels| &channels.routes);
        std::iter::once(None).chain(routes.map(|route| Some(&route.from))).collect()
    }

    /// Who speaks what the labels say.
    fn voice(&self) -> listen::Speaker<'_> {
        listen::Speaker {
            command: &self.sound.speech,
            lufs: self.sound.loudness_lufs,
            options: &self.options,
        }
    }
}

fn routing(channels: &Channels) -> Routing {
    let main = std::iter::once(channels.main.clone());
    let routes = channels.routes.iter().map(|route| route.channels.clone());
    Routing { of_total: channels.of, buses: main.chain(routes).collect() }
}

/// Has the sound of what hangs be heard.
pub fn plugin(app: &mut App, sound: Sound, options: Options) {
    plugin_on(app, sound, options, Box::new(finder));
}

/// The same, on a device of one's own.
pub fn plugin_on(app: &mut App, sound: Sound, options: Options, find: Find) {
    app.insert_resource(RoomVolume(sound.volume as f32))
        .init_resource::<Audible>()
        .init_resource::<OnScreens>();
    let speaker = Speaker {
        sound,
        find,
        options,
        told: Arc::default(),
        output: None,
        facts: Facts::default(),
        sources: Sources { versions: 0, voices: false },
        of: None,
        listening: Listening::default(),
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
    let device = |sound: &Sound| (sound.device.clone(), sound.delay_ms, sound.channels.clone());
    if before.speech != sound.speech {
        speaker.of = None;
    }
    if device(&before) != device(sound) {
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
                tracing::warn!(
                    place = %path.display(),
                    "the voice {} is not heard: {why}",
                    path.display()
                );
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
    let is_heard = is_heard || speaker.voice().can_speak(&hung.0);
    match Facts::of(files, versions, speaker.sound.loudness_lufs, of.has_common()) {
        Ok(facts) => speaker.facts = facts,
        Err(why) => tracing::error!("the sounds are not measured, so not heard: {why}"),
    }
    if !is_heard {
        speaker.output = None;
    } else if speaker.output.is_none() {
        let feeder = Feeder::new(Arc::clone(&speaker.told), speaker.buses().len());
        let delay_ms = i32::try_from(speaker.sound.delay_ms).unwrap_or_default();
        let routing = speaker.sound.channels.as_ref().map(routing);
        let settings = Settings { delay_ms, routing, ..Settings::default() };
        let device = (speaker.find)(speaker.sound.device.as_deref());
        let output = Output::open_on(device, settings, Box::new(feeder));
        speaker.output = Some(Mutex::new(output));
    }
}

/// Tells the mixer who is heard.
fn tell(
    mut speaker: ResMut<Speaker>,
    mut audible: ResMut<Audible>,
    (room, on): (Res<RoomVolume>, Res<OnScreens>),
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
    let (settings, axis) = (show.0.settings(), show.0.axis());
    let volume = room.0 * settings.volume as f32;
    let facts = &speaker.facts;
    let (gain, alike) = (|source| facts.gain(source), |version| facts.alike(version));
    let at = At { of: hung.0.sound, sources: speaker.sources, axis, mix: &now.0.mix };
    let scores = speaker.buses().into_iter().map(|bus| {
        let heard = match bus {
            None => heard(&at, gain, alike),
            Some(RouteFrom::Version(id)) => {
                let version = hung.0.versions.iter().position(|known| known.id == id.value);
                at.alone(version, gain)
            }
            Some(RouteFrom::Screen(name)) => match on.0.get(&name.value).map(Vec::as_slice) {
                // A screen that shows one version always lets it be heard.
                Some([one]) => at.alone(Some(*one), gain),
                Some(several) => at.among(several, gain, alike),
                None => at.alone(None, gain),
            },
        };
        Score { transport: *show.0.transport(), heard, volume }
    });
    let scores = scores.collect();
    *speaker.told.scores.lock().unwrap_or_else(PoisonError::into_inner) = Some(scores);
    let asked = (settings.listens, now.0.mix.nearest(), settings.language.as_str());
    let mut listening = std::mem::take(&mut speaker.listening);
    listening.follow(asked, &hung.0, &speaker.voice(), &speaker.told);
    speaker.listening = listening;
}
