//! What hangs on the wall at a Moment: a pure function of it, and of the wall.

use super::layout::{Layout, Rect};
use crate::show::{Moment, View};

/// Which pane it is, from tick to tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaneKey {
    /// The chorus pane of a stop: 0 the inputs, then the versions, last the next one.
    Cell(usize),
    /// The one large film pane.
    Solo,
    /// The inputs, large.
    SoloInputs,
    /// The next one, large.
    SoloNext,
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
    /// Where, in pixels of the wall.
    pub rect: Rect,
    /// 1 is all there, 0 is gone.
    pub opacity: f32,
    /// How much of the scrub position's light falls around it.
    pub light: f32,
    /// 1 hangs a picture of another shape in the lower left corner, above its label; 0 in the
    /// middle.
    pub low: f32,
}

/// 0 is all chorus, 1 all solo; a change of view travels between them.
pub fn solo_share(moment: &Moment) -> f32 {
    let share = |view: View| f64::from(view == View::Solo);
    let (from, to) = (share(moment.from_view), share(moment.view));
    (from + (to - from) * moment.arrived) as f32
}

/// All panes that can be seen, from back to front.
pub fn arrange(moment: &Moment, layout: &Layout) -> Vec<Pane> {
    let stops = layout.cells.len();
    let versions = stops.saturating_sub(2);
    let solo = solo_share(moment);
    let along = (moment.along as f32).clamp(0.0, stops as f32 - 1.0);
    let mut panes = Vec::with_capacity(stops + 3);
    if solo < 1.0 {
        panes.extend(layout.cells.iter().enumerate().map(|(stop, rect)| Pane {
            key: PaneKey::Cell(stop),
            content: match stop {
                0 => Content::Inputs,
                stop if stop > versions => Content::Next,
                stop => Content::Film { version: stop - 1, other: None },
            },
            rect: *rect,
            opacity: 1.0 - solo,
            light: (1.0 - (along - stop as f32).abs()).max(0.0) * (1.0 - solo),
            low: 1.0,
        }));
    }
    if solo > 0.0 && versions > 0 {
        large(&mut panes, layout, along, solo);
    }
    panes
}

/// The large panes: the film between the first and the last version, and the two ends.
fn large(panes: &mut Vec<Pane>, layout: &Layout, along: f32, solo: f32) {
    let last = layout.cells.len() - 1;
    let (lower, upper) = (along.floor() as usize, (along.ceil() as usize).min(last));
    let fraction = along - lower as f32;
    let cell = layout.cells[lower].lerp(&layout.cells[upper], fraction);
    let rect = cell.lerp(&layout.solo, solo);
    // The large pane covers its chorus pane soon after it sets out from there.
    let there = (solo * 4.0).min(1.0);
    let mut add = |key, content, amount: f32| {
        if amount > 0.0 {
            let opacity = amount * there;
            panes.push(Pane { key, content, rect, opacity, light: 0.0, low: 1.0 - solo });
        }
    };
    let film = |stop: usize| (1..last).contains(&stop).then(|| stop - 1);
    match (film(lower), film(upper)) {
        (Some(a), Some(b)) => {
            let other = (a != b && fraction > 0.0).then_some((b, fraction));
            add(PaneKey::Solo, Content::Film { version: a, other }, 1.0);
        }
        (None, Some(b)) => {
            add(PaneKey::SoloInputs, Content::Inputs, 1.0 - fraction);
            add(PaneKey::Solo, Content::Film { version: b, other: None }, fraction);
        }
        (Some(a), None) => {
            add(PaneKey::Solo, Content::Film { version: a, other: None }, 1.0 - fraction);
            add(PaneKey::SoloNext, Content::Next, fraction);
        }
        (None, None) if lower == 0 => add(PaneKey::SoloInputs, Content::Inputs, 1.0),
        (None, None) => add(PaneKey::SoloNext, Content::Next, 1.0),
    }
}

/// How many pixels of the wall each version fills, in its largest pane: (0, 0) for the unseen.
pub fn pixels(panes: &[Pane], versions: usize) -> Vec<(u32, u32)> {
    let mut sizes = vec![(0, 0); versions];
    for pane in panes.iter().filter(|pane| pane.opacity > 0.0) {
        let Content::Film { version, other } = pane.content else { continue };
        let size = (pane.rect.w.round() as u32, pane.rect.h.round() as u32);
        for index in [Some(version), other.map(|(index, _)| index)].into_iter().flatten() {
            if let Some(known) = sizes.get_mut(index) {
                *known = (size.0.max(known.0), size.1.max(known.1));
            }
        }
    }
    sizes
}
