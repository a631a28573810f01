//! The words of the report, so that the page, the terminal and the sheet at the entrance say the
//! same thing in the same words.

use super::data::{Finding, Level, RightsStanding, Topic};

/// Said of a number that nobody measured.
pub const NOT_MEASURED: &str = "not measured";

/// Said of a fact that neither the file nor the exhibit states.
pub const NOT_STATED: &str = "not stated";

/// Why nothing in the report is sorted by a number.
pub const NO_RANKING: &str = "Versions stand in order of release. This is not a ranking: a measure \
    describes pictures, not their worth, and no number here says that one version is better than \
    another.";

/// What is stated, or that it is not.
#[must_use]
pub fn stated(text: Option<&str>) -> &str {
    text.filter(|text| !text.trim().is_empty()).unwrap_or(NOT_STATED)
}

impl Level {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Note => "note",
            Self::Decision => "decision",
            Self::Refused => "refused",
        }
    }

    /// What it asks of whoever reads it.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Fine => "looked at, and as it should be",
            Self::Note => "worth knowing; nothing has to be done",
            Self::Decision => "somebody has to decide",
            Self::Refused => "it cannot hang as it is",
        }
    }
}

impl Topic {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixity => "files",
            Self::Technical => "technical",
            Self::Credentials => "credentials",
            Self::Loudness => "loudness",
            Self::Flashes => "flashes",
            Self::Rights => "rights",
            Self::Cuts => "cuts",
            Self::Measures => "measures",
        }
    }
}

impl Finding {
    /// A word or two, for a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::IntactTrusted => "intact",
            Self::IntactSignerUnknownOrExpired => "intact, signer unknown",
            Self::Absent => "none",
            Self::Unreadable => "unreadable",
            Self::Changed => "changed",
            Self::NotLookedAt => "not looked at",
        }
    }

    /// What was found, in full.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::IntactTrusted => "Intact, by a trusted signer",
            Self::IntactSignerUnknownOrExpired => "Intact; the signer is unknown or has expired",
            Self::Absent => "None, which proves nothing",
            Self::Unreadable => "Present, and cannot be read",
            Self::Changed => "Changed since it was signed",
            Self::NotLookedAt => "Not looked at",
        }
    }
}

impl RightsStanding {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Limited => "limited",
            Self::Open => "open",
            Self::NotStated => NOT_STATED,
        }
    }
}

/// A count with its noun.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The sheet for the entrance in one language.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// The language as in BCP 47.
    pub language: &'static str,
    /// What it says in large letters.
    pub title: &'static str,
    /// The same where it was not wholly measured and nothing was found.
    pub unknown_title: &'static str,
    /// For whom that matters.
    pub body: &'static str,
    /// What somebody can do.
    pub advice: &'static str,
    /// Before the number.
    pub measured: &'static str,
    /// After the number of flashes, by the plural it asks for: one, few, many.
    pub flashes: [&'static str; 3],
    /// Before the number of red flashes.
    pub red: &'static str,
    /// Where nothing was measured.
    pub unmeasured: &'static str,
    /// Where something was not measured.
    pub partly: &'static str,
    /// Against which number it is to be read.
    pub limit: &'static str,
}

/// English.
pub const ENGLISH: Sheet = Sheet {
    language: "en",
    title: "This work contains flashing images.",
    unknown_title: "This work may contain flashing images.",
    body: "They may affect visitors with photosensitive epilepsy or other sensitivity to light.",
    advice: "If you are unsure, please speak to a member of staff before you enter.",
    measured: "The most that were measured in one second:",
    flashes: ["flash", "flashes", "flashes"],
    red: "Of saturated red:",
    unmeasured: "How often it flashes has not been measured.",
    partly: "Some parts of it have not been measured.",
    limit: "Guidelines (WCAG 2.2, ITU-R BT.1702) name three flashes in one second as the limit.",
};

/// Russian.
pub const RUSSIAN: Sheet = Sheet {
    language: "ru",
    title: "В этой работе есть мерцающие изображения.",
    unknown_title: "В этой работе могут быть мерцающие изображения.",
    body: "Они могут повлиять на самочувствие посетителей с фотосенситивной эпилепсией или \
        повышенной чувствительностью к свету.",
    advice: "Если вы не уверены, пожалуйста, обратитесь к сотруднику музея, прежде чем войти.",
    measured: "Наибольшее измеренное число за одну секунду:",
    flashes: ["вспышка", "вспышки", "вспышек"],
    red: "Насыщенного красного:",
    unmeasured: "Частота мерцания не измерялась.",
    partly: "Отдельные части работы не измерялись.",
    limit: "Рекомендации (WCAG 2.2, ITU-R BT.1702) называют пределом три вспышки в секунду.",
};

impl Sheet {
    /// The noun for so many flashes, by the plural rules of the language (Unicode CLDR, "Language
    /// Plural Rules").
    #[must_use]
    pub fn noun(&self, number: u32) -> &'static str {
        let russian = self.language == "ru";
        let (ones, tens) = (number % 10, number % 100);
        let form = match number {
            _ if russian && ones == 1 && tens != 11 => 0,
            _ if russian && (2..=4).contains(&ones) && !(12..=14).contains(&tens) => 1,
            1 if !russian => 0,
            _ => 2,
        };
        self.flashes[form]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flashes_are_counted_in_the_grammar_of_each_language() {
        let russian = [(1, "вспышка"), (3, "вспышки"), (5, "вспышек"), (11, "вспышек")];
        for (number, noun) in russian.into_iter().chain([(21, "вспышка"), (112, "вспышек")])
        {
            assert_eq!(RUSSIAN.noun(number), noun, "{number}");
        }
        assert_eq!([1, 2, 21].map(|it| ENGLISH.noun(it)), ["flash", "flashes", "flashes"]);
    }

    #[test]
    fn what_is_blank_is_not_stated() {
        assert_eq!(stated(Some("  ")), "not stated");
        assert_eq!(stated(None), "not stated");
        assert_eq!(stated(Some("CC BY 4.0")), "CC BY 4.0");
    }
}
