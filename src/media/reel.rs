//! One version on one rung, decoding ahead: the state machine, without thread, file or decoder.
//!
//! The tick says where the playhead is going ([`Reel::aim`]) and takes what is there
//! ([`Reel::picture`]); what follows from it is worked out elsewhere ([`Reel::plan`]). The worker asks what to decode ([`Reel::next_unit`]) and brings what came
//! out. A jump, a loop or a reverse only changes which unit is next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::Picture;
use super::plan::{Aim, upcoming};
use super::shown::Condition;
use crate::rendition::{FrameTable, Prepared};

/// Units offered and not yet dealt with, at most.
const IN_FLIGHT: usize = 2;
/// A frame that was lost this often is broken: damage in a file does not heal.
const LOSSES: u8 = 2;
/// The rest after a first fault; each further one doubles it.
const FIRST_REST: Duration = Duration::from_millis(500);
/// The longest rest.
const LONGEST_REST: Duration = Duration::from_secs(30);
/// Faults in a row after which the reel gives up: about a minute and a half of trying.
const FAULTS: u32 = 8;

/// What the worker is to decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Names the unit until its picture comes.
    pub serial: u64,
    /// The frame, by its place in the frame table.
    pub index: u32,
    /// It needs no frame before it.
    pub keyframe: bool,
}

/// One version on one rung.
pub struct Reel {
    prepared: Arc<Prepared>,
    rung: usize,
    aimed: Option<(Aim, Option<usize>)>,
    refresh_ns: i64,
    /// The plan is older than the aim.
    stale: bool,
    backward: bool,
    /// The frames that will be shown, in the order they are decoded towards.
    want: Vec<u32>,
    /// How many of `want` may be decoded now: at rest, only the one that is shown.
    limit: usize,
    /// A queue half empty is filled to the brim, then left alone: few wake-ups.
    filling: bool,
    /// The frame shown was not there at the last two changes: decoding is behind.
    missed: u8,
    ready: Vec<(u32, Picture)>,
    spent: Vec<Picture>,
    in_flight: VecDeque<(u64, u32)>,
    /// The frame that the decoder saw last: the next in the table may follow it.
    chain: Option<u32>,
    serial: u64,
    losses: BTreeMap<u32, u8>,
    broken: BTreeSet<u32>,
    faults: u32,
    condition: Condition,
    error: Option<String>,
    decoded: u64,
    scratch: Vec<u32>,
}

impl Reel {
    /// A reel that has decoded nothing. `rung` is one of the rendition's.
    pub fn new(prepared: Arc<Prepared>, rung: usize) -> Self {
        Self {
            prepared,
            rung,
            aimed: None,
            refresh_ns: 0,
            stale: false,
            backward: false,
            want: Vec::new(),
            limit: 0,
            filling: false,
            missed: 0,
            ready: Vec::new(),
            spent: Vec::new(),
            in_flight: VecDeque::new(),
            chain: None,
            serial: 0,
            losses: BTreeMap::new(),
            broken: BTreeSet::new(),
            faults: 0,
            condition: Condition::Well,
            error: None,
            decoded: 0,
            scratch: Vec::new(),
        }
    }

    /// Its rendition.
    pub fn prepared(&self) -> &Arc<Prepared> {
        &self.prepared
    }

    /// Its rung.
    pub fn rung(&self) -> usize {
        self.rung
    }

    /// Its frame table.
    pub fn table(&self) -> &FrameTable {
        &self.prepared.rendition.rungs[self.rung].table
    }

    /// Says where the playhead is (`current`: the frame there), where it is going and how much
    /// clock time lies between refreshes. True if that is news, and [`Reel::plan`] has something
    /// to do; the tick leaves it to another thread.
    pub fn aim(&mut self, aim: &Aim, refresh_ns: i64, current: Option<usize>) -> bool {
        if let Some((last, index)) = &self.aimed
            && *index == current
            && (Aim { film: aim.film, ..*last }) == *aim
        {
            return false;
        }
        self.aimed = Some((*aim, current));
        self.refresh_ns = refresh_ns;
        self.stale = true;
        true
    }

    /// Works out which frames come next and lets go of what will not be shown. True if there is
    /// something to decode now.
    pub fn plan(&mut self) -> bool {
        if let (true, Some((aim, current))) = (self.stale, self.aimed) {
            self.stale = false;
            if aim.speed.get() != 0 {
                self.backward = aim.speed.get() < 0;
            }
            let mut want = std::mem::take(&mut self.scratch);
            let rung = &self.prepared.rendition.rungs[self.rung];
            upcoming(rung, self.backward, &aim, self.refresh_ns, &mut want);
            self.want_in_order(want, current.is_some(), aim.speed.get() != 0);
        }
        self.has_work()
    }

    /// Takes a list of frames in the order of play; `shown` says that the first is on the wall
    /// now, `moving` that the others will be.
    fn want_in_order(&mut self, mut want: Vec<u32>, shown: bool, moving: bool) {
        let there = |index: &u32| self.ready.iter().any(|(held, _)| held == index);
        let first_there = want.first().is_some_and(there);
        // A frame that was not expected, after a jump, says nothing about the pace.
        let expected = want.first().is_some_and(|first| self.want.contains(first));
        self.missed = match shown && moving && !first_there {
            true if expected => self.missed.saturating_add(1),
            missed => u8::from(missed),
        };
        self.limit = if moving { want.len() } else { usize::from(shown) };
        let fed = want.iter().take_while(|index| there(index)).count();
        // Behind: what is shown now comes too late whatever happens, the next may not.
        if self.missed > 1 && want.len() > 1 {
            want.rotate_left(1);
        }
        std::mem::swap(&mut self.want, &mut want);
        self.scratch = want;
        let wanted = &self.want;
        let gone = self.ready.extract_if(.., |(index, _)| !wanted.contains(index));
        self.spent.extend(gone.map(|(_, picture)| picture));
        self.filling |= fed * 2 <= self.limit;
    }

    fn has_work(&self) -> bool {
        self.condition == Condition::Well && self.filling && self.in_flight.len() < IN_FLIGHT
    }

    /// What to decode next, if anything.
    pub fn next_unit(&mut self) -> Option<Order> {
        if !self.plan() {
            return None;
        }
        let Some((target, keyframe)) = self.target() else {
            self.filling = false;
            return None;
        };
        // Onwards from where the decoder is, if no keyframe lies between; else from there.
        let index = match self.chain {
            Some(last) if last < target && last + 1 >= keyframe => last + 1,
            _ => keyframe,
        };
        self.serial += 1;
        self.chain = Some(index);
        self.in_flight.push_back((self.serial, index));
        let keyframe = self.table().frames()[index as usize].keyframe;
        Some(Order { serial: self.serial, index, keyframe })
    }

    /// The first wanted frame that is neither there nor coming nor broken, and its keyframe.
    fn target(&self) -> Option<(u32, u32)> {
        let limited = self.want.iter().take(self.limit).copied();
        let missing = limited.filter(|index| {
            !self.ready.iter().any(|(held, _)| held == index)
                && !self.in_flight.iter().any(|(_, coming)| coming == index)
        });
        missing
            .map(|index| (index, self.table().keyframe_for(index as usize) as u32))
            .find(|&(index, keyframe)| self.broken.range(keyframe..=index).next().is_none())
    }

    /// A picture came. It is kept if it is still wanted.
    pub fn delivered(&mut self, serial: u64, picture: Picture) {
        let Some(at) = self.in_flight.iter().position(|(sent, _)| *sent == serial) else { return };
        // Pictures come in the order of their units: what was sent before this one is lost.
        let lost: Vec<_> = self.in_flight.drain(..at).collect();
        let Some((_, index)) = self.in_flight.pop_front() else { return };
        for (_, index) in lost {
            self.lose(index);
        }
        self.decoded += 1;
        self.faults = 0;
        if self.want.contains(&index) && !self.ready.iter().any(|(held, _)| *held == index) {
            self.ready.push((index, picture));
        }
    }

    /// The decoder has dealt with everything it was offered.
    pub fn idle(&mut self) {
        while let Some((_, index)) = self.in_flight.pop_front() {
            self.lose(index);
        }
    }

    fn lose(&mut self, index: u32) {
        self.chain = None;
        let losses = self.losses.entry(index).or_default();
        *losses = losses.saturating_add(1);
        if *losses >= LOSSES {
            self.broken.insert(index);
            self.error.get_or_insert_with(|| format!("frame {index} cannot be decoded"));
        }
    }

    /// The unit offered or read last is no good; others may be.
    pub fn unit_failed(&mut self, why: String) {
        self.error = Some(why);
        self.idle();
    }

    /// File or decoder failed. How long to rest before opening both anew; none when the reel has
    /// given up.
    pub fn fault(&mut self, why: String) -> Option<Duration> {
        self.error = Some(why);
        self.in_flight.clear();
        self.chain = None;
        self.faults += 1;
        if self.faults > FAULTS {
            self.condition = Condition::Failed;
            return None;
        }
        self.condition = Condition::Resting;
        Some(LONGEST_REST.min(FIRST_REST * (1 << (self.faults - 1).min(16))))
    }

    /// The rest is over.
    pub fn rested(&mut self) {
        if self.condition == Condition::Resting {
            self.condition = Condition::Well;
            self.filling = true;
        }
    }

    /// Pictures that are no longer wanted, to be let go where nobody waits for the reel: giving
    /// memory back takes time.
    pub fn take_spent(&mut self) -> Vec<Picture> {
        std::mem::take(&mut self.spent)
    }

    /// The picture of a frame, if it is there.
    pub fn picture(&self, index: usize) -> Option<&Picture> {
        self.ready.iter().find(|(held, _)| *held as usize == index).map(|(_, picture)| picture)
    }

    /// This frame will never come from this reel.
    pub fn hopeless(&self, index: usize) -> bool {
        if self.condition == Condition::Failed || index >= self.table().frames().len() {
            return true;
        }
        let keyframe = self.table().keyframe_for(index) as u32;
        self.broken.range(keyframe..=index as u32).next().is_some()
    }

    /// How it is.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// The last thing that went wrong.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Pictures held.
    pub fn held(&self) -> usize {
        self.ready.len()
    }

    /// Pictures decoded since it was opened, shown or not.
    pub fn decoded(&self) -> u64 {
        self.decoded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::picture::OwnPlanes;
    use crate::rendition::Rendition;
    use crate::timeline::{FilmTime, Rate, Speed};

    fn reel() -> Reel {
        let rendition = Rendition::card(1, Rate::whole(24), FilmTime::from_secs(2));
        Reel::new(Arc::new(Prepared { folder: std::path::PathBuf::new(), rendition }), 2)
    }

    fn aim(reel: &mut Reel, film_ms: i64) {
        let film = FilmTime::from_millis(film_ms);
        let (loop_in, loop_out) = (FilmTime::ZERO, FilmTime::from_secs(2));
        let current = reel.table().at(film);
        reel.aim(&Aim { film, speed: Speed::NORMAL, loop_in, loop_out }, 16_666_667, current);
    }

    fn decode_all(reel: &mut Reel) -> Vec<u32> {
        let mut decoded = Vec::new();
        while let Some(order) = reel.next_unit() {
            decoded.push(order.index);
            let planes = Arc::new(OwnPlanes::black(2, 2));
            reel.delivered(order.serial, Picture { planes });
        }
        decoded
    }

    #[test]
    fn a_queue_is_filled_and_left_alone_until_it_is_half_empty() {
        let mut reel = reel();
        aim(&mut reel, 0);
        assert_eq!(decode_all(&mut reel), [0, 1, 2, 3, 4]);
        for film_ms in [42, 84] {
            aim(&mut reel, film_ms);
            assert_eq!(decode_all(&mut reel), [] as [u32; 0]);
        }
        aim(&mut reel, 126);
        assert_eq!(decode_all(&mut reel), [5, 6, 7]);
        assert_eq!(reel.held(), 5);
    }

    #[test]
    fn what_was_under_way_when_the_playhead_jumped_is_dropped() {
        let mut reel = reel();
        aim(&mut reel, 0);
        let order = reel.next_unit();
        aim(&mut reel, 1000);
        let planes = Arc::new(OwnPlanes::black(2, 2));
        reel.plan();
        reel.delivered(order.map_or(0, |order| order.serial), Picture { planes });
        assert_eq!(reel.held(), 0);
        assert_eq!(decode_all(&mut reel)[0], 24);
    }

    #[test]
    fn a_reel_that_fails_rests_ever_longer_and_then_gives_up() {
        let mut reel = reel();
        aim(&mut reel, 0);
        let rests: Vec<_> = (0..9).map(|_| reel.fault("no disk".to_owned())).collect();
        let millis = |rest: &Option<Duration>| rest.map(|rest| rest.as_millis());
        let rests: Vec<_> = rests.iter().map_while(millis).collect();
        assert_eq!(rests, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
        assert_eq!(reel.condition(), Condition::Failed);
        reel.rested();
        assert_eq!(reel.next_unit(), None);
        assert!(reel.hopeless(0));
        assert_eq!(reel.error(), Some("no disk"));
    }

    #[test]
    fn a_picture_ends_the_count_of_faults() {
        let mut reel = reel();
        for jump in 0..20 {
            aim(&mut reel, jump * 700 % 2000);
            assert!(reel.fault("a hiccup".to_owned()).is_some());
            reel.rested();
            let order = reel.next_unit();
            let planes = Arc::new(OwnPlanes::black(2, 2));
            reel.delivered(order.map_or(0, |order| order.serial), Picture { planes });
        }
        assert_eq!(reel.condition(), Condition::Well);
    }
}
