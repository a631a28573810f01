//! What is said of what was tried and not chosen: how many there were, and why each was refused.
//! Where the artist has written no reason, none is said.

use super::base;
use crate::exhibit::{DraftOf, Exhibit};
use crate::show::Opened;

/// How many it took: one of so many was chosen.
pub fn count(opened: Opened, language: &str) -> String {
    match base(language) {
        "ru" => format!("1 из {}", opened.count),
        _ => format!("1 of {}", opened.count),
    }
}

/// What is read where nothing of it was kept.
pub fn not_kept(stop: usize, language: &str) -> &'static str {
    match (stop, base(language)) {
        (0, "ru") => "черновики не сохранены",
        (0, _) => "drafts not kept",
        (_, "ru") => "дубли не сохранены",
        (_, _) => "takes not kept",
    }
}

/// The same in its place.
pub fn absent(language: &str) -> &'static str {
    if base(language) == "ru" { "не сохранён" } else { "not kept" }
}

/// What is said of one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakeWords {
    /// Which it is.
    pub name: String,
    /// Why it was refused, in the artist's words; empty where nothing is written.
    pub reason: String,
}

/// What is said of the take that the light is on: 0 is the chosen one, 1 the first of the others.
/// `kept` says whether there is a picture of it.
pub fn of(exhibit: &Exhibit, opened: Opened, take: usize, kept: bool, language: &str) -> TakeWords {
    let language = base(language);
    let russian = language == "ru";
    let Some(refused) = take.checked_sub(1) else {
        let name = match (opened.stop, russian) {
            (0, true) => "выбранный вариант",
            (0, false) => "the chosen draft",
            (_, true) => "выбранный дубль",
            (_, false) => "the chosen take",
        };
        return TakeWords { name: name.to_owned(), reason: String::new() };
    };
    let (mut name, written) = match opened.stop.checked_sub(1) {
        None => {
            let drafts = exhibit.shots.get(opened.shot).map(|shot| &shot.drafts);
            let draft = drafts.and_then(|drafts| drafts.get(refused));
            let words = draft.is_some_and(|draft| matches!(draft.of, DraftOf::Script(_)));
            let name = match (words, russian) {
                (true, true) => "черновик сценария",
                (true, false) => "a draft of the script",
                (false, true) => "черновик раскадровки",
                (false, false) => "a draft of the storyboard",
            };
            (name.to_owned(), draft.and_then(|draft| draft.refused.as_ref()))
        }
        Some(version) => {
            let found = exhibit.refused(version, opened.shot).nth(refused);
            let number = found.map_or(take, |found| exhibit.number_of(version, found));
            let name =
                if russian { format!("дубль {number}") } else { format!("take {number}") };
            (name, found.and_then(|take| take.refused.as_ref()))
        }
    };
    if !kept {
        name.push_str(if russian { ", не сохранён" } else { ", not kept" });
    }
    let reason = written.map(|reason| reason.get(language).to_owned()).unwrap_or_default();
    TakeWords { name, reason }
}

/// The words of a draft of the script; none where it is a picture.
pub fn script<'e>(
    exhibit: &'e Exhibit,
    opened: Opened,
    refused: usize,
    language: &str,
) -> Option<&'e str> {
    if opened.stop > 0 {
        return None;
    }
    match &exhibit.shots.get(opened.shot)?.drafts.get(refused)?.of {
        DraftOf::Script(words) => Some(words.get(base(language))),
        DraftOf::Storyboard { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const EXHIBIT: &str = r#"
        title = "T"
        length = 4
        [[shot]]
        id = "a"
        start = 0
        drafts = ["d.png", { script = { en = "Words.", ru = "Слова." }, refused = "too long" }]
        [[generation]]
        id = "g"
        name = "G"
        [[version]]
        generation = "g"
        clips = { a = "2.png" }
        takes = { a = ["1.png", "2.png", { file = "3.png", refused = { en = "six fingers", ru = "шесть пальцев" } }] }
    "#;

    #[test]
    fn what_was_refused_says_why_and_where_no_reason_is_written_none_is_said() {
        let exhibit =
            crate::exhibit::parse(EXHIBIT, Path::new("e"), Path::new("")).unwrap().exhibit;
        let opened = Opened { stop: 1, shot: 0, count: 3 };
        assert_eq!(count(opened, "en-GB"), "1 of 3");
        let said = |take, language| of(&exhibit, opened, take, true, language);
        assert_eq!(said(0, "en").name, "the chosen take");
        assert_eq!(said(1, "en"), TakeWords { name: "take 1".into(), reason: String::new() });
        // The second file of the list is the chosen one.
        assert_eq!(said(2, "ru").reason, "шесть пальцев");
        assert_eq!(said(2, "en").name, "take 3", "by its place in the list");
        let unlisted = EXHIBIT.replace("\"2.png\", ", "");
        let other =
            crate::exhibit::parse(&unlisted, Path::new("e"), Path::new("")).unwrap().exhibit;
        let second = of(&other, opened, 1, true, "en");
        assert_eq!(second.name, "take 1", "as it is listed, whatever is not");
        assert_eq!(of(&exhibit, opened, 1, false, "en").name, "take 1, not kept");
        assert_eq!(said(9, "en").reason, "");
    }

    #[test]
    fn drafts_say_what_they_are_drafts_of() {
        let exhibit =
            crate::exhibit::parse(EXHIBIT, Path::new("e"), Path::new("")).unwrap().exhibit;
        let opened = Opened { stop: 0, shot: 0, count: 3 };
        let said = of(&exhibit, opened, 2, true, "en");
        assert_eq!(
            (said.name.as_str(), said.reason.as_str()),
            ("a draft of the script", "too long")
        );
        assert_eq!(script(&exhibit, opened, 1, "ru"), Some("Слова."));
        assert_eq!(script(&exhibit, opened, 0, "ru"), None);
        assert_eq!(not_kept(0, "en"), "drafts not kept");
    }
}
