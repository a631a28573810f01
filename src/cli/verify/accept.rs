//! `palimpsest verify --accept FILE`: a person says that what a master holds now is right.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use crate::cli::{add, failed, hang, records, say};
use crate::exhibit::Exhibit;
use crate::fixity::accept::{Offer, Refused, accept as record, offer};
use crate::fixity::journal::Journal;
use crate::fixity::progress::Shown;
use crate::fixity::{Digests, Stamp, Subject};
use crate::report::number::moment;

/// Shows each file, asks, and records the yes.
pub(super) fn accept(
    journal: &mut Journal,
    exhibit: &Exhibit,
    files: &[PathBuf],
    yes: bool,
) -> ExitCode {
    let masters = records::masters(exhibit);
    let mut subjects = Vec::new();
    for file in files {
        match named(&masters, exhibit, file) {
            Some(subject) => subjects.push(subject),
            None => {
                return failed(format!(
                    "{}: the exhibit names no such master; what is made from masters is made again by \
                     `palimpsest verify`",
                    file.display()
                ));
            }
        }
    }
    let scope = records::scope(exhibit);
    let (mut code, stop) = (ExitCode::SUCCESS, AtomicBool::new(false));
    for subject in subjects {
        let path = subject.path.display();
        let offer = match offer(journal, subject, &mut Shown::default()) {
            Ok(offer) => offer,
            Err(why @ (Refused::AsItWas | Refused::Unknown)) => {
                say(format!("{path}: {why}"));
                continue;
            }
            Err(why) => return failed(format!("{path}: {why}")),
        };
        say(format!("{path}\n{}", shown(&offer)));
        if !yes && !add::ask("Is what it holds now right?", "say --yes") {
            say("Nothing was recorded of it.");
            code = ExitCode::from(1);
            continue;
        }
        match record(journal, &offer, &records::verifying(&scope, true, &stop)) {
            Ok(event) => {
                let at = moment(&event.at.to_string());
                say(format!("recorded as right on {at} in {}", journal.path().display()));
                say("`palimpsest prepare` makes what is to be made from it.");
            }
            Err(why) => return failed(format!("{path}: {why}")),
        }
    }
    code
}

/// The master of this name: as typed here, or as the exhibit writes it.
fn named<'a>(masters: &'a [Subject], exhibit: &Exhibit, file: &Path) -> Option<&'a Subject> {
    let names = [hang::rooted(file), exhibit.media.join(file)];
    let is = |path: &Path| names.iter().any(|name| name == path || *name == hang::rooted(path));
    masters.iter().find(|subject| is(&subject.path))
}

/// What it was and what it is.
fn shown(offer: &Offer) -> String {
    let (was, is) = (&offer.was, &offer.is);
    let (first, last) = (was.first_seen.to_string(), was.last_intact.to_string());
    let seen = format!("first seen {}, last found so {}", moment(&first), moment(&last));
    format!(
        "it was: {}\n        {seen}\nit is:  {}",
        content(&was.digests, &was.stamp),
        content(&is.digests, &is.stamp)
    )
}

fn content(digests: &Digests, stamp: &Stamp) -> String {
    let written =
        stamp.modified.map_or_else(|| "at an unknown time".to_owned(), |at| at.to_string());
    format!(
        "{} bytes, written {written}\n        SHA-256 {}\n        BLAKE3  {}",
        stamp.size, digests.sha256, digests.blake3
    )
}
