//! Films in folders: a folder is a version, or a shot.

use std::collections::{BTreeMap, BTreeSet};

use super::sort::{Item, Place, Sorted, What, Who, each_a_version, shared, without};
use super::words::{self, Said, read};

/// Films in folders: a folder is a version, or a shot.
pub(super) fn in_folders(items: &[Item]) -> Sorted {
    let tops: BTreeSet<&String> = items.iter().filter_map(|item| item.top.as_ref()).collect();
    let above: Vec<Said> = tops.iter().map(|top| read(top)).collect();
    let share = |with: usize, all: usize| with * 2 >= all.max(1);
    let models_above = above.iter().filter(|said| !said.model.is_empty()).count();
    let models_within = items.iter().filter(|item| !item.said.model.is_empty()).count();
    let shots_above = above.iter().all(|said| said.shot.is_some());
    let above_known = share(models_above, above.len());
    let within_known = share(models_within, items.len());
    if !above_known && (within_known || shots_above) {
        return a_folder_for_each_shot(items);
    }
    a_folder_for_each_version(items)
}

fn a_folder_for_each_shot(items: &[Item]) -> Sorted {
    let said: Vec<&Said> = items.iter().map(|item| &item.said).collect();
    let mut places = each_a_version(&said);
    for (place, item) in places.iter_mut().zip(items) {
        place.ordinal = None;
        let Some(top) = &item.top else { continue };
        let above = read(top);
        let words = [above.model, above.rest].concat();
        place.what = Some(What { number: above.shot.or(above.ordinal), words });
    }
    Sorted { places, guess: None }
}

fn a_folder_for_each_version(items: &[Item]) -> Sorted {
    let mut groups = BTreeMap::<Option<&String>, Vec<usize>>::new();
    for (at, item) in items.iter().enumerate() {
        groups.entry(item.top.as_ref()).or_default().push(at);
    }
    let mut places = vec![Place::default(); items.len()];
    let mut alone = Vec::new();
    for (top, group) in &groups {
        let said: Vec<&Said> = group.iter().map(|at| &items[*at].said).collect();
        let Some(top) = top else {
            // What lies beside the folders is a version by itself.
            for (at, place) in group.iter().zip(each_a_version(&said)) {
                places[*at] = place;
            }
            continue;
        };
        let above = read(top);
        let rest = match above.rest.is_empty() && above.model.is_empty() {
            true => words::split(top),
            false => above.rest.clone(),
        };
        let who = Who::called(&above.model, rest, &above.methods);
        let named: Vec<Vec<String>> =
            said.iter().map(|said| [&said.model[..], &said.rest[..]].concat()).collect();
        let mut shared = shared(named.iter().map(Vec::as_slice));
        shared.extend(words::split(top).iter().map(|word| word.to_lowercase()));
        for ((at, said), named) in group.iter().zip(&said).zip(&named) {
            let what = What { number: said.shot.or(said.ordinal), words: without(named, &shared) };
            let whole = what.key().is_empty() || group.len() == 1 && said.shot.is_none();
            if whole && said.shot.is_none() {
                alone.push((*at, What { words: named.clone(), ..what.clone() }));
            }
            let what = Some(what).filter(|_| !whole);
            let ordinal = above.ordinal;
            places[*at] = Place { who: who.clone(), what, ordinal, ..Place::default() };
        }
    }
    let guess = in_the_order_of_names(&mut places, &groups);
    // A file by itself in its folder is the whole film, unless it is called as a shot of others.
    for (at, what) in alone {
        let known = |place: &Place| place.what.as_ref().is_some_and(|other| other.is(&what));
        if !what.words.is_empty() && places.iter().any(known) {
            places[at].what = Some(what);
        }
    }
    Sorted { places, guess }
}

/// Where folders hold the same number of films and no name comes back, the first of each is taken
/// for the first shot, and so on.
fn in_the_order_of_names(
    places: &mut [Place],
    groups: &BTreeMap<Option<&String>, Vec<usize>>,
) -> Option<String> {
    let several: Vec<&Vec<usize>> = groups.values().filter(|group| group.len() > 1).collect();
    let count = several.first()?.len();
    let mut seen = BTreeMap::<String, usize>::new();
    for at in several.iter().flat_map(|group| group.iter()) {
        let what = places[*at].what.as_ref()?;
        *seen.entry(what.key()).or_default() += 1;
    }
    let same = several.iter().all(|group| group.len() == count);
    if several.len() < 2 || !same || seen.values().any(|times| *times > 1) {
        return None;
    }
    for group in several {
        for (number, at) in group.iter().enumerate() {
            let number = Some(number as u64 + 1);
            places[*at].what = Some(What { number, words: Vec::new() });
        }
    }
    let guess = "No name of a shot comes back in another folder, so the files were taken in the \
                 order of their names: look twice.";
    Some(guess.to_owned())
}
