//! What one may ask of the show: the same for keys, panels, controllers and the network.

use serde::{Deserialize, Serialize};

use super::{Program, View};
use crate::scrub::ScrubPosition;
use crate::timeline::{FilmTime, Speed};

/// One wish. When it applies is said beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShowCommand {
    /// Runs at normal speed.
    Play,
    /// Stands, at exactly this film time.
    Pause,
    /// Stands if it runs at whatever speed, plays if it stands.
    TogglePlay,
    /// Stands, and moves by this many frames of the version under the hand: forwards to the start
    /// of the next frame, backwards to that of the previous one, around the loop at its ends. On
    /// the inputs and the next one, which have no frames, by twenty-fourths of a second.
    Jog(i32),
    /// Runs at this speed, from −4× to +4×.
    Shuttle(Speed),
    /// Steps through −4×, −2×, −1×, 0, 1×, 2×, 4×, as an editor's J and L do.
    ShuttleStep(i32),
    /// Jumps within the film, running or not. A loop of one shot comes along.
    JumpTo(FilmTime),
    /// Jumps by whole shots, around the film at its ends. Going back, the first step leads to the
    /// start of this shot if it has run for more than a second; 0 always does.
    JumpShot(i32),
    /// Loops the shot that the playhead is in.
    LoopShot,
    /// Loops the whole film.
    LoopFilm,
    /// Loops the shot that the playhead is in, or, where anything but the film loops, the film.
    ToggleLoop,
    /// Loops a part of the film that begins at the playhead: to where the part ended that looped
    /// before, or else to the end of the film. A jump out of the part ends its loop.
    LoopFrom,
    /// Loops a part of the film that ends at the playhead, as [`ShowCommand::LoopFrom`] begins one.
    LoopTo,
    /// Moves by whole stops along the generations, up to the ends.
    ScrubStep(i32),
    /// Moves to a place along the generations; a fraction is kept, so that a dissolve can stand.
    /// A version that is not there moves nothing.
    ScrubTo(ScrubPosition),
    /// Moves to a version by its number, from 1 the oldest; others move nothing.
    ScrubToVersion(u16),
    /// Moves to the oldest version, and from there to the inputs.
    ScrubFirst,
    /// Moves to the newest version, and from there to the next one.
    ScrubLast,
    /// The hand drags, as a mouse does, by so many stops since its last move; what is shown follows
    /// freely.
    ScrubDrag {
        /// Towards the newer if positive.
        along: f64,
    },
    /// The hand turns a dial or a wheel, by so many stops since its last move. It clings a little
    /// to each; nobody lets go of it, and a fast turn that ends is a throw.
    ScrubTurn {
        /// Towards the newer if positive.
        along: f64,
    },
    /// The hand has moved a fader that stands for this place along the stops: 0 the inputs, 1 the
    /// oldest version. It settles exactly on the nearest.
    ScrubFollow {
        /// Beyond the ends is the end.
        along: f64,
    },
    /// The hand lets go: it settles on an exact stop. A hand that rests settles by itself.
    ScrubRelease,
    /// Shows this view.
    SetView(View),
    /// Changes between chorus and solo; from any other view to chorus.
    ToggleView,
    /// Steps through all views, around at the ends.
    NextView(i32),
    /// Holds the version at the position for comparison: what duet shows beside the others. At
    /// the two ends, where there is none, it does nothing.
    Hold,
    /// Moves the divider of duet by this share of the picture's width, to the right if positive.
    Divide(f64),
    /// Goes on to another language that the exhibit is written in, around at the ends.
    NextLanguage(i32),
    /// Writes in this language, by its tag; one in which the exhibit is not written changes nothing.
    SetLanguage(String),
    /// Shows or hides what is said, to be read.
    ToggleCaptions,
    /// Shows it larger; after the largest, as usual again.
    EnlargeCaptions,
    /// Says what is known of the version at the position, aloud.
    Listen,
    /// How loud it is: 0 silent, 1 as loud as the installation lets it be.
    SetVolume(f64),
    /// The same, by so much more or less.
    ChangeVolume(f64),
    /// Opens the takes beneath the version at the position while it is true: what else moves along
    /// the generations then moves a light among them, and the present shot is played again and
    /// again.
    Scrape(bool),
    /// The visitor has left: goes to this place, smoothly. Where a view is given, it is shown, and
    /// the wall is written in the room's language again. It is no touch.
    Return {
        /// The view that the curator begins with.
        view: Option<View>,
        /// The place along the generations.
        to: ScrubPosition,
    },
    /// Goes on with an exhibit that was reloaded, or of which more frames are known. Film time,
    /// position and the version under the hand keep their place. Never sent to another process:
    /// each reads the exhibit itself.
    #[serde(skip)]
    Replace(Program),
}
