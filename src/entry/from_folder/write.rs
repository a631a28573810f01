//! The exhibit file beside the films: written once, never over another.

use std::io;
use std::path::{Path, PathBuf};

use crate::entry::atomic::create;
use crate::exhibit::load::FILE_NAME;

/// Writes the text of an exhibit file into a folder; the path of the file.
///
/// # Errors
/// There is one already, which is left as it is, or the folder cannot be written to; in words.
pub fn write(folder: &Path, text: &str) -> Result<PathBuf, String> {
    let file = folder.join(FILE_NAME);
    match create(&file, text.as_bytes()) {
        Ok(()) => Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(format!(
            "{}: the folder has an exhibit file already, and it was left as it is",
            file.display()
        )),
        Err(error) => Err(format!(
            "{}: it cannot be written: {error}. The exhibit file lies beside its films: where nobody \
             may write there, as on a stick that is locked, copy the films into a folder of your own",
            file.display()
        )),
    }
}
