//! How each part is measured.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::{Part, Reading, fixity, hand, material, panels, preparing, scrape, sound, stills};
use crate::app::{Hanging, program};
use crate::exhibit::Exhibit;
use crate::media::FrameState;
use crate::media::beneath::Takes;
use crate::media::measure;
use crate::media::plugin::{Pictures, Tally};
use crate::offscreen::{Offscreen, Pace};
use crate::prepare::Options;
use crate::render::typeset::Typefaces;
use crate::rendition::Prepared;
use crate::show::{Show, ShowCommand, View};
use crate::timeline::clock::{Monotonic, peak_bytes, process_cpu_ns, thread_cpu_ns};
use crate::timeline::{Clock as _, ClockTime};

/// The masters' size where the wall is measured.
pub const HD: (u32, u32) = (1280, 720);
/// The masters' size where memory is: its half rung is 480×270.
pub const QUARTER_HD: (u32, u32) = (960, 540);

/// Measures one part in this process.
///
/// # Errors
/// The material could not be made, or the wall could not be hung; in words.
pub fn measure(
    part: Part,
    versions: usize,
    wall: (u32, u32),
    options: &Options,
) -> Result<Reading, String> {
    let figures = match part {
        Part::Decode => decode(versions, options)?,
        Part::Wall => stepped(versions, wall, options)?,
        Part::Views => views(versions, wall, options)?,
        Part::Live => live(versions, wall, options)?,
        Part::Tick => tick(versions, options)?,
        Part::Memory => memory(versions, options)?,
        Part::Sound => sound::sound(versions),
        Part::Hand => hand::hand(versions),
        Part::Panels => panels::panels(|| hanging(versions, HD, options))?,
        Part::Fixity => fixity::fixity(&options.cache)?,
        Part::Scrape => scrape::scrape(versions, wall, options)?,
        Part::Stills => stills::stills(versions, wall, options)?,
        Part::Prepare => preparing::preparing(versions, options)?,
        Part::First => first(versions, wall, options)?,
    };
    let figures = figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Reading { part, versions, wall, figures })
}

pub(super) type Figures = BTreeMap<&'static str, f64>;

fn all(prepared: &[Option<Arc<Prepared>>]) -> Vec<Arc<Prepared>> {
    prepared.iter().flatten().cloned().collect()
}

/// The value in the middle.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Bare decoding and reels by turns, so that both see the same machine; the medians of each.
fn decode(versions: usize, options: &Options) -> Result<Figures, String> {
    let (_, prepared) = material::hang(versions, HD, options)?;
    let prepared = all(&prepared);
    let pixels = (640, 360);
    let (mut bare, mut reels) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let cost = measure::bare(&prepared, pixels, 2).map_err(|fault| fault.to_string())?;
        bare.push(cost.cpu_per_frame_ns() / 1e3);
        let refresh = Duration::from_micros(16_667);
        let cost = measure::reels(&prepared, pixels, refresh, Duration::from_secs(8));
        reels.push(cost.cpu_per_frame_ns() / 1e3);
    }
    let (bare, reels) = (median(bare), median(reels));
    Ok(Figures::from([("bare µs/frame", bare), ("reels µs/frame", reels), ("ratio", reels / bare)]))
}

pub(super) fn hanging(
    versions: usize,
    size: (u32, u32),
    options: &Options,
) -> Result<Hanging, String> {
    let (exhibit, prepared) = material::hang(versions, size, options)?;
    Ok(hung(exhibit, prepared, options))
}

/// An exhibit that plays, with nothing beneath its versions.
pub(super) fn hung(
    exhibit: Exhibit,
    prepared: Vec<Option<Arc<Prepared>>>,
    options: &Options,
) -> Hanging {
    Hanging {
        exhibit: Arc::new(exhibit),
        prepared,
        takes: Takes::new(),
        trace: None,
        language: "en".to_owned(),
        first: vec![ShowCommand::Play],
        options: options.clone(),
        faces: Typefaces::shipped(),
        installation: None,
        idle: None,
    }
}

/// Two laps of the film at thirty refreshes a second, every frame waited for.
fn stepped(versions: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let mut drawn = Offscreen::new(hanging(versions, HD, options)?, wall, Pace::Stepped)?;
    let step = 1_000_000_000 / 30;
    (0..15).for_each(|_| drawn.tick(step));
    let refreshes = 240;
    let (cpu, began, uploaded) = (process_cpu_ns(), Monotonic.now(), drawn.uploaded());
    (0..refreshes).for_each(|_| drawn.tick(step));
    let per_refresh = |value: f64| value / f64::from(refreshes);
    let took = Monotonic.now().since(began) as f64 / 1e9;
    let mut figures = shares(&drawn.tally());
    figures.insert("rung", rung(&drawn));
    figures.extend([
        ("cpu ms/refresh", per_refresh((process_cpu_ns() - cpu) as f64 / 1e6)),
        ("refreshes/s", f64::from(refreshes) / took),
        ("upload MB/refresh", per_refresh((drawn.uploaded() - uploaded) as f64 / 1e6)),
        ("peak MB", peak_mb()),
    ]);
    Ok(figures)
}

/// Milliseconds from refresh to refresh in each view, every frame waited for: the median of four
/// turns, in which all views see the same machine.
fn views(versions: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let mut drawn = Offscreen::new(hanging(versions, HD, options)?, wall, Pace::Stepped)?;
    let step = 1_000_000_000 / 30;
    drawn.command(ShowCommand::ScrubToVersion(versions.div_ceil(2) as u16));
    let refreshes = 60;
    let mut took: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for _ in 0..4 {
        for view in View::ALL {
            drawn.command(ShowCommand::SetView(view));
            // Longer than a change of view, and than a large reel outlives its need.
            (0..45).for_each(|_| drawn.tick(step));
            let began = Monotonic.now();
            (0..refreshes).for_each(|_| drawn.tick(step));
            let ms = Monotonic.now().since(began) as f64 / 1e6 / f64::from(refreshes);
            took.entry(view.name()).or_default().push(ms);
        }
    }
    Ok(took.into_iter().map(|(view, ms)| (view, median(ms))).collect())
}

/// Twenty seconds on the machine's own clock; the first two are not counted.
fn live(versions: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let mut drawn = Offscreen::new(hanging(versions, HD, options)?, wall, Pace::Real)?;
    run_for(&mut drawn, 2.0);
    let before = drawn.tally();
    let began = Monotonic.now();
    run_for(&mut drawn, 20.0);
    let took = Monotonic.now().since(began) as f64 / 1e9;
    let tally = drawn.tally().since(&before);
    let mut figures = shares(&tally);
    figures.insert("rung", rung(&drawn));
    figures.insert("refreshes/s", tally.refreshes as f64 / took);
    Ok(figures)
}

/// The rung that the first version is played from: 0 full, 1 half, 2 quarter, 3 eighth.
fn rung(drawn: &Offscreen) -> f64 {
    let pictures = &drawn.app().world().resource::<Pictures>().0;
    pictures.first().map_or(f64::NAN, |shown| f64::from(shown.level))
}

pub(super) fn run_for(drawn: &mut Offscreen, seconds: f64) {
    let began = Monotonic.now();
    while (Monotonic.now().since(began) as f64) < seconds * 1e9 {
        drawn.tick(0);
    }
}

fn shares(tally: &Tally) -> Figures {
    let all = (tally.exact + tally.late + tally.missing).max(1) as f64;
    Figures::from([
        ("exact %", 100.0 * tally.exact as f64 / all),
        ("late", tally.late as f64),
        ("missing", tally.missing as f64),
    ])
}

/// The show's own tick, and lockstep's, in CPU time of the thread that ticks.
fn tick(versions: usize, options: &Options) -> Result<Figures, String> {
    let (exhibit, prepared) = material::hang(versions, QUARTER_HD, options)?;
    let mut show = Show::new(program(&exhibit, &prepared), ClockTime::default());
    show.apply(ClockTime::default(), ShowCommand::Play);
    let (count, before) = (20_000, thread_cpu_ns());
    for index in 0..count {
        let now = ClockTime(index * 16_666_667);
        std::hint::black_box(show.tick(now, now));
    }
    let show_us = (thread_cpu_ns() - before) as f64 / 1e3 / count as f64;
    let pixels = (120, 66);
    // Sixty a second, as displays do.
    let refresh = Duration::from_micros(16_667);
    let cost = measure::reels(&all(&prepared), pixels, refresh, Duration::from_secs(10));
    let lockstep_us = cost.select_per_tick_ns() / 1e3;
    Ok(Figures::from([
        ("show µs", show_us),
        ("lockstep µs", lockstep_us),
        ("cpu µs/tick", show_us + lockstep_us),
        ("longest ms", cost.select_longest_ns as f64 / 1e6),
    ]))
}

fn memory(versions: usize, options: &Options) -> Result<Figures, String> {
    let (_, prepared) = material::hang(versions, QUARTER_HD, options)?;
    let refresh = Duration::from_micros(33_333);
    let pixels = (480, 270);
    let cost = measure::reels(&all(&prepared), pixels, refresh, Duration::from_secs(6));
    Ok(Figures::from([("peak MB", peak_mb()), ("frames", cost.frames as f64)]))
}

/// Ends at the first refresh in which every version shows its exact frame. The time is taken by
/// whoever started the process.
fn first(versions: usize, wall: (u32, u32), options: &Options) -> Result<Figures, String> {
    let mut drawn = Offscreen::new(hanging(versions, HD, options)?, wall, Pace::Real)?;
    for tick in 1..10_000 {
        drawn.tick(0);
        let pictures = &drawn.app().world().resource::<Pictures>().0;
        if pictures.iter().all(|shown| shown.state == FrameState::Exact) {
            return Ok(Figures::from([("refreshes before it", f64::from(tick))]));
        }
    }
    Err("no refresh showed every version".to_owned())
}

/// The peak of this process's memory in megabytes, as Linux counts it; elsewhere unknown.
fn peak_mb() -> f64 {
    peak_bytes().map_or(f64::NAN, |bytes| bytes as f64 / 1e6)
}
