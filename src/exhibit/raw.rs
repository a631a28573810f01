//! The exhibit file as written: every value with its place, nothing looked up yet.
//!
//! The comments on the fields are what an editor shows the curator, through the JSON Schema made
//! from them; so they are written for her.

use std::borrow::Cow;
use std::ops::Range as Span;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::curves::CurveOf;
use super::schema::{Date, Frames, Id, Seconds};
use super::{Direction, Fit, Framing, Released, SoundOf, StandIn};
use crate::rendition::{Matrix, Range, Siting};
use crate::timeline::{FilmTime, Rate};

/// A value and the bytes of the file it was written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Written<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span<usize>,
}

/// In the file a value stands alone, so its schema is the value's own.
impl<T: JsonSchema> JsonSchema for Written<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Keys of a table with their values, in the order of the file.
pub type Entries<T> = Vec<(Written<String>, T)>;

/// A film in all its versions, for Palimpsest to play.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Exhibit", deny_unknown_fields)]
pub struct RawExhibit {
    /// The piece's title. As any text, it may be given per language: { en = "…", ru = "…" }.
    #[schemars(required)]
    pub title: Option<RawText>,
    /// One line beneath the title.
    pub tagline: Option<RawText>,
    /// What the wall says when nobody has touched it for a while: what this is and what to do.
    /// Without one it says: "One film. Same words. Another machine. Move it."
    pub invitation: Option<RawText>,
    /// The film's length: a number of seconds, or "1:23.5".
    #[schemars(required, with = "Seconds")]
    pub length: Option<Written<FilmTime>>,
    /// What `palimpsest film` draws for this exhibit until the artist's own files are in their
    /// place: "the-kiss", or "the-face".
    #[schemars(rename = "stand-in")]
    pub stand_in: Option<Written<StandIn>>,
    /// What is heard: "follow", the version at the position; "common", the voices of the shots;
    /// "common + follow", both; "silent", nothing. Without it, "follow".
    pub sound: Option<Written<SoundOf>>,
    /// What is said in the film, to be read: the path of a SubRip or WebVTT file, or one for each
    /// language: { en = "captions/en.vtt", ru = "captions/ru.srt" }.
    pub captions: Option<RawText>,
    /// The encoding of caption files that are not in UTF-8 or UTF-16, such as "windows-1251".
    #[schemars(rename = "caption-encoding")]
    pub caption_encoding: Option<Written<String>>,
    /// Whether the label wall says what the content credentials of each version say: "shown" or
    /// "hidden". Without it, "hidden".
    #[schemars(with = "Option<super::schema::Shown>")]
    pub credentials: Option<Written<bool>>,
    /// What was measured of the pictures, as small curves on the label wall: up to three of
    /// "detail", "motion", "flicker", "steadiness", "colour". Without it, none.
    #[schemars(with = "Option<super::curves::WrittenCurves>")]
    pub curves: Vec<CurveOf>,
    /// Typefaces of your own, as files: { titles = "fonts/Ours.otf" }.
    pub typeface: Option<RawTypeface>,
    /// Who made it: one `[[credit]]` for each line.
    #[schemars(with = "Option<Vec<RawCredit>>")]
    pub credit: Vec<RawCredit>,
    /// The shots of the film, in order. Without any, the film is one shot called `film`.
    #[schemars(with = "Option<Vec<RawShot>>")]
    pub shot: Vec<RawShot>,
    /// The models that made versions. They are put in order by date of release; one without a
    /// date stays after the one written before it.
    #[schemars(required, with = "Vec<RawGeneration>")]
    pub generation: Vec<RawGeneration>,
    /// The versions of the film, each made by one of the generations.
    #[schemars(required, with = "Vec<RawVersion>")]
    pub version: Vec<RawVersion>,
    /// What the model and the hand of the artist learnt from each other, and when.
    #[schemars(with = "Option<Vec<RawInfluence>>")]
    pub influence: Vec<RawInfluence>,
}

/// A line of the credits.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Credit", deny_unknown_fields)]
pub struct RawCredit {
    /// What was done.
    #[schemars(required)]
    pub role: Option<RawText>,
    /// By whom.
    #[schemars(required)]
    pub name: Option<RawText>,
}

/// A named part of the film, the same in all versions, and what all of them were made from.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Shot", deny_unknown_fields)]
pub struct RawShot {
    /// A short name for use in this file: a to z, digits, - and _.
    #[schemars(required, with = "Id")]
    pub id: Option<Written<String>>,
    /// When it begins: a number of seconds, or "1:23.5". The first begins at 0.
    #[schemars(required, with = "Seconds")]
    pub start: Option<Written<FilmTime>>,
    /// Its title.
    pub title: Option<RawText>,
    /// The prompt that every version was given.
    pub prompt: Option<RawText>,
    /// The line of the script.
    pub script: Option<RawText>,
    /// The file of the recorded voice.
    pub voice: Option<Written<String>>,
    /// The file of the storyboard still.
    pub storyboard: Option<Written<String>>,
    /// Drafts of its script and storyboard that were not chosen: ["drafts/march-1.png",
    /// { file = "drafts/march/*.png", refused = "too bright" }, { script = "Earlier words." }].
    #[schemars(with = "Option<super::schema::OneOrMore<RawDraft>>")]
    pub drafts: Vec<RawDraft>,
    /// The bytes of its header.
    #[schemars(skip)]
    pub header: Span<usize>,
}

/// A model, or a release of one.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Generation", deny_unknown_fields)]
pub struct RawGeneration {
    /// A short name for use in this file: a to z, digits, - and _.
    #[schemars(required, with = "Id")]
    pub id: Option<Written<String>>,
    /// The model's name, as on the label.
    #[schemars(required)]
    pub name: Option<RawText>,
    /// Who made the model.
    pub maker: Option<RawText>,
    /// When it was released, as precisely as is known: "2024", "2024-12" or "2024-12-09".
    #[schemars(with = "Option<Date>")]
    pub released: Option<Written<Released>>,
    /// The bytes of its header.
    #[schemars(skip)]
    pub header: Span<usize>,
}

/// The film as one generation rendered it: one `file`, or `clips` for its shots, or a `card`.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Version", deny_unknown_fields)]
pub struct RawVersion {
    /// A short name for use in this file. If it is left out, it is the generation's.
    #[schemars(with = "Option<Id>")]
    pub id: Option<Written<String>>,
    /// The id of the generation that made it.
    #[schemars(required, with = "Id")]
    pub generation: Option<Written<String>>,
    /// What the label says, if not the generation's name.
    pub name: Option<RawText>,
    /// A line about it.
    pub note: Option<RawText>,
    /// The artist's own tools, and what each was for:
    /// [{ name = "A tool", for = "storyboards" }].
    #[schemars(with = "Option<Vec<RawTool>>")]
    pub tools: Vec<RawTool>,
    /// What it gained over the version before it, in the artist's words.
    pub gained: Option<RawText>,
    /// What it lost, in the artist's words.
    pub lost: Option<RawText>,
    /// What was kept though imperfect, in the artist's words.
    pub kept: Option<RawText>,
    /// How a picture of another shape is fitted into a pane: "contain" shows all of it, "cover"
    /// fills the pane, "true" shows it at its own pixel scale.
    pub frame: Option<Written<Framing>>,
    /// One file, a video or a still, for the whole film.
    pub file: Option<Written<String>>,
    /// Where each shot begins in `file`, by the shot's id, where that is not as in the film: in the
    /// file's own time, a number of seconds or "1:23.5": { march = 0, ballroom = 5.2 }. Each lasts
    /// in the file until the next that is named, and the last until its end; `fit` says what
    /// happens where that is shorter or longer than the shot. A shot that is not named is not in
    /// the file: its pane is without a picture there.
    #[schemars(with = "Option<std::collections::BTreeMap<String, Seconds>>")]
    pub at: Option<Written<Entries<Written<FilmTime>>>>,
    /// A file for each shot, by the shot's id: { march = "march.mp4" }, or
    /// { march = { file = "march.mp4", fit = "stretch" } }.
    #[schemars(with = "Option<std::collections::BTreeMap<String, RawClip>>")]
    pub clips: Option<Written<Entries<RawClip>>>,
    /// The test card at this many frames a second, such as 24 or "30000/1001": needs no file.
    #[schemars(with = "Option<Frames>")]
    pub card: Option<Written<Rate>>,
    /// What happens where a file is shorter or longer than its part of the film: "hold" rests on
    /// the last frame, "stretch" spreads the frames evenly, "loop" begins again, "cut" leaves the
    /// rest dark.
    pub fit: Option<Written<Fit>>,
    /// What you know better than the file's own tags.
    pub colour: Option<RawColour>,
    /// Its own captions, where they differ from the film's: as the exhibit's.
    pub captions: Option<RawText>,
    /// What the listen key speaks of it: the path of a recording, or one for each language:
    /// { en = "spoken/sketch-1-en.flac", ru = "spoken/sketch-1-ru.flac" }.
    pub spoken: Option<RawText>,
    /// Whose it is, and when and where it may be shown: { owner = "…", licence = "…", cleared =
    /// { from = "2026-01-01", until = "2027-06-30", territories = ["DE", "FR"] }, training = "…",
    /// note = "…" }. `training` is what the maker of the model says of its training data. Outside
    /// of what it is `cleared` for, a version is not played.
    #[schemars(with = "Option<super::read_rights::WrittenRights>")]
    pub rights: Option<super::rights::Rights>,
    /// What was tried for its shots, by the shot's id: files, folders, or patterns with * and ?, as
    /// many as 400 files for a shot: { march = ["a.mp4", { file = "b.mp4", refused = "…" }, "takes/march/*.png"] }.
    /// The one that is also in `clips` or `file` is the chosen one; the others were refused. Written
    /// as "*" = ["takes/{shot}/*.png"] it is meant for all shots.
    #[schemars(
        with = "Option<std::collections::BTreeMap<String, super::schema::OneOrMore<RawTake>>>"
    )]
    pub takes: Entries<Vec<RawTake>>,
    /// The bytes of its header.
    #[schemars(skip)]
    pub header: Span<usize>,
}

/// A tool that was used beside the model.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Tool", deny_unknown_fields)]
pub struct RawTool {
    /// What it is called.
    #[schemars(required)]
    pub name: Option<Written<String>>,
    /// What it was for.
    #[schemars(required, rename = "for")]
    pub used_for: Option<RawText>,
}

/// What one of the two strands, the model and the hand, took over from the other.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Influence", deny_unknown_fields)]
pub struct RawInfluence {
    /// Who learnt from whom: "model-to-hand" or "hand-to-model".
    #[schemars(required)]
    pub direction: Option<Written<Direction>>,
    /// When the one happened, as precisely as is known: "2024", "2024-12" or "2024-12-09".
    #[schemars(required, with = "Date")]
    pub from: Option<Written<Released>>,
    /// When the other followed, likewise.
    #[schemars(with = "Option<Date>")]
    pub to: Option<Written<Released>>,
    /// What it is, in a few words.
    #[schemars(required)]
    pub title: Option<RawText>,
    /// The same in a sentence.
    pub text: Option<RawText>,
    /// Where it is published: an address, or author, title and year.
    #[schemars(required)]
    pub source: Option<Written<String>>,
}

/// A file for one shot, with or without a fit of its own.
#[derive(Clone, Debug)]
pub struct RawClip {
    /// The file.
    pub file: Written<String>,
    /// Its own fit, else the version's.
    pub fit: Option<Written<Fit>>,
}

/// One attempt at a shot, or many.
#[derive(Clone, Debug)]
pub struct RawTake {
    /// The file, a folder of them, or a pattern.
    pub file: Written<String>,
    /// Why it was refused, or all of them were.
    pub refused: Option<RawText>,
    /// Why each of several was, by its name or a pattern of names.
    pub reasons: Entries<RawText>,
}

/// A draft of a shot's storyboard or of its script.
#[derive(Clone, Debug)]
pub struct RawDraft {
    /// The picture's file, a folder of them, or a pattern.
    pub file: Option<Written<String>>,
    /// The words.
    pub script: Option<RawText>,
    /// Why it was not chosen.
    pub refused: Option<RawText>,
}

/// Typefaces of your own, each an OpenType or TrueType file (.otf or .ttf). What is left out stays
/// in the wall's own.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Typeface", deny_unknown_fields)]
pub struct RawTypeface {
    /// For titles and notes.
    pub titles: Option<Written<String>>,
    /// For the script and what invites: an italic, as a rule.
    pub script: Option<Written<String>>,
    /// For labels.
    pub labels: Option<Written<String>>,
}

/// What a curator knows better than a file's tags.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Colour", deny_unknown_fields)]
pub struct RawColour {
    /// The colour matrix: "bt601", "bt709" or "bt2020".
    pub matrix: Option<Written<Matrix>>,
    /// The range of values: "limited" or "full".
    pub range: Option<Written<Range>>,
    /// The place of the chroma samples: "left", "centre" or "top-left".
    pub siting: Option<Written<Siting>>,
}

/// A text, the same for all or one per language.
#[derive(Clone, Debug)]
pub struct RawText {
    /// What the messages call it: `title` of shot `march`.
    pub name: String,
    /// Where it is written.
    pub span: Span<usize>,
    /// One text for all, or one per language tag.
    pub body: RawTextBody,
}

/// What is written in a text.
#[derive(Clone, Debug)]
pub enum RawTextBody {
    /// The same in every language.
    Plain(String),
    /// One per language.
    ByLanguage(Vec<(String, String)>),
}
