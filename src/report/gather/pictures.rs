//! Pictures from renditions, small, as JPEG.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, overlay, resize};
use image::{Rgb, RgbImage};

use super::super::data::{FLASHES, PICTURES, Thumbnail};
use super::moments::{Looked, two};
use super::version::FIELD;
use crate::exhibit::Exhibit;
use crate::measure::flashes::Flashes;
use crate::measure::light::{CELLS, COLUMNS, ROWS};
use crate::media::glimpse::{Glimpse, glimpse};
use crate::prepare::analysis::{LIGHT, read};
use crate::rendition::Prepared;
use crate::timeline::FilmTime;

/// So many pictures of a version are shown.
const SHOWN: usize = 6;
/// How good a JPEG is, 1 to 100.
const QUALITY: u8 = 82;
/// How wide each of two moments side by side is at most, in pixels.
const PHASE: u32 = 480;
/// The gap between two moments, as a part of the width of one.
const GAP: u32 = 60;
/// How thick an outline is, in pixels.
const LINE: i64 = 2;
/// The ground and the accent of the piece, as the wall has them.
pub(super) const GROUND: Rgb<u8> = Rgb([12, 10, 9]);
const EMBER: Rgb<u8> = Rgb([242, 122, 56]);

/// A few pictures of a version, from the middles of its shots.
pub(super) fn thumbnails(exhibit: &Exhibit, id: &str, prepared: &Prepared) -> Vec<Thumbnail> {
    let shots = &exhibit.shots;
    let count = shots.len().clamp(1, SHOWN);
    let chosen = (0..count).filter_map(|index| shots.get(index * shots.len() / count));
    chosen
        .filter_map(|shot| {
            let at = FilmTime(i64::midpoint(shot.start.0, shot.end.0));
            let data = jpeg(&picture(prepared, at)?)?;
            let file = format!("{PICTURES}/{id}-{}.jpg", at.0 / 1_000_000);
            let shows = format!("{} at {at}", super::english(&shot.title));
            Some(Thumbnail { file, at_ns: at.0, shows, data })
        })
        .collect()
}

/// The second that flashes most, also where that is within the limit: where it is darkest beside where
/// it is farthest from that, with the flashing part of the picture outlined. None where it never
/// flashes.
pub(super) fn worst(
    id: &str,
    prepared: &Prepared,
    flashes: &Flashes,
    length: FilmTime,
) -> Option<Thumbnail> {
    let red = flashes.red.changes > flashes.general.changes;
    let worst = if red { &flashes.red } else { &flashes.general };
    let from = Some(worst.from).filter(|_| worst.changes > 0)?;
    let [left, top] = worst.at.map(|middle| (middle - FIELD / 2.0).clamp(0.0, 1.0 - FIELD));
    let inside = |cell: usize| {
        let x = ((cell % COLUMNS) as f64 + 0.5) / COLUMNS as f64;
        let y = ((cell / COLUMNS) as f64 + 0.5) / ROWS as f64;
        f64::from(u8::from((left..left + FIELD).contains(&x) && (top..top + FIELD).contains(&y)))
    };
    let weights = [(0..CELLS).map(inside).collect()];
    let looked = Looked { weights: &weights, from, length, red };
    let light = read(&prepared.folder.join(LIGHT)).ok()?;
    let moments = two(&looked, vec![light]).ok()??;
    let phase = |at: FilmTime| {
        let picture = picture(prepared, at)?;
        let (width, height) = picture.dimensions();
        let scale = f64::from(PHASE.min(width)) / f64::from(width);
        let size = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
        let mut picture = resize(&picture, size(width), size(height), FilterType::Triangle);
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        let [x, y, w, h] = [left * width, top * height, FIELD * width, FIELD * height];
        outline(&mut picture, [x, y, w, h]);
        Some(picture)
    };
    let data = jpeg(&beside(&phase(moments[0])?, &phase(moments[1])?))?;
    let shows = shown_at(from, moments);
    Some(Thumbnail { file: format!("{PICTURES}/{id}{FLASHES}"), at_ns: from.0, shows, data })
}

/// What two moments of a second that flashes show.
pub(super) fn shown_at(from: FilmTime, [dark, far]: [FilmTime; 2]) -> String {
    format!(
        "The second from {from} flashes most: where it is darkest, at {dark}, and where it is farthest \
         from that, at {far}"
    )
}

/// Two pictures of one size side by side.
pub(super) fn beside(one: &RgbImage, other: &RgbImage) -> RgbImage {
    let (width, height) = one.dimensions();
    let gap = (width / GAP).max(2);
    let mut both = RgbImage::from_pixel(width * 2 + gap, height, GROUND);
    overlay(&mut both, one, 0, 0);
    overlay(&mut both, other, i64::from(width + gap), 0);
    both
}

/// A thin line of ember just within an area of a picture: left, top, width and height in pixels.
pub(super) fn outline(picture: &mut RgbImage, [x, y, w, h]: [f64; 4]) {
    let (left, top) = (x.round() as i64, y.round() as i64);
    let (right, bottom) = ((x + w).round() as i64 - 1, (y + h).round() as i64 - 1);
    for across in left..=right {
        for row in 0..LINE {
            ember(picture, across, top + row);
            ember(picture, across, bottom - row);
        }
    }
    for down in top..=bottom {
        for column in 0..LINE {
            ember(picture, left + column, down);
            ember(picture, right - column, down);
        }
    }
}

/// A thin circle of ember: its middle and its radius, in pixels.
pub(super) fn circle(picture: &mut RgbImage, [x, y]: [f64; 2], radius: f64) {
    let steps = (radius * 8.0).clamp(16.0, 100_000.0) as u32;
    for step in 0..steps {
        let (sin, cos) = (f64::from(step) / f64::from(steps) * std::f64::consts::TAU).sin_cos();
        ember(picture, (x + radius * cos).round() as i64, (y + radius * sin).round() as i64);
    }
}

fn ember(picture: &mut RgbImage, x: i64, y: i64) {
    let place = u32::try_from(x).ok().zip(u32::try_from(y).ok());
    if let Some(pixel) = place.and_then(|(x, y)| picture.get_pixel_mut_checked(x, y)) {
        *pixel = EMBER;
    }
}

/// The picture of a rendition at a film time, from its largest rung of keyframes alone; none where
/// there is none then.
pub(super) fn picture(prepared: &Prepared, at: FilmTime) -> Option<RgbImage> {
    let Glimpse { width, height, rgb } = glimpse(prepared, at, u32::MAX)?;
    RgbImage::from_raw(width, height, rgb)
}

/// A picture as a JPEG file.
pub(super) fn jpeg(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::flashes::Worst;
    use crate::measure::light::{Cells, LightFrame, LightWriter};
    use crate::rendition::Rendition;
    use crate::scrub::flashes::Light;
    use crate::timeline::Rate;

    #[test]
    fn the_worst_second_is_shown_at_two_moments_with_the_flashing_part_outlined() {
        let folder = tempfile::tempdir().unwrap();
        let length = FilmTime::from_secs(2);
        let file = std::fs::File::create(folder.path().join(LIGHT)).unwrap();
        let mut light = LightWriter::new(file).unwrap();
        for frame in 0..20 {
            let luminance = f64::from(u8::from(frame == 3));
            let cells = Cells::from_fn(|_, _| Light { luminance, red: 0.0 });
            let [start, end] = [frame, frame + 1].map(|at| FilmTime::from_millis(at * 100));
            light.write(&LightFrame { start, end, cells }).unwrap();
        }
        light.finish().unwrap();
        let rendition = Rendition::card(1, Rate::whole(10), length);
        let prepared = Prepared { folder: folder.path().to_owned(), rendition };
        let general = Worst { changes: 2, at: [0.5, 0.5], ..Worst::default() };
        let flashes = Flashes { general, ..Flashes::default() };
        let shown = worst("v", &prepared, &flashes, length).unwrap();
        assert!(
            shown.shows.contains("darkest, at 00:00") && shown.shows.ends_with("at 00:00.30"),
            "{}",
            shown.shows
        );
        let picture = image::load_from_memory(&shown.data).unwrap().to_rgb8();
        let (width, height) = picture.dimensions();
        assert!(f64::from(width) / f64::from(height) > 3.4, "{width} {height}");
        // A line of ember at the upper edge of the middle third of either, and none in the middle.
        let warm = |x: f64, y: f64| {
            let Rgb([r, g, b]) =
                *picture.get_pixel((x * f64::from(width)) as u32, (y * f64::from(height)) as u32);
            r > 150 && g < 170 && b < 120
        };
        let edge = |x: f64| (0..5).any(|row| warm(x, 1.0 / 3.0 + f64::from(row - 2) / 270.0));
        assert!(edge(0.25) && edge(0.75));
        assert!(!edge(0.02));
        assert!(worst("v", &prepared, &Flashes::default(), length).is_none());
    }
}
