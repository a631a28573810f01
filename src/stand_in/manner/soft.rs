//! Everything that has no edge, drawn small and enlarged: what is out of focus, and light.

use tiny_skia::Pixmap;

use super::raster::clear;

/// Rows and columns of a picture: from the first to before the last.
pub(super) type Part = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The part of a picture that holds anything at all: columns, rows. Empty if nothing does.
pub(super) fn drawn(picture: &Pixmap) -> Part {
    let wide = picture.width() as usize;
    let (mut left, mut right) = (wide, 0);
    let (mut top, mut bottom) = (picture.height() as usize, 0);
    for (y, row) in picture.data().chunks_exact(wide * 4).enumerate() {
        let mut pixels = row.chunks_exact(4);
        let Some(first) = pixels.clone().position(|pixel| pixel[3] > 0) else { continue };
        let last = pixels.rposition(|pixel| pixel[3] > 0).unwrap_or(first);
        (left, right) = (left.min(first), right.max(last + 1));
        (top, bottom) = (top.min(y), y + 1);
    }
    if right <= left { (0..0, 0..0) } else { (left..right, top..bottom) }
}

/// Softens a picture by averaging over `2 × reach + 1` pixels each way, `times` times.
pub(super) fn soften(picture: &mut Pixmap, reach: usize, times: u32) {
    for _ in 0..times {
        across(picture, reach);
        down(picture, reach);
    }
}

/// What a sum of so many bytes is multiplied by, before 16 bits are dropped, for their mean.
fn share(count: usize) -> u32 {
    (65_536 / count + 1) as u32
}

fn across(picture: &mut Pixmap, reach: usize) {
    let wide = picture.width() as usize;
    let whole = 2 * reach + 1;
    let share = share(whole);
    let mut line: Vec<[u32; 4]> = vec![[0; 4]; wide + 2 * reach];
    for row in picture.data_mut().chunks_exact_mut(wide * 4) {
        for (slot, pixel) in line[reach..].iter_mut().zip(row.chunks_exact(4)) {
            *slot = [pixel[0].into(), pixel[1].into(), pixel[2].into(), pixel[3].into()];
        }
        let (first, last) = (line[reach], line[reach + wide - 1]);
        line[..reach].fill(first);
        line[reach + wide..].fill(last);
        let mut sum = [0_u32; 4];
        for slot in &line[..whole - 1] {
            for channel in 0..4 {
                sum[channel] = sum[channel].wrapping_add(slot[channel]);
            }
        }
        let ends = line.iter().zip(&line[whole - 1..]);
        for (pixel, (old, new)) in row.chunks_exact_mut(4).zip(ends) {
            for channel in 0..4 {
                sum[channel] = sum[channel].wrapping_add(new[channel]);
                pixel[channel] = (sum[channel].wrapping_mul(share) >> 16) as u8;
                sum[channel] = sum[channel].wrapping_sub(old[channel]);
            }
        }
    }
}

fn down(picture: &mut Pixmap, reach: usize) {
    let (wide, high) = (picture.width() as usize * 4, picture.height() as usize);
    let share = share(2 * reach + 1);
    let before = picture.data().to_vec();
    let row = |y: usize| &before[y.min(high - 1) * wide..][..wide];
    let mut sums = vec![0_u32; wide];
    for y in 0..2 * reach {
        for (sum, value) in sums.iter_mut().zip(row(y.saturating_sub(reach))) {
            *sum = sum.wrapping_add(u32::from(*value));
        }
    }
    for (y, line) in picture.data_mut().chunks_exact_mut(wide).enumerate() {
        let (new, old) = (row(y + reach), row(y.saturating_sub(reach)));
        for (((value, sum), new), old) in line.iter_mut().zip(&mut sums).zip(new).zip(old) {
            let all = sum.wrapping_add(u32::from(*new));
            *value = (all.wrapping_mul(share) >> 16) as u8;
            *sum = all.wrapping_sub(u32::from(*old));
        }
    }
}

/// Lays a small picture, enlarged `TIMES`, a power of two up to four, over a large one. `solid`
/// says that nothing of the large one remains.
pub(super) fn enlarge_onto<const TIMES: usize>(picture: &mut Pixmap, small: &Pixmap, solid: bool) {
    let (columns, rows) = drawn(small);
    if columns.is_empty() {
        return;
    }
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let (less, lower) = (small.width() as usize, small.height() as usize);
    let top = if rows.start == 0 { 0 } else { (rows.start - 1) * TIMES };
    let bottom = if rows.end == lower { high } else { ((rows.end + 1) * TIMES).min(high) };
    // A column more on each side, whose pixels the outermost ones fade into.
    let columns = columns.start.saturating_sub(1)..(columns.end + 1).min(less);
    let left = columns.start * TIMES;
    let data = small.data();
    // Weights are parts of this many, so that all sums are exact in 16 bits.
    let parts = 2 * TIMES as u16;
    let mut mixed: Vec<[u16; 4]> = vec![[0; 4]; columns.len() + 1];
    for y in top..bottom {
        let twice = (2 * y + 1).saturating_sub(TIMES);
        let above = (twice / (2 * TIMES)).min(lower - 1);
        let below = (above + 1).min(lower - 1);
        let part = (twice % (2 * TIMES)) as u16;
        let row =
            |y: usize| data[(y * less + columns.start) * 4..][..columns.len() * 4].chunks_exact(4);
        for ((slot, a), b) in mixed.iter_mut().zip(row(above)).zip(row(below)) {
            for channel in 0..4 {
                let (a, b) = (u16::from(a[channel]), u16::from(b[channel]));
                slot[channel] = a.wrapping_mul(parts - part).wrapping_add(b.wrapping_mul(part));
            }
        }
        mixed[columns.len()] = mixed[columns.len() - 1];
        let first = mixed[0].map(|value| value.wrapping_mul(parts));
        let target = &mut picture.data_mut()[(y * wide + left) * 4..(y + 1) * wide * 4];
        let (start, target) = target.split_at_mut((TIMES / 2 * 4).min(target.len()));
        for pixel in start.chunks_exact_mut(4) {
            put::<TIMES>(pixel, first, solid);
        }
        let mut blocks = target.chunks_exact_mut(TIMES * 4);
        for (block, pair) in blocks.by_ref().zip(mixed.windows(2)) {
            let (a, b) = (pair[0], pair[1]);
            if !solid && a[3] == 0 && b[3] == 0 {
                continue;
            }
            for index in 0..TIMES {
                let part = (2 * index + 1) as u16;
                let mut value = [0_u16; 4];
                for channel in 0..4 {
                    value[channel] = a[channel]
                        .wrapping_mul(parts.wrapping_sub(part))
                        .wrapping_add(b[channel].wrapping_mul(part));
                }
                put::<TIMES>(&mut block[index * 4..index * 4 + 4], value, solid);
            }
        }
        if columns.end == less {
            let last = mixed[columns.len()].map(|value| value.wrapping_mul(parts));
            for pixel in blocks.into_remainder().chunks_exact_mut(4) {
                put::<TIMES>(pixel, last, solid);
            }
        }
    }
}

/// Lays a premultiplied value, (2 × `TIMES`)² times too large, over a pixel.
#[inline(always)]
fn put<const TIMES: usize>(pixel: &mut [u8], value: [u16; 4], solid: bool) {
    let whole = 4 * (TIMES * TIMES) as u16;
    let value = value.map(|value| value.wrapping_add(whole / 2) / whole);
    if solid {
        for channel in 0..4 {
            pixel[channel] = value[channel] as u8;
        }
        return;
    }
    let keep = 255 - value[3].min(255);
    for channel in 0..4 {
        // Division by 255, exact for products of two bytes.
        let product = u16::from(pixel[channel]).wrapping_mul(keep).wrapping_add(128);
        let under = product.wrapping_add(product >> 8) >> 8;
        pixel[channel] = value[channel].wrapping_add(under).min(255) as u8;
    }
}

/// A picture reduced `times` each way, by the mean of what it covers.
pub(super) fn reduce(picture: &Pixmap, times: usize) -> Pixmap {
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let (less, lower) = ((wide / times).max(1), (high / times).max(1));
    let mut small = clear(less as u32, lower as u32);
    let share = (65_536 / (times * times)) as u32;
    let mut sums = vec![[0_u32; 4]; less];
    for (y, line) in small.data_mut().chunks_exact_mut(less * 4).enumerate() {
        sums.fill([0; 4]);
        for down in 0..times.min(high) {
            let row = &picture.data()[(y * times + down) * wide * 4..][..wide * 4];
            for (sum, block) in sums.iter_mut().zip(row.chunks_exact(times * 4)) {
                for pixel in block.chunks_exact(4) {
                    for channel in 0..4 {
                        sum[channel] = sum[channel].wrapping_add(u32::from(pixel[channel]));
                    }
                }
            }
        }
        for (pixel, sum) in line.chunks_exact_mut(4).zip(&sums) {
            for channel in 0..4 {
                pixel[channel] = (sum[channel].wrapping_mul(share) >> 16) as u8;
            }
        }
    }
    small
}
