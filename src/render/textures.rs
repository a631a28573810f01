//! One set of plane textures for each version on each rung that is shown.

use std::collections::BTreeMap;

use bevy::asset::{Assets, Handle, RenderAssetUsages};
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};

use super::upload::{Pending, Upload};
use crate::media::Picture;

/// Textures not shown for this many ticks are given back.
const KEEP_TICKS: u64 = 600;

/// The plane textures in use, by version and rung.
#[derive(Resource, Default)]
pub struct Textures {
    slots: BTreeMap<(usize, usize), Slot>,
}

/// The planes of one version on one rung.
pub struct Slot {
    /// Y′, Cb and Cr.
    pub planes: [Handle<Image>; 3],
    /// The coded size in luma samples.
    pub coded: (u32, u32),
    serial: Option<u64>,
    used: u64,
}

impl Textures {
    /// The slot of a version on a rung, its planes holding `picture` from this tick on.
    /// A picture that is there already, by its serial number, is not uploaded again.
    pub fn show(
        &mut self,
        key: (usize, usize),
        coded: (u32, u32),
        (serial, picture): (u64, &Picture),
        tick: u64,
        images: &mut Assets<Image>,
        pending: &mut Pending,
    ) -> &Slot {
        let slot = self.slots.entry(key).or_insert_with(|| Slot::new(coded, images));
        if slot.coded != coded {
            *slot = Slot::new(coded, images);
        }
        slot.used = tick;
        if slot.serial != Some(serial) {
            slot.serial = Some(serial);
            for (plane, texture) in slot.planes.iter().enumerate() {
                let (texture, picture) = (texture.id(), picture.clone());
                pending.push(Upload { texture, picture, plane, at: (0, 0) });
            }
        }
        slot
    }

    /// Gives back what has not been shown for long.
    pub fn prune(&mut self, tick: u64) {
        self.slots.retain(|_, slot| slot.used + KEEP_TICKS > tick);
    }

    /// Forgets everything: the renditions are others now.
    pub fn clear(&mut self) {
        self.slots.clear();
    }
}

impl Slot {
    fn new(coded: (u32, u32), images: &mut Assets<Image>) -> Self {
        let (w, h) = coded;
        let mut plane = |width: u32, height: u32| images.add(empty_plane(width, height));
        let planes = [plane(w, h), plane(w / 2, h / 2), plane(w / 2, h / 2)];
        Self { planes, coded, serial: None, used: 0 }
    }
}

/// A texture of eight-bit samples that is only ever written by `upload.rs`.
pub fn empty_plane(width: u32, height: u32) -> Image {
    let size = Extent3d { width: width.max(1), height: height.max(1), depth_or_array_layers: 1 };
    let mut image = Image::new_uninit(
        size,
        TextureDimension::D2,
        TextureFormat::R8Unorm,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.texture_descriptor.usage = TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST;
    image
}
