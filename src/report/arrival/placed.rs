//! Where the files of a new version lie, or are copied to before it hangs.

use std::path::{Path, PathBuf};

use super::{Arriving, Copying};
use crate::diagnostic::{self, Diagnostic};
use crate::entry::edit::{MadeBy, called, written_path};
use crate::entry::incoming::INCOMING;
use crate::exhibit::Exhibit;
use crate::exhibit::load::folder_of;
use crate::prepare;
use crate::prepare::cache::Cache;

/// The longest name of a folder of a generation, in characters.
const LONGEST_FOLDER: usize = 60;

/// Whether two files hold the same.
pub(super) fn same_content(one: &Path, other: &Path) -> bool {
    let digest = |path| prepare::content(path).ok();
    digest(one).is_some_and(|one| digest(other) == Some(one))
}

/// Where the files of a version are, or are to be.
pub(super) struct Placed {
    media: PathBuf,
    /// What lies there is still to be decided on, and is not left there.
    incoming: [PathBuf; 2],
    /// The folder of the generation, within the media.
    folder: PathBuf,
    /// What is to be copied.
    pub copies: Vec<Copying>,
}

impl Placed {
    /// For what arrives at an exhibit.
    pub fn new(arriving: &Arriving, exhibit: &Exhibit) -> Self {
        let folder = |path: &Path| match path.as_os_str().is_empty() {
            true => rooted(Path::new(".")),
            false => rooted(path),
        };
        let (media, beside) = (folder(arriving.media), folder(folder_of(arriving.file)));
        let name = match &arriving.made_by {
            MadeBy::New { name, .. } => name,
            MadeBy::Existing(name) => called(exhibit, name).map_or(name, |one| &one.id),
        };
        let incoming = [media.join(INCOMING), beside.join(INCOMING)];
        Self { folder: media.join("media").join(plain(name)), media, incoming, copies: Vec::new() }
    }

    /// How the exhibit names a file: where it is, if that is in the media folder, or else where it
    /// is to be copied to, in a folder of its generation.
    ///
    /// # Errors
    /// Its name cannot be written in an exhibit file.
    pub fn place(&mut self, file: &str) -> Result<String, diagnostic::Report> {
        let from = rooted(Path::new(file));
        let waits = self.incoming.iter().any(|folder| from.starts_with(folder));
        let to = match from.starts_with(&self.media) && !waits {
            true => from.clone(),
            false => self.free(&from),
        };
        let written = written_path(&to, &self.media);
        let written = written.map_err(crate::entry::EditError::into_report)?;
        if to != from && !to.exists() {
            self.copies.push(Copying { from, to, holds: String::new() });
        }
        Ok(written)
    }

    /// Where a file can be copied to: under its own name, or with a number behind it where another
    /// file has that. One that holds the same is taken as it is.
    fn free(&self, from: &Path) -> PathBuf {
        let name = from.file_name().unwrap_or_default();
        let (stem, end) = (Path::new(name).file_stem().unwrap_or_default(), from.extension());
        let mut to = self.folder.join(name);
        let lower = |path: &Path| path.to_string_lossy().to_lowercase();
        let mut number = 1_u32;
        while self.copies.iter().any(|copy| lower(&copy.to) == lower(&to))
            || to.exists() && !same_content(from, &to)
        {
            number += 1;
            let mut next = stem.to_owned();
            next.push(format!("-{number}"));
            if let Some(end) = end {
                next.push(".");
                next.push(end);
            }
            to = self.folder.join(next);
        }
        to
    }

    /// Notes what each file held when it was examined.
    ///
    /// # Errors
    /// One cannot be read any more.
    pub fn know_what_they_hold(&mut self, cache: &Cache) -> Result<(), diagnostic::Report> {
        for copy in &mut self.copies {
            copy.holds = cache.master_hash(&copy.from).map_err(|why| {
                let what = format!("{}: {why}", copy.from.display());
                diagnostic::Report::of(Diagnostic::error(what).help("See that it stays there."))
            })?;
        }
        Ok(())
    }
}

/// A path from the root, without links, as far as there is something.
pub(super) fn rooted(path: &Path) -> PathBuf {
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
}

/// The name of a folder from that of a model.
fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let made: String = name.chars().map(letter).collect();
    let made: String = made.trim_matches('-').chars().take(LONGEST_FOLDER).collect();
    if made.is_empty() { "new".to_owned() } else { made }
}
