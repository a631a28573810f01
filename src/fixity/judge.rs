//! What a file that was read is, given what was known of it.

use std::path::PathBuf;

use super::digest::Taken;
use super::event::{Differs, Outcome, Purpose};
use super::history::Known;

/// Says what it is and in what it differs. `gone` is asked for a path that held the same and is
/// empty now, and only where the file is not known.
///
/// A content once found by fault stays so whatever the file's time: touching or copying it does
/// not make it right. One that somebody wrote stays changed until it is renewed or put back.
pub fn judge(
    known: Option<&Known>,
    taken: &Taken,
    purpose: Purpose,
    gone: impl FnOnce() -> Option<PathBuf>,
) -> (Outcome, Vec<Differs>) {
    let Some(known) = known else {
        let moved = gone().map(|from| Outcome::Moved { from });
        return (moved.unwrap_or(Outcome::New), Vec::new());
    };
    let same = known.digests == taken.digests;
    let moved = known.stamp != taken.stamp;
    let again = known
        .instead
        .as_ref()
        .is_some_and(|(digests, stamp)| *stamp == taken.stamp && *digests != taken.digests);
    let differs = [
        (known.stamp.size != taken.stamp.size, Differs::Size),
        (known.stamp.modified != taken.stamp.modified, Differs::Modified),
        (!same, Differs::Content),
    ];
    let differs = differs.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    let outcome = match purpose {
        _ if same => Outcome::Intact,
        Purpose::Renew => Outcome::Renewed,
        Purpose::Verify if !moved || again || known.rotten.contains(&taken.digests) => {
            Outcome::Rotted
        }
        Purpose::Verify => Outcome::Changed,
    };
    (outcome, differs)
}
