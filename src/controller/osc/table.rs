//! Every address that the show hears, in one table: it reads the messages, and the documentation
//! is written from it.
//!
//! Address patterns (`*`, `?`, `[]`, `{}`) are refused. One message could then ask for several
//! things, in an order that the standard leaves open; and a sender that knows a single receiver
//! gains nothing by them.

use super::argument::{count, name, on, place, pressed, some, within};
pub use super::document::as_markdown;
use super::packet::{Argument, Message};
pub use super::state::STATE;
pub use super::wish::Wish;

/// What all addresses begin with.
pub const ROOT: &str = "/palimpsest";

type Asked = Result<Option<Wish>, String>;

/// One address that the show hears.
pub struct Line {
    /// The address, whole.
    pub address: &'static str,
    /// What is sent to it, in words; empty where nothing needs to be.
    pub argument: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
    reads: fn(&[Argument]) -> Asked,
}

const fn line(
    address: &'static str,
    argument: &'static str,
    does: &'static str,
    reads: fn(&[Argument]) -> Asked,
) -> Line {
    Line { address, argument, does, reads }
}

/// The longest film time that can be jumped to, in seconds: a day.
const DAY: f64 = 86_400.0;

/// Every address that the show hears.
pub const COMMANDS: &[Line] = &[
    line(
        "/palimpsest/scrub",
        "float 0 to 1",
        "Moves along the generations: 0 is the inputs, 1 the next one.",
        |sent| place(sent, 0.0..=1.0).map(Wish::Scrub).map(Some),
    ),
    line(
        "/palimpsest/step",
        "int, or nothing for 1",
        "Moves by whole stops along the generations, back if negative.",
        |sent| Ok(count(sent)?.map(Wish::Step)),
    ),
    line(
        "/palimpsest/version",
        "text or int",
        "Moves to a version, by its id or by its number from 1 the oldest.",
        version,
    ),
    line(
        "/palimpsest/view",
        "text, int, or nothing for 1",
        "Shows the view of this name, or goes on by so many, back if negative.",
        view,
    ),
    line(
        "/palimpsest/language",
        "text, or nothing",
        "Writes in the language of this tag, or in the next one.",
        |sent| match name(sent) {
            Some(tag) => tag.map(Wish::Language).map(Some),
            None => press(sent, Wish::NextLanguage),
        },
    ),
    line("/palimpsest/play", "", "Runs at normal speed.", |sent| press(sent, Wish::Play)),
    line("/palimpsest/pause", "", "Stands.", |sent| press(sent, Wish::Pause)),
    line("/palimpsest/toggle", "", "Stands if it runs, runs if it stands.", |sent| {
        press(sent, Wish::TogglePlay)
    }),
    line(
        "/palimpsest/jog",
        "int, or nothing for 1",
        "Stands, and moves by so many frames, back if negative.",
        |sent| Ok(count(sent)?.map(Wish::Jog)),
    ),
    line(
        "/palimpsest/shuttle",
        "float -4 to 4",
        "Runs at so many times the normal speed; 0 stands, also from a button let go.",
        |sent| place(sent, -4.0..=4.0).map(Wish::Shuttle).map(Some),
    ),
    line(
        "/palimpsest/shot",
        "int, or nothing for 1",
        "Jumps by whole shots, back if negative.",
        |sent| Ok(count(sent)?.map(Wish::Shot)),
    ),
    line(
        "/palimpsest/jump",
        "float, seconds",
        "Jumps to this film time; from a cue, because a button let go jumps to 0.",
        |sent| within(sent, 0.0..=DAY).map(Wish::Jump).map(Some),
    ),
    line(
        "/palimpsest/divider",
        "float 0 to 1",
        "Moves the divider between two pictures: 0 is the left end, 1 the right one.",
        |sent| place(sent, 0.0..=1.0).map(Wish::Divider).map(Some),
    ),
    line("/palimpsest/hold", "", "Holds the version at the position for comparison.", |sent| {
        press(sent, Wish::Hold)
    }),
    line(
        "/palimpsest/listen",
        "",
        "Says what is known of the version at the position, aloud.",
        |sent| press(sent, Wish::Listen),
    ),
    line(
        "/palimpsest/volume",
        "float 0 to 1",
        "Sets how loud it is: 0 is silent, 1 as loud as the installation lets it be.",
        |sent| place(sent, 0.0..=1.0).map(Wish::Volume).map(Some),
    ),
    line(
        "/palimpsest/scrape",
        "1 or 0",
        "Scrapes from 1 until 0: a button that sends both.",
        |sent| on(sent).map(Wish::Scrape).map(Some),
    ),
    line("/palimpsest/reset", "", "Goes back to where a visit begins.", |sent| {
        press(sent, Wish::Reset)
    }),
];

/// What a message asks for; nothing, where a button is let go or the message is meant for others.
///
/// # Errors
///
/// A sentence for the log: what came, why it will not do, and what would.
pub fn wish(message: &Message) -> Asked {
    let address = message.address.as_str();
    let Some(line) = COMMANDS.iter().find(|line| line.address == address) else {
        return unknown(address);
    };
    let takes = if line.argument.is_empty() { "nothing, or 1" } else { line.argument };
    (line.reads)(&message.arguments).map_err(|why| format!("{address}: {why}; it takes {takes}"))
}

fn press(sent: &[Argument], wish: Wish) -> Asked {
    Ok(pressed(sent)?.then_some(wish))
}

fn version(sent: &[Argument]) -> Asked {
    some(sent)?;
    match name(sent) {
        Some(id) => id.map(Wish::Version).map(Some),
        None => match count(sent)? {
            Some(number) if number < 0 => Err(format!("there is no version {number}")),
            number => Ok(number.map(Wish::VersionNumber)),
        },
    }
}

fn view(sent: &[Argument]) -> Asked {
    match name(sent) {
        Some(name) => name.map(Wish::View).map(Some),
        None => Ok(count(sent)?.map(Wish::NextView)),
    }
}

/// Says what was probably meant. What is plainly meant for others is nothing to the show: a tablet
/// also sends how it is tilted, and which of its pages it shows.
fn unknown(address: &str) -> Asked {
    let ours =
        address.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some((head, _)) = address.split_once(['*', '?', '[', ']', '{', '}'])
        && (ours || ROOT.starts_with(head))
    {
        return Err(format!("{address:?}: address patterns are not read; send to each address"));
    }
    if let Some(told) = STATE.iter().find(|told| told.address == address) {
        return Err(format!("{}: the show tells this and does not hear it", told.address));
    }
    // Longer than this nothing is near, and it would take long to find out.
    let lower = address.to_lowercase();
    let known = COMMANDS.iter().filter(|_| address.len() <= 64);
    let distances = known.map(|line| (strsim::levenshtein(&lower, line.address), line.address));
    match distances.min() {
        Some((distance, near)) if ours || distance <= 3 => {
            Err(format!("{address:?} is not known; the nearest is {near}"))
        }
        None if ours => Err(format!("{address:?} is not known")),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ask(address: &str, arguments: &[Argument]) -> Asked {
        let address = format!("{ROOT}{address}");
        wish(&Message { address, arguments: arguments.to_vec() })
    }

    fn text(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }

    const ONE: &[Argument] = &[Argument::Float(1.0)];
    const ZERO: &[Argument] = &[Argument::Float(0.0)];

    #[test]
    fn a_button_acts_when_it_is_pressed_and_not_when_it_is_let_go() {
        for address in ["/play", "/pause", "/toggle", "/hold", "/listen", "/reset", "/language"] {
            let pressed = ask(address, &[]).unwrap();
            assert!(pressed.is_some());
            assert_eq!(ask(address, ONE), Ok(pressed.clone()));
            assert_eq!(ask(address, &[Argument::Int(1)]), Ok(pressed.clone()));
            assert_eq!(ask(address, &[Argument::Bool(true)]), Ok(pressed));
        }
        for line in COMMANDS.iter().filter(|line| !line.argument.contains("float")) {
            let message = Message { address: line.address.to_owned(), arguments: ZERO.to_vec() };
            let expected = (line.address == "/palimpsest/scrape").then_some(Wish::Scrape(false));
            assert_eq!(wish(&message), Ok(expected), "{}", line.address);
        }
    }

    #[test]
    fn scraping_needs_both_ends() {
        assert_eq!(ask("/scrape", ONE), Ok(Some(Wish::Scrape(true))));
        assert_eq!(ask("/scrape", ZERO), Ok(Some(Wish::Scrape(false))));
        assert_eq!(
            ask("/scrape", &[]).unwrap_err(),
            "/palimpsest/scrape: nothing came with it; it takes 1 or 0"
        );
    }

    #[test]
    fn a_fader_on_a_key_does_not_press_it() {
        assert_eq!(
            ask("/play", &[Argument::Float(0.5)]).unwrap_err(),
            "/palimpsest/play: 0.5 is neither 1, pressed, nor 0, let go; it takes nothing, or 1"
        );
        assert_eq!(
            ask("/step", &[Argument::Float(0.5)]).unwrap_err(),
            "/palimpsest/step: 0.5 is not a whole number; it takes int, or nothing for 1"
        );
    }

    #[test]
    fn a_count_that_is_not_said_is_one() {
        assert_eq!(ask("/step", &[]), Ok(Some(Wish::Step(1))));
        assert_eq!(ask("/jog", &[]), Ok(Some(Wish::Jog(1))));
        assert_eq!(ask("/shot", &[Argument::Float(-2.0)]), Ok(Some(Wish::Shot(-2))));
        assert!(ask("/jog", &[Argument::Int(i64::MIN)]).is_err());
    }

    #[test]
    fn whole_numbers_and_fractions_do_for_each_other() {
        assert_eq!(ask("/scrub", &[Argument::Int(1)]), Ok(Some(Wish::Scrub(1.0))));
        assert_eq!(ask("/version", &[Argument::Float(3.0)]), Ok(Some(Wish::VersionNumber(3))));
        assert_eq!(ask("/view", &[Argument::Int(-1)]), Ok(Some(Wish::NextView(-1))));
    }

    #[test]
    fn a_place_is_held_within_its_ends_and_a_time_beyond_them_refused() {
        assert_eq!(ask("/volume", &[Argument::Float(1.5)]), Ok(Some(Wish::Volume(1.0))));
        assert_eq!(ask("/shuttle", &[Argument::Int(-9)]), Ok(Some(Wish::Shuttle(-4.0))));
        assert_eq!(
            ask("/jump", &[Argument::Float(-1.0)]).unwrap_err(),
            "/palimpsest/jump: -1 is not within 0 and 86400; it takes float, seconds"
        );
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(ask("/scrub", &[Argument::Float(number)]).is_err());
        }
    }

    #[test]
    fn names_are_texts() {
        assert_eq!(ask("/version", &[text("v3")]), Ok(Some(Wish::Version("v3".into()))));
        assert_eq!(ask("/view", &[text("duet")]), Ok(Some(Wish::View("duet".into()))));
        assert_eq!(ask("/language", &[text(" de ")]), Ok(Some(Wish::Language("de".into()))));
        assert!(ask("/view", &[text("")]).is_err());
        assert!(ask("/version", &[text(&"v".repeat(65))]).is_err());
        assert!(ask("/version", &[]).is_err());
        assert!(ask("/version", &[Argument::Int(-3)]).is_err());
        assert_eq!(
            ask("/scrub", &[text("a\nb")]).unwrap_err(),
            "/palimpsest/scrub: the text \"a\\nb\" is not a number; it takes float 0 to 1"
        );
    }

    #[test]
    fn an_unknown_address_is_answered_with_the_nearest() {
        let near = "\"/palimpsest/scub\" is not known; the nearest is /palimpsest/scrub";
        assert_eq!(ask("/scub", ONE).unwrap_err(), near);
        let elsewhere =
            |address: &str| wish(&Message { address: address.into(), arguments: vec![] });
        assert!(elsewhere("/palimset/play").unwrap_err().ends_with("nearest is /palimpsest/play"));
        assert!(
            elsewhere("/Palimpsest/Play").unwrap_err().ends_with("nearest is /palimpsest/play")
        );
        assert_eq!(elsewhere("/accxyz"), Ok(None));
        assert_eq!(elsewhere("/1/fader3"), Ok(None));
        assert!(elsewhere("/palimpsest").is_err());
        assert!(ask(&"/x".repeat(90), &[]).is_err());
    }

    #[test]
    fn patterns_and_what_the_show_tells_itself_are_refused() {
        assert!(ask("/*", ONE).unwrap_err().contains("patterns"));
        let elsewhere =
            |address: &str| wish(&Message { address: address.into(), arguments: vec![] });
        assert!(elsewhere("/{palimpsest,other}/play").unwrap_err().contains("patterns"));
        assert_eq!(elsewhere("/other/*"), Ok(None));
        assert!(ask("/state/position", ONE).unwrap_err().contains("tells this"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_number_that_is_passed_on_is_within_its_bounds(
            line in prop::sample::select((0..COMMANDS.len()).collect::<Vec<_>>()),
            number in prop_oneof![any::<f64>(), -9.0..9.0, Just(-0.0)],
            whole in any::<bool>(),
        ) {
            let sent = if whole { Argument::Int(number as i64) } else { Argument::Float(number) };
            let message = Message { address: COMMANDS[line].address.into(), arguments: vec![sent] };
            match wish(&message) {
                Ok(Some(Wish::Scrub(place) | Wish::Divider(place) | Wish::Volume(place))) => {
                    prop_assert!((0.0..=1.0).contains(&place));
                }
                Ok(Some(Wish::Shuttle(times))) => prop_assert!((-4.0..=4.0).contains(&times)),
                Ok(Some(Wish::Jump(seconds))) => prop_assert!((0.0..=DAY).contains(&seconds)),
                Ok(Some(Wish::Step(n) | Wish::Jog(n) | Wish::Shot(n) | Wish::NextView(n))) => {
                    prop_assert!(n != 0 && n.abs() <= 10_000);
                }
                Ok(Some(Wish::VersionNumber(n))) => prop_assert!((1..=10_000).contains(&n)),
                Ok(_) => {}
                Err(why) => prop_assert!(why.starts_with(COMMANDS[line].address)),
            }
        }

        #[test]
        fn no_address_breaks_the_log(address in "/(palimpsest/)?.{0,90}") {
            if let Err(why) = wish(&Message { address, arguments: vec![] }) {
                prop_assert!(!why.contains(char::is_control));
            }
        }
    }
}
