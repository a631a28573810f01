//! The dark room: a tall window with the moon in it, a curtain that moves, and somebody.

use crate::stand_in::chance::{either, mix, ramp, unit};
use crate::stand_in::figure::profile::{Head, head};
use crate::stand_in::outline::{closed, ellipse, polygon, rect, strip};
use crate::stand_in::palette::{FROST, MIST, MOON, NIGHT, PITCH, SLATE, SOOT, STEEL};
use crate::stand_in::stage::{Camera, Focus, Ink, Stage};

/// `t` seconds into the shot, which lasts `length`.
pub(super) fn draw(t: f32, length: f32) -> Stage {
    let part = t / length.max(0.1);
    let mut stage =
        Stage::new(Camera { x: mix(-16.0, 18.0, part), y: 0.0, zoom: mix(1.0, 1.06, part) });
    stage.white = 0.4;
    outside(&mut stage, t);
    wall(&mut stage);
    curtain(&mut stage, t);
    floor(&mut stage);
    woman(&mut stage, t, ramp(0.08, 1.1, part));
    armchair(&mut stage);
    stage
}

/// Night over the garden: moon, poplars, a lilac at the sill.
fn outside(stage: &mut Stage, t: f32) {
    stage.layer(0.05, Focus::Far);
    stage.mass(
        rect(380.0, -40.0, 520.0, 840.0),
        Ink::between((500.0, 0.0), STEEL.to(NIGHT, 0.2), (640.0, 720.0), FROST.to(MIST, 0.3)),
    );
    stage.part(2, ellipse(560.0, 170.0, 27.0, 27.0), MOON);
    stage.glow(5, (560.0, 176.0), 380.0, MOON.opacity(0.34));
    stage.layer(0.15, Focus::Far);
    for (index, (x, top, half)) in [
        (468.0, 300.0, 22.0),
        (524.0, 236.0, 27.0),
        (664.0, 270.0, 25.0),
        (726.0, 200.0, 30.0),
        (790.0, 320.0, 24.0),
    ]
    .into_iter()
    .enumerate()
    {
        let sway = (t * 0.7 + index as f32).sin() * 3.0;
        let tree = [
            (x + sway, top),
            (x + half * 0.6 + sway * 0.5, top + 120.0),
            (x + half, top + 300.0),
            (x + half * 0.5, 800.0),
            (x - half * 0.5, 800.0),
            (x - half, top + 290.0),
            (x - half * 0.55 + sway * 0.5, top + 110.0),
        ];
        stage.part(1, closed(&tree), STEEL.to(SLATE, 0.45 + 0.12 * index as f32));
    }
    stage.layer(0.3, Focus::Far);
    for index in 0..9_u32 {
        let x = 400.0 + index as f32 * 52.0 + either(5, index) * 16.0;
        let height = 120.0 + unit(6, index) * 120.0;
        let sway = (t * 1.1 + index as f32 * 0.8).sin() * 5.0;
        let tip = (x + either(7, index) * 46.0 + sway, 730.0 - height);
        stage.part(
            3,
            strip(&[(x, 780.0), ((x + tip.0) / 2.0 + 8.0, 740.0 - height * 0.5), tip], 7.0, 1.4),
            NIGHT,
        );
        for bloom in 0..30_u32 {
            let at = index * 30 + bloom;
            let (dx, dy) = {
                let down = unit(9, at) * 66.0;
                (either(8, at) * (2.0 + down * 0.26), down - 24.0)
            };
            let r = 2.5 + unit(10, at) * 3.6;
            stage.tone(
                4,
                ellipse(tip.0 + dx, tip.1 + 12.0 + dy, r, r * 1.25),
                NIGHT.to(SLATE, unit(11, at)),
            );
        }
    }
}

/// The wall around the window, as four pieces, and the window's bars.
fn wall(stage: &mut Stage) {
    stage.layer(0.5, Focus::Sharp);
    let (left, right, top, sill) = (420.0, 820.0, 40.0, 700.0);
    let dark =
        |from: f32, to: f32| Ink::between((from, 300.0), NIGHT.to(SOOT, 0.25), (to, 360.0), PITCH);
    stage.mass(rect(-300.0, -200.0, left + 300.0, 1400.0), dark(left, 120.0));
    stage.mass(rect(right, -200.0, 1100.0, 1400.0), dark(right, 1240.0));
    stage.tone(1, rect(left - 1.0, -200.0, right - left + 2.0, top + 200.0), PITCH.to(NIGHT, 0.5));
    stage.mass(
        rect(left - 1.0, sill, right - left + 2.0, 500.0),
        Ink::between((600.0, sill), NIGHT, (600.0, 860.0), PITCH),
    );
    stage.part(
        1,
        polygon(&[
            (left - 26.0, sill - 6.0),
            (right + 26.0, sill - 6.0),
            (right + 44.0, sill + 16.0),
            (left - 44.0, sill + 16.0),
        ]),
        Ink::between((600.0, sill - 6.0), FROST.to(STEEL, 0.35), (600.0, sill + 16.0), SLATE),
    );
    let bar = PITCH.to(NIGHT, 0.7);
    for x in [left, 612.0, right - 14.0] {
        stage.part(1, rect(x, top, 15.0, sill - top), bar);
        stage.tone(6, rect(x, top, 2.5, sill - top), FROST.opacity(0.28));
    }
    for y in [top, 246.0, 470.0] {
        stage.part(1, rect(left, y, right - left, 11.0), bar);
        stage.tone(6, rect(left, y + 9.0, right - left, 2.0), FROST.opacity(0.2));
    }
}

/// Two curtains: the left one hangs, the right one breathes.
fn curtain(stage: &mut Stage, t: f32) {
    stage.layer(0.6, Focus::Sharp);
    for index in 0..5 {
        let x = 330.0 + index as f32 * 24.0;
        let fold = [
            (x, -20.0),
            (x + 30.0, -20.0),
            (x + 34.0 - index as f32 * 4.0, 420.0),
            (x + 20.0, 800.0),
            (x - 14.0, 800.0),
            (x - 4.0, 420.0),
        ];
        stage.part(
            2,
            polygon(&fold),
            Ink::between((x, 0.0), PITCH, (x + 30.0, 0.0), SLATE.to(NIGHT, 0.3)),
        );
    }
    let blown = (t * 0.8).sin() * 0.5 + 0.5 + 0.2 * (t * 2.1).sin();
    let mut edges = Vec::new();
    for index in 0..8 {
        let part = index as f32 / 7.0;
        let top = mix(716.0, 872.0, part);
        let push = blown * (1.0 - part) * 96.0;
        let ripple = (t * 1.6 + index as f32 * 1.1).sin() * 9.0;
        edges.push([
            (top, -20.0),
            (top - push * 0.2 + ripple * 0.3, 240.0),
            (top - push * 0.75 + ripple, 520.0),
            (top - push * 1.1 + ripple * 1.4, 790.0),
        ]);
    }
    for (index, pair) in edges.windows(2).enumerate() {
        let [a, b] = [pair[0], pair[1]];
        let mut around = vec![a[0], a[0], a[1], a[2], a[3], a[3]];
        around.extend([
            (b[3].0 + 2.0, b[3].1),
            (b[3].0 + 2.0, b[3].1),
            (b[2].0 + 2.0, b[2].1),
            (b[1].0 + 2.0, b[1].1),
            (b[0].0 + 2.0, b[0].1),
            (b[0].0 + 2.0, b[0].1),
        ]);
        // The shade runs across the fold, however it hangs.
        let (dx, dy) = (a[2].0 - a[1].0, a[2].1 - a[1].1);
        let reach = ((b[2].0 - a[2].0).abs() + 10.0) / dx.hypot(dy);
        let across = (a[2].0 + dy * reach, a[2].1 - dx * reach);
        let pale = FROST.to(NIGHT, 0.18 + 0.1 * index as f32);
        stage.part(
            1,
            closed(&around),
            Ink::between(a[2], pale.opacity(0.86), across, pale.to(NIGHT, 0.55).opacity(0.94)),
        );
    }
}

/// The window's light on the floor.
fn floor(stage: &mut Stage) {
    stage.layer(0.8, Focus::Sharp);
    stage.mass(
        polygon(&[(-300.0, 790.0), (1900.0, 790.0), (1900.0, 1200.0), (-300.0, 1200.0)]),
        Ink::between((600.0, 790.0), NIGHT.to(PITCH, 0.3), (600.0, 900.0), PITCH),
    );
    for (a, b) in [(438.0, 606.0), (630.0, 800.0)] {
        let skew = |x: f32, y: f32| (x + (y - 790.0) * ((x - 560.0) / 240.0 + 0.5), y);
        let ink =
            Ink::between((600.0, 800.0), FROST.opacity(0.42), (660.0, 960.0), STEEL.opacity(0.12));
        stage.part(
            2,
            polygon(&[skew(a, 806.0), skew(b, 806.0), skew(b, 940.0), skew(a, 940.0)]),
            ink,
        );
    }
}

/// She comes nearer: a shape, then shoulders, then almost a face.
fn woman(stage: &mut Stage, t: f32, near: f32) {
    let step = (t * 3.4).sin();
    let (x, scale) = (mix(1190.0, 1030.0, near) + step * 3.0, mix(0.29, 0.62, near));
    let y = mix(322.0, 270.0, near) + step.abs() * 4.0;
    stage.layer(1.0, Focus::Sharp);
    stage.place(x, y, scale, scale);
    let sway = step * 22.0;
    head(
        stage,
        Head { turn: mix(0.75, 0.45, near), light: mix(0.3, 0.55, near), time: t, dress: SLATE },
    );
    // The gown hangs from the shoulders.
    stage.place(x, y - 68.0 * scale, scale, scale);
    let gown = [
        (-176.0, 452.0),
        (-176.0, 452.0),
        (-200.0, 580.0),
        (-176.0, 720.0),
        (-124.0, 860.0),
        (-104.0, 980.0),
        (-190.0, 1200.0),
        (-290.0 + sway, 1600.0),
        (-370.0 + sway, 2200.0),
        (-370.0 + sway, 2200.0),
        (520.0 + sway, 2200.0),
        (520.0 + sway, 2200.0),
        (440.0 + sway, 1600.0),
        (310.0, 1200.0),
        (210.0, 990.0),
        (240.0, 860.0),
        (300.0, 660.0),
        (326.0, 500.0),
        (300.0, 420.0),
        (262.0, 404.0),
        (140.0, 474.0),
        (20.0, 504.0),
        (-96.0, 496.0),
    ];
    let cloth = Ink::Linear(
        (-240.0, 900.0),
        (260.0, 1000.0),
        vec![(0.0, SLATE.to(STEEL, 0.4)), (0.3, NIGHT), (1.0, PITCH)],
    );
    stage.lit(closed(&gown), cloth, (-7.0, 0.0), FROST.opacity(0.55));
    for index in 0..6_u32 {
        let from = mix(-90.0, 180.0, index as f32 / 5.0);
        let to = from * 2.0 + sway + either(31, index) * 30.0;
        stage.tone(
            5,
            strip(&[(from, 1000.0), ((from + to) / 2.0 - 20.0, 1500.0), (to, 2200.0)], 3.0, 26.0),
            STEEL.opacity(0.2 - 0.028 * index as f32),
        );
    }
    // The arm, held a little away, feeling for the way in the dark.
    let arm = [
        (96.0, 470.0),
        (24.0, 470.0),
        (-12.0, 560.0),
        (-46.0, 690.0),
        (-84.0, 800.0),
        (-160.0, 880.0),
        (-262.0, 940.0 + sway * 0.5),
        (-322.0, 950.0 + sway * 0.5),
        (-356.0, 978.0 + sway * 0.5),
        (-318.0, 982.0 + sway * 0.5),
        (-342.0, 1004.0 + sway * 0.5),
        (-296.0, 1002.0 + sway * 0.5),
        (-252.0, 980.0 + sway * 0.5),
        (-130.0, 936.0),
        (-26.0, 860.0),
        (40.0, 720.0),
        (96.0, 580.0),
    ];
    let skin = Ink::Linear(
        (-350.0, 940.0),
        (90.0, 640.0),
        vec![(0.0, FROST.to(STEEL, 0.35)), (0.5, STEEL.to(SLATE, 0.6)), (1.0, NIGHT)],
    );
    stage.part(1, closed(&arm), skin);
    stage.unplaced();
}

/// The back of a chair, close by.
fn armchair(stage: &mut Stage) {
    stage.layer(1.6, Focus::Near);
    let chair = [
        (-200.0, 1000.0),
        (-200.0, 1000.0),
        (-120.0, 640.0),
        (0.0, 548.0),
        (130.0, 540.0),
        (226.0, 590.0),
        (262.0, 690.0),
        (330.0, 716.0),
        (372.0, 770.0),
        (380.0, 1000.0),
        (380.0, 1000.0),
    ];
    stage.lit(
        closed(&chair),
        Ink::between((300.0, 560.0), NIGHT.to(PITCH, 0.5), (60.0, 760.0), PITCH),
        (2.5, -2.5),
        STEEL.opacity(0.7),
    );
}
