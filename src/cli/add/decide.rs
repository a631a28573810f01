//! What a person decides of a version that enters, each by itself: a yes given beforehand does not
//! cover it, an option that names it does.

use clap::Args;

use super::ask;
use crate::report::arrival::{Doubt, Unsure};

/// What was decided beforehand.
#[derive(Args, Debug, Default)]
pub struct Accepted {
    /// With --yes: somebody has looked at the files of which a decoder complained, and they are to
    /// hang as they are.
    #[arg(long, requires = "yes")]
    accept_damaged: bool,
    /// With --yes: it is to hang although it flashes more than is allowed, alone or with the whole
    /// wall. Hang the printed warning at the entrance then.
    #[arg(long, requires = "yes")]
    accept_flashes: bool,
    /// With --yes: it is to hang although its content credentials say that a file was changed since it
    /// was signed.
    #[arg(long, requires = "yes")]
    accept_changed: bool,
    /// With --yes: it is to hang although a file of it hangs already.
    #[arg(long, requires = "yes")]
    accept_twice: bool,
    /// With --yes: whatever else is marked as a decision is decided, such as credentials that nobody
    /// looked at, shots that begin elsewhere in the file, or a clearance that ends soon.
    #[arg(long, requires = "yes")]
    accept_rest: bool,
}

impl Accepted {
    fn holds(&self, about: Doubt) -> bool {
        match about {
            Doubt::Matching => false,
            Doubt::Twice => self.accept_twice,
            Doubt::Damage => self.accept_damaged,
            Doubt::Flashes => self.accept_flashes,
            Doubt::Credentials => self.accept_changed,
            Doubt::Rest => self.accept_rest,
        }
    }

    /// Whether everything that is not sure was decided for it: beforehand, or by `ask`, which is given
    /// a question and what to do where nobody can answer.
    pub fn covers(&self, unsure: &[Unsure], ask: impl Fn(&str, &str) -> bool) -> bool {
        Doubt::ALL.into_iter().all(|about| {
            let open = unsure.iter().any(|one| one.about == about);
            let (question, instead) = question(about);
            !open || self.holds(about) || ask(question, instead)
        })
    }

    /// As [`Accepted::covers`], asked in the terminal.
    pub fn or_asked(&self, unsure: &[Unsure]) -> bool {
        self.covers(unsure, ask)
    }
}

/// How one is told, with what decides it beforehand.
pub fn told(Unsure { what, about }: &Unsure) -> String {
    let looks = matches!(about, Doubt::Matching | Doubt::Damage);
    let says = if looks { "Look yourself" } else { "To decide" };
    let what = what.trim_end_matches('.');
    format!("{says}: {what}. Without a question: {}.", question(*about).1)
}

fn question(about: Doubt) -> (&'static str, &'static str) {
    match about {
        Doubt::Matching => (
            "Is each file the shot that is said above?",
            "write which file is which shot, as march=a.mp4",
        ),
        Doubt::Twice => (
            "Is what hangs already to hang once more?",
            "look whether the files are the right ones, then say --yes --accept-twice",
        ),
        Doubt::Damage => (
            "Have you looked at what may be damaged, and is it to hang as it is?",
            "look at it, then say --yes --accept-damaged",
        ),
        Doubt::Flashes => (
            "Is it to hang although it flashes more than is allowed?",
            "look at its worst second, then say --yes --accept-flashes",
        ),
        Doubt::Credentials => (
            "Is it to hang although it was changed since it was signed?",
            "ask whoever delivered it, then say --yes --accept-changed",
        ),
        Doubt::Rest => (
            "Is it to hang with everything else that is marked as a decision?",
            "see to what is marked as a decision, then say --yes --accept-rest",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decision_is_covered_by_its_own_option_or_an_answer_and_by_nothing_else() {
        let mut options = [
            (Doubt::Twice, Accepted { accept_twice: true, ..Accepted::default() }),
            (Doubt::Damage, Accepted { accept_damaged: true, ..Accepted::default() }),
            (Doubt::Flashes, Accepted { accept_flashes: true, ..Accepted::default() }),
            (Doubt::Credentials, Accepted { accept_changed: true, ..Accepted::default() }),
            (Doubt::Rest, Accepted { accept_rest: true, ..Accepted::default() }),
        ];
        for about in Doubt::ALL {
            let unsure = [Unsure { what: "It is so.".to_owned(), about }];
            for (of, accepted) in &mut options {
                assert_eq!(accepted.covers(&unsure, |_, _| false), *of == about, "{about:?}");
                assert!(accepted.covers(&unsure, |_, _| true));
                assert!(accepted.covers(&[], |_, _| false));
            }
            let told = told(&unsure[0]);
            assert_eq!(told.contains("--accept-"), about != Doubt::Matching, "{told}");
        }
    }
}
