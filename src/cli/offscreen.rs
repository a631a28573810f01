//! A recording without a window.

use std::process::ExitCode;

use crate::app::Hanging;
use crate::offscreen::{Offscreen, Pace, Recipe};
use crate::render::record::Recording;
use crate::timeline::{Clock as _, clock::Monotonic};

/// Renders as the recipe says, and names the files it wrote.
///
/// # Errors
/// No graphics adapter, no decoder, or nowhere to write; in words.
pub fn record(hanging: Hanging, recipe: &Recipe) -> Result<ExitCode, String> {
    let mut recording = match &recipe.to {
        Some(path) => Some(Recording::create(path, recipe.size, recipe.rate)?),
        None => None,
    };
    let mut wall = Offscreen::new(hanging, recipe.size, recipe.pace)?;
    let began = Monotonic.now();
    let pictures = (recipe.seconds * f64::from(recipe.rate)).round().max(1.0) as u64;
    let at = |index: u64| (index * 1_000_000_000 / u64::from(recipe.rate)) as i64;
    let mut index = 0;
    while index < pictures {
        wall.tick(if index == 0 { 0 } else { at(index) - at(index - 1) });
        if let Some(recording) = &mut recording {
            recording.add(index, &wall.picture()?)?;
        }
        index += 1;
        if recipe.pace == Pace::Real && Monotonic.now().since(began) as f64 / 1e9 >= recipe.seconds
        {
            break;
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
