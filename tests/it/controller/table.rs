//! A show of so many versions with a controller at hand, and a clock that goes on.

use std::sync::Arc;

use palimpsest::controller::profile::shipped;
use palimpsest::controller::{Desk, Event, Mapping, Movement, Parser, Profile, Role};
use palimpsest::scrub::Scale;
use palimpsest::show::{Part, Program, Show, ShowCommand};
use palimpsest::timeline::{ClockTime, FilmTime};

/// One millisecond, in nanoseconds.
pub const MS: i64 = 1_000_000;

pub fn profile(name: &str) -> Arc<Profile> {
    shipped::named(name).unwrap_or_else(|| panic!("{name} is a profile"))
}

pub fn read(bytes: &[u8]) -> Vec<Event> {
    let mut parser = Parser::default();
    bytes.iter().filter_map(|byte| parser.feed(*byte)).collect()
}

pub struct Table {
    pub show: Show,
    pub mapping: Mapping,
    pub scale: Scale,
    pub now: ClockTime,
}

impl Table {
    /// At rest on the version of this number, with a controller of which nothing is known.
    pub fn at(versions: u16, number: u16) -> Self {
        Self::with(profile("generic"), Role::Public, versions, number)
    }

    /// At rest on the version of this number.
    pub fn with(profile: Arc<Profile>, role: Role, versions: u16, number: u16) -> Self {
        let part = |number| Part { id: format!("v{number}"), frames: None };
        let parts = (1..=versions).map(part).collect();
        let program = Program::new(FilmTime::from_secs(10), &[], parts).written_in(["en", "ru"]);
        let mut show = Show::new(program, ClockTime(0));
        show.apply(ClockTime(0), ShowCommand::ScrubToVersion(number));
        Self {
            show,
            mapping: Mapping::new(profile, role),
            scale: Scale::ordinal(usize::from(versions) + 2, 5),
            now: ClockTime(10_000 * MS),
        }
    }

    /// What is shown, in stops.
    pub fn along(&self) -> f64 {
        self.show.moment(self.now, self.now).along
    }

    /// Time goes on, in ticks as a display has them.
    pub fn wait(&mut self, ms: i64) {
        for step in (0..ms).step_by(16) {
            self.now = self.now.after((ms - step).min(16) * MS);
            self.obey(Mapping::advance);
        }
    }

    /// The bytes of one tick.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<ShowCommand> {
        let commands = self.send(&read(bytes).into_iter().map(Movement::Midi).collect::<Vec<_>>());
        self.wait(16);
        commands
    }

    /// What comes at the same time.
    pub fn send(&mut self, movements: &[Movement]) -> Vec<ShowCommand> {
        self.obey(|mapping, now, desk, commands| {
            for movement in movements {
                mapping.hear(now, *movement, desk, commands);
            }
        })
    }

    fn obey(
        &mut self,
        act: impl FnOnce(&mut Mapping, ClockTime, &mut Desk<'_>, &mut Vec<ShowCommand>),
    ) -> Vec<ShowCommand> {
        let mut desk = Desk {
            scale: &self.scale,
            at: self.show.hand_at(self.now),
            divider: self.show.divider_at(),
            volume: self.show.settings().volume,
        };
        let mut commands = Vec::new();
        act(&mut self.mapping, self.now, &mut desk, &mut commands);
        for command in &commands {
            self.show.apply(self.now, command.clone());
            self.show.verify_invariants(self.now).unwrap();
        }
        commands
    }

    /// A fader, from one position to another in single steps, so many milliseconds apart; what was
    /// shown meanwhile.
    pub fn slide(&mut self, from: u8, to: u8, ms: i64) -> Vec<f64> {
        let steps: Vec<u8> =
            if from < to { (from..=to).collect() } else { (to..=from).rev().collect() };
        let mut seen = Vec::new();
        for value in steps {
            self.hear(&[0xb0, 0x07, value]);
            self.wait((ms - 16).max(0));
            seen.push(self.along());
        }
        seen
    }
}
