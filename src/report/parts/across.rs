//! A measure across all versions: what it is called, and the scales that its plots share.

use crate::report::data::{Measure, Report, VersionReport};
use crate::report::number::{decimal, measured, places};
use crate::report::plot::scale::Scale;

/// One measure, whichever versions have it.
#[derive(Clone, Debug)]
pub struct Across<'a> {
    /// Its name, unit and explanation, from the first version that has it.
    pub about: &'a Measure,
    /// The scale of every curve; `None` where nobody has a number.
    pub curves: Option<Scale>,
    /// The scale of the means.
    pub means: Option<Scale>,
}

/// Every measure of any version, in the order in which they first appear.
#[must_use]
pub fn measures(report: &Report) -> Vec<Across<'_>> {
    let mut firsts: Vec<&Measure> = Vec::new();
    for measure in report.versions.iter().flat_map(|version| &version.measures) {
        if firsts.iter().all(|known| known.key != measure.key) {
            firsts.push(measure);
        }
    }
    firsts.into_iter().map(|about| across(report, about)).collect()
}

fn across<'a>(report: &'a Report, about: &'a Measure) -> Across<'a> {
    let all = || report.versions.iter().filter_map(|version| find(version, &about.key));
    let points = all().flat_map(|it| &it.curve).filter(|point| point.is_finite());
    let extremes = points.flat_map(|point| [point.min, point.max]);
    let means = || {
        all().flat_map(|it| it.mean.into_iter().chain(it.per_shot.iter().filter_map(|it| it.mean)))
    };
    Across { about, curves: Scale::around(extremes.chain(means())), means: Scale::around(means()) }
}

/// A measure of one version.
#[must_use]
pub fn find<'a>(version: &'a VersionReport, key: &str) -> Option<&'a Measure> {
    version.measures.iter().find(|measure| measure.key == key)
}

impl Across<'_> {
    /// A value of this measure as people read it, with as many decimals as its scale asks for.
    #[must_use]
    pub fn said(&self, value: Option<f64>) -> String {
        measured(value, self.places(), &self.about.unit)
    }

    /// The same without the unit.
    #[must_use]
    pub fn bare(&self, value: Option<f64>) -> String {
        measured(value, self.places(), "")
    }

    /// From where to where a scale goes.
    #[must_use]
    pub fn ends(&self, scale: Scale) -> (String, String) {
        let places = places(scale.span()).saturating_sub(1);
        (decimal(scale.low, places), decimal(scale.high, places))
    }

    fn places(&self) -> usize {
        self.curves.map_or(2, |scale| places(scale.span()))
    }
}
