//! From wider and brighter pictures to BT.709: the tone mapping of BT.2390, in our own code.

/// What the numbers of an R′G′B′ picture stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// A display's gamma: standard dynamic range.
    Sdr,
    /// Perceptual quantiser, SMPTE ST 2084.
    Pq,
    /// Hybrid log-gamma, ARIB STD-B67.
    Hlg,
}

/// The brightest that a PQ master is taken to show, in cd/m², where nothing better is known: the
/// usual mastering display.
const MASTER_PEAK: f32 = 1000.0;
/// White of standard range in cd/m² (BT.2408: reference white of HDR), to which white is mapped.
const WHITE: f32 = 203.0;

/// SMPTE ST 2084: signal 0 … 1 to light in cd/m².
fn pq_to_light(signal: f32) -> f32 {
    let p = signal.clamp(0.0, 1.0).powf(1.0 / 78.84375);
    10_000.0 * ((p - 0.835_937_5).max(0.0) / (18.851_563 - 18.6875 * p)).powf(1.0 / 0.159_301_76)
}

/// The inverse: light in cd/m² to signal.
fn light_to_pq(light: f32) -> f32 {
    let y = (light / 10_000.0).clamp(0.0, 1.0).powf(0.159_301_76);
    ((0.835_937_5 + 18.851_563 * y) / (1.0 + 18.6875 * y)).powf(78.84375)
}

/// ARIB STD-B67: signal to scene light 0 … 1 (BT.2100, table 5).
fn hlg_to_scene(signal: f32) -> f32 {
    let signal = signal.clamp(0.0, 1.0);
    if signal <= 0.5 {
        signal * signal / 3.0
    } else {
        (((signal - 0.559_910_7) / 0.178_832_77).exp() + 0.284_668_92) / 12.0
    }
}

/// Turns R′G′B′ of one transfer and BT.2020 primaries (or BT.709's) into R′G′B′ of BT.709.
pub struct ToneMap {
    transfer: Transfer,
    wide: bool,
    /// Light for each 16-bit signal: cd/m² for PQ, scene light for HLG, 0 … 1 for SDR.
    light: Vec<f32>,
    /// BT.1886's inverse at 4096 steps of the square root of light.
    encoded: Vec<f32>,
}

impl ToneMap {
    /// `wide` where the primaries are BT.2020's.
    pub fn new(transfer: Transfer, wide: bool) -> Self {
        let decode = |signal: f32| match transfer {
            Transfer::Sdr => signal.powf(2.4),
            Transfer::Pq => pq_to_light(signal),
            Transfer::Hlg => hlg_to_scene(signal),
        };
        let light = (0..=u16::MAX).map(|code| decode(f32::from(code) / 65535.0)).collect();
        let encoded = (0..=4096u16).map(|i| (f32::from(i) / 4096.0).powf(2.0 / 2.4)).collect();
        Self { transfer, wide, light, encoded }
    }

    /// What is done, as a sentence for the people who hang the film.
    pub fn sentence(&self) -> &'static str {
        match self.transfer {
            Transfer::Pq => {
                "High dynamic range (PQ) was tone-mapped to BT.709 with the curve of BT.2390."
            }
            Transfer::Hlg => {
                "High dynamic range (HLG) was tone-mapped to BT.709 with the curve of BT.2390."
            }
            Transfer::Sdr => "BT.2020 primaries were converted to BT.709.",
        }
    }

    /// One pixel: 16-bit R′G′B′ to R′G′B′ of BT.709, 0 … 1.
    pub fn map(&self, rgb: [u16; 3]) -> [f32; 3] {
        let mut light = rgb.map(|code| self.light[usize::from(code)]);
        match self.transfer {
            Transfer::Sdr => {}
            Transfer::Pq => light = bright(light),
            Transfer::Hlg => {
                // The OOTF of a 1000 cd/m² display: gamma 1.2 on luminance (BT.2100, table 5).
                let y = 0.2627 * light[0] + 0.6780 * light[1] + 0.0593 * light[2];
                let gain = MASTER_PEAK * y.max(1e-6).powf(0.2);
                light = bright(light.map(|l| l * gain));
            }
        }
        if self.wide {
            // BT.2087-0, M2: linear BT.2020 to BT.709.
            let [r, g, b] = light;
            light = [
                1.6605 * r - 0.5876 * g - 0.0728 * b,
                -0.1246 * r + 1.1329 * g - 0.0083 * b,
                -0.0182 * r - 0.1006 * g + 1.1187 * b,
            ];
        }
        into_gamut(light).map(|l| {
            let at = l.clamp(0.0, 1.0).sqrt() * 4096.0;
            let index = (at as usize).min(4095);
            let rest = at - index as f32;
            self.encoded[index] * (1.0 - rest) + self.encoded[index + 1] * rest
        })
    }
}

/// BT.2390's electrical-electrical transfer function (section 5.4.1), from `MASTER_PEAK` to
/// `WHITE`, on the largest of the three so that hue stays. Light in cd/m² to light 0 … 1.
fn bright(light: [f32; 3]) -> [f32; 3] {
    let peak = light[0].max(light[1]).max(light[2]);
    if peak <= 0.0 {
        return [0.0; 3];
    }
    let source = light_to_pq(MASTER_PEAK);
    let most = light_to_pq(WHITE) / source;
    let signal = (light_to_pq(peak) / source).min(1.0);
    let knee = 1.5 * most - 0.5;
    let mapped = if signal < knee {
        signal
    } else {
        let t = (signal - knee) / (1.0 - knee);
        let (t2, t3) = (t * t, t * t * t);
        (2.0 * t3 - 3.0 * t2 + 1.0) * knee
            + (t3 - 2.0 * t2 + t) * (1.0 - knee)
            + (-2.0 * t3 + 3.0 * t2) * most
    };
    let gain = pq_to_light(mapped * source) / peak / WHITE;
    light.map(|l| l * gain)
}

/// Colours that BT.709 cannot show are mixed with grey of the same luminance until it can.
fn into_gamut(light: [f32; 3]) -> [f32; 3] {
    let y = (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]).clamp(0.0, 1.0);
    let mut keep = 1.0f32;
    for l in light {
        if l < 0.0 {
            keep = keep.min(y / (y - l));
        } else if l > 1.0 {
            keep = keep.min((1.0 - y) / (l - y));
        }
    }
    light.map(|l| y + (l - y) * keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pq_and_its_inverse_agree_at_known_points() {
        // ST 2084: 100 cd/m² is signal 0.5081.
        assert!((light_to_pq(100.0) - 0.5081).abs() < 1e-3);
        assert!((pq_to_light(0.5081) - 100.0).abs() < 0.5);
    }

    #[test]
    fn grey_stays_grey_brighter_stays_brighter_and_nothing_leaves_the_range() {
        for transfer in [Transfer::Sdr, Transfer::Pq, Transfer::Hlg] {
            let map = ToneMap::new(transfer, true);
            let mut before = -1.0;
            for code in (0..=u16::MAX).step_by(257) {
                let [r, g, b] = map.map([code; 3]);
                assert!((r - g).abs() < 2e-3 && (g - b).abs() < 2e-3, "{transfer:?} {code}");
                assert!(r >= before - 1e-4 && r <= 1.0, "{transfer:?} {code}");
                before = r;
            }
        }
    }

    #[test]
    fn standard_range_with_the_same_primaries_is_untouched() {
        let map = ToneMap::new(Transfer::Sdr, false);
        for code in [0u16, 1000, 20_000, 40_000, 65_535] {
            let expected = f32::from(code) / 65535.0;
            assert!((map.map([code, code, code])[1] - expected).abs() < 2e-3, "{code}");
        }
    }

    #[test]
    fn a_colour_outside_bt709_keeps_its_hue_side() {
        let [r, g, b] = ToneMap::new(Transfer::Sdr, true).map([0, 65_535, 0]);
        assert!(g > 0.9 && g >= r && g >= b && r >= 0.0 && b >= 0.0);
    }
}
