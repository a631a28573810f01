//! The drafted wall within Bevy: the wall in the window is the draft, live, and the file changes
//! only when it is saved.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::app::{App, PreUpdate};
use bevy::ecs::prelude::*;
use bevy::window::Monitor;
use bevy_egui::egui;

use super::errand::{BrokenOff, Errand};
use super::leaving::Unsaved;
use super::panels::Side;
use super::panels::wall::board::{Board, Order};
use super::panels::wall::{WallWish, wall};
use super::plugin::Rehearsed;
use crate::diagnostic::Report;
use crate::exhibit::load::read_text;
use crate::installation::Installation;
use crate::installation::draft::{SaveError, create, save};
use crate::reload::text::{TextWatch, Unreadable};
use crate::wall::plugin::Stage;

/// The draft of the wall that is rehearsed.
#[derive(Resource)]
pub struct Drafting {
    board: Board,
    /// In locks only because Bevy shares its resources.
    watch: Option<Mutex<TextWatch>>,
    writing: Option<(Order, Errand<Result<(), SaveError>>)>,
    /// The draft that the window shows.
    shown: u64,
}

/// A wall that had no file was written into this one.
#[derive(Message, Clone, Debug)]
pub struct WallWritten(pub PathBuf);

/// Lets the wall of an installation be drafted while it is rehearsed. Where its file cannot be read
/// any more, that is said and there is no draft.
pub fn plugin(app: &mut App, installation: &Installation) {
    match board(installation) {
        Ok(board) => {
            let mut drafting = Drafting { board, watch: None, writing: None, shown: 0 };
            drafting.follow_the_file();
            // Before the tick, so that the window is laid out for it within the same.
            app.insert_resource(drafting)
                .add_message::<WallWritten>()
                .add_systems(PreUpdate, follow);
        }
        Err(report) => {
            tracing::warn!("the wall is not drafted: {}", report.render(false).trim_end());
        }
    }
}

fn board(installation: &Installation) -> Result<Board, Report> {
    match &installation.file {
        Some(file) => Board::of(&read_text(file, "installation", "Put the file back.")?, file),
        None => Board::without_file(installation),
    }
}

/// Draws the panel of the wall, and does what is wished there.
pub fn panel(ui: &mut egui::Ui, drafting: &mut Drafting) {
    let mut wishes = Vec::new();
    wall(ui, &drafting.board.view(), &mut wishes);
    wishes.into_iter().for_each(|wish| drafting.wish(wish));
}

impl Drafting {
    /// The wall as it is drafted; none where it could not hang so.
    pub fn wall(&self) -> Option<&Arc<Installation>> {
        self.board.wall()
    }

    /// Does what is wished; what is to be written is written.
    pub(super) fn wish(&mut self, wish: WallWish) {
        if let Some(order) = self.board.obey(wish) {
            self.write(order);
        }
    }

    /// What would be lost if the window closed now.
    pub(super) fn unsaved(&self) -> Option<Unsaved> {
        let draft = self.board.draft();
        (draft.is_changed() || self.writing.is_some()).then(|| Unsaved {
            what: match self.board.file() {
                Some(file) => format!("The wall, drafted from {}", file.display()),
                None => "The wall, which has no file yet".to_owned(),
            },
            side: Side::Wall,
        })
    }

    fn follow_the_file(&mut self) {
        self.watch = self.board.file().and_then(|file| match TextWatch::start(file) {
            Ok(watch) => Some(Mutex::new(watch)),
            Err(why) => {
                tracing::warn!("the installation file is not watched: {why}");
                None
            }
        });
    }

    /// Writes on a thread of its own: a disk takes longer than a refresh has.
    fn write(&mut self, order: Order) {
        let task = order.clone();
        let written = move || match &task {
            Order::Change { file, old, new, what } => save(file, [old, new], what),
            Order::Create { file, text } => create(file, text),
        };
        match Errand::start("save-wall", written) {
            Ok(errand) => self.writing = Some((order, errand)),
            Err(why) => {
                let why = SaveError::Refused(format!("the system gives no thread: {why}"));
                self.board.done(&order, Err(why));
            }
        }
    }

    /// The file of a wall that had none before, once it is there.
    fn hear_what_was_written(&mut self) -> Option<PathBuf> {
        let (order, errand) = self.writing.as_mut()?;
        let result = errand.result()?;
        let broken = |BrokenOff| Err(SaveError::Refused("writing was broken off".to_owned()));
        let result = result.unwrap_or_else(broken);
        let is_new = matches!(order, Order::Create { .. }) && result.is_ok();
        self.board.done(order, result);
        self.writing = None;
        if !is_new {
            return None;
        }
        self.follow_the_file();
        self.board.file().map(Path::to_owned)
    }
}

/// Takes what was written elsewhere and what is connected, and hangs the draft in the window.
fn follow(
    mut drafting: ResMut<Drafting>,
    mut rehearsed: ResMut<Rehearsed>,
    mut stage: ResMut<Stage>,
    mut written: MessageWriter<WallWritten>,
    monitors: Query<&Monitor>,
) {
    let drafting = &mut *drafting;
    if let Some(watch) = &mut drafting.watch {
        match watch.get_mut().unwrap_or_else(PoisonError::into_inner).newest() {
            Some(Ok(text)) => drafting.board.found(&text),
            Some(Err(Unreadable)) => drafting.board.lost(),
            None => {}
        }
    }
    if let Some(file) = drafting.hear_what_was_written() {
        written.write(WallWritten(file));
    }
    let mut outputs: Vec<String> =
        monitors.iter().filter_map(|monitor| monitor.name.clone()).collect();
    outputs.sort();
    outputs.dedup();
    drafting.board.connected(outputs);
    let revision = drafting.board.draft().revision();
    if revision == drafting.shown {
        return;
    }
    drafting.shown = revision;
    if let Some(wall) = drafting.board.wall()
        && **wall != *rehearsed.0
    {
        rehearsed.0 = Arc::clone(wall);
        // It is laid out anew in the same room.
        stage.drawn_within = None;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::installation::draft::Edit;
    use crate::wall::Wall;

    const TEXT: &str =
        "# ours\r\n[[screen]]\r\nx = 0 # the left edge\r\nwidth = 1210\r\nheight = 681\r\n";

    fn rehearsed(file: &Path) -> App {
        fs::write(file, TEXT).unwrap();
        let installation = crate::installation::load(file).unwrap().installation;
        let mut app = App::new();
        let mut stage = Stage::new(Wall::within(&installation, (640, 360)));
        stage.drawn_within = Some((640, 360));
        app.insert_resource(stage);
        plugin(&mut app, &installation);
        app.insert_resource(Rehearsed(Arc::new(installation)));
        app
    }

    fn wish(app: &mut App, wish: WallWish) {
        app.world_mut().resource_mut::<Drafting>().wish(wish);
    }

    /// The left edge of the wall in the window.
    fn left(app: &App) -> f64 {
        app.world().resource::<Rehearsed>().0.screens[0].x
    }

    /// Ticks until it is so; whether it ever was.
    fn until(app: &mut App, so: impl Fn(&App) -> bool) -> bool {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            app.update();
            if so(app) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    #[test]
    fn what_is_drafted_hangs_in_the_window_at_once_and_in_the_file_once_it_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wall.toml");
        let mut app = rehearsed(&file);
        app.update();
        assert_eq!(
            (left(&app), app.world().resource::<Stage>().drawn_within),
            (0.0, Some((640, 360)))
        );
        wish(&mut app, WallWish::Edit(Edit::Move { screen: 0, x: -10.5, y: 0.0 }));
        app.update();
        assert_eq!((left(&app), app.world().resource::<Stage>().drawn_within), (-10.5, None));
        assert_eq!(fs::read_to_string(&file).unwrap(), TEXT);
        wish(&mut app, WallWish::AskToSave);
        wish(&mut app, WallWish::Save);
        assert!(until(&mut app, |app| !app
            .world()
            .resource::<Drafting>()
            .board
            .draft()
            .is_changed()));
        assert_eq!(fs::read_to_string(&file).unwrap(), TEXT.replace("x = 0", "x = -10.5"));
    }

    #[test]
    fn a_wall_that_cannot_hang_leaves_the_one_in_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let mut app = rehearsed(&folder.path().join("wall.toml"));
        wish(&mut app, WallWish::Edit(Edit::Add { like: 0 }));
        app.update();
        wish(&mut app, WallWish::Edit(Edit::Move { screen: 1, x: 100.0, y: 0.0 }));
        app.update();
        let hangs = &app.world().resource::<Rehearsed>().0;
        assert_eq!((hangs.screens.len(), hangs.screens[1].x), (2, 1210.0));
    }

    #[test]
    fn a_file_that_is_edited_elsewhere_hangs_in_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wall.toml");
        let mut app = rehearsed(&file);
        app.update();
        fs::write(&file, TEXT.replace("x = 0", "x = 77.25")).unwrap();
        assert!(until(&mut app, |app| left(app) == 77.25));
        assert!(!app.world().resource::<Drafting>().board.draft().is_changed());
    }
}
