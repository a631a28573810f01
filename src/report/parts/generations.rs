//! The generations side by side: each measure of all versions, on one scale, in order of release.
//!
//! Small multiples (E. R. Tufte, *The Visual Display of Quantitative Information*, 1983, chapter 8):
//! the same plot again for every version, so that what differs is the version alone.

use super::across::{Across, find};
use super::{MANY, axis};
use crate::report::data::{Measure, Report, VersionReport};
use crate::report::markup::Markup;
use crate::report::plot::curve::Curve;
use crate::report::plot::dots::{self, Column};
use crate::report::plot::scale::Scale;
use crate::report::words::{NO_RANKING, NOT_MEASURED};

/// Draws the chapter.
pub fn draw(markup: &mut Markup, report: &Report, measures: &[Across<'_>]) {
    markup.element("section", &[("id", "generations")], |section| {
        section.element("header", &[], |header| {
            header.leaf("h2", &[], "The generations side by side");
        });
        section.leaf("p", &[("class", "lead")], NO_RANKING);
        for across in measures {
            section.element("div", &[("class", "measure")], |it| measure(it, report, across));
        }
    });
}

fn measure(markup: &mut Markup, report: &Report, across: &Across<'_>) {
    let about = across.about;
    markup.leaf("h3", &[], &about.name);
    markup.leaf("p", &[], &about.explanation);
    markup.leaf("p", &[("class", "quiet")], &format!("Source: {}", about.source));
    if let Some(scale) = across.means {
        means(markup, report, across, scale);
    }
    if let Some(scale) = across.curves {
        multiples(markup, report, across, scale);
    }
}

/// What is drawn of the means of one version.
fn column<'a>(place: usize, version: &'a VersionReport, across: &Across<'_>) -> Column<'a> {
    let measure = find(version, &across.about.key);
    let shots = |it: &Measure| it.per_shot.iter().filter_map(|shot| shot.mean).collect();
    Column {
        number: place + 1,
        name: &version.name,
        mean: measure.and_then(|it| it.mean),
        shots: measure.map_or(Vec::new(), shots),
        said: across.said(measure.and_then(|it| it.mean)),
    }
}

fn means(markup: &mut Markup, report: &Report, across: &Across<'_>, scale: Scale) {
    let columns: Vec<Column<'_>> =
        report.versions.iter().enumerate().map(|(place, it)| column(place, it, across)).collect();
    let (low, high) = across.ends(scale);
    let label = format!(
        "Means of {} for each version in order of release, on a scale from {low} to {high}; the \
         numbers are in the table that follows",
        across.about.name
    );
    markup.element("figure", &[("class", "plot")], |figure| {
        dots::draw(figure, &columns, scale, (&low, &high), &label);
        let unit = if across.about.unit.is_empty() {
            "without a unit".into()
        } else {
            format!("in {}", across.about.unit)
        };
        let said = format!(
            "Means, {unit}, in order of release: filled for the film, rings for its shots. The \
             numbers beneath are the versions'."
        );
        figure.leaf("figcaption", &[], &said);
    });
}

fn multiples(markup: &mut Markup, report: &Report, across: &Across<'_>, scale: Scale) {
    let versions = report.versions.len();
    let height = match versions {
        0..=9 => 46.0,
        10..=MANY => 32.0,
        _ => 18.0,
    };
    let class = if versions > MANY { "multiples dense" } else { "multiples" };
    let (low, high) = across.ends(scale);
    markup.element("table", &[("class", class)], |table| {
        let caption = format!(
            "{} over the film, every row from {low} to {high}: the mean as a line, the least and the \
             most as a band",
            across.about.name
        );
        table.leaf("caption", &[], &caption);
        table.element("thead", &[], |head| {
            head.element("tr", &[], |row| {
                row.leaf("th", &[("scope", "col"), ("class", "name")], "Version");
                row.element("th", &[("scope", "col")], |cell| {
                    cell.leaf("span", &[("class", "sr")], "Over the film");
                    axis(report).draw(cell);
                });
                row.leaf("th", &[("scope", "col"), ("class", "value number")], "Mean");
            });
        });
        table.element("tbody", &[], |body| {
            for (place, version) in report.versions.iter().enumerate() {
                body.element("tr", &[], |tr| {
                    let number = place + 1;
                    tr.element("th", &[("scope", "row")], |cell| {
                        let link = format!("#v{number}");
                        let name = format!("{number} · {}", version.name);
                        cell.leaf("a", &[("href", &link)], &name);
                    });
                    row(tr, report, version, across, (scale, height));
                });
            }
        });
    });
}

fn row(
    row: &mut Markup,
    report: &Report,
    version: &VersionReport,
    across: &Across<'_>,
    (scale, height): (Scale, f64),
) {
    let measure = find(version, &across.about.key);
    row.element("td", &[], |cell| match measure.filter(|it| !it.curve.is_empty()) {
        Some(measure) => {
            let mean = across.said(measure.mean);
            let label = format!("{} of {} over the film: mean {mean}", measure.name, version.name);
            let points = &measure.curve;
            Curve { points, shot_means: &[], scale, height, label: &label }
                .draw(cell, axis(report));
        }
        None => cell.leaf("span", &[("class", "unknown")], NOT_MEASURED),
    });
    let mean = across.bare(measure.and_then(|it| it.mean));
    row.leaf("td", &[("class", "value number")], &mean);
}
