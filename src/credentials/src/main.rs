//! `palimpsest-credentials FILE [--anchors PEM] [--sidecar FILE]`: what the content credentials of a
//! file say, as one line of JSON. Whatever is wrong with the file is a finding; the exit code says
//! only whether the question was understood.

use std::path::PathBuf;
use std::process::ExitCode;

use palimpsest_credentials::{Anchors, read, told::Told};

/// More memory than any store of credentials needs: its own limit is 32 MiB.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

fn main() -> ExitCode {
    match run() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("palimpsest-credentials: {why}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<String, String> {
    limit();
    let (mut file, mut anchors, mut sidecar) = (None, None, None);
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().map(PathBuf::from).ok_or("a path is missing");
        match word.to_str() {
            Some("--anchors") => anchors = Some(next()?),
            Some("--sidecar") => sidecar = Some(next()?),
            _ if file.is_none() => file = Some(PathBuf::from(word)),
            _ => return Err("one file at a time".to_owned()),
        }
    }
    let file = file.ok_or("say which file")?;
    let anchors = match anchors {
        Some(path) => {
            let pem = std::fs::read_to_string(&path);
            let pem = pem.map_err(|why| format!("{}: {why}", path.display()))?;
            Anchors::from_pem(&pem).map_err(|why| format!("{}: {why}", path.display()))?
        }
        None => Anchors::none(),
    };
    let reading = read(&file, &anchors);
    if let (Some(path), Some(store)) = (sidecar, &reading.store) {
        std::fs::write(&path, store).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    serde_json::to_string(&Told::of(&reading.credentials)).map_err(|why| why.to_string())
}

/// A stranger's file may ask for any amount of memory.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bound = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    setrlimit(Resource::As, bound).ok();
}

#[cfg(not(unix))]
fn limit() {}
