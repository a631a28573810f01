//! How versions are prepared: where, from what, and by which programs.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use super::{cache, credentials};

/// How many versions are prepared at once, at most: each has an encoder for every rung.
const AT_ONCE: usize = 2;

/// How to prepare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The folder of the renditions.
    pub cache: PathBuf,
    /// The folder of the journal of fixity, and of what else must outlast the cache; none for what is
    /// made for a while only. A file that the journal found wrong is not trusted.
    /// From such a file nothing is made, and what was made while it was good is played.
    pub records: Option<PathBuf>,
    /// The program whose command `decode-child` opens unknown media: this one.
    pub program: PathBuf,
    /// How long a decoder may make no progress before it is ended, in time that it is given.
    pub patience: Duration,
    /// How many versions to prepare at once.
    pub at_once: usize,
    /// Try again where the last attempt was spoilt by what may have been the machine's doing, and make
    /// again what lacks what was found out about it.
    pub retry: bool,
    /// Make again what is prepared already; until it is made, the old one stays.
    pub again: bool,
    /// The country that it is shown in, where that is known.
    pub territory: Option<String>,
    /// The file of the installation that it hangs in or is to hang in, where one is named.
    pub installation: Option<PathBuf>,
    /// A list of trusted signers of content credentials, where there is one.
    pub anchors: Option<PathBuf>,
    /// The program that reads content credentials; none where it is not installed.
    pub reader: Option<PathBuf>,
    /// Look at the pictures as they pass. Left out only to measure what that costs: nothing is known
    /// then of how a version flashes, and nothing was measured of it.
    pub look: bool,
}

impl Options {
    /// The usual: the user's cache, this program, and so much patience that a hostile file
    /// is refused within ten seconds.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            cache: cache::default_folder(),
            records: None,
            program: std::env::current_exe().unwrap_or_else(|_| "palimpsest".into()),
            patience: Duration::from_secs(8),
            at_once: cores.min(AT_ONCE),
            retry: false,
            again: false,
            territory: None,
            installation: None,
            anchors: None,
            reader: credentials::reader(),
            look: true,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}
