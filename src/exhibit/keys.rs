//! The keys of each kind of table. A test holds them equal to the schema's.

/// A kind of table.
pub struct Keys {
    /// What it describes, as [`super::limits::LIMITS`] calls it.
    pub of: &'static str,
    /// The keys it can have, in the order messages list them.
    pub names: &'static [&'static str],
}

pub(crate) const fn keys(of: &'static str, names: &'static [&'static str]) -> Keys {
    Keys { of, names }
}

/// The exhibit itself.
pub const EXHIBIT: &Keys = &keys(
    "exhibit",
    &[
        "title",
        "tagline",
        "invitation",
        "length",
        "stand-in",
        "sound",
        "captions",
        "caption-encoding",
        "credentials",
        "curves",
        "typeface",
        "credit",
        "shot",
        "generation",
        "version",
        "influence",
    ],
);
/// A line of the credits.
pub const CREDIT: &Keys = &keys("credit", &["role", "name"]);
/// A shot.
pub const SHOT: &Keys =
    &keys("shot", &["id", "start", "title", "prompt", "script", "voice", "storyboard", "drafts"]);
/// A generation.
pub const GENERATION: &Keys = &keys("generation", &["id", "name", "maker", "released"]);
/// A version.
pub const VERSION: &Keys = &keys(
    "version",
    &[
        "id",
        "generation",
        "name",
        "note",
        "tools",
        "gained",
        "lost",
        "kept",
        "frame",
        "file",
        "at",
        "clips",
        "card",
        "fit",
        "colour",
        "captions",
        "spoken",
        "rights",
        "takes",
    ],
);
/// A tool that a version was made with.
pub const TOOL: &Keys = &keys("tool", &["name", "for"]);
/// A clip with a fit of its own.
pub const CLIP: &Keys = &keys("clip", &["file", "fit"]);
/// A take with a reason.
pub const TAKE: &Keys = &keys("take", &["file", "refused", "reasons"]);
/// A draft of a shot's script or storyboard.
pub const DRAFT: &Keys = &keys("draft", &["file", "script", "refused"]);
/// What is known better than a file's tags.
pub const COLOUR: &Keys = &keys("colour", &["matrix", "range", "siting"]);
/// The rights in a version.
pub const RIGHTS: &Keys = &keys("rights", &["owner", "licence", "cleared", "training", "note"]);
/// When and where it may be shown.
pub const CLEARANCE: &Keys = &keys("clearance", &["from", "until", "territories"]);
/// The typefaces.
pub const TYPEFACE: &Keys = &keys("typeface", &["titles", "script", "labels"]);
/// An influence.
pub const INFLUENCE: &Keys =
    &keys("influence", &["direction", "from", "to", "title", "text", "source"]);
