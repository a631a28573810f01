//! The changes that can be made to a wall, each with what it writes.

use toml::de::DeTable;

use super::Draft;
use super::pen::{Pen, Whose};
use super::screens;
use super::turn::turned;
use crate::diagnostic::{Report, quoted};
use crate::entry::page::Page;
use crate::entry::tables::List;
use crate::exhibit::limits::LONGEST_TEXT;
use crate::installation::length::{hundredths, millimetres};
use crate::installation::read::{Length, MOST, PIXELS, VIEWS, out_of_range};
use crate::installation::{Rotation, Screen, ScreenView};

/// A length of a screen that can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How far to the right its picture begins.
    X,
    /// How far down its picture begins.
    Y,
    /// How wide its picture is.
    Width,
    /// How high its picture is.
    Height,
    /// Its rim on the left.
    Left,
    /// Its rim above.
    Top,
    /// Its rim on the right.
    Right,
    /// Its rim below.
    Bottom,
    /// Its rim on every side.
    Rim,
    /// From the wall to the eyes: the same for all screens.
    Distance,
    /// From the floor to the middle of all pictures.
    Centre,
}

impl Measure {
    /// As a message calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Y => "y",
            Self::Width => "the width",
            Self::Height => "the height",
            Self::Left => "the rim on the left",
            Self::Top => "the rim above",
            Self::Right => "the rim on the right",
            Self::Bottom => "the rim below",
            Self::Rim => "the rim",
            Self::Distance => "the viewing distance",
            Self::Centre => "the height of the middle",
        }
    }

    fn kind(self) -> Length {
        match self {
            Self::X | Self::Y => Length::Place,
            Self::Width | Self::Height => Length::Size,
            Self::Distance => Length::Distance,
            Self::Centre => Length::Height,
            Self::Left | Self::Top | Self::Right | Self::Bottom | Self::Rim => Length::Rim,
        }
    }

    /// It is one of the whole wall, not of a screen.
    pub fn is_of_the_wall(self) -> bool {
        matches!(self, Self::Distance | Self::Centre)
    }

    /// What it is of a screen, in mm; none of those of the whole wall.
    pub fn of(self, screen: &Screen) -> Option<f64> {
        Some(match self {
            Self::X => screen.x,
            Self::Y => screen.y,
            Self::Width => screen.width,
            Self::Height => screen.height,
            Self::Left | Self::Rim => screen.bezel.left,
            Self::Top => screen.bezel.top,
            Self::Right => screen.bezel.right,
            Self::Bottom => screen.bezel.bottom,
            Self::Distance | Self::Centre => return None,
        })
    }

    fn set(self, screen: &mut Screen, mm: f64) {
        let bezel = &mut screen.bezel;
        match self {
            Self::X => screen.x = mm,
            Self::Y => screen.y = mm,
            Self::Width => screen.width = mm,
            Self::Height => screen.height = mm,
            Self::Left => bezel.left = mm,
            Self::Top => bezel.top = mm,
            Self::Right => bezel.right = mm,
            Self::Bottom => bezel.bottom = mm,
            Self::Rim => *bezel = crate::installation::Bezel::even(mm),
            Self::Distance | Self::Centre => {}
        }
    }
}

/// Reads a length that somebody typed, with or without a unit, in mm.
///
/// # Errors
/// It is none, or cannot be meant; in one sentence, with what to do.
pub fn length(typed: &str, what: Measure) -> Result<f64, String> {
    let Some(mm) = millimetres(typed).filter(|mm| mm.is_finite()) else {
        let pointed = typed.replace(',', ".");
        if millimetres(&pointed).is_some() {
            return Err(format!("write a decimal with a point: {}", pointed.trim()));
        }
        return Err("write millimetres, or a number with mm, cm, m or in".to_owned());
    };
    match out_of_range(mm, what.kind()) {
        None => Ok(mm),
        Some((problem, help)) => Err(format!("{} {problem}. {help}", what.name())),
    }
}

/// A change. Screens are named by their place in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Its picture begins here, in mm.
    Move {
        /// Which screen.
        screen: usize,
        /// How far to the right, in mm.
        x: f64,
        /// How far down, in mm.
        y: f64,
    },
    /// One of its lengths, in mm.
    Measure {
        /// Which screen; any, for a length of the whole wall.
        screen: usize,
        /// Which length.
        what: Measure,
        /// The length in mm.
        mm: f64,
    },
    /// Its pixels across and down, before it is turned.
    Pixels {
        /// Which screen.
        screen: usize,
        /// Across.
        across: u32,
        /// Down.
        down: u32,
    },
    /// It is turned.
    Turn {
        /// Which screen.
        screen: usize,
        /// To which side.
        to: Rotation,
    },
    /// What it shows by itself; none for its part of the wall.
    View {
        /// Which screen.
        screen: usize,
        /// The view.
        view: Option<ScreenView>,
    },
    /// The connector it hangs on; none for any that is left.
    Output {
        /// Which screen.
        screen: usize,
        /// The connector.
        output: Option<String>,
    },
    /// What it is called.
    Name {
        /// Which screen.
        screen: usize,
        /// Its new name.
        name: String,
    },
    /// One more, like another, to the right of all.
    Add {
        /// Which it is like.
        like: usize,
    },
    /// It is taken off the wall and out of the file.
    Remove {
        /// Which screen.
        screen: usize,
    },
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The wall has no such screen.
    #[error("there is no screen number {0}")]
    NoScreen(usize),
    /// A length or number that cannot be meant.
    #[error("{0}")]
    Number(String),
    /// It is the only one.
    #[error("the only screen of a wall stays: a wall has at least one")]
    LastScreen,
    /// There are as many as a wall can have.
    #[error("a wall has no more than {MOST} screens")]
    Full,
    /// A name that cannot be used.
    #[error("{0}")]
    Name(String),
    /// The text would not be an installation file any more.
    #[error("this cannot be written into the file: {}", .0.summary())]
    Unwritable(Report),
}

impl Edit {
    /// What it does, in a few words.
    pub fn told(&self, screens: &[Screen]) -> String {
        let name = |index: usize| match screens.get(index) {
            Some(screen) => {
                screen.name.chars().map(crate::diagnostic::printable).take(40).collect()
            }
            None => format!("screen number {}", index + 1),
        };
        match self {
            Self::Move { screen, .. } => format!("moved {}", name(*screen)),
            Self::Measure { what: Measure::Distance, .. } => {
                "changed the viewing distance".to_owned()
            }
            Self::Measure { what: Measure::Centre, .. } => {
                "changed how high the wall hangs".to_owned()
            }
            Self::Measure { screen, .. } => format!("measured {}", name(*screen)),
            Self::Pixels { screen, .. } => format!("changed the pixels of {}", name(*screen)),
            Self::Turn { screen, .. } => format!("turned {}", name(*screen)),
            Self::View { screen, .. } => format!("changed the view of {}", name(*screen)),
            Self::Output { screen, .. } => format!("changed the output of {}", name(*screen)),
            Self::Name { screen, .. } => format!("renamed {}", name(*screen)),
            Self::Add { .. } => "added a screen".to_owned(),
            Self::Remove { screen } => format!("removed {}", name(*screen)),
        }
    }

    fn screen(&self) -> usize {
        match self {
            Self::Move { screen, .. }
            | Self::Measure { screen, .. }
            | Self::Pixels { screen, .. }
            | Self::Turn { screen, .. }
            | Self::View { screen, .. }
            | Self::Output { screen, .. }
            | Self::Name { screen, .. }
            | Self::Add { like: screen }
            | Self::Remove { screen } => *screen,
        }
    }
}

/// The text of the draft with these changes.
pub(super) fn edited(draft: &Draft, edits: &[Edit]) -> Result<String, Refused> {
    let page = Page::new(draft.text());
    let text = page.text;
    let (root, _) = DeTable::parse_recoverable(text);
    let root = root.get_ref();
    let Some(list) = List::find(&page, root, "screen") else { return Err(Refused::NoScreen(1)) };
    let mut pen = Pen { page, root, screens: list };
    for edit in edits {
        make(&mut pen, draft, edit)?;
    }
    Ok(pen.page.finish())
}

fn make(pen: &mut Pen<'_, '_>, draft: &Draft, edit: &Edit) -> Result<(), Refused> {
    let screens = draft.screens();
    let index = edit.screen();
    let was = screens.get(index).ok_or(Refused::NoScreen(index + 1))?;
    let mut is = was.clone();
    match edit {
        Edit::Move { x, y, .. } => {
            is.x = sound(*x, Measure::X)?;
            is.y = sound(*y, Measure::Y)?;
        }
        Edit::Measure { what: Measure::Distance, mm, .. } => {
            let mm = sound(*mm, Measure::Distance)?;
            if mm != draft.distance_mm() {
                pen.length(Whose::Installation, "viewing-distance", mm);
            }
        }
        Edit::Measure { what: Measure::Centre, mm, .. } => {
            let mm = sound(*mm, Measure::Centre)?;
            if Some(mm) != draft.said_centre_mm() {
                pen.length(Whose::Installation, "centre-height", mm);
            }
        }
        Edit::Measure { what, mm, .. } => what.set(&mut is, sound(*mm, *what)?),
        Edit::Pixels { across, down, .. } => {
            if !PIXELS.contains(across) || !PIXELS.contains(down) {
                let (least, most) = (PIXELS.start(), PIXELS.end());
                return Err(Refused::Number(format!("pixels are {least} to {most} each way")));
            }
            is.pixels = is.rotation.turned((*across, *down));
        }
        Edit::Turn { to, .. } => is = turned(was, *to),
        Edit::View { view, .. } => is.view = *view,
        Edit::Output { output, .. } => {
            is.output =
                output.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        }
        Edit::Name { name, .. } => is.name = free_name(screens, index, name)?,
        Edit::Add { .. } => {
            if screens.len() >= MOST {
                return Err(Refused::Full);
            }
            let lines = screens::beside(screens, was);
            pen.screens.push(&mut pen.page, pen.root, &lines, None);
        }
        Edit::Remove { .. } => {
            if screens.len() < 2 {
                return Err(Refused::LastScreen);
            }
            screens::remove(pen, index);
        }
    }
    write(pen, index, was, &is);
    Ok(())
}

/// Writes what differs.
fn write(pen: &mut Pen<'_, '_>, index: usize, was: &Screen, is: &Screen) {
    let whose = Whose::Screen(index);
    if was.name != is.name {
        pen.rename(index, &was.name, &is.name);
    }
    let lengths = [
        ("x", was.x, is.x),
        ("y", was.y, is.y),
        ("width", was.width, is.width),
        ("height", was.height, is.height),
    ];
    for (key, _, is) in lengths.into_iter().filter(|(_, was, is)| was != is) {
        pen.length(whose, key, is);
    }
    let own = |screen: &Screen| screen.rotation.turned(screen.pixels);
    if own(was) != own(is) {
        pen.pair(whose, "pixels", [own(is).0, own(is).1]);
    }
    if was.rotation != is.rotation {
        pen.whole(whose, "rotation", is.rotation.degrees());
    }
    if was.bezel != is.bezel {
        pen.bezel(index, &was.bezel, &is.bezel);
    }
    if was.view != is.view {
        let word = is.view.and_then(|view| VIEWS.iter().find(|(_, known)| *known == view));
        pen.word(whose, "view", word.map(|(word, _)| *word));
    }
    if was.output != is.output {
        pen.word(whose, "output", is.output.as_deref());
    }
}

/// A length to a hundredth, if it can be meant.
fn sound(mm: f64, what: Measure) -> Result<f64, Refused> {
    if !mm.is_finite() {
        return Err(Refused::Number(format!("{} must be a number", what.name())));
    }
    let mm = hundredths(mm) + 0.0;
    match out_of_range(mm, what.kind()) {
        None => Ok(mm),
        Some((problem, help)) => Err(Refused::Number(format!("{} {problem}. {help}", what.name()))),
    }
}

fn free_name(screens: &[Screen], own: usize, name: &str) -> Result<String, Refused> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_TEXT || name.chars().any(char::is_control)
    {
        return Err(Refused::Name("a name has at least one letter and is on one line".to_owned()));
    }
    let taken = screens.iter().enumerate().any(|(index, one)| index != own && one.name == name);
    if taken {
        return Err(Refused::Name(format!("there is a screen called {} already", quoted(name))));
    }
    Ok(name.to_owned())
}
