//! The file that it is kept in: written whole or not at all, seldom, and set aside where it cannot
//! be read.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Zoned;

use super::Memory;

/// The name of the file.
pub const FILE_NAME: &str = "rehearsal.json";
/// A change is written after so long, together with what changed meanwhile.
pub const SETTLE: Duration = Duration::from_secs(3);
/// The largest file that is read.
const LARGEST: u64 = 1 << 20;

/// A memory and its file.
#[derive(Debug)]
pub struct Keeper {
    file: PathBuf,
    memory: Memory,
    written: Memory,
    changed: Option<Duration>,
    /// Once it could not be written, which is said once.
    refused: bool,
}

impl Keeper {
    /// What is remembered in this folder, and what there is to say of it. Nothing that is wrong
    /// with the file is an error: it is set aside under another name, and all begins anew.
    pub fn open(folder: &Path) -> (Self, Option<String>) {
        let file = folder.join(FILE_NAME);
        let (memory, notice) = match read(&file) {
            Ok(text) => match Memory::read(&text) {
                Ok(memory) => (memory, None),
                Err(why) => (Memory::default(), Some(set_aside(&file, &why.to_string()))),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Memory::default(), None),
            Err(error) => {
                let why = format!("it cannot be read ({error})");
                (Memory::default(), Some(set_aside(&file, &why)))
            }
        };
        let written = memory.clone();
        (Self { file, memory, written, changed: None, refused: false }, notice)
    }

    /// What is remembered.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Changes what is remembered. `now` is any clock that only goes on.
    pub fn change(&mut self, now: Duration, change: impl FnOnce(&mut Memory)) {
        change(&mut self.memory);
        if self.memory == self.written {
            self.changed = None;
        } else if self.changed.is_none() {
            self.changed = Some(now);
        }
    }

    /// Writes it where it has changed a while ago.
    pub fn tick(&mut self, now: Duration) {
        if self.changed.is_some_and(|since| now.saturating_sub(since) >= SETTLE) {
            self.save();
        }
    }

    /// Writes it now, where it has changed: before the program ends.
    pub fn save(&mut self) {
        if self.memory == self.written {
            return;
        }
        self.changed = None;
        match write(&self.file, &self.memory.text()) {
            Ok(()) => self.written = self.memory.clone(),
            Err(error) if !self.refused => {
                self.refused = true;
                let file = self.file.display();
                tracing::warn!("{file}: what the window remembers cannot be written: {error}");
            }
            Err(_) => {}
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.save();
    }
}

fn read(file: &Path) -> io::Result<String> {
    // Opening a pipe would wait for ever.
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let mut text = String::new();
    File::open(file)?.take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// Another file takes its place, so that whoever opens it finds the old or the new one whole.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Two programs at once each write their own.
    let other = file.with_extension(format!("new-{}", std::process::id()));
    let written = File::create(&other).and_then(|mut new| {
        new.write_all(text.as_bytes())?;
        new.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&other, file));
    if placed.is_err() {
        fs::remove_file(&other).ok();
    }
    placed
}

/// Gives it another name; what there is to say.
fn set_aside(file: &Path, why: &str) -> String {
    let day = Zoned::now().date();
    let name = |number: usize| {
        let tail = if number > 1 { format!("-{number}") } else { String::new() };
        file.with_file_name(format!("{FILE_NAME}.broken-{day}{tail}"))
    };
    let aside = (1..100).map(name).find(|path| path.symlink_metadata().is_err());
    let moved = aside.and_then(|aside| fs::rename(file, &aside).ok().map(|()| aside));
    match moved {
        Some(aside) => format!(
            "What this window remembered was set aside, because {why}. It is kept as {}.",
            aside.display()
        ),
        None => {
            format!("What this window remembered is not used, because {why}: {}.", file.display())
        }
    }
}
