use std::io::Write as _;

use super::*;

const ON: ControlFlow<()> = ControlFlow::Continue(());

fn take(path: &Path) -> Result<Taken, NotTaken> {
    Digester::default().take(path, &mut |_| ON)
}

fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

#[test]
fn the_digests_are_those_that_the_standards_give_for_abc() {
    let taken = take(file_of(b"abc").path()).unwrap();
    // FIPS 180-2, appendix B.1.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(taken.digests.sha256, sha256);
    assert_eq!(taken.digests.blake3, blake3::hash(b"abc").to_hex().as_str());
    assert_eq!(taken.stamp.size, 3);
}

#[test]
fn every_length_around_a_buffer_gives_what_hashing_it_whole_gives() {
    let mut digester = Digester::default();
    for length in [0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, 5 * BUFFER + 3] {
        let bytes: Vec<u8> = (0..length).map(|at| (at ^ (at >> 9)) as u8).collect();
        let file = file_of(&bytes);
        let mut told = 0;
        let taken = digester.take(file.path(), &mut |count| {
            told += count;
            ON
        });
        let digests = taken.unwrap().digests;
        let mut sha256 = Sha256::new();
        sha256.update(&bytes);
        assert_eq!(digests, written_out(sha256, blake3::Hasher::new().update(&bytes)), "{length}");
        assert_eq!(told, length as u64);
        assert!(digester.buffers.len() <= BUFFERS);
    }
}

#[test]
fn one_that_is_stopped_in_the_middle_of_a_file_reads_the_next() {
    let file = file_of(&vec![7; 4 * BUFFER]);
    let mut digester = Digester::default();
    let whole = digester.take(file.path(), &mut |_| ON).unwrap();
    for pieces in 1..4 {
        let mut left = pieces;
        let stopped = digester.take(file.path(), &mut |_| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ON }
        });
        assert_eq!(stopped, Err(NotTaken::Stopped));
    }
    assert_eq!(digester.take(file.path(), &mut |_| ON).unwrap(), whole);
}

#[test]
fn a_file_that_grows_while_it_is_read_is_not_settled_however_long_it_grows() {
    for length in [1000, 2 * BUFFER] {
        let mut file = file_of(&vec![7; length]);
        let path = file.path().to_owned();
        let mut pieces = 0;
        let taken = Digester::default().take(&path, &mut |_| {
            pieces += 1;
            file.write_all(&vec![8; BUFFER]).unwrap();
            ON
        });
        assert_eq!(taken, Err(NotTaken::Unsettled));
        assert!(pieces <= 3, "{pieces}");
    }
}

#[test]
fn a_file_that_shrinks_while_it_is_read_is_not_settled() {
    let file = file_of(&vec![7; 3 * BUFFER]);
    let path = file.path().to_owned();
    let taken = Digester::default().take(&path, &mut |_| {
        file.as_file().set_len(10).unwrap();
        ON
    });
    assert_eq!(taken, Err(NotTaken::Unsettled));
}

#[test]
fn a_file_that_vanishes_or_is_replaced_while_it_is_read_is_told() {
    for length in [1000, 2 * BUFFER] {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("b"));
        let write = || fs::write(&path, vec![7; length]).unwrap();
        write();
        let gone = Digester::default().take(&path, &mut |_| {
            fs::remove_file(&path).ok();
            ON
        });
        assert_eq!(gone, Err(NotTaken::Missing));
        write();
        let replaced = Digester::default().take(&path, &mut |_| {
            fs::write(&other, vec![8; length]).unwrap();
            fs::rename(&other, &path).unwrap();
            ON
        });
        assert_eq!(replaced, Err(NotTaken::Unsettled));
    }
}

#[test]
fn reading_only_reads_to_the_end() {
    assert_eq!(read_only(file_of(&vec![7; BUFFER + 3]).path()).unwrap(), BUFFER as u64 + 3);
    assert!(read_only(Path::new("/nowhere")).is_err());
}

#[test]
fn only_ordinary_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let unreadable = |path: &Path| match take(path) {
        Err(NotTaken::Unreadable(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(unreadable(folder.path()), "it is a folder");
    assert_eq!(take(&folder.path().join("none")), Err(NotTaken::Missing));
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let at = |name: &str| folder.path().join(name);
        symlink("/dev/zero", at("endless")).unwrap();
        assert_eq!(unreadable(&at("endless")), "it is not an ordinary file");
        symlink(at("two"), at("one")).unwrap();
        symlink(at("one"), at("two")).unwrap();
        unreadable(&at("one"));
        symlink(at("nowhere"), at("dangling")).unwrap();
        assert_eq!(take(&at("dangling")), Err(NotTaken::Missing));
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert_eq!(unreadable(&at("socket")), "it is not an ordinary file");
        fs::write(at("true"), "abc").unwrap();
        symlink(at("true"), at("link")).unwrap();
        assert_eq!(take(&at("link")), take(&at("true")));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_that_nobody_writes_to_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert!(matches!(take(&pipe), Err(NotTaken::Unreadable(_))));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_unreadable() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = file_of(b"abc");
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o0)).unwrap();
    // The superuser may read everything.
    if rustix::process::geteuid().is_root() {
        assert!(take(file.path()).is_ok());
    } else {
        assert!(matches!(take(file.path()), Err(NotTaken::Unreadable(_))));
    }
}
