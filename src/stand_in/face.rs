//! One face, drawn three hundred times: how a character is looked for.
//!
//! Each drawing follows from its number alone. Chance decides how the head is held, where the light
//! comes from and what she wears, and the later the drawing the less is left to it; on the way the
//! manner goes from thumbnails to light and cloth. No model has a part in it.

use tiny_skia::Pixmap;

use super::chance::{either, mix, unit};
use super::figure::profile::{Head, head};
use super::manner::MANNERS;
use super::outline::{ellipse, rect};
use super::palette::{AMBER, BONE, Colour, EMBER, MOON, NIGHT, PITCH, SLATE, STEEL, UMBER};
use super::stage::{Camera, Focus, HEIGHT, Ink, Stage, WIDTH};

/// How many there are.
pub const COUNT: usize = 300;

/// No drawing is wider than this, in pixels.
const WIDEST: u32 = 800;

/// What she may wear.
const DRESSES: [Colour; 5] = [SLATE, EMBER, UMBER, STEEL, NIGHT];

/// The file of a drawing, from 0, below the folder.
pub(super) fn file(number: usize) -> String {
    format!("face-{:03}.png", number + 1)
}

/// Draws number `number`, from 0.
#[must_use]
pub fn draw(number: usize) -> Pixmap {
    let number = number.min(COUNT - 1);
    let manner = &MANNERS[number * MANNERS.len() / COUNT];
    manner.still(&stage(number), WIDEST, number as u32)
}

fn stage(number: usize) -> Stage {
    let key = number as u32;
    // What is left to chance: all at first, nothing at last.
    let free = (1.0 - number as f32 / (COUNT - 1) as f32).powf(0.8);
    let by_chance =
        |index: u32, wanted: f32, reach: f32| wanted + either(key ^ 0x5EED, index) * reach * free;
    let turn = by_chance(1, 0.42, 0.62);
    let light = by_chance(2, 0.86, 0.55).clamp(0.25, 1.0);
    let scale = by_chance(3, 1.62, 0.75);
    let lean = by_chance(4, 2.0, 11.0);
    let (x, y) = (by_chance(5, 900.0, 300.0), by_chance(6, 440.0, 90.0));
    let mut dress = SLATE;
    if unit(key, 7) < free {
        dress = DRESSES[(unit(key, 8) * DRESSES.len() as f32) as usize % DRESSES.len()];
    }
    let warm = unit(key, 9) * free;
    let mut stage = Stage::new(Camera { x: 0.0, y: 0.0, zoom: 1.0 });
    stage.white = mix(0.5, 0.42, 1.0 - free);
    ground(&mut stage, warm, by_chance(10, 420.0, 320.0));
    stage.layer(1.0, Focus::Sharp);
    stage.lean(x, y, scale, scale, lean);
    head(&mut stage, Head { turn, light, time: key as f32 * 0.37, dress });
    stage.unplaced();
    stage
}

/// A wall behind her, and a light on it.
fn ground(stage: &mut Stage, warm: f32, lamp: f32) {
    let near = SLATE.to(AMBER.to(NIGHT, 0.45), warm);
    stage.layer(0.2, Focus::Far);
    stage.mass(
        rect(-200.0, -200.0, WIDTH + 400.0, HEIGHT + 400.0),
        Ink::Radial(
            (lamp, 320.0),
            1200.0,
            vec![(0.0, near.to(NIGHT, 0.2)), (0.5, NIGHT.to(PITCH, 0.3)), (1.0, PITCH)],
        ),
    );
    let disc = MOON.to(BONE.to(AMBER, 0.5), warm);
    stage.tone(4, ellipse(lamp - 60.0, 190.0, 34.0, 34.0), disc.opacity(0.85));
    stage.glow(5, (lamp - 60.0, 190.0), 320.0, disc.opacity(0.2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_the_same_on_every_run_and_unlike_the_next() {
        for number in [0, 1, 59, 60, 140, 141] {
            assert_eq!(draw(number), draw(number));
            assert_ne!(draw(number), draw(number + 1), "{number}");
        }
        assert_eq!(file(0), "face-001.png");
    }
}
