//! Arbitrary bytes from a port: no panic, the same events however the reads are cut, and a whole
//! message behind them is understood; the halves and parameters among them stay in range.

#![no_main]

use libfuzzer_sys::fuzz_target;

use crate::controller::message::{Event, Parser};
use crate::controller::pairs::{Fine, Half, TOGETHER};
use crate::controller::parameters::Parameters;
use crate::timeline::ClockTime;

/// The sources under test, where they look for each other.
#[allow(dead_code, reason = "the wall uses more of them")]
#[path = "../../src/controller"]
mod controller {
    pub mod message;
    pub mod pairs;
    pub mod parameters;
}

/// The clock of the wall, without the film time that stands beside it.
mod timeline {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
    pub struct ClockTime(pub i64);

    impl ClockTime {
        pub fn since(self, earlier: Self) -> i64 {
            self.0 - earlier.0
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte says where the reads are cut and how much time lies between two events.
    let Some((&pace, bytes)) = bytes.split_first() else { return };
    let mut whole = Vec::new();
    let mut parser = Parser::default();
    parser.read(bytes, |event| whole.push(event));

    let mut cut = Vec::new();
    let mut parts = Parser::default();
    for part in bytes.chunks(usize::from(pace % 7) + 1) {
        parts.read(part, |event| cut.push(event));
    }
    assert_eq!(whole, cut, "where the reads are cut changes what is heard");

    let message = Event::ControlChange { channel: 3, controller: 7, value: pace & 0x7f };
    let mut after = Vec::new();
    parser.read(&message.bytes(), |event| after.push(event));
    assert_eq!(after, [message], "the message behind is not understood");
    for event in &whole {
        let mut again = Vec::new();
        Parser::default().read(&event.bytes(), |event| again.push(event));
        assert_eq!(again, [*event], "what is said is not heard");
    }

    let (mut fine, mut parameters) = (Fine::default(), Parameters::default());
    let mut now = ClockTime(0);
    for event in whole {
        let Event::ControlChange { channel, controller, value } = event else { continue };
        now.0 += i64::from(pace) * TOGETHER / 64;
        let half = if controller < 32 { Half::Coarse } else { Half::Fine };
        assert!(fine.hear(now, half, value).is_none_or(|value| value < 0x4000));
        let told = parameters.hear(now, channel, controller, value);
        assert!(told.is_none_or(|(channel, number, value)| {
            channel < 16 && number < 0x3fff && value < 0x4000
        }));
    }
    now.0 += TOGETHER;
    while fine.due(now).is_some() || parameters.due(now).is_some() {}
});
