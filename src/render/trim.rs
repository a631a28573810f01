//! Screens that are brighter or bluer than their neighbours give less of their light.
//!
//! What is drawn is multiplied by the screen's gain, as light: so the trim is the same at every
//! grey, and no picture needs to know of it.

use bevy::asset::{Asset, AssetId, Assets, Handle};
use bevy::camera::visibility::NoFrustumCulling;
use bevy::ecs::prelude::*;
use bevy::mesh::{Mesh, Mesh2d, MeshVertexBufferLayoutRef};
use bevy::reflect::TypePath;
use bevy::render::render_resource::{
    AsBindGroup, BlendComponent, BlendFactor, BlendOperation, BlendState, RenderPipelineDescriptor,
    SpecializedMeshPipelineError,
};
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, MeshMaterial2d};
use bevy::transform::components::Transform;

use super::ink::Ink;
use super::ink_material;
use crate::installation::Installation;
use crate::wall::Wall;

/// Multiplies what is beneath by the colours of its vertices.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug, Default)]
pub struct TrimMaterial {}

impl Material2d for TrimMaterial {
    fn fragment_shader() -> ShaderRef {
        ink_material::SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        _layout: &MeshVertexBufferLayoutRef,
        _key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let colour = BlendComponent {
            src_factor: BlendFactor::Dst,
            dst_factor: BlendFactor::Zero,
            operation: BlendOperation::Add,
        };
        let blend = BlendState { color: colour, alpha: BlendComponent::OVER };
        let targets = descriptor.fragment.iter_mut().flat_map(|fragment| &mut fragment.targets);
        targets.flatten().for_each(|target| target.blend = Some(blend));
        Ok(())
    }
}

/// What lies over the screens, if any of them is trimmed.
#[derive(Resource, Default)]
pub struct Trim(Option<(Entity, AssetId<Mesh>)>);

/// Lays the gain of each screen over a wall, in place of what lay there.
pub fn lay(
    installation: &Installation,
    wall: &Wall,
    trim: &mut Trim,
    (meshes, materials): (&mut Assets<Mesh>, &mut Assets<TrimMaterial>),
    commands: &mut Commands,
) {
    if let Some((entity, mesh)) = trim.0.take() {
        commands.entity(entity).despawn();
        meshes.remove(mesh);
    }
    let mut ink = Ink::default();
    for (screen, rect) in installation.screens.iter().zip(&wall.screens) {
        if screen.gain != [1.0; 3] {
            let [red, green, blue] = screen.gain.map(|gain| gain as f32);
            ink.fills.push((*rect, [red, green, blue, 1.0]));
        }
    }
    if ink.is_empty() {
        return;
    }
    let mesh: Handle<Mesh> = meshes.add(ink.mesh(wall.size));
    let id = mesh.id();
    let bundle = (
        Mesh2d(mesh),
        MeshMaterial2d(materials.add(TrimMaterial {})),
        Transform::from_xyz(0.0, 0.0, 980.0),
        NoFrustumCulling,
    );
    trim.0 = Some((commands.spawn(bundle).id(), id));
}
