//! Pictures from renditions, small, as JPEG.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{ImageBuffer, Rgb, RgbImage};

use super::super::data::Thumbnail;
use crate::exhibit::Exhibit;
use crate::measure::flashes::Flashes;
use crate::media::decoder::{Opener as _, Progress};
use crate::media::open::Renditions;
use crate::media::picture::Plane;
use crate::rendition::Prepared;
use crate::timeline::FilmTime;

/// So many pictures of a version are shown.
const SHOWN: usize = 6;
/// A decoder has this long for one picture.
const PATIENCE: Duration = Duration::from_secs(5);
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
            let file = format!("{id}-{}.jpg", at.0 / 1_000_000);
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
    Some(Thumbnail { file: format!("{id}-flashes.jpg"), at_ns: at.0, shows, data })
}

/// The picture of a rendition at a film time, from its largest rung of keyframes alone; none where
/// there is none then.
pub(super) fn picture(prepared: &Prepared, at: FilmTime) -> Option<RgbImage> {
    let rendition = &prepared.rendition;
    let rung = rendition.rungs.iter().position(|rung| rung.intra)?;
    let facts = &rendition.rungs[rung];
    let frame = *facts.table.at(at).and_then(|index| facts.table.frames().get(index))?;
    let mut opened = Renditions.open(prepared, rung).ok()?;
    let unit = opened.units.read(&frame).ok()?;
    opened.decoder.offer(1, unit, true).ok()?;
    let (mut finished, began) = (Vec::new(), Instant::now());
    while finished.is_empty() && began.elapsed() < PATIENCE {
        if let Progress::Idle = opened.decoder.take(PATIENCE, &mut finished).ok()?
            && finished.is_empty()
        {
            return None;
        }
    }
    let (_, picture) = finished.pop()?;
    let clip = usize::from(frame.clip);
    let (width, height) = facts.crops.get(clip).copied().unwrap_or((facts.width, facts.height));
    let colour = rendition.clips.get(clip).map(|clip| clip.colour).unwrap_or_default();
    let rows = colour.to_rgb();
    let planes = [0, 1, 2].map(|index| picture.planes.plane(index));
    let at = |plane: &Plane<'_>, x: u32, y: u32| {
        let (x, y) = (x.min(plane.width.saturating_sub(1)), y.min(plane.height.saturating_sub(1)));
        let value = plane.data.get((y * plane.stride + x) as usize).copied().unwrap_or_default();
        f32::from(value) / 255.0
    };
    Some(ImageBuffer::from_fn(width.max(1), height.max(1), |x, y| {
        let [luma, blue, red] =
            [at(&planes[0], x, y), at(&planes[1], x / 2, y / 2), at(&planes[2], x / 2, y / 2)];
        Rgb(rows.map(|row| {
            let value = row[0] * luma + row[1] * blue + row[2] * red + row[3];
            (value.clamp(0.0, 1.0) * 255.0).round() as u8
        }))
    }))
}

/// A picture as a JPEG file.
pub(super) fn jpeg(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture).ok()?;
    Some(bytes.into_inner())
}
