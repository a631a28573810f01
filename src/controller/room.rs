//! From an installation to its controllers: whose profile each has, who stands at it, and how the
//! versions lie along its way.

use std::path::Path;
use std::sync::Arc;

use super::mapping::Role;
use super::port::keeper::{KEYBOARD, MOUSE};
use super::port::name::is_wanted;
use super::profile::{Address, Function, Profile, Sends, shipped};
use crate::diagnostic::{Diagnostic, Report};
use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::installation::controllers::{Controller, ControllerRole, Spacing};
use crate::scrub::Scale;
use crate::scrub::scale::usual_clicks;
use crate::story;

/// The profile of dials that say they are a mouse or a keyboard.
const USB_DIAL: &str = "usb-dial";

/// A controller that is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// A part of its name; `any` for all.
    pub name: String,
    /// Its profile, where that does not go by its name.
    pub profile: Option<Arc<Profile>>,
    /// Who stands at it.
    pub role: Role,
}

impl Wanted {
    /// At a rehearsal, by a part of its name.
    pub fn at_rehearsal(name: impl Into<String>) -> Self {
        Self { name: name.into(), profile: None, role: Role::Rehearsal }
    }

    /// The profile that it most likely has, before it is here: the name may be a part of what the
    /// profile calls it.
    pub fn likely_profile(&self) -> Option<Arc<Profile>> {
        let name = self.name.to_lowercase();
        let part_of = |profile: &Profile| {
            profile.matches.iter().any(|known| known.to_lowercase().contains(&name))
        };
        let own = self.profile_for(&self.name);
        let is_known =
            self.profile.is_some() || own.as_ref().is_some_and(|own| !own.matches.is_empty());
        if is_known || [MOUSE, KEYBOARD].contains(&self.name.as_str()) {
            return own;
        }
        let part = shipped::all().iter().find(|(_, profile)| part_of(profile));
        part.map(|(_, profile)| Arc::clone(profile)).or(own)
    }

    /// The profile for a controller of this name.
    pub fn profile_for(&self, port: &str) -> Option<Arc<Profile>> {
        if let Some(profile) = &self.profile {
            return Some(Arc::clone(profile));
        }
        if [MOUSE, KEYBOARD].contains(&port) {
            return shipped::named(USB_DIAL);
        }
        shipped::for_port(port).map(|(_, profile)| profile)
    }
}

/// The one of these that a controller of this name was meant by: one that names it rather than one
/// for all.
pub fn meant<'w>(wanted: &'w [Wanted], port: &str) -> Option<&'w Wanted> {
    let names = |wanted: &&Wanted| wanted.name != "any" && is_wanted(&wanted.name, port);
    wanted.iter().find(names).or_else(|| wanted.iter().find(|wanted| is_wanted(&wanted.name, port)))
}

/// The controllers of an installation, with their profiles.
///
/// # Errors
/// A profile that it names is not there or has errors: all of them.
pub fn wanted(installation: &Installation) -> Result<Vec<Wanted>, Report> {
    let folder = installation.file.as_deref().and_then(Path::parent).unwrap_or(Path::new("."));
    let mut report = Report::new();
    let mut all = Vec::new();
    for Controller { name, profile, role, .. } in &installation.running.controllers {
        let profile = match profile {
            None => None,
            Some((written, place)) => match shipped::find(written, folder) {
                Ok(profile) => Some(profile),
                Err(problems) => {
                    // What is wrong within another file is told with its own place.
                    for problem in problems.problems() {
                        let has_place = problem.place.is_some();
                        let problem = problem.clone();
                        report.push(if has_place { problem } else { problem.at(place.clone()) });
                    }
                    None
                }
            },
        };
        let role = match role {
            ControllerRole::Public => Role::Public,
            ControllerRole::Staff => Role::Staff,
        };
        all.push(Wanted { name: name.clone(), profile, role });
    }
    if report.errors() == 0 { Ok(all) } else { Err(report) }
}

/// What is probably not as it should be with an installation's controllers.
pub fn advice(installation: &Installation, wanted: &[Wanted]) -> Report {
    let mut report = Report::new();
    let public: Vec<Arc<Profile>> = wanted
        .iter()
        .filter(|wanted| wanted.role == Role::Public && wanted.name != "any")
        .filter_map(Wanted::likely_profile)
        .collect();
    let any = |is: &dyn Fn(&super::profile::Control) -> bool| {
        public.iter().any(|profile| profile.controls.iter().any(is))
    };
    let scrubs = |control: &super::profile::Control| control.does.function == Function::Scrub;
    let turns =
        any(&|control| scrubs(control) && matches!(control.sends, Sends::Turns(_) | Sends::Clicks));
    let slides = any(&|control| scrubs(control) && control.sends == Sends::Position);
    let is_key = |control: &super::profile::Control| {
        matches!(control.sends, Sends::Presses | Sends::Toggles)
    };
    let steps = any(&|control| control.does.function == Function::Step && is_key(control));
    if (turns || slides) && !steps {
        let what = if slides { "a fader or a knob" } else { "a dial" };
        let message = format!("visitors can move along the generations only with {what}");
        let help = "Some hands cannot turn or slide one: add two keys that step, in its profile or \
                    as a controller of their own. See config/CONTROLLERS.md.";
        let place = installation.running.controllers.iter().find_map(|named| named.place.clone());
        let problem = Diagnostic::warning(message).help(help);
        report.push(match place {
            Some(place) => problem.at(place),
            None => problem,
        });
    }
    report
}

/// How the stops of an exhibit lie along the way of the controls.
pub fn scale(exhibit: &Exhibit, installation: &Installation, wanted: &[Wanted]) -> Scale {
    let versions = exhibit.versions.len();
    let clicks = installation.running.clicks.unwrap_or_else(|| usual_clicks(versions));
    if installation.running.axis == Spacing::Ordinal {
        return Scale::ordinal(versions + 2, clicks);
    }
    let dates: Vec<Option<f64>> = (0..versions)
        .map(|version| exhibit.generation_of(version).released.map(story::years))
        .collect();
    let profiles = wanted.iter().filter_map(Wanted::likely_profile);
    let faders = profiles.flat_map(|profile| {
        let fader = |control: &super::profile::Control| {
            let slides = control.does.function == Function::Scrub
                && control.sends == Sends::Position
                && !matches!(control.address, Address::AnyCc);
            slides.then_some(control.travel_mm)?
        };
        profile.controls.iter().filter_map(fader).collect::<Vec<f64>>()
    });
    // The shortest of them must still be hit; and of three clicks two are enough for the nearest.
    Scale::dated(&dates, clicks.max(3), faders.reduce(f64::min))
}

/// What there is to say of an exhibit whose dates cannot be kept apart on a fader of this length:
/// what it is, and what to do.
pub fn crowded(
    exhibit: &Exhibit,
    installation: &Installation,
    wanted: &[Wanted],
) -> Option<(String, &'static str)> {
    let even = Scale::ordinal(exhibit.versions.len() + 2, 3).share(1.0);
    let scale = scale(exhibit, installation, wanted);
    let is_even = (0..=scale.end() as usize)
        .all(|stop| (scale.share(stop as f64) - even * stop as f64).abs() < 1e-9);
    (installation.running.axis == Spacing::Dated && is_even).then(|| {
        let what = format!(
            "`axis` is \"dated\", but the {} versions lie at equal distances",
            exhibit.versions.len()
        );
        let help = "Their dates are not known, or the fader is too short to keep 8 mm between them: \
                    take a longer one or a dial, or write axis = \"ordinal\".";
        (what, help)
    })
}
