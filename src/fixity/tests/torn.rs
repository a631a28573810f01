use proptest::prelude::*;

use super::*;

/// An archive with three files verified once, and what its journal holds.
fn written() -> (Archive, Vec<Subject>, Vec<u8>) {
    let archive = Archive::new();
    let files: Vec<Subject> = ["a", "b", "c"].map(|name| archive.write(name, name, 0)).into();
    archive.verify(&files);
    let bytes = archive.lines().into_bytes();
    (archive, files, bytes)
}

fn file(archive: &Archive) -> PathBuf {
    archive.at("state/fixity.jsonl")
}

#[test]
fn a_line_cut_anywhere_is_closed_and_what_was_written_is_not_touched() {
    let (archive, files, bytes) = written();
    let starts: Vec<usize> =
        bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::len).collect();
    let last_event: usize = starts[..3].iter().sum();
    let end: usize = starts[..4].iter().sum();
    for cut in last_event..end {
        for zeros in [0, 3] {
            let mut torn = bytes[..cut].to_owned();
            torn.resize(cut + zeros, 0);
            fs::write(file(&archive), &torn).unwrap();
            assert!(journal::read(&archive.at("state")).unwrap().1.is_empty());
            let report = archive.verify(&files);
            assert!(report.finished && report.resumed, "{cut}");
            let after = fs::read(file(&archive)).unwrap();
            assert!(after.starts_with(&torn), "{cut}");
            let whole = cut == last_event && zeros == 0 || cut == end - 1;
            let flaws: Vec<FlawKind> = report.flaws.iter().map(|flaw| flaw.kind).collect();
            assert_eq!(flaws, if whole { vec![] } else { vec![FlawKind::CutShort] }, "{cut}");
            // The third file is read again exactly where its event was lost.
            assert_eq!(report.counts.before, if cut == end - 1 { 3 } else { 2 }, "{cut}");
            assert!(outcomes(&archive.verify(&files)).is_empty());
        }
    }
}

#[test]
fn a_damaged_line_is_told_by_its_number_and_passed_over() {
    let (archive, files, mut bytes) = written();
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let digit = second + bytes[second..].windows(6).position(|w| w == b"sha256").unwrap() + 20;
    bytes[digit] = if bytes[digit] == b'0' { b'1' } else { b'0' };
    fs::write(file(&archive), &bytes).unwrap();
    let report = archive.verify(&files);
    assert_eq!(report.flaws, [Flaw { line: 2, kind: FlawKind::Damaged }]);
    assert!(report.flaws[0].to_string().starts_with("line 2 of the journal"));
    // Its file is known no more, and nothing is held against it.
    assert_eq!(outcomes(&report), [Outcome::New]);
}

#[test]
fn a_line_without_end_takes_neither_memory_nor_what_follows_it() {
    let (archive, files, bytes) = written();
    let mut long = vec![b'x'; 300_000];
    long.push(b'\n');
    long.extend(&bytes);
    long.extend(vec![b'y'; 70_000]);
    fs::write(file(&archive), &long).unwrap();
    let report = archive.verify(&files);
    let lines: Vec<u64> = report.flaws.iter().map(|flaw| flaw.line).collect();
    assert_eq!(lines, [1, 7]);
    assert_eq!(report.counts.intact, 3);
}

#[test]
fn a_journal_that_is_a_folder_is_a_clear_error() {
    let archive = Archive::new();
    fs::create_dir_all(file(&archive)).unwrap();
    let error = Journal::open(&archive.at("state")).unwrap_err();
    assert!(error.to_string().contains("fixity.jsonl"), "{error}");
}

#[test]
fn what_is_known_is_read_again_when_the_journal_has_grown() {
    let (archive, files, _) = written();
    let known = || journal::known(&archive.at("state")).unwrap();
    assert_eq!(known().files().count(), 3);
    assert!(std::sync::Arc::ptr_eq(&known(), &known()));
    archive.write("a", "other", 5);
    archive.verify(&files);
    assert!(known().known(&archive.at("a")).unwrap().is_troubled());
    assert_eq!(journal::known(&archive.at("nowhere")).unwrap().files().count(), 0);
}

#[test]
fn a_second_journal_is_refused_until_the_first_is_closed() {
    let archive = Archive::new();
    let first = archive.journal();
    let second = Journal::open(&archive.at("state"));
    assert!(second.unwrap_err().to_string().contains("another palimpsest reads or records"));
    drop(first);
    archive.journal();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_damage_makes_a_file_known_by_what_it_never_held(
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let (archive, files, mut bytes) = written();
        let digests: Vec<Digests> = {
            let journal = archive.journal();
            journal.history().files().map(|(_, known)| known.digests.clone()).collect()
        };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(file(&archive), &bytes).unwrap();
        {
            let journal = archive.journal();
            for (file, right) in files.iter().zip(&digests) {
                let known = journal.history().known(&file.path);
                prop_assert!(known.is_none_or(|known| known.digests == *right));
            }
        }
        let report = archive.verify(&files);
        prop_assert!(report.finished && !report.is_troubled());
        prop_assert!(fs::read(file(&archive)).unwrap().starts_with(&bytes));
    }
}
