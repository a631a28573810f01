//! The wall without a window or a display: the same picture, drawn into an image, on a clock that
//! is stepped by hand or on the real one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::app::App;
use bevy::asset::Handle;
use bevy::image::Image;
use jiff::Timestamp;

use crate::app::{Hanging, Timing, hang, without_window};
use crate::check::Asked;
use crate::controller;
use crate::kiosk::journal::Journal;
use crate::media::faulty::Faults;
use crate::media::plugin::{Breakable, Patience, Tally};
use crate::rehearsal;
use crate::rehearsal::panels::Open;
use crate::rehearsal::plugin::Beside;
use crate::render::record::{self, WallPicture};
use crate::render::upload::Pending;
use crate::show::plugin::{Inbox, Now, ShowClock};
use crate::show::{ShowCommand, View};
use crate::timeline::clock::{self, Leaping};
use crate::trace::plugin::Tracing;
use crate::wall::Wall;

/// A frame that is not decoded by then never will be.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Updates before the first picture counts: shaders, fonts and textures find their places.
const WARM_UP: usize = 4;

/// How time passes offscreen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The clock stands until it is stepped, and every exact frame is waited for.
    Stepped,
    /// The machine's own clock, and nothing is waited for.
    Real,
}

/// A wall that is drawn into an image.
pub struct Offscreen {
    app: App,
    target: Handle<Image>,
    stepped: Option<clock::Stepped>,
    size: (u32, u32),
}

impl Offscreen {
    /// Hangs an exhibit on a wall, as large as it fits into `width` × `height` pixels.
    ///
    /// # Errors
    /// No graphics adapter, no decoder, or no trace; in words.
    pub fn new(hanging: Hanging, size: (u32, u32), pace: Pace) -> Result<Self, String> {
        Self::hung(hanging, size, pace, None)
    }

    /// The window of rehearsal as a picture of this size: the wall, and what is open beside it.
    ///
    /// # Errors
    /// As for [`Offscreen::new`].
    pub fn rehearsal(
        hanging: Hanging,
        size: (u32, u32),
        pace: Pace,
        bench: Bench,
    ) -> Result<Self, String> {
        Self::hung(hanging, size, pace, Some(bench))
    }

    fn hung(
        hanging: Hanging,
        (width, height): (u32, u32),
        pace: Pace,
        bench: Option<Bench>,
    ) -> Result<Self, String> {
        let stepped = (pace == Pace::Stepped).then(clock::Stepped::default);
        let leaping = match &stepped {
            Some(clock) => Leaping::over(clock.clone()),
            None => Leaping::over(clock::Monotonic),
        };
        let timing = Timing {
            clock: Arc::new(leaping.clone()),
            patience: match pace {
                Pace::Stepped => Patience::UpTo(LONGEST_WAIT),
                Pace::Real => Patience::None,
            },
            aim_ahead: pace == Pace::Real,
        };
        let mut app = without_window();
        let wall = match &hanging.installation {
            Some(installation) => Wall::within(installation, (width, height)),
            None => Wall::one_screen((width as f32, height as f32)),
        };
        let size = match &bench {
            Some(_) => (width, height),
            None => (wall.size.0 as u32, wall.size.1 as u32),
        };
        let is_open = bench.as_ref().is_some_and(|bench| !bench.open.hidden);
        let beside = bench.map(|Bench { open, asked, built }| {
            let faults = Faults::default();
            app.insert_resource(Breakable(faults.clone()));
            let beside = Beside {
                installation: hanging.installation.clone().unwrap_or_default(),
                options: hanging.options.clone(),
                journal: Journal::default(),
                faults,
                clock: leaping,
                asked,
                built,
            };
            (beside, open)
        });
        let (width, height) = size;
        let target = record::target(&mut app, width, height);
        hang(&mut app, hanging, timing, Some(target.clone().into()), wall)?;
        if let Some((beside, open)) = beside {
            // Nothing is connected; the controls that are drawn are there all the same.
            let room = Arc::clone(&beside.installation);
            controller::plugin::plugin(&mut app, Vec::new(), room);
            rehearsal::plugin::picture(&mut app, beside, (size, open));
        }
        app.finish();
        app.cleanup();
        let mut wall = Self { app, target, stepped, size };
        wall.app.world_mut().resource_mut::<Tracing>().0 = false;
        for _ in 0..WARM_UP {
            wall.app.update();
        }
        // On a clock that is stepped everything is waited for, but for what never comes.
        let began = Instant::now();
        while pace == Pace::Stepped
            && is_open
            && !rehearsal::plugin::is_looked_up(&wall.app)
            && began.elapsed() < LONGEST_WAIT
        {
            std::thread::sleep(Duration::from_millis(5));
            wall.app.update();
        }
        wall.app.world_mut().resource_mut::<Tracing>().0 = true;
        wall.app.world_mut().insert_resource(Tally::default());
        Ok(wall)
    }

    /// Width and height of its pictures in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Gives the show a command for the next tick.
    pub fn command(&mut self, command: ShowCommand) {
        let now = self.app.world().resource::<ShowClock>().0.now();
        self.app.world_mut().resource_mut::<Inbox>().push(now, command);
    }

    /// Steps the clock, if it is one that is stepped, and draws the next picture.
    pub fn tick(&mut self, step_ns: i64) {
        if let Some(clock) = &self.stepped {
            clock.step(step_ns);
        }
        self.app.update();
    }

    /// The picture that the last tick drew.
    ///
    /// # Errors
    /// The graphics device was lost; in words.
    pub fn picture(&self) -> Result<WallPicture, String> {
        record::read_back(&self.app, &self.target)
    }

    /// Frames shown since the start, over all versions.
    pub fn tally(&self) -> Tally {
        *self.app.world().resource::<Tally>()
    }

    /// The Moment of the last tick.
    pub fn moment(&self) -> &crate::show::Moment {
        &self.app.world().resource::<Now>().0
    }

    /// Bytes of pictures handed to the GPU since the start.
    pub fn uploaded(&self) -> u64 {
        self.app.world().resource::<Pending>().bytes
    }

    /// What Bevy holds, for tests and measurements.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The same, to be told what a hand does.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }
}

/// What is drawn beside the wall, as in the window of rehearsal.
#[derive(Clone, Debug)]
pub struct Bench {
    /// What is open.
    pub open: Open,
    /// What is checked.
    pub asked: Asked,
    /// When the program was built.
    pub built: Timestamp,
}

/// How an offscreen recording is made.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Width and height of the wall in pixels.
    pub size: (u32, u32),
    /// How long.
    pub seconds: f64,
    /// Pictures per second.
    pub rate: u32,
    /// A folder for stills, or a film.
    pub to: Option<PathBuf>,
    /// How time passes.
    pub pace: Pace,
    /// The panels of rehearsal beside the wall; none where only the wall is drawn.
    pub panels: Option<Bench>,
    /// What a hand does meanwhile: when, in nanoseconds from the start, and what; in that order.
    pub hand: Vec<(i64, ShowCommand)>,
}

/// A walk through everything there is to see in so many seconds: along the generations in chorus,
/// back again in solo, and on through the other views to the next one.
pub fn tour(versions: usize, seconds: f64) -> Vec<(i64, ShowCommand)> {
    let first = [ShowCommand::SetView(View::Chorus), ShowCommand::ScrubToVersion(1)];
    let along = (0..versions).map(|_| ShowCommand::ScrubStep(1));
    let alone = [ShowCommand::SetView(View::Solo), ShowCommand::ScrubToVersion(versions as u16)];
    let back = (1..versions.max(1)).map(|_| ShowCommand::ScrubStep(-1));
    let others = [
        ShowCommand::SetView(View::Strata),
        ShowCommand::ScrubToVersion(versions.div_ceil(2) as u16),
        ShowCommand::ScrubToVersion(versions as u16),
        ShowCommand::SetView(View::Duet),
        ShowCommand::Divide(0.25),
        ShowCommand::Divide(-0.4),
        ShowCommand::SetView(View::Story),
        ShowCommand::ScrubStep(-1),
        ShowCommand::SetView(View::Chorus),
        ShowCommand::ScrubStep(2),
    ];
    let way: Vec<ShowCommand> =
        first.into_iter().chain(along).chain(alone).chain(back).chain(others).collect();
    // What comes last rests as long as everything before it.
    let each = seconds * 1e9 / (way.len() as f64 + 1.0);
    way.into_iter().enumerate().map(|(at, does)| ((at as f64 * each) as i64, does)).collect()
}

/// A key that is held, a light that goes to one of the takes, and where there is time for it, the
/// key let go again before the end.
pub fn scraping(take: u16, seconds: f64) -> Vec<(i64, ShowCommand)> {
    /// When the light sets out, and how long before the end the key is let go, in nanoseconds.
    const OPEN_NS: i64 = 700_000_000;
    let mut hand = vec![(0, ShowCommand::Scrape(true))];
    if take > 0 {
        hand.push((OPEN_NS, ShowCommand::ScrubToVersion(take)));
    }
    let end = (seconds * 1e9) as i64;
    if end >= 4 * OPEN_NS {
        hand.push((end - OPEN_NS, ShowCommand::Scrape(false)));
    }
    hand
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_recording_ends_with_the_key_still_held() {
        assert_eq!(scraping(0, 1.0), [(0, ShowCommand::Scrape(true))]);
        let long = scraping(3, 6.0);
        assert_eq!(long.last(), Some(&(5_300_000_000, ShowCommand::Scrape(false))));
        assert!(long.is_sorted_by_key(|(at, _)| *at));
    }

    #[test]
    fn a_tour_shows_every_view_and_ends_in_time() {
        let tour = tour(7, 20.0);
        assert!(tour.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(tour.iter().all(|(at, _)| (0..20_000_000_000).contains(at)));
        for view in View::ALL {
            assert!(tour.iter().any(|(_, does)| *does == ShowCommand::SetView(view)));
        }
    }
}
