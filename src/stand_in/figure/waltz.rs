//! Arms, and who has them: two in the waltz, a lady or an officer alone.

use std::f32::consts::{PI, TAU};

use super::Cloth;
use super::dancers::{Stance, gown, limb, tunic};
use super::head::skin;
use super::solid::Spot;
use crate::stand_in::outline::{ellipse, strand};
use crate::stand_in::palette::{BONE, Colour, PITCH};
use crate::stand_in::stage::{Ink, Stage};

/// What is put on the stage when two dance, by how near it is.
enum Part {
    Him,
    Her,
    Arm([Spot; 3], bool),
}

/// A couple in the waltz at a place and a scale; `phase` is the turn, 0 to 1.
pub(in crate::stand_in) fn pair(
    stage: &mut Stage,
    (x, y, scale): (f32, f32, f32),
    phase: f32,
    dress: Colour,
    cloth: Cloth,
) {
    let turn = phase * TAU;
    let rise = (phase * TAU * 1.5).sin().abs() * 3.0;
    stage.place(x, y - rise * scale * 0.4, scale, scale);
    let (sin, cos) = turn.sin_cos();
    let (step, apart) = (phase * TAU * 3.0, 16.0);
    let him = Stance { axis: (-sin * apart, -cos * apart), turn, look: -0.25, step, lag: 0.7 };
    let her = Stance {
        axis: (sin * apart, cos * apart),
        turn: turn + PI,
        look: -0.35,
        step: step + 0.4,
        lag: 0.7,
    };
    let hands = him.spot(66.0, 216.0, apart);
    let mut parts = [
        (him.axis.1, Part::Him),
        (her.axis.1, Part::Her),
        // His left hand holds her right; the other arms embrace.
        arm([him.spot(31.0, 234.0, 0.0), him.spot(54.0, 206.0, 4.0), hands], true),
        arm([her.spot(-21.0, 232.0, 0.0), her.spot(-46.0, 212.0, 3.0), hands], false),
        arm(
            [
                him.spot(-31.0, 234.0, 0.0),
                him.spot(-45.0, 206.0, 14.0),
                her.spot(9.0, 203.0, -13.0),
            ],
            true,
        ),
        arm(
            [her.spot(21.0, 232.0, 0.0), her.spot(40.0, 216.0, 12.0), him.spot(-27.0, 240.0, 7.0)],
            false,
        ),
    ];
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, part) in parts {
        match part {
            Part::Him => tunic(stage, him, cloth),
            Part::Her => gown(stage, her, dress, cloth),
            Part::Arm(spots, his) => arm_seen(stage, spots, his, dress, cloth),
        }
    }
    stage.unplaced();
}

fn arm(spots: [Spot; 3], his: bool) -> (f32, Part) {
    (spots.iter().map(|spot| spot.near).sum::<f32>() / 3.0, Part::Arm(spots, his))
}

/// An arm: his in cloth with a white glove, hers bare, in a long glove from the elbow on.
fn arm_seen(stage: &mut Stage, spots: [Spot; 3], his: bool, dress: Colour, cloth: Cloth) {
    let hand = spots[2].seen();
    let glove = BONE.to(cloth.dark, 0.16).to(cloth.rim, 0.2);
    if his {
        let top = spots[0].seen();
        stage.mass(ellipse(top.0, top.1, 9.0, 9.0), cloth.mid);
        limb(stage, spots, (18.0, 10.0), cloth.mid, cloth);
        stage.part(4, ellipse(hand.0, hand.1, 5.4, 5.0), glove);
    } else {
        limb(stage, spots, (11.5, 6.5), skin(cloth, spots[1].seen(), 20.0), cloth);
        let [shoulder, elbow, hand_spot] = spots.map(Spot::seen);
        let from =
            (elbow.0 + (shoulder.0 - elbow.0) * 0.15, elbow.1 + (shoulder.1 - elbow.1) * 0.15);
        let middle = ((elbow.0 + hand_spot.0) / 2.0, (elbow.1 + hand_spot.1) / 2.0 + 0.6);
        stage.part(3, strand(&[from, elbow, middle, hand_spot], 10.0, 6.0), glove);
        stage.part(3, ellipse(hand.0, hand.1, 4.6, 3.8), glove);
        // A short sleeve.
        stage.part(
            3,
            ellipse(shoulder.0, shoulder.1 + 3.5, 6.6, 6.0),
            Ink::Radial(
                (shoulder.0 + cloth.from.0 * 4.0, shoulder.1 - 1.0),
                11.0,
                vec![(0.0, dress.to(cloth.rim, 0.15)), (1.0, dress.to(cloth.dark, 0.55))],
            ),
        );
    }
}

/// A lady who stands or walks by herself, an arm at her side, a fan before her.
pub(in crate::stand_in) fn lady(
    stage: &mut Stage,
    dress: Colour,
    turn: f32,
    step: f32,
    cloth: Cloth,
) {
    let at = Stance { axis: (0.0, 0.0), turn, look: 0.0, step, lag: 0.2 };
    let arms = [
        arm(
            [at.spot(21.0, 232.0, 0.0), at.spot(31.0, 196.0, -2.0), at.spot(12.0, 186.0, 20.0)],
            false,
        ),
        arm(
            [at.spot(-21.0, 232.0, 0.0), at.spot(-33.0, 194.0, -3.0), at.spot(-34.0, 158.0, 6.0)],
            false,
        ),
    ];
    for behind in [true, false] {
        for (near, part) in &arms {
            if let Part::Arm(spots, his) = part
                && (*near < 0.0) == behind
            {
                arm_seen(stage, *spots, *his, dress, cloth);
            }
        }
        if behind {
            gown(stage, at, dress, cloth);
        }
    }
}

/// An officer who stands by himself.
pub(in crate::stand_in) fn officer(stage: &mut Stage, turn: f32, cloth: Cloth) {
    let at = Stance { axis: (0.0, 0.0), turn, look: 0.0, step: 0.0, lag: 0.0 };
    let arms = [
        arm(
            [at.spot(32.0, 234.0, 0.0), at.spot(40.0, 196.0, -4.0), at.spot(36.0, 158.0, 6.0)],
            true,
        ),
        arm(
            [at.spot(-32.0, 234.0, 0.0), at.spot(-40.0, 196.0, -4.0), at.spot(-36.0, 158.0, 6.0)],
            true,
        ),
    ];
    for behind in [true, false] {
        for (near, part) in &arms {
            if let Part::Arm(spots, his) = part
                && (*near < 0.0) == behind
            {
                arm_seen(stage, *spots, *his, PITCH, cloth);
            }
        }
        if behind {
            tunic(stage, at, cloth);
        }
    }
}
