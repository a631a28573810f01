//! Where the renditions of an exhibit lie, or should: for whoever looks after them as files.

use std::io;
use std::path::{Path, PathBuf};

use super::cache::Cache;
use super::takes::{self, TakePlace};
use super::{Options, credentials, gst_encode, keyframes, speech, voices};
use crate::exhibit::{Clip, Exhibit, Source};
use crate::rendition::{FORMAT, Prepared};

/// Where the rendition of a version lies or should lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The place of the version in the exhibit.
    pub version: usize,
    /// The folder; its name is the key.
    pub folder: PathBuf,
    /// What can be played from it; none where nothing is there or it is not whole.
    pub prepared: Option<Prepared>,
}

/// A file that is made beside the renditions: a sound, or the signed statement of a master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The file, where it lies or should lie.
    pub file: PathBuf,
    /// The masters that it is made from.
    pub masters: Vec<PathBuf>,
}

/// Where everything lies that is made for an exhibit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The renditions: of each version the one made from what its files should hold, and where they
    /// hold something else by now and that was prepared too, the one made from that.
    pub renditions: Vec<Place>,
    /// The voices of the shots and what the listen key speaks.
    pub sounds: Vec<Laid>,
    /// The renditions of takes and drafts that were not chosen.
    pub takes: Vec<TakePlace>,
    /// The signed statements of masters that carry some.
    pub statements: Vec<Laid>,
}

/// Looks where everything lies that is made for an exhibit, and makes nothing.
///
/// # Errors
/// The cache cannot be opened.
pub fn places(exhibit: &Exhibit, options: &Options) -> io::Result<Places> {
    let cache = Cache::of(options)?;
    let mut renditions: Vec<Place> = Vec::new();
    for (version, one) in exhibit.versions.iter().enumerate() {
        let Source::Clips(clips) = &one.source else { continue };
        let place = |key: String| {
            let prepared = cache.load(&key).map(|found| found.0);
            Place { version, folder: cache.root().join(key), prepared }
        };
        let should = place(key_as_recorded(&cache, exhibit, clips));
        let is = place(key(&cache, exhibit, clips));
        if is.folder == should.folder {
            renditions.push(should);
        } else {
            // Of content that is gone, there need not be a rendition any more.
            renditions.extend([should, is].into_iter().filter(|place| place.folder.is_dir()));
        }
    }
    let expected = |path: &Path| cache.expected_hash(path);
    let voices = voices::place(exhibit, &options.cache, &expected).map(|file| Laid {
        file,
        masters: exhibit.shots.iter().filter_map(|shot| shot.voice.clone()).collect(),
    });
    let spoken = exhibit.versions.iter().flat_map(|version| &version.spoken).filter_map(|spoken| {
        let hash = cache.expected_hash(&spoken.path).ok()?;
        let file = speech::place(&hash, &options.cache);
        Some(Laid { file, masters: vec![spoken.path.clone()] })
    });
    let mut sounds: Vec<Laid> = voices.into_iter().chain(spoken).collect();
    sounds.sort_by(|one, other| one.file.cmp(&other.file));
    sounds.dedup_by(|one, other| one.file == other.file);
    let statement = |clip: &Clip| {
        let hash = cache.expected_hash(&clip.path).ok()?;
        Some(Laid {
            file: credentials::statement(&cache, &hash)?,
            masters: vec![clip.path.clone()],
        })
    };
    let clips = exhibit.versions.iter().flat_map(|version| version.source.clips());
    let mut statements: Vec<Laid> = clips.filter_map(statement).collect();
    statements.sort_by(|one, other| one.file.cmp(&other.file));
    statements.dedup_by(|one, other| one.file == other.file);
    cache.remember_masters();
    let takes = takes::places(exhibit, options)?;
    Ok(Places { renditions, sounds, takes, statements })
}

/// Lays the sounds of an exhibit again where they are missing, and reads the statements of masters
/// again that are; what goes wrong is said when sounds are to be heard, and in the report.
pub fn lay(exhibit: &Exhibit, options: &Options) {
    super::beside::sounds(exhibit, &[], options);
    if let Ok(cache) = Cache::of(options) {
        super::beside::look_at_credentials(exhibit, &cache, options);
        cache.remember_masters();
    }
}

/// Names a rendition by all that it is made from: the format, the parameters, the film's length
/// and shots, and of each clip its content, its span and its fit. Not its name. Of a clip that went
/// bad or away, the content is that which it should have.
pub(super) fn key(cache: &Cache, exhibit: &Exhibit, clips: &[Clip]) -> String {
    named(&|path| cache.played_hash(path), exhibit, clips)
}

/// The same of what the clips hold as they are: what is made now is made from that.
pub(super) fn key_as_it_is(cache: &Cache, exhibit: &Exhibit, clips: &[Clip]) -> String {
    named(&|path| cache.master_hash(path), exhibit, clips)
}

/// The same of what the clips should hold.
pub(super) fn key_as_recorded(cache: &Cache, exhibit: &Exhibit, clips: &[Clip]) -> String {
    named(&|path| cache.expected_hash(path), exhibit, clips)
}

fn named(hash: &dyn Fn(&Path) -> io::Result<String>, exhibit: &Exhibit, clips: &[Clip]) -> String {
    let mut words = vec![
        FORMAT.to_string(),
        gst_encode::PARAMETERS.to_owned(),
        keyframes::GRID.0.to_string(),
        exhibit.length.0.to_string(),
    ];
    words.extend(exhibit.shots.iter().map(|shot| shot.start.0.to_string()));
    for clip in clips {
        let hash = hash(&clip.path).unwrap_or_else(|_| "unreadable".to_owned());
        let (start, end) = (clip.start.0, clip.end.0);
        words.push(format!("{hash} {start} {end} {:?} {:?}", clip.part, clip.fit));
    }
    blake3::hash(words.join("\n").as_bytes()).to_hex().to_string()
}
