//! Colours as people tell them apart: CIE 1976 u′v′, CIELAB and the difference of 2000.
//!
//! From Y′CbCr by ITU-T H.273, to light by the curve of IEC 61966-2-1 (sRGB), to CIE 1931 XYZ by
//! the primaries (ITU-R BT.709 table 1, ITU-R BT.2020 table 3, both with white D65), to u′v′ and
//! L*a*b* by CIE 15:2004, sections 8.1 and 8.2.1. A frame says its matrix but neither its primaries
//! nor its curve, so the primaries of BT.2020 are taken for its matrix and those of BT.709 for the
//! others, and the curve is sRGB's for all.

use crate::rendition::{Colour, Matrix};

/// White, D65, as the primaries' matrices give it: their rows' sums.
const WHITE: [f64; 3] = [0.950_46, 1.0, 1.089_06];

/// A colour in CIELAB.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lab {
    /// Lightness, 0 to 100.
    pub l: f64,
    /// From green to red.
    pub a: f64,
    /// From blue to yellow.
    pub b: f64,
}

impl Lab {
    /// The distance from grey, C*ab.
    pub fn chroma(&self) -> f64 {
        self.a.hypot(self.b)
    }
}

/// Turns the codes of a film into colours.
pub struct Reader {
    rows: [[f32; 4]; 3],
    primaries: [[f32; 3]; 3],
    light: Vec<f32>,
}

impl Reader {
    /// For pictures of this colour.
    pub fn new(colour: Colour) -> Self {
        let primaries = match colour.matrix {
            Matrix::Bt2020 => [
                [0.636_958, 0.144_617, 0.168_881],
                [0.262_700, 0.677_998, 0.059_302],
                [0.0, 0.028_073, 1.060_985],
            ],
            Matrix::Bt601 | Matrix::Bt709 => [
                [0.412_456, 0.357_576, 0.180_437],
                [0.212_673, 0.715_152, 0.072_175],
                [0.019_334, 0.119_192, 0.950_304],
            ],
        };
        let light = |code: u16| {
            let value = f32::from(code) / 1023.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        Self { rows: colour.to_rgb(), primaries, light: (0..1024).map(light).collect() }
    }

    /// The XYZ of a sample of three codes, white having Y = 1.
    pub fn xyz(&self, codes: [f32; 3]) -> [f32; 3] {
        let light = self.rows.map(|row| {
            let value =
                (row[0] * codes[0] + row[1] * codes[1] + row[2] * codes[2]) / 255.0 + row[3];
            self.light[(value.clamp(0.0, 1.0) * 1023.0 + 0.5) as usize]
        });
        self.primaries.map(|row| row[0] * light[0] + row[1] * light[1] + row[2] * light[2])
    }
}

/// The chromaticity u′v′; none of what is black.
pub fn chromaticity([x, y, z]: [f32; 3]) -> Option<(f64, f64)> {
    let sum = f64::from(x + 15.0 * y + 3.0 * z);
    (sum > 1e-6).then(|| (4.0 * f64::from(x) / sum, 9.0 * f64::from(y) / sum))
}

/// The CIELAB of an XYZ, against D65.
pub fn lab(xyz: [f32; 3]) -> Lab {
    const EDGE: f64 = 6.0 / 29.0;
    let root = |index: usize| {
        let part = f64::from(xyz[index]) / WHITE[index];
        if part > EDGE.powi(3) { part.cbrt() } else { part / (3.0 * EDGE * EDGE) + 4.0 / 29.0 }
    };
    let (x, y, z) = (root(0), root(1), root(2));
    Lab { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
}

/// The difference ΔE*00 of CIE 142-2001, as written out in G. Sharma, W. Wu and E. N. Dalal, "The
/// CIEDE2000 color-difference formula: implementation notes, supplementary test data, and
/// mathematical observations", Color Research and Application 30(1), 2005, equations 2 to 22. About
/// 1 is just seen, side by side.
pub fn difference(one: Lab, two: Lab) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25.0_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh(f64::midpoint(one.chroma(), two.chroma())));
    let polar = |lab: Lab| {
        let a = lab.a * (1.0 + g);
        (a.hypot(lab.b), lab.b.atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(two));
    let grey = c1 * c2 == 0.0;
    let turn = if grey { 0.0 } else { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 };
    let (dl, dc) = (two.l - one.l, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = (f64::midpoint(one.l, two.l), f64::midpoint(c1, c2));
    let h = match (h1 + h2, (h1 - h2).abs()) {
        (sum, _) if grey => sum,
        (sum, apart) if apart <= 180.0 => sum / 2.0,
        (sum, _) if sum < 360.0 => (sum + 360.0) / 2.0,
        (sum, _) => (sum - 360.0) / 2.0,
    };
    let cosine = |times: f64, less: f64| (times * h - less).to_radians().cos();
    let t = 1.0 - 0.17 * cosine(1.0, 30.0) + 0.24 * cosine(2.0, 0.0) + 0.32 * cosine(3.0, -6.0)
        - 0.20 * cosine(4.0, 63.0);
    let turned = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rt = -2.0 * seventh(c) * (2.0 * turned).to_radians().sin();
    let fifty = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * fifty / (20.0 + fifty).sqrt();
    let (pl, pc, ph) = (dl / sl, dc / (1.0 + 0.045 * c), dh / (1.0 + 0.015 * c * t));
    (pl * pl + pc * pc + ph * ph + rt * pc * ph).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendition::{Range, Siting};

    #[test]
    fn differences_are_those_of_the_published_table() {
        // Sharma et al., table 1, pairs 1, 2, 3, 7, 9, 13, 17, 20, 21, 25, 30, 34.
        #[rustfmt::skip]
        let table = [
            (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
            (50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615),
            (50.0, 2.8361, -74.0200, 50.0, 0.0, -82.7485, 3.4412),
            (50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669),
            (50.0, 2.4900, -0.0010, 50.0, -2.4900, 0.0009, 7.1792),
            (50.0, -0.0010, 2.4900, 50.0, 0.0009, -2.4900, 4.8045),
            (50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492),
            (50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535),
            (50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0),
            (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
            (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
            (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
        ];
        for (l1, a1, b1, l2, a2, b2, known) in table {
            let (one, two) = (Lab { l: l1, a: a1, b: b1 }, Lab { l: l2, a: a2, b: b2 });
            assert!(
                (difference(one, two) - known).abs() < 1e-4,
                "{known} {}",
                difference(one, two)
            );
            assert!((difference(two, one) - known).abs() < 1e-4);
        }
    }

    #[test]
    fn black_white_and_red_are_where_they_are() {
        let colour = Colour { matrix: Matrix::Bt709, range: Range::Limited, siting: Siting::Left };
        let reader = Reader::new(colour);
        let white = reader.xyz([235.0, 128.0, 128.0]);
        assert!((lab(white).l - 100.0).abs() < 0.1 && lab(white).chroma() < 0.1);
        let (u, v) = chromaticity(white).unwrap();
        assert!((u - 0.1978).abs() < 1e-3 && (v - 0.4683).abs() < 1e-3);
        assert_eq!(chromaticity(reader.xyz([16.0, 128.0, 128.0])), None);
        // Red of BT.709: Y' = 0.2126, Cb = -0.1146, Cr = 0.5.
        let red = reader.xyz([16.0 + 219.0 * 0.2126, 128.0 - 224.0 * 0.1146, 240.0]);
        let (u, v) = chromaticity(red).unwrap();
        assert!((u - 0.4507).abs() < 2e-3 && (v - 0.5229).abs() < 2e-3, "{u} {v}");
        let red = lab(red);
        assert!((red.l - 53.2).abs() < 0.5 && (red.a - 80.1).abs() < 1.0, "{red:?}");
    }
}
