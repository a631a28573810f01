//! The order in which people count: `take-2` before `take-10`.

use std::cmp::Ordering;

/// Compares two names as people count: runs of digits by their number, everything else letter by
/// letter without regard to capitals. Two names are equal only where they are the same.
pub fn order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(first), Some(second)) = (left.chars().next(), right.chars().next()) else {
            // `a` is the whole name: what is left decides, and at last the spelling.
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if first.is_ascii_digit() && second.is_ascii_digit() {
            let (one, rest) = number(left);
            let (other, behind) = number(right);
            // Without its zeros, the longer number is the greater one.
            let by_number = one.len().cmp(&other.len()).then_with(|| one.cmp(other));
            if by_number != Ordering::Equal {
                return by_number;
            }
            (left, right) = (rest, behind);
            continue;
        }
        let letters = first.to_lowercase().cmp(second.to_lowercase());
        if letters != Ordering::Equal {
            return letters;
        }
        (left, right) = (&left[first.len_utf8()..], &right[second.len_utf8()..]);
    }
}

/// The number at the beginning, without leading zeros, and what follows it.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_in_the_order_in_which_people_count() {
        let mut names = ["b1", "take-10.png", "take-2.png", "Take-1.png", "take-02b.png", "a"];
        names.sort_by(|a, b| order(a, b));
        assert_eq!(names, ["a", "b1", "Take-1.png", "take-2.png", "take-02b.png", "take-10.png"]);
    }

    proptest! {
        #[test]
        fn it_is_an_order_whatever_the_names_are(
            a in "[a-cA-C0-2é./-]{0,6}", b in "[a-cA-C0-2é./-]{0,6}", c in "[a-cA-C0-2é./-]{0,6}",
        ) {
            prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
            prop_assert_eq!(order(&a, &b) == Ordering::Equal, a == b);
            if order(&a, &b).is_le() && order(&b, &c).is_le() {
                prop_assert!(order(&a, &c).is_le());
            }
        }
    }
}
