//! Any packet either reads within its bounds or is refused; nothing ends the process.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../src/controller/osc/packet.rs"]
mod packet;

fuzz_target!(|bytes: &[u8]| {
    let messages = match packet::read(bytes) {
        Ok(messages) => messages,
        Err(why) => {
            // What is said of it goes to the log, on one line.
            assert!(!why.to_string().contains(char::is_control));
            return;
        }
    };
    assert!(bytes.len() <= packet::LARGEST);
    assert!(messages.len() <= packet::MESSAGES);
    for message in messages {
        assert!(message.address.starts_with('/'));
        assert!(message.address.len() <= packet::ADDRESS);
        assert!(message.arguments.len() <= packet::ARGUMENTS);
        let text: usize = message.arguments.iter().map(held).sum();
        assert!(text <= bytes.len());
        // What was read can be sent, and comes back as one message to the same address.
        let again = packet::read(&packet::write(&message.address, &message.arguments));
        let again = again.expect("what was read can be written");
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].address, message.address);
        assert_eq!(again[0].arguments.len(), message.arguments.len());
    }
});

/// How many bytes of text an argument holds.
fn held(argument: &packet::Argument) -> usize {
    match argument {
        packet::Argument::Text(text) => text.len(),
        _ => 0,
    }
}
