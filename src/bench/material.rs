//! The films that are measured with: made here, moving as films do, so that anyone measures the
//! same.

use std::path::Path;
use std::sync::Arc;

use crate::exhibit::{self, Exhibit};
use crate::media::picture::OwnPlanes;
use crate::prepare::master::{MasterCodec, encode_master};
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options};
use crate::rendition::Prepared;
use crate::timeline::Rate;

/// Different films; more versions than that play some of them again.
const FILMS: usize = 4;
/// Frames of each, at 24 a second: four seconds.
const FRAMES: u32 = 96;
/// The grain's period in pixels.
const TILE: usize = 251;

/// An exhibit of `versions` versions of films of this size, prepared.
///
/// # Errors
/// A film could not be coded or prepared; in words.
pub fn hang(
    versions: usize,
    size: (u32, u32),
    options: &Options,
) -> Result<(Exhibit, Vec<Option<Arc<Prepared>>>), String> {
    let exhibit = exhibit(versions, (FILMS, FRAMES), size, options)?;
    let outcomes = prepare::prepare(&exhibit, options, &mut Silent);
    if let Some(problem) = outcomes.iter().flat_map(|outcome| &outcome.problems).next() {
        return Err(problem.to_string());
    }
    let prepared = outcomes.into_iter().map(|outcome| outcome.prepared.map(Arc::new));
    Ok((exhibit, prepared.collect()))
}

/// An exhibit of `versions` versions, of so many different films of so many frames and this size.
///
/// # Errors
/// A film could not be coded; in words.
pub fn exhibit(
    versions: usize,
    (films, frames): (usize, u32),
    size: (u32, u32),
    options: &Options,
) -> Result<Exhibit, String> {
    let folder = options.cache.join(format!("bench-{}x{}-{frames}", size.0, size.1));
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    for film in 0..films {
        master(&folder, film, frames, size)?;
    }
    let mut text = format!("title = \"Bench\"\nlength = {}\n", frames / 24);
    for version in 0..versions {
        let film = version % films;
        text.push_str(&format!(
            "[[generation]]\nid = \"g{version}\"\nname = \"G {version}\"\n\
             [[version]]\nid = \"v{version}\"\ngeneration = \"g{version}\"\nfile = \"{film}.mp4\"\n"
        ));
    }
    let file = folder.join("exhibit.toml");
    let loaded = exhibit::parse(&text, &file, &folder).map_err(|report| report.render(false))?;
    Ok(loaded.exhibit)
}

/// Files for so many takes, of which `films` are different and the others are the same under names
/// of their own; small and of two seconds, as takes are.
///
/// # Errors
/// A film could not be coded, or the folder not be written; in words.
pub fn takes(folder: &Path, count: usize, films: usize) -> Result<Vec<String>, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(wrong)?;
    let size = (640, 360);
    for film in 0..films.min(count) {
        let path = folder.join(format!("{film}.mp4"));
        if !path.is_file() {
            let aside = folder.join(format!("{film}.part.mp4"));
            let grain = grain(film as u32 + 100);
            let frames = (0..FRAMES / 2).map(|index| picture(size, &grain, film as u32, index));
            encode_master(&aside, MasterCodec::H264, frames, Rate::whole(24), size)?;
            std::fs::rename(&aside, &path).map_err(wrong)?;
        }
    }
    let mut all = Vec::with_capacity(count);
    for take in 0..count {
        let path = folder.join(format!("take-{take}.mp4"));
        if !path.is_file() {
            let of = folder.join(format!("{}.mp4", take % films));
            let linked = std::fs::hard_link(&of, &path);
            linked.or_else(|_| std::fs::copy(&of, &path).map(drop)).map_err(wrong)?;
        }
        all.push(path.display().to_string());
    }
    Ok(all)
}

fn master(folder: &Path, film: usize, frames: u32, size: (u32, u32)) -> Result<(), String> {
    let path = folder.join(format!("{film}.mp4"));
    if path.is_file() {
        return Ok(());
    }
    let aside = folder.join(format!("{film}.part.mp4"));
    let grain = grain(film as u32);
    let frames = (0..frames).map(|index| picture(size, &grain, film as u32, index));
    encode_master(&aside, MasterCodec::H264, frames, Rate::whole(24), size)?;
    std::fs::rename(&aside, &path).map_err(|error| error.to_string())
}

/// A tile of fine structure, always the same for a seed.
fn grain(seed: u32) -> Vec<i16> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i16::from((state >> 24) as u8) - 128
    };
    (0..TILE * TILE).map(|_| next() / 9).collect()
}

/// Broad light that drifts, fine structure that pans with it, and a bright disc that crosses.
fn picture((w, h): (u32, u32), grain: &[i16], film: u32, index: u32) -> OwnPlanes {
    let mut picture = OwnPlanes::black(w, h);
    let (pan, t) = ((index * 3) as usize, f64::from(index % FRAMES) / 24.0);
    let disc = (f64::from(w) * (0.1 + 0.2 * t), f64::from(h) * 0.4, f64::from(h) * 0.12);
    let columns: Vec<i16> = (0..w)
        .map(|x| ((f64::from(x) * 6.0 / f64::from(w) + t + f64::from(film)).sin() * 36.0) as i16)
        .collect();
    for y in 0..h as usize {
        let row = ((y as f64 * 4.0 / f64::from(h) - t * 0.5).cos() * 30.0) as i16;
        for x in 0..w as usize {
            let fine = grain[(y % TILE) * TILE + (x + pan) % TILE];
            let (dx, dy) = (x as f64 - disc.0, y as f64 - disc.1);
            let lit = if dx * dx + dy * dy < disc.2 * disc.2 { 60 } else { 0 };
            let luma = (92 + columns[x] + row + fine + lit).clamp(16, 235);
            picture.data[y * w as usize + x] = luma as u8;
        }
    }
    let chroma = (w / 2 * (h / 2)) as usize;
    let from = (w * h) as usize;
    for (offset, sample) in picture.data[from..from + chroma].iter_mut().enumerate() {
        *sample = 118 + (offset % (w / 2) as usize * 20 / (w / 2) as usize) as u8;
    }
    picture
}
