//! Packets of Open Sound Control as UDP brings them, and those that are sent
//! (M. Wright, *The Open Sound Control 1.0 Specification*, 2002).
//!
//! Anything may arrive at an open port, so everything that can grow has a bound. The crate `rosc`
//! only ever sees single messages with few arguments. Left to itself it calls itself once per
//! nested bundle and frees nested arrays one within the other, so that one packet could use up
//! the stack and end the process; and it passes over whatever follows a broken part of a bundle.
//!
//! Time tags are ignored: a show applies commands when they come. The clocks of a tablet and of
//! the wall are not the same, and a command kept for later would surprise whoever stands there.

use std::fmt;

use rosc::{OscMessage, OscPacket, OscType, decoder, encoder};

/// How long a packet may be, in bytes: none that UDP carries is longer.
pub const LARGEST: usize = 64 * 1024;

/// How many messages one packet may hold.
pub const MESSAGES: usize = 64;

/// How many arguments one message may have, those within arrays and the brackets counted.
pub const ARGUMENTS: usize = 64;

/// How long an address may be, in bytes.
pub const ADDRESS: usize = 256;

/// How deep bundles may lie within each other; senders that are known use one level.
pub const DEPTH: usize = 8;

/// What was sent to one address.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Where to, as sent: it begins with `/`, may be a pattern and may hold any character.
    pub address: String,
    /// What comes with it, in order.
    pub arguments: Vec<Argument>,
}

/// One argument of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A whole number of 32 or 64 bits.
    Int(i64),
    /// A number of 32 or 64 bits; it may be infinite or no number at all.
    Float(f64),
    /// Text, of any length that fits into a packet.
    Text(String),
    /// True or false. An impulse, which some buttons send, is true.
    Bool(bool),
    /// What the show has no use for: nil, blobs, arrays, times, colours, MIDI, single characters.
    Other,
}

/// Why a packet could not be read. None of it is used then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has more than [`LARGEST`] bytes: this many.
    TooLong(usize),
    /// It, or a part of it, ends too early.
    CutShort,
    /// Bundles lie more than [`DEPTH`] deep.
    TooDeep,
    /// It holds more than [`MESSAGES`] messages.
    TooManyMessages,
    /// A message has more than [`ARGUMENTS`] arguments.
    TooManyArguments,
    /// An address is longer than [`ADDRESS`] bytes.
    LongAddress,
    /// What stands where an address should is none.
    NoAddress,
    /// The kinds of the arguments are not given as the standard wants.
    Kinds,
    /// There is more than the kinds of the arguments say.
    LeftOver,
    /// An argument does not read: why.
    Argument(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => write!(f, "{bytes} bytes, more than {LARGEST}"),
            Self::CutShort => write!(f, "it ends too early"),
            Self::TooDeep => write!(f, "bundles within bundles, more than {DEPTH} deep"),
            Self::TooManyMessages => write!(f, "more than {MESSAGES} messages"),
            Self::TooManyArguments => write!(f, "a message with more than {ARGUMENTS} arguments"),
            Self::LongAddress => write!(f, "an address of more than {ADDRESS} bytes"),
            Self::NoAddress => write!(f, "no address that begins with /"),
            Self::Kinds => write!(f, "the kinds of the arguments are not given as OSC 1.0 wants"),
            Self::LeftOver => write!(f, "more arguments than it names kinds of"),
            Self::Argument(why) => write!(f, "an argument that does not read: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Reads one packet. The messages of bundles come in the order in which they stand; time tags are
/// ignored.
///
/// # Errors
///
/// A [`Fault`] if any part of it breaks the standard or a bound of this file: half a bundle could
/// mean something else than the whole.
pub fn read(bytes: &[u8]) -> Result<Vec<Message>, Fault> {
    if bytes.len() > LARGEST {
        return Err(Fault::TooLong(bytes.len()));
    }
    let mut messages = Vec::new();
    read_element(bytes, 0, &mut messages)?;
    Ok(messages)
}

/// Writes one packet that holds one message.
///
/// The address must begin with `/` to be read again. Numbers are written with 32 bits where they
/// fit, because that is what every receiver reads: a [`Argument::Float`] is rounded to it. NUL,
/// which ends a text in a packet, is left out of texts, and [`Argument::Other`] becomes nil.
pub fn write(address: &str, arguments: &[Argument]) -> Vec<u8> {
    let args = arguments.iter().map(written).collect();
    let message = OscMessage { addr: address.replace('\0', ""), args };
    let mut bytes = Vec::new();
    let Ok(_) = encoder::encode_into(&OscPacket::Message(message), &mut bytes);
    bytes
}

/// A message, or a bundle of such elements that lies `depth` bundles deep.
fn read_element(bytes: &[u8], depth: usize, messages: &mut Vec<Message>) -> Result<(), Fault> {
    let Some(bundle) = bytes.strip_prefix(b"#bundle\0") else {
        if messages.len() == MESSAGES {
            return Err(Fault::TooManyMessages);
        }
        messages.push(read_message(bytes)?);
        return Ok(());
    };
    if depth == DEPTH {
        return Err(Fault::TooDeep);
    }
    let (_time_tag, mut rest) = bundle.split_first_chunk::<8>().ok_or(Fault::CutShort)?;
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>().ok_or(Fault::CutShort)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (element, after) = after.split_at_checked(length).ok_or(Fault::CutShort)?;
        read_element(element, depth + 1, messages)?;
        rest = after;
    }
    Ok(())
}

fn read_message(bytes: &[u8]) -> Result<Message, Fault> {
    let (address, rest) = split_text(bytes)?;
    if address.len() > ADDRESS {
        return Err(Fault::LongAddress);
    }
    let address = str::from_utf8(address).map_err(|_| Fault::NoAddress)?;
    if !address.starts_with('/') {
        return Err(Fault::NoAddress);
    }
    let address = address.to_owned();
    // Old senders leave out the kinds where there are no arguments.
    if rest.is_empty() {
        return Ok(Message { address, arguments: Vec::new() });
    }
    check_kinds(split_text(rest)?.0)?;
    match decoder::decode_udp(bytes) {
        // Some small devices send their whole buffer, zeros and all.
        Ok((left, OscPacket::Message(message))) if left.iter().all(|byte| *byte == 0) => {
            Ok(Message { address, arguments: message.args.into_iter().map(argument).collect() })
        }
        Ok(_) => Err(Fault::LeftOver),
        Err(why) => Err(Fault::Argument(why.to_string())),
    }
}

/// Splits off a text, which ends with one to four NULs at a multiple of four bytes.
fn split_text(bytes: &[u8]) -> Result<(&[u8], &[u8]), Fault> {
    let end = bytes.iter().position(|byte| *byte == 0).ok_or(Fault::CutShort)?;
    let (text, _) = bytes.split_at_checked(end).ok_or(Fault::CutShort)?;
    let rest = bytes.get(end / 4 * 4 + 4..).ok_or(Fault::CutShort)?;
    Ok((text, rest))
}

/// Checks the string that names the kinds of the arguments: `,` and a letter for each.
fn check_kinds(kinds: &[u8]) -> Result<(), Fault> {
    let kinds = kinds.strip_prefix(b",").ok_or(Fault::Kinds)?;
    if kinds.len() > ARGUMENTS {
        return Err(Fault::TooManyArguments);
    }
    let count = |wanted: u8| kinds.iter().filter(|kind| **kind == wanted).count();
    // Of an array that is never closed, rosc would drop what stands before it.
    if count(b'[') != count(b']') || !kinds.iter().all(u8::is_ascii_graphic) {
        return Err(Fault::Kinds);
    }
    Ok(())
}

fn argument(read: OscType) -> Argument {
    match read {
        OscType::Int(number) => Argument::Int(number.into()),
        OscType::Long(number) => Argument::Int(number),
        OscType::Float(number) => Argument::Float(number.into()),
        OscType::Double(number) => Argument::Float(number),
        OscType::String(text) => Argument::Text(text),
        OscType::Bool(truth) => Argument::Bool(truth),
        // OSC 1.1 reads the letter of "infinitum" as an impulse.
        OscType::Inf => Argument::Bool(true),
        _ => Argument::Other,
    }
}

fn written(argument: &Argument) -> OscType {
    match argument {
        Argument::Int(number) => {
            i32::try_from(*number).map_or(OscType::Long(*number), OscType::Int)
        }
        Argument::Float(number) => OscType::Float(*number as f32),
        Argument::Text(text) => OscType::String(text.replace('\0', "")),
        Argument::Bool(truth) => OscType::Bool(*truth),
        Argument::Other => OscType::Nil,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bundle(elements: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = b"#bundle\0\0\0\0\0\0\0\0\x01".to_vec();
        for element in elements {
            bytes.extend((element.len() as u32).to_be_bytes());
            bytes.extend(element);
        }
        bytes
    }

    fn addresses(bytes: &[u8]) -> Vec<String> {
        read(bytes).unwrap().into_iter().map(|message| message.address).collect()
    }

    fn arguments() -> impl Strategy<Value = Vec<Argument>> {
        let argument = prop_oneof![
            any::<i64>().prop_map(Argument::Int),
            any::<i32>().prop_map(|number| Argument::Int(number.into())),
            any::<f32>()
                .prop_filter("no number", |number| !number.is_nan())
                .prop_map(|number| Argument::Float(number.into())),
            "[^\0]{0,30}".prop_map(Argument::Text),
            any::<bool>().prop_map(Argument::Bool),
            Just(Argument::Other),
        ];
        prop::collection::vec(argument, 0..12)
    }

    #[test]
    fn a_fader_of_a_tablet_reads() {
        let bytes = b"/palimpsest/scrub\0\0\0,f\0\0\x3e\x80\0\0";
        let arguments = vec![Argument::Float(0.25)];
        assert_eq!(
            read(bytes),
            Ok(vec![Message { address: "/palimpsest/scrub".into(), arguments }])
        );
    }

    #[test]
    fn a_message_without_kinds_has_no_arguments() {
        assert_eq!(addresses(b"/go\0"), ["/go"]);
        assert_eq!(addresses(b"/go\0,\0\0\0"), ["/go"]);
        assert_eq!(addresses(b"/go\0,\0\0\0\0\0\0\0\0\0\0\0"), ["/go"]);
    }

    #[test]
    fn bundles_are_flattened_in_order() {
        let message = |address: &str| write(address, &[]);
        let inner = bundle(&[message("/b"), bundle(&[]), message("/c")]);
        assert_eq!(
            addresses(&bundle(&[message("/a"), inner, message("/d")])),
            ["/a", "/b", "/c", "/d"]
        );
    }

    #[test]
    fn what_breaks_the_standard_is_refused_whole() {
        let broken = bundle(&[write("/a", &[]), b"nonsense".to_vec()]);
        assert_eq!(read(&broken), Err(Fault::CutShort));
        assert_eq!(read(b""), Err(Fault::CutShort));
        assert_eq!(read(b"go\0\0"), Err(Fault::NoAddress));
        assert_eq!(read(b"/go\0f\0\0\0"), Err(Fault::Kinds));
        assert_eq!(read(b"/go\0,T[\0"), Err(Fault::Kinds));
        assert_eq!(read(b"/go\0,i\0\0\0\0\0\x01\0\0\0\x02"), Err(Fault::LeftOver));
        assert!(matches!(read(b"/go\0,Q\0\0"), Err(Fault::Argument(_))));
        assert!(matches!(read(b"/go\0,][\0"), Err(Fault::Argument(_))));
    }

    #[test]
    fn an_address_ends_at_256_bytes() {
        let address = |bytes: usize| write(&format!("/{}", "a".repeat(bytes - 1)), &[]);
        assert!(read(&address(ADDRESS)).is_ok());
        assert_eq!(read(&address(ADDRESS + 1)), Err(Fault::LongAddress));
    }

    #[test]
    fn a_packet_holds_64_messages_and_a_message_64_arguments() {
        let messages = |count| bundle(&vec![write("/a", &[]); count]);
        assert_eq!(read(&messages(MESSAGES)).map(|read| read.len()), Ok(MESSAGES));
        assert_eq!(read(&messages(MESSAGES + 1)), Err(Fault::TooManyMessages));
        let arguments = |count| write("/a", &vec![Argument::Bool(true); count]);
        assert!(read(&arguments(ARGUMENTS)).is_ok());
        assert_eq!(read(&arguments(ARGUMENTS + 1)), Err(Fault::TooManyArguments));
        assert_eq!(read(&[0; LARGEST + 1]), Err(Fault::TooLong(LARGEST + 1)));
    }

    #[test]
    fn nesting_ends_before_the_stack_does() {
        let nested = |depth| (0..depth).fold(write("/a", &[]), |inner, _| bundle(&[inner]));
        assert_eq!(addresses(&nested(DEPTH)), ["/a"]);
        assert_eq!(read(&nested(DEPTH + 1)), Err(Fault::TooDeep));
        assert_eq!(read(&nested(3000)), Err(Fault::TooDeep));
        let arrays = format!("/a\0\0,{}{}\0\0\0", "[".repeat(30_000), "]".repeat(30_000));
        assert_eq!(read(arrays.as_bytes()), Err(Fault::TooManyArguments));
    }

    #[test]
    fn a_nul_within_a_text_does_not_shift_what_follows() {
        let sent = [Argument::Text("a\0b".into()), Argument::Int(7)];
        let read = read(&write("/x\0y", &sent)).unwrap().remove(0);
        assert_eq!(read.address, "/xy");
        assert_eq!(read.arguments, [Argument::Text("ab".into()), Argument::Int(7)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_bytes_read_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            read(&bytes).ok();
            read(&[b"/a\0\0,".as_slice(), &bytes].concat()).ok();
            read(&bundle(&[bytes])).ok();
        }

        #[test]
        fn what_is_written_reads_the_same(address in "/[!-~]{0,255}", sent in arguments()) {
            let read = read(&write(&address, &sent));
            prop_assert_eq!(read, Ok(vec![Message { address, arguments: sent }]));
        }

        #[test]
        fn a_good_packet_may_be_cut_or_broken_anywhere(
            sent in prop::collection::vec(arguments(), 1..4),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let messages: Vec<_> = sent.iter().map(|sent| write("/palimpsest/a", sent)).collect();
            let mut bytes = bundle(&[messages[0].clone(), bundle(&messages)]);
            for length in 0..bytes.len() {
                read(&bytes[..length]).ok();
            }
            let at = at.index(bytes.len());
            bytes[at] = byte;
            read(&bytes).ok();
        }
    }
}
