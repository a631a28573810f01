//! Lengths as people write them, in millimetres.

/// The longest length, and the farthest place from the corner that a wall is measured from.
pub const LONGEST_MM: f64 = 100_000.0;

/// The smallest picture that is taken to be meant: less is a size in metres or inches.
pub const SMALLEST_MM: f64 = 20.0;

/// The nearest that anyone stands before a wall.
pub const NEAREST_MM: f64 = 100.0;

/// Names of units, and how many millimetres each is.
const UNITS: &[(&str, f64)] = &[("", 1.0), ("mm", 1.0), ("cm", 10.0), ("m", 1000.0), ("in", 25.4)];

/// Millimetres from `1210`, `2.5 m`, `250 cm` or `21.5 in`; none where it is written otherwise.
/// To a hundredth, which nobody measures more exactly, so that sums come out even.
pub fn millimetres(text: &str) -> Option<f64> {
    let text = text.trim();
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
    let end = text.find(|c| !of_number(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (_, per_unit) = UNITS.iter().find(|(name, _)| *name == unit.trim())?;
    let number: f64 = number.parse().ok()?;
    Some(hundredths(number * per_unit))
}

/// To a hundredth of a millimetre.
pub fn hundredths(mm: f64) -> f64 {
    (mm * 100.0).round() / 100.0
}

/// A length in the unit that is easiest to read: `3.6 mm`, `14.6 m`.
pub fn shown(mm: f64) -> String {
    if mm.abs() < 10_000.0 {
        return format!("{} mm", hundredths(mm));
    }
    format!("{} m", hundredths(mm / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_with_or_without_a_unit() {
        assert_eq!(millimetres("1210"), Some(1210.0));
        assert_eq!(millimetres("1209.6 mm"), Some(1209.6));
        assert_eq!(millimetres(" 2.5 m "), Some(2500.0));
        assert_eq!(millimetres("121cm"), Some(1210.0));
        assert_eq!(millimetres("-21.5 in"), Some(-546.1));
        assert_eq!(millimetres("0.1234"), Some(0.12));
        for wrong in ["", "m", "2,5 m", "2.5 M", "2.5 metres", "inf", "nan", "1e3", "1-2", "5' 2"] {
            assert_eq!(millimetres(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_length_is_shown_in_millimetres_until_it_is_long() {
        assert_eq!(shown(1210.0 + 3.6), "1213.6 mm");
        assert_eq!(shown(14_600.0), "14.6 m");
    }
}
