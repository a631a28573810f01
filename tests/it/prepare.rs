//! Prepare from end to end: real masters of known content through the child process, the encoder
//! and back.

mod hostile;

use std::path::{Path, PathBuf};
use std::time::Duration;

use palimpsest::diagnostic::Place;
use palimpsest::exhibit::{
    Clip, ColourOverride, Exhibit, Fit, Framing, Generation, Shot, SoundOf, Source, Text, Version,
};
use palimpsest::media::picture::OwnPlanes;
use palimpsest::prepare::decode::{Ask, Decoding, Event};
use palimpsest::prepare::gst_encode::{EncodeError, Encoder};
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::prepare::progress::Silent;
use palimpsest::prepare::{
    MediaProblem, Options, Outcome, examine, load_prepared, prepare, prune, still_rgba,
};
use palimpsest::rendition::planar::Planar;
use palimpsest::timeline::{FilmTime, Rate};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/media");
const SIZE: (u32, u32) = (192, 108);

fn options(folder: &Path) -> Options {
    Options {
        cache: folder.join("cache"),
        program: env!("CARGO_BIN_EXE_palimpsest").into(),
        patience: Duration::from_secs(10),
        at_once: 2,
        reader: None,
        ..Options::new()
    }
}

/// An exhibit of shots of this length; each version names one clip for each shot.
fn exhibit(shot_ms: i64, fit: Fit, versions: &[&[PathBuf]]) -> Exhibit {
    let most = versions.iter().map(|clips| clips.len()).max().unwrap_or(0) as i64;
    let at = |index: i64| FilmTime::from_millis(shot_ms * index);
    let shot = |index| Shot {
        id: format!("shot-{index}"),
        start: at(index),
        end: at(index + 1),
        title: Text::default(),
        prompt: Text::default(),
        script: Text::default(),
        voice: None,
        storyboard: None,
        drafts: Vec::new(),
    };
    let place = Place {
        file: "exhibit.toml".to_owned(),
        line: 1,
        column: 1,
        length: 0,
        source_line: String::new(),
        skipped: 0,
    };
    let clip = |(index, path): (usize, &PathBuf)| Clip {
        written: path.display().to_string(),
        path: path.clone(),
        shot: Some(index),
        start: at(index as i64),
        end: at(index as i64 + 1),
        part: palimpsest::exhibit::Part::WHOLE,
        fit,
        place: place.clone(),
    };
    let version = |clips: &&[PathBuf]| Version {
        id: "version".to_owned(),
        generation: 0,
        name: Text::plain("version"),
        note: Text::default(),
        tools: Vec::new(),
        gained: Text::default(),
        lost: Text::default(),
        kept: Text::default(),
        frame: Framing::Contain,
        colour: ColourOverride::default(),
        source: Source::Clips(clips.iter().enumerate().map(clip).collect()),
        captions: Vec::new(),
        spoken: Vec::new(),
        rights: None,
        takes: Vec::new(),
    };
    Exhibit {
        sound: SoundOf::Follow,
        credentials: false,
        curves: Vec::new(),
        captions: Vec::new(),
        file: "exhibit.toml".into(),
        media: PathBuf::new(),
        title: Text::default(),
        tagline: Text::default(),
        invitation: Text::default(),
        stand_in: None,
        typeface: palimpsest::exhibit::Typeface::default(),
        credits: Vec::new(),
        length: at(most),
        shots: (0..most).map(shot).collect(),
        generations: vec![Generation {
            id: "generation".to_owned(),
            name: Text::plain("generation"),
            maker: Text::default(),
            released: None,
        }],
        versions: versions.iter().map(version).collect(),
        influences: Vec::new(),
    }
}

/// A dark picture whose upper rows hold `number` as eight black and white squares.
fn numbered(number: u32, (width, height): (u32, u32)) -> OwnPlanes {
    let mut picture = OwnPlanes::black(width, height);
    let side = width / 8;
    for y in 0..height {
        for x in 0..width {
            let bit = number >> (x / side).min(7) & 1;
            let value = if y < side { 16 + 219 * bit } else { 24 + (x * 40 / width) + number % 5 };
            picture.data[(y * width + x) as usize] = value as u8;
        }
    }
    picture
}

/// The number that the squares of a picture of `width` pixels spell.
fn number_of(picture: &Planar, width: u32) -> u32 {
    let side = width / 8;
    let (luma, stride, _) = picture.plane(0);
    (0..8).fold(0, |number, bit| {
        let (x, y) = ((bit * side + side / 2) as usize, (side / 2) as usize);
        number | u32::from(luma[y * stride + x] > 125) << bit
    })
}

fn master(folder: &Path, name: &str, codec: MasterCodec, count: u32, rate: Rate) -> PathBuf {
    let path = folder.join(format!("{name}.{}", codec.extension()));
    let frames = (0..count).map(|number| numbered(number, SIZE));
    encode_master(&path, codec, frames, rate, SIZE).expect("a master can be made");
    path
}

/// Every picture of a media file, as the child hands them over.
fn pictures(path: &Path, options: &Options) -> Vec<Planar> {
    let mut decoding = Decoding::start(&options.program, path, Ask::Pictures, options.patience)
        .expect("the child starts");
    let (mut size, mut all) = ((0, 0), Vec::new());
    loop {
        match decoding.next_event().expect("it can be decoded") {
            Event::Facts(facts) => size = facts.size,
            Event::Frame(frame) => {
                all.push(Planar::new(size.0, size.1, frame.planes).expect("a whole picture"));
            }
            Event::Done(_) => return all,
            Event::Sound(..) => {}
        }
    }
}

fn prepared(outcome: &Outcome) -> &palimpsest::rendition::Prepared {
    outcome.prepared.as_ref().unwrap_or_else(|| panic!("{:?}", outcome.problems))
}

#[test]
fn every_frame_of_every_codec_and_rate_is_kept_once_and_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let rates = [8, 12, 24, 25, 30, 60];
    for codec in [MasterCodec::H264, MasterCodec::Vp9, MasterCodec::Gif] {
        let masters: Vec<[PathBuf; 1]> = rates
            .iter()
            .map(|rate| {
                [master(folder.path(), &rate.to_string(), codec, *rate, Rate::whole(*rate))]
            })
            .collect();
        let versions: Vec<&[PathBuf]> = masters.iter().map(<[PathBuf; 1]>::as_slice).collect();
        let exhibit = exhibit(1000, Fit::Hold, &versions);
        let outcomes = prepare(&exhibit, &options, &mut Silent);
        for (outcome, rate) in outcomes.iter().zip(rates) {
            assert_eq!(outcome.problems, [], "{codec:?} at {rate}");
            let made = prepared(outcome);
            // Containers keep milliseconds or hundredths of a second.
            let slack = if codec == MasterCodec::Gif { 5_000_000 } else { 1_000_000 };
            for (index, rung) in made.rendition.rungs.iter().enumerate() {
                let frames = rung.table.frames();
                assert_eq!(frames.len(), rate as usize, "{codec:?} at {rate}");
                for (number, frame) in frames.iter().enumerate() {
                    let expected = Rate::whole(rate).start_of(number as u64);
                    assert!((frame.start.0 - expected.0).abs() <= slack, "{codec:?} at {rate}");
                    assert_eq!(frame.source as usize, number);
                }
                assert_eq!(frames[frames.len() - 1].end, exhibit.length);
                assert!(frames.iter().all(|frame| frame.keyframe) || !rung.intra);
                let decoded = pictures(&made.file(index), &options);
                let spelt: Vec<u32> =
                    decoded.iter().map(|picture| number_of(picture, rung.crops[0].0)).collect();
                assert_eq!(spelt, (0..rate).collect::<Vec<_>>(), "{codec:?} at {rate}");
            }
        }
    }
}

#[test]
fn a_loop_repeats_a_stretch_spreads_and_shots_begin_with_keyframes() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let clip = master(folder.path(), "clip", MasterCodec::H264, 12, Rate::whole(24));
    let two = [clip.clone(), clip];
    for (fit, count) in [(Fit::Loop, 2 * 29), (Fit::Stretch, 24), (Fit::Cut, 24)] {
        let exhibit = exhibit(1200, fit, &[&two]);
        let outcomes = prepare(&exhibit, &options, &mut Silent);
        let made = prepared(&outcomes[0]);
        let rung = &made.rendition.rungs[0];
        let frames = rung.table.frames();
        assert_eq!(frames.len(), count, "{fit:?}");
        let spelt: Vec<u32> = pictures(&made.file(0), &options)
            .iter()
            .map(|picture| number_of(picture, rung.crops[0].0))
            .collect();
        let sources: Vec<u32> = frames.iter().map(|frame| frame.source).collect();
        assert_eq!(spelt, sources, "{fit:?}");
        let second = rung.table.at(FilmTime::from_millis(1200)).expect("a frame");
        assert!(frames[second].keyframe && frames[second].clip == 1);
        assert_eq!(frames[second].start, FilmTime::from_millis(1200));
        // At each line of the grid the frame that is seen can be decoded alone.
        for line in (0..2400).step_by(500) {
            if let Some(index) = rung.table.at(FilmTime::from_millis(line)) {
                assert!(frames[index].keyframe, "{fit:?} at {line} ms");
            }
        }
    }
}

#[test]
fn a_changed_clip_makes_only_its_own_version_again_and_pruning_removes_the_old() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let one = master(folder.path(), "one", MasterCodec::H264, 6, Rate::whole(12));
    let two = master(folder.path(), "two", MasterCodec::Gif, 6, Rate::whole(12));
    let exhibit = exhibit(500, Fit::Hold, &[&[one], &[two]]);
    let fresh = |outcomes: &[Outcome]| outcomes.iter().map(|o| o.fresh).collect::<Vec<_>>();
    assert!(load_prepared(&exhibit, &options).iter().all(|o| o.prepared.is_none()));
    assert_eq!(fresh(&prepare(&exhibit, &options, &mut Silent)), [true, true]);
    assert_eq!(fresh(&prepare(&exhibit, &options, &mut Silent)), [false, false]);
    master(folder.path(), "two", MasterCodec::Gif, 5, Rate::whole(10));
    let again = prepare(&exhibit, &options, &mut Silent);
    assert_eq!(fresh(&again), [false, true]);
    assert_eq!(load_prepared(&exhibit, &options)[1].prepared, again[1].prepared);
    assert_eq!(prune(std::slice::from_ref(&exhibit), &options).map(|(count, _)| count), Ok(1));
    assert!(load_prepared(&exhibit, &options).iter().all(|o| o.prepared.is_some()));
}

#[test]
fn one_bad_clip_leaves_a_gap_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let good = master(folder.path(), "good", MasterCodec::H264, 12, Rate::whole(24));
    let missing = folder.path().join("missing.mp4");
    let exhibit = exhibit(500, Fit::Hold, &[&[good.clone(), missing.clone(), good], &[missing]]);
    let outcomes = prepare(&exhibit, &options, &mut Silent);
    let table = &prepared(&outcomes[0]).rendition.rungs[0].table;
    assert!(table.at(FilmTime::from_millis(499)).is_some());
    assert!(table.at(FilmTime::from_millis(700)).is_none());
    assert_eq!(table.frames()[table.at(FilmTime::from_millis(1000)).unwrap()].clip, 1);
    assert_eq!(outcomes[0].problems.len(), 1);
    assert_eq!(outcomes[0].problems[0].clip(), Some(1));
    assert!(outcomes[1].prepared.is_none());
    let left: Vec<_> = std::fs::read_dir(&options.cache)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.contains("partial"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn what_is_wrong_with_a_file_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let problem = |path: &Path| examine(path, &options).expect_err("it is wrong");
    assert_eq!(problem(&folder.path().join("no.mp4")), MediaProblem::Missing);
    assert!(matches!(problem(folder.path()), MediaProblem::Unreadable(_)));
    assert_eq!(problem(&file("empty.mp4", b"")), MediaProblem::Empty);
    let page = file("page.mp4", b"<!DOCTYPE html><html><head>404</head></html>");
    assert!(matches!(problem(&page), MediaProblem::NotMedia(_)));
    let pointer = file("lfs.mp4", b"version https://git-lfs.github.com/spec/v1\noid sha256:0");
    assert!(matches!(problem(&pointer), MediaProblem::NotMedia(_)));
    let noise: Vec<u8> =
        (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(problem(&file("noise.mp4", &noise)), MediaProblem::NotMedia(_)));

    let whole =
        std::fs::read(master(folder.path(), "whole", MasterCodec::Vp9, 24, Rate::whole(24)));
    let whole = whole.unwrap();
    let cut = file("cut.webm", &whole[..whole.len() / 2]);
    let found = examine(&cut, &options).expect("its beginning can be shown");
    assert!(!found.frames.is_empty() && found.frames.len() < 24);
    let gif = std::fs::read(master(folder.path(), "gif", MasterCodec::Gif, 12, Rate::whole(12)));
    let gif = gif.unwrap();
    let cut = file("cut.gif", &gif[..gif.len() / 2]);
    let found = examine(&cut, &options).expect("its beginning can be shown");
    assert!(matches!(found.findings[..], [MediaProblem::Truncated { .. }]), "{found:?}");
    let mp4 = master(folder.path(), "mp4", MasterCodec::H264, 24, Rate::whole(24));
    let mp4 = std::fs::read(mp4).unwrap();
    let cut = file("cut.mp4", &mp4[..mp4.len() / 2]);
    assert!(matches!(problem(&cut), MediaProblem::Truncated { got_ns: 0, .. }));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_refused_before_anything_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let (pipe, device) = (folder.path().join("pipe.mp4"), folder.path().join("device.mp4"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    std::os::unix::fs::symlink("/dev/zero", &device).unwrap();
    for path in [&pipe, &device] {
        let outcomes =
            prepare(&exhibit(500, Fit::Hold, &[std::slice::from_ref(path)]), &options, &mut Silent);
        assert!(outcomes[0].prepared.is_none());
        let said = outcomes[0].problems[0].to_string();
        assert!(said.contains("it is not an ordinary file"), "{said}");
        assert!(matches!(examine(path, &options), Err(MediaProblem::Unreadable(_))));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_encoder_whose_disk_is_full_says_so_and_does_not_hang() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        println!("skipped: there is no /dev/full");
        return;
    }
    palimpsest::prepare::gst_encode::init().unwrap();
    let step = &palimpsest::prepare::ladder::ladder(&[SIZE])[0];
    let picture = |number| {
        let OwnPlanes { data, .. } = numbered(number, SIZE);
        Planar::new(SIZE.0, SIZE.1, data).expect("a whole picture")
    };
    let colour = palimpsest::rendition::Colour::default();
    let mut encoder = Encoder::start(full, step, colour).expect("it starts");
    // More than waits in any buffer; the last is not written before the end.
    let pushed = (0..400).try_for_each(|number| encoder.push(&picture(number), true));
    let ended = pushed.and_then(|()| encoder.finish().map(|_| ()));
    let Err(EncodeError::Write(error)) = ended else { panic!("{ended:?}") };
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}

#[test]
fn another_exhibit_keeps_what_it_uses_when_one_is_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let clip = master(folder.path(), "clip", MasterCodec::Gif, 6, Rate::whole(12));
    let other = master(folder.path(), "other", MasterCodec::Gif, 7, Rate::whole(12));
    let written = |name: &str, clips: &[PathBuf]| {
        let file = folder.path().join(name);
        std::fs::write(&file, "").unwrap();
        Exhibit { file, ..exhibit(500, Fit::Hold, &[clips]) }
    };
    let one = written("one.toml", std::slice::from_ref(&clip));
    let two = written("two.toml", std::slice::from_ref(&clip));
    prepare(&one, &options, &mut Silent);
    assert!(!prepare(&two, &options, &mut Silent)[0].fresh);
    let changed = written("one.toml", &[other]);
    let pruned = |exhibit: &Exhibit| prune(std::slice::from_ref(exhibit), &options).unwrap().0;
    assert_eq!(pruned(&changed), 0);
    assert!(load_prepared(&two, &options)[0].prepared.is_some());
    std::fs::remove_file(&two.file).unwrap();
    assert_eq!(pruned(&changed), 1);
}

#[test]
fn a_still_becomes_a_texture_no_larger_than_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let still = master(folder.path(), "still", MasterCodec::Gif, 1, Rate::whole(1));
    let (width, height, pixels) = still_rgba(&still, 192, &options).expect("a picture");
    assert_eq!((width, height), SIZE);
    assert_eq!(pixels.len(), 192 * 108 * 4);
    // Number 0: black squares at the top, dark grey below, no colour.
    let at = |x: usize, y: usize| &pixels[(y * 192 + x) * 4..][..4];
    assert!(at(5, 5)[..3].iter().all(|v| *v < 4), "{:?}", at(5, 5));
    assert!(at(180, 80)[..3].iter().all(|v| (40..70).contains(v)), "{:?}", at(180, 80));
    let (width, height, pixels) = still_rgba(&still, 100, &options).expect("a picture");
    assert_eq!((width, height, pixels.len()), (96, 54, 96 * 54 * 4));
    assert_eq!(
        still_rgba(&folder.path().join("no.png"), 100, &options),
        Err(MediaProblem::Missing)
    );
}

#[test]
fn an_encrypted_file_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    // Other encrypted files make GStreamer's demuxer hang now and then, which is said instead.
    let file = Path::new(SHARED).join("encodings/mp4ff/mp4/testdata/cbcs.mp4");
    if !file.is_file() {
        eprintln!("skipped: there is no {}", file.display());
        return;
    }
    let found = examine(&file, &options(folder.path()));
    assert_eq!(found, Err(MediaProblem::Encrypted));
}

#[cfg(unix)]
#[test]
fn a_child_that_hangs_crashes_or_babbles_is_a_message_and_nothing_more() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(folder.path());
    let clip = master(folder.path(), "clip", MasterCodec::Gif, 2, Rate::whole(12));
    let mut with = |name: &str, script: &str| {
        let program = folder.path().join(name);
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        options.program = program;
        options.patience = Duration::from_millis(300);
        examine(&clip, &options).expect_err("it is no decoder")
    };
    // Says that it is ready, and then nothing.
    let hangs = with("hangs", r"printf '\0\0\0\0\0'; exec sleep 60");
    assert_eq!(hangs, MediaProblem::Stuck { frames: 0 });
    assert!(matches!(with("crashes", "kill -SEGV $$"), MediaProblem::Crashed(_)));
    let greedy = with("greedy", "echo 'failed to allocate 9 bytes' >&2; kill -TRAP $$");
    assert_eq!(greedy, MediaProblem::TooGreedy("memory".to_owned()));
    let babbles = with("babbles", "yes");
    assert!(babbles.is_fatal(), "{babbles:?}");
}

/// Mean structural similarity of luma over windows of 8×8 (Wang et al. 2004, without the Gaussian).
fn ssim(a: &Planar, b: &Planar) -> f64 {
    let ((a, w, h), (b, stride, _)) = (a.plane(0), b.plane(0));
    let (c1, c2) = (6.5025, 58.5225);
    let (mut sum, mut count) = (0.0, 0.0);
    for y in (0..h.saturating_sub(7)).step_by(4) {
        for x in (0..w.saturating_sub(7)).step_by(4) {
            let mut s = [0.0f64; 5];
            for dy in 0..8 {
                for dx in 0..8 {
                    let p = f64::from(a[(y + dy) * w + x + dx]);
                    let q = f64::from(b[(y + dy) * stride + x + dx]);
                    for (s, v) in s.iter_mut().zip([p, q, p * p, q * q, p * q]) {
                        *s += v / 64.0;
                    }
                }
            }
            let [p, q, pp, qq, pq] = s;
            let (vp, vq, cov) = (pp - p * p, qq - q * q, pq - p * q);
            sum += (2.0 * p * q + c1) * (2.0 * cov + c2) / ((p * p + q * q + c1) * (vp + vq + c2));
            count += 1.0;
        }
    }
    sum / count
}

/// CIELAB (D65) of a sample of limited-range BT.709.
fn lab(picture: &Planar, x: usize, y: usize) -> [f64; 3] {
    let sample = |index: usize| {
        let (plane, w, _) = picture.plane(index);
        let half = usize::from(index > 0);
        f64::from(plane[(y >> half) * w + (x >> half)])
    };
    let l = (sample(0) - 16.0) / 219.0;
    let (b, r) = ((sample(1) - 128.0) / 224.0, (sample(2) - 128.0) / 224.0);
    let rgb = [l + 1.5748 * r, l - 0.1873 * b - 0.4681 * r, l + 1.8556 * b].map(|v| {
        let v = v.clamp(0.0, 1.0);
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    });
    let xyz = [
        (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505,
        0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2],
        (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089,
    ];
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = xyz.map(f);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 (Sharma, Wu and Dalal 2005).
fn delta_e([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let c7 = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - c7((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let mut dh = h2 - h1;
    if dh.abs() > 180.0 {
        dh -= 360.0 * dh.signum();
    }
    let big_dh = 2.0 * (c1 * c2).sqrt() * (dh / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let mut h = (h1 + h2) / 2.0;
    if (h1 - h2).abs() > 180.0 {
        h += if h1 + h2 < 360.0 { 180.0 } else { -180.0 };
    }
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let turn = -(2.0 * (30.0 * (-((h - 275.0) / 25.0).powi(2)).exp()).to_radians()).sin();
    let rt = turn * 2.0 * c7(c);
    let (dl, dc, dh) = ((l2 - l1) / sl, (c2 - c1) / sc, big_dh / sh);
    (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
}

/// The 95th percentile of ΔE2000 over the darkest quarter of a picture.
fn dark_difference(master: &Planar, made: &Planar) -> f64 {
    let (luma, w, h) = master.plane(0);
    let mut sorted = luma.to_vec();
    sorted.sort_unstable();
    let limit = sorted[sorted.len() / 4];
    let mut all: Vec<f64> = (0..h)
        .flat_map(|y| (0..w).map(move |x| (x, y)))
        .filter(|(x, y)| luma[y * w + x] <= limit && (x + 3 * y) % 5 == 0)
        .map(|(x, y)| delta_e(lab(master, x, y), lab(made, x, y)))
        .collect();
    all.sort_by(f64::total_cmp);
    all[all.len() * 95 / 100]
}

/// The worst similarity and the worst dark difference of any frame of the full rung.
fn quality(clip: &Path, options: &Options) -> (f64, f64) {
    let examined = examine(clip, options).expect("it can be read");
    let length_ms = examined.length_ns() / 1_000_000 + 1;
    let exhibit = exhibit(length_ms, Fit::Hold, &[&[clip.to_owned()]]);
    let outcomes = prepare(&exhibit, options, &mut Silent);
    let masters = pictures(clip, options);
    let made = pictures(&prepared(&outcomes[0]).file(0), options);
    assert_eq!(masters.len(), made.len());
    let mut worst = (1.0f64, 0.0f64);
    for (master, made) in masters.iter().zip(&made) {
        worst.0 = worst.0.min(ssim(master, made));
        worst.1 = worst.1.max(dark_difference(master, made));
    }
    let prepared = prepared(&outcomes[0]);
    let bytes = std::fs::metadata(prepared.file(0)).map_or(0, |meta| meta.len());
    let name = clip.file_name().unwrap_or_default().display();
    println!("{name}: SSIM {:.4}, ΔE2000 {:.2}, {} kB", worst.0, worst.1, bytes / 1000);
    worst
}

/// Dark film with everything that is hard: grain, slow light, a moving edge, deep colour.
fn dark_film(number: u32, (width, height): (u32, u32)) -> OwnPlanes {
    let mut picture = OwnPlanes::black(width, height);
    let mut seed = number.wrapping_mul(2_654_435_761) | 1;
    let mut grain = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        (seed % 5) as i32 - 2
    };
    for y in 0..height {
        for x in 0..width {
            let glow = 18.0 + 22.0 * f64::from(x + number) / f64::from(width);
            let lit = (x + 2 * number) % 160 > 120 && y > height / 3;
            let value = if lit { 90.0 } else { glow } as i32 + grain();
            picture.data[(y * width + x) as usize] = value.clamp(16, 235) as u8;
        }
    }
    let luma = (width * height) as usize;
    for (index, sample) in picture.data[luma..].iter_mut().enumerate() {
        *sample = (128 + (index as u32 / 40 % 9) as i32 - 4) as u8;
    }
    picture
}

#[test]
fn the_full_rung_of_dark_film_is_visually_lossless() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let clip = folder.path().join("dark.mp4");
    let size = (480, 270);
    let frames = (0..30).map(|number| dark_film(number, size));
    encode_master(&clip, MasterCodec::H264, frames, Rate::whole(24), size).unwrap();
    let (similarity, difference) = quality(&clip, &options);
    assert!(similarity >= 0.98, "{similarity}");
    assert!(difference < 2.0, "{difference}");
}

#[test]
fn the_full_rung_of_real_generated_film_is_visually_lossless() {
    let clips = [
        "same-prompt/showdown/nyc-woman/luma-ray2.mp4",
        "same-prompt/showdown/hummingbird/cogvideox15-t2v.mp4",
        "same-prompt/fetv-fireworks/zeroscope.mp4",
        "same-prompt/td-wan13b-0/turbodiffusion-1.3b.mp4",
    ];
    if !Path::new(SHARED).exists() {
        println!("skipped: {SHARED} is not there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    for clip in clips {
        let (similarity, difference) = quality(&Path::new(SHARED).join(clip), &options);
        assert!(similarity >= 0.98, "{clip}: {similarity}");
        assert!(difference < 2.0, "{clip}: {difference}");
    }
}

/// A lossless 10-bit master of a shadow ramp that rises by less than one 8-bit code in 40 pixels.
fn ten_bit_ramp(path: &Path, (width, height): (u32, u32)) {
    use gstreamer::prelude::*;
    gstreamer::init().unwrap();
    let line = format!(
        "appsrc name=source caps=video/x-raw,format=I420_10LE,width={width},height={height},\
         framerate=24/1,colorimetry=bt709 format=time ! avenc_ffv1 ! matroskamux ! \
         filesink location={}",
        path.display()
    );
    let pipeline = gstreamer::parse::launch(&line).unwrap().downcast::<gstreamer::Pipeline>();
    let pipeline = pipeline.unwrap();
    let source = pipeline.by_name("source").unwrap();
    let source = source.downcast::<gstreamer_app::AppSrc>().unwrap();
    pipeline.set_state(gstreamer::State::Playing).unwrap();
    for number in 0..12u64 {
        let mut data = Vec::new();
        for _ in 0..height {
            data.extend((0..width).flat_map(|x| ramp(x).to_le_bytes()));
        }
        data.extend((0..width * height / 2).flat_map(|_| 512u16.to_le_bytes()));
        let mut buffer = gstreamer::Buffer::from_mut_slice(data);
        let at = gstreamer::ClockTime::from_mseconds(number * 125 / 3);
        buffer.get_mut().unwrap().set_pts(at);
        source.push_buffer(buffer).unwrap();
    }
    source.end_of_stream().unwrap();
    let bus = pipeline.bus().unwrap();
    let ends = [gstreamer::MessageType::Eos, gstreamer::MessageType::Error];
    bus.timed_pop_filtered(gstreamer::ClockTime::NONE, &ends);
    pipeline.set_state(gstreamer::State::Null).unwrap();
}

/// The ramp's 10-bit code: from near black, one code in ten pixels.
fn ramp(x: u32) -> u16 {
    72 + (x / 10) as u16
}

#[test]
fn a_shadow_ramp_of_ten_bits_gets_no_bands() {
    let folder = tempfile::tempdir().unwrap();
    let options = options(folder.path());
    let clip = folder.path().join("ramp.mkv");
    let (width, height) = (640, 96);
    ten_bit_ramp(&clip, (width, height));
    let exhibit = exhibit(500, Fit::Hold, &[&[clip]]);
    let outcomes = prepare(&exhibit, &options, &mut Silent);
    let made = prepared(&outcomes[0]);
    assert!(made.rendition.clips[0].changes.iter().any(|change| change.contains("dithered")));
    for (number, picture) in pictures(&made.file(0), &options).iter().enumerate() {
        let (luma, stride, _) = picture.plane(0);
        // A band is a step of the local mean. Over 40 columns the ramp rises by one 8-bit code;
        // without dither the mean would be off by up to half a code and jump by a whole one.
        let mean = |x: u32| {
            let columns = x as usize..x as usize + 16;
            let rows = (0..height as usize)
                .flat_map(|y| luma[y * stride + columns.start..y * stride + columns.end].iter());
            rows.map(|v| f64::from(*v)).sum::<f64>() / f64::from(16 * height)
        };
        let ideal = |x: u32| (x..x + 16).map(|x| f64::from(ramp(x)) / 4.0).sum::<f64>() / 16.0;
        let mut worst = 0.0f64;
        for x in (0..width - 16).step_by(4) {
            worst = worst.max((mean(x) - ideal(x)).abs());
        }
        if number % 6 == 0 {
            println!("frame {number}: the local mean is off by at most {worst:.3} codes");
        }
        assert!(worst < 0.3, "frame {number}: {worst}");
    }
}
