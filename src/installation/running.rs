//! How an installation is run unattended: what it opens with, when, and what it does by itself.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ScreenView;
use super::captions::Captions;
use super::controllers::{Controller, Osc, Spacing};
use super::hours::Hours;
use super::sound::Sound;

/// After how long without a touch the wall invites somebody, where nobody says.
pub const USUAL_IDLE: Duration = Duration::from_secs(60);

/// After how long without a touch everything is as it was in the morning, where nobody says.
pub const USUAL_RESET: Duration = Duration::from_secs(120);

/// How the wall's outputs are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Windows {
    /// One window over all outputs where the system lets a program place it, as X11 does; else one
    /// on each.
    #[default]
    Auto,
    /// One window over all outputs: they change their picture together.
    One,
    /// A window on each output.
    Each,
}

/// How an installation is run unattended.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// How the outputs are covered.
    pub windows: Windows,
    /// What it shows first, and again when a visitor has left.
    pub view: ScreenView,
    /// After how long without a touch the wall invites somebody; never where it is none.
    pub idle: Option<Duration>,
    /// After how long without a touch view and position are as they were; never where it is none.
    pub reset: Option<Duration>,
    /// The controllers that are listened to.
    pub controllers: Vec<Controller>,
    /// How many clicks of a dial make one version; by their number where it is none.
    pub clicks: Option<u16>,
    /// How the versions lie along the way of the controls.
    pub axis: Spacing,
    /// Who may drive it by network, and who is told the state; nobody where it is none.
    pub osc: Option<Osc>,
    /// What is heard, and how loud.
    pub sound: Sound,
    /// Where captions are shown, and how large.
    pub captions: Captions,
    /// When it is open; always where it is none.
    pub hours: Option<Hours>,
    /// What the shell is given before opening time, such as what switches the panels on.
    pub on_open: Option<String>,
    /// What the shell is given after closing time.
    pub on_close: Option<String>,
    /// Whom to call, for the operator's card.
    pub contact: Option<String>,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            windows: Windows::Auto,
            view: ScreenView::Chorus,
            idle: Some(USUAL_IDLE),
            reset: Some(USUAL_RESET),
            controllers: vec![Controller::named("any")],
            clicks: None,
            axis: Spacing::Ordinal,
            osc: None,
            sound: Sound::default(),
            captions: Captions::default(),
            hours: None,
            on_open: None,
            on_close: None,
            contact: None,
        }
    }
}
