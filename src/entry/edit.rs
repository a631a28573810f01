//! The lines that an exhibit file gains with a new version, and nothing else changed in it.

use std::path::{Component, Path};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::page::{Page, key, quote};
use super::slug::{free, latin, slug};
use super::tables::{Element, List};
use super::{EditError, proven, shown};
use crate::diagnostic::{Diagnostic, quoted};
use crate::exhibit::rights::{Clearance, Rights};
use crate::exhibit::territory::Territories;
use crate::exhibit::{Exhibit, Fit, Generation, Released, nearest};

/// Longer lines of clips are written as one line for each.
const WIDEST: usize = 100;

/// A version to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    /// What made it.
    pub made_by: MadeBy,
    /// Where its pictures come from.
    pub files: Files,
    /// What happens where a file is shorter or longer than its part of the film, if it is not to
    /// be the default.
    pub fit: Option<Fit>,
    /// What is stated of the rights in it.
    pub rights: Option<Rights>,
}

/// The generation that made a new version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeBy {
    /// One that the exhibit has already, by its id or its name.
    Existing(String),
    /// One that is added with it.
    New {
        /// The model's name, as on the label.
        name: String,
        /// Who made the model.
        maker: Option<String>,
        /// When it was released.
        released: Option<Released>,
    },
}

/// The files of a new version, each path as [`written_path`] gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Files {
    /// One for the whole film.
    Whole(String),
    /// One for each of some shots: the shot's id and the path.
    ByShot(Vec<(String, String)>),
}

/// Adds a version at the end of the versions, and its generation, if it is new, at the end of the
/// generations; the wall itself orders both by date of release. The id of a new generation is made
/// from its name, and differs from every other.
///
/// # Errors
/// The text is not a valid exhibit or would not be one, the generation that is meant is not there,
/// or one of the same name is.
pub fn add_version(text: &str, new: &NewVersion) -> Result<String, EditError> {
    let mut page = Page::new(text);
    let (root, problems) = DeTable::parse_recoverable(page.text);
    let root = root.get_ref();
    let lists = List::find(&page, root, "generation").zip(List::find(&page, root, "version"));
    let Some((generations, versions)) = lists.filter(|_| problems.is_empty()) else {
        return proven(text, text.to_owned());
    };
    let taken = |id: &str| {
        let named = |one: &Element<'_, '_>| word(one.table, "id") == Some(id);
        let called = |one: &Element<'_, '_>| version_id(one.table) == Some(id);
        generations.elements.iter().any(named) || versions.elements.iter().any(called)
    };
    let generation = match &new.made_by {
        MadeBy::Existing(name) => existing(&generations, name)?,
        MadeBy::New { name, maker, released } => {
            refuse_known(&generations, name)?;
            let id = free(&slug(name, "generation"), taken);
            let mut entries = vec![line("id", quote(&id)), line("name", quote(name))];
            entries.extend(maker.as_ref().map(|maker| line("maker", quote(maker))));
            entries.extend(released.map(|date| line("released", quote(&date_of(date)))));
            generations.push(&mut page, root, &entries, Some(&versions));
            id
        }
    };
    let mut entries = Vec::new();
    // A version is called by its generation, unless that name is another's already.
    if versions.elements.iter().any(|one| version_id(one.table) == Some(generation.as_str())) {
        entries.push(line("id", quote(&free(&generation, taken))));
    }
    entries.push(line("generation", quote(&generation)));
    match &new.files {
        Files::Whole(file) => entries.push(line("file", quote(file))),
        Files::ByShot(clips) => entries.extend(clip_lines(clips)),
    }
    entries.extend(new.fit.map(|fit| line("fit", quote(fit_word(fit)))));
    entries.extend(new.rights.iter().map(|rights| line("rights", rights_of(rights))));
    versions.push(&mut page, root, &entries, None);
    proven(text, page.finish())
}

/// The generation with this id, or with exactly this name in any language.
pub fn called<'e>(exhibit: &'e Exhibit, name: &str) -> Option<&'e Generation> {
    let mut all = exhibit.generations.iter();
    all.find(|one| one.id == name || one.name.all().any(|known| known == name))
}

fn line(key: &str, value: String) -> (String, String) {
    (key.to_owned(), value)
}

/// `clips` on one line, or one line for each where that would be long: both mean the same.
fn clip_lines(clips: &[(String, String)]) -> Vec<(String, String)> {
    let pairs = clips.iter().map(|(shot, file)| (key(shot), quote(file)));
    let one: Vec<String> = pairs.clone().map(|(shot, file)| format!("{shot} = {file}")).collect();
    let one = format!("{{ {} }}", one.join(", "));
    if one.chars().count() <= WIDEST || clips.is_empty() {
        return vec![line("clips", one)];
    }
    pairs.map(|(shot, file)| (format!("clips.{shot}"), file)).collect()
}

/// The id of the one generation that is called so.
fn existing(generations: &List<'_, '_>, name: &str) -> Result<String, EditError> {
    let ids = || generations.elements.iter().filter_map(|one| word(one.table, "id"));
    if let Some(id) = ids().find(|id| *id == name) {
        return Ok(id.to_owned());
    }
    let called = |one: &&Element<'_, '_>| names(one.table).any(|other| same(other, name));
    let found: Vec<&str> = generations
        .elements
        .iter()
        .filter(called)
        .filter_map(|one| word(one.table, "id"))
        .collect();
    match found.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => {
            let all: Vec<&str> = ids().collect();
            let help = match nearest::word(name, &all) {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None if all.is_empty() => "The exhibit has none yet: give the model's name, \
                                           and it is added as a new one."
                    .to_owned(),
                None => {
                    let some = all[..all.len().min(20)].join(", ");
                    format!("Use one of {some}; or give the model's name as that of a new one.")
                }
            };
            let problem = Diagnostic::error(format!("there is no generation {}", quoted(name)));
            Err(EditError::addition(problem.help(help)))
        }
        several => {
            let message = format!("{} generations are called {}", several.len(), quoted(name));
            let help = format!("Say which by its id: {}.", several.join(", "));
            Err(EditError::addition(Diagnostic::error(message).help(help)))
        }
    }
}

/// A new generation must have a name that can be read, and must not be one that is there: under the
/// same name, or with the id that its name would make.
fn refuse_known(generations: &List<'_, '_>, name: &str) -> Result<(), EditError> {
    if !name.chars().any(char::is_alphanumeric) {
        let message = format!("{} is no name of a generation", quoted(name));
        let help = "Give the model's name, as on the label: it needs a letter or a digit.";
        return Err(EditError::addition(Diagnostic::error(message).help(help)));
    }
    // Of a name in other letters an id keeps too little to tell.
    let mut letters = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let made = letters.all(|c| latin(c).is_some()).then(|| slug(name, ""));
    let known = |one: &&Element<'_, '_>| {
        let named = names(one.table).any(|other| same(other, name));
        let id = word(one.table, "id");
        named || id.is_some_and(|id| same(id, name) || made.as_deref() == Some(id))
    };
    let Some(one) = generations.elements.iter().find(known) else { return Ok(()) };
    let id = word(one.table, "id").unwrap_or_default();
    let called = names(one.table).next().unwrap_or(id);
    let message =
        format!("there is a generation {} already, called {}", quoted(id), quoted(called));
    let help = format!(
        "For another version of it give its id, {}. If {} is another model, give it a name that \
         differs in more than capitals and signs.",
        quoted(id),
        quoted(name)
    );
    Err(EditError::addition(Diagnostic::error(message).help(help)))
}

/// The same name to a reader: capitals and white space aside.
fn same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}

/// The value of a key that is a text.
pub(super) fn word<'e>(table: &'e DeTable<'_>, key: &str) -> Option<&'e str> {
    table.get(key)?.get_ref().as_str()
}

/// What a version is called: its id, else its generation's.
pub(super) fn version_id<'e>(table: &'e DeTable<'_>) -> Option<&'e str> {
    word(table, "id").or_else(|| word(table, "generation"))
}

/// Its name in every language.
fn names<'e>(table: &'e DeTable<'_>) -> impl Iterator<Item = &'e str> {
    let value = table.get("name").map(toml::Spanned::get_ref);
    let (plain, by_language) = match value {
        Some(DeValue::String(name)) => (Some(name.as_ref()), None),
        Some(DeValue::Table(names)) => (None, Some(names)),
        _ => (None, None),
    };
    let translated = by_language.into_iter().flat_map(|names| names.values());
    plain.into_iter().chain(translated.filter_map(|name| name.get_ref().as_str()))
}

/// Rights as the exhibit writes them, on one line.
fn rights_of(rights: &Rights) -> String {
    let text = |key: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{key} = {}", quote(value)))
    };
    let day = |key: &str, day: Option<Date>| day.map(|day| format!("{key} = \"{day}\""));
    let clearance = |one: &Clearance| {
        let territories = match one.territories() {
            Territories::Worldwide => None,
            Territories::In(some) => {
                let codes: Vec<String> = some.iter().map(|one| quote(one.code())).collect();
                Some(format!("territories = [{}]", codes.join(", ")))
            }
        };
        table([day("from", one.from()), day("until", one.until()), territories])
    };
    let cleared: Vec<String> = rights.clearances.iter().map(clearance).collect();
    let cleared = match cleared.as_slice() {
        [] => None,
        [one] => Some(format!("cleared = {one}")),
        several => Some(format!("cleared = [{}]", several.join(", "))),
    };
    table([
        text("owner", &rights.owner),
        text("licence", &rights.licence),
        cleared,
        text("training", &rights.training),
        text("note", &rights.notes),
    ])
}

fn table<const N: usize>(entries: [Option<String>; N]) -> String {
    let entries: Vec<String> = entries.into_iter().flatten().collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}

fn fit_word(fit: Fit) -> &'static str {
    match fit {
        Fit::Stretch => "stretch",
        Fit::Hold => "hold",
        Fit::Loop => "loop",
        Fit::Cut => "cut",
    }
}

pub(super) fn date_of(date: Released) -> String {
    let part = |part: Option<i8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    // A day without a month is none.
    let day = date.month.and(date.day);
    format!("{:04}{}{}", date.year, part(date.month), part(day))
}

/// A file as the exhibit writes it: relative to the media folder, with `/`. A file outside of that
/// folder is written from the root of the disk, of which `check` warns. Both paths must be from the
/// root, without `..` or links.
///
/// # Errors
/// The name cannot be written in an exhibit file.
pub fn written_path(file: &Path, media: &Path) -> Result<String, EditError> {
    let refused = |what: &str| {
        let message = format!("the file {} {what}", shown(file));
        let help = "Rename it, with letters, digits, - and _, and try again.";
        EditError::addition(Diagnostic::error(message).help(help))
    };
    let inside = file.strip_prefix(media).ok();
    let mut parts = Vec::new();
    for component in inside.unwrap_or(file).components() {
        // The root is the empty part before the first `/`.
        let part = match component {
            // Behind the letter of a drive it says nothing more.
            Component::RootDir if !parts.is_empty() => continue,
            Component::RootDir => Some(""),
            component => component.as_os_str().to_str(),
        };
        parts.push(part.ok_or_else(|| refused("has a name that is not written in UTF-8"))?);
    }
    let written = parts.join("/");
    if written.is_empty() {
        return Err(refused("is the folder of the media"));
    }
    if written.contains(|c: char| c.is_control()) {
        return Err(refused("has an invisible character in its name"));
    }
    if cfg!(unix) && written.contains('\\') || written.contains("://") {
        return Err(refused("has a name that cannot be a path in an exhibit file"));
    }
    Ok(written)
}

#[cfg(test)]
mod tests;
