//! One frame of every version for one film time.
//!
//! Per tick: [`Lockstep::arrange`] says how large each version is seen, [`Lockstep::select`] picks
//! the frames and lets the reels know where the playhead is going. Neither reads a file, decodes
//! or waits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::choose::{Choice, Chooser, LARGE, Need};
use super::conductor::Conductor;
use super::decoder::Opener;
use super::plan::Aim;
use super::player::{Pace, Player};
use super::shown::{FrameState, Health, Shown};
use super::worker::{Arrivals, Worker};
use crate::rendition::Prepared;
use crate::timeline::ClockTime;

/// Until two refreshes have been seen, they are taken to be a sixtieth of a second apart.
const FIRST_REFRESH_NS: i64 = 16_666_667;
/// Further apart than this, nothing is said about the next: the wall was held up.
const LONGEST_REFRESH_NS: i64 = 500_000_000;

/// Every version of a film, decoding ahead.
pub struct Lockstep {
    opener: Arc<dyn Opener>,
    arrivals: Arc<Arrivals>,
    conductor: Option<Conductor>,
    chooser: Chooser,
    choices: Vec<Choice>,
    players: Vec<Player>,
    shown: Vec<Shown>,
    serial: u64,
    aimed: Option<Aim>,
    arranged: Option<ClockTime>,
    arranged_for: Vec<Need>,
    /// A reel could not be opened for want of a thread.
    incomplete: bool,
    refresh_ns: i64,
}

impl Lockstep {
    /// Of these versions, in the exhibit's order; none stands for a version without rendition.
    /// Nothing is opened before [`Lockstep::arrange`].
    pub fn new(versions: Vec<Option<Arc<Prepared>>>, opener: Box<dyn Opener>) -> Self {
        let conductor = match Conductor::start() {
            Ok(conductor) => Some(conductor),
            Err(why) => {
                tracing::warn!("no thread to plan for the reels, the tick does it itself: {why}");
                None
            }
        };
        Self {
            opener: opener.into(),
            arrivals: Arc::default(),
            conductor,
            chooser: Chooser::new(LARGE),
            choices: Vec::new(),
            shown: (0..versions.len()).map(Shown::nothing).collect(),
            players: versions.into_iter().map(Player::new).collect(),
            serial: 0,
            aimed: None,
            arranged: None,
            arranged_for: Vec::new(),
            incomplete: false,
            refresh_ns: FIRST_REFRESH_NS,
        }
    }

    /// How many versions there are.
    pub fn len(&self) -> usize {
        self.players.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.players.is_empty()
    }

    /// Other versions, as after a reload. One that is unchanged keeps its reels, its picture and
    /// its counts, wherever it now stands.
    pub fn replace(&mut self, versions: Vec<Option<Arc<Prepared>>>) {
        let mut old: Vec<_> = self.players.drain(..).zip(self.shown.drain(..)).collect();
        for (version, prepared) in versions.into_iter().enumerate() {
            let same = prepared.as_ref().and_then(|new| {
                old.iter()
                    .position(|(player, _)| player.prepared.as_ref().is_some_and(|p| p == new))
            });
            let (player, shown) = match same {
                Some(at) => old.swap_remove(at),
                None => (Player::new(prepared), Shown::nothing(version)),
            };
            self.players.push(player);
            self.shown.push(Shown { version, ..shown });
        }
        self.chooser = Chooser::new(LARGE);
        self.choices.clear();
        self.arranged_for.clear();
    }

    /// Says how large each version is seen, in the exhibit's order, and opens the reels for it.
    /// One that is no longer needed stays until another shows the right frame.
    pub fn arrange(&mut self, now: ClockTime, needs: &[Need]) {
        self.measure_refresh(now);
        // Most ticks need nothing new; looking at every ladder again would cost more than the pick.
        if self.arranged_for == needs && !self.chooser.lingers() && !self.incomplete {
            return;
        }
        needs.clone_into(&mut self.arranged_for);
        let players = &self.players;
        let rung_for = |version: usize, pixels| players.get(version)?.rung_for(pixels);
        let mut choices = std::mem::take(&mut self.choices);
        self.chooser.choose(now, needs, rung_for, &mut choices);
        for (version, choice) in choices.iter().enumerate().take(self.players.len()) {
            let player = &self.players[version];
            if player.choice != Some(*choice) || player.reels.len() < player.rungs_needed() {
                self.open(version, *choice);
            }
        }
        self.choices = choices;
        self.incomplete = self.players.iter().any(|p| p.reels.len() < p.rungs_needed());
    }

    /// Learns how far refreshes are apart: at once when that changes, slowly what only trembles.
    fn measure_refresh(&mut self, now: ClockTime) {
        let Some(last) = self.arranged.replace(now) else { return };
        let apart = now.since(last);
        if apart <= 0 || apart > LONGEST_REFRESH_NS {
            return;
        }
        let off = apart - self.refresh_ns;
        self.refresh_ns += if off.abs() * 2 > self.refresh_ns { off } else { off / 8 };
    }

    fn open(&mut self, version: usize, choice: Choice) {
        let player = &mut self.players[version];
        let (opener, arrivals) = (&self.opener, &self.arrivals);
        player.play_on(choice, self.shown[version].rung, |prepared, rung| {
            let name = format!("reel {version}/{}", prepared.rendition.rungs[rung].level);
            let (opener, arrivals) = (Arc::clone(opener), Arc::clone(arrivals));
            let worker = Worker::start(name, Arc::clone(prepared), rung, opener, arrivals)?;
            if let Some(conductor) = &self.conductor {
                conductor.add(worker.desk());
            }
            Ok(worker)
        });
    }

    /// Picks one frame of every version, the one whose interval contains `aim.film`, and has the
    /// reels decode what comes next. In the exhibit's order.
    pub fn select(&mut self, aim: &Aim) -> &[Shown] {
        self.look(aim);
        let players = self.players.iter_mut().zip(&self.shown);
        for (player, shown) in players.filter(|(player, _)| player.plays()) {
            match shown.state {
                FrameState::Exact => player.exact += 1,
                FrameState::Late => player.late += 1,
                FrameState::Missing => player.missing += 1,
            }
        }
        &self.shown
    }

    /// Waits until every version that has a frame at `aim.film` has it decoded on its desired
    /// rung, seen or not. False where that takes longer than `patience`, or where a version can
    /// no longer show its frame: for such a one it does not wait.
    pub fn settle(&mut self, aim: &Aim, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        self.arrivals.attend(true);
        let settled = loop {
            let seen = self.arrivals.count();
            self.look(aim);
            let mut complete = true;
            let waiting = self.players.iter().zip(&self.shown).any(|(player, shown)| {
                let Some(wanted) = shown.wanted else { return false };
                let desired = player.choice.map(|choice| choice.desired);
                if shown.state == FrameState::Exact && Some(shown.rung) == desired {
                    return false;
                }
                complete = false;
                let reel = player.reels.iter().find(|(rung, _)| Some(*rung) == desired);
                reel.is_some_and(|(_, worker)| !worker.desk().reel().hopeless(wanted as usize))
            });
            if !waiting || Instant::now() >= until {
                break complete;
            }
            // Woken by each picture; the bound is for reels that rest after a fault.
            self.arrivals.wait(seen, until.min(Instant::now() + Duration::from_millis(100)));
        };
        self.arrivals.attend(false);
        settled
    }

    fn look(&mut self, aim: &Aim) {
        let going_on = self.aimed.is_some_and(|last| Aim { film: aim.film, ..last } == *aim);
        self.aimed = Some(*aim);
        let pace = Pace { going_on, refresh_ns: self.refresh_ns };
        let mut marked = false;
        for (player, shown) in self.players.iter_mut().zip(&mut self.shown) {
            marked |= player.look(shown, aim, pace, &mut self.serial);
        }
        if marked {
            match &self.conductor {
                Some(conductor) => conductor.call(),
                None => self.attend_all(),
            }
        }
    }

    fn attend_all(&self) {
        for (_, worker) in self.players.iter().flat_map(|player| &player.reels) {
            worker.desk().attend();
        }
    }

    /// Closes the reels of a version and opens them anew at the next [`Lockstep::arrange`], as
    /// after its files were mended: what they had given up is tried again. Its picture stays until
    /// there is another, and its counts go on.
    pub fn reopen(&mut self, version: usize) {
        if let Some(player) = self.players.get_mut(version) {
            player.close();
            self.incomplete = true;
        }
    }

    /// Whether anything of a version is meant to be played.
    pub fn plays(&self, version: usize) -> bool {
        self.players.get(version).is_some_and(Player::plays)
    }

    /// How many ticks each version was exact, late and missing, in the exhibit's order. Asks no
    /// reel, so it costs nothing worth telling.
    pub fn counts(&self) -> impl Iterator<Item = [u64; 3]> {
        self.players.iter().map(|player| [player.exact, player.late, player.missing])
    }

    /// How each version has done, in the exhibit's order.
    pub fn health(&self) -> Vec<Health> {
        self.players.iter().map(Player::health).collect()
    }
}
