//! The start page within Bevy: a window without a wall.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bevy::app::{App, AppExit, Startup, Update};
use bevy::camera::{Camera2d, ClearColor};
use bevy::ecs::prelude::*;
use bevy::window::{FileDragAndDrop, close_when_requested};
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::{
    EguiContexts, EguiGlobalSettings, EguiPlugin, EguiPrimaryContextPass, PrimaryEguiContext, egui,
};

use super::book::{Book, News, Task};
use super::work::{Draw, Hands};
use super::{Page, StartWish, dress, start_page};
use crate::prepare::Options;
use crate::rehearsal::clipboard;
use crate::rehearsal::editor::{self, Editors};
use crate::rehearsal::memory::plugin::Remembering;
use crate::render::palette;

/// News that wait to be read; whoever has more waits. They are read at every breath.
const NEWS: usize = 256;
/// The page is drawn at least so often, for what threads tell.
const BREATH: Duration = Duration::from_millis(80);

/// Where to go from the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// What to hang.
    pub exhibit: PathBuf,
    /// Where; none for one screen that fills the window.
    pub installation: Option<PathBuf>,
}

/// How things are done on the start page.
pub struct Means {
    /// How things are prepared.
    pub options: Options,
    /// The folder of the media, where it is another than the exhibit's.
    pub media: Option<PathBuf>,
    /// Draws stand-ins.
    pub draw: Draw,
}

/// The page, who works for it, and what was told.
#[derive(Resource)]
struct Desk {
    book: Book,
    hands: Hands,
    news: Mutex<Receiver<News>>,
    pictures: Mutex<Receiver<(PathBuf, [usize; 2], Vec<u8>)>>,
    textures: Vec<egui::TextureHandle>,
    began: Option<(PathBuf, Instant)>,
    leaving: Arc<Mutex<Option<Leaving>>>,
    dressed: bool,
}

/// Adds the page. When the window is left for a wall, what to hang is in what this returns.
pub fn plugin(
    app: &mut App,
    book: Book,
    first: Option<Task>,
    means: Means,
) -> Arc<Mutex<Option<Leaving>>> {
    let ((tell, news), (show, pictures)) = (sync_channel(NEWS), sync_channel(NEWS));
    let Means { options, media, draw } = means;
    let (current, one) = (Arc::new(AtomicU64::new(0)), Arc::default());
    let looked_at = Arc::default();
    let hands = Hands { options, media, draw, tell, show, current, looked_at, one };
    let leaving = Arc::new(Mutex::new(None));
    let desk = Desk {
        book,
        hands,
        news: Mutex::new(news),
        pictures: Mutex::new(pictures),
        textures: Vec::new(),
        began: None,
        leaving: Arc::clone(&leaving),
        dressed: false,
    };
    let mode = UpdateMode::reactive(BREATH);
    app.add_plugins((EguiPlugin::default(), clipboard::plugin))
        .insert_resource(EguiGlobalSettings {
            auto_create_primary_context: false,
            ..Default::default()
        })
        .insert_resource(ClearColor(palette::GROUND))
        .insert_resource(WinitSettings { focused_mode: mode, unfocused_mode: mode })
        .insert_resource(desk)
        .add_systems(Startup, move |mut commands: Commands, mut desk: ResMut<Desk>| {
            commands.spawn((Camera2d, PrimaryEguiContext));
            let home = &desk.book.view.home;
            let cards = home.recent.iter().chain(&home.shipped).filter(|card| !card.gone);
            let paths = cards.map(|card| card.path.clone()).collect();
            desk.hands.picture(paths);
            if let Some(task) = first.clone() {
                desk.task(task);
            }
        })
        .add_systems(Update, (hear, drop_files, close_when_requested).chain())
        .add_systems(EguiPrimaryContextPass, draw_page);
    leaving
}

impl Desk {
    /// Does it, or has it done. What ends the page is returned.
    fn task(&mut self, task: Task) -> Option<Task> {
        match task {
            Task::List(folder) => self.hands.list(folder),
            Task::Look(number, folder) => self.hands.look(number, folder),
            Task::Write(folder, text) => self.hands.write(folder, text),
            Task::Prepare(number, exhibit) => {
                self.began = Some((exhibit.clone(), Instant::now()));
                self.hands.prepare(number, exhibit);
            }
            Task::Stop => self.hands.stop(),
            Task::GiveUp => self.hands.give_up(),
            other => return Some(other),
        }
        None
    }

    fn tasks(
        &mut self,
        tasks: Vec<Task>,
        exits: &mut MessageWriter<AppExit>,
        remembering: &mut Remembering,
    ) {
        for task in tasks {
            match self.task(task) {
                Some(Task::Play { exhibit, installation }) => {
                    let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
                    *leaving = Some(Leaving { exhibit, installation });
                    exits.write(AppExit::Success);
                }
                Some(Task::Mend(at)) => {
                    let editors = Editors::from_environment();
                    let call = editor::call(&editors, &at.file, at.line, at.column);
                    self.book.view.notice = editor::start(&call).err();
                }
                Some(Task::Leave) => drop(exits.write(AppExit::Success)),
                Some(Task::Forget(path)) => remembering.change(|memory| memory.forget(&path)),
                _ => {}
            }
        }
    }
}

/// What threads told since the last time.
fn hear(
    mut desk: ResMut<Desk>,
    mut exits: MessageWriter<AppExit>,
    mut remembering: ResMut<Remembering>,
) {
    loop {
        let news = desk.news.lock().unwrap_or_else(PoisonError::into_inner).try_recv();
        let Ok(news) = news else { break };
        let tasks = desk.book.news(news);
        desk.tasks(tasks, &mut exits, &mut remembering);
    }
    let elapsed = desk.began.as_ref().map(|(_, began)| began.elapsed().as_secs_f64());
    if let (Page::Preparing(preparing), Some(elapsed)) = (&mut desk.book.view.page, elapsed)
        && !preparing.over
    {
        preparing.elapsed_s = elapsed;
    }
}

fn drop_files(
    mut desk: ResMut<Desk>,
    mut dropped: MessageReader<FileDragAndDrop>,
    mut exits: MessageWriter<AppExit>,
    mut remembering: ResMut<Remembering>,
) {
    let mut taken = false;
    for message in dropped.read() {
        match message {
            FileDragAndDrop::HoveredFile { .. } => desk.book.view.hovered = true,
            FileDragAndDrop::HoveredFileCanceled { .. } => desk.book.view.hovered = false,
            // Of several files at once the first tells the folder.
            FileDragAndDrop::DroppedFile { path_buf, .. } => {
                desk.book.view.hovered = false;
                if !std::mem::replace(&mut taken, true) {
                    let tasks = desk.book.dropped(path_buf);
                    desk.tasks(tasks, &mut exits, &mut remembering);
                }
            }
        }
    }
}

fn draw_page(
    mut desk: ResMut<Desk>,
    mut contexts: EguiContexts,
    mut exits: MessageWriter<AppExit>,
    mut remembering: ResMut<Remembering>,
) -> Result {
    let context = contexts.ctx_mut()?.clone();
    if !desk.dressed {
        dress::dress(&context);
        desk.dressed = true;
        return Ok(());
    }
    hang_pictures(&mut desk, &context);
    let layer = egui::LayerId::background();
    let room = egui::UiBuilder::new().layer_id(layer).max_rect(context.viewport_rect());
    let mut root = egui::Ui::new(context, "start".into(), room);
    let mut wishes: Vec<StartWish> = Vec::new();
    start_page(&mut root, &desk.book.view, &mut wishes);
    for wish in wishes {
        let tasks = desk.book.wish(wish);
        desk.tasks(tasks, &mut exits, &mut remembering);
    }
    Ok(())
}

/// Puts pictures that have come on their cards.
fn hang_pictures(desk: &mut Desk, context: &egui::Context) {
    loop {
        let picture = desk.pictures.lock().unwrap_or_else(PoisonError::into_inner).try_recv();
        let Ok((path, size, samples)) = picture else { return };
        let image = egui::ColorImage::from_rgba_unmultiplied(size, &samples);
        let name = path.display().to_string();
        let texture = context.load_texture(name, image, egui::TextureOptions::LINEAR);
        let seen = (texture.id(), texture.size_vec2());
        desk.textures.push(texture);
        let home = &mut desk.book.view.home;
        for card in home.recent.iter_mut().chain(&mut home.shipped) {
            if card.path == path {
                card.picture = Some(seen);
            }
        }
    }
}
