//! A report in which every text is one and the same, to see what becomes of a text.

use super::super::data::*;
use super::{Detail, film};

/// A report in which every text is this one.
pub fn named(text: &str) -> Report {
    let of = || text.to_owned();
    let mut report = film(2, Detail { frames: 32, pictures: false });
    report.title = of();
    report.exhibit = of();
    report.made = of();
    report.shots.iter_mut().for_each(|shot| (shot.id, shot.title) = (of(), of()));
    report.problems.iter_mut().for_each(|it| (it.what, it.help) = (of(), Some(of())));
    for version in &mut report.versions {
        rename(version, text);
    }
    if let Some(wall) = &mut report.wall {
        (wall.view, wall.installation) = (of(), Some(of()));
        wall.picture.iter_mut().for_each(|it| (it.file, it.shows) = (of(), of()));
        wall.verdicts.iter_mut().for_each(|it| (it.what, it.help) = (of(), Some(of())));
    }
    report
}

fn rename(version: &mut VersionReport, text: &str) {
    let of = || text.to_owned();
    (version.name, version.generation, version.released) = (of(), of(), Some(of()));
    version.thumbnails.iter_mut().for_each(|it| (it.file, it.shows) = (of(), of()));
    for it in &mut version.masters {
        *it = Master {
            file: of(),
            bytes: it.bytes,
            sha256: Some(of()),
            blake3: Some(of()),
            found_blake3: Some(of()),
            first_seen: Some(of()),
        };
    }
    for it in &mut version.technical {
        let tag = || Tag::Contradicted { said: vec![of(), of()], taken: Some(of()) };
        it.colour = ColourTags { matrix: tag(), primaries: tag(), transfer: tag(), range: tag() };
        (it.file, it.shot, it.container, it.codec) = (of(), Some(of()), Some(of()), Some(of()));
        (it.profile, it.pixel_aspect, it.rate) = (Some(of()), Some(of()), Some(of()));
        it.conformed.iter_mut().for_each(|it| *it = of());
        let track =
            SoundTrack { codec: Some(of()), channels: None, layout: Some(of()), rate_hz: None };
        it.sound = Some(vec![track]);
    }
    for it in &mut version.credentials {
        (it.file, it.signer, it.time, it.tool) = (of(), Some(of()), Some(of()), Some(of()));
        (it.codes, it.sentence) = (vec![of()], of());
    }
    if let Some(it) = &mut version.rights {
        (it.owner, it.licence, it.training, it.note) =
            (Some(of()), Some(of()), Some(of()), Some(of()));
        it.clearances = vec![Clearance { what: of(), state: of() }];
        it.sentence = of();
    }
    for it in &mut version.measures {
        (it.name, it.unit, it.explanation, it.source) = (of(), of(), of(), of());
        it.per_shot.iter_mut().for_each(|it| it.shot = of());
    }
    version.cuts.iter_mut().flat_map(|it| &mut it.differences).for_each(|it| it.sentence = of());
    version.verdicts.iter_mut().for_each(|it| (it.what, it.help) = (of(), Some(of())));
}
