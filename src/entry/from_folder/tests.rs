use super::*;

fn day(day: i8) -> Option<Released> {
    Some(Released { year: 2025, month: Some(3), day: Some(day) })
}

fn listing(folder: &str, paths: &[&str]) -> Listing {
    let found = |path: &&str| {
        let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "png" | "jpg" => Kind::Still,
            "srt" | "vtt" => Kind::Captions,
            _ => Kind::Film,
        };
        Found { path: (*path).to_owned(), kind, day: day(1) }
    };
    let files = paths.iter().map(found).collect();
    Listing { folder: folder.into(), files, ..Listing::default() }
}

fn proposed(paths: &[&str]) -> Proposal {
    propose(&listing("/films/the-crossing", paths), &Known::default(), &Choices::default())
}

fn labels(proposal: &Proposal) -> Vec<String> {
    proposal.versions.iter().map(|version| proposal.label(version)).collect()
}

#[test]
fn a_folder_of_versions_is_a_film_of_one_shot() {
    let paths = [
        "cogvideox15-i2v.mp4",
        "cogvideox15-t2v.mp4",
        "kling16-t2v.mp4",
        "sora-a-t2v.mp4",
        "veo2-a.mp4",
        "veo2-b.mp4",
    ];
    let mut known = Known::default();
    known.lengths.insert("kling16-t2v.mp4".to_owned(), FilmTime::from_millis(10_041));
    known.lengths.insert("veo2-a.mp4".to_owned(), FilmTime::from_secs(8));
    let found = listing("/films/the-crossing", &paths);
    let proposal = propose(&found, &known, &Choices::default());
    assert_eq!(
        labels(&proposal),
        [
            "CogVideoX 1.5, image to video",
            "CogVideoX 1.5, text to video",
            "Kling 1.6",
            "Sora",
            "Veo 2"
        ]
    );
    assert_eq!(proposal.title, "The crossing");
    assert_eq!(proposal.length, FilmTime::from_millis(10_050));
    assert_eq!(proposal.versions[4].takes, [(0, "veo2-b.mp4".to_owned())]);
    let text = proposal.text().unwrap();
    assert!(text.contains("takes.film = [\"veo2-b.mp4\"]"), "{text}");
    assert!(text.contains("length = 10.05"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("released")), "{text}");
    assert!(text.contains("# 2025-03-01, by the file's date"), "{text}");

    let every = propose(&found, &known, &Choices { every_take: true, ..Choices::default() });
    assert_eq!(labels(&every)[4..], ["Veo 2, a", "Veo 2, b"]);
    assert!(every.versions.iter().all(|version| version.takes.is_empty()));
    assert!(every.text().is_ok());
}

#[test]
fn takes_of_nothing_else_hang_beside_each_other() {
    let proposal = proposed(&["kiss a.mp4", "kiss b.mp4", "kiss c.mp4"]);
    assert_eq!(proposal.versions.len(), 3);
    assert!(proposal.text().is_ok());
}

#[test]
fn shots_begin_one_after_the_other_and_are_as_long_as_their_longest_file() {
    let paths = ["gen2/01 river.mp4", "gen2/02 shore.mp4", "sora/river.mp4", "sora/shore.mp4"];
    let mut known = Known::default();
    for (path, ms) in paths.iter().zip([4000, 3000, 5000, 2500]) {
        known.lengths.insert((*path).to_owned(), FilmTime::from_millis(ms));
    }
    let proposal = propose(&listing("/a/kiss", &paths), &known, &Choices::default());
    let shots: Vec<_> =
        proposal.shots.iter().map(|shot| (shot.id.as_str(), shot.start.0 / 1_000_000)).collect();
    assert_eq!(shots, [("river", 0), ("shore", 5000)]);
    assert_eq!(proposal.length, FilmTime::from_secs(8));
    assert_eq!(labels(&proposal), ["Gen-2", "Sora"]);
    let text = proposal.text().unwrap();
    assert!(text.contains("clips = { river = \"sora/river.mp4\", shore = \"sora/shore.mp4\" }"));
}

#[test]
fn a_film_that_was_made_again_is_ordered_by_the_dates_in_its_names() {
    let proposal = proposed(&["kiss 2025-02-01.mp4", "kiss 2024-03-11.mp4"]);
    assert_eq!(labels(&proposal), ["2024-03-11", "2025-02-01"]);
    let dated = proposal.versions[0].dated;
    assert_eq!(dated.unwrap().said(), "2024-03-11, by its name");
    let proposal = proposed(&["sora 2025-02-01.mp4", "sora 2024-03-11.mp4", "veo 2024-12.mp4"]);
    assert_eq!(labels(&proposal), ["Sora, 2024-03-11", "Sora, 2025-02-01", "Veo"]);
    // The day on which each shot was made parts no version.
    let proposal = proposed(&["sora/20250201 sea.mp4", "sora/20250202 hill.mp4"]);
    assert_eq!((proposal.versions.len(), proposal.shots.len()), (1, 2));
}

#[test]
fn stills_and_captions_find_their_places() {
    let proposal = proposed(&[
        "gen2/01 river.mp4",
        "gen2/02 shore.mp4",
        "sora/01 river.mp4",
        "sora/02 shore.mp4",
        "storyboard/river.png",
        "storyboard/nothing.png",
        "film.en.srt",
        "ru.vtt",
        "other.srt",
    ]);
    assert_eq!(proposal.versions.len(), 2);
    assert_eq!(proposal.shots[0].storyboard.as_deref(), Some("storyboard/river.png"));
    let languages: Vec<_> = proposal.captions.iter().map(|(tag, _)| tag.as_deref()).collect();
    assert_eq!(languages, [Some("en"), Some("ru")]);
    let left: Vec<&str> = proposal.left_out.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(left, ["other.srt", "storyboard/nothing.png"]);
    assert!(proposal.text().is_ok());
    let own = proposed(&["dusk.mp4", "dawn.mp4", "dawn.de.srt"]);
    let with = own.versions.iter().find(|version| !version.captions.is_empty()).unwrap();
    assert_eq!(own.label(with), "Dawn");
}

#[test]
fn stills_alone_are_the_film() {
    let proposal = proposed(&["dalle/sea.png", "dalle/hill.png", "midjourney/sea.png"]);
    assert_eq!((proposal.versions.len(), proposal.shots.len()), (2, 2));
    assert!(!proposal.measured);
    assert!(proposal.text().unwrap().contains("not measured"));
}

#[test]
fn what_cannot_be_shown_is_left_out_and_says_why() {
    let mut known = Known::default();
    known.unfit.insert("broken.mp4".to_owned(), "the file is cut off".to_owned());
    let proposal =
        propose(&listing("/a/x", &["broken.mp4", "sora.mp4"]), &known, &Choices::default());
    assert_eq!(proposal.versions.len(), 1);
    assert_eq!(proposal.left_out[0].path, "broken.mp4");
    let none = proposed(&[]);
    assert!(!none.can_hang());
}

#[test]
fn more_versions_than_an_exhibit_can_have_are_left_out() {
    let names: Vec<String> = (0..430).map(|at| format!("film {at:03}x.mp4")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let proposal = proposed(&names);
    assert_eq!(proposal.versions.len() + proposal.left_out.len(), 430);
    assert_eq!(proposal.versions.len(), 400);
    assert!(proposal.text().is_ok());
}

#[test]
fn a_real_folder_is_read_with_all_that_lies_about_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("Поцелуй фильм");
    std::fs::create_dir_all(root.join("gen2")).unwrap();
    std::fs::create_dir_all(root.join("a/b/c/d/e")).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(root.join(name), bytes).unwrap();
    put("gen2/01 марш.mp4", b"x");
    put("gen2/02 берег.mp4", b"x");
    put("._hidden.mp4", b"x");
    put(".DS_Store", b"x");
    put("empty.mov", b"");
    put("notes.txt", b"x");
    put("late.mp4.crdownload", b"x");
    put("film.ru.srt", "1\n00:00:01,000 --> 00:00:02,000\nДа.\n".as_bytes());
    put("bad.srt", b"1\n00:00:01,000 --> soon\nNo.\n");
    put("a/b/c/d/e/deep.mp4", b"x");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("gen2/01 марш.mp4"), root.join("link.mp4")).unwrap();
        std::os::unix::fs::symlink("/nowhere.mp4", root.join("gone.mp4")).unwrap();
        std::os::unix::fs::symlink(&root, root.join("circle.mp4")).unwrap();
        put("back\\slash.mp4", b"x");
    }
    let listing = look(&root).unwrap();
    let left: BTreeMap<&str, &str> =
        listing.left_out.iter().map(|one| (one.path.as_str(), one.why.as_str())).collect();
    assert!(left["empty.mov"].contains("empty") && left["._hidden.mp4"].contains("hidden"));
    assert!(left["bad.srt"].contains("line 2") && left["late.mp4.crdownload"].contains("whole"));
    assert!(left["a/b/c/d/e"].contains("deeper") && left["notes.txt"].contains("neither"));
    #[cfg(unix)]
    {
        assert!(left["gone.mp4"].contains("link") && left["circle.mp4"].contains("link"));
        assert!(listing.files.iter().any(|file| file.path == "link.mp4"));
    }
    assert!(!left.contains_key(".DS_Store") && !listing.has_exhibit);
    let proposal = propose(&listing, &Known::default(), &Choices::default());
    assert_eq!(proposal.title, "Поцелуй фильм");
    assert_eq!(proposal.captions[0].0.as_deref(), Some("ru"));
    let text = proposal.text().unwrap();
    let file = write::write(&root, &text).unwrap();
    assert!(crate::exhibit::load(&file, None).is_ok());
    assert!(write::write(&root, "other").unwrap_err().contains("left as it is"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert!(look(&root).unwrap().has_exhibit);
    assert!(look(&root.join("nowhere")).is_err());
}
