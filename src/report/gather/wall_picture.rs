//! The wall as it looks at a film time, small, and what of it flashes.

use image::RgbImage;
use image::imageops::{FilterType, overlay, resize};

use super::pictures;
use crate::installation::Installation;
use crate::measure::flashes::WallPane;
use crate::measure::light::{CELLS, COLUMNS, ROWS};
use crate::rendition::Prepared;
use crate::timeline::FilmTime;

/// How wide the picture of a wall is, in pixels.
const WIDE: f64 = 640.0;

/// Ten degrees of the wall: its middle and its radius, in millimetres from the upper left corner.
pub(super) struct Field {
    pub middle: [f64; 2],
    pub radius: f64,
}

impl Field {
    fn holds(&self, [x, y]: [f64; 2]) -> bool {
        (x - self.middle[0]).hypot(y - self.middle[1]) <= self.radius
    }

    /// How large each cell of so many versions is in it, in square millimetres.
    pub fn weights(&self, panes: &[WallPane], versions: usize) -> Vec<Vec<f64>> {
        let mut weights = vec![vec![0.0; CELLS]; versions];
        for WallPane { version, place, part } in panes {
            for (cell, weight) in weights[*version].iter_mut().enumerate() {
                let across = ((cell % COLUMNS) as f64 + 0.5) / COLUMNS as f64;
                let down = ((cell / COLUMNS) as f64 + 0.5) / ROWS as f64;
                let [x, y] = [(across - part.x) / part.w, (down - part.y) / part.h];
                let seen = (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
                if seen && self.holds([place.x + x * place.w, place.y + y * place.h]) {
                    *weight += place.w * place.h / (part.w * part.h);
                }
            }
        }
        weights
    }

    /// Whether a pane reaches into it.
    pub fn meets(&self, pane: &WallPane) -> bool {
        let near = |at: f64, from: f64, size: f64| at.clamp(from, from + size);
        let place = &pane.place;
        let [x, y] = self.middle;
        self.holds([near(x, place.x, place.w), near(y, place.y, place.h)])
    }

    /// Outlines in a picture of the wall the panes of these versions that reach into it, and itself.
    pub fn mark(
        &self,
        picture: &mut RgbImage,
        room: &Installation,
        panes: &[WallPane],
        versions: &[usize],
    ) {
        let scale = drawn(room);
        for pane in panes.iter().filter(|it| versions.contains(&it.version) && self.meets(it)) {
            let place = &pane.place;
            let area = [place.x, place.y, place.w, place.h].map(|mm| mm * scale);
            pictures::outline(picture, area);
        }
        pictures::circle(picture, self.middle.map(|mm| mm * scale), self.radius * scale);
    }
}

/// How many pixels of the picture a millimetre of the wall is.
fn drawn(room: &Installation) -> f64 {
    let canvas = room.canvas();
    WIDE / (f64::from(canvas.size.0) / canvas.scale)
}

/// The wall as it looks at a film time, small.
pub(super) fn composed(
    room: &Installation,
    panes: &[WallPane],
    prepared: &[Option<&Prepared>],
    at: FilmTime,
) -> RgbImage {
    let canvas = room.canvas();
    let scale = drawn(room);
    let height = f64::from(canvas.size.1) / canvas.scale * scale;
    let mut all =
        RgbImage::from_pixel(WIDE as u32, (height.round() as u32).max(1), pictures::GROUND);
    for pane in panes {
        let Some(picture) = prepared
            .get(pane.version)
            .and_then(|prepared| pictures::picture(prepared.as_ref()?, at))
        else {
            continue;
        };
        let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
        let part = image::imageops::crop_imm(
            &picture,
            (pane.part.x * w) as u32,
            (pane.part.y * h) as u32,
            ((pane.part.w * w) as u32).max(1),
            ((pane.part.h * h) as u32).max(1),
        )
        .to_image();
        let size = |mm: f64| ((mm * scale).round() as u32).max(1);
        let part = resize(&part, size(pane.place.w), size(pane.place.h), FilterType::Triangle);
        let place = |mm: f64| (mm * scale).round() as i64;
        overlay(&mut all, &part, place(pane.place.x), place(pane.place.y));
    }
    all
}
