//! What somebody who draws on paper sees: how dark a place is, and whether a lamp lights it.

use tiny_skia::Transform;

use super::mirror::reflect;
use super::raster::{canvas, fill, tone};
use super::soft::soften;
use crate::stand_in::palette::PITCH;
use crate::stand_in::stage::{Ink, Piece, Stage};

/// The values of a picture, at every pixel.
pub(super) struct Values {
    wide: usize,
    high: usize,
    /// Darkness, 0 for bare paper to 1; how much of a lamp is in it; how much of the one red.
    places: Vec<[f32; 3]>,
}

impl Values {
    /// The values of a stage on a canvas of this size. `gradients` says whether forms are seen in
    /// more than one value; `blur` how far, in pixels, values run into each other.
    pub(super) fn of(
        stage: &Stage,
        (width, height): (u32, u32),
        onto: Transform,
        ordinal: u8,
        gradients: bool,
        blur: usize,
    ) -> Self {
        let mut picture = canvas(width, height, PITCH);
        for piece in &stage.pieces {
            match piece {
                Piece::Mirror(mirror) => reflect(&mut picture, mirror, true),
                Piece::Form(form) if form.since > ordinal => {}
                Piece::Form(form) if gradients => fill(&mut picture, &form.path, &form.ink, onto),
                Piece::Form(form) => {
                    fill(&mut picture, &form.path, &Ink::Flat(tone(form)), onto);
                }
            }
        }
        if blur > 0 {
            soften(&mut picture, blur, 2);
        }
        let white = stage.white.max(0.05);
        let places = picture.data().chunks_exact(4).map(|pixel| value(pixel, white)).collect();
        Self { wide: width.max(1) as usize, high: height.max(1) as usize, places }
    }

    /// The values at a pixel; outside, those of the nearest.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = (x.max(0.0) as usize).min(self.wide - 1);
        let y = (y.max(0.0) as usize).min(self.high - 1);
        self.places[y * self.wide + x]
    }

    /// How dark it is at a pixel, 0 for bare paper to 1.
    pub(super) fn dark(&self, x: f32, y: f32) -> f32 {
        self.at(x, y)[0]
    }
}

fn value(pixel: &[u8], white: f32) -> [f32; 3] {
    let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(|value| f32::from(value) / 255.0);
    let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    // The eye is nearer to a root of the light than to the light itself.
    let dark = 1.0 - (luma / white).min(1.0).powf(0.62);
    let most = r.max(g).max(b).max(0.02);
    // Lamplight is red over green over blue; the one red has next to no green.
    let warm = ((r - b) / most - 0.25).clamp(0.0, 1.0) * (most * 1.6).min(1.0);
    let red = ((r - 1.9 * g) * 2.6).clamp(0.0, 1.0);
    [dark, warm * (1.0 - red), red]
}
