//! A recording in place of a controller: its bytes at its times, by the very same way.

use std::io;
use std::path::Path;
use std::thread::Builder;
use std::time::Duration;

use super::pulled::Pulled;
use super::{Ear, News};
use crate::controller::tape;
use crate::timeline::ClockTime;

/// What the name of such a controller begins with; a file follows.
pub const PREFIX: &str = "replay:";

/// So long after its last movement a recording is over.
const AFTER: Duration = Duration::from_secs(1);

/// The largest recording, in bytes.
const LARGEST: u64 = 64 << 20;

/// Plays the recording once, from now on; when it is over, the controller is gone. While it is
/// pulled out, it runs on unheard.
///
/// # Errors
/// The recording cannot be read, or the system gives no more threads.
pub fn play(file: &Path, mut ear: Ear, pulled: Pulled) -> io::Result<()> {
    let said = |why| io::Error::other(format!("{}: {why}", file.display()));
    let bursts = read(file).map_err(said)?;
    Builder::new().name("replay".to_owned()).spawn(move || {
        ear.tell(News::Came);
        let began = ear.clock.now();
        for (at, bytes) in bursts {
            // By the clock, so that waits do not add up.
            let due: ClockTime = began.after(at);
            let wait = due.since(ear.clock.now()).max(0);
            std::thread::sleep(Duration::from_nanos(wait.unsigned_abs()));
            if !pulled.has(&ear.port) {
                ear.hear(&bytes);
            }
        }
        // A key that is held at the end is held for as long as it takes to count.
        std::thread::sleep(AFTER);
        ear.tell(News::Went);
    })?;
    Ok(())
}

fn read(file: &Path) -> Result<Vec<(i64, Vec<u8>)>, String> {
    let size = file.metadata().map_err(|why| why.to_string())?.len();
    if size > LARGEST {
        return Err("it is too large for a recording".to_owned());
    }
    let text = std::fs::read_to_string(file).map_err(|why| why.to_string())?;
    tape::read(&text).map_err(|fault| fault.to_string())
}
