//! A recording of the wall as one H.264 film.

use std::path::Path;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;

use super::record::WallPicture;

/// Pictures that may wait for the encoder.
const WAITING: u64 = 4;
/// How often the encoder is waited for, a hundredth of a second each time: a minute.
const PATIENCE: u32 = 6_000;

/// Encodes pictures of the wall into an MP4 file.
pub struct FilmFile {
    pipeline: gst::Pipeline,
    source: gst_app::AppSrc,
    /// Width and height that are coded: even, as H.264 in 4:2:0 must be.
    coded: (u32, u32),
    path: String,
}

impl FilmFile {
    /// Makes the file; `rate` in pictures per second is what players are told. A last odd row or
    /// column is left out.
    ///
    /// # Errors
    /// The file or the encoder cannot be had; in words.
    pub fn create(path: &Path, size: (u32, u32), rate: u32) -> Result<Self, String> {
        gst::init().map_err(|error| format!("GStreamer does not start: {error}"))?;
        let coded = (size.0 & !1, size.1 & !1);
        let make = |name: &str| {
            gst::ElementFactory::make(name)
                .build()
                .map_err(|_missing| format!("GStreamer has no {name}: run `make setup`"))
        };
        let caps = gst::Caps::builder("video/x-raw")
            .field("format", "RGBA")
            .field("width", coded.0 as i32)
            .field("height", coded.1 as i32)
            .field("framerate", gst::Fraction::new(rate as i32, 1))
            .build();
        let source = gst_app::AppSrc::builder().caps(&caps).format(gst::Format::Time).build();
        // The wall waits for the encoder rather than pile up pictures; see `add`.
        source.set_property("max-buffers", WAITING);
        let (convert, filter) = (make("videoconvert")?, make("capsfilter")?);
        let yuv = gst::Caps::builder("video/x-raw")
            .field("format", "I420")
            .field("colorimetry", "bt709")
            .build();
        filter.set_property("caps", &yuv);
        let (encoder, parse) = (make("x264enc")?, make("h264parse")?);
        encoder.set_property_from_str("pass", "qual");
        encoder.set_property("quantizer", 16_u32);
        encoder.set_property("vbv-buf-capacity", 0_u32);
        encoder.set_property_from_str("speed-preset", "veryfast");
        let (mux, sink) = (make("mp4mux")?, make("filesink")?);
        mux.set_property("faststart", true);
        sink.set_property("location", path);
        let pipeline = gst::Pipeline::new();
        let chain = [source.upcast_ref(), &convert, &filter, &encoder, &parse, &mux, &sink];
        let shown = path.display().to_string();
        let failed = |error: gst::glib::BoolError| format!("{shown} cannot be recorded: {error}");
        pipeline.add_many(chain).map_err(failed)?;
        gst::Element::link_many(chain).map_err(failed)?;
        pipeline
            .set_state(gst::State::Playing)
            .map_err(|_refused| format!("{shown} cannot be written"))?;
        Ok(Self { pipeline, source, coded, path: shown })
    }

    /// Adds a picture that is seen from `at_ns` on for `lasts_ns`.
    ///
    /// # Errors
    /// The disk is full or the encoder failed; in words.
    pub fn add(&mut self, picture: &WallPicture, at_ns: u64, lasts_ns: u64) -> Result<(), String> {
        let (row, used) = (picture.width as usize * 4, self.coded.0 as usize * 4);
        let rows = picture.rgba.chunks_exact(row).take(self.coded.1 as usize);
        let pixels: Vec<u8> = rows.flat_map(|line| &line[..used]).copied().collect();
        let mut buffer = gst::Buffer::from_slice(pixels);
        if let Some(buffer) = buffer.get_mut() {
            buffer.set_pts(gst::ClockTime::from_nseconds(at_ns));
            buffer.set_duration(gst::ClockTime::from_nseconds(lasts_ns));
        }
        // Waited for here and not by the source: a source that blocks is not woken by an encoder
        // that failed.
        let bus = self.pipeline.bus().ok_or("the recording has no bus")?;
        for _ in 0..PATIENCE {
            if self.source.property::<u64>("current-level-buffers") < WAITING {
                break;
            }
            let wait = gst::ClockTime::from_mseconds(10);
            if let Some(message) = bus.timed_pop_filtered(wait, &[gst::MessageType::Error]) {
                return Err(self.because(&message));
            }
        }
        let pushed = self.source.push_buffer(buffer);
        pushed.map(|_| ()).map_err(|_flow| self.reason())
    }

    /// Completes the file.
    ///
    /// # Errors
    /// What is left could not be written; in words.
    pub fn finish(self) -> Result<(), String> {
        self.source.end_of_stream().map_err(|_flow| self.reason())?;
        let bus = self.pipeline.bus().ok_or("the recording has no bus")?;
        let wanted = [gst::MessageType::Eos, gst::MessageType::Error];
        let limit = gst::ClockTime::from_seconds(120);
        match bus.timed_pop_filtered(limit, &wanted) {
            Some(message) if message.type_() == gst::MessageType::Eos => Ok(()),
            Some(message) => Err(self.because(&message)),
            None => Err(format!("{} could not be completed within two minutes", self.path)),
        }
    }

    fn reason(&self) -> String {
        let message =
            self.pipeline.bus().and_then(|bus| bus.pop_filtered(&[gst::MessageType::Error]));
        match message {
            Some(message) => self.because(&message),
            None => format!("{} cannot be recorded any further", self.path),
        }
    }

    fn because(&self, message: &gst::Message) -> String {
        match message.view() {
            gst::MessageView::Error(error) => {
                format!("{} cannot be recorded: {}", self.path, error.error())
            }
            _ => format!("{} cannot be recorded any further", self.path),
        }
    }
}

impl Drop for FilmFile {
    fn drop(&mut self) {
        // Nothing is left to lose: a film that was finished is complete already.
        if self.pipeline.set_state(gst::State::Null).is_err() {
            tracing::warn!("{} was not closed in order", self.path);
        }
    }
}
