//! Light that is not film: around the pane at the scrub position, and in the empty one.

use bevy::asset::{Asset, Handle, uuid_handle};
use bevy::math::Vec4;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::shader::{Shader, ShaderRef};
use bevy::sprite_render::{AlphaMode2d, Material2d};

/// Where the shader lies among the assets.
pub const SHADER: Handle<Shader> = uuid_handle!("1f0a9c57-8a52-4a0f-a1c2-93a0d7e6b224");

/// See `assets/shaders/light.wgsl`.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub struct LightMaterial {
    /// Colour and shape.
    #[uniform(0)]
    pub lit: LightUniform,
}

/// See `assets/shaders/light.wgsl`.
#[derive(ShaderType, Clone, Copy, Debug, PartialEq)]
pub struct LightUniform {
    /// Linear light, and how much.
    pub colour: Vec4,
    /// Size of the quad, reach of the light, and its kind.
    pub shape: Vec4,
}

impl Material2d for LightMaterial {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }
}
