//! Gestures as real controllers send them, and generated ones of every kind.

use proptest::prelude::*;

use super::*;
use crate::controller::message::Parser;
use crate::controller::profile::Encoding;

const MS: i64 = 1_000_000;

/// Messages in hexadecimal, every 20 ms; after a plus sign, 1 ms after the one before.
fn heard(text: &str) -> Vec<(ClockTime, Event)> {
    let (mut parser, mut now, mut all) = (Parser::default(), 0, Vec::new());
    for word in text.split_whitespace() {
        if word == "+" {
            now -= 19 * MS;
            continue;
        }
        let byte = u8::from_str_radix(word, 16).unwrap();
        if let Some(event) = parser.feed(byte) {
            all.push((ClockTime(now), event));
            now += 20 * MS;
        }
    }
    all
}

fn there_and_back(text: &str) -> Result<Learned, Puzzle> {
    learn(Gesture::ThereAndBack, &heard(text))
}

fn press(text: &str) -> Result<Learned, Puzzle> {
    learn(Gesture::Press, &heard(text))
}

fn usual(channel: u8, address: Address, sends: Sends) -> Learned {
    Learned { address, channel, sends, reversed: false, noise: 1, per_click: 1, touch: None }
}

fn cc(channel: u8, number: u8, values: impl IntoIterator<Item = u8>) -> String {
    values.into_iter().map(|value| format!("B{channel:X} {number:X} {value:X} ")).collect()
}

fn turns(encoding: Encoding) -> Sends {
    Sends::Turns(encoding)
}

#[test]
fn a_slider_of_a_nanokontrol_is_not_half_of_a_number_though_its_key_was_hit() {
    let slider = usual(0, Address::Cc(0), Sends::Position);
    let text = "B0 00 3F  B0 20 7F  B0 00 40  B0 20 00  B0 00 41 B0 00 42 B0 00 41 B0 00 40 \
                B0 00 3F";
    assert_eq!(there_and_back(text), Ok(slider));
    let at_once = text.replacen("B0 20", "+ B0 20", 1);
    assert_eq!(there_and_back(&at_once), Ok(slider));
    assert_eq!(press("B0 20 7F B0 20 00"), Ok(usual(0, Address::Cc(32), Sends::Presses)));
    assert_eq!(press("B0 29 7F B0 29 00"), Ok(usual(0, Address::Cc(41), Sends::Presses)));
}

#[test]
fn an_x_touch_mini_is_learned_in_each_of_its_modes() {
    let dial = |sends| Ok(usual(10, Address::Cc(1), sends));
    let three = |more: [u8; 3], less: [u8; 3]| there_and_back(&cc(10, 1, [more, less].concat()));
    assert_eq!(three([1, 7, 1], [0x7f, 0x79, 0x7f]), dial(turns(Encoding::TwosComplement)));
    assert_eq!(three([0x41, 0x47, 0x41], [0x3f, 0x39, 0x3f]), dial(turns(Encoding::BinaryOffset)));
    assert_eq!(three([1, 7, 1], [0x41, 0x47, 0x41]), dial(turns(Encoding::SignMagnitude)));
    assert_eq!(three([64, 65, 66], [65, 64, 63]), dial(Sends::Position));
    assert_eq!(press("9A 00 7F 8A 00 00"), Ok(usual(10, Address::Note(0), Sends::Presses)));
    assert_eq!(press("90 20 7F 90 20 00"), Ok(usual(0, Address::Note(32), Sends::Presses)));
    let fader = there_and_back("E8 00 10 00 11 00 13 00 16 00 12 00 10 00 0F");
    assert_eq!(fader, Ok(usual(8, Address::Bend, Sends::Position)));
}

#[test]
fn an_x_touch_one_is_inverted_and_not_reversed() {
    let dial = there_and_back("B0 58 41 58 41 58 41 58 01 58 01 58 01");
    assert_eq!(dial, Ok(usual(0, Address::Cc(88), turns(Encoding::Inverted))));
}

#[test]
fn a_twister_is_learned_by_clicks_and_as_it_stands() {
    let dial = there_and_back("B0 00 41 B0 00 41 B0 00 41 B0 00 3E B0 00 3D B0 00 3F");
    assert_eq!(dial, Ok(usual(0, Address::Cc(0), turns(Encoding::BinaryOffset))));
    assert_eq!(press("B1 00 7F B1 00 00"), Ok(usual(1, Address::Cc(0), Sends::Presses)));
    assert!(matches!(press("B3 00 00 B3 01 7F"), Err(Puzzle::Several(keys)) if keys.len() == 2));
}

#[test]
fn a_launch_control_is_learned_on_the_channel_of_its_template() {
    let values = (0..=127).chain((0..127).rev());
    let fader = usual(8, Address::Cc(77), Sends::Position);
    assert_eq!(there_and_back(&cc(8, 77, values)), Ok(fader));
    assert_eq!(press("98 29 7F 88 29 00"), Ok(usual(8, Address::Note(41), Sends::Presses)));
    assert_eq!(press("B8 68 7F B8 68 00"), Ok(usual(8, Address::Cc(104), Sends::Presses)));
}

#[test]
fn a_slider_of_a_ddj_is_one_number_and_its_wheel_an_offset() {
    let slider = there_and_back(
        "B0 00 3F + B0 20 7F  B0 00 40 + B0 20 00  B0 00 42 + B0 20 7F  B0 00 44 + B0 20 00 \
         B0 00 40 + B0 20 7F B0 00 3F + B0 20 00",
    );
    assert_eq!(slider, Ok(usual(0, Address::Cc14(0), Sends::Position)));
    let wheel = there_and_back(&cc(0, 0x21, [0x41; 40].into_iter().chain([0x3f; 30])));
    assert_eq!(wheel, Ok(usual(0, Address::Cc(33), turns(Encoding::BinaryOffset))));
    assert_eq!(press("90 36 7F 90 36 00"), Ok(usual(0, Address::Note(54), Sends::Presses)));
}

#[test]
fn a_motor_fader_of_a_qcon_tells_that_a_hand_lies_on_it() {
    let fader = there_and_back(
        "90 6F 7F E7 40 70 00 72 40 74 5E 79 40 7D 00 7E 40 7E 71 7F 00 7E 40 72 00 70 90 6F 00",
    );
    let usual_fader = usual(7, Address::Bend, Sends::Position);
    assert_eq!(fader, Ok(Learned { touch: Some(111), ..usual_fader }));
    let jog = there_and_back(&cc(0, 0x3c, [8, 8, 8, 0x48, 0x48, 0x48]));
    let wheel = usual(0, Address::Cc(60), turns(Encoding::SignMagnitude));
    assert_eq!(jog, Ok(Learned { per_click: 8, ..wheel }));
}

#[test]
fn a_tweaker_turns_the_other_way() {
    let dial = there_and_back(&cc(0, 9, [0x7f, 0x7f, 0x7f, 1, 1, 1]));
    let usual_dial = usual(0, Address::Cc(9), turns(Encoding::TwosComplement));
    assert_eq!(dial, Ok(Learned { reversed: true, ..usual_dial }));
}

#[test]
fn a_controller_in_hui_mode_is_told_to_leave_it() {
    let text = "B0 0F 07 B0 2F 47 B0 0F 07 B0 2F 07";
    for puzzle in [press(text), there_and_back(text)] {
        assert_eq!(puzzle.unwrap_err().to_string(), HUI);
    }
}

#[test]
fn what_was_not_done_as_asked_is_asked_for_again() {
    for gesture in [Gesture::ThereAndBack, Gesture::Press] {
        assert_eq!(learn(gesture, &[]), Err(Puzzle::Silent));
        assert!(gesture.asks().ends_with('.'));
    }
    let says = |text: &str, part: &str| {
        let puzzle = there_and_back(text).unwrap_err();
        assert!(matches!(puzzle, Puzzle::Unclear(_)), "{puzzle}");
        assert!(puzzle.to_string().contains(part), "{puzzle}");
    };
    says("B0 10 01", "Too little");
    says(&cc(0, 16, [1; 5]), "one way");
    says(&cc(0, 16, 0..100), "one way");
    says(&cc(0, 16, (20..=127).rev()), "one way");
    says(&cc(0, 16, [60, 61, 60, 61, 60]), "hardly");
    says(&cc(0, 16, (0..=127).rev().chain(1..=127).chain((0..127).rev())), "there and back once");
    says("90 20 7F 90 20 00", "A key");
    let turned = press(&cc(0, 16, 5..30)).unwrap_err();
    assert!(turned.to_string().contains("a key is asked for"), "{turned}");
    let parameter = press("B0 63 01 62 02 06 7F 06 00").unwrap_err();
    assert!(parameter.to_string().contains("NRPN"), "{parameter}");
}

#[test]
fn two_that_were_moved_at_once_are_named() {
    let both: String = [1, 2, 5, 9, 14, 9, 5, 2]
        .map(|value| cc(0, 7, [value]) + &format!("E2 00 {value:X} "))
        .concat();
    let puzzle = there_and_back(&both).unwrap_err();
    assert_eq!(puzzle, Puzzle::Several(vec![(0, Address::Cc(7)), (2, Address::Bend)]));
    let said = puzzle.to_string();
    assert!(said.contains("control change 7 on channel 1; pitch bend on channel 3"), "{said}");
    let keys = press("90 20 7F 90 21 7F 90 20 00 90 21 00");
    assert!(matches!(keys, Err(Puzzle::Several(keys)) if keys.len() == 2));
}

#[test]
fn keys_are_known_by_whether_they_say_that_they_come_up() {
    for text in ["B0 10 7F", "B0 10 00", "B0 10 7F 10 7F"] {
        assert_eq!(press(text), Ok(usual(0, Address::Cc(16), Sends::Toggles)), "{text}");
    }
    assert_eq!(press("90 10 7F"), Ok(usual(0, Address::Note(16), Sends::Toggles)));
    let momentary = Ok(usual(0, Address::Cc(16), Sends::Presses));
    assert_eq!(press("B0 10 01 10 00"), momentary);
    // Beside a fader that shakes, anywhere.
    for [a, b] in ["00 01", "01 00", "40 41", "7F 7E"].map(|pair| [&pair[..2], &pair[3..]]) {
        let text = format!("B0 05 {a} 10 7F 05 {b} 10 00 05 {a}");
        assert_eq!(press(&text), momentary, "{text}");
    }
}

/// The counts of a gesture: strays are −1, in places of their own.
fn counts(fast: bool) -> impl Strategy<Value = (Vec<i32>, Vec<i32>)> {
    let far = if fast { 1..=7_i32 } else { 1..=1 };
    let half = move || {
        let counts = prop::collection::vec(far.clone(), 4..12);
        let strays = prop::collection::vec(1..100_usize, 0..=2);
        (counts, strays).prop_map(|(mut counts, strays)| {
            for place in strays {
                // Contacts bounce between two clicks.
                let place = 1 + place % (counts.len() - 1);
                counts.insert(place, -1);
            }
            counts
        })
    };
    (half(), half())
}

fn byte(encoding: Encoding, count: i32) -> u8 {
    let far = count.abs();
    let value = match (encoding, count > 0) {
        (Encoding::TwosComplement, _) => count & 0x7f,
        (Encoding::BinaryOffset, _) => 64 + count,
        (Encoding::SignMagnitude, true) | (Encoding::Inverted, false) => far,
        _ => 64 + far,
    };
    u8::try_from(value).unwrap()
}

const ENCODINGS: [Encoding; 4] =
    [Encoding::TwosComplement, Encoding::BinaryOffset, Encoding::SignMagnitude, Encoding::Inverted];

proptest! {
    #[test]
    fn every_dial_is_learned_however_it_counts(
        (there, back) in any::<bool>().prop_flat_map(counts),
        which in 0..4_usize, reversed: bool, dust in prop::option::of(0..=125_u8),
        channel in 0..16_u8, number in 0..=119_u8,
    ) {
        prop_assume!(!matches!(number, 6 | 38 | 90 | 98 | 99));
        let encoding = ENCODINGS[which];
        let way = if reversed { -1 } else { 1 };
        let all = there.iter().map(|count| count * way).chain(back.iter().map(|count| -count * way));
        let mut events = Vec::new();
        for (place, count) in all.enumerate() {
            let at = ClockTime(place as i64 * 30 * MS);
            let value = byte(encoding, count);
            events.push((at, Event::ControlChange { channel, controller: number, value }));
            if let Some(dust) = dust {
                let value = dust + [0, 1, 2, 1][place % 4];
                events.push((at, Event::ControlChange { channel, controller: 90, value }));
            }
        }
        // Sign and magnitude in reverse, and inverted, are each other.
        let (encoding, reversed) = match (encoding, reversed) {
            (Encoding::SignMagnitude, true) => (Encoding::Inverted, false),
            (Encoding::Inverted, true) => (Encoding::SignMagnitude, false),
            other => other,
        };
        let learned = learn(Gesture::ThereAndBack, &events);
        let Ok(learned) = learned else {
            return Err(TestCaseError::fail(format!("{learned:?} of {events:?}")));
        };
        let expected = Learned { reversed, ..usual(channel, Address::Cc(number), turns(encoding)) };
        prop_assert_eq!(Learned { per_click: 1, ..learned }, expected);
    }

    #[test]
    fn three_clicks_tell_how_many_counts_a_click_has(which in 0..4_usize, log in 0..4_u32) {
        let (encoding, per_click) = (ENCODINGS[which], 2_u16.pow(log));
        let half = |sign: i32| vec![byte(encoding, sign); usize::from(3 * per_click)];
        let text = cc(0, 20, [half(1), half(-1)].concat());
        prop_assert_eq!(there_and_back(&text).map(|learned| learned.per_click), Ok(per_click));
    }

    #[test]
    fn every_fader_is_learned_with_what_it_shakes_by(
        kind in 0..6_u8, from in 0..4000_i32, top in 9000..16384_i32, to in 0..4000_i32,
        messages in 30..90_i32, reversed: bool, shakes in 0..=3_i32,
        tremor in prop::collection::vec(-64..=64_i32, 200), fine_first: bool,
        dust in prop::option::of(0..=125_u8),
    ) {
        let mut events = Vec::new();
        let mut last = None;
        for place in 0..2 * messages {
            let (a, b, n) = if place < messages { (from, top, place) } else { (top, to, place - messages) };
            let shaken = tremor[place as usize] * shakes * 2;
            let along = (a + (b - a) * n / messages + shaken).clamp(0, 16383);
            let along = if reversed { 16383 - along } else { along } as u16;
            let (coarse, fine) = ((along >> 7) as u8, (along & 0x7f) as u8);
            let at = ClockTime(i64::from(place) * 12 * MS);
            let change = |controller, value| Event::ControlChange { channel: 3, controller, value };
            let both = |number| {
                let halves = [change(number, coarse), change(number + 32, fine)];
                if fine_first { [halves[1], halves[0]] } else { halves }
            };
            let sent = match kind {
                0 if last == Some(coarse) => vec![],
                0 => vec![change(9, coarse)],
                1 => both(7).to_vec(),
                2 => [vec![change(99, 2), change(98, 44)], both(6).to_vec()].concat(),
                3 => vec![Event::PitchBend { channel: 3, value: along }],
                4 if coarse == 0 => vec![Event::NoteOff { channel: 3, note: 50 }],
                4 => vec![Event::NoteOn { channel: 3, note: 50, velocity: coarse }],
                // Of the fine half always, of the coarse one only what has changed.
                _ if last == Some(coarse) => vec![change(39, fine)],
                _ => vec![change(7, coarse), change(39, fine)],
            };
            last = Some(coarse);
            events.extend(sent.into_iter().map(|event| (at, event)));
            if let (Some(dust), true) = (dust, place % 3 == 0) {
                let value = dust + [0, 1, 2, 1][place as usize / 3 % 4];
                // A plain control that lies where the fine half of another would.
                events.push((at, change(if kind == 0 { 41 } else { 90 }, value)));
            }
        }
        let address = match kind {
            0 => Address::Cc(9),
            2 => Address::Nrpn(300),
            3 => Address::Bend,
            4 => Address::Note(50),
            _ => Address::Cc14(7),
        };
        let learned = learn(Gesture::ThereAndBack, &events);
        let Ok(learned) = learned else {
            return Err(TestCaseError::fail(format!("{learned:?}")));
        };
        prop_assert!((1..=shakes.max(1) as u16 + 1).contains(&learned.noise), "{:?}", learned);
        let expected = Learned { reversed, ..usual(3, address, Sends::Position) };
        prop_assert_eq!(Learned { noise: 1, ..learned }, expected);
    }

    #[test]
    fn whatever_was_heard_it_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text: String = bytes.iter().map(|byte| format!("{byte:X} ")).collect();
        for answer in [there_and_back(&text), press(&text)] {
            prop_assert!(answer.err().is_none_or(|puzzle| !puzzle.to_string().is_empty()));
        }
    }
}

#[test]
fn two_plain_controls_that_are_32_apart_are_two() {
    // Both are read in one go, as a controller does that looks at all of its faders in turn.
    let both = (10..60_u8).chain((10..60).rev()).map(|at| (at, at + 30));
    let text: String = both.map(|(a, b)| format!("B0 03 {a:X} + B0 23 {b:X} ")).collect();
    let moved = vec![(0, Address::Cc(3)), (0, Address::Cc(35))];
    assert_eq!(there_and_back(&text), Err(Puzzle::Several(moved)));
}

#[test]
fn a_position_that_touches_an_end_or_the_middle_is_no_dial() {
    for values in [
        vec![1, 2, 3, 4, 3, 2, 1],
        vec![124, 125, 126, 127, 126, 125, 124],
        vec![63, 64, 65, 66, 65, 64, 63],
        vec![65, 66, 67, 66, 65, 64, 63, 62],
        (62..127).chain((61..127).rev()).collect(),
    ] {
        let knob = usual(0, Address::Cc(16), Sends::Position);
        assert_eq!(there_and_back(&cc(0, 16, values.clone())), Ok(knob), "{values:?}");
        let mirrored = values.iter().map(|value| 127 - value);
        let expected = Ok(Learned { reversed: true, ..knob });
        assert_eq!(there_and_back(&cc(0, 16, mirrored)), expected, "{values:?} mirrored");
    }
}

#[test]
fn a_fader_may_be_brought_to_its_lower_end_first() {
    let values = (0..50).rev().chain(1..=127).chain((0..127).rev());
    let fader = usual(0, Address::Cc(16), Sends::Position);
    assert_eq!(there_and_back(&cc(0, 16, values)), Ok(fader));
}
