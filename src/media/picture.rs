//! A decoded picture, as the GPU takes it.

use std::sync::Arc;

/// One plane of 8-bit samples.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    /// The samples, row by row.
    pub data: &'a [u8],
    /// Bytes from one row to the next; at least `width`.
    pub stride: u32,
    /// Samples in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// The planes of a picture, wherever they are held: in a decoder's buffer or in our own memory.
pub trait Planes: Send + Sync {
    /// Y′, Cb and Cr, for `index` 0, 1 and 2; 4:2:0.
    fn plane(&self, index: usize) -> Plane<'_>;
}

/// A decoded picture; clones share the planes.
#[derive(Clone)]
pub struct Picture {
    /// Its planes.
    pub planes: Arc<dyn Planes>,
}

/// Planes in our own memory, rows tightly packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPlanes {
    /// Width and height in luma samples; even.
    pub size: (u32, u32),
    /// Y′, Cb and Cr, one after the other.
    pub data: Vec<u8>,
}

impl OwnPlanes {
    /// Planes of this even size, rows tightly packed; none where the bytes are too many or too few.
    pub fn new(size: (u32, u32), data: Vec<u8>) -> Option<Self> {
        let even = size.0.is_multiple_of(2) && size.1.is_multiple_of(2);
        let luma = u64::from(size.0) * u64::from(size.1);
        (even && data.len() as u64 == luma + luma / 2).then_some(Self { size, data })
    }

    /// A copy of a picture's planes: what a decoder lent is given back to it.
    pub fn copy_of(picture: &Picture) -> Self {
        let luma = picture.planes.plane(0);
        let size = (luma.width & !1, luma.height & !1);
        let mut data = Vec::with_capacity(size.0 as usize * size.1 as usize * 3 / 2);
        for index in 0..3 {
            let plane = picture.planes.plane(index);
            let half = u32::from(index > 0);
            let (width, height) = (size.0 >> half, size.1 >> half);
            for row in 0..height {
                let from = (row.min(plane.height.saturating_sub(1)) * plane.stride) as usize;
                let there = plane.data.get(from..).unwrap_or_default();
                let there = &there[..there.len().min(width as usize)];
                data.extend_from_slice(there);
                data.resize(data.len() + width as usize - there.len(), 128);
            }
        }
        Self { size, data }
    }

    /// A black picture (limited range).
    pub fn black(width: u32, height: u32) -> Self {
        let luma = (width * height) as usize;
        let mut data = vec![16; luma];
        data.resize(luma + luma / 2, 128);
        Self { size: (width, height), data }
    }
}

impl Planes for OwnPlanes {
    fn plane(&self, index: usize) -> Plane<'_> {
        let (w, h) = self.size;
        let (luma, chroma) = ((w * h) as usize, (w / 2 * (h / 2)) as usize);
        match index {
            0 => Plane { data: &self.data[..luma], stride: w, width: w, height: h },
            _ => {
                let from = luma + (index - 1) * chroma;
                let data = &self.data[from..from + chroma];
                Plane { data, stride: w / 2, width: w / 2, height: h / 2 }
            }
        }
    }
}
