//! A still as a texture: the first picture of a file as RGBA, opened by the child like any master.

use std::path::Path;

use super::decode::{Ask, Decoding, Event};
use super::problem::MediaProblem;
use super::protocol::Facts;
use super::{Options, gst_encode};
use crate::rendition::planar::Planar;
use crate::rendition::{Colour, Range, Siting};

/// The first picture of a file: width, height and its R′G′B′A samples of 8 bits, tightly packed,
/// always opaque. It is halved until neither side is longer than `largest` pixels (at least 1), so
/// that one side may be little more than half of that. It takes as long as a child takes to start:
/// call it from a thread that may wait.
///
/// # Errors
/// What is wrong with the file, where no picture comes out of it.
pub fn still_rgba(
    path: &Path,
    largest: u32,
    options: &Options,
) -> Result<(u32, u32, Vec<u8>), MediaProblem> {
    // A storyboard may be drawn as a film: then its child reads the registry of plugins.
    gst_encode::init().map_err(MediaProblem::NotExamined)?;
    let (mut picture, colour) = first(path, options)?;
    while picture.width.max(picture.height) > largest.max(1) {
        picture = picture.halved(colour.siting);
    }
    Ok((picture.width, picture.height, rgba(&picture, colour)))
}

fn first(path: &Path, options: &Options) -> Result<(Planar, Colour), MediaProblem> {
    let mut decoding = Decoding::start(&options.program, path, Ask::Pictures, options.patience)?;
    let mut facts: Option<Box<Facts>> = None;
    loop {
        match decoding.next_event()? {
            Event::Facts(found) => facts = Some(found),
            Event::Sound(..) => {}
            Event::Done(_) => return Err(MediaProblem::NoVideo),
            Event::Frame(frame) => {
                let facts = facts.ok_or(MediaProblem::NoVideo)?;
                let picture = Planar::new(facts.size.0, facts.size.1, frame.planes);
                let wrong = || MediaProblem::NotExamined("it could not be converted".to_owned());
                return Ok((picture.ok_or_else(wrong)?, facts.colour));
            }
        }
    }
}

/// R′G′B′ by the equations of ITU-T H.273, section 8.3, chroma interpolated from where it lies.
fn rgba(picture: &Planar, colour: Colour) -> Vec<u8> {
    let (red, blue) = colour.matrix.weights();
    let green = 1.0 - red - blue;
    let (black, luma_span, chroma_span) = match colour.range {
        Range::Limited => (16.0, 219.0, 224.0),
        Range::Full => (0.0, 255.0, 255.0),
    };
    let (across, down) = match colour.siting {
        Siting::Left => (0.0, 0.5),
        Siting::Centre => (0.5, 0.5),
        Siting::TopLeft => (0.0, 0.0),
    };
    let (luma, width, height) = picture.plane(0);
    let (_, chroma_width, chroma_height) = picture.plane(1);
    let columns: Vec<_> = (0..width).map(|x| between(x, across, chroma_width)).collect();
    let chroma = |index: usize, (x0, x1, fx): Mix, (y0, y1, fy): Mix| {
        let plane = picture.plane(index).0;
        let row = |y: usize| {
            let at = |x: usize| f32::from(plane[y * chroma_width + x]);
            at(x0) * (1.0 - fx) + at(x1) * fx
        };
        (row(y0) * (1.0 - fy) + row(y1) * fy - 128.0) / chroma_span
    };
    let code = |value: f32| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
    let mut out = Vec::with_capacity(width * height * 4);
    for y in 0..height {
        let rows = between(y, down, chroma_height);
        for (x, column) in columns.iter().enumerate() {
            let l = (f32::from(luma[y * width + x]) - black) / luma_span;
            let b = l + 2.0 * (1.0 - blue) * chroma(1, *column, rows);
            let r = l + 2.0 * (1.0 - red) * chroma(2, *column, rows);
            let g = (l - red * r - blue * b) / green;
            out.extend([code(r), code(g), code(b), 255]);
        }
    }
    out
}

/// Two neighbouring chroma samples, and how much of the second.
type Mix = (usize, usize, f32);

/// The chroma at luma sample `at`, where the first chroma sample lies `shift` luma samples in.
fn between(at: usize, shift: f32, count: usize) -> Mix {
    let place = ((at as f32 - shift) / 2.0).clamp(0.0, (count - 1) as f32);
    let first = (place as usize).min(count - 1);
    (first, (first + 1).min(count - 1), place - first as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_black_and_red_of_television_come_out_as_such() {
        for ([y, cb, cr], expected) in [
            ([235, 128, 128], [255, 255, 255, 255]),
            ([16, 128, 128], [0, 0, 0, 255]),
            ([63, 102, 240], [255, 1, 0, 255]),
        ] {
            let (luma, chroma) = (vec![y; 15], [vec![cb; 6], vec![cr; 6]].concat());
            let picture = Planar::new(5, 3, [luma, chroma].concat()).unwrap();
            let made = rgba(&picture, Colour::default());
            assert_eq!(made.len(), 5 * 3 * 4);
            for pixel in made.chunks_exact(4) {
                let near = pixel.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 1);
                assert!(near, "{pixel:?} {expected:?}");
            }
        }
    }

    #[test]
    fn chroma_is_taken_from_where_it_lies() {
        assert_eq!(between(2, 0.0, 4), (1, 2, 0.0));
        assert_eq!(between(3, 0.0, 4), (1, 2, 0.5));
        assert_eq!(between(0, 0.5, 4), (0, 1, 0.0));
        assert_eq!(between(7, 0.0, 4), (3, 3, 0.0));
    }
}
