//! What can be asked of the show from afar.
//!
//! An enum of its own, so that what is sent is read without knowing how the show does it.

/// What a message asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Go to a place along the generations: 0 the inputs, 1 the next one.
    Scrub(f64),
    /// Go on by whole stops along the generations, back if negative.
    Step(i32),
    /// Go to a version by its id.
    Version(String),
    /// Go to a version by its number, from 1 the oldest.
    VersionNumber(i32),
    /// Show the view of this name.
    View(String),
    /// Go on through the views, back if negative.
    NextView(i32),
    /// Write in the language of this tag.
    Language(String),
    /// Go on to the next language.
    NextLanguage,
    /// Run at normal speed.
    Play,
    /// Stand.
    Pause,
    /// Stand if it runs, run if it stands.
    TogglePlay,
    /// Stand, and move by frames, back if negative.
    Jog(i32),
    /// Run at this many times the normal speed, −4 to 4.
    Shuttle(f64),
    /// Go on by whole shots, back if negative.
    Shot(i32),
    /// Jump to this film time, in seconds, 0 to 86,400.
    Jump(f64),
    /// Put the divider of two pictures here: 0 the left end, 1 the right one.
    Divider(f64),
    /// Hold the version at the position for comparison.
    Hold,
    /// Say what is known of the version at the position.
    Listen,
    /// Be this loud: 0 silent, 1 as loud as the installation lets it be.
    Volume(f64),
    /// Begin or end to scrape.
    Scrape(bool),
    /// Go back to where a visit begins.
    Reset,
}
