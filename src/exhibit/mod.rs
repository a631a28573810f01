//! *What is shown*: a film in all its versions, as a curator wrote it down.
//!
//! `raw.rs` is the file as written, `resolve.rs` finds every problem at once, and the types here
//! are what was meant: always valid, in order, nothing left to look up.

pub mod curves;
mod files;
mod folder;
mod influences;
pub(crate) mod keys;
pub(crate) mod languages;
pub mod limits;
pub mod load;
mod media_path;
mod natural;
pub(crate) mod nearest;
pub mod part;
pub mod quantity;
pub mod raw;
pub(crate) mod read;
mod read_rights;
mod read_shots;
mod read_takes;
mod released;
pub(crate) mod resolve;
pub mod rights;
pub(crate) mod schema;
pub mod section;
pub mod source_text;
pub(crate) mod sources;
pub(crate) mod syntax;
mod takes;
pub mod territory;
pub mod text;
mod versions;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Place;
use crate::rendition::{Matrix, Range, Siting};
use crate::timeline::{FilmTime, Rate};
pub use files::{CaptionFile, FontFile, SpokenFile, Typeface};
pub use load::{Input, Loaded, draft, load, parse};
pub use part::Part;
pub use released::Released;
pub use schema::schema;
pub use takes::{Draft, DraftOf, Take};
pub use text::{Language, Text};

/// The length of an exhibit whose file does not say it, or not rightly: only a draft has it.
pub const UNKNOWN_LENGTH: FilmTime = FilmTime(i64::MAX);

/// One piece: a film in all its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Exhibit {
    /// The exhibit file.
    pub file: PathBuf,
    /// The folder that media paths were resolved against.
    pub media: PathBuf,
    /// The piece's title.
    pub title: Text,
    /// One line beneath it.
    pub tagline: Text,
    /// What the wall says when nobody has touched it for a while; empty where nothing is written.
    pub invitation: Text,
    /// What `palimpsest film` draws for this exhibit until the artist's own files are in their
    /// place.
    pub stand_in: Option<StandIn>,
    /// The curator's own typefaces.
    pub typeface: Typeface,
    /// What of its sound is heard.
    pub sound: SoundOf,
    /// What is said in it, to be read: a file for each language.
    pub captions: Vec<CaptionFile>,
    /// The label wall says what the content credentials of each version say.
    pub credentials: bool,
    /// What was measured of the pictures and is drawn on the label wall, in the order written.
    pub curves: Vec<curves::CurveOf>,
    /// Who made it, in the order written.
    pub credits: Vec<Credit>,
    /// The film's length.
    pub length: FilmTime,
    /// The shots, in film order, covering the whole film; never empty.
    pub shots: Vec<Shot>,
    /// The generations, oldest first.
    pub generations: Vec<Generation>,
    /// The versions, in the order of their generations; never empty.
    pub versions: Vec<Version>,
    /// What the model and the hand took over from each other, in order of date.
    pub influences: Vec<Influence>,
}

/// What this project can draw by itself, in the place of what is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StandIn {
    /// After Chekhov's story "The Kiss".
    TheKiss,
    /// One face, drawn again and again.
    TheFace,
}

/// What is heard of an exhibit's sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum SoundOf {
    /// The version at the scrub position.
    #[default]
    #[serde(rename = "follow")]
    Follow,
    /// The recorded voices of the shots, whatever the position.
    #[serde(rename = "common")]
    Common,
    /// The voices, whatever the position, and with them the version there.
    #[serde(rename = "common + follow")]
    CommonAndFollow,
    /// Nothing.
    #[serde(rename = "silent")]
    Silent,
}

impl SoundOf {
    /// The voices of the shots are heard.
    pub fn has_common(self) -> bool {
        matches!(self, Self::Common | Self::CommonAndFollow)
    }

    /// The version at the position is heard.
    pub fn follows(self) -> bool {
        matches!(self, Self::Follow | Self::CommonAndFollow)
    }
}

/// One line of the credits.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// What was done.
    pub role: Text,
    /// By whom.
    pub name: Text,
}

/// A named part of the film, the same in all versions, with what all versions were made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot {
    /// Its id in the file.
    pub id: String,
    /// Where it begins.
    pub start: FilmTime,
    /// Where the next begins, or the film ends.
    pub end: FilmTime,
    /// Its title.
    pub title: Text,
    /// The prompt that every version was given.
    pub prompt: Text,
    /// The line of the script.
    pub script: Text,
    /// The recorded voice.
    pub voice: Option<PathBuf>,
    /// The storyboard still.
    pub storyboard: Option<PathBuf>,
    /// Drafts of script and storyboard that were not chosen, in file order.
    pub drafts: Vec<Draft>,
}

/// One model, or release of it: an ordered place on the generation axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Generation {
    /// Its id in the file.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Who made the model.
    pub maker: Text,
    /// When it was released.
    pub released: Option<Released>,
}

/// A dated, sourced arc between what models could do and what hands decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// From which strand to which.
    pub direction: Direction,
    /// When the one happened.
    pub from: Released,
    /// When the other followed, where that is known; not before `from`.
    pub to: Option<Released>,
    /// What it is, in a few words.
    pub title: Text,
    /// The same in a sentence.
    pub text: Text,
    /// Where it is published: an address or a citation.
    pub source: String,
}

/// Which of the two strands an influence goes out from, and which it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The hand took over what a model did.
    ModelToHand,
    /// A model took over what the hand did.
    HandToModel,
}

/// The film as one generation rendered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its id in the file: what a stored scrub position names.
    pub id: String,
    /// The place of its generation in [`Exhibit::generations`].
    pub generation: usize,
    /// What the label says: its own name, else its generation's.
    pub name: Text,
    /// A line about it.
    pub note: Text,
    /// The artist's own tools, in the order written.
    pub tools: Vec<Tool>,
    /// What it gained over the version before it, in the artist's words; empty until written.
    pub gained: Text,
    /// What it lost, likewise.
    pub lost: Text,
    /// What was kept though imperfect, likewise.
    pub kept: Text,
    /// How its picture is fitted into a pane.
    pub frame: Framing,
    /// What the curator knows better than the file.
    pub colour: ColourOverride,
    /// Where its pictures come from.
    pub source: Source,
    /// Its own captions, where they differ from the film's.
    pub captions: Vec<CaptionFile>,
    /// What the listen key speaks of it: a recording for each language.
    pub spoken: Vec<SpokenFile>,
    /// Whose it is, and when and where it may be shown.
    pub rights: Option<rights::Rights>,
    /// Takes of its shots, in file order.
    pub takes: Vec<Take>,
}

/// A tool that a version was made with, beside its model.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// What it is called.
    pub name: String,
    /// What it was for.
    pub used_for: Text,
}

/// Where a version's pictures come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Media files: one for the whole film or one for each of several shots, in film order.
    Clips(Vec<Clip>),
    /// The test card at this rate: needs no media.
    Card(Rate),
}

impl Source {
    /// Its files; none of a test card.
    pub fn clips(&self) -> &[Clip] {
        match self {
            Self::Clips(clips) => clips,
            Self::Card(_) => &[],
        }
    }
}

/// One master and the span of the film it fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// The file as written in the exhibit.
    pub written: String,
    /// The file on this machine.
    pub path: PathBuf,
    /// Which shot it renders; none for a file of the whole film.
    pub shot: Option<usize>,
    /// Where its span begins.
    pub start: FilmTime,
    /// Where its span ends.
    pub end: FilmTime,
    /// What of the file it shows there.
    pub part: Part,
    /// What happens when it is shorter or longer than its span.
    pub fit: Fit,
    /// Where the exhibit file names it, for messages.
    pub place: Place,
}

/// What happens where a clip is shorter or longer than its span of the film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Its frames are spread evenly over the span.
    Stretch,
    /// A shorter clip rests on its last frame; a longer one is cut.
    #[default]
    Hold,
    /// A shorter clip begins again; a longer one is cut.
    Loop,
    /// A shorter clip leaves its pane without picture; a longer one is cut.
    Cut,
}

/// How a picture of another shape is fitted into a pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Framing {
    /// All of the picture, as large as it fits.
    #[default]
    Contain,
    /// All of the pane, as little of the picture cut off as can be.
    Cover,
    /// Each at its own pixel scale, so that one sees how small the early ones were.
    True,
}

/// What a curator knows better than a file's tags; applied live by the shader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColourOverride {
    /// The matrix, if the file's is wrong or missing.
    pub matrix: Option<Matrix>,
    /// The range, likewise.
    pub range: Option<Range>,
    /// The chroma siting, likewise.
    pub siting: Option<Siting>,
}

impl Exhibit {
    /// The shot that contains `film`.
    pub fn shot_at(&self, film: FilmTime) -> usize {
        self.shots.partition_point(|shot| shot.start <= film).saturating_sub(1)
    }

    /// Every text that may be seen on the wall, in every language.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let piece = [&self.title, &self.tagline, &self.invitation];
        let credits = self.credits.iter().flat_map(|credit| [&credit.role, &credit.name]);
        let models = self.generations.iter().flat_map(|model| [&model.name, &model.maker]);
        let shots = self.shots.iter().flat_map(|shot| [&shot.title, &shot.prompt, &shot.script]);
        let versions = self.versions.iter().flat_map(|version| {
            let Version { name, note, gained, lost, kept, tools, .. } = version;
            let tools = tools.iter().map(|tool| &tool.used_for);
            [name, note, gained, lost, kept].into_iter().chain(tools)
        });
        let takes = self.versions.iter().flat_map(|version| &version.takes);
        let reasons = takes.filter_map(|take| take.refused.as_ref());
        let drafts = self.shots.iter().flat_map(|shot| &shot.drafts).flat_map(|draft| {
            let script = match &draft.of {
                DraftOf::Script(words) => Some(words),
                DraftOf::Storyboard { .. } => None,
            };
            script.into_iter().chain(&draft.refused)
        });
        let influences = self.influences.iter().flat_map(|one| [&one.title, &one.text]);
        let texts = piece.into_iter().chain(credits).chain(models).chain(shots).chain(versions);
        let tools = self.versions.iter().flat_map(|version| &version.tools);
        let tools = tools.map(|tool| tool.name.as_str());
        texts.chain(reasons).chain(drafts).chain(influences).flat_map(Text::all).chain(tools)
    }

    /// The name of the exhibit's folder, as people call it.
    pub fn name(&self) -> String {
        let folder = self.file.parent().and_then(std::path::Path::file_name);
        folder.unwrap_or(self.file.as_os_str()).to_string_lossy().into_owned()
    }
}

/// One version, which is a test card of nine seconds.
#[cfg(test)]
pub(crate) fn of_a_card() -> Exhibit {
    let text = "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
                [[version]]\nid = \"a\"\ngeneration = \"g\"\ncard = 24\n";
    let exhibit = parse(text, "e".as_ref(), "".as_ref());
    exhibit.unwrap_or_else(|report| panic!("{report}")).exhibit
}
