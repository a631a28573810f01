//! The sound around the voice, sketch by sketch: what each has learnt to hear.

use super::filter::behind;
use super::score::{DOOR, KISS, STARTS, column, heart, walk};
use super::stage::{Curve, Place, Stage};
use super::tone::Instrument;
use super::waltz::{Band, play, remembered};
use super::{breath, lines, steps, things, weather};

/// Puts the sound of a sketch on the stage, everything but the voice; counted from 0, and the last
/// one for any after it. Says how long the room answers, in seconds; none where there is no room.
pub fn surround(manner: usize, stage: &mut Stage) -> Option<f32> {
    match manner {
        0 => pencil(stage),
        1 => metronome(stage),
        2 => tones(stage),
        3 => thin_waltz(stage),
        4 => return Some(places(stage)),
        5 => return Some(space(stage)),
        _ => return Some(everything(stage)),
    }
    None
}

/// Sketch 1: a hand that draws. A page is turned for each shot, and turned over in the middle.
fn pencil(stage: &mut Stage) {
    for (shot, bounds) in STARTS.windows(2).enumerate() {
        let (start, half) = (bounds[0], (bounds[1] - bounds[0]) / 2.0);
        for part in 0..2 {
            let (seed, at) = ((shot * 2 + part) as u64, start + half * part as f32);
            let loud = if part == 0 { 0.7 } else { 0.35 };
            if shot + part > 0 {
                stage.put(
                    at - 0.34,
                    &things::page(seed),
                    Place { gain: loud, pan: 0.2, room: 0.0 },
                );
            }
            // In the dark there is little to draw, and at the kiss the pencil rests.
            let busy = [0.8, 0.8, 0.9, 0.8, 0.35, 0.0, 0.8, 0.6][shot] * (half - 0.5);
            let hand = Place { gain: 0.75, pan: -0.15 + 0.1 * part as f32, room: 0.0 };
            stage.put(at + 0.55, &things::hatching(busy, seed), hand);
        }
    }
    stage.lay(
        weather::stillness(1),
        &Curve::new(&[(0.0, 0.0), (0.5, 0.12), (47.0, 0.12), (48.0, 0.0)]),
        Place::dry(1.0),
    );
}

/// Sketch 2: time is counted, and feet keep it. It stops in the dark, and leaves out the kiss.
fn metronome(stage: &mut Stage) {
    for beat in 0..96u16 {
        let at = f32::from(beat) * 0.5;
        let silent = (24.0..29.9).contains(&at) || (31.9..33.4).contains(&at) || at > 46.6;
        if !silent && (beat % 2 == 0 || (12.0..19.0).contains(&at)) {
            let place = Place { gain: 0.2, pan: 0.35, room: 0.0 };
            stage.put(at, &things::tick(beat % 4 == 2), place);
        }
    }
    steps::put(stage, &walk(), 0.55, 1.0, 0.0);
}

/// Sketch 3: each line is a tone.
fn tones(stage: &mut Stage) {
    let loud = [
        Curve::new(&[
            (0.0, 0.0),
            (1.5, 0.26),
            (24.0, 0.24),
            (26.0, 0.16),
            (46.0, 0.24),
            (48.0, 0.0),
        ]),
        Curve::new(&[
            (1.0, 0.0),
            (3.0, 0.16),
            (23.0, 0.14),
            (25.0, 0.03),
            (35.0, 0.05),
            (37.0, 0.16),
            (45.0, 0.14),
            (48.0, 0.0),
        ]),
        Curve::new(&[
            (2.0, 0.0),
            (4.0, 0.15),
            (24.0, 0.13),
            (29.0, 0.06),
            (32.2, 0.22),
            (34.0, 0.1),
            (46.0, 0.12),
            (47.8, 0.0),
        ]),
        Curve::new(&[
            (12.0, 0.0),
            (14.0, 0.1),
            (19.0, 0.08),
            (24.0, 0.0),
            (29.0, 0.05),
            (32.2, 0.2),
            (33.6, 0.14),
            (35.2, 0.03),
            (37.0, 0.1),
            (44.0, 0.07),
            (47.8, 0.0),
        ]),
    ];
    for (line, loud) in lines::LINES.iter().zip(&loud) {
        stage.lay(line.sound(), loud, Place { gain: 0.75, pan: line.side, room: 0.0 });
    }
}

/// How near the waltz is: in the ballroom, beyond the door and behind the wall, and again in the
/// light.
fn near() -> Curve {
    Curve::new(&[
        (11.4, 0.0),
        (12.4, 1.0),
        (18.8, 1.0),
        (19.6, 0.62),
        (DOOR[0], 0.4),
        (DOOR[1] - 0.1, 0.34),
        (DOOR[1] + 0.15, 0.17),
        (28.5, 0.13),
        (30.5, 0.0),
        (34.6, 0.0),
        (35.3, 0.75),
        (39.0, 0.7),
        (41.5, 0.0),
    ])
}

/// The highest tone that comes through, in hertz.
fn edge() -> Curve {
    Curve::new(&[
        (12.0, 9000.0),
        (18.8, 9000.0),
        (19.5, 1500.0),
        (DOOR[0], 900.0),
        (DOOR[1], 620.0),
        (DOOR[1] + 0.2, 300.0),
        (34.8, 300.0),
        (35.5, 7000.0),
        (39.5, 6000.0),
        (41.5, 400.0),
    ])
}

fn waltz(stage: &mut Stage, band: Band, loud: f32, wide: f32, room: f32) {
    let [melody, beneath] = play(band);
    for (part, side) in [(melody, 0.3), (beneath, -0.3)] {
        let place = Place { gain: loud, pan: side * wide, room };
        stage.lay(behind(part, &edge()), &near(), place);
    }
}

/// What is left of the waltz at the river.
fn memory(stage: &mut Stage, loud: f32, room: f32) {
    for (at, note) in remembered() {
        stage.put(at, &note, Place { gain: loud, pan: 0.15, room });
    }
}

/// Sketch 4: a thin waltz, and steps.
fn thin_waltz(stage: &mut Stage) {
    let band = Band { melody: Instrument::Box, rest: Instrument::Box, higher: 0.0 };
    waltz(stage, band, 0.42, 0.3, 0.0);
    memory(stage, 0.1, 0.0);
    steps::put(stage, &walk(), 0.5, 1.0, 0.0);
}

/// The door: latch and hinge as it opens, and how it falls shut.
fn door(stage: &mut Stage, loud: f32, room: f32) {
    let place = Place { gain: loud, pan: 0.25, room };
    stage.put(DOOR[0] - 0.3, &things::latch(), place);
    stage.put(DOOR[0], &things::hinge(0.9, 5), Place { gain: loud * 0.6, ..place });
    stage.put(DOOR[1], &things::shut(), Place { pan: 0.0, ..place });
}

/// Wind out of doors, from both sides; within, what a house lets through.
fn wind(stage: &mut Stage, loud: f32, wide: f32, room: f32) {
    let blows = Curve::new(&[
        (0.0, 0.0),
        (0.8, 1.0),
        (6.5, 1.0),
        (8.0, 0.7),
        (11.0, 0.6),
        (12.4, 0.03),
        (23.5, 0.04),
        (25.0, 0.09),
        (34.0, 0.07),
        (35.4, 0.02),
        (40.4, 0.03),
        (41.6, 0.6),
        (46.0, 0.55),
        (47.9, 0.0),
    ]);
    for (seed, side) in [(1, -1.0), (2, 1.0)] {
        stage.lay(weather::wind(seed), &blows, Place { gain: loud, pan: side * wide, room });
    }
}

fn river(stage: &mut Stage, loud: f32, wide: f32, room: f32) {
    let flows = Curve::new(&[(40.6, 0.0), (42.2, 1.0), (46.0, 1.0), (47.9, 0.0)]);
    for (seed, side) in [(1, -1.0), (2, 1.0)] {
        stage.lay(weather::water(seed), &flows, Place { gain: loud, pan: side * wide, room });
    }
}

fn still(stage: &mut Stage, loud: f32) {
    let here = Curve::new(&[
        (11.5, 0.0),
        (12.5, 0.5),
        (19.0, 0.6),
        (24.0, 1.0),
        (34.5, 1.0),
        (35.5, 0.5),
        (40.5, 0.4),
        (41.5, 0.0),
    ]);
    for (seed, side) in [(3, -0.8), (4, 0.8)] {
        stage.lay(weather::stillness(seed), &here, Place { gain: loud, pan: side, room: 0.0 });
    }
}

/// Sketch 5: places. Snow underfoot, a room, a door, and the waltz behind a wall.
fn places(stage: &mut Stage) -> f32 {
    let band = Band { melody: Instrument::Piano, rest: Instrument::Piano, higher: 0.0 };
    waltz(stage, band, 0.34, 0.5, 0.06);
    memory(stage, 0.06, 0.1);
    steps::put(stage, &walk(), 0.62, 1.0, 0.08);
    steps::put(stage, &column(4), 0.4, 0.7, 0.0);
    wind(stage, 0.16, 0.4, 0.0);
    river(stage, 0.3, 0.4, 0.0);
    still(stage, 0.16);
    door(stage, 0.5, 0.15);
    0.5
}

fn hearts(stage: &mut Stage, loud: f32) {
    let beat = breath::heartbeat();
    for (at, strength) in heart() {
        stage.put(at, &beat, Place { gain: loud * strength, pan: 0.0, room: 0.05 });
    }
}

/// Cloth: a coat on the march, a dress in the dark, two sleeves at the kiss.
fn fabric(stage: &mut Stage, loud: f32, wide: f32) {
    let moves = [
        (2.2, 0.9, -0.4, 0.4),
        (4.9, 0.8, 0.3, 0.4),
        (13.5, 1.2, 0.6, 0.5),
        (16.2, 1.3, -0.6, 0.5),
        (28.7, 1.5, 0.7, 0.8),
        (30.6, 1.3, 0.3, 1.0),
        (KISS - 0.6, 0.9, -0.1, 0.9),
        (33.9, 1.0, 0.8, 0.9),
        (45.7, 0.9, 0.0, 0.4),
    ];
    for (index, (at, lasts, side, part)) in moves.into_iter().enumerate() {
        let place = Place { gain: loud * part, pan: side * wide, room: 0.3 };
        stage.put(at, &things::cloth(lasts, index as u64), place);
    }
}

/// Sketch 6: space about all that: a hall that answers, wind, cloth, and a heart.
fn space(stage: &mut Stage) -> f32 {
    let band = Band { melody: Instrument::Strings, rest: Instrument::Piano, higher: 0.0 };
    waltz(stage, band, 0.26, 0.8, 0.45);
    memory(stage, 0.06, 0.8);
    steps::put(stage, &walk(), 0.55, 1.0, 0.3);
    steps::put(stage, &column(6), 0.38, 1.0, 0.05);
    wind(stage, 0.24, 0.9, 0.1);
    river(stage, 0.3, 0.9, 0.15);
    still(stage, 0.16);
    door(stage, 0.5, 0.5);
    fabric(stage, 0.3, 0.8);
    hearts(stage, 0.4);
    1.7
}

/// Sketch 7: everything, as wide as it goes: a column that passes, a small orchestra, and under it
/// all the lines it began with.
fn everything(stage: &mut Stage) -> f32 {
    let strings = Band { melody: Instrument::Strings, rest: Instrument::Strings, higher: 0.0 };
    let piano = Band { melody: Instrument::Piano, rest: Instrument::Piano, higher: 0.0 };
    let bells = Band { melody: Instrument::Box, rest: Instrument::Piano, higher: 1.0 };
    waltz(stage, strings, 0.15, 1.6, 0.4);
    waltz(stage, piano, 0.17, -0.7, 0.35);
    let [sparkle, _] = play(bells);
    let place = Place { gain: 0.045, pan: 0.5, room: 0.9 };
    stage.lay(behind(sparkle, &edge()), &near(), place);
    memory(stage, 0.07, 0.9);
    steps::put(stage, &walk(), 0.5, 1.0, 0.25);
    steps::put(stage, &column(14), 0.36, 1.0, 0.06);
    wind(stage, 0.26, 1.0, 0.12);
    river(stage, 0.34, 1.0, 0.2);
    still(stage, 0.18);
    door(stage, 0.5, 0.55);
    fabric(stage, 0.34, 1.0);
    hearts(stage, 0.42);
    let ground = Curve::new(&[
        (24.5, 0.0),
        (28.0, 0.3),
        (KISS, 1.0),
        (33.6, 0.8),
        (35.2, 0.1),
        (37.0, 0.0),
        (42.0, 0.0),
        (45.0, 0.35),
        (47.8, 0.0),
    ]);
    for line in [&lines::LINES[0], &lines::LINES[2], &lines::LINES[3]] {
        let place = Place { gain: 0.055, pan: line.side, room: 0.8 };
        stage.lay(line.sound(), &ground, place);
    }
    2.0
}
