//! What holds for whatever is shown, whenever: what is told, how often, and that a motor is never
//! taken for a hand nor a hand for a motor.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::{Feedback, Shown};
use crate::controller::message::{Event, Parser};
use crate::controller::profile::{Address, Answer, Control, Does, Function, Profile};
use crate::timeline::ClockTime;

const MS: i64 = 1_000_000;

fn ms(ms: i64) -> ClockTime {
    ClockTime(ms * MS)
}

fn control(address: Address, function: Function, answer: Answer) -> Control {
    let answer = Some(answer);
    Control { answer, channel: Some(0), ..Control::new("it", address, Does::new(function)) }
}

fn feedback(controls: Vec<Control>) -> Feedback {
    Feedback::new(&Profile { controls, ..Profile::default() })
}

/// Something of every kind, on the addresses that `key` keeps apart.
fn desk() -> Feedback {
    let ring = |cc| Answer::Ring { cc, low: 1, high: 11 };
    feedback(vec![
        control(Address::Bend, Function::Scrub, Answer::Motor),
        control(Address::Cc(1), Function::Volume, Answer::Motor),
        control(Address::Cc14(2), Function::Divider, Answer::Motor),
        control(Address::Cc(7), Function::Shuttle, ring(7)),
        Control { reversed: true, ..control(Address::Cc(8), Function::Scrub, ring(48)) },
        control(Address::Note(9), Function::Play, Answer::Light { on: 5, off: 1 }),
    ])
}

/// What the desk shows then, message by message; worked out anew.
fn as_told(shown: &Shown) -> BTreeMap<(u8, u8), (u8, u8)> {
    let part = |share: f64, end: f64| (share * end).round() as u16;
    let halves = |value: u16| ((value & 0x7f) as u8, (value >> 7) as u8);
    let (bend, divider) =
        (halves(part(shown.scrub, 16_256.0)), halves(part(shown.divider, 16_383.0)));
    let ring = |share: f64| (1.0 + share * 10.0).round() as u8;
    let play = if shown.is_on(Function::Play) { 5 } else { 1 };
    BTreeMap::from([
        ((0xe0, 0), bend),
        ((0xb0, 1), (0, part(shown.volume, 127.0) as u8)),
        ((0xb0, 2), (0, divider.1)),
        ((0xb0, 34), (0, divider.0)),
        ((0xb0, 7), (0, ring((1.0 + shown.shuttle) / 2.0))),
        ((0xb0, 48), (0, ring(1.0 - shown.scrub))),
        ((0x90, 9), (0, play)),
    ])
}

/// What a message is about, and what it says of that.
fn split([kind, first, second]: [u8; 3]) -> ((u8, u8), (u8, u8)) {
    if kind == 0xe0 { ((kind, 0), (first, second)) } else { ((kind, first), (0, second)) }
}

fn shown() -> impl Strategy<Value = Shown> {
    (0.0..=1.0, 0.0..=1.0, 0.0..=1.0, -1.0..=1.0, any::<bool>()).prop_map(
        |(scrub, divider, volume, shuttle, plays)| {
            let mut shown = Shown { scrub, divider, volume, shuttle, ..Shown::default() };
            if plays {
                shown.switch_on(Function::Play);
            }
            shown
        },
    )
}

/// How often within any one second, of ascending times.
fn most_in_a_second(times: &[i64]) -> usize {
    let within =
        |from: &i64| times.iter().filter(|at| (0..1000 * MS).contains(&(*at - from))).count();
    times.iter().map(within).max().unwrap_or(0)
}

/// A motor fader without touch: what it is told, how it runs, what it sends. Times are in ms.
#[derive(Clone, Debug)]
struct Fader {
    address: Address,
    /// How far it is from being told to running, and from standing somewhere to saying so.
    delays: (i64, i64),
    /// Its whole way takes so long, and it says so often where it is.
    travel: i64,
    every: i64,
    /// The smallest step it can tell, and how far it shakes, in 14 bits.
    grain: i32,
    shake: i32,
    at: f64,
    to: f64,
    inbox: VecDeque<(i64, f64)>,
    /// What is under way from it, and whether a hand was on it when it was sent.
    outbox: VecDeque<(i64, Vec<Event>, bool)>,
    said: Option<i32>,
    parser: Parser,
    coarse: u8,
}

impl Fader {
    fn control(&self) -> Control {
        control(self.address, Function::Scrub, Answer::Motor)
    }

    fn told(&mut self, now: i64, messages: &[[u8; 3]]) {
        for event in messages.iter().flatten().filter_map(|byte| self.parser.feed(*byte)) {
            let share = match (self.address, event) {
                (Address::Bend, Event::PitchBend { value, .. }) => f64::from(value) / 16_256.0,
                (Address::Cc(_), Event::ControlChange { value, .. }) => f64::from(value) / 127.0,
                (_, Event::ControlChange { controller: 1 | 6, value, .. }) => {
                    self.coarse = value;
                    continue;
                }
                (_, Event::ControlChange { controller: 33 | 38, value, .. }) => {
                    f64::from(u16::from(self.coarse) << 7 | u16::from(value)) / 16_383.0
                }
                _ => continue,
            };
            self.inbox.push_back((now + self.delays.0, share));
        }
    }

    /// One millisecond, with a hand that takes it to some place or without.
    fn run(&mut self, now: i64, hand: Option<f64>) {
        while self.inbox.front().is_some_and(|(due, _)| *due <= now) {
            self.to = self.inbox.pop_front().unwrap().1;
        }
        let step = 1.0 / self.travel as f64;
        self.at = hand.unwrap_or(self.at + (self.to - self.at).clamp(-step, step));
        if now % self.every != 0 {
            return;
        }
        // It shakes by a pattern that is as good as any.
        let shaken = if now / self.every % 3 == 0 { self.shake } else { -self.shake };
        let full = (self.at * 16_256.0).floor() as i32;
        let value = (full.div_euclid(self.grain) * self.grain + shaken).clamp(0, 16_256);
        if self.said.replace(value) != Some(value) {
            let due = now + self.delays.1;
            self.outbox.push_back((due, self.say(value as u16), hand.is_some()));
        }
    }

    fn say(&self, value: u16) -> Vec<Event> {
        let cc = |controller, value| Event::ControlChange { channel: 0, controller, value };
        let (coarse, fine) = ((value >> 7) as u8, (value & 0x7f) as u8);
        match self.address {
            Address::Cc(number) => vec![cc(number, coarse)],
            Address::Cc14(number) => vec![cc(number, coarse), cc(number + 32, fine)],
            Address::Nrpn(_) => vec![cc(99, 2), cc(98, 44), cc(6, coarse), cc(38, fine)],
            _ => vec![Event::PitchBend { channel: 0, value }],
        }
    }

    /// What arrives now: whether it was taken for an echo, and whether a hand sent it.
    fn arrived(&mut self, now: i64, feedback: &mut Feedback) -> Vec<(bool, bool)> {
        let mut taken = Vec::new();
        while self.outbox.front().is_some_and(|(due, ..)| *due <= now) {
            let (_, events, by_hand) = self.outbox.pop_front().unwrap();
            let named =
                |event: &Event| matches!(event, Event::ControlChange { controller: 98 | 99, .. });
            let mut verdicts = Vec::new();
            for event in &events {
                let is_echo = feedback.heard(ms(now), event);
                if !named(event) {
                    verdicts.push(is_echo);
                }
            }
            assert!(verdicts.iter().all(|one| *one == verdicts[0]), "half an echo: {events:?}");
            taken.push((verdicts[0], by_hand));
        }
        taken
    }
}

fn fader(shakes: bool) -> impl Strategy<Value = Fader> {
    let addresses = prop::sample::select(vec![
        Address::Bend,
        Address::Cc(1),
        Address::Cc14(1),
        Address::Nrpn(300),
    ]);
    let grain = prop::sample::select(vec![1, 64, 128]);
    (addresses, 0..40_i64, 0..30_i64, 80..250_i64, 3..20_i64, grain, 0.0..=1.0).prop_map(
        move |(address, hears, says, travel, every, grain, at)| Fader {
            address,
            delays: (hears, says),
            travel,
            every,
            grain,
            shake: if shakes { 128 } else { 0 },
            at,
            to: at,
            inbox: VecDeque::new(),
            outbox: VecDeque::new(),
            said: None,
            parser: Parser::default(),
            coarse: 0,
        },
    )
}

fn scrub(scrub: f64) -> Shown {
    Shown { scrub, ..Shown::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_is_told_twice_nor_too_often_and_the_newest_in_the_end(
        ticks in prop::collection::vec((0..25_000_000_i64, shown(), 0..4_u8), 1..150),
    ) {
        let mut feedback = desk();
        let (mut now, mut shown) = (0, Shown::default());
        let mut told = BTreeMap::new();
        let mut times: BTreeMap<(u8, u8), Vec<i64>> = BTreeMap::new();
        let last = ticks.last().map(|(_, last, _)| *last).unwrap();
        let calm = (0..5).map(|_| (20 * MS, last, 1));
        for (wait, next, changes) in ticks.into_iter().chain(calm) {
            now += wait;
            if changes > 0 {
                shown = next;
            }
            let messages = feedback.tell(ClockTime(now), &shown);
            let mut fresh = Vec::new();
            for message in messages {
                let (about, says) = split(message);
                times.entry(about).or_default().push(now);
                if told.insert(about, says) != Some(says) {
                    fresh.push(about);
                } else {
                    // Of a number in two halves one may stay.
                    prop_assert!(matches!(about, (0xb0, 2 | 34)), "{message:?} again");
                }
            }
            let halves = [(0xb0, 2), (0xb0, 34)];
            let has_halves = times.get(&halves[0]).is_some_and(|times| times.last() == Some(&now));
            prop_assert!(!has_halves || halves.iter().any(|half| fresh.contains(half)));
        }
        prop_assert_eq!(told, as_told(&shown));
        prop_assert!(times.values().all(|times| most_in_a_second(times) <= 30));
    }

    #[test]
    fn no_second_has_more_than_a_thousand_messages(
        waits in prop::collection::vec(0..20_000_000_i64, 100..300),
    ) {
        let ring = |cc| control(Address::Cc(cc), Function::Scrub, Answer::Ring { cc, low: 0, high: 127 });
        let mut feedback = feedback((0..120).map(ring).collect());
        let (mut now, mut times) = (0, Vec::new());
        for (nth, wait) in waits.into_iter().enumerate() {
            now += wait;
            let messages = feedback.tell(ClockTime(now), &scrub((nth % 2) as f64));
            times.extend(messages.iter().map(|_| now));
        }
        prop_assert!(most_in_a_second(&times) <= 1000);
        // Nobody counts so little that this says nothing.
        prop_assert!(times.len() as i64 > (now / 1_111_112).min(100));
    }

    #[test]
    fn what_was_forgotten_is_all_told_again(first in shown(), waits in 34..1000_i64) {
        let mut feedback = desk();
        let all: Vec<_> = feedback.tell(ms(0), &first);
        prop_assert!(feedback.tell(ms(waits), &first).is_empty());
        feedback.forget();
        prop_assert_eq!(feedback.tell(ms(waits), &first), all);
    }

    #[test]
    fn a_motor_on_its_way_is_never_taken_for_a_hand(
        mut fader in prop::bool::ANY.prop_flat_map(fader),
        tick in 4..40_i64,
        moves in prop::collection::vec((0..700_i64, 0.0..=1.0_f64, -0.5..0.5_f64), 1..12),
    ) {
        let mut feedback = feedback(vec![fader.control()]);
        let (mut now, mut told, mut place) = (0, 0, 0.0);
        for (lasts, from, speed) in moves.into_iter().chain([(1000, 0.5, 0.0)]) {
            for into in 0..lasts {
                place = (from + speed * into as f64 / 1000.0).clamp(0.0, 1.0);
                if now % tick == 0 {
                    let messages = feedback.tell(ms(now), &scrub(place));
                    told = if messages.is_empty() { told } else { now };
                    fader.told(now, &messages);
                }
                fader.run(now, None);
                for (is_echo, _) in fader.arrived(now, &mut feedback) {
                    // One that shakes where it stands does so for ever.
                    let rests = now - told >= 400 && fader.at == fader.to;
                    prop_assert!(is_echo || rests, "at {now} ms on the way to {place}");
                }
                now += 1;
            }
        }
        prop_assert!((fader.to - place).abs() < 0.005);
    }

    #[test]
    fn a_hand_on_a_motor_is_heard_within_three_messages_and_left_alone(
        mut fader in fader(false),
        tick in 4..40_i64,
        target in 0.6..0.8_f64,
        ramp in -0.2..0.2_f64,
        takes in 500..1500_i64,
        steps in 5..8_i32,
    ) {
        let mut feedback = feedback(vec![fader.control()]);
        (fader.at, fader.to) = (0.3, 0.3);
        let mut hand: Option<f64> = None;
        let (mut echoes, mut is_heard, mut moved) = (0, false, 0);
        let end = takes + 12 * fader.every;
        for now in 0..end + 1500 {
            // It rests, it is sent away, and on and on.
            let place = if now < 500 { 0.3 } else { target + ramp * (now.min(end) - 500) as f64 / 1000.0 };
            if now % tick == 0 {
                let messages = feedback.tell(ms(now), &scrub(place));
                prop_assert!(
                    messages.is_empty() || !is_heard || now - moved >= 500,
                    "driven at {now} ms, moved at {moved} ms"
                );
                fader.told(now, &messages);
            }
            if (takes..end).contains(&now) && now % fader.every == 0 {
                // Away from where it is sent, and never to the end of its way.
                let at = hand.unwrap_or(fader.at);
                let away = if at < 0.2 { 0.0 } else { f64::from(steps) / 127.0 };
                hand = Some(at - away);
            }
            if now == end {
                hand = None;
                // A motor that pulled against the hand has given up.
                fader.to = fader.at;
            }
            fader.run(now, hand);
            for (is_echo, by_hand) in fader.arrived(now, &mut feedback) {
                if by_hand && is_echo {
                    echoes += 1;
                    prop_assert!(!is_heard && echoes < 3, "not heard at {now} ms");
                } else if by_hand {
                    (is_heard, moved) = (true, now);
                }
            }
        }
        prop_assert!(is_heard || fader.at > 0.2);
        let place = target + ramp * (end - 500) as f64 / 1000.0;
        prop_assert!((fader.at - place).abs() < 0.005, "let go it goes to {place}, is at {}", fader.at);
    }
}
