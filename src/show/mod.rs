//! The one state machine: commands go in, a Moment comes out.
//!
//! Between two commands everything that is shown is a pure function of the clock: film time, the
//! place along the generations and the change of view are closed forms from their anchors. So
//! ticking more or less often changes nothing, and a late tick is right at once.

mod attract;
pub mod command;
pub mod frames;
mod lift;
mod looping;
pub mod moment;
pub mod motion;
pub mod plugin;
pub mod program;
pub mod scrape;
pub mod settings;
mod shuttle;

pub use command::ShowCommand;
pub use looping::Looping;
pub use moment::{Attract, Moment, View};
pub use program::{Part, Program};
pub use scrape::{Opened, Scrape};
pub use settings::Settings;

use crate::scrub::{Axis, ScrubPosition, Stop};
use crate::timeline::{ClockTime, FilmTime, Speed, Transport};
use attract::Waiting;
use motion::Motion;
use scrape::Scraping;

/// What is shown and how it moves.
#[derive(Clone, Debug)]
pub struct Show {
    program: Program,
    axis: Axis,
    transport: Transport,
    looping: Looping,
    motion: Motion,
    scraping: Scraping,
    /// The version that is held for comparison, by id; the oldest where it is not there.
    held: String,
    settings: Settings,
    waiting: Waiting,
    /// The clock of the newest command; an older one is taken to come with it.
    latest: ClockTime,
    ticks: u64,
}

impl Show {
    /// At the start of the film, paused, on the oldest version, in chorus.
    pub fn new(program: Program, now: ClockTime) -> Self {
        let axis = program.axis();
        Self {
            transport: Transport::new(0, now, program.length()),
            motion: Motion::new(now, axis.end(), 1.0),
            scraping: Scraping::new(now),
            looping: Looping::Film,
            held: String::new(),
            settings: Settings::new("en"),
            waiting: Waiting::never(now),
            latest: now,
            ticks: 0,
            program,
            axis,
        }
    }

    /// Waits for somebody whenever nothing was asked for as long as this, in nanoseconds; never
    /// where it is none.
    pub fn attract_after(&mut self, idle_ns: Option<i64>) {
        self.waiting.idle_ns = idle_ns;
    }

    /// After how long it waits for somebody, in nanoseconds; never where it is none.
    pub fn idle(&self) -> Option<i64> {
        self.waiting.idle_ns
    }

    /// Whoever was there leaves. It waits for somebody at once, as it would after its time of
    /// idleness; where it never waits, nothing changes.
    pub fn leave(&mut self, now: ClockTime) {
        self.waiting.leave(now.max(self.latest));
    }

    /// Somebody is there, though nothing is asked for.
    pub fn touch(&mut self, now: ClockTime) {
        self.waiting.touch(now.max(self.latest));
    }

    /// Obeys a command from `now` on. The time is that of the first picture that can show it.
    pub fn apply(&mut self, now: ClockTime, command: ShowCommand) {
        let now = now.max(self.latest);
        self.latest = now;
        self.motion.advance(now);
        if !matches!(command, ShowCommand::Replace(_) | ShowCommand::Return { .. }) {
            self.waiting.touch(now);
        }
        if self.scrape(now, &command) {
            return;
        }
        let (_, film) = self.transport.at(now);
        match command {
            ShowCommand::Play => self.transport.set_speed(now, Speed::NORMAL),
            ShowCommand::Pause => self.transport.set_speed(now, Speed::STILL),
            ShowCommand::TogglePlay => {
                let still = self.transport.speed == Speed::STILL;
                self.transport.set_speed(now, if still { Speed::NORMAL } else { Speed::STILL });
            }
            ShowCommand::Jog(frames) => self.jog(now, frames),
            // What comes from a file or a network may be beyond the bounds of the type.
            ShowCommand::Shuttle(speed) => {
                self.transport.set_speed(now, Speed::thousandths(speed.get()));
            }
            ShowCommand::ShuttleStep(steps) => self.shuttle_step(now, steps),
            ShowCommand::JumpTo(film) => self.jump(now, film),
            ShowCommand::JumpShot(shots) => self.jump_shot(now, film, shots),
            ShowCommand::LoopShot => self.set_looping(now, Looping::Shot),
            ShowCommand::LoopFilm => self.set_looping(now, Looping::Film),
            ShowCommand::ToggleLoop => self.set_looping(now, self.looping.other()),
            ShowCommand::LoopFrom => self.loop_part(now, |(_, end)| (film, end)),
            ShowCommand::LoopTo => self.loop_part(now, |(start, _)| (start, film)),
            ShowCommand::ScrubStep(stops) => {
                let from = self.motion.hand().destination();
                let from = if stops < 0 { from.ceil() } else { from.floor() };
                self.motion.hand_mut().send(now, from + f64::from(stops));
            }
            ShowCommand::ScrubTo(position) => {
                if let Some(along) = self.axis.along(&position) {
                    self.motion.hand_mut().send(now, along);
                }
            }
            ShowCommand::ScrubToVersion(number) => {
                if (1..=self.axis.versions().len()).contains(&usize::from(number)) {
                    self.motion.hand_mut().send(now, f64::from(number));
                }
            }
            ShowCommand::ScrubFirst => {
                let oldest = self.motion.hand().destination() <= 1.0;
                self.motion.hand_mut().send(now, if oldest { 0.0 } else { 1.0 });
            }
            ShowCommand::ScrubLast => {
                let newest = self.axis.end() - 1.0;
                let beyond = self.motion.hand().destination() >= newest;
                let along = if beyond { self.axis.end() } else { newest };
                self.motion.hand_mut().send(now, along);
            }
            ShowCommand::ScrubDrag { along } => self.motion.hand_mut().drag(now, along),
            ShowCommand::ScrubTurn { along } => self.motion.hand_mut().turn(now, along),
            ShowCommand::ScrubFollow { along } => self.motion.hand_mut().follow(now, along),
            ShowCommand::ScrubRelease => self.motion.hand_mut().release(now),
            ShowCommand::SetView(view) => self.motion.set_view(now, view),
            ShowCommand::ToggleView => {
                let view = match self.motion.wanted() {
                    View::Chorus => View::Solo,
                    _ => View::Chorus,
                };
                self.motion.set_view(now, view);
            }
            ShowCommand::NextView(steps) => {
                self.motion.set_view(now, self.motion.wanted().stepped(steps));
            }
            ShowCommand::Hold => {
                if let Stop::Version(id) = self.under_the_hand() {
                    self.held = id;
                }
            }
            ShowCommand::Divide(by) => self.motion.divide(now, by),
            ShowCommand::NextLanguage(by) => self.settings.next_language(&self.program, by),
            ShowCommand::SetLanguage(tag) => self.settings.set_language(&self.program, &tag),
            ShowCommand::ToggleCaptions => self.settings.captions = !self.settings.captions,
            ShowCommand::EnlargeCaptions => self.settings.enlarge_captions(),
            ShowCommand::Listen => self.settings.listens += 1,
            ShowCommand::SetVolume(volume) => self.settings.set_volume(volume),
            ShowCommand::ChangeVolume(by) => self.settings.set_volume(self.settings.volume + by),
            ShowCommand::Scrape(_) => {}
            ShowCommand::Return { view, to } => {
                if let Some(view) = view {
                    self.settings.return_home();
                    self.motion.set_view(now, view);
                }
                if let Some(along) = self.axis.along(&to) {
                    self.motion.hand_mut().send(now, along);
                }
            }
            ShowCommand::Replace(program) => self.replace(now, program),
        }
    }

    /// The Moment at `now` for a picture that is seen at `target`, counted as a tick.
    pub fn tick(&mut self, now: ClockTime, target: ClockTime) -> Moment {
        self.ticks += 1;
        self.moment(now, target)
    }

    /// The Moment at `now` for a picture that is seen at `target`.
    pub fn moment(&self, now: ClockTime, target: ClockTime) -> Moment {
        let (mut motion, mut scraping) = (self.motion, self.scraping);
        motion.advance(target);
        scraping.advance(target);
        let (lap, film) = self.transport.at(target);
        let place = motion.hand().at(target);
        let (from_view, view, arrived) = motion.change_of_view(target);
        Moment {
            tick: self.ticks,
            clock: now,
            target,
            lap,
            film,
            speed: self.transport.speed,
            scrub: self.axis.position(place.along),
            along: place.along,
            along_speed: place.speed,
            mix: self.axis.mix(place.along),
            view,
            arrived,
            from_view,
            held: self.held(),
            divider: motion.divider(target),
            scrape: scraping.seen(target),
            attract: self.waiting.at(target),
        }
    }

    /// The stop whose version is held.
    fn held(&self) -> usize {
        self.axis.number(&Stop::Version(self.held.clone())).unwrap_or(1)
    }

    /// For how long nothing was asked for, in nanoseconds.
    pub fn untouched(&self, now: ClockTime) -> i64 {
        self.waiting.untouched(now)
    }

    /// Language, volume and the like.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The room's own language, to which the wall returns.
    pub fn set_home(&mut self, language: &str) {
        self.settings.move_home(language);
    }

    /// Where the hand is along the stops: where it holds the picture, or where that will rest.
    pub fn hand_at(&self, now: ClockTime) -> f64 {
        let now = now.max(self.latest);
        self.hand_on_the_light(now).unwrap_or_else(|| self.motion.hand().place(now))
    }

    /// Where the divider of duet comes to rest, 0 to 1.
    pub fn divider_at(&self) -> f64 {
        self.motion.divider_rests()
    }

    /// Whether the version under the hand is the one that is held.
    pub fn holds_the_version(&self) -> bool {
        self.under_the_hand() == Stop::Version(self.held.clone())
    }

    /// What moves the playhead.
    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    /// What loops.
    pub fn looping(&self) -> Looping {
        self.looping
    }

    /// What the show knows of the exhibit.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The axis of generations.
    pub fn axis(&self) -> &Axis {
        &self.axis
    }

    /// Where the scrub will rest if nothing more is done.
    pub fn destination(&self) -> ScrubPosition {
        self.axis.position(self.motion.hand().destination())
    }

    /// The exact stop under the hand: nearest to where the scrub will rest.
    pub fn under_the_hand(&self) -> Stop {
        self.axis.stop(self.axis.nearest(self.motion.hand().destination()))
    }

    /// Says what does not hold at `now`, for tests.
    ///
    /// # Errors
    /// Names the first thing that is not as it should be.
    pub fn verify_invariants(&self, now: ClockTime) -> Result<(), String> {
        let Transport { loop_in, loop_out, speed, .. } = self.transport;
        let (_, film) = self.transport.at(now);
        if !(FilmTime::ZERO <= loop_in && loop_in < loop_out && loop_out <= self.program.length()) {
            return Err(format!("the loop {loop_in} to {loop_out} is not within the film"));
        }
        if !(loop_in..loop_out).contains(&film) {
            return Err(format!("{film} is not within the loop {loop_in} to {loop_out}"));
        }
        if speed != Speed::thousandths(speed.get()) {
            return Err(format!("the speed {speed} is out of bounds"));
        }
        self.motion.verify_invariants(now)?;
        self.scraping.verify_invariants(now)?;
        let moment = self.moment(now, now);
        if !(0.0..=1.0).contains(&moment.arrived) {
            return Err(format!("the view has come {} of its way", moment.arrived));
        }
        if !(0.0..1.0).contains(&moment.scrub.fraction) || !(0.0..1.0).contains(&moment.mix.amount)
        {
            return Err(format!("{:?} and {:?} are out of bounds", moment.scrub, moment.mix));
        }
        if !(0.0..=1.0).contains(&moment.divider) {
            return Err(format!("the divider stands at {}", moment.divider));
        }
        if moment.scrub.stop != moment.mix.lower {
            return Err(format!("{:?} does not belong to {:?}", moment.mix, moment.scrub));
        }
        Ok(())
    }

    /// Moves by frames of the version under the hand, standing.
    fn jog(&mut self, now: ClockTime, frames: i32) {
        self.transport.set_speed(now, Speed::STILL);
        let Transport { loop_in, loop_out, anchor_film, .. } = self.transport;
        let version = self.axis.version_index(&self.under_the_hand());
        let table = version.and_then(|index| self.program.parts().get(index)?.frames.as_deref());
        let (laps, film) = frames::step(table, anchor_film, frames, loop_in, loop_out);
        self.transport.jump(now, film);
        self.transport.anchor_lap += laps;
    }

    fn shuttle_step(&mut self, now: ClockTime, steps: i32) {
        self.transport.set_speed(now, shuttle::stepped(self.transport.speed, steps));
    }

    /// A reload: film time, position and the version under the hand keep their place.
    fn replace(&mut self, now: ClockTime, program: Program) {
        let before = std::mem::replace(&mut self.axis, program.axis());
        self.program = program;
        let axis = &self.axis;
        self.motion
            .hand_mut()
            .rehang(now, axis.end(), |along| axis.resolve(&before.position(along), &before));
        let (_, film) = self.transport.at(now);
        self.loop_again(now);
        self.jump(now, film);
        self.after_a_reload(now);
    }
}
