//! One picture of every take that is seen, at every tick.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::bank::{BUDGET, Key};
use super::hands::{Hands, Store};
use super::plan::{Ask, Want, Wanted, line as line_of, wanted};
use super::unpack::Unpack;
use super::{Beneath, Sets};
use crate::media::{FrameState, Picture};
use crate::rendition::Colour;
use crate::scrub::flashes::Light;
use crate::timeline::FilmTime;

/// What a take shows at a tick.
#[derive(Clone)]
pub struct TakeShown {
    /// The picture; none before the first has come, and where there is none.
    pub picture: Option<Picture>,
    /// The part of it that is the take's own, in luma samples.
    pub crop: (u32, u32),
    /// Its width over height as it should be seen.
    pub aspect: f64,
    /// How its planes become colours.
    pub colour: Colour,
    /// How much light it gives.
    pub light: Light,
    /// Whether it is the one of the present film time.
    pub state: FrameState,
    /// Changes whenever the picture does, and only then.
    pub serial: u64,
    key: Option<Key>,
}

impl TakeShown {
    fn nothing(take: Option<&Beneath>) -> Self {
        let clip = take.and_then(|take| take.prepared.rendition.clips.first());
        Self {
            picture: None,
            crop: (2, 2),
            aspect: clip.map_or(16.0 / 9.0, crate::rendition::ClipFacts::aspect),
            colour: take.map(|take| take.colour).unwrap_or_default(),
            light: Light::default(),
            state: if take.is_some() { FrameState::Late } else { FrameState::Missing },
            serial: 0,
            key: None,
        }
    }
}

/// How the takes do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnderlayHealth {
    /// Bytes of pictures at hand; never above the budget.
    pub bytes: usize,
    /// Pictures at hand.
    pub pictures: usize,
    /// Pictures fetched since the start.
    pub fetched: u64,
    /// Pictures for which the budget had no room.
    pub refused: u64,
}

/// The takes of an exhibit, of which those that are open are seen.
pub struct Underlay {
    hands: Hands,
    sets: Arc<Sets>,
    shown: Vec<TakeShown>,
    /// What the pictures shown belong to.
    opened: Option<(usize, usize)>,
    /// What was asked for last, with film time on the grid.
    planned: Option<(Ask, FilmTime)>,
    wanted: Wanted,
    serial: u64,
}

impl Underlay {
    /// Of these sets, unpacked with what `tool` makes, within [`BUDGET`].
    pub fn new(sets: Arc<Sets>, tool: impl Fn() -> Box<dyn Unpack>) -> Self {
        Self::within(BUDGET, sets, tool)
    }

    /// The same within another budget, in bytes.
    pub fn within(budget: usize, sets: Arc<Sets>, tool: impl Fn() -> Box<dyn Unpack>) -> Self {
        Self {
            hands: Hands::start(budget, tool),
            sets,
            shown: Vec::new(),
            opened: None,
            planned: None,
            wanted: Wanted::default(),
            serial: 0,
        }
    }

    /// The takes of this exhibit.
    pub fn sets(&self) -> &Arc<Sets> {
        &self.sets
    }

    /// Other takes, as after a reload; nothing happens where they are the same.
    pub fn replace(&mut self, sets: Arc<Sets>) {
        if *sets == *self.sets {
            return;
        }
        self.hands.forget();
        self.sets = sets;
        (self.opened, self.planned) = (None, None);
        self.shown.clear();
        self.wanted = Wanted::default();
    }

    /// How they do.
    pub fn health(&self) -> UnderlayHealth {
        let store = self.hands.store();
        UnderlayHealth {
            bytes: store.bank.bytes(),
            pictures: store.bank.len(),
            fetched: store.fetched,
            refused: store.refused,
        }
    }

    /// One picture of each take that is open, in their order; of the present film time where it is
    /// there, else the last one, else the first of the take. Has fetched what comes next.
    pub fn select(&mut self, ask: &Ask) -> &[TakeShown] {
        self.plan(ask);
        let store = self.hands.store();
        look(&mut self.shown, &self.wanted, &mut self.serial, &store);
        drop(store);
        &self.shown
    }

    /// Waits until every take that is open shows the picture of the film time, and until what is to
    /// be at hand is. False where that takes longer than `patience`.
    pub fn settle(&mut self, ask: &Ask, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        self.plan(ask);
        let mut store = self.hands.store();
        loop {
            // Under one lock, so that nothing comes between what is seen and whether more will come.
            let exact = look(&mut self.shown, &self.wanted, &mut self.serial, &store);
            let left = until.saturating_duration_since(Instant::now());
            if !store.is_busy() || left.is_zero() {
                return exact;
            }
            store = self.hands.wait(store, left.min(Duration::from_millis(50)));
        }
    }

    /// Asks for what is wanted, where that is something else than at the last tick.
    fn plan(&mut self, ask: &Ask) {
        if self.sets.is_empty() {
            return;
        }
        let mut anew = true;
        if let Some((last, line)) = &self.planned {
            let same = Ask { film: ask.film, ..last.clone() } == *ask;
            // While nothing is open film time changes nothing.
            let still = ask.opened.is_none() || *line == line_of(&self.sets, ask);
            if same && still {
                return;
            }
            anew = !same;
        }
        self.wanted = wanted(&self.sets, ask);
        self.planned = Some((ask.clone(), self.wanted.line));
        let opened = ask.opened.map(|near| (near.stop, near.shot));
        if opened != self.opened {
            self.opened = opened;
            let set = ask.opened.and_then(|near| self.sets.get(near.stop, near.shot));
            let takes = set.map(|set| set.takes.as_slice()).unwrap_or_default();
            self.shown = takes.iter().map(|take| TakeShown::nothing(take.as_ref())).collect();
        }
        let mut store = self.hands.store();
        let Wanted { now, next, first, .. } = &self.wanted;
        store.bank.want(self.wanted.worth());
        // What has waited longest comes first, so that all get their turn where time is short.
        let mut urgent: Vec<(u64, &Want)> = now
            .iter()
            .zip(&self.shown)
            .filter_map(|(want, shown)| Some((shown.serial, want.as_ref()?)))
            .collect();
        urgent.sort_by_key(|(serial, _)| *serial);
        let urgent = urgent.into_iter().map(|(_, want)| want);
        let jobs = urgent.chain(next).chain(first).cloned();
        self.hands.fetch(&mut store, jobs, anew);
    }
}

/// Takes what is there. True where every take shows the picture of the film time that has one.
fn look(shown: &mut [TakeShown], wanted: &Wanted, serial: &mut u64, store: &Store) -> bool {
    let mut exact = true;
    for (shown, want) in shown.iter_mut().zip(&wanted.now) {
        let Some(want) = want else { continue };
        if shown.key == Some(want.key) {
            shown.state = FrameState::Exact;
            continue;
        }
        let there = store.bank.get(&want.key);
        shown.state = match there {
            Some(_) => FrameState::Exact,
            None if store.is_hopeless(&want.key) => FrameState::Missing,
            None => FrameState::Late,
        };
        exact &= shown.state != FrameState::Late;
        // Before anything else has come, the first picture stands for it.
        let first = Key { frame: 0, ..want.key };
        let (key, held) = match there {
            Some(held) => (want.key, held),
            None if shown.picture.is_none() => match store.bank.get(&first) {
                Some(held) => (first, held),
                None => continue,
            },
            None => continue,
        };
        *serial += 1;
        let rung = want.take.prepared.rendition.rungs.get(usize::from(key.rung));
        let crop = rung.and_then(|rung| rung.crops.first()).copied();
        shown.crop = crop.unwrap_or(shown.crop);
        (shown.picture, shown.light) = (Some(held.picture.clone()), held.light);
        (shown.key, shown.serial) = (Some(key), *serial);
    }
    exact
}

#[cfg(test)]
mod tests;
