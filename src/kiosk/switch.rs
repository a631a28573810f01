//! The commands of the installation file that switch panels on and off.

use std::process::{Command, Stdio};
use std::thread::{Builder, sleep};
use std::time::{Duration, Instant};

/// A command that takes longer than this hangs, and is ended.
const LONGEST: Duration = Duration::from_secs(60);

/// Gives the shell a command, and says in the log what became of it. The wall waits for nothing.
pub fn run(what: &'static str, command: &str) {
    let command = command.to_owned();
    let work = move || match wait(&command, LONGEST) {
        Ok(()) => tracing::info!("{what} was run: {command}"),
        Err(why) => tracing::warn!("{what} failed: {command}: {why}"),
    };
    if let Err(why) = Builder::new().name(what.to_owned()).spawn(work) {
        tracing::warn!("{what} was not run: {why}");
    }
}

/// Runs it to its end.
///
/// # Errors
/// It could not be run, it hung, or it ended with another status than 0; in words.
fn wait(command: &str, longest: Duration) -> Result<(), String> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let began = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(status.to_string()),
            None if began.elapsed() > longest => {
                child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
                return Err(format!("it hung for {} s and was ended", longest.as_secs()));
            }
            None => sleep(Duration::from_millis(20)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_run_and_one_that_fails_or_hangs_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("on");
        let long = Duration::from_secs(20);
        assert_eq!(wait(&format!("echo on > '{}'", mark.display()), long), Ok(()));
        assert_eq!(std::fs::read_to_string(mark).unwrap(), "on\n");
        assert!(wait("exit 3", long).unwrap_err().contains('3'));
        let hung = wait("exec sleep 30", Duration::from_millis(50)).unwrap_err();
        assert!(hung.contains("hung"), "{hung}");
    }
}
