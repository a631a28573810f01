//! The kiss: in the dark, very near, the face of somebody. It comes, touches, is gone.

use crate::stand_in::chance::{mix, ramp};
use crate::stand_in::figure::profile::{Head, head};
use crate::stand_in::outline::{closed, ellipse, polygon, rect};
use crate::stand_in::palette::{FROST, MOON, NIGHT, PITCH, SLATE, STEEL};
use crate::stand_in::stage::{Camera, Focus, Ink, Stage};

/// `t` seconds into the shot, which lasts `length`.
pub(super) fn draw(t: f32, length: f32) -> Stage {
    let part = t / length.max(0.1);
    // How near she is: 0 an arm's length, 1 touching.
    let near = ramp(-0.25, 0.46, part);
    let gone = ramp(0.66, 0.9, part);
    let mut stage = Stage::new(Camera { x: -14.0 * near, y: 6.0 * near, zoom: 1.0 + 0.05 * near });
    stage.white = 0.42;
    room(&mut stage, t, near * (1.0 - gone));
    let breath = (t * 1.7).sin() * 2.0 * (1.0 - near * 0.6);
    let scale = mix(1.22, 1.74, near) - 0.25 * gone;
    let (x, y) =
        (mix(1150.0, 838.0, near) + 784.0 * gone, mix(410.0, 436.0, near) + breath + 30.0 * gone);
    let light = mix(0.72, 0.95, near) * (1.0 - gone);
    stage.layer(1.2, Focus::Sharp);
    stage.lean(x, y, scale, scale, mix(-3.0, 5.5, near) - 8.0 * gone);
    let turn = mix(0.3, 0.0, ramp(0.0, 0.4, part)) + 0.5 * gone;
    if gone < 0.98 {
        head(&mut stage, Head { turn, light, time: t + near * 2.0, dress: SLATE });
    }
    stage.unplaced();
    own_cheek(&mut stage, mix(-200.0, 118.0, near) - 120.0 * gone, near * (1.0 - gone));
    stage
}

/// Behind her, a tall window, its light and the folds beside it.
fn room(stage: &mut Stage, t: f32, near: f32) {
    stage.layer(0.2, Focus::Far);
    stage.mass(
        rect(-200.0, -200.0, 2000.0, 1300.0),
        Ink::Radial(
            (430.0, 330.0),
            1150.0,
            vec![(0.0, SLATE.to(NIGHT, 0.25)), (0.45, NIGHT.to(PITCH, 0.35)), (1.0, PITCH)],
        ),
    );
    stage.layer(0.4, Focus::Far);
    let dim = 1.0 - 0.45 * near;
    for (left, width) in [(300.0, 132.0), (446.0, 132.0)] {
        for (top, height) in [(-60.0, 250.0), (206.0, 250.0), (472.0, 220.0)] {
            let sky = Ink::between(
                (300.0, -40.0),
                NIGHT.to(STEEL, 0.75 * dim),
                (520.0, 700.0),
                NIGHT.to(FROST, 0.62 * dim),
            );
            stage.part(1, rect(left, top, width, height), sky);
        }
    }
    stage.tone(4, ellipse(392.0, 120.0, 30.0, 30.0), MOON.opacity(0.9 * dim));
    stage.glow(5, (392.0, 120.0), 300.0, MOON.opacity(0.26 * (1.0 - near).powi(2)));
    let sway = (t * 0.9).sin() * 12.0;
    for index in 0..4 {
        let x = 560.0 + index as f32 * 36.0;
        let fold = [
            (x - 10.0, -80.0),
            (x + 34.0, -80.0),
            (x + 40.0 + sway * 0.6, 380.0),
            (x + 70.0 + sway, 1010.0),
            (x + 6.0 + sway, 1010.0),
            (x - 4.0 + sway * 0.5, 380.0),
        ];
        stage.part(
            2,
            polygon(&fold),
            Ink::between(
                (x - 10.0, 0.0),
                STEEL.to(NIGHT, 0.35 + 0.15 * index as f32),
                (x + 60.0, 0.0),
                PITCH.to(NIGHT, 0.6),
            ),
        );
    }
}

/// The own cheek, at the edge of what the eye can see.
fn own_cheek(stage: &mut Stage, x: f32, near: f32) {
    stage.layer(1.6, Focus::Near);
    let cheek = [
        (-300.0, -60.0),
        (-300.0, -60.0),
        (296.0, -60.0),
        (304.0, 50.0),
        (362.0, 160.0),
        (404.0, 280.0),
        (412.0, 400.0),
        (396.0, 510.0),
        (384.0, 600.0),
        (364.0, 700.0),
        (300.0, 820.0),
        (200.0, 960.0),
        (200.0, 960.0),
        (-300.0, 960.0),
        (-300.0, 960.0),
    ];
    let moved: Vec<_> = cheek.iter().map(|&(px, py)| (px + x, py)).collect();
    stage.lit(
        closed(&moved),
        Ink::between(
            (60.0 + x, 400.0),
            PITCH,
            (430.0 + x, 470.0),
            PITCH.to(NIGHT.to(SLATE, 0.4), 0.3 + 0.5 * near),
        ),
        (3.0, -1.0),
        FROST.opacity(0.1 + 0.16 * near),
    );
}
