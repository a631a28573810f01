//! Files signed here, with a certificate made for the moment, and real ones.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use c2pa::{Builder, Context, EphemeralSigner, Reader, Settings};

use super::*;

/// The smallest film that the library will sign: no track, a little data.
fn film() -> Vec<u8> {
    fn sized(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes()[..], kind, body].concat()
    }
    let ftyp = sized(b"ftyp", b"isom\0\0\x02\0isomiso2mp41");
    let mut mvhd = vec![0; 100];
    mvhd[14..16].copy_from_slice(&1000_u16.to_be_bytes());
    mvhd[96..].copy_from_slice(&1_u32.to_be_bytes());
    let moov = sized(b"moov", &sized(b"mvhd", &mvhd));
    let mdat = sized(b"mdat", &[0x5a; 2000]);
    [ftyp, moov, mdat].concat()
}

/// A signed film, and the PEM of the root that vouches for its signer.
fn signed() -> (Vec<u8>, String) {
    let iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    let definition = serde_json::json!({
        "title": "A film",
        "claim_generator_info": [{"name": "A tool", "version": "1.2"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [{
            "action": "c2pa.created",
            "digitalSourceType": iptc,
            "softwareAgent": {"name": "A model"},
        }]}}],
    });
    let context = Context::new().with_settings(Settings::new()).unwrap();
    let mut builder =
        Builder::from_context(context).with_definition(definition.to_string()).unwrap();
    let signer = EphemeralSigner::new("signer.example").unwrap();
    let mut to = Cursor::new(Vec::new());
    builder.sign(&signer, "video/mp4", &mut Cursor::new(film()), &mut to).unwrap();
    let bytes = to.into_inner();

    let reader = Reader::default().with_stream("video/mp4", Cursor::new(bytes.clone())).unwrap();
    let chain = reader.active_manifest().unwrap().signature_info().unwrap().cert_chain();
    let root = chain.rfind("-----BEGIN").unwrap();
    (bytes.clone(), chain[root..].to_owned())
}

fn read_bytes(bytes: &[u8], anchors: &Anchors) -> Reading {
    read_from(Cursor::new(bytes), anchors)
}

#[test]
fn a_signer_is_trusted_only_by_a_list_that_holds_its_root() {
    let (film, root) = signed();
    let (_, stranger) = signed();
    let anchors = Anchors::from_pem(&root).unwrap();
    let reading = read_bytes(&film, &anchors);
    assert_eq!(reading.credentials.finding, Finding::Trusted, "{:#?}", reading.credentials);

    let others = Anchors::from_pem(&stranger).unwrap();
    let unknown = read_bytes(&film, &others).credentials;
    assert_eq!(unknown.finding, Finding::Unconfirmed { doubts: vec![Doubt::SignerUnknown] });
    let nobody = read_bytes(&film, &Anchors::none()).credentials;
    assert_eq!(nobody.finding, Finding::Unconfirmed { doubts: vec![Doubt::NoList] });
}

#[test]
fn what_was_signed_is_told() {
    let (film, root) = signed();
    let reading = read_bytes(&film, &Anchors::from_pem(&root).unwrap());
    let statement = reading.credentials.statement.clone().unwrap();
    assert_eq!(statement.title.as_deref(), Some("A film"));
    assert!(statement.tools[0].starts_with("A tool 1.2"), "{:?}", statement.tools);
    assert!(statement.signer().is_some_and(|name| name.contains("LOCAL USE ONLY")));
    let signed = statement.signed.as_ref().unwrap();
    assert_eq!(signed.common_name.as_deref(), Some("signer.example"));
    assert_eq!((&signed.time, signed.time_trusted), (&None, false));
    let [declared] = &statement.declared[..] else { panic!("{:?}", statement.declared) };
    assert_eq!((declared.made, declared.ingredient.as_deref()), (Made::Whole, None));
    assert_eq!(declared.agent.as_deref(), Some("A model"));
    let report = reading.credentials.report();
    assert!(report.ends_with("state that the file was made by a trained model."), "{report}");
    // The store is what lies in the file.
    let store = reading.store.unwrap();
    assert!(film.windows(store.len()).any(|part| part == store));

    let json = serde_json::to_string(&reading.credentials).unwrap();
    assert_eq!(serde_json::from_str::<Credentials>(&json).unwrap(), reading.credentials);
}

#[test]
fn one_bit_of_the_film_is_a_change_even_by_a_trusted_signer() {
    let (mut film, root) = signed();
    let last = film.len() - 1;
    film[last] ^= 1;
    for anchors in [Anchors::from_pem(&root).unwrap(), Anchors::none()] {
        let found = read_bytes(&film, &anchors).credentials;
        assert_eq!(found.finding, Finding::Changed { parts: vec![Part::Content] });
    }
}

#[test]
fn one_letter_of_the_statement_is_a_change() {
    let (mut film, root) = signed();
    let at = film.windows(7).position(|part| part == b"A model").unwrap();
    film[at] = b'B';
    let found = read_bytes(&film, &Anchors::from_pem(&root).unwrap()).credentials;
    assert_eq!(found.finding, Finding::Changed { parts: vec![Part::Statement] });
}

#[test]
fn a_film_without_credentials_has_none_and_that_says_nothing() {
    let found = read_bytes(&film(), &Anchors::none());
    assert_eq!((&found.credentials.finding, &found.store), (&Finding::Absent, &None));
    assert!(found.credentials.report().contains("proves nothing"));
}

#[test]
fn a_disk_that_fails_is_not_a_change() {
    struct Failing(Cursor<Vec<u8>>);
    impl std::io::Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.0.position() + 500 > self.0.get_ref().len() as u64 {
                return Err(std::io::Error::other("bad sector"));
            }
            let len = into.len().min(100);
            self.0.read(&mut into[..len])
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            self.0.seek(to)
        }
    }
    let failing = Failing(Cursor::new(signed().0));
    let found = read_from(failing, &Anchors::none()).credentials.finding;
    assert_eq!(found, Finding::Unread { why: Unread::Io { detail: "bad sector".into() } });
}

#[test]
fn a_turned_bit_of_the_film_is_noticed_in_every_byte() {
    let (film, root) = signed();
    let anchors = Anchors::from_pem(&root).unwrap();
    let store = read_bytes(&film, &anchors).store.unwrap();
    let at = film.windows(store.len()).position(|part| part == store).unwrap();
    // What lies before the film's own boxes is not all bound: the standard leaves out `ftyp` and
    // the box of the store, whose sizes and padding carry no statement.
    let mut changed = film.clone();
    for place in at + store.len()..film.len() {
        changed[place] ^= 0x10;
        let found = read_bytes(&changed, &anchors).credentials.finding;
        assert_ne!(found, Finding::Trusted, "byte {place}");
        changed[place] = film[place];
    }
}

/// The folder of real media, which is not part of the project.
fn media(folder: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/media").join(folder);
    if !shared.is_dir() {
        eprintln!("skipped: {} is not here", shared.display());
        return None;
    }
    Some(shared)
}

/// Every file under `folder`, in order.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { files(&entry, into) } else { into.push(entry) }
    }
}

#[test]
fn real_films_whose_certificate_has_expired_are_intact() {
    let Some(showdown) = media("same-prompt/showdown") else { return };
    let mut paths = Vec::new();
    files(&showdown, &mut paths);
    paths.retain(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("sora")));
    assert!(!paths.is_empty());
    for path in paths {
        let found = read(&path, &Anchors::none()).credentials;
        let Finding::Unconfirmed { doubts } = &found.finding else { panic!("{path:?} {found:#?}") };
        assert!(doubts.contains(&Doubt::NoList), "{path:?} {doubts:?}");
        assert!(found.statement.is_some_and(|s| s.declared.iter().any(|d| d.made == Made::Whole)));
    }
}

#[test]
fn the_kinds_of_real_files_are_told_apart() {
    let Some(folder) = media("credentials") else { return };
    let of = |name: &str| read(&folder.join(name), &Anchors::none()).credentials.finding;
    // Version 1 of the claim: the library takes its time stamp on trust, and calls it trusted.
    let Finding::Unconfirmed { doubts } = of("sdk/video1.mp4") else { panic!() };
    assert!(doubts.contains(&Doubt::TimeUnconfirmed), "{doubts:?}");
    // Its certificate names no organisation, so the library never compares the signature.
    let codes = vec!["claimSignature.mismatch".to_owned()];
    assert_eq!(of("sdk/legacy.mp4"), Finding::Unread { why: Unread::Undecided { codes } });
    assert_eq!(of("sdk/video1_no_manifest.mp4"), Finding::Absent);
    assert_eq!(of("sdk/nested_moov_1000.mp4"), Finding::Unread { why: Unread::TooDeep });
    for name in ["sora_onions_one_bit_changed.mp4", "video1_one_bit_changed_in_mdat.mp4"] {
        assert_eq!(of(name), Finding::Changed { parts: vec![Part::Content] }, "{name}");
    }
}

#[test]
fn no_real_file_is_trusted_or_called_changed_by_mistake() {
    for folder in ["hostile", "encodings", "same-prompt", "credentials"] {
        let Some(folder) = media(folder) else { continue };
        let mut paths = Vec::new();
        files(&folder, &mut paths);
        for path in paths {
            let found = read(&path, &Anchors::none()).credentials;
            println!("{}\t{:?}\t{}", path.display(), found.finding, found.report());
            assert_ne!(found.finding, Finding::Trusted, "{path:?}");
            let changed = matches!(found.finding, Finding::Changed { .. });
            let truly = path.to_string_lossy().contains("_one_bit_changed");
            assert_eq!(changed, truly, "{path:?} {found:#?}");
        }
    }
}
