//! A soldier on the march, seen from behind: we walk in the column.

use std::f32::consts::PI;

use super::Cloth;
use super::solid::Solid;
use crate::stand_in::chance::{either, unit};
use crate::stand_in::outline::{Point, closed, ellipse, polygon, strand};
use crate::stand_in::palette::{FROST, PITCH};
use crate::stand_in::stage::{Ink, Stage};

/// The greatcoat, from the collar to the hem.
const COAT: [(f32, f32, f32, f32); 10] = [
    (252.0, 11.0, 9.0, 10.0),
    (246.0, 22.0, 12.0, 15.0),
    (239.0, 33.0, 14.0, 17.0),
    (228.0, 38.0, 18.0, 19.0),
    (206.0, 37.0, 20.0, 20.0),
    (182.0, 34.0, 18.0, 17.0),
    (152.0, 37.0, 21.0, 21.0),
    (116.0, 42.0, 25.0, 25.0),
    (86.0, 47.0, 28.0, 29.0),
    (64.0, 51.0, 31.0, 32.0),
];

/// Puts a soldier on the stage who walks away from us; `step` counts his steps, `seed` tells him
/// from others.
pub(in crate::stand_in) fn soldier(stage: &mut Stage, step: f32, seed: u32, cloth: Cloth) {
    let phase = step * PI;
    let (weight, bob) = (phase.sin(), (2.0 * phase).cos());
    // The body goes over the foot that carries it.
    let (x, rise) = (weight * 4.5, bob * 2.2 + either(seed, 4) * 5.0);
    for side in [-1.0_f32, 1.0] {
        boot(stage, side, x, (phase * 1.0).cos() * side, weight * side, cloth);
    }
    let hem = (phase - 0.7).sin() * 6.0;
    let turn = PI + 0.1 * phase.cos() + either(seed, 2) * 0.12;
    let raised: Vec<_> = COAT.iter().map(|&(up, s, f, b)| (up + rise, s, f, b)).collect();
    let coat = Solid::new(&raised, (0.0, 0.0), turn).shifted(|up| {
        let low = ((250.0 - up) / 190.0).clamp(0.0, 1.0);
        (x * (1.0 - 0.5 * low) + hem * low * low, 0.0)
    });
    let lit = cloth.from.0.signum();
    let wool = Ink::Linear(
        (x + lit * 46.0, -200.0),
        (x - lit * 46.0, -150.0),
        vec![(0.0, cloth.mid), (0.4, cloth.dark.to(cloth.mid, 0.3)), (1.0, cloth.dark)],
    );
    stage.lit(coat.outline(Some((5.0, 1.8))), wool, cloth.edge(3.0), cloth.rim);
    for (from, to, wide) in
        [(PI, PI + 0.02, 2.2), (PI - 0.6, PI - 0.75, 5.0), (PI + 0.6, PI + 0.8, 5.0)]
    {
        let (seam, _) = coat.clone().between(40.0, 185.0 + rise).seam(from, to);
        stage.tone(5, strand(&seam, 0.8, wide), PITCH.to(cloth.dark, 0.4).opacity(0.65));
        let beside: Vec<Point> = seam.iter().map(|p| (p.0 + lit * 4.0, p.1)).collect();
        stage.tone(6, strand(&beside, 0.6, 2.2), cloth.mid.to(cloth.rim, 0.15).opacity(0.5));
    }
    arms(stage, x, rise, phase, cloth);
    let belt: Vec<Point> =
        (0..=6).map(|at| coat.at(180.0 + rise, PI + (at as f32 / 3.0 - 1.0) * 1.4).0).collect();
    stage.part(3, strand(&belt, 7.0, 7.0), cloth.dark.to(PITCH, 0.55));
    kit(stage, x, rise, hem, seed, cloth);
    covered_head(stage, (x * 1.1 + either(seed, 5) * 2.0, rise - bob * 0.6), seed, cloth);
}

/// A boot and the leg above it; `ahead` is how far it swings forwards, `load` whether it carries.
fn boot(stage: &mut Stage, side: f32, x: f32, ahead: f32, load: f32, cloth: Cloth) {
    let lift = (-load).max(0.0) * 15.0 * (1.0 - ahead * 0.3);
    let foot = side * 15.0 + x * 0.3;
    let y = -lift + ahead * -5.0;
    let dark = cloth.dark.to(PITCH, 0.5);
    let leg =
        [(side * 16.0 + x, -96.0), (side * 17.0 + x * 0.6, -50.0 + y * 0.6), (foot, -8.0 + y)];
    stage.mass(strand(&leg, 29.0, 20.0), dark);
    let sole = [
        (foot - 10.0, -16.0 + y),
        (foot + 10.0, -16.0 + y),
        (foot + 12.0 + side * 2.0, -3.0 + y),
        (foot + 10.0 + side * 2.0, 2.0 + y),
        (foot - 10.0 + side * 2.0, 2.0 + y),
        (foot - 12.0 + side * 2.0, -3.0 + y),
    ];
    stage.lit(closed(&sole), dark, cloth.edge(1.6), cloth.rim.opacity(0.7));
}

/// One hand holds the sling, the other arm swings.
fn arms(stage: &mut Stage, x: f32, rise: f32, phase: f32, cloth: Cloth) {
    let swing = phase.cos();
    let left = [
        (x - 30.0, -229.0 - rise),
        (x - 46.0, -190.0 - rise),
        (x - 43.0 + swing * 3.0, -140.0 - rise - swing.abs() * 6.0),
    ];
    let right = [(x + 30.0, -229.0 - rise), (x + 51.0, -196.0 - rise), (x + 37.0, -184.0 - rise)];
    for (points, to) in [(left, 17.0), (right, 15.0)] {
        let wool = cloth.dark.to(cloth.mid, 0.25);
        stage.lit(
            ellipse(points[0].0, points[0].1 + 1.0, 12.4, 12.4),
            wool,
            cloth.edge(2.4),
            cloth.rim,
        );
        stage.lit(strand(&points, 24.6, to), wool, cloth.edge(2.4), cloth.rim);
    }
    stage.mass(ellipse(left[2].0, left[2].1 + 5.0, 7.5, 9.0), cloth.dark.to(PITCH, 0.3));
}

/// Pack, blanket, spade and rifle.
fn kit(stage: &mut Stage, x: f32, rise: f32, hem: f32, seed: u32, cloth: Cloth) {
    let (dark, up) = (cloth.dark.to(PITCH, 0.35), -rise);
    // Rifle: slung from the right shoulder, the muzzle up.
    let lean = 3.0 + either(seed, 6) * 7.0;
    let foot = (x + 27.0 + hem * 0.2, -128.0 + up);
    let muzzle = (x + 33.0 + lean, -352.0 + up);
    let along =
        |part: f32| (foot.0 + (muzzle.0 - foot.0) * part, foot.1 + (muzzle.1 - foot.1) * part);
    stage.mass(strand(&[along(0.3), along(0.65), muzzle], 6.4, 3.2), dark);
    let stock = [
        (along(0.0).0 - 8.0, along(0.0).1 + 2.0),
        (along(0.0).0 + 8.0, along(0.0).1 + 4.0),
        (along(0.3).0 + 4.5, along(0.3).1),
        (along(0.45).0 + 3.0, along(0.45).1),
        (along(0.45).0 - 3.4, along(0.45).1),
        (along(0.24).0 - 5.0, along(0.24).1),
    ];
    stage.lit(closed(&stock), dark, cloth.edge(1.2), cloth.rim);
    let glint: Vec<Point> =
        [0.5, 0.75, 0.99].iter().map(|p| (along(*p).0 + 1.0, along(*p).1)).collect();
    stage.tone(6, strand(&glint, 1.0, 0.7), cloth.rim.opacity(0.8));
    let pack = [
        (x - 25.0, -232.0 + up),
        (x - 25.0, -232.0 + up),
        (x, -236.0 + up),
        (x + 25.0, -232.0 + up),
        (x + 25.0, -232.0 + up),
        (x + 27.5, -206.0 + up),
        (x + 27.0, -182.0 + up),
        (x + 22.0, -175.0 + up),
        (x, -172.0 + up),
        (x - 22.0, -175.0 + up),
        (x - 27.0, -182.0 + up),
        (x - 27.5, -206.0 + up),
    ];
    let canvas = Ink::between(
        (x + cloth.from.0.signum() * 28.0, -215.0 + up),
        cloth.mid.to(cloth.rim, 0.1),
        (x - cloth.from.0.signum() * 28.0, -190.0 + up),
        cloth.dark.to(cloth.mid, 0.35),
    );
    stage.lit(closed(&pack), canvas, cloth.edge(2.0), cloth.rim);
    for side in [-1.0_f32, 1.0] {
        let strap = [
            (x + side * 14.0, -236.0 + up),
            (x + side * 14.0, -205.0 + up),
            (x + side * 13.0, -174.0 + up),
        ];
        stage.part(4, strand(&strap, 3.4, 3.4), dark);
    }
    stage.part(
        5,
        polygon(&[
            (x - 11.0, -206.0 + up),
            (x + 11.0, -206.0 + up),
            (x + 11.0, -186.0 + up),
            (x - 11.0, -186.0 + up),
        ]),
        cloth.dark.to(cloth.mid, 0.7),
    );
    // The blanket lies over the pack like a horseshoe.
    let roll = [
        (x - 31.0, -190.0 + up),
        (x - 32.0, -222.0 + up),
        (x - 23.0, -243.0 + up),
        (x, -248.0 + up),
        (x + 23.0, -243.0 + up),
        (x + 32.0, -222.0 + up),
        (x + 31.0, -190.0 + up),
    ];
    stage.lit(
        strand(&roll, 13.0, 13.0),
        cloth.mid.to(cloth.dark, 0.35),
        cloth.edge(1.8),
        cloth.rim,
    );
    for at in [(-31.0, -205.0), (31.0, -205.0), (-12.0, -247.0), (12.0, -247.0)] {
        let across = if at.1 < -230.0 { (1.5, 7.0) } else { (7.0, 1.5) };
        stage.tone(5, ellipse(x + at.0, at.1 + up, across.0, across.1), dark);
    }
    // Snow rests on what is level.
    let snow = [
        (x - 22.0, -249.0 + up),
        (x - 6.0, -255.0 + up),
        (x + 10.0, -254.5 + up),
        (x + 23.0, -248.0 + up),
    ];
    stage.tone(6, strand(&snow, 3.0, 2.4), FROST.to(cloth.mid, 0.35).opacity(0.8));
    if unit(seed, 7) > 0.4 {
        let handle =
            [(x - 36.0, -176.0 + up), (x - 38.0, -140.0 + up), (x - 39.0 + hem * 0.3, -112.0 + up)];
        stage.part(4, strand(&handle, 6.0, 8.0), dark);
    }
}

/// Collar, nape and cap.
fn covered_head(stage: &mut Stage, (x, rise): Point, seed: u32, cloth: Cloth) {
    let up = -rise;
    let nape = [(268.0, 8.8, 8.0, 10.0), (252.0, 10.5, 8.0, 10.0)];
    let skull = [
        (297.0, 7.0, 9.0, 9.0),
        (292.0, 14.0, 14.0, 16.0),
        (282.0, 15.6, 16.0, 19.0),
        (272.0, 14.6, 16.0, 17.0),
        (264.0, 11.4, 14.0, 12.0),
        (258.0, 9.4, 9.0, 10.0),
    ];
    let raised = |rows: &[(f32, f32, f32, f32)]| -> Vec<(f32, f32, f32, f32)> {
        rows.iter().map(|&(h, s, f, b)| (h + rise, s, f, b)).collect()
    };
    let turn = PI + either(seed, 8) * 0.35;
    let head = Solid::new(&raised(&skull), (x, 0.0), turn);
    stage.mass(Solid::new(&raised(&nape), (x, 0.0), turn).outline(None), cloth.dark);
    stage.lit(head.outline(None), cloth.mid.to(cloth.dark, 0.45), cloth.edge(1.6), cloth.rim);
    for side in [-1.0_f32, 1.0] {
        stage.part(
            3,
            ellipse(x + side * 15.2, -274.0 + up, 3.2, 6.0),
            cloth.mid.to(cloth.dark, 0.3),
        );
    }
    let collar = [
        (x - 20.0, -246.0 + up),
        (x - 13.5, -258.0 + up),
        (x, -261.0 + up),
        (x + 13.5, -258.0 + up),
        (x + 20.0, -246.0 + up),
        (x, -243.0 + up),
    ];
    stage.lit(closed(&collar), cloth.dark.to(PITCH, 0.2), cloth.edge(1.2), cloth.rim);
    if seed % 4 == 1 {
        // A fur hat.
        let hat = [
            (x - 19.0, -281.0 + up),
            (x - 20.0, -298.0 + up),
            (x - 15.0, -309.0 + up),
            (x, -312.0 + up),
            (x + 15.0, -309.0 + up),
            (x + 20.0, -298.0 + up),
            (x + 19.0, -281.0 + up),
            (x, -278.0 + up),
        ];
        stage.lit(closed(&hat), cloth.dark.to(PITCH, 0.2), cloth.edge(2.4), cloth.rim);
        return;
    }
    let crown = [
        (x - 15.5, -285.0 + up),
        (x - 23.0, -295.0 + up),
        (x - 21.0, -303.0 + up),
        (x - 6.0, -308.0 + up),
        (x + 10.0, -307.0 + up),
        (x + 22.0, -302.0 + up),
        (x + 22.5, -295.0 + up),
        (x + 15.5, -285.0 + up),
        (x, -283.0 + up),
    ];
    stage.lit(closed(&crown), cloth.dark.to(cloth.mid, 0.25), cloth.edge(2.2), cloth.rim);
    let band = [(x - 16.0, -287.0 + up), (x, -284.0 + up), (x + 16.0, -287.0 + up)];
    stage.part(3, strand(&band, 7.0, 7.0), cloth.dark.to(PITCH, 0.4));
    let snow = [
        (x - 17.0, -303.0 + up),
        (x - 4.0, -308.0 + up),
        (x + 12.0, -306.5 + up),
        (x + 19.0, -302.0 + up),
    ];
    stage.tone(6, strand(&snow, 2.0, 2.0), FROST.to(cloth.mid, 0.35).opacity(0.75));
}
