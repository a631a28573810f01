//! The parts of the label wall: the picture, columns of words, and the ribbon.

use super::Rect;
use super::ribbon::HEIGHT;
use super::screens::Wall;

/// What a column of words holds, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The version: name, model, date, what it was made with, the note.
    Version,
    /// The hand: gained, lost, kept though imperfect.
    Hand,
    /// The present shot: its title, script line and prompt.
    Shot,
}

/// Where the parts of the label wall lie.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelWall {
    /// The picture of the version at the scrub position.
    pub picture: Rect,
    /// Columns of words, each within one screen, and what each holds.
    pub columns: Vec<(Rect, Vec<Section>)>,
    /// The generations on their axis; it may cross from screen to screen.
    pub ribbon: Rect,
}

use Section::{Hand, Shot, Version};

impl LabelWall {
    /// Divides a wall for a picture of this aspect; `room` gives the part of some bounds that lies
    /// within the margins and above the foot.
    pub fn new(wall: &Wall, aspect: f32, room: impl Fn(&Rect) -> Rect) -> Self {
        let type_size = wall.smallest_type();
        match wall.grid() {
            Some(rows) if rows.len() == 1 && rows[0].len() >= 3 => {
                Self::row(wall, &rows[0], aspect, type_size, &room)
            }
            Some(rows) if rows.len() >= 2 && rows[0].len() >= 2 => {
                Self::field(wall, &rows, aspect, type_size, &room)
            }
            _ => Self::one(&room(&largest(wall)), aspect, type_size),
        }
    }

    /// On one screen: lying, the words stand right of the picture and beneath it; upright, all of
    /// them beneath it.
    fn one(room: &Rect, aspect: f32, type_size: f32) -> Self {
        let gap = (type_size * 1.7).round();
        let band = ribbon_height(type_size).min(room.h * 0.3);
        let (upper, ribbon) = room.cut_down(room.h - band - gap, gap);
        if room.w < room.h {
            let picture = upper.fitted(aspect, (0.0, 0.0));
            let (_, below) = upper.cut_down(picture.h, gap);
            let columns = vec![(below, vec![Version, Hand, Shot])];
            return Self { picture, columns, ribbon };
        }
        let (left, right) = upper.cut_across((upper.w * 0.49).round(), gap * 1.4);
        let most = Rect { h: (left.h - type_size * 6.5).max(left.h * 0.5), ..left };
        let picture = most.fitted(aspect, (0.0, 0.0));
        let (_, below) = left.cut_down(picture.h, (gap * 0.8).round());
        let columns = vec![(right, vec![Version, Hand]), (below, vec![Shot])];
        Self { picture, columns, ribbon }
    }

    /// On a row of screens: words on the two outer ones, the picture over those between, the
    /// ribbon beneath all.
    fn row(
        wall: &Wall,
        row: &[usize],
        aspect: f32,
        type_size: f32,
        room: &impl Fn(&Rect) -> Rect,
    ) -> Self {
        let all = room(&wall.bounds(row));
        let gap = (type_size * 1.7).round();
        let (upper, ribbon) = all.cut_down(all.h - ribbon_height(type_size) - gap, gap);
        let words = |screen: usize| {
            let own = room(&wall.screens[screen]);
            // Words keep off the bezels further than pictures do.
            let inner = own.grown(-type_size * 0.5);
            Rect { y: upper.y, h: upper.h, x: inner.x, w: inner.w }
        };
        let last = row.len() - 1;
        let middle = wall.bounds(&row[1..last]);
        let within = Rect { y: upper.y, h: upper.h, ..middle };
        Self {
            picture: within.fitted(aspect, (0.5, 0.35)),
            columns: vec![(words(row[0]), vec![Version, Shot]), (words(row[last]), vec![Hand])],
            ribbon,
        }
    }

    /// On rows of screens: words on those of the first column, the ribbon over the rest of the
    /// lowest row, the picture over everything else.
    fn field(
        wall: &Wall,
        rows: &[Vec<usize>],
        aspect: f32,
        type_size: f32,
        room: &impl Fn(&Rect) -> Rect,
    ) -> Self {
        let words = |row: usize| room(&wall.screens[rows[row][0]]).grown(-type_size * 0.5);
        let last = rows.len() - 1;
        let above: Vec<usize> = rows[..last].iter().flat_map(|row| &row[1..]).copied().collect();
        let columns = match last {
            1 => vec![(words(0), vec![Version, Shot]), (words(1), vec![Hand])],
            _ => vec![(words(0), vec![Version]), (words(1), vec![Hand]), (words(2), vec![Shot])],
        };
        let lowest = room(&wall.bounds(&rows[last][1..]));
        // The ribbon hangs in the upper part of its row, near the picture.
        let high = (ribbon_height(type_size) * 1.6).min(lowest.h);
        let ribbon = Rect { y: lowest.y + ((lowest.h - high) * 0.35).round(), h: high, ..lowest };
        Self { picture: wall.bounds(&above).fitted(aspect, (0.0, 0.0)), columns, ribbon }
    }
}

fn largest(wall: &Wall) -> Rect {
    let area = |rect: &&Rect| rect.w * rect.h;
    let found = wall.screens.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
    found.copied().unwrap_or(Rect { x: 0.0, y: 0.0, w: wall.size.0, h: wall.size.1 })
}

fn ribbon_height(type_size: f32) -> f32 {
    (type_size * HEIGHT).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wall::Layout;

    fn wall(columns: usize, rows: usize, (w, h): (f32, f32)) -> Wall {
        let at = |index: usize| Rect {
            x: (w + 14.0) * (index % columns) as f32,
            y: (h + 14.0) * (index / columns) as f32,
            w,
            h,
        };
        let size = ((w + 14.0) * columns as f32 - 14.0, (h + 14.0) * rows as f32 - 14.0);
        Wall { screens: (0..columns * rows).map(at).collect(), ..Wall::one_screen(size) }
    }

    #[test]
    fn the_parts_lie_on_the_wall_and_never_on_each_other_and_words_never_cross_a_bezel() {
        let walls = [
            (1, 1, (1920.0, 1080.0), 18.0),
            (1, 1, (1080.0, 1920.0), 18.0),
            (2, 1, (1920.0, 1080.0), 18.0),
            (5, 1, (1080.0, 1920.0), 28.0),
            (2, 2, (1920.0, 1080.0), 28.0),
            (3, 3, (1920.0, 1080.0), 40.0),
            (4, 3, (640.0, 360.0), 12.0),
        ];
        for (columns, rows, screen, capital) in walls {
            for aspect in [16.0 / 9.0, 1.0, 2.39, 0.5625] {
                let wall = Wall { capital, ..wall(columns, rows, screen) };
                let layout = Layout::new(wall.clone(), 9, aspect);
                let story = &layout.story;
                let mut parts: Vec<Rect> = story.columns.iter().map(|(rect, _)| *rect).collect();
                for words in &parts {
                    let on = wall.screens.iter().filter(|screen| {
                        words.x >= screen.x
                            && words.right() <= screen.right()
                            && words.y >= screen.y
                            && words.bottom() <= screen.bottom()
                    });
                    assert_eq!(on.count(), 1, "{columns}×{rows}: {words:?}");
                }
                parts.extend([story.picture, story.ribbon]);
                for (index, a) in parts.iter().enumerate() {
                    assert!(a.w > 0.0 && a.x >= 0.0 && a.right() <= wall.size.0 + 1.0, "{a:?}");
                    assert!(a.y >= 0.0 && a.bottom() <= wall.size.1 + 1.0, "{a:?}");
                    for b in &parts[..index] {
                        let apart = a.x >= b.right() - 0.5
                            || b.x >= a.right() - 0.5
                            || a.y >= b.bottom() - 0.5
                            || b.y >= a.bottom() - 0.5;
                        assert!(apart, "{columns}×{rows} {aspect}: {a:?} on {b:?}");
                    }
                }
                let held: Vec<Section> =
                    story.columns.iter().flat_map(|(_, sections)| sections.clone()).collect();
                assert!([Version, Hand, Shot].iter().all(|section| held.contains(section)));
            }
        }
    }
}
