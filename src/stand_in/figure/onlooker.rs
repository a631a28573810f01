//! The back of somebody who stands before us.

use super::Cloth;
use crate::stand_in::outline::{closed, strip};
use crate::stand_in::palette::{AMBER, HONEY, SOOT};
use crate::stand_in::stage::Stage;

/// The back of somebody who stands before us: a head and shoulders with epaulettes, large; the
/// origin is between the shoulder blades.
pub(in crate::stand_in) fn onlooker(stage: &mut Stage, cloth: Cloth) {
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
