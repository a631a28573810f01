//! Reels and lockstep: with a fake decoder that can be told to fail, and with real H.264.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;
use palimpsest::media::decoder::{Decoder, Fault, Opened, Opener, Progress, Units};
use palimpsest::media::faulty::{Faults, Faulty};
use palimpsest::media::open::Renditions;
use palimpsest::media::picture::OwnPlanes;
use palimpsest::media::plan::{AHEAD_MAX, REVERSE_MAX};
use palimpsest::media::shown::Condition;
use palimpsest::media::squares::{Region, Squares, read_squares};
use palimpsest::media::test_card::TestCard;
use palimpsest::media::{Aim, FrameState, Lockstep, Need, Picture, Shown};
use palimpsest::rendition::{
    ClipFacts, Colour, FORMAT, Frame, FrameTable, Medium, Prepared, Rendition, Rung,
};
use palimpsest::timeline::{ClockTime, FilmTime, Rate, Speed, Transport};
use proptest::prelude::*;

const PATIENCE: Duration = Duration::from_secs(60);

// ---------------------------------------------------------------- a fake decoder

/// What the fakes of one lockstep do wrong.
#[derive(Default)]
struct Script {
    /// How many of the next units bring the decoder down.
    crashes: AtomicU32,
    /// Nothing can be opened.
    closed: AtomicBool,
    /// Units of these frames give no picture.
    damaged: Mutex<Vec<u32>>,
    /// The decoder takes units and never says that it is done.
    stuck: AtomicBool,
    /// Every so many units, decoding takes a few milliseconds.
    hesitates: AtomicU32,
}

struct FakeOpener(Arc<Script>);

struct FakeUnits;

struct FakeDecoder {
    script: Arc<Script>,
    rung: usize,
    last: Option<u32>,
    offered: u32,
    done: Vec<(u64, Picture)>,
}

impl Opener for FakeOpener {
    fn open(&self, _: &Prepared, rung: usize) -> Result<Opened, Fault> {
        if self.0.closed.load(Ordering::SeqCst) {
            return Err(Fault::Decoder("no such file".to_owned()));
        }
        let script = Arc::clone(&self.0);
        let decoder = FakeDecoder { script, rung, last: None, offered: 0, done: Vec::new() };
        Ok(Opened { units: Box::new(FakeUnits), decoder: Box::new(decoder) })
    }
}

impl Units for FakeUnits {
    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault> {
        Ok(frame.source.to_le_bytes().to_vec())
    }
}

impl Decoder for FakeDecoder {
    fn offer(&mut self, serial: u64, unit: Vec<u8>, keyframe: bool) -> Result<(), Fault> {
        let crash = |left: u32| left.checked_sub(1);
        if self.script.crashes.fetch_update(Ordering::SeqCst, Ordering::SeqCst, crash).is_ok() {
            return Err(Fault::Decoder("the decoder fell over".to_owned()));
        }
        let index = u32::from_le_bytes(unit.try_into().unwrap());
        self.offered += 1;
        let pause = self.script.hesitates.load(Ordering::SeqCst);
        if pause > 0 && self.offered.is_multiple_of(pause) {
            std::thread::sleep(Duration::from_millis(3));
        }
        if self.script.damaged.lock().unwrap().contains(&index) {
            self.last = None;
            return Ok(());
        }
        // A unit that does not follow its reference decodes to rubbish.
        let sound = keyframe || (index > 0 && self.last == Some(index - 1));
        self.last = sound.then_some(index);
        let mut planes = OwnPlanes::black(4, 2);
        planes.data[..4].copy_from_slice(&if sound { index } else { u32::MAX }.to_le_bytes());
        planes.data[4] = self.rung as u8;
        self.done.push((serial, Picture { planes: Arc::new(planes) }));
        Ok(())
    }

    fn take(&mut self, _: Duration, finished: &mut Vec<(u64, Picture)>) -> Result<Progress, Fault> {
        if self.script.stuck.load(Ordering::SeqCst) {
            return Ok(Progress::Busy);
        }
        finished.append(&mut self.done);
        Ok(Progress::Idle)
    }
}

/// The frame and the rung that a fake picture says it is.
fn said(picture: &Picture) -> (u32, usize) {
    let data = picture.planes.plane(0).data;
    (u32::from_le_bytes(data[..4].try_into().unwrap()), usize::from(data[4]))
}

const LENGTH: FilmTime = FilmTime::from_secs(4);

/// A version with a large rung in groups of twelve and a small one of keyframes only.
fn version(rate: Rate, gap: Option<std::ops::Range<usize>>) -> Arc<Prepared> {
    let rung = |level: u8, group: usize| {
        let mut frames = FrameTable::regular(rate, LENGTH).frames().to_vec();
        for (index, frame) in frames.iter_mut().enumerate() {
            frame.keyframe = index % group == 0;
        }
        if let Some(gap) = &gap {
            frames.drain(gap.clone());
            for (index, frame) in frames.iter_mut().enumerate() {
                frame.source = index as u32;
                frame.keyframe |= index == gap.start;
            }
        }
        rung(level, (1280 >> level, 720 >> level), group == 1, String::new(), frames)
    };
    prepared(Path::new(""), Medium::H264, LENGTH, vec![rung(0, 12), rung(2, 1)])
}

fn rung(
    level: u8,
    (width, height): (u32, u32),
    intra: bool,
    file: String,
    frames: Vec<Frame>,
) -> Rung {
    let table = FrameTable::new(frames).unwrap();
    Rung { level, width, height, crops: vec![(width, height)], file, intra, table }
}

fn prepared(folder: &Path, medium: Medium, length: FilmTime, rungs: Vec<Rung>) -> Arc<Prepared> {
    let size = (rungs[0].width, rungs[0].height);
    let clip = ClipFacts {
        master: String::new(),
        start: FilmTime::ZERO,
        end: length,
        size,
        pixel_aspect: (1, 1),
        colour: Colour::default(),
        changes: Vec::new(),
    };
    let rendition =
        Rendition { format: FORMAT, medium, length, clips: vec![clip], rungs, sound: None };
    Arc::new(Prepared { folder: folder.to_owned(), rendition })
}

/// A lockstep with its transport and its clock.
struct Stage {
    lockstep: Lockstep,
    versions: Vec<Arc<Prepared>>,
    transport: Transport,
    now: ClockTime,
    needs: Vec<Need>,
}

impl Stage {
    fn new(versions: Vec<Arc<Prepared>>, opener: Box<dyn Opener>) -> Self {
        let length = versions.iter().map(|version| version.rendition.length).max().unwrap();
        let played = versions.iter().cloned().map(Some).collect();
        let mut transport = Transport::new(0, ClockTime(0), length);
        transport.set_speed(ClockTime(0), Speed::NORMAL);
        let small = Need { base: (160, 90), visible: (160, 90), ..Need::default() };
        let needs = vec![small; versions.len()];
        let lockstep = Lockstep::new(played, opener);
        Self { lockstep, versions, transport, now: ClockTime(0), needs }
    }

    fn fake(versions: Vec<Arc<Prepared>>) -> (Self, Arc<Script>) {
        let script = Arc::new(Script::default());
        (Self::new(versions, Box::new(FakeOpener(Arc::clone(&script)))), script)
    }

    fn show_large(&mut self, version: usize, width: u32) {
        self.needs[version].visible = (width, width * 9 / 16);
    }

    fn aim(&mut self) -> Aim {
        self.lockstep.arrange(self.now, &self.needs);
        Aim {
            film: self.transport.at(self.now).1,
            speed: self.transport.speed,
            loop_in: self.transport.loop_in,
            loop_out: self.transport.loop_out,
        }
    }

    fn step(&mut self, ns: i64) {
        self.now = self.now.after(ns);
    }

    fn settle(&mut self) -> bool {
        let aim = self.aim();
        self.lockstep.settle(&aim, PATIENCE)
    }

    fn select(&mut self) -> (FilmTime, Vec<Shown>) {
        let aim = self.aim();
        (aim.film, self.lockstep.select(&aim).to_vec())
    }

    /// What is said to be exact is.
    fn check_fakes(&mut self) -> Vec<Shown> {
        let (film, shown) = self.select();
        for shown in &shown {
            let table = &self.versions[shown.version].rendition.rungs[0].table;
            assert_eq!(shown.wanted, table.at(film).map(|index| index as u32));
            if let (Some(picture), Some(frame)) = (&shown.picture, shown.frame) {
                assert_eq!(said(picture), (frame, shown.rung), "{film}");
                assert_eq!(shown.pts, Some(table.frames()[frame as usize].start));
            }
            match shown.state {
                FrameState::Exact => {
                    let frame = table.frames()[shown.frame.unwrap() as usize];
                    assert!(frame.start <= film && film < frame.end);
                    assert!(shown.picture.is_some());
                }
                FrameState::Late => assert!(shown.wanted.is_some()),
                FrameState::Missing => {}
            }
        }
        for health in self.lockstep.health() {
            assert!(health.queued <= health.rungs.len() * REVERSE_MAX.max(AHEAD_MAX));
            assert!(health.rungs.len() <= 3, "{:?}", health.rungs);
        }
        shown
    }
}

#[derive(Clone, Debug)]
enum Op {
    Step(i64),
    Settle,
    Jump(i64),
    Speed(i32),
    Loop(i64, i64),
    Resize(usize, u32),
    Crash,
    Hesitate(u32),
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        6 => (1..200_000_000i64).prop_map(Op::Step),
        2 => Just(Op::Settle),
        2 => (0..4_000i64).prop_map(Op::Jump),
        2 => prop::sample::select(vec![-4000, -1000, -300, 0, 500, 1000, 2500, 4000])
            .prop_map(Op::Speed),
        1 => (0..3_500i64, 1..2_000i64).prop_map(|(from, length)| Op::Loop(from, from + length)),
        1 => (0..3usize, prop::sample::select(vec![0, 100, 320, 1280]))
            .prop_map(|(version, width)| Op::Resize(version, width)),
        1 => (0..5u32).prop_map(Op::Hesitate),
    ];
    // A crash rests half a second of real time, so there are few.
    (prop::collection::vec(op, 1..40), prop::option::weighted(0.15, 0..40usize)).prop_map(
        |(mut ops, crash)| {
            if let Some(at) = crash {
                ops.insert(at.min(ops.len()), Op::Crash);
            }
            ops
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_nothing_wrong_is_called_exact_and_all_settles(ops in ops()) {
        let (mut stage, script) = Stage::fake(vec![
            version(Rate::whole(24), None),
            version(Rate::whole(60), Some(50..90)),
            version(Rate { frames: 30000, seconds: 1001 }, None),
        ]);
        for op in ops {
            match op {
                Op::Step(ns) => stage.step(ns),
                Op::Settle => { stage.settle(); }
                Op::Jump(ms) => stage.transport.jump(stage.now, FilmTime::from_millis(ms)),
                Op::Speed(speed) => {
                    stage.transport.set_speed(stage.now, Speed::thousandths(speed));
                }
                Op::Loop(from, to) => {
                    let to = FilmTime::from_millis(to.min(4000));
                    stage.transport.set_loop(stage.now, FilmTime::from_millis(from), to);
                }
                Op::Resize(version, width) => stage.show_large(version, width),
                Op::Crash => script.crashes.store(1, Ordering::SeqCst),
                Op::Hesitate(every) => script.hesitates.store(every, Ordering::SeqCst),
            }
            stage.check_fakes();
        }
        script.crashes.store(0, Ordering::SeqCst);
        prop_assert!(stage.settle());
        for shown in stage.check_fakes() {
            let expected =
                if shown.wanted.is_some() { FrameState::Exact } else { FrameState::Missing };
            prop_assert_eq!(shown.state, expected);
        }
    }
}

#[test]
fn a_frame_that_cannot_be_decoded_is_missing_with_those_that_need_it_and_the_next_group_plays() {
    let (mut stage, script) = Stage::fake(vec![version(Rate::whole(24), None)]);
    script.damaged.lock().unwrap().push(30);
    stage.show_large(0, 1280);
    stage.needs[0].base = (1280, 720);
    let mut missing = Vec::new();
    for frame in 0..96u32 {
        stage.now = ClockTime(Rate::whole(24).start_of(u64::from(frame)).0);
        stage.settle();
        let shown = stage.check_fakes().remove(0);
        if shown.state == FrameState::Missing {
            missing.push(frame);
            assert_eq!(shown.frame, Some(29), "the last good one stays");
        } else {
            assert_eq!(shown.state, FrameState::Exact);
        }
    }
    assert_eq!(missing, (30..36).collect::<Vec<_>>());
    assert!(stage.lockstep.health()[0].error.is_some());
}

#[test]
fn a_version_that_cannot_be_opened_leaves_the_others_alone_and_comes_back() {
    let (mut stage, script) = Stage::fake(vec![version(Rate::whole(24), None)]);
    script.closed.store(true, Ordering::SeqCst);
    let aim = stage.aim();
    assert!(!stage.lockstep.settle(&aim, Duration::from_millis(50)));
    assert_eq!(stage.check_fakes()[0].state, FrameState::Late);
    let health = stage.lockstep.health().remove(0);
    assert_eq!(health.condition, Condition::Resting);
    assert_eq!(health.error.as_deref(), Some("no such file"));
    script.closed.store(false, Ordering::SeqCst);
    assert!(stage.settle());
    assert_eq!(stage.check_fakes()[0].state, FrameState::Exact);
    assert_eq!(stage.lockstep.health()[0].condition, Condition::Well);
}

#[test]
fn a_stuck_decoder_is_replaced_and_the_last_good_frame_stays_meanwhile() {
    let (mut stage, script) = Stage::fake(vec![version(Rate::whole(24), None)]);
    assert!(stage.settle());
    script.stuck.store(true, Ordering::SeqCst);
    stage.step(2_000_000_000);
    let aim = stage.aim();
    assert!(!stage.lockstep.settle(&aim, Duration::from_millis(100)));
    let shown = stage.check_fakes().remove(0);
    assert_eq!((shown.state, shown.wanted, shown.frame), (FrameState::Late, Some(48), Some(0)));
    assert_eq!(stage.lockstep.health()[0].error.as_deref(), Some("the decoder is stuck"));
    script.stuck.store(false, Ordering::SeqCst);
    assert!(stage.settle());
    assert_eq!(stage.check_fakes()[0].state, FrameState::Exact);
}

#[test]
fn a_version_without_rendition_is_missing_and_nothing_waits_for_it() {
    let script = Arc::new(Script::default());
    let versions = vec![None, Some(version(Rate::whole(24), None))];
    let mut lockstep = Lockstep::new(versions, Box::new(FakeOpener(script)));
    let need = Need { base: (160, 90), visible: (160, 90), ..Need::default() };
    lockstep.arrange(ClockTime(0), &[need; 2]);
    let (loop_in, loop_out) = (FilmTime::ZERO, LENGTH);
    let aim = Aim { film: FilmTime::ZERO, speed: Speed::NORMAL, loop_in, loop_out };
    assert!(lockstep.settle(&aim, PATIENCE));
    let states: Vec<_> = lockstep.select(&aim).iter().map(|shown| shown.state).collect();
    assert_eq!(states, [FrameState::Missing, FrameState::Exact]);
}

#[test]
fn until_the_large_reel_has_the_frame_the_small_one_is_shown() {
    let (mut stage, script) = Stage::fake(vec![version(Rate::whole(24), None)]);
    assert!(stage.settle());
    assert_eq!(stage.check_fakes()[0].rung, 1);
    script.closed.store(true, Ordering::SeqCst);
    stage.show_large(0, 1280);
    let shown = stage.check_fakes().remove(0);
    assert_eq!((shown.state, shown.rung), (FrameState::Exact, 1));
    script.closed.store(false, Ordering::SeqCst);
    assert!(stage.settle());
    let shown = stage.check_fakes().remove(0);
    assert_eq!((shown.state, shown.rung, shown.level), (FrameState::Exact, 0, 0));
}

#[test]
fn a_picture_that_did_not_change_keeps_its_serial() {
    let (mut stage, _) = Stage::fake(vec![version(Rate::whole(24), None)]);
    stage.settle();
    let first = stage.check_fakes()[0].serial;
    stage.step(1_000_000);
    assert_eq!(stage.check_fakes()[0].serial, first);
    stage.step(50_000_000);
    stage.settle();
    assert_ne!(stage.check_fakes()[0].serial, first);
}

#[test]
fn at_rest_nothing_more_is_decoded() {
    let (mut stage, _) = Stage::fake(vec![version(Rate::whole(24), None)]);
    stage.transport.set_speed(stage.now, Speed::STILL);
    assert!(stage.settle());
    for _ in 0..20 {
        stage.step(16_000_000);
        stage.check_fakes();
    }
    assert_eq!(stage.lockstep.health()[0].decoded, 1);
}

#[test]
fn after_a_reload_an_unchanged_version_plays_on_wherever_it_stands() {
    let (one, other) = (version(Rate::whole(24), None), version(Rate::whole(30), None));
    let (mut stage, _) = Stage::fake(vec![one.clone(), other.clone()]);
    assert!(stage.settle());
    let before = stage.check_fakes();
    let added = version(Rate::whole(12), None);
    stage.versions = vec![added.clone(), one.clone(), other.clone()];
    stage.lockstep.replace(stage.versions.iter().cloned().map(Some).collect());
    stage.needs.push(stage.needs[0]);
    let after = stage.check_fakes();
    assert_eq!(after[1].serial, before[0].serial);
    assert_eq!(after[2].serial, before[1].serial);
    assert_eq!((after[1].version, after[1].state), (1, FrameState::Exact));
    assert!(stage.settle());
    assert!(stage.check_fakes().iter().all(|shown| shown.state == FrameState::Exact));
}

// ---------------------------------------------------------------- real H.264

/// Encodes pictures as a byte-stream file with a keyframe every `group` frames and returns each
/// access unit's offset, length and whether it is a keyframe.
fn encode(
    file: &Path,
    size: (u32, u32),
    group: u32,
    pictures: impl Iterator<Item = OwnPlanes>,
) -> Vec<(u64, u32, bool)> {
    gst::init().unwrap();
    let description = format!(
        "appsrc name=in format=time caps=video/x-raw,format=I420,width={},height={},framerate=24/1 \
         ! x264enc bframes=0 key-int-max={group} speed-preset=veryfast pass=qual quantizer=20 \
         vbv-buf-capacity=0 threads=1 option-string=scenecut=0 \
         ! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=out sync=false",
        size.0, size.1
    );
    let pipeline = gst::parse::launch(&description).unwrap().downcast::<gst::Pipeline>().unwrap();
    let source = pipeline.by_name("in").unwrap().downcast::<gst_app::AppSrc>().unwrap();
    let sink = pipeline.by_name("out").unwrap().downcast::<gst_app::AppSink>().unwrap();
    pipeline.set_state(gst::State::Playing).unwrap();
    for (index, picture) in pictures.enumerate() {
        let mut buffer = gst::Buffer::from_slice(picture.data);
        let time = |index: u64| gst::ClockTime::from_nseconds(index * 1_000_000_000 / 24);
        let start = time(index as u64);
        buffer.get_mut().unwrap().set_pts(start);
        buffer.get_mut().unwrap().set_duration(time(index as u64 + 1) - start);
        source.push_buffer(buffer).unwrap();
    }
    source.end_of_stream().unwrap();
    let (mut bytes, mut units) = (Vec::new(), Vec::new());
    while let Ok(sample) = sink.pull_sample() {
        let buffer = sample.buffer().unwrap();
        let map = buffer.map_readable().unwrap();
        let keyframe = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
        units.push((bytes.len() as u64, map.len() as u32, keyframe));
        bytes.extend_from_slice(&map);
    }
    pipeline.set_state(gst::State::Null).unwrap();
    std::fs::write(file, bytes).unwrap();
    units
}

/// Test cards as real renditions: a large rung in groups of twelve, a small one of keyframes.
pub fn encoded_card(
    folder: &Path,
    number: u16,
    rate: Rate,
    length: FilmTime,
    sizes: &[(u8, (u32, u32))],
) -> Arc<Prepared> {
    let table = FrameTable::regular(rate, length);
    let rungs = sizes.iter().map(|&(level, size)| {
        let card = TestCard::new(number, rate, size);
        let group = if level >= 2 { 1 } else { 12 };
        let file = format!("{number}-{level}.h264");
        let pictures = (0..table.frames().len()).map(|index| card.frame(index as u32));
        let units = encode(&folder.join(&file), size, group, pictures);
        assert_eq!(units.len(), table.frames().len());
        let frame = |(frame, (offset, bytes, keyframe)): (&Frame, &(u64, u32, bool))| Frame {
            offset: *offset,
            bytes: *bytes,
            keyframe: *keyframe,
            ..*frame
        };
        let frames = table.frames().iter().zip(&units).map(frame).collect();
        rung(level, size, group == 1, file, frames)
    });
    prepared(folder, Medium::H264, length, rungs.collect())
}

fn squares_of(picture: &Picture) -> Option<Squares> {
    let plane = picture.planes.plane(0);
    let gray = |x: u32, y: u32| {
        let (x, y) = (x.min(plane.width - 1), y.min(plane.height - 1));
        plane.data[(y * plane.stride + x) as usize]
    };
    let (width, height) = (plane.width as f32, plane.height as f32);
    read_squares(gray, Region { x: 0.0, y: 0.0, width, height })
}

const SIZES: [(u8, (u32, u32)); 2] = [(0, (640, 360)), (2, (160, 90))];

#[test]
fn five_laps_of_real_video_show_every_frame_exactly_through_jumps_reverse_and_rates() {
    let folder = tempfile::tempdir().unwrap();
    let length = FilmTime::from_secs(2);
    let versions: Vec<_> = (1..)
        .zip([8, 12, 24, 25, 30, 60])
        .map(|(number, rate)| {
            encoded_card(folder.path(), number, Rate::whole(rate), length, &SIZES)
        })
        .collect();
    let mut stage = Stage::new(versions, Box::new(Renditions));
    let mut tick = 0u32;
    let mut seen: BTreeMap<usize, u32> = BTreeMap::new();
    while stage.transport.at(stage.now).0 < 5 {
        match tick {
            60 => stage.show_large(3, 640),
            90 => stage.transport.jump(stage.now, FilmTime::from_millis(333)),
            100 => stage.transport.set_speed(stage.now, Speed::thousandths(-1000)),
            150 => stage.transport.set_speed(stage.now, Speed::thousandths(-4000)),
            170 => stage.transport.set_speed(stage.now, Speed::STILL),
            175 => stage.transport.jump(stage.now, FilmTime::from_millis(1999)),
            180 => stage.transport.set_speed(stage.now, Speed::thousandths(4000)),
            200 => stage.show_large(5, 640),
            220 => stage.transport.set_speed(stage.now, Speed::thousandths(700)),
            300 => stage.transport.set_speed(stage.now, Speed::NORMAL),
            _ => {}
        }
        assert!(stage.settle(), "tick {tick}: {:?}", stage.lockstep.health());
        let (film, shown) = stage.select();
        for shown in shown {
            let rate = Rate::whole([8, 12, 24, 25, 30, 60][shown.version]);
            let expected =
                Squares { version: shown.version as u8 + 1, frame: rate.frame_at(film) as u16 };
            assert_eq!(shown.state, FrameState::Exact);
            assert_eq!(squares_of(shown.picture.as_ref().unwrap()), Some(expected), "{film}");
            *seen.entry(shown.rung).or_default() += 1;
        }
        tick += 1;
        stage.step(40_000_000);
    }
    assert!(tick > 300 && seen.len() == 2, "{tick} {seen:?}");
}

#[test]
fn a_truncated_rendition_plays_as_far_as_it_goes_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let length = FilmTime::from_secs(2);
    let version = encoded_card(folder.path(), 1, Rate::whole(12), length, &SIZES[1..]);
    let file = version.file(0);
    let table = &version.rendition.rungs[0].table;
    let cut = table.frames()[18].offset + 5;
    std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(cut).unwrap();
    let mut stage = Stage::new(vec![version.clone()], Box::new(Renditions));
    for frame in 0..24u64 {
        stage.now = ClockTime(Rate::whole(12).start_of(frame).0);
        stage.settle();
        let expected = if frame < 18 { FrameState::Exact } else { FrameState::Missing };
        assert_eq!(stage.select().1[0].state, expected, "frame {frame}");
    }
    let error = stage.lockstep.health().remove(0).error.unwrap();
    assert!(error.contains("ends before"), "{error}");
}

#[test]
fn a_rendition_full_of_rubbish_is_missing_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let length = FilmTime::from_secs(1);
    let version = encoded_card(folder.path(), 1, Rate::whole(12), length, &SIZES[1..]);
    let file = version.file(0);
    let mut bytes = std::fs::read(&file).unwrap();
    let from = version.rendition.rungs[0].table.frames()[6].offset as usize;
    for (index, byte) in bytes[from..].iter_mut().enumerate() {
        *byte = (index * 7 + 3) as u8;
    }
    std::fs::write(&file, bytes).unwrap();
    let mut stage = Stage::new(vec![version], Box::new(Renditions));
    for frame in 0..12u64 {
        stage.now = ClockTime(Rate::whole(12).start_of(frame).0);
        stage.settle();
        let state = stage.select().1[0].state;
        let expected = if frame < 6 { FrameState::Exact } else { FrameState::Missing };
        assert_eq!(state, expected, "frame {frame}: {:?}", stage.lockstep.health());
    }
}

#[test]
fn real_video_that_is_damaged_on_purpose_or_has_no_decoder_is_as_it_was_when_that_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let length = FilmTime::from_secs(2);
    let version = encoded_card(folder.path(), 1, Rate::whole(12), length, &SIZES[1..]);
    let bytes = std::fs::read(version.file(0)).unwrap();
    let faults = Faults::default();
    let opener = Faulty::over(Renditions, faults.clone());
    let mut stage = Stage::new(vec![version.clone()], Box::new(opener));
    let mut at = |frame: u64, does: &dyn Fn(&mut Lockstep)| {
        does(&mut stage.lockstep);
        stage.now = ClockTime(Rate::whole(12).start_of(frame).0);
        let aim = stage.aim();
        stage.lockstep.settle(&aim, PATIENCE);
        stage.select().1.remove(0)
    };
    assert_eq!(at(0, &|_| {}).state, FrameState::Exact);
    let damaged = at(18, &|_| faults.corrupt_file(&version, true));
    assert_eq!((damaged.state, damaged.frame), (FrameState::Missing, Some(0)));
    assert!(damaged.picture.is_some(), "the last good picture stays");
    assert_eq!(std::fs::read(version.file(0)).unwrap(), bytes, "no file is written");
    let mended = at(18, &|reels| {
        faults.corrupt_file(&version, false);
        reels.reopen(0);
    });
    assert_eq!((mended.state, mended.frame), (FrameState::Exact, Some(18)));
    faults.break_decoder(&version, true);
    let aim = Aim { film: FilmTime::from_millis(700), ..stage.aim() };
    assert!(!stage.lockstep.settle(&aim, Duration::from_millis(300)));
    assert_eq!(stage.lockstep.health()[0].condition, Condition::Resting);
    faults.break_decoder(&version, false);
    assert!(stage.lockstep.settle(&aim, PATIENCE), "it comes back by itself");
    assert_eq!(stage.lockstep.select(&aim)[0].state, FrameState::Exact);
}

#[test]
fn a_rendition_that_is_not_there_is_an_error_of_that_version_alone() {
    let folder = tempfile::tempdir().unwrap();
    let length = FilmTime::from_secs(1);
    let card = |number| encoded_card(folder.path(), number, Rate::whole(12), length, &SIZES[1..]);
    let versions = vec![card(1), card(2)];
    std::fs::remove_file(versions[0].file(0)).unwrap();
    let mut stage = Stage::new(versions, Box::new(Renditions));
    let aim = stage.aim();
    assert!(!stage.lockstep.settle(&aim, Duration::from_millis(300)));
    let health = stage.lockstep.health();
    assert!(health[0].error.as_ref().is_some_and(|why| why.contains("1-2.h264")));
    assert_eq!(health[1].error, None);
}

#[test]
fn cards_are_drawn_without_any_file() {
    let length = FilmTime::from_secs(1);
    let card = |number, rate| {
        let rendition = Rendition::card(number, Rate::whole(rate), length);
        Arc::new(Prepared { folder: std::path::PathBuf::new(), rendition })
    };
    let mut stage = Stage::new(vec![card(1, 24), card(2, 60)], Box::new(Renditions));
    for _ in 0..40 {
        assert!(stage.settle());
        let (film, shown) = stage.select();
        for (shown, rate) in shown.iter().zip([24, 60]) {
            let frame = Rate::whole(rate).frame_at(film) as u16;
            let expected = Squares { version: shown.version as u8 + 1, frame };
            assert_eq!(squares_of(shown.picture.as_ref().unwrap()), Some(expected));
        }
        stage.step(37_000_000);
    }
}
