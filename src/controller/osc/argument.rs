//! How the arguments of a message are read, so that a button and a fader both do what their hand
//! means. Every refusal is half a sentence for the log: what came, and why it will not do.
//!
//! * Only the first argument counts.
//! * Whole numbers do where fractions are wanted, and fractions that are whole the other way
//!   round; true is 1 and false is 0. Infinities and what is no number are refused.
//! * A button sends 1 when it is pressed and 0 when it is let go. The second means nothing. Other
//!   numbers are refused, so that a fader laid on a key by mistake does not press it all the way.
//! * A place between two ends is held within them: whoever overshoots meant the end. Counts and
//!   times beyond all use are refused: whoever sends those is mistaken.

use std::ops::RangeInclusive;

use super::packet::Argument;

/// The largest count, either way: of steps, frames, shots and versions.
const COUNT: i32 = 10_000;

/// The longest name of a version, a view or a language, in bytes.
const NAME: usize = 64;

/// Whether a button goes down; it does where it sends nothing at all.
pub fn pressed(arguments: &[Argument]) -> Result<bool, String> {
    arguments.first().map_or(Ok(true), down)
}

/// Whether something is on. It must be said.
pub fn on(arguments: &[Argument]) -> Result<bool, String> {
    down(some(arguments)?)
}

/// A number, held within the two ends.
pub fn place(arguments: &[Argument], ends: RangeInclusive<f64>) -> Result<f64, String> {
    Ok(number(some(arguments)?)?.clamp(*ends.start(), *ends.end()))
}

/// A number that must lie within the two ends.
pub fn within(arguments: &[Argument], ends: RangeInclusive<f64>) -> Result<f64, String> {
    let argument = some(arguments)?;
    let number = number(argument)?;
    if ends.contains(&number) {
        return Ok(number);
    }
    let (least, most) = ends.into_inner();
    Err(format!("{} is not within {least} and {most}", said(argument)))
}

/// How many: 1 where it is not said; none for 0, which is a button that is let go.
pub fn count(arguments: &[Argument]) -> Result<Option<i32>, String> {
    let Some(argument) = arguments.first() else {
        return Ok(Some(1));
    };
    let number = number(argument)?;
    if number.fract() != 0.0 {
        return Err(format!("{} is not a whole number", said(argument)));
    }
    if number.abs() > f64::from(COUNT) {
        return Err(format!("{} is more than {COUNT} either way", said(argument)));
    }
    Ok(Some(number as i32).filter(|number| *number != 0))
}

/// A name, if the first argument is a text.
pub fn name(arguments: &[Argument]) -> Option<Result<String, String>> {
    let Some(argument @ Argument::Text(text)) = arguments.first() else {
        return None;
    };
    Some(match text.trim() {
        "" => Err("the text is empty".to_owned()),
        name if name.len() > NAME || name.contains(char::is_control) => {
            Err(format!("{} is no name", said(argument)))
        }
        name => Ok(name.to_owned()),
    })
}

/// The first argument, where there must be one.
pub fn some(arguments: &[Argument]) -> Result<&Argument, String> {
    arguments.first().ok_or_else(|| "nothing came with it".to_owned())
}

fn number(argument: &Argument) -> Result<f64, String> {
    match argument {
        Argument::Int(number) => Ok(*number as f64),
        Argument::Float(number) if number.is_finite() => Ok(*number),
        Argument::Bool(truth) => Ok(f64::from(u8::from(*truth))),
        _ => Err(format!("{} is not a number", said(argument))),
    }
}

fn down(argument: &Argument) -> Result<bool, String> {
    match number(argument)? {
        1.0 => Ok(true),
        0.0 => Ok(false),
        _ => Err(format!("{} is neither 1, pressed, nor 0, let go", said(argument))),
    }
}

/// An argument as the log shows it: on one line, and not too long.
fn said(argument: &Argument) -> String {
    match argument {
        Argument::Int(number) => number.to_string(),
        Argument::Float(number) => number.to_string(),
        Argument::Bool(truth) => truth.to_string(),
        Argument::Text(text) if text.chars().count() > 40 => {
            format!("the text {:?}…", text.chars().take(40).collect::<String>())
        }
        Argument::Text(text) => format!("the text {text:?}"),
        Argument::Other => "an argument of another kind".to_owned(),
    }
}
