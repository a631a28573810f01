//! The wrong door: a long dark corridor, one slit of light, and our own hand.

use super::props::backdrop;
use crate::stand_in::chance::ramp;
use crate::stand_in::figure::{Cloth, reaching_hand};
use crate::stand_in::outline::{ellipse, polygon, rect};
use crate::stand_in::palette::{
    AMBER, BONE, FLAME, HONEY, NIGHT, PITCH, SLATE, SOOT, STEEL, UMBER,
};
use crate::stand_in::stage::{Camera, Focus, Ink, Stage};

/// The vanishing point.
const EYE: (f32, f32) = (640.0, 430.0);

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let share = ramp(0.0, length, t);
    let bob = (t * 5.2).sin() * 3.0 * (1.0 - share);
    let mut stage =
        Stage::new(Camera { x: -20.0 + 70.0 * share, y: bob, zoom: 1.0 + 0.16 * share });
    stage.white = 0.3;
    stage.layer(1.0, Focus::Far);
    backdrop(&mut stage, vec![(0.0, PITCH), (0.5, NIGHT.to(SOOT, 0.3)), (1.0, PITCH)]);
    // Ceiling, floor and the two walls, all running to the eye.
    let to_eye =
        |x: f32, y: f32, near: f32| (EYE.0 + (x - EYE.0) * near, EYE.1 + (y - EYE.1) * near);
    let quad = |a: (f32, f32), b: (f32, f32), from: f32, to: f32| {
        polygon(&[
            to_eye(a.0, a.1, from),
            to_eye(b.0, b.1, from),
            to_eye(b.0, b.1, to),
            to_eye(a.0, a.1, to),
        ])
    };
    let (lu, ru, ld, rd) = ((-700.0, -330.0), (2100.0, -330.0), (-700.0, 1300.0), (2100.0, 1300.0));
    let far = 0.085;
    stage.mass(
        quad(ld, rd, 1.4, far),
        Ink::between((640.0, 480.0), SLATE.to(UMBER, 0.3), (640.0, 900.0), SOOT),
    );
    stage.mass(quad(lu, ru, 1.4, far), PITCH);
    stage.mass(
        quad(lu, ld, 1.4, far),
        Ink::between((500.0, 430.0), SLATE.to(NIGHT, 0.3), (-100.0, 430.0), PITCH),
    );
    stage.mass(
        quad(ru, rd, 1.4, far),
        Ink::between((760.0, 430.0), SLATE.to(NIGHT, 0.35), (1700.0, 430.0), SOOT.to(PITCH, 0.3)),
    );
    // The far end: a window with a little night in it.
    let (x, y) = to_eye(-700.0, -330.0, far);
    let (w, h) = (2800.0 * far, 1630.0 * far);
    stage.mass(rect(x, y, w, h), NIGHT.to(STEEL, 0.3));
    stage.mass(rect(x + w * 0.36, y + h * 0.12, w * 0.28, h * 0.5), STEEL.to(BONE, 0.18));
    stage.part(3, rect(x + w * 0.49, y + h * 0.12, w * 0.02, h * 0.5), PITCH);
    stage.glow(5, (x + w * 0.5, y + h * 0.36), 110.0, STEEL.opacity(0.5));
    // Doors, nearer and nearer, on both walls.
    for (index, near) in [0.14_f32, 0.21, 0.32, 0.5, 0.8].into_iter().enumerate() {
        let deep = near * 1.24;
        let panel = SLATE.to(UMBER, 0.35).to(PITCH, 0.6 - 0.35 * (1.0 - near));
        let frame = PITCH.to(UMBER, 0.45);
        for (side, wall) in [(-1.0_f32, -700.0), (1.0, 2100.0)] {
            if side > 0.0 && index == 3 {
                continue;
            }
            let door = |top: f32| {
                polygon(&[
                    to_eye(wall, top, near),
                    to_eye(wall, top, deep),
                    to_eye(wall, 1300.0, deep),
                    to_eye(wall, 1300.0, near),
                ])
            };
            stage.mass(door(60.0), frame);
            let inner = polygon(&[
                to_eye(wall, 120.0, near * 1.03),
                to_eye(wall, 120.0, deep * 0.975),
                to_eye(wall, 1300.0, deep * 0.975),
                to_eye(wall, 1300.0, near * 1.03),
            ]);
            stage.part(2, inner, panel);
            let knob = to_eye(
                wall - side * 20.0,
                760.0,
                if side < 0.0 { deep * 0.95 } else { near * 1.06 },
            );
            stage.part(4, ellipse(knob.0, knob.1, 16.0 * near, 16.0 * near), HONEY.to(SOOT, 0.2));
        }
    }
    lit_door(&mut stage, share, t);

    stage.layer(1.4, Focus::Near);
    let reach = ramp(0.15, 0.9, share);
    stage.place(330.0 + 330.0 * reach, 900.0 - 170.0 * reach + (t * 2.2).sin() * 4.0, 1.25, 1.25);
    reaching_hand(
        &mut stage,
        reach,
        Cloth {
            dark: PITCH.to(NIGHT, 0.4),
            mid: NIGHT.to(UMBER, 0.3),
            rim: AMBER,
            from: (0.9, -0.3),
        },
    );
    stage.unplaced();
    stage
}

/// The door on the right that stands open a hand's breadth.
fn lit_door(stage: &mut Stage, share: f32, t: f32) {
    stage.layer(1.0, Focus::Sharp);
    let open = 16.0 + 26.0 * share;
    let flicker = 0.04 * (t * 3.1).sin();
    let (left, top, right, bottom) = (1060.0, 130.0, 1330.0, 740.0);
    let frame = polygon(&[
        (left - 34.0, top - 14.0),
        (right + 60.0, top - 96.0),
        (right + 60.0, bottom + 150.0),
        (left - 34.0, bottom + 22.0),
    ]);
    stage.mass(frame, UMBER.to(SOOT, 0.55));
    let slit = polygon(&[
        (left, top),
        (left + open, top - 8.0),
        (left + open, bottom + 12.0),
        (left, bottom),
    ]);
    stage.mass(
        slit,
        Ink::between((left, top), FLAME.to(AMBER, 0.3 + flicker), (left, bottom), AMBER),
    );
    let leaf = polygon(&[
        (left + open, top - 8.0),
        (right + 30.0, top - 84.0),
        (right + 30.0, bottom + 134.0),
        (left + open, bottom + 12.0),
    ]);
    stage.mass(leaf, Ink::between((left + open, 0.0), HONEY.to(UMBER, 0.55), (right, 0.0), SOOT));
    for (from, to) in [(0.08, 0.44), (0.52, 0.92)] {
        let y = |share: f32, x: f32| {
            let along = (x - left - open) / (right + 30.0 - left - open);
            let (a, b) = (top - 8.0 - 76.0 * along, bottom + 12.0 + 122.0 * along);
            a + (b - a) * share
        };
        let (x0, x1) = (left + open + 44.0, right - 10.0);
        let panel =
            polygon(&[(x0, y(from, x0)), (x1, y(from, x1)), (x1, y(to, x1)), (x0, y(to, x0))]);
        stage.part(4, panel, UMBER.to(SOOT, 0.35));
    }
    stage.part(3, ellipse(left + open + 24.0, 520.0, 13.0, 15.0), AMBER.to(BONE, 0.3));
    stage.glow(5, (left + open + 24.0, 516.0), 34.0, FLAME.opacity(0.5));
    // The light that falls through: over the floor, up the other wall.
    let floor = polygon(&[
        (left, bottom),
        (left + open, bottom + 12.0),
        (700.0 + open * 5.0, 1040.0),
        (120.0 - open, 1040.0),
    ]);
    let fading =
        Ink::between((left, bottom), AMBER.opacity(0.62), (260.0, 1000.0), AMBER.opacity(0.06));
    stage.tone(3, floor, fading);
    stage.glow(5, (left + open * 0.5, 480.0), 330.0, AMBER.opacity(0.4));
    stage.glow(5, (left + open * 0.5, 700.0), 240.0, AMBER.opacity(0.3));
}
