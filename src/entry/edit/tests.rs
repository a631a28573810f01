use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::exhibit::load::{self, Loaded};
use crate::exhibit::{Exhibit, Source};

fn read(text: &str) -> Loaded {
    load::parse(text, Path::new("exhibit.toml"), Path::new("."))
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn new(name: &str, files: Files) -> NewVersion {
    let released = Some(Released { year: 2025, month: Some(9), day: None });
    let made_by = MadeBy::New { name: name.to_owned(), maker: Some("Мы".to_owned()), released };
    NewVersion { made_by, files, fit: Some(Fit::Stretch), rights: None }
}

fn whole() -> Files {
    Files::Whole("media/x.mp4".to_owned())
}

/// Everything of the old text is in the new one, in order.
fn only_inserted(old: &str, new: &str) -> bool {
    let mut rest = new.bytes();
    old.bytes().all(|byte| rest.any(|other| other == byte))
}

/// Every line of the old text, with its end, is in the new one, in order.
fn keeps_lines(old: &str, new: &str) -> bool {
    let mut rest = new.split_inclusive('\n');
    old.split_inclusive('\n').all(|line| rest.any(|other| other == line))
}

/// The exhibit without what was added, as it compares with the old one.
fn without(mut exhibit: Exhibit, id: &str) -> Exhibit {
    let gone = exhibit.generations.iter().position(|one| one.id == id).unwrap();
    exhibit.generations.remove(gone);
    exhibit.versions.retain(|version| version.generation != gone);
    for version in &mut exhibit.versions {
        version.generation -= usize::from(version.generation > gone);
    }
    exhibit
}

/// Lines move down by what is added above them; nothing else of an exhibit changes.
fn no_places(exhibit: Exhibit) -> String {
    let all = format!("{exhibit:#?}");
    let moved = ["line: ", "column: ", "source_line: "];
    let kept =
        all.lines().filter(|line| !moved.iter().any(|key| line.trim_start().starts_with(key)));
    kept.collect::<Vec<_>>().join("\n")
}

const REAL: [&str; 2] = [
    include_str!("../../../exhibits/the-kiss/exhibit.toml"),
    include_str!("../../../exhibits/test-card/exhibit.toml"),
];

/// The same exhibit in many spellings; each holds generations `a` and `b`.
const SPELLINGS: &[&str] = &[
    // Headers, packed.
    "title='T'\nlength=9\n[[generation]]\nid='a'\nname='A'\n[[generation]]\nid='b'\nname='B'\n[[version]]\ngeneration='a'\nfile='a'\n[[version]]\ngeneration='b'\ncard=8",
    // Comments above, below and between, no end of the last line.
    "title='T' # t\nlength=9\n\n[[generation]]\nid='a'\nname='A'\n# of a\n\n# of b\n[[generation]]\nid='b'\nname='B'\n# maker = 'who?'\n\n# ---- versions\n\n[[version]]\ngeneration='a'\nfile='a'\n\n[[version]]\ngeneration='b'\ncard=8 # eight\n# note = ''\n\n# The end.",
    // Lists in brackets.
    "title='T'\nlength=9\ngeneration = [{id='a',name='A'}, {id='b',name='B'}]\nversion = [{generation='a',file='a'},{generation='b',card=8},]\n[[credit]]\nrole='r'\nname='n'\n",
    // Lists over lines, with and without the last comma, comments within.
    "title='T'\nlength=9\ngeneration = [ # models\n  {id='a',name='A'}, # the first\n  # one more\n  {id='b',name='B'} # the second\n  # no more\n]\nversion = [\n\t{generation='a',file='a'},\n\t{generation='b',card=8}, # eight\n]\n",
    "title='T'\nlength=9\ngeneration = [\n  {id='a',name='A'},\n  {id='b',name='B'} ]\nversion = [\n  {generation='a',file='a'}, {generation='b',card=8}\n  , # odd\n]\n",
    // Points in keys, quoted keys, tables below tables, out of order.
    "title.en='T'\ntitle.ru='Т'\nlength=9\n[[version]]\ngeneration='a'\n'clips'.film = 'a'\nnote = '''\n[[version]]\n# not a header'''\n[[generation]]\nid='a'\n\"name\".en='A'\nname.ru='А'\n[version.colour]\nmatrix='bt709'\n[[version]]\ngeneration='b'\n[version.clips.film]\nfile='b'\nfit='cut'\n[[generation]]\nid='b'\n[generation.name]\nen='B'\nru='Б'\n[typeface]\ntitles='t.otf'\n",
    // A header with a comment at once above it, and a text that ends like a comment.
    "title='T'\nlength=9\n[[generation]]\nid='a'\nname='A'\n[[generation]]\nid='b'\nname='B'\nmaker='''\n# Maker'''\n# The versions\n# are these.\n[[version]]\ngeneration='a'\nfile='a'\n[[version]]\ngeneration='b'\nfile='b'\n# Nothing more.\n[[credit]]\nrole='r'\nname='n'",
    // TOML 1.1: tables in braces over lines.
    "title='T'\nlength=9\ngeneration = [{\n  id='a',\n  name='A',\n}, {\n  id='b',\n  name='B', # b\n},]\n[[version]]\ngeneration='a'\nfile='a'\n[[version]]\ngeneration='b'\nfile='b'\n",
];

fn check(old: &str) -> String {
    let files = Files::ByShot(vec![(read(old).exhibit.shots[0].id.clone(), "x.mp4".to_owned())]);
    let text = add_version(old, &new("Ёж 2", files)).unwrap();
    assert!(only_inserted(old, &text), "{text}");
    let exhibit = read(&text).exhibit;
    let version = exhibit.versions.iter().find(|version| version.id == "ezh-2").unwrap();
    let made_by = exhibit.generations.iter().find(|one| one.id == "ezh-2").unwrap();
    assert_eq!(version.name, made_by.name);
    assert_eq!(no_places(without(exhibit, "ezh-2")), no_places(read(old).exhibit));
    text
}

#[test]
fn whatever_the_spelling_only_the_new_is_inserted() {
    for old in SPELLINGS.iter().chain(&REAL) {
        for old in [
            (*old).to_owned(),
            old.replace('\n', "\r\n"),
            format!("\u{feff}{old}"),
            format!("{old}\n\n"),
        ] {
            let text = check(&old);
            let lone = text.replace("\r\n", "").contains('\n');
            assert_eq!(old.contains('\r'), !lone && text.contains('\r'), "{text}");
            if old.ends_with('\n') && !old.contains("= [") {
                assert!(keeps_lines(&old, &text), "{text}");
            }
        }
    }
}

#[test]
fn the_kiss_gains_one_block_in_each_of_two_places() {
    let text = add_version(REAL[0], &new("Sora 2", whole())).unwrap();
    let generation = "\n[[generation]]\nid = \"sora-2\"\nname = \"Sora 2\"\nmaker = \"Мы\"\nreleased = \"2025-09\"\n";
    let version =
        "\n[[version]]\ngeneration = \"sora-2\"\nfile = \"media/x.mp4\"\nfit = \"stretch\"\n";
    let after =
        text.replacen(&format!("{generation}\n# ---- The versions"), "\n# ---- The versions", 1);
    let after =
        after.replacen(&format!("{version}\n# ---- The influences"), "\n# ---- The influences", 1);
    assert_eq!(after, REAL[0]);
}

#[test]
fn a_second_version_of_a_generation_gets_an_id_of_its_own() {
    for name in ["a", "A", " a "] {
        let made_by = MadeBy::Existing(name.trim().to_owned());
        let new = NewVersion { made_by, files: whole(), fit: None, rights: None };
        let text = add_version(SPELLINGS[0], &new).unwrap();
        let text = add_version(&text, &new).unwrap();
        let ids: Vec<_> = read(&text).exhibit.versions.iter().map(|one| one.id.clone()).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "b"]);
    }
    let text = add_version(
        REAL[0],
        &NewVersion {
            made_by: MadeBy::Existing("набросок 7".to_owned()),
            files: whole(),
            fit: None,
            rights: None,
        },
    );
    assert!(text.unwrap().contains("id = \"sketch-7-2\"\ngeneration = \"sketch-7\""));
}

#[test]
fn the_first_generation_and_version_go_where_there_is_none() {
    for old in [
        "title='T'\nlength=9",
        "title='T'\nlength=9\ngeneration=[]\nversion = [\n]\n",
        "title='T'\nlength=9\nversion=[ # none\n]\n[[shot]]\nid='a'\nstart=0",
    ] {
        let text = add_version(old, &new("Новая", whole())).unwrap();
        assert!(only_inserted(old, &text));
        assert_eq!(read(&text).exhibit.versions[0].id, "novaia", "{text}");
    }
}

#[test]
fn many_clips_stand_on_a_line_each() {
    let shots = &read(REAL[0]).exhibit.shots;
    let clips = shots.iter().map(|shot| (shot.id.clone(), format!("media/new/{}.mp4", shot.id)));
    let text = add_version(REAL[0], &new("New", Files::ByShot(clips.collect()))).unwrap();
    assert!(text.contains("\nclips.march = \"media/new/march.mp4\"\nclips.invitation = "));
    assert!(read(&text).warnings.is_empty());
}

#[test]
fn what_is_wrong_is_said_and_what_to_do() {
    let said = |text: &str, new: &NewVersion| {
        add_version(text, new).unwrap_err().into_report().render(false)
    };
    let by = |name: &str| NewVersion {
        made_by: MadeBy::Existing(name.to_owned()),
        files: whole(),
        fit: None,
        rights: None,
    };
    assert!(said(REAL[0], &by("sketch7")).contains("Did you mean \"sketch-7\"?"));
    assert!(said(SPELLINGS[0], &new("b", whole())).contains("give its id, `b`"));
    let broken = said("title = \"T\nlength = 3\n", &new("x", whole()));
    assert!(broken.contains("exhibit.toml:1:") && broken.contains("is not closed"), "{broken}");
    let faulty = said(&SPELLINGS[0].replace("length=9", "length='x'"), &new("x", whole()));
    assert!(
        faulty.contains("exhibit.toml:2:8") && faulty.contains("number of seconds"),
        "{faulty}"
    );
    let long = said(SPELLINGS[0], &new(&"n".repeat(61), whole()));
    assert!(long.contains("its place holds 60"), "{long}");
    let unknown = new("x", Files::ByShot(vec![("nowhere".to_owned(), "f".to_owned())]));
    assert!(said(SPELLINGS[0], &unknown).contains("there is no shot `nowhere`"));
}

#[test]
fn a_generation_that_a_person_takes_for_one_that_is_there_is_not_added_again() {
    let old = SPELLINGS[0].replace("id='a'\nname='A'", "id='sora'\nname='Sora (OpenAI)'");
    let old = old.replace("generation='a'", "generation='sora'");
    let said = |name: &str| {
        add_version(&old, &new(name, whole())).unwrap_err().into_report().render(false)
    };
    for name in ["SORA", "sora", "Sora!", "sora  (openai)"] {
        assert!(said(name).contains("give its id, `sora`"), "{name}: {}", said(name));
    }
    assert!(said("!!!").contains("a letter or a digit"));
    assert!(add_version(&old, &new("Sora 2", whole())).is_ok());
    let first = add_version(&old, &new("可灵 3", whole())).unwrap();
    assert!(add_version(&first, &new("即梦 3", whole())).is_ok());
}

#[test]
fn a_path_is_written_from_the_folder_of_the_media() {
    let written = |file: &str| written_path(Path::new(file), Path::new("/show/kiss"));
    assert_eq!(written("/show/kiss/media/a b.mp4").unwrap(), "media/a b.mp4");
    assert_eq!(written("/other/a.mp4").unwrap(), "/other/a.mp4");
    assert!(written("/show/kiss/a\\b.mp4").is_err() && written("/show/kiss/a\nb").is_err());
}

proptest! {
    #[test]
    fn any_name_and_path_survive_the_way_through_the_file(
        name in "\\PC{1,30}", maker in prop::option::of("\\PC{1,30}"), file in "[^\\\\:\\p{C}]{1,40}",
        which in 0..SPELLINGS.len(), windows: bool,
    ) {
        prop_assume!(!name.trim().is_empty() && !file.trim().is_empty());
        prop_assume!(maker.as_ref().is_none_or(|maker| !maker.trim().is_empty()));
        let old = if windows { SPELLINGS[which].replace('\n', "\r\n") } else { SPELLINGS[which].to_owned() };
        let made_by = MadeBy::New { name: name.clone(), maker: maker.clone(), released: None };
        let new = NewVersion { made_by, files: Files::Whole(file.clone()), fit: None, rights: None };
        prop_assume!(!["a", "b", "а", "б"].contains(&name.trim().to_lowercase().as_str()));
        prop_assume!(!["a", "b"].contains(&slug(&name, "").as_str()));
        prop_assume!(name.chars().any(char::is_alphanumeric));
        let text = add_version(&old, &new).unwrap();
        prop_assert!(only_inserted(&old, &text));
        let exhibit = read(&text).exhibit;
        let version = &exhibit.versions[2];
        // The reader makes one space of most white space.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(plain(version.name.get("en")), plain(&name));
        let written = exhibit.generations[2].maker.get("en");
        prop_assert_eq!(plain(written), plain(&maker.unwrap_or_default()));
        let Source::Clips(clips) = &version.source else { panic!("no clips") };
        prop_assert_eq!(&clips[0].written, &file);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\n|\\[\\[version\\]\\]\n|generation = \\[|'''|#){0,40}") {
        add_version(&text, &new("X", whole())).ok();
    }
}

#[test]
fn rights_are_written_with_the_version_and_read_as_they_were_stated() {
    let until = Date::constant(2027, 6, 30);
    let territories = Territories::read(["DE", "FR"]).unwrap();
    let rights = Rights {
        owner: Some("The \"artist\"".to_owned()),
        licence: Some("CC BY 4.0".to_owned()),
        clearances: vec![Clearance::new(None, Some(until), territories).unwrap()],
        ..Rights::default()
    };
    let text = "title = \"F\"\nlength = 9\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
                [[version]]\ngeneration = \"g\"\ncard = 24\n";
    let version = NewVersion { rights: Some(rights.clone()), ..new("Next", whole()) };
    let written = add_version(text, &version).unwrap();
    let exhibit = read(&written).exhibit;
    assert_eq!(exhibit.versions.last().unwrap().rights, Some(rights), "{written}");
}
