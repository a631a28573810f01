//! What a report holds. Field by field it is `report.json`; the comments here are what its schema
//! says to whoever reads it.
//!
//! Times are whole nanoseconds of film time. A value that is `null` was not measured or not stated;
//! no number stands for that.

mod credentials;
mod flashes;
mod json;
mod master;
mod measure;
mod technical;
mod verdict;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

pub use credentials::{Clearance, Credentials, Finding, Rights, RightsStanding};
pub use flashes::{Area, FlashSecond, Flashes, LIMIT, Loudness, WallReport, Worst};
pub use master::{FLASHES, Master, PICTURES, Thumbnail};
pub use measure::{CutDifference, Cuts, Measure, Point, ShotMean};
pub use technical::{ColourTags, SoundTrack, Tag, Technical};
pub use verdict::{Level, Problem, Topic, Verdict};

/// The format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// What is known of every version of a film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The format of this file: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// The title of the piece.
    pub title: String,
    /// The name of the exhibit's file.
    pub exhibit: String,
    /// The BLAKE3 of that file as the report was made; by another the report is out of date.
    pub exhibit_blake3: Option<String>,
    /// When the report was made, as in RFC 3339.
    pub made: String,
    /// The length of the film in nanoseconds.
    pub length_ns: i64,
    /// The shots of the film, in its order; the same for all versions.
    pub shots: Vec<ShotSpan>,
    /// Every version, in order of release.
    pub versions: Vec<VersionReport>,
    /// What all versions do together; `null` where the wall was not looked at.
    pub wall: Option<WallReport>,
    /// What could not be looked at, and why.
    pub problems: Vec<Problem>,
}

/// A shot and its part of the film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShotSpan {
    /// Its id in the exhibit's file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it starts, in nanoseconds of film time.
    pub start_ns: i64,
    /// Where it ends, in nanoseconds of film time.
    pub end_ns: i64,
}

/// What is known of one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersionReport {
    /// Its id in the exhibit's file.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The generation that made it, and its maker where one is stated.
    pub generation: String,
    /// When that generation was released: a year, a month or a day, as in ISO 8601.
    pub released: Option<String>,
    /// A few pictures of it, in the order of the film.
    pub thumbnails: Vec<Thumbnail>,
    /// Its files as delivered.
    pub masters: Vec<Master>,
    /// How each of its clips is made.
    pub technical: Vec<Technical>,
    /// What each master says of how it was made.
    pub credentials: Vec<Credentials>,
    /// How loud it is; `null` where that was not measured.
    pub loudness: Option<Loudness>,
    /// How it flashes; `null` where that was not measured.
    pub flashes: Option<Flashes>,
    /// Whose it is; `null` where the exhibit does not say.
    pub rights: Option<Rights>,
    /// What was measured of its pictures.
    pub measures: Vec<Measure>,
    /// Where it cuts; `null` where that was not looked for.
    pub cuts: Option<Cuts>,
    /// What is fine, what is worth knowing, and what needs a decision.
    pub verdicts: Vec<Verdict>,
}

/// Why a report cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// It is no JSON, or lacks what a report has.
    Malformed(serde_json::Error),
    /// It is of a format that this program does not know.
    Format(u32),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "this is no report: {error}"),
            Self::Format(format) => {
                write!(f, "this report is of format {format}; this program reads format {FORMAT}")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl Report {
    /// The text of `report.json`.
    ///
    /// # Errors
    /// None that a report can cause; the writer's own are handed on.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        json::written(self)
    }

    /// Reads the text of a `report.json`.
    ///
    /// # Errors
    /// It is no report, or of another format. The format is looked at first, so that a newer report
    /// is told as one and not by the first field that changed.
    pub fn read(json: &str) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let head: Head = serde_json::from_str(json).map_err(ReadError::Malformed)?;
        if head.format != FORMAT {
            return Err(ReadError::Format(head.format));
        }
        serde_json::from_str(json).map_err(ReadError::Malformed)
    }
}

/// The JSON Schema of `report.json`, of draft 7 as the project's others.
#[must_use]
pub fn schema() -> Schema {
    let settings = schemars::generate::SchemaSettings::draft07();
    settings.into_generator().into_root_schema_for::<Report>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_report_is_read_back_as_it_was_but_for_what_a_file_does_not_hold() {
        let mut report = sample::report(3);
        let text = report.json().unwrap();
        let back = Report::read(&text).unwrap();
        assert_eq!(back.json().unwrap(), text);
        // The file has no bytes of pictures and six digits of each number.
        for (version, read) in report.versions.iter_mut().zip(&back.versions) {
            version.thumbnails.iter_mut().for_each(|it| it.data.clear());
            (version.measures, version.loudness) = (read.measures.clone(), read.loudness);
        }
        report.wall.as_mut().unwrap().picture.as_mut().unwrap().data.clear();
        assert!(back == report);
    }

    #[test]
    fn a_number_that_is_none_never_makes_a_report_that_cannot_be_read() {
        let mut report = sample::report(1);
        let measure = &mut report.versions[0].measures[0];
        measure.mean = Some(f64::NAN);
        measure.curve[1].max = f64::INFINITY;
        let points = measure.curve.len();
        let back = Report::read(&report.json().unwrap()).unwrap();
        assert_eq!(back.versions[0].measures[0].mean, None);
        assert_eq!(back.versions[0].measures[0].curve.len(), points - 1);
    }

    #[test]
    fn a_newer_format_is_refused_by_its_number() {
        let error = Report::read("{\"format\": 2, \"unknown\": []}").unwrap_err();
        assert!(matches!(error, ReadError::Format(2)), "{error}");
        assert!(matches!(Report::read("{"), Err(ReadError::Malformed(_))));
    }

    #[test]
    fn the_schema_describes_every_field_and_no_bytes() {
        let schema = schema().to_value();
        let text = schema.to_string();
        for word in ["length_ns", "true_peak_dbtp", "intact-signer-unknown-or-expired"] {
            assert!(text.contains(word), "{word}");
        }
        assert_eq!(schema["properties"]["format"]["maximum"], 1);
        assert!(schema["definitions"]["Thumbnail"]["properties"].get("data").is_none());
        let definitions = schema["definitions"].as_object().unwrap();
        for (name, definition) in definitions {
            for (field, of) in definition["properties"].as_object().into_iter().flatten() {
                assert!(of.get("description").is_some(), "{name}.{field}");
            }
        }
    }
}
