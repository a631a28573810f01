//! Makes real masters of known content: for tests and the benchmark, never for an exhibit.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSrc;
use gstreamer_video::{VideoFormat, VideoInfo};
use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, RgbaImage};

use super::gst_feed::Feed;
use crate::media::picture::{OwnPlanes, Planes as _};
use crate::timeline::Rate;

/// What a test master is coded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MasterCodec {
    /// H.264 in MP4 as models deliver it: one keyframe at the start, B-frames.
    H264,
    /// VP9 in WebM, without any duration.
    Vp9,
    /// An animated GIF. Its times are hundredths of a second: other rates alternate.
    Gif,
}

impl MasterCodec {
    /// The usual ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::H264 => "mp4",
            Self::Vp9 => "webm",
            Self::Gif => "gif",
        }
    }
}

/// Writes frames of one size (BT.709, limited range) at a constant rate as a master.
///
/// # Errors
/// What failed, in words.
pub fn encode_master(
    path: &Path,
    codec: MasterCodec,
    frames: impl Iterator<Item = OwnPlanes>,
    rate: Rate,
    size: (u32, u32),
) -> Result<(), String> {
    match codec {
        MasterCodec::Gif => gif(path, frames, rate).map_err(|error| error.to_string()),
        _ => video(path, codec, frames, rate, size).map_err(|error| error.to_string()),
    }
}

type Failure = Box<dyn std::error::Error>;

fn video(
    path: &Path,
    codec: MasterCodec,
    frames: impl Iterator<Item = OwnPlanes>,
    rate: Rate,
    size: (u32, u32),
) -> Result<(), Failure> {
    gst::init()?;
    let fps = gst::Fraction::new(i32::try_from(rate.frames)?, i32::try_from(rate.seconds)?);
    let info = VideoInfo::builder(VideoFormat::I420, size.0, size.1)
        .fps(fps)
        .colorimetry(&"bt709".parse()?)
        .build()?;
    let coder = match codec {
        MasterCodec::Vp9 => {
            "vp9enc deadline=1 cpu-used=8 threads=2 target-bitrate=0 end-usage=cq cq-level=16 \
             max-quantizer=30 keyframe-max-dist=9999 ! webmmux streamable=true"
        }
        _ => {
            "x264enc pass=qual quantizer=16 vbv-buf-capacity=0 speed-preset=veryfast bframes=2 \
             key-int-max=9999 option-string=scenecut=0 ! h264parse ! mp4mux"
        }
    };
    let line = format!("appsrc name=source ! {coder} ! filesink name=sink");
    let pipeline = gst::parse::launch(&line)?.downcast::<gst::Pipeline>().map_err(|_| "no pipe")?;
    let source = pipeline.by_name("source").and_then(|source| source.downcast::<AppSrc>().ok());
    let source = source.ok_or("no source")?;
    let sink = pipeline.by_name("sink").ok_or("no sink")?;
    sink.set_property("location", path.to_str().ok_or("the path is not Unicode")?);
    source.set_caps(Some(&info.to_caps()?));
    source.set_format(gst::Format::Time);
    let mut feed = Feed::new(&pipeline, &source, 4)?;
    pipeline.set_state(gst::State::Playing)?;
    let ended = (|| -> Result<(), Failure> {
        for (index, picture) in frames.enumerate() {
            let time = |index: usize| {
                gst::ClockTime::from_nseconds(rate.start_of(index as u64).0.unsigned_abs())
            };
            let mut buffer = gst::Buffer::from_mut_slice(laid_out(&picture, &info));
            if let Some(buffer) = buffer.get_mut() {
                buffer.set_pts(time(index));
                buffer.set_duration(time(index + 1) - time(index));
            }
            feed.push(buffer)?;
        }
        Ok(feed.finish()?)
    })();
    pipeline.set_state(gst::State::Null).ok();
    ended
}

/// The planes at the places where GStreamer looks for them.
fn laid_out(picture: &OwnPlanes, info: &VideoInfo) -> Vec<u8> {
    let mut data = vec![0; info.size()];
    for index in 0..3 {
        let plane = picture.plane(index);
        let rows = plane.data.chunks(plane.stride.max(1) as usize);
        let stride = info.stride()[index].unsigned_abs() as usize;
        let out = data.get_mut(info.offset()[index]..).unwrap_or_default();
        for (row, out) in rows.take(plane.height as usize).zip(out.chunks_mut(stride.max(1))) {
            let width = (plane.width as usize).min(out.len()).min(row.len());
            out[..width].copy_from_slice(&row[..width]);
        }
    }
    data
}

fn gif(path: &Path, frames: impl Iterator<Item = OwnPlanes>, rate: Rate) -> Result<(), Failure> {
    let mut encoder = GifEncoder::new_with_speed(BufWriter::new(File::create(path)?), 30);
    encoder.set_repeat(Repeat::Infinite)?;
    // The nearest hundredth to where the frame begins, so that errors do not add up.
    let hundredths = |index: usize| (rate.start_of(index as u64).0 + 5_000_000) / 10_000_000;
    for (index, picture) in frames.enumerate() {
        let lasts = u32::try_from(hundredths(index + 1) - hundredths(index))?;
        let delay = Delay::from_numer_denom_ms(lasts * 10, 1);
        encoder.encode_frame(Frame::from_parts(rgba(&picture), 0, 0, delay))?;
    }
    Ok(())
}

fn rgba(picture: &OwnPlanes) -> RgbaImage {
    let (luma, blue, red) = (picture.plane(0), picture.plane(1), picture.plane(2));
    let at = |plane: &crate::media::picture::Plane<'_>, x: u32, y: u32| {
        let index = y.min(plane.height - 1) * plane.stride + x.min(plane.width - 1);
        f32::from(plane.data[index as usize])
    };
    RgbaImage::from_fn(picture.size.0, picture.size.1, |x, y| {
        let l = (at(&luma, x, y) - 16.0) / 219.0;
        let b = (at(&blue, x / 2, y / 2) - 128.0) / 224.0;
        let r = (at(&red, x / 2, y / 2) - 128.0) / 224.0;
        let green = l - (0.0722 * 1.8556 * b + 0.2126 * 1.5748 * r) / 0.7152;
        let code = |v: f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
        image::Rgba([code(l + 1.5748 * r), code(green), code(l + 1.8556 * b), 255])
    })
}
