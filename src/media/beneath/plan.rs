//! Which pictures of takes are wanted, the most urgent first.

use super::bank::{Key, Worth};
use super::looped::{eased_ns, frame_at, on_grid};
use super::{Beneath, Sets};
use crate::rendition::Prepared;
use crate::timeline::{FilmTime, Speed};

/// The takes of one version's shot, and how large each of them is seen or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// The stop of the axis.
    pub stop: usize,
    /// The shot.
    pub shot: usize,
    /// Width and height of the place of a take, in pixels of the wall.
    pub pixels: (u32, u32),
}

/// What is asked of the takes at a tick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// What is open.
    pub opened: Option<Near>,
    /// What may be opened next, the likeliest first: their first frames are kept at hand.
    pub at_hand: Vec<Near>,
    /// Film time.
    pub film: FilmTime,
    /// How fast the playhead runs.
    pub speed: Speed,
    /// How many times over the common beat is twice as coarse as it could be.
    pub ease: u32,
}

/// A picture that is wanted, and where it comes from.
#[derive(Clone, Debug)]
pub struct Want {
    /// What it is.
    pub key: Key,
    /// What it is unpacked from.
    pub take: Beneath,
}

/// Every picture that is wanted at a film time.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The present picture of each take that is open, in their order.
    pub now: Vec<Option<Want>>,
    /// Those of the next line of the grid.
    pub next: Vec<Want>,
    /// The first frames of what may be opened.
    pub first: Vec<Want>,
    /// The line of the grid that `now` belongs to.
    pub line: FilmTime,
}

impl Wanted {
    /// Everything with what it is worth.
    pub fn worth(&self) -> impl Iterator<Item = (Key, Worth)> {
        let now = self.now.iter().flatten().map(|want| (want.key, Worth::Now));
        let next = self.next.iter().map(|want| (want.key, Worth::Next));
        now.chain(next).chain(self.first.iter().map(|want| (want.key, Worth::First)))
    }
}

/// What is wanted.
pub fn wanted(sets: &Sets, ask: &Ask) -> Wanted {
    let mut wanted = Wanted { line: line(sets, ask), ..Wanted::default() };
    if let Some(near) = ask.opened
        && let Some(set) = sets.get(near.stop, near.shot)
    {
        let step = eased_ns(set.moving, ask.ease);
        let at = |film: FilmTime| {
            set.takes.iter().map(move |take| want(take.as_ref()?, near.pixels, film, set.start))
        };
        wanted.now = at(wanted.line).collect();
        if ask.speed != Speed::STILL {
            let way = if ask.speed.get() < 0 { -step } else { step };
            let next = at(FilmTime(wanted.line.0 + way)).flatten();
            wanted.next = next.collect();
        }
    }
    let opened = ask.opened.iter().filter(|near| !ask.at_hand.contains(near));
    for near in opened.chain(&ask.at_hand) {
        let Some(set) = sets.get(near.stop, near.shot) else { continue };
        let first = set.takes.iter().flatten();
        wanted.first.extend(first.filter_map(|take| want(take, near.pixels, set.start, set.start)));
    }
    wanted
}

/// The line of the grid that film time has come to, for what is open; film time itself where
/// nothing is.
pub fn line(sets: &Sets, ask: &Ask) -> FilmTime {
    let set = ask.opened.and_then(|near| sets.get(near.stop, near.shot));
    set.map_or(ask.film, |set| on_grid(ask.film, set.start, eased_ns(set.moving, ask.ease)))
}

/// The smallest rung of a take that covers its place, of which it fills what its shape leaves.
pub fn rung(prepared: &Prepared, (width, height): (u32, u32)) -> usize {
    let Some(clip) = prepared.rendition.clips.first() else { return 0 };
    let (w, h) = (f64::from(width), f64::from(height));
    let aspect = clip.aspect();
    let (w, h) = if aspect * h > w { (w, w / aspect) } else { (h * aspect, h) };
    // A pixel too few is not seen.
    prepared.rendition.rung_for(
        0,
        (w.ceil() as u32).saturating_sub(2),
        (h.ceil() as u32).saturating_sub(2),
    )
}

fn want(take: &Beneath, pixels: (u32, u32), film: FilmTime, start: FilmTime) -> Option<Want> {
    let rung = rung(&take.prepared, pixels);
    let table = &take.prepared.rendition.rungs.get(rung)?.table;
    let frame = frame_at(table, film, start)? as u32;
    let key = Key { take: take.number, rung: rung as u8, frame };
    Some(Want { key, take: take.clone() })
}
