//! *The start page*: what was hung before, what comes with the program, and a new exhibit from a
//! folder of films. Nothing is decided here: a page shows a [`StartView`] and hands over what is
//! wished; [`book`] says what follows from it, [`work`] does it on threads of its own.

pub mod book;
pub mod browse;
pub mod dress;
pub mod home;
pub mod list;
pub mod plugin;
pub mod preparing;
pub mod proposal;
mod sorted;
pub mod work;

use std::path::PathBuf;

use bevy_egui::egui;

use crate::diagnostic::{Report, Severity};
use crate::entry::from_folder::Proposal;
use crate::rehearsal::look::Ink;

/// What the start page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StartView {
    /// What can be hung, and where.
    pub home: Home,
    /// Which page is open.
    pub page: Page,
    /// Something that is said once, such as that what the window remembered was set aside.
    pub notice: Option<String>,
    /// A folder is held over the window.
    pub hovered: bool,
}

/// Which page is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Page {
    /// What can be hung.
    #[default]
    Home,
    /// Choosing a folder of films.
    Browse(Browse),
    /// What the films of a folder could be.
    Sorting(Box<Sorting>),
    /// Making the renditions.
    Preparing(Preparing),
}

/// What can be hung, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    /// What was hung before, newest first.
    pub recent: Vec<Card>,
    /// What comes with the program.
    pub shipped: Vec<Card>,
    /// Walls to choose from; the first is the window itself.
    pub walls: Vec<WallCard>,
    /// The place of the chosen one.
    pub wall: usize,
}

/// An exhibit that can be opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its folder or file.
    pub path: PathBuf,
    /// Its title.
    pub title: String,
    /// Where it lies, for people.
    pub place: String,
    /// When it was last hung, in words; empty where it was not.
    pub when: String,
    /// It is not there any more.
    pub gone: bool,
    /// What is wrong with its file, in one sentence.
    pub wrong: Option<String>,
    /// A picture of it, and the picture's size.
    pub picture: Option<(egui::TextureId, egui::Vec2)>,
}

/// A wall that can be chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WallCard {
    /// Its file; none for one screen that fills the window.
    pub path: Option<PathBuf>,
    /// What it is called.
    pub name: String,
    /// What it is, in a few words, or why it cannot be hung on.
    pub about: String,
    /// All that is wrong with its file.
    pub wrong: Option<String>,
    /// Nothing can be hung on it: it is not there any more, or it has errors.
    pub gone: bool,
}

/// Choosing a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Browse {
    /// The folder that is open.
    pub folder: PathBuf,
    /// Its path as typed.
    pub typed: String,
    /// How many films lie in it.
    pub films: usize,
    /// An exhibit lies in it.
    pub exhibit: bool,
    /// The folders in it.
    pub folders: Vec<Folder>,
    /// Where to go quickly: a name and a folder.
    pub places: Vec<(String, PathBuf)>,
    /// What is wrong with it.
    pub wrong: Option<String>,
    /// It is not listed yet.
    pub listing: bool,
    /// Its films are looked at, to be sorted.
    pub looking: bool,
}

/// A folder to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// How many films lie in it.
    pub films: usize,
    /// An exhibit lies in it.
    pub exhibit: bool,
}

/// What the films of a folder could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Sorting {
    /// The folder.
    pub folder: PathBuf,
    /// The proposal, as edited.
    pub proposal: Proposal,
    /// Its models by the ids they had at first, in its order.
    pub models: Vec<String>,
    /// When they were released, as typed, in the same order.
    pub dates: Vec<String>,
    /// Every take hangs.
    pub every_take: bool,
    /// So many files were looked at, of so many; none when that is done.
    pub measuring: Option<(usize, usize)>,
    /// There is an exhibit file already.
    pub has_exhibit: bool,
    /// Why it was not written.
    pub wrong: Option<String>,
}

/// Making the renditions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preparing {
    /// The exhibit's folder or file.
    pub exhibit: PathBuf,
    /// Its title.
    pub title: String,
    /// Its versions.
    pub versions: Vec<Making>,
    /// How long it has taken, in seconds.
    pub elapsed_s: f64,
    /// All that could be made is made, and something could not.
    pub over: bool,
    /// Why nothing can be played.
    pub wrong: Option<String>,
    /// Where that is to be mended.
    pub at: Option<At>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl At {
    /// Where the first error is.
    pub fn of(report: &Report) -> Option<Self> {
        let errors = report.problems().iter().filter(|problem| problem.severity == Severity::Error);
        let place = errors.filter_map(|problem| problem.place.as_ref()).next()?;
        Some(Self { file: place.file.clone().into(), line: place.line, column: place.column })
    }
}

/// A version that is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Making {
    /// What it is called.
    pub name: String,
    /// How far it is.
    pub stage: Stage,
}

/// How far a version is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Not begun.
    #[default]
    Waiting,
    /// Its files are read.
    Reading,
    /// So many frames are coded, of so many.
    At(u64, u64),
    /// It can be played.
    Made,
    /// It cannot, or not all of it: why.
    Wrong(String),
}

/// What somebody wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum StartWish {
    /// To hang an exhibit.
    Open(PathBuf),
    /// To hang it on this wall.
    Wall(usize),
    /// To forget one that is gone.
    Forget(PathBuf),
    /// To make one from a folder.
    New,
    /// To look into this folder.
    GoTo(PathBuf),
    /// The path is typed so.
    Typed(String),
    /// To sort the films of this folder.
    Take(PathBuf),
    /// This title.
    Title(String),
    /// The model at this place is called so.
    Name(usize, String),
    /// The model at this place was released then, as typed.
    Released(usize, String),
    /// The version at this place is left out.
    LeaveOut(usize),
    /// This file is not left out.
    TakeBack(String),
    /// Every take hangs, or only the first.
    EveryTake(bool),
    /// To write the exhibit file, and play.
    Write,
    /// To play what could be made.
    PlayAnyway,
    /// To mend the file, in the editor of whoever sits here.
    Mend(At),
    /// To try again what was refused.
    Again,
    /// Back, or to stop what is going on.
    Back,
    /// The notice is read.
    Noted,
}

/// Draws the page that is open.
pub fn start_page(ui: &mut egui::Ui, view: &StartView, wishes: &mut Vec<StartWish>) {
    keys(ui, view, wishes);
    let margin = egui::Margin::symmetric(dress::MARGIN, 0);
    egui::CentralPanel::default()
        .frame(egui::Frame::NONE.fill(ui.visuals().panel_fill).inner_margin(margin))
        .show(ui, |ui| {
            notice(ui, view, wishes);
            match &view.page {
                Page::Home => home::home(ui, &view.home, wishes),
                Page::Browse(browse) => browse::browse(ui, browse, wishes),
                Page::Sorting(sorting) => proposal::proposal(ui, sorting, wishes),
                Page::Preparing(preparing) => preparing::preparing(ui, preparing, wishes),
            }
        });
    if view.hovered {
        dress::veil(ui, "Let go to sort the films in this folder");
    }
}

/// Keys beside those of every button: Tab goes on, Enter presses.
fn keys(ui: &egui::Ui, view: &StartView, wishes: &mut Vec<StartWish>) {
    let typing = ui.ctx().text_edit_focused();
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if view.page != Page::Home && pressed(egui::Key::Escape) {
        wishes.push(StartWish::Back);
    }
    if view.page == Page::Home && !typing && pressed(egui::Key::N) {
        wishes.push(StartWish::New);
    }
}

fn notice(ui: &mut egui::Ui, view: &StartView, wishes: &mut Vec<StartWish>) {
    let Some(notice) = &view.notice else { return };
    ui.add_space(14.0);
    egui::Frame::NONE.fill(Ink::new().raised).corner_radius(4).inner_margin(12).show(ui, |ui| {
        // The button first: the text wraps in what room is left, and makes the page no wider.
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            if ui.button("Good").clicked() {
                wishes.push(StartWish::Noted);
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| ui.label(notice));
        });
    });
}

#[cfg(test)]
mod tests;
