//! Controllers: bytes as real ones send them, and where they lead the show.

use palimpsest::controller::{Event, Generic, Parser, Situation};
use palimpsest::scrub::ScrubPosition;
use palimpsest::show::{Part, Program, Show, ShowCommand};
use palimpsest::timeline::{ClockTime, FilmTime};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Vec<Event> {
    let mut parser = Parser::default();
    bytes.iter().filter_map(|byte| parser.feed(*byte)).collect()
}

fn turned(channel: u8, controller: u8, value: u8) -> Event {
    Event::ControlChange { channel, controller, value }
}

fn bent(channel: u8, value: u16) -> Event {
    Event::PitchBend { channel, value }
}

// ---------------------------------------------------------------- bytes

#[test]
fn a_slider_and_a_key_of_a_nanokontrol2_are_read_as_sent() {
    let bytes = [0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x7f, 0xb0, 0x00, 0x40];
    assert_eq!(read(&bytes), [turned(0, 0, 63), turned(0, 32, 127), turned(0, 0, 64)]);
}

#[test]
fn a_key_of_an_x_touch_mini_comes_up_by_either_kind_of_message() {
    let off = |channel, note| Event::NoteOff { channel, note };
    let on = |channel, note| Event::NoteOn { channel, note, velocity: 127 };
    assert_eq!(read(&[0x9a, 0x08, 0x7f, 0x8a, 0x08, 0x00]), [on(10, 8), off(10, 8)]);
    assert_eq!(read(&[0x90, 0x20, 0x7f, 0x90, 0x20, 0x00]), [on(0, 32), off(0, 32)]);
}

#[test]
fn a_motor_fader_with_running_status_gives_every_position() {
    let bytes = [0xe7, 0x40, 0x7d, 0x00, 0x7e, 0x40, 0x7e];
    assert_eq!(read(&bytes), [bent(7, 16_064), bent(7, 16_128), bent(7, 16_192)]);
}

#[test]
fn a_clock_between_the_bytes_changes_nothing() {
    let bytes = [0xf8, 0xb0, 0xfe, 0x02, 0xf8, 0x78, 0xff, 0x02, 0xf8, 0x79];
    assert_eq!(read(&bytes), [turned(0, 2, 120), turned(0, 2, 121)]);
}

#[test]
fn messages_to_a_system_are_skipped_and_end_the_running_status() {
    let template_change = [0xf0, 0x00, 0x20, 0x29, 0x02, 0x11, 0x77, 0x08, 0xf7];
    let mut bytes = vec![0xb8, 0x4d, 0x10];
    bytes.extend(template_change);
    bytes.extend([0x4d, 0x11]);
    bytes.extend([0xb8, 0x4d, 0x12]);
    assert_eq!(read(&bytes), [turned(8, 77, 16), turned(8, 77, 18)]);
    let cut_off = [0xf0, 0x7e, 0x7f, 0xb0, 0x07, 0x01];
    assert_eq!(read(&cut_off), [turned(0, 7, 1)]);
}

#[test]
fn programs_and_pressure_are_as_short_as_they_are() {
    let bytes =
        [0xc0, 0x05, 0xb0, 0x01, 0x02, 0xd3, 0x40, 0x41, 0xa0, 0x3c, 0x10, 0xb0, 0x01, 0x03];
    assert_eq!(read(&bytes), [turned(0, 1, 2), turned(0, 1, 3)]);
}

proptest! {
    #[test]
    fn no_garbage_takes_a_message_that_follows_it(
        garbage in prop::collection::vec(any::<u8>(), 0..200),
        channel in 0_u8..16,
        controller in 0_u8..128,
        value in 0_u8..128,
        clock in 0xf8_u8..=0xff,
    ) {
        let mut parser = Parser::default();
        for byte in garbage {
            parser.feed(byte);
        }
        let message = [0xb0 | channel, controller, clock, value];
        let events: Vec<Event> = message.iter().filter_map(|byte| parser.feed(*byte)).collect();
        prop_assert_eq!(events, [turned(channel, controller, value)]);
    }
}

// ---------------------------------------------------------------- to the show

/// A show of so many versions with a controller at hand, and a clock that goes on.
struct Table {
    show: Show,
    mapping: Generic,
    now: ClockTime,
}

impl Table {
    /// At rest on the version of this number.
    fn at(versions: u16, number: u16) -> Self {
        let part = |number| Part { id: format!("v{number}"), frames: None };
        let parts = (1..=versions).map(part).collect();
        let program = Program::new(FilmTime::from_secs(10), &[], parts);
        let mut show = Show::new(program, ClockTime(0));
        show.apply(ClockTime(0), ShowCommand::ScrubToVersion(number));
        Self { show, mapping: Generic::default(), now: ClockTime(10_000_000_000) }
    }

    fn along(&self) -> f64 {
        self.show.moment(self.now, self.now).along
    }

    fn wait(&mut self, ms: i64) {
        self.now = self.now.after(ms * 1_000_000);
        self.show.tick(self.now, self.now);
    }

    /// The bytes of one tick.
    fn hear(&mut self, bytes: &[u8]) -> Vec<ShowCommand> {
        let axis = self.show.axis();
        let rests = axis.along(&self.show.destination()).unwrap();
        let situation = Situation { now: self.now, rests, end: axis.end() };
        let commands = self.mapping.commands(read(bytes), situation);
        for command in &commands {
            self.show.apply(self.now, command.clone());
        }
        self.wait(16);
        self.show.verify_invariants(self.now).unwrap();
        commands
    }

    /// The fader, from one position to another in single steps, so many milliseconds apart.
    fn slide(&mut self, from: u8, to: u8, ms: i64) -> Vec<f64> {
        let steps: Vec<u8> =
            if from < to { (from..=to).collect() } else { (to..=from).rev().collect() };
        let mut seen = Vec::new();
        for value in steps {
            self.hear(&[0xb0, 0x07, value]);
            self.wait((ms - 16).max(0));
            seen.push(self.along());
        }
        seen
    }
}

#[test]
fn touching_a_fader_that_stands_elsewhere_moves_nothing() {
    for stands in [0, 1, 64, 127] {
        let mut table = Table::at(12, 3);
        assert_eq!(table.hear(&[0xb0, 0x07, stands]), []);
        table.wait(1000);
        assert_eq!(table.along(), 3.0);
    }
}

#[test]
fn the_first_movement_of_a_fader_is_no_larger_than_twice_its_own() {
    for (stands, next) in [(0, 1), (126, 127), (127, 126), (1, 0), (64, 65)] {
        let mut table = Table::at(12, 6);
        table.hear(&[0xb0, 0x07, stands]);
        table.hear(&[0xb0, 0x07, next]);
        let most = 2.0 * 13.0 / 127.0;
        for _ in 0..20 {
            table.wait(10);
            assert!((table.along() - 6.0).abs() <= most, "{stands} {next} {}", table.along());
        }
    }
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
fn a_fader_that_creeps_takes_the_picture_along_and_never_back() {
    for (versions, number) in [(12, 1), (3, 1), (60, 30)] {
        let mut table = Table::at(versions, number);
        let mut seen = table.slide(10, 127, 900);
        table.wait(2000);
        assert_eq!(table.along(), f64::from(versions) + 1.0);
        // A drag that is too short to reach the next stop falls back to the one it came from;
        // what it rests on never does.
        seen.iter_mut().for_each(|along| *along = along.round());
        assert!(seen.is_sorted(), "{versions}: {seen:?}");
    }
}

#[test]
fn a_key_that_sends_control_changes_moves_nothing() {
    let mut table = Table::at(12, 6);
    for bytes in [[0xb0, 0x29, 0x7f], [0xb0, 0x29, 0x00], [0xb0, 0x29, 0x7f], [0xb0, 0x7b, 0x00]] {
        assert_eq!(table.hear(&bytes), []);
    }
}

#[test]
fn a_key_pressed_while_a_slider_moves_is_not_its_fine_half() {
    let mut table = Table::at(12, 6);
    let commands = table.hear(&[
        0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x7f, 0xb0, 0x00, 0x40, 0xb0, 0x20, 0x00, 0xb0, 0x00, 0x41,
    ]);
    let [ShowCommand::ScrubDrag { along }] = commands[..] else { panic!("{commands:?}") };
    assert!(along > 0.0 && along < 0.5, "two steps of the slider in one drag: {along}");
}

#[test]
fn the_fine_half_of_a_long_fader_does_not_shake_the_picture() {
    let mut table = Table::at(12, 6);
    let commands =
        table.hear(&[0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x10, 0xb0, 0x00, 0x3f, 0xb0, 0x20, 0x60]);
    assert_eq!(commands, []);
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
fn the_middle_keys_step_and_play() {
    let mut table = Table::at(12, 6);
    assert_eq!(table.hear(&[0x90, 0x3c, 0x40, 0x90, 0x3c, 0x00]), [ShowCommand::ScrubStep(-1)]);
    assert_eq!(table.hear(&[0x95, 0x3e, 0x40, 0x85, 0x3e, 0x00]), [ShowCommand::ScrubStep(1)]);
    assert_eq!(table.hear(&[0x90, 0x40, 0x01]), [ShowCommand::TogglePlay]);
    assert_eq!(table.hear(&[0x90, 0x41, 0x01, 0x90, 0x68, 0x7f]), [ShowCommand::ToggleView]);
}

#[test]
fn a_fader_goes_on_from_where_somebody_else_left_the_picture() {
    let mut table = Table::at(12, 2);
    table.slide(60, 70, 20);
    table.wait(1000);
    let stop = table.show.axis().stop(10);
    table.show.apply(table.now, ShowCommand::ScrubTo(ScrubPosition::at(stop)));
    table.wait(1000);
    table.hear(&[0xb0, 0x07, 71]);
    assert!((table.along() - 10.0).abs() < 0.3, "{}", table.along());
}

proptest! {
    #[test]
    fn whatever_is_turned_the_show_stays_within_its_bounds(
        bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..60),
        versions in 1_u16..20,
    ) {
        let mut table = Table::at(versions, 1);
        for bytes in bytes {
            table.hear(&bytes);
        }
    }
}
