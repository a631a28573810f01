//! Decodes a finished rung once, as the wall will: every unit by the frame table.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::{AppSink, AppSinkCallbacks, AppSrc};

use super::gst_encode::is_entry;
use super::gst_feed::Feed;
use crate::rendition::Rung;

/// Checks that a rung holds what its table says: each keyframe can be started at, and as many
/// pictures of the right size come out as there are frames.
///
/// # Errors
/// What differs, in words.
pub fn verify(folder: &Path, rung: &Rung) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", rung.file);
    let mut file = BufReader::new(File::open(folder.join(&rung.file)).map_err(|e| said(&e))?);
    let caps = gst::Caps::builder("video/x-h264")
        .field("stream-format", "byte-stream")
        .field("alignment", "au")
        .field("width", rung.width as i32)
        .field("height", rung.height as i32)
        .field("framerate", gst::Fraction::new(25, 1))
        .build();
    let source = AppSrc::builder().caps(&caps).format(gst::Format::Time).build();
    let decoder = gst::ElementFactory::make("avdec_h264")
        .property("max-threads", 1)
        .build()
        .map_err(|e| said(&e))?;
    let sink = AppSink::builder().sync(false).max_buffers(2).build();
    let (good, counter) = (Arc::new(AtomicU64::new(0)), (rung.width, rung.height));
    let to = Arc::clone(&good);
    let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
        let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
        let side = |name: &str| {
            let size = sample.caps()?.structure(0)?.get::<i32>(name).ok()?;
            u32::try_from(size).ok()
        };
        let corrupt =
            sample.buffer().is_none_or(|b| b.flags().contains(gst::BufferFlags::CORRUPTED));
        if !corrupt && (side("width"), side("height")) == (Some(counter.0), Some(counter.1)) {
            to.fetch_add(1, Ordering::Relaxed);
        }
        Ok(gst::FlowSuccess::Ok)
    });
    sink.set_callbacks(callbacks.build());
    let pipeline = gst::Pipeline::new();
    let chain = [source.upcast_ref(), &decoder, sink.upcast_ref::<gst::Element>()];
    pipeline.add_many(chain).map_err(|e| said(&e))?;
    gst::Element::link_many(chain).map_err(|e| said(&e))?;
    let mut feed = Feed::new(&pipeline, &source, 4).map_err(|e| said(&e))?;
    let ended = (|| {
        pipeline.set_state(gst::State::Playing).map_err(|e| said(&e))?;
        for (index, frame) in rung.table.frames().iter().enumerate() {
            let mut data = vec![0; frame.bytes as usize];
            file.seek(SeekFrom::Start(frame.offset)).map_err(|e| said(&e))?;
            file.read_exact(&mut data).map_err(|e| said(&e))?;
            if frame.keyframe && !is_entry(&data) {
                return Err(format!("{}: no decoder can start at frame {index}", rung.file));
            }
            let mut buffer = gst::Buffer::from_mut_slice(data);
            if let Some(buffer) = buffer.get_mut() {
                buffer.set_pts(gst::ClockTime::from_mseconds(40) * index as u64);
            }
            feed.push(buffer).map_err(|e| said(&e))?;
        }
        feed.finish().map_err(|e| said(&e))
    })();
    pipeline.set_state(gst::State::Null).ok();
    ended?;
    let (got, wanted) = (good.load(Ordering::Relaxed), rung.table.frames().len() as u64);
    if got == wanted {
        Ok(())
    } else {
        Err(format!("{}: {wanted} frames were written, {got} can be decoded", rung.file))
    }
}
