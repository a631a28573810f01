//! Where the files of an exhibit's stand-in lie, and what to say where they are not there.

use std::path::{Path, PathBuf};

use super::make;
use crate::exhibit::Exhibit;

/// The folder of a stand-in's files, in the exhibit's own.
const MEDIA: &str = "media";

/// Where the files of an exhibit's stand-in lie; none where it has none.
pub fn folder(exhibit: &Exhibit) -> Option<PathBuf> {
    let beside = exhibit.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    exhibit.stand_in.map(|_| beside.unwrap_or(Path::new(".")).join(MEDIA))
}

/// What is the matter with an exhibit's stand-in and what to do about it; none where nothing is,
/// or where its media are looked for elsewhere.
#[must_use]
pub fn advice(exhibit: &Exhibit) -> Option<(String, String)> {
    let (of, folder) = exhibit.stand_in.zip(folder(exhibit))?;
    let elsewhere = folder != exhibit.media.join(MEDIA);
    let missing = if elsewhere { 0 } else { make::missing(&folder, of).len() };
    (missing > 0).then(|| {
        let what = format!(
            "{missing} files of the stand-in are not drawn yet, or were drawn by another edition \
             of this program"
        );
        let place = exhibit.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = place.unwrap_or(Path::new(".")).display();
        (what, format!("Run `palimpsest film {place}`; it takes a few minutes."))
    })
}
