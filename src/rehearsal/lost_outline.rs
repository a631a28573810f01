//! The screens that are lost, within Bevy: an empty outline where nothing is seen, and the picture
//! that a gallery would show there where it is another screen's.

use bevy::camera::visibility::RenderLayers;
use bevy::camera::{
    Camera, Camera2d, ClearColorConfig, OrthographicProjection, Projection, RenderTarget,
    ScalingMode, Viewport,
};
use bevy::color::Color;
use bevy::ecs::prelude::*;
use bevy::math::{UVec2, Vec2, Vec3};
use bevy::render::view::Msaa;
use bevy::sprite::Sprite;
use bevy::transform::components::Transform;
use bevy::window::{PrimaryWindow, Window, WindowRef};

use super::plugin::Panels;
use crate::render::palette;
use crate::render::panes::place;
use crate::render::plugin::WallCamera;
use crate::wall::Rect;
use crate::wall::plugin::Stage;

/// Seen by the camera of the window and by no other: what lies over places that are dark.
const OVER: usize = 1;

/// Above bezels, beneath the curtain.
const HEIGHT: f32 = 960.0;

/// For each screen the one whose picture is seen where it hangs; none where it is dark. Empty where
/// every screen shows its own.
#[derive(Resource, Default, Debug, PartialEq, Eq)]
pub struct Places(pub Vec<Option<usize>>);

/// What was drawn, and for what.
#[derive(Default)]
pub struct Drawn {
    entities: Vec<Entity>,
    rects: Vec<Rect>,
    origin: (f32, f32),
    window: (u32, u32),
}

/// Draws what is lost; where nothing is, and nothing was, it looks at one list and is done.
pub fn draw(
    mut drawn: Local<Drawn>,
    places: Res<Places>,
    stage: Res<Stage>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<Entity, With<WallCamera>>,
    mut commands: Commands,
) {
    if places.0.is_empty() && drawn.entities.is_empty() {
        return;
    }
    let size = (window.physical_width(), window.physical_height());
    let same = drawn.rects == stage.wall.screens
        && drawn.origin == stage.origin
        && drawn.window == size
        && !places.is_changed();
    if same {
        return;
    }
    for entity in std::mem::take(&mut drawn.entities) {
        commands.entity(entity).despawn();
    }
    (drawn.rects, drawn.origin, drawn.window) = (stage.wall.screens.clone(), stage.origin, size);
    let wall = stage.size();
    let screens = &stage.wall.screens;
    for (rect, (at, seen)) in screens.iter().zip(places.0.iter().enumerate()) {
        if *seen == Some(at) {
            continue;
        }
        let line = if seen.is_none() { palette::SHADE } else { palette::GROUND };
        drawn.entities.push(commands.spawn(over(rect, line, wall, HEIGHT)).id());
        if seen.is_none() {
            let inner = inset(rect, (rect.w.min(rect.h) * 0.006).max(1.5));
            drawn
                .entities
                .push(commands.spawn(over(&inner, palette::GROUND, wall, HEIGHT + 1.0)).id());
        } else if let Some(other) = seen.and_then(|seen| screens.get(seen))
            && let Some(view) = viewport(rect, stage.origin, size)
        {
            drawn.entities.push(commands.spawn(eye(at, other, wall, view)).id());
        }
    }
    commands.entity(*camera).insert(RenderLayers::from_layers(&[0, OVER]));
}

fn inset(rect: &Rect, by: f32) -> Rect {
    Rect { x: rect.x + by, y: rect.y + by, w: rect.w - 2.0 * by, h: rect.h - 2.0 * by }
}

/// A plain field over a place of the wall.
fn over(rect: &Rect, colour: Color, wall: (f32, f32), z: f32) -> impl Bundle {
    let sprite = Sprite { color: colour, custom_size: Some(Vec2::ONE), ..Default::default() };
    (sprite, place(rect, wall, z), RenderLayers::layer(OVER))
}

/// The pixels of the window that a place of the wall takes; none where it is not all in the window.
fn viewport(rect: &Rect, origin: (f32, f32), window: (u32, u32)) -> Option<Viewport> {
    let whole = |length: f32| (length >= 0.0).then_some(length.round() as u32);
    let at = UVec2::new(whole(origin.0 + rect.x)?, whole(origin.1 + rect.y)?);
    let size = UVec2::new(whole(rect.w)?.max(1), whole(rect.h)?.max(1));
    let within = at.x + size.x <= window.0 && at.y + size.y <= window.1;
    within.then_some(Viewport { physical_position: at, physical_size: size, ..Default::default() })
}

/// A camera that sees another screen's picture.
#[derive(Component)]
pub(super) struct Eye;

/// What such a camera sees lies over everything else in the window: over a question, too. So they
/// rest while one is asked or the keys are shown.
pub(super) fn give_way(panels: Res<Panels>, mut eyes: Query<&mut Camera, With<Eye>>) {
    let free = !panels.open.help && panels.leaving.is_none();
    for mut eye in eyes.iter_mut().filter(|eye| eye.is_active != free) {
        eye.is_active = free;
    }
}

/// Sees the picture of another screen, and nothing of what lies over the wall.
fn eye(at: usize, other: &Rect, wall: (f32, f32), viewport: Viewport) -> impl Bundle {
    let scaling_mode = ScalingMode::Fixed { width: other.w, height: other.h };
    let projection =
        OrthographicProjection { scaling_mode, ..OrthographicProjection::default_2d() };
    let (x, y) = other.middle();
    let camera = Camera {
        order: 1 + at as isize,
        clear_color: ClearColorConfig::None,
        viewport: Some(viewport),
        ..Default::default()
    };
    (
        Eye,
        Camera2d,
        Msaa::Off,
        camera,
        Projection::Orthographic(projection),
        Transform::from_translation(Vec3::new(x - wall.0 / 2.0, wall.1 / 2.0 - y, 0.0)),
        RenderTarget::Window(WindowRef::Primary),
        RenderLayers::layer(0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_not_all_in_the_window_has_no_pixels_there() {
        let rect = Rect { x: 10.0, y: 20.0, w: 100.0, h: 50.0 };
        let view = viewport(&rect, (5.4, 0.0), (116, 70)).unwrap();
        assert_eq!(
            (view.physical_position, view.physical_size),
            (UVec2::new(15, 20), UVec2::new(100, 50))
        );
        assert!(viewport(&rect, (5.4, 0.0), (114, 70)).is_none());
        assert!(viewport(&rect, (-11.0, 0.0), (500, 500)).is_none());
        assert!(viewport(&Rect { w: f32::NAN, ..rect }, (0.0, 0.0), (500, 500)).is_none());
    }
}
