//! The content credentials of a master, read by a program of its own and kept by its content, with
//! the signed statement itself beside them: what is coded again has lost it.
//!
//! That program, `palimpsest-credentials`, is built apart because of what it depends on. Where it is
//! not installed, credentials are not looked at, and the report says so.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::cache::Cache;

/// The program, and the file of trusted signers beside a user's other settings.
const READER: &str = "palimpsest-credentials";
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

/// What is kept of a master's credentials; none where they were not looked at.
pub fn kept(cache: &Cache, master: &Path) -> Option<Credentials> {
    let text = std::fs::read(file(cache, master)?).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Reads the credentials of a master that are not kept yet. `anchors` is a list of trusted signers.
///
/// # Errors
/// They were not looked at: the program is not installed, or it did not do it; in words.
pub fn look(cache: &Cache, master: &Path, anchors: Option<&Path>) -> Result<(), String> {
    let Some(file) = file(cache, master).filter(|file| !file.exists()) else { return Ok(()) };
    let mut command = Command::new(reader());
    command.arg(master).arg("--sidecar").arg(file.with_extension("c2pa"));
    if let Some(anchors) = anchors {
        command.arg("--anchors").arg(anchors);
    }
    let bytes = std::fs::metadata(master).map_or(0, |meta| meta.len());
    let patience = PATIENCE + Duration::from_secs(bytes / BYTES_A_SECOND);
    let said = said(&mut command, patience)?;
    let read: Credentials = serde_json::from_str(&said).map_err(|why| why.to_string())?;
    let text = serde_json::to_vec(&read).map_err(|why| why.to_string())?;
    std::fs::write(&file, text).map_err(|why| format!("{}: {why}", file.display()))
}

/// Where those of a master are kept.
fn file(cache: &Cache, master: &Path) -> Option<PathBuf> {
    let hash = cache.master_hash(master).ok()?;
    Some(cache.root().join(format!("credentials-{}.json", hash.get(..32)?)))
}

/// The program: beside this one, or wherever the system finds it.
fn reader() -> PathBuf {
    let here = std::env::current_exe().ok();
    let beside = here.and_then(|here| Some(here.parent()?.join(READER)));
    // A test's own program lies one folder deeper.
    let above = beside.as_ref().and_then(|path| Some(path.parent()?.parent()?.join(READER)));
    let found = [beside, above].into_iter().flatten().find(|path| path.is_file());
    found.unwrap_or_else(|| READER.into())
}

fn said(command: &mut Command, patience: Duration) -> Result<String, String> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = spawned.map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => {
            "the program palimpsest-credentials is not installed: `make credentials` builds it"
                .to_owned()
        }
        _ => format!("{READER}: {why}"),
    })?;
    let output = child.stdout.take();
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
    // What it says fits into a pipe, or it would not have ended.
    let mut text = String::new();
    let read = output.map(|output| output.take(MOST).read_to_string(&mut text));
    match (ended?, read) {
        (true, Some(Ok(_))) => Ok(text),
        _ => Err(format!("{READER} failed on it")),
    }
}
