//! Decodes H.264 access units through GStreamer: `appsrc ! avdec_h264 ! appsink`.
//!
//! One thread for each decoder and no pacing: a unit goes in, its picture comes out, and `appsrc`
//! asking for more says that the decoder is done with it. A buffer's time stamp is the serial of
//! its unit and nothing else.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;
use gstreamer_video as gst_video;
use gstreamer_video::prelude::*;

use super::Picture;
use super::decoder::{Decoder, Fault, Progress};
use super::picture::{Plane, Planes};

/// How long a new pipeline may take until it asks for its first unit.
const START: Duration = Duration::from_secs(5);

/// Loads GStreamer, once for the process.
///
/// # Errors
/// Says what GStreamer says when it cannot be loaded.
pub fn init() -> Result<(), Fault> {
    static LOADED: OnceLock<Result<(), String>> = OnceLock::new();
    let loaded = LOADED.get_or_init(|| gst::init().map_err(|why| why.to_string()));
    loaded.clone().map_err(|why| Fault::Decoder(format!("GStreamer: {why}")))
}

/// A picture where the decoder wrote it; dropped, its memory goes back to the decoder's pool.
struct Decoded(gst_video::VideoFrame<gst_video::video_frame::Readable>);

impl Planes for Decoded {
    fn plane(&self, index: usize) -> Plane<'_> {
        let index = index as u32;
        let info = self.0.info();
        let component = index as usize;
        Plane {
            data: self.0.plane_data(index).unwrap_or(&[]),
            stride: self.0.plane_stride().get(component).map_or(0, |stride| *stride as u32),
            width: info.format_info().scale_width(index as u8, info.width()),
            height: info.format_info().scale_height(index as u8, info.height()),
        }
    }
}

/// What the pipeline's thread tells the reel's.
#[derive(Default)]
struct News {
    /// How often `appsrc` found nothing left to send on.
    hungry: u64,
    finished: Vec<(u64, Picture)>,
    error: Option<String>,
}

#[derive(Default)]
struct Post {
    news: Mutex<News>,
    changed: Condvar,
}

impl Post {
    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, what: impl FnOnce(&mut News)) {
        what(&mut self.lock());
        self.changed.notify_one();
    }
}

/// An H.264 decoder.
pub struct Avc {
    pipeline: gst::Pipeline,
    source: gst_app::AppSrc,
    post: Arc<Post>,
    /// What `hungry` will be when everything offered is dealt with.
    expected: u64,
    stuck: bool,
}

impl Avc {
    /// Builds the pipeline and starts it.
    ///
    /// # Errors
    /// Says which element is missing, or why it does not start.
    pub fn open() -> Result<Self, Fault> {
        init()?;
        let post = Arc::new(Post::default());
        let (pipeline, source) = build(&post).map_err(Fault::Decoder)?;
        let mut decoder = Self { pipeline, source, post, expected: 1, stuck: false };
        if let Err(why) = decoder.pipeline.set_state(gst::State::Playing) {
            return Err(Fault::Decoder(format!("H.264 decoder: {why}")));
        }
        match decoder.take(START, &mut Vec::new())? {
            Progress::Idle => Ok(decoder),
            Progress::Busy => Err(Fault::Decoder("the H.264 decoder does not start".to_owned())),
        }
    }
}

fn build(post: &Arc<Post>) -> Result<(gst::Pipeline, gst_app::AppSrc), String> {
    let pipeline = gst::Pipeline::new();
    let input = gst::Caps::builder("video/x-h264")
        .field("stream-format", "byte-stream")
        .field("alignment", "au")
        .build();
    let hungry = Arc::clone(post);
    let source = gst_app::AppSrc::builder()
        .caps(&input)
        .format(gst::Format::Time)
        .callbacks(
            gst_app::AppSrcCallbacks::builder()
                .need_data(move |_, _| hungry.tell(|news| news.hungry += 1))
                .build(),
        )
        .build();
    // One thread: frame threading would hold pictures back, and there are enough reels to fill
    // the cores. "normal", because "auto" means strict here, and strictly a stream that does not
    // say how far pictures are reordered (as x264 leaves out for all-intra) holds sixteen back.
    // A corrupt picture is none.
    let decoder = gst::ElementFactory::make("avdec_h264")
        .property("max-threads", 1)
        .property("output-corrupt", false)
        .property("qos", false)
        .property_from_str("std-compliance", "normal")
        .build()
        .map_err(|_| "avdec_h264 is missing: install GStreamer's libav plugin".to_owned())?;
    let finished = Arc::clone(post);
    let sink = gst_app::AppSink::builder()
        .caps(&gst::Caps::builder("video/x-raw").field("format", "I420").build())
        .sync(false)
        .async_(false)
        .qos(false)
        .enable_last_sample(false)
        .max_buffers(2)
        .callbacks(
            gst_app::AppSinkCallbacks::builder()
                .new_sample(move |sink| {
                    let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                    let Some((serial, picture)) = picture_of(&sample) else {
                        return Err(gst::FlowError::NotNegotiated);
                    };
                    finished.tell(|news| news.finished.push((serial, picture)));
                    Ok(gst::FlowSuccess::Ok)
                })
                .build(),
        )
        .build();
    accept_padded_planes(sink.upcast_ref());
    let elements = [source.upcast_ref(), &decoder, sink.upcast_ref()];
    pipeline.add_many(elements).map_err(|why| why.to_string())?;
    gst::Element::link_many(elements).map_err(|why| why.to_string())?;

    // Nobody reads this bus: errors are noted where they are posted, the rest is let go.
    let failed = Arc::clone(post);
    let bus = pipeline.bus().ok_or("a pipeline without a bus")?;
    bus.set_sync_handler(move |_, message| {
        if let gst::MessageView::Error(error) = message.view() {
            failed.tell(|news| news.error = Some(format!("H.264 decoder: {}", error.error())));
        }
        gst::BusSyncReply::Drop
    });
    Ok((pipeline, source))
}

/// Promises the decoder that strides are read from the buffer, so that it decodes straight into
/// it; without this it packs every picture once more.
fn accept_padded_planes(sink: &gst::Element) {
    let Some(pad) = sink.static_pad("sink") else { return };
    pad.add_probe(gst::PadProbeType::QUERY_DOWNSTREAM, |_, info| {
        let Some(query) = info.query_mut() else { return gst::PadProbeReturn::Ok };
        let gst::QueryViewMut::Allocation(allocation) = query.view_mut() else {
            return gst::PadProbeReturn::Ok;
        };
        allocation.add_allocation_meta::<gst_video::VideoMeta>(None);
        gst::PadProbeReturn::Handled
    });
}

fn picture_of(sample: &gst::Sample) -> Option<(u64, Picture)> {
    let info = gst_video::VideoInfo::from_caps(sample.caps()?).ok()?;
    let buffer = sample.buffer_owned()?;
    let serial = buffer.pts()?.nseconds();
    let frame = gst_video::VideoFrame::from_buffer_readable(buffer, &info).ok()?;
    Some((serial, Picture { planes: Arc::new(Decoded(frame)) }))
}

impl Decoder for Avc {
    fn offer(&mut self, serial: u64, unit: Vec<u8>, keyframe: bool) -> Result<(), Fault> {
        let mut buffer = gst::Buffer::from_mut_slice(unit);
        if let Some(buffer) = buffer.get_mut() {
            buffer.set_pts(gst::ClockTime::from_nseconds(serial));
            if !keyframe {
                buffer.set_flags(gst::BufferFlags::DELTA_UNIT);
            }
        }
        self.expected += 1;
        match self.source.push_buffer(buffer) {
            Ok(_) => Ok(()),
            Err(flow) => {
                let error = self.post.lock().error.take();
                Err(Fault::Decoder(error.unwrap_or(format!("H.264 decoder: {flow}"))))
            }
        }
    }

    fn take(
        &mut self,
        patience: Duration,
        finished: &mut Vec<(u64, Picture)>,
    ) -> Result<Progress, Fault> {
        let until = Instant::now() + patience;
        let mut news = self.post.lock();
        loop {
            finished.append(&mut news.finished);
            if let Some(error) = news.error.take() {
                return Err(Fault::Decoder(error));
            }
            if news.hungry >= self.expected {
                return Ok(Progress::Idle);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.stuck = true;
                return Ok(Progress::Busy);
            }
            let waited = self.post.changed.wait_timeout(news, left);
            news = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Avc {
    fn drop(&mut self) {
        let pipeline = self.pipeline.clone();
        let end = move || {
            if let Err(why) = pipeline.set_state(gst::State::Null) {
                tracing::warn!("a decoder did not stop: {why}");
            }
        };
        if !self.stuck {
            return end();
        }
        // A stuck decoder may never stop. Its reel must not wait for it; how many there can be
        // is bounded by the reel's back-off.
        if let Err(why) = std::thread::Builder::new().name("stuck decoder".to_owned()).spawn(end) {
            tracing::warn!("a stuck decoder is left running: {why}");
        }
    }
}

/// Decodes a whole byte-stream file with nothing around it, as fast as it goes: what the reels
/// are measured against. Returns how many pictures came.
///
/// # Errors
/// What GStreamer says, or that nothing came of it for ten seconds.
pub fn decode_whole(file: &std::path::Path) -> Result<u64, Fault> {
    init()?;
    let failed = |why: String| Fault::Decoder(format!("{}: {why}", file.display()));
    let make = gst::ElementFactory::make;
    let built = || -> Result<_, gst::glib::BoolError> {
        let pipeline = gst::Pipeline::new();
        let elements = [
            make("filesrc").property("location", file.display().to_string()).build()?,
            make("h264parse").build()?,
            make("avdec_h264").property("max-threads", 1).property("qos", false).build()?,
            make("fakesink").property("sync", false).build()?,
        ];
        pipeline.add_many(&elements)?;
        gst::Element::link_many(&elements)?;
        Ok((pipeline, elements))
    };
    let (pipeline, elements) = built().map_err(|why| failed(why.to_string()))?;
    let count = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counted = Arc::clone(&count);
    if let Some(pad) = elements[3].static_pad("sink") {
        pad.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            gst::PadProbeReturn::Ok
        });
    }
    let bus = pipeline.bus().ok_or_else(|| failed("a pipeline without a bus".to_owned()))?;
    pipeline.set_state(gst::State::Playing).map_err(|why| failed(why.to_string()))?;
    let ends = [gst::MessageType::Eos, gst::MessageType::Error];
    let result = loop {
        let before = count.load(std::sync::atomic::Ordering::Relaxed);
        let message = bus.timed_pop_filtered(gst::ClockTime::from_seconds(10), &ends);
        let after = count.load(std::sync::atomic::Ordering::Relaxed);
        match message.as_ref().map(|message| message.view()) {
            Some(gst::MessageView::Error(error)) => break Err(failed(error.error().to_string())),
            Some(_) => break Ok(after),
            None if after == before => break Err(failed("decoding stands still".to_owned())),
            None => {}
        }
    };
    pipeline.set_state(gst::State::Null).map_err(|why| failed(why.to_string()))?;
    result
}
