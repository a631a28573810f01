//! How the clips of a version are made. What all clips share is said once.

use super::facts::{Fact, shared, table};
use super::shot_title;
use crate::report::data::{Report, SoundTrack, Tag, Technical, VersionReport};
use crate::report::markup::Markup;
use crate::report::number::{NARROW, seconds, whole, with_unit};
use crate::report::words::{NOT_STATED, count, stated};

/// Draws the table.
pub fn draw(markup: &mut Markup, report: &Report, version: &VersionReport) {
    let clips = version.technical.as_slice();
    if clips.is_empty() {
        table(markup, "As the files are", &[("Clips", Fact::Text(NOT_STATED.into()))]);
        return;
    }
    let who = |clip: &'_ Technical| -> String {
        clip.shot.as_ref().map_or(clip.file.clone(), |id| shot_title(report, id).to_owned())
    };
    let names: Vec<String> = clips.iter().map(who).collect();
    let each = |say: &dyn Fn(&Technical) -> String| {
        shared(names.iter().map(String::as_str).zip(clips.iter().map(say)))
    };
    let option = |text: &Option<String>| stated(text.as_deref()).to_owned();
    let caption = format!("As the files are: {}", count(clips.len(), "clip", "clips"));
    let mut rows = vec![
        ("Container", each(&|clip| option(&clip.container))),
        ("Coding", each(&coding)),
        ("Size", each(&size)),
        ("Pixels", each(&|clip| option(&clip.pixel_aspect))),
        ("Rate", each(&rate)),
        ("Length", each(&length)),
        ("Colour matrix", each(&|clip| tag(&clip.colour.matrix))),
        ("Primaries", each(&|clip| tag(&clip.colour.primaries))),
        ("Transfer", each(&|clip| tag(&clip.colour.transfer))),
        ("Range", each(&|clip| tag(&clip.colour.range))),
        ("Scanning", each(&|clip| scanning(clip.interlaced).into())),
        ("Sound", each(&|clip| sound(clip.sound.as_deref()))),
    ];
    let conformed = shared(clips.iter().zip(&names).flat_map(|(clip, name)| {
        clip.conformed.iter().map(move |sentence| (name.as_str(), sentence.clone()))
    }));
    rows.push(match conformed {
        Fact::List(done) if done.is_empty() => {
            ("Made to fit", Fact::Text("nothing had to be done".into()))
        }
        done => ("Made to fit", done),
    });
    table(markup, &caption, &rows);
}

/// The coding of a picture with its profile.
#[must_use]
pub fn coding(clip: &Technical) -> String {
    match (&clip.codec, &clip.profile) {
        (Some(codec), Some(profile)) => format!("{codec}, {profile}"),
        (codec, _) => stated(codec.as_deref()).into(),
    }
}

/// The size in pixels.
#[must_use]
pub fn size(clip: &Technical) -> String {
    match (clip.width, clip.height) {
        (Some(width), Some(height)) => format!("{width}{NARROW}×{NARROW}{height}"),
        _ => NOT_STATED.into(),
    }
}

/// Frames a second, and whether they are even.
#[must_use]
pub fn rate(clip: &Technical) -> String {
    let rate = match clip.rate.as_deref() {
        Some(rate) => with_unit(rate.strip_suffix("/1").unwrap_or(rate), "frames a second"),
        None => NOT_STATED.into(),
    };
    match clip.rate_varies {
        _ if let Some(damage) = &clip.damage => format!("{rate}; {damage}"),
        Some(true) => format!("{rate}, at uneven times"),
        Some(false) => rate,
        None => format!("{rate}; whether even, not measured"),
    }
}

/// The length against the part of the film that it is for.
fn length(clip: &Technical) -> String {
    let span = clip.span_ns.filter(|span| *span >= 0);
    match (clip.duration_ns, span) {
        (None, None) => NOT_STATED.into(),
        (None, Some(span)) => format!("{NOT_STATED}; its part of the film is {}", seconds(span)),
        (Some(length), None) => seconds(length),
        (Some(length), Some(span)) => {
            let over = length.saturating_sub(span);
            // Half a millisecond is not shown.
            if over.saturating_abs() < 500_000 {
                return format!("{}, as its part of the film", seconds(length));
            }
            let way = if over < 0 { "shorter" } else { "longer" };
            let over = seconds(over.saturating_abs());
            format!("{}; {over} {way} than its part of the film", seconds(length))
        }
    }
}

fn tag(tag: &Tag) -> String {
    let taken = |taken: &Option<String>| {
        taken.as_ref().map_or(String::new(), |taken| format!("; taken for {taken}"))
    };
    match tag {
        Tag::Present { value } => value.clone(),
        Tag::Missing { taken: as_what } => format!("{NOT_STATED}{}", taken(as_what)),
        Tag::Contradicted { said, taken: as_what } => {
            format!("contradicted: {}{}", said.join(" and "), taken(as_what))
        }
    }
}

fn scanning(interlaced: Option<bool>) -> &'static str {
    match interlaced {
        Some(true) => "interlaced",
        Some(false) => "progressive",
        None => NOT_STATED,
    }
}

/// The tracks of sound, one after another.
#[must_use]
pub fn sound(tracks: Option<&[SoundTrack]>) -> String {
    let Some(tracks) = tracks else {
        return NOT_STATED.into();
    };
    if tracks.is_empty() {
        return "no track".into();
    }
    let track = |track: &SoundTrack| {
        let channels = track.channels.map(|it| count(usize::from(it), "channel", "channels"));
        let rate = track.rate_hz.map(|hz| with_unit(&whole(u64::from(hz)), "Hz"));
        let parts = [track.codec.clone(), track.layout.clone().or(channels), rate];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        if said.is_empty() { NOT_STATED.into() } else { said.join(", ") }
    };
    tracks.iter().map(track).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_length_is_told_against_its_part_of_the_film() {
        let mut clip = sample::report(1).versions[0].technical[0].clone();
        let mut said = |duration_ns, span_ns| {
            (clip.duration_ns, clip.span_ns) = (duration_ns, span_ns);
            length(&clip)
        };
        assert_eq!(said(None, None), "not stated");
        let shorter = "9.500\u{202f}s; 0.500\u{202f}s shorter than its part of the film";
        assert_eq!(said(Some(9_500_000_000), Some(10_000_000_000)), shorter);
        assert!(!said(Some(i64::MIN), Some(i64::MAX)).is_empty());
    }

    #[test]
    fn a_damaged_file_is_not_said_to_have_a_rate_that_varies() {
        let mut clip = sample::report(1).versions[0].technical[0].clone();
        (clip.rate, clip.rate_varies) = (Some("24".into()), Some(true));
        assert_eq!(rate(&clip), "24\u{202f}frames a second, at uneven times");
        clip.damage = Some("the file is damaged (no key); 70 frames could be decoded".into());
        let said =
            "24\u{202f}frames a second; the file is damaged (no key); 70 frames could be decoded";
        assert_eq!(rate(&clip), said);
    }

    #[test]
    fn tags_are_present_missing_or_contradicted() {
        let bt709 = || Some("BT.709".to_owned());
        assert_eq!(tag(&Tag::Missing { taken: bt709() }), "not stated; taken for BT.709");
        let said = vec!["BT.601".into(), "BT.709".into()];
        let both = "contradicted: BT.601 and BT.709; taken for BT.709";
        assert_eq!(tag(&Tag::Contradicted { said, taken: bt709() }), both);
    }
}
