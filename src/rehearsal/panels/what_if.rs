//! What if: does it for real to the wall that is rehearsed, so that one sees what the gallery will
//! see, and takes it back.

mod screens;

use bevy_egui::egui::{self, RichText, vec2};

pub use screens::{ScreenSpot, Shows};

use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{head as title, small};

/// The slowest and the fastest disk that can be asked for, in megabytes a second.
const DISK: std::ops::RangeInclusive<f64> = 0.05..=50.0;
/// The disk that is asked for at first.
const USUAL_DISK: f64 = 1.0;

/// Something that can happen in a gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhatIf {
    /// The controller is unplugged.
    Controller,
    /// The output of a screen goes away, by its place in the installation.
    Screen(usize),
    /// The decoder of a version fails, by its place in the exhibit.
    Decoder(usize),
    /// The file of a version is damaged, likewise.
    File(usize),
    /// The disk is slow.
    Disk,
    /// The clock leapt.
    Clock,
    /// It is closing time.
    Closing,
    /// Whoever was there leaves.
    Visitor,
}

/// What one may ask of the panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WhatIfWish {
    /// Does it.
    Do(WhatIf),
    /// Takes it back.
    TakeBack(WhatIf),
    /// Has the disk deliver so many megabytes a second.
    SlowDisk(f64),
    /// Has the clock leap on by so many seconds.
    Leap(u32),
    /// Takes everything back.
    AllWell,
}

/// A version, and what is wrong with it on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionSpot {
    /// What it is called.
    pub name: String,
    /// There is something to play of it.
    pub plays: bool,
    /// Its decoder is broken.
    pub broken: bool,
    /// Its file is damaged.
    pub corrupt: bool,
}

/// What the panel shows.
#[derive(Clone, Debug, Default)]
pub struct WhatIfView {
    /// The controllers that are connected, in words; none where there is none.
    pub controller: Option<String>,
    /// They are unplugged.
    pub unplugged: bool,
    /// Width over height of the wall.
    pub aspect: f32,
    /// Its screens.
    pub screens: Vec<ScreenSpot>,
    /// The versions, in the exhibit's order.
    pub versions: Vec<VersionSpot>,
    /// The one under the hand.
    pub at: usize,
    /// How many megabytes a second the slow disk delivers; none where it is as fast as it is.
    pub disk: Option<f64>,
    /// What the calendar says, in words.
    pub clock: String,
    /// How far it has leapt, in words; none where it has not.
    pub leapt: Option<String>,
    /// What the installation says of opening hours, in words.
    pub hours: String,
    /// It is closed by hand.
    pub shut: bool,
    /// Whoever was there has left.
    pub away: bool,
    /// What the installation does when somebody has left, in words.
    pub leaving: String,
}

impl WhatIfView {
    /// How much is wrong on purpose.
    fn count(&self) -> usize {
        let versions =
            self.versions.iter().map(|one| usize::from(one.broken) + usize::from(one.corrupt));
        let screens = self.screens.iter().filter(|screen| screen.lost).count();
        let others = [self.unplugged, self.disk.is_some(), self.leapt.is_some(), self.shut];
        let others = others.into_iter().chain([self.away]).filter(|is| *is).count();
        versions.sum::<usize>() + screens + others
    }
}

/// Draws the panel.
pub fn what_if(ui: &mut egui::Ui, view: &WhatIfView, wishes: &mut Vec<WhatIfWish>) {
    let ink = Ink::new();
    let count = view.count();
    ui.horizontal_wrapped(|ui| {
        let button = egui::Button::new("Everything well again");
        if ui.add_enabled(count > 0, button).clicked() {
            wishes.push(WhatIfWish::AllWell);
        }
        let said = match count {
            0 => "nothing is wrong on purpose".to_owned(),
            1 => "one thing is wrong on purpose".to_owned(),
            _ => format!("{count} things are wrong on purpose"),
        };
        ui.label(if count > 0 { small(said).color(ink.ember) } else { small(said) });
    });
    ui.spacing_mut().scroll = egui::style::ScrollStyle::solid();
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        title(ui, "The hand");
        hand(ui, view, ink, wishes);
        title(ui, "The wall");
        wall(ui, view, ink, wishes);
        title(ui, "One version");
        version(ui, view, ink, wishes);
        title(ui, "The machine");
        machine(ui, view, ink, wishes);
        ui.add_space(12.0);
    });
}

/// A button that does something, or takes it back, and what one should see.
struct Switch<'t> {
    what: WhatIf,
    on: bool,
    can: bool,
    does: &'t str,
    undoes: &'t str,
    seen: &'t str,
}

impl Switch<'_> {
    fn show(self, ui: &mut egui::Ui, ink: Ink, wishes: &mut Vec<WhatIfWish>) {
        if switch(ui, ink, self.on, self.can, if self.on { self.undoes } else { self.does }) {
            wishes.push(match self.on {
                true => WhatIfWish::TakeBack(self.what),
                false => WhatIfWish::Do(self.what),
            });
        }
        seen(ui, self.seen);
    }
}

/// A wide button; lit while what it does is so. True where it is pressed.
fn switch(ui: &mut egui::Ui, ink: Ink, on: bool, can: bool, words: &str) -> bool {
    let mut text = RichText::new(words);
    if on {
        text = text.color(ink.ember);
    }
    let mut button = egui::Button::new(text).min_size(vec2(ui.available_width(), 28.0));
    if on {
        button = button.stroke(egui::Stroke::new(1.0, ink.ember));
    }
    ui.add_enabled(can || on, button).clicked()
}

/// What one should see.
fn seen(ui: &mut egui::Ui, words: &str) {
    ui.add(egui::Label::new(small(words)).wrap());
    ui.add_space(6.0);
}

fn hand(ui: &mut egui::Ui, view: &WhatIfView, ink: Ink, wishes: &mut Vec<WhatIfWish>) {
    let said = match &view.controller {
        None if !view.unplugged => "No controller is connected.".to_owned(),
        name => format!(
            "{}{}The wall plays on where it is. Plugged in again, the controller takes hold where \
             the picture is, without a jump.",
            name.as_deref().unwrap_or_default(),
            if name.is_some() { ". " } else { "" },
        ),
    };
    Switch {
        what: WhatIf::Controller,
        on: view.unplugged,
        can: view.controller.is_some(),
        does: "Unplug the controller",
        undoes: "Plug the controller in again",
        seen: &said,
    }
    .show(ui, ink, wishes);
    Switch {
        what: WhatIf::Visitor,
        on: view.away,
        can: true,
        does: "The visitor leaves",
        undoes: "Somebody comes",
        seen: &view.leaving,
    }
    .show(ui, ink, wishes);
}

fn wall(ui: &mut egui::Ui, view: &WhatIfView, ink: Ink, wishes: &mut Vec<WhatIfWish>) {
    ui.label(if view.screens.len() > 1 { "Lose a screen" } else { "Lose the screen" });
    screens::map(ui, &view.screens, view.aspect, ink, wishes);
    let said = "A click takes its output away, another gives it back. It stays dark, the others \
                play on in lockstep; back again, it has its picture at the next refresh.";
    seen(ui, said);
    let said = format!(
        "Light and sound go within two seconds, then the decoders rest. Open again, the film is \
         where it would be by now. {}",
        view.hours
    );
    Switch {
        what: WhatIf::Closing,
        on: view.shut,
        can: true,
        does: "Closing time",
        undoes: "Open again",
        seen: said.trim_end(),
    }
    .show(ui, ink, wishes);
}

/// The version that is to fail: the one under the hand, until one is chosen.
fn version(ui: &mut egui::Ui, view: &WhatIfView, ink: Ink, wishes: &mut Vec<WhatIfWish>) {
    let kept = ui.id().with("the version that is to fail");
    let chosen: Option<usize> = ui.data(|data| data.get_temp(kept));
    let mut at = chosen.filter(|at| *at < view.versions.len()).unwrap_or(view.at);
    let name = |at: usize| view.versions.get(at).map_or("", |one| one.name.as_str());
    let combo = egui::ComboBox::from_id_salt("version").width(ui.available_width());
    let shown = combo.selected_text(name(at)).show_ui(ui, |ui| {
        let before = at;
        for (index, one) in view.versions.iter().enumerate() {
            let mark = if one.broken || one.corrupt { "  (fails)" } else { "" };
            ui.selectable_value(&mut at, index, format!("{}{mark}", one.name));
        }
        (at != before).then_some(at)
    });
    let said = format!("The version that is to fail: {}", name(at));
    shown
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, said.as_str()));
    if let Some(Some(at)) = shown.inner {
        ui.data_mut(|data| data.insert_temp(kept, at));
    }
    let one = view.versions.get(at).cloned().unwrap_or_default();
    Switch {
        what: WhatIf::Decoder(at),
        on: one.broken,
        can: one.plays,
        does: "Break its decoder",
        undoes: "Mend its decoder",
        seen: "Its last good picture stays; the others play on. It rests half a second and tries \
               again, then a second, ever longer up to half a minute; after eight faults it gives \
               up.",
    }
    .show(ui, ink, wishes);
    Switch {
        what: WhatIf::File(at),
        on: one.corrupt,
        can: one.plays,
        does: "Corrupt its file",
        undoes: "Restore its file",
        seen: "What is read of it is damaged, in memory only. Frames that cannot be decoded are \
               missing: its last good picture stays.",
    }
    .show(ui, ink, wishes);
}

fn machine(ui: &mut egui::Ui, view: &WhatIfView, ink: Ink, wishes: &mut Vec<WhatIfWish>) {
    let kept = ui.id().with("the slow disk");
    let chosen: Option<f64> = ui.data(|data| data.get_temp(kept));
    let mut speed = view.disk.or(chosen).unwrap_or(USUAL_DISK);
    let words = if view.disk.is_some() { "Have the disk fast again" } else { "Slow the disk" };
    if switch(ui, ink, view.disk.is_some(), true, words) {
        wishes.push(match view.disk {
            Some(_) => WhatIfWish::TakeBack(WhatIf::Disk),
            None => WhatIfWish::SlowDisk(speed),
        });
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 110.0).max(60.0);
        let slider = egui::Slider::new(&mut speed, DISK)
            .logarithmic(true)
            .suffix(" MB/s")
            .custom_formatter(|speed, _| match speed {
                10.0.. => format!("{speed:.0}"),
                1.0.. => format!("{speed:.1}"),
                _ => format!("{speed:.2}"),
            });
        let response = ui.add(slider);
        response.widget_info(|| {
            egui::WidgetInfo::slider(true, speed, "Megabytes a second that the disk delivers")
        });
        if response.changed() {
            ui.data_mut(|data| data.insert_temp(kept, speed));
            if view.disk.is_some() {
                wishes.push(WhatIfWish::SlowDisk(speed));
            }
        }
    });
    let said = "All reels wait for one disk. What does not come in time is late and stays as it \
                was; nothing stops, and no version runs ahead.";
    seen(ui, said);
    ui.label("Jump the clock");
    ui.horizontal(|ui| {
        for (words, name, by) in [
            ("1 minute", "Jump the clock a minute on", 60),
            ("1 hour", "Jump the clock an hour on", 3600),
            ("8 hours", "Jump the clock eight hours on", 8 * 3600),
        ] {
            let response = ui.button(words);
            let info = || egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name);
            response.widget_info(info);
            if response.clicked() {
                wishes.push(WhatIfWish::Leap(by));
            }
        }
        if view.leapt.is_some() {
            let text = RichText::new("Set it right").color(ink.ember);
            let button = egui::Button::new(text).stroke((1.0, ink.ember));
            if ui.add(button).clicked() {
                wishes.push(WhatIfWish::TakeBack(WhatIf::Clock));
            }
        }
    });
    let leapt = view.leapt.as_ref().map_or(String::new(), |by| format!(", {by} ahead"));
    let said = format!(
        "It is {}{leapt}. As after a sleep of the machine: the film is at once where it belongs by \
         the clock, and opening hours follow. Set right, the calendar goes back; film never does.",
        view.clock
    );
    seen(ui, &said);
}

#[cfg(test)]
mod tests;
