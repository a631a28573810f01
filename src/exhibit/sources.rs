//! Where a version's pictures and words come from, resolved: files to paths, clips to shots.

use std::path::PathBuf;

use super::part::{BadStart, Part, parts};
use super::raw::{Entries, RawClip, RawColour, RawText, RawTextBody, RawVersion, Written};
use super::resolve::{Resolver, unknown_help};
use super::{CaptionFile, Clip, ColourOverride, Fit, Source, SpokenFile};
use crate::diagnostic::{Place, quoted};
use crate::timeline::{FilmTime, Rate};

/// The most frames of a test card, each of which has an entry in its frame table: more than an
/// hour at 60 frames a second.
pub const MOST_CARD_FRAMES: u64 = 250_000;

impl<'r> Resolver<'r, '_> {
    /// The pictures of a version. Where they are not written, which is already noted, none.
    pub(super) fn source(&mut self, version: &'r RawVersion) -> Source {
        let fit = version.fit.as_ref().map(|fit| fit.value);
        self.check_at(version);
        if let (Some(file), Some(at)) = (&version.file, &version.at) {
            return Source::Clips(self.aligned(version, file, at, fit.unwrap_or_default()));
        }
        if let Some(file) = &version.file {
            let whole = (FilmTime::ZERO, self.length);
            let fit = fit.unwrap_or_default();
            return Source::Clips(vec![self.clip(file, None, whole, Part::WHOLE, fit)]);
        }
        if let Some(clips) = &version.clips {
            return Source::Clips(self.clips(version, clips, fit));
        }
        let Some(card) = &version.card else { return Source::Clips(Vec::new()) };
        if let Some(fit) = &version.fit {
            let help = "Remove this line: a test card is always as long as the film.";
            self.reader.warning(&fit.span, "`fit` means nothing for a test card", help);
        }
        self.check_card(card);
        Source::Card(card.value)
    }

    fn check_card(&self, card: &Written<Rate>) {
        let frames = card.value.frame_at(self.length);
        if self.length != super::UNKNOWN_LENGTH && frames > MOST_CARD_FRAMES {
            let message = format!("a test card of this length would have {frames} frames");
            let help =
                format!("It can have {MOST_CARD_FRAMES}: lower `card` or the film's `length`.");
            self.reader.error(&card.span, message, help);
        }
    }

    fn clips(
        &mut self,
        version: &'r RawVersion,
        clips: &Written<Vec<(Written<String>, RawClip)>>,
        fit: Option<Fit>,
    ) -> Vec<Clip> {
        let known: Vec<_> = clips.value.iter().map(|(id, clip)| (self.shot(id), clip)).collect();
        let mut resolved = Vec::new();
        let mut without = Vec::new();
        for index in 0..self.shots.len() {
            let Some((_, raw)) = known.iter().find(|(shot, _)| *shot == Some(index)) else {
                without.push(quoted(&self.shots[index].id));
                continue;
            };
            let span = (self.shots[index].start, self.shots[index].end);
            let own = raw.fit.as_ref().map(|fit| fit.value);
            let fit = own.or(fit).unwrap_or_default();
            resolved.push(self.clip(&raw.file, Some(index), span, Part::WHOLE, fit));
        }
        let name = version.id.as_ref().or(version.generation.as_ref());
        let name = name
            .map_or("this [[version]]".to_owned(), |id| format!("version {}", quoted(&id.value)));
        let lost = known.iter().any(|(shot, _)| shot.is_none());
        if clips.value.is_empty() {
            let help = "Name a file for each shot, for example { march = \"march.mp4\" }.";
            self.reader.absent(&clips.span, format!("`clips` of {name} has no files"), help);
        } else if !without.is_empty() && self.shots_known && !lost && !self.reader.is_broken() {
            let shots = without.join(", ");
            let message = format!("{name} has no clip for shot {shots}");
            let help = "Its pane will be without a picture there. Add the missing file to `clips`.";
            self.reader.warning(&clips.span, message, help);
        }
        resolved
    }

    /// `at` belongs to `file`.
    fn check_at(&self, version: &RawVersion) {
        if let (None, Some(at)) = (&version.file, &version.at)
            && (version.clips.is_some() || version.card.is_some())
        {
            let help = "Remove this line: `at` says where the shots begin in a `file` of the whole \
                        film.";
            self.reader.error(&at.span, "`at` means nothing without a `file`", help);
        }
    }

    /// The shots of one file that begin elsewhere than in the film, in film order.
    fn aligned(
        &mut self,
        version: &'r RawVersion,
        file: &Written<String>,
        at: &'r Written<Entries<Written<FilmTime>>>,
        fit: Fit,
    ) -> Vec<Clip> {
        let known: Vec<_> =
            at.value.iter().filter_map(|(id, start)| Some((self.shot(id)?, start))).collect();
        let starts: Vec<_> = known.iter().map(|(shot, start)| (*shot, start.value.0)).collect();
        let parts = match parts(&starts, None) {
            Ok(parts) => parts,
            Err(BadStart::Together(one, other) | BadStart::Beyond(one, other)) => {
                let span =
                    known.iter().find(|(shot, _)| *shot == other).map(|(_, at)| at.span.clone());
                let [one, other] = [one, other].map(|shot| quoted(&self.shots[shot].id));
                let message = format!("shots {one} and {other} begin at the same time in the file");
                let help = "Give each the time at which it begins in the file itself, and leave out \
                            what is not in the file.";
                self.reader.error(&span.unwrap_or(at.span.clone()), message, help);
                return Vec::new();
            }
        };
        let name = version.id.as_ref().or(version.generation.as_ref());
        let name = name
            .map_or("this [[version]]".to_owned(), |id| format!("version {}", quoted(&id.value)));
        let without = |(index, _): &(usize, _)| parts.iter().all(|(shot, _)| shot != index);
        let without: Vec<String> = self
            .shots
            .iter()
            .enumerate()
            .filter(without)
            .map(|(_, shot)| quoted(&shot.id))
            .collect();
        if at.value.is_empty() {
            let help = "Say where each shot begins, for example { march = 0, ballroom = 5.2 }, or \
                        remove this line.";
            self.reader.absent(&at.span, format!("`at` of {name} has no shots"), help);
        } else if !without.is_empty() && known.len() == at.value.len() && !self.reader.is_broken() {
            let message = format!("`at` of {name} does not name shot {}", without.join(", "));
            let help = "Its pane will be without a picture there. Add where it begins in the file.";
            self.reader.warning(&at.span, message, help);
        }
        parts
            .into_iter()
            .map(|(shot, part)| {
                let span = (self.shots[shot].start, self.shots[shot].end);
                self.clip(file, Some(shot), span, part, fit)
            })
            .collect()
    }

    fn clip(
        &mut self,
        file: &Written<String>,
        shot: Option<usize>,
        (start, end): (FilmTime, FilmTime),
        part: Part,
        fit: Fit,
    ) -> Clip {
        let path = self.paths.join(file);
        let place = self.reader.place(&file.span);
        Clip { written: file.value.clone(), path, shot, start, end, part, fit, place }
    }

    /// The files of captions, each with its language.
    pub(super) fn captions(
        &mut self,
        raw: Option<&RawText>,
        encoding: Option<&String>,
    ) -> Vec<CaptionFile> {
        let encoding = encoding.cloned();
        let file = |(language, path, place)| {
            let encoding = encoding.clone();
            CaptionFile { language, path, encoding, place }
        };
        self.by_language(raw).into_iter().map(file).collect()
    }

    /// The recordings of what is spoken, each with its language.
    pub(super) fn spoken(&mut self, raw: Option<&RawText>) -> Vec<SpokenFile> {
        let file = |(language, path, place)| SpokenFile { language, path, place };
        self.by_language(raw).into_iter().map(file).collect()
    }

    /// A file, or one for each language: the language, the path, and where it is written.
    fn by_language(&mut self, raw: Option<&RawText>) -> Vec<(Option<String>, PathBuf, Place)> {
        let Some(raw) = raw else { return Vec::new() };
        let files = match &raw.body {
            RawTextBody::Plain(path) => vec![(None, path.clone())],
            RawTextBody::ByLanguage(paths) => {
                paths.iter().map(|(tag, path)| (Some(tag.clone()), path.clone())).collect()
            }
        };
        let place = self.reader.place(&raw.span);
        let mut file = |(language, path): (Option<String>, String)| {
            let path = self.paths.join(&Written { value: path, span: raw.span.clone() });
            (language, path, place.clone())
        };
        files.into_iter().map(&mut file).collect()
    }

    /// The place of a shot among the shots.
    pub(super) fn shot(&self, written: &Written<String>) -> Option<usize> {
        let ids: Vec<&str> = self.shots.iter().map(|shot| shot.id.as_str()).collect();
        let found = ids.iter().position(|id| *id == written.value);
        if found.is_none() && self.shots_known {
            let message = format!("there is no shot {}", quoted(&written.value));
            self.reader.absent(&written.span, message, unknown_help(&written.value, &ids, "shot"));
        }
        found
    }
}

/// The overrides as meant.
pub(super) fn colour(raw: Option<&RawColour>) -> ColourOverride {
    raw.map(|raw| ColourOverride {
        matrix: raw.matrix.as_ref().map(|matrix| matrix.value),
        range: raw.range.as_ref().map(|range| range.value),
        siting: raw.siting.as_ref().map(|siting| siting.value),
    })
    .unwrap_or_default()
}
