//! The controls of a controller, what they meet, and the messages, as the panel shows them.

use super::super::panels::controller::{Face, Looks, Meeting, MessageLine};
use super::Scene;
use crate::controller::control::Place;
use crate::controller::mapping::Role;
use crate::controller::plugin::Controllers;
use crate::controller::plugin::workshop::Seen;
use crate::controller::profile::{Address, Control, Function, Sends};
use crate::controller::watched::{Fate, Message};
use crate::controller::wording;
use crate::scrub::Manner;
use crate::scrub::takeover::way_to_meet;
use crate::timeline::ClockTime;

/// A control was moved just now within so many nanoseconds.
const FRESH_NS: i64 = 1_200_000_000;

/// The controls of one controller.
pub fn faces(seen: Seen<'_>, controllers: &Controllers, scene: Scene<'_>) -> Vec<Face> {
    let fresh: Vec<usize> = controllers
        .messages()
        .filter(|message| message.port == *seen.port && scene.now.since(message.when) < FRESH_NS)
        .filter_map(|message| match message.fate {
            Fate::Moved(control) => Some(control),
            _ => None,
        })
        .collect();
    let face = |(index, (control, place)): (usize, (&Control, Place))| Face {
        name: control.name.clone(),
        does: wording::control_does(control),
        looks: looks(control, place),
        leads: leads(control.does.function, controllers, scene).map(|share| share as f32),
        barred: !seen.role().may(control.does.function),
        fresh: fresh.contains(&index),
    };
    seen.controls().enumerate().map(face).collect()
}

fn looks(control: &Control, place: Place) -> Looks {
    let stands = place.stands.map(|share| share as f32);
    match control.sends {
        // No profile says what a control is made of, but people call it so.
        Sends::Position => {
            let name = control.name.to_lowercase();
            let is_knob = ["knob", "dial", "pot"].iter().any(|word| name.contains(word));
            if is_knob { Looks::Knob(stands) } else { Looks::Fader(stands) }
        }
        Sends::Turns(_) | Sends::Clicks => Looks::Dial(place.turned as f32),
        Sends::Presses | Sends::Toggles => Looks::Key(place.down),
    }
}

/// What a function leads, as a share of a control's way; either end where it is on or off.
fn leads(function: Function, controllers: &Controllers, scene: Scene<'_>) -> Option<f64> {
    let Scene { show, moment, now, .. } = scene;
    let settings = show.settings();
    let switch = |is_on: bool| f64::from(u8::from(is_on));
    Some(match function {
        Function::Scrub => controllers.scale().share(show.hand_at(now)),
        Function::Divider => show.divider_at(),
        Function::Volume => settings.volume,
        Function::Shuttle => f64::midpoint(1.0, f64::from(moment.speed.get()) / 4000.0),
        Function::Play => switch(moment.speed.get() != 0),
        Function::Hold => switch(show.holds_the_version()),
        Function::Scrape => switch(settings.scraping),
        Function::Captions => switch(settings.captions),
        Function::Language => switch(settings.language != settings.home),
        Function::Step | Function::Jog | Function::View | Function::Listen | Function::Shot => {
            return None;
        }
    })
}

/// The controls that stand somewhere, beside what they move: those along the generations, and what
/// else waits.
pub fn meetings(seen: Seen<'_>, controllers: &Controllers, scene: Scene<'_>) -> Vec<Meeting> {
    let manner = seen.role().manner();
    let meeting = |(control, place): (&Control, Place)| {
        let is_one = control.sends == Sends::Position
            && control.address != Address::AnyCc
            && seen.role().may(control.does.function);
        let moves = match control.does.function {
            Function::Scrub => "the picture",
            Function::Divider => "the divider",
            Function::Volume => "the volume",
            _ => return None,
        };
        let at = leads(control.does.function, controllers, scene).filter(|_| is_one)?;
        let way = place.stands.and_then(|stands| way(control, controllers, at, stands, manner));
        let scrubs = control.does.function == Function::Scrub;
        let waits = manner == Manner::Meeting;
        (scrubs || (waits && way.is_some())).then(|| Meeting {
            control: control.name.clone(),
            moves,
            stands: place.stands.map(|share| share as f32),
            at: at as f32,
            way: way.map(|share| share as f32),
            waits,
            marks: if scrubs { marks(controllers) } else { Vec::new() },
        })
    };
    seen.controls().filter_map(meeting).collect()
}

/// How far it has to go until they meet.
fn way(
    control: &Control,
    controllers: &Controllers,
    at: f64,
    stands: f64,
    manner: Manner,
) -> Option<f64> {
    let scale = controllers.scale();
    let way = way_to_meet(at, stands, manner)?;
    // The picture rests on a version; a fader that stands for the same one is not away from it.
    let rests = manner == Manner::Converging
        && control.does.function == Function::Scrub
        && (scale.along(stands) - scale.along(at)).abs() <= 0.5;
    (!rests).then_some(way)
}

fn marks(controllers: &Controllers) -> Vec<f32> {
    let scale = controllers.scale();
    (0..=scale.end() as usize).map(|stop| scale.share(stop as f64) as f32).collect()
}

/// What came last, of all controllers.
pub fn messages(controllers: &Controllers, now: ClockTime) -> Vec<MessageLine> {
    let line = |message: &Message| MessageLine {
        age_ms: (now.since(message.when).max(0) / 1_000_000).unsigned_abs(),
        short: wording::short(message.movement),
        says: wording::movement(message.movement),
        means: means(controllers, message),
        count: message.count,
        unknown: message.fate == Fate::Unknown,
    };
    controllers.messages().map(line).collect()
}

fn means(controllers: &Controllers, message: &Message) -> String {
    let seen = controllers.seen().find(|seen| *seen.port == message.port);
    let index = match message.fate {
        Fate::Echo => return "its own echo".to_owned(),
        Fate::Learned => return "to be learned".to_owned(),
        Fate::Unknown => return "not in the profile".to_owned(),
        Fate::Moved(index) => index,
    };
    let control = seen.and_then(|seen| Some((seen, seen.controls().nth(index)?.0)));
    let Some((seen, control)) = control else { return String::new() };
    let name = &control.name;
    if !seen.role().may(control.does.function) {
        return format!("{name}: not for visitors");
    }
    match &message.asked {
        Some(command) => {
            format!("{name}: {}", wording::command(command, controllers.scale().end()))
        }
        None if control.sends == Sends::Position && seen.role() == Role::Staff => {
            format!("{name}: waits until they meet")
        }
        None => name.clone(),
    }
}
