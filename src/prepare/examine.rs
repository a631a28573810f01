//! One pass over a master: what it is, when its frames are, and what is wrong with it.

use std::path::Path;
use std::time::Duration;

use super::decode::{Ask, Decoding, Event};
use super::problem::MediaProblem;
use super::protocol::{Done, Facts, Headers};
use super::time_map::{Interval, intervals};

/// A declared length may differ from the measured one by this much: tracks of one file are seldom
/// equally long.
const TOLERANCE_NS: i64 = 250_000_000;
/// No film has more frames than this: a day at 60 a second.
const MOST_FRAMES: usize = 60 * 86_400;

/// A master after one pass over it.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// What it is.
    pub facts: Facts,
    /// When its frames appear and are gone, from its first frame; never empty.
    pub frames: Vec<Interval>,
    /// Stream time of its first frame in nanoseconds: where its sound is counted from.
    pub origin_ns: i64,
    /// It has a sound track that could be decoded.
    pub sound: bool,
    /// What its headers say.
    pub headers: Headers,
    /// What is wrong with it, though it can be shown.
    pub findings: Vec<MediaProblem>,
}

impl Examined {
    /// Its length in nanoseconds, measured.
    pub fn length_ns(&self) -> i64 {
        self.frames.last().map_or(0, |last| last.end)
    }
}

/// Takes sound as it comes: the stream time of its first sample, and the samples.
pub type OnSound<'a> = &'a mut dyn FnMut(i64, &[u8]);

/// Decodes a file once without its pictures. Sound goes to `on_sound` (stream time of the first
/// sample, samples), where one is given.
///
/// # Errors
/// What is wrong with it, where nothing of it can be shown.
pub fn examine(
    program: &Path,
    path: &Path,
    patience: Duration,
    mut on_sound: Option<OnSound<'_>>,
) -> Result<Examined, MediaProblem> {
    let ask = if on_sound.is_some() { Ask::Sound } else { Ask::Times };
    let mut decoding = Decoding::start(program, path, ask, patience)?;
    let (mut facts, mut times) = (None, Vec::new());
    let done = loop {
        match decoding.next_event()? {
            Event::Facts(found) => facts = Some(*found),
            Event::Frame(frame) => times.push((frame.at_ns, frame.lasts_ns)),
            Event::Sound(at_ns, samples) => {
                if let Some(on_sound) = &mut on_sound {
                    on_sound(at_ns, &samples);
                }
            }
            Event::Done(done) => break *done,
        }
        if times.len() > MOST_FRAMES {
            return Err(MediaProblem::TooGreedy("time: it does not end".to_owned()));
        }
    };
    let Some(mut facts) = facts.filter(|_| !times.is_empty()) else {
        return Err(MediaProblem::NoVideo);
    };
    if let Some(codec) = &done.silent_because {
        facts.changes.push(format!("Its sound ({codec}) cannot be decoded here and was left out."));
    }
    let origin_ns = times.iter().find_map(|time| time.0).unwrap_or(0);
    let frames = intervals(&times);
    let measured_ns = frames.last().map_or(0, |last| last.end);
    let findings = findings(&done, measured_ns, origin_ns, frames.len() as u64);
    let (sound, headers) = (done.sound_end_ns.is_some(), done.headers);
    Ok(Examined { facts, frames, origin_ns, sound, headers, findings })
}

fn findings(done: &Done, measured_ns: i64, origin_ns: i64, frames: u64) -> Vec<MediaProblem> {
    let mut findings = Vec::new();
    let end = measured_ns.saturating_add(origin_ns).max(done.sound_end_ns.unwrap_or(0));
    let declared_ns = done.declared_ns.filter(|ns| *ns > 0);
    // Some count from the first picture, some from before it.
    let off = |declared: i64| (declared - end).abs().min((declared - measured_ns).abs());
    let wrong = declared_ns.is_some_and(|ns| off(ns) > TOLERANCE_NS);
    let short = wrong && declared_ns.is_some_and(|ns| ns > end);
    if done.cut_off && (short || declared_ns.is_none() || done.broke_off) {
        findings.push(MediaProblem::Truncated { got_ns: measured_ns, declared_ns });
    } else if done.broke_off {
        let detail = done.complaint.clone().unwrap_or_default();
        findings.push(MediaProblem::BrokeOff { got_ns: measured_ns, detail });
    } else if done.complaints > 0 {
        let detail = done.complaint.clone().unwrap_or_default();
        findings.push(MediaProblem::Damaged { frames, detail });
    }
    if let Some(declared_ns) = declared_ns
        && !done.cut_off
        && !done.broke_off
        && wrong
    {
        findings.push(MediaProblem::DurationWrong { declared_ns, measured_ns: end });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn found(done: Done) -> Vec<MediaProblem> {
        findings(&done, 3 * SECOND, 0, 72)
    }

    #[test]
    fn a_file_without_any_duration_is_in_order() {
        assert_eq!(found(Done::default()), []);
    }

    #[test]
    fn a_longer_sound_track_explains_a_longer_duration() {
        let declared_ns = Some(4 * SECOND);
        let with_sound = Done { declared_ns, sound_end_ns: Some(4 * SECOND), ..Done::default() };
        assert_eq!(found(with_sound), []);
        let without = Done { declared_ns, ..Done::default() };
        assert!(matches!(found(without)[..], [MediaProblem::DurationWrong { .. }]));
    }

    #[test]
    fn a_decoder_that_stops_before_the_end_is_an_error_and_one_that_complains_asks_for_a_look() {
        let complaint = Some("no key".to_owned());
        let stopped = found(Done { broke_off: true, complaint, ..Done::default() });
        let [broke_off @ MediaProblem::BrokeOff { .. }] = &stopped[..] else {
            panic!("{stopped:?}")
        };
        assert!(broke_off.is_error() && !broke_off.is_fatal());
        let complained = found(Done { complaints: 3, ..Done::default() });
        assert!(matches!(&complained[..], [MediaProblem::Damaged { .. }]));
        assert!(complained[0].needs_a_look() && !complained[0].is_error());
        let short = found(Done { declared_ns: Some(9 * SECOND), ..Done::default() });
        assert!(short[0].needs_a_look());
    }

    #[test]
    fn a_file_that_is_cut_off_says_how_much_there_is() {
        let done = Done { declared_ns: Some(8 * SECOND), cut_off: true, ..Done::default() };
        let expected =
            MediaProblem::Truncated { got_ns: 3 * SECOND, declared_ns: Some(8 * SECOND) };
        assert_eq!(found(done), [expected]);
    }
}
