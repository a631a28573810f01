//! A dial that is spun through hundreds of versions that are stills.

use std::fmt::Write as _;
use std::sync::Arc;

use super::parts::{Figures, hung, median, run_for};
use crate::app::Hanging;
use crate::exhibit::{self, StandIn};
use crate::offscreen::{Offscreen, Pace};
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options};
use crate::show::{ShowCommand, View};
use crate::stand_in::{face, make};
use crate::timeline::Clock as _;
use crate::timeline::clock::Monotonic;

/// The dial goes from one end to the other in so many seconds.
const SECONDS: f64 = 1.0;
/// How often, there and back in turns.
const SPINS: usize = 8;

/// Spins the dial through so many drawn faces, at most as many as there are, all of them on one wall:
/// how many pictures came late of all that were shown, how many versions a second the hand passed,
/// and how many refreshes that was. (Alone on the wall they follow each other more slowly, whatever
/// the hand does, so that nothing flashes: `scrub::governor`.)
pub fn stills(versions: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let versions = versions.min(face::COUNT);
    let mut drawn = Offscreen::new(hanging(versions, options)?, wall, Pace::Real)?;
    drawn.command(ShowCommand::SetView(View::Chorus));
    drawn.command(ShowCommand::ScrubFirst);
    run_for(&mut drawn, 3.0);
    let (before, began) = (drawn.tally(), Monotonic.now());
    let mut passed = Vec::new();
    for spin in 0..SPINS {
        let way = if spin % 2 == 0 { 1.0 } else { -1.0 };
        let (from, since) = (drawn.moment().along, Monotonic.now());
        let mut turned = 0.0;
        while turned < 1.0 {
            let share = (Monotonic.now().since(since) as f64 / 1e9 / SECONDS).min(1.0);
            let along = way * (share - turned) * versions as f64;
            drawn.command(ShowCommand::ScrubTurn { along });
            turned = share;
            drawn.tick(0);
        }
        let took = Monotonic.now().since(since) as f64 / 1e9;
        passed.push((drawn.moment().along - from).abs() / took);
    }
    let spun = drawn.tally().since(&before);
    let took = Monotonic.now().since(began) as f64 / 1e9;
    Ok(Figures::from([
        ("late %", 100.0 * spun.late as f64 / (spun.exact + spun.late).max(1) as f64),
        ("versions/s", median(passed)),
        ("refreshes/s", spun.refreshes as f64 / took),
    ]))
}

fn hanging(versions: usize, options: &Options) -> Result<Hanging, String> {
    let folder = options.cache.join("bench-stills");
    make::make(&folder, StandIn::TheFace, false, &mut make::Silent)
        .map_err(|why| why.to_string())?;
    let mut text = "title = \"Bench\"\nlength = 10\nsound = \"silent\"\n".to_owned();
    text.push_str("[[generation]]\nid = \"g\"\nname = \"G\"\n");
    for number in 1..=versions {
        write!(
            text,
            "[[version]]\nid = \"v{number}\"\ngeneration = \"g\"\nfile = \"face-{number:03}.png\"\n"
        )
        .map_err(|error| error.to_string())?;
    }
    let file = folder.join("exhibit.toml");
    let loaded = exhibit::parse(&text, &file, &folder).map_err(|report| report.render(false))?;
    let outcomes = prepare::prepare(&loaded.exhibit, options, &mut Silent);
    let prepared = outcomes.into_iter().map(|outcome| outcome.prepared.map(Arc::new)).collect();
    Ok(hung(loaded.exhibit, prepared, options))
}
