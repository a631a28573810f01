//! Chance that is the same every time: numbers drawn from a seed and an index.

/// Mixes a seed and an index into 32 well-spread bits (the finaliser of MurmurHash3, by Austin
/// Appleby, public domain).
pub(super) fn bits(seed: u32, index: u32) -> u32 {
    let mut h = seed.wrapping_mul(0x9E37_79B9) ^ index.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 16;
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 13;
    h = h.wrapping_mul(0xC2B2_AE35);
    h ^ (h >> 16)
}

/// A number from 0 to 1.
pub(super) fn unit(seed: u32, index: u32) -> f32 {
    (bits(seed, index) >> 8) as f32 / 16_777_215.0
}

/// A number from −1 to 1.
pub(super) fn either(seed: u32, index: u32) -> f32 {
    unit(seed, index) * 2.0 - 1.0
}

/// A curve from −1 to 1 that wanders: random at whole `x`, smooth between.
pub(super) fn wander(seed: u32, x: f32) -> f32 {
    let whole = x.floor();
    let part = x - whole;
    let index = whole as i32 as u32;
    let (a, b) = (either(seed, index), either(seed, index.wrapping_add(1)));
    a + (b - a) * part * part * (3.0 - 2.0 * part)
}

/// 0 below `from`, 1 above `to`, smooth between.
pub(super) fn ramp(from: f32, to: f32, x: f32) -> f32 {
    let part = ((x - from) / (to - from)).clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// From `a` at 0 to `b` at 1.
pub(super) fn mix(a: f32, b: f32, part: f32) -> f32 {
    a + (b - a) * part
}
