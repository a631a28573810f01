//! What a person says is right: a master that was delivered anew, or whose change was meant.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::digest::{Digester, NotTaken, Stamp, Taken};
use super::event::{Begin, Differs, End, Entry, Event, Outcome, Purpose, Subject, known_as};
use super::history::Known;
use super::journal::{Journal, JournalError};
use super::progress::Progress;
use super::verify::{Options, second};

/// What somebody is asked to accept.
#[derive(Clone, Debug)]
pub struct Offer {
    subject: Subject,
    path: PathBuf,
    /// What the file should hold until now.
    pub was: Known,
    /// What it holds.
    pub is: Taken,
}

/// Why there is nothing to accept.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It was never recorded, so nothing about it is against anything.
    #[error("it is not recorded yet; `palimpsest prepare` and `palimpsest verify` record it")]
    Unknown,
    /// It holds what it held.
    #[error("it holds what it held: there is nothing to accept")]
    AsItWas,
    /// It cannot be read.
    #[error("{0}")]
    NotTaken(String),
    /// It is no longer what was shown.
    #[error("it was written to since it was shown, and nothing was recorded; look at it again")]
    Moved,
    /// The journal cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Reads a file that is not what it was, to be shown before it is accepted.
///
/// # Errors
/// There is nothing to accept, or it cannot be read.
pub fn offer(
    journal: &Journal,
    subject: &Subject,
    progress: &mut dyn Progress,
) -> Result<Offer, Refused> {
    let path = known_as(&subject.path);
    let was = journal.history().known(&path).cloned().ok_or(Refused::Unknown)?;
    let size = fs::metadata(&path).map_or(0, |meta| meta.len());
    progress.begin(1, size);
    progress.file(&path);
    let mut done = 0_u64;
    let taken = Digester::default().take(&path, &mut |count| {
        done = done.saturating_add(count);
        progress.advance(done, size.max(done));
        ControlFlow::Continue(())
    });
    progress.finish();
    let is = taken.map_err(|why| Refused::NotTaken(said(why)))?;
    match is.digests == was.digests && !was.is_troubled() {
        true => Err(Refused::AsItWas),
        false => Ok(Offer { subject: subject.clone(), path, was, is }),
    }
}

fn said(why: NotTaken) -> String {
    match why {
        NotTaken::Missing => "the file does not exist: there is nothing to accept".to_owned(),
        NotTaken::Unreadable(why) => format!("the file cannot be read ({why})"),
        NotTaken::Unsettled => "it was written to while it was read; try again later".to_owned(),
        NotTaken::Stopped => "it was not read to its end".to_owned(),
    }
}

/// Records that what was offered is right, with the date, and says how.
///
/// # Errors
/// The file was written to since, or the journal cannot be written.
pub fn accept(journal: &mut Journal, offer: &Offer, options: &Options) -> Result<Event, Refused> {
    let now = fs::metadata(&offer.path).ok().map(|meta| Stamp::of(&meta));
    if now != Some(offer.is.stamp) {
        return Err(Refused::Moved);
    }
    let (run, at) = (journal.history().next_run(), second((options.now)()));
    let same = offer.is.digests == offer.was.digests;
    let (was, is) = (&offer.was.stamp, &offer.is.stamp);
    let differs = [
        (was.size != is.size, Differs::Size),
        (was.modified != is.modified, Differs::Modified),
        (!same, Differs::Content),
    ];
    let event = Event {
        run,
        at,
        path: offer.path.clone(),
        role: offer.subject.role,
        outcome: if same { Outcome::Intact } else { Outcome::Renewed },
        stamp: Some(offer.is.stamp),
        digests: Some(offer.is.digests.clone()),
        expected: (!same).then(|| offer.was.digests.clone()),
        differs: differs.into_iter().filter_map(|(is, what)| is.then_some(what)).collect(),
    };
    let agent = super::verify::agent();
    let (purpose, scope) = (Purpose::Renew, options.scope.to_owned());
    journal.add(&Entry::Begin(Begin { run, at, purpose, scope, files: 1, agent }))?;
    journal.add(&Entry::Event(event.clone()))?;
    journal.add(&Entry::End(End { run, at, failures: 0 }))?;
    Ok(event)
}
