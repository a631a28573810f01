//! Makes anew what was made from masters and went bad: each by itself, so that one rotten master
//! holds up only what is made from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::{records, say};
use crate::diagnostic::quoted;
use crate::exhibit::{Exhibit, Source};
use crate::fixity::event::known_as;
use crate::fixity::{History, Report, Subject};
use crate::prepare::places::{self, Places};
use crate::prepare::{self, Options, TakePlace, credentials};
use crate::rendition::Prepared;

/// Something made that is not what it should be.
pub(super) struct Broken {
    what: What,
    /// Its folder or file.
    place: PathBuf,
    /// What it is made from.
    masters: Vec<PathBuf>,
}

enum What {
    /// The rendition of the version at this place in the exhibit.
    Version(usize),
    /// Voices or what is spoken.
    Sound,
    /// The rendition of a take or draft that was not chosen.
    Take,
    /// The signed statement of a master.
    Statement,
}

impl Broken {
    fn name(&self, exhibit: &Exhibit) -> String {
        match self.what {
            What::Version(version) => {
                format!("the rendition of version {}", quoted(&exhibit.versions[version].id))
            }
            What::Sound => format!("the prepared sound {}", self.place.display()),
            What::Take => {
                let master = self.masters.first().map(|path| path.display().to_string());
                format!("the rendition of take {}", quoted(&master.unwrap_or_default()))
            }
            What::Statement => format!("the signed statement {}", self.place.display()),
        }
    }
}

/// What is to be made anew: what a file of was found wrong, and renditions that are there and cannot
/// be played from. Of the latter it says so, and of versions that were never prepared.
pub(super) fn broken(
    exhibit: &Exhibit,
    places: &Places,
    report: &Report,
    history: &History,
) -> Vec<Broken> {
    let failed = report.repair();
    let mut all = Vec::new();
    for place in &places.renditions {
        let version = &exhibit.versions[place.version];
        let Source::Clips(clips) = &version.source else { continue };
        let known = known_as(&place.folder);
        let was = history.files().any(|(path, _)| path.starts_with(&known));
        if place.prepared.is_none() && (was || place.folder.exists()) {
            let folder = place.folder.display();
            eprintln!("{folder}: the rendition of version {} is not whole", quoted(&version.id));
        } else if place.prepared.is_none() {
            say(format!(
                "Version {} is not prepared, so there is no rendition of it to verify.",
                quoted(&version.id)
            ));
            continue;
        } else if !failed.contains(records::key(&place.folder).as_str()) {
            continue;
        }
        let masters = clips.iter().map(|clip| clip.path.clone()).collect();
        let (what, place) = (What::Version(place.version), place.folder.clone());
        all.push(Broken { what, place, masters });
    }
    let sounds = places.sounds.iter().map(|laid| (What::Sound, laid));
    let laid = sounds.chain(places.statements.iter().map(|laid| (What::Statement, laid)));
    let bad = laid.filter(|(_, laid)| failed.contains(records::key(&laid.file).as_str()));
    all.extend(bad.map(|(what, laid)| Broken {
        what,
        place: laid.file.clone(),
        masters: laid.masters.clone(),
    }));
    for TakePlace { master, folder, prepared } in &places.takes {
        let is_damaged = prepared.is_none() && folder.exists();
        if is_damaged || failed.contains(records::key(folder).as_str()) {
            let (place, masters) = (folder.clone(), vec![master.clone()]);
            all.push(Broken { what: What::Take, place, masters });
        }
    }
    all
}

/// Makes it anew, where its masters are good. The files that were made, and how much is left.
pub(super) fn repair(
    exhibit: &Exhibit,
    options: &Options,
    broken: &[Broken],
    report: &Report,
) -> (Vec<Subject>, usize) {
    let spoilt = report.spoilt_masters();
    let is_spoilt = |path: &PathBuf| spoilt.contains(known_as(path).as_path());
    let (held, todo): (Vec<&Broken>, Vec<&Broken>) =
        broken.iter().partition(|one| one.masters.iter().any(is_spoilt));
    for one in &held {
        // What a rotten master gives would look as good as new.
        let masters: Vec<String> = one
            .masters
            .iter()
            .filter(|path| is_spoilt(path))
            .map(|path| path.display().to_string())
            .collect();
        say(format!(
            "{} is not made anew before its master is seen to: {}",
            one.name(exhibit),
            masters.join(", ")
        ));
    }
    let mut fresh = again(exhibit, options, &todo);
    fresh.extend(laid(exhibit, options, &todo));
    fresh.extend(takes(exhibit, options, &todo));
    let made: BTreeSet<&str> = fresh.iter().filter_map(|one| one.rendition.as_deref()).collect();
    for one in todo.iter().filter(|one| !made.contains(records::key(&one.place).as_str())) {
        say(format!("{} could not be made anew; see above", one.name(exhibit)));
    }
    let count = match made.len() {
        1 => "1 rendition was".to_owned(),
        many => format!("{many} renditions were"),
    };
    let left = broken.len() - made.len().min(broken.len());
    let rest = if left > 0 { format!(", {left} of {} left", broken.len()) } else { String::new() };
    say(format!("{count} made anew{rest}"));
    (fresh, left)
}

/// Prepares versions again; the old renditions stay until the new ones are whole.
fn again(exhibit: &Exhibit, options: &Options, todo: &[&Broken]) -> Vec<Subject> {
    let versions: BTreeSet<usize> = todo
        .iter()
        .filter_map(|one| match one.what {
            What::Version(version) => Some(version),
            What::Sound | What::Statement | What::Take => None,
        })
        .collect();
    if versions.is_empty() {
        return Vec::new();
    }
    let mut alone = exhibit.clone();
    alone.versions =
        versions.into_iter().map(|version| exhibit.versions[version].clone()).collect();
    let options = Options { again: true, ..options.clone() };
    let outcomes = prepare::prepare(&alone, &options, &mut prepare::progress::Shown::default());
    let made = outcomes.iter().filter(|outcome| outcome.fresh);
    let made: Vec<&Prepared> = made.filter_map(|outcome| outcome.prepared.as_ref()).collect();
    records::renditions(&made)
}

/// Lays sounds again, and reads statements again. They are taken away before, because what is there is
/// not made; but no statement where nobody can read it again.
fn laid(exhibit: &Exhibit, options: &Options, todo: &[&Broken]) -> Vec<Subject> {
    let of = |statement: bool| {
        let mut some: Vec<&Path> = Vec::new();
        some.extend(todo.iter().filter_map(|one| match one.what {
            What::Sound if !statement => Some(one.place.as_path()),
            What::Statement if statement => Some(one.place.as_path()),
            _ => None,
        }));
        some
    };
    let (sounds, mut statements) = (of(false), of(true));
    if options.reader.is_none() && !statements.is_empty() {
        eprintln!("palimpsest: {}", credentials::NotLooked::NoReader);
        statements.clear();
    }
    if sounds.is_empty() && statements.is_empty() {
        return Vec::new();
    }
    statements.iter().for_each(|file| credentials::forget(file));
    for file in &sounds {
        for file in [file.to_path_buf(), file.with_extension("loudness.json")] {
            told(&file, std::fs::remove_file(&file));
        }
    }
    places::lay(exhibit, options);
    let there = sounds.into_iter().chain(statements).filter(|file| file.is_file());
    there.map(|file| Subject::rendition(records::key(file), file)).collect()
}

/// Prepares takes again. What there is of them is taken away before, because a take that is there is
/// not prepared.
fn takes(exhibit: &Exhibit, options: &Options, todo: &[&Broken]) -> Vec<Subject> {
    let folders: Vec<&Path> = todo
        .iter()
        .filter(|one| matches!(one.what, What::Take))
        .map(|one| one.place.as_path())
        .collect();
    if folders.is_empty() {
        return Vec::new();
    }
    for folder in &folders {
        told(folder, std::fs::remove_dir_all(folder));
    }
    let laid = prepare::prepare_takes(exhibit, options, &mut prepare::progress::Shown::default());
    let made: Vec<&Prepared> = laid.takes.values().map(|take| &**take).collect();
    let made: Vec<&Prepared> =
        made.into_iter().filter(|take| folders.contains(&take.folder.as_path())).collect();
    records::renditions(&made)
}

fn told(place: &Path, removed: std::io::Result<()>) {
    if let Err(why) = removed
        && why.kind() != std::io::ErrorKind::NotFound
    {
        eprintln!("palimpsest: {}: {why}; remove it, then verify again", place.display());
    }
}
