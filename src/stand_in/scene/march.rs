//! The march: a column in greatcoats under a winter dusk, and we walk with it.

use super::props::{BEYOND, backdrop, bare_tree, ground};
use crate::stand_in::chance::{either, unit};
use crate::stand_in::figure::{Cloth, soldier};
use crate::stand_in::outline::{closed, ellipse, polygon, strip};
use crate::stand_in::palette::{AMBER, BONE, FROST, HONEY, MIST, MOON, NIGHT, PITCH, SLATE, STEEL};
use crate::stand_in::stage::{Camera, Flakes, Focus, HEIGHT, Stage, WIDTH};

/// How fast we walk, in units a second at depth 1.
const PACE: f32 = 62.0;

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let bob = (t * std::f32::consts::TAU * 0.95).sin() * 4.0;
    let zoom = 1.04 + 0.05 * t / length;
    let mut stage = Stage::new(Camera { x: t * PACE - 120.0, y: bob, zoom });
    stage.white = 0.62;

    dusk(&mut stage);
    stage.layer(0.12, Focus::Far);
    ground(&mut stage, 618.0, 16.0, 21, STEEL.to(MIST, 0.3));
    for tree in 0..26 {
        let x = -200.0 + tree as f32 * 84.0 + either(31, tree) * 40.0;
        bare_tree(
            &mut stage,
            (x, 626.0),
            60.0 + unit(32, tree) * 60.0,
            40 + tree,
            1.0,
            STEEL.to(MIST, 0.12),
        );
    }
    stage.layer(0.35, Focus::Far);
    ground(
        &mut stage,
        652.0,
        10.0,
        22,
        crate::stand_in::stage::Ink::between((0.0, 640.0), FROST.to(MIST, 0.5), (0.0, 900.0), MIST),
    );
    for man in 0..16 {
        let x = 900.0 + man as f32 * 62.0 + either(51, man) * 14.0;
        stage.place(x, 676.0 + either(52, man) * 4.0, 0.3, 0.3);
        soldier(&mut stage, t * 1.9 + unit(53, man) * 2.0, man, far());
    }
    stage.unplaced();
    for (x, high, seed) in [(380.0, 420.0, 5), (1240.0, 470.0, 9)] {
        bare_tree(&mut stage, (x, 690.0), high, seed, 2.0, SLATE.to(MIST, 0.18));
    }

    stage.layer(1.0, Focus::Sharp);
    ground(
        &mut stage,
        742.0,
        8.0,
        23,
        crate::stand_in::stage::Ink::between(
            (0.0, 730.0),
            FROST,
            (0.0, 930.0),
            MIST.to(STEEL, 0.4),
        ),
    );
    for rut in 0..3 {
        let y = 790.0 + rut as f32 * 34.0;
        let path =
            [(-BEYOND, y + 8.0), (500.0, y - 3.0), (1100.0, y + 5.0), (WIDTH + 3.0 * BEYOND, y)];
        stage.part(3, strip(&path, 6.0, 14.0), STEEL.to(MIST, 0.4));
        stage.tone(5, strip(&path.map(|(x, y)| (x, y + 7.0)), 3.0, 8.0), MOON.opacity(0.6));
    }
    for man in 0..9 {
        let x = -60.0 + man as f32 * 232.0 + either(61, man) * 62.0;
        let tall = 1.18 * (1.0 + 0.07 * either(64, man));
        let y = 812.0 + either(62, man) * 20.0;
        stage.place(x, y, 1.0, 1.0);
        stage.tone(5, ellipse(-10.0, 4.0, 70.0, 9.0), STEEL.opacity(0.6));
        stage.place(x, y, tall, tall);
        soldier(&mut stage, t * 1.9 + unit(63, man) * 2.0, 70 + man, near());
    }
    stage.unplaced();

    the_one_before_us(&mut stage, t);
    stage.flakes.push(Flakes {
        count: 420,
        drift: (-86.0, 120.0),
        colour: BONE.to(MOON, 0.6),
        size: 5.0,
        seed: 3,
        time: t,
    });
    stage
}

fn far() -> Cloth {
    Cloth {
        dark: SLATE.to(MIST, 0.35),
        mid: STEEL.to(MIST, 0.2),
        rim: AMBER.to(MIST, 0.6),
        from: (0.7, -0.5),
    }
}

fn near() -> Cloth {
    Cloth { dark: NIGHT, mid: SLATE, rim: AMBER.to(MIST, 0.35), from: (0.8, -0.45) }
}

/// He who walks before us: near, dark, out of focus.
fn the_one_before_us(stage: &mut Stage, t: f32) {
    // The one before us: near, dark, out of focus.
    stage.layer(1.7, Focus::Near);
    stage.place(560.0 + t * PACE * 0.72, 1270.0, 2.9, 2.9);
    soldier(
        stage,
        t * 1.9 + 0.4,
        90,
        Cloth {
            dark: PITCH,
            mid: PITCH.to(NIGHT, 0.6),
            rim: HONEY.to(STEEL, 0.5),
            from: (0.9, -0.3),
        },
    );
    stage.unplaced();
    let bank = polygon(&[
        (-BEYOND, HEIGHT + 40.0),
        (WIDTH * 2.0, HEIGHT - 20.0),
        (WIDTH * 2.0, HEIGHT + BEYOND),
        (-BEYOND, HEIGHT + BEYOND),
    ]);
    stage.tone(6, bank, SLATE.to(MIST, 0.25));
}

/// The sky, with the last light low in it.
fn dusk(stage: &mut Stage) {
    stage.layer(0.0, Focus::Far);
    backdrop(
        stage,
        vec![
            (0.0, NIGHT),
            (0.34, SLATE),
            (0.58, STEEL.to(MIST, 0.45)),
            (0.68, AMBER.to(MIST, 0.62)),
            (0.74, AMBER.to(MIST, 0.45)),
            (1.0, MIST),
        ],
    );
    stage.tone(5, ellipse(1130.0, 610.0, 520.0, 130.0), AMBER.to(BONE, 0.3).opacity(0.22));
    for cloud in 0..5 {
        let (x, y) = (unit(7, cloud) * WIDTH, 120.0 + unit(8, cloud) * 330.0);
        let path = [
            (x - 420.0, y),
            (x - 120.0, y - 26.0),
            (x + 260.0, y - 10.0),
            (x + 460.0, y + 8.0),
            (x + 80.0, y + 24.0),
        ];
        stage.tone(5, closed(&path), STEEL.to(MIST, 0.3).opacity(0.35));
    }
}
