//! Paths as a curator writes them: with `/`, relative to the media folder.

use std::path::{Component, Path, PathBuf};

use super::raw::Written;
use super::section::Reader;
use crate::diagnostic::quoted;

/// Joins paths to the media folder and notes what is wrong with them. Whether the files are there
/// is for those to say who open them.
pub(super) struct MediaPaths<'r, 't> {
    reader: &'r Reader<'t>,
    folder: PathBuf,
    absolute: Vec<Written<String>>,
    outside: Vec<Written<String>>,
}

impl<'r, 't> MediaPaths<'r, 't> {
    /// Relative to this folder.
    pub fn new(reader: &'r Reader<'t>, folder: &Path) -> Self {
        Self { reader, folder: folder.to_owned(), absolute: Vec::new(), outside: Vec::new() }
    }

    /// The file on this machine.
    pub fn join(&mut self, written: &Written<String>) -> PathBuf {
        let text = written.value.as_str();
        let (reader, span) = (self.reader, &written.span);
        if text.contains(|c: char| c.is_control()) {
            let message = format!("the path {} has an invisible character in it", quoted(text));
            let help = "In quotation marks a \\ begins a special character. Separate folders with \
                        a / instead.";
            reader.error(span, message, help);
        } else if text.contains("://") {
            let message = format!("{} is an address and not a file", quoted(text));
            let help = "Download it, put it beside the exhibit and write its path.";
            reader.error(span, message, help);
        } else if text.contains('\\') {
            let help = format!("Separate folders with a /: \"{}\"", text.replace('\\', "/"));
            reader.error(span, format!("the path {} is written with \\", quoted(text)), help);
        } else if is_absolute(text) {
            self.absolute.push(written.clone());
        } else if is_outside(text) {
            self.outside.push(written.clone());
        }
        self.folder.join(text)
    }

    /// Notes once, for however many files, that the exhibit cannot be moved as one folder.
    pub fn finish(self) {
        let help = "It is played, but the exhibit cannot be moved to another machine as one \
                    folder. Put the files beside the exhibit, or name their folder with --media.";
        for (paths, how) in [
            (&self.absolute, "is written from the root of this machine's disk"),
            (&self.outside, "is outside of the folder of the media"),
        ] {
            let Some(first) = paths.first() else { continue };
            let others = match paths.len() - 1 {
                0 => String::new(),
                1 => ", and so is one other".to_owned(),
                n => format!(", and so are {n} others"),
            };
            let message = format!("the file {} {how}{others}", quoted(&first.value));
            self.reader.warning(&first.span, message, help);
        }
    }
}

/// From the root of a disk, also in the manner of Windows.
fn is_absolute(text: &str) -> bool {
    let drive = matches!(text.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    drive || Path::new(text).has_root()
}

/// It climbs above the folder that it is relative to.
fn is_outside(text: &str) -> bool {
    let mut depth = 0;
    Path::new(text).components().any(|component| {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            _ => {}
        }
        depth < 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_go_up_as_long_as_it_stays_within_the_folder() {
        assert!(!is_outside("a/../b.mp4"));
        assert!(is_outside("a/../../b.mp4"));
        assert!(is_outside("../b.mp4"));
        assert!(is_absolute("C:/b.mp4") && is_absolute("/b.mp4") && !is_absolute("b.mp4"));
    }
}
