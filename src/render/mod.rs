//! Frames to the GPU, and panes to the screen: the one renderer, for a window as for an image.

pub mod film_file;
pub mod film_material;
pub mod label;
pub mod light_material;
pub mod palette;
pub mod panes;
pub mod plugin;
pub mod record;
pub mod still;
pub mod textures;
pub mod upload;
pub mod warm;
pub mod words;
