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
