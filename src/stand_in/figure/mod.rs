//! People, as few outlines each: feet at the origin, a grown person 300 units high.

mod dancers;
mod hand;
mod head;
mod onlooker;
pub(super) mod profile;
mod rider;
mod soldier;
mod solid;
mod waltz;

pub(super) use hand::reaching_hand;
pub(super) use onlooker::onlooker;
pub(super) use rider::rider;
pub(super) use soldier::soldier;
pub(super) use waltz::{lady, officer, pair};

use super::outline::{Point, closed, polygon};
use super::palette::{AMBER, BONE, Colour, EMBER, HONEY, NIGHT, SLATE, UMBER};
use super::stage::Stage;

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
    /// How far a light edge of this width is shifted.
    fn edge(&self, width: f32) -> Point {
        (self.from.0 * width, self.from.1 * width)
    }
}

/// An angle in radians, from −half a turn to half a turn.
fn wrapped(angle: f32) -> f32 {
    use std::f32::consts::{PI, TAU};
    (angle + PI).rem_euclid(TAU) - PI
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
