//! How loud a version is and how it flashes.

use super::axis;
use super::facts::{Fact, table};
use crate::report::data::{Area, Flashes, LIMIT, Loudness, Report, VersionReport, Worst};
use crate::report::markup::Markup;
use crate::report::number::{measured, signed, time, with_unit};
use crate::report::plot;
use crate::report::words::{NOT_MEASURED, count};

/// Draws how loud a version is.
pub fn loudness(markup: &mut Markup, version: &VersionReport) {
    let text = |text: String| Fact::Text(text);
    let Some(Loudness { integrated_lufs, range_lu, true_peak_dbtp, gain_db }) = version.loudness
    else {
        table(markup, "EBU R 128", &[("Loudness", text(NOT_MEASURED.into()))]);
        return;
    };
    let whole = match integrated_lufs {
        Some(_) => measured(integrated_lufs, 1, "LUFS"),
        None => "silent: nothing is loud enough to be measured".into(),
    };
    let gain = match gain_db {
        Some(gain) if gain.is_finite() => with_unit(&signed(gain, 1), "dB"),
        _ => "nothing".into(),
    };
    table(
        markup,
        "EBU R 128",
        &[
            ("Loudness", text(whole)),
            ("Range", text(range(range_lu))),
            ("True peak", text(measured(true_peak_dbtp, 1, "dBTP"))),
            ("Playing adds", text(gain)),
        ],
    );
}

/// The loudness range in words.
fn range(lu: Option<f64>) -> String {
    lu.map_or_else(|| "too short to have one".into(), |lu| measured(Some(lu), 1, "LU"))
}

/// Draws how a version flashes.
pub fn flashes(markup: &mut Markup, report: &Report, version: &VersionReport) {
    let Some(flashes) = &version.flashes else {
        table(markup, "Flashes in one second", &[("Flashes", Fact::Text(NOT_MEASURED.into()))]);
        return;
    };
    table(
        markup,
        "Flashes in one second",
        &[
            ("Worst second", Fact::Text(worst(&flashes.general))),
            ("Worst second of red", Fact::Text(worst(&flashes.red))),
        ],
    );
    flash_plot(markup, report, flashes, &version.name);
}

/// The flashes second by second, with what the plot means beneath it.
pub fn flash_plot(markup: &mut Markup, report: &Report, flashes: &Flashes, whose: &str) {
    if flashes.per_second.is_empty() {
        return;
    }
    let label = format!(
        "Flashes of {whose} over the film: at most {} in brightness and {} of saturated red in one second",
        flashes.general.flashes, flashes.red.flashes
    );
    markup.element("figure", &[("class", "plot")], |figure| {
        let axis = axis(report);
        axis.draw(figure);
        plot::flashes::draw(figure, axis, &flashes.per_second, &label);
        figure.leaf(
            "figcaption",
            &[],
            &format!(
                "Flashes second by second: in brightness upwards, of saturated red downwards. The dotted \
                 lines are {LIMIT} in one second, the limit of WCAG 2.2 and ITU-R BT.1702; what is \
                 beyond is filled."
            ),
        );
    });
}

/// The worst second in words.
#[must_use]
pub fn worst(of: &Worst) -> String {
    if of.flashes == 0 {
        return "no flash".into();
    }
    let mut said = count(of.flashes as usize, "flash", "flashes");
    if let Some(from) = of.from_ns {
        said.push_str(&format!(" from {}", time(from)));
    }
    if let Some(area) = of.place {
        said.push_str(&format!(", {}", place(area)));
    }
    if of.flashes > LIMIT {
        said.push_str(&format!("; the limit is {LIMIT}"));
    }
    said
}

/// Where an area lies, in words.
fn place(area: Area) -> String {
    let share = u64::from(area.width_permille) * u64::from(area.height_permille) / 10_000;
    if share >= 90 {
        return "all of the picture".into();
    }
    let third = |start: u16, length: u16| (u32::from(start) * 2 + u32::from(length)) * 3 / 2000;
    let across = ["left", "centre", "right"];
    let down = ["upper", "middle", "lower"];
    let column = across[third(area.left_permille, area.width_permille).min(2) as usize];
    let row = down[third(area.top_permille, area.height_permille).min(2) as usize];
    let part = if (row, column) == ("middle", "centre") {
        "centre".into()
    } else {
        format!("{row} {column}")
    };
    let share = if share == 0 { "less than 1".into() } else { share.to_string() };
    format!("{part}, {share}\u{202f}% of the picture")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_in_words() {
        let area = |left_permille, top_permille, width_permille, height_permille| {
            place(Area { left_permille, top_permille, width_permille, height_permille })
        };
        assert_eq!(area(0, 0, 1000, 1000), "all of the picture");
        assert_eq!(area(0, 0, 300, 300), "upper left, 9\u{202f}% of the picture");
        assert_eq!(area(400, 400, 200, 200), "centre, 4\u{202f}% of the picture");
        assert_eq!(area(990, 990, 10, 10), "lower right, less than 1\u{202f}% of the picture");
        assert!(!area(u16::MAX, u16::MAX, u16::MAX, u16::MAX).is_empty());
    }

    #[test]
    fn a_sound_too_short_for_a_range_is_not_said_to_have_one_of_nothing() {
        assert_eq!(range(None), "too short to have one");
        assert_eq!(range(Some(0.0)), "0.0\u{202f}LU");
    }

    #[test]
    fn what_is_beyond_the_limit_names_the_limit() {
        let worst = |flashes| worst(&Worst { flashes, from_ns: Some(83_450_000_000), place: None });
        assert_eq!(worst(3), "3 flashes from 01:23.45");
        assert_eq!(worst(5), "5 flashes from 01:23.45; the limit is 3");
    }
}
