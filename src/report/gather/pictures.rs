//! Pictures from renditions, small, as JPEG.

use std::io::Cursor;

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use super::super::data::{PICTURES, Thumbnail};
use crate::exhibit::Exhibit;
use crate::measure::flashes::Flashes;
use crate::media::glimpse::{Glimpse, glimpse};
use crate::rendition::Prepared;
use crate::timeline::FilmTime;

/// So many pictures of a version are shown.
const SHOWN: usize = 6;
/// How good a JPEG is, 1 to 100.
const QUALITY: u8 = 82;

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

/// The picture with which the second begins that flashes most, also where that is within the limit;
/// none where it never flashes.
pub(super) fn worst(id: &str, prepared: &Prepared, flashes: &Flashes) -> Option<Thumbnail> {
    let red = flashes.red.changes > flashes.general.changes;
    let worst = if red { &flashes.red } else { &flashes.general };
    let at = Some(worst.from).filter(|_| worst.changes > 0)?;
    let data = jpeg(&picture(prepared, at)?)?;
    let shows = format!("the second from {at} flashes most");
    Some(Thumbnail { file: format!("{PICTURES}/{id}-flashes.jpg"), at_ns: at.0, shows, data })
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
