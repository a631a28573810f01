//! People, as a few outlines each: feet at the origin, a grown person 300 units high.

mod hand;
pub(super) mod profile;
mod rider;

pub(super) use hand::reaching_hand;
pub(super) use rider::rider;
use tiny_skia::Path;

use super::chance::unit;
use super::outline::{Point, closed, ellipse, polygon, strand, strip};
use super::palette::{AMBER, BONE, Colour, EMBER, HONEY, NIGHT, PITCH, SLATE, SOOT, UMBER};
use super::stage::{Ink, Stage};

/// The colours of a figure: of the cloth, and of the light along its edge.
#[derive(Clone, Copy)]
pub(super) struct Cloth {
    pub(super) dark: Colour,
    pub(super) mid: Colour,
    pub(super) rim: Colour,
    /// Where light comes from: the right and below if positive, each −1 to 1.
    pub(super) from: Point,
}

impl Cloth {
    fn edge(&self, width: f32) -> Point {
        (self.from.0 * width, self.from.1 * width)
    }
}

/// From the hip to the toe, swung by an angle in radians, the knee bent by another.
fn leg(stage: &mut Stage, hip: Point, swing: f32, bend: f32, cloth: Cloth) {
    let knee = (hip.0 + swing.sin() * 52.0, hip.1 + swing.cos() * 52.0);
    let shin = swing - bend;
    let ankle = (knee.0 + shin.sin() * 50.0, knee.1 + shin.cos() * 48.0);
    stage.mass(strip(&[hip, knee, ankle], 31.0, 17.0), cloth.dark);
    let boot = [
        (ankle.0 - 10.0, ankle.1 - 14.0),
        (ankle.0 + 9.0, ankle.1 - 14.0),
        (ankle.0 + 24.0, ankle.1 + 4.0 - bend * 9.0),
        (ankle.0 + 21.0, ankle.1 + 9.0 - bend * 8.0),
        (ankle.0 - 12.0, ankle.1 + 9.0),
    ];
    stage.mass(closed(&boot), cloth.dark);
}

/// A soldier in a greatcoat with pack and rifle, walking to the right; `step` counts his steps.
pub(super) fn soldier(stage: &mut Stage, step: f32, seed: u32, cloth: Cloth) {
    let phase = step * std::f32::consts::PI;
    let swing = phase.sin() * 0.4;
    let bend = |toward: f32| ((phase.cos() * toward).max(0.0) * 0.75 + 0.06).min(0.8);
    leg(stage, (-3.0, -104.0), -swing, bend(-1.0), cloth);
    leg(stage, (3.0, -104.0), swing, bend(1.0), cloth);
    let sway = (phase + 0.6).sin() * 7.0;
    let lean = 5.0 + unit(seed, 1) * 9.0;
    let rifle = [(-25.0, -120.0), (-15.0 + lean * 0.5, -250.0), (-5.0 + lean, -350.0)];
    stage.part(2, strip(&rifle, 9.0, 4.0), cloth.dark);
    let pack = [
        (-53.0, -236.0),
        (-53.0, -236.0),
        (-22.0, -244.0),
        (-14.0, -176.0),
        (-46.0, -170.0),
        (-56.0, -180.0),
    ];
    stage.lit(closed(&pack), cloth.mid, cloth.edge(3.0), cloth.rim);
    let roll =
        [(-58.0, -240.0), (-44.0, -255.0), (-16.0, -254.0), (-14.0, -240.0), (-50.0, -232.0)];
    stage.part(3, closed(&roll), cloth.dark);
    let coat = [
        (lean - 13.0, -250.0),
        (lean + 12.0, -249.0),
        (27.0 + lean * 0.4, -231.0),
        (31.0, -198.0),
        (25.0, -168.0),
        (31.0 + sway * 0.3, -120.0),
        (41.0 + sway, -72.0),
        (41.0 + sway, -72.0),
        (6.0 + sway * 0.6, -65.0),
        (-37.0 + sway * 0.5, -75.0),
        (-37.0 + sway * 0.5, -75.0),
        (-30.0, -128.0),
        (-24.0, -168.0),
        (-30.0, -204.0),
        (-23.0 + lean * 0.3, -240.0),
    ];
    stage.lit(closed(&coat), cloth.dark, cloth.edge(4.0), cloth.rim);
    let belt = [(-25.0, -174.0), (26.0, -172.0), (25.0, -163.0), (-24.0, -165.0)];
    stage.part(4, polygon(&belt), cloth.mid);
    let front = [
        (16.0, -226.0),
        (25.0, -190.0),
        (20.0, -150.0),
        (30.0 + sway * 0.7, -88.0),
        (18.0 + sway * 0.6, -80.0),
        (9.0, -160.0),
    ];
    stage.tone(5, closed(&front), cloth.mid.opacity(0.55));
    stage.part(
        2,
        strip(&[(lean + 2.0, -236.0), (28.0, -206.0), (20.0, -184.0)], 25.0, 15.0),
        cloth.mid,
    );
    head_with_cap(stage, (lean + 8.0, -271.0), cloth);
}

fn head_with_cap(stage: &mut Stage, (x, y): Point, cloth: Cloth) {
    let neck =
        [(x - 11.0, y + 10.0), (x + 8.0, y + 10.0), (x + 9.0, y + 28.0), (x - 15.0, y + 28.0)];
    stage.mass(polygon(&neck), cloth.dark);
    let face = [
        (x - 15.0, y - 8.0),
        (x + 6.0, y - 14.0),
        (x + 15.0, y - 4.0),
        (x + 19.0, y + 4.0),
        (x + 14.0, y + 8.0),
        (x + 12.0, y + 17.0),
        (x + 2.0, y + 20.0),
        (x - 10.0, y + 14.0),
    ];
    stage.lit(closed(&face), cloth.mid, cloth.edge(2.0), cloth.rim);
    let cap = [
        (x - 19.0, y - 5.0),
        (x - 22.0, y - 18.0),
        (x - 4.0, y - 29.0),
        (x + 16.0, y - 24.0),
        (x + 20.0, y - 12.0),
        (x + 30.0, y - 4.0),
        (x + 16.0, y - 5.0),
    ];
    stage.lit(closed(&cap), cloth.dark, cloth.edge(2.0), cloth.rim);
}

/// An officer in a tunic, standing; `arm` lifts his arm towards a partner on his right, 0 to 1.
pub(super) fn officer(stage: &mut Stage, arm: f32, cloth: Cloth) {
    for side in [-1.0_f32, 1.0] {
        let trousers = [
            (side * 2.0, -140.0),
            (side * 25.0, -138.0),
            (side * 22.0, -70.0),
            (side * 20.0, -9.0),
            (side * 31.0, -1.0),
            (side * 28.0, 3.0),
            (side * 6.0, 2.0),
            (side * 6.0, -70.0),
        ];
        stage.mass(closed(&trousers), cloth.dark);
    }
    let tunic = [
        (-11.0, -249.0),
        (11.0, -249.0),
        (34.0, -239.0),
        (38.0, -213.0),
        (28.0, -176.0),
        (32.0, -122.0),
        (32.0, -122.0),
        (-32.0, -122.0),
        (-32.0, -122.0),
        (-28.0, -176.0),
        (-38.0, -213.0),
        (-34.0, -239.0),
    ];
    stage.lit(closed(&tunic), cloth.mid, cloth.edge(4.0), cloth.rim);
    stage.part(5, strip(&[(-28.0, -172.0), (28.0, -172.0)], 7.0, 7.0), cloth.dark);
    let hand = (44.0 + 46.0 * arm, -172.0 - 52.0 * arm);
    let elbow = (48.0 + 12.0 * arm, -198.0 - 6.0 * arm);
    stage.mass(strip(&[(29.0, -232.0), elbow, hand], 22.0, 13.0), cloth.mid);
    stage.mass(strip(&[(-31.0, -232.0), (-47.0, -194.0), (-34.0, -150.0)], 22.0, 13.0), cloth.mid);
    for side in [-1.0_f32, 1.0] {
        stage.part(4, ellipse(side * 31.0, -238.0, 14.0, 4.5), AMBER.to(cloth.dark, 0.2));
    }
    stage.part(4, ellipse(hand.0, hand.1, 6.5, 7.5), HONEY.to(BONE, 0.45).to(cloth.dark, 0.2));
    stage.mass(
        polygon(&[(-9.0, -264.0), (9.0, -264.0), (11.0, -246.0), (-11.0, -246.0)]),
        skin(cloth),
    );
    stage.mass(ellipse(0.0, -276.0, 15.0, 19.0), skin(cloth));
    for side in [-1.0_f32, 1.0] {
        let lid = [(side * 3.0, -278.0), (side * 6.5, -276.6), (side * 10.0, -278.5)];
        stage.tone(5, strand(&lid, 1.6, 1.4), UMBER.to(PITCH, 0.5).opacity(0.8));
    }
    let moustache = [(-7.0, -264.4), (0.0, -266.6), (7.0, -264.4)];
    stage.tone(5, strand(&moustache, 2.4, 2.4), UMBER.to(PITCH, 0.4));
    let hair = [
        (-16.0, -272.0),
        (-18.0, -288.0),
        (-8.0, -298.0),
        (8.0, -298.0),
        (18.0, -288.0),
        (16.0, -272.0),
        (12.0, -286.0),
        (-4.0, -289.0),
        (-12.0, -284.0),
    ];
    stage.mass(closed(&hair), cloth.dark);
}

fn skin(cloth: Cloth) -> Ink {
    let (light, shade) = (BONE.to(cloth.rim, 0.35), HONEY.to(cloth.dark, 0.45));
    let side = if cloth.from.0 >= 0.0 { 18.0 } else { -18.0 };
    Ink::between((side, -280.0), light, (-side, -240.0), shade)
}

/// A woman in a ball dress; `turn` swings the hem, in radians.
pub(super) fn lady(stage: &mut Stage, dress: Colour, turn: f32, cloth: Cloth) {
    let swing = turn.sin() * 18.0;
    let wide = 78.0 + turn.cos().abs() * 16.0;
    let shade = dress.to(PITCH, 0.55);
    let skirt = [
        (-15.0, -178.0),
        (15.0, -178.0),
        (27.0, -150.0),
        (wide * 0.72 + swing * 0.5, -70.0),
        (wide + swing, -6.0),
        (wide + swing, -6.0),
        (wide * 0.4 + swing, 4.0),
        (swing, -2.0),
        (-wide * 0.45 + swing, 5.0),
        (-wide + swing, -4.0),
        (-wide + swing, -4.0),
        (-wide * 0.7 + swing * 0.5, -74.0),
        (-27.0, -150.0),
    ];
    stage.lit(closed(&skirt), dress, cloth.edge(5.0), cloth.rim);
    let lee = if cloth.from.0 >= 0.0 { -1.0 } else { 1.0 };
    let dark_side = [
        (lee * 12.0, -176.0),
        (lee * 27.0, -150.0),
        (lee * wide * 0.7 + swing * 0.5, -72.0),
        (lee * wide + swing, -5.0),
        (lee * wide * 0.35 + swing, 2.0),
        (lee * 14.0 + swing * 0.5, -80.0),
    ];
    stage.tone(5, closed(&dark_side), shade.opacity(0.7));
    for fold in 0..5 {
        let at = -0.8 + fold as f32 * 0.4;
        let foot = at * wide + swing;
        let path = [
            (at * 15.0, -165.0),
            (foot * 0.55, -80.0),
            (foot + 6.0, -5.0),
            (foot - 9.0, -4.0),
            (foot * 0.5 - 6.0, -80.0),
        ];
        stage.tone(5, closed(&path), shade.opacity(0.5));
        stage.tone(6, bright_fold(at, wide, swing), dress.to(BONE, 0.45).opacity(0.4));
    }
    let bodice = [
        (-22.0, -234.0),
        (-8.0, -229.0),
        (8.0, -229.0),
        (22.0, -234.0),
        (24.0, -212.0),
        (15.0, -176.0),
        (-15.0, -176.0),
        (-24.0, -212.0),
    ];
    stage.lit(closed(&bodice), dress.to(PITCH, 0.15), cloth.edge(3.0), cloth.rim);
    let shoulders = [
        (-7.0, -260.0),
        (7.0, -260.0),
        (10.0, -246.0),
        (27.0, -238.0),
        (24.0, -227.0),
        (0.0, -229.0),
        (-24.0, -227.0),
        (-27.0, -238.0),
        (-10.0, -246.0),
    ];
    stage.mass(closed(&shoulders), skin(cloth));
    stage.mass(strip(&[(25.0, -233.0), (44.0, -208.0), (62.0, -224.0)], 13.0, 9.0), skin(cloth));
    stage.mass(strip(&[(-25.0, -233.0), (-38.0, -200.0), (-28.0, -168.0)], 13.0, 9.0), skin(cloth));
    stage.mass(ellipse(0.0, -274.0, 13.5, 17.5), skin(cloth));
    // A face that might be hers: lowered lids and a mouth.
    for side in [-1.0_f32, 1.0] {
        let lid = [(side * 3.0, -275.0), (side * 6.5, -273.4), (side * 10.0, -275.5)];
        stage.tone(5, strand(&lid, 1.6, 1.4), UMBER.to(PITCH, 0.4).opacity(0.8));
        stage.tone(
            6,
            strand(&[(side * 2.6, -280.0), (side * 10.5, -281.0)], 1.0, 1.4),
            UMBER.opacity(0.6),
        );
    }
    stage.tone(
        6,
        strand(&[(0.4, -273.0), (2.0, -267.6), (-0.6, -266.8)], 0.8, 1.2),
        UMBER.opacity(0.5),
    );
    stage.tone(5, ellipse(0.3, -263.0, 3.4, 1.5), EMBER.to(UMBER, 0.3));
    let hair = [
        (-15.0, -264.0),
        (-18.0, -284.0),
        (-7.0, -296.0),
        (10.0, -295.0),
        (17.0, -283.0),
        (14.0, -266.0),
        (9.0, -283.0),
        (-8.0, -284.0),
    ];
    let brown = UMBER.to(cloth.dark, 0.5);
    stage.mass(closed(&hair), brown);
    stage.mass(ellipse(-8.0, -297.0, 11.0, 8.5), brown);
}

fn bright_fold(at: f32, wide: f32, swing: f32) -> Option<Path> {
    let foot = at * wide + swing;
    strip(&[(at * 15.0 + 3.0, -160.0), (foot * 0.55 + 7.0, -80.0), (foot + 12.0, -10.0)], 1.0, 5.0)
}

/// A couple in the waltz at a place and a scale; `phase` is the turn, 0 to 1.
pub(super) fn pair(
    stage: &mut Stage,
    (x, y, scale): (f32, f32, f32),
    phase: f32,
    dress: Colour,
    cloth: Cloth,
) {
    let angle = phase * std::f32::consts::TAU;
    let (across, near) = (angle.cos() * 36.0 * scale, angle.sin());
    let facing = if across > 0.0 { scale } else { -scale };
    for second in [near > 0.0, near <= 0.0] {
        if second {
            stage.place(x - across, y - near * 6.0 * scale, facing, scale);
            officer(stage, 0.75, mirrored(cloth, facing));
        } else {
            stage.place(x + across, y + near * 6.0 * scale, -facing, scale * 0.95);
            lady(stage, dress, angle * 2.0, mirrored(cloth, -facing));
        }
    }
    stage.unplaced();
}

/// The same light on a figure that is turned left to right.
fn mirrored(cloth: Cloth, facing: f32) -> Cloth {
    Cloth { from: (cloth.from.0 * facing.signum(), cloth.from.1), ..cloth }
}

/// The dresses of a ball.
pub(super) fn dress(seed: u32) -> Colour {
    match seed % 5 {
        0 => BONE.to(HONEY, 0.3),
        1 => SLATE.to(BONE, 0.35),
        2 => HONEY.to(BONE, 0.2),
        3 => UMBER.to(AMBER, 0.35),
        _ => NIGHT.to(BONE, 0.5),
    }
}

/// The one red dress.
pub(super) const RED: Colour = EMBER;

/// The back of somebody who stands before us: a head and shoulders with epaulettes, large; the
/// origin is between the shoulder blades.
pub(super) fn onlooker(stage: &mut Stage, cloth: Cloth) {
    let back = [
        (-170.0, 420.0),
        (-170.0, 420.0),
        (-160.0, 40.0),
        (-132.0, -30.0),
        (-62.0, -62.0),
        (-36.0, -84.0),
        (-36.0, -84.0),
        (36.0, -84.0),
        (36.0, -84.0),
        (62.0, -62.0),
        (134.0, -28.0),
        (162.0, 44.0),
        (172.0, 420.0),
        (172.0, 420.0),
    ];
    stage.lit(closed(&back), cloth.dark, cloth.edge(8.0), cloth.rim);
    let head = [
        (-38.0, -76.0),
        (-52.0, -136.0),
        (-46.0, -192.0),
        (0.0, -220.0),
        (46.0, -192.0),
        (52.0, -136.0),
        (38.0, -76.0),
    ];
    stage.lit(closed(&head), cloth.dark.to(SOOT, 0.4), cloth.edge(7.0), cloth.rim);
    let strap = [(58.0, -58.0), (130.0, -28.0), (154.0, -2.0), (146.0, 14.0), (64.0, -34.0)];
    stage.part(4, closed(&strap), HONEY.to(cloth.dark, 0.25));
    for fringe in 0..11 {
        let x = 86.0 + fringe as f32 * 6.5;
        let y = -20.0 + fringe as f32 * 3.4;
        stage.part(6, strip(&[(x, y), (x + 2.0, y + 26.0)], 2.8, 1.6), AMBER.to(cloth.dark, 0.35));
    }
}
