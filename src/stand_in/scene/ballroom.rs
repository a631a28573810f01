//! The ballroom: dancing pairs under a chandelier, seen from the wall.

use super::props::{backdrop, bars};
use crate::stand_in::chance::unit;
use crate::stand_in::figure::{Cloth, RED, dress, onlooker, pair};
use crate::stand_in::outline::{arch, closed, ellipse, polygon, rect, strand, strip};
use crate::stand_in::palette::{
    AMBER, BONE, FLAME, HONEY, NIGHT, PITCH, SLATE, SOOT, STEEL, UMBER,
};
use crate::stand_in::stage::{Camera, Focus, Ink, Stage};

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let share = t / length;
    let mut stage = Stage::new(Camera { x: -50.0 + 100.0 * share, y: 0.0, zoom: 1.05 });
    room(&mut stage, t);
    dancers(&mut stage, t, 0.115, 0);
    foreground(&mut stage);
    stage
}

/// The hall: tall windows on the night, mirrors, a chandelier, a polished floor.
pub(super) fn room(stage: &mut Stage, t: f32) {
    stage.white = 0.66;
    stage.layer(0.25, Focus::Far);
    backdrop(
        stage,
        vec![
            (0.0, UMBER.to(SOOT, 0.4)),
            (0.3, HONEY.to(UMBER, 0.45)),
            (0.6, HONEY.to(AMBER, 0.25)),
            (0.68, UMBER),
            (1.0, SOOT),
        ],
    );
    for window in 0..6 {
        let x = 60.0 + window as f32 * 272.0;
        stage.part(2, rect(x - 70.0, 120.0, 36.0, 480.0), HONEY.to(AMBER, 0.45));
        stage.tone(5, rect(x - 44.0, 120.0, 10.0, 480.0), UMBER.opacity(0.6));
        stage.mass(
            arch(x, 170.0, 128.0, 420.0),
            Ink::between((x, 180.0), NIGHT, (x, 600.0), STEEL.to(SLATE, 0.4)),
        );
        bars(stage, 3, [x, 170.0, 128.0, 420.0], (2, 5), 6.0, UMBER);
        let curtain = |side: f32| {
            let edge = if side < 0.0 { x } else { x + 128.0 };
            closed(&[
                (edge, 150.0),
                (edge + side * -40.0, 190.0),
                (edge + side * -18.0, 380.0),
                (edge + side * -30.0, 600.0),
                (edge + side * 14.0, 604.0),
                (edge + side * 14.0, 150.0),
            ])
        };
        stage.part(3, curtain(-1.0), UMBER.to(RED, 0.35));
        stage.part(3, curtain(1.0), UMBER.to(RED, 0.35));
    }
    for sconce in 0..6 {
        let x = 260.0 + sconce as f32 * 272.0;
        stage.part(5, strip(&[(x, 330.0), (x, 312.0)], 10.0, 5.0), UMBER);
        stage.part(4, ellipse(x, 300.0, 6.0, 12.0), FLAME);
        stage.glow(5, (x, 298.0), 120.0, AMBER.opacity(0.42));
    }
    stage.part(2, rect(-400.0, 92.0, 2400.0, 20.0), AMBER.to(HONEY, 0.4));
    stage.part(3, rect(-400.0, 596.0, 2400.0, 16.0), UMBER.to(SOOT, 0.4));
    stage.layer(0.6, Focus::Sharp);
    stage.mass(
        rect(-400.0, 610.0, 2400.0, 700.0),
        Ink::between((0.0, 610.0), HONEY.to(UMBER, 0.5), (0.0, 900.0), UMBER.to(SOOT, 0.5)),
    );
    for line in 0..9 {
        let x = 800.0 + (line as f32 - 4.0) * 130.0;
        let to = 800.0 + (line as f32 - 4.0) * 460.0;
        stage.part(5, strip(&[(x, 612.0), (to, 960.0)], 1.5, 5.0), SOOT.opacity(0.5));
    }
    chandelier(stage, t);
}

fn chandelier(stage: &mut Stage, t: f32) {
    let sway = (t * 0.8).sin() * 5.0;
    let (x, y) = (860.0 + sway, 196.0);
    stage.part(2, strip(&[(860.0, -200.0), (x, y - 60.0)], 5.0, 5.0), UMBER);
    for (wide, down, candles) in [(190.0, 0.0, 9), (120.0, -46.0, 7)] {
        let ring = [
            (x - wide, y + down),
            (x - wide * 0.5, y + down + 30.0),
            (x, y + down + 38.0),
            (x + wide * 0.5, y + down + 30.0),
            (x + wide, y + down),
        ];
        stage.mass(strand(&ring, 7.0, 7.0), HONEY.to(AMBER, 0.5));
        for candle in 0..candles {
            let at = (candle as f32 / (candles - 1) as f32) * 2.0 - 1.0;
            let foot = (x + at * wide, y + down + 34.0 * (1.0 - at * at));
            stage.part(3, rect(foot.0 - 3.0, foot.1 - 26.0, 6.0, 24.0), BONE);
            let flame = closed(&[
                (foot.0 - 5.0, foot.1 - 30.0),
                (foot.0, foot.1 - 46.0),
                (foot.0 + 5.0, foot.1 - 30.0),
                (foot.0, foot.1 - 25.0),
            ]);
            stage.mass(flame, FLAME);
            stage.glow(5, (foot.0, foot.1 - 34.0), 42.0, FLAME.opacity(0.5));
        }
        for drop in 0..(candles * 2) {
            let at = (drop as f32 / (candles * 2 - 1) as f32) * 2.0 - 1.0;
            let foot = (x + at * wide, y + down + 40.0 * (1.0 - at * at));
            stage.tone(
                6,
                strip(&[foot, (foot.0, foot.1 + 24.0 + 12.0 * unit(40, drop))], 3.0, 1.0),
                BONE.opacity(0.7),
            );
        }
    }
    stage.part(
        3,
        strip(&[(x - 120.0, y - 46.0), (x, y - 110.0), (x + 120.0, y - 46.0)], 3.0, 3.0),
        HONEY,
    );
    stage.glow(5, (x, y), 520.0, AMBER.opacity(0.25));
    stage.glow(5, (x, y), 1000.0, AMBER.opacity(0.13));
}

/// Pairs on the floor, the far ones first, then their reflection, then the near ones.
pub(super) fn dancers(stage: &mut Stage, t: f32, speed: f32, seed: u32) {
    let at = |row: usize, index: usize, count: usize| {
        let around = index as f32 / count as f32
            + t * 0.018 * if row.is_multiple_of(2) { 1.0 } else { -1.0 }
            + unit(seed + 81 + row as u32, index as u32) * 0.05;
        (
            around.rem_euclid(1.0) * 2200.0 - 300.0,
            t * speed * 2.4 + unit(seed + 91 + row as u32, index as u32),
        )
    };
    for (row, count, y, scale, depth) in [(0, 9, 640.0, 0.5, 0.6), (1, 7, 690.0, 0.74, 0.8)] {
        stage.layer(depth, if row == 0 { Focus::Far } else { Focus::Sharp });
        for index in 0..count {
            let (x, phase) = at(row, index, count);
            let haze = if row == 0 { 0.45 } else { 0.2 };
            pair(
                stage,
                (x, y, scale),
                phase,
                dress(seed + index as u32 + row as u32).to(HONEY, haze),
                cloth(haze),
            );
        }
    }
    stage.layer(1.0, Focus::Sharp);
    stage.mirror(722.0, UMBER.to(SOOT, 0.4).opacity(0.72), 2.5, t);
    let turn = t * speed * 2.4;
    let drift = 60.0 * (t * 0.45).sin();
    pair(stage, (470.0 + drift * 0.7, 800.0, 1.12), turn + 0.3, dress(seed + 1), cloth(0.05));
    pair(stage, (1020.0 - drift, 836.0, 1.34), turn, RED, cloth(0.0));
    pair(stage, (1420.0 + drift, 792.0, 1.1), turn + 0.6, dress(seed + 3), cloth(0.05));
}

fn cloth(haze: f32) -> Cloth {
    Cloth {
        dark: SOOT.to(HONEY, haze),
        mid: NIGHT.to(UMBER, 0.4).to(HONEY, haze),
        rim: FLAME.to(AMBER, 0.4),
        from: (0.1, -0.9),
    }
}

/// A column and somebody's back: we stand at the wall.
pub(super) fn foreground(stage: &mut Stage) {
    stage.layer(1.7, Focus::Near);
    let dark = PITCH.to(SOOT, 0.6);
    stage.mass(
        rect(-360.0, -300.0, 420.0, 1600.0),
        Ink::between((-200.0, 0.0), dark, (60.0, 0.0), UMBER.to(SOOT, 0.35)),
    );
    stage.tone(5, rect(38.0, -300.0, 14.0, 1600.0), AMBER.opacity(0.22));
    stage.part(3, polygon(&[(-360.0, 60.0), (92.0, 60.0), (60.0, 104.0), (-360.0, 104.0)]), dark);
    stage.place(330.0, 700.0, 1.35, 1.35);
    onlooker(stage, Cloth { dark, mid: UMBER, rim: HONEY.to(AMBER, 0.4), from: (0.9, -0.4) });
    stage.unplaced();
}
