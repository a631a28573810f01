//! Where a line may be broken: at spaces, and between characters of Chinese and Japanese.

/// The places at which a text may be broken, in bytes; a space belongs to the line before.
pub fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some(&(next, following)) = chars.peek() else { break };
        let spaced = at > 0 && space(c) && !space(following);
        let between = (dense(c) || dense(following))
            && !space(c)
            && !space(following)
            && !ends_no_line(c)
            && !begins_no_line(following);
        if spaced || between {
            places.push(next);
        }
    }
    places
}

/// A space that may be broken at: not U+00A0, U+2007 and U+202F.
pub fn space(c: char) -> bool {
    matches!(c, ' ' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200b}' | '\u{205f}' | '\u{3000}')
}

/// A character of Chinese or Japanese, which need no spaces.
pub fn dense(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{312f}' | '\u{31a0}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// What opens something: it stays with what follows.
fn ends_no_line(c: char) -> bool {
    "([{«‘“「『（［｛〈《【〔\u{a0}\u{202f}\u{2007}\u{2060}".contains(c)
}

/// What closes something, small kana and marks: they stay with what they follow. So does what is
/// no letter or digit of its own, such as an accent.
fn begins_no_line(c: char) -> bool {
    const SMALL: &str =
        "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞ々〻ヽヾ\u{3099}\u{309a}";
    let opens = ends_no_line(c) && !c.is_whitespace() && c != '\u{2060}';
    SMALL.contains(c) || !(c.is_alphanumeric() || opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_a_place_and_a_no_break_space_is_none() {
        assert_eq!(places(" a b  c\u{a0}d\u{202f}e"), [3, 6]);
        assert_eq!(places("a "), Vec::<usize>::new());
    }

    #[test]
    fn a_mark_stays_with_what_it_marks() {
        assert_eq!(places("「字」ab字"), [9, 11]);
        assert_eq!(places("か\u{3099}字\u{301}"), [6]);
    }
}
