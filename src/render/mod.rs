//! Frames to the GPU, and panes to the screen: the one renderer, for a window as for an image.

pub mod captions;
mod card;
pub mod connected;
mod credentials;
mod curves;
pub mod film_file;
pub mod film_material;
pub mod ink;
pub mod ink_material;
pub mod inscribe;
pub mod label;
pub mod light_material;
pub mod outputs;
pub mod palette;
pub mod panes;
pub mod plugin;
pub mod record;
pub mod still;
pub mod sweep;
pub mod textures;
pub mod trim;
pub mod typeset;
pub mod upload;
pub mod veil;
pub mod voice;
pub mod warm;
pub mod words;
