//! What the hand may not do: flash a wall.
//!
//! WCAG 2.2, success criterion 2.3.1: nothing may flash more than three times in any one second,
//! where a flash is a pair of opposing changes of a tenth or more of the greatest relative
//! luminance. Three flashes are six changes; the fourth needs eight.
//!
//! Where one version fills the wall, moving along the generations changes the whole picture. Of
//! the pictures nothing is assumed: neighbours may be black and white. Between two neighbours a
//! dissolve is monotone in the scrub position, so a change can only turn into its opposite where
//! the position passes an exact version or turns back itself. The governor bounds both, to three
//! versions a second and one turn in six tenths of a second. The worst that is left turns back
//! twice, each time a tenth of a dissolve beyond an exact version: seven changes within 0.73 s,
//! and for an eighth another whole dissolve is needed, a third of a second more. Seven changes
//! are three flashes and a half.
//!
//! The limit of speed is part of the glide, and a turn that comes too soon waits in place until
//! it may be made: nothing measures pictures, and all of it remains a closed form in clock time.

/// How fast the shown position may move, and how often it may turn back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The greatest speed, in stops per second.
    pub speed: f64,
    /// The least clock time from one turn to the next, in nanoseconds.
    pub between_turns_ns: i64,
}

impl Limit {
    /// Where only light moves and every picture stays where it is.
    pub const FREE: Self = Self { speed: 1000.0, between_turns_ns: 0 };

    /// Where one version fills the wall.
    pub const WHOLE_PICTURE: Self = Self { speed: 3.0, between_turns_ns: 600_000_000 };
}

/// A move back by less than this, in stops, is a tremor of the hand and no turn: far below a
/// tenth of the luminance.
pub const TREMOR: f64 = 0.02;
