//! The wall as one plane of pixels, and the screens on it.

use super::Rect;
use crate::installation::{Canvas, Installation, PixelRect, Screen, sight};
use crate::show::View;

/// Capitals that subtend less than this are not shown, in minutes of arc.
pub const LEAST_CAPITAL: f64 = sight::EASY_ARCMIN;

/// Height of a capital of Inter, as a share of its size.
const CAPITAL: f32 = sight::CAPITAL as f32;

/// Type of fewer pixels than this has no shape, however near one stands.
const LEAST_PIXELS: f32 = sight::LEAST_TYPE_PX as f32;

/// The wall as it is drawn: its size, and where its screens lie on it. What lies between them, and
/// behind their bezels, is not seen: pictures that cross it are hidden there, not squeezed.
#[derive(Clone, Debug, PartialEq)]
pub struct Wall {
    /// Width and height in pixels.
    pub size: (f32, f32),
    /// Each screen's active area, in the order of the installation; never empty.
    pub screens: Vec<Rect>,
    /// What each screen is called.
    pub names: Vec<String>,
    /// What each screen shows by itself; none for those that follow the show.
    pub views: Vec<Option<View>>,
    /// Which screens carry captions; none where they lie over the picture that the hand moves.
    pub captions: Option<Vec<bool>>,
    /// How many times their usual size captions are.
    pub caption_size: f32,
    /// What the commissioning card says of each screen beneath its name.
    pub cards: Vec<String>,
    /// Height in pixels of a capital that subtends [`LEAST_CAPITAL`] where the visitor stands.
    pub capital: f32,
    /// Where the controller stands; it may be outside the wall.
    pub controller: (f32, f32),
}

/// A block of neighbouring screens that a picture can be spread over.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The screens, by their place in the wall.
    pub screens: Vec<usize>,
    /// Their bounds.
    pub bounds: Rect,
}

impl Wall {
    /// An installation's wall, drawn as this plane of pixels.
    pub fn of(installation: &Installation, canvas: &Canvas) -> Self {
        let float = |PixelRect { x, y, w, h }: PixelRect| Rect {
            x: x as f32,
            y: y as f32,
            w: w as f32,
            h: h as f32,
        };
        let size = (canvas.size.0 as f32, canvas.size.1 as f32);
        let (mut screens, mut names, mut views) = (Vec::new(), Vec::new(), Vec::new());
        let mut cards = Vec::new();
        let room = &installation.running.captions;
        let named = |name: &String| room.screens.iter().any(|screen| screen.value == *name);
        for (rect, screen) in canvas.screens.iter().zip(&installation.screens) {
            // A screen of less than a few pixels shows nothing.
            if rect.w > 1 && rect.h > 1 {
                screens.push(float(*rect));
                names.push(screen.name.clone());
                views.push(screen.view.map(View::of));
                cards.push(card(screen));
            }
        }
        if screens.is_empty() {
            screens.push(Rect { x: 0.0, y: 0.0, w: size.0, h: size.1 });
            names.push(String::new());
            views.push(None);
            cards.push(String::new());
        }
        let captions = names.iter().map(named).collect();
        let captions = Some(captions).filter(|_| !room.screens.is_empty());
        let (x, y) = canvas.place(installation.controller_mm);
        Self {
            size,
            screens,
            names,
            views,
            captions,
            caption_size: room.size as f32,
            cards,
            capital: installation.cap_height_px(LEAST_CAPITAL, canvas.scale) as f32,
            controller: (x as f32, y as f32),
        }
    }

    /// An installation's wall, as large as it fits into so many pixels.
    pub fn within(installation: &Installation, size: (u32, u32)) -> Self {
        Self::of(installation, &installation.canvas_within(size))
    }

    /// One ordinary screen that fills the wall: where nothing else is said.
    pub fn one_screen(size: (f32, f32)) -> Self {
        let pixels = (size.0.round().max(1.0) as u32, size.1.round().max(1.0) as u32);
        Self::within(&Installation::single(pixels), pixels)
    }

    /// The parts that hang by themselves: first the screens that follow the show, then those with
    /// a view of their own, all that have the same one together. Never empty.
    pub fn parts(&self) -> Vec<(Option<View>, Self)> {
        let mut kinds: Vec<Option<View>> = self.views.clone();
        kinds.sort_by_key(Option::is_some);
        let mut parts: Vec<(Option<View>, Self)> = Vec::new();
        for kind in kinds {
            if parts.iter().any(|(known, _)| *known == kind) {
                continue;
            }
            let own = |index: &usize| self.views[*index] == kind;
            let own: Vec<usize> = (0..self.screens.len()).filter(own).collect();
            let part = Self {
                screens: own.iter().map(|index| self.screens[*index]).collect(),
                names: own.iter().map(|index| self.names[*index].clone()).collect(),
                views: own.iter().map(|index| self.views[*index]).collect(),
                captions: (self.captions.as_ref())
                    .map(|named| own.iter().map(|index| named[*index]).collect()),
                cards: own.iter().filter_map(|index| self.cards.get(*index).cloned()).collect(),
                ..self.clone()
            };
            parts.push((kind, part));
        }
        parts
    }

    /// The size of the smallest type that is shown, in pixels.
    pub fn smallest_type(&self) -> f32 {
        (self.capital / CAPITAL).max(LEAST_PIXELS)
    }

    /// Its screens as a grid, row by row, if they hang as one; a single screen is a grid too.
    pub fn grid(&self) -> Option<Vec<Vec<usize>>> {
        let mut order: Vec<usize> = (0..self.screens.len()).collect();
        order.sort_by(|a, b| self.screens[*a].y.total_cmp(&self.screens[*b].y));
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for index in order {
            let middle = self.screens[index].middle().1;
            let in_row = |row: &&mut Vec<usize>| {
                let first = self.screens[row[0]];
                (first.y..first.bottom()).contains(&middle)
            };
            match rows.iter_mut().find(in_row) {
                Some(row) => row.push(index),
                None => rows.push(vec![index]),
            }
        }
        for row in &mut rows {
            row.sort_by(|a, b| self.screens[*a].x.total_cmp(&self.screens[*b].x));
        }
        let first = rows.first()?.clone();
        let aligned = rows.iter().all(|row| {
            row.len() == first.len()
                && row.iter().zip(&first).all(|(screen, above)| {
                    let (screen, above) = (self.screens[*screen], self.screens[*above]);
                    let near = |a: f32, b: f32, of: f32| (a - b).abs() < of * 0.08;
                    near(screen.x, above.x, screen.w)
                        && near(screen.w, above.w, screen.w)
                        && near(screen.h, above.h, screen.h)
                        && near(screen.y, self.screens[row[0]].y, screen.h)
                })
        });
        aligned.then_some(rows)
    }

    /// The screens in the order in which one reads them: row by row where they hang as a grid,
    /// else from left to right.
    pub fn reading_order(&self) -> Vec<usize> {
        if let Some(rows) = self.grid() {
            return rows.into_iter().flatten().collect();
        }
        let mut order: Vec<usize> = (0..self.screens.len()).collect();
        order.sort_by(|a, b| self.screens[*a].x.total_cmp(&self.screens[*b].x));
        order
    }

    /// The bounds of some of its screens.
    pub fn bounds(&self, screens: &[usize]) -> Rect {
        let all = screens.iter().filter_map(|index| self.screens.get(*index).copied());
        all.reduce(|a, b| a.union(&b)).unwrap_or_default()
    }

    /// The block of screens on which one picture of this aspect (width over height) is largest and
    /// fills its screens: none of them shows only a sliver of it. Of equals, the one nearest to
    /// the middle of the wall.
    pub fn block_for(&self, aspect: f32) -> Block {
        let middle = (self.size.0 / 2.0, self.size.1 / 2.0);
        let score = |block: &Block| {
            let picture = block.bounds.fitted(aspect, (0.5, 0.5));
            let filled = |screen: &usize| {
                let screen = self.screens[*screen];
                let w = picture.right().min(screen.right()) - picture.x.max(screen.x);
                let h = picture.bottom().min(screen.bottom()) - picture.y.max(screen.y);
                w > screen.w * 0.75 && h > screen.h * 0.3
            };
            let neat = block.screens.iter().all(filled);
            let (x, y) = block.bounds.middle();
            let away = (x - middle.0).abs() + (y - middle.1).abs();
            let area = picture.w * picture.h * if neat { 1.0 } else { 0.6 };
            // Distance decides between equals only.
            area * (1.0 - 1e-4 * (away / (self.size.0 + self.size.1)))
        };
        let blocks = self.blocks();
        let best = blocks.into_iter().max_by(|a, b| score(a).total_cmp(&score(b)));
        best.unwrap_or(Block { screens: vec![0], bounds: self.bounds(&[0]) })
    }

    /// Every block: each screen alone, and in a grid all neighbours in rows and columns.
    fn blocks(&self) -> Vec<Block> {
        let block = |screens: Vec<usize>| Block { bounds: self.bounds(&screens), screens };
        let Some(rows) = self.grid() else {
            return (0..self.screens.len()).map(|index| block(vec![index])).collect();
        };
        let (high, wide) = (rows.len(), rows[0].len());
        let mut blocks = Vec::new();
        for (top, left) in (0..high).flat_map(|top| (0..wide).map(move |left| (top, left))) {
            for (bottom, right) in
                (top..high).flat_map(|bottom| (left..wide).map(move |right| (bottom, right)))
            {
                let within = rows[top..=bottom].iter().flat_map(|row| &row[left..=right]);
                blocks.push(block(within.copied().collect()));
            }
        }
        blocks
    }
}

/// A screen's output, place, size, pixels and rotation, a line for each.
fn card(screen: &Screen) -> String {
    let output = screen.output.as_deref().unwrap_or("any output");
    let part = match screen.region {
        Some(PixelRect { x, y, w, h }) => format!(", {w} × {h} at {x}, {y}"),
        None => String::new(),
    };
    let (across, down) = screen.rotation.turned(screen.pixels);
    let turned = match screen.rotation.degrees() {
        0 => String::new(),
        degrees => format!(", turned {degrees}°"),
    };
    format!(
        "{output}{part}\n{} × {} mm at {}, {}\n{across} × {down} pixels{turned}",
        screen.width, screen.height, screen.x, screen.y
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(columns: usize, rows: usize, (w, h): (f32, f32), bezel: f32) -> Wall {
        let at = |column: usize, row: usize| Rect {
            x: (w + bezel) * column as f32,
            y: (h + bezel) * row as f32,
            w,
            h,
        };
        let screens = (0..rows).flat_map(|row| (0..columns).map(move |column| at(column, row)));
        let size = ((w + bezel) * columns as f32 - bezel, (h + bezel) * rows as f32 - bezel);
        Wall { screens: screens.collect(), ..Wall::one_screen(size) }
    }

    #[test]
    fn screens_with_a_view_of_their_own_hang_by_themselves() {
        let mut row = wall(4, 1, (1920.0, 1080.0), 10.0);
        row.names = ["a", "b", "c", "d"].map(str::to_owned).into();
        row.views = vec![Some(View::Story), None, Some(View::Story), None];
        let parts = row.parts();
        let names: Vec<_> = parts.iter().map(|(view, part)| (*view, part.names.join(""))).collect();
        assert_eq!(names, [(None, "bd".to_owned()), (Some(View::Story), "ac".to_owned())]);
        assert_eq!(parts[0].1.screens[0].x, 1930.0, "each stays where it is");
        assert_eq!(Wall::one_screen((64.0, 36.0)).parts().len(), 1);
    }

    #[test]
    fn a_wide_picture_spreads_over_the_three_middle_screens_of_five_upright_ones() {
        let row = wall(5, 1, (1080.0, 1920.0), 20.0);
        assert_eq!(row.block_for(16.0 / 9.0).screens, [1, 2, 3]);
        assert_eq!(row.block_for(9.0 / 16.0).screens, [2], "an upright one needs no other");
    }

    #[test]
    fn on_three_by_three_it_fills_all_nine() {
        let grid = wall(3, 3, (1920.0, 1080.0), 6.0);
        assert_eq!(grid.block_for(16.0 / 9.0).screens.len(), 9);
        assert_eq!(grid.grid().map(|rows| rows.len()), Some(3));
    }

    #[test]
    fn where_screens_hang_freely_the_largest_takes_it() {
        let screen = |x: f32, y: f32, w: f32| Rect { x, y, w, h: w * 0.5625 };
        let screens = vec![screen(0.0, 0.0, 640.0), screen(700.0, 90.0, 1280.0)];
        let salon = Wall { screens, ..Wall::one_screen((2000.0, 900.0)) };
        assert_eq!(salon.grid(), None);
        assert_eq!(salon.block_for(1.7).screens, [1]);
        assert_eq!(salon.reading_order(), [0, 1]);
    }

    #[test]
    fn on_an_ordinary_screen_two_metres_away_the_smallest_type_has_25_pixels() {
        let wall = Wall::one_screen((1920.0, 1080.0));
        assert!((wall.smallest_type() - 25.4).abs() < 0.1, "{}", wall.smallest_type());
        let small = Wall::one_screen((640.0, 360.0));
        assert_eq!(small.smallest_type(), LEAST_PIXELS, "never smaller than it has shape");
    }
}
