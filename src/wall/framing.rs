//! How a picture of one shape lies in a pane of another.

use std::sync::Arc;

use super::Rect;
use crate::exhibit::Framing;
use crate::rendition::{ClipFacts, Prepared};

/// Maps a place in a pane to a place in the picture, both from 0 to 1:
/// `picture = pane × scale + offset`. Outside 0 to 1 there is no picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Horizontal and vertical scale.
    pub scale: [f32; 2],
    /// Horizontal and vertical offset.
    pub offset: [f32; 2],
}

/// Fits a picture into a pane of `pane` pixels.
///
/// `aspect` is the picture's width over height as it should be seen; `share` says how much of
/// the pane's width the picture takes at its own pixel scale, for [`Framing::True`].
pub fn fit(framing: Framing, pane: (f32, f32), aspect: f64, share: f32) -> Fitted {
    let ratio = aspect as f32 / (pane.0 / pane.1).max(f32::EPSILON);
    let scale = match framing {
        Framing::Contain if ratio >= 1.0 => [1.0, ratio],
        Framing::Contain => [1.0 / ratio, 1.0],
        Framing::Cover if ratio >= 1.0 => [1.0 / ratio, 1.0],
        Framing::Cover => [1.0, ratio],
        Framing::True => {
            // Never larger than the pane: then it is contained.
            let share = share.clamp(0.01, if ratio >= 1.0 { 1.0 } else { ratio });
            [1.0 / share, ratio / share]
        }
    };
    Fitted { scale, offset: [0.5 - scale[0] / 2.0, 0.5 - scale[1] / 2.0] }
}

impl Fitted {
    /// Moves a picture that leaves room in its pane towards the lower left corner: all the way
    /// where `low` is 1.
    pub fn hung_low(mut self, low: f32) -> Self {
        for (axis, corner) in [(0, 0.0), (1, 1.0 - self.scale[1])] {
            if self.scale[axis] > 1.0 {
                self.offset[axis] += (corner - self.offset[axis]) * low;
            }
        }
        self
    }
}

impl Fitted {
    /// A share `t` of the way to another fit.
    #[must_use]
    pub fn towards(self, other: Self, t: f32) -> Self {
        if t <= 0.0 {
            return self;
        }
        // The size of the picture grows evenly, not the inverse of it, which is the scale.
        let mut between = self;
        for axis in 0..2 {
            let mix = |a: f32, b: f32| a + (b - a) * t;
            between.scale[axis] = 1.0 / mix(1.0 / self.scale[axis], 1.0 / other.scale[axis]);
            let begin =
                mix(-self.offset[axis] / self.scale[axis], -other.offset[axis] / other.scale[axis]);
            between.offset[axis] = -begin * between.scale[axis];
        }
        between
    }

    /// The same picture seen through a cutting: fitted into `whole`, of which only `part` shows.
    #[must_use]
    pub fn through(self, part: &Rect, whole: &Rect) -> Self {
        let share = [part.w / whole.w, part.h / whole.h];
        let begin = [(part.x - whole.x) / whole.w, (part.y - whole.y) / whole.h];
        let mut cut = self;
        for axis in 0..2 {
            cut.scale[axis] = self.scale[axis] * share[axis];
            cut.offset[axis] = self.offset[axis] + self.scale[axis] * begin[axis];
        }
        cut
    }
}

/// The picture's own rectangle within a pane, as shares of the pane: x, y, width, height.
pub fn picture_in_pane(fitted: &Fitted) -> [f32; 4] {
    let (w, h) = (1.0 / fitted.scale[0], 1.0 / fitted.scale[1]);
    [-fitted.offset[0] * w, -fitted.offset[1] * h, w, h]
}

/// How many pixels of the wall a picture fills in a pane of `pane` pixels, the part that is cut
/// off included: what its rung must cover.
pub fn pixels(framing: Framing, pane: (f32, f32), aspect: f64, share: f32) -> (u32, u32) {
    let [_, _, w, h] = picture_in_pane(&fit(framing, pane, aspect, share));
    ((w * pane.0).floor() as u32, (h * pane.1).floor() as u32)
}

/// The widest picture of all versions, in its own pixels: the measure of [`Framing::True`].
pub fn widest(prepared: &[Option<Arc<Prepared>>]) -> u32 {
    let clips = prepared.iter().flatten().flat_map(|prepared| &prepared.rendition.clips);
    clips.map(|clip| clip.size.0).max().unwrap_or(1).max(1)
}

/// The share of a pane's width that a picture takes at its own pixel scale, if the widest fills it.
pub fn share(clip: &ClipFacts, widest: u32) -> f32 {
    clip.size.0 as f32 / widest as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANE: (f32, f32) = (160.0, 90.0);

    #[test]
    fn contained_pictures_show_all_of_themselves() {
        for aspect in [0.5, 1.0, 16.0 / 9.0, 2.4] {
            let [x, y, w, h] = picture_in_pane(&fit(Framing::Contain, PANE, aspect, 1.0));
            assert!(x >= -1e-6 && y >= -1e-6 && x + w <= 1.0 + 1e-6 && y + h <= 1.0 + 1e-6);
            assert!((w * PANE.0 / (h * PANE.1) - aspect as f32).abs() < 1e-3);
        }
    }

    #[test]
    fn covering_pictures_leave_nothing_of_the_pane_empty() {
        for aspect in [0.5, 1.0, 16.0 / 9.0, 2.4] {
            let [x, y, w, h] = picture_in_pane(&fit(Framing::Cover, PANE, aspect, 1.0));
            assert!(x <= 1e-6 && y <= 1e-6 && x + w >= 1.0 - 1e-6 && y + h >= 1.0 - 1e-6);
            assert!((w * PANE.0 / (h * PANE.1) - aspect as f32).abs() < 1e-3);
        }
    }

    #[test]
    fn a_picture_hung_low_stands_in_the_lower_left_corner() {
        for aspect in [0.5, 1.0, 16.0 / 9.0, 2.4] {
            let fitted = fit(Framing::Contain, PANE, aspect, 1.0).hung_low(1.0);
            let [x, y, _, h] = picture_in_pane(&fitted);
            assert!(x.abs() < 1e-6 && (y + h - 1.0).abs() < 1e-6, "{aspect}");
        }
        let covering = fit(Framing::Cover, PANE, 0.5, 1.0);
        assert_eq!(covering.hung_low(1.0), covering, "what fills its pane has nowhere to go");
    }

    #[test]
    fn on_the_way_from_one_fit_to_another_the_picture_grows_evenly() {
        let (small, large) =
            (fit(Framing::Contain, PANE, 0.5, 1.0), fit(Framing::Cover, PANE, 0.5, 1.0));
        let height = |fitted: &Fitted| picture_in_pane(fitted)[3];
        let half = small.towards(large, 0.5);
        assert!((height(&half) - (height(&small) + height(&large)) / 2.0).abs() < 1e-5);
        assert_eq!(small.towards(large, 0.0), small);
        assert!((small.towards(large, 1.0).scale[0] - large.scale[0]).abs() < 1e-5);
    }

    #[test]
    fn through_a_cutting_every_place_shows_what_it_shows_in_the_whole() {
        let whole = Rect { x: 100.0, y: 50.0, w: 160.0, h: 90.0 };
        let part = Rect { x: 140.0, y: 50.0, w: 20.0, h: 90.0 };
        let fitted = fit(Framing::Contain, PANE, 1.2, 1.0);
        let cut = fitted.through(&part, &whole);
        for (x, y) in [(140.0, 50.0), (151.0, 77.0), (160.0, 140.0)] {
            let at = |of: &Fitted, rect: &Rect| {
                [
                    (x - rect.x) / rect.w * of.scale[0] + of.offset[0],
                    (y - rect.y) / rect.h * of.scale[1] + of.offset[1],
                ]
            };
            let (a, b) = (at(&fitted, &whole), at(&cut, &part));
            assert!((a[0] - b[0]).abs() < 1e-5 && (a[1] - b[1]).abs() < 1e-5);
        }
        assert_eq!(fitted.through(&whole, &whole), fitted);
    }

    #[test]
    fn a_tall_picture_needs_only_the_pixels_it_fills() {
        assert_eq!(pixels(Framing::Contain, PANE, 9.0 / 16.0, 1.0), (50, 90));
        assert_eq!(pixels(Framing::Cover, PANE, 9.0 / 16.0, 1.0), (160, 284));
    }

    #[test]
    fn at_its_own_scale_a_small_picture_stays_small() {
        let [_, _, w, _] = picture_in_pane(&fit(Framing::True, PANE, 16.0 / 9.0, 0.25));
        assert!((w - 0.25).abs() < 1e-6);
        let [_, y, _, h] = picture_in_pane(&fit(Framing::True, PANE, 0.5, 1.0));
        assert!(y >= -1e-6 && y + h <= 1.0 + 1e-6, "never larger than the pane");
    }
}
