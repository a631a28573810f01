//! What the child watches while GStreamer decodes: which elements come in, what the headers say,
//! and what the decoders complain about.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gstreamer as gst;
use gstreamer::prelude::*;

use super::limits;
use super::protocol::{Headers, LARGEST};
use crate::rendition::planar::Turn;

/// What the pipeline's threads find out.
#[derive(Default)]
pub struct Found {
    /// The first stream with pictures was taken.
    pub video: AtomicBool,
    /// The first stream with sound was taken.
    pub sound: AtomicBool,
    /// There is no stream with pictures.
    pub only_sound: AtomicBool,
    /// Pictures so far.
    pub frames: AtomicU64,
    /// Pictures that the decoder marks as corrupt.
    pub corrupt: AtomicU64,
    /// The end of the sound so far in stream time; 0 where there is none.
    pub sound_end_ns: AtomicI64,
    /// The container is one that states its duration, rather than one whose duration is guessed.
    pub states_duration: AtomicBool,
    /// The pictures are larger than any that are accepted.
    pub too_large: AtomicBool,
    /// The file does not tell its colours.
    pub untagged: AtomicBool,
    /// The file, or the kind of its coding, tells where the chroma samples lie.
    pub sited: AtomicBool,
    /// The file is encrypted.
    pub encrypted: AtomicBool,
    /// How often a decoder reported an error.
    pub complaints: AtomicU64,
    /// The first time, in its words.
    pub complaint: Mutex<Option<String>>,
    /// The codec's name.
    pub codec: Mutex<Option<String>>,
    /// How the pictures must be turned.
    pub turn: Mutex<Turn>,
    /// What the headers say.
    pub headers: Mutex<Headers>,
}

/// Locks, also where a thread has died holding the lock: what is behind it stays plain data.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same pictures on every machine: no hardware decoders. And nothing but the file: no element
/// that fetches what a file names.
pub fn allow_software_and_files_only() {
    const FETCHING: [&str; 8] = [
        "hlsdemux",
        "hlsdemux2",
        "dashdemux",
        "dashdemux2",
        "mssdemux",
        "mssdemux2",
        "sdpdemux",
        "rtspsrc",
    ];
    for feature in gst::Registry::get().features(gst::ElementFactory::static_type()) {
        let hardware = feature
            .downcast_ref::<gst::ElementFactory>()
            .is_some_and(|factory| factory.klass().contains("Hardware"));
        if hardware || FETCHING.contains(&feature.name().as_str()) {
            feature.set_rank(gst::Rank::NONE);
        }
    }
}

/// Looks at each element that decodebin puts in.
pub fn watch_elements(pipeline: &gst::Pipeline, found: &Arc<Found>) {
    let found = Arc::clone(found);
    pipeline.connect_deep_element_added(move |_, _, element| {
        let Some(factory) = element.factory() else { return };
        let klass = factory.klass();
        if klass.contains("Demuxer") {
            if ["qtdemux", "matroskademux", "avidemux"].contains(&factory.name().as_str()) {
                found.states_duration.store(true, Ordering::Relaxed);
            }
            let found = Arc::clone(&found);
            element.connect_pad_added(move |_, pad| watch_stream(pad, &found));
        }
        if klass.contains("Decoder") && (klass.contains("Video") || klass.contains("Image")) {
            // Two at a time are prepared; more threads only hold more pictures.
            for name in ["max-threads", "threads"] {
                if element.find_property(name).is_some() {
                    element.set_property_from_str(name, "2");
                }
            }
            if let Some(pad) = element.static_pad("sink") {
                watch_headers(&pad, &found);
            }
        }
    });
}

/// Lifts the end from a segment: a stop that lies before the end of the last frame would lose it.
/// Also notices encryption, which fails later without saying why.
fn watch_stream(pad: &gst::Pad, found: &Arc<Found>) {
    let encrypted = |caps: &gst::CapsRef| {
        let names = ["application/x-cenc", "application/x-cbcs", "application/x-webm-enc"];
        caps.structure(0).is_some_and(|s| names.contains(&s.name().as_str()))
    };
    if pad.current_caps().is_some_and(|caps| encrypted(&caps)) {
        found.encrypted.store(true, Ordering::Relaxed);
    }
    let found = Arc::clone(found);
    pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
        let Some(gst::PadProbeData::Event(event)) = &info.data else {
            return gst::PadProbeReturn::Ok;
        };
        match event.view() {
            gst::EventView::Caps(event) if encrypted(event.caps()) => {
                found.encrypted.store(true, Ordering::Relaxed);
            }
            gst::EventView::Caps(event) => {
                super::gst_headers::of_container(event.caps(), &mut lock(&found.headers));
            }
            gst::EventView::Segment(event) => {
                if let Some(segment) = event.segment().downcast_ref::<gst::ClockTime>()
                    && segment.stop().is_some()
                {
                    let mut segment = segment.clone();
                    segment.set_stop(gst::ClockTime::NONE);
                    let event = gst::event::Segment::new(&segment);
                    info.data = Some(gst::PadProbeData::Event(event));
                }
            }
            _ => {}
        }
        gst::PadProbeReturn::Ok
    });
}

/// Reads size and colour tags on the way into a decoder.
fn watch_headers(pad: &gst::Pad, found: &Arc<Found>) {
    let found = Arc::clone(found);
    pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
        if let Some(gst::PadProbeData::Event(event)) = &info.data
            && let gst::EventView::Caps(event) = event.view()
            && let Some(caps) = event.caps().structure(0)
        {
            let side = |name| caps.get::<i32>(name).ok().and_then(|v| u32::try_from(v).ok());
            let (width, height) = (side("width").unwrap_or(0), side("height").unwrap_or(0));
            if width > LARGEST || height > LARGEST {
                found.too_large.store(true, Ordering::Relaxed);
                return gst::PadProbeReturn::Drop;
            }
            limits::allow_pictures(width, height);
            // The parsers of these report every tag they see.
            let reports = ["video/x-h264", "video/x-h265", "video/x-vp8", "video/mpeg"]
                .contains(&caps.name().as_str());
            found.untagged.store(reports && !caps.has_field("colorimetry"), Ordering::Relaxed);
            // GStreamer takes small pictures for JPEGs; where nothing is told, only these are.
            let centred = ["image/jpeg", "video/x-theora", "video/x-h263"];
            let sited = caps.has_field("chroma-site") || centred.contains(&caps.name().as_str());
            found.sited.store(sited, Ordering::Relaxed);
            lock(&found.codec).get_or_insert_with(|| caps.name().to_string());
            super::gst_headers::of_stream(caps, &mut lock(&found.headers));
        }
        gst::PadProbeReturn::Ok
    });
}

/// The orientation and the codec's name come as tags.
pub fn watch_tags(pad: &gst::Pad, found: &Arc<Found>) {
    let read = |found: &Found, tags: &gst::TagListRef| {
        super::gst_headers::of_tags(tags, &mut lock(&found.headers));
        if let Some(codec) = tags.get::<gst::tags::VideoCodec>() {
            *lock(&found.codec) = Some(codec.get().to_owned());
        }
        if let Some(word) = tags.get::<gst::tags::ImageOrientation>() {
            *lock(&found.turn) = turn_from(word.get());
        }
    };
    let mut index = 0;
    while let Some(event) = pad.sticky_event::<gst::event::Tag>(index) {
        read(found, event.tag());
        index += 1;
    }
    let found = Arc::clone(found);
    pad.add_probe(gst::PadProbeType::EVENT_DOWNSTREAM, move |_, info| {
        if let Some(gst::PadProbeData::Event(event)) = &info.data
            && let gst::EventView::Tag(event) = event.view()
        {
            read(&found, event.tag());
        }
        gst::PadProbeReturn::Ok
    });
}

fn turn_from(word: &str) -> Turn {
    let quarters = match word.rsplit('-').next() {
        Some("90") => 1,
        Some("180") => 2,
        Some("270") => 3,
        _ => 0,
    };
    Turn { mirrored: word.starts_with("flip"), quarters }
}

/// Counts what libav's decoders report as errors: GStreamer itself passes damaged pictures on
/// without a word.
pub fn listen_to_decoders(found: &Arc<Found>) {
    let found = Arc::clone(found);
    gst::log::remove_default_log_function();
    gst::log::set_threshold_for_name("libav", gst::DebugLevel::Error);
    gst::log::add_log_function(move |category, level, _, _, _, _, message| {
        if category.name() == "libav" && level == gst::DebugLevel::Error {
            found.complaints.fetch_add(1, Ordering::Relaxed);
            let said = message.get().map(|said| said.trim().to_owned()).unwrap_or_default();
            lock(&found.complaint).get_or_insert(said);
        }
    });
}
