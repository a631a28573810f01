//! A profile that is at work while control after control is added to it.
//!
//! It begins as the profile that the controller has, so that what worked goes on; what was learned
//! takes the place of what was known by the same message. What acts is read back from the text that
//! would be saved, so the two can never differ.

use std::path::Path;
use std::sync::Arc;

use super::Learned;
use super::asked::{ASKED, Asked};
use super::written::file_of;
use crate::controller::profile::load::parse;
use crate::controller::profile::words::VIEWS;
use crate::controller::profile::{Address, Control, Does, Function, Profile, Sends};
use crate::diagnostic::Report;

/// Such a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    before: Arc<Profile>,
    profile: Arc<Profile>,
    /// What was learned last, and the profile without it.
    latest: Option<(Learned, Arc<Profile>)>,
    learned: usize,
}

impl Draft {
    /// From the profile that a controller has whose name is `port`.
    pub fn new(before: Arc<Profile>, port: &str) -> Self {
        let named = Profile {
            name: before.name.clone(),
            matches: vec![port.to_owned()],
            controls: before.controls.clone(),
        };
        Self { before, profile: Arc::new(named), latest: None, learned: 0 }
    }

    /// The profile of before.
    pub fn before(&self) -> &Arc<Profile> {
        &self.before
    }

    /// The profile as it is now.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// How many controls were learned.
    pub fn learned(&self) -> usize {
        self.learned
    }

    /// What was learned last, and the control that it became.
    pub fn latest(&self) -> Option<(&Learned, &Control)> {
        let (learned, _) = self.latest.as_ref()?;
        let control = self.profile.controls.iter().find(|control| is_same(control, learned))?;
        Some((learned, control))
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        file_of(&self.profile)
    }

    /// Calls the model by another name; one without a letter changes nothing.
    pub fn call(&mut self, name: &str) {
        if !name.trim().is_empty() {
            let profile = Arc::make_mut(&mut self.profile);
            name.clone_into(&mut profile.name);
        }
    }

    /// All that a control of which this was learned can do, in the order in which it is asked for.
    pub fn choices(learned: &Learned) -> Vec<Does> {
        let is_key = matches!(learned.sends, Sends::Presses | Sends::Toggles);
        // What is turned or slid goes both ways.
        let takes = |does: &Does| does.function.takes(learned.sends) && (is_key || does.by > 0);
        let asked = ASKED.iter().map(Asked::does).filter(takes);
        let captions = [Does::new(Function::Captions)].into_iter().filter(takes);
        let views = VIEWS.iter().filter(|_| is_key);
        let views = views.map(|(_, view)| Does { to: Some(*view), ..Does::new(Function::View) });
        asked.chain(captions).chain(views).collect()
    }

    /// What it most likely shall do: what it does already, or else the first that nothing does yet.
    pub fn proposed(&self, learned: &Learned) -> Option<Does> {
        let known = self.profile.controls.iter().find(|control| is_same(control, learned));
        if let Some(known) = known.filter(|known| known.does.function.takes(learned.sends)) {
            return Some(known.does);
        }
        let is_new = |does: &Does| {
            let mut all = self.profile.controls.iter();
            // The profile for boxes that nobody knows only guesses what its controls are.
            let guesses = self.before.matches.is_empty();
            all.all(|one| one.does != *does || (guesses && self.before.controls.contains(one)))
        };
        let choices = Self::choices(learned);
        choices.iter().find(|does| is_new(does)).or(choices.first()).copied()
    }

    /// A control was learned, and does this from now on.
    ///
    /// # Errors
    /// The profile would have errors: all of them. It is as it was.
    pub fn teach(&mut self, learned: Learned, does: Does) -> Result<(), Report> {
        let (without, is_again) = match &self.latest {
            Some((last, without)) if *last == learned => (Arc::clone(without), true),
            _ => (Arc::clone(&self.profile), false),
        };
        let mut profile = Profile { name: self.profile.name.clone(), ..(*without).clone() };
        let known = profile.controls.iter().position(|control| is_same(control, &learned));
        let control = control(known.map(|known| &profile.controls[known]), &learned, does);
        match known {
            Some(known) => profile.controls[known] = control,
            None => profile.controls.push(control),
        }
        // The halves of a number are no controls of their own any more, nor is it where they are.
        profile.controls.retain(|control| {
            let meets = control.channel.is_none_or(|own| own == learned.channel);
            is_same(control, &learned) || !(meets && is_part(control.address, learned.address))
        });
        // With one that is known to move along the generations, any other need not.
        if does.function == Function::Scrub {
            profile.controls.retain(|control| control.address != Address::AnyCc);
        }
        let read = parse(&file_of(&profile), Path::new("the profile"))?;
        self.profile = Arc::new(read.profile);
        self.latest = Some((learned, without));
        self.learned += usize::from(!is_again);
        Ok(())
    }

    /// Leaves out again what was learned last.
    pub fn leave_out(&mut self) {
        if let Some((_, without)) = self.latest.take() {
            let name = self.profile.name.clone();
            self.profile = without;
            self.call(&name);
            self.learned -= 1;
        }
    }
}

/// The control that was learned; what is known of it and nobody can hear, such as how long its way
/// is, stays.
fn control(known: Option<&Control>, learned: &Learned, does: Does) -> Control {
    let usual = ASKED.iter().find(|asked| asked.does() == does).map(|asked| asked.name);
    let named = match (usual, does.to) {
        (Some(name), _) => name,
        (None, Some(view)) => view.name(),
        (None, None) => "captions",
    };
    let Some(known) = known else { return learned.control(named, does) };
    let same = known.does == does && known.sends == learned.sends;
    Control {
        channel: known.channel,
        travel_mm: known.travel_mm,
        held: known.held.filter(|_| learned.sends == Sends::Presses),
        // What it showed may mean nothing of what it does now.
        answer: known.answer.filter(|_| same),
        touch: learned.touch.or(known.touch),
        ..learned.control(&known.name, does)
    }
}

fn is_same(control: &Control, learned: &Learned) -> bool {
    control.address == learned.address && control.channel.is_none_or(|own| own == learned.channel)
}

/// Whether one of the two is half of the other.
fn is_part(a: Address, b: Address) -> bool {
    match (a, b) {
        (Address::Cc14(whole), Address::Cc(half)) | (Address::Cc(half), Address::Cc14(whole)) => {
            half == whole || half == whole + 32
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
