//! What is heard belongs to what is seen: the mix is caught at its sink with its times, and its
//! beeps are held against the film time of the show.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bevy::app::{App, Update};
use bevy::ecs::schedule::IntoScheduleConfigs as _;
use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;
use palimpsest::exhibit;
use palimpsest::exhibit::raw::Written;
use palimpsest::installation::routes::{Channels, Route, RouteFrom};
use palimpsest::installation::sound::Sound;
use palimpsest::media::plugin::Playable;
use palimpsest::prepare::Options;
use palimpsest::rendition::{Prepared, Rendition};
use palimpsest::show::plugin::{Now, ShowSystems, TheShow};
use palimpsest::show::{Program, Show, ShowCommand};
use palimpsest::sound::gst::{Finder, Found};
use palimpsest::sound::plugin::plugin_on;
use palimpsest::timeline::clock::Monotonic;
use palimpsest::timeline::{Clock as _, ClockTime, FilmTime, Rate, Speed, Transport};

const RATE: i64 = 48_000;
/// The film's length in seconds; a beep begins with each.
const SECONDS: i64 = 3;
/// What a viewer cannot tell: well within +45 and −125 ms (ITU-R BT.1359-1).
const TOGETHER_NS: i64 = 20_000_000;

/// The samples that were heard, by channel, each with the clock time of its buffer's first.
type Heard = Arc<Mutex<Vec<(i64, Vec<Vec<f32>>)>>>;

/// A sink on the show's clock that notes what is heard, and when.
fn ear(heard: &Heard, channels: usize) -> Finder {
    let heard = Arc::clone(heard);
    Box::new(move || {
        let heard = Arc::clone(&heard);
        let note = move |sink: &gst_app::AppSink| {
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            let buffer = sample.buffer().unwrap();
            let at = (sink.base_time().unwrap() + buffer.pts().unwrap()).nseconds() as i64;
            let map = buffer.map_readable().unwrap();
            let samples = |channel: usize| {
                let frames = map.chunks(4 * channels).map(|frame| &frame[4 * channel..][..4]);
                frames.map(|sample| f32::from_le_bytes(sample.try_into().unwrap())).collect()
            };
            heard.lock().unwrap().push((at, (0..channels).map(samples).collect()));
            Ok(gst::FlowSuccess::Ok)
        };
        let caps = gst::Caps::builder("audio/x-raw")
            .field("format", "F32LE")
            .field("channels", channels as i32)
            .build();
        let sink = gst_app::AppSink::builder()
            .sync(true)
            .caps(&caps)
            .callbacks(gst_app::AppSinkCallbacks::builder().new_sample(note).build())
            .build();
        Ok(Found::always(sink.upcast(), "an ear"))
    })
}

/// A recording of one pitch.
fn tone(path: &Path, hz: f64, seconds: f64) {
    let samples = (0..(seconds * RATE as f64) as u32).flat_map(|frame| {
        let phase = f64::from(frame) / RATE as f64 * hz * std::f64::consts::TAU;
        ((phase.sin() * 8000.0) as i16).to_le_bytes()
    });
    let samples: Vec<u8> = samples.collect();
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + samples.len() as u32).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend((RATE as u32).to_le_bytes());
    bytes.extend((RATE as u32 * 2).to_le_bytes());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend(b"data");
    bytes.extend((samples.len() as u32).to_le_bytes());
    bytes.extend(samples);
    std::fs::write(path, bytes).unwrap();
}

/// A prepared version whose sound is a short beep of this pitch at every whole second.
fn beeping(folder: &Path, hz: f64) -> Arc<Prepared> {
    std::fs::create_dir_all(folder).unwrap();
    let mut bytes = Vec::new();
    for frame in 0..SECONDS * RATE {
        let into = frame % RATE;
        let phase = into as f64 / RATE as f64 * hz * std::f64::consts::TAU;
        let value = if into < RATE / 20 { (phase.sin() * 20_000.0) as i16 } else { 0 };
        bytes.extend(value.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    std::fs::write(folder.join("sound.s16"), &bytes).unwrap();
    let mut rendition = Rendition::card(1, Rate::whole(25), FilmTime::from_secs(SECONDS));
    rendition.sound = Some(palimpsest::rendition::Sound {
        file: "sound.s16".to_owned(),
        samples: (SECONDS * RATE) as u64,
    });
    Arc::new(Prepared { folder: folder.to_owned(), rendition })
}

/// A show of two versions that beep, with its sound, in Bevy without anything that draws.
struct Room {
    app: App,
    heard: Heard,
    /// The transport as it was from each time on.
    transports: Vec<(ClockTime, Transport)>,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        Self::with(Sound::default(), "")
    }

    /// A room with this sound, and this said of version b.
    fn with(sound: Sound, of_b: &str) -> Self {
        gst::init().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "title = \"Beeps\"\nlength = {SECONDS}\n[[generation]]\nid = \"a\"\nname = \"A\"\n\
             [[generation]]\nid = \"b\"\nname = \"B\"\n[[version]]\ngeneration = \"a\"\n\
             card = 25\n[[version]]\ngeneration = \"b\"\ncard = 25\n{of_b}"
        );
        tone(&folder.path().join("say.wav"), 300.0, 3.0);
        let loaded = exhibit::parse(&text, &folder.path().join("exhibit.toml"), folder.path());
        let exhibit = Arc::new(loaded.unwrap_or_else(|report| panic!("{report}")).exhibit);
        let prepared = [("a", 1000.0), ("b", 600.0)];
        let prepared = prepared.map(|(name, hz)| Some(beeping(&folder.path().join(name), hz)));
        let now = Monotonic.now();
        let mut show = Show::new(Program::of(&exhibit, |_| None), now.after(-9_000_000_000));
        show.apply(now.after(-8_000_000_000), ShowCommand::ScrubToVersion(1));
        let program = env!("CARGO_BIN_EXE_palimpsest").into();
        let options = Options { cache: folder.path().join("cache"), program, ..Options::new() };
        let mut app = App::new();
        let order = (ShowSystems::Input, ShowSystems::Advance, ShowSystems::Report);
        app.configure_sets(Update, order.chain());
        palimpsest::show::plugin::plugin(&mut app, show, exhibit, Arc::new(Monotonic));
        app.insert_resource(Playable(prepared.to_vec()));
        let heard = Heard::default();
        let theirs = Arc::clone(&heard);
        let channels = sound.channels.as_ref().map_or(2, |channels| channels.of as usize);
        let find = move |_: Option<&str>| ear(&theirs, channels);
        plugin_on(&mut app, sound, options, Box::new(find));
        Self { app, heard, transports: Vec::new(), folder }
    }

    fn command(&mut self, command: ShowCommand) {
        let mut inbox = self.app.world_mut().resource_mut::<palimpsest::show::plugin::Inbox>();
        inbox.push(Monotonic.now(), command);
    }

    /// Ticks for so long, sixty times a second.
    fn run(&mut self, seconds: f64) {
        let began = Monotonic.now();
        while (Monotonic.now().since(began) as f64) < seconds * 1e9 {
            self.app.update();
            let transport = *self.app.world().resource::<TheShow>().0.transport();
            if self.transports.last().is_none_or(|(_, last)| last.seq != transport.seq) {
                let at = self.app.world().resource::<Now>().0.target;
                self.transports.push((at, transport));
            }
            std::thread::sleep(Duration::from_millis(16));
        }
    }

    /// How loud a pitch is on a channel between two clock times: half its amplitude.
    fn loudness(&self, channel: usize, hz: f64, (from, to): (i64, i64)) -> f64 {
        let (mut sum, mut count) = ((0.0, 0.0), 0.0);
        for (at, channels) in self.heard.lock().unwrap().iter() {
            for (index, sample) in channels[channel].iter().enumerate() {
                let at = at + index as i64 * 1_000_000_000 / RATE;
                if (from..to).contains(&at) {
                    let (sin, cos) = (at as f64 / 1e9 * hz * std::f64::consts::TAU).sin_cos();
                    sum = (sum.0 + f64::from(*sample) * sin, sum.1 + f64::from(*sample) * cos);
                    count += 1.0;
                }
            }
        }
        f64::hypot(sum.0, sum.1) / f64::max(count, 1.0)
    }

    /// The clock times at which beeps began.
    fn beeps(&self) -> Vec<i64> {
        let mut beeps = Vec::new();
        let mut quiet = RATE;
        for (at, channels) in self.heard.lock().unwrap().iter() {
            for (index, sample) in channels[0].iter().enumerate() {
                if sample.abs() > 0.01 {
                    if quiet > RATE / 10 {
                        beeps.push(at + index as i64 * 1_000_000_000 / RATE);
                    }
                    quiet = 0;
                } else {
                    quiet += 1;
                }
            }
        }
        beeps
    }

    /// The film time that was seen at a clock time, and whether it ran at its own speed.
    fn film_at(&self, clock: i64) -> Option<(FilmTime, bool)> {
        let before = self.transports.iter().rev().find(|(from, _)| from.0 <= clock)?;
        let (_, film) = before.1.at(ClockTime(clock));
        Some((film, before.1.speed == Speed::NORMAL))
    }
}

/// How far a film time is from the whole second nearest to it.
fn off(film: FilmTime) -> i64 {
    let into = film.0.rem_euclid(1_000_000_000);
    if into > 500_000_000 { into - 1_000_000_000 } else { into }
}

#[test]
fn every_beep_is_heard_at_its_film_time_over_laps_jumps_and_versions() {
    let mut room = Room::new();
    room.command(ShowCommand::Play);
    room.run(1.5);
    let begun = Monotonic.now();
    room.run(5.0);
    room.command(ShowCommand::JumpTo(FilmTime(1_300_000_000)));
    room.run(2.2);
    room.command(ShowCommand::ScrubToVersion(2));
    room.run(2.2);
    let beeps: Vec<i64> = room.beeps().into_iter().filter(|at| *at > begun.0).collect();
    assert!((8..=10).contains(&beeps.len()), "{} beeps", beeps.len());
    for at in &beeps {
        let (film, runs) = room.film_at(*at).unwrap();
        assert!(runs && off(film).abs() <= TOGETHER_NS, "{} ms", off(film) as f64 / 1e6);
    }
}

#[test]
fn at_another_speed_and_at_rest_nothing_is_heard_and_then_it_goes_on_in_step() {
    let mut room = Room::new();
    room.command(ShowCommand::Play);
    room.run(1.5);
    room.command(ShowCommand::Shuttle(Speed::thousandths(2000)));
    room.run(0.4);
    let muted = Monotonic.now();
    room.run(2.5);
    room.command(ShowCommand::Pause);
    room.run(1.2);
    let plays = Monotonic.now();
    room.command(ShowCommand::Play);
    room.run(3.5);
    let beeps = room.beeps();
    let silent = |at: &&i64| (muted.0..plays.0).contains(*at);
    assert_eq!(beeps.iter().filter(silent).count(), 0);
    let after: Vec<i64> = beeps.iter().copied().filter(|at| *at > plays.0 + 300_000_000).collect();
    assert!(after.len() >= 2, "{after:?}");
    for at in after {
        let (film, _) = room.film_at(at).unwrap();
        assert!(off(film).abs() <= TOGETHER_NS, "{} ms", off(film) as f64 / 1e6);
    }
}

#[test]
fn a_version_with_channels_of_its_own_is_heard_there_wherever_the_hand_is() {
    let version = RouteFrom::Version(Written { value: "b".to_owned(), span: 0..1 });
    let routes = vec![Route { from: version, channels: vec![3] }];
    let channels = Some(Channels { of: 4, main: vec![0, 1], routes });
    let mut room = Room::with(Sound { channels, ..Sound::default() }, "");
    room.command(ShowCommand::Play);
    room.run(1.5);
    let from = Monotonic.now().0;
    room.run(2.0);
    let span = (from, Monotonic.now().0);
    let on = |channel: usize, hz: f64| room.loudness(channel, hz, span);
    assert!(on(0, 1000.0) > 20.0 * on(0, 600.0), "the hand is at a");
    assert!(on(3, 600.0) > 20.0 * on(3, 1000.0), "b has a speaker of its own");
    assert!(on(2, 600.0) + on(2, 1000.0) < on(3, 600.0) / 100.0, "nothing goes to the third");
}

/// Plays at version b and asks to hear what its label says; the time at which that is heard.
fn listens(room: &mut Room) -> i64 {
    room.command(ShowCommand::ScrubToVersion(2));
    room.command(ShowCommand::Play);
    room.run(1.0);
    room.command(ShowCommand::Listen);
    until(room, |said| said > 0.02)
}

/// Ticks until so much of what is spoken was heard in the last fifth of a second; when that is.
fn until(room: &mut Room, enough: impl Fn(f64) -> bool) -> i64 {
    for _ in 0..600 {
        room.run(0.05);
        let now = Monotonic.now().0;
        if enough(room.loudness(0, 300.0, (now - 200 * MS, now))) {
            return now;
        }
    }
    panic!("what was asked for was not heard for half a minute");
}

const MS: i64 = 1_000_000;

#[test]
fn the_listen_key_speaks_the_recording_over_a_quieter_film() {
    let mut room = Room::with(Sound::default(), "spoken = \"say.wav\"\n");
    let from = listens(&mut room);
    let over = until(&mut room, |said| said < 0.001);
    room.run(1.8);
    // In every second there is one beep.
    let beep = |from: i64| room.loudness(0, 600.0, (from, from + 1000 * MS));
    let (during, after) = (beep(from + 300 * MS), beep(over + 500 * MS));
    assert!(during < after * 0.35, "{during} {after}");
}

#[test]
fn asked_again_it_is_silent_and_it_does_not_speak_on_of_what_the_hand_has_left() {
    for command in [ShowCommand::Listen, ShowCommand::ScrubToVersion(1)] {
        let mut room = Room::with(Sound::default(), "spoken = \"say.wav\"\n");
        let heard = listens(&mut room);
        room.command(command);
        let silent = until(&mut room, |said| said < 0.001);
        // Left alone it speaks for three seconds.
        assert!(silent - heard < 2500 * MS, "{} ms", (silent - heard) / MS);
    }
}

#[cfg(unix)]
#[test]
fn what_nobody_recorded_is_spoken_by_the_program_that_the_installation_names() {
    let folder = tempfile::tempdir().unwrap();
    tone(&folder.path().join("voice.wav"), 300.0, 3.0);
    let script = "cat > words-$1.txt; cat voice.wav";
    let script = format!("cd {} && {script}", folder.path().display());
    let speech = ["sh", "-c", &script, "sh", "{language}"].map(str::to_owned).to_vec();
    let sound = Sound { speech, ..Sound::default() };
    let mut room = Room::with(sound, "note = \"Ours\"\n");
    listens(&mut room);
    let words = std::fs::read_to_string(folder.path().join("words-en.txt")).unwrap();
    assert_eq!(words, "B. Ours.");
    let kept = std::fs::read_dir(room.folder.path().join("cache")).unwrap();
    let spoken = |name: &str| name.starts_with("spoken-") && name.ends_with(".s16");
    let kept = kept.filter(|one| spoken(&one.as_ref().unwrap().file_name().to_string_lossy()));
    assert_eq!(kept.count(), 1, "it is kept for the next who asks");
}
