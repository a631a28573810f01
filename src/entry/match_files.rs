//! Which of the files of a new version is which shot, from their names; nothing is opened.
//!
//! One file is the whole film. Of several, each is the shot whose id or title its name holds; if
//! none holds any, and there are as many files as shots, they follow their numbers. Whatever could
//! be meant in two ways is not guessed but asked for.

use std::collections::BTreeMap;

use super::names::{Lexicon, Token, title_in_all, tokens_of_file};
use super::shell;
use crate::diagnostic::{Diagnostic, Report, quoted};
use crate::timeline::FilmTime;

pub use super::names::ShotNames;

/// The most files that are looked at: as many as an exhibit can have shots.
const MOST: usize = 400;

/// A file that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name or path.
    pub name: String,
    /// The place of the shot that it was said to be, as `march=a.mp4`.
    pub shot: Option<usize>,
    /// How long it lasts, if that is known.
    pub length: Option<FilmTime>,
}

impl Given {
    /// From an argument: a path, or the id of a shot, `=` and a path.
    pub fn parse(argument: &str, shots: &[ShotNames]) -> Self {
        let said = argument.split_once('=').and_then(|(id, path)| {
            let shot = shots.iter().position(|shot| shot.id == id)?;
            Some((path, shot))
        });
        let (name, shot) = said.map_or((argument, None), |(path, shot)| (path, Some(shot)));
        Self { name: name.to_owned(), shot, length: None }
    }
}

/// Which file is which, each by its place in what was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// One file for the whole film.
    Whole(usize),
    /// A file for each of some shots, in film order: the place of the shot, and of the file.
    ByShot(Vec<(usize, usize)>),
}

/// How that was found, for a person to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// There is one file.
    Alone,
    /// It was said, or the names name the shots.
    Named,
    /// The files follow their numbers: worth a look before it is believed.
    Numbered,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// Which file is which.
    pub which: Which,
    /// How that was found.
    pub how: How,
    /// What is probably not as it was meant, such as a shot without a file.
    pub warnings: Report,
}

/// Which of the files is which shot of a film of this length and these titles. The order in which
/// the files are given does not matter. A title of the film that all names have in common names no
/// shot; whatever else they have in common may.
///
/// # Errors
/// A file may be several shots or none, several files the same shot, or one file several: each
/// with what to write instead.
pub fn match_files(
    files: &[Given],
    shots: &[ShotNames],
    (film, titles): (FilmTime, &[String]),
) -> Result<Matching, Report> {
    let mut report = Report::new();
    if files.is_empty() || files.len() > MOST {
        let message = format!("{} files were given", files.len());
        let help = format!("Give one for the whole film, or one for each shot: at most {MOST}.");
        return Err(Report::of(Diagnostic::error(message).help(help)));
    }
    let names: Vec<Vec<Token>> = files.iter().map(|file| tokens_of_file(&file.name)).collect();
    let lexicon = Lexicon::new(shots);
    if let [file] = files
        && file.shot.is_none()
    {
        return Ok(alone(file, &lexicon, &names[0], shots, film));
    }
    for (index, file) in files.iter().enumerate() {
        if files[..index].iter().any(|other| other.name == file.name) {
            report.push(twice(&file.name));
        }
    }
    if !report.is_empty() {
        return Err(report);
    }
    let affixes = title_in_all(&names, titles);
    let mut by_shot = BTreeMap::<usize, Vec<usize>>::new();
    let mut left = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let found = match file.shot {
            Some(shot) => [shot].into(),
            None => lexicon.named(&names[index], affixes),
        };
        let found: Vec<usize> = found.into_iter().filter(|shot| *shot < shots.len()).collect();
        match found.as_slice() {
            [] => left.push(index),
            [shot] => by_shot.entry(*shot).or_default().push(index),
            several => {
                let ids: Vec<String> =
                    several.iter().map(|shot| quoted(&shots[*shot].id)).collect();
                let name = quoted(&file.name);
                let message = format!("the name of {name} names the shots {}", ids.join(" and "));
                report.push(Diagnostic::error(message).help(instead(&shots[several[0]], file)));
            }
        }
    }
    if by_shot.is_empty() && report.is_empty() {
        return numbered(files, &names, shots);
    }
    for (shot, files_of) in &by_shot {
        if let [first, second, ..] = files_of.as_slice() {
            let [one, other] = [first, second].map(|index| quoted(&files[*index].name));
            let id = quoted(&shots[*shot].id);
            let message = format!("both {one} and {other} name the shot {id}");
            let help = format!(
                "Leave one out; what was refused can be written under `takes`. {}",
                instead(&shots[*shot], &files[*first])
            );
            report.push(Diagnostic::error(message).help(help));
        }
    }
    let free: Vec<usize> = (0..shots.len()).filter(|shot| !by_shot.contains_key(shot)).collect();
    for index in left {
        let file = &files[index];
        let message = format!("the name of {} names no shot", quoted(&file.name));
        let help = match free.first() {
            Some(shot) => format!(
                "{} Without a file so far: {}.",
                instead(&shots[*shot], file),
                listed(&free, shots)
            ),
            None => "Every shot has a file already: leave this one out.".to_owned(),
        };
        report.push(Diagnostic::error(message).help(help));
    }
    if report.errors() > 0 {
        return Err(report);
    }
    if !free.is_empty() {
        let message = format!("there is no file for shot {}", listed(&free, shots));
        let help =
            "The pane of this version will be without a picture there. Give the missing file.";
        report.push(Diagnostic::warning(message).help(help));
    }
    let pairs = by_shot.into_iter().filter_map(|(shot, files)| Some((shot, *files.first()?)));
    Ok(Matching { which: Which::ByShot(pairs.collect()), how: How::Named, warnings: report })
}

/// One file was given for two shots.
pub fn twice(name: &str) -> Diagnostic {
    let help = "Give each file once. One that holds several shots is added alone, as the whole \
                film; `palimpsest align` then finds where they begin in it.";
    Diagnostic::error(format!("{} is given twice", quoted(name))).help(help)
}

/// One file is the whole film, unless its name is that of a shot and its length nearer to it.
fn alone(
    file: &Given,
    lexicon: &Lexicon,
    name: &[Token],
    shots: &[ShotNames],
    film: FilmTime,
) -> Matching {
    let mut warnings = Report::new();
    let named: Vec<usize> = lexicon.named(name, (0, 0)).into_iter().collect();
    let mut which = Which::Whole(0);
    if let ([shot], true) = (named.as_slice(), shots.len() > 1) {
        let far = |length: FilmTime, from: FilmTime| length.0.abs_diff(from.0);
        let of = &shots[*shot];
        match file.length {
            Some(length) if far(length, of.length) < far(length, film) => {
                which = Which::ByShot(vec![(*shot, 0)]);
                let message = format!(
                    "{} is taken for the shot {} alone",
                    quoted(&file.name),
                    quoted(&of.id)
                );
                let help = "Its name and its length are the shot's. The pane of this version will be \
                            without a picture elsewhere; give the other files with it.";
                warnings.push(Diagnostic::warning(message).help(help));
            }
            Some(_) => {}
            None => {
                let message = format!("{} is taken for the whole film", quoted(&file.name));
                let help = format!("If it is that shot alone: {}", instead(of, file));
                warnings.push(Diagnostic::warning(message).help(help));
            }
        }
    }
    Matching { which, how: How::Alone, warnings }
}

/// As many files as shots, by the numbers in their names.
fn numbered(
    files: &[Given],
    names: &[Vec<Token>],
    shots: &[ShotNames],
) -> Result<Matching, Report> {
    let example: Vec<String> =
        shots.iter().zip(files).take(3).map(|(shot, file)| pair(shot, file)).collect();
    let more = if shots.len() > 3 { " …" } else { "" };
    let help = format!("Write which is which: {}{more}", example.join(" "));
    let refused = |message: String| Err(Report::of(Diagnostic::error(message).help(help.clone())));
    if files.len() != shots.len() {
        let (files, shots) = (files.len(), shots.len());
        return refused(format!("{files} files name none of the {shots} shots"));
    }
    let orders = orders(names);
    let steady: Vec<&Order> = orders.iter().filter(|order| order.steady).collect();
    let best = if steady.is_empty() { orders.iter().collect() } else { steady };
    let Some(first) = best.first() else {
        return refused("the files name no shots and have no numbers to go by".to_owned());
    };
    if best.iter().any(|order| order.files != first.files) {
        return refused("the files name no shots and are numbered in several ways".to_owned());
    }
    let which = Which::ByShot(first.files.iter().copied().enumerate().collect());
    Ok(Matching { which, how: How::Numbered, warnings: Report::new() })
}

/// The files in the order of one of their numbers.
struct Order {
    files: Vec<usize>,
    /// The numbers follow each other without a gap.
    steady: bool,
}

/// The orders by each number that all names have and none shares with another: by the first, the
/// second … of each name, and by the last, the last but one ….
fn orders(names: &[Vec<Token>]) -> Vec<Order> {
    let numbers: Vec<Vec<u64>> =
        names.iter().map(|name| name.iter().filter_map(|token| token.number).collect()).collect();
    let columns = numbers.iter().map(Vec::len).min().unwrap_or_default();
    let mut orders = Vec::new();
    for column in 0..columns {
        for from_end in [false, true] {
            let number = |of: &Vec<u64>| {
                let at = if from_end { of.len() - 1 - column } else { column };
                of.get(at).copied().unwrap_or_default()
            };
            let mut by: Vec<(u64, usize)> =
                numbers.iter().enumerate().map(|(file, of)| (number(of), file)).collect();
            by.sort_unstable();
            if by.array_windows().all(|[one, other]| one.0 < other.0) {
                let steady = by.array_windows().all(|[one, other]| other.0 - one.0 == 1);
                orders
                    .push(Order { files: by.into_iter().map(|(_, file)| file).collect(), steady });
            }
        }
    }
    orders
}

/// What to write so that it is clear.
fn instead(shot: &ShotNames, file: &Given) -> String {
    format!("Write which shot it is, such as {}", pair(shot, file))
}

/// As an argument of a shell, in quotation marks where it needs them.
fn pair(shot: &ShotNames, file: &Given) -> String {
    let name: String = file.name.chars().map(crate::diagnostic::printable).collect();
    format!("{}={}", shot.id, shell::word(&name))
}

fn listed(places: &[usize], shots: &[ShotNames]) -> String {
    let some = places.iter().take(20).map(|place| quoted(&shots[*place].id)).collect::<Vec<_>>();
    some.join(", ") + if places.len() > 20 { " …" } else { "" }
}

#[cfg(test)]
mod tests;
