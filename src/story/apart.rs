//! Places along an axis that want to be somewhere and must not crowd.

/// The places nearest to the wished ones, in the same order, with at least `least` between any
/// two, and between them and the ends of the axis at 0 and 1.
///
/// Nearest is by the sum of squared displacements. With the distances that must be there taken
/// out, the places need only not decrease, which is isotonic regression; its solution is pooling
/// adjacent violators, and with bounds that solution clamped to them (M. J. Best and N.
/// Chakravarti, "Active set algorithms for isotonic regression", Mathematical Programming 47,
/// 1990). Where the axis is too short for `least`, it is divided evenly.
pub(super) fn apart(wished: &[f64], least: f64) -> Vec<f64> {
    let gaps = wished.len() as f64 + 1.0;
    let least = if least.is_nan() { 0.0 } else { least.clamp(0.0, 1.0 / gaps) };
    let taken_out = |index: usize| (index + 1) as f64 * least;
    let room = (1.0 - gaps * least).max(0.0);
    let shifted = wished.iter().enumerate().map(|(index, wish)| wish - taken_out(index));
    let rising = rising(shifted).into_iter().enumerate();
    rising.map(|(index, place)| place.clamp(0.0, room) + taken_out(index)).collect()
}

/// The nearest sequence that does not decrease: wherever the values do, they are pooled into
/// their mean.
pub(super) fn rising(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        let (mut sum, mut count) = (value, 1);
        while let Some((before, many)) = pools.last()
            && before / *many as f64 > sum / count as f64
        {
            sum += before;
            count += many;
            pools.pop();
        }
        pools.push((sum, count));
    }
    let means = pools.into_iter();
    means.flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn displacement(places: &[f64], wished: &[f64]) -> f64 {
        places.iter().zip(wished).map(|(place, wish)| (place - wish).powi(2)).sum()
    }

    #[test]
    fn what_is_far_enough_apart_stays_where_it_wishes() {
        assert_eq!(apart(&[0.2, 0.5, 0.9], 0.1), [0.2, 0.5, 0.9]);
    }

    #[test]
    fn two_in_one_place_make_room_equally() {
        let places = apart(&[0.5, 0.5], 0.1);
        assert!((places[0] - 0.45).abs() < 1e-12 && (places[1] - 0.55).abs() < 1e-12);
    }

    #[test]
    fn what_is_too_many_is_spread_evenly() {
        for (index, place) in apart(&[0.5; 9], 0.4).iter().enumerate() {
            assert!((place - (index as f64 + 1.0) / 10.0).abs() < 1e-12, "{place}");
        }
    }

    #[test]
    fn what_decreases_is_pooled() {
        assert_eq!(
            rising([1.0, 3.0, 2.0, 0.0, 5.0].into_iter()),
            [1.0, 5.0 / 3.0, 5.0 / 3.0, 5.0 / 3.0, 5.0]
        );
    }

    proptest! {
        #[test]
        fn no_other_arrangement_is_nearer(
            wished in prop::collection::vec(0.0..1.0_f64, 1..12),
            least in 0.0..0.2_f64,
            others in prop::collection::vec(0.0..1.0_f64, 12),
        ) {
            let places = apart(&wished, least);
            let gaps = wished.len() as f64 + 1.0;
            let least = least.min(1.0 / gaps);
            // Any arrangement that keeps the distances: sorted shares of the room that is left.
            let mut other: Vec<f64> = others[..wished.len()].to_vec();
            other.sort_by(f64::total_cmp);
            for (index, place) in other.iter_mut().enumerate() {
                *place = *place * (1.0 - gaps * least) + (index + 1) as f64 * least;
            }
            prop_assert!(displacement(&places, &wished) <= displacement(&other, &wished) + 1e-9);
            // And the same a little way from the solution towards it.
            let near: Vec<f64> =
                places.iter().zip(&other).map(|(a, b)| a + (b - a) * 0.01).collect();
            prop_assert!(displacement(&places, &wished) <= displacement(&near, &wished) + 1e-9);
        }
    }
}
