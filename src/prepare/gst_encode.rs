//! One rung's encoder: pictures in, access units out, one for one and in order.
//!
//! The encoder is told a made-up constant rate: the frame table alone knows when a frame is shown.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks, AppSrc};
use gstreamer_video::{UpstreamForceKeyUnitEvent, VideoColorimetry, VideoFormat, VideoInfo};

use super::gst_feed::Feed;
use super::ladder::Step;
use crate::rendition::planar::Planar;
use crate::rendition::{Colour, Matrix, Range};

/// Starts GStreamer, and brings its registry of plugins up to date.
///
/// # Errors
/// When it cannot be started.
pub fn init() -> Result<(), String> {
    gst::init().map_err(|error| error.to_string())
}

/// Names what the encoder is told; another word makes every rendition anew.
pub const PARAMETERS: &str = "x264 qual 12/14/16/18, aq 3, no psy, qcomp 1, chroma -12/-6, made 1";

/// Constant quality for each level. Large pictures are looked at closely; small ones are seen by
/// the dozen, and each of their frames is coded on its own.
const QUALITY: [u32; 4] = [12, 14, 16, 18];
/// The made-up time of the first frame. GStreamer's x264 moves earlier ones here and then
/// misjudges which frame a request for a keyframe is meant for.
const BEGINNING: gst::ClockTime = gst::ClockTime::from_seconds(3600 * 1000);
/// The made-up time from one frame to the next.
const STEP: gst::ClockTime = gst::ClockTime::from_mseconds(40);
/// How many pictures may wait for an encoder.
const WAITING: u64 = 3;

/// One coded picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where its bytes begin in the file.
    pub offset: u64,
    /// How many there are.
    pub bytes: u32,
    /// A decoder can start here.
    pub keyframe: bool,
}

/// What went wrong while encoding.
#[derive(Debug)]
pub enum EncodeError {
    /// The file could not be written.
    Write(std::io::Error),
    /// The encoder failed.
    Encoder(String),
}

impl From<std::io::Error> for EncodeError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error)
    }
}

fn failed(error: impl std::fmt::Display) -> EncodeError {
    EncodeError::Encoder(error.to_string())
}

/// Where units go.
struct Output {
    file: BufWriter<File>,
    offset: u64,
    units: Vec<Unit>,
    /// Parameter sets, from the first unit: put before any keyframe that comes without.
    parameters: Vec<u8>,
    /// Why nothing more is written.
    error: Option<std::io::Error>,
}

impl Output {
    /// Writes a unit. After an error the rest is only taken: an encoder that is held up would hold
    /// up whoever feeds it.
    fn take(&mut self, unit: Option<(&[u8], bool)>) {
        if self.error.is_none() {
            let unreadable = || Err(std::io::Error::other("a coded picture cannot be read"));
            let taken = unit.map_or_else(unreadable, |(data, keyframe)| self.write(data, keyframe));
            self.error = taken.err();
        }
    }

    fn write(&mut self, data: &[u8], keyframe: bool) -> std::io::Result<()> {
        let has_parameters = unit_types(data).any(|kind| kind == 7);
        if keyframe && self.parameters.is_empty() && has_parameters {
            self.parameters = parameter_sets(data);
        }
        let offset = self.offset;
        if keyframe && !has_parameters {
            self.file.write_all(&self.parameters)?;
            self.offset += self.parameters.len() as u64;
        }
        self.file.write_all(data)?;
        self.offset += data.len() as u64;
        let bytes = u32::try_from(self.offset - offset).map_err(std::io::Error::other)?;
        self.units.push(Unit { offset, bytes, keyframe });
        Ok(())
    }
}

/// An encoder at work.
pub struct Encoder {
    pipeline: gst::Pipeline,
    feed: Feed,
    encoder: gst::Element,
    info: VideoInfo,
    output: Arc<Mutex<Output>>,
    intra: bool,
    pushed: u64,
}

impl Encoder {
    /// Starts an encoder for one rung, writing to `file`.
    ///
    /// # Errors
    /// When the file cannot be made, or GStreamer has no x264.
    pub fn start(file: &Path, step: &Step, colour: Colour) -> Result<Self, EncodeError> {
        let output = Output {
            file: BufWriter::with_capacity(1 << 18, File::create(file)?),
            offset: 0,
            units: Vec::new(),
            parameters: Vec::new(),
            error: None,
        };
        let output = Arc::new(Mutex::new(output));
        let info = VideoInfo::builder(VideoFormat::I420, step.width, step.height)
            .fps(gst::Fraction::new(25, 1))
            .colorimetry(&colorimetry(colour))
            .build()
            .map_err(failed)?;
        let caps = info.to_caps().map_err(failed)?;
        let source = AppSrc::builder().caps(&caps).format(gst::Format::Time).build();
        let encoder = x264(step)?;
        let coded = gst::Caps::builder("video/x-h264")
            .field("stream-format", "byte-stream")
            .field("alignment", "au")
            .build();
        let sink = AppSink::builder().sync(false).caps(&coded).max_buffers(4).build();
        let to = Arc::clone(&output);
        let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            let unit = sample.buffer().and_then(|buffer| {
                let keyframe = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
                Some((buffer.map_readable().ok()?, keyframe))
            });
            let unit = unit.as_ref().map(|(data, keyframe)| (data.as_slice(), *keyframe));
            to.lock().unwrap_or_else(PoisonError::into_inner).take(unit);
            Ok(gst::FlowSuccess::Ok)
        });
        sink.set_callbacks(callbacks.build());
        let pipeline = gst::Pipeline::new();
        let chain = [source.upcast_ref(), &encoder, sink.upcast_ref::<gst::Element>()];
        pipeline.add_many(chain).map_err(failed)?;
        gst::Element::link_many(chain).map_err(failed)?;
        let feed = Feed::new(&pipeline, &source, WAITING).map_err(failed)?;
        let intra = step.intra();
        let this = Self { pipeline, feed, encoder, info, output, intra, pushed: 0 };
        this.pipeline.set_state(gst::State::Playing).map_err(failed)?;
        Ok(this)
    }

    /// Codes one picture, padded to the coded size. Waits while the encoder is behind.
    ///
    /// # Errors
    /// When the encoder or the writing has failed.
    pub fn push(&mut self, picture: &Planar, keyframe: bool) -> Result<(), EncodeError> {
        self.written_so_far()?;
        let at = BEGINNING + STEP * self.pushed;
        // The first is one anyhow, and an encoder that makes nothing else need not be asked.
        if keyframe && self.pushed > 0 && !self.intra {
            let event =
                UpstreamForceKeyUnitEvent::builder().running_time(at).all_headers(true).build();
            if let Some(pad) = self.encoder.static_pad("src") {
                pad.send_event(event);
            }
        }
        let mut buffer = gst::Buffer::with_size(self.info.size()).map_err(failed)?;
        {
            let buffer = buffer.get_mut().ok_or_else(|| failed("a buffer is shared"))?;
            buffer.set_pts(at);
            buffer.set_duration(STEP);
            let mut map = buffer.map_writable().map_err(failed)?;
            let (width, height) = (self.info.width() as usize, self.info.height() as usize);
            for index in 0..3 {
                let half = usize::from(index > 0);
                let out = map.get_mut(self.info.offset()[index]..).unwrap_or_default();
                let stride = self.info.stride()[index].unsigned_abs() as usize;
                picture.pad_into(index, out, stride, width >> half, height >> half);
            }
        }
        self.feed.push(buffer).map_err(failed)?;
        self.pushed += 1;
        Ok(())
    }

    /// How many bytes have been written so far.
    pub fn written(&self) -> u64 {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).offset
    }

    /// Waits for the last unit, and for the disk.
    ///
    /// # Errors
    /// When the encoder or the writing failed, or units and pictures are not as many.
    pub fn finish(self) -> Result<Vec<Unit>, EncodeError> {
        self.feed.finish().map_err(failed)?;
        self.written_so_far()?;
        self.pipeline.set_state(gst::State::Null).map_err(failed)?;
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        output.file.flush()?;
        output.file.get_ref().sync_all()?;
        let units = std::mem::take(&mut output.units);
        if units.len() as u64 != self.pushed {
            let (got, put) = (units.len(), self.pushed);
            return Err(failed(format!("{put} pictures went in, {got} came out")));
        }
        Ok(units)
    }

    /// The error that ended the writing, if there was one.
    fn written_so_far(&self) -> Result<(), EncodeError> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        output.error.take().map_or(Ok(()), |error| Err(error.into()))
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        self.pipeline.set_state(gst::State::Null).ok();
    }
}

fn x264(step: &Step) -> Result<gst::Element, EncodeError> {
    let level = usize::from(step.level).min(QUALITY.len() - 1);
    // Adaptive quantisation that favours the dark, where eyes and projectors see every block; no
    // psychovisual sharpening, which would add what the model did not make.
    let mut options = vec!["scenecut=0", "aq-mode=3", "psy=0", "open-gop=0"];
    match step.level {
        // Every frame alike, however much moves in it, and chroma as fine as it goes: one code of
        // it is a visible difference where luma is near black. Measured on dark generated film.
        0 => options.extend(["qcomp=1", "ipratio=1.2", "aq-strength=0.7", "chroma-qp-offset=-12"]),
        1 => options.push("chroma-qp-offset=-6"),
        _ => options.push("weightp=0"),
    }
    let threads: u32 = if step.level == 0 { 2 } else { 1 };
    let encoder = gst::ElementFactory::make("x264enc")
        .property_from_str("pass", "qual")
        .property("quantizer", QUALITY[level])
        // Without this, constant quality is silently held below a bit rate.
        .property("vbv-buf-capacity", 0u32)
        .property_from_str("speed-preset", "veryfast")
        .property("bframes", 0u32)
        .property("b-adapt", false)
        .property("key-int-max", if step.intra() { 1u32 } else { 100_000 })
        .property("byte-stream", true)
        .property("aud", false)
        .property("threads", threads)
        .property("rc-lookahead", if step.intra() { 0i32 } else { 16 })
        .property("mb-tree", false)
        .property("option-string", options.join(":"));
    // Fast decoding gives up deblocking: only where many small pictures play at once.
    let encoder =
        if step.intra() { encoder.property_from_str("tune", "fastdecode") } else { encoder };
    encoder.build().map_err(failed)
}

/// The colour as GStreamer names it, so that the stream is tagged with it.
fn colorimetry(colour: Colour) -> VideoColorimetry {
    let range = if colour.range == Range::Full { 1 } else { 2 };
    // Range, matrix, transfer and primaries by GStreamer's numbers.
    let rest = match colour.matrix {
        Matrix::Bt601 => "4:16:4",
        Matrix::Bt709 => "3:5:1",
        Matrix::Bt2020 => "6:13:7",
    };
    format!("{range}:{rest}").parse().unwrap_or_else(|_| {
        VideoColorimetry::new(
            gstreamer_video::VideoColorRange::Range16_235,
            gstreamer_video::VideoColorMatrix::Bt709,
            gstreamer_video::VideoTransferFunction::Bt709,
            gstreamer_video::VideoColorPrimaries::Bt709,
        )
    })
}

/// Start and kind of each network abstraction layer unit of a byte stream (ITU-T H.264, annex B).
fn units(data: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    (0..data.len().saturating_sub(3))
        .filter(|at| data[*at..].starts_with(&[0, 0, 1]))
        .map(|at| (at, data[at + 3] & 31))
}

fn unit_types(data: &[u8]) -> impl Iterator<Item = u8> {
    units(data).map(|(_, kind)| kind)
}

/// The sequence and picture parameter sets at the start of a unit, with their start codes.
fn parameter_sets(data: &[u8]) -> Vec<u8> {
    let mut sets = Vec::new();
    let starts: Vec<(usize, u8)> = units(data).collect();
    for (index, (at, kind)) in starts.iter().enumerate() {
        if matches!(kind, 7 | 8) {
            let end = starts.get(index + 1).map_or(data.len(), |next| next.0);
            sets.push(0);
            // A zero before the next start code belongs to that.
            let body = &data[*at..end];
            let trimmed = body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            sets.extend_from_slice(&body[..trimmed]);
        }
    }
    sets
}

/// Whether a decoder can start at this unit: parameter sets, then an instantaneous refresh.
pub fn is_entry(data: &[u8]) -> bool {
    let mut seen = [false; 2];
    for kind in unit_types(data) {
        match kind {
            7 => seen[0] = true,
            8 => seen[1] = true,
            5 => return seen == [true; 2],
            1 => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_can_start_where_parameters_precede_a_refresh() {
        let parameters = [0, 0, 0, 1, 0x67, 9, 9, 0, 0, 0, 1, 0x68, 8];
        let refresh = [0, 0, 1, 0x65, 1, 2, 3];
        let both = [&parameters[..], &refresh[..]].concat();
        assert!(is_entry(&both));
        assert!(!is_entry(&refresh));
        assert_eq!(parameter_sets(&both), parameters);
    }
}
