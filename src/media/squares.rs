//! The test card's row of black and white squares: which version and which frame a picture of
//! the wall shows, readable by a program from a pane 160 pixels wide.
//!
//! Thirty-six squares across nine tenths of the picture's width: a start pattern of four, the
//! version (8 bits), the frame (16 bits) and a checksum (8 bits), highest bits first, white for 1.

/// Squares in the row.
pub const COUNT: usize = 36;
/// Where the row begins, and ends before the other edge, as a part of the picture's width.
const MARGIN: f32 = 0.05;
/// The side of a square as a part of the picture's width.
const SIDE: f32 = (1.0 - 2.0 * MARGIN) / COUNT as f32;
/// What the row begins with.
const START: u64 = 0b1011;
/// Black and white must be this far apart to be told apart.
const CONTRAST: f32 = 60.0;

/// What the row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Squares {
    /// The version's number, from 1; its lowest 8 bits.
    pub version: u8,
    /// The frame's number, from 0; its lowest 16 bits.
    pub frame: u16,
}

/// A rectangle of pixels; edges may lie between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

impl Squares {
    /// The squares from left to right, white as true.
    pub fn cells(self) -> [bool; COUNT] {
        let said = u64::from(self.version) << 16 | u64::from(self.frame);
        let row = START << 32 | said << 8 | u64::from(checksum(said as u32));
        std::array::from_fn(|index| row >> (COUNT - 1 - index) & 1 == 1)
    }

    /// The rectangle of a square within a picture of this size.
    pub fn place(index: usize, width: f32, height: f32) -> Region {
        let side = SIDE * width;
        let x = (MARGIN + SIDE * index as f32) * width;
        Region { x, y: height - 2.0 * side, width: side, height: side }
    }
}

/// CRC-8 with the polynomial x⁸ + x² + x + 1 (ITU-T I.432.1), over 24 bits, inverted so that a
/// row all black says nothing.
fn checksum(said: u32) -> u8 {
    let mut crc = 0u8;
    for byte in [said >> 16, said >> 8, said] {
        crc ^= byte as u8;
        for _ in 0..8 {
            crc = if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 0x07 };
        }
    }
    !crc
}

/// Reads the row from a recorded picture. `gray` gives the luma of a pixel, `picture` is the
/// rectangle that the card's whole picture fills. None where no row is found or its checksum is
/// wrong: a dissolve, a slate, another film.
pub fn read_squares(gray: impl Fn(u32, u32) -> u8, picture: Region) -> Option<Squares> {
    let level = |index: usize| {
        let cell = Squares::place(index, picture.width, picture.height);
        // The mean of a few points about the centre, away from neighbours that bled in.
        let mut sum = 0.0;
        for (dx, dy) in [(0.5, 0.5), (0.4, 0.35), (0.6, 0.35), (0.4, 0.65), (0.6, 0.65)] {
            let x = picture.x + cell.x + dx * cell.width;
            let y = picture.y + cell.y + dy * cell.height;
            sum += f32::from(gray(x.max(0.0) as u32, y.max(0.0) as u32));
        }
        sum / 5.0
    };
    let levels: [f32; COUNT] = std::array::from_fn(level);
    let white = (levels[0] + levels[2] + levels[3]) / 3.0;
    let black = levels[1];
    if white - black < CONTRAST {
        return None;
    }
    let threshold = (white + black) / 2.0;
    let row = levels.iter().fold(0u64, |row, level| row << 1 | u64::from(*level > threshold));
    let said = (row >> 8 & 0xff_ffff) as u32;
    let sound = row >> 32 == START && (row & 0xff) as u8 == checksum(said);
    sound.then_some(Squares { version: (said >> 16) as u8, frame: said as u16 })
}
