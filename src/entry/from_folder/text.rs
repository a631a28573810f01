//! The text of an exhibit file, with short comments for whoever goes on with it.

use std::fmt::Write as _;
use std::path::Path;

use super::shots::seconds;
use super::{Films, Proposal, ProposedVersion};
use crate::diagnostic::Report;
use crate::entry::edit::date_of;
use crate::entry::page::{key, quote};
use crate::exhibit::load::{FILE_NAME, parse};

/// Longer lists of clips are written as one line for each.
const WIDEST: usize = 100;

/// The text, if it is an exhibit without errors.
pub(super) fn text(proposal: &Proposal) -> Result<String, Report> {
    let text = written(proposal).unwrap_or_default();
    parse(&text, Path::new(FILE_NAME), Path::new(".")).map(|_| text)
}

/// A path that the exhibit's reader takes.
pub(super) fn can_be_written(path: &str) -> bool {
    let fine = |sign: char| !sign.is_control() && sign != '\\';
    path.chars().all(fine) && !path.contains("://") && path.chars().count() <= 1000
}

fn written(proposal: &Proposal) -> Result<String, std::fmt::Error> {
    let mut text = String::from(
        "# Made by `palimpsest new` from the films in this folder: a beginning, to go on with in any\n\
         # text editor. `palimpsest check` says in words what is wrong; what is saved while the wall\n\
         # plays is shown at once.\n\n",
    );
    writeln!(text, "title = {}", quote(proposal.title.trim()))?;
    writeln!(text, "# tagline = \"One line beneath the title\"")?;
    writeln!(text)?;
    let how = match (proposal.measured, proposal.shots.len()) {
        (false, _) => "not measured: put it right",
        (true, 1) => "as its longest version",
        (true, _) => "each shot as its longest file",
    };
    writeln!(text, "length = {}  # seconds: {how}", seconds(proposal.length))?;
    captions(&mut text, &proposal.captions)?;
    writeln!(text, "\n# Who made it: one [[credit]] for each line.")?;
    writeln!(text, "# [[credit]]\n# role = \"Film\"\n# name = \"…\"\n")?;
    shots(&mut text, proposal)?;
    let noted = "# The models. The wall shows them by date of release, where one is written, or else in this\n\
                 # order. When a model was released no file can tell: add it, and who made the model.\n";
    text.push_str(noted);
    for (at, generation) in proposal.generations.iter().enumerate() {
        writeln!(text, "\n[[generation]]")?;
        writeln!(text, "id = {}", quote(&generation.id))?;
        writeln!(text, "name = {}", quote(generation.name.trim()))?;
        if at == 0 {
            writeln!(text, "# maker = \"Its maker\"")?;
        }
        match generation.released {
            Some(date) => writeln!(text, "released = {}", quote(&date_of(date)))?,
            None if at == 0 => writeln!(text, "# released = \"2024-12\"")?,
            None => {}
        }
    }
    writeln!(
        text,
        "\n# The versions. Where a file is shorter than its part of the film it rests on its last frame;"
    )?;
    writeln!(text, "# fit = \"loop\", \"stretch\" or \"cut\" would do otherwise.")?;
    for version in &proposal.versions {
        one_version(&mut text, proposal, version)?;
    }
    Ok(text)
}

fn shots(text: &mut String, proposal: &Proposal) -> std::fmt::Result {
    let alone = proposal.shots.len() == 1;
    match alone {
        true => writeln!(
            text,
            "# The film is one shot. Write one [[shot]] for each where it has several."
        )?,
        false => writeln!(text, "# The shots, as the names of the files have them.")?,
    }
    for (at, shot) in proposal.shots.iter().enumerate() {
        writeln!(text, "\n[[shot]]")?;
        writeln!(text, "id = {}", quote(&shot.id))?;
        writeln!(text, "start = {}", seconds(shot.start))?;
        if let Some(title) = &shot.title {
            writeln!(text, "title = {}", quote(title.trim()))?;
        }
        if let Some(storyboard) = &shot.storyboard {
            writeln!(text, "storyboard = {}", quote(storyboard))?;
        }
        if at == 0 {
            writeln!(text, "# prompt = \"What every version was asked for\"")?;
            writeln!(text, "# script = \"The line of the script\"")?;
        }
    }
    writeln!(text)
}

fn one_version(
    text: &mut String,
    proposal: &Proposal,
    version: &ProposedVersion,
) -> std::fmt::Result {
    let Some(generation) = proposal.generations.get(version.generation) else { return Ok(()) };
    writeln!(text)?;
    if let Some(dated) = version.dated {
        writeln!(text, "# {}", dated.said())?;
    }
    writeln!(text, "[[version]]")?;
    if version.id != generation.id {
        writeln!(text, "id = {}", quote(&version.id))?;
    }
    writeln!(text, "generation = {}", quote(&generation.id))?;
    if version.variant.is_some() {
        let name: String = proposal.label(version).chars().take(60).collect();
        writeln!(text, "name = {}", quote(name.trim()))?;
    }
    match &version.films {
        Films::Whole(path) => writeln!(text, "file = {}", quote(path))?,
        Films::ByShot(films) => {
            let id = |shot: &usize| proposal.shots.get(*shot).map_or("", |shot| shot.id.as_str());
            let pairs: Vec<(String, String)> =
                films.iter().map(|(shot, path)| (key(id(shot)), quote(path))).collect();
            let line: Vec<String> =
                pairs.iter().map(|(shot, path)| format!("{shot} = {path}")).collect();
            let line = format!("clips = {{ {} }}", line.join(", "));
            match line.chars().count() <= WIDEST {
                true => writeln!(text, "{line}")?,
                false => {
                    for (shot, path) in pairs {
                        writeln!(text, "clips.{shot} = {path}")?;
                    }
                }
            }
        }
    }
    captions(text, &version.captions)?;
    takes(text, proposal, version)
}

/// What was made and not chosen, shot by shot.
fn takes(text: &mut String, proposal: &Proposal, version: &ProposedVersion) -> std::fmt::Result {
    for (at, shot) in proposal.shots.iter().enumerate() {
        let of: Vec<String> =
            version.takes.iter().filter(|(of, _)| *of == at).map(|(_, path)| quote(path)).collect();
        if !of.is_empty() {
            writeln!(text, "takes.{} = [{}]", key(&shot.id), of.join(", "))?;
        }
    }
    Ok(())
}

fn captions(text: &mut String, captions: &[(Option<String>, String)]) -> std::fmt::Result {
    match captions {
        [] => Ok(()),
        [(None, path)] => writeln!(text, "captions = {}", quote(path)),
        several => {
            let pairs: Vec<String> = several
                .iter()
                .filter_map(|(language, path)| {
                    Some(format!("{} = {}", key(language.as_ref()?), quote(path)))
                })
                .collect();
            writeln!(text, "captions = {{ {} }}", pairs.join(", "))
        }
    }
}
