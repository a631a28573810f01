//! The storyboard stills of the inputs, loaded when they are first shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bevy::asset::{Assets, Handle, RenderAssetUsages};
use bevy::camera::visibility::Visibility;
use bevy::color::{Alpha, Color};
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::math::Vec2;
use bevy::sprite::Sprite;

use super::panes::place;
use crate::show::plugin::{Hung, Now};
use crate::wall::framing::{fit, picture_in_pane};
use crate::wall::plugin::Stage;
use crate::wall::{Content, Pane, PaneKey, Rect};

/// A still is never enlarged beyond a pane: more pixels than this are not kept.
const LARGEST: u32 = 2048;
/// A file of more pixels than this across is not opened.
const LARGEST_FILE: u32 = 16_384;

/// Stills by path; none where one could not be read, which was said once.
#[derive(Resource, Default)]
pub struct Stills {
    images: BTreeMap<PathBuf, Option<(Handle<Image>, f64)>>,
    entities: BTreeMap<PaneKey, Entity>,
}

/// The part of an inputs pane that its still takes.
pub fn still_area(pane: &Rect) -> Rect {
    Rect { x: pane.x, y: pane.y, w: pane.w, h: (pane.h * 0.62).round() }
}

/// Shows the storyboard still of the present shot in every inputs pane.
pub fn show(
    mut commands: Commands,
    mut stills: ResMut<Stills>,
    mut images: ResMut<Assets<Image>>,
    now: Res<Now>,
    hung: Res<Hung>,
    stage: Res<Stage>,
) {
    let shot = &hung.0.shots[hung.0.shot_at(now.0.film)];
    let found = shot.storyboard.as_deref().and_then(|path| stills.load(path, &mut images));
    let panes: Vec<&Pane> =
        stage.panes.iter().filter(|pane| pane.content == Content::Inputs).collect();
    stills.entities.retain(|key, entity| {
        let stays = found.is_some() && panes.iter().any(|pane| pane.key == *key);
        if !stays {
            commands.entity(*entity).despawn();
        }
        stays
    });
    let Some((handle, aspect)) = found else { return };
    for (order, pane) in panes.into_iter().enumerate() {
        let area = still_area(&pane.rect);
        let [x, y, w, h] =
            picture_in_pane(&fit(crate::exhibit::Framing::Contain, (area.w, area.h), aspect, 1.0));
        let rect =
            Rect { x: area.x + x * area.w, y: area.y + y * area.h, w: w * area.w, h: h * area.h };
        let mut at = place(&rect, stage.size, 800.0 + order as f32);
        at.scale = bevy::math::Vec3::ONE;
        let sprite = Sprite {
            image: handle.clone(),
            custom_size: Some(Vec2::new(rect.w, rect.h)),
            color: Color::WHITE.with_alpha(pane.opacity),
            ..Default::default()
        };
        let drawn = (sprite, at, Visibility::Visible);
        match stills.entities.get(&pane.key) {
            Some(entity) => drop(commands.entity(*entity).insert(drawn)),
            None => {
                let entity = commands.spawn(drawn).id();
                stills.entities.insert(pane.key, entity);
            }
        }
    }
}

impl Stills {
    fn load(&mut self, path: &Path, images: &mut Assets<Image>) -> Option<(Handle<Image>, f64)> {
        if let Some(known) = self.images.get(path) {
            return known.clone();
        }
        let loaded = match read(path) {
            Ok((width, height, pixels)) => {
                let size = bevy::render::render_resource::Extent3d {
                    width,
                    height,
                    depth_or_array_layers: 1,
                };
                let image = Image::new(
                    size,
                    bevy::render::render_resource::TextureDimension::D2,
                    pixels,
                    bevy::render::render_resource::TextureFormat::Rgba8UnormSrgb,
                    RenderAssetUsages::RENDER_WORLD,
                );
                Some((images.add(image), f64::from(width) / f64::from(height)))
            }
            Err(problem) => {
                tracing::warn!("the storyboard still {} is not shown: {problem}", path.display());
                None
            }
        };
        self.images.insert(path.to_owned(), loaded.clone());
        loaded
    }
}

/// Reads a still as sRGB, no larger than it is ever shown.
fn read(path: &Path) -> Result<(u32, u32, Vec<u8>), image::ImageError> {
    let mut reader = image::ImageReader::open(path)?.with_guessed_format()?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(LARGEST_FILE);
    limits.max_image_height = Some(LARGEST_FILE);
    limits.max_alloc = Some(512 << 20);
    reader.limits(limits);
    let still = reader.decode()?;
    let still = match still.width().max(still.height()) > LARGEST {
        true => still.thumbnail(LARGEST, LARGEST),
        false => still,
    };
    let still = still.into_rgba8();
    Ok((still.width(), still.height(), still.into_raw()))
}
