//! What follows from what is wished and from what was done meanwhile: which page is open, and what
//! is to be done next. Nothing is done here, so that every way through the pages can be tested.

use std::path::{Path, PathBuf};

use super::sorted::Films;
use super::{At, Browse, Home, Making, Page, Preparing, Stage, StartView, StartWish};
use crate::diagnostic::Report;
use crate::entry::from_folder::{Known, Listing};
use crate::exhibit::load::FILE_NAME;

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

/// What the home folder is called among the places to go to.
pub const HOME: &str = "Home";

/// The start page as it stands.
pub struct Book {
    /// What it shows.
    pub view: StartView,
    pub(super) films: Option<Films>,
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
