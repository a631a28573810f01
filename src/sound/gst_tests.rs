//! The output with real GStreamer: a sink that notes when what is heard.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;

use super::gst::{
    BLOCK_NS, Fill, Finder, Found, LEAD_NS, Output, RATE, Routing, Settings, described, finder,
    list,
};
use crate::timeline::{Clock, ClockTime, clock::Monotonic};

/// What is written wraps after this many microseconds, so that 24 bits tell them to a sixteenth.
const WRAP_US: f64 = 1_048_576.0;

/// Writes into each frame when it is to be heard, on the right with the sign changed.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<Vec<i64>>>);

impl Fill for Times {
    fn fill(&mut self, from: ClockTime, _: usize, out: &mut [[f32; 2]]) {
        let latest = from.after(BLOCK_NS).since(Monotonic.now());
        self.0.lock().unwrap().push(latest);
        for (frame, sample) in out.iter_mut().enumerate() {
            let us = from.0 as f64 / 1000.0 + frame as f64 * 1e6 / f64::from(RATE);
            let told = (us.rem_euclid(WRAP_US) / WRAP_US) as f32;
            *sample = [told, -told];
        }
    }
}

/// A buffer as it is heard.
struct Heard {
    /// When it is heard by its time stamp.
    at: i64,
    /// When it really was.
    came: i64,
    /// All channels of its first frame.
    first: Vec<f32>,
    /// The first channel of its last frame, and its count of frames.
    last: (f32, usize),
}

impl Heard {
    /// How many microseconds later than the written time it is heard.
    fn late_us(&self, told: f32, at: i64) -> f64 {
        let late = (at as f64 / 1000.0 - f64::from(told) * WRAP_US).rem_euclid(WRAP_US);
        if late > WRAP_US / 2.0 { late - WRAP_US } else { late }
    }
}

/// A sink of so many channels that notes what is heard.
fn ear(channels: usize, mask: Option<u64>) -> (Finder, Arc<Mutex<Vec<Heard>>>) {
    let notes = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&notes);
    let find = move || {
        let noted = Arc::clone(&noted);
        let note = move |sink: &gst_app::AppSink| {
            let came = Monotonic.now().0;
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            let buffer = sample.buffer().unwrap();
            let base = sink.base_time().unwrap();
            let at = (base + buffer.pts().unwrap()).nseconds() as i64;
            let map = buffer.map_readable().unwrap();
            let samples: Vec<f32> =
                map.chunks(4).map(|x| f32::from_le_bytes(x.try_into().unwrap())).collect();
            let frames = samples.len() / channels;
            let last = (samples[(frames - 1) * channels], frames);
            let first = samples[..channels].to_vec();
            noted.lock().unwrap().push(Heard { at, came, first, last });
            Ok(gst::FlowSuccess::Ok)
        };
        let mut caps = gst::Caps::builder("audio/x-raw")
            .field("format", "F32LE")
            .field("channels", channels as i32);
        if let Some(mask) = mask {
            caps = caps.field("channel-mask", gst::Bitmask::new(mask));
        }
        let sink = gst_app::AppSink::builder()
            .sync(true)
            .caps(&caps.build())
            .callbacks(gst_app::AppSinkCallbacks::builder().new_sample(note).build())
            .build();
        Ok(Found::always(sink.upcast(), "an ear"))
    };
    (Box::new(find), notes)
}

/// One output at a time: its threads are counted. Nothing where GStreamer lacks an element.
fn alone(elements: &[&str]) -> Option<MutexGuard<'static, ()>> {
    static ALONE: Mutex<()> = Mutex::new(());
    gst::init().unwrap();
    let needed = ["audioconvert", "audioresample"];
    for name in needed.iter().chain(elements) {
        if gst::ElementFactory::find(name).is_none() {
            eprintln!("skipped: there is no {name}");
            return None;
        }
    }
    Some(ALONE.lock().unwrap_or_else(PoisonError::into_inner))
}

fn until(mut so: impl FnMut() -> bool) {
    for _ in 0..1000 {
        if so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("not in 20 s");
}

fn threads() -> usize {
    let names = std::fs::read_dir("/proc/self/task").unwrap();
    let names =
        names.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    // The test's own thread is named after the test.
    names
        .filter(|name| ["sound\n", "sound closing\n", "sound-feed:src\n"].contains(&name.as_str()))
        .count()
}

fn quick() -> Settings {
    Settings { again_after: Duration::from_millis(50), ..Settings::default() }
}

#[track_caller]
fn assert_on_time(heard: &[Heard], delay_us: f64) {
    for one in heard {
        let end = one.at + (one.last.1 as i64 - 1) * 1_000_000_000 / i64::from(RATE);
        for late in [one.late_us(one.first[0], one.at), one.late_us(one.last.0, end)] {
            assert!((late - delay_us).abs() < 50.0, "{late} µs instead of {delay_us}");
        }
    }
}

#[test]
fn what_is_heard_is_the_block_for_that_time() {
    let Some(_alone) = alone(&[]) else { return };
    let (find, notes) = ear(2, None);
    let times = Times::default();
    let output = Output::open_on(find, quick(), Box::new(times.clone()));
    until(|| notes.lock().unwrap().len() >= 500);
    assert_eq!(output.says(), "an ear");
    drop(output);
    let heard = notes.lock().unwrap();
    assert_on_time(&heard, 0.0);
    for one in heard.iter() {
        assert!(one.came >= one.at - 1_000_000, "heard {} ns early", one.at - one.came);
    }
    let mut late: Vec<_> = heard.iter().map(|one| one.came - one.at).collect();
    late.sort_unstable();
    let latest = times.0.lock().unwrap().iter().copied().max().unwrap();
    println!(
        "came {} µs late in the middle, {} µs at most; the latest frame of a block is heard \
         {} µs after it is asked for at most",
        late[late.len() / 2] / 1000,
        late[late.len() - 1] / 1000,
        latest / 1000
    );
    assert!(latest <= LEAD_NS + 2 * BLOCK_NS);
}

#[test]
fn the_clock_of_the_pipeline_is_the_shows() {
    let Some(_alone) = alone(&[]) else { return };
    let clock = gst::SystemClock::obtain();
    let before = Monotonic.now().0;
    let system = clock.time().nseconds() as i64;
    assert!((before..=Monotonic.now().0).contains(&system));
}

#[test]
fn a_delay_moves_what_is_heard_and_not_how_early_it_is_asked_for() {
    let Some(_alone) = alone(&[]) else { return };
    for delay_ms in [-200, 150] {
        let (find, notes) = ear(2, None);
        let settings = Settings { delay_ms, ..quick() };
        let output = Output::open_on(find, settings, Box::new(Times::default()));
        until(|| notes.lock().unwrap().len() >= 30);
        drop(output);
        assert_on_time(&notes.lock().unwrap(), f64::from(delay_ms) * 1000.0);
    }
}

#[test]
fn the_pair_goes_to_two_channels_of_six() {
    let Some(_alone) = alone(&[]) else { return };
    for mask in [None, Some(0), Some(0x3f)] {
        let (find, notes) = ear(6, mask);
        let routing = Some(Routing { of_total: 6, buses: vec![vec![4, 1]] });
        let output = Output::open_on(
            find,
            Settings { routing: routing.clone(), ..quick() },
            Box::new(Times::default()),
        );
        until(|| {
            let said = output.says();
            assert!(!said.starts_with("no sound"), "{mask:?}: {said}");
            notes.lock().unwrap().len() >= 30
        });
        drop(output);
        for one in notes.lock().unwrap().iter() {
            let told = one.first[4];
            assert_eq!(one.first, [0.0, -told, 0.0, 0.0, told, 0.0]);
            assert!(one.late_us(told, one.at).abs() < 50.0);
        }
    }
}

#[test]
fn channels_that_are_not_there_are_said() {
    let Some(_alone) = alone(&["fakesink"]) else { return };
    let routing = Some(Routing { of_total: 2, buses: vec![vec![0, 2]] });
    let settings = Settings { routing, ..quick() };
    let output = Output::open_on(described("fakesink"), settings, Box::new(Times::default()));
    until(|| output.says().contains("there are no channels [0, 2] of 2"));
}

#[test]
fn a_device_that_fails_is_opened_again_and_is_on_time() {
    let Some(_alone) = alone(&["identity", "fakesink"]) else { return };
    let mut failing = described("identity error-after=20 ! fakesink sync=true");
    let (mut find, notes) = ear(2, None);
    let mut opened = 0;
    let find = move || {
        opened += 1;
        if opened < 3 { failing() } else { find() }
    };
    let output = Output::open_on(Box::new(find), quick(), Box::new(Times::default()));
    until(|| output.says().starts_with("no sound device: identity error-after=20"));
    until(|| notes.lock().unwrap().len() >= 100);
    assert_eq!(output.says(), "an ear");
    assert_on_time(&notes.lock().unwrap(), 0.0);
}

#[test]
fn a_device_that_stands_still_is_lost_and_does_not_hold_up_the_end() {
    let Some(_alone) = alone(&["identity", "fakesink"]) else { return };
    let find = described("identity sleep-time=5000000 ! fakesink sync=true");
    let output = Output::open_on(find, quick(), Box::new(Times::default()));
    until(|| output.says() == "no sound device: the last one does not close");
    drop(output);
    assert!(threads() > 0, "the sink was waited for");
    until(|| threads() == 0);
}

#[test]
fn a_missing_device_is_said_and_no_error() {
    let Some(_alone) = alone(&[]) else { return };
    let output =
        Output::open_on(finder(Some("No Such Thing")), quick(), Box::new(Times::default()));
    until(|| output.says().starts_with("no sound device: nothing is called “No Such Thing”"));
    assert!(list().unwrap().iter().all(|name| !name.contains("No Such Thing")));
}

#[test]
fn without_any_device_the_default_one_says_so() {
    let Some(_alone) = alone(&["autoaudiosink"]) else { return };
    let output = Output::open_on(finder(None), quick(), Box::new(Times::default()));
    until(|| output.says() != "opening the sound device");
    let said = output.says();
    println!("{said}");
    assert!(said.starts_with("no sound device: ") || said.starts_with("the default device ("));
}

#[test]
fn when_it_is_dropped_its_threads_end() {
    let Some(_alone) = alone(&["fakesink"]) else { return };
    until(|| threads() == 0);
    for sink in ["fakesink sync=true", "fakesink sync=false", "no_such_sink"] {
        let output = Output::open_on(described(sink), quick(), Box::new(Times::default()));
        until(|| output.says() != "opening the sound device");
        assert!(threads() > 0);
        drop(output);
        until(|| threads() == 0);
    }
}

#[test]
fn a_device_with_one_channel_gets_both() {
    let Some(_alone) = alone(&[]) else { return };
    let (find, notes) = ear(1, None);
    let output = Output::open_on(find, quick(), Box::new(Times::default()));
    until(|| notes.lock().unwrap().len() >= 10);
    assert_eq!(output.says(), "an ear");
    assert!(notes.lock().unwrap().iter().all(|one| one.first == [0.0]));
}

#[test]
fn a_device_with_too_few_channels_is_said() {
    let Some(_alone) = alone(&[]) else { return };
    let (find, _) = ear(2, None);
    let routing = Some(Routing { of_total: 6, buses: vec![vec![0, 1]] });
    let settings = Settings { routing, ..quick() };
    let output = Output::open_on(find, settings, Box::new(Times::default()));
    until(|| output.says() == "no sound device: an ear: it has not 6 channels");
}
