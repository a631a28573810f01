//! Who the keys belong to: the wall, or the panel that a person works in.
//!
//! The letters, Tab and Space are the show's; a panel must be reachable without a mouse all the
//! same. So F6 leads from the one to the other, as in other programs with panes, and Escape back
//! to the wall; a field that is clicked has the keys while text is typed into it.

/// Whose the keys are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// The show's.
    #[default]
    Wall,
    /// The panels': Tab goes from one thing to the next in them.
    Panels,
}

/// What happened since the last refresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// F6 went down.
    pub switched: bool,
    /// Escape went down.
    pub escaped: bool,
    /// The wall was pressed.
    pub wall_pressed: bool,
    /// A field takes text.
    pub typing: bool,
    /// A question waits for its answer.
    pub asked: bool,
    /// A panel is drawn.
    pub any_panel: bool,
}

impl Keys {
    /// Whose they are from now on.
    #[must_use]
    pub fn after(self, happened: Happened) -> Self {
        let Happened { switched, escaped, wall_pressed, typing, asked, any_panel } = happened;
        match self {
            _ if asked => Self::Panels,
            _ if !any_panel || wall_pressed => Self::Wall,
            Self::Panels if escaped || switched => Self::Wall,
            Self::Wall if switched || typing => Self::Panels,
            same => same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f6_goes_to_the_panels_and_back_and_escape_or_the_wall_always_lead_back() {
        let none = Happened { any_panel: true, ..Happened::default() };
        let f6 = Happened { switched: true, ..none };
        let (escape, wall) =
            (Happened { escaped: true, ..none }, Happened { wall_pressed: true, ..none });
        assert_eq!(Keys::Wall.after(none), Keys::Wall);
        assert_eq!(Keys::Wall.after(f6), Keys::Panels);
        assert_eq!(Keys::Panels.after(none), Keys::Panels);
        for back in [f6, escape, wall, Happened::default()] {
            assert_eq!(Keys::Panels.after(back), Keys::Wall, "{back:?}");
        }
        assert_eq!(Keys::Wall.after(Happened { typing: true, ..none }), Keys::Panels);
        assert_eq!(Keys::Wall.after(Happened { asked: true, ..wall }), Keys::Panels);
    }
}
