//! Screens that hang together, and what hangs on them.

use super::{Layout, Pane, Wall, arrange};
use crate::show::{Moment, View};

/// Screens that hang together: all that follow the show, or all that show a view of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What they show; none where they follow the show.
    pub view: Option<View>,
    /// Where everything lies on them.
    pub layout: Layout,
    /// What hangs on them.
    pub panes: Vec<Pane>,
}

impl Part {
    /// Divides a wall into its parts, for so many stops and pictures of this aspect; the first of
    /// them is the one that a visitor's hand moves, and there is always one.
    pub fn all(wall: &Wall, stops: usize, aspect: f64) -> Vec<Self> {
        let part = |(view, wall)| Self {
            view,
            layout: Layout::new(wall, stops, aspect),
            panes: Vec::new(),
        };
        wall.parts().into_iter().map(part).collect()
    }

    /// The Moment as these screens show it.
    pub fn moment(&self, moment: &Moment) -> Moment {
        let mut own = moment.clone();
        if let Some(view) = self.view {
            (own.from_view, own.view, own.arrived) = (view, view, 1.0);
        }
        own
    }

    /// Hangs what belongs there at a Moment.
    pub fn hang(&mut self, moment: &Moment) {
        self.panes = arrange(&self.moment(moment), &self.layout);
    }
}
