//! Which part of a file belongs to which shot, where its shots begin at times of their own.

/// What of a file is shown, in its own time: nanoseconds from its first frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// Where it begins.
    pub from: i64,
    /// Where it ends; none for the end of the file, wherever that is.
    pub to: Option<i64>,
}

impl Part {
    /// All of it.
    pub const WHOLE: Self = Self { from: 0, to: None };
}

/// Why starts cannot be used; each names two shots, which may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadStart {
    /// These two begin at the same time, or one shot is named twice.
    Together(usize, usize),
    /// The second, which is also the first, begins when the file is over.
    Beyond(usize, usize),
}

/// The part of each shot, in the order of the shots, from where each begins in the file: the place
/// of the shot, and nanoseconds. A part ends where the next begins in the file, which need not be
/// the next of the film, and the last with the file. `length` is the file's, where it is known.
///
/// # Errors
/// Two begin together, or one after the end.
pub fn parts(starts: &[(usize, i64)], length: Option<i64>) -> Result<Vec<(usize, Part)>, BadStart> {
    let mut by_time = starts.to_vec();
    by_time.sort_by_key(|(shot, at)| (*at, *shot));
    if let Some([one, other]) = by_time.array_windows().find(|[one, other]| one.1 == other.1) {
        return Err(BadStart::Together(one.0, other.0));
    }
    if let (Some((shot, at)), Some(length)) = (by_time.last(), length)
        && *at >= length
    {
        return Err(BadStart::Beyond(*shot, *shot));
    }
    let ends = by_time.iter().skip(1).map(|(_, at)| Some(*at)).chain([length]);
    let mut parts: Vec<(usize, Part)> = by_time
        .iter()
        .zip(ends)
        .map(|((shot, from), to)| (*shot, Part { from: *from, to }))
        .collect();
    parts.sort_by_key(|(shot, _)| *shot);
    match parts.array_windows().find(|[one, other]| one.0 == other.0) {
        Some([one, other]) => Err(BadStart::Together(one.0, other.0)),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_ends_where_the_next_begins_in_the_file() {
        let part = |from, to| Part { from, to };
        // The file has the third shot before the second.
        let found = parts(&[(0, 0), (1, 90), (2, 40)], Some(120));
        let expected = [(0, part(0, Some(40))), (1, part(90, Some(120))), (2, part(40, Some(90)))];
        assert_eq!(found, Ok(expected.to_vec()));
        assert_eq!(parts(&[(3, 7)], None), Ok(vec![(3, part(7, None))]));
    }

    #[test]
    fn two_at_once_and_one_after_the_end_are_refused() {
        assert_eq!(parts(&[(0, 5), (1, 5)], None), Err(BadStart::Together(0, 1)));
        assert_eq!(parts(&[(1, 5), (1, 9)], None), Err(BadStart::Together(1, 1)));
        assert_eq!(parts(&[(0, 0), (1, 9)], Some(9)), Err(BadStart::Beyond(1, 1)));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_file_from_the_first_start_to_its_end(
            starts in prop::collection::btree_map(0_i64..10_000, Just(()), 1..20),
            order in any::<u64>(),
        ) {
            let mut starts: Vec<(usize, i64)> =
                starts.keys().enumerate().map(|(shot, at)| (shot, *at)).collect();
            let by = (order as usize) % starts.len();
            starts.rotate_left(by);
            let found = parts(&starts, Some(10_000)).unwrap();
            prop_assert_eq!(found.len(), starts.len());
            let lengths = found.iter().map(|(_, part)| part.to.unwrap() - part.from);
            let first = starts.iter().map(|(_, at)| *at).min().unwrap();
            prop_assert_eq!(lengths.sum::<i64>(), 10_000 - first);
            prop_assert!(found.iter().all(|(shot, part)| starts.contains(&(*shot, part.from))));
        }
    }
}
