//! One open pipeline of the output: `appsrc ! audioconvert ! audioresample ! SINK`.
//!
//! Time: the pipeline runs on the machine's monotonic clock, which is the show's, and its base
//! time is set once by hand. A buffer's time stamp is when it is heard, less the base time. To
//! GStreamer the source is live, because only then does a sink tell how much time it needs
//! (`GST_QUERY_LATENCY`; gstaudiobasesink.c: the length of its ring buffer). The pipeline's own
//! latency is held at zero, so that the sink adds nothing to the time stamps; the time it needs
//! is given to it by handing blocks over that much earlier.

use std::convert::Infallible;
use std::sync::mpsc;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app as gst_app;

use super::gst::{BLOCK, BLOCK_NS, LEAD_NS, RATE, Routing};
use super::gst_device::{Found, Watch};
use super::limit::limited;
use crate::timeline::{Clock, ClockTime, clock::Monotonic};

/// What the sink's own need is rounded up by: this thread wakes late, and the pipeline's takes
/// its time.
const SLACK_NS: i64 = 30_000_000;

/// No sink is waited for longer, whatever it says it needs.
const LEAD_MOST_NS: i64 = 500_000_000;

/// How much more than the lead may lie in the queue before the sink is behind.
const QUEUE_NS: i64 = 20_000_000;

/// More channels than any device has.
const MOST_CHANNELS: u32 = 64;

/// An open pipeline. Must be closed, not just dropped.
pub(super) struct Line {
    pipeline: gst::Pipeline,
    source: gst_app::AppSrc,
    bus: gst::Bus,
    watch: Option<Watch>,
    /// The device in words.
    pub(super) name: String,
    /// The show's clock time at the pipeline's running time zero.
    base: ClockTime,
    /// How long before it is heard a block is handed over.
    pub(super) lead_ns: i64,
    routing: Routing,
    skipped: bool,
}

impl Line {
    /// Builds the pipeline and starts it.
    ///
    /// # Errors
    /// Says which element is missing, or why the device does not open.
    pub(super) fn open(found: Found, routing: Option<Routing>) -> Result<Self, String> {
        let Found { sink, name, watch } = found;
        let pipeline = gst::Pipeline::new();
        let source = build(&pipeline, &sink)?;
        let bus = pipeline.bus().ok_or("a pipeline without a bus")?;

        let clock = gst::SystemClock::obtain();
        let (base, system) = at_once(&clock);
        pipeline.set_base_time(system);
        pipeline.use_clock(Some(&clock));
        pipeline.set_start_time(gst::ClockTime::NONE);
        pipeline.set_latency(Some(gst::ClockTime::ZERO));

        let mut line = Self {
            pipeline,
            source,
            bus,
            watch,
            name,
            base,
            lead_ns: LEAD_NS,
            routing: routing.clone().unwrap_or_else(stereo),
            skipped: true,
        };
        // An automatic sink puts its real one in on the way to READY.
        let started = line.start(gst::State::Ready).and_then(|()| {
            line.name = tune(&sink, &line.name)?;
            let caps =
                input(&sink, routing.as_ref()).map_err(|why| format!("{}: {why}", line.name))?;
            line.source.set_caps(Some(&caps));
            line.start(gst::State::Playing)
        });
        match started {
            Ok(()) => Ok(line),
            Err(why) => {
                line.pipeline.set_state(gst::State::Null).ok();
                Err(why)
            }
        }
    }

    fn start(&self, state: gst::State) -> Result<(), String> {
        let Err(why) = self.pipeline.set_state(state) else { return Ok(()) };
        let said = self.bus.pop_filtered(&[gst::MessageType::Error]);
        Err(match said.as_ref().map(|message| message.view()) {
            Some(gst::MessageView::Error(error)) => format!("{}: {}", self.name, error.error()),
            _ => format!("{}: {why}", self.name),
        })
    }

    /// How many buses it takes.
    pub(super) fn buses(&self) -> usize {
        self.routing.buses.len()
    }

    /// Hands over one block of each bus, to be heard from `at` on. Returns whether there was room for it:
    /// the queue is as long as the lead, and what comes when it is full is left out.
    ///
    /// # Errors
    /// Says that the pipeline takes nothing any more.
    pub(super) fn push(
        &mut self,
        at: ClockTime,
        blocks: &[[[f32; 2]; BLOCK]],
    ) -> Result<bool, String> {
        let channels = self.routing.of_total as usize;
        let queued = self.source.current_level_bytes() / (4 * channels as u64);
        let queued = queued as i64 * 1_000_000_000 / i64::from(RATE);
        let since = u64::try_from(at.since(self.base)).ok();
        let (Some(since), true) = (since, queued < self.lead_ns + QUEUE_NS) else {
            self.skipped = true;
            return Ok(false);
        };
        let samples = interleaved(&self.routing, blocks);
        let bytes: Vec<u8> = samples.into_iter().flat_map(f32::to_le_bytes).collect();
        let mut buffer = gst::Buffer::from_mut_slice(bytes);
        if let Some(buffer) = buffer.get_mut() {
            buffer.set_pts(gst::ClockTime::from_nseconds(since));
            buffer.set_duration(gst::ClockTime::from_nseconds(BLOCK_NS as u64));
            // Otherwise a sink takes a gap of less than its alignment threshold for jitter, and
            // plays on without it: too early from then on.
            if self.skipped {
                buffer.set_flags(gst::BufferFlags::DISCONT);
            }
        }
        self.skipped = false;
        let pushed = self.source.push_buffer(buffer);
        pushed.map(|_| true).map_err(|flow| format!("{}: {flow}", self.name))
    }

    /// The next block does not join on to the last.
    pub(super) fn skip(&mut self) {
        self.skipped = true;
    }

    /// Hears what the pipeline and the device have to say. Does not wait.
    ///
    /// # Errors
    /// Says how the device was lost.
    pub(super) fn listen(&mut self) -> Result<(), String> {
        if self.watch.as_ref().is_some_and(Watch::gone) {
            return Err(format!("{} has gone away", self.name));
        }
        while let Some(message) = self.bus.pop() {
            match message.view() {
                gst::MessageView::Error(error) => {
                    return Err(format!("{}: {}", self.name, error.error()));
                }
                gst::MessageView::Eos(_) => return Err(format!("{} has ended", self.name)),
                gst::MessageView::Latency(_) => self.ask_for_lead(),
                _ => {}
            }
        }
        Ok(())
    }

    fn ask_for_lead(&mut self) {
        let mut query = gst::query::Latency::new();
        if !self.pipeline.query(&mut query) {
            return;
        }
        let needed = i64::try_from(query.result().1.nseconds()).unwrap_or(i64::MAX);
        let lead = needed.saturating_add(SLACK_NS).clamp(LEAD_NS, LEAD_MOST_NS);
        if lead != self.lead_ns {
            tracing::info!("{} needs its sound {} ms early", self.name, lead / 1_000_000);
        }
        self.lead_ns = lead;
    }

    /// Stops the pipeline on a thread of its own, because a driver may hang. What is returned is
    /// disconnected when that is done.
    pub(super) fn close(self) -> mpsc::Receiver<Infallible> {
        let (done, closed) = mpsc::sync_channel::<Infallible>(0);
        let pipeline = self.pipeline.clone();
        let end = move || {
            pipeline.set_state(gst::State::Null).ok();
            drop((self.watch, done));
        };
        if let Err(why) = std::thread::Builder::new().name("sound closing".to_owned()).spawn(end) {
            tracing::warn!("a sound device is left open: {why}");
        }
        closed
    }
}

/// The show's clock and the pipeline's, read at the same time. They are one clock where there is
/// CLOCK_MONOTONIC (gstsystemclock.c reads it too); elsewhere their zeros may differ.
fn at_once(clock: &gst::Clock) -> (ClockTime, gst::ClockTime) {
    let read = |_| {
        let (before, system, after) = (Monotonic.now(), clock.time(), Monotonic.now());
        let took = after.since(before);
        (took, before.after(took / 2), system)
    };
    // Of several, that during which this thread was not put off.
    let closest = (0..8).map(read).min_by_key(|(took, ..)| *took);
    closest.map_or((Monotonic.now(), clock.time()), |(_, show, system)| (show, system))
}

fn build(pipeline: &gst::Pipeline, sink: &gst::Element) -> Result<gst_app::AppSrc, String> {
    let source = gst_app::AppSrc::builder()
        .name("sound-feed")
        .format(gst::Format::Time)
        .is_live(true)
        // The queue is bounded where it is filled.
        .max_bytes(0)
        .build();
    source.set_latency(gst::ClockTime::ZERO, gst::ClockTime::NONE);
    let make = |name: &str| {
        let element = gst::ElementFactory::make(name).build();
        element.map_err(|_| format!("{name} is missing: install GStreamer's base plugins"))
    };
    let convert = make("audioconvert")?;
    let resample = make("audioresample")?;
    let elements = [source.upcast_ref(), &convert, &resample, sink];
    pipeline.add_many(elements).map_err(|why| why.to_string())?;
    gst::Element::link_many(elements).map_err(|why| why.to_string())?;
    Ok(source)
}

/// What a device gets without being asked for channels.
fn stereo() -> Routing {
    Routing { of_total: 2, buses: vec![vec![0, 1]] }
}

/// All channels of the device, frame by frame.
fn interleaved(routing: &Routing, blocks: &[[[f32; 2]; BLOCK]]) -> Vec<f32> {
    let channels = routing.of_total as usize;
    let mut out = vec![0.0; BLOCK * channels];
    for (block, to) in blocks.iter().zip(&routing.buses) {
        for (frame, sample) in out.chunks_exact_mut(channels).zip(block) {
            match to[..] {
                [one] => frame[one as usize] += f32::midpoint(sample[0], sample[1]),
                [left, right] => {
                    frame[left as usize] += sample[0];
                    frame[right as usize] += sample[1];
                }
                _ => {}
            }
        }
    }
    // Two buses on one channel may be louder than it can be; one by itself is limited already.
    let shared = routing.buses.len() > 1;
    out.iter_mut().filter(|_| shared).for_each(|sample| *sample = limited(*sample));
    out
}

/// What goes in: as many channels as the device has, where the sink wants them to lie.
///
/// The channels are filled here and not by `audioconvert`'s mix matrix, which gives its output
/// the usual positions even to a sink that accepts none (1.22: "not negotiated").
///
/// # Errors
/// Says that the device has not that many channels.
fn input(sink: &gst::Element, routing: Option<&Routing>) -> Result<gst::Caps, String> {
    let Routing { of_total, buses } = routing.cloned().unwrap_or_else(stereo);
    let beyond = |channels: &&Vec<u32>| channels.iter().any(|channel| *channel >= of_total);
    let none = vec![];
    let wrong = if of_total > MOST_CHANNELS { Some(&none) } else { buses.iter().find(beyond) };
    if let Some(channels) = wrong {
        return Err(format!("there are no channels {channels:?} of {of_total}, counted from 0"));
    }
    let some = || gst::Caps::builder("audio/x-raw").field("channels", of_total as i32);
    let pad = sink.static_pad("sink").ok_or("a sink without an input")?;
    let accepted = pad.query_caps(Some(&some().build()));
    // Two that nobody asked for are fitted to what the device has.
    if accepted.is_empty() && routing.is_some() {
        return Err(format!("it has not {of_total} channels"));
    }
    let mask = accepted.structure(0).and_then(|caps| caps.get::<gst::Bitmask>("channel-mask").ok());
    // The usual positions of so many (gst_audio_channel_get_fallback_mask); 0 is none.
    let usual = match of_total {
        2 => 0x3,
        4 => 0x33,
        6 => 0x3f,
        8 => 0xc3f,
        _ => 0,
    };
    Ok(some()
        .field("format", "F32LE")
        .field("layout", "interleaved")
        .field("rate", RATE as i32)
        .field("channel-mask", mask.unwrap_or(gst::Bitmask::new(usual)))
        .build())
}

/// Sets up the real sink, however deep it lies, and names it.
///
/// # Errors
/// Says that the automatic sink has found none: it plays to nobody then and only warns.
fn tune(sink: &gst::Element, name: &str) -> Result<String, String> {
    let automatic = sink.factory().is_some_and(|factory| factory.name() == "autoaudiosink");
    let mut elements = vec![sink.clone()];
    if let Some(bin) = sink.downcast_ref::<gst::Bin>() {
        elements.extend(bin.iterate_recurse().into_iter().flatten());
    }
    let mut name = name.to_owned();
    for element in &elements {
        let factory = element.factory().map(|factory| factory.name().to_string());
        if automatic && factory.as_deref() == Some("fakesink") {
            return Err("none is plugged in, or no sound server runs".to_owned());
        }
        // The card must not be the clock, and not skip to keep up with it either: it is
        // resampled. On PulseAudio's null sink this came within 5 ms once it had settled, which
        // took up to 8 s, where the default (skew) stayed 8 ms off. Its ring buffer (default 200 ms) is filled before anything is heard, so it
        // must be shorter than the lead. The alignment threshold (default 40 ms for a second)
        // is how far off the sound may stay.
        let wanted = [
            ("provide-clock", "false"),
            ("slave-method", "resample"),
            ("buffer-time", "60000"),
            ("latency-time", "10000"),
            ("alignment-threshold", "10000000"),
            ("discont-wait", "500000000"),
        ];
        for (property, value) in wanted {
            if element.find_property(property).is_some() {
                element.set_property_from_str(property, value);
            }
        }
        if automatic
            && element != sink
            && let Some(factory) = factory
        {
            name = format!("{name} ({factory})");
        }
    }
    Ok(name)
}

const _: () = assert!(BLOCK as i64 * 1_000_000_000 == BLOCK_NS * RATE as i64);
