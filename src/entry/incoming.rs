//! What lies in the exhibit's `incoming/` folder: what has arrived, what is still arriving, and
//! what is no part of a version.
//!
//! A file has arrived when its size and its time have stood still for a while by our own clock.
//! Its time alone says nothing: a copy that keeps the time of its source is old from its first
//! byte on, and the clock of another machine may be wrong.

use std::collections::BTreeMap;

use crate::timeline::ClockTime;

/// The name of the folder, beside the exhibit file.
pub const INCOMING: &str = "incoming";
/// The most files that are looked at.
pub const MOST: usize = 4000;

/// Endings of files that are not whole yet: of browsers, download managers and copying tools.
const PARTIAL: &[&str] = &[
    "part",
    "partial",
    "crdownload",
    "download",
    "tmp",
    "temp",
    "filepart",
    "opdownload",
    "aria2",
    "!ut",
    "!qb",
    "bc!",
    "unconfirmed",
    "opera",
    "swp",
];
/// Endings of films and stills.
const MEDIA: &[&str] = &[
    "mp4", "m4v", "mov", "qt", "mkv", "webm", "avi", "mxf", "mpg", "mpeg", "m2v", "ts", "m2ts",
    "mts", "ogv", "ogg", "wmv", "flv", "3gp", "gif", "png", "apng", "jpg", "jpeg", "webp", "y4m",
    "h264", "264", "h265", "265", "hevc", "ivf", "obu",
];
/// Folders and files that systems leave behind.
const LITTER: &[&str] = &[
    "__macosx",
    "thumbs.db",
    "desktop.ini",
    "icon\r",
    "$recycle.bin",
    "system volume information",
];

/// A file of the folder, as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path from the folder, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds by whatever clock: only whether it changes counts.
    pub modified: i64,
    /// Somebody has it open for writing, where that is known.
    pub growing: bool,
}

/// Why a file is no part of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Not {
    /// Its name, or its folder's, begins with a point, or a system left it behind.
    Hidden,
    /// A download that is not whole yet: it will come under another name.
    Partial,
    /// Neither a film nor a still, by its ending.
    Media,
    /// There are more than [`MOST`] files, and this is not among the first.
    Beyond,
}

/// The files of one folder, which may be a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The folder in `incoming/`; none for what lies there without a folder of its own.
    pub folder: Option<String>,
    /// Its files, by name: their paths from `incoming/`.
    pub files: Vec<String>,
    /// How long, in nanoseconds, until it has arrived if nothing more changes; none where a file is
    /// still written or downloaded, and 0 where all of it is there.
    pub wait: Option<i64>,
}

impl Candidate {
    /// All of it is there.
    pub fn has_arrived(&self) -> bool {
        self.wait == Some(0)
    }
}

/// What the folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What may be versions: one for each folder within, whatever lies deeper in it, by name. The
    /// files that lie in no folder come first, and are one version together.
    pub candidates: Vec<Candidate>,
    /// What is no part of any, and why.
    pub others: Vec<(String, Not)>,
}

/// What was seen of the folder so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    seen: BTreeMap<String, Seen>,
}

/// The size and the time of a file, and since when they stand still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seen {
    size: u64,
    modified: i64,
    since: ClockTime,
}

impl Incoming {
    /// Looks at a listing. A file has arrived when it has been the same in all listings of the last
    /// `settle` nanoseconds, and has not been open for writing. What is not listed is forgotten.
    pub fn look(&mut self, listing: &[Listed], now: ClockTime, settle: i64) -> Plan {
        let mut listing: Vec<&Listed> = listing.iter().collect();
        listing.sort_by(|one, other| one.path.cmp(&other.path));
        listing.dedup_by(|one, other| one.path == other.path);
        let mut plan = Plan::default();
        let mut seen = BTreeMap::new();
        let mut groups = BTreeMap::<Option<String>, (Vec<String>, Option<i64>)>::new();
        for (index, file) in listing.into_iter().enumerate() {
            let not = if index < MOST { not(&file.path) } else { Some(Not::Beyond) };
            let folder = file.path.split_once('/').map(|(folder, _)| folder.to_owned());
            if let Some(not) = not {
                plan.others.push((file.path.clone(), not));
                // More is coming to this folder.
                if not == Not::Partial {
                    groups.entry(folder).or_insert((Vec::new(), Some(0))).1 = None;
                }
                continue;
            }
            let before = self.seen.get(&file.path).filter(|before| {
                (before.size, before.modified) == (file.size, file.modified) && !file.growing
            });
            let since = before.map_or(now, |before| before.since);
            let Listed { size, modified, .. } = *file;
            seen.insert(file.path.clone(), Seen { size, modified, since });
            let left = settle.saturating_sub(now.since(since)).max(0);
            // An empty file is one that is only about to be written.
            let left = Some(left).filter(|_| !file.growing && file.size > 0);
            let (files, wait) = groups.entry(folder).or_insert((Vec::new(), Some(0)));
            files.push(file.path.clone());
            *wait = wait.zip(left).map(|(wait, left)| wait.max(left));
        }
        self.seen = seen;
        plan.candidates = groups
            .into_iter()
            .filter(|(_, (files, _))| !files.is_empty())
            .map(|(folder, (files, wait))| Candidate { folder, files, wait })
            .collect();
        plan
    }
}

/// Why a path is no part of a version; none where it may be.
pub(super) fn not(path: &str) -> Option<Not> {
    let lower = path.to_lowercase();
    let hidden = |part: &str| part.starts_with('.') || part.is_empty() || LITTER.contains(&part);
    let name = lower.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    // rsync hides what is not whole, with letters behind its name: that too means that more comes.
    let copied = name.starts_with('.') && name.matches('.').count() > 2 && !LITTER.contains(&name);
    if PARTIAL.contains(&ending) || name.ends_with('~') || name.starts_with("~$") || copied {
        Some(Not::Partial)
    } else if lower.split('/').any(hidden) {
        Some(Not::Hidden)
    } else if !MEDIA.contains(&ending) {
        Some(Not::Media)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SETTLE: i64 = 5_000_000_000;

    fn at(secs: i64) -> ClockTime {
        ClockTime(secs * 1_000_000_000)
    }

    fn file(path: &str, size: u64) -> Listed {
        Listed { path: path.to_owned(), size, modified: 7, growing: false }
    }

    #[test]
    fn a_file_has_arrived_once_it_has_stood_still() {
        let mut incoming = Incoming::default();
        let mut wait = |secs, size, growing| {
            let listed = Listed { growing, ..file("a.mp4", size) };
            incoming.look(&[listed], at(secs), SETTLE).candidates[0].wait
        };
        assert_eq!(wait(0, 10, false), Some(SETTLE));
        assert_eq!(wait(4, 20, false), Some(SETTLE));
        assert_eq!(wait(8, 20, false), Some(1_000_000_000));
        assert_eq!(wait(9, 20, true), None);
        assert_eq!(wait(13, 20, false), Some(1_000_000_000));
        assert_eq!(wait(14, 20, false), Some(0));
        assert_eq!(wait(90, 0, false), None);
    }

    #[test]
    fn each_folder_may_be_a_version_and_waits_for_all_of_its_files() {
        let mut incoming = Incoming::default();
        let old = [
            file("sora/march.mp4", 1),
            file("sora/deep/kiss.MOV", 1),
            file("veo/a.mp4", 1),
            file("loose.png", 1),
        ];
        incoming.look(&old, at(0), SETTLE);
        let mut listing = old.to_vec();
        listing.extend([
            file("sora/river.mp4.crdownload", 9),
            file("veo/new.mp4", 1),
            file("notes.txt", 1),
        ]);
        let plan = incoming.look(&listing, at(10), SETTLE);
        let found: Vec<_> =
            plan.candidates.iter().map(|c| (c.folder.as_deref(), c.files.len(), c.wait)).collect();
        assert_eq!(
            found,
            [(None, 1, Some(0)), (Some("sora"), 2, None), (Some("veo"), 2, Some(SETTLE))]
        );
        let others = [("notes.txt", Not::Media), ("sora/river.mp4.crdownload", Not::Partial)];
        assert_eq!(plan.others, others.map(|(path, not)| (path.to_owned(), not)));
        assert!(plan.candidates[0].has_arrived());
    }

    #[test]
    fn what_is_no_media_is_known_by_its_name() {
        for (path, why) in [
            ("a.mp4", None),
            ("x/Марш 1.MOV", None),
            (".DS_Store", Some(Not::Hidden)),
            (".git/a.mp4", Some(Not::Hidden)),
            ("__MACOSX/a.mp4", Some(Not::Hidden)),
            ("Thumbs.db", Some(Not::Hidden)),
            ("a.mp4.part", Some(Not::Partial)),
            ("a.TMP", Some(Not::Partial)),
            ("a.mp4~", Some(Not::Partial)),
            (".a.mp4.Xy12Zw", Some(Not::Partial)),
            ("a.srt", Some(Not::Media)),
            ("README", Some(Not::Media)),
        ] {
            assert_eq!(not(path), why, "{path}");
        }
    }

    #[test]
    fn what_goes_away_and_comes_back_waits_again() {
        let mut incoming = Incoming::default();
        incoming.look(&[file("a.mp4", 1)], at(0), SETTLE);
        assert_eq!(incoming.look(&[], at(3), SETTLE), Plan::default());
        let plan = incoming.look(&[file("a.mp4", 1)], at(6), SETTLE);
        assert!(!plan.candidates[0].has_arrived());
    }

    proptest! {
        #[test]
        fn every_file_is_in_one_place_and_the_order_of_the_listing_is_no_matter(
            paths in prop::collection::vec("(\\PC|/|\\.|mp4|part){0,6}(\\.mp4)?", 0..20),
            turn in 0usize..20,
        ) {
            let listing: Vec<Listed> = paths.iter().map(|path| file(path, 1)).collect();
            let mut turned = listing.clone();
            turned.rotate_left(turn % listing.len().max(1));
            let plan = Incoming::default().look(&listing, at(0), SETTLE);
            prop_assert_eq!(&plan, &Incoming::default().look(&turned, at(0), SETTLE));
            let mut all: Vec<String> = plan.candidates.into_iter().flat_map(|c| c.files).collect();
            all.extend(plan.others.into_iter().map(|(path, _)| path));
            all.sort();
            let mut paths = paths;
            paths.sort();
            paths.dedup();
            prop_assert_eq!(all, paths);
        }
    }
}
