//! A rectangle in pixels of the wall.

/// A rectangle in pixels of the wall, from its upper left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    /// Lower edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// Whether they share any of their area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// The middle of it.
    pub fn middle(&self) -> (f32, f32) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The point lies in it.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        (self.x..self.right()).contains(&x) && (self.y..self.bottom()).contains(&y)
    }

    /// A share `t` of the way to `other`, and at 1 exactly there.
    #[must_use]
    pub fn lerp(&self, other: &Self, t: f32) -> Self {
        if t >= 1.0 {
            return *other;
        }
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            x: mix(self.x, other.x),
            y: mix(self.y, other.y),
            w: mix(self.w, other.w),
            h: mix(self.h, other.h),
        }
    }

    /// Larger by `by` on every side; smaller where `by` is negative, but never below nothing.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        let (w, h) = ((self.w + 2.0 * by).max(0.0), (self.h + 2.0 * by).max(0.0));
        Self { x: self.x - by, y: self.y - by, w, h }
    }

    /// The smallest that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// The largest rectangle of this aspect (width over height) within it, in whole pixels; where
    /// there is room left it lies at this share of it, (0.5, 0.5) being the middle.
    #[must_use]
    pub fn fitted(&self, aspect: f32, (across, down): (f32, f32)) -> Self {
        let w = self.w.min(self.h * aspect).floor().max(1.0);
        let h = self.h.min(self.w / aspect).floor().max(1.0);
        Self {
            x: (self.x + (self.w - w) * across).round(),
            y: (self.y + (self.h - h) * down).round(),
            w,
            h,
        }
    }

    /// The two parts above and below a cut at `at` pixels from its upper edge, `gap` apart.
    pub fn cut_down(&self, at: f32, gap: f32) -> (Self, Self) {
        let at = at.clamp(0.0, self.h);
        let below = (self.h - at - gap).max(0.0);
        (Self { h: at, ..*self }, Self { y: self.bottom() - below, h: below, ..*self })
    }

    /// The two parts left and right of a cut at `at` pixels from its left edge, `gap` apart.
    pub fn cut_across(&self, at: f32, gap: f32) -> (Self, Self) {
        let at = at.clamp(0.0, self.w);
        let beyond = (self.w - at - gap).max(0.0);
        (Self { w: at, ..*self }, Self { x: self.right() - beyond, w: beyond, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = Rect { x: 10.0, y: 20.0, w: 1600.0, h: 900.0 };

    #[test]
    fn a_picture_is_as_large_as_fits_and_lies_where_it_is_put() {
        let tall = SCREEN.fitted(0.5, (0.0, 0.5));
        assert_eq!(tall, Rect { x: 10.0, y: 20.0, w: 450.0, h: 900.0 });
        let wide = SCREEN.fitted(4.0, (0.5, 1.0));
        assert_eq!(wide, Rect { x: 10.0, y: 520.0, w: 1600.0, h: 400.0 });
    }

    #[test]
    fn parts_of_a_cut_lie_within_and_apart() {
        let (above, below) = SCREEN.cut_down(300.0, 20.0);
        assert_eq!((above.bottom(), below.y, below.bottom()), (320.0, 340.0, 920.0));
        let (left, right) = SCREEN.cut_across(5000.0, 20.0);
        assert_eq!((left.w, right.w), (1600.0, 0.0));
    }

    #[test]
    fn a_union_holds_both() {
        let other = Rect { x: -5.0, y: 900.0, w: 10.0, h: 10.0 };
        let both = SCREEN.union(&other);
        assert_eq!((both.x, both.y, both.right(), both.bottom()), (-5.0, 20.0, 1610.0, 920.0));
    }
}
