//! From what was written to what was meant: everything that refers to something else in the file
//! is looked up here, and every problem with it is noted.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::folder::Folders;
use super::languages::Languages;
use super::load::Input;
use super::media_path::MediaPaths;
use super::nearest;
use super::raw::{RawExhibit, RawText, RawTypeface, Written};
use super::section::{Reader, Section};
use super::{Credit, Exhibit, FontFile, Generation, Released, Shot, Text, Typeface, Version};
use crate::diagnostic::quoted;
use crate::timeline::FilmTime;

/// The id of the one shot of a film for which none are written.
pub const WHOLE_FILM: &str = "film";

/// What is being put together, and what is already known to look things up in.
pub(super) struct Resolver<'r, 't> {
    pub reader: &'r Reader<'t>,
    /// Where patterns look for files.
    pub folders: &'r dyn Folders,
    pub media: &'r Path,
    pub paths: MediaPaths<'r, 't>,
    pub languages: Languages<'r>,
    pub length: FilmTime,
    /// It has a stand-in, in this folder of its media: what is not drawn yet is nobody's mistake, and
    /// is told of as a whole.
    pub stand_in: Option<&'static str>,
    pub shots: Vec<Shot>,
    /// Every shot has an id that can be looked up; else none is called unknown.
    pub shots_known: bool,
    pub generations: Vec<Generation>,
    generations_known: bool,
    inputs: Vec<Input>,
}

/// The exhibit, and the inputs it names. Only what is free of errors may be used: where the reader
/// noted one, the result holds stand-ins.
pub fn resolve<'r>(
    raw: &'r RawExhibit,
    root: &Section<'r, '_>,
    file: &Path,
    (media, folders): (&'r Path, &'r dyn Folders),
) -> (Exhibit, Vec<Input>) {
    let reader = root.reader;
    let mut resolver = Resolver {
        reader,
        folders,
        media,
        paths: MediaPaths::new(reader, media),
        languages: Languages::default(),
        length: raw.length.as_ref().map_or(super::UNKNOWN_LENGTH, |length| length.value),
        stand_in: raw.stand_in.as_ref().map(|_| "media/"),
        shots: Vec::new(),
        shots_known: true,
        generations: Vec::new(),
        generations_known: true,
        inputs: Vec::new(),
    };
    let title = resolver.text(raw.title.as_ref());
    let tagline = resolver.text(raw.tagline.as_ref());
    let invitation = resolver.text(raw.invitation.as_ref());
    let credits = raw.credit.iter().map(|credit| Credit {
        role: resolver.text(credit.role.as_ref()),
        name: resolver.text(credit.name.as_ref()),
    });
    let credits = credits.collect();
    resolver.shots(raw, &title);
    resolver.generations(raw);
    let versions = resolver.versions(raw, root.mentions("version"));
    let influences = resolver.influences(raw);
    let typeface = resolver.typeface(raw.typeface.as_ref());
    let encoding = raw.caption_encoding.as_ref().map(|encoding| encoding.value.clone());
    let captions = resolver.captions(raw.captions.as_ref(), encoding.as_ref());
    let Resolver { paths, languages, length, shots, generations, inputs, .. } = resolver;
    paths.finish();
    languages.finish(reader);
    let (file, media) = (file.to_owned(), media.to_owned());
    let exhibit = Exhibit {
        file,
        media,
        title,
        tagline,
        invitation,
        stand_in: raw.stand_in.as_ref().map(|stand_in| stand_in.value),
        sound: raw.sound.as_ref().map(|sound| sound.value).unwrap_or_default(),
        typeface,
        captions,
        credentials: raw.credentials.as_ref().is_some_and(|shown| shown.value),
        curves: raw.curves.clone(),
        credits,
        length,
        shots,
        generations,
        versions,
        influences,
    };
    (exhibit, inputs)
}

impl<'r> Resolver<'r, '_> {
    /// A text as meant; empty where none is written.
    pub fn text(&mut self, raw: Option<&'r RawText>) -> Text {
        raw.map(|raw| self.languages.take(raw)).unwrap_or_default()
    }

    fn typeface(&mut self, raw: Option<&RawTypeface>) -> Typeface {
        let Some(raw) = raw else { return Typeface::default() };
        let mut font = |written: &Option<Written<String>>| {
            let written = written.as_ref()?;
            let path = self.paths.join(written);
            let place = self.reader.place(&written.span);
            Some(FontFile { written: written.value.clone(), path, place })
        };
        Typeface { titles: font(&raw.titles), script: font(&raw.script), labels: font(&raw.labels) }
    }

    fn shots(&mut self, raw: &'r RawExhibit, title: &Text) {
        let mut ids = Ids::new("shot");
        let mut last: Option<(FilmTime, String)> = None;
        for (index, shot) in raw.shot.iter().enumerate() {
            match &shot.id {
                Some(id) => ids.take(self.reader, &id.value, &id.span, "Give each its own id."),
                None => self.shots_known = false,
            }
            let id = shot.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
            if let Some(start) = &shot.start {
                self.check_start(index, &id, start, last.as_ref());
                last = Some((start.value, id.clone()));
            }
            let start = shot.start.as_ref().map_or(FilmTime::ZERO, |start| start.value);
            if let Some(before) = self.shots.last_mut() {
                before.end = start;
            }
            let files = [&shot.voice, &shot.storyboard].map(|written| {
                let written = written.as_ref()?;
                let path = self.paths.join(written);
                let place = self.reader.place(&written.span);
                self.inputs.push(Input { shot: index, path: path.clone(), place });
                Some(path)
            });
            let [voice, storyboard] = files;
            let drafts = self.drafts(shot, storyboard.as_deref());
            let shot = Shot {
                id,
                start,
                end: self.length,
                title: self.text(shot.title.as_ref()),
                prompt: self.text(shot.prompt.as_ref()),
                script: self.text(shot.script.as_ref()),
                voice,
                storyboard,
                drafts,
            };
            self.shots.push(shot);
        }
        if raw.shot.is_empty() {
            self.shots_known = !self.reader.is_broken();
            self.shots.push(Shot {
                id: WHOLE_FILM.to_owned(),
                start: FilmTime::ZERO,
                end: self.length,
                title: title.clone(),
                prompt: Text::default(),
                script: Text::default(),
                voice: None,
                storyboard: None,
                drafts: Vec::new(),
            });
        }
    }

    fn check_start(
        &self,
        index: usize,
        id: &str,
        start: &Written<FilmTime>,
        last: Option<&(FilmTime, String)>,
    ) {
        let (reader, span) = (self.reader, &start.span);
        let name = quoted(id);
        if start.value >= self.length {
            let message = format!("shot {name} begins when the film is over");
            let length = self.length;
            let help = format!("The film's `length` is {length}: make it longer or `start` less.");
            reader.error(span, message, help);
        } else if index == 0 && start.value != FilmTime::ZERO {
            let message = format!("the first shot, {name}, does not begin at 0");
            let help = "Write start = 0, or add a shot before it: every moment of the film belongs \
                        to a shot.";
            reader.absent(span, message, help);
        } else if let Some((before, earlier)) = last
            && start.value <= *before
        {
            let how = if start.value == *before { "at the same time as" } else { "before" };
            let message = format!("shot {name} begins {how} {}, written above it", quoted(earlier));
            let help = "Write the shots in the order of the film; each `start` is in seconds from \
                        the start of the film.";
            reader.error(span, message, help);
        }
    }

    fn generations(&mut self, raw: &'r RawExhibit) {
        let mut ids = Ids::new("generation");
        let mut generations = Vec::new();
        for generation in &raw.generation {
            match &generation.id {
                Some(id) => ids.take(self.reader, &id.value, &id.span, "Give each its own id."),
                None => self.generations_known = false,
            }
            let id = generation.id.as_ref();
            generations.push(Generation {
                id: id.map(|id| id.value.clone()).unwrap_or_default(),
                name: self.text(generation.name.as_ref()),
                maker: self.text(generation.maker.as_ref()),
                released: generation.released.as_ref().map(|date| date.value),
            });
            self.check_used(raw, generation.id.as_ref());
        }
        self.generations = by_release(generations, |one| one.released);
    }

    /// A generation without a version is not wrong, but nothing of it will be seen.
    fn check_used(&self, raw: &RawExhibit, id: Option<&Written<String>>) {
        let all_known = raw.version.iter().all(|version| version.generation.is_some());
        let Some(id) = id.filter(|_| all_known && !raw.version.is_empty()) else { return };
        let makes = |one: &Written<String>| one.value == id.value;
        let used = raw.version.iter().filter_map(|version| version.generation.as_ref()).any(makes);
        if !used && !self.reader.is_broken() {
            let message = format!("no version was made by generation {}", quoted(&id.value));
            let help = "Nothing of it will be seen. Add a [[version]] of it, or remove it.";
            self.reader.warning(&id.span, message, help);
        }
    }

    fn versions(&mut self, raw: &'r RawExhibit, mentioned: bool) -> Vec<Version> {
        if raw.version.is_empty() && !mentioned {
            let message = "the exhibit has no version";
            let help = "Add at least one [[version]] with the `generation` that made it and its \
                        `file`, `clips` or `card`.";
            self.reader.absent(&(0..0), message, help);
        }
        let encoding = raw.caption_encoding.as_ref().map(|encoding| encoding.value.clone());
        let mut ids = Ids::new("version");
        let mut versions = Vec::new();
        for version in &raw.version {
            let own = version.id.as_ref().or(version.generation.as_ref());
            if let Some(own) = own {
                let help = "Where a generation has several versions, give each its own id, such \
                            as id = \"sora-2\".";
                ids.take(self.reader, &own.value, &own.span, help);
            }
            let generation = self.generation(version.generation.as_ref());
            let named = self.text(version.name.as_ref());
            let name = if named.is_empty() {
                self.generations.get(generation).map(|one| one.name.clone()).unwrap_or_default()
            } else {
                named
            };
            let source = self.source(version);
            let takes = self.takes(version, &source);
            versions.push(Version {
                id: own.map(|own| own.value.clone()).unwrap_or_default(),
                generation,
                name,
                note: self.text(version.note.as_ref()),
                tools: self.tools(version),
                gained: self.text(version.gained.as_ref()),
                lost: self.text(version.lost.as_ref()),
                kept: self.text(version.kept.as_ref()),
                frame: version.frame.as_ref().map(|frame| frame.value).unwrap_or_default(),
                colour: super::sources::colour(version.colour.as_ref()),
                source,
                captions: self.captions(version.captions.as_ref(), encoding.as_ref()),
                spoken: self.spoken(version.spoken.as_ref()),
                rights: version.rights.clone(),
                takes,
            });
        }
        versions.sort_by_key(|version| version.generation);
        versions
    }

    /// The place of a generation among the generations.
    fn generation(&self, written: Option<&Written<String>>) -> usize {
        let Some(written) = written else { return 0 };
        let ids: Vec<&str> = self.generations.iter().map(|one| one.id.as_str()).collect();
        if let Some(index) = ids.iter().position(|id| *id == written.value) {
            return index;
        }
        if self.generations_known {
            let message = format!("there is no generation {}", quoted(&written.value));
            let help = unknown_help(&written.value, &ids, "generation");
            self.reader.absent(&written.span, message, help);
        }
        0
    }
}

/// What to do about a reference to something that is not there.
pub(super) fn unknown_help(written: &str, ids: &[&str], what: &str) -> String {
    if let Some(near) = nearest::word(written, ids) {
        return format!("Did you mean \"{near}\"?");
    }
    match ids {
        [] => format!("Add a [[{what}]] with this id."),
        ids => {
            let some: Vec<&str> =
                ids.iter().copied().filter(|id| !id.is_empty()).take(20).collect();
            let more = if ids.len() > 20 { " …" } else { "" };
            format!("Add a [[{what}]] with this id, or use one of: {}{more}.", some.join(", "))
        }
    }
}

/// Oldest first. A generation without a date stays after the one written before it; without any
/// before it, it comes first. A date known only to the year comes before the months of that year.
pub(crate) fn by_release<T>(all: Vec<T>, released: impl Fn(&T) -> Option<Released>) -> Vec<T> {
    let mut date: Option<Released> = None;
    let mut dated: Vec<_> = all
        .into_iter()
        .map(|one| {
            date = released(&one).or(date);
            (date, one)
        })
        .collect();
    dated.sort_by_key(|(date, _)| *date);
    dated.into_iter().map(|(_, one)| one).collect()
}

/// The ids of one kind that are taken, and the lines they are taken on.
pub(crate) struct Ids {
    what: &'static str,
    lines: BTreeMap<String, usize>,
}

impl Ids {
    /// None taken yet; `what` is what messages call one of the kind.
    pub fn new(what: &'static str) -> Self {
        Self { what, lines: BTreeMap::new() }
    }

    /// Takes one, or notes that it is taken.
    pub fn take(&mut self, reader: &Reader<'_>, id: &str, span: &Range<usize>, help: &str) {
        if let Some(line) = self.lines.get(id) {
            let (what, id) = (self.what, quoted(id));
            let message = format!("two {what}s are called {id}: the other is on line {line}");
            reader.error(span, message, help);
        } else {
            self.lines.insert(id.to_owned(), reader.line_of(span));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_without_a_date_stays_after_the_one_written_before_it() {
        let generation = |id: &str, released: Option<&str>| Generation {
            id: id.to_owned(),
            name: Text::plain(id),
            maker: Text::default(),
            released: released.and_then(super::super::quantity::released),
        };
        let written = vec![
            generation("first", None),
            generation("young", Some("2025-05")),
            generation("young-too", None),
            generation("old", Some("2024-12-09")),
            generation("year", Some("2024")),
            generation("same", Some("2024-12-09")),
        ];
        let sorted: Vec<String> =
            by_release(written, |one| one.released).into_iter().map(|one| one.id).collect();
        assert_eq!(sorted, ["first", "year", "old", "same", "young", "young-too"]);
    }
}
