//! The march: the back of a column on a snowy road between poplars, into what is left of the day,
//! and we walk in it.

use super::props::{backdrop, ground};
use crate::stand_in::chance::{either, unit, wander};
use crate::stand_in::figure::{Cloth, soldier};
use crate::stand_in::outline::{Point, closed, ellipse, polygon, strand, strip};
use crate::stand_in::palette::{
    AMBER, BONE, Colour, FLAME, FROST, HONEY, MIST, MOON, NIGHT, PITCH, SLATE, STEEL,
};
use crate::stand_in::stage::{Camera, Flakes, Focus, Ink, Stage};

/// Where the road ends.
const VANISHING: Point = (610.0, 500.0);
/// The size of a figure at distance 1.
const NEAREST: f32 = 2.75;
/// How high our eyes are, in units of a figure.
const EYES: f32 = 292.0;
/// Distance that we walk in a second.
const PACE: f32 = 0.42;
/// Steps in a second.
const STEPS: f32 = 1.75;

pub(super) fn draw(t: f32, length: f32) -> Stage {
    let part = t / length;
    let step = t * STEPS;
    let bob = (step * std::f32::consts::TAU).cos() * 2.4;
    let sway = (step * std::f32::consts::PI).sin() * 3.0;
    let mut stage = Stage::new(Camera { x: sway + 10.0 * part, y: bob, zoom: 1.02 + 0.02 * part });
    stage.white = 0.62;
    sky(&mut stage);
    fields(&mut stage);
    road(&mut stage, t);
    avenue(&mut stage, t);
    stage.flakes.push(Flakes {
        count: 420,
        drift: (-70.0, 118.0),
        colour: BONE.to(MOON, 0.6),
        size: 5.0,
        seed: 3,
        time: t,
    });
    stage
}

/// Where a place on the ground is seen: so far aside, at this distance, and how large.
fn seen(aside: f32, distance: f32) -> (f32, f32, f32) {
    let scale = NEAREST / distance;
    // The road bends away to the left, over a rise.
    let bend = -0.9 * distance * distance;
    let rise = 0.32 * distance * distance;
    let x = VANISHING.0 + (aside + bend) * scale;
    (x, VANISHING.1 + (EYES - rise) * scale, scale)
}

/// Dusk: a band of amber under heavy cloud.
fn sky(stage: &mut Stage) {
    stage.layer(0.0, Focus::Far);
    let glow = AMBER.to(MIST, 0.35);
    backdrop(
        stage,
        vec![
            (0.0, NIGHT),
            (0.26, SLATE),
            (0.42, STEEL.to(MIST, 0.35)),
            (0.515, HONEY.to(MIST, 0.62)),
            (0.555, glow),
            (0.6, glow.to(BONE, 0.25)),
            (1.0, MIST),
        ],
    );
    for cloud in 0..9_u32 {
        let y = 60.0 + cloud as f32 * 46.0 + either(71, cloud) * 14.0;
        let x = 300.0 + unit(72, cloud) * 1100.0;
        let (half, thick) = (360.0 + 300.0 * unit(73, cloud), 26.0 - cloud as f32 * 2.0);
        let above: Vec<Point> = (0..=10)
            .map(|at| {
                let along = at as f32 / 5.0 - 1.0;
                let swell = (1.0 - along * along).max(0.0).sqrt();
                (x + along * half, y - swell * thick * (0.7 + 0.5 * wander(74 + cloud, at as f32)))
            })
            .collect();
        let mut around = above;
        around.extend([(x + half * 0.4, y + thick * 0.3), (x - half * 0.3, y + thick * 0.36)]);
        let dark = NIGHT.to(STEEL, 0.25 + 0.06 * cloud as f32);
        let lit = dark.to(AMBER, 0.05 + 0.035 * cloud as f32);
        let ink = Ink::between(
            (x, y - thick),
            dark.opacity(0.55),
            (x, y + thick * 0.4),
            lit.opacity(0.7),
        );
        stage.tone(4, closed(&around), ink);
    }
    stage.tone(4, ellipse(500.0, 512.0, 700.0, 90.0), FLAME.opacity(0.12));
    stage.glow(5, (500.0, 505.0), 520.0, AMBER.opacity(0.34));
}

/// Fields under snow, a wood far off, a village whose lamps are lit.
fn fields(stage: &mut Stage) {
    stage.layer(0.04, Focus::Far);
    let wood: Vec<Point> = (0..=40)
        .map(|at| {
            let x = -100.0 + at as f32 * 45.0;
            (x, 497.0 - 15.0 * unit(81, at) - 10.0 * wander(82, at as f32 * 0.2))
        })
        .chain([(1750.0, 560.0), (1750.0, 560.0), (-100.0, 560.0), (-100.0, 560.0)])
        .collect();
    stage.mass(
        closed(&wood),
        Ink::between((0.0, 470.0), STEEL.to(MIST, 0.15), (0.0, 530.0), MIST.to(HONEY, 0.2)),
    );
    for lamp in 0..4 {
        let x = 1120.0 + lamp as f32 * 46.0 + either(83, lamp) * 14.0;
        stage.tone(4, ellipse(x, 505.0 + either(84, lamp) * 3.0, 2.2, 1.8), FLAME);
    }
    stage.layer(0.08, Focus::Far);
    let snow = Ink::Linear(
        (0.0, 505.0),
        (0.0, 900.0),
        vec![(0.0, FROST.to(AMBER, 0.22)), (0.12, FROST.to(MIST, 0.25)), (0.5, MIST), (1.0, STEEL)],
    );
    ground(stage, 518.0, 5.0, 22, snow);
}

/// The road, trodden dark, its ruts, and the ditches beside it.
fn road(stage: &mut Stage, t: f32) {
    stage.layer(0.1, Focus::Sharp);
    let walked = t * PACE;
    let distances: Vec<f32> = (0..=30).map(|at| 0.72 * 1.115_f32.powi(at)).collect();
    let edge = |aside: f32, rough: f32, seed: u32| -> Vec<Point> {
        distances
            .iter()
            .map(|&distance| {
                let wavy = rough * wander(seed, (distance + walked) * 2.3);
                let (x, y, _) = seen(aside + wavy, distance);
                (x, y)
            })
            .collect()
    };
    let band = |left: f32, right: f32, rough: f32, seed: u32| {
        let mut around = edge(left, rough, seed);
        around.extend(edge(right, rough, seed + 1).into_iter().rev());
        polygon(&around)
    };
    let mud = Ink::Linear(
        (0.0, 520.0),
        (0.0, 900.0),
        vec![
            (0.0, STEEL.to(AMBER, 0.3)),
            (0.2, SLATE.to(STEEL, 0.45)),
            (1.0, NIGHT.to(SLATE, 0.45)),
        ],
    );
    stage.part(1, band(-330.0, 330.0, 20.0, 91), mud);
    for (left, right, seed) in [(-350.0, -306.0, 101), (306.0, 350.0, 103)] {
        stage.tone(5, band(left, right, 12.0, seed), MOON.to(FROST, 0.5).opacity(0.5));
    }
    for (index, aside) in [-150.0_f32, -84.0, 66.0, 140.0].into_iter().enumerate() {
        let seed = 111 + index as u32 * 2;
        stage.part(3, band(aside - 10.0, aside + 11.0, 7.0, seed), NIGHT.opacity(0.6));
        stage.tone(
            5,
            band(aside + 11.0, aside + 17.0, 7.0, seed),
            FROST.to(AMBER, 0.25).opacity(0.65),
        );
    }
    // Prints of boots, and clods of snow.
    for print in 0..70_u32 {
        let distance = 0.9 + (unit(121, print) * 7.0 - walked).rem_euclid(7.0);
        let (x, y, scale) = seen(either(122, print) * 290.0, distance);
        stage.tone(6, ellipse(x, y, 13.0 * scale, 3.2 * scale), PITCH.opacity(0.3));
        stage.tone(
            6,
            ellipse(x + 4.0 * scale, y + 3.0 * scale, 11.0 * scale, 1.6 * scale),
            FROST.opacity(0.22),
        );
    }
}

/// Poplars and men, the farthest first.
fn avenue(stage: &mut Stage, t: f32) {
    const GAP: f32 = 2.1;
    let walked = t * PACE;
    let first = (walked / GAP).floor() as i32;
    let mut things: Vec<(f32, Option<u32>, f32, u32)> = Vec::new();
    for tree in first..first + 8 {
        let distance = tree as f32 * GAP + 1.25 - walked;
        for side in [-1.0_f32, 1.0] {
            if distance > 0.75 {
                let aside =
                    side * (480.0 + 40.0 * either(131, tree as u32 * 2 + u32::from(side > 0.0)));
                things.push((distance, None, aside, 140 + tree as u32 * 2 + u32::from(side > 0.0)));
            }
        }
    }
    for rank in 0..14_u32 {
        for file in 0..2_u32 {
            let man = rank * 2 + file;
            let aside = if file == 0 { -98.0 } else { 92.0 } + either(132, man) * 20.0;
            let distance = 1.66 + rank as f32 * 0.74 + either(133, man) * 0.16 + file as f32 * 0.3;
            // He does not keep the distance quite.
            let distance = distance + 0.04 * wander(134 + man, t * 0.4);
            things.push((distance, Some(man), aside, man));
        }
    }
    // The one beside us.
    things.push((1.12, Some(45), 262.0, 45));
    things.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (distance, man, aside, seed) in things {
        let (x, y, scale) = seen(aside, distance);
        let haze = (1.0 - (-(distance - 1.0) * 0.13).exp()).clamp(0.0, 0.82);
        stage.layer((1.0 / distance).min(1.0) * 0.5, focus(distance));
        match man {
            Some(_) => {
                stage.place(x, y, scale, scale);
                stage.tone(5, ellipse(8.0, 4.0, 78.0, 11.0), NIGHT.opacity(0.4 * (1.0 - haze)));
                soldier(
                    stage,
                    t * STEPS + unit(135, seed) * 0.5 + (seed % 2) as f32,
                    seed,
                    cloth(haze),
                );
                stage.unplaced();
            }
            None => poplar(stage, (x, y), scale, seed, t, haze),
        }
    }
    stage.unplaced();
}

fn focus(distance: f32) -> Focus {
    match distance {
        near if near < 1.3 => Focus::Near,
        near if near < 6.5 => Focus::Sharp,
        _ => Focus::Far,
    }
}

/// Cloth, paler and warmer the farther away.
fn cloth(haze: f32) -> Cloth {
    let air: Colour = MIST.to(HONEY, 0.3);
    Cloth {
        dark: PITCH.to(NIGHT, 0.6).to(air, haze),
        mid: SLATE.to(STEEL, 0.12).to(air, haze),
        rim: AMBER.to(BONE, 0.3).to(air, haze * 0.6),
        from: (-0.75, -0.35),
    }
}

/// A bare poplar: a straight stem, and branches that all reach up.
fn poplar(stage: &mut Stage, foot: Point, scale: f32, seed: u32, t: f32, haze: f32) {
    let high = (940.0 + 160.0 * either(seed, 1)) * scale;
    let ink = NIGHT.to(SLATE, 0.3).to(MIST.to(HONEY, 0.25), haze);
    let wind = (t * 0.9 + seed as f32).sin() * 5.0 * scale;
    let lean = either(seed, 2) * 14.0 * scale;
    let stem = |part: f32| (foot.0 + lean * part + wind * part * part, foot.1 - high * part);
    let trunk: Vec<Point> = (0..=5).map(|at| stem(at as f32 / 5.0)).collect();
    stage.mass(strip(&trunk, 34.0 * scale, 2.0 * scale), ink);
    let lit: Vec<Point> = (0..=3)
        .map(|at| {
            let p = stem(at as f32 / 5.0);
            (p.0 - 13.0 * scale * (1.0 - at as f32 * 0.2), p.1)
        })
        .collect();
    stage.tone(6, strip(&lit, 4.0 * scale, 1.4 * scale), AMBER.to(ink, 0.45).opacity(0.7));
    for branch in 0..34_u32 {
        let from = 0.16 + 0.76 * (branch as f32 + unit(seed, branch + 10)) / 34.0;
        let side = if branch % 2 == 0 { -1.0 } else { 1.0 };
        let long = high * (0.2 + 0.1 * unit(seed, branch + 50)) * (1.0 - 0.55 * from);
        let out = side * long * (0.2 + 0.16 * unit(seed, branch + 90));
        let (a, b) = (stem(from), stem((from + long / high).min(1.04)));
        let tip = (b.0 + out * 1.1, b.1);
        let middle = (a.0 + out * 0.8, (a.1 + b.1) / 2.0 + long * 0.1);
        let wide = 8.0 * scale * (1.0 - 0.7 * from);
        stage.part(
            if branch % 3 == 0 { 2 } else { 4 },
            strand(&[a, middle, tip], wide, 0.8 * scale),
            ink,
        );
        for twig in 0..3_u32 {
            let key = branch * 3 + twig;
            let at = 0.4 + 0.2 * twig as f32;
            let root = (middle.0 + (tip.0 - middle.0) * at, middle.1 + (tip.1 - middle.1) * at);
            let end = (
                root.0 + side * long * (0.04 + 0.08 * unit(seed, key + 130)),
                root.1 - long * 0.24,
            );
            stage.tone(6, strip(&[root, end], 2.6 * scale * (1.0 - 0.6 * from), 0.6 * scale), ink);
        }
    }
    stage.tone(
        5,
        ellipse(foot.0, foot.1 + 3.0 * scale, 60.0 * scale, 9.0 * scale),
        MIST.to(FROST, 0.4).opacity(0.8),
    );
}
