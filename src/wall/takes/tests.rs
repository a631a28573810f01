use proptest::prelude::*;

use super::*;
use crate::wall::layout::tests::many;

fn walls() -> Vec<Wall> {
    let salon = Wall {
        screens: vec![
            Rect { x: 0.0, y: 100.0, w: 600.0, h: 400.0 },
            Rect { x: 640.0, y: 0.0, w: 1280.0, h: 720.0 },
            Rect { x: 1960.0, y: 300.0, w: 400.0, h: 700.0 },
        ],
        ..Wall::one_screen((2360.0, 1000.0))
    };
    vec![
        Wall::one_screen((1920.0, 1080.0)),
        Wall::one_screen((1080.0, 1920.0)),
        Wall::one_screen((640.0, 360.0)),
        many(3, 3, (640.0, 360.0), 12.0),
        many(5, 1, (540.0, 960.0), 20.0),
        salon,
    ]
}

fn check(layout: &Layout, count: usize, aspect: f32) {
    let takes = TakesWall::new(layout, count, aspect);
    let said = |what: &str| format!("{what}: {count} of {aspect} on {:?}", layout.wall.size);
    assert_eq!(takes.cells.len(), count - 1, "{}", said("a place for each"));
    let all: Vec<Rect> = takes.cells.iter().copied().chain([takes.chosen]).collect();
    for (index, one) in all.iter().enumerate() {
        let inside = |room: &&Rect| {
            one.x >= room.x - 0.6
                && one.y >= room.y - 0.6
                && one.right() <= room.right() + 0.6
                && one.bottom() <= room.bottom() + 0.6
        };
        assert_eq!(layout.rooms.iter().filter(inside).count(), 1, "{}", said("one screen"));
        for other in &all[..index] {
            assert!(!one.overlaps(other), "{} {one:?} {other:?}", said("apart"));
        }
        assert!(!one.overlaps(&takes.words), "{}", said("beside the words"));
    }
    for cell in &takes.cells {
        assert!((cell.w, cell.h) == (takes.cells[0].w, takes.cells[0].h));
        assert!(takes.chosen.w >= cell.w * 1.8 && takes.chosen.h >= cell.h * 1.8);
        assert!(takes.bounds.contains(cell.middle().0, cell.middle().1));
    }
}

#[test]
fn whatever_their_number_all_are_on_the_wall_apart_on_one_screen_each_and_the_chosen_is_largest() {
    for wall in walls() {
        let layout = Layout::new(wall, 9, 16.0 / 9.0);
        for count in 1..=400 {
            check(&layout, count, 16.0 / 9.0);
        }
    }
}

#[test]
fn upright_and_square_takes_find_their_places_too() {
    for wall in walls() {
        let layout = Layout::new(wall, 3, 1.0);
        for count in [1, 2, 3, 7, 40, 214, 400] {
            for aspect in [9.0 / 16.0, 1.0, 2.39] {
                check(&layout, count, aspect);
            }
        }
    }
}

#[test]
fn four_hundred_fill_most_of_a_screen() {
    let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
    for count in [4, 40, 214, 400] {
        let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
        let lit: f32 = takes.cells.iter().map(|cell| cell.w * cell.h).sum();
        let lit = lit + takes.chosen.w * takes.chosen.h;
        let room = layout.rooms[0].w * layout.rooms[0].h;
        assert!(lit > room * 0.55, "{count}: {}", lit / room);
    }
}

proptest! {
    #[test]
    fn none_lies_on_another_on_the_way(
        count in 2usize..60, amount in 0.0f32..=1.0,
        x in 0.0f32..1500.0, y in 0.0f32..900.0, w in 20.0f32..400.0,
    ) {
        let layout = Layout::new(Wall::one_screen((1920.0, 1080.0)), 9, 16.0 / 9.0);
        let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
        let origin = Rect { x, y, w, h: w * 9.0 / 16.0 };
        let all: Vec<Rect> =
            takes.cells.iter().map(|cell| takes.on_the_way(cell, &origin, amount)).collect();
        for (index, one) in all.iter().enumerate() {
            for other in &all[..index] {
                let across = one.right().min(other.right()) - one.x.max(other.x);
                let down = one.bottom().min(other.bottom()) - one.y.max(other.y);
                prop_assert!(across < 0.01 || down < 0.01, "{one:?} {other:?}");
            }
        }
    }
}
