//! Reads the text of a file whenever it was edited, for those who show the text itself.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::edits::{Watched, watch};
use crate::exhibit::load::read_text;

/// The file cannot be read, or is not there any more; what is wrong was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// A file whose text is followed. Dropped, its thread ends by itself.
pub struct TextWatch {
    texts: Receiver<Result<String, Unreadable>>,
    _wake: SyncSender<()>,
}

impl TextWatch {
    /// Watches an installation file.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn start(file: &Path) -> io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let (hand_over, texts) = sync_channel(1);
        let by_event = wake.clone();
        let mut watched = Watched::new(file.to_owned());
        Builder::new().name("reload-text".to_owned()).spawn(move || {
            // Held as long as the thread lives: dropped, it reports nothing more.
            let _watcher = watch(&watched.file, by_event);
            while let Some(changed) = watched.wait(&woken) {
                if !changed || !watched.is_due() {
                    continue;
                }
                let read = read_text(&watched.file, "installation", "Put the file back.");
                let told = read.map_err(|report| {
                    tracing::warn!("{}", report.render(false).trim_end());
                    Unreadable
                });
                if hand_over.send(told).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { texts, _wake: wake })
    }

    /// What the file held when it was last edited, if that was not taken yet.
    pub fn newest(&self) -> Option<Result<String, Unreadable>> {
        self.texts.try_iter().last()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;

    fn next(watch: &TextWatch) -> Option<Result<String, Unreadable>> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            if let Some(text) = watch.newest() {
                return Some(text);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    #[test]
    fn the_text_is_handed_over_as_it_is_comments_ends_of_lines_and_errors_too() {
        let folder = std::env::temp_dir().join(format!("palimpsest-text-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("wall.toml");
        fs::write(&file, "# one\r\n").unwrap();
        let watch = TextWatch::start(&file).unwrap();
        assert_eq!(next(&watch), Some(Ok("# one\r\n".to_owned())));
        fs::write(folder.join("other.toml"), "# two, and no TOML = =\n").unwrap();
        fs::rename(folder.join("other.toml"), &file).unwrap();
        assert_eq!(next(&watch), Some(Ok("# two, and no TOML = =\n".to_owned())));
        fs::remove_file(&file).unwrap();
        assert_eq!(next(&watch), Some(Err(Unreadable)), "that it is gone is told as well");
        fs::write(&file, "# three\n").unwrap();
        assert_eq!(next(&watch), Some(Ok("# three\n".to_owned())));
        fs::remove_dir_all(&folder).unwrap();
    }
}
