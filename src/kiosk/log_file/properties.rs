//! The log against a model of it, under random writes and restarts.

use super::tests::{Scratch, line};
use super::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_writes_keep_the_bound_and_lose_nothing_that_fits(
        bytes in 256usize..600,
        files in 1usize..5,
        lengths in proptest::collection::vec((1usize..400, 0u8..20), 1..80),
    ) {
        let scratch = Scratch::new();
        let limits = Limits { bytes: bytes as u64, files, days: 30 };
        let mut log = scratch.open(limits);
        // What each file should hold: a file takes writes until one does not fit.
        let mut model: Vec<String> = vec![String::new()];
        let mut lost = 0;
        for (turn, (length, restart)) in lengths.into_iter().enumerate() {
            if restart == 0 && lost == 0 {
                drop(log);
                log = scratch.open(limits);
            }
            let letter = char::from(b'a' + (turn % 26) as u8);
            let text = line(letter, length);
            prop_assert_eq!(log.write(text.as_bytes()).unwrap(), text.len());
            if text.len() > bytes {
                lost += 1;
                continue;
            }
            let (lines, are) = if lost == 1 { ("line", "is") } else { ("lines", "are") };
            let notice = format!("{lost} {lines} of this log could not be written and {are} lost.\n");
            for part in [notice, text].into_iter().skip(usize::from(lost == 0)) {
                if model.last().unwrap().len() + part.len() > bytes {
                    model.push(String::new());
                }
                model.last_mut().unwrap().push_str(&part);
            }
            lost = 0;
            let kept = &model[model.len().saturating_sub(files)..];
            let found = scratch.texts();
            prop_assert_eq!(&found, kept);
            prop_assert!(found.iter().map(String::len).sum::<usize>() <= bytes * files);
        }
    }
}
