//! One version of the report.

use super::super::data::{
    Area, Clearance, FlashSecond, Flashes, Loudness, Master, Measure, Point, Rights,
    RightsStanding, ShotMean, VersionReport, Worst,
};
use super::{Given, cuts, english, masters, pictures, technical, verdicts};
use crate::exhibit::rights::{self, Standing};
use crate::exhibit::territory::Territories;
use crate::exhibit::{Exhibit, Released};
use crate::measure::{Measures, flashes};
use crate::prepare::findings::Findings;
use crate::prepare::loudness::{self, CEILING_DBTP, gain_db};
use crate::rendition::Prepared;

/// A curve has at most so many points in a report: more than a page can show.
const POINTS: usize = 400;
/// The side of the part of a picture in which flashes are counted, as a share of the picture
/// (WCAG 2.2: 341 by 256 of 1024 by 768).
pub(super) const FIELD: f64 = 1.0 / 3.0;

/// All that is known of a version.
pub(super) fn report(given: &Given, index: usize, findings: Option<&Findings>) -> VersionReport {
    let exhibit = given.exhibit;
    let version = &exhibit.versions[index];
    let generation = exhibit.generation_of(index);
    let prepared = given.outcomes[index].prepared.as_ref();
    let maker = english(&generation.maker);
    let model = english(&generation.name);
    let mut report = VersionReport {
        id: version.id.clone(),
        name: english(&version.name),
        generation: if maker.is_empty() { model } else { format!("{model}, {maker}") },
        released: generation.released.map(iso),
        thumbnails: match prepared.filter(|_| given.pictures) {
            Some(prepared) => pictures::thumbnails(exhibit, &version.id, prepared),
            None => Vec::new(),
        },
        masters: masters(exhibit, index)
            .into_iter()
            .map(|(written, path)| {
                let known = given.history.and_then(|history| history.known(&path));
                Master {
                    file: written,
                    bytes: std::fs::metadata(&path).ok().map(|meta| meta.len()),
                    sha256: known.map(|known| known.digests.sha256.clone()),
                    blake3: known.map(|known| known.digests.blake3.clone()),
                    found_blake3: given.cache.master_hash(&path).ok(),
                    first_seen: known.map(|known| known.first_seen.to_string()),
                }
            })
            .collect(),
        technical: technical::of(exhibit, index, findings),
        credentials: technical::credentials(given, index),
        loudness: prepared.and_then(|prepared| loud(prepared, given.lufs())),
        flashes: findings.map(|found| flashing(&found.flashes, true)),
        rights: rights_of(given, index),
        measures: findings.map(|found| measured(&found.measures, exhibit)).unwrap_or_default(),
        cuts: findings.map(|found| cuts::of(&found.measures, exhibit, index)),
        verdicts: Vec::new(),
    };
    if let (Some(prepared), Some(found)) = (prepared.filter(|_| given.pictures), findings) {
        // Also where it is within the limit: whoever decides looks at the worst second.
        let worst = pictures::worst(&version.id, prepared, &found.flashes, exhibit.length);
        report.thumbnails.extend(worst);
    }
    report.verdicts = verdicts::of(given, index, findings, &report);
    report
}

/// A date as precise as it is known, by ISO 8601.
fn iso(date: Released) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        _ => format!("{:04}", date.year),
    }
}

fn loud(prepared: &Prepared, lufs: f64) -> Option<Loudness> {
    let sound = prepared.rendition.sound.as_ref()?;
    let measured = loudness::of(&prepared.folder.join(&sound.file)).ok()?;
    Some(Loudness {
        integrated_lufs: measured.integrated_lufs.filter(|_| !measured.is_silent()),
        range_lu: Some(measured.range_lu),
        true_peak_dbtp: Some(measured.true_peak_dbtp),
        gain_db: Some(gain_db(&measured, lufs, CEILING_DBTP)),
    })
}

/// Flashes as the report tells them: half a flash is told as a whole one.
pub(super) fn flashing(found: &flashes::Flashes, in_picture: bool) -> Flashes {
    let worst = |worst: &flashes::Worst| {
        let permille = |share: f64| (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
        let place = Area {
            left_permille: permille(worst.at[0] - FIELD / 2.0),
            top_permille: permille(worst.at[1] - FIELD / 2.0),
            width_permille: permille(FIELD),
            height_permille: permille(FIELD),
        };
        let any = worst.changes > 0;
        Worst {
            flashes: worst.changes.div_ceil(2),
            from_ns: any.then_some(worst.from.0),
            place: (any && in_picture).then_some(place),
        }
    };
    let second = |(index, [general, red]): (usize, &[u32; 2])| FlashSecond {
        from_ns: index as i64 * 1_000_000_000,
        general: general.div_ceil(2),
        red: red.div_ceil(2),
    };
    Flashes {
        general: worst(&found.general),
        red: worst(&found.red),
        per_second: found.seconds.iter().enumerate().map(second).collect(),
    }
}

fn rights_of(given: &Given, index: usize) -> Option<Rights> {
    let version = &given.exhibit.versions[index];
    let stated: &rights::Rights = version.rights.as_ref()?;
    let standing = stated.standing(given.today, given.territory());
    Some(Rights {
        owner: stated.owner.clone(),
        licence: stated.licence.clone(),
        clearances: stated
            .clearances
            .iter()
            .map(|clearance| Clearance {
                what: places(clearance.territories()),
                state: days(clearance.from().as_ref(), clearance.until().as_ref()),
            })
            .collect(),
        training: stated.training.clone(),
        note: stated.notes.clone(),
        standing: match standing {
            Standing::Cleared => RightsStanding::Cleared,
            Standing::EndsSoon { .. } | Standing::WhereUnknown { .. } => RightsStanding::Limited,
            Standing::NotYet { .. } | Standing::Ended { .. } | Standing::OtherTerritory => {
                RightsStanding::Open
            }
            Standing::NotStated => RightsStanding::NotStated,
        },
        sentence: standing.for_check(&english(&version.name)),
    })
}

fn places(territories: &Territories) -> String {
    match territories {
        Territories::Worldwide => "all territories".to_owned(),
        Territories::In(some) => {
            some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
    }
}

fn days(from: Option<&jiff::civil::Date>, until: Option<&jiff::civil::Date>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "without an end".to_owned(),
    }
}

fn measured(measures: &Measures, exhibit: &Exhibit) -> Vec<Measure> {
    let one = |measured: &crate::measure::Measured| {
        let about = measured.measure.about();
        let each = measured.curve.len().div_ceil(POINTS).max(1);
        let point = |points: &[crate::measure::Point]| {
            let fold = |of: fn(f32, f32) -> f32, value: fn(&crate::measure::Point) -> f32| {
                points.iter().map(value).reduce(of).unwrap_or(0.0)
            };
            let count = points.len().max(1) as f64;
            Point {
                t_ns: points.first().map_or(0, |first| first.start.0),
                min: f64::from(fold(f32::min, |point| point.min)),
                mean: points.iter().map(|point| f64::from(point.mean)).sum::<f64>() / count,
                max: f64::from(fold(f32::max, |point| point.max)),
            }
        };
        Measure {
            key: about.name.to_lowercase().replace(' ', "-"),
            name: about.name.to_owned(),
            unit: about.unit.to_owned(),
            explanation: about.sentence.to_owned(),
            source: about.source.to_owned(),
            mean: measured.version,
            per_shot: exhibit
                .shots
                .iter()
                .zip(&measured.shots)
                .map(|(shot, mean)| ShotMean { shot: shot.id.clone(), mean: *mean })
                .collect(),
            curve: measured.curve.chunks(each).map(point).collect(),
        }
    };
    measures.measured.iter().map(one).collect()
}
