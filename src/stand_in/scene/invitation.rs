//! The invitation: a lit house behind bare trees, and a rider who brings a letter.

use super::props::{backdrop, bare_tree, bars, ground};
use crate::stand_in::chance::{either, ramp, unit};
use crate::stand_in::figure::{Cloth, rider};
use crate::stand_in::outline::{arch, closed, ellipse, polygon, rect, strip};
use crate::stand_in::palette::{
    AMBER, BONE, FLAME, FROST, HONEY, MIST, MOON, NIGHT, PITCH, SLATE, STEEL, UMBER,
};
use crate::stand_in::stage::{Camera, Flakes, Focus, Ink, Stage};

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let share = t / length;
    let mut stage = Stage::new(Camera {
        x: -30.0 + 60.0 * share,
        y: 10.0 - 14.0 * share,
        zoom: 1.03 + 0.07 * share,
    });
    stage.white = 0.55;
    stage.layer(0.0, Focus::Far);
    backdrop(
        &mut stage,
        vec![(0.0, PITCH), (0.4, NIGHT), (0.72, SLATE.to(STEEL, 0.5)), (1.0, STEEL)],
    );
    for star in 0..60 {
        let at = (unit(3, star) * 1700.0 - 50.0, unit(4, star) * 420.0);
        stage.tone(6, ellipse(at.0, at.1, 1.2, 1.2), MOON.opacity(0.25 + 0.4 * unit(5, star)));
    }
    stage.layer(0.3, Focus::Far);
    ground(&mut stage, 560.0, 22.0, 12, SLATE);
    for tree in 0..18 {
        let x = -120.0 + tree as f32 * 108.0 + either(13, tree) * 40.0;
        bare_tree(
            &mut stage,
            (x, 580.0),
            130.0 + unit(14, tree) * 120.0,
            200 + tree,
            0.5,
            NIGHT.to(SLATE, 0.45),
        );
    }
    house(&mut stage, t);

    stage.layer(0.85, Focus::Sharp);
    ground(
        &mut stage,
        690.0,
        8.0,
        15,
        Ink::between((0.0, 680.0), MIST.to(STEEL, 0.35), (0.0, 900.0), STEEL.to(SLATE, 0.6)),
    );
    // Light from the windows on the snow, and the drive.
    stage.tone(
        5,
        polygon(&[(960.0, 694.0), (1270.0, 694.0), (1180.0, 900.0), (560.0, 900.0)]),
        AMBER.opacity(0.2),
    );
    let drive = closed(&[
        (1060.0, 690.0),
        (1120.0, 690.0),
        (980.0, 780.0),
        (700.0, 910.0),
        (300.0, 910.0),
        (820.0, 790.0),
    ]);
    stage.part(3, drive, STEEL.to(MIST, 0.25));
    stage.tone(
        6,
        closed(&[
            (1070.0, 692.0),
            (1100.0, 692.0),
            (900.0, 790.0),
            (560.0, 905.0),
            (440.0, 905.0),
            (860.0, 790.0),
        ]),
        FROST.opacity(0.25),
    );

    // The rider comes down the drive.
    let near = ramp(0.0, length, t);
    let (x, y, scale) = (990.0 - 430.0 * near, 742.0 + 92.0 * near, 0.42 + 0.66 * near);
    stage.place(x, y, 1.0, 1.0);
    stage.tone(5, ellipse(0.0, 2.0, 150.0 * scale, 15.0 * scale), NIGHT.opacity(0.55));
    stage.place(x, y, -scale, scale);
    let cloth = Cloth {
        dark: PITCH.to(NIGHT, 0.5),
        mid: NIGHT.to(SLATE, 0.4),
        rim: AMBER.to(HONEY, 0.3),
        from: (-0.8, -0.3),
    };
    rider(&mut stage, t * 2.0, cloth);
    stage.unplaced();

    gate(&mut stage);
    bare_tree(&mut stage, (70.0, 1010.0), 1000.0, 71, 2.0, PITCH);
    stage.flakes.push(Flakes {
        count: 260,
        drift: (-26.0, 84.0),
        colour: BONE,
        size: 4.5,
        seed: 9,
        time: t,
    });
    stage
}

/// The manor: two storeys, a pediment, every window lit.
fn house(stage: &mut Stage, t: f32) {
    let wall = NIGHT.to(UMBER, 0.25);
    stage.layer(0.5, Focus::Sharp);
    stage.mass(rect(800.0, 420.0, 620.0, 240.0), wall);
    stage.mass(
        polygon(&[(780.0, 424.0), (1440.0, 424.0), (1390.0, 366.0), (830.0, 366.0)]),
        PITCH.to(NIGHT, 0.7),
    );
    stage.part(
        2,
        polygon(&[(1010.0, 424.0), (1210.0, 424.0), (1110.0, 352.0)]),
        wall.to(PITCH, 0.3),
    );
    for chimney in [880.0, 1330.0] {
        stage.part(2, rect(chimney, 316.0, 34.0, 60.0), PITCH.to(NIGHT, 0.5));
    }
    let smoke = (t * 0.7).sin() * 10.0;
    let plume = closed(&[
        (890.0, 316.0),
        (870.0 + smoke, 260.0),
        (900.0 - smoke, 190.0),
        (960.0, 150.0),
        (930.0 + smoke, 230.0),
        (906.0, 316.0),
    ]);
    stage.tone(6, plume, STEEL.opacity(0.35));
    for column in 0..7 {
        let x = 836.0 + column as f32 * 84.0;
        for (row, high) in [(450.0, 66.0), (548.0, 84.0)] {
            let flicker = 0.06 * (t * 2.0 + column as f32 * 1.7 + row).sin();
            let lit = FLAME.to(AMBER, 0.45 + flicker);
            stage.mass(arch(x, row, 42.0, high), lit);
            bars(stage, 4, [x, row, 42.0, high], (2, 3), 3.0, UMBER);
            stage.glow(5, (x + 21.0, row + high * 0.5), 76.0, AMBER.opacity(0.34));
        }
    }
    stage.mass(arch(1084.0, 560.0, 54.0, 100.0), BONE.to(FLAME, 0.7));
    stage.part(
        2,
        polygon(&[(1050.0, 664.0), (1172.0, 664.0), (1190.0, 682.0), (1030.0, 682.0)]),
        STEEL.to(HONEY, 0.2),
    );
    stage.glow(5, (1110.0, 560.0), 420.0, AMBER.opacity(0.26));
    // Snow on the roof.
    stage.tone(
        4,
        polygon(&[(826.0, 372.0), (1394.0, 372.0), (1388.0, 364.0), (832.0, 364.0)]),
        MIST,
    );
}

/// The gate, near, and its lamps.
fn gate(stage: &mut Stage) {
    // The gate, and its lamps.
    stage.layer(1.35, Focus::Near);
    for (x, side) in [(250.0, -1.0_f32), (1390.0, 1.0)] {
        stage.mass(rect(x - 46.0, 372.0, 92.0, 640.0), PITCH.to(NIGHT, 0.55));
        stage.tone(5, rect(x - side * 46.0 - 5.0, 372.0, 10.0, 640.0), AMBER.opacity(0.3));
        stage.mass(
            polygon(&[(x - 62.0, 372.0), (x + 62.0, 372.0), (x + 46.0, 342.0), (x - 46.0, 342.0)]),
            PITCH,
        );
        stage.mass(rect(x - 17.0, 272.0, 34.0, 62.0), FLAME);
        stage.part(3, polygon(&[(x - 26.0, 274.0), (x + 26.0, 274.0), (x, 244.0)]), PITCH);
        stage.part(4, rect(x - 3.0, 272.0, 6.0, 62.0), UMBER);
        stage.glow(5, (x, 302.0), 270.0, AMBER.opacity(0.62));
        stage.glow(5, (x, 302.0), 70.0, FLAME.opacity(0.7));
        for bar in 0..5 {
            let at = x + side * (80.0 + bar as f32 * 46.0);
            stage.part(
                2,
                strip(&[(at, 470.0 + bar as f32 * 10.0), (at, 1000.0)], 10.0, 10.0),
                PITCH,
            );
            stage.part(
                3,
                polygon(&[
                    (at - 11.0, 474.0 + bar as f32 * 10.0),
                    (at, 440.0 + bar as f32 * 10.0),
                    (at + 11.0, 474.0 + bar as f32 * 10.0),
                ]),
                PITCH,
            );
        }
        stage.part(3, strip(&[(x, 560.0), (x + side * 300.0, 590.0)], 12.0, 12.0), PITCH);
    }
}
