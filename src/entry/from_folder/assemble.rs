//! From sorted files to a proposal: versions in order, takes beside them, shots with their times,
//! stills and captions in their places.

use std::collections::{BTreeMap, BTreeSet};

use super::look::{Found, Kind, Listing};
use super::sort::{self, Place, What, lower};
use super::spelling;
use super::{
    BY_HAND, Choices, Dated, Films, Known, LeftOut, Proposal, ProposedGeneration, ProposedVersion,
};
use super::{beside, shots};
use crate::entry::edit::date_of;
use crate::entry::names::{Token, tokens};
use crate::entry::slug::{free, slug};
use crate::exhibit::limits::longest;
use crate::exhibit::read::MOST;
use crate::timeline::FilmTime;

/// A version while it is put together.
struct Made {
    place: Place,
    /// What it is called beyond its generation; empty where it is alone.
    label: Vec<String>,
    films: Films,
    takes: Vec<(usize, String)>,
    dated: Option<Dated>,
}

/// The exhibit that the files of a folder could be.
pub fn propose(listing: &Listing, known: &Known, choices: &Choices) -> Proposal {
    let mut left_out = listing.left_out.clone();
    let unfit = listing.files.iter().filter_map(|file| {
        let why = known.unfit.get(&file.path)?.clone();
        Some(LeftOut { path: file.path.clone(), why })
    });
    left_out.extend(unfit);
    let by_hand = listing.files.iter().filter(|file| choices.left_out.contains(&file.path));
    left_out.extend(by_hand.map(|file| LeftOut { path: file.path.clone(), why: BY_HAND.into() }));
    let fit = |file: &&Found| {
        !known.unfit.contains_key(&file.path) && !choices.left_out.contains(&file.path)
    };
    let of = |kind: Kind| listing.files.iter().filter(fit).filter(move |file| file.kind == kind);
    let mut films: Vec<&Found> = of(Kind::Film).collect();
    let stills: Vec<&Found> = of(Kind::Still).collect();
    // Without a film the stills are what there is to show.
    let (mut beside_stills, only_stills) = (stills.clone(), films.is_empty());
    if only_stills {
        films = std::mem::take(&mut beside_stills);
    }
    // `water.webm` comes before `water b.gif`: an ending is no part of a name.
    let stem = |path: &str| std::path::Path::new(path).with_extension("").display().to_string();
    films.sort_by_cached_key(|file| (natural(&stem(&file.path)), file.path.clone()));
    let title = title(&listing.folder);
    let paths: Vec<String> = films.iter().map(|file| file.path.clone()).collect();
    let mut sorted = sort::sort(&paths);
    let mut shot_list = shots::of(&sorted.places);
    let over = shot_list.split_off(shot_list.len().min(MOST));
    part_by_date(&mut sorted.places);
    let mut made = versions(&films, &sorted.places, &shot_list, &over, choices, &mut left_out);
    order(&mut made);
    for beyond in made.split_off(made.len().min(MOST)) {
        let why = format!("an exhibit has at most {MOST} versions");
        let (_, version) = named(vec![beyond], &title);
        let paths = version.iter().flat_map(ProposedVersion::paths).cloned();
        left_out.extend(paths.map(|path| LeftOut { path, why: why.clone() }));
    }
    let (generations, versions) = named(made, &title);
    let mut proposal = Proposal {
        title,
        shots: Vec::new(),
        generations,
        versions,
        captions: Vec::new(),
        length: FilmTime::ZERO,
        measured: false,
        left_out,
        notes: sorted.guess.into_iter().collect(),
    };
    shots::time(&mut proposal, &shot_list, known);
    beside::storyboards(&mut proposal, &beside_stills);
    beside::captions(&mut proposal, &of(Kind::Captions).collect::<Vec<_>>());
    proposal.notes.extend(notes(&proposal, known));
    proposal.left_out.sort();
    proposal
}

/// As people order names with numbers.
fn natural(name: &str) -> Vec<Token> {
    tokens(name)
}

/// The title, from the folder's name.
fn title(folder: &std::path::Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let spaced: String = name
        .chars()
        .map(|sign| if matches!(sign, '_' | '-') || sign.is_control() { ' ' } else { sign })
        .collect();
    let title = spelling::capital(&spaced.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = shortened(&title, longest("exhibit", "title"));
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    short.trim().to_owned()
}

/// The same film made again has the same name and another date: then the date is in its name.
fn part_by_date(places: &mut [Place]) {
    let mut dates = BTreeMap::<(String, String), BTreeSet<_>>::new();
    let cell =
        |place: &Place| (place.who.key(), place.what.as_ref().map(What::key).unwrap_or_default());
    for place in places.iter() {
        dates.entry(cell(place)).or_default().insert(place.date);
    }
    let parted: BTreeSet<String> =
        dates.into_iter().filter(|(_, dates)| dates.len() > 1).map(|((who, _), _)| who).collect();
    for place in places.iter_mut().filter(|place| parted.contains(&place.who.key())) {
        let Some(date) = place.date else { continue };
        let to =
            if place.who.model.is_empty() { &mut place.who.model } else { &mut place.who.variant };
        to.push(date_of(date));
    }
}

/// Files to versions. Of several files in one place the first is the film and the others are takes.
fn versions(
    films: &[&Found],
    places: &[Place],
    shots: &[What],
    over: &[What],
    choices: &Choices,
    left_out: &mut Vec<LeftOut>,
) -> Vec<Made> {
    let mut all: Vec<(Place, BTreeMap<Option<usize>, Vec<usize>>)> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let shot = place.what.as_ref().map(|what| shots.iter().position(|shot| shot.is(what)));
        if shot == Some(None) && over.iter().any(|shot| place.what.as_ref() == Some(shot)) {
            let why = format!("an exhibit has at most {MOST} shots");
            left_out.push(LeftOut { path: films[at].path.clone(), why });
            continue;
        }
        let shot = shot.flatten();
        let own = |(other, files): &&mut (Place, BTreeMap<_, Vec<usize>>)| {
            // A film of the whole and films of shots are two versions.
            let alike = files.contains_key(&None) == shot.is_none();
            other.who.key() == place.who.key() && alike
        };
        match all.iter_mut().find(own) {
            Some((_, files)) => files.entry(shot).or_default().push(at),
            None => all.push((place.clone(), BTreeMap::from([(shot, vec![at])]))),
        }
    }
    let takes = |files: &BTreeMap<Option<usize>, Vec<usize>>| files.values().any(|f| f.len() > 1);
    // A wall of one pane is nobody's wish: then every take is a version.
    let alone = all.len() == 1 && shots.is_empty() && takes(&all[0].1);
    let mut made = Vec::new();
    for (place, files) in all {
        let rounds = files.values().map(Vec::len).max().unwrap_or_default();
        // What is kept aside must have a shot to be a take of.
        let whole = files.contains_key(&None) && !shots.is_empty();
        let split = choices.every_take || alone || whole;
        for round in 0..if split { rounds } else { 1 } {
            let chosen = |list: &Vec<usize>| list.get(round).copied();
            let whole = files.get(&None).and_then(chosen);
            let by_shot: BTreeMap<usize, usize> =
                files.iter().filter_map(|(shot, list)| Some(((*shot)?, chosen(list)?))).collect();
            let used: Vec<usize> = whole.iter().chain(by_shot.values()).copied().collect();
            let path = |at: usize| films[at].path.clone();
            let aside = files.iter().flat_map(|(shot, list)| {
                let rest = if split { &[][..] } else { list.get(1..).unwrap_or_default() };
                rest.iter().map(move |at| (shot.unwrap_or_default(), path(*at)))
            });
            let take = used.first().and_then(|at| places[*at].take.clone());
            let take = take.or_else(|| (round > 0).then(|| (round + 1).to_string()));
            let label = if split && rounds > 1 { take.into_iter().collect() } else { Vec::new() };
            made.push(Made {
                label: [place.who.variant.clone(), label].concat(),
                films: match whole {
                    Some(at) => Films::Whole(path(at)),
                    None => {
                        Films::ByShot(by_shot.iter().map(|(shot, at)| (*shot, path(*at))).collect())
                    }
                },
                takes: aside.collect(),
                dated: dated(&used, films, places),
                place: place.clone(),
            });
        }
    }
    made
}

/// By the names where they have dates, else by the days on which the files were written.
fn dated(used: &[usize], films: &[&Found], places: &[Place]) -> Option<Dated> {
    let by_name = used.iter().filter_map(|at| places[*at].date).min();
    let by_file = used.iter().filter_map(|at| films[*at].day).min();
    by_name.map(Dated::ByName).or(by_file.map(Dated::ByFile))
}

/// By the numbers before the names where all have their own; else by date, then by name.
fn order(made: &mut [Made]) {
    let numbers: BTreeSet<u64> = made.iter().filter_map(|one| one.place.ordinal).collect();
    let numbered = numbers.len() == made.len();
    made.sort_by_cached_key(|one| {
        let number = one.place.ordinal.filter(|_| numbered);
        let date = one.dated.map(|dated| dated.date().earliest());
        let name = [lower(&one.place.who.model), lower(&one.label)].join(" ");
        let methods = one.place.who.methods.clone();
        (number, date, natural(&name), methods)
    });
}

/// Gives every generation and version its name and its id.
fn named(made: Vec<Made>, title: &str) -> (Vec<ProposedGeneration>, Vec<ProposedVersion>) {
    let (mut keys, mut generations) = (Vec::<String>::new(), Vec::<ProposedGeneration>::new());
    let mut own = Vec::new();
    for one in &made {
        let key = lower(&one.place.who.model);
        let at = keys.iter().position(|other| *other == key).unwrap_or_else(|| {
            let name = spelling::name(&one.place.who.model);
            let name = shortened(&name, longest("generation", "name"));
            let name = if name.is_empty() { shortened(title, 60) } else { name };
            let taken = |id: &str| generations.iter().any(|other| other.id == id);
            let id = free(&slug(&name, "generation"), taken);
            keys.push(key);
            generations.push(ProposedGeneration { id, name, released: None });
            generations.len() - 1
        });
        own.push(at);
    }
    let mut ids: Vec<String> = Vec::new();
    let mut versions = Vec::new();
    for (one, generation) in made.into_iter().zip(&own) {
        let several = own.iter().filter(|other| *other == generation).count() > 1;
        let methods = one.place.who.methods.iter();
        let methods = methods.map(|word| spelling::method(word).unwrap_or(word).to_owned());
        let words: Vec<String> = methods.chain(one.label.clone()).collect();
        let variant = words.join(", ");
        let name = &generations[*generation];
        let room = longest("version", "name").saturating_sub(name.name.chars().count() + 2);
        let variant = Some(shortened(&variant, room)).filter(|text| several && !text.is_empty());
        let first = !ids.contains(&name.id);
        let id = match (&variant, first) {
            (_, true) => name.id.clone(),
            (Some(variant), false) => format!("{}-{}", name.id, slug(variant, "2")),
            (None, false) => name.id.clone(),
        };
        let taken = |id: &str| {
            ids.iter().any(|other| other == id)
                || !first && generations.iter().any(|other| other.id == id)
        };
        let id = free(&slug(&id, "version"), taken);
        ids.push(id.clone());
        let (films, takes, dated) = (one.films, one.takes, one.dated);
        let generation = *generation;
        let captions = Vec::new();
        versions.push(ProposedVersion { id, generation, variant, films, takes, captions, dated });
    }
    // The wall keeps the versions of a model together.
    versions.sort_by_key(|version| version.generation);
    (generations, versions)
}

/// What is worth knowing before it is written.
fn notes(proposal: &Proposal, known: &Known) -> Vec<String> {
    let mut notes = Vec::new();
    let takes: usize = proposal.versions.iter().map(|version| version.takes.len()).sum();
    if takes > 0 {
        let what = if takes == 1 { "1 further take is" } else { "further takes are" };
        let count = if takes == 1 { String::new() } else { format!("{takes} ") };
        notes.push(format!("{count}{what} kept aside in the file and not hung."));
    }
    let length = |path: &String| known.lengths.get(path).copied();
    let wholes = proposal.versions.iter().filter_map(|version| match &version.films {
        Films::Whole(path) => length(path),
        Films::ByShot(_) => None,
    });
    let shorter = wholes.filter(|own| own.0 + 100_000_000 < proposal.length.0).count();
    if shorter > 0 && proposal.measured {
        let rest = if shorter == 1 { "1 is shorter and rests" } else { "are shorter and rest" };
        let count = if shorter == 1 { String::new() } else { format!("{shorter} ") };
        let longest = shots::seconds(proposal.length);
        notes.push(format!(
            "The film is as long as its longest version, {longest} s; {count}{rest} on the last frame."
        ));
    }
    let undated = |one: &ProposedGeneration| one.released.is_none();
    if proposal.can_hang() && proposal.generations.iter().any(undated) {
        let by_file =
            proposal.versions.iter().any(|one| matches!(one.dated, Some(Dated::ByFile(_))));
        let order =
            if by_file { " Where no name says more, they hang by the files' dates." } else { "" };
        notes.push(format!(
            "When the models were released no file can tell: that is for you to say (`released`).{order}"
        ));
    }
    notes
}
