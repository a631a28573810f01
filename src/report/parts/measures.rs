//! What was measured of one version: each measure over the film, and its means by shot.

use super::across::{Across, find};
use super::{axis, shot_title, wide};
use crate::report::data::{Measure, Report, VersionReport};
use crate::report::markup::Markup;
use crate::report::plot::curve::Curve;
use crate::report::words::NOT_MEASURED;

/// The height of a plot in a chapter, in units of the plot.
const HEIGHT: f64 = 64.0;

/// A film of more shots has no table of them here; `report.json` has every number.
const MOST_SHOTS: usize = 40;

/// More measures than this do not fit side by side on a sheet.
const MOST_MEASURES: usize = 7;

/// Draws the measures of a version.
pub fn draw(markup: &mut Markup, report: &Report, version: &VersionReport, all: &[Across<'_>]) {
    for across in all {
        let Some(measure) = find(version, &across.about.key) else {
            continue;
        };
        markup.element("div", &[("class", "keep")], |keep| {
            let title = format!("{}: {}", measure.name, across.said(measure.mean));
            keep.leaf("h4", &[], &title);
            if let Some(scale) = across.curves.filter(|_| !measure.curve.is_empty()) {
                let shot_means = shot_means(report, measure);
                let label = format!("{} of {} over the film", measure.name, version.name);
                let points = &measure.curve;
                Curve { points, shot_means: &shot_means, scale, height: HEIGHT, label: &label }
                    .draw(keep, axis(report));
                let (low, high) = across.ends(scale);
                let scale = format!("From {low} below to {high} above, as in every version.");
                keep.leaf("p", &[("class", "sr")], &scale);
            }
        });
    }
    by_shot(markup, report, version, all);
}

/// The mean of each shot with its part of the film.
fn shot_means(report: &Report, measure: &Measure) -> Vec<(i64, i64, f64)> {
    let mean = |it: &crate::report::data::ShotMean| {
        let shot = report.shots.iter().find(|shot| shot.id == it.shot)?;
        Some((shot.start_ns, shot.end_ns, it.mean.filter(|mean| mean.is_finite())?))
    };
    measure.per_shot.iter().filter_map(mean).collect()
}

/// The means by shot as numbers.
fn by_shot(markup: &mut Markup, report: &Report, version: &VersionReport, all: &[Across<'_>]) {
    let of: Vec<(&Across<'_>, &Measure)> = all
        .iter()
        .filter_map(|across| Some((across, find(version, &across.about.key)?)))
        .filter(|(_, measure)| !measure.per_shot.is_empty())
        .collect();
    if of.is_empty() || report.shots.len() > MOST_SHOTS {
        return;
    }
    for of in of.chunks(MOST_MEASURES) {
        markup.element("div", &wide("Means by shot"), |wide| {
            wide.element("table", &[], |table| {
                table.leaf("caption", &[], "Means by shot");
                table.element("thead", &[], |head| {
                    head.element("tr", &[], |row| {
                        row.leaf("th", &[("scope", "col")], "Shot");
                        for (_, measure) in of {
                            let unit = if measure.unit.is_empty() {
                                String::new()
                            } else {
                                format!(", {}", measure.unit)
                            };
                            let title = format!("{}{unit}", measure.name);
                            row.leaf("th", &[("scope", "col"), ("class", "number")], &title);
                        }
                    });
                });
                table.element("tbody", &[], |body| {
                    for shot in &report.shots {
                        body.element("tr", &[], |row| {
                            row.leaf("th", &[("scope", "row")], shot_title(report, &shot.id));
                            for (across, measure) in of {
                                let mean = measure.per_shot.iter().find(|it| it.shot == shot.id);
                                let said =
                                    mean.map_or(NOT_MEASURED.into(), |it| across.bare(it.mean));
                                row.leaf("td", &[("class", "number")], &said);
                            }
                        });
                    }
                });
            });
        });
    }
}
