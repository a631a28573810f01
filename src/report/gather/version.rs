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
        name: exhibit.called(index, "en"),
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
        technical: technical::of(given, index, findings),
        credentials: technical::credentials(given, index),
        loudness: prepared.and_then(|prepared| loud(prepared, heard(exhibit, index), given.lufs())),
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

/// How much of the film a version has clips for, in nanoseconds.
fn heard(exhibit: &Exhibit, index: usize) -> i64 {
    exhibit.versions[index].source.clips().iter().map(|clip| clip.end.0 - clip.start.0).sum()
}

/// A loudness range, where what is heard is long enough to have one.
fn range_lu(measured: f64, heard_ns: i64) -> Option<f64> {
    (heard_ns >= loudness::SHORTEST_RANGE_NS).then_some(measured)
}

fn loud(prepared: &Prepared, heard_ns: i64, lufs: f64) -> Option<Loudness> {
    let sound = prepared.rendition.sound.as_ref()?;
    let measured = loudness::of(&prepared.folder.join(&sound.file)).ok()?;
    Some(Loudness {
        integrated_lufs: measured.integrated_lufs.filter(|_| !measured.is_silent()),
        range_lu: range_lu(measured.range_lu, heard_ns),
        true_peak_dbtp: Some(measured.true_peak_dbtp),
        gain_db: Some(gain_db(&measured, lufs, CEILING_DBTP)),
    })
}

/// How many flashes so many opposing changes are, wherever they are told: two are one, and one that
/// has begun after others counts, as the limit takes it. A change alone is a cut, and none.
pub(super) fn told(changes: u32) -> u32 {
    if changes < 2 { 0 } else { changes.div_ceil(2) }
}

/// Flashes as the report tells them.
pub(super) fn flashing(found: &flashes::Flashes, in_picture: bool) -> Flashes {
    let worst = |worst: &flashes::Worst| {
        let permille = |share: f64| (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
        let place = Area {
            left_permille: permille(worst.at[0] - FIELD / 2.0),
            top_permille: permille(worst.at[1] - FIELD / 2.0),
            width_permille: permille(FIELD),
            height_permille: permille(FIELD),
        };
        let flashes = told(worst.changes);
        let any = flashes > 0;
        Worst {
            flashes,
            from_ns: any.then_some(worst.from.0),
            place: (any && in_picture).then_some(place),
        }
    };
    let second = |(index, [general, red]): (usize, &[u32; 2])| FlashSecond {
        from_ns: index as i64 * 1_000_000_000,
        general: told(*general),
        red: told(*red),
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
        sentence: standing.for_check(&given.exhibit.called(index, "en")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::gather::verdicts::flash_words;

    #[test]
    fn a_clip_of_under_three_seconds_has_no_loudness_range() {
        assert_eq!(range_lu(0.0, 2_999_999_999), None);
        assert_eq!(range_lu(0.0, 3_000_000_000), Some(0.0));
    }

    #[test]
    fn one_number_of_flashes_is_told_everywhere_and_half_a_flash_is_none() {
        for (changes, flashes) in [(0, 0), (1, 0), (2, 1), (6, 3), (7, 4), (8, 4), (9, 5)] {
            let general = flashes::Worst { changes, together: changes, ..Default::default() };
            let seconds = vec![[changes, 1]];
            let found =
                flashes::Flashes { general: general.clone(), red: Default::default(), seconds };
            let said = flashing(&found, true);
            assert_eq!((said.general.flashes, said.per_second[0].general), (flashes, flashes));
            assert_eq!((said.general.from_ns.is_some(), said.per_second[0].red), (flashes > 0, 0));
            // Above the limit is above it in every count.
            let verdict = flash_words("general", &general, "this version alone");
            assert_eq!(verdict.is_some(), flashes > 3);
            if let Some((_, what)) = verdict {
                assert!(what.starts_with(&format!("{flashes} general flashes")), "{what}");
            }
        }
    }
}
