//! What follows from what is wished and from what was done meanwhile: which page is open, and what
//! is to be done next. Nothing is done here, so that every way through the pages can be tested.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{
    At, Browse, Folder, Home, Making, Page, Preparing, Sorting, Stage, StartView, StartWish,
};
use crate::diagnostic::Report;
use crate::entry::from_folder::{Choices, Known, Listing, propose};
use crate::exhibit::load::FILE_NAME;
use crate::exhibit::quantity::released;

/// Something to be done, on a thread of its own where it takes time.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// List what lies in a folder.
    List(PathBuf),
    /// Look at the films of a folder. News of it carry the number.
    Look(u64, PathBuf),
    /// Write the text of an exhibit file into a folder.
    Write(PathBuf, String),
    /// Prepare an exhibit. News of it carry the number.
    Prepare(u64, PathBuf),
    /// Begin nothing more of what is being prepared.
    Stop,
    /// Look at no further films of a folder.
    GiveUp,
    /// Leave the start page for the wall.
    Play {
        /// What to hang.
        exhibit: PathBuf,
        /// Where; none for one screen that fills the window.
        installation: Option<PathBuf>,
    },
    /// Forget something that is gone.
    Forget(PathBuf),
    /// Open a file in the editor of whoever sits here.
    Mend(At),
    /// Leave altogether.
    Leave,
}

/// Something that was done, or is under way.
#[derive(Clone, Debug)]
pub enum News {
    /// What lies in a folder.
    Listed(Browse),
    /// What lies in a folder of films.
    Looked(u64, Result<Listing, String>),
    /// So many films were looked at, of so many.
    Measured(u64, usize, usize),
    /// What is known of them.
    Known(u64, Known),
    /// An exhibit file was written; or why not.
    Written(Result<PathBuf, String>),
    /// What is prepared, and its versions.
    Preparing(u64, String, Vec<String>),
    /// How far a version is; the stand-in is one too, before the others.
    Stage(u64, usize, Stage),
    /// All is done that could be.
    Over(u64),
    /// Nothing can be: why, and where to mend it.
    Refused(u64, String, Option<At>),
}

/// The films of a folder, and what was put right by hand.
struct Films {
    listing: Listing,
    known: Known,
    title: Option<String>,
    /// By the id that the model has before it is given another name.
    names: BTreeMap<String, String>,
    /// As typed, by the same.
    dates: BTreeMap<String, String>,
    choices: Choices,
}

/// What the home folder is called among the places to go to.
pub const HOME: &str = "Home";

/// The start page as it stands.
pub struct Book {
    /// What it shows.
    pub view: StartView,
    films: Option<Films>,
    places: Vec<(String, PathBuf)>,
    number: u64,
    begun: Begun,
}

/// What the page began with. Where it was one thing alone, back means to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// What can be hung.
    Home,
    /// Preparing.
    Preparing,
    /// A file that is to be mended.
    Mending,
}

impl Book {
    /// With these exhibits and walls; `places` are folders to go to quickly, the first of them
    /// first of all.
    pub fn new(home: Home, places: Vec<(String, PathBuf)>, notice: Option<String>) -> Self {
        let view = StartView { home, notice, ..StartView::default() };
        Self { view, films: None, places, number: 0, begun: Begun::Home }
    }

    /// For one exhibit that is to be prepared and hung.
    pub fn preparing(exhibit: &Path, notice: Option<String>) -> (Self, Task) {
        let mut book = Self::new(Home::default(), Vec::new(), notice);
        book.begun = Begun::Preparing;
        let task = book.prepare(exhibit.to_owned());
        (book, task)
    }

    /// For a file of an exhibit, or of the wall it is to hang on, that is to be mended first.
    pub fn mending(exhibit: &Path, report: &Report, notice: Option<String>) -> Self {
        let mut book = Self::new(Home::default(), Vec::new(), notice);
        book.begun = Begun::Mending;
        let at = At::of(report);
        let file = at.as_ref().map_or(exhibit, |at| at.file.as_path());
        book.view.page = Page::Preparing(Preparing {
            exhibit: exhibit.to_owned(),
            title: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            wrong: Some(report.render(false)),
            at,
            ..Preparing::default()
        });
        book
    }

    /// What it began with.
    pub fn begun(&self) -> Begun {
        self.begun
    }

    /// A folder was dropped on the window, or a file of it.
    pub fn dropped(&mut self, path: &Path) -> Vec<Task> {
        let folder = if path.is_dir() { Some(path) } else { path.parent() };
        match (folder, &self.view.page) {
            (_, Page::Preparing(_)) | (None, _) => Vec::new(),
            (Some(folder), _) if folder.join(FILE_NAME).is_file() => {
                self.wish(StartWish::Open(folder.to_owned()))
            }
            (Some(folder), _) => self.wish(StartWish::Take(folder.to_owned())),
        }
    }

    /// What is to be done about a wish.
    pub fn wish(&mut self, wish: StartWish) -> Vec<Task> {
        match wish {
            StartWish::Open(exhibit) => vec![self.prepare(exhibit)],
            StartWish::Wall(place) => {
                if self.view.home.walls.get(place).is_some_and(|wall| !wall.gone) {
                    self.view.home.wall = place;
                }
                Vec::new()
            }
            StartWish::Forget(path) => {
                self.view.home.recent.retain(|card| card.path != path);
                vec![Task::Forget(path)]
            }
            StartWish::New => {
                let folder = self.places.first().map(|place| place.1.clone()).unwrap_or_default();
                vec![self.go_to(folder)]
            }
            StartWish::GoTo(folder) => vec![self.go_to(folder)],
            StartWish::Typed(typed) => {
                let folder = self.meant(&typed);
                let Page::Browse(browse) = &mut self.view.page else { return Vec::new() };
                browse.typed = typed;
                match folder {
                    // What is sorted is what is typed, not what was listed before.
                    Some(folder) => {
                        (browse.folder, browse.listing) = (folder.clone(), true);
                        vec![Task::List(folder)]
                    }
                    None => Vec::new(),
                }
            }
            StartWish::Take(folder) => {
                self.number += 1;
                if let Page::Browse(browse) = &mut self.view.page {
                    browse.looking = true;
                }
                vec![Task::Look(self.number, folder)]
            }
            StartWish::Title(title) => self.edit(|films| films.title = Some(title)),
            StartWish::Name(at, name) => {
                let id = self.model(at);
                self.edit(|films| drop(id.map(|id| films.names.insert(id, name))))
            }
            StartWish::Released(at, date) => {
                let id = self.model(at);
                self.edit(|films| drop(id.map(|id| films.dates.insert(id, date))))
            }
            StartWish::LeaveOut(at) => {
                let paths = self.paths(at);
                self.edit(|films| films.choices.left_out.extend(paths))
            }
            StartWish::TakeBack(path) => {
                self.edit(|films| films.choices.left_out.retain(|other| *other != path))
            }
            StartWish::EveryTake(every) => self.edit(|films| films.choices.every_take = every),
            StartWish::Write => self.write(),
            StartWish::PlayAnyway => match &self.view.page {
                Page::Preparing(preparing) => vec![self.play(preparing.exhibit.clone())],
                _ => Vec::new(),
            },
            StartWish::Mend(at) => vec![Task::Mend(at)],
            StartWish::Again => match &self.view.page {
                // The program begins anew, and reads all of it again.
                Page::Preparing(preparing) if self.begun == Begun::Mending => {
                    vec![self.play(preparing.exhibit.clone())]
                }
                Page::Preparing(preparing) => vec![self.prepare(preparing.exhibit.clone())],
                _ => Vec::new(),
            },
            StartWish::Back => self.back(),
            StartWish::Noted => {
                self.view.notice = None;
                Vec::new()
            }
        }
    }

    /// The folder that somebody types, once it is one from the root; `~` is the home folder.
    fn meant(&self, typed: &str) -> Option<PathBuf> {
        let typed = typed.trim();
        let home = || self.places.iter().find(|(name, _)| name == HOME).map(|(_, path)| path);
        let folder = match typed.strip_prefix('~') {
            Some(within) => home()?.join(within.trim_start_matches('/')),
            None => PathBuf::from(typed),
        };
        folder.is_absolute().then_some(folder)
    }

    /// The model at a place of the page, by the id it had at first.
    fn model(&self, at: usize) -> Option<String> {
        match &self.view.page {
            Page::Sorting(sorting) => sorting.models.get(at).cloned(),
            _ => None,
        }
    }

    /// The files of the version at a place of the page.
    fn paths(&self, at: usize) -> BTreeSet<String> {
        let Page::Sorting(sorting) = &self.view.page else { return BTreeSet::new() };
        let version = sorting.proposal.versions.get(at);
        version.into_iter().flat_map(|version| version.paths()).cloned().collect()
    }

    fn go_to(&mut self, folder: PathBuf) -> Task {
        let typed = folder.display().to_string();
        let places = self.places.clone();
        let folder_is = folder.clone();
        let mut browse =
            Browse { folder: folder_is, typed, places, listing: true, ..Browse::default() };
        // The folder that is left stays in sight until the other one is listed.
        if let Page::Browse(before) = &self.view.page {
            browse.folders.clone_from(&before.folders);
        }
        self.view.page = Page::Browse(browse);
        Task::List(folder)
    }

    fn back(&mut self) -> Vec<Task> {
        self.number += 1;
        let (next, tasks) = match &self.view.page {
            Page::Home => return Vec::new(),
            Page::Preparing(_) if self.begun != Begun::Home => {
                return vec![Task::Stop, Task::Leave];
            }
            Page::Preparing(_) => (Page::Home, vec![Task::Stop]),
            // What is looked at is looked at no further, and this page stays.
            Page::Browse(browse) if browse.looking => {
                if let Page::Browse(browse) = &mut self.view.page {
                    browse.looking = false;
                }
                return vec![Task::GiveUp];
            }
            Page::Browse(_) => (Page::Home, Vec::new()),
            Page::Sorting(sorting) => {
                let folder = sorting.folder.parent().unwrap_or(&sorting.folder).to_owned();
                self.films = None;
                return vec![Task::GiveUp, self.go_to(folder)];
            }
        };
        self.view.page = next;
        tasks
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Films)) -> Vec<Task> {
        if let Some(films) = &mut self.films {
            edit(films);
        }
        self.sort_again(None);
        Vec::new()
    }

    /// The proposal anew, with what was put right by hand. `measuring` is how far the films are
    /// looked at, where that changed.
    fn sort_again(&mut self, measuring: Option<Option<(usize, usize)>>) {
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

    fn write(&mut self) -> Vec<Task> {
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

    fn prepare(&mut self, exhibit: PathBuf) -> Task {
        self.number += 1;
        let title = exhibit.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let preparing = Preparing { exhibit: exhibit.clone(), title, ..Preparing::default() };
        self.view.page = Page::Preparing(preparing);
        Task::Prepare(self.number, exhibit)
    }

    fn play(&self, exhibit: PathBuf) -> Task {
        let wall = self.view.home.walls.get(self.view.home.wall);
        Task::Play { exhibit, installation: wall.and_then(|wall| wall.path.clone()) }
    }

    /// What is to be done about something that was done.
    pub fn news(&mut self, news: News) -> Vec<Task> {
        let number = self.number;
        match news {
            News::Listed(found) => self.listed(found),
            News::Looked(of, looked) if of == number => self.looked(looked),
            News::Measured(of, done, all) if of == number => {
                if let Page::Sorting(sorting) = &mut self.view.page {
                    sorting.measuring = Some((done, all));
                }
            }
            News::Known(of, known) if of == number => {
                if let Some(films) = &mut self.films {
                    films.known = known;
                }
                self.sort_again(Some(None));
            }
            News::Written(Ok(file)) => {
                let folder = file.parent().map(Path::to_owned).unwrap_or(file);
                self.films = None;
                return vec![self.prepare(folder)];
            }
            News::Written(Err(why)) => {
                if let Page::Sorting(sorting) = &mut self.view.page {
                    sorting.wrong = Some(why);
                }
            }
            News::Preparing(of, title, versions) if of == number => {
                if let Page::Preparing(preparing) = &mut self.view.page {
                    preparing.title = title;
                    preparing.versions = versions
                        .into_iter()
                        .map(|name| Making { name, stage: Stage::Waiting })
                        .collect();
                }
            }
            News::Stage(of, version, stage) if of == number => {
                if let Page::Preparing(preparing) = &mut self.view.page
                    && let Some(making) = preparing.versions.get_mut(version)
                {
                    making.stage = stage;
                }
            }
            News::Over(of) if of == number => return self.over(),
            News::Refused(of, why, at) if of == number => {
                if let Page::Preparing(preparing) = &mut self.view.page {
                    (preparing.wrong, preparing.at) = (Some(why), at);
                }
            }
            // Of something that was left meanwhile.
            _ => {}
        }
        Vec::new()
    }

    fn listed(&mut self, found: Browse) {
        if let Page::Browse(browse) = &mut self.view.page
            && browse.folder == found.folder
        {
            let typed = std::mem::take(&mut browse.typed);
            let places = std::mem::take(&mut browse.places);
            *browse = Browse { typed, places, looking: browse.looking, ..found };
        }
    }

    fn looked(&mut self, looked: Result<Listing, String>) {
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

    /// Played at once where all is well; else somebody should have seen what is not.
    fn over(&mut self) -> Vec<Task> {
        let Page::Preparing(preparing) = &mut self.view.page else { return Vec::new() };
        let wrong = |making: &Making| matches!(making.stage, Stage::Wrong(_));
        if preparing.versions.iter().any(wrong) {
            preparing.over = true;
            return Vec::new();
        }
        let exhibit = preparing.exhibit.clone();
        vec![self.play(exhibit)]
    }
}

/// The folders in a folder, for choosing one.
pub fn list(folder: &Path) -> Browse {
    use crate::entry::from_folder::look::films_in;
    let mut found = Browse { folder: folder.to_owned(), ..Browse::default() };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.wrong = Some(match error.kind() {
                ErrorKind::NotFound => "There is no such folder. Look for a letter too many or \
                                        too few, or choose one below."
                    .to_owned(),
                ErrorKind::NotADirectory => {
                    "This is a file. Choose the folder that it lies in.".to_owned()
                }
                ErrorKind::PermissionDenied => "You may not read this folder. Whoever owns it can \
                                                change that."
                    .to_owned(),
                _ => format!("This folder cannot be read: {error}"),
            });
            return found;
        }
    };
    found.films = films_in(folder).unwrap_or_default();
    found.exhibit = folder.join(FILE_NAME).is_file();
    /// More folders than that nobody looks through.
    const MOST: usize = 500;
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') || !path.is_dir() {
            continue;
        }
        found.folders.push(Folder { name, path, ..Folder::default() });
    }
    found.folders.sort_by_cached_key(|folder| (folder.name.to_lowercase(), folder.name.clone()));
    found.folders.truncate(MOST);
    for folder in &mut found.folders {
        folder.films = films_in(&folder.path).unwrap_or_default();
        folder.exhibit = folder.path.join(FILE_NAME).is_file();
    }
    found
}
