//! What the drawing code also produced and the film does not show: other seeds, other
//! compositions, other moments for the storyboard.
//!
//! They are honest takes: each is what the code draws when it is given another number, the whole
//! shot long, and what is said against it in the exhibit is the rule by which the film was drawn.

use tiny_skia::{Pixmap, Transform};

use super::manner::{self, MANNERS, Manner, Pace};
use super::scene;
use super::shot::{SHOTS, Shot};
use super::stage::{HEIGHT, Stage, WIDTH};
use crate::timeline::FilmTime;

/// How wide a take is drawn, in pixels, in a manner of which many were tried, and in one of which
/// few were: each is then seen larger.
const WIDTHS: (u32, u32) = (448, 640);
/// How many are few.
const FEW: usize = 5;
/// Of a manner that moves a take shows every second picture, as drawn films often do: it is seen small,
/// and is drawn in half the time.
const EVERY: usize = 2;

/// Another way to look at a shot, or another seed for the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Variant {
    /// The same composition; chance begins elsewhere.
    Seed(u32),
    /// So many times as large, around the middle.
    Nearer(f32),
    /// From so far to the right, in widths of the picture.
    Aside(f32),
    /// Left is right.
    Mirrored,
    /// The horizon leans, by so much of a height across the picture.
    Lower(f32),
}

/// The compositions that were tried and not chosen, the first of them in every manner.
const COMPOSITIONS: [(&str, Variant); 7] = [
    ("mirrored", Variant::Mirrored),
    ("nearer", Variant::Nearer(1.3)),
    ("left", Variant::Aside(-0.14)),
    ("right", Variant::Aside(0.14)),
    ("low", Variant::Lower(0.12)),
    ("high", Variant::Lower(-0.12)),
    ("nearest", Variant::Nearer(1.8)),
];

/// How many seeds and how many compositions are drawn in each manner; nobody tried them one by one, the
/// numbers are set here. Flat colours and light have no seed.
const TRIED: [(u32, usize); 7] = [(32, 7), (3, 6), (3, 4), (0, 6), (0, 4), (1, 2), (0, 2)];

/// The takes of one shot in a manner: the name of each and what it is.
pub(super) fn of(manner: usize) -> impl Iterator<Item = (String, Variant)> {
    let (seeds, compositions) = TRIED.get(manner).copied().unwrap_or_default();
    let seeds = (1..=seeds).map(|seed| (format!("seed-{seed}"), Variant::Seed(seed * 1009)));
    let others = COMPOSITIONS.iter().take(compositions);
    seeds.chain(others.map(|(name, variant)| ((*name).to_owned(), *variant)))
}

/// The file of a take, below the folder of the stand-in.
pub(super) fn file(manner: usize, shot: usize, name: &str) -> String {
    format!("takes/sketch-{}/{}/{name}.mp4", manner + 1, SHOTS[shot].id)
}

/// Width and height of a manner's takes in pixels, both even.
pub(super) fn size(manner: usize) -> (u32, u32) {
    let many = of(manner).count() >= FEW;
    let width = if many { WIDTHS.0 } else { WIDTHS.1 };
    (width, width * 9 / 16)
}

/// When each picture of a take begins and ends, in film time: it lasts as long as its shot, and
/// shows the moments that the film shows.
pub(super) fn frames(manner: usize, shot: usize) -> Vec<(FilmTime, FilmTime)> {
    let manner: &Manner = &MANNERS[manner];
    let (start, end) = (SHOTS[shot].start, Shot::end(shot));
    let every = match manner.pace {
        Pace::Steady(_) => EVERY,
        Pace::Held(_) => 1,
    };
    let within = manner.frames().filter(|at| (start..end).contains(at));
    let starts: Vec<FilmTime> = within.step_by(every).collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).collect()
}

/// Draws the picture of a take at a film time.
pub(super) fn draw(manner: usize, at: FilmTime, variant: Variant) -> Pixmap {
    let seed = match variant {
        Variant::Seed(seed) => seed,
        _ => 0,
    };
    MANNERS[manner].draw_otherwise(at, size(manner), seed, |stage| compose(stage, variant))
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
        Variant::Aside(across) => around(1.3, 1.3, x, y).post_translate(-across * WIDTH, 0.0),
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
        let at = FilmTime::from_secs(15);
        for (manner, drawn_so) in MANNERS.iter().enumerate().take(4) {
            let chosen = drawn_so.draw_otherwise(at, size(manner), 0, |_| ());
            let mut before: Vec<Pixmap> = vec![chosen];
            for (name, variant) in of(manner) {
                let drawn = draw(manner, at, variant);
                assert_eq!(drawn, draw(manner, at, variant), "{name}");
                assert!(!before.contains(&drawn), "{name} of manner {manner} is another one's");
                before.push(drawn);
            }
        }
    }

    #[test]
    fn a_take_lasts_as_long_as_its_shot_and_shows_moments_that_the_film_shows() {
        for (manner, drawn_so) in MANNERS.iter().enumerate() {
            let film: Vec<FilmTime> = drawn_so.frames().collect();
            for (shot, told) in SHOTS.iter().enumerate() {
                let frames = frames(manner, shot);
                assert_eq!(frames[0].0, told.start);
                assert_eq!(frames.last().map(|last| last.1), Some(Shot::end(shot)));
                assert!(frames.windows(2).all(|pair| pair[0].1 == pair[1].0));
                assert!(frames.len() > 1, "a take of sketch {} stands still", manner + 1);
                assert!(frames.iter().all(|frame| film.contains(&frame.0)));
            }
        }
    }

    #[test]
    fn a_mirrored_stage_is_the_same_seen_from_the_other_side() {
        let draw_so = |change: &dyn Fn(&mut Stage)| {
            MANNERS[3].draw_otherwise(FilmTime::from_secs(3), (320, 180), 0, change)
        };
        let straight = draw_so(&|_| ());
        let turned = draw_so(&|stage| compose(stage, Variant::Mirrored));
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

    #[test]
    fn fewer_are_tried_the_later_the_manner_but_always_some() {
        let counts: Vec<usize> = (0..7).map(|manner| of(manner).count()).collect();
        assert!(counts.windows(2).all(|pair| pair[0] > pair[1]), "{counts:?}");
        assert!(counts[6] > 0);
    }
}
