//! How a picture of one shape lies in a pane of another.

use std::sync::Arc;

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
