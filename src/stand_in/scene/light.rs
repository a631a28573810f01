//! Back in the light: the same room, too bright now, and every face might be hers.

use super::ballroom::{dancers, room};
use crate::stand_in::chance::ramp;
use crate::stand_in::figure::{Cloth, RED, dress, lady, officer};
use crate::stand_in::palette::{AMBER, BONE, FLAME, HONEY, NIGHT, SOOT, UMBER};
use crate::stand_in::stage::{Camera, Focus, Stage};

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let share = t / length;
    let drunk = ramp(0.0, 0.8, share);
    let mut stage = Stage::new(Camera {
        x: 60.0 * (t * 0.55).sin(),
        y: 16.0 * (t * 0.8).sin(),
        zoom: 1.1 + 0.08 * drunk,
    });
    stage.swim(4.0 + 15.0 * drunk, t);
    room(&mut stage, t);
    stage.white = 0.74;
    dancers(&mut stage, t + 40.0, 0.1, 20);
    // Faces that turn towards us as they pass.
    stage.layer(1.35, Focus::Sharp);
    let colours = [dress(0), RED.to(HONEY, 0.25), dress(2), dress(4)];
    for (index, colour) in colours.into_iter().enumerate() {
        let along = (index as f32 * 0.27 + t * 0.045 + 0.02).rem_euclid(1.0);
        let x = -260.0 + along * 2100.0;
        let y = 1250.0 + 30.0 * (t * 1.1 + index as f32 * 2.0).sin();
        let rim = FLAME.to(BONE, 0.3);
        let cloth = Cloth {
            dark: SOOT,
            mid: NIGHT.to(UMBER, 0.5),
            rim,
            from: (if x < 860.0 { 0.8 } else { -0.8 }, -0.5),
        };
        if index == 2 {
            stage.place(x - 150.0, y - 10.0, 2.3, 2.3);
            officer(&mut stage, 0.3, cloth);
        }
        stage.place(x, y, 2.35, 2.35);
        lady(
            &mut stage,
            colour,
            (t * 0.7 + index as f32 * 1.7).sin() * 1.1,
            t * 1.2 + index as f32,
            cloth,
        );
    }
    stage.unplaced();
    stage.layer(0.6, Focus::Far);
    stage.glow(5, (860.0, 180.0), 700.0, FLAME.opacity(0.16 + 0.14 * drunk));
    stage.glow(6, (860.0, 420.0), 1200.0, AMBER.opacity(0.12 * drunk));
    stage
}
