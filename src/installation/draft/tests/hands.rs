//! Whatever a hand does, in any order, to every file that comes with the program.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Draft, Edit, Measure, turn};
use super::{FILE, comments, draft, texts};
use crate::installation::{Bezel, Rotation, Screen, ScreenView, parse};

/// What a hand may do; screens are chosen among those that there are.
#[derive(Clone, Debug)]
enum Hand {
    Move(Index, i32, i32),
    Measure(Index, Measure, i32),
    Pixels(Index, u32, u32),
    Turn(Index, Rotation),
    View(Index, Option<ScreenView>),
    Output(Index, Option<String>),
    Name(Index, String),
    Undo,
    Redo,
}

fn hand() -> impl Strategy<Value = Hand> {
    use Measure::{Bottom, Centre, Distance, Height, Left, Right, Rim, Top, Width, X, Y};
    let screen = any::<Index>;
    let measures = prop::sample::select(vec![
        X, Y, Width, Height, Left, Top, Right, Bottom, Rim, Distance, Centre,
    ]);
    let rotations = prop::sample::select(vec![
        Rotation::Upright,
        Rotation::Clockwise,
        Rotation::UpsideDown,
        Rotation::Anticlockwise,
    ]);
    let views = prop::sample::select(vec![ScreenView::Chorus, ScreenView::Solo, ScreenView::Card]);
    prop_oneof![
        3 => (screen(), -400_000..400_000, -400_000..400_000).prop_map(|(s, x, y)| Hand::Move(s, x, y)),
        3 => (screen(), measures, 2_000..300_000).prop_map(|(s, what, mm)| Hand::Measure(s, what, mm)),
        1 => (screen(), 16_u32..9000, 16_u32..9000).prop_map(|(s, a, d)| Hand::Pixels(s, a, d)),
        2 => (screen(), rotations).prop_map(|(s, to)| Hand::Turn(s, to)),
        1 => (screen(), prop::option::of(views)).prop_map(|(s, view)| Hand::View(s, view)),
        1 => (screen(), prop::option::of("[A-Z]{2}-[1-9]")).prop_map(|(s, out)| Hand::Output(s, out)),
        1 => (screen(), "[a-z\" \\\\é]{1,6}").prop_map(|(s, name)| Hand::Name(s, name)),
        2 => Just(Hand::Undo),
        1 => Just(Hand::Redo),
    ]
}

/// The edit, and what the screens, the distance and the height of the middle are after it.
fn meant(draft: &Draft, hand: &Hand) -> Option<(Edit, Vec<Screen>, (f64, Option<f64>))> {
    let mut screens = draft.screens().to_vec();
    let (mut distance, mut centre) = (draft.distance_mm(), draft.said_centre_mm());
    let of = |index: &Index| index.index(draft.screens().len());
    let mm = |hundredths: i32| f64::from(hundredths) / 100.0;
    let edit = match hand {
        Hand::Move(index, x, y) => {
            (screens[of(index)].x, screens[of(index)].y) = (mm(*x), mm(*y));
            Edit::Move { screen: of(index), x: mm(*x), y: mm(*y) }
        }
        Hand::Measure(index, what, length) => {
            // Nobody stands nearer than 100 mm, and no wall hangs as low.
            let mm = mm(if what.is_of_the_wall() { length + 10_000 } else { *length });
            let screen = &mut screens[of(index)];
            match what {
                Measure::X => screen.x = mm,
                Measure::Y => screen.y = mm,
                Measure::Width => screen.width = mm,
                Measure::Height => screen.height = mm,
                Measure::Left => screen.bezel.left = mm,
                Measure::Top => screen.bezel.top = mm,
                Measure::Right => screen.bezel.right = mm,
                Measure::Bottom => screen.bezel.bottom = mm,
                Measure::Rim => screen.bezel = Bezel::even(mm),
                Measure::Distance => distance = mm,
                Measure::Centre => centre = Some(mm),
            }
            Edit::Measure { screen: of(index), what: *what, mm }
        }
        Hand::Pixels(index, across, down) => {
            let screen = &mut screens[of(index)];
            screen.pixels = screen.rotation.turned((*across, *down));
            Edit::Pixels { screen: of(index), across: *across, down: *down }
        }
        Hand::Turn(index, to) => {
            screens[of(index)] = turn::turned(&screens[of(index)], *to);
            Edit::Turn { screen: of(index), to: *to }
        }
        Hand::View(index, view) => {
            screens[of(index)].view = *view;
            Edit::View { screen: of(index), view: *view }
        }
        Hand::Output(index, output) => {
            screens[of(index)].output.clone_from(output);
            Edit::Output { screen: of(index), output: output.clone() }
        }
        Hand::Name(index, name) => {
            name.trim().clone_into(&mut screens[of(index)].name);
            Edit::Name { screen: of(index), name: name.clone() }
        }
        Hand::Undo | Hand::Redo => return None,
    };
    Some((edit, screens, (distance, centre)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_text_says_what_the_draft_does_keeps_its_comments_and_can_be_taken_back(
        which in any::<Index>(),
        hands in prop::collection::vec(hand(), 1..24),
    ) {
        let texts = texts();
        let (name, text) = &texts[which.index(texts.len())];
        let mut draft = draft(text);
        for hand in &hands {
            match meant(&draft, hand) {
                Some((edit, screens, of_the_wall)) => {
                    let before = draft.text().to_owned();
                    if draft.apply(std::slice::from_ref(&edit), None).is_ok() {
                        prop_assert_eq!(draft.screens(), screens.as_slice(), "{}: {:?}\n{}", name, edit, draft.text());
                        let is = (draft.distance_mm(), draft.said_centre_mm());
                        prop_assert_eq!(is, of_the_wall);
                    } else {
                        prop_assert_eq!(draft.text(), &before);
                    }
                }
                None if matches!(hand, Hand::Undo) => { draft.undo(); }
                None => { draft.redo(); }
            }
            prop_assert_eq!(comments(draft.text()), comments(text), "{}: {:?}", name, hand);
            let unix = draft.text().replace("\r\n", "");
            prop_assert_eq!(unix.contains('\n'), text.replace("\r\n", "").contains('\n'), "ends of lines");
            if let Ok(read) = parse(draft.text(), Path::new(FILE)) {
                prop_assert_eq!(&read.installation.screens, draft.screens());
            }
            let again = super::draft(draft.text());
            prop_assert_eq!(again.screens(), draft.screens());
        }
        while draft.undo() {}
        prop_assert_eq!(draft.text(), text);
        while draft.redo() {}
        while draft.undo() {}
        prop_assert_eq!(draft.text(), text);
    }
}
