//! The test card: a picture that says which version it is, at which rate it runs and which of its
//! frames is seen, to people and (by its row of squares) to a program.
//!
//! A dot goes round once for each second of film: beside others, a late card is seen at once.

use std::sync::Arc;
use std::time::Duration;

use super::Picture;
use super::decoder::{Decoder, Fault, Progress, Units};
use super::numerals::{Coverage, glyph};
use super::picture::OwnPlanes;
use super::squares::{COUNT, Squares};
use crate::rendition::Frame;
use crate::timeline::Rate;

/// The warm dark ground #12100e and bone white #e9e2d3 as BT.709 luma, limited range.
const GROUND: u8 = 30;
const BONE: u8 = 210;
/// Quieter strokes: the ring and the rate.
const QUIET: u8 = 96;
/// Black and white of the squares.
const BLACK: u8 = 16;
const WHITE: u8 = 235;
/// One warm tint for the whole picture, between that of the ground and that of the bone white.
const CHROMA: (u8, u8) = (125, 130);

/// Draws the frames of one card at one size; what never changes is drawn once.
pub struct TestCard {
    number: u16,
    rate: Rate,
    ground: OwnPlanes,
    digits: Vec<Coverage>,
    /// Pixels from one digit to the next.
    advance: f32,
    /// Where the first of four digits stands.
    digits_at: (f32, f32),
    /// Centre and radius of the ring.
    ring: (f32, f32, f32),
    dot: f32,
}

impl TestCard {
    /// The card with this number and rate, `width`×`height` pixels (even).
    pub fn new(number: u16, rate: Rate, (width, height): (u32, u32)) -> Self {
        let mut ground = OwnPlanes::black(width, height);
        let luma = (width * height) as usize;
        let chroma = (ground.data.len() - luma) / 2;
        ground.data[..luma].fill(GROUND);
        ground.data[luma..luma + chroma].fill(CHROMA.0);
        ground.data[luma + chroma..].fill(CHROMA.1);

        let (w, h) = (width as f32, height as f32);
        // Everything is measured in the height of the largest 16:9 picture that fits.
        let unit = h.min(w * 9.0 / 16.0);
        let ring = (w / 2.0, h / 2.0 - 0.09 * unit, 0.32 * unit);
        let small = 0.085 * unit;
        let weight = (0.012 * unit).max(1.0);
        let advance = 0.78 * small;
        let baseline = h - 0.215 * unit;
        let mut card = Self {
            number,
            rate,
            ground,
            digits: ('0'..='9').map(|digit| glyph(digit, small, weight)).collect(),
            advance,
            digits_at: (w * 0.95 - 4.0 * advance, baseline),
            ring,
            dot: (0.022 * unit).max(1.5),
        };
        card.draw_ring(weight * 0.6);
        let number = number.to_string();
        let large = 0.3 * unit;
        let from = ring.0 - number.len() as f32 * 0.78 * large / 2.0 + 0.09 * large;
        card.draw_text(&number, from, ring.1 - large / 2.0, large, 0.03 * unit, BONE);
        let rate = match rate.seconds {
            1 => format!("{} fps", rate.frames),
            _ => format!("{}/{} fps", rate.frames, rate.seconds),
        };
        card.draw_text(&rate, w * 0.05, baseline, small, weight, QUIET + 40);
        card
    }

    /// Draws frame `index` (from 0).
    pub fn frame(&self, index: u32) -> OwnPlanes {
        let mut picture = self.ground.clone();
        let (width, height) = picture.size;
        let squares = Squares { version: self.number as u8, frame: index as u16 };
        let cells = squares.cells();
        for (place, white) in cells.into_iter().enumerate().take(COUNT) {
            let cell = Squares::place(place, width as f32, height as f32);
            let columns = cell.x.round() as usize..(cell.x + cell.width).round() as usize;
            let tone = if white { WHITE } else { BLACK };
            for row in cell.y.round() as usize..(cell.y + cell.height).round() as usize {
                let row = row * width as usize;
                if let Some(row) = picture.data.get_mut(row + columns.start..row + columns.end) {
                    row.fill(tone);
                }
            }
        }
        let mut rest = index % 10_000;
        for place in (0..4).rev() {
            let x = self.digits_at.0 + place as f32 * self.advance;
            let tile = &self.digits[(rest % 10) as usize];
            blend(&mut picture, tile, x, self.digits_at.1, BONE);
            rest /= 10;
        }
        let second = self.rate.start_of(u64::from(index)).0.rem_euclid(1_000_000_000);
        let angle = second as f32 / 1e9 * std::f32::consts::TAU;
        let (x, y, radius) = self.ring;
        let (x, y) = (x + radius * angle.sin(), y - radius * angle.cos());
        draw(&mut picture, (x, y, self.dot + 1.0), BONE, |dx, dy| self.dot - dx.hypot(dy));
        picture
    }

    fn draw_ring(&mut self, weight: f32) {
        let (_, _, radius) = self.ring;
        let area = (self.ring.0, self.ring.1, radius + weight + 1.0);
        let inside = |dx: f32, dy: f32| weight / 2.0 - (dx.hypot(dy) - radius).abs();
        draw(&mut self.ground, area, QUIET, inside);
    }

    fn draw_text(&mut self, text: &str, x: f32, y: f32, height: f32, weight: f32, tone: u8) {
        for (place, character) in text.chars().enumerate() {
            let tile = glyph(character, height, weight);
            blend(&mut self.ground, &tile, x + place as f32 * 0.78 * height, y, tone);
        }
    }
}

/// Draws what lies `inside` (a distance in pixels, negative outside) within a square about a
/// point, with smooth edges.
fn draw(
    picture: &mut OwnPlanes,
    (x, y, reach): (f32, f32, f32),
    tone: u8,
    inside: impl Fn(f32, f32) -> f32,
) {
    let (left, top) = ((x - reach).floor(), (y - reach).floor());
    let side = (2.0 * reach).ceil() as usize + 1;
    let mut data = vec![0; side * side];
    for (row, line) in data.chunks_exact_mut(side).enumerate() {
        for (column, sample) in line.iter_mut().enumerate() {
            let (dx, dy) = (left + column as f32 + 0.5 - x, top + row as f32 + 0.5 - y);
            *sample = ((inside(dx, dy) + 0.5).clamp(0.0, 1.0) * 255.0) as u8;
        }
    }
    blend(picture, &Coverage { width: side, height: side, data }, left, top, tone);
}

/// Lays `tone` over the luma as far as the tile covers it; what lies outside is cut off.
fn blend(picture: &mut OwnPlanes, tile: &Coverage, x: f32, y: f32, tone: u8) {
    let (width, height) = (i64::from(picture.size.0), i64::from(picture.size.1));
    let (x, y) = (x.round() as i64, y.round() as i64);
    for (row, line) in tile.data.chunks_exact(tile.width.max(1)).enumerate() {
        let row = y + row as i64;
        if row < 0 || row >= height {
            continue;
        }
        for (column, covered) in line.iter().enumerate() {
            let column = x + column as i64;
            if *covered == 0 || column < 0 || column >= width {
                continue;
            }
            let sample = &mut picture.data[(row * width + column) as usize];
            let (under, over) = (u32::from(*sample), u32::from(tone));
            let covered = u32::from(*covered);
            *sample = ((under * (255 - covered) + over * covered + 127) / 255) as u8;
        }
    }
}

/// A card has no file: the unit of a frame is its number.
pub struct CardUnits;

impl Units for CardUnits {
    fn read(&mut self, frame: &Frame) -> Result<Vec<u8>, Fault> {
        Ok(frame.source.to_le_bytes().to_vec())
    }
}

/// Draws a card instead of decoding it.
pub struct CardDecoder {
    card: TestCard,
    drawn: Vec<(u64, Picture)>,
}

impl CardDecoder {
    /// For the card with this number and rate at this size.
    pub fn new(number: u16, rate: Rate, size: (u32, u32)) -> Self {
        Self { card: TestCard::new(number, rate, size), drawn: Vec::new() }
    }
}

impl Decoder for CardDecoder {
    fn offer(&mut self, serial: u64, unit: Vec<u8>, _: bool) -> Result<(), Fault> {
        let Ok(number) = unit.try_into() else {
            return Err(Fault::Unit("this is no frame of a card".to_owned()));
        };
        let planes = Arc::new(self.card.frame(u32::from_le_bytes(number)));
        self.drawn.push((serial, Picture { planes }));
        Ok(())
    }

    fn take(&mut self, _: Duration, finished: &mut Vec<(u64, Picture)>) -> Result<Progress, Fault> {
        finished.append(&mut self.drawn);
        Ok(Progress::Idle)
    }
}

#[cfg(test)]
mod tests {
    use super::super::squares::{Region, read_squares};
    use super::*;

    fn read(picture: &OwnPlanes) -> Option<Squares> {
        let (width, height) = picture.size;
        let gray = |x: u32, y: u32| picture.data[(y.min(height - 1) * width + x) as usize];
        let whole = Region { x: 0.0, y: 0.0, width: width as f32, height: height as f32 };
        read_squares(gray, whole)
    }

    #[test]
    fn the_squares_say_version_and_frame_at_every_size() {
        for size in [(1280, 720), (640, 360), (320, 180), (160, 90), (162, 120), (480, 854)] {
            let card = TestCard::new(7, Rate::whole(24), size);
            for frame in [0, 1, 255, 287, 43210] {
                let said = Squares { version: 7, frame: frame as u16 };
                assert_eq!(read(&card.frame(frame)), Some(said), "{size:?}");
            }
        }
    }

    #[test]
    fn a_picture_without_the_row_says_nothing() {
        assert_eq!(read(&OwnPlanes::black(640, 360)), None);
        let card = TestCard::new(7, Rate::whole(24), (640, 360));
        let (one, other) = (card.frame(5), card.frame(10));
        let mixed = |(a, b): (&u8, &u8)| ((u16::from(*a) + u16::from(*b)) / 2) as u8;
        let data = one.data.iter().zip(&other.data).map(mixed).collect();
        let said = read(&OwnPlanes { size: one.size, data });
        assert!(said.is_none_or(|said| said.version == 7), "{said:?}");
    }

    #[test]
    fn a_card_of_any_size_is_drawn() {
        for size in [(2, 2), (16, 4), (64, 36), (36, 640)] {
            TestCard::new(255, Rate { frames: 30000, seconds: 1001 }, size).frame(u32::MAX);
        }
    }
}
