use proptest::prelude::*;

use super::*;
use crate::controller::profile::{Answer, Encoding, shipped};

fn learned(address: Address, sends: Sends) -> Learned {
    Learned { address, channel: 0, sends, reversed: false, noise: 1, per_click: 1, touch: None }
}

fn draft(profile: &str) -> Draft {
    Draft::new(shipped::named(profile).unwrap(), "a box")
}

#[test]
fn what_was_learned_acts_and_the_rest_goes_on() {
    let mut draft = draft("korg-nanokontrol2");
    let before = draft.profile().controls.len();
    let key = learned(Address::Cc(33), Sends::Presses);
    draft.teach(key, Does::new(Function::Hold)).unwrap();
    assert_eq!(draft.profile().controls.len(), before + 1);
    let (_, control) = draft.latest().unwrap();
    assert_eq!((control.name.as_str(), control.does.function), ("hold", Function::Hold));
    assert_eq!(draft.before().controls.len(), before, "that of before is as it was");
}

#[test]
fn something_else_for_the_same_gesture_takes_its_place() {
    let mut draft = draft("korg-nanokontrol2");
    let play = learned(Address::Cc(41), Sends::Presses);
    assert_eq!(draft.proposed(&play), Some(Does::new(Function::Play)), "what it does already");
    for does in Draft::choices(&play) {
        draft.teach(play, does).unwrap();
        let (_, control) = draft.latest().unwrap();
        assert_eq!((control.name.as_str(), control.does), ("PLAY", does));
    }
    assert_eq!((draft.learned(), draft.profile().controls.len()), (1, 16));
    draft.leave_out();
    assert_eq!(draft.learned(), 0);
    assert_eq!(draft.profile().controls, draft.before().controls);
}

#[test]
fn of_a_box_that_nobody_knows_any_knob_scrubs_until_one_is_learned_for_it() {
    let mut draft = draft("generic");
    let any = |draft: &Draft| {
        draft.profile().controls.iter().any(|control| control.address == Address::AnyCc)
    };
    draft.teach(learned(Address::Cc(9), Sends::Presses), Does::new(Function::Hold)).unwrap();
    assert!(any(&draft));
    let dial = learned(Address::Cc(16), Sends::Turns(Encoding::SignMagnitude));
    assert_eq!(draft.proposed(&dial).map(|does| does.function), Some(Function::Scrub));
    draft.teach(dial, Does::new(Function::Scrub)).unwrap();
    assert!(!any(&draft));
    draft.leave_out();
    assert!(any(&draft));
}

#[test]
fn what_nobody_can_hear_of_a_control_is_kept() {
    let mut draft = draft("icon-qcon-pro");
    let fader = draft.profile().controls.iter().find(|control| control.answer.is_some()).unwrap();
    let fader = fader.clone();
    let heard = Learned {
        channel: fader.channel.unwrap_or_default(),
        ..learned(fader.address, fader.sends)
    };
    draft.teach(heard, fader.does).unwrap();
    let (_, control) = draft.latest().unwrap();
    assert_eq!((control.answer, control.touch), (Some(Answer::Motor), fader.touch));
}

#[test]
fn a_profile_is_called_as_people_like_it() {
    let mut draft = draft("generic");
    draft.call("  ");
    assert_eq!(draft.profile().name, "Any controller");
    draft.call("Ручка \"b\"");
    assert!(draft.text().starts_with("name = \"Ручка \\\"b\\\"\"\nmatch = [\"a box\"]\n"));
    draft.teach(learned(Address::Note(1), Sends::Presses), Does::new(Function::Listen)).unwrap();
    assert_eq!(draft.profile().name, "Ручка \"b\"");
}

fn any_learned() -> impl Strategy<Value = Learned> {
    let address = prop_oneof![
        (0..120_u8).prop_map(Address::Cc),
        (0..128_u8).prop_map(Address::Note),
        (0..32_u8).prop_map(Address::Cc14),
        Just(Address::Bend),
    ];
    (address, 0..16_u8, 0..4_usize, 1..=32_u16, any::<bool>()).prop_map(
        |(address, channel, sends, noise, reversed)| {
            let sends = match address {
                Address::Cc(_) => [
                    Sends::Position,
                    Sends::Presses,
                    Sends::Toggles,
                    Sends::Turns(Encoding::TwosComplement),
                ][sends],
                Address::Note(_) => [Sends::Presses, Sends::Toggles][sends % 2],
                _ => Sends::Position,
            };
            Learned { address, channel, sends, reversed, noise, per_click: 1, touch: None }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_learned_to_do_whatever_it_can_what_acts_is_what_is_written(
        taught in prop::collection::vec((any_learned(), any::<prop::sample::Index>()), 1..6),
        base in any::<prop::sample::Index>(),
    ) {
        let all = shipped::all();
        let mut draft = Draft::new(Arc::clone(&all[base.index(all.len())].1), "a box");
        for (learned, choice) in taught {
            let choices = Draft::choices(&learned);
            let does = choices[choice.index(choices.len())];
            prop_assert!(draft.proposed(&learned).is_some());
            draft.teach(learned, does).unwrap();
            prop_assert_eq!(draft.latest().unwrap().1.does, does);
            let read = parse(&draft.text(), Path::new("x")).unwrap().profile;
            prop_assert_eq!(&read, &**draft.profile());
        }
    }
}
