//! The films of a folder while they are sorted: what is proposed, and what is put right by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Task};
use super::{Page, Sorting};
use crate::entry::from_folder::{Choices, Known, Listing, propose};
use crate::exhibit::quantity::released;

/// The films of a folder, and what was put right by hand.
pub(super) struct Films {
    pub(super) listing: Listing,
    pub(super) known: Known,
    pub(super) title: Option<String>,
    /// By the id that the model has before it is given another name.
    pub(super) names: BTreeMap<String, String>,
    /// As typed, by the same.
    pub(super) dates: BTreeMap<String, String>,
    pub(super) choices: Choices,
}

impl Book {
    /// The model at a place of the page, by the id it had at first.
    pub(super) fn model(&self, at: usize) -> Option<String> {
        match &self.view.page {
            Page::Sorting(sorting) => sorting.models.get(at).cloned(),
            _ => None,
        }
    }

    /// The files of the version at a place of the page.
    pub(super) fn paths(&self, at: usize) -> BTreeSet<String> {
        let Page::Sorting(sorting) = &self.view.page else { return BTreeSet::new() };
        let version = sorting.proposal.versions.get(at);
        version
            .into_iter()
            .flat_map(crate::entry::from_folder::ProposedVersion::paths)
            .cloned()
            .collect()
    }

    pub(super) fn edit(&mut self, edit: impl FnOnce(&mut Films)) -> Vec<Task> {
        if let Some(films) = &mut self.films {
            edit(films);
        }
        self.sort_again(None);
        Vec::new()
    }

    /// The proposal anew, with what was put right by hand. `measuring` is how far the films are
    /// looked at, where that changed.
    pub(super) fn sort_again(&mut self, measuring: Option<Option<(usize, usize)>>) {
        let Some(films) = &self.films else { return };
        let before = match &self.view.page {
            Page::Sorting(sorting) => sorting.measuring,
            _ => None,
        };
        let mut proposal = propose(&films.listing, &films.known, &films.choices);
        if let Some(title) = &films.title {
            proposal.title.clone_from(title);
        }
        let ids: Vec<String> = proposal.generations.iter().map(|one| one.id.clone()).collect();
        for (at, id) in ids.iter().enumerate() {
            if let Some(name) = films.names.get(id) {
                proposal.rename(at, name);
            }
            let date = films.dates.get(id).and_then(|typed| released(typed));
            proposal.generations[at].released = date;
        }
        let order = proposal.order();
        let models: Vec<String> = order.into_iter().map(|at| ids[at].clone()).collect();
        let typed = |id: &String| films.dates.get(id).cloned().unwrap_or_default();
        let dates = models.iter().map(typed).collect();
        self.view.page = Page::Sorting(Box::new(Sorting {
            folder: films.listing.folder.clone(),
            proposal,
            models,
            dates,
            every_take: films.choices.every_take,
            measuring: measuring.unwrap_or(before),
            has_exhibit: films.listing.has_exhibit,
            wrong: None,
        }));
    }

    pub(super) fn write(&mut self) -> Vec<Task> {
        let Page::Sorting(sorting) = &mut self.view.page else { return Vec::new() };
        let is_wrong = |typed: &String| !typed.trim().is_empty() && released(typed).is_none();
        if sorting.dates.iter().any(is_wrong) {
            sorting.wrong =
                Some("A date is a year, or a year and a month, or a day: 2024-12.".into());
            return Vec::new();
        }
        if sorting.measuring.is_some() || !sorting.proposal.can_hang() || sorting.has_exhibit {
            return Vec::new();
        }
        match sorting.proposal.text() {
            Ok(text) => vec![Task::Write(sorting.folder.clone(), text)],
            Err(report) => {
                let said = report.problems().iter().map(ToString::to_string);
                sorting.wrong = Some(said.collect::<Vec<_>>().join("\n"));
                Vec::new()
            }
        }
    }

    pub(super) fn looked(&mut self, looked: Result<Listing, String>) {
        match looked {
            Ok(listing) => {
                let all = listing.files.len();
                self.films = Some(Films {
                    listing,
                    known: Known::default(),
                    title: None,
                    names: BTreeMap::new(),
                    dates: BTreeMap::new(),
                    choices: Choices::default(),
                });
                self.sort_again(Some(Some((0, all))));
            }
            Err(why) => match &mut self.view.page {
                Page::Browse(browse) => {
                    (browse.looking, browse.wrong) = (false, Some(why));
                }
                _ => self.view.notice = Some(why),
            },
        }
    }
}
