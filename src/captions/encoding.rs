//! The bytes of a caption file to text.
//!
//! In this order: a byte order mark, which wins over what is declared (WHATWG *Encoding Standard*,
//! "decode"); the declared encoding, by its label there; UTF-16 without a mark, which shows by the
//! arrows between the times; UTF-8, which hardly anything else is by accident; and what
//! `chardetng` guesses, the detector of Firefox. A guess is always said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::Problem;
use crate::diagnostic::quoted;

/// How much of a file shows whether it is UTF-16, in bytes.
const SEEN: usize = 64 * 1024;

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text: without byte order mark, and with a replacement character for every NUL and for
    /// what the encoding cannot mean. Its line endings are as in the file.
    pub text: String,
    /// The encoding that was taken, by its name in the Encoding Standard.
    pub encoding: &'static str,
    /// What is to be said about it.
    pub problems: Vec<Problem>,
}

/// Decodes a file. `declared` is a label of the Encoding Standard, such as `windows-1251` or
/// `koi8-r`.
///
/// # Errors
///
/// A declared label that the standard does not know.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, Problem> {
    let declared = declared.map(label).transpose()?;
    let mut problems = Vec::new();
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = if let Some(marked) = marked {
        if let Some(declared) = declared
            && declared != marked
        {
            let (marked, declared) = (marked.name(), declared.name());
            problems.push(Problem::warning(
                1,
                format!("the encoding is declared as {declared}, but the file says {marked}"),
                format!("It was read as {marked}. Leave the declared encoding out."),
            ));
        }
        marked
    } else if let Some(declared) = declared.filter(|_| is_plainly_utf8(bytes, declared)) {
        let declared = declared.name();
        problems.push(Problem::warning(
            1,
            format!("the encoding is declared as {declared}, but the file is written in UTF-8"),
            "It was read as UTF-8. The declared encoding holds for the other files.",
        ));
        UTF_8
    } else if let Some(declared) = declared {
        declared
    } else if let Some(wide) = wide(bytes) {
        wide
    } else if std::str::from_utf8(bytes).is_ok() || damaged(bytes) {
        UTF_8
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        problems.push(guessed(bytes, guess));
        guess
    };

    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    let text = text.replace('\0', "\u{fffd}");
    if broken {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        problems.push(Problem::warning(
            lines_in(before) + 1,
            format!("some bytes from here on mean nothing in {}", encoding.name()),
            "They are shown as \u{fffd}. Declare the encoding that the file was written in, or \
             save it as UTF-8.",
        ));
    }
    Ok(Decoded { text, encoding: encoding.name(), problems })
}

/// Whether a file is UTF-8 although something else is declared: text in an older encoding hardly
/// ever is UTF-8 by accident, and one declaration may stand for several files.
fn is_plainly_utf8(bytes: &[u8], declared: Option<&'static Encoding>) -> bool {
    let older = declared.is_some_and(|one| ![UTF_8, UTF_16LE, UTF_16BE].contains(&one));
    older && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn label(label: &str) -> Result<&'static Encoding, Problem> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        Problem::error(
            1,
            format!("there is no encoding {}", quoted(label)),
            "Say one that browsers know, such as `utf-8`, `windows-1251`, `koi8-r`, \
             `windows-1252` or `shift_jis`, or save the file as UTF-8 and leave it out.",
        )
    })
}

fn guessed(bytes: &[u8], guess: &'static Encoding) -> Problem {
    // The detector names supersets: what it says is what it reads.
    let name = guess.name();
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let before = String::from_utf8_lossy(bytes.get(..first).unwrap_or_default());
    Problem::warning(
        lines_in(&before) + 1,
        format!("the file is not UTF-8 and its encoding was guessed: {name}"),
        format!(
            "Read a few captions. If they are right, declare `caption-encoding = \"{}\"` in the exhibit; if letters are \
             wrong, declare the encoding that the file was written in, or save it as UTF-8.",
            name.to_ascii_lowercase()
        ),
    )
}

/// UTF-16 without a mark: the arrows between times stand there in two bytes a character, on even
/// places, and the whole decodes.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let seen = bytes.get(..SEEN).unwrap_or(bytes);
    let units: Vec<[u8; 2]> = seen.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    let arrow = b"-->";
    let little = arrow.map(|byte| [byte, 0]);
    let big = arrow.map(|byte| [0, byte]);
    let has = |pattern: &[[u8; 2]]| units.windows(pattern.len()).any(|at| at == pattern);
    [(UTF_16LE, little), (UTF_16BE, big)].into_iter().find_map(|(encoding, pattern)| {
        (has(&pattern) && !encoding.decode_without_bom_handling(bytes).1).then_some(encoding)
    })
}

/// UTF-8 in which few bytes are damaged: fifty times as many characters that are right cannot be
/// an accident.
fn damaged(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > 0 && right >= wrong * 50
}

/// How many line endings a text has: CRLF, CR or LF.
fn lines_in(text: &str) -> usize {
    let crlf = text.matches("\r\n").count();
    text.matches(['\r', '\n']).count() - crlf
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "1\n00:00:01,000 --> 00:00:04,000\nВ тёмной комнате послышались шаги.\n";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_16_is_known_with_and_without_a_mark() {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{TEXT}");
            let little = decode(&utf16(&text, u16::to_le_bytes), None).unwrap();
            let big = decode(&utf16(&text, u16::to_be_bytes), None).unwrap();
            assert_eq!((little.encoding, big.encoding), ("UTF-16LE", "UTF-16BE"));
            assert_eq!((&*little.text, &*big.text), (TEXT, TEXT));
            assert_eq!((little.problems, big.problems), (vec![], vec![]));
        }
    }

    #[test]
    fn what_is_declared_is_taken_and_what_is_guessed_is_said() {
        for name in ["windows-1251", "koi8-r"] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let bytes = encoding.encode(TEXT).0;
            let declared = decode(&bytes, Some(name)).unwrap();
            assert_eq!((&*declared.text, declared.problems), (TEXT, vec![]));
            let guessed = decode(&bytes, None).unwrap();
            assert_eq!(guessed.text, TEXT);
            assert_eq!((guessed.problems.len(), guessed.problems[0].line), (1, 3));
            assert!(guessed.problems[0].help.contains("encoding = \""));
        }
        assert_eq!(decode(b"", Some("klingon")).unwrap_err().line, 1);
        assert_eq!(decode(b"", Some("replacement")).unwrap_err().line, 1);
    }

    #[test]
    fn a_mark_wins_over_what_is_declared() {
        let text = format!("\u{feff}{TEXT}");
        let marked = decode(text.as_bytes(), Some("koi8-r")).unwrap();
        assert_eq!((&*marked.text, marked.problems.len()), (TEXT, 1));
        assert!(decode(text.as_bytes(), Some("utf8")).unwrap().problems.is_empty());
    }

    #[test]
    fn a_damaged_byte_does_not_make_another_encoding_of_utf_8() {
        let mut bytes = TEXT.repeat(5).into_bytes();
        let place = bytes.len() - 10;
        bytes[place] = 0xff;
        let damaged = decode(&bytes, None).unwrap();
        assert_eq!((damaged.encoding, damaged.problems[0].line), ("UTF-8", 15));
    }

    #[test]
    fn a_nul_is_replaced() {
        assert_eq!(decode(b"a\0b", None).unwrap().text, "a\u{fffd}b");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_bytes_are_some_text(bytes in vec(any::<u8>(), 0..400)) {
            let decoded = decode(&bytes, None).unwrap();
            prop_assert!(decoded.text.len() <= bytes.len() * 3);
            prop_assert!(!decoded.text.contains('\0'));
        }

        #[test]
        fn utf_8_stays_as_it_is(text in "[^\0\u{feff}]{0,100}") {
            prop_assert_eq!(decode(text.as_bytes(), None).unwrap().text, text);
        }
    }
}
