//! The words and numbers in the name of a file, and which shots they name.
//!
//! Names are compared in small letters without accents, Cyrillic ones as transliterated, so that
//! `Марш.mp4`, `marsh.mp4` and `01_MARSH-v2.mov` all name a shot with the title "Марш".

use std::collections::{BTreeMap, BTreeSet};

use super::slug::{is_accent, latin};
use crate::exhibit::Exhibit;
use crate::timeline::FilmTime;

/// So much of a name is looked at, in characters: no file system takes a longer one.
const LONGEST: usize = 255;
/// The most words of a shot's name.
const MOST_WORDS: usize = 16;
/// Words before a name that say nothing.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "el", "los", "las", "il", "lo",
];
/// Words for a shot, before its number: English, French, Spanish, Italian, German, and Russian as
/// transliterated.
pub(super) const SHOT_WORDS: &[&str] = &[
    "shot",
    "sh",
    "scene",
    "sc",
    "plan",
    "plano",
    "escena",
    "scena",
    "szene",
    "einstellung",
    "stsena",
    "kadr",
];

/// What a shot is called, and how long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShotNames {
    /// Its id in the exhibit file.
    pub id: String,
    /// Its title in every language.
    pub titles: Vec<String>,
    /// How long it is in the film.
    pub length: FilmTime,
}

impl ShotNames {
    /// Of each shot of an exhibit, in film order.
    pub fn of(exhibit: &Exhibit) -> Vec<Self> {
        let names = exhibit.shots.iter().map(|shot| Self {
            id: shot.id.clone(),
            titles: shot.title.all().map(str::to_owned).collect(),
            length: shot.end - shot.start,
        });
        names.collect()
    }
}

/// A word or a number of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    /// Its letters, or its digits without the zeros before them.
    text: String,
    /// The number, if it is one.
    pub number: Option<u64>,
}

/// The words and numbers of a file's name, without its folders and its ending.
pub(super) fn tokens_of_file(path: &str) -> Vec<Token> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().all(char::is_alphanumeric) => {
            stem
        }
        _ => name,
    };
    tokens(stem)
}

/// The words and numbers of a name. They are parted by whatever is neither letter nor digit, where
/// digits begin or end, and where a capital follows a small letter.
pub(super) fn tokens(name: &str) -> Vec<Token> {
    #[derive(PartialEq, Clone, Copy)]
    enum Of {
        Nothing,
        Small,
        Capital,
        Digit,
    }
    let (mut tokens, mut text, mut before) = (Vec::new(), String::new(), Of::Nothing);
    let mut finish = |text: &mut String| {
        let whole = std::mem::take(text);
        let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
        let number = digits.then(|| whole.parse().ok()).flatten();
        if let Some(number) = number {
            tokens.push(Token { text: u64::to_string(&number), number: Some(number) });
        } else if !whole.is_empty() {
            tokens.push(Token { text: whole, number: None });
        }
    };
    for c in name.chars().take(LONGEST).filter(|c| !is_accent(*c)) {
        let of = match c {
            '\'' | '’' => continue,
            c if c.is_ascii_digit() => Of::Digit,
            c if c.is_uppercase() => Of::Capital,
            c if c.is_alphabetic() => Of::Small,
            _ => Of::Nothing,
        };
        let digits = (before == Of::Digit) != (of == Of::Digit);
        if of == Of::Nothing || digits || (before == Of::Small && of == Of::Capital) {
            finish(&mut text);
        }
        if of != Of::Nothing {
            for small in c.to_lowercase().filter(|c| !is_accent(*c)) {
                match latin(small) {
                    Some(letters) => text.push_str(letters),
                    None => text.push(small),
                }
            }
        }
        before = of;
    }
    finish(&mut text);
    tokens
}

/// Which shots a name may mean.
pub(super) struct Lexicon {
    keys: BTreeMap<String, BTreeSet<usize>>,
    shots: usize,
}

impl Lexicon {
    /// Of these shots: their ids, and their titles with and without an article.
    pub fn new(shots: &[ShotNames]) -> Self {
        let mut keys = BTreeMap::<String, BTreeSet<usize>>::new();
        for (shot, names) in shots.iter().enumerate() {
            for name in std::iter::once(&names.id).chain(&names.titles) {
                let words: Vec<String> = tokens(name).into_iter().map(|one| one.text).collect();
                let bare = words.first().is_some_and(|word| ARTICLES.contains(&word.as_str()));
                let without = if bare { 1 } else { 0 };
                for from in [0, without] {
                    let key = words[from..].concat();
                    if !key.is_empty() && words.len() - from <= MOST_WORDS {
                        keys.entry(key).or_default().insert(shot);
                    }
                }
            }
        }
        Self { keys, shots: shots.len() }
    }

    /// The shots that a name names. A name within a longer one does not count, nor what lies in
    /// the first or last so many words, which all files share. Without any, the shot of a number
    /// behind a word such as "shot".
    pub fn named(&self, tokens: &[Token], (first, last): (usize, usize)) -> BTreeSet<usize> {
        let numbers = tokens.iter().filter(|token| token.number.is_some()).count();
        let mut found = Vec::new();
        for from in 0..tokens.len() {
            let mut key = String::new();
            for (to, token) in tokens.iter().enumerate().skip(from).take(MOST_WORDS) {
                key.push_str(&token.text);
                let shared = to < first || from >= tokens.len().saturating_sub(last);
                // A shot that is called by a number is named by the only number of a name.
                let vague = from == to && token.number.is_some() && numbers > 1;
                if !shared
                    && !vague
                    && let Some(shots) = self.keys.get(&key)
                {
                    found.push((from, to, shots));
                }
            }
        }
        let within = |&(from, to, _): &(usize, usize, &BTreeSet<usize>)| {
            found.iter().any(|(a, b, _)| *a <= from && to <= *b && (*a, *b) != (from, to))
        };
        let shots: BTreeSet<usize> = found
            .iter()
            .filter(|one| !within(one))
            .flat_map(|(.., shots)| shots.iter().copied())
            .collect();
        if !shots.is_empty() {
            return shots;
        }
        let numbered = tokens.array_windows().filter_map(|[word, number]| {
            let place = usize::try_from(number.number?).ok()?.checked_sub(1)?;
            (SHOT_WORDS.contains(&word.text.as_str()) && place < self.shots).then_some(place)
        });
        numbered.collect()
    }
}

/// How many tokens of all names, at their beginning and at their end, are a title of the film and
/// what comes before or after it: a shot of the same name is not meant there.
pub(super) fn title_in_all(names: &[Vec<Token>], titles: &[String]) -> (usize, usize) {
    let (first, last) = shared(names);
    let Some(name) = names.first() else { return (0, 0) };
    let titles: Vec<Vec<Token>> = titles.iter().map(|title| tokens(title)).collect();
    let titles = titles.iter().filter(|title| !title.is_empty());
    // Where each title stands in a part of the name: CamelCase parts words that a hyphen joins.
    let text = |tokens: &[Token]| tokens.iter().map(|one| one.text.as_str()).collect::<String>();
    let within = |part: &[Token]| -> Vec<(usize, usize)> {
        let places = (0..part.len()).flat_map(|from| {
            (from + 1..=part.len().min(from + MOST_WORDS)).map(move |to| (from, to))
        });
        let is_title = |(from, to): &(usize, usize)| {
            titles.clone().any(|title| text(title) == text(&part[*from..*to]))
        };
        places.filter(is_title).collect()
    };
    let (head, tail) = (&name[..first], &name[name.len() - last..]);
    let first = within(head).into_iter().map(|(_, to)| to).max();
    let last = within(tail).into_iter().map(|(from, _)| tail.len() - from).max();
    (first.unwrap_or_default(), last.unwrap_or_default())
}

/// How many tokens all names begin with, and how many they end with.
fn shared(names: &[Vec<Token>]) -> (usize, usize) {
    let Some((one, others)) = names.split_first().filter(|(_, others)| !others.is_empty()) else {
        return (0, 0);
    };
    let same = |a: &mut dyn Iterator<Item = &Token>, b: &mut dyn Iterator<Item = &Token>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let first = others.iter().map(|other| same(&mut one.iter(), &mut other.iter())).min();
    let last =
        others.iter().map(|other| same(&mut one.iter().rev(), &mut other.iter().rev())).min();
    (first.unwrap_or_default(), last.unwrap_or_default())
}
