//! Which file is which version and which shot, from folders and names alone.
//!
//! Several readings are tried in turn, and the first that fits all files together is taken: the
//! same name may mean a shot in one folder and a version in another.

use std::collections::{BTreeMap, BTreeSet};

use super::folders::in_folders;
use super::words::{Said, read};
use crate::exhibit::Released;

/// Who made a version: the words of its label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The model and its release.
    pub model: Vec<String>,
    /// What tells it from other versions by the same model.
    pub variant: Vec<String>,
    /// How it was made, such as "t2v".
    pub methods: Vec<String>,
}

/// Which shot: by a number, by words, or by both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct What {
    /// Its number.
    pub number: Option<u64>,
    /// Its words.
    pub words: Vec<String>,
}

/// Where a film belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The version.
    pub who: Who,
    /// The shot; none for a file of the whole film.
    pub what: Option<What>,
    /// Which take of several.
    pub take: Option<String>,
    /// The date in its name or in its folder's.
    pub date: Option<Released>,
    /// The number before its name, or its folder's, where that gives the order.
    pub ordinal: Option<u64>,
}

/// Where each film belongs, and whether that was a guess worth a second look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// For each path, its place.
    pub places: Vec<Place>,
    /// What was guessed, in a sentence.
    pub guess: Option<String>,
}

/// A film by its folder and its name.
pub(super) struct Item {
    /// The folder that tells it from others.
    pub top: Option<String>,
    /// What its own name says, with the names of folders within `top`.
    pub said: Said,
}

impl What {
    pub fn key(&self) -> String {
        match self.words.is_empty() {
            true => self.number.map(|number| number.to_string()).unwrap_or_default(),
            false => lower(&self.words),
        }
    }

    /// Both mean the same shot.
    pub fn is(&self, other: &Self) -> bool {
        let (own, others) = (lower(&self.words), lower(&other.words));
        match own.is_empty() || others.is_empty() {
            true => self.number.is_some() && self.number == other.number || self == other,
            false => own == others,
        }
    }
}

impl Who {
    /// The same for all versions that are one.
    pub fn key(&self) -> String {
        let words = [&self.model, &self.variant, &self.methods].map(|words| lower(words));
        words.join("/")
    }

    /// Where no model is known, all words are its name.
    pub fn called(model: &[String], rest: Vec<String>, methods: &[String]) -> Self {
        let methods = methods.to_vec();
        match model.is_empty() {
            true => Self { model: rest, variant: Vec::new(), methods },
            false => Self { model: model.to_vec(), variant: rest, methods },
        }
    }
}

/// Sorts films by their paths, with `/`, from the folder that they lie in.
pub fn sort(paths: &[String]) -> Sorted {
    let items = items(paths);
    let mut sorted = match items.iter().any(|item| item.top.is_some()) {
        true => in_folders(&items),
        false => side_by_side(&items),
    };
    for (place, item) in sorted.places.iter_mut().zip(&items) {
        place.take = place.take.take().or_else(|| item.said.take.clone());
        let above = item.top.as_deref().map(read).unwrap_or_default();
        place.date = item.said.date.or(above.date);
    }
    sorted
}

/// The folders that all share say nothing, unless it is which model made them all.
fn items(paths: &[String]) -> Vec<Item> {
    let mut parts: Vec<Vec<&str>> = paths.iter().map(|path| path.split('/').collect()).collect();
    while let Some(first) = parts.first().and_then(|parts| parts.first().copied())
        && read(first).model.is_empty()
        && parts.iter().all(|parts| parts.len() > 1 && parts[0] == first)
    {
        parts.iter_mut().for_each(|parts| {
            parts.remove(0);
        });
    }
    let item = |parts: Vec<&str>| {
        let (name, folders) = parts.split_last().map_or(("", &[][..]), |(name, f)| (*name, f));
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let within = folders.get(1..).unwrap_or_default();
        let whole = within.iter().copied().chain([stem]).collect::<Vec<_>>().join(" ");
        Item { top: folders.first().map(|top| (*top).to_owned()), said: read(&whole) }
    };
    parts.into_iter().map(item).collect()
}

/// All films in one folder.
fn side_by_side(items: &[Item]) -> Sorted {
    let said: Vec<&Said> = items.iter().map(|item| &item.said).collect();
    let sure = by_shot_numbers(&said).or_else(|| by_model(&said)).or_else(|| by_ordinal(&said));
    if let Some(places) = sure {
        return Sorted { places, guess: None };
    }
    if let Some(places) = by_cut(&said) {
        let guess = "The names were taken as version and shot, in this order: look twice.";
        return Sorted { places, guess: Some(guess.to_owned()) };
    }
    Sorted { places: each_a_version(&said), guess: None }
}

/// `shot01_sora`: the number behind such a word is the shot.
fn by_shot_numbers(said: &[&Said]) -> Option<Vec<Place>> {
    let numbered = said.iter().filter(|said| said.shot.is_some()).count();
    if numbered == 0 || numbered * 2 < said.len() {
        return None;
    }
    let shared = shared(said.iter().map(|said| said.rest.as_slice()));
    let place = |one: &&Said| {
        let rest = without(&one.rest, &shared);
        let Some(number) = one.shot else {
            let who = Who::called(&one.model, rest, &one.methods);
            return Place { who, ..Place::default() };
        };
        let of_shot = |word: &String| {
            let holds = |other: &&&Said| has(&other.rest, word);
            let same = |other: &&&Said| other.shot == one.shot;
            let (with, all) = (said.iter().filter(holds).count(), said.iter().filter(same).count());
            let together = said.iter().filter(holds).filter(same).count();
            with == together && together == all
        };
        let alone = said.iter().filter(|other| other.shot == one.shot).count() < 2;
        let (title, own): (Vec<String>, Vec<String>) =
            rest.into_iter().partition(|word| !one.model.is_empty() || alone || of_shot(word));
        let who = Who { model: one.model.clone(), variant: Vec::new(), ..Who::default() };
        let who = match who.model.is_empty() {
            true => Who { model: own, methods: one.methods.clone(), ..who },
            false => Who { methods: one.methods.clone(), ..who },
        };
        let what = What { number: Some(number), words: title };
        Place { who, what: Some(what), ..Place::default() }
    };
    Some(said.iter().map(place).collect())
}

/// `river sora`, `river veo2`, `shore sora`: beside the models, the same words come back.
fn by_model(said: &[&Said]) -> Option<Vec<Place>> {
    let known = said.iter().filter(|said| !said.model.is_empty()).count();
    if known * 2 < said.len() || known < 2 {
        return None;
    }
    let shared = shared(said.iter().map(|said| said.rest.as_slice()));
    let what = |one: &&Said| {
        let rest = without(&one.rest, &shared);
        let number = one.ordinal.or_else(|| rest.iter().find_map(|word| word.parse().ok()));
        let words = rest.into_iter().filter(|word| word.parse::<u64>().is_err()).collect();
        What { number, words }
    };
    let whats: Vec<What> = said.iter().map(what).collect();
    let mut makers = BTreeMap::<String, BTreeSet<String>>::new();
    for (one, what) in said.iter().zip(&whats) {
        let key = what.key();
        if !key.is_empty() {
            makers.entry(key).or_default().insert(lower(&one.model) + &lower(&one.methods));
        }
    }
    let common = |what: &What| makers.get(&what.key()).is_some_and(|makers| makers.len() > 1);
    let shots = makers.values().filter(|makers| makers.len() > 1).count();
    let fitting = whats.iter().filter(|what| common(what)).count();
    if shots < 2 || fitting * 2 < said.len() {
        return None;
    }
    let place = |(one, what): (&&Said, What)| {
        let who =
            Who { model: one.model.clone(), variant: Vec::new(), methods: one.methods.clone() };
        let what = Some(what).filter(|what| !what.key().is_empty());
        Place { who, what, ..Place::default() }
    };
    Some(said.iter().zip(whats).map(place).collect())
}

/// `01 dusk`, `02 dusk`, `01 dawn`, `02 dawn`: numbers that come back with other words are shots.
fn by_ordinal(said: &[&Said]) -> Option<Vec<Place>> {
    let pairs: Option<Vec<(u64, String)>> =
        said.iter().map(|one| Some((one.ordinal?, lower(&one.rest)))).collect();
    let pairs = pairs?;
    let numbers: BTreeSet<u64> = pairs.iter().map(|pair| pair.0).collect();
    let labels: BTreeSet<&String> = pairs.iter().map(|pair| &pair.1).collect();
    let grid = numbers.len() * labels.len();
    if numbers.len() < 2 || labels.len() < 2 || pairs.len() * 2 < grid + 2 {
        return None;
    }
    let most = numbers.len().max(labels.len());
    let place = |one: &&Said| {
        let who = Who::called(&[], one.rest.clone(), &one.methods);
        let what = Some(What { number: one.ordinal, words: Vec::new() });
        Place { who, what, ..Place::default() }
    };
    (pairs.len() > most).then(|| said.iter().map(place).collect())
}

/// `dusk river`, `dusk shore`, `dawn river`, `dawn shore`: words that part into two lists, each of
/// one with most of the other.
fn by_cut(said: &[&Said]) -> Option<Vec<Place>> {
    let shared = shared(said.iter().map(|said| said.rest.as_slice()));
    let rests: Vec<Vec<String>> = said.iter().map(|one| without(&one.rest, &shared)).collect();
    let shortest = rests.iter().map(Vec::len).min().unwrap_or_default();
    let mut best: Option<(usize, usize)> = None;
    for cut in 1..shortest {
        let heads: BTreeSet<String> = rests.iter().map(|rest| lower(&rest[..cut])).collect();
        let tails: BTreeSet<String> = rests.iter().map(|rest| lower(&rest[cut..])).collect();
        let (grid, most) = (heads.len() * tails.len(), heads.len().max(tails.len()));
        let fits = heads.len() > 1 && tails.len() > 1 && rests.len() > most;
        if fits && rests.len() * 4 >= grid * 3 && best.is_none_or(|(_, least)| grid < least) {
            best = Some((cut, grid));
        }
    }
    let (cut, _) = best?;
    let place = |(one, rest): (&&Said, Vec<String>)| {
        let who = Who::called(&one.model, rest[..cut].to_vec(), &one.methods);
        let words = rest[cut..].to_vec();
        let number = words.iter().find_map(|word| word.parse().ok());
        let what = Some(What { number, words });
        Place { who, what, ..Place::default() }
    };
    Some(said.iter().zip(rests).map(place).collect())
}

/// Each name is a version's.
pub(super) fn each_a_version(said: &[&Said]) -> Vec<Place> {
    let shared = shared(said.iter().map(|said| said.rest.as_slice()));
    // What all share may be all that one of them says.
    let bare = |one: &&Said| {
        one.model.is_empty() && one.date.is_none() && without(&one.rest, &shared).is_empty()
    };
    let shared = if said.iter().any(bare) { BTreeSet::new() } else { shared };
    let place = |one: &&Said| {
        let who = Who::called(&one.model, without(&one.rest, &shared), &one.methods);
        Place { who, ordinal: one.ordinal, ..Place::default() }
    };
    said.iter().map(place).collect()
}

/// Words in small letters, in one.
pub fn lower(words: &[String]) -> String {
    words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// The words that all hold, where there are several.
pub(super) fn shared<'w>(mut all: impl Iterator<Item = &'w [String]>) -> BTreeSet<String> {
    let set = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
    let Some(first) = all.next() else { return BTreeSet::new() };
    let mut shared: BTreeSet<String> = set(first);
    let mut others = false;
    for words in all {
        let words: BTreeSet<String> = set(words);
        shared = shared.intersection(&words).cloned().collect();
        others = true;
    }
    if others { shared } else { BTreeSet::new() }
}

pub(super) fn without(words: &[String], shared: &BTreeSet<String>) -> Vec<String> {
    words.iter().filter(|word| !shared.contains(&word.to_lowercase())).cloned().collect()
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|other| other.to_lowercase() == word.to_lowercase())
}

#[cfg(test)]
#[path = "sort_tests.rs"]
mod tests;
