//! The content credentials of a master, read by a program of its own and kept by its content, with
//! the signed statement itself beside them: what is coded again has lost it.
//!
//! That program, `palimpsest-credentials`, is built apart because of what it depends on. Where it is
//! not installed, credentials are not looked at, and the report says so.
//!
//! Both are kept with the journal of fixity and not in the cache: where a master is lost, nobody can
//! read it again.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Options;
use super::cache::Cache;
use crate::entry::atomic::put;

/// The program, and the file of trusted signers beside a user's other settings.
const READER: &str = "palimpsest-credentials";
/// The folder of what was read, among the records.
const FOLDER: &str = "credentials";
/// It has this long, and a second for every so many bytes of the file.
const PATIENCE: Duration = Duration::from_secs(10);
const BYTES_A_SECOND: u64 = 50_000_000;
/// It says no more than this.
const MOST: u64 = 4 << 20;

/// What the content credentials of a file say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// What was found.
    pub finding: Finding,
    /// Who signed.
    pub signer: Option<String>,
    /// When, as in RFC 3339.
    pub time: Option<String>,
    /// An authority that is trusted vouches for the time.
    #[serde(default)]
    pub time_confirmed: bool,
    /// With which tool.
    pub tool: Option<String>,
    /// Whether it declares that a trained algorithm made it, or a part of it.
    pub made_by_algorithm: Option<bool>,
    /// Every status code of the check.
    pub codes: Vec<String>,
    /// A sentence or two for a report.
    pub sentence: String,
    /// A line for a wall.
    pub label: String,
}

/// Four findings that are kept apart, and that none could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Unchanged since it was signed, by a trusted signer.
    IntactTrusted,
    /// Unchanged since it was signed; the signer is not known here, or the certificate has expired.
    IntactSignerUnknownOrExpired,
    /// Changed since it was signed.
    Changed,
    /// It carries none.
    None,
    /// It could not be read.
    Unreadable,
}

/// By what credentials are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct By<'a> {
    /// The program; none where it is not installed.
    pub reader: Option<&'a Path>,
    /// A list of trusted signers, where there is one.
    pub anchors: Option<&'a Path>,
}

impl<'a> By<'a> {
    /// As these options say.
    pub fn of(options: &'a Options) -> Self {
        Self { reader: options.reader.as_deref(), anchors: options.anchors.as_deref() }
    }
}

/// Why credentials were not looked at.
#[derive(Debug, thiserror::Error)]
pub enum NotLooked {
    /// There is no program to read them with: the same for all files.
    #[error("the program palimpsest-credentials is not installed")]
    NoReader,
    /// Something went wrong with this file.
    #[error("{0}")]
    Failed(String),
}

/// As they are kept: what was read, and by which program.
#[derive(Serialize, Deserialize)]
struct Kept {
    reader: String,
    read: Credentials,
}

/// What is kept of a master's credentials, read with this list of trusted signers; none where they
/// were not looked at, or with another list, or by another program than there is now.
pub fn kept(cache: &Cache, master: &Path, by: By) -> Option<Credentials> {
    let text = std::fs::read(file(cache, master, by.anchors)?).ok()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    // Where the program is gone, what it read still holds.
    let version = |now| version(cache, now);
    let same = by.reader.is_none_or(|now| version(now).is_some_and(|now| now == kept.reader));
    same.then_some(kept.read)
}

/// Reads the credentials of a master that are not kept yet.
///
/// # Errors
/// They were not looked at: the program is not installed, or it did not do it.
pub fn look(cache: &Cache, master: &Path, by: By) -> Result<(), NotLooked> {
    let Some(reader) = by.reader else { return Err(NotLooked::NoReader) };
    let failed = |why: String| NotLooked::Failed(why);
    let unreadable = || failed("it cannot be read".to_owned());
    let file = file(cache, master, by.anchors).ok_or_else(unreadable)?;
    if kept(cache, master, by).is_some() {
        return Ok(());
    }
    let version = version(cache, reader).ok_or(NotLooked::NoReader)?;
    let folder = cache.records().join(FOLDER);
    std::fs::create_dir_all(&folder)
        .map_err(|why| failed(format!("{}: {why}", folder.display())))?;
    let sidecar = cache.master_hash(master).ok().and_then(|hash| statement(cache, &hash));
    let mut command = Command::new(reader);
    command.arg(master).arg("--sidecar").arg(sidecar.ok_or_else(unreadable)?);
    if let Some(anchors) = by.anchors {
        command.arg("--anchors").arg(anchors);
    }
    let bytes = std::fs::metadata(master).map_or(0, |meta| meta.len());
    let patience = PATIENCE + Duration::from_secs(bytes / BYTES_A_SECOND);
    let said = said(&mut command, patience).map_err(failed)?;
    let read = serde_json::from_str(&said).map_err(|why| failed(why.to_string()))?;
    let text = serde_json::to_vec(&Kept { reader: version, read });
    let text = text.map_err(|why| failed(why.to_string()))?;
    put(&file, &text).map_err(|why| failed(format!("{}: {why}", file.display())))
}

/// Where those of a master are kept: named by its content and by the list of trusted signers.
fn file(cache: &Cache, master: &Path, anchors: Option<&Path>) -> Option<PathBuf> {
    let trusted = match anchors {
        Some(list) => cache.master_hash(list).ok()?,
        None => "0".repeat(16),
    };
    let hash = cache.master_hash(master).ok()?;
    let name = format!("{}-{}.json", hash.get(..32)?, trusted.get(..16)?);
    Some(cache.records().join(FOLDER).join(name))
}

/// Where the signed statement of a master of this hash is kept, whoever is trusted.
pub(super) fn statement(cache: &Cache, hash: &str) -> Option<PathBuf> {
    Some(cache.records().join(FOLDER).join(format!("{}.c2pa", hash.get(..32)?)))
}

/// Takes away a signed statement that went bad and what was read with it, so that the next look at
/// its master keeps it anew.
pub fn forget(statement: &Path) {
    let (Some(folder), Some(stem)) = (statement.parent(), statement.file_stem()) else { return };
    let stem = stem.to_string_lossy();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*stem) {
            std::fs::remove_file(entry.path()).ok();
        }
    }
}

/// Which program it is, by what it holds: it is read once and then known until it changes.
fn version(cache: &Cache, reader: &Path) -> Option<String> {
    Some(cache.master_hash(reader).ok()?.get(..16)?.to_owned())
}

/// The program as it is installed: beside this one, or wherever the system finds it.
pub fn reader() -> Option<PathBuf> {
    let name = format!("{READER}{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().ok();
    let beside = here.as_ref().and_then(|here| here.parent()).map(Path::to_owned);
    // A test's own program lies one folder deeper.
    let above = beside.as_ref().and_then(|folder| folder.parent()).map(Path::to_owned);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [beside, above].into_iter().flatten().chain(std::env::split_paths(&path));
    folders.map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// What a program writes to its standard output, in at most this time and [`MOST`] bytes.
fn said(command: &mut Command, patience: Duration) -> Result<String, String> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = spawned.map_err(|why| format!("{READER}: {why}"))?;
    let heard = child.stdout.take().map(heard).transpose().map_err(|why| why.to_string());
    let began = Instant::now();
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status.success()),
            Ok(None) if began.elapsed() > patience => {
                child.kill().ok();
                child.wait().ok();
                break Err(format!("{READER} took longer than {} s", patience.as_secs()));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(5)),
            Err(why) => break Err(why.to_string()),
        }
    };
    // What it started might hold its output open.
    let text = heard?.and_then(|heard| heard.recv_timeout(Duration::from_secs(2)).ok());
    match (ended?, text) {
        (_, Some(text)) if text.len() as u64 > MOST => Err(format!("{READER} said too much of it")),
        (true, Some(text)) => String::from_utf8(text).map_err(|why| why.to_string()),
        _ => Err(format!("{READER} failed on it")),
    }
}

/// Reads while it runs, on a thread of its own: a pipe holds little, and whoever fills it waits.
fn heard(mut output: ChildStdout) -> std::io::Result<Receiver<Vec<u8>>> {
    let (tell, told) = sync_channel(1);
    Builder::new().name("credentials".to_owned()).spawn(move || {
        let mut text = Vec::new();
        output.by_ref().take(MOST + 1).read_to_end(&mut text).ok();
        tell.send(text).ok();
        // The rest is dropped, so that it never waits.
        std::io::copy(&mut output, &mut std::io::sink()).ok();
    })?;
    Ok(told)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, patience: Duration) -> Result<String, String> {
        said(Command::new("sh").args(["-c", script]), patience)
    }

    #[test]
    fn what_is_longer_than_a_pipe_holds_is_heard_and_what_has_no_end_is_refused() {
        let long = "head -c 300000 /dev/zero | tr '\\0' x";
        assert_eq!(shell(long, PATIENCE).unwrap().len(), 300_000);
        assert!(shell("cat /dev/zero", Duration::from_millis(200)).is_err());
        assert!(shell("head -c 5000000 /dev/zero", PATIENCE).unwrap_err().contains("too much"));
        assert!(shell("exit 3", PATIENCE).unwrap_err().contains("failed on it"));
    }

    #[test]
    fn what_is_kept_holds_for_one_list_of_trusted_signers_only() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("cache")).unwrap();
        let [master, one, other] = ["film", "one.pem", "other.pem"].map(|n| folder.path().join(n));
        for path in [&master, &one, &other] {
            std::fs::write(path, path.to_str().unwrap()).unwrap();
        }
        let name = |anchors| file(&cache, &master, anchors).unwrap();
        let names = [name(None), name(Some(&one)), name(Some(&other))];
        assert!(names[0] != names[1] && names[1] != names[2] && names[0] != names[2]);
        std::fs::write(&one, "more").unwrap();
        assert_ne!(name(Some(&one)), names[1]);
    }
}
