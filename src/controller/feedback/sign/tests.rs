//! One control: what it is told, and what of that it may send back.

use super::*;
use crate::controller::feedback::wire::{DATA_COARSE, DATA_FINE};
use crate::controller::profile::{Does, Encoding};

fn ms(ms: i64) -> ClockTime {
    ClockTime(ms * 1_000_000)
}

fn sign(address: Address, function: Function, sends: Sends, answer: Answer) -> Sign {
    let control = Control::new("it", address, Does::new(function));
    Sign::new(&Control { sends, answer: Some(answer), ..control }).unwrap()
}

fn motor(address: Address) -> Sign {
    sign(address, Function::Scrub, Sends::Position, Answer::Motor)
}

fn ring(sends: Sends) -> Sign {
    let ring = Answer::Ring { cc: 5, low: 0, high: 127 };
    sign(Address::Cc(5), Function::Scrub, sends, ring)
}

fn light(sends: Sends) -> Sign {
    sign(Address::Note(8), Function::Play, sends, Answer::Light { on: 127, off: 0 })
}

fn cc(controller: u8, value: u8) -> Event {
    Event::ControlChange { channel: 0, controller, value }
}

fn bend(value: u16) -> Event {
    Event::PitchBend { channel: 0, value }
}

fn tell(sign: &mut Sign, at: i64, scrub: f64) -> usize {
    let mut messages = Vec::new();
    let shown = Shown { scrub, ..Shown::default() };
    if let Some(value) = sign.due(ms(at), &shown) {
        sign.tell(ms(at), value, &mut messages);
    }
    messages.len()
}

fn hear(sign: &mut Sign, at: i64, event: Event) -> bool {
    sign.hear(ms(at), &event, 300)
}

fn down() -> Event {
    Event::NoteOn { channel: 0, note: 8, velocity: 127 }
}

fn up() -> Event {
    Event::NoteOff { channel: 0, note: 8 }
}

#[test]
fn a_fader_that_a_hand_touches_is_left_alone_and_then_driven() {
    let mut sign = Sign { touch: Some(8), channel: Some(0), ..motor(Address::Bend) };
    let on_another_channel = Event::NoteOn { channel: 3, note: 8, velocity: 127 };
    assert!(!hear(&mut sign, 0, on_another_channel));
    assert_eq!(tell(&mut sign, 900, 0.5), 0);
    assert!(!hear(&mut sign, 1000, bend(4000)));
    assert!(!hear(&mut sign, 1100, up()));
    assert_eq!(tell(&mut sign, 1499, 0.5), 0);
    assert_eq!(tell(&mut sign, 1500, 0.5), 1);
}

#[test]
fn a_fader_goes_back_even_to_where_it_was_last_sent() {
    let mut sign = motor(Address::Bend);
    assert_eq!(tell(&mut sign, 0, 0.5), 1);
    assert!(!hear(&mut sign, 1000, bend(0)));
    assert_eq!(tell(&mut sign, 1400, 0.5), 0);
    assert_eq!(tell(&mut sign, 1500, 0.5), 1);
}

#[test]
fn a_fader_that_shakes_is_driven_and_one_that_a_hand_creeps_with_is_not() {
    for (creeps, driven) in [(0, 1), (100, 0)] {
        let mut sign = motor(Address::Bend);
        assert!(!hear(&mut sign, 0, bend(5000)));
        for at in 1..100_u16 {
            let shaken = 5000 + creeps * at + 128 * (at % 3);
            assert!(!hear(&mut sign, i64::from(at) * 10, bend(shaken)));
        }
        assert_eq!(tell(&mut sign, 1000, 0.5), driven);
    }
}

#[test]
fn both_halves_of_a_number_are_an_echo_or_neither_is() {
    for (address, coarse, fine) in
        [(Address::Cc14(1), 1, 33), (Address::Nrpn(300), DATA_COARSE, DATA_FINE)]
    {
        let mut sign = motor(address);
        tell(&mut sign, 0, 0.5);
        assert!(hear(&mut sign, 100, cc(coarse, 40)) && hear(&mut sign, 100, cc(fine, 9)));
        assert!(hear(&mut sign, 150, cc(coarse, 64)) && hear(&mut sign, 150, cc(fine, 127)));
        assert!(!hear(&mut sign, 200, cc(coarse, 60)) && !hear(&mut sign, 200, cc(fine, 0)));
    }
    let mut sign = motor(Address::Nrpn(299));
    tell(&mut sign, 0, 0.5);
    assert!(!hear(&mut sign, 100, cc(DATA_COARSE, 64)));
}

#[test]
fn a_dial_that_sends_its_ring_back_was_not_turned() {
    let mut sign = ring(Sends::Position);
    tell(&mut sign, 0, 0.5);
    assert!(hear(&mut sign, 5, cc(5, 64)) && hear(&mut sign, 9, cc(5, 64)));
    assert!(!hear(&mut sign, 300, cc(5, 65)));
    // And back again at once: that is a turn, too.
    assert!(!hear(&mut sign, 310, cc(5, 64)));
    assert!(!hear(&mut sign, 2000, cc(5, 64)));
}

#[test]
fn the_counter_of_a_dial_is_not_set_while_it_is_turned() {
    let mut sign = ring(Sends::Position);
    tell(&mut sign, 0, 0.5);
    assert!(!hear(&mut sign, 100, cc(5, 66)));
    assert_eq!(tell(&mut sign, 150, 65.0 / 127.0), 0);
    assert_eq!(tell(&mut sign, 700, 66.0 / 127.0), 0);
    assert_eq!(tell(&mut sign, 700, 65.0 / 127.0), 1);
}

#[test]
fn a_click_of_a_dial_is_never_an_echo_of_its_ring() {
    let mut sign = ring(Sends::Turns(Encoding::BinaryOffset));
    tell(&mut sign, 0, 65.0 / 127.0);
    assert!(!hear(&mut sign, 10, cc(5, 65)));
    // And the ring goes on meanwhile.
    assert_eq!(tell(&mut sign, 40, 66.0 / 127.0), 1);
}

#[test]
fn a_ring_with_a_number_of_its_own_is_known_by_it() {
    let answer = Answer::Ring { cc: 48, low: 0, high: 127 };
    let turns = Sends::Turns(Encoding::SignMagnitude);
    let mut sign = sign(Address::Cc(16), Function::Scrub, turns, answer);
    tell(&mut sign, 0, 1.0 / 127.0);
    assert!(!hear(&mut sign, 10, cc(16, 1)));
    assert!(hear(&mut sign, 10, cc(48, 1)));
    assert!(!hear(&mut sign, 10, cc(48, 2)));
}

#[test]
fn a_key_that_sends_its_light_back_was_not_pressed() {
    for sends in [Sends::Presses, Sends::Toggles] {
        let mut sign = light(sends);
        sign.tell(ms(0), 127, &mut Vec::new());
        assert!(hear(&mut sign, 10, down()));
        sign.tell(ms(50), 0, &mut Vec::new());
        assert!(hear(&mut sign, 60, up()));
        assert!(!hear(&mut sign, 600, down()));
    }
}

#[test]
fn a_key_comes_up_though_its_light_was_just_put_out_and_goes_down_twice() {
    let mut sign = light(Sends::Presses);
    for at in [0, 200, 400] {
        assert!(!hear(&mut sign, at, down()));
        sign.tell(ms(at + 10), 0, &mut Vec::new());
        sign.tell(ms(at + 50), 127, &mut Vec::new());
        assert!(!hear(&mut sign, at + 100, up()));
    }
}

#[test]
fn a_key_that_was_pressed_is_lit_again() {
    let mut sign = light(Sends::Presses);
    assert_eq!(tell(&mut sign, 0, 0.0), 1);
    assert_eq!(tell(&mut sign, 500, 0.0), 0);
    assert!(!hear(&mut sign, 600, down()));
    assert_eq!(tell(&mut sign, 610, 0.0), 1);
    assert!(!hear(&mut sign, 700, up()));
    assert_eq!((tell(&mut sign, 710, 0.0), tell(&mut sign, 800, 0.0)), (1, 0));
}

#[test]
fn a_touch_whose_end_was_missed_does_not_outlast_a_reconnect() {
    let mut sign = Sign { touch: Some(8), ..motor(Address::Bend) };
    assert!(!hear(&mut sign, 0, down()));
    assert_eq!(tell(&mut sign, 900, 0.5), 0);
    sign.forget();
    assert_eq!(tell(&mut sign, 901, 0.5), 1);
}
