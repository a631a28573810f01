//! The wall keeps its shape and takes what room the panels leave it.

use bevy::ecs::prelude::*;
use bevy::transform::components::Transform;
use bevy::window::{PrimaryWindow, Window};
use bevy_egui::egui;

use super::plugin::{Panels, Picture, Rehearsed};
use crate::render::plugin::WallCamera;
use crate::wall::Wall;
use crate::wall::plugin::Stage;

pub(super) fn follow_window(
    panels: Res<Panels>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<&mut Transform, With<WallCamera>>,
    rehearsed: Res<Rehearsed>,
    mut stage: ResMut<Stage>,
) {
    let size = (window.physical_width() as f32, window.physical_height() as f32);
    let within = (size, window.scale_factor());
    fit(&panels, within, &rehearsed, &mut stage, &mut camera.into_inner());
}

pub(super) fn follow_picture(
    panels: Res<Panels>,
    picture: Res<Picture>,
    camera: Single<&mut Transform, With<WallCamera>>,
    rehearsed: Res<Rehearsed>,
    mut stage: ResMut<Stage>,
) {
    let size = (picture.0.0 as f32, picture.0.1 as f32);
    fit(&panels, (size, 1.0), &rehearsed, &mut stage, &mut camera.into_inner());
}

/// Fits the wall into what the panels leave of so many pixels, of which `scale` are a point.
fn fit(
    panels: &Panels,
    (size, scale): ((f32, f32), f32),
    rehearsed: &Rehearsed,
    stage: &mut Stage,
    camera: &mut Transform,
) {
    if size.0 < 1.0 || size.1 < 1.0 {
        return;
    }
    let whole =
        egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.0 / scale, size.1 / scale));
    let room = panels.room.unwrap_or(whole).intersect(whole) * scale;
    let (w, h) = (room.width().round().max(1.0), room.height().round().max(1.0));
    let key = (w as u32, h as u32);
    if stage.drawn_within != Some(key) {
        stage.wall = Wall::within(&rehearsed.0, key);
        stage.drawn_within = Some(key);
    }
    let (wall_w, wall_h) = stage.size();
    stage.origin =
        ((room.left() + (w - wall_w) / 2.0).round(), (room.top() + (h - wall_h) / 2.0).round());
    // The wall is laid out in physical pixels around its own middle; the camera looks at that of
    // the window, which is elsewhere when a panel is open.
    let middle = (stage.origin.0 + wall_w / 2.0, stage.origin.1 + wall_h / 2.0);
    camera.scale.x = scale;
    camera.scale.y = scale;
    camera.translation.x = (size.0 / 2.0 - middle.0).round();
    camera.translation.y = (middle.1 - size.1 / 2.0).round();
}
