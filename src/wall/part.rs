//! Screens that hang together, and what hangs on them.

use super::scrape::{self, Scraped};
use super::{Layout, Pane, TakesWall, Wall, arrange};
use crate::show::{Moment, Scrape, View};

/// Screens that hang together: all that follow the show, or all that show a view of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What they show; none where they follow the show.
    pub view: Option<View>,
    /// Where everything lies on them.
    pub layout: Layout,
    /// What hangs on them.
    pub panes: Vec<Pane>,
    /// The takes that were refused, where they are seen.
    pub scraped: Scraped,
    /// Where takes hang, for so many of this shape.
    places: Option<(usize, f32, TakesWall)>,
}

impl Part {
    /// Divides a wall into its parts, for so many stops and pictures of this aspect; the first of
    /// them is the one that a visitor's hand moves, and there is always one.
    pub fn all(wall: &Wall, stops: usize, aspect: f64) -> Vec<Self> {
        let part = |(view, wall)| Self {
            view,
            layout: Layout::new(wall, stops, aspect),
            panes: Vec::new(),
            scraped: Scraped::default(),
            places: None,
        };
        wall.parts().into_iter().map(part).collect()
    }

    /// The Moment as these screens show it.
    pub fn moment(&self, moment: &Moment) -> Moment {
        let mut own = moment.clone();
        if let Some(view) = self.view {
            (own.from_view, own.view, own.arrived) = (view, view, 1.0);
            own.scrape = Scrape::default();
        }
        own
    }

    /// Hangs what belongs there at a Moment; takes are cut to this aspect.
    pub fn hang(&mut self, moment: &Moment, aspect: f32) {
        let moment = self.moment(moment);
        self.panes = arrange(&moment, &self.layout);
        self.scraped = match scrape::needed(&moment) {
            Some(opened) => {
                let known = self.places.take().filter(|(count, of, _)| {
                    *count == opened.count && of.to_bits() == aspect.to_bits()
                });
                let made = || TakesWall::new(&self.layout, opened.count, aspect);
                let (.., places) =
                    self.places.insert(known.unwrap_or_else(|| (opened.count, aspect, made())));
                scrape::open(&mut self.panes, &moment, &self.layout, places)
            }
            None => Scraped::default(),
        };
    }

    /// Where takes hang, while any are seen.
    pub fn places(&self) -> Option<&TakesWall> {
        let seen = !self.scraped.takes.is_empty();
        self.places.as_ref().filter(|_| seen).map(|(.., places)| places)
    }
}
