//! What looking at films costs beside coding them.

use std::collections::BTreeMap;

use super::material;
use crate::exhibit::Exhibit;
use crate::prepare::progress::Silent;
use crate::prepare::{self, Options};
use crate::report::gather;
use crate::timeline::Clock as _;
use crate::timeline::clock::{Monotonic, process_cpu_ns};

/// The films: 24 s at 24 frames a second, in 720p.
const FRAMES: u32 = 576;
const SIZE: (u32, u32) = (1280, 720);
/// Whether it is looked at, by turns, so that a machine that grows slower or faster is the same for
/// both.
const TURNS: [bool; 4] = [false, true, true, false];

/// Prepares versions again and again: with all that is found out about them and the report of it, and
/// with coding alone.
///
/// # Errors
/// The films cannot be made or prepared; in words.
pub(super) fn preparing(
    versions: usize,
    options: &Options,
) -> Result<BTreeMap<&'static str, f64>, String> {
    let exhibit = material::exhibit(versions, (versions, FRAMES), SIZE, options)?;
    let (mut coding, mut all) = ([0.0; 2], [0.0; 2]);
    for look in TURNS {
        let took = turn(&exhibit, &Options { again: true, look, ..options.clone() })?;
        let sum = if look { &mut all } else { &mut coding };
        *sum = [sum[0] + took[0], sum[1] + took[1]];
    }
    let turns = TURNS.len() as f64 / 2.0;
    Ok(BTreeMap::from([
        ("coding s", coding[0] / turns),
        ("with analysis s", all[0] / turns),
        ("analysis ratio", all[0] / coding[0]),
        // The same where others work on this machine too.
        ("its ratio of CPU", all[1] / coding[1]),
    ]))
}

/// How long one turn takes, and what of the processors, in seconds.
fn turn(exhibit: &Exhibit, options: &Options) -> Result<[f64; 2], String> {
    let (began, before) = (Monotonic.now(), cpu_s());
    let outcomes = prepare::prepare(exhibit, options, &mut Silent);
    if let Some(problem) = outcomes.iter().flat_map(|outcome| &outcome.problems).next() {
        return Err(problem.to_string());
    }
    if options.look {
        gather::kept(exhibit, &outcomes, options, None, true)?;
    }
    Ok([Monotonic.now().since(began) as f64 / 1e9, cpu_s() - before])
}

/// Processor time of this process and of the decoders that it has waited for; of itself alone where the
/// system does not tell (proc(5): `cutime` and `cstime`, in hundredths of a second).
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields =
        stat.rsplit_once(')').map(|(_, fields)| fields.split_whitespace().skip(13).take(2));
    let ticks: f64 =
        fields.into_iter().flatten().filter_map(|field| field.parse::<f64>().ok()).sum();
    process_cpu_ns() as f64 / 1e9 + ticks / 100.0
}
