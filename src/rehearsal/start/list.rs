//! The folders in a folder, for choosing one.

use std::io::ErrorKind;
use std::path::Path;

use super::{Browse, Folder};
use crate::entry::from_folder::look::films_in;
use crate::exhibit::load::FILE_NAME;

/// More folders than that nobody looks through.
const MOST: usize = 500;

/// What lies in a folder.
pub fn list(folder: &Path) -> Browse {
    let mut found = Browse { folder: folder.to_owned(), ..Browse::default() };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.wrong = Some(match error.kind() {
                ErrorKind::NotFound => "There is no such folder. Look for a letter too many or \
                                        too few, or choose one below."
                    .to_owned(),
                ErrorKind::NotADirectory => {
                    "This is a file. Choose the folder that it lies in.".to_owned()
                }
                ErrorKind::PermissionDenied => "You may not read this folder. Whoever owns it can \
                                                change that."
                    .to_owned(),
                _ => format!("This folder cannot be read: {error}"),
            });
            return found;
        }
    };
    found.films = films_in(folder).unwrap_or_default();
    found.exhibit = folder.join(FILE_NAME).is_file();
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') || !path.is_dir() {
            continue;
        }
        found.folders.push(Folder { name, path, ..Folder::default() });
    }
    found.folders.sort_by_cached_key(|folder| (folder.name.to_lowercase(), folder.name.clone()));
    found.folders.truncate(MOST);
    for folder in &mut found.folders {
        folder.films = films_in(&folder.path).unwrap_or_default();
        folder.exhibit = folder.path.join(FILE_NAME).is_file();
    }
    found
}
