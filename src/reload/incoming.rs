//! What is dropped into the folder `incoming` of an exhibit: prepared and reported, and left for the
//! curator to decide.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::entry::atomic::put;
use crate::entry::edit::called;
use crate::entry::incoming::{Candidate, INCOMING, Incoming, Listed, MOST};
use crate::entry::shell;
use crate::entry::undo::History;
use crate::exhibit::load::{FILE_NAME, folder_of};
use crate::exhibit::{Exhibit, Source, Version};
use crate::prepare::cache::{Cache, default_folder};
use crate::prepare::{Options, content};
use crate::timeline::{Clock as _, clock::Monotonic};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Files have arrived when nothing of them has changed for this long: a copy over a slow network
/// pauses, but seldom as long.
const SETTLED_NS: i64 = 10_000_000_000;
/// How deep the folder is listed.
const DEPTH: usize = 3;

/// The folder, looked at by a thread of its own. Dropped, that ends by itself.
pub struct Arrivals {
    _over: SyncSender<()>,
}

impl Arrivals {
    /// Looks after the folder `incoming` beside an exhibit file, whether it is there yet or not.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(exhibit: PathBuf, media: PathBuf, options: Options) -> io::Result<Self> {
        let (over, ended) = sync_channel(0);
        let desk = Desk { folder: folder_of(&exhibit).join(INCOMING), exhibit, media, options };
        Builder::new().name("incoming".to_owned()).spawn(move || desk.look(&ended))?;
        Ok(Self { _over: over })
    }
}

struct Desk {
    folder: PathBuf,
    exhibit: PathBuf,
    media: PathBuf,
    options: Options,
}

/// What was reported, and the words by which its page is known.
struct Told {
    candidate: Candidate,
    heading: String,
}

impl Desk {
    fn look(&self, ended: &Receiver<()>) {
        // Preparing must not cost the wall a frame.
        crate::prepare::step_back();
        let (mut incoming, mut told) = (Incoming::default(), Vec::<Told>::new());
        let mut exhibit = self.edition();
        while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK) {
            let mut listing = Vec::new();
            list(&self.folder, "", DEPTH, &mut listing);
            let plan = incoming.look(&listing, Monotonic.now(), SETTLED_NS);
            told.retain(|known| {
                let holds = plan.candidates.contains(&known.candidate);
                if !holds {
                    self.withdraw(known);
                }
                holds
            });
            if exhibit != self.edition() {
                // What fits depends on it; what does not change keeps its page.
                exhibit = self.edition();
                told.clear();
            }
            for candidate in plan.candidates.into_iter().filter(Candidate::has_arrived) {
                if told.iter().all(|known| known.candidate != candidate) {
                    let heading = self.report(&candidate);
                    told.push(Told { candidate, heading });
                }
            }
        }
    }

    /// When the exhibit file was last written, and its size.
    fn edition(&self) -> Option<(SystemTime, u64)> {
        let meta = fs::metadata(&self.exhibit).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    }

    fn page(&self, candidate: &Candidate) -> PathBuf {
        self.folder.join(format!("{}.report.txt", name(candidate)))
    }

    /// Takes away what was said of files that have changed since, or are gone.
    fn withdraw(&self, told: &Told) {
        let page = self.page(&told.candidate);
        if fs::read_to_string(&page).is_ok_and(|text| text.starts_with(&told.heading)) {
            fs::remove_file(&page).ok();
        }
    }

    /// Prepares what arrived and writes beside it what was found; returns the words by which that
    /// page is known. One that was reported before, with the same content, is not reported again.
    fn report(&self, candidate: &Candidate) -> String {
        let (name, page) = (name(candidate), self.page(candidate));
        let heading = self.heading(candidate);
        if fs::read_to_string(&page).is_ok_and(|text| text.starts_with(&heading)) {
            return heading;
        }
        tracing::info!("{name} arrived and is prepared; it waits for the curator");
        let text = self
            .examined(candidate)
            .unwrap_or_else(|why| format!("{why}\nIt cannot hang as it is.\n"));
        if let Err(why) = put(&page, format!("{heading}\n{text}").as_bytes()) {
            tracing::warn!("{}: {why}", page.display());
        } else {
            tracing::info!("what was found of {name} is in {}", page.display());
        }
        heading
    }

    /// By which a verdict is known: the files with their sizes, times and digests, the exhibit as it
    /// was, and the program.
    fn heading(&self, candidate: &Candidate) -> String {
        let digest = |path: &Path| content(path).unwrap_or_else(|why| why.to_string());
        let mut heading = format!("{}\n", name(candidate));
        for file in &candidate.files {
            let path = self.folder.join(file);
            let meta = fs::metadata(&path).ok();
            let size = meta.as_ref().map_or(0, fs::Metadata::len);
            let modified = meta.and_then(|meta| Timestamp::try_from(meta.modified().ok()?).ok());
            let modified = modified.map(|at| at.to_string()).unwrap_or_default();
            let holds = digest(&path);
            heading
                .push_str(&format!("  {file}: {size} bytes of {modified}\n    BLAKE3 {holds}\n"));
        }
        let (exhibit, version) = (digest(&self.exhibit), env!("CARGO_PKG_VERSION"));
        heading.push_str(&format!("  for the exhibit of BLAKE3 {exhibit}\n"));
        if let Some(room) = &self.options.installation {
            heading.push_str(&format!("  for the installation of BLAKE3 {}\n", digest(room)));
        }
        heading.push_str(&format!("  by palimpsest {version}\n"));
        heading
    }

    /// One page on what arrived, and what to do with it.
    fn examined(&self, candidate: &Candidate) -> Result<String, String> {
        let history = History::of(&self.exhibit).map_err(|why| why.to_string())?;
        let text = history.text().map_err(|why| why.to_string())?;
        let exhibit = crate::exhibit::parse(&text, &self.exhibit, &self.media);
        let exhibit = exhibit.map_err(|report| report.render(false))?.exhibit;
        if let Some(id) = self.hangs(&exhibit, candidate) {
            return Ok(format!(
                "It hangs already, as version {id}. What lies here is no longer needed.\n"
            ));
        }
        let known = called(&exhibit, name(candidate)).map(|one| one.id.clone());
        let files: Vec<String> = candidate
            .files
            .iter()
            .map(|file| absolute(&self.folder.join(file)).display().to_string())
            .collect();
        let page = self.tried(&files, known.as_deref().unwrap_or(name(candidate)))?;
        let command = self.command(candidate, known.as_deref(), &files);
        Ok(format!("{page}\n\nIt waits. To hang it:\n\n    {command}\n"))
    }

    /// What `palimpsest add` says of these files without changing anything; an error where they
    /// cannot enter. It is a process of its own, because in that of the wall a thread that waits for
    /// a processor might hold what the wall waits for: memory, or the decoders' registry.
    fn tried(&self, files: &[String], generation: &str) -> Result<String, String> {
        let ran = Command::new(&self.options.program)
            .arg("add")
            .arg("--dry-run")
            .arg(format!("--generation={generation}"))
            .arg("--media")
            .arg(&self.media)
            .arg("--cache")
            .arg(&self.options.cache)
            .args(
                self.options
                    .installation
                    .iter()
                    .flat_map(|file| [Path::new("--installation"), file]),
            )
            .arg("--")
            .arg(&self.exhibit)
            .args(files)
            .stdin(Stdio::null())
            .output()
            .map_err(|why| format!("{}: {why}", self.options.program.display()))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        let (said, complained) = (text(&ran.stdout), text(&ran.stderr));
        match (ran.status.success(), said.is_empty()) {
            (true, _) => Ok(said),
            // What it complains of where it says nothing else: a mistake in what was asked for.
            (false, true) => Err(complained),
            (false, false) => Err(said),
        }
    }

    /// The version that holds what these files hold, where there is one.
    fn hangs(&self, exhibit: &Exhibit, candidate: &Candidate) -> Option<String> {
        let cache = Cache::of(&self.options).ok()?;
        let files = candidate.files.iter().map(|file| self.folder.join(file));
        let arrived: Option<BTreeSet<String>> =
            files.map(|file| cache.master_hash(&file).ok()).collect();
        let arrived = arrived?;
        let same = |version: &&Version| match &version.source {
            Source::Clips(clips) => {
                let held = clips.iter().map(|clip| cache.master_hash(&clip.path).ok());
                held.collect::<Option<BTreeSet<String>>>().is_some_and(|held| held == arrived)
            }
            Source::Card(_) => false,
        };
        let found = exhibit.versions.iter().find(same).map(|version| version.id.clone());
        cache.remember_masters();
        found
    }

    /// What the curator writes so that it hangs, as a shell reads it.
    fn command(&self, candidate: &Candidate, known: Option<&str>, files: &[String]) -> String {
        let text = |path: &Path| absolute(path).display().to_string();
        let beside = folder_of(&self.exhibit);
        let exhibit = match self.exhibit.ends_with(FILE_NAME) {
            true => text(beside),
            false => text(&self.exhibit),
        };
        let mut words = vec!["palimpsest add".to_owned(), shell::word(&exhibit)];
        words.extend(files.iter().map(|file| shell::word(file)));
        match (known, &candidate.folder) {
            (Some(id), _) => words.push(shell::option("generation", id)),
            (None, Some(name)) => {
                words.extend([shell::option("generation", name), "--released DATE".to_owned()]);
            }
            (None, None) => words.push("--generation NAME --released DATE".to_owned()),
        }
        if absolute(&self.media) != absolute(beside) {
            words.push(shell::option("media", &text(&self.media)));
        }
        if let Some(room) = &self.options.installation {
            words.push(shell::option("installation", &text(room)));
        }
        if self.options.cache != default_folder() {
            words.push(shell::option("cache", &text(&self.options.cache)));
        }
        words.join(" ")
    }
}

/// What a candidate is called: its folder, or that of all of them.
fn name(candidate: &Candidate) -> &str {
    candidate.folder.as_deref().unwrap_or(INCOMING)
}

/// A path that means the same from every folder.
fn absolute(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    whole.unwrap_or_else(|_| path.to_owned())
}

/// Lists a folder and those in it; what cannot be read is not listed.
fn list(folder: &Path, path: &str, depth: usize, into: &mut Vec<Listed>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        let Ok(meta) = entry.metadata() else { continue };
        if into.len() > MOST {
            return;
        }
        if meta.is_dir() && depth > 1 {
            list(&entry.path(), &path, depth - 1, into);
        } else if meta.is_file() {
            let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let modified = modified.map_or(0, |since| since.as_nanos() as i64);
            into.push(Listed { path, size: meta.len(), modified, growing: false });
        }
    }
}
