//! How each clip of a version is made, in the words of the report.

use super::super::data::{ColourTags, Credentials, Finding, SoundTrack, Tag, Technical};
use super::Given;
use crate::exhibit::{Clip, Exhibit, Source};
use crate::prepare::findings::{Findings, Technical as Found};
use crate::prepare::{Problem, credentials};
use crate::rendition::{Colour, Matrix, Range};

/// One entry for each clip that could be opened.
pub(super) fn of(given: &Given, index: usize, findings: Option<&Findings>) -> Vec<Technical> {
    let exhibit = given.exhibit;
    let Source::Clips(clips) = &exhibit.versions[index].source else { return Vec::new() };
    let problems = &given.outcomes[index].problems;
    let found = findings.map(|found| found.technical.as_slice()).unwrap_or_default();
    let mut left: Vec<(usize, &Clip)> = clips.iter().enumerate().collect();
    let mut all = Vec::new();
    for one in found {
        let Some(at) = left.iter().position(|(_, clip)| clip.written == one.written) else {
            continue;
        };
        let (number, of) = left.remove(at);
        all.push(clip(exhibit, of, one, damage(problems, number)));
    }
    all
}

/// What is damaged or missing of a clip: then the times of its frames tell nothing of its rate.
fn damage(problems: &[Problem], clip: usize) -> Option<String> {
    let of = problems.iter().filter(|problem| problem.clip() == Some(clip));
    of.into_iter().find_map(|problem| match problem {
        Problem::Clip { problem, .. } if problem.loses_frames() => Some(problem.what()),
        _ => None,
    })
}

fn clip(exhibit: &Exhibit, clip: &Clip, found: &Found, damage: Option<String>) -> Technical {
    let headers = &found.headers;
    let rate = headers.rate.map(|(frames, seconds)| match seconds {
        1 => frames.to_string(),
        _ => format!("{frames}/{seconds}"),
    });
    let measured = || {
        let seconds = found.length_ns as f64 / 1e9;
        (found.frames > 1 && seconds > 0.0).then(|| format!("{:.3}", found.frames as f64 / seconds))
    };
    Technical {
        file: found.written.clone(),
        shot: clip.shot.and_then(|shot| exhibit.shots.get(shot)).map(|shot| shot.id.clone()),
        container: headers.container.clone(),
        codec: Some(found.codec.clone()),
        profile: headers.profile.clone(),
        width: Some(found.size.0),
        height: Some(found.size.1),
        pixel_aspect: Some(format!("{}:{}", found.pixel_aspect.0, found.pixel_aspect.1)),
        rate: match &damage {
            Some(_) => rate,
            None => rate.filter(|_| !found.uneven).or_else(measured),
        },
        rate_varies: Some(found.uneven).filter(|_| damage.is_none()),
        damage,
        duration_ns: Some(found.length_ns),
        span_ns: Some(clip.end.0 - clip.start.0),
        colour: colour(found),
        interlaced: Some(headers.interlaced),
        sound: Some(
            headers
                .sound
                .iter()
                .map(|sound| SoundTrack {
                    codec: sound.codec.clone(),
                    channels: Some(sound.channels).filter(|count| *count > 0),
                    layout: match sound.channels {
                        1 => Some("mono".to_owned()),
                        2 => Some("stereo".to_owned()),
                        _ => None,
                    },
                    rate_hz: Some(sound.rate_hz).filter(|rate| *rate > 0),
                })
                .collect(),
        ),
        conformed: found.changes.clone(),
    }
}

/// What container and stream say of each, and what it was taken for.
fn colour(found: &Found) -> ColourTags {
    let (container, stream) = (&found.headers.container_colour, &found.headers.stream_colour);
    let tag = |a: &Option<String>, b: &Option<String>, taken: Option<&str>| match (a, b) {
        (Some(one), Some(other)) if one != other => Tag::Contradicted {
            said: vec![one.clone(), other.clone()],
            taken: taken.map(str::to_owned),
        },
        (Some(value), _) | (None, Some(value)) => Tag::Present { value: value.clone() },
        (None, None) => Tag::Missing { taken: taken.map(str::to_owned) },
    };
    let Colour { matrix, range, .. } = found.colour;
    let matrix = match matrix {
        Matrix::Bt601 => "BT.601",
        Matrix::Bt709 => "BT.709",
        Matrix::Bt2020 => "BT.2020",
    };
    let range = match range {
        Range::Limited => "limited",
        Range::Full => "full",
    };
    ColourTags {
        matrix: tag(&container.matrix, &stream.matrix, Some(matrix)),
        primaries: tag(&container.primaries, &stream.primaries, None),
        transfer: tag(&container.transfer, &stream.transfer, None),
        range: tag(&container.range, &stream.range, Some(range)),
    }
}

/// What each master says of how it was made, and of which nobody looked.
pub(super) fn credentials(given: &Given, index: usize) -> Vec<Credentials> {
    let masters = super::masters(given.exhibit, index).into_iter();
    let read = masters.map(|(written, path)| {
        let Some(known) = credentials::kept(given.cache, &path, given.by) else {
            return not_looked_at(written, given);
        };
        Credentials {
            file: written,
            finding: match known.finding {
                credentials::Finding::IntactTrusted => Finding::IntactTrusted,
                credentials::Finding::IntactSignerUnknownOrExpired => {
                    Finding::IntactSignerUnknownOrExpired
                }
                credentials::Finding::Changed => Finding::Changed,
                credentials::Finding::None => Finding::Absent,
                credentials::Finding::Unreadable => Finding::Unreadable,
            },
            signer: known.signer,
            time: known.time,
            tool: known.tool,
            made_by_algorithm: known.made_by_algorithm,
            codes: known.codes,
            sentence: known.sentence,
        }
    });
    read.collect()
}

fn not_looked_at(file: String, given: &Given) -> Credentials {
    let why = match given.by.reader {
        None => "the program palimpsest-credentials, which reads them, is not installed",
        Some(_) => "they were not read, or the program that reads them failed on this file",
    };
    Credentials {
        sentence: format!("The content credentials of {file} were not looked at: {why}."),
        file,
        finding: Finding::NotLookedAt,
        signer: None,
        time: None,
        tool: None,
        made_by_algorithm: None,
        codes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::MediaProblem;

    #[test]
    fn what_a_clip_lost_is_told_of_it_alone() {
        let of = |clip, problem| Problem::Clip {
            clip,
            written: "m.mp4".to_owned(),
            path: "m.mp4".into(),
            problem,
        };
        let damaged = || MediaProblem::Damaged { frames: 70, detail: "no key".to_owned() };
        let longer = MediaProblem::DurationWrong { declared_ns: 2, measured_ns: 1 };
        let problems = [of(0, longer), of(1, damaged())];
        assert_eq!(damage(&problems, 0), None);
        assert_eq!(damage(&problems, 1), Some(damaged().what()));
    }
}
