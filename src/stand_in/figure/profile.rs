//! A woman's head, large: in profile, and turned from it as far as three quarters.
//!
//! The head looks to the left. Its middle is the ear at (0, 0), the crown is at y = −260, the
//! chin at y = 172. Every point has a depth, towards the viewer, so that turning the head is
//! turning the points about the upright axis through the ear.
//!
//! Long because a face is many points, and they are only understood side by side.

use tiny_skia::Path;

use crate::stand_in::chance::{either, mix, unit};
use crate::stand_in::outline::{Point, closed, ellipse, strip};
use crate::stand_in::palette::{
    BONE, Colour, EMBER, FROST, MOON, NIGHT, PITCH, SLATE, STEEL, UMBER,
};
use crate::stand_in::stage::{Ink, Stage};

/// How far a head that is turned by 1 has left the profile, in radians.
const THREE_QUARTERS: f32 = 0.62;

/// The middle line from the hair over brow, nose, lips and chin to the throat. Points written
/// twice are corners.
const FRONT: [Point; 43] = [
    (-122.0, -196.0),
    (-141.0, -166.0),
    (-156.0, -130.0),
    (-163.0, -100.0),
    (-164.5, -80.0),
    (-161.0, -64.0),
    (-156.5, -50.0),
    (-160.0, -36.0),
    (-169.0, -16.0),
    (-180.0, 5.0),
    (-191.0, 22.0),
    (-198.0, 31.0),
    (-200.0, 38.0),
    (-197.0, 45.0),
    (-188.0, 49.0),
    (-177.0, 51.0),
    (-170.5, 54.0),
    (-170.0, 61.0),
    (-173.0, 69.0),
    (-179.0, 76.0),
    (-182.0, 82.0),
    (-179.5, 87.5),
    (-172.0, 90.5),
    (-166.0, 92.0),
    (-166.0, 92.0),
    (-172.0, 94.0),
    (-178.0, 98.5),
    (-178.5, 104.5),
    (-173.0, 111.0),
    (-165.0, 117.0),
    (-162.0, 124.0),
    (-164.0, 135.0),
    (-166.0, 147.0),
    (-162.0, 159.0),
    (-150.0, 169.0),
    (-133.0, 172.0),
    (-108.0, 171.0),
    (-84.0, 173.0),
    (-66.0, 186.0),
    (-57.0, 212.0),
    (-53.0, 239.4),
    (-50.0, 275.4),
    (-56.0, 304.2),
];

/// The far side of the face, which a turned head shows behind the middle line: x, y, depth.
const FAR: [(f32, f32, f32); 11] = [
    (-100.0, -196.0, -60.0),
    (-132.0, -140.0, -66.0),
    (-138.0, -92.0, -64.0),
    (-131.0, -58.0, -62.0),
    (-126.0, -28.0, -66.0),
    (-128.0, 4.0, -64.0),
    (-131.0, 40.0, -55.0),
    (-136.0, 80.0, -44.0),
    (-141.0, 118.0, -34.0),
    (-146.0, 150.0, -20.0),
    (-130.0, 172.0, 0.0),
];

/// How a head is held and how the moon finds it.
#[derive(Clone, Copy, Debug)]
pub(in crate::stand_in) struct Head {
    /// 0 is the profile, 1 three quarters.
    pub(in crate::stand_in) turn: f32,
    /// How much light falls on the face, 0 to 1, from the side to which it looks.
    pub(in crate::stand_in) light: f32,
    /// Seconds: the ear-ring swings.
    pub(in crate::stand_in) time: f32,
    /// What she wears; only its upper edge is seen.
    pub(in crate::stand_in) dress: Colour,
}

/// The head turned: from a point with its depth to where it is seen.
#[derive(Clone, Copy)]
struct Turned {
    sin: f32,
    cos: f32,
}

impl Turned {
    fn at(self, x: f32, y: f32, depth: f32) -> Point {
        (x * self.cos + depth * self.sin, y)
    }

    fn all(self, depth: f32, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&(x, y)| self.at(x, y, depth)).collect()
    }

    fn round(self, depth: f32, points: &[Point]) -> Option<Path> {
        closed(&self.all(depth, points))
    }

    fn soft(self, stage: &mut Stage, since: u8, at: (f32, f32, f32), axes: Point, colour: Colour) {
        let (x, y) = self.at(at.0, at.1, at.2);
        let (rx, ry) = (axes.0 * self.cos.max(0.6), axes.1);
        // A gradient is round: of a long ellipse the smaller axis says where it has faded.
        let fade = [(0.0, 1.0), (0.25, 0.8), (0.5, 0.42), (0.75, 0.12), (1.0, 0.0)];
        let stops: Vec<_> = fade.iter().map(|(at, part)| (*at, colour.opacity(*part))).collect();
        let radius = rx.min(ry);
        let count = if rx.max(ry) > radius * 1.3 { 2 } else { 1 };
        for index in 0..count {
            let along =
                if count == 1 { 0.0 } else { index as f32 / (count - 1) as f32 * 2.0 - 1.0 };
            let reach = (rx.max(ry) - radius) * along * 0.6;
            let middle = if rx > ry { (x + reach, y) } else { (x, y + reach) };
            let path = ellipse(middle.0, middle.1, radius, radius);
            stage.tone(since, path, Ink::Radial(middle, radius, stops.clone()));
        }
    }
}

/// Puts her head, neck and shoulders on the stage, around the ear.
pub(in crate::stand_in) fn head(stage: &mut Stage, how: Head) {
    let angle = how.turn.clamp(-0.2, 1.2) * THREE_QUARTERS;
    let turned = Turned { sin: angle.sin(), cos: angle.cos() };
    let bright = how.light.clamp(0.0, 1.0);
    chignon(stage, turned, bright);
    shoulders(stage, turned, how, bright);
    face(stage, turned, bright);
    features(stage, turned, bright);
    hair(stage, turned, bright);
    ear(stage, turned, how.time, bright);
}

/// A colour of the light side, as far as there is light.
fn shone(dark: Colour, light: Colour, bright: f32) -> Colour {
    dark.to(light, bright)
}

fn shoulders(stage: &mut Stage, turned: Turned, how: Head, bright: f32) {
    let neck: Vec<Point> = [
        (-70.0, 150.0, 0.0),
        (-66.0, 188.0, 0.0),
        (-57.0, 213.4, 0.0),
        (-53.0, 239.4, 0.0),
        (-50.0, 275.4, 0.0),
        (-60.0, 302.7, 0.0),
        (-104.0, 327.2, 0.0),
        (-150.0, 369.0, 0.0),
        (-158.0, 433.8, 0.0),
        (-120.0, 520.2, 0.0),
        (300.0, 520.2, 60.0),
        (292.0, 419.4, 60.0),
        (250.0, 360.3, 50.0),
        (180.0, 322.9, 30.0),
        (120.0, 288.3, 10.0),
        (94.0, 239.4, 0.0),
        (88.0, 170.0, 0.0),
        (84.0, 90.0, 0.0),
        (20.0, 60.0, 20.0),
    ]
    .iter()
    .map(|&(x, y, depth)| turned.at(x, y, depth))
    .collect();
    let skin = Ink::Linear(
        (-118.0, 239.4),
        (52.0, 220.6),
        vec![
            (0.0, shone(SLATE, FROST, bright)),
            (0.36, shone(NIGHT, STEEL, bright * 0.95)),
            (0.62, shone(PITCH, SLATE, bright * 0.6)),
            (1.0, PITCH),
        ],
    );
    stage.mass(closed(&neck), skin);
    // The muscle from the ear to the hollow of the throat takes the light on its front.
    let muscle = turned.all(18.0, &[(16.0, 120.0), (2.0, 190.0), (-22.0, 253.8), (-50.0, 305.6)]);
    stage.tone(6, strip(&muscle, 2.0, 10.0), MOON.opacity(0.035 * bright));
    turned.soft(stage, 5, (-46.0, 312.8, 0.0), (26.0, 22.0), PITCH.opacity(0.3));
    let gown = [
        (-166.0, 396.3),
        (-166.0, 396.3),
        (-96.0, 416.5),
        (20.0, 419.4),
        (140.0, 397.8),
        (226.0, 353.1),
        (262.0, 354.6),
        (298.0, 397.8),
        (320.0, 534.6),
        (320.0, 534.6),
        (-196.0, 534.6),
        (-196.0, 534.6),
    ];
    let cloth = Ink::between(
        (-190.0, 433.8),
        PITCH.to(how.dress, 0.25 + 0.75 * bright),
        (120.0, 462.6),
        PITCH,
    );
    stage.part(1, turned.round(20.0, &gown), cloth);
}

/// The middle line, with the depth by which a turned head moves.
fn face(stage: &mut Stage, turned: Turned, bright: f32) {
    if turned.sin > 0.02 {
        let mut far: Vec<Point> = FAR.iter().map(|&(x, y, depth)| turned.at(x, y, depth)).collect();
        far.push(turned.at(-60.0, 120.0, 0.0));
        far.push(turned.at(-60.0, -150.0, 0.0));
        let lit = shone(SLATE, MOON.to(BONE, 0.4), bright);
        stage.mass(
            closed(&far),
            Ink::between((-170.0, -60.0), lit, (-60.0, 60.0), shone(NIGHT, STEEL, bright)),
        );
    }
    let mut around = turned.all(0.0, &FRONT[..38]);
    around.extend([
        turned.at(-48.0, 168.0, 40.0),
        turned.at(-12.0, 132.0, 62.0),
        turned.at(6.0, 84.0, 68.0),
        turned.at(16.0, 20.0, 68.0),
        turned.at(30.0, -90.0, 66.0),
        turned.at(-40.0, -190.0, 50.0),
    ]);
    // Under the jaw the neck lies in shadow.
    let jaw: Vec<Point> = [
        (-84.0, 175.0, 0.0),
        (-60.0, 160.0, 30.0),
        (-24.0, 122.0, 58.0),
        (-4.0, 70.0, 60.0),
        (78.0, 120.0, 30.0),
        (84.0, 210.0, 20.0),
        (-10.0, 300.0, 10.0),
        (-55.0, 262.0, 0.0),
        (-58.0, 214.0, 0.0),
        (-72.0, 190.0, 0.0),
    ]
    .iter()
    .map(|&(x, y, depth)| turned.at(x, y, depth))
    .collect();
    stage.tone(
        4,
        closed(&jaw),
        Ink::between((-20.0, 172.0), PITCH.opacity(0.78), (-54.0, 262.0), PITCH.opacity(0.0)),
    );
    let (from, to) = (turned.at(-196.0, -30.0, 0.0), turned.at(6.0, 44.0, 60.0));
    let skin = Ink::Linear(
        from,
        to,
        vec![
            (0.0, shone(SLATE, MOON.to(BONE, 0.35), bright)),
            (0.2, shone(SLATE, FROST, bright * 0.95)),
            (0.44, shone(NIGHT, STEEL.to(FROST, 0.18), bright)),
            (0.7, shone(PITCH, SLATE, bright)),
            (1.0, PITCH.to(NIGHT, bright * 0.8)),
        ],
    );
    stage.mass(closed(&around), skin);
    edge(stage, turned, bright);
}

/// The line of moonlight along the middle line, thicker where the form turns to the moon.
fn edge(stage: &mut Stage, turned: Turned, bright: f32) {
    let line = turned.all(0.0, &FRONT[..36]);
    for width in [0.45, 0.8, 1.25, 1.8] {
        let inner = line.iter().enumerate().rev().map(|(index, &(x, y))| {
            // Forehead, bridge and chin are broad planes; lips and nostril are small ones.
            let broad = match index {
                0..=1 => 2.0,
                2..=5 => 7.0,
                6 => 6.0,
                7 => 6.0,
                8..=11 => 9.0,
                12 => 6.0,
                13..=17 => 1.5,
                18..=21 => 6.0,
                22..=25 => 1.0,
                26..=28 => 6.0,
                29..=30 => 2.5,
                31..=33 => 6.0,
                34 => 3.5,
                _ => 1.0,
            };
            (x + broad * width * turned.cos, y - broad * width * 0.12)
        });
        let around: Vec<Point> = line.iter().copied().chain(inner).collect();
        stage.tone(4, closed(&around), MOON.to(BONE, 0.3).opacity(0.1 + 0.3 * bright));
    }
}

fn features(stage: &mut Stage, turned: Turned, bright: f32) {
    let dark = PITCH;
    // The hollow of the eye, the side of the nose, the cheek under its bone.
    turned.soft(stage, 4, (-130.0, -44.0, 26.0), (32.0, 17.0), dark.opacity(0.42));
    turned.soft(stage, 5, (-147.0, -50.0, 12.0), (16.0, 18.0), dark.opacity(0.38));
    turned.soft(stage, 5, (-78.0, 62.0, 52.0), (56.0, 70.0), dark.opacity(0.3));
    turned.soft(stage, 5, (-108.0, 6.0, 44.0), (46.0, 40.0), MOON.opacity(0.2 * bright));
    turned.soft(stage, 5, (-136.0, 144.0, 18.0), (30.0, 28.0), MOON.opacity(0.14 * bright));
    turned.soft(stage, 5, (-126.0, -126.0, 30.0), (36.0, 42.0), MOON.opacity(0.16 * bright));
    turned.soft(stage, 5, (-149.0, 121.0, 8.0), (18.0, 15.0), dark.opacity(0.2));
    // The wing of the nose and the nostril.
    let wing = [
        (-176.0, 26.0),
        (-165.0, 28.0),
        (-158.5, 38.0),
        (-160.0, 48.0),
        (-168.0, 52.0),
        (-164.0, 42.0),
        (-168.0, 33.0),
    ];
    stage.tone(5, turned.round(12.0, &wing), dark.opacity(0.26));
    let nostril = [(-186.0, 48.0), (-179.0, 43.5), (-171.5, 46.0), (-174.0, 50.0), (-180.0, 50.0)];
    stage.part(3, turned.round(6.0, &nostril), dark.opacity(0.72));
    lips(stage, turned, bright);
    eye(stage, turned, bright);
}

fn lips(stage: &mut Stage, turned: Turned, bright: f32) {
    let at = |x: f32, y: f32, depth: f32| turned.at(x, y, depth);
    let rose = shone(SLATE, FROST.to(EMBER, 0.5).to(SLATE, 0.22), bright);
    let corner = at(-141.0, 93.0, 30.0);
    let upper = [
        at(-176.0, 74.0, 0.0),
        at(-181.0, 82.0, 0.0),
        at(-178.5, 87.5, 0.0),
        at(-168.0, 91.5, 2.0),
        at(-155.0, 91.0, 16.0),
        corner,
        corner,
        at(-152.0, 84.0, 20.0),
        at(-166.0, 75.0, 10.0),
    ];
    let lower = [
        at(-167.0, 92.5, 2.0),
        at(-177.0, 98.0, 0.0),
        at(-177.5, 105.0, 0.0),
        at(-169.0, 111.5, 4.0),
        at(-155.0, 106.0, 18.0),
        corner,
        corner,
        at(-155.0, 93.0, 16.0),
    ];
    let (from, to) = (at(-180.0, 90.0, 0.0), at(-140.0, 98.0, 30.0));
    let shade = |part: f32| PITCH.to(rose, part).opacity(0.85);
    stage.part(2, closed(&upper), Ink::between(from, shade(0.78), to, shade(0.2)));
    stage.part(2, closed(&lower), Ink::between(from, shade(1.0), to, shade(0.3)));
    if turned.sin > 0.1 {
        let far = [
            at(-176.0, 74.0, 0.0),
            at(-168.0, 80.0, -18.0),
            at(-156.0, 92.0, -28.0),
            at(-168.0, 106.0, -14.0),
            at(-176.0, 106.0, 0.0),
        ];
        stage.tone(4, closed(&far), shade(0.9).opacity((turned.sin * 2.0).min(0.9)));
    }
    let parting = [at(-170.0, 91.6, 0.0), at(-158.0, 92.0, 14.0), corner];
    stage.tone(3, strip(&parting, 2.6, 1.2), PITCH.opacity(0.85));
    turned.soft(stage, 5, (-139.0, 95.0, 31.0), (10.0, 10.0), PITCH.opacity(0.2));
    turned.soft(stage, 6, (-172.0, 103.0, 2.0), (4.5, 3.5), MOON.opacity(0.4 * bright));
}

/// A closed eye: the lid over the ball, the lashes, the brow above.
fn eye(stage: &mut Stage, turned: Turned, bright: f32) {
    let depth = 28.0;
    let lid = [
        (-149.0, -34.0),
        (-149.0, -34.0),
        (-144.0, -45.0),
        (-132.0, -49.0),
        (-117.0, -42.0),
        (-107.0, -29.0),
        (-107.0, -29.0),
        (-122.0, -24.0),
        (-139.0, -24.0),
    ];
    let (from, to) = (turned.at(-148.0, -40.0, depth), turned.at(-106.0, -28.0, depth));
    let skin = Ink::between(
        from,
        shone(SLATE, FROST, bright),
        to,
        shone(NIGHT, SLATE, bright).opacity(0.25),
    );
    stage.tone(4, turned.round(depth, &lid), skin);
    let fold =
        turned.all(depth, &[(-150.0, -40.0), (-141.0, -51.0), (-128.0, -52.0), (-110.0, -40.0)]);
    let fold = spline([fold[0], fold[1], fold[2], fold[3]]);
    stage.tone(5, strip(&fold, 0.8, 2.0), PITCH.opacity(0.5));
    let lashes = [
        (-156.0, -23.0),
        (-148.0, -27.0),
        (-137.0, -23.0),
        (-122.0, -23.5),
        (-104.0, -29.0),
        (-104.0, -29.0),
        (-121.0, -19.5),
        (-138.0, -18.0),
        (-150.0, -20.0),
    ];
    stage.part(2, turned.round(depth, &lashes), PITCH.opacity(0.88));
    for index in 0..8 {
        let part = index as f32 / 7.0;
        let root = (mix(-149.0, -112.0, part), mix(-23.0, -24.0, part));
        let tip = (root.0 - mix(13.0, 3.0, part), root.1 + mix(6.0, 13.0, part));
        let lash = turned.all(depth, &[root, ((root.0 + tip.0) / 2.0, root.1 + 5.5), tip]);
        stage.tone(5, strip(&lash, 1.9, 0.3), PITCH.opacity(0.8));
    }
    let brow = [
        (-160.0, -73.0),
        (-150.0, -81.0),
        (-130.0, -87.0),
        (-108.0, -82.0),
        (-92.0, -70.0),
        (-92.0, -70.0),
        (-110.0, -77.0),
        (-130.0, -80.5),
        (-148.0, -74.0),
    ];
    stage.part(2, turned.round(24.0, &brow), PITCH.to(SLATE, 0.25).opacity(0.8));
    if turned.sin > 0.26 {
        let seen = ((turned.sin - 0.26) * 5.0).min(0.9);
        let far: Vec<Point> =
            [(-150.0, -25.0, -14.0), (-146.0, -20.0, -28.0), (-134.0, -22.0, -46.0)]
                .iter()
                .map(|&(x, y, d)| turned.at(x, y, d))
                .collect();
        stage.tone(3, strip(&far, 3.4, 1.4), PITCH.opacity(0.8 * seen));
        let brow: Vec<Point> =
            [(-160.0, -78.0, -10.0), (-152.0, -84.0, -32.0), (-138.0, -78.0, -56.0)]
                .iter()
                .map(|&(x, y, d)| turned.at(x, y, d))
                .collect();
        stage.tone(3, strip(&brow, 5.0, 1.6), PITCH.opacity(0.7 * seen));
    }
}

/// The knot of hair at the back of the head, and its loose ends at the nape.
fn chignon(stage: &mut Stage, turned: Turned, bright: f32) {
    let knot = [
        (120.0, -150.0),
        (180.0, -168.0),
        (236.0, -130.0),
        (254.0, -66.0),
        (228.0, -2.0),
        (172.0, 22.0),
        (122.0, 2.0),
    ];
    stage.mass(
        turned.round(-20.0, &knot),
        Ink::Radial(
            turned.at(170.0, -110.0, -20.0),
            130.0,
            vec![(0.0, PITCH.to(SLATE, 0.25 + 0.4 * bright)), (1.0, PITCH)],
        ),
    );
    for index in 0..6 {
        let r = index as f32;
        let coil = turned.all(
            -20.0,
            &[
                (140.0 + r * 4.0, -138.0 + r * 9.0),
                (196.0 + r * 5.0, -140.0 + r * 12.0),
                (228.0 - r * 2.0, -84.0 + r * 8.0),
                (206.0 - r * 7.0, -22.0 - r * 2.0),
            ],
        );
        let coil = spline([coil[0], coil[1], coil[2], coil[3]]);
        stage.tone(5, strip(&coil, 1.0, 2.6), STEEL.opacity(0.08 + 0.16 * bright));
    }
}

fn hair(stage: &mut Stage, turned: Turned, bright: f32) {
    let at = |x: f32, y: f32, depth: f32| turned.at(x, y, depth);
    let mass = [
        at(-124.0, -184.0, 0.0),
        at(-146.0, -204.0, 0.0),
        at(-142.0, -232.0, 0.0),
        at(-106.0, -262.0, 0.0),
        at(-40.0, -282.0, 0.0),
        at(40.0, -278.0, 0.0),
        at(112.0, -248.0, 0.0),
        at(164.0, -194.0, 0.0),
        at(184.0, -120.0, 0.0),
        at(172.0, -40.0, 0.0),
        at(138.0, 30.0, 10.0),
        at(104.0, 84.0, 20.0),
        at(80.0, 128.0, 20.0),
        at(44.0, 106.0, 40.0),
        at(22.0, 62.0, 60.0),
        at(12.0, 6.0, 70.0),
        at(4.0, -40.0, 72.0),
        at(-22.0, -34.0, 70.0),
        at(-36.0, -2.0, 68.0),
        at(-44.0, -38.0, 64.0),
        at(-58.0, -78.0, 58.0),
        at(-74.0, -118.0, 46.0),
        at(-96.0, -156.0, 24.0),
    ];
    let dark = PITCH.to(UMBER, 0.07);
    let ink = Ink::Linear(
        at(-140.0, -230.0, 0.0),
        at(130.0, -60.0, 0.0),
        vec![
            (0.0, shone(NIGHT, STEEL, bright * 0.9)),
            (0.28, dark.to(SLATE, 0.2 + 0.5 * bright)),
            (0.6, dark),
            (1.0, PITCH),
        ],
    );
    stage.mass(closed(&mass), ink);
    strands(stage, turned, bright);
    wisps(stage, turned, bright);
}

/// The comb's tracks, where the moon catches them.
fn strands(stage: &mut Stage, turned: Turned, bright: f32) {
    let at = |x: f32, y: f32, depth: f32| turned.at(x, y, depth);
    // Strands, combed up from the temple and back to the knot.
    for index in 0..22_u32 {
        let part = index as f32 / 21.0;
        let jitter = either(71, index) * 9.0;
        let root =
            at(mix(-130.0, -34.0, part), mix(-192.0, -30.0, part) + jitter, mix(0.0, 68.0, part));
        let rise =
            at(mix(-120.0, 12.0, part), mix(-246.0, -96.0, part) + jitter, mix(0.0, 60.0, part));
        let over = at(mix(-10.0, 78.0, part), mix(-272.0, -92.0, part), mix(0.0, 45.0, part));
        let end = at(mix(120.0, 150.0, part), mix(-236.0, -30.0, part), 5.0);
        let smooth = spline([root, rise, over, end]);
        let light = MOON.opacity(
            (0.05 + 0.30 * bright) * (1.0 - part * 0.75) * (0.55 + 0.45 * unit(72, index)),
        );
        let ink = Ink::Linear(
            root,
            end,
            vec![
                (0.0, light.opacity(0.2)),
                (0.22, light),
                (0.6, light.opacity(0.35)),
                (1.0, light.opacity(0.0)),
            ],
        );
        stage.tone(
            if index % 4 == 0 { 3 } else { 5 },
            strip(&smooth, 1.4 + 2.4 * unit(73, index), 0.6),
            ink,
        );
    }
    // The roll above the forehead.
    for index in 0..9_u32 {
        let part = index as f32 / 8.0;
        let root = at(mix(-144.0, -118.0, part), mix(-208.0, -192.0, part), 0.0);
        let rise = at(mix(-142.0, -132.0, part), mix(-244.0, -226.0, part), 0.0);
        let over = at(mix(-96.0, -70.0, part), mix(-276.0, -262.0, part), 0.0);
        let end = at(mix(30.0, 70.0, part), mix(-270.0, -240.0, part), 0.0);
        let light = MOON.opacity((0.03 + 0.13 * bright) * (0.4 + 0.6 * unit(74, index)));
        let ink = Ink::Linear(
            root,
            end,
            vec![(0.0, light), (0.5, light.opacity(0.5)), (1.0, light.opacity(0.0))],
        );
        stage.tone(5, strip(&spline([root, rise, over, end]), 2.6, 0.6), ink);
    }
}

/// A few hairs that never obey.
fn wisps(stage: &mut Stage, turned: Turned, bright: f32) {
    for (index, wisp) in [
        [(-46.0, -30.0), (-56.0, 0.0), (-46.0, 26.0), (-54.0, 48.0)],
        [(70.0, 104.0), (64.0, 140.0), (74.0, 168.0), (66.0, 190.0)],
        [(-130.0, -196.0), (-158.0, -206.0), (-172.0, -190.0), (-168.0, -172.0)],
    ]
    .iter()
    .enumerate()
    {
        let depth = [66.0, 30.0, 0.0][index];
        let hair = spline([0, 1, 2, 3].map(|k| turned.at(wisp[k].0, wisp[k].1, depth)));
        let ink = if index == 2 { FROST.opacity(0.2 + 0.5 * bright) } else { PITCH.opacity(0.8) };
        stage.tone(5, strip(&hair, 2.2, 0.4), ink);
    }
}

fn ear(stage: &mut Stage, turned: Turned, time: f32, bright: f32) {
    let depth = 74.0;
    let shell = [
        (-16.0, -20.0),
        (-10.0, -40.0),
        (8.0, -48.0),
        (24.0, -36.0),
        (26.0, -12.0),
        (17.0, 6.0),
        (8.0, 22.0),
        (-3.0, 29.0),
        (-12.0, 21.0),
        (-13.0, 2.0),
    ];
    let skin = Ink::between(
        turned.at(-18.0, -20.0, depth),
        shone(SLATE, STEEL.to(FROST, 0.3), bright),
        turned.at(24.0, 10.0, depth),
        shone(NIGHT, SLATE, bright),
    );
    stage.part(2, turned.round(depth, &shell), skin);
    let hollow = [
        (-8.0, -14.0),
        (-2.0, -30.0),
        (10.0, -34.0),
        (16.0, -22.0),
        (12.0, -4.0),
        (3.0, 8.0),
        (-6.0, 6.0),
    ];
    stage.tone(4, turned.round(depth, &hollow), PITCH.opacity(0.6));
    let ridge = turned.all(depth, &[(2.0, -26.0), (9.0, -14.0), (4.0, 2.0), (-4.0, 14.0)]);
    let ridge = spline([ridge[0], ridge[1], ridge[2], ridge[3]]);
    stage.tone(5, strip(&ridge, 1.5, 4.0), FROST.opacity(0.12 + 0.2 * bright));
    // A drop on a wire; it swings as she moves.
    let lobe = turned.at(-5.0, 26.0, depth);
    let swing = (time * 3.1).sin() * 2.4;
    let drop = (lobe.0 + swing, lobe.1 + 34.0);
    stage.tone(4, strip(&[lobe, drop], 1.6, 1.6), FROST.opacity(0.5 + 0.4 * bright));
    let pearl = Ink::Radial(
        (drop.0 - 3.5, drop.1 - 3.0),
        15.0,
        vec![(0.0, MOON.to(BONE, 0.5)), (0.35, shone(STEEL, FROST, bright)), (1.0, SLATE)],
    );
    stage.part(
        2,
        closed(&[
            (drop.0, drop.1 - 13.0),
            (drop.0 + 8.0, drop.1 + 3.0),
            (drop.0, drop.1 + 12.0),
            (drop.0 - 8.0, drop.1 + 3.0),
        ]),
        pearl,
    );
    stage.glow(6, drop, 26.0, MOON.opacity(0.22 * bright));
}

/// A cubic through four control points, as a line of short steps.
fn spline([a, b, c, d]: [Point; 4]) -> Vec<Point> {
    (0..=12)
        .map(|step| {
            let t = step as f32 / 12.0;
            let u = 1.0 - t;
            let (wa, wb, wc, wd) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            (a.0 * wa + b.0 * wb + c.0 * wc + d.0 * wd, a.1 * wa + b.1 * wb + c.1 * wc + d.1 * wd)
        })
        .collect()
}
