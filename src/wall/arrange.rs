//! What hangs on the wall at a Moment: a pure function of it, and of the wall.
//!
//! Every view says for each pane where it lies, also for those it does not show: so a change of
//! view is a slow move of panes from one to the other, never a cut and never black.

use super::Rect;
use super::layout::Layout;
use super::views;
use crate::show::{Moment, View};

/// Which pane it is, from tick to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaneKey {
    /// The pane of a stop: 0 the inputs, then the versions, last the next one.
    Cell(usize),
    /// The version that is held for comparison.
    Held,
    /// The large picture at the scrub position.
    Large,
    /// The inputs, large.
    LargeInputs,
    /// The next one, large.
    LargeNext,
    /// The chosen take among those that were refused.
    Chosen,
    /// The take that the light is on; it is no pane.
    Lit,
}

/// What a pane shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Content {
    /// One version, or two of them mixed.
    Film {
        /// The version, by its place in the exhibit.
        version: usize,
        /// The version that is mixed in, and how much of the picture it is.
        other: Option<(usize, f32)>,
    },
    /// What all versions were made from.
    Inputs,
    /// The empty lit pane after the newest.
    Next,
}

/// A rectangle of the wall and what it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pane {
    /// Which pane it is.
    pub key: PaneKey,
    /// What it shows.
    pub content: Content,
    /// Where, and how it is seen there.
    pub hung: Hung,
}

/// Where a pane hangs, and how it is seen there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hung {
    /// Where, in pixels of the wall.
    pub rect: Rect,
    /// What the picture is fitted into: larger than `rect` where the pane is a cutting of it.
    pub whole: Rect,
    /// 1 is all there, 0 is gone.
    pub opacity: f32,
    /// How much of the scrub position's light falls around it.
    pub light: f32,
    /// 1 hangs a picture of another shape in the lower left corner, above its label; 0 in the
    /// middle.
    pub low: f32,
    /// 1 fills all of `whole` with the picture, whatever its shape; 0 frames it as the exhibit
    /// says.
    pub cover: f32,
    /// 1 shows all of the picture as large as it fits, whatever the exhibit says; 0 leaves it at
    /// that.
    pub contain: f32,
}

impl Hung {
    /// All of a picture, in this place.
    pub fn all_of(rect: Rect, opacity: f32) -> Self {
        Self { rect, whole: rect, opacity, light: 0.0, low: 0.0, cover: 0.0, contain: 0.0 }
    }

    pub(super) fn lerp(&self, other: &Self, t: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * t;
        Self {
            rect: self.rect.lerp(&other.rect, t),
            whole: self.whole.lerp(&other.whole, t),
            opacity: mix(self.opacity, other.opacity),
            light: mix(self.light, other.light),
            low: mix(self.low, other.low),
            cover: mix(self.cover, other.cover),
            contain: mix(self.contain, other.contain),
        }
    }
}

/// How much of a view is seen: 1 when the wall is all in it, 0 when it is not, between while the
/// wall changes to or from it.
pub fn share_of(view: View, moment: &Moment) -> f32 {
    let there = |other: View| f64::from(u8::from(other == view));
    let (from, to) = (there(moment.from_view), there(moment.view));
    (from + (to - from) * moment.arrived) as f32
}

/// A pane narrower than this, in pixels, is not drawn.
const THINNEST: f32 = 0.5;

/// All panes that can be seen, from back to front.
pub fn arrange(moment: &Moment, layout: &Layout) -> Vec<Pane> {
    let stops = layout.cells.len();
    let versions = stops.saturating_sub(2);
    let last = stops.saturating_sub(1);
    let mut panes = Vec::with_capacity(stops + 4);
    let cell_content = |stop: usize| match stop {
        0 => Content::Inputs,
        stop if stop > versions => Content::Next,
        stop => Content::Film { version: stop - 1, other: None },
    };
    for stop in 0..stops {
        let hung = between(moment, |view| views::cell(view, moment, layout, stop));
        add(&mut panes, PaneKey::Cell(stop), cell_content(stop), hung);
    }
    if versions == 0 {
        return panes;
    }
    let held = moment.held.clamp(1, versions);
    let hung = between(moment, |view| views::held(view, moment, layout, held));
    let content = Content::Film { version: held - 1, other: None };
    add(&mut panes, PaneKey::Held, content, covering(hung));

    let hung = covering(between(moment, |view| views::large(view, moment, layout)));
    let along = (moment.along as f32).clamp(0.0, last as f32);
    for (key, content, amount) in large(along, last) {
        add(&mut panes, key, content, Hung { opacity: hung.opacity * amount, ..hung });
    }
    panes
}

pub(super) fn between(moment: &Moment, hung: impl Fn(View) -> Hung) -> Hung {
    let to = hung(moment.view);
    if moment.arrived >= 1.0 {
        return to;
    }
    hung(moment.from_view).lerp(&to, moment.arrived as f32)
}

/// A large pane covers what it grew out of soon after it sets out from there.
fn covering(hung: Hung) -> Hung {
    Hung { opacity: (hung.opacity * 4.0).min(1.0), ..hung }
}

fn add(panes: &mut Vec<Pane>, key: PaneKey, content: Content, hung: Hung) {
    if hung.opacity > 0.0 && hung.rect.w >= THINNEST && hung.rect.h >= THINNEST {
        panes.push(Pane { key, content, hung });
    }
}

/// What the large picture is made of: the film between the first and the last version, and the
/// two ends, each with how much of it is seen.
fn large(along: f32, last: usize) -> Vec<(PaneKey, Content, f32)> {
    let (lower, upper) = (along.floor() as usize, (along.ceil() as usize).min(last));
    let fraction = along - lower as f32;
    let film = |stop: usize| (1..last).contains(&stop).then(|| stop - 1);
    let alone = |version: usize| Content::Film { version, other: None };
    let both = match (film(lower), film(upper)) {
        (Some(a), Some(b)) => {
            let other = (a != b && fraction > 0.0).then_some((b, fraction));
            vec![(PaneKey::Large, Content::Film { version: a, other }, 1.0)]
        }
        (None, Some(b)) => vec![
            (PaneKey::LargeInputs, Content::Inputs, 1.0 - fraction),
            (PaneKey::Large, alone(b), fraction),
        ],
        (Some(a), None) => vec![
            (PaneKey::Large, alone(a), 1.0 - fraction),
            (PaneKey::LargeNext, Content::Next, fraction),
        ],
        (None, None) if lower == 0 => vec![(PaneKey::LargeInputs, Content::Inputs, 1.0)],
        (None, None) => vec![(PaneKey::LargeNext, Content::Next, 1.0)],
    };
    both.into_iter().filter(|(_, _, amount)| *amount > 0.0).collect()
}

/// A cutting of less than this share of its picture is seen too briefly or too narrowly to be
/// worth a rung of the whole picture's size.
const WORTH: f32 = 0.07;

/// How many pixels of the wall each version's picture fills, in its largest pane, with what is cut
/// off: (0, 0) for the unseen.
pub fn pixels<'a>(panes: impl Iterator<Item = &'a Pane>, versions: usize) -> Vec<(u32, u32)> {
    let mut sizes = vec![(0, 0); versions];
    for pane in panes.filter(|pane| pane.hung.opacity > 0.0) {
        let Content::Film { version, other } = pane.content else { continue };
        let cut =
            pane.hung.rect.w * pane.hung.rect.h < pane.hung.whole.w * pane.hung.whole.h * WORTH;
        let of = if cut { &pane.hung.rect } else { &pane.hung.whole };
        let size = (of.w.round() as u32, of.h.round() as u32);
        for index in [Some(version), other.map(|(index, _)| index)].into_iter().flatten() {
            if let Some(known) = sizes.get_mut(index) {
                *known = (size.0.max(known.0), size.1.max(known.1));
            }
        }
    }
    sizes
}
