//! A hand, large, as its owner sees it.

use super::Cloth;
use crate::stand_in::outline::{closed, ellipse, strip};
use crate::stand_in::palette::{BONE, UMBER};
use crate::stand_in::stage::{Ink, Stage};

/// A hand that reaches to the right, from a sleeve; the palm at the origin, large. `reach` closes
/// the fingers, 0 to 1.
pub(in crate::stand_in) fn reaching_hand(stage: &mut Stage, reach: f32, cloth: Cloth) {
    let sleeve = [
        (-620.0, 420.0),
        (-620.0, 420.0),
        (-560.0, 150.0),
        (-300.0, 30.0),
        (-112.0, -34.0),
        (-84.0, 44.0),
        (-240.0, 170.0),
        (-400.0, 420.0),
        (-400.0, 420.0),
    ];
    stage.lit(closed(&sleeve), cloth.dark, cloth.edge(6.0), cloth.rim);
    let cuff = [(-126.0, -36.0), (-92.0, -44.0), (-68.0, 40.0), (-104.0, 56.0)];
    stage.part(4, closed(&cuff), cloth.mid);
    let light = BONE.to(cloth.rim, 0.4);
    let tone = Ink::between((90.0, -70.0), light, (-70.0, 60.0), UMBER.to(cloth.dark, 0.35));
    let thumb = [(-46.0, 22.0), (4.0, 52.0), (56.0, 50.0 - reach * 14.0)];
    let back = [
        (-96.0, -32.0),
        (-40.0, -50.0),
        (20.0, -44.0),
        (40.0, -10.0),
        (22.0, 28.0),
        (-30.0, 42.0),
        (-84.0, 34.0),
    ];
    stage.mass(closed(&back), tone.clone());
    for (index, (y, length)) in
        [(-38.0, 96.0), (-18.0, 112.0), (3.0, 106.0), (22.0, 84.0)].into_iter().enumerate()
    {
        let droop = (index as f32 - 1.0) * (10.0 - reach * 5.0) + 16.0 * reach;
        let finger = [(10.0, y), (58.0, y + droop * 0.3 - 6.0), (14.0 + length, y + droop)];
        stage.mass(strip(&finger, 22.0, 12.0), tone.clone());
        let end = finger[2];
        stage.mass(ellipse(end.0, end.1, 6.0, 6.0), tone.clone());
    }
    stage.mass(strip(&thumb, 26.0, 14.0), tone);
}
