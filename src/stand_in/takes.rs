//! What the drawing code also produced and the film does not show: other seeds, other
//! compositions, other moments for the storyboard.
//!
//! They are honest takes: each is what the code draws when it is given another number, and what is
//! said against it in the exhibit is the rule by which the film was drawn.

use tiny_skia::{Pixmap, Transform};

use super::manner::{self, MANNERS, Manner};
use super::scene;
use super::shot::SHOTS;
use super::stage::{HEIGHT, Stage, WIDTH};

/// No take is drawn wider than this, in pixels: it is seen small.
const WIDEST: u32 = 768;

/// Another way to look at a shot, or another seed for the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Variant {
    /// The same composition; chance begins elsewhere.
    Seed(u32),
    /// So many times as large, around the middle.
    Nearer(f32),
    /// From so far to the right and down, in widths and heights of the picture.
    Aside(f32, f32),
    /// Left is right.
    Mirrored,
    /// The horizon leans, by so much of a height across the picture.
    Lower(f32),
}

/// The compositions that were tried and not chosen, the first of them in every manner.
const COMPOSITIONS: [(&str, Variant); 7] = [
    ("mirrored", Variant::Mirrored),
    ("nearer", Variant::Nearer(1.3)),
    ("left", Variant::Aside(-0.14, 0.0)),
    ("right", Variant::Aside(0.14, 0.0)),
    ("low", Variant::Lower(0.12)),
    ("high", Variant::Lower(-0.12)),
    ("nearest", Variant::Nearer(1.8)),
];

/// How many seeds and how many compositions were tried in each manner: fewer as the drawing knew
/// better what it wanted. Flat colours and light have no seed.
const TRIED: [(u32, usize); 7] = [(8, 7), (6, 6), (4, 5), (0, 6), (0, 4), (1, 2), (0, 2)];

/// The takes of one shot in a manner: the name of each and what it is.
pub(super) fn of(manner: usize) -> impl Iterator<Item = (String, Variant)> {
    let (seeds, compositions) = TRIED.get(manner).copied().unwrap_or_default();
    let seeds = (1..=seeds).map(|seed| (format!("seed-{seed}"), Variant::Seed(seed * 1009)));
    let others = COMPOSITIONS.iter().take(compositions);
    seeds.chain(others.map(|(name, variant)| ((*name).to_owned(), *variant)))
}

/// The file of a take, below the folder of the stand-in.
pub(super) fn file(manner: usize, shot: usize, name: &str) -> String {
    format!("takes/sketch-{}/{}/{name}.png", manner + 1, SHOTS[shot].id)
}

/// Draws a take.
pub(super) fn draw(manner: usize, shot: usize, variant: Variant) -> Pixmap {
    let manner: &Manner = &MANNERS[manner.min(MANNERS.len() - 1)];
    let mut stage = scene::telling(shot);
    let usual = shot as u32;
    let seed = match variant {
        Variant::Seed(seed) => usual + seed,
        _ => usual,
    };
    compose(&mut stage, variant);
    manner.still(&stage, WIDEST, seed)
}

fn compose(stage: &mut Stage, variant: Variant) {
    let around = |scale_x: f32, scale: f32, x: f32, y: f32| {
        let (tx, ty) = (x * (1.0 - scale_x), y * (1.0 - scale));
        Transform::from_row(scale_x, 0.0, 0.0, scale, tx, ty)
    };
    let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0);
    let by = match variant {
        Variant::Seed(_) => return,
        Variant::Nearer(scale) => around(scale, scale, x, y),
        Variant::Mirrored => around(-1.0, 1.0, x, y),
        // A little larger, so that no edge of what is drawn is seen.
        Variant::Aside(across, _) => around(1.3, 1.3, x, y).post_translate(-across * WIDTH, 0.0),
        Variant::Lower(down) => around(1.3, 1.3, x, y).post_translate(0.0, -down * HEIGHT),
    };
    stage.seen(by);
}

/// The drafts of a storyboard panel: the name of each, and how much of the shot is over.
pub(super) fn drafts(shot: usize) -> [(&'static str, f32); 2] {
    let telling = scene::TELLING.get(shot).copied().unwrap_or(0.5);
    [("earlier", telling * 0.35), ("later", 1.0 - (1.0 - telling) * 0.3)]
}

/// The file of a draft, below the folder of the stand-in.
pub(super) fn draft_file(shot: usize, name: &str) -> String {
    format!("drafts/{}/{name}.png", SHOTS[shot].id)
}

/// Draws a draft of a storyboard panel.
pub(super) fn draft(shot: usize, share: f32) -> Pixmap {
    manner::panel(&scene::within(shot, share), shot as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_is_the_same_on_every_run_and_not_the_picture_that_was_chosen() {
        for (manner, drawn_so) in MANNERS.iter().enumerate().take(4) {
            let chosen = drawn_so.still(&scene::telling(2), WIDEST, 2);
            let mut before: Vec<Pixmap> = vec![chosen];
            for (name, variant) in of(manner) {
                let drawn = draw(manner, 2, variant);
                assert_eq!(drawn, draw(manner, 2, variant), "{name}");
                assert!(!before.contains(&drawn), "{name} of manner {manner} is another one's");
                before.push(drawn);
            }
        }
    }

    #[test]
    fn a_mirrored_stage_is_the_same_seen_from_the_other_side() {
        let manner = &MANNERS[3];
        let straight = manner.still(&scene::telling(0), 320, 0);
        let turned = draw_at(3, 0, Variant::Mirrored, 320);
        let (w, h) = (straight.width(), straight.height());
        let mut differ = 0;
        for y in 0..h {
            for x in 0..w {
                differ += usize::from(straight.pixel(x, y) != turned.pixel(w - 1 - x, y));
            }
        }
        // What falls through the air falls elsewhere, and edges are rounded otherwise.
        assert!(differ < (w * h / 6) as usize, "{differ}");
    }

    fn draw_at(manner: usize, shot: usize, variant: Variant, widest: u32) -> Pixmap {
        let mut stage = scene::telling(shot);
        compose(&mut stage, variant);
        MANNERS[manner].still(&stage, widest, shot as u32)
    }

    #[test]
    fn fewer_are_tried_the_later_the_manner_but_always_some() {
        let counts: Vec<usize> = (0..7).map(|manner| of(manner).count()).collect();
        assert!(counts.windows(2).all(|pair| pair[0] > pair[1]), "{counts:?}");
        assert!(counts[6] > 0);
    }
}
