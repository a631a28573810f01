//! The score: what is heard when. Times are seconds of the film unless something else is said.

use super::random::Random;

/// The starts of the shots, and the end of the film.
pub const STARTS: [f32; 9] = [0.0, 7.0, 12.0, 19.0, 24.0, 30.0, 35.0, 41.0, 48.0];

/// When the wrong door is opened, and when it falls shut behind him.
pub const DOOR: [f32; 2] = [21.9, 23.35];
/// When the lips meet.
pub const KISS: f32 = 32.4;

/// What a foot falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Old snow, trodden.
    Snow,
    /// The boards of a house.
    Boards,
}

/// One footfall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: f32,
    /// On what.
    pub ground: Ground,
    /// How heavily, from 0 to 1.
    pub weight: f32,
    /// From −1 left to 1 right.
    pub side: f32,
}

/// The footfalls of the one who tells it: on the march, up to the house, two along the wall of the
/// ballroom, through the passage, feeling his way in the dark, and at the end along the river until
/// he stops.
#[must_use]
pub fn walk() -> Vec<Step> {
    // From, to, seconds between two steps, on what, how heavily.
    let walks = [
        (0.35, 6.9, 0.6, Ground::Snow, 0.9),
        (7.2, 9.4, 0.66, Ground::Snow, 0.7),
        (12.6, 14.2, 0.583, Ground::Boards, 0.4),
        (19.15, 21.7, 0.55, Ground::Boards, 0.8),
        (24.3, 27.6, 1.25, Ground::Boards, 0.35),
        (35.4, 37.0, 0.7, Ground::Boards, 0.5),
        (41.3, 45.6, 0.78, Ground::Snow, 0.75),
    ];
    let mut random = Random::new(77);
    let mut steps = Vec::new();
    for (from, to, every, ground, weight) in walks {
        let mut at = from;
        while at < to {
            let weight = weight * random.between(0.8, 1.0);
            let side = if steps.len() % 2 == 0 { -0.12 } else { 0.12 };
            steps.push(Step { at, ground, weight, side });
            at += every * random.between(0.96, 1.04);
        }
    }
    steps
}

/// The footfalls of so many others in the column, before and behind him, never quite together.
#[must_use]
pub fn column(men: u32) -> Vec<Step> {
    let mut steps = Vec::new();
    for man in 0..men {
        let mut random = Random::new(900 + u64::from(man));
        let (side, far) = (random.between(-0.9, 0.9), random.between(0.25, 0.6));
        let mut at = random.between(0.0, 0.6);
        while at < 7.6 {
            // Those behind are still walking when he looks up at the rider.
            let going = 1.0 - ((at - 6.2) / 1.4).clamp(0.0, 1.0);
            steps.push(Step { at, ground: Ground::Snow, weight: far * going, side });
            at += 0.6 * random.between(0.95, 1.06);
        }
    }
    steps
}

/// The beats of the heart: it is heard in the dark, quickens, and misses one at the kiss.
#[must_use]
pub fn heart() -> Vec<(f32, f32)> {
    let mut beats = Vec::new();
    let mut at = 24.9;
    while at < 34.6 {
        let near = 1.0 - ((at - 31.0f32).abs() / 7.0).min(1.0);
        if !(KISS - 0.2..KISS + 1.1).contains(&at) {
            beats.push((at, 0.35 + 0.65 * near));
        }
        at += 1.0 - 0.32 * near;
    }
    beats
}

/// A breath that is written into a line.
#[derive(Clone, Copy, Debug)]
pub struct Breath {
    /// When it begins, from the start of the shot.
    pub at: f32,
    /// How long it is.
    pub lasts: f32,
    /// How loud.
    pub strength: f32,
    /// Drawn in, or let go.
    pub drawn: bool,
}

/// What the voice does in a shot.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The text whose cadence it follows.
    pub text: &'static str,
    /// When its first syllable falls, from the start of the shot.
    pub begins: f32,
    /// How fast, 1 for somebody who tells a story.
    pub pace: f32,
    /// About how high, in hertz.
    pub pitch_hz: f32,
    /// How loud, 1 for talking across a table.
    pub effort: f32,
    /// How much of it is air, from 0 to 1.
    pub breathy: f32,
    /// Breaths besides those between its phrases.
    pub breaths: &'static [Breath],
}

/// The lines, one for each shot.
pub const LINES: [Line; 8] = [
    Line {
        text: "Third winter of the war. The snow keeps our tracks an hour, then forgets us.",
        begins: 0.9,
        pace: 0.95,
        pitch_hz: 96.0,
        effort: 0.95,
        breathy: 0.25,
        breaths: &[],
    },
    Line {
        text: "A rider at dusk. The general asks us to tea. I shave with snow.",
        begins: 0.6,
        pace: 1.18,
        pitch_hz: 104.0,
        effort: 1.0,
        breathy: 0.2,
        breaths: &[],
    },
    Line {
        text: "Lamps, a waltz, bare shoulders. I keep to the wall. At the front men are put there for less.",
        begins: 0.7,
        pace: 1.1,
        pitch_hz: 101.0,
        effort: 0.95,
        breathy: 0.25,
        breaths: &[],
    },
    Line {
        text: "Looking for the way back I count doors. The waltz thins to a thread.",
        begins: 0.6,
        pace: 1.08,
        pitch_hz: 107.0,
        effort: 0.85,
        breathy: 0.35,
        breaths: &[],
    },
    Line {
        text: "Dark. Lilac, in January. Someone here has been waiting, but not for me.",
        begins: 0.7,
        pace: 1.1,
        pitch_hz: 93.0,
        effort: 0.6,
        breathy: 0.6,
        breaths: &[],
    },
    Line {
        // The rest of this line is not told: a breath is.
        text: "Arms round my neck, a mouth.",
        begins: 0.35,
        pace: 1.2,
        pitch_hz: 98.0,
        effort: 0.55,
        breathy: 0.6,
        breaths: &[
            Breath { at: 2.2, lasts: 0.8, strength: 0.05, drawn: true },
            Breath { at: 3.25, lasts: 1.5, strength: 0.045, drawn: false },
        ],
    },
    Line {
        text: "Back in the light I look at every mouth. One of them is lying. All of them are.",
        begins: 0.6,
        pace: 1.12,
        pitch_hz: 111.0,
        effort: 1.0,
        breathy: 0.25,
        breaths: &[],
    },
    Line {
        text: "I tell it to the river, and each time it is longer. Tonight the river corrected me.",
        begins: 0.9,
        pace: 0.95,
        pitch_hz: 92.0,
        effort: 0.85,
        breathy: 0.4,
        breaths: &[],
    },
];
