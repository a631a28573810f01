//! Heads of figures: small, turned to any side, the face no more than shadow and light.

use std::f32::consts::{PI, TAU};

use super::solid::Solid;
use super::{Cloth, wrapped};
use crate::stand_in::outline::{Point, ellipse, strand};
use crate::stand_in::palette::{BONE, Colour, EMBER, HONEY, PITCH, UMBER};
use crate::stand_in::stage::{Ink, Stage};

/// How hair is worn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hair {
    /// Short, with a parting.
    Short,
    /// Put up, with a knot low at the back.
    Up,
}

/// Height above the chin, side, front, back: from the crown to the chin. What is before the face
/// and behind the skull is what a profile shows.
const SKULL: [(f32, f32, f32, f32); 14] = [
    (41.5, 2.0, 2.0, 4.0),
    (40.0, 8.0, 8.0, 10.0),
    (36.0, 12.4, 13.2, 16.0),
    (30.0, 14.3, 15.8, 19.5),
    (25.0, 14.6, 16.0, 20.6),
    (21.5, 14.3, 14.8, 20.0),
    (18.0, 13.8, 16.4, 18.6),
    (14.6, 13.3, 19.2, 16.0),
    (12.6, 12.9, 15.6, 14.4),
    (10.6, 12.4, 16.9, 12.6),
    (8.6, 11.6, 15.6, 10.8),
    (6.0, 10.6, 15.2, 8.2),
    (3.0, 8.6, 14.8, 5.0),
    (0.0, 3.6, 10.6, 1.0),
];

/// From the front, how far around a face goes before hair begins.
const FACE: f32 = 1.22;
/// The same, of the ear, behind which hair falls lower.
const NAPE: f32 = 1.9;

/// Puts a head on the stage; `chin` is where the neck carries it: aside, height, nearness.
pub(super) fn head(stage: &mut Stage, chin: (f32, f32, f32), turn: f32, hair: Hair, cloth: Cloth) {
    let (x, up, near) = chin;
    let turn = wrapped(turn);
    let raised: Vec<_> = SKULL.iter().map(|&(h, s, f, b)| (h + up, s, f, b)).collect();
    let skull = Solid::new(&raised, (x, near), turn);
    let skin = skin(cloth, (x, -up - 18.0), 22.0);
    let brown = match hair {
        Hair::Short => PITCH.to(cloth.mid, 0.35),
        Hair::Up => UMBER.to(cloth.dark, 0.55),
    };
    let knot = knot(x, up, near, turn);
    if hair == Hair::Up && turn.cos() > 0.0 {
        stage.mass(ellipse(knot.0, knot.1, 10.5, 9.5), brown);
    }
    stage.lit(skull.outline(None), skin, cloth.edge(1.4), cloth.rim);
    face(stage, &skull, up, hair, cloth);
    // The cap of hair, and what falls from it over temples and nape.
    let high = if hair == Hair::Up { 32.0 } else { 34.5 };
    let thick = if hair == Hair::Up { 2.6 } else { 1.0 };
    let low = if hair == Hair::Up { 11.5 } else { 17.5 };
    let crown = skull.clone().between(up + high, up + 50.0).grown(thick);
    stage.lit(crown.outline(None), brown, cloth.edge(1.4), cloth.rim);
    let sides = skull.clone().between(up + low, up + high + 5.0).grown(thick * 0.6);
    let nape = skull.clone().between(up + 5.5, up + high + 5.0).grown(thick * 0.6);
    for (from, to) in [(FACE, TAU - FACE), (-TAU + FACE, -FACE)] {
        stage.mass(sides.patch(from, to), brown);
    }
    for (from, to) in [(NAPE, TAU - NAPE), (-TAU + NAPE, -NAPE)] {
        stage.mass(nape.patch(from, to), brown);
    }
    if hair == Hair::Up {
        waves(stage, &skull, up, brown, cloth);
        if turn.cos() <= 0.0 {
            stage.part(2, ellipse(knot.0, knot.1, 11.0, 10.0), brown.to(PITCH, 0.25));
            let shine = [
                (knot.0 - 6.0, knot.1 - 3.0),
                (knot.0, knot.1 - 6.4),
                (knot.0 + 6.0, knot.1 - 3.0),
            ];
            stage.tone(6, strand(&shine, 0.6, 2.0), cloth.rim.opacity(0.5));
        }
    } else {
        for side in [-1.0_f32, 1.0] {
            let (ear, facing) = skull.at(up + 17.0, side * 1.5);
            if facing > -0.25 {
                stage.tone(5, ellipse(ear.0, ear.1, 2.2, 4.6), skin_shade(cloth));
            }
        }
    }
}

/// Where the knot of hair is.
fn knot(x: f32, up: f32, near: f32, turn: f32) -> Point {
    (x - turn.sin() * 20.0, -up - 24.0 + near * 0.16)
}

/// Lowered lids, a nose, a mouth: tones, never more.
fn face(stage: &mut Stage, skull: &Solid, up: f32, hair: Hair, cloth: Cloth) {
    let dark = UMBER.to(PITCH, 0.45);
    let lee = if cloth.from.0 >= 0.0 { -1.0 } else { 1.0 };
    // The half away from the light.
    let shade = skin_shade(cloth).opacity(0.5);
    let (from, to) = if lee < 0.0 { (-1.5, -0.12) } else { (0.12, 1.5) };
    stage.tone(5, skull.clone().between(up - 1.0, up + 31.0).patch(from, to), shade);
    for side in [-1.0_f32, 1.0] {
        let at = |lon: f32, h: f32| skull.at(up + h, side * lon);
        let facing = at(0.45, 20.0).1;
        if facing < 0.2 {
            continue;
        }
        let lid = [at(0.2, 19.4).0, at(0.46, 18.5).0, at(0.7, 19.6).0];
        stage.tone(5, strand(&lid, 1.0, 1.5), dark.opacity(0.85));
        let socket = [at(0.16, 22.0).0, at(0.45, 22.6).0, at(0.74, 21.6).0];
        stage.tone(6, strand(&socket, 2.4, 2.8), skin_shade(cloth).opacity(0.45));
        let brow = [at(0.2, 24.2).0, at(0.5, 25.4).0, at(0.8, 23.8).0];
        stage.tone(5, strand(&brow, 1.7, 0.7), dark.opacity(0.75));
    }
    let (mouth, facing) = skull.at(up + 9.6, 0.0);
    if facing > -0.1 {
        let half = 3.6 * facing.max(0.35);
        let red = if hair == Hair::Up { EMBER.to(UMBER, 0.35) } else { UMBER.to(EMBER, 0.3) };
        // In profile the lips are at the edge: half of them is seen.
        let inwards = skull.at(up + 9.6, PI).0.0 - mouth.0;
        let shift = if facing < 0.5 { inwards.signum() * 2.4 } else { 0.0 };
        stage.tone(5, ellipse(mouth.0 + shift, mouth.1, half, 1.2), red.opacity(0.75));
        let nose = [
            skull.at(up + 20.0, lee * 0.16).0,
            skull.at(up + 14.0, lee * 0.2).0,
            skull.at(up + 13.2, -lee * 0.06).0,
        ];
        if facing > 0.25 {
            stage.tone(6, strand(&nose, 0.7, 1.5), skin_shade(cloth).opacity(0.7));
        }
        let under = skull.at(up + 7.0, 0.0).0;
        if facing > 0.3 {
            stage.tone(
                6,
                ellipse(under.0, under.1, 2.4 * facing, 0.7),
                skin_shade(cloth).opacity(0.5),
            );
        }
    }
}

/// Light on hair that is combed back.
fn waves(stage: &mut Stage, skull: &Solid, up: f32, brown: Colour, cloth: Cloth) {
    let hair = skull.clone().grown(2.2);
    for longitude in [0.5_f32, 0.95, 1.4, 1.85] {
        for side in [-1.0, 1.0] {
            let line = [(30.0, 0.0), (31.5, 0.35), (29.0, 0.8), (25.0, 1.2)]
                .map(|(high, on)| hair.at(up + high, side * (longitude + on)));
            if line.iter().all(|(_, facing)| *facing > 0.12) {
                let points = line.map(|(point, _)| point);
                stage.tone(6, strand(&points, 0.6, 1.1), cloth.rim.to(brown, 0.4).opacity(0.4));
            }
        }
    }
}

/// Skin as the light of a figure finds it, around a middle.
pub(super) fn skin(cloth: Cloth, middle: Point, reach: f32) -> Ink {
    let light = BONE.to(cloth.rim, 0.4).to(cloth.dark, 0.06);
    let (dx, dy) = (cloth.from.0 * reach, cloth.from.1 * reach);
    let (lit, lee) = ((middle.0 + dx, middle.1 + dy), (middle.0 - dx, middle.1 - dy));
    Ink::Linear(
        lit,
        lee,
        vec![(0.0, light), (0.45, light.to(HONEY, 0.38)), (1.0, skin_shade(cloth))],
    )
}

/// The same, out of the light.
pub(super) fn skin_shade(cloth: Cloth) -> Colour {
    HONEY.to(cloth.dark, 0.5)
}
