//! The files of invented versions: how they are made, what they say, what follows.

use super::super::data::*;
use super::{LENGTH, chance, digits, shots, text};

pub(super) fn clip(version: usize, file: &str, shot: Option<usize>) -> Technical {
    let odd = version % 3 == 1;
    let present = |value: &str| Tag::Present { value: value.to_owned() };
    let missing = || Tag::Missing { taken: text("BT.709") };
    let span = shot.map_or(LENGTH, |it| shots()[it].end_ns - shots()[it].start_ns);
    let track = SoundTrack {
        codec: text("AAC-LC"),
        channels: Some(2),
        layout: text("stereo"),
        rate_hz: Some(48_000),
    };
    Technical {
        file: file.to_owned(),
        shot: shot.map(|it| format!("shot-{}", it + 1)),
        container: text(if odd { "WebM (named .mp4)" } else { "MP4" }),
        codec: text(if odd { "VP9" } else { "H.264" }),
        profile: if odd { None } else { text("High 4.0") },
        width: Some([512, 960, 1280, 1920][version % 4]),
        height: Some([512, 540, 720, 1080][version % 4]),
        pixel_aspect: text("1:1"),
        rate: text(["8/1", "24/1", "24000/1001", "30/1"][(version + shot.unwrap_or(0) / 6) % 4]),
        rate_varies: Some(odd),
        damage: None,
        duration_ns: if odd { None } else { Some(span - (version as i64 % 4) * 83_000_000) },
        span_ns: Some(span),
        colour: ColourTags {
            matrix: if version % 3 == 2 {
                Tag::Contradicted {
                    said: vec!["BT.709".into(), "BT.601".into()],
                    taken: text("BT.709"),
                }
            } else {
                present("BT.709")
            },
            primaries: missing(),
            transfer: missing(),
            range: present("limited"),
        },
        interlaced: Some(false),
        sound: Some(if version < 2 { Vec::new() } else { vec![track] }),
        conformed: match version % 2 {
            0 => vec!["It rests on its last frame for 0.083 s.".into()],
            _ => Vec::new(),
        },
    }
}

pub(super) fn master(seed: usize, file: &str) -> Master {
    Master {
        file: file.to_owned(),
        bytes: Some(1_312_904 + (chance(seed as u64) * 9e7) as u64),
        sha256: Some(digits(seed as u64)),
        blake3: Some(digits(seed as u64 + 5000)),
        found_blake3: Some(digits(seed as u64 + 5000)),
        first_seen: text("2026-03-02T09:14:00+01:00"),
    }
}

pub(super) fn credentials(place: usize, file: &str) -> Credentials {
    let all = [
        (
            Finding::Absent,
            "It carries none. Re-encoding loses them, so this proves nothing about how it was made.",
        ),
        (
            Finding::IntactSignerUnknownOrExpired,
            "It is as it was signed. The signer’s certificate has expired since, which says nothing about the file.",
        ),
        (Finding::IntactTrusted, "It is as it was signed, by a signer on the list of trust."),
        (
            Finding::Changed,
            "It is not as it was signed: bytes that the signature covers have changed.",
        ),
    ];
    let (finding, sentence) = all[[0, 0, 1, 2, 1, 3, 2][place % 7]];
    let some = finding != Finding::Absent;
    Credentials {
        file: file.to_owned(),
        finding,
        signer: some.then(|| "Kingfisher & Sons <signing>".into()),
        time: some.then(|| "2025-05-21T17:03:55Z".into()),
        tool: some.then(|| "Halcyon web 1.4".into()),
        made_by_algorithm: some.then_some(true),
        codes: match finding {
            Finding::IntactSignerUnknownOrExpired => {
                vec!["signingCredential.untrusted".into(), "signingCredential.expired".into()]
            }
            Finding::Changed => vec!["assertion.bmffHash.mismatch".into()],
            _ => Vec::new(),
        },
        sentence: sentence.to_owned(),
    }
}

pub(super) fn rights(place: usize) -> Rights {
    let (standing, sentence) = [
        (RightsStanding::Cleared, "All that is stated is cleared for this venue."),
        (RightsStanding::Limited, "Cleared for this venue until the end of 2028."),
        (RightsStanding::Open, "The voice is not cleared."),
        (RightsStanding::NotStated, "The exhibit does not say enough."),
    ][[0, 3, 1, 0, 2, 1, 0][place % 7]];
    Rights {
        owner: text("A. Curator"),
        licence: text("Loan agreement 2026/14, exhibition only"),
        clearances: vec![
            Clearance { what: "the story".into(), state: "public domain".into() },
            Clearance {
                what: "the voice".into(),
                state: "granted by the speaker until 2028".into(),
            },
        ],
        training: None,
        note: None,
        standing,
        sentence: sentence.to_owned(),
    }
}

pub(super) fn verdicts(place: usize) -> Vec<Verdict> {
    let of = |level, about, what: &str, help: Option<&str>| Verdict {
        level,
        about,
        what: what.to_owned(),
        help: help.map(str::to_owned),
    };
    let mut all = vec![of(
        Level::Fine,
        Topic::Fixity,
        "Every file is as it was when it was first recorded.",
        None,
    )];
    if place % 3 == 2 {
        let help = "State `colour` in the exhibit if the artist knows which is right.";
        let what = "The stream says BT.601 and the container BT.709. The stream is believed.";
        all.push(of(Level::Note, Topic::Technical, what, Some(help)));
    }
    if place % 5 == 2 {
        let what = "It flashes four times in the second from 00:12.00; guidelines allow three.";
        all.push(of(
            Level::Decision,
            Topic::Flashes,
            what,
            Some("Hang the warning, or ask the artist."),
        ));
    }
    if place % 7 == 5 {
        let what = "The file was changed after it was signed.";
        all.push(of(
            Level::Decision,
            Topic::Credentials,
            what,
            Some("Ask the sender for the file as it was signed."),
        ));
    }
    if place % 16 == 6 {
        let what = "The last shot is missing from the file.";
        all.push(of(Level::Refused, Topic::Technical, what, None));
    }
    all
}
