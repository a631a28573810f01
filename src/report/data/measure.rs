//! What was measured of the pictures, over film time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::json::{rounded, six};

/// One measure of one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// Which measure, the same for all versions, for example "motion".
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The unit of its numbers; empty where they have none.
    pub unit: String,
    /// What it measures and what it does not, in a sentence or two.
    pub explanation: String,
    /// Where the formula is from.
    pub source: String,
    /// The mean over the film, every frame weighed by how long it is seen.
    #[serde(serialize_with = "rounded")]
    pub mean: Option<f64>,
    /// The mean over each shot that has one.
    pub per_shot: Vec<ShotMean>,
    /// The course over film time, in its order. A point whose numbers are not finite is not
    /// written.
    #[serde(serialize_with = "finite")]
    pub curve: Vec<Point>,
}

/// The mean of a measure over one shot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShotMean {
    /// The id of the shot.
    pub shot: String,
    /// The mean; `null` where it could not be measured.
    #[serde(serialize_with = "rounded")]
    pub mean: Option<f64>,
}

/// A measure over a short stretch of the film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Where the stretch begins, in nanoseconds of film time.
    pub t_ns: i64,
    /// The least in it.
    pub min: f64,
    /// The mean over it.
    pub mean: f64,
    /// The most in it.
    pub max: f64,
}

impl Point {
    /// Whether all three are numbers. JSON has no other.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        [self.min, self.mean, self.max].iter().all(|it| it.is_finite())
    }
}

fn finite<S: Serializer>(curve: &[Point], serializer: S) -> Result<S::Ok, S::Error> {
    let short = |it: &Point| Point {
        t_ns: it.t_ns,
        min: six(it.min),
        mean: six(it.mean),
        max: six(it.max),
    };
    serializer.collect_seq(curve.iter().filter(|point| point.is_finite()).map(short))
}

/// Where a version cuts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cuts {
    /// Every cut that was found, in nanoseconds of film time.
    pub found_ns: Vec<i64>,
    /// Where they differ from the starts of the shots in the exhibit.
    pub differences: Vec<CutDifference>,
}

/// One difference between the exhibit's shots and the cuts of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutDifference {
    /// Where a shot starts, in nanoseconds of film time; `null` for a cut that no shot explains.
    pub expected_ns: Option<i64>,
    /// Where the cut is, in nanoseconds of film time; `null` where there is none.
    pub found_ns: Option<i64>,
    /// The difference in a sentence.
    pub sentence: String,
}
