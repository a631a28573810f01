//! Decodes video of any kind through GStreamer, in the child process.
//!
//! Nothing is paced: a full standard output holds the decoder back. Times are stream times, never
//! clipped to what an edit list says is the end.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use gstreamer::prelude::*;
use gstreamer::{self as gst, MessageView};
use gstreamer_app::{AppSink, AppSinkCallbacks};
use gstreamer_video::VideoInfo;

use super::child::{Outlet, gone};
use super::gst_convert::Conversion;
use super::gst_watch::{
    Found, allow_software_and_files_only, listen_to_decoders, lock, watch_elements, watch_tags,
};
use super::limits;
use super::problem::MediaProblem;
use super::protocol::{Done, Facts, LARGEST, Message};
use crate::rendition::planar::Turn;

/// Decodes a file to the outlet. `cut_off` where its structure says that its end is missing.
///
/// # Errors
/// What is wrong with it, where nothing of it can be shown.
pub fn decode(path: &Path, outlet: &Arc<Outlet>, cut_off: bool) -> Result<(), MediaProblem> {
    gst::init().map_err(fault)?;
    allow_software_and_files_only();
    outlet.send(&Message::Ready).map_err(gone)?;

    let found = Arc::new(Found::default());
    listen_to_decoders(&found);
    let pipeline = gst::Pipeline::new();
    let make = |name: &str| gst::ElementFactory::make(name).build().map_err(fault);
    let (source, decodebin) = (make("filesrc")?, make("decodebin")?);
    source.set_property("location", path);
    pipeline.add_many([&source, &decodebin]).map_err(fault)?;
    source.link(&decodebin).map_err(fault)?;
    watch_elements(&pipeline, &found);
    let (weak, sinks, to) = (pipeline.downgrade(), Arc::clone(&found), Arc::clone(outlet));
    decodebin.connect_pad_added(move |_, pad| {
        if let Some(pipeline) = weak.upgrade()
            && let Err(error) = attach(&pipeline, pad, &sinks, &to)
        {
            gst::element_error!(pipeline, gst::CoreError::Failed, ("{}", error));
        }
    });
    if !outlet.voice {
        // Sound alone is not played to its end: nothing would be shown of it.
        let (weak, seen) = (pipeline.downgrade(), Arc::clone(&found));
        decodebin.connect_no_more_pads(move |_| {
            if !seen.video.load(Ordering::Relaxed)
                && let Some(pipeline) = weak.upgrade()
            {
                seen.only_sound.store(true, Ordering::Relaxed);
                gst::element_error!(pipeline, gst::StreamError::WrongType, ("no pictures"));
            }
        });
    }
    let result = run(&pipeline, &found, outlet, cut_off);
    end(pipeline);
    match result {
        Err(MediaProblem::Damaged { frames: 0, .. }) if names_a_key(path) => {
            Err(MediaProblem::Encrypted)
        }
        result => result,
    }
}

/// Stops the decoders. One that does not stop is not waited for: what was found is told first, and
/// the process ends it.
fn end(pipeline: gst::Pipeline) {
    let (ended, waiting) = sync_channel(1);
    let thread = std::thread::Builder::new().name("end".to_owned()).spawn(move || {
        pipeline.set_state(gst::State::Null).ok();
        ended.send(()).ok();
    });
    if thread.is_ok() {
        waiting.recv_timeout(Duration::from_secs(2)).ok();
    }
}

/// Whether the head or the end of a file that cannot be decoded holds a box of ISO/IEC 23001-7 on
/// encryption: some demuxers overlook it and pass on noise.
fn names_a_key(path: &Path) -> bool {
    const SEARCHED: u64 = 1 << 20;
    let part = |from: u64| -> std::io::Result<bool> {
        let (mut file, mut bytes) = (File::open(path)?, Vec::new());
        file.seek(SeekFrom::Start(from))?;
        file.take(SEARCHED).read_to_end(&mut bytes)?;
        Ok(bytes.windows(4).any(|name| [b"tenc", b"encv"].iter().any(|key| name == *key)))
    };
    let end = std::fs::metadata(path).map_or(0, |meta| meta.len().saturating_sub(SEARCHED));
    part(0).unwrap_or(false) || part(end).unwrap_or(false)
}

fn fault(error: impl std::fmt::Display) -> MediaProblem {
    MediaProblem::NotExamined(error.to_string())
}

type Failure = Box<dyn std::error::Error>;

/// Gives a decoded stream its sink: the first with pictures and the first with sound are used.
fn attach(
    pipeline: &gst::Pipeline,
    pad: &gst::Pad,
    found: &Arc<Found>,
    outlet: &Arc<Outlet>,
) -> Result<(), Failure> {
    let caps = pad.current_caps().unwrap_or_else(|| pad.query_caps(None));
    let name = caps.structure(0).map(|s| s.name().to_string()).unwrap_or_default();
    let chain = if name == "video/x-raw" && !found.video.swap(true, Ordering::Relaxed) {
        video_chain(pad, &caps, found, outlet)?
    } else if name == "audio/x-raw" && !found.sound.swap(true, Ordering::Relaxed) {
        watch_tags(pad, found);
        super::gst_headers::of_sound(&caps, &mut lock(&found.headers));
        sound_chain(found, outlet)?
    } else {
        vec![
            gst::ElementFactory::make("fakesink")
                .property("sync", false)
                .property("async", false)
                .build()?,
        ]
    };
    pipeline.add_many(&chain)?;
    gst::Element::link_many(&chain)?;
    // Sinks first, so that nothing flows into an element that does not run yet.
    for element in chain.iter().rev() {
        element.sync_state_with_parent()?;
    }
    let first = chain.first().and_then(|element| element.static_pad("sink")).ok_or("no pad")?;
    pad.link(&first)?;
    Ok(())
}

fn filter(caps: &gst::Caps) -> Result<gst::Element, gst::glib::BoolError> {
    gst::ElementFactory::make("capsfilter").property("caps", caps).build()
}

fn sink(callbacks: AppSinkCallbacks) -> gst::Element {
    let sink = AppSink::builder().sync(false).async_(false).max_buffers(1).build();
    sink.set_callbacks(callbacks);
    sink.upcast()
}

fn video_chain(
    pad: &gst::Pad,
    caps: &gst::Caps,
    found: &Arc<Found>,
    outlet: &Arc<Outlet>,
) -> Result<Vec<gst::Element>, Failure> {
    let make = |name: &str| gst::ElementFactory::make(name).build();
    let info = VideoInfo::from_caps(caps)?;
    super::gst_headers::of_pictures(&info, &mut lock(&found.headers));
    let conversion = Conversion::plan(
        &info,
        found.untagged.load(Ordering::Relaxed),
        found.sited.load(Ordering::Relaxed),
    );
    limits::allow_pictures(info.width(), info.height());
    let mut chain = Vec::new();
    if conversion.interlaced {
        // A format that the deinterlacer knows, with chroma of every line.
        let to_fields = make("videoconvert")?;
        let known = gst::Caps::builder("video/x-raw").field("format", "Y42B").build();
        let deinterlace = gst::ElementFactory::make("deinterlace")
            .property_from_str("method", "yadif")
            .property_from_str("fields", "top")
            .build()?;
        chain.extend([to_fields, filter(&known)?, deinterlace]);
    }
    let scale = make("videoscale")?;
    let convert =
        gst::ElementFactory::make("videoconvert").property_from_str("dither", "none").build()?;
    chain.extend([scale, convert, filter(&conversion.caps)?]);

    watch_tags(pad, found);
    let (found, outlet, facts) = (Arc::clone(found), Arc::clone(outlet), OnceLock::new());
    let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
        let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
        let told = facts.get_or_init(|| {
            let (facts, turn) = describe(&conversion, &found);
            outlet.facts(facts).map(|()| turn)
        });
        let turn = *told.as_ref().map_err(|_| gst::FlowError::Error)?;
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        if buffer.flags().contains(gst::BufferFlags::CORRUPTED) {
            found.corrupt.fetch_add(1, Ordering::Relaxed);
        }
        let at_ns = stream_time(&sample, buffer.pts());
        let lasts_ns = buffer.duration().and_then(|d| i64::try_from(d.nseconds()).ok());
        let planes = || {
            let info = sample.caps().and_then(|caps| VideoInfo::from_caps(caps).ok())?;
            conversion.apply(buffer, &info).map(|planar| planar.turned(turn).data)
        };
        // An empty picture tells the parent that this one could not be converted.
        let sent = outlet.frame(at_ns, lasts_ns, || planes().unwrap_or_default());
        sent.map_err(|_| gst::FlowError::Error)?;
        found.frames.fetch_add(1, Ordering::Relaxed);
        limits::more_time();
        Ok(gst::FlowSuccess::Ok)
    });
    chain.push(sink(callbacks.build()));
    Ok(chain)
}

fn sound_chain(found: &Arc<Found>, outlet: &Arc<Outlet>) -> Result<Vec<gst::Element>, Failure> {
    let make = |name: &str| gst::ElementFactory::make(name).build();
    let wanted = gst::Caps::builder("audio/x-raw")
        .field("format", "S16LE")
        .field("layout", "interleaved")
        .field("rate", 48_000)
        .field("channels", 2)
        .build();
    let mut chain = vec![make("audioconvert")?, make("audioresample")?, filter(&wanted)?];
    let (found, outlet) = (Arc::clone(found), Arc::clone(outlet));
    let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
        let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
        let buffer = sample.buffer().ok_or(gst::FlowError::Error)?;
        let Some(at_ns) = stream_time(&sample, buffer.pts()) else {
            return Ok(gst::FlowSuccess::Ok);
        };
        let length_ns = buffer.size() as i64 / 4 * 1_000_000_000 / 48_000;
        found.sound_end_ns.fetch_max(at_ns.saturating_add(length_ns), Ordering::Relaxed);
        if outlet.sound {
            let samples = buffer.map_readable().map_err(|_| gst::FlowError::Error)?.to_vec();
            let sent = outlet.send(&Message::Sound { at_ns, samples });
            sent.map_err(|_| gst::FlowError::Error)?;
        }
        Ok(gst::FlowSuccess::Ok)
    });
    chain.push(sink(callbacks.build()));
    Ok(chain)
}

/// Stream time of a buffer, also where it lies outside of its segment.
fn stream_time(sample: &gst::Sample, pts: Option<gst::ClockTime>) -> Option<i64> {
    let segment = sample.segment()?.downcast_ref::<gst::ClockTime>()?;
    let ns = |time: Option<gst::ClockTime>| time.map_or(0, |t| i128::from(t.nseconds()));
    let time = ns(Some(pts?)) - ns(segment.start()) + ns(segment.time());
    i64::try_from(time).ok()
}

fn describe(conversion: &Conversion, found: &Found) -> (Facts, Turn) {
    let turn = *lock(&found.turn);
    let swap = |pair: (u32, u32)| if turn.quarters % 2 == 1 { (pair.1, pair.0) } else { pair };
    let mut changes = conversion.changes.clone();
    if turn != Turn::default() {
        changes.push("The picture was turned upright as the file asks.".to_owned());
    }
    let facts = Facts {
        codec: lock(&found.codec).clone().unwrap_or_else(|| "uncompressed".to_owned()),
        size: swap(conversion.size),
        pixel_aspect: swap(conversion.pixel_aspect),
        colour: conversion.colour,
        changes,
    };
    (facts, turn)
}

/// Plays to the end as fast as it goes.
fn run(
    pipeline: &gst::Pipeline,
    found: &Found,
    outlet: &Outlet,
    cut_off: bool,
) -> Result<(), MediaProblem> {
    let bus = pipeline.bus().ok_or_else(|| fault("no bus"))?;
    let mut done = Done { cut_off, ..Done::default() };
    let (mut missing, mut missing_sound) = (None, None);
    let mut failure = None;
    let started = pipeline.set_state(gst::State::Playing);
    while let Some(message) = bus.timed_pop(gst::ClockTime::NONE) {
        match message.view() {
            MessageView::Eos(_) => break,
            MessageView::Error(error) => {
                done.broke_off = true;
                failure = error.error().kind::<gst::StreamError>();
                done.complaint.get_or_insert_with(|| words(&error.error(), error.debug()));
                break;
            }
            MessageView::Warning(warning) => {
                done.complaints += 1;
                done.complaint.get_or_insert_with(|| warning.error().to_string());
            }
            MessageView::Element(element) => {
                let structure = element.structure().filter(|s| s.name() == "missing-plugin");
                if let Some(name) = structure.and_then(|s| s.get::<String>("name").ok()) {
                    let detail = structure.and_then(|s| s.get::<gst::Caps>("detail").ok());
                    let of_sound = detail.is_some_and(|caps| caps.to_string().starts_with("audio"));
                    *(if of_sound { &mut missing_sound } else { &mut missing }) = Some(name);
                }
            }
            _ => {}
        }
    }
    started.ok();
    let frames = found.frames.load(Ordering::Relaxed);
    if found.too_large.load(Ordering::Relaxed) {
        let what = format!("memory: its pictures are larger than {LARGEST} pixels");
        return Err(MediaProblem::TooGreedy(what));
    }
    if frames == 0 {
        let detail = done.complaint.unwrap_or_else(|| "no picture came out of it".to_owned());
        let seen = found.video.load(Ordering::Relaxed);
        return Err(match (missing, failure) {
            _ if found.encrypted.load(Ordering::Relaxed) => MediaProblem::Encrypted,
            (Some(name), _) => MediaProblem::Unsupported(plain(&name)),
            _ if cut_off => MediaProblem::Truncated { got_ns: 0, declared_ns: None },
            _ if found.only_sound.load(Ordering::Relaxed) => MediaProblem::NoVideo,
            (_, Some(gst::StreamError::TypeNotFound)) => {
                MediaProblem::NotMedia("nothing that can be recognised".to_owned())
            }
            (_, Some(gst::StreamError::NotImplemented)) => {
                MediaProblem::Unsupported(lock(&found.codec).clone().unwrap_or(detail))
            }
            // Headers without any pictures, as the first part of a stream.
            _ if detail.contains("no playable streams") => MediaProblem::NoVideo,
            _ if seen || (done.broke_off && missing_sound.is_none()) => {
                MediaProblem::Damaged { frames, detail }
            }
            _ => MediaProblem::NoVideo,
        });
    }
    let complaints = found.complaints.load(Ordering::Relaxed);
    if complaints > 0 {
        done.complaints += complaints;
        let said = lock(&found.complaint).clone().unwrap_or_default();
        done.complaint.get_or_insert(said);
    }
    let corrupt = found.corrupt.load(Ordering::Relaxed);
    if corrupt > 0 {
        done.complaints += corrupt;
        done.complaint.get_or_insert_with(|| format!("{corrupt} frames are marked as corrupt"));
    }
    if found.states_duration.load(Ordering::Relaxed) {
        let duration = pipeline.query_duration::<gst::ClockTime>();
        done.declared_ns = duration.and_then(|d| i64::try_from(d.nseconds()).ok());
    }
    let sound_end = found.sound_end_ns.load(Ordering::Relaxed);
    done.sound_end_ns = found.sound.load(Ordering::Relaxed).then_some(sound_end);
    done.headers = lock(&found.headers).clone();
    done.silent_because = missing_sound.as_deref().map(plain);
    outlet.send(&Message::Done(Box::new(done))).map_err(gone)
}

/// A codec's name without the library's own wrapping.
fn plain(name: &str) -> String {
    let name = name.strip_suffix(" decoder").unwrap_or(name);
    name.strip_prefix("video/x-gst-fourcc-").unwrap_or(name).to_owned()
}

/// The library's own sentence, and the last line of what it adds for programmers.
fn words(error: &gst::glib::Error, debug: Option<gst::glib::GString>) -> String {
    sentence(&error.to_string(), &debug.unwrap_or_default())
}

fn sentence(sentence: &str, debug: &str) -> String {
    let last = debug.lines().last().and_then(|line| line.rsplit(": ").next()).unwrap_or("");
    // Where the library adds nothing, the last is the place within its own pipeline.
    let last = if last.contains("/GstPipeline:") { "" } else { last };
    let sentence = sentence.trim_end_matches('.');
    let short: String = last.chars().take(120).collect();
    if short.is_empty() { sentence.to_owned() } else { format!("{sentence}: {short}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_speaks_without_its_own_places() {
        let place = "../gst/a.c(99): a_loop (): /GstPipeline:pipeline0/GstADemux:demux0";
        assert_eq!(sentence("It stopped.", place), "It stopped");
        let more = format!("{place}:\nstreaming stopped, reason: no keys");
        assert_eq!(sentence("It stopped.", &more), "It stopped: no keys");
    }
}
