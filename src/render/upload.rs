//! Planes to the GPU: once per new frame, straight from the decoder's buffer into a texture that
//! stays, so that no asset is re-extracted and no bind group rebuilt.

use bevy::asset::AssetId;
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::render::MainWorld;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{Extent3d, Origin3d, TexelCopyBufferLayout};
use bevy::render::renderer::RenderQueue;
use bevy::render::texture::GpuImage;

use crate::media::Picture;

/// One plane of a picture that a texture waits for.
#[derive(Clone)]
pub struct Upload {
    /// The texture.
    pub texture: AssetId<Image>,
    /// The picture whose plane it is.
    pub picture: Picture,
    /// Which plane.
    pub plane: usize,
    /// Where in the texture its upper left corner goes.
    pub at: (u32, u32),
}

/// What one tick hands to the GPU. In the main world it fills up; in the render world it is
/// written and counted. All of a tick's planes cross together.
#[derive(Resource, Default)]
pub struct Pending {
    uploads: Vec<Upload>,
    /// Bytes written since the start.
    pub bytes: u64,
}

impl Pending {
    /// Adds a plane; a newer one for the same place of a texture replaces the older.
    pub fn push(&mut self, upload: Upload) {
        self.uploads.retain(|old| (old.texture, old.at) != (upload.texture, upload.at));
        self.uploads.push(upload);
    }
}

/// Moves the tick's planes into the render world.
pub fn extract(mut main: ResMut<MainWorld>, mut pending: ResMut<Pending>) {
    if let Some(mut from) = main.get_resource_mut::<Pending>() {
        for upload in from.uploads.drain(..) {
            pending.push(upload);
        }
        from.bytes = pending.bytes;
    }
}

/// Writes the planes; one whose texture is not made yet waits for the next refresh.
pub fn write(
    mut pending: ResMut<Pending>,
    images: Res<RenderAssets<GpuImage>>,
    queue: Res<RenderQueue>,
) {
    let uploads = std::mem::take(&mut pending.uploads);
    for upload in uploads {
        let Some(image) = images.get(upload.texture) else {
            pending.uploads.push(upload);
            continue;
        };
        let plane = upload.picture.planes.plane(upload.plane);
        let size = image.texture.size();
        let (x, y) = (upload.at.0.min(size.width), upload.at.1.min(size.height));
        let extent = Extent3d {
            width: plane.width.min(size.width - x),
            height: plane.height.min(size.height - y),
            depth_or_array_layers: 1,
        };
        if extent.width == 0 || extent.height == 0 {
            continue;
        }
        let layout = TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(plane.stride),
            rows_per_image: None,
        };
        let mut to = image.texture.as_image_copy();
        to.origin = Origin3d { x, y, z: 0 };
        queue.write_texture(to, plane.data, layout, extent);
        pending.bytes += u64::from(extent.width) * u64::from(extent.height);
    }
}
