//! Offscreen: the wall drawn into an image, read back, and written as stills.

use std::path::{Path, PathBuf};

use bevy::app::App;
use bevy::asset::{Assets, Handle, RenderAssetUsages};
use bevy::image::Image;
use bevy::render::RenderApp;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    BufferDescriptor, BufferUsages, CommandEncoderDescriptor, Extent3d, MapMode, PollType,
    TexelCopyBufferInfo, TexelCopyBufferLayout, TextureDimension, TextureFormat, TextureUsages,
};
use bevy::render::renderer::{RenderDevice, RenderQueue};
use bevy::render::texture::GpuImage;

use super::film_file::FilmFile;

/// A picture of the wall: sRGB, eight bits, red, green, blue and alpha, rows tightly packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallPicture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Four bytes for each pixel.
    pub rgba: Vec<u8>,
}

/// An image for the wall to be drawn into.
pub fn target(app: &mut App, width: u32, height: u32) -> Handle<Image> {
    let mut image = Image::new_uninit(
        Extent3d { width, height, depth_or_array_layers: 1 },
        TextureDimension::D2,
        // Like a window's: the shaders return linear light and the target encodes it.
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.texture_descriptor.usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC;
    app.world_mut().resource_mut::<Assets<Image>>().add(image)
}

/// Reads back what was drawn into `target` by the last update.
///
/// # Errors
/// The picture is not there, or the graphics device was lost; in words.
pub fn read_back(app: &App, target: &Handle<Image>) -> Result<WallPicture, String> {
    let render = app.get_sub_app(RenderApp).ok_or("there is no renderer")?.world();
    let image = render
        .resource::<RenderAssets<GpuImage>>()
        .get(target.id())
        .ok_or("the wall has not been drawn yet")?;
    let device = render.resource::<RenderDevice>();
    let queue = render.resource::<RenderQueue>();
    let size = image.texture.size();
    let row = RenderDevice::align_copy_bytes_per_row(size.width as usize * 4);
    let buffer = device.create_buffer(&BufferDescriptor {
        label: Some("wall picture"),
        size: row as u64 * u64::from(size.height),
        usage: BufferUsages::MAP_READ | BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let mut encoder = device.create_command_encoder(&CommandEncoderDescriptor::default());
    let layout =
        TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(row as u32), rows_per_image: None };
    encoder.copy_texture_to_buffer(
        image.texture.as_image_copy(),
        TexelCopyBufferInfo { buffer: &buffer, layout },
        size,
    );
    queue.submit([encoder.finish()]);
    let slice = buffer.slice(..);
    let (mapped, result) = std::sync::mpsc::sync_channel(1);
    slice.map_async(MapMode::Read, move |outcome| {
        let _gone = mapped.send(outcome).is_err();
    });
    let waited = device.poll(PollType::Wait { submission_index: None, timeout: None });
    waited.map_err(|error| format!("the graphics device does not answer: {error}"))?;
    let outcome = result.recv().map_err(|_closed| "the graphics device was lost".to_owned())?;
    outcome.map_err(|error| format!("the picture could not be read back: {error}"))?;
    let data = slice.get_mapped_range();
    let used = size.width as usize * 4;
    let rgba = data.chunks_exact(row).flat_map(|line| &line[..used]).copied().collect();
    Ok(WallPicture { width: size.width, height: size.height, rgba })
}

/// Where pictures of the wall go: a folder of stills, or one film.
pub enum Recording {
    /// `wall-000001.png` and so on in this folder.
    Stills(PathBuf),
    /// One H.264 film.
    Film(FilmFile),
}

impl Recording {
    /// Opens a recording at `path`: a film where it ends in `.mp4`, else a folder of stills.
    ///
    /// # Errors
    /// The file or folder cannot be made; in words.
    pub fn create(path: &Path, size: (u32, u32), rate: u32) -> Result<Self, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("mp4") => return Ok(Self::Film(FilmFile::create(path, size, rate)?)),
            Some("avi" | "gif" | "m4v" | "mkv" | "mov" | "mpg" | "ogv" | "webm") => {
                return Err(format!("{}: films are written as .mp4 only", path.display()));
            }
            _ => {}
        }
        let made = std::fs::create_dir_all(path);
        made.map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
        Ok(Self::Stills(path.to_owned()))
    }

    /// Adds picture number `index`, seen from `at_ns` on for `lasts_ns`, and says which file it went to, if to one of its own.
    ///
    /// # Errors
    /// The disk is full or the encoder failed; in words.
    pub fn add(
        &mut self,
        index: u64,
        picture: &WallPicture,
        (at_ns, lasts_ns): (u64, u64),
    ) -> Result<Option<PathBuf>, String> {
        match self {
            Self::Film(film) => film.add(picture, at_ns, lasts_ns).map(|()| None),
            Self::Stills(folder) => {
                let file = folder.join(format!("wall-{index:06}.png"));
                save(&file, picture)?;
                Ok(Some(file))
            }
        }
    }

    /// Ends the recording: a film is complete only then.
    ///
    /// # Errors
    /// What is still to be written could not be; in words.
    pub fn finish(self) -> Result<(), String> {
        match self {
            Self::Film(film) => film.finish(),
            Self::Stills(_) => Ok(()),
        }
    }
}

/// Writes a picture as PNG.
///
/// # Errors
/// The file cannot be written; in words.
pub fn save(file: &Path, picture: &WallPicture) -> Result<(), String> {
    image::save_buffer(
        file,
        &picture.rgba,
        picture.width,
        picture.height,
        image::ExtendedColorType::Rgba8,
    )
    .map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
