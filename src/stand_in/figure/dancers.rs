//! Bodies of those who dance: a gown, a tunic.

use std::f32::consts::{PI, TAU};

use super::Cloth;
use super::head::{Hair, head, skin, skin_shade};
use super::solid::{Solid, Spot};
use crate::stand_in::outline::{Point, closed, ellipse, strand};
use crate::stand_in::palette::{AMBER, BONE, Colour, FLAME, PITCH};
use crate::stand_in::stage::{Ink, Stage};

/// Her bodice, from the neckline to the waist.
const BODICE: [(f32, f32, f32, f32); 6] = [
    (230.0, 20.0, 13.0, 13.0),
    (222.0, 20.5, 16.5, 13.0),
    (212.0, 19.5, 18.0, 12.5),
    (200.0, 16.5, 14.5, 12.0),
    (188.0, 13.8, 11.8, 11.0),
    (180.0, 14.0, 12.0, 11.5),
];

/// Neck and shoulders, bare.
const SHOULDERS: [(f32, f32, f32, f32); 7] = [
    (266.0, 6.2, 4.0, 9.0),
    (256.0, 6.0, 5.0, 8.0),
    (249.0, 7.6, 6.5, 8.0),
    (244.0, 15.0, 9.0, 10.0),
    (239.0, 22.5, 11.0, 12.0),
    (232.0, 24.0, 13.0, 13.0),
    (222.0, 20.5, 15.0, 12.6),
];

/// Her skirt; the train is behind.
const SKIRT: [(f32, f32, f32, f32); 8] = [
    (183.0, 14.0, 12.0, 11.5),
    (172.0, 20.0, 16.0, 19.0),
    (150.0, 30.0, 23.0, 33.0),
    (118.0, 41.0, 33.0, 47.0),
    (82.0, 52.0, 44.0, 62.0),
    (46.0, 64.0, 55.0, 80.0),
    (16.0, 76.0, 65.0, 98.0),
    (2.0, 82.0, 70.0, 108.0),
];

/// His tunic, from the collar to the skirts.
const TUNIC: [(f32, f32, f32, f32); 10] = [
    (250.0, 9.0, 7.5, 9.0),
    (246.0, 16.0, 9.0, 12.0),
    (241.0, 27.0, 12.0, 14.5),
    (234.0, 33.0, 15.0, 16.5),
    (220.0, 33.0, 18.5, 16.5),
    (204.0, 29.0, 18.0, 15.0),
    (184.0, 24.0, 15.0, 13.0),
    (170.0, 25.0, 15.5, 15.0),
    (146.0, 29.5, 18.0, 20.0),
    (122.0, 33.0, 20.0, 24.0),
];

/// How a figure stands: where its axis is, which way it looks, how its dress or its steps swing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stance {
    /// To the right and towards the viewer.
    pub(super) axis: Point,
    /// Radians; 0 looks at the viewer, a quarter turn to the right.
    pub(super) turn: f32,
    /// How the head is turned besides.
    pub(super) look: f32,
    /// Radians: the phase of its steps.
    pub(super) step: f32,
    /// How far skirts lag behind the turn, about −1 to 1.
    pub(super) lag: f32,
}

impl Stance {
    /// A place of the body: to its left, up, to the front.
    pub(super) fn spot(&self, left: f32, up: f32, front: f32) -> Spot {
        let (sin, cos) = self.turn.sin_cos();
        Spot {
            x: self.axis.0 + left * cos + front * sin,
            up,
            near: self.axis.1 + front * cos - left * sin,
        }
    }
}

/// An arm or a leg through spots, tapering.
pub(super) fn limb(
    stage: &mut Stage,
    spots: [Spot; 3],
    widths: Point,
    ink: impl Into<Ink>,
    cloth: Cloth,
) {
    let path = strand(&spots.map(Spot::seen), widths.0, widths.1);
    stage.lit(path, ink, cloth.edge(1.6), cloth.rim);
}

/// A lady in a ball dress, without her arms.
pub(super) fn gown(stage: &mut Stage, at: Stance, dress: Colour, cloth: Cloth) {
    let swing = (at.step.sin() * 7.0, at.step.cos() * 5.0);
    let skirt = Solid::new(&SKIRT, at.axis, at.turn).shifted(|up| {
        let part = ((183.0 - up) / 183.0).powi(2);
        (swing.0 * part, swing.1 * part)
    });
    let (x, shade) = (at.axis.0, dress.to(PITCH.to(cloth.dark, 0.5), 0.62));
    let (lit, lee) =
        ((x + cloth.from.0.signum() * 74.0, -150.0), (x - cloth.from.0.signum() * 84.0, -30.0));
    let silk = Ink::Linear(
        lit,
        lee,
        vec![
            (0.0, dress.to(cloth.rim, 0.28)),
            (0.38, dress),
            (0.72, dress.to(shade, 0.62)),
            (1.0, shade),
        ],
    );
    stage.tone(5, ellipse(x + swing.0, 2.0 + at.axis.1 * 0.16, 92.0, 13.0), PITCH.opacity(0.35));
    stage.lit(skirt.outline(Some((9.0, 2.4))), silk, cloth.edge(2.6), cloth.rim);
    folds(stage, &skirt, at, (dress, shade), cloth);
    let bust = Solid::new(&SHOULDERS, at.axis, at.turn);
    stage.lit(bust.outline(None), skin(cloth, (x, -240.0), 26.0), cloth.edge(1.8), cloth.rim);
    // The hollow of the neck, or the line of the back.
    let (spine, facing) = bust.clone().between(220.0, 250.0).seam(PI, PI);
    if facing > 0.2 {
        stage.tone(6, strand(&spine, 1.0, 2.4), skin_shade(cloth).opacity(0.5 * facing));
    }
    for side in [-1.0_f32, 1.0] {
        let collar =
            [bust.at(248.0, side * 0.25), bust.at(243.5, side * 0.8), bust.at(240.0, side * 1.15)];
        if collar.iter().all(|(_, facing)| *facing > 0.1) {
            let points = collar.map(|(point, _)| point);
            stage.tone(6, strand(&points, 1.6, 0.6), skin_shade(cloth).opacity(0.4));
        }
    }
    let bodice = Solid::new(&BODICE, at.axis, at.turn);
    let cut = Ink::between(
        (x + cloth.from.0.signum() * 18.0, -220.0),
        dress.to(cloth.rim, 0.12),
        (x - cloth.from.0.signum() * 20.0, -200.0),
        dress.to(shade, 0.85),
    );
    stage.lit(bodice.outline(None), cut, cloth.edge(2.0), cloth.rim);
    for longitude in [-0.7_f32, 0.0, 0.7, PI - 0.5, PI, PI + 0.5] {
        let (seam, facing) = bodice
            .seam(longitude, longitude * 0.75 + if longitude > 2.0 { PI * 0.25 } else { 0.0 });
        if facing > 0.25 {
            stage.tone(6, strand(&seam, 0.8, 1.4), shade.opacity(0.6 * facing));
        }
    }
    // Lace along the neckline.
    let lace: Vec<Point> = (0..=8)
        .map(|step| bodice.at(230.0, -at.turn + (step as f32 / 4.0 - 1.0) * 1.35).0)
        .collect();
    stage.part(5, strand(&lace, 1.5, 1.5), dress.to(BONE, 0.4).to(shade, 0.15));
    head(stage, (x + 2.0 * at.turn.sin(), 258.0, at.axis.1), at.turn + at.look, Hair::Up, cloth);
    let necklace: Vec<Point> =
        (0..=6).map(|step| bust.at(246.0, -1.1 + step as f32 * 0.367).0).collect();
    if at.turn.cos() > 0.15 {
        stage.tone(6, strand(&necklace, 0.9, 0.9), FLAME.opacity(0.75));
    }
}

/// Folds that turn with her and lag behind at the hem.
fn folds(
    stage: &mut Stage,
    skirt: &Solid,
    at: Stance,
    (dress, shade): (Colour, Colour),
    cloth: Cloth,
) {
    const COUNT: u32 = 13;
    for fold in 0..COUNT {
        let from = fold as f32 / COUNT as f32 * TAU;
        let to = from - at.lag * 0.5 + 0.1 * (at.step + fold as f32 * 2.4).sin();
        let (seam, facing) = skirt.seam(from, to);
        let (beside, _) = skirt.seam(from + 0.05, to + 0.2);
        if facing < 0.08 || seam.len() < 5 {
            continue;
        }
        let strong = facing.min(0.7);
        let mut wedge: Vec<Point> = seam[1..].to_vec();
        wedge.extend(beside[2..].iter().rev());
        stage.tone(5, closed(&wedge), shade.opacity(0.55 * strong));
        let (crest, _) = skirt.seam(from - 0.04, to - 0.14);
        let bright = dress.to(cloth.rim, 0.4).opacity(0.5 * strong);
        stage.tone(6, strand(&crest[2..], 0.6, 5.0), bright);
    }
    let (hem, _) = skirt.seam(0.0, 0.0);
    if hem.len() > 4 {
        let low = skirt.clone().between(0.0, 20.0);
        stage.tone(6, low.outline(Some((9.0, 2.4))), shade.opacity(0.3));
    }
}

/// An officer in a dress tunic, without his arms.
pub(super) fn tunic(stage: &mut Stage, at: Stance, cloth: Cloth) {
    let stride = at.step.sin() * 15.0;
    for side in [-1.0_f32, 1.0] {
        let lift = (at.step.cos() * side).max(0.0) * 5.0;
        let foot = at.spot(side * 9.0, 7.0 + lift, stride * side);
        let knee = at.spot(side * 11.0, 76.0, stride * side * 0.5 + 3.0);
        let hip = at.spot(side * 12.0, 146.0, 0.0);
        limb(stage, [hip, knee, foot], (30.0, 15.0), cloth.dark, cloth);
        let toe = at.spot(side * 12.0, 2.0 + lift * 0.6, stride * side + 17.0);
        let heel = at.spot(side * 9.0, 5.0 + lift, stride * side - 6.0);
        stage.mass(
            strand(&[heel.seen(), foot.seen(), toe.seen()], 12.0, 7.0),
            cloth.dark.to(PITCH, 0.4),
        );
    }
    let coat = Solid::new(&TUNIC, at.axis, at.turn);
    let x = at.axis.0;
    let lit = cloth.mid.to(cloth.rim, 0.1);
    let ink = Ink::Linear(
        (x + cloth.from.0.signum() * 36.0, -210.0),
        (x - cloth.from.0.signum() * 36.0, -160.0),
        vec![(0.0, lit), (0.5, cloth.mid), (1.0, cloth.dark)],
    );
    stage.lit(coat.outline(None), ink, cloth.edge(2.4), cloth.rim);
    let belt: Vec<Point> =
        (0..=8).map(|step| coat.at(182.0, -at.turn + (step as f32 / 4.0 - 1.0) * 1.5).0).collect();
    stage.part(4, strand(&belt, 6.5, 6.5), cloth.dark.to(AMBER, 0.22));
    for (from, to, gold) in
        [(0.0, 0.0, 0.4), (PI, PI, 0.0), (PI - 0.5, PI - 0.25, 0.0), (PI + 0.5, PI + 0.25, 0.0)]
    {
        let (seam, facing) = coat.seam(from, to);
        if facing > 0.15 {
            stage.tone(5, strand(&seam[1..], 1.3, 1.3), PITCH.to(AMBER, gold).opacity(0.7));
        }
    }
    for button in 0..5 {
        for side in [-0.42_f32, 0.42] {
            let (at, facing) =
                coat.at(232.0 - button as f32 * 9.5, side * (1.0 - 0.08 * button as f32));
            if facing > 0.3 {
                stage.tone(6, ellipse(at.0, at.1, 1.6, 1.6), AMBER.to(FLAME, 0.4));
            }
        }
    }
    let collar = [(262.0, 9.2, 5.0, 11.0), (254.0, 10.2, 7.0, 11.0), (246.0, 12.4, 8.5, 11.5)];
    let collar = Solid::new(&collar, at.axis, at.turn);
    stage.lit(collar.outline(None), cloth.dark.to(AMBER, 0.12), cloth.edge(1.4), cloth.rim);
    for side in [-1.0_f32, 1.0] {
        let (middle, edge) =
            (at.spot(side * 27.0, 242.5, 0.0).seen(), at.spot(side * 36.0, 239.0, 0.0).seen());
        if at.spot(side * 27.0, 0.0, 0.0).near < at.axis.1 - 18.0 {
            continue;
        }
        let flat = 4.0 + 9.0 * at.turn.cos().abs();
        stage.part(4, ellipse(middle.0, middle.1, flat, 3.6), AMBER.to(cloth.dark, 0.28));
        for fringe in 0..6 {
            let dx = (fringe as f32 - 2.5) * (1.2 + 0.5 * at.turn.sin().abs());
            let top = (edge.0 + dx, edge.1 - 1.0);
            stage.tone(
                6,
                strand(&[top, (top.0 + side * 0.6, top.1 + 8.5)], 1.3, 0.9),
                AMBER.to(cloth.dark, 0.2),
            );
        }
    }
    head(stage, (x + 2.5 * at.turn.sin(), 259.5, at.axis.1), at.turn + at.look, Hair::Short, cloth);
}
