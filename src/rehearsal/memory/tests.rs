use std::time::Duration;

use proptest::prelude::*;

use super::file::{FILE_NAME, Keeper, SETTLE};
use super::*;

fn recent(path: &str, when: i64) -> Recent {
    Recent { path: path.into(), title: "One".to_owned(), when }
}

#[test]
fn what_is_hung_is_remembered_newest_first_and_each_once() {
    let mut memory = Memory::default();
    for at in 0..20 {
        memory.hung(recent(&format!("/a/{}", at % 15), at), Some(recent("/wall.toml", at)));
    }
    assert_eq!(memory.exhibits.len(), MOST_RECENT);
    assert_eq!(memory.exhibits[0], recent("/a/4", 19));
    assert_eq!(memory.installations, [recent("/wall.toml", 19)]);
    memory.forget("/a/4".as_ref());
    assert_eq!((memory.exhibits[0].when, memory.last.clone()), (18, None));
    assert_eq!(Memory::read(&memory.text()).unwrap(), Memory { version: VERSION, ..memory });
}

#[test]
fn what_changes_is_written_a_while_later_once_and_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep").join(FILE_NAME);
    let (mut keeper, notice) = Keeper::open(file.parent().unwrap());
    assert_eq!(notice, None);
    let flag = |memory: &mut Memory| drop(memory.panels.insert("a".into(), Remembered::Flag(true)));
    keeper.change(Duration::from_secs(1), flag);
    keeper.tick(Duration::from_secs(2));
    assert!(!file.exists(), "not at once");
    keeper.tick(Duration::from_secs(1) + SETTLE);
    let written = std::fs::metadata(&file).unwrap().modified().unwrap();
    keeper.change(Duration::from_secs(90), flag);
    keeper.tick(Duration::from_secs(900));
    assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), written, "nothing changed");
    keeper.change(Duration::from_secs(901), |memory| memory.hung(recent("/b", 1), None));
    drop(keeper);
    let (keeper, _) = Keeper::open(file.parent().unwrap());
    assert_eq!(keeper.memory().last.as_ref().unwrap().exhibit, PathBuf::from("/b"));
    assert_eq!(keeper.memory().panels["a"], Remembered::Flag(true));
}

#[test]
fn a_broken_or_newer_file_is_set_aside_with_a_notice_and_is_kept() {
    for (text, expected) in [
        ("{ no", "cannot be read"),
        ("{\"version\": 99, \"window\": \"elsewhere\"}", "newer edition"),
        ("[]", "cannot be read"),
        ("", "cannot be read"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        for round in 0..2 {
            std::fs::write(&file, text).unwrap();
            let (keeper, notice) = Keeper::open(folder.path());
            let notice = notice.unwrap();
            assert!(notice.contains(expected) && notice.contains("broken-"), "{notice}");
            assert_eq!(keeper.memory(), &Memory::default());
            drop(keeper);
            assert!(!file.exists());
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), round + 1);
        }
        let (_, notice) = Keeper::open(folder.path());
        assert_eq!(notice, None, "it is said once");
    }
}

#[test]
fn a_window_that_nobody_could_take_hold_of_is_known() {
    let place = |corner| WindowPlace { corner, size: (1216, 728), full: false };
    let monitors = [((0, 0), (1920, 1080)), ((1920, 0), (1280, 1024))];
    assert!(place(None).is_reachable(&monitors));
    assert!(place(Some((2500, 100))).is_reachable(&monitors));
    assert!(place(Some((-1100, 100))).is_reachable(&monitors));
    assert!(!place(Some((4000, 100))).is_reachable(&monitors));
    assert!(!place(Some((100, 1060))).is_reachable(&monitors));
    assert!(place(Some((4000, 100))).is_reachable(&[]));
    let text = r#"{"version": 1, "window": {"corner": null, "size": [9, 9], "full": false}}"#;
    assert_eq!(Memory::read(text).unwrap().window, None);
}

#[test]
fn days_are_told_as_people_tell_them() {
    let (zone, day, now) = (TimeZone::UTC, 86_400, 1_733_745_600);
    assert_eq!(ago(now - 60, now, &zone), "today");
    assert_eq!(ago(now + day, now, &zone), "today", "a clock that was wrong");
    assert_eq!(ago(now - day, now, &zone), "yesterday");
    assert_eq!(ago(now - 5 * day, now, &zone), "5 days ago");
    assert_eq!(ago(now - 60 * day, now, &zone), "10 Oct 2024");
}

proptest! {
    #[test]
    fn no_file_keeps_the_window_from_opening(text in any::<String>(), number in any::<f64>()) {
        if let Ok(memory) = Memory::read(&text) {
            prop_assert!(memory.version <= VERSION);
        }
        let mut memory = Memory::default();
        memory.panels.insert(text, Remembered::Number(number));
        let read = Memory::read(&memory.text()).unwrap();
        prop_assert_eq!(read.panels.len(), usize::from(number.is_finite()));
    }
}
