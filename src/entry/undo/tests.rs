use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::date;
use proptest::prelude::*;
use tempfile::TempDir;

use super::super::history::KEPT;
use super::*;

fn now() -> DateTime {
    date(2026, 3, 1).at(12, 30, 0, 0)
}

fn exhibit(text: &str) -> (TempDir, PathBuf, History) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("exhibit.toml");
    fs::write(&file, text).unwrap();
    let history = History::of(&file).unwrap();
    (folder, file, history)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_changed_is_undone_and_done_again() {
    let (folder, file, history) = exhibit("a\r\n");
    history.change("a\r\n", "b", "made it b", now()).unwrap();
    history.change("b", "c\n", "made it c", now()).unwrap();
    let read = || fs::read_to_string(&file).unwrap();
    let undone = history.undo(false, now()).unwrap();
    assert_eq!((undone.what.as_str(), read().as_str()), ("made it c", "b"));
    assert!(undone.diff.contains("-c\n+b\n"), "{}", undone.diff);
    assert_eq!(history.undo(false, now()).unwrap().what, "made it b");
    assert_eq!(read(), "a\r\n");
    assert!(matches!(history.undo(false, now()), Err(UndoError::Nothing("undo"))));
    assert_eq!(history.redo(false, now()).unwrap().what, "made it b");
    assert_eq!(history.redo(false, now()).unwrap().what, "made it c");
    assert_eq!(read(), "c\n");
    assert!(matches!(history.redo(false, now()), Err(UndoError::Nothing("redo"))));
    history.undo(false, now()).unwrap();
    history.change("b", "d", "made it d", now()).unwrap();
    assert!(matches!(history.redo(false, now()), Err(UndoError::Nothing("redo"))));
    let list: Vec<_> = history.list().unwrap().into_iter().map(|p| (p.what, p.holds)).collect();
    let expected = [("made it b", true), ("made it c", false), ("made it d", true)];
    assert_eq!(list, expected.map(|(what, holds)| (what.to_owned(), holds)));
    assert_eq!(names(folder.path()), [".exhibit.history", "exhibit.toml"]);
}

#[test]
fn a_change_by_hand_is_not_undone_without_force_and_comes_back() {
    let (_folder, file, history) = exhibit("a\n");
    history.change("a\n", "b\n", "made it b", now()).unwrap();
    fs::write(&file, "b\nby hand\n").unwrap();
    let refused = history.undo(false, now()).unwrap_err();
    let UndoError::ByHand { diff, what, .. } = &refused else { panic!("{refused}") };
    assert!(diff.ends_with(" b\n+by hand\n") && what == "made it b", "{diff}");
    assert!(refused.into_report().render(false).contains("--force"));
    history.undo(true, now()).unwrap();
    assert_eq!(history.text().unwrap(), "a\n");
    history.redo(false, now()).unwrap();
    assert_eq!(history.text().unwrap(), "b\nby hand\n");
}

#[test]
fn a_change_after_one_by_hand_is_undone_to_that() {
    let (_folder, file, history) = exhibit("a\n");
    history.change("a\n", "b\n", "made it b", now()).unwrap();
    fs::write(&file, "by hand").unwrap();
    let stale = history.change("b\n", "c\n", "made it c", now());
    assert!(matches!(stale, Err(UndoError::Meanwhile(_))));
    history.change("by hand", "c\n", "made it c", now()).unwrap();
    history.undo(false, now()).unwrap();
    assert_eq!(history.text().unwrap(), "by hand");
    assert!(matches!(history.undo(false, now()), Err(UndoError::ByHand { .. })));
}

/// Lets the step of one number fail, or ends there as a crash would.
fn failing(at: usize, crash: bool) -> impl FnMut(super::super::atomic::Step) -> io::Result<()> {
    let mut count = 0;
    move |_| {
        count += 1;
        if count - 1 != at {
            return Ok(());
        }
        if crash {
            std::panic::resume_unwind(Box::new("crash"));
        }
        Err(io::Error::other("the disk is full"))
    }
}

#[test]
fn wherever_it_ends_the_file_is_old_or_new_and_the_history_goes_on() {
    let mut steps = 0;
    for crash in [false, true] {
        for at in 0.. {
            let (folder, file, history) = exhibit("old\n");
            history.change("old\n", "one\n", "one", now()).unwrap();
            let mut gate = failing(at, crash);
            let run = AssertUnwindSafe(|| {
                history.change_through(&mut gate, ["one\n", "two\n"], "two", now())
            });
            if matches!(catch_unwind(run), Ok(Ok(()))) {
                steps = at;
                break;
            }
            let text = fs::read_to_string(&file).unwrap();
            assert!(["one\n", "two\n"].contains(&text.as_str()), "{at}: {text}");
            let list = history.list().unwrap();
            assert_eq!(
                list.iter().filter(|past| past.holds).count(),
                1 + usize::from(text == "two\n")
            );
            // The next is done and undone as if nothing had been.
            history.change(&text, "three\n", "three", now()).unwrap();
            assert_eq!(history.undo(false, now()).unwrap().what, "three");
            assert_eq!(history.text().unwrap(), text);
            let expected = if text == "two\n" { "two" } else { "one" };
            assert_eq!(history.undo(false, now()).unwrap().what, expected, "{at}");
            assert_eq!(names(folder.path()), [".exhibit.history", "exhibit.toml"]);
            let left = names(&folder.path().join(".exhibit.history"));
            assert!(left.iter().all(|name| name == "lock" || name.ends_with(".toml") && !name.starts_with('.')), "{left:?}");
        }
    }
    // Two files of the history and the exhibit, six steps each.
    assert_eq!(steps, 18);
}

#[test]
fn an_undo_that_ends_anywhere_can_be_undone_too() {
    for crash in [false, true] {
        for at in 0..18 {
            let (_folder, _, history) = exhibit("old\n");
            history.change("old\n", "new\n", "new", now()).unwrap();
            let mut gate = failing(at, crash);
            let run = AssertUnwindSafe(|| history.go(&mut gate, Way::Undo, false, now()));
            assert!(!matches!(catch_unwind(run), Ok(Ok(_))));
            if history.text().unwrap() == "new\n" {
                history.undo(false, now()).unwrap();
            }
            assert_eq!(history.text().unwrap(), "old\n");
            history.redo(false, now()).unwrap();
            assert_eq!(history.text().unwrap(), "new\n");
        }
    }
}

#[test]
fn the_oldest_are_let_go() {
    let (folder, _, history) = exhibit(&(KEPT + 4).to_string());
    let kept = folder.path().join(".exhibit.history");
    fs::create_dir(&kept).unwrap();
    for n in 1..KEPT + 5 {
        for (side, text) in [("before", n - 1), ("after", n)] {
            let file = kept.join(format!("{n:04}-2026-03-01T12-30-00-{side}.toml"));
            fs::write(file, format!("# Palimpsest: change: to {n}\n{text}")).unwrap();
        }
    }
    // Left by a crash, and by a person.
    fs::write(kept.join("0090-2026-03-01T12-30-01-after.toml"), "# Palimpsest: change: x\n")
        .unwrap();
    fs::write(kept.join("notes.txt"), "mine").unwrap();
    let [old, new] = [KEPT + 4, KEPT + 5].map(|n| n.to_string());
    history.change(&old, &new, &format!("to {new}\nand on"), now()).unwrap();
    assert_eq!(names(&kept).len(), 2 * KEPT + 2);
    let list = history.list().unwrap();
    assert_eq!((list.len(), list[0].number), (KEPT, 6));
    assert_eq!(list[KEPT - 1].what, "to 105\u{fffd}and on");
    history.undo(false, now()).unwrap();
    history.undo(false, now()).unwrap();
    assert_eq!(history.text().unwrap(), (KEPT + 3).to_string());
}

#[test]
fn the_kiss_gains_a_version_and_is_what_it_was_before() {
    use super::super::edit::{Files, MadeBy, NewVersion, add_version};
    let text = include_str!("../../../exhibits/the-kiss/exhibit.toml");
    let (_folder, _, history) = exhibit(text);
    let made_by = MadeBy::Existing("sketch-7".to_owned());
    let files = Files::Whole("media/x.mp4".to_owned());
    let new = add_version(text, &NewVersion { made_by, files, fit: None, rights: None }).unwrap();
    history.change(text, &new, "added version sketch-7-2", now()).unwrap();
    let done = history.undo(false, now()).unwrap();
    assert_eq!(history.text().unwrap(), text);
    assert_eq!(done.diff.lines().filter(|line| line.starts_with('-')).count(), 1 + 5);
    assert_eq!(history.redo(false, now()).unwrap().what, "added version sketch-7-2");
    assert_eq!(history.text().unwrap(), new);
}

#[test]
fn two_at_once_are_kept_apart() {
    let (_folder, _, history) = exhibit("a");
    let held = history.locked().unwrap();
    assert!(matches!(history.change("a", "b", "b", now()), Err(UndoError::Busy(_))));
    drop(held);
    history.change("a", "b", "b", now()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_the_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, file, _) = exhibit("a");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("exhibit.toml");
    symlink(&file, &link).unwrap();
    let history = History::of(&link).unwrap();
    history.change("a", "b", "b", now()).unwrap();
    assert!(link.is_symlink() && fs::read_to_string(&link).unwrap() == "b");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o640);
    let kept = folder.path().join(".exhibit.history");
    assert!(
        names(&kept)
            .iter()
            .filter(|name| *name != "lock")
            .all(|name| mode(&kept.join(name)) == 0o640)
    );
    assert_eq!(names(elsewhere.path()), ["exhibit.toml"]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
    assert!(matches!(history.change("b", "c", "c", now()), Err(UndoError::ReadOnly(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Against the plain model: two stacks of texts.
    #[test]
    fn any_order_of_changes_undoings_and_redoings_leads_where_two_stacks_lead(
        steps in prop::collection::vec(0..4, 1..12),
    ) {
        let (_folder, _, history) = exhibit("0");
        let (mut past, mut future, mut text) = (Vec::new(), Vec::new(), "0".to_owned());
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                0 | 1 => {
                    let new = format!("{n}-{step}\r\n\u{feff}# Palimpsest: undo 1: x\n");
                    history.change(&text, &new, "x", now()).unwrap();
                    past.push(std::mem::replace(&mut text, new));
                    future.clear();
                }
                2 => {
                    prop_assert_eq!(history.undo(false, now()).is_ok(), !past.is_empty());
                    if let Some(before) = past.pop() {
                        future.push(std::mem::replace(&mut text, before));
                    }
                }
                _ => {
                    prop_assert_eq!(history.redo(false, now()).is_ok(), !future.is_empty());
                    if let Some(after) = future.pop() {
                        past.push(std::mem::replace(&mut text, after));
                    }
                }
            }
            prop_assert_eq!(history.text().unwrap(), text.clone());
        }
    }
}
