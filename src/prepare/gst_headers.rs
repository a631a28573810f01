//! What a file says of itself, as GStreamer reads it: for the report, never to decode by.

use std::str::FromStr as _;

use gstreamer as gst;
use gstreamer_video::{VideoColorimetry, VideoInfo};

use super::protocol::{Headers, SoundHeaders, Tags};

/// What the parser of a codec reports on the way into its decoder.
pub(super) fn of_stream(caps: &gst::StructureRef, headers: &mut Headers) {
    let word = |name| caps.get::<String>(name).ok();
    let profile = word("profile").map(|profile| capital(&profile));
    let level = word("level").map(|level| level.trim_start_matches('L').to_owned());
    headers.profile = match (profile, level) {
        (Some(profile), Some(level)) => Some(format!("{profile} {level}")),
        (profile, level) => profile.or(level),
    };
    headers.stream_colour = tags(caps);
}

/// What a demuxer reports of a stream of pictures.
pub(super) fn of_container(caps: &gst::CapsRef, headers: &mut Headers) {
    let Some(caps) = caps.structure(0) else { return };
    if caps.name().starts_with("video/") {
        headers.container_colour = tags(caps);
    }
}

/// What comes as tags, of the file and of either stream.
pub(super) fn of_tags(tags: &gst::TagListRef, headers: &mut Headers) {
    if let Some(container) = tags.get::<gst::tags::ContainerFormat>() {
        headers.container = Some(container.get().to_owned());
    }
    if let Some(codec) = tags.get::<gst::tags::AudioCodec>() {
        headers.sound.get_or_insert_default().codec = Some(codec.get().to_owned());
    }
}

/// The decoded sound, before it is converted.
pub(super) fn of_sound(caps: &gst::CapsRef, headers: &mut Headers) {
    let Some(caps) = caps.structure(0) else { return };
    let number = |name| caps.get::<i32>(name).unwrap_or_default();
    let sound: &mut SoundHeaders = headers.sound.get_or_insert_default();
    sound.channels = u16::try_from(number("channels")).unwrap_or_default();
    sound.rate_hz = u32::try_from(number("rate")).unwrap_or_default();
}

/// The decoded pictures, before they are converted.
pub(super) fn of_pictures(info: &VideoInfo, headers: &mut Headers) {
    let part = |value: i32| u32::try_from(value).ok().filter(|value| *value > 0);
    headers.rate = part(info.fps().numer()).zip(part(info.fps().denom()));
    headers.interlaced = info.is_interlaced();
}

/// The colours that caps name: one word for a usual combination, or four numbers.
fn tags(caps: &gst::StructureRef) -> Tags {
    let Ok(words) = caps.get::<String>("colorimetry") else { return Tags::default() };
    let Ok(colour) = VideoColorimetry::from_str(&words) else { return Tags::default() };
    let known = |name: String| (!name.contains("Unknown")).then(|| usual(name));
    Tags {
        matrix: known(format!("{:?}", colour.matrix())),
        primaries: known(format!("{:?}", colour.primaries())),
        transfer: known(format!("{:?}", colour.transfer())),
        range: known(format!("{:?}", colour.range())),
    }
}

/// The names by which the standards know them.
fn usual(name: String) -> String {
    match name.as_str() {
        "Range0_255" => "full".to_owned(),
        "Range16_235" => "limited".to_owned(),
        "Smpte2084" => "PQ".to_owned(),
        "AribStdB67" => "HLG".to_owned(),
        "Srgb" => "sRGB".to_owned(),
        _ => match name.strip_prefix("Bt") {
            Some(number) => format!("BT.{}", number.replace('_', "-")),
            None => name,
        },
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
