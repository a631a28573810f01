//! How much light a decoded picture gives, for whoever must not let it flash.

use super::picture::{Picture, Plane};
use crate::rendition::Colour;
use crate::scrub::flashes::Light;

/// A picture is measured at so many places across and down: a flash that counts covers a quarter
/// of it.
const PLACES: (u32, u32) = (16, 9);

/// From this share of a colour's light on, its red is saturated: see [`Light`].
const SATURATED: f64 = 0.8;

/// The mean light of a picture: the part of it, in luma samples from its upper left corner, that
/// is shown.
pub fn light_of(picture: &Picture, shown: (u32, u32), colour: Colour) -> Light {
    let [luma, cb, cr] = [0, 1, 2].map(|plane| picture.planes.plane(plane));
    let [red, green, blue] = colour.to_rgb();
    let (mut luminance, mut reds) = (0.0, 0.0);
    for down in 0..PLACES.1 {
        for across in 0..PLACES.0 {
            let x = shown.0 * (2 * across + 1) / (2 * PLACES.0);
            let y = shown.1 * (2 * down + 1) / (2 * PLACES.1);
            let planes =
                [sample(&luma, x, y), sample(&cb, x / 2, y / 2), sample(&cr, x / 2, y / 2)];
            let channel = |row: [f32; 4]| {
                linear(row[0] * planes[0] + row[1] * planes[1] + row[2] * planes[2] + row[3])
            };
            let (r, g, b) = (channel(red), channel(green), channel(blue));
            luminance += 0.2126 * r + 0.7152 * g + 0.0722 * b;
            if r > 0.0 && r >= SATURATED * (r + g + b) {
                reds += (r - g - b).max(0.0);
            }
        }
    }
    let places = f64::from(PLACES.0 * PLACES.1);
    Light { luminance: luminance / places, red: reds / places }
}

fn sample(plane: &Plane<'_>, x: u32, y: u32) -> f32 {
    let (x, y) = (x.min(plane.width.saturating_sub(1)), y.min(plane.height.saturating_sub(1)));
    let at = (y * plane.stride + x) as usize;
    f32::from(plane.data.get(at).copied().unwrap_or_default()) / 255.0
}

/// The light of a code of sRGB (IEC 61966-2-1), as the wall's shader takes it.
fn linear(code: f32) -> f64 {
    let code = f64::from(code.clamp(0.0, 1.0));
    if code <= 0.040_45 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::picture::OwnPlanes;
    use super::*;

    /// All of one colour, as its Y′, Cb and Cr.
    fn of(planes: [u8; 3]) -> Light {
        let mut data = vec![planes[0]; 64 * 36];
        data.extend(vec![planes[1]; 32 * 18]);
        data.extend(vec![planes[2]; 32 * 18]);
        let picture = Picture { planes: Arc::new(OwnPlanes { size: (64, 36), data }) };
        light_of(&picture, (64, 36), Colour::default())
    }

    #[test]
    fn black_grey_and_white_give_the_light_that_they_are() {
        let black = of([16, 128, 128]);
        assert!(black.luminance < 1e-6 && black.red == 0.0, "{black:?}");
        let white = of([235, 128, 128]);
        assert!((white.luminance - 1.0).abs() < 1e-3 && white.red == 0.0, "{white:?}");
        // Half of the code is a fifth of the light.
        let grey = of([126, 128, 128]);
        assert!((grey.luminance - 0.215).abs() < 0.01, "{grey:?}");
    }

    #[test]
    fn a_saturated_red_is_told_from_any_other_colour() {
        // 100 % red of BT.709, and a skin tone.
        let red = of([63, 102, 240]);
        assert!((red.red - 1.0).abs() < 0.03 && (red.luminance - 0.21).abs() < 0.02, "{red:?}");
        assert_eq!(of([150, 110, 150]).red, 0.0);
    }
}
