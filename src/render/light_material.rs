//! Light that is not film: around the pane at the scrub position, and in the empty one.

use bevy::asset::{Asset, Handle, uuid_handle};
use bevy::math::Vec4;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::{Shader, ShaderRef};
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey};

/// Where the shader lies among the assets.
pub const SHADER: Handle<Shader> = uuid_handle!("1f0a9c57-8a52-4a0f-a1c2-93a0d7e6b224");

/// See `assets/shaders/light.wgsl`.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(LightKind)]
pub struct LightMaterial {
    /// Where it falls.
    pub kind: LightKind,
    /// Colour and shape.
    #[uniform(0)]
    pub lit: LightUniform,
}

/// Where light falls: a shader for each.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LightKind {
    /// Around a pane.
    Around,
    /// In an empty pane.
    Fills,
    /// A soft round glow.
    Glow,
}

impl From<&LightMaterial> for LightKind {
    fn from(material: &LightMaterial) -> Self {
        material.kind
    }
}

/// See `assets/shaders/light.wgsl`.
#[derive(ShaderType, Clone, Copy, Debug, PartialEq)]
pub struct LightUniform {
    /// Linear light, and how much.
    pub colour: Vec4,
    /// Size of the quad, reach of the light, and width of the line.
    pub shape: Vec4,
}

impl Material2d for LightMaterial {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        _: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let definition = match key.bind_group_data {
            LightKind::Around => return Ok(()),
            LightKind::Fills => "FILLS",
            LightKind::Glow => "GLOW",
        };
        if let Some(fragment) = &mut descriptor.fragment {
            fragment.shader_defs.push(definition.into());
        }
        Ok(())
    }
}
