//! The river: the moon in the water, breaking and mending, and our own face below.

use super::props::{backdrop, bare_tree, ground};
use crate::stand_in::chance::{either, ramp, unit};
use crate::stand_in::outline::{closed, ellipse, rect, strip};
use crate::stand_in::palette::{AMBER, BONE, FROST, MIST, MOON, NIGHT, PITCH, SLATE, STEEL, UMBER};
use crate::stand_in::stage::{Camera, Flakes, Focus, Ink, Stage};

/// Where the water begins.
const SHORE: f32 = 470.0;

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let share = t / length;
    let mut stage = Stage::new(Camera {
        x: -24.0 + 40.0 * share,
        y: -26.0 + 50.0 * ramp(0.0, 1.0, share),
        zoom: 1.02 + 0.05 * share,
    });
    stage.white = 0.56;
    heavens(&mut stage, t);
    // The far bank, with the lights of the house.
    stage.layer(0.3, Focus::Far);
    ground(&mut stage, SHORE - 34.0, 9.0, 31, NIGHT.to(SLATE, 0.4));
    for tree in 0..20 {
        let x = -160.0 + tree as f32 * 98.0 + either(33, tree) * 36.0;
        bare_tree(
            &mut stage,
            (x, SHORE - 24.0),
            80.0 + 90.0 * unit(34, tree),
            300 + tree,
            0.6,
            PITCH.to(SLATE, 0.4),
        );
    }
    for window in 0..5 {
        let x = 300.0 + window as f32 * 26.0;
        stage.part(3, rect(x, SHORE - 66.0, 9.0, 14.0), AMBER);
        stage.glow(5, (x + 4.0, SHORE - 59.0), 30.0, AMBER.opacity(0.4));
    }
    stage.part(2, rect(270.0, SHORE - 82.0, 170.0, 50.0), PITCH.to(NIGHT, 0.3).opacity(0.0));
    bridge(&mut stage);
    stage.layer(0.6, Focus::Sharp);
    stage.mirror(SHORE, NIGHT.to(STEEL, 0.25).opacity(0.42), 9.0, t);
    moon_in_water(&mut stage, t);

    // The near bank: reeds, a willow's hair, washing on a line.
    stage.layer(1.3, Focus::Near);
    bare_tree(&mut stage, (1500.0, 1060.0), 980.0, 77, -3.0, PITCH);
    for withe in 0..26 {
        let x = 1180.0 + withe as f32 * 17.0;
        let sway = (t * 0.8 + withe as f32 * 0.3).sin() * 14.0;
        let path = [
            (x + 60.0, -60.0),
            (x + 10.0 + sway * 0.4, 190.0 + 70.0 * unit(41, withe)),
            (x - 16.0 + sway, 300.0 + 240.0 * unit(42, withe)),
        ];
        stage.part(3, strip(&path, 4.0, 1.0), PITCH.to(NIGHT, 0.3));
    }
    reflection(&mut stage, t, share);
    for reed in 0..34 {
        let x = -80.0 + unit(51, reed) * 420.0;
        let sway = (t * 1.1 + reed as f32).sin() * 8.0;
        let high = 160.0 + 220.0 * unit(52, reed);
        stage.part(
            2,
            strip(
                &[
                    (x, 1000.0),
                    (x + sway * 0.4, 1000.0 - high * 0.6),
                    (x + 14.0 + sway, 1000.0 - high),
                ],
                7.0,
                1.5,
            ),
            PITCH,
        );
    }
    let bank = closed(&[
        (-400.0, 880.0),
        (60.0, 868.0),
        (380.0, 900.0),
        (560.0, 980.0),
        (560.0, 1300.0),
        (-400.0, 1300.0),
    ]);
    stage.lit(bank, PITCH, (2.0, -5.0), FROST.opacity(0.5));
    stage.flakes.push(Flakes {
        count: 180,
        drift: (-14.0, 62.0),
        colour: BONE.to(MOON, 0.4),
        size: 4.0,
        seed: 23,
        time: t,
    });
    stage
}

/// A footbridge on piles, from bank to bank.
fn bridge(stage: &mut Stage) {
    stage.layer(0.45, Focus::Sharp);
    let dark = PITCH.to(UMBER, 0.2);
    // It rises a little towards the middle of the river.
    let deck = |x: f32, lift: f32| {
        let along = (x + 300.0) / 2200.0;
        (x, 426.0 - 26.0 * (1.0 - (along * 2.0 - 1.0).powi(2)) - lift)
    };
    let along = |lift: f32| -> Vec<(f32, f32)> {
        (0..=16).map(|step| deck(-300.0 + step as f32 * 137.5, lift)).collect()
    };
    stage.mass(strip(&along(0.0), 12.0, 12.0), dark);
    stage.part(2, strip(&along(48.0), 4.5, 4.5), dark);
    for pile in 0..20 {
        let x = -280.0 + pile as f32 * 112.0;
        stage.part(2, strip(&[deck(x, 48.0), (x, SHORE + 6.0)], 7.0, 7.0), dark);
    }
}

/// The moon's road: broken where the water moves, whole again where it rests.
fn moon_in_water(stage: &mut Stage, t: f32) {
    let stir = 0.5 + 0.5 * (t * 0.9).sin();
    for line in 0..34 {
        let down = line as f32 / 33.0;
        let y = SHORE + 14.0 + down * down * 420.0;
        let wide = (16.0 + 70.0 * down)
            * (0.45 + 0.55 * unit(61, line))
            * (1.0 + 0.35 * stir * (t * 2.1 + line as f32 * 1.3).sin());
        let x = 1060.0
            + (t * 1.4 + line as f32 * 0.8).sin() * (5.0 + 26.0 * down) * (0.4 + stir)
            + either(62, line) * 14.0 * down;
        stage.part(
            3,
            ellipse(x, y, wide.max(4.0), 1.6 + 4.2 * down),
            MOON.to(BONE, 0.5).opacity(0.75 - 0.35 * down),
        );
    }
    for ripple in 0..40 {
        let down = unit(64, ripple);
        let y = SHORE + 18.0 + down * 420.0;
        let x = unit(65, ripple) * 1700.0 - 50.0 + (t * 9.0 * (0.3 + down)) % 60.0;
        let wide = 30.0 + 120.0 * down;
        stage.part(
            3,
            strip(
                &[(x - wide, y), (x, y + (t * 2.0 + ripple as f32).sin() * 2.0), (x + wide, y)],
                1.0,
                2.4,
            ),
            STEEL.to(MIST, 0.4).opacity(0.4),
        );
    }
}

/// Our own head and shoulders in the water below, upside down, and the rings that break it.
fn reflection(stage: &mut Stage, t: f32, share: f32) {
    stage.layer(1.0, Focus::Sharp);
    stage.swim(7.0 + 15.0 * share, t * 1.3);
    stage.place(600.0, 860.0, 1.22, 1.22);
    let coat = closed(&[
        (-210.0, 190.0),
        (-210.0, 190.0),
        (-196.0, 40.0),
        (-150.0, -24.0),
        (-60.0, -54.0),
        (-36.0, -84.0),
        (36.0, -84.0),
        (60.0, -54.0),
        (152.0, -22.0),
        (198.0, 44.0),
        (210.0, 190.0),
        (210.0, 190.0),
    ]);
    stage.lit(coat, NIGHT.to(PITCH, 0.3), (4.0, -4.0), MOON.opacity(0.45));
    let face = [
        (0.0, -214.0),
        (36.0, -200.0),
        (50.0, -160.0),
        (44.0, -116.0),
        (22.0, -84.0),
        (0.0, -76.0),
        (-22.0, -84.0),
        (-44.0, -116.0),
        (-50.0, -160.0),
        (-36.0, -200.0),
    ];
    let lit =
        Ink::between((56.0, -180.0), STEEL.to(SLATE, 0.35), (-40.0, -120.0), PITCH.to(NIGHT, 0.6));
    stage.lit(closed(&face), lit, (3.0, -2.0), MOON.opacity(0.5));
    let cap = [
        (-58.0, -182.0),
        (-66.0, -206.0),
        (-44.0, -240.0),
        (0.0, -252.0),
        (44.0, -240.0),
        (66.0, -206.0),
        (58.0, -182.0),
        (0.0, -196.0),
    ];
    stage.lit(closed(&cap), PITCH.to(NIGHT, 0.4), (3.0, -3.0), MOON.opacity(0.5));
    stage.part(
        4,
        closed(&[
            (-54.0, -184.0),
            (0.0, -198.0),
            (54.0, -184.0),
            (40.0, -168.0),
            (0.0, -176.0),
            (-40.0, -168.0),
        ]),
        PITCH,
    );
    for eye in [-19.0_f32, 19.0] {
        stage.part(4, ellipse(eye, -148.0, 11.0, 5.0), PITCH.opacity(0.75));
    }
    stage.part(
        5,
        strip(&[(2.0, -146.0), (5.0, -120.0), (-3.0, -116.0)], 2.0, 3.0),
        PITCH.opacity(0.5),
    );
    stage.part(
        5,
        strip(&[(-13.0, -100.0), (0.0, -98.0), (13.0, -101.0)], 2.0, 2.0),
        PITCH.opacity(0.7),
    );
    // The water goes over the face.
    for line in 0..7 {
        let y = -206.0 + line as f32 * 24.0 + (t * 1.9 + line as f32 * 2.1).sin() * 5.0;
        let wide = 34.0 + 26.0 * (t * 1.1 + line as f32 * 1.7).sin();
        let path = [(-wide - 12.0, y), (0.0, y + 2.0), (wide, y - 1.0)];
        stage.tone(5, strip(&path, 2.0, 5.0), NIGHT.to(STEEL, 0.3).opacity(0.5));
    }
    for ring in 0..5 {
        let grown = (t * 0.34 + ring as f32 * 0.2).rem_euclid(1.0);
        let (rx, ry) = (60.0 + 340.0 * grown, 14.0 + 74.0 * grown);
        let arc: Vec<(f32, f32)> = (0..=28)
            .map(|step| {
                let angle = step as f32 / 28.0 * std::f32::consts::TAU;
                (30.0 + rx * angle.cos(), -70.0 + ry * angle.sin())
            })
            .collect();
        stage.part(
            3,
            strip(&arc, 2.6, 2.6),
            MOON.to(STEEL, 0.3).opacity(0.5 * (1.0 - grown) * (grown * 5.0).min(1.0)),
        );
    }
    stage.swim(0.0, 0.0);
    stage.unplaced();
}

/// Night, stars, the moon and a few clouds.
fn heavens(stage: &mut Stage, t: f32) {
    stage.layer(0.1, Focus::Far);
    backdrop(
        stage,
        vec![
            (0.0, PITCH.to(NIGHT, 0.5)),
            (0.25, NIGHT),
            (0.5, SLATE.to(STEEL, 0.5)),
            (0.6, STEEL.to(MIST, 0.3)),
            (1.0, SLATE),
        ],
    );
    for star in 0..50 {
        stage.tone(
            6,
            ellipse(unit(1, star) * 1700.0 - 40.0, unit(2, star) * 380.0, 1.3, 1.3),
            MOON.opacity(0.2 + 0.4 * unit(3, star)),
        );
    }
    stage.mass(ellipse(1060.0, 176.0, 58.0, 58.0), MOON.to(BONE, 0.6));
    stage.tone(5, ellipse(1044.0, 164.0, 13.0, 10.0), MIST.opacity(0.45));
    stage.tone(5, ellipse(1076.0, 194.0, 17.0, 12.0), MIST.opacity(0.35));
    stage.glow(5, (1060.0, 176.0), 340.0, MOON.opacity(0.42));
    for cloud in 0..4 {
        let (x, y) = (300.0 + cloud as f32 * 330.0 - t * 5.0, 250.0 + either(8, cloud) * 50.0);
        let path = [
            (x - 260.0, y),
            (x - 60.0, y - 20.0),
            (x + 180.0, y - 8.0),
            (x + 300.0, y + 6.0),
            (x, y + 16.0),
        ];
        stage.tone(5, closed(&path), STEEL.to(MIST, 0.2).opacity(0.34));
    }
}
