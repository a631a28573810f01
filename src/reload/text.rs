//! Reads the text of a file whenever it was edited, for those who show the text itself.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::edits::{Watched, watch};
use crate::exhibit::load::read_text;

/// A file whose text is followed. Dropped, its thread ends by itself.
pub struct TextWatch {
    texts: Receiver<String>,
    _wake: SyncSender<()>,
}

impl TextWatch {
    /// Watches an installation file. A file that cannot be read for a while says nothing.
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
                match read_text(&watched.file, "installation", "Put the file back.") {
                    Ok(text) => {
                        if hand_over.send(text).is_err() {
                            return;
                        }
                    }
                    Err(report) => tracing::warn!("{}", report.render(false).trim_end()),
                }
            }
        })?;
        Ok(Self { texts, _wake: wake })
    }

    /// What the file held when it was last edited, if that was not taken yet.
    pub fn newest(&self) -> Option<String> {
        self.texts.try_iter().last()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use super::*;

    fn next(watch: &TextWatch) -> Option<String> {
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
        assert_eq!(next(&watch).as_deref(), Some("# one\r\n"));
        fs::write(folder.join("other.toml"), "# two, and no TOML = =\n").unwrap();
        fs::rename(folder.join("other.toml"), &file).unwrap();
        assert_eq!(next(&watch).as_deref(), Some("# two, and no TOML = =\n"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
