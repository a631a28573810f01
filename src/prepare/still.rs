//! Stills and animations through the `image` crate: GIF, WebP, PNG and JPEG.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::Path;

use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{
    AnimationDecoder, DynamicImage, Frames, ImageDecoder, ImageError, ImageFormat, ImageReader,
    Limits, RgbaImage,
};

use super::child::{Outlet, gone, unreadable};
use super::depth::Dither;
use super::limits;
use super::problem::MediaProblem;
use super::protocol::{Done, Facts, LARGEST, Message};
use crate::rendition::Colour;

/// How long a frame without a length of its own is shown, as browsers do.
const DEFAULT_NS: i64 = 100_000_000;

/// Decodes a file that [`super::sniff`] called a still.
///
/// # Errors
/// What is wrong with it.
pub fn decode(path: &Path, outlet: &Outlet) -> Result<(), MediaProblem> {
    let open = || File::open(path).map(BufReader::new).map_err(unreadable);
    let mut head = open()?;
    let format = ImageReader::new(&mut head)
        .with_guessed_format()
        .map_err(unreadable)?
        .format()
        .ok_or_else(|| MediaProblem::Unsupported("this kind of picture".to_owned()))?;
    head.rewind().map_err(unreadable)?;
    let wrong = |error: ImageError| damaged(0, &error);
    match format {
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(head).map_err(wrong)?;
            decoder.set_limits(bounds()).map_err(wrong)?;
            animation("GIF animation", decoder.into_frames(), outlet)
        }
        ImageFormat::WebP => {
            let mut decoder = WebPDecoder::new(head).map_err(wrong)?;
            decoder.set_limits(bounds()).map_err(wrong)?;
            if decoder.has_animation() {
                return animation("WebP animation", decoder.into_frames(), outlet);
            }
            single("WebP still", decoder, outlet)
        }
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(head, bounds()).map_err(wrong)?;
            if decoder.is_apng().map_err(wrong)? {
                let frames = decoder.apng().map_err(wrong)?.into_frames();
                return animation("PNG animation", frames, outlet);
            }
            single("PNG still", decoder, outlet)
        }
        _ => {
            let mut reader = ImageReader::with_format(head, format);
            reader.limits(bounds());
            single("JPEG still", reader.into_decoder().map_err(wrong)?, outlet)
        }
    }
}

fn bounds() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits
}

fn damaged(frames: u64, error: &ImageError) -> MediaProblem {
    match error {
        ImageError::Limits(_) => MediaProblem::TooGreedy(format!(
            "memory: its pictures are larger than {LARGEST} pixels"
        )),
        _ => MediaProblem::Damaged { frames, detail: error.to_string() },
    }
}

fn single(
    codec: &str,
    mut decoder: impl ImageDecoder,
    outlet: &Outlet,
) -> Result<(), MediaProblem> {
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    limits::allow_pictures(width, height);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| damaged(0, &error))?;
    picture.apply_orientation(turn);
    let transparent = picture.color().has_alpha();
    let picture = picture.into_rgba16();
    let size = picture.dimensions();
    outlet.facts(facts(codec, size, transparent)).map_err(gone)?;
    let samples = picture.as_raw();
    let planar = Dither::default().from_rgb(size.0, size.1, |x, y| {
        let at = (y * size.0 as usize + x) * 4;
        let value = |i: usize| f32::from(samples[at + i]) / 65535.0;
        [0, 1, 2].map(|i| value(i) * value(3))
    });
    let planar = planar.ok_or(MediaProblem::NoVideo)?;
    outlet.frame(Some(0), None, || planar.data).map_err(gone)?;
    outlet.send(&Message::Done(Box::default())).map_err(gone)
}

fn animation(codec: &str, frames: Frames<'_>, outlet: &Outlet) -> Result<(), MediaProblem> {
    let dither = Dither::default();
    let (mut count, mut at_ns, mut size) = (0, 0, (0, 0));
    let mut done = Done::default();
    for frame in frames {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) if count == 0 => return Err(damaged(0, &error)),
            Err(error) => {
                done.broke_off = true;
                let detail = error.to_string();
                // The library has no kind of its own for this.
                done.cut_off = detail.to_lowercase().contains("end of file");
                done.complaint = Some(detail);
                break;
            }
        };
        let (numerator, denominator) = frame.delay().numer_denom_ms();
        let ms_1000 = i64::from(numerator) * 1_000_000 / i64::from(denominator.max(1));
        let lasts_ns = if ms_1000 == 0 { DEFAULT_NS } else { ms_1000 };
        let picture = frame.into_buffer();
        if count == 0 {
            size = picture.dimensions();
            limits::allow_pictures(size.0, size.1);
            outlet.facts(facts(codec, size, false)).map_err(gone)?;
        } else if picture.dimensions() != size {
            continue;
        }
        let planes = || convert(&dither, &picture);
        outlet.frame(Some(at_ns), Some(lasts_ns), planes).map_err(gone)?;
        limits::more_time();
        at_ns += lasts_ns;
        count += 1;
    }
    if count == 0 {
        return Err(MediaProblem::NoVideo);
    }
    outlet.send(&Message::Done(Box::new(done))).map_err(gone)
}

fn convert(dither: &Dither, picture: &RgbaImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let samples = picture.as_raw();
    let planar = dither.from_rgb(width, height, |x, y| {
        let at = (y * width as usize + x) * 4;
        let value = |i: usize| f32::from(samples[at + i]) / 255.0;
        [0, 1, 2].map(|i| value(i) * value(3))
    });
    planar.map(|planar| planar.data).unwrap_or_default()
}

fn facts(codec: &str, size: (u32, u32), transparent: bool) -> Facts {
    let mut changes = vec!["RGB was converted to BT.709, limited range.".to_owned()];
    if transparent {
        changes.push("Transparent parts were laid over black.".to_owned());
    }
    Facts {
        codec: codec.to_owned(),
        size,
        pixel_aspect: (1, 1),
        colour: Colour::default(),
        changes,
    }
}
