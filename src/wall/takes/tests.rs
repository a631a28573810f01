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
        many(2, 2, (960.0, 540.0), 8.0),
        many(4, 4, (640.0, 360.0), 8.0),
        many(6, 1, (640.0, 360.0), 8.0),
        salon,
    ]
}

fn check(layout: &Layout, count: usize, aspect: f32) {
    let takes = TakesWall::new(layout, count, aspect);
    let said = |what: &str| format!("{what}: {count} of {aspect} on {:?}", layout.wall.size);
    assert_eq!(takes.cells.len(), count - 1, "{}", said("a place for each"));
    let all: Vec<Rect> = takes.cells.iter().copied().chain([takes.chosen]).collect();
    for (index, one) in all.iter().enumerate() {
        let inside = |screen: &&Rect| {
            one.x >= screen.x - 0.6
                && one.y >= screen.y - 0.6
                && one.right() <= screen.right() + 0.6
                && one.bottom() <= screen.bottom() + 0.6
        };
        let whole = layout.wall.screens.iter().filter(inside).count();
        // Where screens carry one picture together the chosen one may span several.
        let spans = index + 1 == all.len() && layout.wall.block_for(aspect).screens.len() > 1;
        let wall = layout.wall.screens.iter().copied().reduce(|all, one| all.union(&one)).unwrap();
        let on_the_wall = inside(&&wall);
        assert!(on_the_wall && (whole == 1 || (spans && whole == 0)), "{}", said("one screen"));
        for other in &all[..index] {
            assert!(!one.overlaps(other), "{} {one:?} {other:?}", said("apart"));
        }
        assert!(!one.overlaps(&takes.words), "{}", said("beside the words"));
        let foot = layout.foot.slots.iter().any(|slot| one.overlaps(slot));
        assert!(!foot, "{}", said("beside the words at the foot"));
    }
    let screen = |rect: &Rect| layout.screen_at(rect.middle());
    let least = takes.cells.iter().map(|cell| cell.w).fold(f32::MAX, f32::min);
    for cell in &takes.cells {
        // On one screen all have one size, and from screen to screen nearly.
        let beside = takes.cells.iter().find(|other| screen(other) == screen(cell)).unwrap();
        assert!((cell.w, cell.h) == (beside.w, beside.h), "{}", said("alike"));
        assert!(cell.w <= least * 1.26, "{}", said("much larger than another"));
        let larger = if screen(cell) == screen(&takes.chosen) { 1.8 } else { 1.3 };
        assert!(takes.chosen.w >= cell.w * larger, "{}", said("the chosen one is largest"));
        assert!(takes.chosen.h >= cell.h * larger, "{}", said("the chosen one is largest"));
        assert!(takes.bounds.contains(cell.middle().0, cell.middle().1));
    }
}

#[test]
fn whatever_their_number_all_are_on_the_wall_apart_on_one_screen_each_and_the_chosen_is_largest() {
    for wall in walls() {
        let layout = Layout::new(wall, 9, 16.0 / 9.0);
        // As many as can be listed, and the chosen one beside them.
        for count in 1..=401 {
            check(&layout, count, 16.0 / 9.0);
        }
    }
}

#[test]
fn on_screens_that_carry_one_picture_the_chosen_take_is_in_the_middle_of_the_wall_and_all_is_even()
{
    let layout = Layout::new(many(3, 3, (1920.0, 1080.0), 36.0), 9, 16.0 / 9.0);
    // How many, and how wide the chosen one and the others are at least, in screens.
    for (count, chosen, other) in [(3, 1.5, 0.35), (13, 1.5, 0.35), (40, 1.0, 0.2), (214, 0.5, 0.1)]
    {
        let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
        assert!(takes.chosen.w > 1920.0 * chosen, "{count}: {:?}", takes.chosen);
        let (x, _) = takes.chosen.middle();
        assert!((x - layout.wall.size.0 / 2.0).abs() < 2.0, "{count}: {x}");
        assert!(takes.cells.iter().all(|cell| cell.w > 1920.0 * other), "{count}");
        let left = takes.cells.iter().filter(|cell| cell.middle().0 < x - 1.0).count();
        let right = takes.cells.iter().filter(|cell| cell.middle().0 > x + 1.0).count();
        assert!(left.abs_diff(right) <= 1, "{count}: {left} {right}");
    }
}

#[test]
fn on_screens_that_hang_freely_the_chosen_take_has_one_to_itself_where_the_others_lose_little() {
    let layout = Layout::new(many(3, 1, (1920.0, 1080.0), 300.0), 9, 16.0 / 9.0);
    for (count, other) in [(3, 0.5), (9, 0.35), (13, 0.25), (19, 0.25)] {
        let takes = TakesWall::new(&layout, count, 16.0 / 9.0);
        assert!(takes.chosen.w > 1920.0 * 0.7, "{count}: {:?}", takes.chosen);
        let mut on = [0; 3];
        for cell in &takes.cells {
            assert!(cell.w >= 1920.0 * other, "{count}: {cell:?}");
            on[layout.screen_at(cell.middle()).unwrap()] += 1;
        }
        assert_eq!(on[1], 0, "{count}: {on:?}");
        assert!(usize::abs_diff(on[0], on[2]) <= 1, "{count}: {on:?}");
    }
}

#[test]
fn upright_and_square_takes_find_their_places_too() {
    for wall in walls() {
        let layout = Layout::new(wall, 3, 1.0);
        for count in (1..=40).chain((41..=400).step_by(7)) {
            for aspect in [0.2, 9.0 / 16.0, 1.0, 4.0 / 3.0, 2.39, 5.0] {
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
        count in 2usize..=401, amount in 0.0f32..=1.0, wall in 0usize..9,
        x in 0.0f32..1500.0, y in 0.0f32..900.0, w in 20.0f32..400.0,
    ) {
        let layout = Layout::new(walls().swap_remove(wall), 9, 16.0 / 9.0);
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
