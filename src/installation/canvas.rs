//! The whole wall as one plane of pixels, with a rectangle for each screen.
//!
//! What lies between the rectangles is behind a bezel or on the bare wall: it is drawn by nobody,
//! so that a picture across several screens goes on behind what hides it.
//!
//! Lengths are counted in hundredths of a millimetre, which nobody measures more exactly, and the
//! scale is a fraction of whole numbers. So equal screens are equally large, to the pixel, and
//! screens that touch in millimetres touch in pixels.

use super::{Area, Installation, Screen};

/// Whole hundredths in a millimetre.
const PER_MM: f64 = 100.0;

/// A screen that comes out larger than it has pixels by less than this share was measured a
/// little wrong: its pixels were counted, its millimetres were not.
const MEASURED_WITHIN: f64 = 0.01;

/// A rectangle of whole pixels, from its upper left corner, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PixelRect {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub w: u32,
    /// Height.
    pub h: u32,
}

impl PixelRect {
    /// The first column to the right of it.
    pub fn right(&self) -> u32 {
        self.x.saturating_add(self.w)
    }

    /// The first row below it.
    pub fn bottom(&self) -> u32 {
        self.y.saturating_add(self.h)
    }

    /// Some pixel belongs to both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x.max(other.x) < self.right().min(other.right())
            && self.y.max(other.y) < self.bottom().min(other.bottom())
    }
}

/// The whole wall as one plane of pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Canvas {
    /// Width and height in pixels; never 0.
    pub size: (u32, u32),
    /// Pixels per mm, the same across and down.
    pub scale: f64,
    /// Where each screen lies, in the order of [`Installation::screens`]; none on another. A
    /// screen that is smaller than a pixel at this scale is empty.
    pub screens: Vec<PixelRect>,
    /// The place on the wall, in mm, of the plane's upper left corner.
    origin_mm: (f64, f64),
}

impl Canvas {
    /// A place on the wall, in mm, in pixels of the plane; it may lie outside of it.
    pub fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.origin_mm.0) * self.scale, (y - self.origin_mm.1) * self.scale)
    }

    /// Drawn larger or smaller: from the pixels of the screens, so that a plane of just their
    /// shape is filled to the last of them.
    fn resized(self, scale: Scale) -> Self {
        let position = |at: u32| scale.rounded(i64::from(at));
        let length = |length: u32| scale.whole(i64::from(length));
        let resized = self.screens.iter().map(|rect| PixelRect {
            x: position(rect.x),
            y: position(rect.y),
            w: length(rect.w),
            h: length(rect.h),
        });
        let screens: Vec<PixelRect> = resized.collect();
        let share = f64::from(scale.pixels) / scale.of as f64;
        Self { size: edges(&screens), scale: self.scale * share, screens, ..self }
    }
}

impl Installation {
    /// The wall in the pixels of its densest screen, each of which is one pixel of the plane.
    pub fn canvas(&self) -> Canvas {
        let bounds = self.bounds_mm();
        let (left, top) = (hundredths(bounds.x), hundredths(bounds.y));
        let scale = self.densest();
        let screens = self.screens.iter().map(|screen| {
            let Area { x, y, width, height } = screen.area();
            let rect = PixelRect {
                x: scale.rounded(hundredths(x).saturating_sub(left)),
                y: scale.rounded(hundredths(y).saturating_sub(top)),
                w: scale.whole(hundredths(width)),
                h: scale.whole(hundredths(height)),
            };
            as_counted(rect, screen)
        });
        let mut screens: Vec<PixelRect> = screens.collect();
        // Where fewer pixels were counted than measured, no empty edge is left.
        let least = |edge: fn(&PixelRect) -> u32| screens.iter().map(edge).min().unwrap_or(0);
        let (left, top) = (least(|rect| rect.x), least(|rect| rect.y));
        for rect in &mut screens {
            rect.x -= left;
            rect.y -= top;
        }
        let per_mm = f64::from(scale.pixels) * PER_MM / scale.of as f64;
        let origin = |from: f64, cut: u32| from + f64::from(cut) / per_mm;
        Canvas {
            size: edges(&screens),
            scale: per_mm,
            origin_mm: (origin(bounds.x, left), origin(bounds.y, top)),
            screens,
        }
    }

    /// The wall as large as it fits into so many pixels, width and height.
    pub fn canvas_within(&self, (width, height): (u32, u32)) -> Canvas {
        let native = self.canvas();
        let across = Scale::new(width, i64::from(native.size.0));
        let down = Scale::new(height, i64::from(native.size.1));
        native.resized(if across.is_more_than(down) { down } else { across })
    }

    /// Pixels for hundredths of a millimetre where there are the most.
    fn densest(&self) -> Scale {
        let densities = self.screens.iter().flat_map(|screen| {
            let across = Scale::new(screen.pixels.0, hundredths(screen.width));
            [across, Scale::new(screen.pixels.1, hundredths(screen.height))]
        });
        let densest = densities.reduce(|most, one| if one.is_more_than(most) { one } else { most });
        densest.unwrap_or(Scale { pixels: 1, of: 1 })
    }
}

/// Width and height of what holds all of them, never 0.
fn edges(screens: &[PixelRect]) -> (u32, u32) {
    let most = |edge: fn(&PixelRect) -> u32| screens.iter().map(edge).max().unwrap_or(0).max(1);
    (most(PixelRect::right), most(PixelRect::bottom))
}

/// The rectangle with as many pixels as the screen has, where it is only a little larger: then
/// each pixel of the plane is one of the screen, and nothing is blurred.
fn as_counted(rect: PixelRect, screen: &Screen) -> PixelRect {
    let little = |w: u32, counted: u32| {
        w > counted && f64::from(w - counted) < f64::from(counted) * MEASURED_WITHIN
    };
    let mut rect = rect;
    let (across, down) = screen.pixels;
    if little(rect.w, across) {
        rect.x += (rect.w - across) / 2;
        rect.w = across;
    }
    if little(rect.h, down) {
        rect.y += (rect.h - down) / 2;
        rect.h = down;
    }
    rect
}

fn hundredths(mm: f64) -> i64 {
    (mm * PER_MM).round() as i64
}

/// Pixels for so many of another unit, as a fraction.
#[derive(Clone, Copy, Debug)]
struct Scale {
    pixels: u32,
    of: i64,
}

impl Scale {
    fn new(pixels: u32, of: i64) -> Self {
        Self { pixels: pixels.max(1), of: of.max(1) }
    }

    fn is_more_than(self, other: Self) -> bool {
        i128::from(self.pixels) * i128::from(other.of)
            > i128::from(other.pixels) * i128::from(self.of)
    }

    /// A position in pixels, to the nearest.
    ///
    /// Positions are rounded and lengths cut off to whole pixels: where x + w ≤ x′, then
    /// round(x) + floor(w) = round(x + floor(w)) ≤ round(x′), so that neighbours stay apart.
    fn rounded(self, position: i64) -> u32 {
        let of = i128::from(self.of);
        pixels((i128::from(position) * i128::from(self.pixels) * 2 + of).div_euclid(2 * of))
    }

    /// A length in whole pixels.
    fn whole(self, length: i64) -> u32 {
        let scaled = i128::from(length) * i128::from(self.pixels);
        pixels(scaled.div_euclid(i128::from(self.of)))
    }
}

fn pixels(count: i128) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A row of equal screens with this between them, in mm.
    fn row(count: u32, gap: f64) -> Installation {
        let screen = |index: u32| Screen {
            name: format!("screen-{}", index + 1),
            x: f64::from(index) * (1210.0 + gap),
            ..Screen::ordinary((1920, 1080))
        };
        Installation { screens: (0..count).map(screen).collect(), ..Installation::default() }
    }

    #[test]
    fn a_wall_of_one_screen_has_the_pixels_of_the_screen() {
        for pixels in [(1920, 1080), (3840, 2160), (1080, 1920), (1366, 768), (2880, 1864)] {
            let canvas = Installation::single(pixels).canvas();
            assert_eq!(canvas.size, pixels);
            assert_eq!(canvas.screens, [PixelRect { x: 0, y: 0, w: pixels.0, h: pixels.1 }]);
        }
    }

    #[test]
    fn equal_screens_keep_their_pixels_and_lie_a_bezel_apart() {
        let canvas = row(3, 3.6).canvas();
        let rects: Vec<_> = canvas.screens.iter().map(|rect| (rect.x, rect.w, rect.h)).collect();
        assert_eq!(rects, [(0, 1920, 1080), (1926, 1920, 1080), (3851, 1920, 1080)]);
        assert_eq!(canvas.size, (5771, 1080));
    }

    #[test]
    fn a_coarse_screen_beside_a_fine_one_has_more_pixels_of_the_plane_than_its_own() {
        let mut wall = row(2, 0.0);
        wall.screens[1].pixels = (3840, 2160);
        let canvas = wall.canvas();
        assert_eq!((canvas.screens[0].w, canvas.screens[1].w), (3840, 3840));
        assert_eq!(canvas.screens[0].right(), canvas.screens[1].x);
    }

    #[test]
    fn a_wall_can_be_drawn_smaller_for_a_window() {
        let canvas = row(3, 3.6).canvas_within((960, 9600));
        assert_eq!(canvas.size.0, 960);
        assert!((canvas.size.1 as i32 - 180).abs() <= 1, "{:?}", canvas.size);
        let low = row(3, 3.6).canvas_within((960, 90));
        assert!(low.size.1 <= 90 && low.size.0 < 500, "{:?}", low.size);
    }

    #[test]
    fn a_wall_for_a_window_fills_the_window() {
        for size in [(1920, 1080), (640, 360), (3840, 2160)] {
            let wall = Installation::default();
            assert_eq!(wall.canvas_within(size).size, size);
        }
        let wide = Installation::default().canvas_within((2560, 1080));
        assert_eq!(wide.size, (1920, 1080));
    }

    #[test]
    fn a_place_on_the_wall_is_found_on_the_plane() {
        let mut wall = row(2, 10.0);
        for screen in &mut wall.screens {
            screen.x -= 5000.0;
        }
        let canvas = wall.canvas();
        let (x, y) = canvas.place((-5000.0 + 605.0, 681.0 / 2.0));
        let of = canvas.screens[0];
        let middle = [f64::from(of.x + of.right()) / 2.0, f64::from(of.y + of.bottom()) / 2.0];
        assert!((x - middle[0]).abs() < 1.0 && (y - middle[1]).abs() < 1.0, "{x} {y}");
    }

    #[test]
    fn pixels_that_were_counted_are_kept_where_the_millimetres_are_a_little_off() {
        let mut wall = Installation::default();
        wall.screens[0].height = 680.0;
        assert_eq!(wall.canvas().size, (1920, 1080));
    }

    /// Screens hung in the fields of a grid whose columns and rows are of any size.
    fn any_wall() -> impl Strategy<Value = Installation> {
        let length = || (2_000i64..300_000, 0i64..5_000, prop::bool::weighted(0.2));
        let columns = prop::collection::vec(length(), 1..6);
        let rows = prop::collection::vec(length(), 1..5);
        let pixels = prop::collection::vec((16u32..=16384, 16u32..=16384), 30);
        (columns, rows, pixels, -100_000i64..100_000).prop_map(|(columns, rows, pixels, from)| {
            let mm = |hundredths: i64| hundredths as f64 / PER_MM;
            let mut screens = Vec::new();
            let mut y = from;
            for (height, below, _) in &rows {
                let mut x = -from;
                for (width, right, _) in &columns {
                    let screen = Screen {
                        name: format!("screen-{}", screens.len() + 1),
                        x: mm(x),
                        y: mm(y),
                        width: mm(*width),
                        height: mm(*height),
                        ..Screen::ordinary(pixels[screens.len()])
                    };
                    screens.push(screen);
                    x += width + right;
                }
                y += height + below;
            }
            Installation { screens, ..Installation::default() }
        })
    }

    fn assert_sound(wall: &Installation, canvas: &Canvas) {
        assert_eq!(canvas.screens.len(), wall.screens.len());
        assert!(canvas.size.0 > 0 && canvas.size.1 > 0);
        for (a, (rect, screen)) in canvas.screens.iter().zip(&wall.screens).enumerate() {
            assert!(rect.right() <= canvas.size.0 && rect.bottom() <= canvas.size.1, "{rect:?}");
            for (b, (other, neighbour)) in canvas.screens.iter().zip(&wall.screens).enumerate() {
                assert!(a == b || !rect.overlaps(other), "{rect:?} on {other:?}");
                if screen.area().right() <= neighbour.x {
                    assert!(rect.right() <= other.x, "{rect:?} is not left of {other:?}");
                }
                if screen.area().bottom() <= neighbour.y {
                    assert!(rect.bottom() <= other.y, "{rect:?} is not above {other:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn screens_lie_on_the_plane_in_their_order_and_never_on_each_other(wall in any_wall()) {
            assert_sound(&wall, &wall.canvas());
        }

        #[test]
        fn so_they_do_at_any_size(wall in any_wall(), width in 1u32..8000, height in 1u32..8000) {
            let canvas = wall.canvas_within((width, height));
            prop_assert!(canvas.size.0 <= width && canvas.size.1 <= height);
            assert_sound(&wall, &canvas);
        }

        #[test]
        fn a_window_of_any_size_is_a_wall_of_just_that_size(
            width in 16u32..=16384, height in 16u32..=16384,
        ) {
            let wall = Installation::single((width, height));
            prop_assert_eq!(wall.canvas().size, (width, height));
            prop_assert_eq!(wall.canvas_within((width, height)).size, (width, height));
        }

        #[test]
        fn equal_screens_are_equally_large(count in 2u32..9, gap in 0i64..3000, width in 9u32..9000) {
            let wall = row(count, gap as f64 / PER_MM);
            for canvas in [wall.canvas(), wall.canvas_within((width, 9000))] {
                let first = canvas.screens[0];
                prop_assert!(canvas.screens.iter().all(|r| (r.w, r.h) == (first.w, first.h)));
            }
        }
    }
}
