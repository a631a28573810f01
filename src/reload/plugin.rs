//! Live reload within Bevy: what was read is hung between two ticks.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;
use bevy::window::{PrimaryWindow, Window};

use super::Edition;
use super::captions::CaptionWatch;
use super::watch::Watch;
use crate::media::beneath::Sets;
use crate::media::plugin::{Beneath, Playable, Reels};
use crate::render::captions::Captions;
use crate::show::plugin::{Hung, Inbox, ShowClock, ShowSystems, TheShow};
use crate::show::{Program, ShowCommand};

/// The exhibit file that is watched; in a lock only because Bevy shares its resources.
#[derive(Resource)]
struct Watched(Mutex<Watch>);

/// What the file says, whatever of it is left out of the wall.
#[derive(Resource)]
pub struct Whole(pub Edition);

/// How many errors the exhibit file has since it was last edited: then what hangs goes on. All
/// copies are one.
#[derive(Resource, Clone, Default)]
pub struct FileErrors(Arc<AtomicUsize>);

impl FileErrors {
    /// So many were found.
    pub fn note(&self, errors: usize) {
        self.0.store(errors, Ordering::Relaxed);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// The versions that somebody at rehearsal leaves out of the wall, by their ids. They go and come
/// as versions do that leave the file and come back.
#[derive(Resource, Default)]
pub struct LeftOut(pub BTreeSet<String>);

/// The caption files that are watched.
#[derive(Resource, Default)]
struct Subtitles(Option<CaptionWatch>);

/// Hangs every good edition of the file that `watch` watches, from the next tick on; until then
/// `hangs` does.
pub fn plugin(app: &mut App, hangs: Edition, watch: Watch) {
    app.insert_resource(Watched(Mutex::new(watch)))
        .insert_resource(Whole(hangs))
        .init_resource::<LeftOut>()
        .init_resource::<Subtitles>()
        .add_systems(Update, (hang, caption).chain().in_set(ShowSystems::Input));
}

/// Everything changes within one tick: the show by its command, what is told of the exhibit, and
/// the reels, of which those of unchanged versions run on. Textures follow by themselves: every
/// picture has a number of its own, so none is mistaken for one that was there before.
fn hang(
    mut watched: ResMut<Watched>,
    (mut whole, left_out): (ResMut<Whole>, Res<LeftOut>),
    clock: Res<ShowClock>,
    (mut hung, mut playable): (ResMut<Hung>, ResMut<Playable>),
    (mut reels, mut beneath): (ResMut<Reels>, ResMut<Beneath>),
    mut inbox: ResMut<Inbox>,
    show: Res<TheShow>,
    window: Option<Single<&mut Window, With<PrimaryWindow>>>,
) {
    let watch = watched.0.get_mut().unwrap_or_else(PoisonError::into_inner);
    match watch.newest() {
        Some(edition) => {
            whole.0 = edition;
            tracing::info!("the exhibit was read again and hangs");
        }
        None if left_out.is_changed() && !left_out.is_added() => {}
        None => return,
    }
    let edition = whole.0.without(&left_out.0);
    let program = Program::playing(&edition.exhibit, &edition.prepared);
    inbox.push(clock.0.now(), ShowCommand::Replace(program));
    reels.0.replace(edition.prepared.clone());
    beneath.0.replace(Arc::new(Sets::of(&edition.exhibit, &edition.takes)));
    if let Some(mut window) = window {
        edition.exhibit.title.get(&show.0.settings().language).clone_into(&mut window.title);
    }
    playable.0 = edition.prepared;
    hung.0 = edition.exhibit;
}

/// Takes captions whose files were edited, and watches those of whatever hangs.
fn caption(mut watch: ResMut<Subtitles>, hung: Res<Hung>, captions: Option<ResMut<Captions>>) {
    let known = watch.0.as_ref().is_some_and(|watch| Arc::ptr_eq(&watch.exhibit, &hung.0));
    if !known {
        watch.0 = Some(CaptionWatch::start(Arc::clone(&hung.0)));
        return;
    }
    if let Some(mut captions) = captions
        && let Some(shelves) = watch.0.as_ref().and_then(CaptionWatch::newest)
    {
        captions.shelves = shelves;
    }
}
