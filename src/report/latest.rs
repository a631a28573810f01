//! The report that `prepare` wrote last beside an exhibit, and what has changed since.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use super::{Report, VersionReport};
use crate::exhibit::load::folder_of;
use crate::exhibit::{Exhibit, Version};
use crate::prepare::cache::Cache;
use crate::prepare::content;

/// The name of the report for machines.
pub const REPORT: &str = "report.json";

/// The report as it was written.
pub struct Latest {
    /// What it says.
    pub report: Report,
    /// What has changed since, so that it no longer holds; none where it does.
    pub since: Vec<Since>,
}

/// Something that has changed since the report was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The exhibit's file.
    Exhibit,
    /// Files of the version with this id.
    Masters {
        /// The id of the version.
        version: String,
        /// The files, as written in the exhibit.
        files: Vec<String>,
    },
}

impl std::fmt::Display for Since {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exhibit => f.write_str("the exhibit was changed"),
            Self::Masters { version, files } => {
                write!(f, "of version `{version}`, {} changed", files.join(", "))
            }
        }
    }
}

/// Reads the report beside an exhibit; none where there is none.
///
/// # Errors
/// It cannot be read, or is none; in words.
pub fn latest(exhibit: &Exhibit, cache: &Cache) -> Result<Option<Latest>, String> {
    let file = folder_of(&exhibit.file).join(REPORT);
    let said = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(said(&why)),
    };
    let report = Report::read(&text).map_err(|why| said(&why))?;
    let mut since = Vec::new();
    if report.exhibit_blake3.is_some() && report.exhibit_blake3 != content(&exhibit.file).ok() {
        since.push(Since::Exhibit);
    }
    for version in &exhibit.versions {
        let known = report.versions.iter().find(|one| one.id == version.id);
        let files = known.map(|known| changed(version, known, cache)).unwrap_or_default();
        if !files.is_empty() {
            since.push(Since::Masters { version: version.id.clone(), files });
        }
    }
    Ok(Some(Latest { report, since }))
}

/// The files of a version that hold something else than when the report was made.
fn changed(version: &Version, known: &VersionReport, cache: &Cache) -> Vec<String> {
    let holds = |path: &Path| cache.master_hash(path).ok();
    let other = version.source.clips().iter().filter(|clip| {
        let then = known.masters.iter().find(|master| master.file == clip.written);
        then.is_some_and(|then| then.found_blake3 != holds(&clip.path))
    });
    let files: BTreeSet<&str> = other.map(|clip| clip.written.as_str()).collect();
    files.into_iter().map(str::to_owned).collect()
}
