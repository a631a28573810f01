//! The two digests of a file, taken in one reading: SHA-256 (NIST, *FIPS 180-4, Secure Hash
//! Standard*, 2015, section 6.2) and BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, *BLAKE3:
//! one function, fast everywhere*, 2020).
//!
//! Large files go through a chain of threads, reading → SHA-256 → BLAKE3, in four buffers that
//! go round: the whole is as fast as the slowest of the three, and memory never grows. Each buffer
//! has one owner at a time, so nothing is shared.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Builder};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::written;

/// Bytes of one buffer: small enough to stay in the caches of the processor on its way through the
/// chain, which is a tenth faster than four times as much.
const BUFFER: usize = 1 << 20;
/// Bytes of a file that the system is told to forget at once.
const AT_ONCE: u64 = 16 << 20;
/// How many buffers go round: one for each thread and one to spare.
const BUFFERS: usize = 4;

/// The digests of one content, each as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digests {
    /// SHA-256.
    pub sha256: String,
    /// BLAKE3, 256 bits.
    pub blake3: String,
}

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its length in bytes.
    pub size: u64,
    /// When it was last written to; none where the file system does not say, or something that is
    /// no date.
    #[serde(with = "written::maybe_date")]
    pub modified: Option<Timestamp>,
}

impl Stamp {
    /// The stamp of a file that was just looked at.
    pub fn of(meta: &fs::Metadata) -> Self {
        let modified = meta.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
        Self { size: meta.len(), modified }
    }
}

/// What reading a file to its end gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its digests.
    pub digests: Digests,
    /// What it looked like before and after it was read.
    pub stamp: Stamp,
}

/// Why a file has no digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// There is no such file.
    Missing,
    /// It may not or cannot be read, or is not an ordinary file.
    Unreadable(String),
    /// It was written to while it was read.
    Unsettled,
    /// Whoever waits for it wants no more.
    Stopped,
}

impl From<io::Error> for NotTaken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

struct Buffer {
    bytes: Vec<u8>,
    filled: usize,
}

impl Buffer {
    fn new() -> Self {
        Self { bytes: vec![0; BUFFER], filled: 0 }
    }

    fn filled(&self) -> &[u8] {
        &self.bytes[..self.filled]
    }

    /// Reads until it is full or the end is reached.
    fn fill(&mut self, from: &mut impl Read) -> io::Result<()> {
        self.filled = 0;
        while self.filled < self.bytes.len() {
            match from.read(&mut self.bytes[self.filled..]) {
                Ok(0) => break,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Is told how many bytes were read since it was last told, and says whether to go on.
type Tell<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// Takes digests; keeps its buffers, at most 4 MiB, from file to file.
#[derive(Default)]
pub struct Digester {
    buffers: Vec<Buffer>,
}

impl Digester {
    /// Reads an ordinary file to its end, from the disk rather than from memory where the system
    /// lets it. `tell` hears of every piece read, at most 1 MiB, and may stop it.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, changes meanwhile, or `tell` says to stop.
    pub fn take(&mut self, path: &Path, tell: Tell) -> Result<Taken, NotTaken> {
        let file = open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        let mut forgetting = Forgetting::begin(&file);
        // One byte more than it should have: a file that grows for ever is not read for ever.
        let mut bytes = (&file).take(stamp.size.saturating_add(1));
        let mut done = 0;
        let mut tell = |count| {
            done += count;
            forgetting.until(done);
            tell(count)
        };
        let digests = self.digests(&mut bytes, stamp.size, &mut tell)?;
        let after = file.metadata()?;
        if done != stamp.size || Stamp::of(&after) != stamp {
            return Err(NotTaken::Unsettled);
        }
        // What was read may have lost its name meanwhile, or another file been put under it.
        if !same(&after, &fs::metadata(path)?) {
            return Err(NotTaken::Unsettled);
        }
        Ok(Taken { digests, stamp })
    }

    /// The digests of what a reader gives to its end. `size` is how much that will be, about.
    ///
    /// # Errors
    /// When it cannot be read, or `tell` says to stop.
    pub fn digests(
        &mut self,
        from: &mut impl Read,
        size: u64,
        tell: Tell,
    ) -> Result<Digests, NotTaken> {
        if size > BUFFER as u64 { self.chain(from, tell) } else { self.alone(from, tell) }
    }

    /// In this thread: starting two more costs more than a small file.
    fn alone(&mut self, from: &mut impl Read, tell: Tell) -> Result<Digests, NotTaken> {
        let mut buffer = self.buffers.pop().unwrap_or_else(Buffer::new);
        let (mut sha256, mut blake3) = (Sha256::new(), blake3::Hasher::new());
        let all = loop {
            if let Err(error) = buffer.fill(from) {
                break Err(error.into());
            }
            if buffer.filled == 0 {
                break Ok(written_out(sha256, &blake3));
            }
            sha256.update(buffer.filled());
            blake3.update(buffer.filled());
            if tell(buffer.filled as u64).is_break() {
                break Err(NotTaken::Stopped);
            }
        };
        self.buffers.push(buffer);
        all
    }

    /// In three threads, of which this one reads.
    fn chain(&mut self, from: &mut impl Read, tell: Tell) -> Result<Digests, NotTaken> {
        let (to_sha256, for_sha256) = sync_channel::<Buffer>(BUFFERS);
        let (to_blake3, for_blake3) = sync_channel::<Buffer>(BUFFERS);
        let (to_free, free) = sync_channel::<Buffer>(BUFFERS);
        let mut spare = std::mem::take(&mut self.buffers);
        spare.resize_with(BUFFERS, Buffer::new);
        for buffer in spare {
            // There is room for all of them.
            to_free.send(buffer).ok();
        }
        let digests = thread::scope(|scope| {
            let named = |name: &str| Builder::new().name(name.to_owned());
            let first = named("sha256").spawn_scoped(scope, || {
                let mut hash = Sha256::new();
                pass(for_sha256, to_blake3, |bytes| hash.update(bytes));
                hash
            })?;
            let second = named("blake3").spawn_scoped(scope, || {
                let mut hash = blake3::Hasher::new();
                pass(for_blake3, to_free, |bytes| {
                    hash.update(bytes);
                });
                hash
            })?;
            let read = feed(from, &free, &to_sha256, tell);
            drop(to_sha256);
            let (Ok(sha256), Ok(blake3)) = (first.join(), second.join()) else {
                return Err(NotTaken::Unreadable("its digests could not be taken".to_owned()));
            };
            read.map(|()| written_out(sha256, &blake3))
        });
        self.buffers = free.try_iter().collect();
        digests
    }
}

fn written_out(sha256: Sha256, blake3: &blake3::Hasher) -> Digests {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in sha256.finalize() {
        // Writing to a string does not fail.
        write!(hex, "{byte:02x}").ok();
    }
    Digests { sha256: hex, blake3: blake3.finalize().to_hex().to_string() }
}

/// Reads into free buffers and hands them on until the end.
fn feed(
    from: &mut impl Read,
    free: &Receiver<Buffer>,
    on: &SyncSender<Buffer>,
    tell: Tell,
) -> Result<(), NotTaken> {
    let gone = || NotTaken::Unreadable("its digests could not be taken".to_owned());
    loop {
        let mut buffer = free.recv().map_err(|_| gone())?;
        buffer.fill(from)?;
        let count = buffer.filled as u64;
        if count == 0 {
            return Ok(());
        }
        on.send(buffer).map_err(|_| gone())?;
        if tell(count).is_break() {
            return Err(NotTaken::Stopped);
        }
    }
}

fn pass(from: Receiver<Buffer>, on: SyncSender<Buffer>, mut hear: impl FnMut(&[u8])) {
    for buffer in from {
        hear(buffer.filled());
        // The next in the chain is gone only where it failed, which its end says.
        if on.send(buffer).is_err() {
            return;
        }
    }
}

/// Reads a file to its end as [`Digester::take`] does, and takes no digests: how fast the disk is.
/// Says how many bytes there were.
///
/// # Errors
/// When there is no such file, or it cannot be read.
pub fn read_only(path: &Path) -> io::Result<u64> {
    let file = open(path)?;
    let mut forgetting = Forgetting::begin(&file);
    let (mut buffer, mut done) = (Buffer::new(), 0);
    loop {
        buffer.fill(&mut &file)?;
        let count = buffer.filled as u64;
        if count == 0 {
            return Ok(done);
        }
        done += count;
        forgetting.until(done);
    }
}

/// Both are the same file, of one size and time.
fn same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if (one.dev(), one.ino()) != (other.dev(), other.ino()) {
            return false;
        }
    }
    Stamp::of(one) == Stamp::of(other)
}

/// Opens an ordinary file. Opening a pipe would wait for a writer, and a device may do anything,
/// so that is seen to first, and again once it is open.
fn open(path: &Path) -> io::Result<File> {
    let ordinary = |meta: &fs::Metadata| match meta.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(io::Error::other("it is a folder")),
        _ => Err(io::Error::other("it is not an ordinary file")),
    };
    ordinary(&fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    ordinary(&file.metadata()?)?;
    Ok(file)
}

/// Lets the system forget what it holds of a file in memory: before reading, so that it comes from
/// the disk, which is what fixity is about; afterwards, so that reading a terabyte does not push out
/// what the wall plays. Nothing is lost where the system refuses.
struct Forgetting<'a> {
    file: &'a File,
    forgotten: u64,
}

impl<'a> Forgetting<'a> {
    /// Forgets all of it, and says that it will be read from its beginning to its end.
    fn begin(file: &'a File) -> Self {
        advise(file, None);
        Self { file, forgotten: 0 }
    }

    /// So much of it is read. Forgetting costs, so that much is forgotten at once.
    fn until(&mut self, done: u64) {
        if done - self.forgotten >= AT_ONCE {
            advise(self.file, Some((self.forgotten, done - self.forgotten)));
            self.forgotten = done;
        }
    }
}

impl Drop for Forgetting<'_> {
    fn drop(&mut self) {
        advise(self.file, Some((self.forgotten, 0)));
    }
}

/// Has so many bytes from this one be forgotten, or with 0 all that follow; or, with none, all of it
/// before it is read.
#[cfg(target_os = "linux")]
fn advise(file: &File, range: Option<(u64, u64)>) {
    use rustix::fs::{Advice, fadvise};
    let (from, count) = range.unwrap_or_default();
    fadvise(file, from, std::num::NonZero::new(count), Advice::DontNeed).ok();
    if range.is_none() {
        fadvise(file, 0, None, Advice::Sequential).ok();
    }
}

#[cfg(not(target_os = "linux"))]
fn advise(_: &File, _: Option<(u64, u64)>) {}

#[cfg(test)]
mod tests;
