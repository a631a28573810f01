//! What the content credentials of a version say, in a line for the wall. Neutral: that there are
//! none proves nothing, and a certificate that has run out is no sign of a change.

use super::base;

/// What is known of a version's credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// Unchanged since it was signed, by a signer on the list of those trusted.
    Trusted(Option<String>),
    /// Unchanged since it was signed, by a signer who is not on that list, or not any more.
    Unconfirmed(Option<String>),
    /// Changed since it was signed.
    Changed(Option<String>),
    /// It carries none.
    None,
}

/// The line.
pub fn vouched(known: &Vouched, language: &str) -> String {
    let (russian, name) = (base(language) == "ru", |signer: &Option<String>| signer.clone());
    let by = |signer: &Option<String>| match (name(signer), russian) {
        (Some(name), false) => format!("signed in the name of {name}"),
        (None, false) => "signed".to_owned(),
        (Some(name), true) => format!("подпись от имени {name}"),
        (None, true) => "подписано".to_owned(),
    };
    match (known, russian) {
        (Vouched::Trusted(signer), false) => {
            format!("Content credentials: {}, unchanged since.", by(signer))
        }
        (Vouched::Unconfirmed(signer), false) => {
            format!(
                "Content credentials: {}, which is not confirmed here; unchanged since.",
                by(signer)
            )
        }
        (Vouched::Changed(signer), false) => {
            format!("Content credentials: {}; the file was changed since.", by(signer))
        }
        (Vouched::None, false) => "No content credentials. Most films have none.".to_owned(),
        (Vouched::Trusted(signer), true) => {
            format!("Сведения о происхождении: {}, с тех пор файл не менялся.", by(signer))
        }
        (Vouched::Unconfirmed(signer), true) => format!(
            "Сведения о происхождении: {}, здесь не подтверждена; с тех пор файл не менялся.",
            by(signer)
        ),
        (Vouched::Changed(signer), true) => {
            format!("Сведения о происхождении: {}; с тех пор файл изменён.", by(signer))
        }
        (Vouched::None, true) => {
            "Сведений о происхождении нет. Их нет у большинства фильмов.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expired_certificate_is_never_told_as_a_change() {
        for language in ["en", "ru"] {
            let said = |known: Vouched| vouched(&known, language);
            let (unconfirmed, changed) =
                (said(Vouched::Unconfirmed(None)), said(Vouched::Changed(None)));
            assert!(
                !unconfirmed.contains("changed since") || unconfirmed.contains("unchanged since")
            );
            assert!(!unconfirmed.contains("изменён") && unconfirmed != changed);
        }
        let known = Vouched::Unconfirmed(Some("OpenAI".to_owned()));
        assert!(vouched(&known, "en").contains("in the name of OpenAI"));
    }
}
