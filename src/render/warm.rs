//! Every shader is used once, out of sight, before the hand needs it: compiling one in the middle
//! of the first dissolve would hold up a refresh.

use bevy::asset::Assets;
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::math::{Vec3, Vec4};
use bevy::mesh::{Mesh, Mesh2d};
use bevy::sprite_render::MeshMaterial2d;
use bevy::transform::components::Transform;

use super::film_material::{FilmMaterial, FilmUniform, SourceUniform};
use super::ink::Ink;
use super::ink_material::InkWell;
use super::light_material::{LightKind, LightMaterial, LightUniform};
use super::panes::UnitSquare;
use super::takes;
use super::takes_material::{TakesMaterial, TakesUniform};
use super::textures::empty_plane;

/// Ticks after which every shader has been compiled.
const TICKS: u8 = 6;

/// A quad of one pixel in the middle of the wall, behind everything, in the colour of the ground.
#[derive(Component)]
pub struct Warming(u8);

/// Puts the quads up.
pub fn begin(
    mut commands: Commands,
    square: Res<UnitSquare>,
    mut images: ResMut<Assets<Image>>,
    mut films: ResMut<Assets<FilmMaterial>>,
    mut lights: ResMut<Assets<LightMaterial>>,
    mut takes: ResMut<Assets<TakesMaterial>>,
    (mut meshes, ink): (ResMut<Assets<Mesh>>, Res<InkWell>),
) {
    let plane = images.add(empty_plane(2, 2));
    let behind = Transform::from_translation(Vec3::new(0.0, 0.0, -100.0));
    for (mixed, opacity) in [(0.0, 1.0), (0.0, 0.5), (0.5, 1.0), (0.5, 0.5)] {
        let mut film = FilmUniform::alone(SourceUniform::empty());
        film.ground.w = opacity;
        film.mixing.x = mixed;
        let [a_y, a_cb, a_cr, b_y, b_cb, b_cr] = std::array::from_fn(|_| plane.clone());
        let material = films.add(FilmMaterial { film, a_y, a_cb, a_cr, b_y, b_cb, b_cr });
        let quad = (Warming(TICKS), Mesh2d(square.0.clone()), MeshMaterial2d(material), behind);
        commands.spawn(quad);
    }
    let material = takes.add(TakesMaterial {
        takes: TakesUniform::new(1.0),
        luma: plane.clone(),
        blue: plane.clone(),
        red: plane,
    });
    let quad = meshes.add(takes::nothing());
    commands.spawn((Warming(TICKS), Mesh2d(quad), MeshMaterial2d(material), behind));
    for kind in [LightKind::Around, LightKind::Fills, LightKind::Glow] {
        let lit = LightUniform { colour: Vec4::ZERO, shape: Vec4::ONE };
        let material = lights.add(LightMaterial { kind, lit });
        let quad = (Warming(TICKS), Mesh2d(square.0.clone()), MeshMaterial2d(material), behind);
        commands.spawn(quad);
    }
    let mut speck = Ink::default();
    speck.dot((1.0, 1.0), 0.5, [0.0; 4]);
    let speck = meshes.add(speck.mesh((2.0, 2.0)));
    commands.spawn((Warming(TICKS), Mesh2d(speck), ink.material(), behind));
}

/// Takes them down again.
pub fn end(mut commands: Commands, mut quads: Query<(Entity, &mut Warming)>) {
    for (entity, mut warming) in &mut quads {
        match warming.0.checked_sub(1) {
            Some(left) => warming.0 = left,
            None => commands.entity(entity).despawn(),
        }
    }
}
