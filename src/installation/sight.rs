//! What a wall is to the eye: how much of the view it fills, and whether it can be read.
//!
//! A length l across the line of sight at the distance d fills the angle 2·atan(l / 2d); a degree
//! has 60 minutes of arc.

use super::{Area, Installation, Screen};

/// Capitals of so many minutes of arc are read with ease: by all who need no glasses for the rest
/// of the room, and four times what the sharpest eye can read. Nothing smaller is written.
pub const EASY_ARCMIN: f64 = 20.0;

/// Where such a capital is more than this share of a screen's height, few words fit beside the
/// pictures.
pub const LARGEST_CAPITAL: f64 = 1.0 / 8.0;

/// Type of fewer pixels than this has no shape, however near one stands.
pub const LEAST_TYPE_PX: f64 = 10.0;

/// Height of a capital of Inter, as a share of the size of the type.
pub const CAPITAL: f64 = 0.727;

/// The angle in degrees that a length fills, both in mm, seen straight on.
pub fn angle_deg(length_mm: f64, distance_mm: f64) -> f64 {
    2.0 * (length_mm / 2.0).atan2(distance_mm).to_degrees()
}

/// How far away in mm a capital of this height in mm fills [`EASY_ARCMIN`].
pub fn easy_from_mm(capital_mm: f64) -> f64 {
    capital_mm / 2.0 / (EASY_ARCMIN / 60.0 / 2.0).to_radians().tan()
}

/// A rectangle as somebody sees it who stands before its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subtends {
    /// Degrees from left to right.
    pub across_deg: f64,
    /// Degrees from top to bottom.
    pub down_deg: f64,
}

/// How much of the view a rectangle on the wall fills at a distance in mm.
pub fn subtends(area: &Area, distance_mm: f64) -> Subtends {
    Subtends {
        across_deg: angle_deg(area.width, distance_mm),
        down_deg: angle_deg(area.height, distance_mm),
    }
}

/// One screen to somebody who stands before its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// How much of the view it fills.
    pub subtends: Subtends,
    /// Its pixels in the middle degree, across. The sharpest eye tells about 120 apart.
    pub pixels_per_degree: f64,
    /// The height in mm of the capitals of the smallest type on it.
    pub capital_mm: f64,
    /// The minutes of arc that such a capital fills.
    pub capital_arcmin: f64,
    /// Where labels fit on it, the farthest in mm from which they are read with ease. None where
    /// they would be too large for it and are left out.
    pub read_from_mm: Option<f64>,
    /// The viewing distance in mm below which labels fit on it.
    pub labels_fit_within_mm: f64,
}

/// A screen at a viewing distance in mm. Type is made for that distance: its capitals fill
/// [`EASY_ARCMIN`], or more where they would have too few pixels to be letters.
pub fn seen(screen: &Screen, distance_mm: f64) -> Seen {
    let per_mm = f64::from(screen.pixels.0) / screen.width.max(f64::MIN_POSITIVE);
    let by_distance = super::cap_height_mm(distance_mm, EASY_ARCMIN);
    let by_pixels = LEAST_TYPE_PX * CAPITAL / per_mm.max(f64::MIN_POSITIVE);
    let capital_mm = by_distance.max(by_pixels);
    let largest = screen.height * LARGEST_CAPITAL;
    Seen {
        subtends: subtends(&screen.area(), distance_mm),
        pixels_per_degree: 2.0 * distance_mm * 0.5_f64.to_radians().tan() * per_mm,
        capital_mm,
        capital_arcmin: angle_deg(capital_mm, distance_mm) * 60.0,
        read_from_mm: (capital_mm <= largest).then(|| easy_from_mm(capital_mm)),
        labels_fit_within_mm: if by_pixels > largest { 0.0 } else { easy_from_mm(largest) },
    }
}

/// The whole wall at its viewing distance.
#[derive(Clone, Debug, PartialEq)]
pub struct WallSeen {
    /// How much of the view all pictures fill together.
    pub subtends: Subtends,
    /// The farthest in mm from which the labels of every screen that has some are read with ease;
    /// none where no screen has any.
    pub read_from_mm: Option<f64>,
    /// The screens, by their place, on which labels are left out.
    pub without_labels: Vec<usize>,
}

/// All screens of a wall from the viewing distance in mm.
pub fn wall_seen(screens: &[Screen], distance_mm: f64) -> WallSeen {
    let each: Vec<Seen> = screens.iter().map(|screen| seen(screen, distance_mm)).collect();
    let without = |(index, seen): (usize, &Seen)| seen.read_from_mm.is_none().then_some(index);
    WallSeen {
        subtends: subtends(&super::bounds(screens), distance_mm),
        read_from_mm: each.iter().filter_map(|seen| seen.read_from_mm).reduce(f64::min),
        without_labels: each.iter().enumerate().filter_map(without).collect(),
    }
}

impl Installation {
    /// All of it from where people stand.
    pub fn seen(&self) -> WallSeen {
        wall_seen(&self.screens, self.viewing_distance_mm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::Installation;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < expected.abs() * 1e-3, "{found}, not {expected}");
    }

    #[test]
    fn an_ordinary_screen_two_metres_away_fills_a_third_of_the_view() {
        let wall = Installation::default();
        let one = seen(&wall.screens[0], wall.viewing_distance_mm);
        near(one.subtends.across_deg, 33.66);
        near(one.subtends.down_deg, 19.32);
        // 1920 pixels on 1210 mm, and a degree is 34.9 mm there.
        near(one.pixels_per_degree, 55.39);
        near(one.capital_mm, 11.636);
        near(one.capital_arcmin, 20.0);
    }

    #[test]
    fn type_made_for_the_viewing_distance_is_read_from_there() {
        let mut wall = Installation::default();
        for distance in [2000.0, 3500.0] {
            wall.viewing_distance_mm = distance;
            near(wall.seen().read_from_mm.unwrap(), distance);
        }
        // Nearer, type keeps the pixels that it needs to have a shape.
        wall.viewing_distance_mm = 600.0;
        near(wall.seen().read_from_mm.unwrap(), 787.5);
    }

    #[test]
    fn type_of_few_pixels_is_larger_than_the_eye_needs() {
        let coarse = Screen { pixels: (192, 108), ..Screen::ordinary((1920, 1080)) };
        let one = seen(&coarse, 2000.0);
        near(one.capital_mm, 7.27 * 1210.0 / 192.0);
        assert!(one.capital_arcmin > 75.0 && one.read_from_mm > Some(7000.0), "{one:?}");
    }

    #[test]
    fn labels_that_are_too_large_for_a_screen_are_left_out_and_it_is_said_from_where_they_fit() {
        let mut wall = Installation { viewing_distance_mm: 20_000.0, ..Installation::default() };
        let far = wall.seen();
        assert_eq!((far.read_from_mm, far.without_labels.as_slice()), (None, &[0][..]));
        let within = seen(&wall.screens[0], 20_000.0).labels_fit_within_mm;
        near(within, 14_631.0);
        wall.viewing_distance_mm = within - 1.0;
        assert!(wall.seen().without_labels.is_empty());
    }

    #[test]
    fn what_is_right_before_the_eye_fills_half_the_world_and_never_more() {
        assert!(angle_deg(1e9, 100.0) < 180.0 && angle_deg(0.0, 100.0) == 0.0);
    }
}
