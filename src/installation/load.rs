//! From a file on disk to an installation, or to everything that is wrong with it.

use std::path::Path;

use toml::de::DeTable;

use super::raw::{RawInstallation, VOCABULARY, keys};
use super::{Installation, read, resolve};
use crate::diagnostic::Report;
use crate::exhibit::load::read_text;
use crate::exhibit::section::{Reader, Section};
use crate::exhibit::source_text::SourceText;
use crate::exhibit::syntax;

/// An installation without errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The installation.
    pub installation: Installation,
    /// What is probably not as it was meant.
    pub warnings: Report,
}

/// Reads an installation from its file.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn load(file: &Path) -> Result<Loaded, Report> {
    let give_another = "Give the file of an installation, such as config/installation.toml.";
    parse(&read_text(file, "installation", give_another)?, file)
}

/// Reads an installation from the text of its file; looks at nothing on disk.
///
/// # Errors
/// Everything that is wrong with the text, at once.
pub fn parse(text: &str, file: &Path) -> Result<Loaded, Report> {
    let Whole { installation, report, .. } = whole(text, file);
    if report.errors() == 0 { Ok(Loaded { installation, warnings: report }) } else { Err(report) }
}

/// What a text says, and everything that is wrong with it.
pub(super) struct Whole {
    /// As written.
    pub raw: RawInstallation,
    /// As meant; where there are errors it holds stand-ins.
    pub installation: Installation,
    /// Errors and warnings.
    pub report: Report,
    /// Some of its lines cannot be read at all.
    pub broken: bool,
    /// How many screens are listed, however they can be read.
    pub listed: usize,
}

/// Reads all that can be read of a text, whatever is wrong with the rest.
pub(super) fn whole(text: &str, file: &Path) -> Whole {
    // Editors on Windows begin a file with a mark that is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = SourceText::new(file.display().to_string(), text);
    let reader = Reader::new(source, &VOCABULARY);
    let (root, problems) = DeTable::parse_recoverable(text);
    syntax::report(&reader, &problems);
    let root = root.into_inner();
    let name = "the installation".to_owned();
    let section = Section::new(&reader, &root, 0..0, name, keys::INSTALLATION);
    let raw = read::installation(&section);
    let installation = resolve::resolve(&raw, &section, file);
    let broken = reader.is_broken();
    let list = root.get("screen").and_then(|value| value.get_ref().as_array());
    let listed = list.map_or(0, |list| list.len());
    Whole { raw, installation, report: reader.into_report(), broken, listed }
}
