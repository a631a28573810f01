//! One version: its open reels, the pick among them, and its counts.

use std::sync::Arc;

use super::choose::Choice;
use super::plan::Aim;
use super::shown::{Condition, FrameState, Health, Shown};
use super::worker::Worker;
use crate::rendition::{FrameTable, Prepared};
use crate::timeline::FilmTime;

/// How a tick relates to the one before.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Only film time has moved; speed and loop are the same.
    pub going_on: bool,
    /// Clock time from one refresh to the next, in nanoseconds.
    pub refresh_ns: i64,
}

/// One version: its open reels and its counts.
pub struct Player {
    /// Its rendition, where it has one.
    pub prepared: Option<Arc<Prepared>>,
    /// Its reels by rung, larger ones first.
    pub reels: Vec<(usize, Worker)>,
    /// The rungs it plays on.
    pub choice: Option<Choice>,
    /// The reels changed since the last pick, so the same frame may now be had larger.
    stirred: bool,
    /// From when until when the picture shown is the right one, on the rung it should be.
    span: Option<(FilmTime, FilmTime)>,
    /// Ticks with the right frame.
    pub exact: u64,
    /// Ticks at which it was late.
    pub late: u64,
    /// Ticks without.
    pub missing: u64,
    /// Pictures decoded by reels that are closed.
    decoded: u64,
    error: Option<String>,
}

impl Player {
    /// A version that has opened nothing.
    pub fn new(prepared: Option<Arc<Prepared>>) -> Self {
        Self {
            prepared,
            reels: Vec::new(),
            choice: None,
            stirred: true,
            span: None,
            exact: 0,
            late: 0,
            missing: 0,
            decoded: 0,
            error: None,
        }
    }

    /// Whether anything of it is meant to be played: nothing is of what was not prepared, or is not
    /// cleared for today.
    pub fn plays(&self) -> bool {
        self.prepared.is_some()
    }

    /// The smallest rung that covers so many pixels for every clip: a cut to a clip of another
    /// size changes no reel.
    pub fn rung_for(&self, (width, height): (u32, u32)) -> Option<usize> {
        let rendition = &self.prepared.as_ref()?.rendition;
        if rendition.rungs.is_empty() {
            return None;
        }
        let clips = 0..rendition.clips.len().max(1);
        clips.map(|clip| rendition.rung_for(clip, width, height)).min()
    }

    fn close_unwanted(&mut self, keep: impl Fn(usize) -> bool) {
        let decoded = &mut self.decoded;
        self.reels.retain(|(rung, worker)| {
            let kept = keep(*rung);
            if !kept {
                *decoded += worker.desk().reel().decoded();
            }
            kept
        });
    }

    /// Closes all reels; what it needs is opened anew by [`Player::play_on`].
    pub fn close(&mut self) {
        self.close_unwanted(|_| false);
        self.error = None;
    }

    /// Opens what `choice` needs through `start` and closes what nobody needs. `seen` is the rung
    /// of the picture on the wall: its reel stays until another shows the right frame.
    pub fn play_on(
        &mut self,
        choice: Choice,
        seen: usize,
        mut start: impl FnMut(&Arc<Prepared>, usize) -> std::io::Result<Worker>,
    ) {
        let Some(prepared) = &self.prepared else { return };
        if prepared.rendition.rungs.is_empty() {
            return;
        }
        self.choice = Some(choice);
        self.stirred = true;
        let needed = [Some(choice.base), choice.large];
        for rung in needed.into_iter().flatten() {
            if self.reels.iter().any(|(open, _)| *open == rung) {
                continue;
            }
            match start(prepared, rung) {
                Ok(worker) => self.reels.push((rung, worker)),
                Err(why) => self.error = Some(format!("no thread for a reel: {why}")),
            }
        }
        self.reels.sort_by_key(|(rung, _)| *rung);
        self.close_unwanted(|rung| needed.contains(&Some(rung)) || rung == seen);
    }

    /// How many reels it should have open.
    pub fn rungs_needed(&self) -> usize {
        match (&self.prepared, self.choice) {
            (Some(_), Some(choice)) => 1 + usize::from(choice.large.is_some()),
            _ => 0,
        }
    }

    /// How it has done.
    pub fn health(&self) -> Health {
        let mut health = Health {
            exact: self.exact,
            late: self.late,
            missing: self.missing,
            decoded: self.decoded,
            queued: 0,
            rungs: Vec::new(),
            condition: Condition::Well,
            error: self.error.clone(),
        };
        for (rung, worker) in &self.reels {
            let reel = worker.desk().reel();
            health.rungs.push(*rung);
            health.queued += reel.held();
            health.decoded += reel.decoded();
            health.error = reel.error().map(str::to_owned).or(health.error);
            health.condition = match (health.condition, reel.condition()) {
                (Condition::Failed, _) | (_, Condition::Failed) => Condition::Failed,
                (Condition::Resting, _) | (_, Condition::Resting) => Condition::Resting,
                _ => Condition::Well,
            };
        }
        health
    }

    /// Picks the frame of one version. True if a reel is now marked to be
    /// planned for.
    pub fn look(&mut self, shown: &mut Shown, aim: &Aim, pace: Pace, serial: &mut u64) -> bool {
        let (Some(prepared), Some(choice)) = (&self.prepared, self.choice) else {
            (shown.state, shown.wanted) = (FrameState::Missing, None);
            return false;
        };
        // Nearly every tick falls within the frame that is shown, and ends here.
        let still = |(from, until): (FilmTime, FilmTime)| from <= aim.film && aim.film < until;
        if pace.going_on && !self.stirred && self.span.is_some_and(still) {
            return false;
        }
        self.span = None;
        // All rungs hold the same frames: one look-up serves them all.
        let table = &prepared.rendition.rungs[choice.base].table;
        let current = frame_at(table, aim.film, shown.wanted);
        let wanted = current.map(|index| index as u32);
        let empty_still = shown.picture.is_none() && wanted.is_none() && shown.wanted.is_none();
        if pace.going_on && !self.stirred && empty_still {
            return false;
        }
        shown.wanted = wanted;

        let mut marked = false;
        let mut found = None;
        for (rung, worker) in &self.reels {
            let mut reel = worker.desk().reel();
            if reel.aim(aim, pace.refresh_ns, current) {
                worker.desk().mark();
                marked = true;
            }
            let Some(index) = current else { continue };
            // The desired rung if it has the frame, else the largest that has it.
            if (found.is_none() || *rung == choice.desired)
                && let Some(picture) = reel.picture(index)
            {
                found = Some((*rung, picture.clone()));
            }
        }
        match (current, found) {
            (Some(index), Some((rung, picture))) => {
                if shown.rung != rung || shown.frame != wanted || shown.picture.is_none() {
                    *serial += 1;
                    shown.serial = *serial;
                    shown.picture = Some(picture);
                }
                let frame = &table.frames()[index];
                (shown.rung, shown.level) = (rung, prepared.rendition.rungs[rung].level);
                (shown.frame, shown.pts) = (wanted, Some(frame.start));
                shown.clip = usize::from(frame.clip);
                shown.state = FrameState::Exact;
                // What is on the wall no longer needs the reels of a size that is gone.
                if rung == choice.desired {
                    self.span = Some((frame.start, frame.end));
                    if std::mem::take(&mut self.stirred) {
                        let needed = [Some(choice.base), choice.large];
                        self.close_unwanted(|rung| needed.contains(&Some(rung)));
                    }
                }
            }
            (Some(index), None) => {
                let lost = |(_, worker): &(usize, Worker)| worker.desk().reel().hopeless(index);
                let lost = self.reels.iter().all(lost) && !self.reels.is_empty();
                shown.state = if lost { FrameState::Missing } else { FrameState::Late };
            }
            (None, _) => {
                if shown.picture.take().is_some() {
                    *serial += 1;
                    shown.serial = *serial;
                }
                (shown.frame, shown.pts, shown.state) = (None, None, FrameState::Missing);
                self.stirred = false;
            }
        }
        marked
    }
}

/// The pick rule, tried first where it mostly leads: at the frame after the last one.
fn frame_at(table: &FrameTable, film: FilmTime, last: Option<u32>) -> Option<usize> {
    let next = last.map(|last| last as usize + 1).filter(|next| {
        table.frames().get(*next).is_some_and(|frame| frame.start <= film && film < frame.end)
    });
    next.or_else(|| table.at(film))
}
