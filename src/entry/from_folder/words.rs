//! What the name of a file or folder says: a date, a number before it, a shot, a take, a model and
//! its release, and what is left.

use super::super::names::SHOT_WORDS;
use super::dates::{self, Dated};
use super::spelling::{self, is_family};
use crate::exhibit::Released;

/// So many words of a name are looked at.
const MOST_WORDS: usize = 24;
/// Words that say how a file was exported and nothing of what is in it.
const EXPORT: &[&str] = &[
    "final", "export", "exported", "render", "rendered", "master", "hd", "fhd", "uhd", "hq", "2k",
    "4k", "8k", "h264", "h265", "hevc", "x264", "x265", "avc", "prores", "vp9", "av1", "output",
    "video",
];
/// Words that belong to the name of a model's release, behind its number.
const TIERS: &[&str] = &[
    "turbo",
    "pro",
    "lite",
    "fast",
    "standard",
    "std",
    "plus",
    "max",
    "alpha",
    "beta",
    "preview",
    "distilled",
    "mini",
    "large",
    "small",
];

/// What a name says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// A date.
    pub date: Option<Released>,
    /// The number that it begins with.
    pub ordinal: Option<u64>,
    /// The number behind a word such as "shot".
    pub shot: Option<u64>,
    /// Which take of several: "b", "2".
    pub take: Option<String>,
    /// How it was made, such as "t2v".
    pub methods: Vec<String>,
    /// The words that name a model and its release.
    pub model: Vec<String>,
    /// All other words, as written.
    pub rest: Vec<String>,
}

/// Reads a name without its ending.
pub fn read(name: &str) -> Said {
    let Dated { date, without } = dates::find(name);
    let mut said = Said { date, ..Said::default() };
    let mut words = split(&without);
    if let Some((place, take)) = numbered_copy(&without) {
        words.truncate(place);
        said.take = Some(take);
    }
    if let [first, _, ..] = words.as_slice()
        && let Ok(number) = first.parse()
        && first.len() <= 4
    {
        said.ordinal = Some(number);
        words.remove(0);
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut at = 0;
    while let Some(word) = lower.get(at) {
        let next = lower.get(at + 1).map(String::as_str);
        if let Some((number, used)) = shot_number(word, next).filter(|_| said.shot.is_none()) {
            said.shot = Some(number);
            at += used;
        } else if let Some((take, used)) = take_mark(word, next, words.len()) {
            said.take = Some(take);
            at += used;
        } else if spelling::method(word).is_some() {
            said.methods.push(word.clone());
            at += 1;
        } else if is_family(word) && said.model.is_empty() {
            let end = end_of_model(&lower, at);
            said.model.extend(words.iter().take(end).skip(at).cloned());
            at = end;
        } else {
            said.rest.push(words[at].clone());
            at += 1;
        }
    }
    let bare: Vec<String> = said.rest.iter().filter(|word| !is_export(word)).cloned().collect();
    if !bare.is_empty() || !said.model.is_empty() {
        said.rest = bare;
    }
    said
}

/// The words of a name: letters and digits, and a point between digits.
pub fn split(name: &str) -> Vec<String> {
    let signs: Vec<char> = name.chars().collect();
    let digit =
        |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let (mut words, mut word) = (Vec::new(), String::new());
    for (at, sign) in signs.iter().enumerate() {
        let point = *sign == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        let within = sign.is_alphanumeric() || super::super::slug::is_accent(*sign) || point;
        match within {
            true => word.push(*sign),
            false if word.is_empty() => {}
            false => words.push(std::mem::take(&mut word)),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.truncate(MOST_WORDS);
    words
}

/// `film (2)`, as browsers call a second download: how many words come before, and the number.
fn numbered_copy(name: &str) -> Option<(usize, String)> {
    let (before, number) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let digits = !number.is_empty() && number.len() <= 3;
    let digits = digits && number.bytes().all(|byte| byte.is_ascii_digit());
    let words = split(before).len();
    (digits && words > 0).then(|| (words, number.to_owned()))
}

/// `shot 3`, `shot03`, `sc_3`: the number, and how many words say it.
fn shot_number(word: &str, next: Option<&str>) -> Option<(u64, usize)> {
    let bare = word.trim_end_matches(|sign: char| sign.is_ascii_digit());
    if !SHOT_WORDS.contains(&bare) {
        return None;
    }
    match word.get(bare.len()..) {
        Some("") => next?.parse().ok().map(|number| (number, 2)),
        Some(number) => number.parse().ok().map(|number| (number, 1)),
        None => None,
    }
}

/// `a`, `take 2`, `take2`, `copy`: which take, and how many words say it. A name of one word is no
/// take of anything.
fn take_mark(word: &str, next: Option<&str>, words: usize) -> Option<(String, usize)> {
    if words < 2 {
        return None;
    }
    if matches!(word.as_bytes(), [b'a'..=b'h']) {
        return Some((word.to_owned(), 1));
    }
    if word == "copy" {
        return Some((word.to_owned(), 1));
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    for mark in ["take", "tk"] {
        match word.strip_prefix(mark) {
            Some("") => return next.filter(|next| number(next)).map(|next| (next.to_owned(), 2)),
            Some(rest) if number(rest) => return Some((rest.to_owned(), 1)),
            _ => {}
        }
    }
    None
}

/// Where the name of a model ends that begins here: names of families in a row, a number, `v1.5`,
/// and words such as "turbo".
fn end_of_model(lower: &[String], from: usize) -> usize {
    let mut end = from + 1;
    while let Some(word) = lower.get(end) {
        let bare = word.strip_prefix('v').unwrap_or(word);
        let decimal = |c: char| c.is_ascii_digit() || c == '.';
        // A number with a zero before it counts something else.
        let release = !bare.is_empty() && bare.chars().all(decimal) && !bare.starts_with('0');
        let release = release && bare.len() <= 4;
        let size = spelling::is_size(word);
        if !(is_family(word) || release || size || TIERS.contains(&word.as_str())) {
            break;
        }
        end += 1;
    }
    end
}

fn is_export(word: &str) -> bool {
    let lower = word.to_lowercase();
    let counted = |unit: &str| {
        lower.strip_suffix(unit).is_some_and(|number| {
            (2..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let size = lower.split_once('x').is_some_and(|(across, down)| {
        let number = |text: &str| text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit());
        number(across) && number(down)
    });
    EXPORT.contains(&lower.as_str()) || counted("p") || counted("fps") || size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(said: &[String]) -> String {
        said.join(" ")
    }

    #[test]
    fn a_model_its_take_and_how_it_was_made_are_told_apart() {
        let said = read("sora-a-t2v");
        assert_eq!((words(&said.model).as_str(), said.take.as_deref()), ("sora", Some("a")));
        assert_eq!((said.methods, said.rest), (vec!["t2v".to_owned()], vec![]));
        let said = read("luma-ray2");
        assert_eq!(words(&said.model), "luma ray2");
        let said = read("Kling-2.5-Turbo-Pro river_final_1080p");
        assert_eq!(words(&said.model), "Kling 2.5 Turbo Pro");
        assert_eq!(words(&said.rest), "river");
    }

    #[test]
    fn a_shot_is_known_by_its_word_and_a_number_before_the_name_by_its_place() {
        let said = read("shot01_sora");
        assert_eq!((said.shot, words(&said.model).as_str()), (Some(1), "sora"));
        assert_eq!(read("Сцена 3").rest.len(), 2, "only what is written in Latin letters");
        let said = read("01 river");
        assert_eq!((said.ordinal, words(&said.rest).as_str()), (Some(1), "river"));
        assert_eq!(read("sora_01").rest, ["01"], "a number with a zero is no release");
        assert_eq!(words(&read("sora_2").model), "sora 2");
        assert_eq!(read("2").rest, ["2"]);
    }

    #[test]
    fn a_second_download_is_a_take() {
        assert_eq!(read("river (2)").take.as_deref(), Some("2"));
        assert_eq!(read("take 3").take.as_deref(), Some("3"));
        assert_eq!(read("b").take, None);
        assert_eq!(read("(2)").take, None);
    }

    #[test]
    fn letters_of_any_alphabet_are_words() {
        assert_eq!(split("Марш — e\u{301}te\u{301} 4.1"), ["Марш", "e\u{301}te\u{301}", "4.1"]);
    }
}
