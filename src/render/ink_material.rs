//! The material of lines and dots, and the entities that they are drawn by.

use std::collections::BTreeMap;

use bevy::asset::{Asset, Assets, Handle, uuid_handle};
use bevy::camera::visibility::{NoFrustumCulling, Visibility};
use bevy::ecs::prelude::*;
use bevy::math::Vec3;
use bevy::mesh::{Mesh, Mesh2d};
use bevy::reflect::TypePath;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::{Shader, ShaderRef};
use bevy::sprite_render::{AlphaMode2d, Material2d, MeshMaterial2d};
use bevy::transform::components::Transform;

use super::ink::Ink;

/// Where the shader lies among the assets.
pub const SHADER: Handle<Shader> = uuid_handle!("6be40a02-9a0f-4d0e-8c2b-2a1f6d1f5b33");

/// Shows the colours of its vertices.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug, Default)]
pub struct InkMaterial {}

impl Material2d for InkMaterial {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }
}

/// Which drawing it is, from tick to tick; what moves with the hand is apart from what rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InkKey {
    /// The axis of generations, its strands and arcs.
    Ribbon,
    /// The scrub position on it.
    Position,
    /// What was measured of the pictures.
    Curves,
    /// The voice as a line.
    Voice,
    /// Between two versions, or along the strips.
    Divider,
    /// Beneath captions.
    Caption,
    /// The lines of the commissioning card.
    Card,
    /// The fields over them.
    CardFields,
    /// What hides the picture between screens.
    Bezels,
    /// Black over everything while the venue is closed.
    Curtain,
}

impl InkKey {
    /// Above pictures and beneath words; bezels above all.
    fn height(self) -> f32 {
        match self {
            Self::Ribbon | Self::Voice | Self::Curves => 850.0,
            Self::Divider | Self::Card => 855.0,
            Self::Position | Self::CardFields => 860.0,
            Self::Caption => 865.0,
            Self::Bezels => 950.0,
            Self::Curtain => 970.0,
        }
    }
}

/// The drawings on the wall and what each of them shows.
#[derive(Resource, Default)]
pub struct Drawings(BTreeMap<(usize, InkKey), Drawing>);

struct Drawing {
    entity: Entity,
    ink: Ink,
    wall: (f32, f32),
    mesh: Handle<Mesh>,
}

/// The one material of all ink.
#[derive(Resource)]
pub struct InkWell(Handle<InkMaterial>);

impl FromWorld for InkWell {
    fn from_world(world: &mut World) -> Self {
        Self(world.resource_mut::<Assets<InkMaterial>>().add(InkMaterial {}))
    }
}

impl InkWell {
    /// What draws a mesh in ink.
    pub fn material(&self) -> MeshMaterial2d<InkMaterial> {
        MeshMaterial2d(self.0.clone())
    }
}

/// Brings the drawings of each part of the wall to what is drawn in this tick; what stays the same is not touched.
pub fn draw(
    drawn: Vec<((usize, InkKey), Ink)>,
    wall: (f32, f32),
    known: &mut Drawings,
    well: &InkWell,
    meshes: &mut Assets<Mesh>,
    commands: &mut Commands,
) {
    known.0.retain(|key, drawing| {
        let stays = drawn.iter().any(|(other, ink)| other == key && !ink.is_empty());
        if !stays {
            commands.entity(drawing.entity).despawn();
            meshes.remove(&drawing.mesh);
        }
        stays
    });
    for (key, ink) in drawn {
        if ink.is_empty() {
            continue;
        }
        if let Some(drawing) = known.0.get_mut(&key) {
            if (drawing.wall, &drawing.ink) != (wall, &ink) {
                if let Err(error) = meshes.insert(&drawing.mesh, ink.mesh(wall)) {
                    tracing::error!("the drawing {key:?} cannot be changed: {error}");
                }
                (drawing.wall, drawing.ink) = (wall, ink);
            }
            continue;
        }
        let mesh = meshes.add(ink.mesh(wall));
        let bundle = (
            Mesh2d(mesh.clone()),
            well.material(),
            Transform::from_translation(Vec3::new(0.0, 0.0, key.1.height())),
            // Its bounds are those of its first shape; it is always on the wall anyway.
            NoFrustumCulling,
            Visibility::Visible,
        );
        let entity = commands.spawn(bundle).id();
        known.0.insert(key, Drawing { entity, ink, wall, mesh });
    }
}
