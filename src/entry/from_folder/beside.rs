//! What lies beside the films: stills become storyboards, captions are read.

use super::look::Found;
use super::{Films, LeftOut, Proposal};
use crate::entry::names::{Lexicon, ShotNames, tokens_of_file};
use crate::exhibit::languages::is_language;
use crate::timeline::FilmTime;

/// A still whose name names a shot is its storyboard; so is the only one of a film without shots.
pub(super) fn storyboards(proposal: &mut Proposal, stills: &[&Found]) {
    let names: Vec<ShotNames> = proposal
        .shots
        .iter()
        .map(|shot| ShotNames {
            id: shot.id.clone(),
            titles: shot.title.iter().cloned().collect(),
            length: FilmTime::ZERO,
        })
        .collect();
    let lexicon = Lexicon::new(&names);
    let alone = proposal.shots.len() == 1 && stills.len() == 1;
    for still in stills {
        let named = lexicon.named(&tokens_of_file(&still.path), (0, 0));
        let place = match named.iter().collect::<Vec<_>>().as_slice() {
            [shot] => Some(**shot),
            _ => alone.then_some(0),
        };
        match place.and_then(|place| proposal.shots.get_mut(place)) {
            Some(shot) if shot.storyboard.is_none() => {
                shot.storyboard = Some(still.path.clone());
            }
            Some(_) => leave(proposal, still, "its shot has a storyboard already"),
            None => leave(
                proposal,
                still,
                "it is a still, and its name names no shot: it can be the `storyboard` of a shot, or \
                 the `file` of a version",
            ),
        }
    }
}

/// Captions that are called as a version's film are that version's; others are the film's.
pub(super) fn captions(proposal: &mut Proposal, files: &[&Found]) {
    for file in files {
        let (stem, language) = parted(&file.path);
        let own = proposal.versions.iter().position(|version| {
            let Films::Whole(film) = &version.films else { return false };
            let bare = film.rsplit_once('.').map_or(film.as_str(), |(stem, _)| stem);
            bare == stem || bare == stripped(&file.path)
        });
        let several = proposal.versions.len() > 1;
        let list = match own.filter(|_| several).and_then(|at| proposal.versions.get_mut(at)) {
            Some(version) => &mut version.captions,
            None => &mut proposal.captions,
        };
        // One without a language is for all.
        let taken = match &language {
            None => !list.is_empty(),
            Some(_) => list.iter().any(|(other, _)| other.is_none() || *other == language),
        };
        match taken {
            false => list.push((language, file.path.clone())),
            true => leave(
                proposal,
                file,
                "there are captions in its place already: write its language before the ending, \
                 such as film.en.srt, and name it under `captions`",
            ),
        }
    }
}

fn leave(proposal: &mut Proposal, file: &Found, why: &str) {
    proposal.left_out.push(LeftOut { path: file.path.clone(), why: why.to_owned() });
}

/// A path without its ending.
fn stripped(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The path without its ending and its language, and the language: `film.en.srt`, `en.vtt`.
fn parted(path: &str) -> (&str, Option<String>) {
    let stem = stripped(path);
    let name_at = stem.rfind('/').map_or(0, |at| at + 1);
    let name = &stem[name_at..];
    let cut = name.rfind(['.', '_', ' ']).map(|at| at + 1);
    let tag = cut.and_then(|cut| name.get(cut..)).unwrap_or(name);
    // Three letters may be any word; two behind a point or alone are a language.
    if tag.split('-').next().is_some_and(|primary| primary.len() == 2) && is_language(tag) {
        let rest = cut.map_or("", |cut| &name[..cut - 1]);
        let end = name_at + rest.len();
        return (&stem[..end], Some(tag.to_owned()));
    }
    (stem, None)
}
