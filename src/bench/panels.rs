//! What the panels of rehearsal cost beside the wall: all of them in turn, and none.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::Hanging;
use crate::check::Asked;
use crate::installation::{Installation, Screen};
use crate::offscreen::{Bench, Offscreen, Pace};
use crate::rehearsal::cost::Cost;
use crate::rehearsal::panels::{Open, Side};

/// Refreshes of each.
const REFRESHES: usize = 120;
/// The window, in pixels: its panels are as they are on a laptop.
const WINDOW: (u32, u32) = (1280, 800);

/// Nine screens in three rows, as the wall of the piece hangs.
fn nine() -> Installation {
    let screen = |index: u32| Screen {
        name: format!("screen {index}"),
        x: f64::from(index % 3) * 1220.0,
        y: f64::from(index / 3) * 690.0,
        ..Screen::ordinary((1920, 1080))
    };
    Installation { screens: (0..9).map(screen).collect(), ..Installation::default() }
}

/// The median of what a refresh of the panels takes in milliseconds: with the list of generations
/// and the costliest of those at the right, and with all of them hidden. `hanging` makes the wall
/// anew; it hangs on nine screens.
///
/// # Errors
/// The wall cannot be hung; in words.
pub fn panels(
    hanging: impl Fn() -> Result<Hanging, String>,
) -> Result<BTreeMap<&'static str, f64>, String> {
    let mut open: Vec<f64> = Vec::new();
    for side in Side::ALL {
        let all = Open { generations: true, side: Some(side), ..Open::default() };
        open.push(refresh(hanging()?, all)?);
    }
    let hidden = refresh(hanging()?, Open { hidden: true, ..Open::default() })?;
    let costliest = open.into_iter().fold(0.0, f64::max);
    Ok(BTreeMap::from([("panels ms", costliest), ("hidden ms", hidden)]))
}

fn refresh(hanging: Hanging, open: Open) -> Result<f64, String> {
    let hanging = Hanging { installation: Some(Arc::new(nine())), ..hanging };
    let asked = Asked {
        exhibit: hanging.exhibit.file.clone(),
        media: None,
        installation: None,
        options: hanging.options.clone(),
    };
    let bench = Bench { open, asked, built: Timestamp::UNIX_EPOCH };
    let mut drawn = Offscreen::rehearsal(hanging, WINDOW, Pace::Real, bench)?;
    // What is looked up of files comes within the first.
    (0..REFRESHES / 2).for_each(|_| drawn.tick(0));
    let took = (0..REFRESHES).map(|_| {
        drawn.tick(0);
        drawn.app().world().resource::<Cost>().last_ns as f64 / 1e6
    });
    Ok(super::parts::median(took.collect()))
}
