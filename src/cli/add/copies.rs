//! Files that are copied to where the exhibit looks for them, each proven to hold what was examined;
//! and taken away again where something fails before the version hangs.

use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::prepare::content;
use crate::report::arrival::Copying;

/// What was made so far.
#[derive(Default)]
pub(super) struct Copies {
    files: Vec<PathBuf>,
    /// The outer ones first.
    folders: Vec<PathBuf>,
}

impl Copies {
    /// Copies a file and proves that the copy holds what was examined. One that is there already
    /// must hold the same.
    ///
    /// # Errors
    /// It was not copied, and nothing of it is left; in words.
    pub(super) fn copy(&mut self, Copying { from, to, holds }: &Copying) -> Result<(), String> {
        let said = |path: &Path, why: &dyn Display| {
            format!("{} was not copied: {}: {why}", from.display(), path.display())
        };
        if to.exists() {
            return match content(to).map_err(|why| said(to, &why))? == *holds {
                true => Ok(()),
                false => Err(said(to, &"another file of this name is there; rename one of them")),
            };
        }
        let folder = to.parent().unwrap_or(to);
        self.make_folder(folder).map_err(|why| said(folder, &why))?;
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let aside = folder.join(format!(".{name}.partial"));
        let put = copied(from, &aside).and_then(|()| match content(&aside)? == *holds {
            true => fs::rename(&aside, to),
            false => Err(io::Error::other("it does not hold what was examined; try again")),
        });
        if let Err(why) = put {
            fs::remove_file(&aside).ok();
            return Err(said(to, &why));
        }
        self.files.push(to.clone());
        synced(folder).map_err(|why| said(to, &why))
    }

    /// Makes a folder and those above it, as far as they are not there.
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists()).collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(path)?;
            self.folders.push(path.to_owned());
        }
        Ok(())
    }

    /// Takes away what was made, and says what is still there.
    pub(super) fn take_away(self) -> String {
        let mut left = Vec::new();
        let mut note = |gone: io::Result<()>, path: &Path| {
            if gone.is_err() {
                left.push(path.display().to_string());
            }
        };
        let copied = self.files.len();
        self.files.iter().for_each(|file| note(fs::remove_file(file), file));
        // Whatever somebody else has put there meanwhile stays.
        self.folders.iter().rev().for_each(|folder| note(fs::remove_dir(folder), folder));
        match (copied, left.as_slice()) {
            (_, [_, ..]) => format!("This is left: {}.", left.join(", ")),
            (0, []) => "Nothing of it was left behind.".to_owned(),
            (_, []) => "What had been copied before was taken away again.".to_owned(),
        }
    }
}

/// Copies a file to a new one, down to the disk.
fn copied(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = OpenOptions::new().write(true).create(true).truncate(true).open(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

/// Makes names in a folder survive a power cut, where the system can.
fn synced(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copying(folder: &Path, from: &str, to: &str) -> Copying {
        let from = folder.join(from);
        fs::write(&from, from.to_str().unwrap()).unwrap();
        Copying { holds: content(&from).unwrap(), to: folder.join(to), from }
    }

    #[test]
    fn what_was_copied_before_a_failure_is_taken_away_with_its_folders() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path();
        let (one, mut other) = (copying(folder, "a", "x/y/a"), copying(folder, "b", "x/y/b"));
        let mut copies = Copies::default();
        copies.copy(&one).unwrap();
        other.holds = one.holds.clone();
        let why = copies.copy(&other).unwrap_err();
        assert!(why.contains("does not hold what was examined"), "{why}");
        assert!(fs::read_dir(folder.join("x/y")).unwrap().count() == 1);
        assert!(copies.take_away().contains("taken away again"));
        assert!(!folder.join("x").exists() && folder.join("a").exists());
    }

    #[test]
    fn a_folder_that_somebody_else_uses_meanwhile_stays_and_is_named() {
        let root = tempfile::tempdir().unwrap();
        let mut copies = Copies::default();
        copies.copy(&copying(root.path(), "a", "x/a")).unwrap();
        fs::write(root.path().join("x/theirs"), "1").unwrap();
        assert!(copies.take_away().contains("This is left"));
        assert!(root.path().join("x/theirs").exists() && !root.path().join("x/a").exists());
    }

    #[test]
    fn a_file_that_is_there_already_must_hold_the_same_and_is_never_taken_away() {
        let root = tempfile::tempdir().unwrap();
        let mut copying = copying(root.path(), "a", "b");
        fs::copy(&copying.from, &copying.to).unwrap();
        let mut copies = Copies::default();
        copies.copy(&copying).unwrap();
        copying.holds.clear();
        assert!(copies.copy(&copying).unwrap_err().contains("rename one of them"));
        copies.take_away();
        assert!(copying.to.exists());
    }
}
