//! A caption in one or two lines.
//!
//! What a person broke so that it fits stays. Anything else is set anew: in one line if it fits,
//! else in two of about the same width, broken where a reader would pause. Each line of a dialogue
//! that begins with a dash stays apart from the other. Where two lines are not enough the type is
//! to shrink, so that nothing is ever cut off.
//!
//! Lines are broken at spaces, but for Chinese and Japanese, which have none: there between any
//! two characters of which neither may end or begin a line (a short form of JIS X 4051, "line
//! head and line end prohibition"). No-break spaces are no places.

mod places;

use std::borrow::Borrow;

use super::Line;
use places::{dense, places, space};

/// How many break places around the middle are weighed. Widths are measured for each, and a
/// caption is set while the film runs.
const WEIGHED: usize = 24;
/// A word of so many characters does not stand alone in a line.
const ORPHAN: usize = 4;

/// A caption as it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrapped {
    /// One or two lines from top to bottom; none for a caption without text.
    pub lines: Vec<Line>,
    /// What the size of the type is to be multiplied with so that the wider line fits: 1 where it
    /// fits, less where it does not, always above 0.
    pub shrink: f32,
}

/// Breaks a caption: `lines` as the file breaks them, `width` the most a line may have, `measure`
/// the width of a text, in the same unit and without line breaks.
pub fn wrap<L: Borrow<Line>>(lines: &[L], width: f32, measure: impl Fn(&str) -> f32) -> Wrapped {
    // What is not a width measures nothing, so that no arithmetic on it goes astray.
    let measure = |text: &str| measure(text.trim_matches(' ')).max(0.0);
    let seen = |line: &&Line| line.runs.iter().any(|run| !run.text.trim().is_empty());
    let lines: Vec<&Line> = lines.iter().map(Borrow::borrow).filter(seen).collect();
    let texts: Vec<String> = lines.iter().map(|line| line.text()).collect();
    if lines.len() <= 2 {
        let widest = texts.iter().map(|text| measure(text)).fold(0.0, f32::max);
        if widest <= width || lines.is_empty() {
            return Wrapped { lines: lines.into_iter().cloned().collect(), shrink: 1.0 };
        }
    }

    let (whole, turns) = join(&lines, &texts);
    let text = whole.text();
    let place = if !turns.is_empty() {
        best(&text, &turns, width, &measure)
    } else if measure(&text) <= width {
        None
    } else {
        best(&text, &places(&text), width, &measure)
    };
    let parts = match place {
        Some(at) => vec![trimmed(&whole, &text, 0, at), trimmed(&whole, &text, at, text.len())],
        None => vec![trimmed(&whole, &text, 0, text.len())],
    };
    let widest = parts.iter().map(|line| measure(&line.text())).fold(0.0, f32::max);
    let shrink = (width / widest).clamp(f32::MIN_POSITIVE, 1.0);
    Wrapped { lines: parts, shrink: if widest > width { shrink } else { 1.0 } }
}

/// All lines as one, and the places in it where another person begins to speak.
fn join(lines: &[&Line], texts: &[String]) -> (Line, Vec<usize>) {
    let (mut whole, mut turns, mut length) = (Line::default(), Vec::new(), 0);
    for (index, (line, text)) in lines.iter().zip(texts).enumerate() {
        let before = index.checked_sub(1).and_then(|before| texts.get(before));
        if let Some(before) = before {
            if turn(before, text) {
                turns.push(length);
            }
            let (last, first) = (before.chars().next_back(), text.chars().next());
            let dense = |c: Option<char>| c.is_some_and(dense);
            if !(dense(last) && dense(first)) {
                let style = whole.runs.last().map(|run| (run.italic, run.speaker.clone()));
                let (italic, speaker) = style.unwrap_or_default();
                whole.push(" ", italic, speaker.as_ref());
                length += 1;
            }
        }
        whole.append(line);
        length += text.len();
    }
    (whole, turns)
}

/// Whether a line is another person's than the one before: it begins with a dash, and that one
/// does too or has come to an end. A dash in front of a number is a sign.
fn turn(before: &str, line: &str) -> bool {
    let dash = |text: &str| {
        let mut chars = text.trim_start().chars();
        let dash = matches!(chars.next(), Some('-' | '‐' | '–' | '—' | '―' | '−'));
        dash && !chars.next().is_some_and(char::is_numeric)
    };
    let over = before.trim_end().ends_with(['.', '?', '!', '…', '»', '”', '"', '。', '？', '！']);
    dash(line) && (dash(before) || over)
}

/// The best of the places: of those that fit the most even, with a pause before it.
fn best(text: &str, places: &[usize], width: f32, measure: &impl Fn(&str) -> f32) -> Option<usize> {
    // The part before a place only widens and the one after it only narrows, so the most even are
    // around where they cross.
    let even = places.partition_point(|at| measure(&text[..*at]) < measure(&text[*at..]));
    let from = even.saturating_sub(WEIGHED / 2);
    let weighed = places.iter().copied().skip(from).take(WEIGHED);
    let cost = |at: usize| {
        let (before, after) = (text[..at].trim(), text[at..].trim());
        let widest = measure(before).max(measure(after));
        // Shares of the width by which another place may be less even and still be taken.
        let uneven = if widest <= width { widest } else { widest * 4.0 };
        let orphan = if orphan(before) || orphan(after) { width * 8.0 } else { 0.0 };
        uneven + orphan + width * pause(before)
    };
    weighed.min_by(|one, other| cost(*one).total_cmp(&cost(*other)))
}

/// Whether a line is a single short word.
fn orphan(line: &str) -> bool {
    !line.contains(space) && line.chars().filter(|c| c.is_alphanumeric()).count() <= ORPHAN
}

/// How badly a reader would pause after a line, in shares of a line's width.
fn pause(line: &str) -> f32 {
    let last = line.trim_end_matches(['»', '”', '"', '’', ')', '」', '』', '）']);
    if last.ends_with(['.', '!', '?', '…', '。', '！', '？']) {
        -0.25
    } else if last.ends_with([',', ';', ':', '—', '–', '、', '，', '；', '：']) {
        -0.15
    } else if !line.ends_with(dense)
        && line.rsplit(space).next().is_some_and(|word| word.chars().count() <= 2)
    {
        // An article or a preposition belongs to the word after it.
        0.1
    } else {
        0.0
    }
}

/// Part of a line, without the spaces that it was broken at.
fn trimmed(line: &Line, text: &str, from: usize, to: usize) -> Line {
    let part = &text[from..to];
    let start = from + part.len() - part.trim_start_matches(space).len();
    let end = from + part.trim_end_matches(space).len();
    line.part(start, end)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// One unit a character.
    fn count(text: &str) -> f32 {
        text.chars().count() as f32
    }

    fn set(lines: &[&str], width: f32) -> (Vec<String>, f32) {
        let lines: Vec<Line> = lines.iter().map(|line| Line::plain(*line)).collect();
        let wrapped = wrap(&lines, width, count);
        (wrapped.lines.iter().map(Line::text).collect(), wrapped.shrink)
    }

    fn lines(lines: &[&str], width: f32) -> Vec<String> {
        set(lines, width).0
    }

    #[test]
    fn what_fits_as_it_was_broken_stays() {
        assert_eq!(lines(&["Ja."], 20.0), ["Ja."]);
        assert_eq!(lines(&["Ja.", "Nein."], 20.0), ["Ja.", "Nein."]);
        assert_eq!(lines(&[" ", "\u{a0}"], 20.0), Vec::<String>::new());
        assert_eq!(lines(&["a b", "c d", "e f"], 20.0), ["a b c d e f"]);
    }

    #[test]
    fn a_long_line_is_broken_evenly_and_rather_where_one_pauses() {
        assert_eq!(
            lines(&["На обратном пути ему пришлось пережить маленькое приключение."], 42.0),
            ["На обратном пути ему пришлось", "пережить маленькое приключение."]
        );
        assert_eq!(
            lines(&["He remembered the way well, it had taken him through three rooms."], 50.0),
            ["He remembered the way well,", "it had taken him through three rooms."]
        );
        assert_eq!(
            lines(&["He went at once to a house in the old part of it"], 40.0),
            ["He went at once to a house", "in the old part of it"]
        );
    }

    #[test]
    fn a_short_word_does_not_stand_alone() {
        assert_eq!(lines(&["Unbegreiflicherweise so, ja"], 20.0)[1], "so, ja");
        let broken = lines(&["Unbegreiflicherweise ja"], 22.0);
        assert_eq!(broken, ["Unbegreiflicherweise", "ja"], "there is no other place");
        assert_eq!(lines(&["Oh Donaudampfschifffahrt wohin"], 26.0)[1], "wohin");
    }

    #[test]
    fn dashes_of_a_dialogue_keep_their_lines() {
        assert_eq!(lines(&["— Кто здесь?", "— Я."], 40.0), ["— Кто здесь?", "— Я."]);
        let long = ["- Who is there in the dark,", "and why?", "- I."];
        assert_eq!(lines(&long, 40.0), ["- Who is there in the dark, and why?", "- I."]);
        let (broken, shrink) = set(&long, 18.0);
        assert_eq!(broken[1], "- I.");
        assert_eq!(shrink, 18.0 / 36.0);
        let three = ["- Is it you?", "- No.", "- Who then?"];
        assert_eq!(lines(&three, 40.0), ["- Is it you?", "- No. - Who then?"]);
        // A sign, and a dash within a sentence.
        assert_eq!(lines(&["It is cold.", "-5 degrees", "at night"], 60.0).len(), 1);
        assert_eq!(lines(&["Жизнь", "— это", "сон"], 60.0), ["Жизнь — это сон"]);
    }

    #[test]
    fn no_line_is_broken_at_a_no_break_space() {
        let text = ["В\u{a0}тёмной\u{202f}комнате\u{a0}послышались шаги"];
        assert_eq!(lines(&text, 30.0)[1], "шаги");
        let (broken, shrink) = set(&["a\u{a0}b\u{a0}c\u{a0}d"], 3.5);
        assert_eq!((broken.len(), shrink), (1, 0.5));
    }

    #[test]
    fn chinese_and_japanese_are_broken_anywhere_but_before_a_closing_mark() {
        assert_eq!(
            lines(&["暗い部屋の中で、足音が聞こえた。"], 10.0),
            ["暗い部屋の中で、", "足音が聞こえた。"]
        );
        assert_eq!(lines(&["一二三四」五六七八"], 5.0), ["一二三四」", "五六七八"]);
        assert_eq!(lines(&["一二三四ー五六七八"], 5.0), ["一二三四ー", "五六七八"]);
        assert_eq!(lines(&["暗い", "部屋", "の中"], 10.0), ["暗い部屋の中"]);
    }

    #[test]
    fn it_says_how_much_the_type_is_to_shrink() {
        assert_eq!(set(&["aaaa bbbb"], 4.0).1, 1.0);
        assert_eq!(set(&["aaaaa bbbbb"], 4.0), (vec!["aaaaa".into(), "bbbbb".into()], 0.8));
        let style = wrap(&[Line::plain("aaaa bbbb")], 0.0, count);
        assert!(style.shrink > 0.0 && style.lines.len() == 2);
        assert!(wrap(&[Line::plain("a b")], 5.0, |_| f32::NAN).shrink == 1.0);
        assert!(wrap(&[Line::plain("a b")], f32::NAN, count).lines.len() <= 2);
    }

    #[test]
    fn the_style_stays_with_its_text() {
        let mut line = Line::plain("He said ");
        line.push("nothing at all", true, None);
        let broken = wrap(&[line], 14.0, count).lines;
        assert_eq!(broken[0].text(), "He said");
        assert!(broken[1].runs[0].italic);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn nothing_is_lost_and_the_shrunk_type_fits(
            texts in vec("[-— \u{a0}a-cы。、字「」ー.,0-9\u{301}]{0,30}|\\PC{0,20}", 0..6),
            width in 0.5..80.0_f32,
        ) {
            let lines: Vec<Line> = texts.iter().map(Line::plain).collect();
            let wrapped = wrap(&lines, width, count);
            prop_assert!(wrapped.lines.len() <= 2);
            prop_assert!(wrapped.shrink > 0.0 && wrapped.shrink <= 1.0);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
            let set: String = wrapped.lines.iter().map(Line::text).collect();
            prop_assert_eq!(letters(&set), letters(&texts.concat()));
            for line in &wrapped.lines {
                prop_assert!(count(line.text().trim_matches(' ')) * wrapped.shrink <= width * 1.0001);
            }
        }
    }
}
