//! What a hand feels: the picture goes with it at once, the way that it goes, and rests exactly.

use palimpsest::controller::dial::{Axis, DialKey, Motion};
use palimpsest::controller::profile::load::parse;
use palimpsest::controller::{Movement, Profile, Role};
use palimpsest::scrub::{Scale, ScrubPosition};
use palimpsest::show::ShowCommand;
use proptest::prelude::*;

use super::table::{Table, profile};

/// A controller with these controls.
fn of(controls: &str) -> std::sync::Arc<Profile> {
    let text = format!("name = \"test\"\n{controls}");
    let loaded = parse(&text, std::path::Path::new("test.toml"));
    loaded.unwrap_or_else(|report| panic!("{}", report.render(false))).profile.into()
}

const FADER: &str = "[[control]]\nname = \"fader\"\ndoes = \"scrub\"\ncc = 7\n";
const DIAL: &str =
    "[[control]]\nname = \"dial\"\ndoes = \"scrub\"\ncc = 1\nsends = \"twos-complement\"\n";

fn fader(versions: u16, number: u16) -> Table {
    Table::with(of(FADER), Role::Public, versions, number)
}

fn dial(versions: u16, number: u16) -> Table {
    Table::with(of(DIAL), Role::Public, versions, number)
}

/// So many clicks of the dial, so many milliseconds apart.
fn turn(table: &mut Table, clicks: i32, ms: i64) {
    for _ in 0..clicks.abs() {
        table.hear(&[0xb0, 1, if clicks > 0 { 1 } else { 0x7f }]);
        table.wait((ms - 16).max(0));
    }
}

// ---------------------------------------------------------------- faders

#[test]
fn of_a_controller_that_nobody_knows_a_touch_moves_nothing_yet() {
    for stands in [0, 1, 64, 127] {
        let mut table = Table::at(12, 3);
        assert_eq!(table.hear(&[0xb0, 0x07, stands]), []);
        table.wait(1000);
        assert_eq!(table.along(), 3.0);
    }
}

#[test]
fn the_first_message_of_a_known_fader_takes_the_picture_to_where_it_stands() {
    for stands in [0_u8, 30, 100, 127] {
        let mut table = fader(12, 6);
        table.hear(&[0xb0, 0x07, stands]);
        table.wait(5000);
        assert_eq!(table.along(), (f64::from(stands) / 127.0 * 13.0).round());
    }
}

#[test]
fn once_together_every_place_of_the_fader_is_a_place_of_the_picture() {
    let mut table = fader(9, 5);
    table.slide(0, 127, 20);
    for value in (0..=127_u8).rev().step_by(4) {
        table.hear(&[0xb0, 0x07, value]);
        table.wait(500);
        // It trails by the slack that keeps its shaking off.
        let stands = f64::from(value) / 127.0 * 10.0;
        assert!((table.along() - stands).abs() < 0.17, "{value}: {}", table.along());
    }
}

#[test]
fn a_fader_that_rests_settles_on_an_exact_version_after_six_tenths_of_a_second() {
    let mut table = fader(9, 5);
    table.slide(0, 43, 20);
    table.wait(550);
    assert!((table.along() - 3.3).abs() < 0.1, "not yet: {}", table.along());
    table.wait(400);
    assert_eq!(table.along(), 3.0);
}

#[test]
fn a_fader_pushed_to_its_end_arrives_at_the_end_of_the_generations() {
    let mut table = Table::at(12, 3);
    let seen = table.slide(20, 127, 20);
    assert!(seen.is_sorted_by(|a, b| *b > a - 1e-9), "never back: {seen:?}");
    table.wait(2000);
    assert_eq!(table.along(), 13.0, "the next one");
    let seen = table.slide(127, 0, 20);
    assert!(seen.is_sorted_by(|a, b| *b < a + 1e-9), "never back: {seen:?}");
    table.wait(2000);
    assert_eq!(table.along(), 0.0, "the inputs");
}

#[test]
fn a_fader_goes_on_from_where_somebody_else_left_the_picture_and_both_meet() {
    let mut table = fader(12, 2);
    table.slide(20, 30, 20);
    table.wait(1000);
    let stop = table.show.axis().stop(10);
    table.show.apply(table.now, ShowCommand::ScrubTo(ScrubPosition::at(stop)));
    table.wait(1000);
    for value in 31..=33 {
        table.hear(&[0xb0, 0x07, value]);
    }
    table.wait(200);
    assert!((10.0..10.4).contains(&table.along()), "on, and by no leap: {}", table.along());
    let seen = table.slide(34, 126, 20);
    assert!(seen.is_sorted_by(|a, b| *b > a - 1e-9), "never back: {seen:?}");
    table.wait(300);
    assert!((table.along() - 126.0 / 127.0 * 13.0).abs() < 0.15, "{}", table.along());
}

#[test]
fn staff_must_meet_the_picture_first() {
    let mut table = Table::with(of(FADER), Role::Staff, 12, 10);
    table.slide(10, 60, 20);
    table.wait(1000);
    assert_eq!(table.along(), 10.0);
    table.slide(61, 110, 20);
    table.wait(300);
    assert!((table.along() - 110.0 / 127.0 * 13.0).abs() < 0.2, "{}", table.along());
}

#[test]
fn a_motor_fader_whose_top_is_not_quite_the_top_arrives_too() {
    let mut table = Table::at(12, 12);
    table.hear(&[0xe7, 0x00, 0x70]);
    for msb in 0x71..=0x7b_u8 {
        table.hear(&[0xe7, 0x73, msb]);
    }
    table.wait(2000);
    assert_eq!(table.along(), 13.0);
}

#[test]
fn a_motor_takes_its_fader_along_so_that_the_two_are_never_apart() {
    let mut table = Table::with(profile("icon-qcon-pro"), Role::Public, 12, 3);
    table.hear(&[0xe7, 0x00, 0x20]);
    table.wait(2000);
    table.show.apply(table.now, ShowCommand::ScrubToVersion(10));
    table.wait(2000);
    // The motor has moved it to 10/13; the hand goes on from there.
    let value = (10.0 / 13.0 * 127.0) as u8;
    for msb in value..=value + 3 {
        table.hear(&[0xe7, 0x00, msb]);
    }
    table.wait(300);
    assert!((table.along() - 10.3).abs() < 0.3, "{}", table.along());
}

// ---------------------------------------------------------------- dials

#[test]
fn so_many_clicks_of_a_dial_make_one_version() {
    let mut table = dial(9, 3);
    turn(&mut table, 5, 100);
    table.wait(2000);
    assert_eq!(table.along(), 4.0);
    turn(&mut table, -10, 100);
    table.wait(2000);
    assert_eq!(table.along(), 2.0);
}

#[test]
fn a_dial_clings_to_each_version_and_every_click_of_a_turn_is_seen() {
    let mut table = dial(9, 3);
    let mut seen = vec![table.along()];
    for _ in 0..5 {
        turn(&mut table, 1, 300);
        seen.push(table.along());
    }
    let steps: Vec<f64> = seen.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(steps.iter().all(|step| *step > 0.05), "{steps:?}");
    assert!(steps[0] < 0.19 && steps[4] < 0.19, "near a version less: {steps:?}");
    assert!(steps[2] > 0.22, "midway more: {steps:?}");
}

#[test]
fn a_dial_thrown_carries_on_and_one_that_stops_does_not() {
    let mut still = dial(9, 3);
    turn(&mut still, 6, 150);
    still.wait(2000);
    let mut thrown = dial(9, 3);
    turn(&mut thrown, 6, 16);
    thrown.wait(2000);
    assert_eq!((still.along(), thrown.along()), (4.0, 5.0));
}

#[test]
fn beyond_an_end_a_dial_gives_a_little_and_comes_back() {
    let mut table = dial(9, 9);
    turn(&mut table, 5, 100);
    turn(&mut table, 3, 50);
    assert!(table.along() > 10.0 && table.along() < 10.36, "{}", table.along());
    table.wait(2000);
    assert_eq!(table.along(), 10.0);
}

#[test]
fn by_dates_a_year_without_a_model_is_a_long_way() {
    let mut table = dial(3, 1);
    let dates = [Some(2022.0), Some(2022.1), Some(2025.0)];
    table.scale = Scale::dated(&dates, 5, None);
    let clicks_to_the_next = |table: &mut Table| {
        let from = table.along();
        (1..60).find(|_| {
            turn(table, 1, 100);
            table.show.hand_at(table.now) >= from + 1.0 - 1e-9
        })
    };
    let near = clicks_to_the_next(&mut table);
    table.wait(2000);
    let far = clicks_to_the_next(&mut table);
    assert!(near.unwrap() >= 2 && far.unwrap() >= 4 * near.unwrap(), "{near:?} {far:?}");
}

#[test]
fn the_wheel_of_a_dial_that_says_it_is_a_mouse_turns_the_picture_too() {
    let mut table = Table::with(profile("usb-dial"), Role::Public, 9, 3);
    for _ in 0..5 {
        table.send(&[Movement::Dial(Motion::Wheel(Axis::Vertical, 1.0))]);
        table.wait(100);
    }
    table.wait(2000);
    assert_eq!(table.along(), 4.0);
    let key = DialKey::named("ArrowLeft").unwrap();
    let press = |down| Movement::Dial(Motion::Key { key, down });
    assert_eq!(table.send(&[press(true), press(false)]), [ShowCommand::ScrubStep(-1)]);
}

// ---------------------------------------------------------------- what is no hand

#[test]
fn a_fader_that_shakes_does_not_keep_the_wall_from_waiting() {
    for shake in [1_u8, 2, 3] {
        let mut table = fader(12, 6);
        table.slide(50, 64, 20);
        table.wait(3000);
        let before = table.along();
        for step in 0..1000 {
            table.hear(&[0xb0, 0x07, 64 + if step % 2 == 0 { shake } else { 0 }]);
            table.wait(34);
        }
        assert!(table.show.untouched(table.now) > 40_000_000_000, "by {shake}");
        // What shakes by more than its profile allows for is noticed only after a while.
        let moved = (table.along() - before).abs();
        assert!(if shake > 2 { moved <= 1.0 } else { moved == 0.0 }, "by {shake}: {moved}");
        if shake > 2 {
            let said = table.mapping.trouble(table.now).unwrap();
            assert!(said.contains("fader") && said.contains("never still"), "{said}");
        }
        // And still it obeys a hand.
        table.slide(64, 100, 20);
        assert!(table.along() > before + 2.0, "by {shake}: {}", table.along());
    }
}

#[test]
fn a_dial_whose_contacts_bounce_moves_nothing() {
    let mut table = dial(12, 6);
    for step in 0..600 {
        table.hear(&[0xb0, 1, if step % 2 == 0 { 1 } else { 0x7f }]);
        table.wait(34);
        assert!((table.along() - 6.0).abs() < 0.25, "{}", table.along());
    }
    assert!(table.show.untouched(table.now) > 20_000_000_000);
    table.wait(2000);
    assert_eq!(table.along(), 6.0);
}

#[test]
fn a_dial_that_is_stuck_against_the_end_is_not_heard_for_ever() {
    let mut table = dial(3, 3);
    turn(&mut table, 400, 50);
    assert!(table.show.untouched(table.now) > 10_000_000_000);
    turn(&mut table, -5, 100);
    table.wait(2000);
    assert_eq!(table.along(), 3.0, "turned back it is heard at once");
}

// ---------------------------------------------------------------- keys

#[test]
fn a_key_of_a_controller_that_nobody_knows_is_no_fader() {
    let mut table = Table::at(12, 6);
    for bytes in [[0xb0, 0x29, 0x7f], [0xb0, 0x29, 0x00], [0xb0, 0x29, 0x7f], [0xb0, 0x7b, 0x00]] {
        assert_eq!(table.hear(&bytes), []);
    }
}

#[test]
fn the_middle_keys_step_and_for_staff_play() {
    let mut table = Table::at(12, 6);
    assert_eq!(table.hear(&[0x90, 0x3c, 0x40, 0x90, 0x3c, 0x00]), [ShowCommand::ScrubStep(-1)]);
    assert_eq!(table.hear(&[0x95, 0x3e, 0x40, 0x85, 0x3e, 0x00]), [ShowCommand::ScrubStep(1)]);
    assert_eq!(table.hear(&[0x90, 0x40, 0x01]), [], "visitors do not pause the film");
    let mut table = Table::with(profile("generic"), Role::Rehearsal, 12, 6);
    assert_eq!(table.hear(&[0x90, 0x40, 0x01]), [ShowCommand::TogglePlay]);
}

#[test]
fn a_key_that_is_held_does_something_else_and_only_that() {
    let keys = of("[[control]]\nname = \"key\"\ndoes = \"view\"\nheld = \"hold\"\nnote = 1\n");
    let mut table = Table::with(keys, Role::Staff, 9, 3);
    assert_eq!(table.hear(&[0x90, 1, 100]), [], "it may yet be held");
    assert_eq!(table.hear(&[0x80, 1, 0]), [ShowCommand::NextView(1)]);
    table.wait(100);
    table.hear(&[0x90, 1, 100]);
    let mut held = Vec::new();
    for _ in 0..60 {
        table.now = table.now.after(16_000_000);
        let mut desk = palimpsest::controller::Desk {
            scale: &table.scale,
            at: 3.0,
            divider: 0.5,
            volume: 1.0,
        };
        table.mapping.advance(table.now, &mut desk, &mut held);
    }
    assert_eq!(held, [ShowCommand::Hold]);
    assert_eq!(table.hear(&[0x80, 1, 0]), []);
}

#[test]
fn a_key_that_toggles_is_pressed_with_each_of_its_messages() {
    let keys = of("[[control]]\nname = \"key\"\ndoes = \"language\"\ncc = 9\nsends = \"toggle\"\n");
    let mut table = Table::with(keys, Role::Public, 9, 3);
    for value in [127, 0, 127] {
        assert_eq!(table.hear(&[0xb0, 9, value]), [ShowCommand::NextLanguage(1)]);
        table.wait(200);
    }
    assert_eq!(table.show.settings().language, "ru");
}

#[test]
fn scrape_is_open_while_its_key_is_down() {
    let keys = of("[[control]]\nname = \"key\"\ndoes = \"scrape\"\ncc = 9\n");
    let mut table = Table::with(keys, Role::Public, 9, 3);
    assert_eq!(table.hear(&[0xb0, 9, 127]), [ShowCommand::Scrape(true)]);
    assert!(table.show.settings().scraping);
    assert_eq!(table.hear(&[0xb0, 9, 0]), [ShowCommand::Scrape(false)]);
}

#[test]
fn a_note_that_latches_is_pressed_with_each_of_its_messages_too() {
    let keys =
        of("[[control]]\nname = \"key\"\ndoes = \"language\"\nnote = 9\nsends = \"toggle\"\n");
    let mut table = Table::with(keys, Role::Public, 9, 3);
    for bytes in [[0x90, 9, 127], [0x80, 9, 0], [0x90, 9, 127]] {
        assert_eq!(table.hear(&bytes), [ShowCommand::NextLanguage(1)]);
        table.wait(200);
    }
}

#[test]
fn unplugged_with_a_key_down_nothing_stays_down() {
    let keys = of("[[control]]\nname = \"a\"\ndoes = \"scrape\"\ncc = 9\n[[control]]\n\
                   name = \"b\"\ndoes = \"language\"\ncc = 10\n");
    let mut table = Table::with(keys, Role::Public, 9, 3);
    table.hear(&[0xb0, 9, 127, 0xb0, 10, 127]);
    let mut commands = Vec::new();
    table.mapping.leave(&mut commands);
    assert_eq!(commands, [ShowCommand::Scrape(false)]);
    table.wait(1000);
    assert_eq!(table.hear(&[0xb0, 10, 127]), [ShowCommand::NextLanguage(1)], "it is no dead key");
}

#[test]
fn clicks_there_and_back_lead_back() {
    let mut table = dial(9, 3);
    for _ in 0..4 {
        table.hear(&[0xb0, 1, 1]);
        table.wait(100);
        table.hear(&[0xb0, 1, 0x7f]);
        table.wait(300);
    }
    assert!((table.show.hand_at(table.now) - 3.0).abs() < 1e-9);
}

#[test]
fn two_plain_knobs_32_apart_are_two_also_where_nothing_is_known_of_them() {
    let mut table = Table::at(12, 6);
    table.hear(&[0xb0, 0x10, 0x20]);
    table.wait(100);
    let mut moved = 0;
    for value in 0x20..0x40 {
        moved += table.hear(&[0xb0, 0x30, value]).len();
        table.wait(40);
    }
    assert!(moved > 20, "{moved}");
}

#[test]
fn the_fine_half_of_a_long_fader_does_not_shake_the_picture() {
    let mut table = Table::at(12, 6);
    let bytes = [0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x10, 0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x60];
    assert_eq!(table.hear(&bytes), []);
}

#[test]
fn a_dial_that_steps_and_is_stuck_does_not_step_for_ever() {
    let steps = of("[[control]]\nname = \"dial\"\ndoes = \"step\"\ncc = 1\n\
                    sends = \"twos-complement\"\n");
    let mut table = Table::with(steps, Role::Public, 3, 3);
    turn(&mut table, 400, 50);
    assert!(table.show.untouched(table.now) > 10_000_000_000);
    let said = table.mapping.trouble(table.now).unwrap();
    assert!(said.contains("stuck"), "{said}");
}

#[test]
fn a_fader_that_shakes_slowly_is_noticed_too() {
    let mut table = fader(12, 6);
    table.slide(50, 64, 20);
    table.wait(3000);
    for step in 0..60 {
        table.hear(&[0xb0, 0x07, if step % 2 == 0 { 67 } else { 64 }]);
        table.wait(1600);
    }
    assert!(table.show.untouched(table.now) > 40_000_000_000);
}

// ---------------------------------------------------------------- the wrong template

#[test]
fn a_controller_on_another_channel_is_noticed_and_the_nearest_is_said() {
    let mut table = Table::with(profile("korg-nanokontrol2"), Role::Public, 9, 3);
    for value in 0..80 {
        table.hear(&[0xb4, 0x00, value]);
        table.wait(50);
    }
    let said = table.mapping.trouble(table.now).unwrap();
    assert!(said.contains("control change 0 = 79 on channel 5"), "{said}");
    assert!(said.contains("\"slider 1\" does the same on channel 1"), "{said}");
    // One message that is known, and all is well.
    table.hear(&[0xb0, 0x00, 3]);
    assert_eq!(table.mapping.trouble(table.now), None);
}

#[test]
fn a_controller_in_another_mode_is_told_its_profile() {
    let mut table = Table::with(profile("behringer-x-touch-mini"), Role::Public, 9, 3);
    for value in 0..80 {
        table.hear(&[0xb0, 0x10, value % 3 + 1]);
        table.wait(50);
    }
    let said = table.mapping.trouble(table.now).unwrap();
    assert!(said.contains("it would fit the profile"), "{said}");
}

#[test]
fn a_stray_message_is_no_trouble() {
    let mut table = Table::with(profile("korg-nanokontrol2"), Role::Public, 9, 3);
    table.hear(&[0xb4, 0x00, 1]);
    table.wait(60_000);
    assert_eq!(table.mapping.trouble(table.now), None);
}

proptest! {
    #[test]
    fn whatever_is_turned_the_show_stays_within_its_bounds(
        bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..60),
        versions in 1_u16..20,
        model in 0_usize..10,
        role in 0..3,
    ) {
        let role = [Role::Public, Role::Staff, Role::Rehearsal][role as usize];
        let (name, _) = palimpsest::controller::profile::shipped::FILES[model];
        let mut table = Table::with(profile(name), role, versions, 1);
        for bytes in bytes {
            table.hear(&bytes);
        }
    }

    #[test]
    fn the_picture_never_goes_against_the_hand(
        start in 0_u8..128, moves in prop::collection::vec((0_u8..128, 0_i64..900), 1..12),
        other in 0_u16..9,
    ) {
        let mut table = fader(9, 5);
        table.hear(&[0xb0, 7, start]);
        table.wait(3000);
        table.show.apply(table.now, ShowCommand::ScrubToVersion(other + 1));
        table.wait(3000);
        let mut stands = start;
        for (to, pause) in moves {
            // What glides on by itself has come to rest.
            table.wait(400);
            let before = table.show.hand_at(table.now);
            let moved = super::table::read(&[0xb0, 7, to]).into_iter().map(Movement::Midi);
            table.send(&moved.collect::<Vec<_>>());
            let after = table.show.hand_at(table.now);
            let way = f64::from(to) - f64::from(stands);
            prop_assert!((after - before) * way >= -1e-9, "{before} {after} by {way}");
            stands = to;
            table.wait(pause);
        }
    }
}
