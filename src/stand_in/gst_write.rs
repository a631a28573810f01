//! Writes a sketch as a film, and a voice as sound.
//!
//! A film keeps its pictures' own times: a picture that is held for seconds is one frame. The
//! sound begins with the film, to the sample, whatever the encoder puts before it.

use std::path::Path;

use gstreamer as gst;
use gstreamer::prelude::*;
use gstreamer_app::AppSrc;

use super::sound::RATE;
use crate::prepare::gst_feed::Feed;
use crate::timeline::FilmTime;

/// How many pictures may wait for the encoder.
const WAITING: u64 = 4;
/// Constant quality: no difference is seen, and little is made of pencil on paper.
const QUALITY: u32 = 17;
/// Ticks of the pictures' clock in the file per second: every rate and every held picture falls on
/// a whole tick.
const TICKS: u32 = 90_000;
/// Encoders of sound in order of preference, and how many samples of silence each puts before what
/// it is given when its sound is decoded from an MP4 file. Measured with a click.
const SOUND_ENCODERS: [(&str, usize); 3] =
    [("avenc_aac", 1024), ("voaacenc", 1600), ("opusenc", 312)];

/// A film that is being written.
pub struct Film {
    pipeline: gst::Pipeline,
    feed: Feed,
    bytes: usize,
}

impl Film {
    /// Begins a film of pictures of this size, both even, with its whole sound at
    /// [`RATE`], left and right; without a sound it is silent.
    ///
    /// # Errors
    /// When GStreamer lacks an encoder or refuses; in words.
    pub fn create(path: &Path, size: (u32, u32), sound: &[[f32; 2]]) -> Result<Self, String> {
        start()?;
        let pictures = gst::Caps::builder("video/x-raw")
            .field("format", "RGBA")
            .field("width", size.0 as i32)
            .field("height", size.1 as i32)
            // Each picture has a time of its own.
            .field("framerate", gst::Fraction::new(0, 1))
            .build();
        let source = AppSrc::builder().caps(&pictures).format(gst::Format::Time).build();
        let coded = gst::Caps::builder("video/x-raw")
            .field("format", "I420")
            .field("colorimetry", "bt709")
            .build();
        let filter = make("capsfilter")?;
        filter.set_property("caps", &coded);
        let encoder = make("x264enc")?;
        encoder.set_property_from_str("pass", "qual");
        encoder.set_property("quantizer", QUALITY);
        // Without this, constant quality is silently held below a bit rate.
        encoder.set_property("vbv-buf-capacity", 0_u32);
        encoder.set_property_from_str("speed-preset", "veryfast");
        // Whole pixels first, then halves: finer steps take a sixth longer for a tenth less.
        encoder.set_property("subme", 1_u32);
        // The same stream each time, whatever the machine is busy with.
        encoder.set_property("threads", 2_u32);
        encoder.set_property("sync-lookahead", 0_i32);
        // Frames come out in the order in which they are seen.
        encoder.set_property("bframes", 0_u32);
        let mux = make("mp4mux")?;
        let pad = mux.request_pad_simple("video_%u").ok_or("mp4mux takes no pictures")?;
        pad.set_property("trak-timescale", TICKS);
        let (convert, sink) = (make("videoconvert")?, to_file(path)?);
        let pipeline = gst::Pipeline::new();
        // Straight to the muxer: a parser would take from the last picture how long it is seen.
        let chain = [source.upcast_ref(), &convert, &filter, &encoder];
        pipeline.add_many(chain).map_err(refused)?;
        pipeline.add_many([&mux, &sink]).map_err(refused)?;
        gst::Element::link_many(chain).map_err(refused)?;
        let coded = encoder.static_pad("src").ok_or("x264enc gives nothing")?;
        coded.link(&pad).map_err(refused)?;
        mux.link(&sink).map_err(refused)?;
        if !sound.is_empty() {
            add_sound(&pipeline, &mux, sound)?;
        }
        let feed = Feed::new(&pipeline, &source, WAITING)?;
        let this = Self { pipeline, feed, bytes: size.0 as usize * size.1 as usize * 4 };
        this.pipeline.set_state(gst::State::Playing).map_err(refused)?;
        Ok(this)
    }

    /// Adds a picture, as RGBA in rows, that is seen from one time of the film to another. Waits
    /// while the encoder is behind.
    ///
    /// # Errors
    /// When the encoder or the disk takes no more; in words.
    pub fn add(&mut self, rgba: Vec<u8>, from: FilmTime, to: FilmTime) -> Result<(), String> {
        if rgba.len() != self.bytes {
            return Err(format!("a picture has {} bytes, not {}", rgba.len(), self.bytes));
        }
        let mut buffer = gst::Buffer::from_slice(rgba);
        if let Some(buffer) = buffer.get_mut() {
            buffer.set_pts(gst::ClockTime::from_nseconds(from.0.unsigned_abs()));
            buffer.set_duration(gst::ClockTime::from_nseconds((to.0 - from.0).unsigned_abs()));
        }
        self.feed.push(buffer)
    }

    /// Completes the file.
    ///
    /// # Errors
    /// What is left could not be written; in words.
    pub fn finish(self) -> Result<(), String> {
        self.feed.finish()
    }
}

impl Drop for Film {
    fn drop(&mut self) {
        self.pipeline.set_state(gst::State::Null).ok();
    }
}

/// Writes one channel of sound at [`RATE`], from −1 to 1, as FLAC with 16 bits.
///
/// # Errors
/// When GStreamer refuses or the disk takes no more; in words.
pub fn flac(path: &Path, sound: &[f32]) -> Result<(), String> {
    start()?;
    let source = sound_source(1, sound.iter().copied());
    let (encoder, sink) = (make("flacenc")?, to_file(path)?);
    let pipeline = gst::Pipeline::new();
    let chain = [source.0.upcast_ref(), &encoder, &sink];
    pipeline.add_many(chain).map_err(refused)?;
    gst::Element::link_many(chain).map_err(refused)?;
    let mut feed = Feed::new(&pipeline, &source.0, 1)?;
    let played = pipeline
        .set_state(gst::State::Playing)
        .map_err(refused)
        .and_then(|_changed| feed.push(source.1))
        .and_then(|()| feed.finish());
    pipeline.set_state(gst::State::Null).ok();
    played
}

/// Adds the sound to a film: all of it waits at its source from the beginning.
fn add_sound(
    pipeline: &gst::Pipeline,
    mux: &gst::Element,
    sound: &[[f32; 2]],
) -> Result<(), String> {
    let found = SOUND_ENCODERS.iter().find_map(|(name, before)| Some((make(name).ok()?, *before)));
    let (encoder, before) =
        found.ok_or("GStreamer has no encoder for sound: run `make setup`".to_owned())?;
    // What the encoder puts before is taken off, and the end filled up.
    let rest = sound.iter().skip(before).copied();
    let filled = rest.chain(std::iter::repeat_n([0.0; 2], before.min(sound.len())));
    let (source, buffer) = sound_source(2, filled.flatten());
    let convert = make("audioconvert")?;
    // The same film each time: no noise is added.
    convert.set_property_from_str("dithering", "none");
    convert.set_property_from_str("noise-shaping", "none");
    // As many buffers wait here as it takes until the first picture is there.
    let queue = make("queue")?;
    let chain = [source.upcast_ref(), &convert, &encoder, &queue];
    pipeline.add_many(chain).map_err(refused)?;
    gst::Element::link_many(chain).map_err(refused)?;
    queue.link(mux).map_err(refused)?;
    source.set_max_bytes(0);
    source.push_buffer(buffer).map_err(refused)?;
    source.end_of_stream().map_err(refused)?;
    Ok(())
}

/// A source of sound with so many channels, and the one buffer that it is to give.
fn sound_source(channels: i32, samples: impl Iterator<Item = f32>) -> (AppSrc, gst::Buffer) {
    let caps = gst::Caps::builder("audio/x-raw")
        .field("format", "S16LE")
        .field("layout", "interleaved")
        .field("rate", RATE as i32)
        .field("channels", channels)
        .field("channel-mask", gst::Bitmask::new(if channels == 2 { 3 } else { 0 }))
        .build();
    let bytes: Vec<u8> = samples
        .map(|sample| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16)
        .flat_map(i16::to_le_bytes)
        .collect();
    let count = (bytes.len() / 2) as u64 / u64::from(channels.unsigned_abs());
    let mut buffer = gst::Buffer::from_slice(bytes);
    if let Some(buffer) = buffer.get_mut() {
        buffer.set_pts(gst::ClockTime::ZERO);
        buffer.set_duration(gst::ClockTime::from_nseconds(count * 1_000_000_000 / RATE as u64));
    }
    (AppSrc::builder().caps(&caps).format(gst::Format::Time).build(), buffer)
}

fn start() -> Result<(), String> {
    gst::init().map_err(|error| format!("GStreamer does not start: {error}"))
}

fn make(name: &str) -> Result<gst::Element, String> {
    let made = gst::ElementFactory::make(name).build();
    made.map_err(|_missing| format!("GStreamer has no {name}: run `make setup`"))
}

fn to_file(path: &Path) -> Result<gst::Element, String> {
    let sink = make("filesink")?;
    sink.set_property("location", path);
    // A file on a disk needs no clock.
    sink.set_property("sync", false);
    Ok(sink)
}

fn refused(error: impl std::fmt::Display) -> String {
    format!("GStreamer refuses: {error}")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use gstreamer_app::{AppSink, AppSinkCallbacks};

    use super::*;

    const PICTURES: &str = "qtdemux name=all all.video_0 ! h264parse ! avdec_h264 ! videoconvert";
    const SOUND: &str = "qtdemux name=all all.audio_0 ! decodebin ! audioconvert";
    const VOICE: &str = "flacparse ! flacdec ! audioconvert";

    /// The buffers of a file, decoded by this chain: the time of each in nanoseconds, and its
    /// bytes.
    fn decoded(path: &Path, chain: &str, caps: &str) -> Vec<(u64, Vec<u8>)> {
        let location = path.display();
        let line = format!(
            "filesrc location=\"{location}\" ! {chain} ! {caps} ! appsink name=out sync=false"
        );
        let pipeline = gst::parse::launch(&line).unwrap().downcast::<gst::Pipeline>().unwrap();
        let sink = pipeline.by_name("out").unwrap().downcast::<AppSink>().unwrap();
        let (sender, receiver) = sync_channel(100_000);
        let callbacks = AppSinkCallbacks::builder().new_sample(move |sink| {
            let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
            let buffer = sample.buffer().unwrap();
            let bytes = buffer.map_readable().unwrap().to_vec();
            let time = sample.segment().unwrap().downcast_ref::<gst::ClockTime>().unwrap();
            let at = time.to_running_time(buffer.pts()).unwrap().nseconds();
            sender.send((at, bytes)).unwrap();
            Ok(gst::FlowSuccess::Ok)
        });
        sink.set_callbacks(callbacks.build());
        pipeline.set_state(gst::State::Playing).unwrap();
        let wanted = [gst::MessageType::Eos, gst::MessageType::Error];
        let end =
            pipeline.bus().unwrap().timed_pop_filtered(gst::ClockTime::from_seconds(60), &wanted);
        pipeline.set_state(gst::State::Null).unwrap();
        assert_eq!(end.unwrap().type_(), gst::MessageType::Eos);
        drop(pipeline);
        receiver.try_iter().collect()
    }

    #[test]
    fn a_film_keeps_the_times_of_its_pictures_and_its_sound_to_the_sample() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mp4");
        let mut sound = vec![[0.0; 2]; 4 * RATE];
        let click = 3 * RATE / 2;
        sound[click..click + 40].fill([0.5, 0.5]);
        let mut film = Film::create(&path, (64, 36), &sound).unwrap();
        let times = [0, 700, 2000, 2041, 4000].map(FilmTime::from_millis);
        for (index, pair) in times.windows(2).enumerate() {
            film.add([60 * index as u8, 90, 30, 255].repeat(64 * 36), pair[0], pair[1]).unwrap();
        }
        assert!(film.add(vec![0; 8], times[0], times[1]).is_err(), "a picture of another size");
        film.finish().unwrap();

        let pictures = decoded(&path, PICTURES, "video/x-raw,format=RGBA");
        let at: Vec<u64> =
            pictures.iter().map(|picture| (picture.0 + 50_000) / 1_000_000).collect();
        assert_eq!(at, [0, 700, 2000, 2041]);
        for (index, (_, bytes)) in pictures.iter().enumerate() {
            let red = i32::from(bytes[64 * 18 * 4 + 128]);
            assert!((red - 60 * index as i32).abs() < 6, "picture {index}: {red}");
        }
        let heard = decoded(&path, SOUND, "audio/x-raw,format=S16LE,channels=2");
        let first = heard[0].0 as usize * RATE / 1_000_000_000;
        let left: Vec<i16> = heard
            .iter()
            .flat_map(|(_, bytes)| bytes.chunks_exact(4).map(|b| i16::from_le_bytes([b[0], b[1]])))
            .collect();
        let loudest = left.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        let found = left.iter().position(|sample| sample.unsigned_abs() > loudest / 2).unwrap();
        assert!((first + found).abs_diff(click) < 12, "{} instead of {click}", first + found);
        assert!(first + left.len() >= 4 * RATE);
    }

    #[test]
    fn a_voice_comes_out_of_its_file_as_it_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("voice.flac");
        let sound: Vec<f32> = (0..RATE).map(|n| (n % 331) as f32 / 400.0 - 0.4).collect();
        flac(&path, &sound).unwrap();
        let heard = decoded(&path, VOICE, "audio/x-raw,format=S16LE,channels=1");
        let samples: Vec<i16> = heard
            .iter()
            .flat_map(|(_, bytes)| bytes.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])))
            .collect();
        let wanted: Vec<i16> = sound.iter().map(|s| (s * 32_767.0).round() as i16).collect();
        assert_eq!(samples, wanted);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let path = Path::new("/nowhere/at/all.flac");
        assert!(flac(path, &[0.0; 480]).is_err());
    }
}
