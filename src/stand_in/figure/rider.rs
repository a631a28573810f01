//! A rider, in a few outlines.

use super::{Cloth, head_with_cap};
use crate::stand_in::outline::{closed, ellipse, polygon, strip};
use crate::stand_in::palette::BONE;
use crate::stand_in::stage::Stage;

/// A rider on a horse that walks to the right; `step` counts its steps. About 400 units high.
pub(in crate::stand_in) fn rider(stage: &mut Stage, step: f32, cloth: Cloth) {
    let phase = step * std::f32::consts::PI;
    for (at, part) in [(-88.0, 0.0), (-66.0, 0.5), (72.0, 0.25), (92.0, 0.75)] {
        let swing = (phase + part * std::f32::consts::TAU).sin() * 0.34;
        let knee = (at + swing * 60.0, -74.0);
        let hoof = (knee.0 + (swing - 0.1).sin() * 56.0 - 4.0, -5.0 - swing.max(0.0) * 18.0);
        stage.mass(strip(&[(at, -158.0), knee, hoof], 36.0, 11.0), cloth.dark);
        stage.mass(ellipse(hoof.0 + 3.0, hoof.1, 10.0, 6.0), cloth.dark);
    }
    let nod = phase.sin() * 5.0;
    let tail =
        [(-114.0, -204.0), (-150.0, -172.0), (-152.0, -92.0), (-134.0, -118.0), (-122.0, -170.0)];
    stage.mass(closed(&tail), cloth.dark);
    let horse = [
        (-120.0, -190.0),
        (-78.0, -222.0),
        (0.0, -204.0),
        (68.0, -222.0),
        (102.0, -266.0 + nod),
        (122.0, -306.0 + nod),
        (132.0, -326.0 + nod),
        (142.0, -308.0 + nod),
        (166.0, -280.0 + nod),
        (188.0, -248.0 + nod),
        (182.0, -234.0 + nod),
        (158.0, -243.0 + nod),
        (138.0, -246.0 + nod),
        (122.0, -206.0),
        (108.0, -158.0),
        (60.0, -138.0),
        (-20.0, -130.0),
        (-84.0, -138.0),
        (-122.0, -158.0),
    ];
    stage.lit(closed(&horse), cloth.dark, cloth.edge(5.0), cloth.rim);
    stage.mass(strip(&[(-6.0, -212.0), (16.0, -160.0), (4.0, -108.0)], 34.0, 18.0), cloth.mid);
    let coat = [
        (-13.0, -350.0),
        (13.0, -350.0),
        (31.0, -331.0),
        (34.0, -270.0),
        (40.0, -206.0),
        (-52.0, -184.0),
        (-66.0, -200.0),
        (-34.0, -262.0),
        (-30.0, -331.0),
    ];
    stage.lit(closed(&coat), cloth.dark, cloth.edge(5.0), cloth.rim);
    stage.mass(strip(&[(18.0, -326.0), (44.0, -288.0), (72.0, -262.0)], 21.0, 12.0), cloth.mid);
    let letter = [(68.0, -272.0), (96.0, -280.0), (101.0, -260.0), (73.0, -252.0)];
    stage.part(2, polygon(&letter), BONE);
    head_with_cap(stage, (4.0, -371.0), cloth);
}
