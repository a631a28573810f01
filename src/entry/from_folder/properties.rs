use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Names as they are found: models, shots, takes, dates, folders and nonsense.
fn path() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("sora".to_owned()),
        Just("veo2".to_owned()),
        Just("kling16".to_owned()),
        Just("shot01".to_owned()),
        Just("shot 2".to_owned()),
        Just("take3".to_owned()),
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("t2v".to_owned()),
        Just("river".to_owned()),
        Just("Марш".to_owned()),
        Just("2024-12-09".to_owned()),
        Just("01".to_owned()),
        Just("(2)".to_owned()),
        Just("final".to_owned()),
        "[\\PC&&[^/\\\\]]{1,12}",
    ];
    let part = prop::collection::vec((word, prop::sample::select(vec!["", "_", "-", " "])), 1..4);
    let part = part
        .prop_map(|words| words.into_iter().map(|(word, glue)| word + glue).collect::<String>());
    let ending = prop::sample::select(vec![".mp4", ".mov", ".png", ".srt", ".en.vtt"]);
    (prop::collection::vec(part, 1..4), ending).prop_map(|(parts, ending)| parts.join("/") + ending)
}

fn listing(paths: &[String], days: &[i8]) -> Listing {
    let mut files = BTreeMap::new();
    for (path, day) in paths.iter().zip(days.iter().cycle()) {
        if !text::can_be_written(path) {
            continue;
        }
        let kind = match path.rsplit('.').next() {
            Some("png") => Kind::Still,
            Some("srt" | "vtt") => Kind::Captions,
            _ => Kind::Film,
        };
        let day = Some(Released { year: 2025, month: Some(1), day: Some(*day) });
        files.insert(path.clone(), Found { path: path.clone(), kind, day });
    }
    Listing { folder: "/films".into(), files: files.into_values().collect(), ..Listing::default() }
}

proptest! {
    #[test]
    fn every_file_is_used_exactly_once_or_left_out_with_a_reason_and_the_text_always_loads(
        paths in prop::collection::vec(path(), 0..24),
        days in prop::collection::vec(1i8..28, 1..5),
        lengths in prop::collection::vec(-5i64..200_000, 1..24),
        unfit in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        every_take in any::<bool>(),
    ) {
        let listing = listing(&paths, &days);
        let mut known = Known::default();
        for (file, ms) in listing.files.iter().zip(lengths.iter().cycle()) {
            known.lengths.insert(file.path.clone(), FilmTime::from_millis(*ms));
        }
        for index in unfit.iter().filter(|_| !listing.files.is_empty()) {
            let file = &listing.files[index.index(listing.files.len())];
            known.unfit.insert(file.path.clone(), "it is damaged".to_owned());
        }
        let proposal = propose(&listing, &known, &Choices { every_take, ..Choices::default() });
        let mut used: Vec<&String> = proposal.versions.iter().flat_map(ProposedVersion::paths).collect();
        used.extend(proposal.shots.iter().filter_map(|shot| shot.storyboard.as_ref()));
        let own = proposal.versions.iter().flat_map(|one| &one.captions);
        used.extend(own.chain(&proposal.captions).map(|(_, path)| path));
        used.extend(proposal.left_out.iter().map(|one| &one.path));
        used.sort();
        let all: Vec<&String> = listing.files.iter().map(|file| &file.path).collect();
        prop_assert_eq!(used, all);
        prop_assert!(proposal.left_out.iter().all(|one| !one.why.is_empty()));
        for version in &proposal.versions {
            prop_assert!(version.paths().count() > 0);
        }
        if proposal.can_hang() {
            let text = proposal.text();
            prop_assert!(text.is_ok(), "{:?}", text);
        }
    }

    #[test]
    fn whatever_a_curator_types_is_written_or_refused_in_words(
        title in "\\PC{0,100}",
        name in any::<String>(),
    ) {
        let mut proposal =
            propose(&listing(&["sora.mp4".to_owned()], &[1]), &Known::default(), &Choices::default());
        proposal.title = title.clone();
        proposal.generations[0].name = name;
        match proposal.text() {
            Ok(text) => {
                let loaded = crate::exhibit::parse(&text, "exhibit.toml".as_ref(), ".".as_ref());
                prop_assert!(loaded.is_ok());
            }
            Err(report) => prop_assert!(report.errors() > 0),
        }
    }
}
