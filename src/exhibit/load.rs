//! From a file on disk to an exhibit, or to everything that is wrong with it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::folder::{Disk, Folders, Nowhere};
use super::section::{Reader, Section};
use super::source_text::SourceText;
use super::{Exhibit, keys, nearest, read, resolve, syntax};
use crate::diagnostic::{Diagnostic, Place, Report, printable};

/// The name of the file in an exhibit's folder.
pub const FILE_NAME: &str = "exhibit.toml";

/// The largest file, in bytes: far more than anyone writes by hand.
const LARGEST: u64 = 4 << 20;

/// An exhibit without errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// What is probably not as it was meant.
    pub warnings: Report,
    /// The voices and stills that the shots name, in film order.
    pub inputs: Vec<Input>,
}

/// A file that all versions share, and where the exhibit names it, for whoever opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The place of its shot in [`Exhibit::shots`].
    pub shot: usize,
    /// The file on this machine.
    pub path: PathBuf,
    /// Where the exhibit file names it.
    pub place: Place,
}

/// Reads an exhibit from its folder or its file. Media paths are relative to `media`, or else to
/// the folder of the file; whether the media are there is not looked at, but where takes are named
/// by a folder or a pattern, that is looked into.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn load(path: &Path, media: Option<&Path>) -> Result<Loaded, Report> {
    draft(path, media).and_then(finished)
}

/// Reads an exhibit as far as it goes, errors and all: for `check`, which also opens the media
/// that a faulty file names. Its `warnings` hold the errors too.
///
/// # Errors
/// The file cannot be read at all.
pub fn draft(path: &Path, media: Option<&Path>) -> Result<Loaded, Report> {
    let file = if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
    let give_another = format!("Give the folder of an exhibit, or its {FILE_NAME}.");
    let text = read_text(&file, "exhibit", &give_another)?;
    Ok(parse_draft(&text, &file, media.unwrap_or_else(|| folder_of(&file)), &Disk))
}

/// The folder that an exhibit file lies in, also where its path is its name alone.
pub fn folder_of(file: &Path) -> &Path {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn finished(draft: Loaded) -> Result<Loaded, Report> {
    if draft.warnings.errors() == 0 { Ok(draft) } else { Err(draft.warnings) }
}

/// Reads an exhibit from the text of its file; looks at nothing on disk, so that folders and
/// patterns stand for no files.
///
/// # Errors
/// Everything that is wrong with the text, at once.
pub fn parse(text: &str, file: &Path, media: &Path) -> Result<Loaded, Report> {
    finished(parse_draft(text, file, media, &Nowhere))
}

fn parse_draft(text: &str, file: &Path, media: &Path, folders: &dyn Folders) -> Loaded {
    // Editors on Windows begin a file with a mark that is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader::new(SourceText::new(file.display().to_string(), text), &nearest::EXHIBIT);
    let (root, problems) = DeTable::parse_recoverable(text);
    syntax::report(&reader, &problems);
    let root = root.into_inner();
    let section = Section::new(&reader, &root, 0..0, "the exhibit".to_owned(), keys::EXHIBIT);
    let raw = read::exhibit(&section);
    let (exhibit, inputs) = resolve::resolve(&raw, &section, file, (media, folders));
    Loaded { exhibit, warnings: reader.into_report(), inputs }
}

/// The text of a file, or the one problem with it. `kind` is what the file should be, and
/// `give_another` what to do where it is something else.
pub(crate) fn read_text(file: &Path, kind: &str, give_another: &str) -> Result<String, Report> {
    let shown: String = file.display().to_string().chars().map(printable).collect();
    let problem = |what: &str, help: String| {
        Report::of(Diagnostic::error(format!("the file `{shown}` {what}")).help(help))
    };
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => problem("is not there", give_another.to_owned()),
        io::ErrorKind::PermissionDenied => {
            problem("may not be read", "Give the user who runs this leave to read it.".to_owned())
        }
        _ => problem(&format!("cannot be read: {error}"), "Check the disk it is on.".to_owned()),
    };
    // Opening a pipe would wait for ever; so what it is comes first.
    let found = file.metadata().map_err(unreadable)?;
    if !found.is_file() {
        return Err(problem("is a folder or a device, not a text", give_another.to_owned()));
    }
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(unreadable)?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        let what = format!("is larger than 4 MiB, so it is no {kind}");
        return Err(problem(&what, give_another.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let good = String::from_utf8_lossy(&error.as_bytes()[..at]);
        let place = SourceText::new(shown.as_str(), &good).place(at..at);
        let message = format!("the file `{shown}` is not written in UTF-8");
        let help = "Open it in an editor and save it with the encoding UTF-8.";
        Report::of(Diagnostic::error(message).help(help).at(place))
    })
}
