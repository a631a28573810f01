//! Feeds pictures or units into a pipeline, a few at a time, and never waits for one that has
//! failed: an `appsrc` that blocks is woken by nothing when what is behind it stops.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSrc;

/// How long a pipeline may take nothing before it counts as stuck. The largest picture on the
/// slowest machine takes seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the pipeline's threads have told.
#[derive(Default)]
struct Told {
    /// Buffers that have left the source.
    taken: u64,
    /// The end has come out.
    ended: bool,
    /// The first error, in words.
    failed: Option<String>,
}

/// Where they tell it.
#[derive(Default)]
struct Gate {
    told: Mutex<Told>,
    changed: Condvar,
}

impl Gate {
    fn tell(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until this is so, or the pipeline fails, or takes nothing for `PATIENCE`.
    fn wait(&self, enough: impl Fn(&Told) -> bool) -> Result<(), String> {
        let mut told = self.lock();
        loop {
            if let Some(failed) = &told.failed {
                return Err(failed.clone());
            }
            if enough(&told) {
                return Ok(());
            }
            let before = told.taken;
            let (next, waited) =
                self.changed.wait_timeout(told, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            told = next;
            if waited.timed_out() && told.taken == before && told.failed.is_none() && !enough(&told)
            {
                return Err("it gave no answer".to_owned());
            }
        }
    }
}

/// The way into a pipeline.
pub struct Feed {
    source: AppSrc,
    gate: Arc<Gate>,
    pushed: u64,
    waiting: u64,
}

impl Feed {
    /// Takes charge of a source and of its pipeline's messages. `waiting` is how many buffers may
    /// wait in the source, at least 1.
    ///
    /// # Errors
    /// When GStreamer refuses.
    pub fn new(pipeline: &gst::Pipeline, source: &AppSrc, waiting: u64) -> Result<Self, String> {
        let gate = Arc::new(Gate::default());
        // The gate bounds the queue; the source itself must neither block nor drop.
        source.set_block(false);
        source.set_max_bytes(0);
        let pad = source.static_pad("src").ok_or("no pad")?;
        let to = Arc::clone(&gate);
        pad.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
            to.tell(|told| told.taken += 1);
            gst::PadProbeReturn::Ok
        });
        let to = Arc::clone(&gate);
        pipeline.bus().ok_or("no bus")?.set_sync_handler(move |_, message| {
            match message.view() {
                gst::MessageView::Eos(_) => to.tell(|told| told.ended = true),
                gst::MessageView::Error(error) => to.tell(|told| {
                    told.failed.get_or_insert_with(|| error.error().to_string());
                }),
                _ => {}
            }
            gst::BusSyncReply::Drop
        });
        Ok(Self { source: source.clone(), gate, pushed: 0, waiting: waiting.max(1) })
    }

    /// Hands over a buffer. Waits while as many as may wait are waiting.
    ///
    /// # Errors
    /// Why the pipeline takes no more.
    pub fn push(&mut self, buffer: gst::Buffer) -> Result<(), String> {
        let (pushed, waiting) = (self.pushed, self.waiting);
        self.gate.wait(|told| pushed < told.taken + waiting)?;
        self.source.push_buffer(buffer).map_err(|error| error.to_string())?;
        self.pushed += 1;
        Ok(())
    }

    /// Says that nothing more comes, and waits until everything has gone through.
    ///
    /// # Errors
    /// Why it did not.
    pub fn finish(&self) -> Result<(), String> {
        self.source.end_of_stream().map_err(|error| error.to_string())?;
        self.gate.wait(|told| told.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_that_fails_wakes_who_feeds_it() {
        gst::init().unwrap();
        let pipeline = gst::Pipeline::new();
        let source = AppSrc::builder().format(gst::Format::Time).build();
        // Fails after the third buffer.
        let fails = gst::ElementFactory::make("identity").property("error-after", 3).build();
        let sink = gst::ElementFactory::make("fakesink").build().unwrap();
        let chain = [source.upcast_ref(), &fails.unwrap(), &sink];
        pipeline.add_many(chain).unwrap();
        gst::Element::link_many(chain).unwrap();
        let mut feed = Feed::new(&pipeline, &source, 2).unwrap();
        pipeline.set_state(gst::State::Playing).unwrap();
        let pushed = (0..100).try_for_each(|_| feed.push(gst::Buffer::from_slice([0; 8])));
        pipeline.set_state(gst::State::Null).unwrap();
        assert!(pushed.is_err());
    }
}
