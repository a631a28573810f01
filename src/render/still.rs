//! The storyboard stills of the inputs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bevy::asset::{Assets, Handle, RenderAssetUsages};
use bevy::camera::visibility::Visibility;
use bevy::color::{Alpha, Color};
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::math::Vec2;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::sprite::Sprite;

use super::panes::place;
use crate::media::plugin::Patience;
use crate::prepare::{self, MediaProblem, Options};
use crate::show::plugin::{Hung, Now};
use crate::wall::framing::{fit, picture_in_pane};
use crate::wall::plugin::Stage;
use crate::wall::{Content, Pane, PaneKey, Rect, Wall};

/// A still is never enlarged beyond a pane: more pixels than this across are not kept.
const LARGEST: u32 = 2048;
/// Stills that may wait to be read.
const WAITING: usize = 1024;

type Read = (PathBuf, Result<(u32, u32, Vec<u8>), MediaProblem>);

/// The stills of an exhibit. They are unknown media: a thread has them decoded in a child process,
/// and the wall goes on meanwhile.
#[derive(Resource)]
pub struct Stills {
    asked: SyncSender<PathBuf>,
    read: Mutex<Receiver<Read>>,
    images: BTreeMap<PathBuf, Still>,
    entities: BTreeMap<(usize, PaneKey), Entity>,
}

/// What is known of a still.
#[derive(Clone)]
enum Still {
    /// It is being read.
    Asked,
    /// It cannot be shown, which was said once.
    Lost,
    /// It is there; with its width over its height.
    There(Handle<Image>, f64),
}

impl Stills {
    /// Starts the thread that reads.
    pub fn new(options: Options) -> Self {
        let (asked, paths) = sync_channel::<PathBuf>(WAITING);
        let (found, read) = sync_channel(4);
        let thread = std::thread::Builder::new().name("stills".to_owned()).spawn(move || {
            for path in paths {
                let still = prepare::still_rgba(&path, LARGEST, &options);
                if found.send((path, still)).is_err() {
                    return;
                }
            }
        });
        if let Err(error) = thread {
            tracing::warn!("storyboard stills are not shown: no thread to read them ({error})");
        }
        Self { asked, read: Mutex::new(read), images: BTreeMap::new(), entities: BTreeMap::new() }
    }

    fn get(&mut self, path: &Path) -> Still {
        if let Some(known) = self.images.get(path) {
            return known.clone();
        }
        // Where too many wait already it is asked for again in the next tick.
        if self.asked.try_send(path.to_owned()).is_ok() {
            self.images.insert(path.to_owned(), Still::Asked);
        }
        Still::Asked
    }

    /// Takes in what was read; waits up to `patience` where `wanted` is still being read.
    fn take_in(&mut self, wanted: &Path, patience: Duration, images: &mut Assets<Image>) {
        let read = self.read.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            let waits = matches!(self.images.get(wanted), Some(Still::Asked));
            let next = match waits && !patience.is_zero() {
                true => read.recv_timeout(patience).ok(),
                false => read.try_recv().ok(),
            };
            let Some((path, still)) = next else { return };
            let still = match still {
                Ok((width, height, pixels)) => {
                    let aspect = f64::from(width) / f64::from(height.max(1));
                    Still::There(images.add(picture(width, height, pixels)), aspect)
                }
                Err(problem) => {
                    tracing::warn!(
                        place = %path.display(),
                        "the still {} is not shown: {problem}",
                        path.display()
                    );
                    Still::Lost
                }
            };
            self.images.insert(path, still);
        }
    }
}

fn picture(width: u32, height: u32, pixels: Vec<u8>) -> Image {
    Image::new(
        Extent3d { width, height, depth_or_array_layers: 1 },
        TextureDimension::D2,
        pixels,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}

/// Asks for all stills before the first of them is shown.
pub fn ask(mut stills: ResMut<Stills>, hung: Res<Hung>) {
    for path in hung.0.shots.iter().filter_map(|shot| shot.storyboard.as_deref()) {
        stills.get(path);
    }
}

/// What an inputs pane is divided into: the still above, the voice as a line, the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputsParts {
    /// The storyboard still's part; nothing where there is none.
    pub still: Rect,
    /// The voice's; nothing where there is none.
    pub voice: Rect,
    /// The words'.
    pub words: Rect,
}

impl InputsParts {
    /// Divides a pane; whatever else there is, three lines of words of this size find room.
    pub fn of(pane: &Rect, has_still: bool, has_voice: bool, type_size: f32) -> Self {
        let margin = pane.w.min(pane.h) * 0.05;
        let voice_h = if has_voice { (pane.h * 0.09).round() } else { 0.0 };
        let words_h = (type_size * 3.0 * 1.27 + 2.0 * margin).min(pane.h * 0.6);
        let still_h = (pane.h - voice_h - words_h).min(pane.h * 0.58).round();
        let (still, below) = pane.cut_down(if has_still { still_h } else { 0.0 }, 0.0);
        let (voice, words) = below.cut_down(voice_h, 0.0);
        let voice = Rect { x: voice.x + margin, w: voice.w - 2.0 * margin, ..voice };
        Self { still, voice, words: words.grown(-margin) }
    }
}

/// The pane shows what all versions were made from, and is wide enough to: not an end of strata.
pub fn shows_inputs(pane: &Pane, wall: &Wall) -> bool {
    pane.content == Content::Inputs && pane.hung.rect.w >= wall.smallest_type() * 7.0
}

/// Shows the storyboard still of the present shot in every inputs pane.
pub fn show(
    mut commands: Commands,
    mut stills: ResMut<Stills>,
    mut images: ResMut<Assets<Image>>,
    patience: Res<Patience>,
    now: Res<Now>,
    hung: Res<Hung>,
    stage: Res<Stage>,
) {
    let shot = &hung.0.shots[hung.0.shot_at(now.0.film)];
    let found = shot.storyboard.as_deref().and_then(|path| {
        stills.get(path);
        stills.take_in(path, patience.longest(), &mut images);
        match stills.get(path) {
            Still::There(handle, aspect) => Some((handle, aspect)),
            Still::Asked | Still::Lost => None,
        }
    });
    let panes: Vec<(usize, &Pane)> =
        stage.panes().filter(|(_, pane)| shows_inputs(pane, &stage.wall)).collect();
    stills.entities.retain(|key, entity| {
        let stays = found.is_some() && panes.iter().any(|(part, pane)| (*part, pane.key) == *key);
        if !stays {
            commands.entity(*entity).despawn();
        }
        stays
    });
    let Some((handle, aspect)) = found else { return };
    let type_size = stage.wall.smallest_type();
    for (order, (part, pane)) in panes.into_iter().enumerate() {
        let area = InputsParts::of(&pane.hung.rect, true, shot.voice.is_some(), type_size).still;
        let [x, y, w, h] =
            picture_in_pane(&fit(crate::exhibit::Framing::Contain, (area.w, area.h), aspect, 1.0));
        let rect =
            Rect { x: area.x + x * area.w, y: area.y + y * area.h, w: w * area.w, h: h * area.h };
        let mut at = place(&rect, stage.size(), 800.0 + order as f32);
        at.scale = bevy::math::Vec3::ONE;
        let sprite = Sprite {
            image: handle.clone(),
            custom_size: Some(Vec2::new(rect.w, rect.h)),
            color: Color::WHITE.with_alpha(pane.hung.opacity),
            ..Default::default()
        };
        let drawn = (sprite, at, Visibility::Visible);
        match stills.entities.get(&(part, pane.key)) {
            Some(entity) => drop(commands.entity(*entity).insert(drawn)),
            None => {
                let entity = commands.spawn(drawn).id();
                stills.entities.insert((part, pane.key), entity);
            }
        }
    }
}
