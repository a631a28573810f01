//! Many files at once, as a curator names them: a folder, or a pattern with `*` and `?`.

use std::io;
use std::path::{Path, PathBuf};

use super::natural;

/// The endings of files that hold pictures or films; only such are found in a folder.
const ENDINGS: [&str; 18] = [
    "png", "jpg", "jpeg", "webp", "gif", "apng", "mp4", "m4v", "mov", "mkv", "webm", "avi", "mxf",
    "mpg", "mpeg", "ts", "ogv", "m2v",
];

/// No folder is searched for more names than this.
const MOST_NAMES: usize = 20_000;

/// What lies on a disk, for whoever looks for files by a pattern.
pub trait Folders {
    /// The names in a folder, and whether each is a folder itself.
    ///
    /// # Errors
    /// It is not there, or may not be read.
    fn list(&self, folder: &Path) -> io::Result<Vec<(String, bool)>>;

    /// There is a folder of this name.
    fn is_folder(&self, path: &Path) -> bool;

    /// The disk is looked at: what is not found is not there.
    fn looks(&self) -> bool;

    /// The one path of a file, whatever leads to it; as it is, where the file is not there.
    fn same(&self, path: &Path) -> PathBuf;
}

/// This machine's disk.
pub struct Disk;

impl Folders for Disk {
    fn list(&self, folder: &Path) -> io::Result<Vec<(String, bool)>> {
        let entries = std::fs::read_dir(folder)?.take(MOST_NAMES).filter_map(|entry| {
            let entry = entry.ok()?;
            // A link to a folder is a folder.
            let is_folder = entry.path().is_dir();
            Some((entry.file_name().into_string().ok()?, is_folder))
        });
        Ok(entries.collect())
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn looks(&self) -> bool {
        true
    }

    fn same(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }
}

/// No disk: for whoever reads a text alone. A pattern stands for nothing there.
pub struct Nowhere;

impl Folders for Nowhere {
    fn list(&self, _: &Path) -> io::Result<Vec<(String, bool)>> {
        Ok(Vec::new())
    }

    fn is_folder(&self, _: &Path) -> bool {
        false
    }

    fn looks(&self) -> bool {
        false
    }

    fn same(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

/// The files that a written path stands for, below `media`, as they would be written one by one,
/// in the order in which people count: itself where it names a file; those in it where it names a
/// folder; those that fit where it has `*` or `?`.
///
/// # Errors
/// A folder that it leads to cannot be read.
pub fn files(written: &str, media: &Path, folders: &dyn Folders) -> io::Result<Vec<String>> {
    let open = has_signs(written);
    if !open && !written.ends_with('/') && !folders.is_folder(&media.join(written)) {
        return Ok(vec![written.to_owned()]);
    }
    let pattern =
        if open { written.to_owned() } else { format!("{}/*", written.trim_end_matches('/')) };
    let mut found = vec![String::new()];
    let segments: Vec<&str> = pattern.split('/').collect();
    for (index, segment) in segments.iter().enumerate() {
        let last = index + 1 == segments.len();
        let mut next = Vec::new();
        for before in &found {
            if !has_signs(segment) {
                next.push(join(before, segment, index));
                continue;
            }
            let listed = match folders.list(&media.join(before)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                listed => listed.unwrap_or_default(),
            };
            let fitting = listed.into_iter().filter(|(name, is_folder)| {
                *is_folder != last && !name.starts_with('.') && fits(segment, name)
            });
            let media = fitting.filter(|(name, _)| !last || has_ending(segment) || is_media(name));
            next.extend(media.map(|(name, _)| join(before, &name, index)));
        }
        found = next;
    }
    found.sort_by(|a, b| natural::order(a, b));
    found.dedup();
    Ok(found)
}

/// A path or a part of it stands for several files.
pub fn has_signs(written: &str) -> bool {
    written.contains(['*', '?'])
}

fn join(before: &str, name: &str, index: usize) -> String {
    if index == 0 { name.to_owned() } else { format!("{before}/{name}") }
}

/// The pattern says itself which kind of file is meant.
fn has_ending(segment: &str) -> bool {
    segment.rsplit_once('.').is_some_and(|(_, ending)| !ending.is_empty() && !has_signs(ending))
}

fn is_media(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Whether a name fits a pattern: `*` stands for any letters, also none, `?` for one.
pub fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut in_name) = (0, 0);
    // Where the last `*` stands, and from where in the name on it was tried.
    let mut star: Option<(usize, usize)> = None;
    while in_name < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_name));
                at += 1;
            }
            Some(sign) if *sign == '?' || *sign == name[in_name] => {
                at += 1;
                in_name += 1;
            }
            _ => match star {
                Some((back, tried)) => {
                    star = Some((back, tried + 1));
                    (at, in_name) = (back + 1, tried + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|sign| *sign == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_letters_and_a_question_mark_is_one() {
        for (pattern, name, expected) in [
            ("*.png", "a.png", true),
            ("*.png", ".png", true),
            ("*.png", "a.jpg", false),
            ("take-?", "take-1", true),
            ("take-?", "take-12", false),
            ("*a*b*", "xaybz", true),
            ("*a*b*", "xbya", false),
            ("é*", "école", true),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_folder_or_a_pattern_stands_for_its_files_in_the_order_of_counting() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["river/10.png", "river/2.png", "river/notes.txt", "river/.hidden.png", "kiss/1.MP4"]
        {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let found = |written: &str| files(written, folder.path(), &Disk).unwrap();
        assert_eq!(found("river"), ["river/2.png", "river/10.png"]);
        assert_eq!(found("river/"), found("river"));
        assert_eq!(found("river/*"), found("river"));
        assert_eq!(found("*/*"), ["kiss/1.MP4", "river/2.png", "river/10.png"]);
        assert_eq!(found("river/*.txt"), ["river/notes.txt"], "what is asked for by its ending");
        assert_eq!(found("r*/1?.png"), ["river/10.png"]);
        assert_eq!(found("elsewhere/*"), [""; 0]);
        assert_eq!(found("elsewhere/1.png"), ["elsewhere/1.png"], "one file is what it is");
        assert_eq!(files("river/*", folder.path(), &Nowhere).unwrap(), [""; 0]);
    }
}
