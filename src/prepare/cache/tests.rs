use super::*;

#[test]
fn what_a_dead_process_left_is_swept_away_and_a_living_one_keeps_its_own() {
    let root = tempfile::tempdir().unwrap();
    let key = "a".repeat(64);
    // Processes are numbered far below this.
    let dead = root.path().join(format!("{key}{ASIDE}1999999999-0"));
    fs::create_dir(&dead).unwrap();
    let cache = Cache::open(root.path()).unwrap();
    let aside = cache.aside(&key).unwrap();
    Cache::open(root.path()).unwrap();
    assert!(!dead.exists());
    assert!(aside.folder().exists());
    let folder = aside.folder().to_owned();
    drop(aside);
    assert!(!folder.exists());
}

#[test]
fn pruning_leaves_what_is_kept_and_what_is_not_ours() {
    let root = tempfile::tempdir().unwrap();
    let (kept, old) = ("b".repeat(64), "c".repeat(64));
    for name in [kept.as_str(), old.as_str(), "holiday pictures"] {
        fs::create_dir(root.path().join(name)).unwrap();
        fs::write(root.path().join(name).join("x"), "12345").unwrap();
    }
    let cache = Cache::open(root.path()).unwrap();
    let none = BTreeSet::new();
    assert_eq!(cache.prune(&BTreeSet::from([kept.clone()]), &none).unwrap(), (1, 5));
    assert!(root.path().join(kept).exists());
    assert!(root.path().join("holiday pictures").exists());
}

#[test]
fn pruning_leaves_what_another_exhibit_uses_until_that_is_gone_too() {
    let root = tempfile::tempdir().unwrap();
    let cache = Cache::open(&root.path().join("cache")).unwrap();
    let exhibit = |name: &str| {
        let file = root.path().join(name);
        fs::write(&file, "").unwrap();
        file
    };
    let (one, two) = (exhibit("one.toml"), exhibit("two.toml"));
    let key = "d".repeat(64);
    fs::create_dir(cache.root().join(&key)).unwrap();
    cache.write_notes(&key, &Notes::default());
    cache.remember_user(&key, &one);
    cache.remember_user(&key, &two);
    let prune =
        |file: &PathBuf| cache.prune(&BTreeSet::new(), &BTreeSet::from([file.clone()])).unwrap().0;
    assert_eq!(prune(&one), 0);
    assert_eq!(prune(&one), 0);
    fs::remove_file(&two).unwrap();
    assert_eq!(prune(&one), 1);
    assert!(!cache.root().join(&key).exists());
}

#[cfg(unix)]
#[test]
fn a_device_is_not_read_as_a_master() {
    let root = tempfile::tempdir().unwrap();
    let cache = Cache::open(&root.path().join("cache")).unwrap();
    let link = root.path().join("endless.mp4");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    assert!(cache.master_hash(&link).is_err());
}

#[test]
fn a_master_that_changes_gets_another_hash() {
    let root = tempfile::tempdir().unwrap();
    let cache = Cache::open(&root.path().join("cache")).unwrap();
    let file = root.path().join("m");
    fs::write(&file, "one").unwrap();
    let one = cache.master_hash(&file).unwrap();
    assert_eq!(cache.master_hash(&file).unwrap(), one);
    fs::write(&file, "three").unwrap();
    assert_ne!(cache.master_hash(&file).unwrap(), one);
}
