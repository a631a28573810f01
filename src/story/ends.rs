//! The words at the two ends of the scrub.

use std::path::PathBuf;

use super::base;
use crate::exhibit::Exhibit;
use crate::show::Moment;

/// What all versions were made from, for the present shot. Empty where nothing is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputsWords {
    /// What this is: the inputs.
    pub heading: String,
    /// The present shot's title.
    pub shot: String,
    /// Its line of the script.
    pub script: String,
    /// The prompt that every version was given.
    pub prompt: String,
    /// Its storyboard still.
    pub storyboard: Option<PathBuf>,
    /// The recording of its voice.
    pub voice: Option<PathBuf>,
}

/// The inputs of the shot at a Moment.
pub fn inputs(exhibit: &Exhibit, moment: &Moment, language: &str) -> InputsWords {
    let heading = the_inputs(language).to_owned();
    let Some(shot) = exhibit.shots.get(exhibit.shot_at(moment.film)) else {
        return InputsWords { heading, ..InputsWords::default() };
    };
    let tongue = base(language);
    InputsWords {
        heading,
        shot: shot.title.get(tongue).to_owned(),
        script: shot.script.get(tongue).to_owned(),
        prompt: shot.prompt.get(tongue).to_owned(),
        storyboard: shot.storyboard.clone(),
        voice: shot.voice.clone(),
    }
}

/// What the end before the oldest version is called.
pub fn the_inputs(language: &str) -> &'static str {
    match base(language) {
        "ru" => "исходное",
        _ => "the inputs",
    }
}

/// What the empty lit pane after the newest version is called.
pub fn the_next_one(language: &str) -> &'static str {
    match base(language) {
        "ru" => "следующая",
        _ => "the next one",
    }
}
