//! A recording without a window.

use std::process::ExitCode;
use std::time::Duration;

use crate::app::Hanging;
use crate::offscreen::{Offscreen, Pace, Recipe};
use crate::rehearsal::panels::{Open, Side};
use crate::render::record::Recording;
use crate::timeline::{Clock as _, clock::Monotonic};

/// Renders as the recipe says, and names the files it wrote.
///
/// # Errors
/// No graphics adapter, no decoder, or nowhere to write; in words.
pub fn record(hanging: Hanging, recipe: &Recipe) -> Result<ExitCode, String> {
    let mut wall = match recipe.panels.clone() {
        None => Offscreen::new(hanging, recipe.size, recipe.pace)?,
        Some(bench) => Offscreen::rehearsal(hanging, recipe.size, recipe.pace, bench)?,
    };
    let mut recording = match &recipe.to {
        Some(path) => Some(Recording::create(path, wall.size(), recipe.rate)?),
        None => None,
    };
    let began = Monotonic.now();
    let length = (recipe.seconds * 1e9) as i64;
    let step = 1_000_000_000 / i64::from(recipe.rate);
    let at = |index: u64| (index * 1_000_000_000 / u64::from(recipe.rate)) as i64;
    // Stepped, each picture has its own time. In real time a picture is due at that time and is
    // seen when it comes; one that comes too late for its turn is left out.
    let (mut index, mut due, mut last) = (0, 0, -1);
    let mut hand = recipe.hand.iter().peekable();
    while at(due) < length {
        while let Some((_, does)) = hand.next_if(|(when, _)| *when <= at(due)) {
            wall.command(does.clone());
        }
        let mut seen = at(due);
        if recipe.pace == Pace::Real {
            let early = at(due) - Monotonic.now().since(began);
            std::thread::sleep(Duration::from_nanos(early.max(0).unsigned_abs()));
            seen = Monotonic.now().since(began).max(last + 1);
        }
        wall.tick(if due == 0 { 0 } else { at(due) - at(due - 1) });
        if let Some(recording) = &mut recording {
            recording.add(index, &wall.picture()?, (seen.unsigned_abs(), step.unsigned_abs()))?;
        }
        index += 1;
        last = seen;
        due += 1;
        if recipe.pace == Pace::Real {
            let now = Monotonic.now().since(began);
            due = due.max((now / step).unsigned_abs());
        }
    }
    if let Some(recording) = recording {
        recording.finish()?;
    }
    let tally = wall.tally();
    let took = Monotonic.now().since(began) as f64 / 1e9;
    println!(
        "{} refreshes in {took:.1} s: {} frames exact, {} late, {} missing",
        tally.refreshes, tally.exact, tally.late, tally.missing
    );
    if let Some(path) = &recipe.to {
        let what = if path.is_dir() { format!("{index} stills in ") } else { String::new() };
        println!("wrote {what}{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// A panel that can be asked for.
#[derive(Clone, Copy, Debug)]
pub enum Panel {
    /// The list of generations.
    Generations,
    /// One at the right.
    Side(Side),
}

/// Reads the name of a panel: `what-if`.
///
/// # Errors
/// There is none of this name; in words.
pub fn panel(text: &str) -> Result<Panel, String> {
    let asked = text.to_lowercase();
    let key = |side: &Side| side.name().to_lowercase().replace(' ', "-");
    match Side::ALL.into_iter().find(|side| key(side) == asked) {
        Some(side) => Ok(Panel::Side(side)),
        None if asked == "generations" => Ok(Panel::Generations),
        None => {
            let sides: Vec<String> = Side::ALL.iter().map(key).collect();
            Err(format!("there are: generations, {}", sides.join(", ")))
        }
    }
}

/// What is open where these panels are asked for; of those at the right, the last.
pub fn panels(asked: &[Panel]) -> Open {
    let mut open = Open::default();
    for panel in asked {
        match panel {
            Panel::Generations => open.generations = true,
            Panel::Side(side) => open.side = Some(*side),
        }
    }
    open
}
