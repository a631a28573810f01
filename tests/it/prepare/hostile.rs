//! Files that are made or broken to harm whoever opens them, with the limits of the real program.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use palimpsest::exhibit::Fit;
use palimpsest::prepare::progress::Silent;
use palimpsest::prepare::{Options, examine, prepare};

use super::{SHARED, SIZE, exhibit, numbered, options, prepared};
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::timeline::Rate;

/// Every hostile file; none where they are not here.
fn all() -> Vec<PathBuf> {
    let (mut folders, mut files) = (vec![Path::new(SHARED).join("hostile")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => files.push(path),
            }
        }
    }
    files.sort();
    files
}

/// The patience of the real program.
fn real(folder: &Path) -> Options {
    Options { patience: Options::new().patience, ..options(folder) }
}

/// What a decoding child of this process may use of memory and the most that it has used, in bytes.
#[cfg(target_os = "linux")]
fn children() -> Vec<(u64, u64)> {
    let number = |text: &str, key: &str, at: usize| {
        let line = text.lines().find(|line| line.starts_with(key))?;
        line[key.len()..].split_whitespace().nth(at)?.parse::<u64>().ok()
    };
    let mine = std::process::id().to_string();
    let child = |entry: fs::DirEntry| {
        let folder = entry.path();
        let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let (status, line) = (read("status")?, read("cmdline")?);
        let of = status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim() == mine;
        if !of || !line.contains("decode-child") {
            return None;
        }
        let limit = number(&read("limits")?, "Max data size", 0)?;
        Some((limit, number(&status, "VmHWM:", 0)? * 1024))
    };
    fs::read_dir("/proc").unwrap().flatten().filter_map(child).collect()
}

/// Libraries and files that are mapped count as used and not as data.
#[cfg(target_os = "linux")]
const MAPPED: u64 = 256 << 20;

#[test]
fn no_hostile_file_harms_anything_but_itself_or_takes_more_memory_than_it_may() {
    let files = all();
    if files.is_empty() {
        println!("skipped: {SHARED}/hostile is not there");
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let (options, over) = (real(scratch.path()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        #[cfg(target_os = "linux")]
        let watching = scope.spawn(|| {
            let (mut seen, mut most) = (0, 0);
            while !over.load(Ordering::Relaxed) {
                for (limit, used) in children() {
                    assert!(used < limit + MAPPED, "{used} bytes used, {limit} allowed");
                    (seen, most) = (seen + 1, most.max(used));
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            println!("looked at decoders {seen} times; the most memory was {} MB", most >> 20);
            seen
        });
        for path in &files {
            match examine(path, &options) {
                Ok(found) => assert!(!found.frames.is_empty(), "{}", path.display()),
                Err(problem) => assert!(problem.is_fatal(), "{}: {problem}", path.display()),
            }
        }
        over.store(true, Ordering::Relaxed);
        #[cfg(target_os = "linux")]
        assert!(watching.join().unwrap() > 0, "no decoder was ever seen");
    });
}

#[test]
fn beside_hostile_files_a_good_one_is_prepared() {
    let mut files = all();
    if files.is_empty() {
        println!("skipped: {SHARED}/hostile is not there");
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let good = scratch.path().join("good.mp4");
    let frames = (0..12).map(|number| numbered(number, SIZE));
    encode_master(&good, MasterCodec::H264, frames, Rate::whole(24), SIZE).unwrap();
    // In the middle, so that some come before it and some after.
    let middle = files.len() / 2;
    files.insert(middle, good);
    let versions: Vec<&[PathBuf]> = files.chunks(1).collect();
    let exhibit = exhibit(500, Fit::Cut, &versions);
    let outcomes = prepare(&exhibit, &real(scratch.path()), &mut Silent);
    assert_eq!(outcomes.len(), files.len());
    assert_eq!(outcomes[middle].problems, []);
    assert_eq!(prepared(&outcomes[middle]).rendition.rungs[0].table.frames().len(), 12);
    let refused = outcomes.iter().filter(|outcome| outcome.prepared.is_none()).count();
    assert!(refused > files.len() / 3, "{refused} of {}", files.len());
}
