//! One picture of a rendition, by itself: for reports and for the marks of shots.

use std::time::{Duration, Instant};

use super::decoder::{Opener as _, Progress};
use super::open::Renditions;
use super::picture::Plane;
use crate::rendition::Prepared;
use crate::timeline::FilmTime;

/// A decoder has this long for one picture.
const PATIENCE: Duration = Duration::from_secs(5);

/// A picture in R'G'B', as it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Three bytes a pixel, row by row.
    pub rgb: Vec<u8>,
}

/// The picture at a film time, from the smallest rung of keyframes alone that is `tall` pixels
/// high, or else the largest. Films that are too small for such a rung are decoded from the keyframe
/// before. None where there is no picture then.
pub fn glimpse(prepared: &Prepared, at: FilmTime, tall: u32) -> Option<Glimpse> {
    let rendition = &prepared.rendition;
    let any = rendition.rungs.iter().any(|rung| rung.intra);
    // The ladder goes down from the largest.
    let rungs = || rendition.rungs.iter().enumerate().filter(|(_, rung)| rung.intra || !any);
    let enough = rungs().rev().find(|(_, rung)| rung.height >= tall);
    let (rung, facts) = enough.or_else(|| rungs().next())?;
    let index = facts.table.at(at)?;
    let frames = facts.table.frames().get(..=index)?;
    let (frame, from) = (*frames.last()?, frames.iter().rposition(|frame| frame.keyframe)?);
    let mut opened = Renditions.open(prepared, rung).ok()?;
    for (index, frame) in frames.iter().enumerate().skip(from) {
        let unit = opened.units.read(frame).ok()?;
        opened.decoder.offer(index as u64, unit, frame.keyframe).ok()?;
    }
    let (mut finished, began) = (Vec::new(), Instant::now());
    let picture = loop {
        let progress = opened.decoder.take(PATIENCE, &mut finished).ok()?;
        if let Some(at) = finished.iter().position(|(serial, _)| *serial == index as u64) {
            break finished.swap_remove(at).1;
        }
        // What has come so far is not wanted.
        finished.clear();
        if progress == Progress::Idle || began.elapsed() >= PATIENCE {
            return None;
        }
    };
    let clip = usize::from(frame.clip);
    let (width, height) = facts.crops.get(clip).copied().unwrap_or((facts.width, facts.height));
    let (width, height) = (width.max(1), height.max(1));
    let colour = rendition.clips.get(clip).map(|clip| clip.colour).unwrap_or_default();
    let rows = colour.to_rgb();
    let planes = [0, 1, 2].map(|index| picture.planes.plane(index));
    let at = |plane: &Plane<'_>, x: u32, y: u32| {
        let (x, y) = (x.min(plane.width.saturating_sub(1)), y.min(plane.height.saturating_sub(1)));
        let value = plane.data.get((y * plane.stride + x) as usize).copied().unwrap_or_default();
        f32::from(value) / 255.0
    };
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
        let [luma, blue, red] =
            [at(&planes[0], x, y), at(&planes[1], x / 2, y / 2), at(&planes[2], x / 2, y / 2)];
        rgb.extend(rows.map(|row| {
            let value = row[0] * luma + row[1] * blue + row[2] * red + row[3];
            (value.clamp(0.0, 1.0) * 255.0).round() as u8
        }));
    }
    Some(Glimpse { width, height, rgb })
}
