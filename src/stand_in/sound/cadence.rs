//! The cadence of a text: which syllables a line has, when each falls and how heavily, where the
//! speaker pauses and where he breathes. No words are kept, only their rhythm and their vowels.

/// A vowel, as far as the mouth shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vowel {
    /// As in *father*.
    A,
    /// As in *bed*.
    E,
    /// As in *see*.
    I,
    /// As in *law*.
    O,
    /// As in *moon*.
    U,
}

/// What the mouth does before a vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onset {
    /// Nothing: the voice goes on.
    Open,
    /// It hums: m, n, l, r, w.
    Hum,
    /// It closes for an instant: p, t, k, b, d, g.
    Stop,
    /// It lets air through: s, f, h, th.
    Air,
}

/// One syllable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Syllable {
    /// When it begins, in seconds from the start of its line.
    pub at: f32,
    /// How long it is, in seconds.
    pub lasts: f32,
    /// Its vowel.
    pub vowel: Vowel,
    /// How it begins.
    pub onset: Onset,
    /// From 0, passed over, to 1, leaned on.
    pub stress: f32,
    /// How far its phrase has come, from 0 to 1 at its last syllable.
    pub along: f32,
}

/// Seconds of a syllable that is leaned on, and of one that is not.
const SYLLABLE: [f32; 2] = [0.155, 0.235];
/// The last syllable of a phrase is longer by this factor.
const FINAL: f32 = 1.55;
/// Seconds of rest after a comma, and after a full stop.
const REST: [f32; 2] = [0.22, 0.62];

/// The syllables of an English text at so many times the usual pace.
#[must_use]
pub fn cadence(text: &str, pace: f32) -> Vec<Syllable> {
    let mut syllables: Vec<Syllable> = Vec::new();
    let (mut at, mut phrase) = (0.0, 0);
    for word in text.split_whitespace() {
        let letters: Vec<char> =
            word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let long = letters.len() > 3;
        for (index, (onset, vowel)) in syllables_of(&letters).into_iter().enumerate() {
            let leaned = long && index == 0;
            let lasts = SYLLABLE[usize::from(leaned)] / pace;
            let stress = if leaned { 1.0 } else { 0.3 };
            syllables.push(Syllable { at, lasts, vowel, onset, stress, along: 0.0 });
            at += lasts;
        }
        let rest = match word.chars().last() {
            Some(',' | ';' | ':' | '–') => REST[0],
            Some('.' | '?' | '!' | '…') => REST[1],
            _ => continue,
        };
        if let Some(last) = syllables.last_mut() {
            at += last.lasts * (FINAL - 1.0);
            last.lasts *= FINAL;
        }
        let spoken = &mut syllables[phrase..];
        let count = spoken.len().max(2) as f32 - 1.0;
        for (index, syllable) in spoken.iter_mut().enumerate() {
            syllable.along = index as f32 / count;
        }
        phrase = syllables.len();
        at += rest / pace;
    }
    syllables
}

/// The onset and vowel of each syllable of a word in small letters.
fn syllables_of(letters: &[char]) -> Vec<(Onset, Vowel)> {
    let sounds = |at: usize| {
        let letter = letters[at];
        // Y is a vowel but at the beginning; an E that only ends the word is not heard.
        let silent = letter == 'e'
            && at + 1 == letters.len()
            && letters[..at].iter().any(|c| "aeiouy".contains(*c))
            && !"aeiouyl".contains(letters[at - 1]);
        ("aeiou".contains(letter) || (letter == 'y' && at > 0)) && !silent
    };
    let mut found = Vec::new();
    let (mut at, mut onset) = (0, Onset::Open);
    while at < letters.len() {
        if !sounds(at) {
            onset = match letters[at] {
                'm' | 'n' | 'l' | 'r' | 'w' | 'y' => Onset::Hum,
                'p' | 't' | 'k' | 'b' | 'd' | 'g' | 'c' | 'q' => Onset::Stop,
                _ => Onset::Air,
            };
            at += 1;
            continue;
        }
        let end = (at..letters.len()).find(|after| !sounds(*after)).unwrap_or(letters.len());
        let vowel = match &letters[at..end] {
            ['e', 'e' | 'a', ..] | ['i' | 'y', ..] => Vowel::I,
            ['o', 'o' | 'u', ..] | ['u', ..] => Vowel::U,
            ['o', ..] => Vowel::O,
            ['e', ..] => Vowel::E,
            _ => Vowel::A,
        };
        found.push((onset, vowel));
        (at, onset) = (end, Onset::Open);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_syllables_that_are_heard() {
        let count = |word: &str| syllables_of(&word.chars().collect::<Vec<_>>()).len();
        let counts = ["snow", "nobody", "house", "river", "the", "little", "I"]
            .map(|w| count(&w.to_lowercase()));
        assert_eq!(counts, [1, 3, 1, 2, 1, 2, 1]);
        let moon = syllables_of(&['m', 'o', 'o', 'n']);
        assert_eq!(moon, [(Onset::Hum, Vowel::U)]);
    }

    #[test]
    fn phrases_rest_where_the_text_does_and_end_on_a_long_syllable() {
        let line = cadence("Dark, and still. Dark.", 1.0);
        assert_eq!(line.len(), 4);
        let rest = |n: usize| line[n + 1].at - line[n].at - line[n].lasts;
        assert!((rest(0) - REST[0]).abs() < 1e-5 && rest(1).abs() < 1e-5);
        assert!((rest(2) - REST[1]).abs() < 1e-5 && line[2].lasts > line[1].lasts);
        let ends: Vec<f32> = line.iter().map(|syllable| syllable.along).collect();
        assert_eq!(ends.len(), 4);
        assert!(ends[1] < 0.01 && ends[2] > 0.99, "{ends:?}");
        let slow = cadence("Dark, and still. Dark.", 0.5);
        assert!((slow[3].at - 2.0 * line[3].at).abs() < 1e-4);
    }
}
