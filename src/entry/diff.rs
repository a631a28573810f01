//! What differs between two texts, for a person: the unified format of `diff -u` (IEEE Std
//! 1003.1-2017, *diff*, "Diff -u or -U Output Format"), safe to print.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::diagnostic::printable;

/// How long a shortest difference is looked for; then a longer one has to do.
const PATIENCE: Duration = Duration::from_secs(1);
/// Lines shown around each change.
const AROUND: usize = 3;

/// The difference from `old` to `new` by lines, headed by what both are called; empty where there
/// is none. What would act on a terminal is replaced by a stand-in. Where the two end their lines
/// differently, the `\r` of Windows is shown as `␍`.
pub fn unified(old: &str, new: &str, (before, after): (&str, &str)) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let shown = |text: &str| text.chars().map(printable).collect::<String>();
    let both = old.contains("\r\n") == new.contains("\r\n");
    let mut text = String::new();
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        if text.is_empty() {
            text = format!("--- {}\n+++ {}\n", shown(before), shown(after));
        }
        text.push_str(&format!("{}\n", hunk.header()));
        for change in hunk.iter_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let line = change.value().strip_suffix('\n').unwrap_or(change.value());
            let (line, end) = match line.strip_suffix('\r') {
                Some(line) if both => (line, ""),
                Some(line) => (line, "␍"),
                None => (line, ""),
            };
            text.push_str(&format!("{sign}{}{end}\n", shown(line)));
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown_with_three_lines_around_it() {
        let old = "a\nb\nc\nd\ne\nf\ng\n";
        let new = old.replace("e\n", "E\n");
        let expected = "--- was\n+++ is\n@@ -2,6 +2,6 @@\n b\n c\n d\n-e\n+E\n f\n g\n";
        assert_eq!(unified(old, &new, ("was", "is")), expected);
        assert_eq!(unified(old, old, ("was", "is")), "");
    }

    #[test]
    fn nothing_in_a_file_acts_on_the_terminal() {
        let text = unified("a\n", "\u{1b}[2J\u{202e}", ("a", "b\u{7}"));
        assert!(text.chars().all(|c| c == '\n' || c == printable(c)), "{text:?}");
        assert!(text.ends_with("\\ No newline at end of file\n"));
    }

    #[test]
    fn a_change_of_the_ends_of_lines_can_be_seen() {
        assert!(unified("a\n", "a\r\n", ("x", "y")).ends_with("-a\n+a␍\n"));
        assert!(unified("a\r\nb\r\n", "a\r\nc\r\n", ("x", "y")).ends_with(" a\n-b\n+c\n"));
    }

    #[test]
    fn two_large_texts_without_a_common_line_are_told_apart_in_bounded_time() {
        let text = |sign: char| (0..20_000).map(|n| format!("{sign}{n}\n")).collect::<String>();
        assert_eq!(unified(&text('a'), &text('b'), ("a", "b")).lines().count(), 40_003);
    }
}
