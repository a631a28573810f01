//! What was tried and not chosen, resolved: patterns to files, files to shots, reasons to files.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{Draft, DraftOf, Take};
use crate::diagnostic::{Place, quoted};
use crate::exhibit::folder::{files, fits, has_signs};
use crate::exhibit::raw::{RawDraft, RawShot, RawTake, RawText, RawVersion, Written};
use crate::exhibit::read::MOST;
use crate::exhibit::resolve::Resolver;
use crate::exhibit::{Source, Text};

/// Written in place of a shot's id where all shots are meant, and where it then stands in a path.
const EVERY_SHOT: &str = "*";
const THE_SHOT: &str = "{shot}";

/// One entry of a list, as it is meant in one shot.
struct Entry<'r> {
    /// Which it is of all entries.
    number: usize,
    file: &'r Written<String>,
    refused: Option<&'r RawText>,
    reasons: &'r [(Written<String>, RawText)],
    /// The id that stands in the path for the shot, where it is written once for all.
    shot: Option<String>,
}

/// What an entry was found to stand for, in all shots together.
#[derive(Clone)]
struct Heard {
    /// Any file.
    any: bool,
    /// A file for each of its reasons.
    reasons: Vec<bool>,
}

impl Heard {
    fn nothing(reasons: usize) -> Self {
        Self { any: false, reasons: vec![false; reasons] }
    }
}

/// One file of a list.
struct Found {
    /// The entry that it was found by first.
    entry: usize,
    written: String,
    path: PathBuf,
    refused: Option<Text>,
    place: Place,
}

impl<'r> Resolver<'r, '_> {
    /// The takes of a version that shows this, shot by shot.
    pub(in crate::exhibit) fn takes(
        &mut self,
        version: &'r RawVersion,
        shows: &Source,
    ) -> Vec<Take> {
        let name = version.id.as_ref().or(version.generation.as_ref());
        let name = name
            .map_or("this [[version]]".to_owned(), |id| format!("version {}", quoted(&id.value)));
        // Of one shot, or of every shot.
        let mut all: Vec<(Option<usize>, &'r Range<usize>, &'r RawTake)> = Vec::new();
        for (id, list) in &version.takes {
            if id.value == EVERY_SHOT {
                self.check_every_shot(list);
                all.extend(list.iter().map(|raw| (None, &id.span, raw)));
            } else if let Some(shot) = self.shot(id) {
                self.check_one_shot(list, &id.value);
                all.extend(list.iter().map(|raw| (Some(shot), &id.span, raw)));
            }
        }
        let mut heard: Vec<Heard> =
            all.iter().map(|(.., raw)| Heard::nothing(raw.reasons.len())).collect();
        let mut takes = Vec::new();
        for shot in 0..self.shots.len() {
            let id = self.shots[shot].id.clone();
            let own = all.iter().enumerate();
            let own = own.filter(|(_, (of, ..))| of.is_none_or(|of| of == shot));
            let Some((_, (_, span, _))) = own.clone().next() else { continue };
            let entry = |(number, (of, _, raw)): (usize, &(Option<usize>, _, &'r RawTake))| Entry {
                number,
                file: &raw.file,
                refused: raw.refused.as_ref(),
                reasons: &raw.reasons,
                shot: of.is_none().then(|| id.clone()),
            };
            let what = format!("the takes of {} in {name}", quoted(&id));
            let chosen = super::chosen(shows, shot).map(Path::to_owned);
            let found = self.listed(own.map(entry), &mut heard, span, &what, chosen.as_deref());
            takes.extend(found.into_iter().map(|found| {
                let Found { written, path, refused, place, .. } = found;
                Take { shot, written, path, refused, place }
            }));
        }
        // Where nothing of a version is there its takes are not either, and its clips are told of.
        let is_there = match shows {
            Source::Clips(clips) => {
                self.folders.looks() && clips.iter().any(|clip| clip.path.exists())
            }
            Source::Card(_) => true,
        };
        for ((of, _, raw), heard) in all.iter().zip(&heard) {
            if of.is_some() || is_there || heard.any {
                self.warn_of_the_unheard(&raw.file, &raw.reasons, heard);
            }
        }
        takes
    }

    /// Of one shot the name is known: there is no place for it in a path.
    fn check_one_shot(&self, list: &[RawTake], id: &str) {
        for raw in list.iter().filter(|raw| raw.file.value.contains(THE_SHOT)) {
            let message = format!("{{shot}} in {} stands for nothing", quoted(&raw.file.value));
            let help = format!(
                "It is meant for takes of \"*\", which are those of every shot. Write \"{}\" here.",
                raw.file.value.replace(THE_SHOT, id)
            );
            self.reader.error(&raw.file.span, message, help);
        }
    }

    /// What is written once for every shot says where the shot's name stands.
    fn check_every_shot(&self, list: &[RawTake]) {
        for raw in list.iter().filter(|raw| !raw.file.value.contains(THE_SHOT)) {
            let message = format!("{} would be a take of every shot", quoted(&raw.file.value));
            let help = "Write {shot} where the shot's id stands in the path, such as \
                        \"takes/{shot}/*.png\", or name the shot in place of \"*\".";
            self.reader.error(&raw.file.span, message, help);
        }
    }

    /// The drafts of a shot, in the order they are written: all but its storyboard itself.
    pub(in crate::exhibit) fn drafts(
        &mut self,
        shot: &'r RawShot,
        storyboard: Option<&Path>,
    ) -> Vec<Draft> {
        let id = shot.id.as_ref();
        let what = id.map_or("the drafts of this [[shot]]".to_owned(), |id| {
            format!("the drafts of shot {}", quoted(&id.value))
        });
        let span = id.map_or(&shot.header, |id| &id.span);
        let entries = shot.drafts.iter().enumerate().filter_map(|(number, raw)| {
            let file = raw.file.as_ref().filter(|_| raw.script.is_none())?;
            let refused = raw.refused.as_ref();
            Some(Entry { number, file, refused, reasons: &[], shot: None })
        });
        let mut heard = vec![Heard::nothing(0); shot.drafts.len()];
        let mut found = self.listed(entries, &mut heard, span, &what, storyboard);
        found.retain(|found| Some(found.path.as_path()) != storyboard);
        let mut drafts = Vec::new();
        for (number, raw) in shot.drafts.iter().enumerate() {
            let RawDraft { file, script, refused } = raw;
            if let Some(script) = script {
                let of = DraftOf::Script(self.text(Some(script)));
                let refused = refused.as_ref().map(|text| self.text(Some(text)));
                drafts.push(Draft { of, refused, place: self.reader.place(&script.span) });
            } else if let Some(file) = file {
                self.warn_of_the_unheard(file, &[], &heard[number]);
                let own = |found: &mut Found| found.entry == number;
                drafts.extend(found.extract_if(.., own).map(|found| {
                    let Found { written, path, refused, place, .. } = found;
                    Draft { of: DraftOf::Storyboard { written, path }, refused, place }
                }));
            }
        }
        if drafts.len() > MOST {
            self.too_many(&what, drafts.len(), span);
            drafts.truncate(MOST);
        }
        drafts
    }

    /// The files of a list, each once, whatever path leads to it: what is said of a file by its own
    /// name counts more than what is said of it together with others. `chosen` has the path by which
    /// it is known already.
    fn listed(
        &mut self,
        entries: impl Iterator<Item = Entry<'r>>,
        heard: &mut [Heard],
        span: &Range<usize>,
        what: &str,
        chosen: Option<&Path>,
    ) -> Vec<Found> {
        let mut found: Vec<(Found, bool)> = Vec::new();
        let mut known: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let same_as_chosen = chosen.map(|path| self.folders.same(path));
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
            let heard = &mut heard[entry.number];
            heard.any |= !paths.is_empty();
            for written in paths {
                let name = written.rsplit('/').next().unwrap_or(&written);
                for ((of, _), heard) in reasons.iter().zip(&mut heard.reasons) {
                    *heard |= fits(&of.value, name);
                }
                // Its name itself goes before a pattern that it fits.
                let exact = reasons.iter().find(|(of, _)| of.value == name);
                let fitting = || reasons.iter().find(|(of, _)| fits(&of.value, name));
                let reason = exact.or_else(fitting).map(|(_, text)| text.clone());
                let by_name = exact.is_some() || (own.is_some() && file.value == written);
                let refused = reason.or_else(|| own.clone());
                let joined =
                    self.paths.join(&Written { value: written.clone(), ..entry.file.clone() });
                let same = self.folders.same(&joined);
                if let Some((before, said)) = known.get(&same).and_then(|at| found.get_mut(*at)) {
                    if refused.is_some() && (before.refused.is_none() || (by_name && !*said)) {
                        (before.refused, *said) = (refused, by_name);
                        before.place = self.reader.place(&entry.file.span);
                    }
                    continue;
                }
                let path = match chosen.filter(|_| same_as_chosen.as_ref() == Some(&same)) {
                    Some(chosen) => chosen.to_owned(),
                    None => joined,
                };
                known.insert(same, found.len());
                let (entry, place) = (entry.number, self.reader.place(&entry.file.span));
                found.push((Found { entry, written, path, refused, place }, by_name));
            }
        }
        if found.len() > MOST {
            self.too_many(what, found.len(), span);
            found.truncate(MOST);
        }
        found.into_iter().map(|(found, _)| found).collect()
    }

    /// What an entry says and nothing is meant by, in no shot.
    fn warn_of_the_unheard(
        &self,
        file: &Written<String>,
        reasons: &[(Written<String>, RawText)],
        heard: &Heard,
    ) {
        // What is wrong with such a path was said where it was joined.
        let wrong = file.value.contains("://") || file.value.contains('\\');
        let drawn = self.stand_in.is_some_and(|folder| file.value.starts_with(folder));
        if wrong || drawn || !self.folders.looks() {
            return;
        }
        if !heard.any {
            let (what, written) = (has_signs(&file.value), quoted(&file.value));
            let message = match what {
                _ if file.value.contains(THE_SHOT) => format!("no file fits {written} in any shot"),
                true => format!("no file fits {written}"),
                false => format!("no picture or film lies in {written}"),
            };
            let help = "Nothing is shown for it. Put the files there, or correct the path: it is meant \
                        from the folder of the media, * stands for any letters and ? for one.";
            self.reader.warning(&file.span, message, help);
            return;
        }
        for ((of, _), _) in reasons.iter().zip(&heard.reasons).filter(|(_, heard)| !**heard) {
            let (of, file_written) = (quoted(&of.value), quoted(&file.value));
            let help = "It is said of no file. Compare the name with those in the folder.";
            let message = format!("no file of {file_written} is called {of}");
            self.reader.warning(&file.span, message, help);
        }
    }

    fn too_many(&self, what: &str, count: usize, span: &Range<usize>) {
        let help = format!(
            "At most {MOST} can be seen at once. Name fewer files, or a narrower pattern, such as \
             \"takes/march/1*.png\"."
        );
        self.reader.error(span, format!("{what} are {count} files"), help);
    }

    /// The files that one path stands for; of what is not `expected` none where it is not there.
    fn files(&self, file: &Written<String>, expected: bool) -> Vec<String> {
        if file.value.contains("://") || file.value.contains('\\') {
            return vec![file.value.clone()];
        }
        let several = has_signs(&file.value);
        if !several && !expected && self.folders.looks() && !self.media.join(&file.value).exists() {
            return Vec::new();
        }
        files(&file.value, self.media, self.folders).unwrap_or_else(|error| {
            let message = format!("{} cannot be looked into: {error}", quoted(&file.value));
            let help = "Give the user who runs this leave to read the folder.";
            self.reader.warning(&file.span, message, help);
            Vec::new()
        })
    }
}
