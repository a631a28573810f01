//! What was tried and not chosen, resolved: patterns to files, files to shots, reasons to files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::folder::{files, fits, has_signs};
use super::raw::{RawDraft, RawShot, RawTake, RawText, RawVersion, Written};
use super::read::MOST;
use super::resolve::Resolver;
use super::{Exhibit, Source, Text};
use crate::diagnostic::{Place, quoted};

/// One attempt of a generation at one shot.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    /// The place of the shot in [`Exhibit::shots`].
    pub shot: usize,
    /// The file, as it would be written in the exhibit by itself.
    pub written: String,
    /// The file on this machine.
    pub path: PathBuf,
    /// Why it was refused, where the artist said so.
    pub refused: Option<Text>,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// A draft of what all versions were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it is.
    pub of: DraftOf,
    /// Why it was not chosen, where the artist said so.
    pub refused: Option<Text>,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// What a draft is one of.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftOf {
    /// The storyboard: a picture, or a film.
    Storyboard {
        /// The file, as it would be written in the exhibit by itself.
        written: String,
        /// The file on this machine.
        path: PathBuf,
    },
    /// The script: its words.
    Script(Text),
}

impl Draft {
    /// The file on this machine; none for words.
    pub fn path(&self) -> Option<&Path> {
        match &self.of {
            DraftOf::Storyboard { path, .. } => Some(path),
            DraftOf::Script(_) => None,
        }
    }
}

impl Exhibit {
    /// The takes of a version's shot that were not chosen, in file order: all but the file that the
    /// version itself shows there.
    pub fn refused(&self, version: usize, shot: usize) -> impl Iterator<Item = &Take> {
        let chosen = self.chosen(version, shot);
        let takes = self.versions.get(version).into_iter().flat_map(|version| &version.takes);
        takes.filter(move |take| take.shot == shot && Some(take.path.as_path()) != chosen)
    }

    /// The file that a version shows in a shot.
    fn chosen(&self, version: usize, shot: usize) -> Option<&Path> {
        match &self.versions.get(version)?.source {
            Source::Clips(clips) => {
                let clip = clips.iter().find(|clip| clip.shot.is_none_or(|of| of == shot));
                clip.map(|clip| clip.path.as_path())
            }
            Source::Card(_) => None,
        }
    }

    /// Which take of its shot it is, from 1, as the artist has listed them. Where the chosen one is
    /// not among them it was the first.
    pub fn number_of(&self, version: usize, take: &Take) -> usize {
        let listed = self.versions.get(version).into_iter().flat_map(|version| &version.takes);
        let mut listed = listed.filter(|other| other.shot == take.shot);
        let chosen = self.chosen(version, take.shot);
        let unlisted = !listed.clone().any(|other| Some(other.path.as_path()) == chosen);
        let place = listed.position(|other| std::ptr::eq(other, take)).unwrap_or_default();
        1 + place + usize::from(unlisted)
    }
}

/// Written in place of a shot's id where all shots are meant, and where it then stands in a path.
const EVERY_SHOT: &str = "*";
const THE_SHOT: &str = "{shot}";

/// What one entry of a list stands for.
struct Entry<'r> {
    file: &'r Written<String>,
    refused: Option<&'r RawText>,
    reasons: &'r [(Written<String>, RawText)],
    /// The id that stands in the path for the shot, where it is written once for all.
    shot: Option<String>,
}

/// One file of a list.
struct Found {
    written: String,
    path: PathBuf,
    refused: Option<Text>,
    place: Place,
}

impl<'r> Resolver<'r, '_> {
    /// The takes of a version, shot by shot as they are written.
    pub(super) fn takes(&mut self, version: &'r RawVersion) -> Vec<Take> {
        let name = version.id.as_ref().or(version.generation.as_ref());
        let name = name
            .map_or("this [[version]]".to_owned(), |id| format!("version {}", quoted(&id.value)));
        let mut takes = Vec::new();
        for (id, list) in &version.takes {
            if id.value == EVERY_SHOT {
                takes.extend(self.in_every_shot(list, &name, &id.span));
                continue;
            }
            let shot = self.shot(id).unwrap_or_default();
            let entry = |raw: &'r RawTake| Entry {
                file: &raw.file,
                refused: raw.refused.as_ref(),
                reasons: &raw.reasons,
                shot: None,
            };
            let what = format!("the takes of {} in {name}", quoted(&id.value));
            let found = self.listed(list.iter().map(entry), &id.span, &what);
            takes.extend(found.into_iter().map(|found| {
                let Found { written, path, refused, place } = found;
                Take { shot, written, path, refused, place }
            }));
        }
        takes
    }

    /// What is written once for every shot: its name stands in the paths.
    fn in_every_shot(
        &mut self,
        list: &'r [RawTake],
        name: &str,
        span: &std::ops::Range<usize>,
    ) -> Vec<Take> {
        for raw in list.iter().filter(|raw| !raw.file.value.contains(THE_SHOT)) {
            let message = format!("{} would be a take of every shot", quoted(&raw.file.value));
            let help = "Write {shot} where the shot's id stands in the path, such as \
                        \"takes/{shot}/*.png\", or name the shot in place of \"*\".";
            self.reader.error(&raw.file.span, message, help);
        }
        let mut takes = Vec::new();
        for shot in 0..self.shots.len() {
            let id = self.shots[shot].id.clone();
            let entry = |raw: &'r RawTake| Entry {
                file: &raw.file,
                refused: raw.refused.as_ref(),
                reasons: &raw.reasons,
                shot: Some(id.clone()),
            };
            let what = format!("the takes of {} in {name}", quoted(&id));
            let found = self.listed(list.iter().map(entry), span, &what);
            takes.extend(found.into_iter().map(|found| {
                let Found { written, path, refused, place } = found;
                Take { shot, written, path, refused, place }
            }));
        }
        takes
    }

    /// The drafts of a shot, in the order they are written.
    pub(super) fn drafts(&mut self, shot: &'r RawShot) -> Vec<Draft> {
        let id = shot.id.as_ref();
        let what = id.map_or("the drafts of this [[shot]]".to_owned(), |id| {
            format!("the drafts of shot {}", quoted(&id.value))
        });
        let mut drafts = Vec::new();
        for raw in &shot.drafts {
            let RawDraft { file, script, refused } = raw;
            if let Some(script) = script {
                let of = DraftOf::Script(self.text(Some(script)));
                let refused = refused.as_ref().map(|text| self.text(Some(text)));
                drafts.push(Draft { of, refused, place: self.reader.place(&script.span) });
            } else if let Some(file) = file {
                let entry = Entry { file, refused: refused.as_ref(), reasons: &[], shot: None };
                for found in self.listed(std::iter::once(entry), &file.span, &what) {
                    let Found { written, path, refused, place } = found;
                    let of = DraftOf::Storyboard { written, path };
                    drafts.push(Draft { of, refused, place });
                }
            }
        }
        if drafts.len() > MOST {
            let span = id.map(|id| id.span.clone()).unwrap_or(shot.header.clone());
            self.too_many(&what, drafts.len(), &span);
            drafts.truncate(MOST);
        }
        drafts
    }

    /// The files of a list, each once: what is said of a file by its own name counts more than what
    /// is said of it together with others.
    fn listed(
        &mut self,
        entries: impl Iterator<Item = Entry<'r>>,
        span: &std::ops::Range<usize>,
        what: &str,
    ) -> Vec<Found> {
        let mut found: Vec<(Found, bool)> = Vec::new();
        let mut known: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for entry in entries {
            let own = entry.refused.map(|text| self.text(Some(text)));
            let reasons: Vec<(&Written<String>, Text)> =
                entry.reasons.iter().map(|(name, text)| (name, self.text(Some(text)))).collect();
            let named = match &entry.shot {
                Some(id) => entry.file.value.replace(THE_SHOT, id),
                None => entry.file.value.clone(),
            };
            let file = Written { value: named, span: entry.file.span.clone() };
            // Of what is written for all shots some may have none.
            let paths = self.files(&file, entry.shot.is_none());
            let alone = paths.len() == 1 && !has_signs(&file.value);
            let mut heard = vec![false; reasons.len()];
            for written in paths {
                let name = written.rsplit('/').next().unwrap_or(&written);
                let reason = reasons.iter().position(|(of, _)| fits(&of.value, name));
                if let Some(heard) = reason.and_then(|index| heard.get_mut(index)) {
                    *heard = true;
                }
                let refused = reason.map(|index| reasons[index].1.clone()).or_else(|| own.clone());
                let by_name = (alone || reason.is_some()) && refused.is_some();
                let path =
                    self.paths.join(&Written { value: written.clone(), ..entry.file.clone() });
                if let Some((before, said)) = known.get(&path).and_then(|at| found.get_mut(*at)) {
                    if refused.is_some() && (before.refused.is_none() || (by_name && !*said)) {
                        (before.refused, *said) = (refused, by_name);
                        before.place = self.reader.place(&entry.file.span);
                    }
                    continue;
                }
                known.insert(path.clone(), found.len());
                let place = self.reader.place(&entry.file.span);
                found.push((Found { written, path, refused, place }, by_name));
            }
            for ((of, _), _) in reasons.iter().zip(&heard).filter(|(_, heard)| !**heard) {
                if self.folders.looks() && entry.shot.is_none() {
                    let (of, file) = (quoted(&of.value), quoted(&entry.file.value));
                    let help = "It is said of no file. Compare the name with those in the folder.";
                    let message = format!("no file of {file} is called {of}");
                    self.reader.warning(&entry.file.span, message, help);
                }
            }
        }
        if found.len() > MOST {
            self.too_many(what, found.len(), span);
            found.truncate(MOST);
        }
        found.into_iter().map(|(found, _)| found).collect()
    }

    fn too_many(&self, what: &str, count: usize, span: &std::ops::Range<usize>) {
        let help = format!(
            "At most {MOST} can be seen at once. Name fewer files, or a narrower pattern, such as \
             \"takes/march/1*.png\"."
        );
        self.reader.error(span, format!("{what} are {count} files"), help);
    }

    /// The files that one path stands for.
    fn files(&self, file: &Written<String>, expected: bool) -> Vec<String> {
        // What is wrong with such a path is said where it is joined.
        if file.value.contains("://") || file.value.contains('\\') {
            return vec![file.value.clone()];
        }
        let several = has_signs(&file.value);
        if !several && !expected && self.folders.looks() && !self.media.join(&file.value).exists() {
            return Vec::new();
        }
        match files(&file.value, self.media, self.folders) {
            Ok(found) => {
                if found.is_empty() && expected && self.folders.looks() {
                    let message = match several {
                        true => format!("no file fits {}", quoted(&file.value)),
                        false => format!("no picture or film lies in {}", quoted(&file.value)),
                    };
                    let help = "Nothing is shown for it. Put the files there, or correct the path: it \
                                is meant from the folder of the media, * stands for any letters \
                                and ? for one.";
                    self.reader.warning(&file.span, message, help);
                }
                found
            }
            Err(error) => {
                let message = format!("{} cannot be looked into: {error}", quoted(&file.value));
                let help = "Give the user who runs this leave to read the folder.";
                self.reader.warning(&file.span, message, help);
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests;
