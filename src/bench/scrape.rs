//! How soon takes are seen, and what that costs the versions.

use std::fmt::Write as _;
use std::path::Path;

use super::material;
use super::parts::{Figures, HD, hanging, median, run_for};
use crate::app::Hanging;
use crate::exhibit;
use crate::media::FrameState;
use crate::media::plugin::{Beneath, TakePictures, Tally};
use crate::offscreen::{Offscreen, Pace};
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options};
use crate::render::takes::TakesDrawing;
use crate::show::ShowCommand;
use crate::timeline::Clock as _;
use crate::timeline::clock::Monotonic;

/// Versions on the wall meanwhile.
const VERSIONS: usize = 9;
/// Different takes; more than that are some of them again, under names of their own.
const FILMS: usize = 12;
/// How often the key is pressed.
const PRESSES: usize = 6;
/// A take that has not come by then, in nanoseconds, does not count as coming.
const LONGEST_NS: i64 = 5_000_000_000;

/// Presses the key that opens so many takes, on the machine's own clock: milliseconds until every
/// take shows the picture of its film time, how many pictures of versions were late meanwhile in
/// comparison to before, and the memory of the pictures at hand.
pub fn scrape(takes: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let mut drawn = Offscreen::new(with_takes(takes, options)?, wall, Pace::Real)?;
    drawn.command(ShowCommand::ScrubToVersion(1));
    run_for(&mut drawn, 3.0);
    let (before, began) = (drawn.tally(), Monotonic.now());
    run_for(&mut drawn, 4.0);
    let closed = drawn.tally().since(&before);
    let closed_rate = closed.refreshes as f64 / (Monotonic.now().since(began) as f64 / 1e9);
    let (mut took, mut open) = (Vec::new(), Tally::default());
    let mut rates = Vec::new();
    for _ in 0..PRESSES {
        let (before, began) = (drawn.tally(), Monotonic.now());
        drawn.command(ShowCommand::Scrape(true));
        took.push(until_all(&mut drawn, takes - 1)?);
        run_for(&mut drawn, 1.6);
        let while_open = drawn.tally().since(&before);
        rates.push(while_open.refreshes as f64 / (Monotonic.now().since(began) as f64 / 1e9));
        open.exact += while_open.exact;
        open.late += while_open.late;
        drawn.command(ShowCommand::Scrape(false));
        // Not a whole number of anything, so that each press finds another moment of the film.
        run_for(&mut drawn, 0.93);
    }
    let late = |tally: &Tally| 100.0 * tally.late as f64 / (tally.exact + tally.late).max(1) as f64;
    let health = drawn.app().world().resource::<Beneath>().0.health();
    let longest = took.iter().copied().fold(0.0, f64::max);
    Ok(Figures::from([
        ("ms", median(took)),
        ("longest ms", longest),
        ("refreshes/s open", median(rates)),
        ("refreshes/s closed", closed_rate),
        ("late % more", (late(&open) - late(&closed)).max(0.0)),
        ("late % closed", late(&closed)),
        ("bank MB", health.bytes as f64 / 1e6),
        ("card MB", drawn.app().world().resource::<TakesDrawing>().bytes() as f64 / 1e6),
        ("fetched", health.fetched as f64),
        ("no room", health.refused as f64),
    ]))
}

/// Milliseconds until every take shows the picture that belongs to its film time.
fn until_all(drawn: &mut Offscreen, refused: usize) -> Result<f64, String> {
    let began = Monotonic.now();
    loop {
        drawn.tick(0);
        let took = Monotonic.now().since(began);
        let shown = &drawn.app().world().resource::<TakePictures>().0;
        let exact = |take: &crate::media::beneath::TakeShown| {
            take.state == FrameState::Exact && take.picture.is_some()
        };
        if shown.len() == refused && shown.iter().all(exact) {
            return Ok(took as f64 / 1e6);
        }
        if took > LONGEST_NS {
            let count = shown.iter().filter(|take| exact(take)).count();
            return Err(format!("{count} of {refused} takes came within five seconds"));
        }
    }
}

/// The wall of the other parts, with so many takes of its oldest version.
fn with_takes(takes: usize, options: &Options) -> Result<Hanging, String> {
    let usual = hanging(VERSIONS, HD, options)?;
    let folder = options.cache.join("bench-takes");
    let names = material::takes(&folder, takes.saturating_sub(1), FILMS)?;
    let file = &usual.exhibit.file;
    let mut text = format!("title = \"Bench\"\nlength = {}\n", usual.exhibit.length.0 as f64 / 1e9);
    for (version, known) in usual.exhibit.versions.iter().enumerate() {
        let (id, master) = (&known.id, version % 4);
        let written = write!(
            text,
            "[[generation]]\nid = \"{id}\"\nname = \"{id}\"\n[[version]]\ngeneration = \"{id}\"\n\
             file = \"{master}.mp4\"\n"
        );
        written.map_err(|error| error.to_string())?;
        if version == 0 {
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            text.push_str(&format!("takes = {{ film = [{}] }}\n", names.join(", ")));
        }
    }
    let beside = file.parent().unwrap_or(Path::new("."));
    let loaded = exhibit::parse(&text, file, beside).map_err(|report| report.render(false))?;
    let laid = prepare::prepare_takes(&loaded.exhibit, options, &mut Silent);
    if let Some(problem) = laid.problems.first() {
        return Err(problem.problem.to_string());
    }
    let exhibit = std::sync::Arc::new(loaded.exhibit);
    Ok(Hanging { exhibit, takes: laid.takes, ..usual })
}
