//! Reports of films that do not exist, for the tests. With `REPORT_SAMPLES=FOLDER cargo test
//! samples` they are written there as pages to look at.

mod files;
mod named;

use std::f64::consts::TAU;

use super::data::*;
use files::{clip, credentials, master, rights, verdicts};
pub use named::named;

const SECOND: i64 = 1_000_000_000;

/// Invented models, so that no real one is said to have these numbers.
const MODELS: [(&str, &str, &str); 7] = [
    ("Lantern 1", "Lantern, Hollow Works", "2023-06"),
    ("Brook", "Brook, Studio Weir", "2023-11-02"),
    ("Lantern 2", "Lantern, Hollow Works", "2024-02-15"),
    ("Меридиан", "Меридиан 3, Лаборатория на Неве", "2024-06"),
    ("Halcyon Turbo", "Halcyon, Kingfisher & Sons", "2024-12-09"),
    ("Ostrich XL", "Ostrich, Savannah Compute", "2025-05"),
    ("Halcyon 2", "Halcyon, Kingfisher & Sons", "2026"),
];

const SHOTS: [(&str, i64); 8] = [
    ("The lamp is lit", 0),
    ("The brigade arrives", 9),
    ("Tea at the general’s", 21),
    ("The ballroom", 33),
    ("The dark room", 45),
    ("The kiss", 54),
    ("The march", 63),
    ("The river", 75),
];

const LENGTH: i64 = 84 * SECOND;

/// A number in 0..1 that looks like chance and is the same every time (SplitMix64, Steele, Lea and
/// Flood, 2014).
fn chance(seed: u64) -> f64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A small night scene as a JPEG.
fn jpeg(version: usize, shot: usize, detail: Detail) -> Vec<u8> {
    if !detail.pictures {
        return vec![0xff, 0xd8, 0xff];
    }
    let hue = chance((version * 31 + shot) as u64) * 0.5;
    let lamp = (
        40.0 + 240.0 * chance((shot * 7) as u64),
        60.0 + 50.0 * chance((shot * 3 + version) as u64),
    );
    let picture = image::RgbImage::from_fn(320, 180, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let far = ((x - lamp.0).hypot(y - lamp.1) / 150.0).min(1.0);
        let light = (1.0 - far).powi(2) + 0.1 + 0.12 * (y / 180.0);
        let hill = if y > 130.0 + 18.0 * (x / 60.0 + hue * 9.0).sin() { 0.35 } else { 1.0 };
        let of = |weight: f64| (255.0 * (light * weight * hill).min(1.0)) as u8;
        image::Rgb([of(0.95), of(0.72 + hue * 0.3), of(0.45 + hue)])
    });
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 60);
    picture.write_with_encoder(encoder).unwrap();
    bytes
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn digits(seed: u64) -> String {
    (0..64)
        .map(|place| char::from_digit((chance(seed * 64 + place) * 16.0) as u32, 16).unwrap())
        .collect()
}

fn shots() -> Vec<ShotSpan> {
    let end = |place: usize| SHOTS.get(place + 1).map_or(LENGTH, |next| next.1 * SECOND);
    let shot = |(place, (title, start)): (usize, &(&str, i64))| ShotSpan {
        id: format!("shot-{}", place + 1),
        title: (*title).to_owned(),
        start_ns: start * SECOND,
        end_ns: end(place),
    };
    SHOTS.iter().enumerate().map(shot).collect()
}

/// A film of invented models, made so many times.
pub fn report(versions: usize) -> Report {
    film(versions, Detail { frames: 2016, pictures: true })
}

/// How much of a film there is: the tests of words need little of it, and run often.
#[derive(Clone, Copy)]
struct Detail {
    /// Points of each curve.
    frames: i64,
    /// Whether its pictures are drawn.
    pictures: bool,
}

fn film(versions: usize, detail: Detail) -> Report {
    let versions: Vec<VersionReport> = (0..versions).map(|place| version(place, detail)).collect();
    let problem = Problem {
        what: "late/water.mp4 ends in the middle of a frame; what is before was looked at.".into(),
        help: text("Ask for the file again and compare its SHA-256 with the sender's."),
    };
    Report {
        format: FORMAT,
        title: "The Crossing".into(),
        exhibit: "exhibits/crossing/exhibit.toml".into(),
        exhibit_blake3: Some(digits(7)),
        made: "2026-11-24T18:26:10Z".into(),
        length_ns: LENGTH,
        shots: shots(),
        versions,
        wall: Some(wall(detail)),
        problems: vec![problem],
    }
}

fn wall(detail: Detail) -> WallReport {
    let mut flashes = flashes(99, 2);
    flashes.general =
        Worst { flashes: 5, from_ns: Some(54 * SECOND), place: area(0, 0, 1000, 1000) };
    for second in &mut flashes.per_second[54..56] {
        second.general = 5;
    }
    WallReport {
        view: "chorus".into(),
        installation: text("config/3x3.toml"),
        viewing_distance_mm: 2500.0,
        flashes,
        picture: Some(Thumbnail {
            file: "report-pictures/wall.jpg".into(),
            at_ns: 54 * SECOND,
            shows: "every version in the cut to The kiss".into(),
            data: jpeg(40, 5, detail),
        }),
        verdicts: vec![Verdict {
            level: Level::Decision,
            about: Topic::Flashes,
            what: "All versions cut to The kiss at once, and the wall flashes five times in one second.".into(),
            help: text("Hang the warning at the entrance, or soften the cut in the view."),
        }],
    }
}

fn area(left: u16, top: u16, width: u16, height: u16) -> Option<Area> {
    Some(Area {
        left_permille: left,
        top_permille: top,
        width_permille: width,
        height_permille: height,
    })
}

fn flashes(seed: u64, most: u32) -> Flashes {
    let second = |at: i64| {
        let wild = chance(seed * 1000 + at as u64);
        FlashSecond {
            from_ns: at * SECOND,
            general: if wild > 0.7 { ((wild - 0.7) / 0.3 * f64::from(most + 1)) as u32 } else { 0 },
            red: u32::from(wild > 0.96),
        }
    };
    let per_second: Vec<FlashSecond> = (0..84).map(second).collect();
    let worst = |count: &dyn Fn(&FlashSecond) -> u32| {
        let flashes = per_second.iter().map(count).max().unwrap_or(0);
        let at = per_second.iter().find(|it| count(it) == flashes && flashes > 0);
        Worst { flashes, from_ns: at.map(|it| it.from_ns), place: at.and(area(620, 80, 300, 380)) }
    };
    Flashes { general: worst(&|it| it.general), red: worst(&|it| it.red), per_second }
}

fn measure(version: usize, which: usize, frames: i64) -> Measure {
    let (key, name, unit, explanation, source, top) = [
        (
            "motion",
            "Motion",
            "widths a second",
            "How fast what is seen moves, from the optical flow between frames. It does not tell a moving camera from a moving world.",
            "B. K. P. Horn and B. G. Schunck, Determining Optical Flow, 1981",
            0.4,
        ),
        (
            "contrast",
            "Contrast",
            "",
            "The spread of luminance within each picture, as a share of its mean.",
            "E. Peli, Contrast in complex images, 1990",
            0.9,
        ),
        (
            "detail",
            "Detail",
            "cycles a width",
            "The spatial frequency below which nine tenths of the energy of a picture lies. Grain counts as detail.",
            "D. J. Field, Relations between the statistics of natural images, 1987",
            180.0,
        ),
        (
            "flicker",
            "Flicker",
            "cd/m²",
            "How much the brightness of a still part changes from frame to frame.",
            "ITU-T P.910, 2023, temporal information",
            12.0,
        ),
    ][which];
    let base = top * (0.25 + 0.4 * chance((version * 17 + which) as u64));
    let point = |at: i64| {
        let t = at as f64 / frames as f64;
        let shot = SHOTS.iter().rposition(|it| it.1 * frames <= at * 84).unwrap_or(0);
        let level = 0.6 + 0.8 * chance((shot * 5 + which * 131 + version / 3) as u64);
        let wave = 0.12 * (TAU * (3.0 + version as f64 * 0.37) * t).sin();
        let grain = 0.25 * chance((at as usize * 7 + version + which) as u64);
        let mean = base * (level + wave + grain * 0.4);
        Point {
            t_ns: at * LENGTH / frames,
            min: mean - base * grain,
            mean,
            max: mean + base * grain * 1.4,
        }
    };
    let curve: Vec<Point> = (0..frames).map(point).collect();
    let over = |points: &mut dyn Iterator<Item = &Point>| {
        let means: Vec<f64> = points.map(|it| it.mean).collect();
        (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
    };
    let per_shot = shots()
        .iter()
        .map(|shot| {
            let inside = |it: &&Point| (shot.start_ns..shot.end_ns).contains(&it.t_ns);
            ShotMean { shot: shot.id.clone(), mean: over(&mut curve.iter().filter(inside)) }
        })
        .collect();
    Measure {
        key: key.into(),
        name: name.into(),
        unit: unit.into(),
        explanation: explanation.into(),
        source: source.into(),
        mean: over(&mut curve.iter()),
        per_shot,
        curve,
    }
}

fn version(place: usize, detail: Detail) -> VersionReport {
    let (name, generation, released) = MODELS[place % 7];
    let round = place / 7;
    let name = if round == 0 { name.to_owned() } else { format!("{name}, take {}", round + 1) };
    let file = |shot: usize| format!("{}/shot-{}.mp4", place + 1, shot + 1);
    let clips = place % 7 == 2;
    let files: Vec<String> =
        if clips { (0..8).map(file).collect() } else { vec![format!("{}/film.mp4", place + 1)] };
    let technical = files
        .iter()
        .enumerate()
        .map(|(shot, file)| clip(place, file, clips.then_some(shot)))
        .collect();
    let loudness = Loudness {
        integrated_lufs: (place % 5 != 3).then(|| -14.0 - 13.0 * chance(place as u64)),
        range_lu: (place % 5 != 3).then(|| 4.0 + 9.0 * chance(place as u64 + 5)),
        true_peak_dbtp: (place % 5 != 3).then(|| -4.0 * chance(place as u64 + 9)),
        gain_db: (place % 5 != 3).then(|| -9.0 + 13.0 * chance(place as u64)),
    };
    VersionReport {
        id: format!("version-{place}"),
        name,
        generation: generation.to_owned(),
        released: (place % 11 != 10).then(|| released.to_owned()),
        thumbnails: [0, 2, 4, 5, 7]
            .iter()
            .map(|shot| Thumbnail {
                file: format!("{place}-{shot}.jpg"),
                at_ns: (SHOTS[*shot].1 + 2) * SECOND,
                shows: SHOTS[*shot].0.to_owned(),
                data: jpeg(place, *shot, detail),
            })
            .collect(),
        masters: files.iter().enumerate().map(|(at, file)| master(place * 8 + at, file)).collect(),
        technical,
        credentials: files.iter().map(|file| credentials(place, file)).collect(),
        loudness: (place >= 2).then_some(loudness),
        flashes: (place % 13 != 6).then(|| flashes(place as u64, [1, 2, 4, 3, 0][place % 5])),
        rights: (place % 6 != 1).then(|| rights(place)),
        measures: (0..4).filter(|which| place % 9 != 3 || *which != 2).map(|which| measure(place, which, detail.frames)).collect(),
        cuts: Some(Cuts {
            found_ns: SHOTS[1..].iter().map(|it| it.1 * SECOND).collect(),
            differences: match place % 4 {
                2 => vec![CutDifference {
                    expected_ns: Some(45 * SECOND),
                    found_ns: None,
                    sentence: "The dark room should begin at 00:45.00; no cut is near it: the version dissolves.".into(),
                }],
                _ => Vec::new(),
            },
        }),
        verdicts: verdicts(place),
    }
}
