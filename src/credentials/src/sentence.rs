//! The findings in words: for a report, and for a wall.
//!
//! They accuse nobody and promise nothing. Credentials say who vouches for a statement and whether
//! it still fits the file; they never say that the statement is true, and having none says nothing.

use super::{Credentials, Declared, Doubt, Finding, Made, Part, Statement, Unread};

impl Credentials {
    /// What was found, for a report: a few whole sentences.
    #[must_use]
    pub fn report(&self) -> String {
        let mut said = match &self.finding {
            Finding::Trusted => format!(
                "The file carries content credentials and is unchanged since they were signed{}. \
                 The signer is on the list of trusted signers that was used. This says who vouches \
                 for the statement, not that the statement is true.",
                self.by()
            ),
            Finding::Unconfirmed { doubts } => format!(
                "The file carries content credentials and is unchanged since they were signed{}. \
                 They could not be confirmed in full: {}. This is no sign of a change.",
                self.by(),
                listed(doubts.iter().map(doubt))
            ),
            Finding::Changed { parts } => format!(
                "The file carries content credentials{}, but {} since they were signed. A \
                 conversion, an edit or damage in copying does the same; the check does not tell \
                 which it was.",
                self.by_name().map(|name| format!(" in the name of {name}")).unwrap_or_default(),
                listed(parts.iter().map(|part| part_changed(*part).to_owned()))
            ),
            Finding::Absent => {
                "The file carries no content credentials. Most files carry none, and \
                 conversion and sending remove them: their absence proves nothing about how the \
                 film was made."
                    .to_owned()
            }
            Finding::Unread { why } => format!(
                "Whether the file is as it was signed could not be established: {}. This speaks \
                 neither for the file nor against it.",
                unread(why)
            ),
        };
        for declared in self.statement.iter().flat_map(|statement| &statement.declared) {
            said.push(' ');
            said.push_str(&self.declared(declared));
        }
        said
    }

    /// One line that could stand on a wall.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.finding {
            Finding::Trusted => match self.by_name() {
                Some(name) => format!("Signed by {name}. Unchanged since."),
                None => "Signed by a known signer. Unchanged since.".to_owned(),
            },
            Finding::Unconfirmed { .. } => match self.by_name() {
                Some(name) => {
                    format!(
                        "Signed in the name of {name}, which we could not confirm. Unchanged since."
                    )
                }
                None => "Signed by a signer unknown to us. Unchanged since.".to_owned(),
            },
            Finding::Changed { .. } => "Signed once. Not the same file since.".to_owned(),
            Finding::Absent => "No content credentials. Most films have none.".to_owned(),
            Finding::Unread { .. } => "Content credentials: could not be read.".to_owned(),
        }
    }

    fn by_name(&self) -> Option<&str> {
        self.statement.as_ref().and_then(Statement::signer)
    }

    fn by(&self) -> String {
        let Some(signed) = self.statement.as_ref().and_then(|s| s.signed.as_ref()) else {
            return String::new();
        };
        let name = self.by_name().map(|name| format!(" in the name of {name}")).unwrap_or_default();
        let time = match (&signed.time, signed.time_trusted) {
            (Some(time), true) => format!(" at {time}"),
            (Some(time), false) => format!(", by an unconfirmed time stamp at {time}"),
            (None, _) => String::new(),
        };
        format!("{name}{time}")
    }

    fn declared(&self, declared: &Declared) -> String {
        let made = match declared.made {
            Made::Whole => "was made by a trained model",
            Made::Composite => "contains parts made by a trained model",
        };
        let about = match &declared.ingredient {
            None => "the file".to_owned(),
            Some(title) if title.is_empty() => "something it was made from".to_owned(),
            Some(title) => format!("something it was made from, “{title}”,"),
        };
        let rests = match self.finding {
            Finding::Trusted | Finding::Unconfirmed { .. } => "The credentials state",
            Finding::Changed { .. } | Finding::Absent | Finding::Unread { .. } => {
                "The credentials, which can no longer be relied on, state"
            }
        };
        format!("{rests} that {about} {made}.")
    }
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::NoList => "no list of trusted signers was given",
        Doubt::SignerUnknown => "the signer is not on the list of trusted signers that was used",
        Doubt::SignerExpired => {
            "the signer's certificate has expired, and no trusted time stamp shows that it was \
             valid when it signed"
        }
        Doubt::TimeUnconfirmed => "the time stamp could not be confirmed",
        Doubt::SignerUnfit => "the signer's certificate is not of the kind meant for this",
        Doubt::SignerRevoked => {
            "the signer's certificate was revoked, or whether it was could not be told"
        }
        Doubt::Ingredient => "the credentials of something it was made from could not be confirmed",
        Doubt::Form { code } => return format!("they break a rule of form ({code})"),
    }
    .to_owned()
}

fn part_changed(part: Part) -> &'static str {
    match part {
        Part::Content => "the film is no longer the same",
        Part::Statement => "their text is no longer the same",
        Part::Ingredient => "the credentials of something it was made from are no longer the same",
    }
}

fn unread(why: &Unread) -> String {
    match why {
        Unread::Io { detail } => format!("the file could not be read ({detail})"),
        Unread::Malformed { detail } => {
            format!("the file or its credentials are not built as they must be ({detail})")
        }
        Unread::TooDeep => "the file is nested too deeply".to_owned(),
        Unread::TooLarge { bytes } => format!("what had to be read is too large ({bytes} bytes)"),
        Unread::TooMuchWork => "reading it took more work than any sound file does".to_owned(),
        Unread::Elsewhere { address } => {
            format!("the credentials are kept at {address}, which was not visited")
        }
        Unread::Kind => "content credentials are not read from files of this kind".to_owned(),
        Unread::Undecided { codes } if codes.is_empty() => {
            "the file carries credentials, but a step of the check was missing".to_owned()
        }
        Unread::Undecided { codes } => format!(
            "the file carries credentials, but the check ended without a result ({})",
            codes.join(", ")
        ),
    }
}
