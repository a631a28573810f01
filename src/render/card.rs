//! The commissioning card's lines: whoever sees all of them knows that no pixel is missing, that
//! circles are round, that greys are apart, and which refresh is on which screen.

use super::ink::Ink;
use super::palette;
use super::words::Scene;
use crate::media::squares::Squares;
use crate::show::View;
use crate::wall::Rect;
use crate::wall::arrange::share_of;

/// Fields of the grid along the longer side.
const FIELDS: f32 = 16.0;
/// Steps of grey, black and white among them.
const GREYS: usize = 11;

/// The lines of every screen's card, which rest.
pub fn lines(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let share = share_of(View::Card, scene.moment);
    if share > 0.0 {
        scene.layout.wall.screens.iter().for_each(|screen| grid(&mut ink, screen, share));
    }
    ink
}

/// The fields over them, some of which count.
pub fn fields(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let share = share_of(View::Card, scene.moment);
    if share <= 0.0 {
        return ink;
    }
    for (index, screen) in scene.layout.wall.screens.iter().enumerate() {
        greys(&mut ink, screen, share);
        squares(&mut ink, screen, index, scene.moment.tick, share);
        edges(&mut ink, screen, share);
    }
    ink
}

fn grid(ink: &mut Ink, screen: &Rect, share: f32) {
    let line = palette::linear(palette::SHADE, share);
    let step = screen.w.max(screen.h) / FIELDS;
    let (middle_x, middle_y) = screen.middle();
    let reach = (FIELDS / 2.0) as i32;
    for field in -reach..=reach {
        let (x, y) = (middle_x + step * field as f32, middle_y + step * field as f32);
        if (screen.x..=screen.right()).contains(&x) {
            ink.line((x, screen.y), (x, screen.bottom()), 1.0, line);
        }
        if (screen.y..=screen.bottom()).contains(&y) {
            ink.line((screen.x, y), (screen.right(), y), 1.0, line);
        }
    }
    let bone = palette::linear(palette::BONE, share);
    let least = screen.w.min(screen.h);
    ink.ring((middle_x, middle_y), least * 0.42, (least * 0.003).max(1.0), bone);
}

/// One pixel along every edge, of the screen's own.
fn edges(ink: &mut Ink, screen: &Rect, share: f32) {
    let ember = palette::linear(palette::EMBER, share);
    let Rect { x, y, w, h } = *screen;
    for edge in [
        Rect { x, y, w, h: 1.0 },
        Rect { x, y: y + h - 1.0, w, h: 1.0 },
        Rect { x, y, w: 1.0, h },
        Rect { x: x + w - 1.0, y, w: 1.0, h },
    ] {
        ink.fills.push((edge, ember));
    }
}

/// From black to white, in steps that look equal.
fn greys(ink: &mut Ink, screen: &Rect, share: f32) {
    let width = screen.w * 0.6 / GREYS as f32;
    let y = screen.middle().1 + screen.w.min(screen.h) * 0.25;
    for step in 0..GREYS {
        let value = step as f32 / (GREYS - 1) as f32;
        let grey = bevy::color::Color::srgb(value, value, value);
        let x = screen.x + screen.w * 0.2 + width * step as f32;
        let field = Rect { x, y, w: width, h: screen.h * 0.05 };
        ink.fills.push((field, palette::linear(grey, share)));
    }
}

/// The screen's number from 1, and the count of refreshes, for programs to read.
fn squares(ink: &mut Ink, screen: &Rect, index: usize, tick: u64, share: f32) {
    let said = Squares { version: index as u8 + 1, frame: tick as u16 };
    let black = palette::linear(bevy::color::Color::BLACK, share);
    let white = palette::linear(bevy::color::Color::WHITE, share);
    for (index, cell) in said.cells().into_iter().enumerate() {
        let at = Squares::place(index, screen.w, screen.h);
        let field = Rect { x: screen.x + at.x, y: screen.y + at.y, w: at.width, h: at.height };
        ink.fills.push((field, if cell { white } else { black }));
    }
}
