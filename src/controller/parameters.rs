//! Controls that are told by a number of 14 bits: non-registered parameters (NRPN).
//!
//! Controllers 99 and 98 name the parameter, 6 and 38 give its value in two halves, 96 and 97 move
//! it by one step (MIDI Manufacturers Association, *MIDI 1.0 Detailed Specification*, "Registered
//! and Non-Registered Parameter Numbers"; RP-018 for the steps: their data byte means nothing, and
//! they count in the finest unit unless the maker says otherwise).

use std::collections::BTreeMap;

use crate::controller::pairs::{Fine, Half};
use crate::timeline::ClockTime;

/// So many parameters are remembered. No hand moves as many controls; past it, noise would fill
/// the memory.
const MOST: usize = 1024;

/// A parameter as the two controllers 99 and 98 named it; half of it while one is missing.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    coarse: Option<u8>,
    fine: Option<u8>,
}

impl Named {
    /// Its number; none where it is incomplete or the one that stands for none.
    fn number(self) -> Option<u16> {
        let number = u16::from(self.coarse?) << 7 | u16::from(self.fine?);
        (number != 0x3fff).then_some(number)
    }
}

/// The non-registered parameters of all 16 channels.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    named: [Named; 16],
    data: BTreeMap<(u8, u16), Fine>,
}

impl Parameters {
    /// Takes a control change that came at `now`, on a channel from 0 to 15; a channel, the number
    /// of a parameter and its value from 0 to 16383 where one is known now. Other controllers than
    /// 6, 38 and 96 to 101, and data while no such parameter is named, change nothing.
    pub fn hear(
        &mut self,
        now: ClockTime,
        channel: u8,
        controller: u8,
        value: u8,
    ) -> Option<(u8, u16, u16)> {
        let named = self.named.get_mut(usize::from(channel))?;
        let number = named.number();
        let value = value & 0x7f;
        match controller {
            99 => named.coarse = Some(value),
            98 => named.fine = Some(value),
            // Data that follow belong to a registered parameter.
            100 | 101 => *named = Named::default(),
            _ => {}
        }
        let number = number?;
        let said = match controller {
            // What follows a name is no half of what came before it.
            98..=101 => self.data.get_mut(&(channel, number))?.settle(),
            6 => self.data(channel, number).hear(now, Half::Coarse, value),
            38 => self.data(channel, number).hear(now, Half::Fine, value),
            96 => self.data(channel, number).nudge(1),
            97 => self.data(channel, number).nudge(-1),
            _ => None,
        };
        said.map(|value| (channel, number, value))
    }

    /// What waited too long for the other half of its data, by `now`, as [`Parameters::hear`] says
    /// it. Ask until there is none.
    pub fn due(&mut self, now: ClockTime) -> Option<(u8, u16, u16)> {
        self.data.iter_mut().find_map(|(&(channel, number), data)| {
            data.due(now).map(|value| (channel, number, value))
        })
    }

    fn data(&mut self, channel: u8, number: u16) -> &mut Fine {
        if self.data.len() >= MOST && !self.data.contains_key(&(channel, number)) {
            self.data.clear();
        }
        self.data.entry((channel, number)).or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::controller::pairs::TOGETHER;

    /// What is said of these control changes, all at once, and of what is due in the end.
    fn heard(parameters: &mut Parameters, changes: &[(u8, u8, u8)]) -> Vec<(u8, u16, u16)> {
        let mut said = Vec::new();
        for &(channel, controller, value) in changes {
            said.extend(parameters.hear(ClockTime(0), channel, controller, value));
        }
        said.extend(std::iter::from_fn(|| parameters.due(ClockTime(TOGETHER))));
        said
    }

    fn on_first_channel(changes: &[(u8, u8)]) -> Vec<(u16, u16)> {
        let changes: Vec<_> = changes.iter().map(|(cc, value)| (0, *cc, *value)).collect();
        let said = heard(&mut Parameters::default(), &changes);
        said.iter().map(|(_, number, value)| (*number, *value)).collect()
    }

    #[test]
    fn a_parameter_is_named_and_told() {
        assert_eq!(on_first_channel(&[(99, 1), (98, 2), (6, 3), (38, 4)]), [(130, 388)]);
        assert_eq!(on_first_channel(&[(98, 2), (99, 1), (38, 4), (6, 3)]), [(130, 388)]);
    }

    #[test]
    fn a_device_that_never_sends_the_fine_half_is_heard_at_the_next_name() {
        let changes = [(99, 0), (98, 7), (6, 127), (99, 0), (98, 8), (6, 0), (98, 7), (6, 64)];
        assert_eq!(on_first_channel(&changes), [(7, 16383), (8, 0), (7, 8256)]);
    }

    #[test]
    fn halves_of_different_parameters_are_no_pair() {
        let changes = [(99, 0), (98, 7), (6, 10), (98, 8), (38, 5), (6, 20)];
        assert_eq!(on_first_channel(&changes), [(7, 1290), (8, 2565)]);
    }

    #[test]
    fn each_channel_has_its_own_parameter() {
        let changes = [
            (0, 99, 0),
            (5, 99, 0),
            (0, 98, 1),
            (5, 98, 2),
            (0, 6, 1),
            (5, 6, 2),
            (0, 38, 0),
            (5, 38, 0),
        ];
        let said = heard(&mut Parameters::default(), &changes);
        assert_eq!(said, [(0, 1, 128), (5, 2, 256)]);
    }

    #[test]
    fn data_without_a_name_are_none_of_ours() {
        for before in
            [&[][..], &[(99, 0)], &[(99, 127), (98, 127)], &[(99, 0), (98, 0), (101, 0), (100, 0)]]
        {
            let changes = [before, &[(6, 3), (38, 4), (96, 0), (7, 7)]].concat();
            assert_eq!(on_first_channel(&changes), [], "{before:?}");
        }
    }

    #[test]
    fn steps_go_on_from_what_was_told() {
        let name = [(99, 0), (98, 1)];
        let changes = [&name[..], &[(6, 127), (38, 126), (96, 9), (96, 0), (97, 0)]].concat();
        assert_eq!(on_first_channel(&changes), [(1, 16382), (1, 16383), (1, 16383), (1, 16382)]);
        assert_eq!(on_first_channel(&[&name[..], &[(97, 0)]].concat()), [(1, 8191)]);
    }

    #[test]
    fn noise_does_not_fill_the_memory() {
        let mut parameters = Parameters::default();
        for number in 0..5000_u16 {
            let [coarse, fine] = [(number >> 7) as u8, (number & 0x7f) as u8];
            heard(&mut parameters, &[(0, 99, coarse), (0, 98, fine), (0, 6, 1)]);
        }
        assert!(parameters.data.len() <= MOST);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_value_told_in_full_is_said(
            told in vec((0..16_u8, 0..0x3fff_u16, 0..=0x3fff_u16), 0..40), fine_first: bool,
        ) {
            let changes: Vec<_> = told.iter().flat_map(|&(channel, number, value)| {
                let halves = |number: u16| ((number >> 7) as u8, (number & 0x7f) as u8);
                let ((a, b), (coarse, fine)) = (halves(number), halves(value));
                let data = if fine_first { [(38, fine), (6, coarse)] } else { [(6, coarse), (38, fine)] };
                [(99, a), (98, b), data[0], data[1]].map(|(cc, value)| (channel, cc, value))
            }).collect();
            let mut said = heard(&mut Parameters::default(), &changes);
            let mut told = told;
            told.sort_unstable();
            said.sort_unstable();
            prop_assert_eq!(said, told);
        }

        #[test]
        fn any_control_changes_are_survived(
            changes in vec((any::<u8>(), prop_oneof![Just(6), Just(38), 96..=101_u8, any::<u8>()], any::<u8>()), 0..200),
        ) {
            for (channel, number, value) in heard(&mut Parameters::default(), &changes) {
                prop_assert!(channel < 16 && number < 0x3fff && value <= 0x3fff);
            }
        }
    }
}
