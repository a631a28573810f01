//! Power and cables: what follows from an installation file, and nothing else.

use super::table::{Cell, Column, Row, Table, sheets as set};
use super::typeface::Typefaces;
use super::{Hung, Paper, Sheet};
use crate::installation::controllers::ControllerRole;
use crate::installation::routes::{Channels, Route, RouteFrom};
use crate::installation::{Installation, Screen};

/// What a cable carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Power from the mains.
    Power,
    /// Pictures.
    Video,
    /// What a hand does, and the network.
    Control,
    /// Sound.
    Sound,
}

impl Kind {
    /// In the order of the list: the kind, the letter that its cables are marked by, its heading.
    const ALL: [(Self, char, &'static str); 4] = [
        (Self::Power, 'P', "Power"),
        (Self::Video, 'V', "Video"),
        (Self::Control, 'C', "Control and network"),
        (Self::Sound, 'S', "Sound"),
    ];
}

/// A cable, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Cable {
    /// What it carries.
    pub kind: Kind,
    /// What both of its ends are marked with: `V3`.
    pub mark: String,
    /// Where it comes from; none where nobody said.
    pub from: Option<String>,
    /// Where it goes to; none where nobody said.
    pub to: Option<String>,
    /// How far apart its ends are in a straight line along the wall, in mm, where both are known.
    pub straight_mm: Option<f64>,
    /// What else is known.
    pub remark: String,
}

/// Outputs that several screens share are divided by a device that nobody named.
const DIVIDER: &str = "wall controller";

/// All cables of an installation, in the order of the list.
pub fn cables(installation: &Installation) -> Vec<Cable> {
    let list = List { room: installation, cables: Vec::new() };
    list.power().video().control().sound().cables
}

struct List<'a> {
    room: &'a Installation,
    cables: Vec<Cable>,
}

impl List<'_> {
    /// Adds a cable; its ends are told apart by their places, in mm.
    fn add(
        &mut self,
        kind: Kind,
        (from, to): (Option<String>, Option<String>),
        ends: (Option<(f64, f64)>, Option<(f64, f64)>),
        remark: impl Into<String>,
    ) {
        let number = self.cables.iter().filter(|cable| cable.kind == kind).count() + 1;
        let letter = Kind::ALL.iter().find(|(known, ..)| *known == kind).map_or('?', |it| it.1);
        let straight_mm = match ends {
            (Some(a), Some(b)) => Some((a.0 - b.0).hypot(a.1 - b.1)),
            _ => None,
        };
        let (mark, remark) = (format!("{letter}{number}"), remark.into());
        self.cables.push(Cable { kind, mark, from, to, straight_mm, remark });
    }

    fn power(mut self) -> Self {
        for screen in &self.room.screens {
            let ends = (None, Some(format!("screen {}", screen.name)));
            self.add(Kind::Power, ends, (None, None), "");
        }
        let ends = (None, Some("computer".to_owned()));
        self.add(Kind::Power, ends, (None, None), "");
        for output in self.shared() {
            let to = format!("{DIVIDER} on {output}");
            self.add(Kind::Power, (None, Some(to)), (None, None), "");
        }
        self
    }

    /// Outputs that several screens are parts of.
    fn shared(&self) -> Vec<String> {
        let mut shared: Vec<String> = Vec::new();
        for screen in &self.room.screens {
            let Some(output) = &screen.output else { continue };
            let on_it = |other: &&Screen| other.output.as_ref() == Some(output);
            let several = self.room.screens.iter().filter(on_it).count() > 1;
            if several && !shared.contains(output) {
                shared.push(output.clone());
            }
        }
        shared
    }

    fn video(mut self) -> Self {
        let shared = self.shared();
        let computer = self.room.computer_mm;
        for output in &shared {
            let from = format!("computer, {output}");
            let ends = (Some(from), Some(format!("{DIVIDER} on {output}")));
            self.add(Kind::Video, ends, (None, None), "one output for several screens");
        }
        for screen in &self.room.screens {
            let to = Some(format!("screen {}", screen.name));
            let (across, down) = screen.rotation.turned(screen.pixels);
            let pixels = format!("{across} × {down}");
            match &screen.output {
                Some(output) if shared.contains(output) => {
                    let part = screen.region.map_or_else(String::new, |part| {
                        format!(", part from {}, {}", part.x, part.y)
                    });
                    let from = Some(format!("{DIVIDER} on {output}"));
                    self.add(Kind::Video, (from, to), (None, None), format!("{pixels}{part}"));
                }
                output => {
                    let from = output.as_ref().map(|output| format!("computer, {output}"));
                    let from = from.or_else(|| Some("computer, output ________".to_owned()));
                    self.add(Kind::Video, (from, to), (computer, Some(middle(screen))), pixels);
                }
            }
        }
        self
    }

    fn control(mut self) -> Self {
        let running = &self.room.running;
        let place = self.room.controller_mm;
        let computer = self.room.computer_mm;
        for controller in &running.controllers {
            let what = match controller.name.as_str() {
                "any" => "controller, any with MIDI".to_owned(),
                "mouse" => "dial that is a mouse".to_owned(),
                "keyboard" => "keys that are a keyboard".to_owned(),
                name => format!("controller {name}"),
            };
            let staff = controller.role == ControllerRole::Staff;
            let (ends, remark) = if staff {
                ((computer, None), "USB or MIDI; for the staff")
            } else {
                ((computer, Some(place)), "USB or MIDI; in the plane of the wall")
            };
            let from = Some("computer".to_owned());
            self.add(Kind::Control, (from, Some(what)), ends, remark);
        }
        if let Some(osc) = &running.osc {
            let ends = (Some("computer".to_owned()), Some("network".to_owned()));
            let remark = format!("Open Sound Control, UDP port {}", osc.port);
            self.add(Kind::Control, ends, (None, None), remark);
        }
        self
    }

    fn sound(mut self) -> Self {
        let sound = &self.room.running.sound;
        let usual = Channels { of: 2, main: vec![0, 1], routes: Vec::new() };
        let channels = sound.channels.as_ref().unwrap_or(&usual);
        let device = sound.device.as_deref().unwrap_or("sound output ________");
        let from = |channel: &u32| Some(format!("{device}, channel {}", channel + 1));
        let side = |index: usize, of: usize| match (index, of) {
            (_, 1) => "one loudspeaker for all",
            (0, _) => "loudspeaker, left",
            _ => "loudspeaker, right",
        };
        for (index, channel) in channels.main.iter().enumerate() {
            let to = Some(side(index, channels.main.len()).to_owned());
            self.add(Kind::Sound, (from(channel), to), (None, None), "the sound of the wall");
        }
        for Route { from: source, channels } in &channels.routes {
            let (remark, place) = match source {
                RouteFrom::Screen(name) => {
                    let screen = self.room.screens.iter().find(|one| one.name == name.value);
                    let remark = format!("what screen {} shows", name.value);
                    (remark, screen.map(middle))
                }
                RouteFrom::Version(id) => (format!("version {}", id.value), None),
            };
            for (index, channel) in channels.iter().enumerate() {
                let side = match (index, channels.len()) {
                    (_, 1) => "loudspeaker",
                    (0, _) => "loudspeaker, left",
                    _ => "loudspeaker, right",
                };
                let to = match source {
                    RouteFrom::Screen(name) => format!("{side}, at screen {}", name.value),
                    RouteFrom::Version(_) => side.to_owned(),
                };
                let ends = (self.room.computer_mm, place);
                self.add(Kind::Sound, (from(channel), Some(to)), ends, remark.clone());
            }
        }
        self
    }
}

/// The middle of a screen, in mm.
fn middle(screen: &Screen) -> (f64, f64) {
    (screen.x + screen.width / 2.0, screen.y + screen.height / 2.0)
}

/// Draws the list on as many sheets as it needs.
pub fn sheets(hung: &Hung<'_>, paper: Paper, faces: &Typefaces) -> Vec<Sheet> {
    let column = |title, share, number| Column { group: "", title, share, number };
    let all = cables(hung.installation);
    let mut rows = Vec::new();
    for (kind, _, title) in Kind::ALL {
        let of_kind: Vec<&Cable> = all.iter().filter(|cable| cable.kind == kind).collect();
        if !of_kind.is_empty() {
            rows.push(Row::Group(title.to_owned()));
            rows.extend(of_kind.into_iter().map(row));
        }
    }
    let first = match hung.installation.computer_mm {
        Some(_) => {
            "Straight lines are estimates, along the plane of the wall from the computer to the \
             middle of a screen: add the way that the cable really takes, and some to spare."
        }
        None => {
            "The installation file does not say where the computer stands (computer), so no \
             lengths are estimated."
        }
    };
    let table = Table {
        title: "Power and cables",
        about: "Mark both ends of each cable with its mark. Empty fields are not in the \
                installation file; fill them in by hand.",
        columns: vec![
            column("mark", 1.2, false),
            column("from", 6.5, false),
            column("to", 6.5, false),
            column("straight line, m (estimate)", 3.6, true),
            column("length as laid, m", 2.8, false),
            column("type, plug, power", 4.5, false),
            column("what is known", 6.5, false),
        ],
        rows,
        notes: vec![
            first.to_owned(),
            "What loudspeakers, amplifiers, hubs and network devices need of power is not in the \
             installation file. Sum of the power: ________ W. Fuse: ________ A."
                .to_owned(),
        ],
    };
    set(&table, paper, faces)
}

fn row(cable: &Cable) -> Row {
    let cell = |words: &Option<String>| words.clone().map_or(Cell::Blank, Cell::Says);
    // Up to the next decimetre: a cable is never too long by that.
    let metres = |mm: f64| format!("{:.1}", (mm / 100.0).ceil() / 10.0);
    let straight = match (cable.kind, cable.straight_mm) {
        (Kind::Power, _) => Cell::None,
        (_, Some(mm)) => Cell::Says(metres(mm)),
        (_, None) => Cell::Blank,
    };
    Row::Cells(vec![
        Cell::Says(cable.mark.clone()),
        cell(&cable.from),
        cell(&cable.to),
        straight,
        Cell::Blank,
        Cell::Blank,
        Cell::Says(cable.remark.clone()),
    ])
}
