//! A file changed so that whoever opens it, at any time and after any crash, finds the old text or
//! the new one, whole.
//!
//! The new text is written to another file in the same folder, forced to the disk, and renamed over
//! the old one; the folder is forced to the disk last (T. S. Pillai et al., "All File Systems Are
//! Not Created Equal", OSDI 2014, section 4; `rename` in IEEE Std 1003.1-2017).

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is about to be done; a test lets it fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The other file is made.
    Create,
    /// It is written.
    Write,
    /// It gets the owner and the permissions of the old one.
    Permit,
    /// It is forced to the disk.
    Sync,
    /// It takes the place of the old one.
    Rename,
    /// The folder is forced to the disk.
    SyncFolder,
}

/// Asked before each step.
pub(super) type Gate<'g> = dyn FnMut(Step) -> io::Result<()> + 'g;

/// Writes a file of the program's own, in the place of what may be there: whole, or not at all.
///
/// # Errors
/// It cannot be written; then what was there is there still, and nothing is left beside it.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let other = aside(path);
    let written = File::create(&other).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let put = written.and_then(|()| fs::rename(&other, path));
    if put.is_err() {
        fs::remove_file(&other).ok();
    }
    put
}

/// Writes a file, in the place of what may be there, with the permissions of `like`. One caller at
/// a time: the other file always has the same name, so that what a crash left of one is found and
/// removed by the next.
pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    like: &Metadata,
    gate: &mut Gate<'_>,
) -> io::Result<()> {
    let other = aside(path);
    match fs::remove_file(&other) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    gate(Step::Create)?;
    let made = write(&other, bytes, like, gate).and_then(|()| {
        gate(Step::Rename)?;
        fs::rename(&other, path)
    });
    if made.is_err() {
        fs::remove_file(&other).ok();
    }
    made?;
    gate(Step::SyncFolder)?;
    sync_folder(path)
}

/// Where a file is written before it takes its place: hidden, beside it.
fn aside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    path.with_file_name(name)
}

fn write(other: &Path, bytes: &[u8], like: &Metadata, gate: &mut Gate<'_>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Nobody else reads it before it has its permissions.
        options.mode(0o600);
    }
    let mut file = options.open(other)?;
    gate(Step::Write)?;
    file.write_all(bytes)?;
    gate(Step::Permit)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only root may give a file away; for all others it is theirs already, or stays so.
        fchown(&file, Some(like.uid()), Some(like.gid())).ok();
    }
    file.set_permissions(like.permissions())?;
    gate(Step::Sync)?;
    file.sync_all()
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Windows has no such thing: the rename itself is journalled.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes a file that is not there yet. It is never seen half written where the file system knows
/// links, and never takes the place of another.
///
/// # Errors
/// There is one already (`AlreadyExists`), or it cannot be written.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let other = aside(path);
    match fs::remove_file(&other) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let written = written_new(&other, bytes).and_then(|()| match fs::hard_link(&other, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Sticks and cards have no links.
        Err(_) => written_new(path, bytes),
        Ok(()) => Ok(()),
    });
    fs::remove_file(&other).ok();
    written?;
    sync_folder(path)
}

fn written_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        fs::remove_file(path).ok();
    }
    written
}
