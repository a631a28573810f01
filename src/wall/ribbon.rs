//! Where the parts of the ribbon lie in its rectangle.

use super::Rect;
use super::screens::Wall;

/// Height of the ribbon in sizes of the smallest type: two strands with the arcs between them, the
/// years, and three lines of words.
pub const HEIGHT: f32 = 8.6;

/// Without the words about an influence.
const LEAST: f32 = 5.6;

/// The rows and the axis of the ribbon, in pixels of the wall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RibbonPlaces {
    /// Where the axis begins and ends.
    pub axis: (f32, f32),
    /// The strand of the model.
    pub model: f32,
    /// The strand of the hand.
    pub hand: f32,
    /// The upper edge of the years.
    pub years: f32,
    /// Where an influence is told: within one screen.
    pub told: Rect,
}

impl RibbonPlaces {
    /// Divides a rectangle of a wall; `gutter` is the room for the names of the strands. None where
    /// it is too low for two strands and the years: on a small screen that is seen from far away.
    pub fn of(rect: &Rect, wall: &Wall, gutter: f32) -> Option<Self> {
        let size = wall.smallest_type();
        if rect.h < size * LEAST || gutter > rect.w * 0.4 {
            return None;
        }
        // What rows of words leave is between the strands.
        let spare = (rect.h - size * HEIGHT).max(0.0);
        let model = rect.y + size * 1.1;
        let hand = model + size * 2.5 + spare * 0.6;
        let years = hand + size * 0.45;
        let below = (years + size * 1.5 + spare * 0.2).min(rect.bottom());
        let mut told = Rect { y: below, h: rect.bottom() - below, ..*rect };
        let middle = told.middle().1;
        let crosses = |screen: &&Rect| {
            (screen.y..screen.bottom()).contains(&middle)
                && screen.right() > rect.x
                && screen.x < rect.right()
        };
        let mut crossed: Vec<&Rect> = wall.screens.iter().filter(crosses).collect();
        crossed.sort_by(|a, b| a.x.total_cmp(&b.x));
        // Of several screens, the one in the middle.
        if crossed.len() > 1 {
            let one = crossed[(crossed.len() - 1) / 2];
            let (from, to) = (rect.x.max(one.x + size), rect.right().min(one.right() - size));
            told = Rect { x: from, w: (to - from).max(0.0), ..told };
        }
        let end = size * 0.7;
        Some(Self { axis: (rect.x + gutter, rect.right() - end), model, hand, years, told })
    }

    /// The place of a share of the axis, 0 to 1, in pixels.
    pub fn at(&self, share: f32) -> f32 {
        self.axis.0 + (self.axis.1 - self.axis.0) * share
    }
}
