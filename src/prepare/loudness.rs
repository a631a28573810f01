//! How loud the sound of a version is, so that turning from one version to the next does not jump:
//! integrated loudness and true peak by EBU R 128 (ITU-R BS.1770: K-weighting, gates at −70 LUFS
//! and 10 LU below the mean), range by EBU Tech 3342; and the gain that brings it to a target.
//!
//! The measuring is that of `ebur128`, a port of libebur128. Its histogram of loudness keeps the
//! memory the same however long the film is, for an error of at most 0.05 LU.

use std::io::{self, Read};
use std::path::Path;

use ebur128::{EbuR128, Mode};
use serde::{Deserialize, Serialize};

use super::sound::RATE;

/// The loudness that EBU R 128 asks of a programme, in LUFS.
pub const TARGET_LUFS: f64 = -23.0;
/// The highest true peak that EBU R 128 permits, in dBTP. Four-fold oversampling may miss 0.6 dB
/// of a peak at the top of the band (ITU-R BS.1770, annex 2), and this leaves room for that.
pub const CEILING_DBTP: f64 = -1.0;
/// What is quieter than this, in LUFS or in dBTP, is the noise of a coder in a track that was left
/// empty, which reaches about −90 dB, or a sound that nobody is meant to hear.
const SILENT: f64 = -60.0;
/// Louder by more than this brings up what nobody has listened to: the hiss of the coder and the
/// steps of 16 bits, −98 dBFS and lower, stay 55 dB below the voices of the other versions, and
/// what is so quiet that it would need more was meant to be quiet.
const MOST_DB: f64 = 20.0;
/// A sound that is shorter has no loudness range: three seconds are weighed at once (EBU Tech 3342).
pub const SHORTEST_RANGE_NS: i64 = 3_000_000_000;
/// The true peak of nothing at all. It stands for −∞, which JSON cannot say, and lies under the
/// smallest step of 16 bits.
const NOTHING_DBTP: f64 = -120.0;

/// Bytes that are read at once: a tenth of a second.
const CHUNK: u64 = RATE as u64 / 10 * 4;
/// Samples of both channels after the end: the interpolator for true peaks looks this far ahead,
/// so a peak in the last samples shows only after them.
const TAIL: usize = 12;

/// How loud a sound is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loudness {
    /// Integrated loudness in LUFS; none where nothing is louder than the gate of −70 LUFS, or
    /// where the sound is shorter than the 400 ms that are weighed at once.
    pub integrated_lufs: Option<f64>,
    /// Loudness range in LU; 0 where the sound is too short to have one, which is under 3 s.
    pub range_lu: f64,
    /// The highest true peak of either channel in dBTP; −120 where every sample is 0.
    pub true_peak_dbtp: f64,
}

/// Measures a sound: interleaved signed 16-bit little-endian stereo at 48 kHz, to its end. Nothing
/// of it is kept.
///
/// # Errors
/// When it cannot be read, or ends within a sample.
pub fn measure(mut pcm: impl Read) -> io::Result<Loudness> {
    let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK | Mode::HISTOGRAM;
    let mut meter = EbuR128::new(2, RATE as u32, mode).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(CHUNK as usize);
    let mut samples = Vec::with_capacity(CHUNK as usize / 2);
    loop {
        bytes.clear();
        pcm.by_ref().take(CHUNK).read_to_end(&mut bytes)?;
        if !bytes.len().is_multiple_of(4) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a sample"));
        }
        samples.clear();
        samples.extend(bytes.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]])));
        if samples.is_empty() {
            break;
        }
        meter.add_frames_i16(&samples).map_err(io::Error::other)?;
    }
    meter.add_frames_i16(&[0; 2 * TAIL]).map_err(io::Error::other)?;
    let integrated = meter.loudness_global().map_err(io::Error::other)?;
    let range = meter.loudness_range().map_err(io::Error::other)?;
    let peak = |channel| meter.true_peak(channel).map_err(io::Error::other);
    let peak = peak(0)?.max(peak(1)?);
    Ok(Loudness {
        integrated_lufs: integrated.is_finite().then_some(integrated),
        range_lu: range.max(0.0),
        true_peak_dbtp: (20.0 * peak.log10()).max(NOTHING_DBTP),
    })
}

impl Loudness {
    /// Whether there is nothing in it that is meant to be heard.
    pub fn is_silent(&self) -> bool {
        self.true_peak_dbtp < SILENT || self.integrated_lufs.is_none_or(|lufs| lufs < SILENT)
    }
}

/// The gain in dB that brings a sound to `target_lufs`, but no peak over `ceiling_dbtp` and nothing
/// up by more than 20 dB. Silence is left as it is, unless a click in it is over the ceiling.
pub fn gain_db(loudness: &Loudness, target_lufs: f64, ceiling_dbtp: f64) -> f64 {
    let wanted = match loudness.integrated_lufs {
        Some(lufs) if !loudness.is_silent() => (target_lufs - lufs).min(MOST_DB),
        _ => 0.0,
    };
    wanted.min(ceiling_dbtp - loudness.true_peak_dbtp)
}

/// How loud a prepared sound is: measured once, and kept beside it.
///
/// # Errors
/// It cannot be read. That it could not be kept is no error: it is measured again.
pub fn of(file: &Path) -> io::Result<Loudness> {
    let beside = file.with_extension("loudness.json");
    let known = std::fs::read(&beside).ok();
    if let Some(known) = known.and_then(|text| serde_json::from_slice(&text).ok()) {
        return Ok(known);
    }
    let loudness = measure(io::BufReader::new(std::fs::File::open(file)?))?;
    if let Ok(text) = serde_json::to_vec(&loudness) {
        std::fs::write(&beside, text).ok();
    }
    Ok(loudness)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;

    /// Both channels the same.
    fn stereo(samples: impl Iterator<Item = f64>) -> Vec<u8> {
        let wide = |v: f64| ((v * 32_768.0).round() as i16).to_le_bytes();
        samples.flat_map(|v| [wide(v), wide(v)].concat()).collect()
    }

    /// A sine at 997 Hz with its peaks at so many dBFS.
    fn tone(dbfs: f64, seconds: f64) -> Vec<u8> {
        let samples = (seconds * RATE as f64) as usize;
        sine(10f64.powf(dbfs / 20.0), RATE as f64 / 997.0, 0.0, samples)
    }

    fn sine(amplitude: f64, period: f64, degrees: f64, samples: usize) -> Vec<u8> {
        let turn = degrees / 360.0;
        stereo((0..samples).map(|n| amplitude * (TAU * (n as f64 / period + turn)).sin()))
    }

    fn tones(all: &[(f64, f64)]) -> Vec<u8> {
        all.iter().flat_map(|(dbfs, seconds)| tone(*dbfs, *seconds)).collect()
    }

    fn of(pcm: &[u8]) -> Loudness {
        measure(pcm).unwrap()
    }

    /// After Tech 3341, cases 1 to 5; the sixth is a loud tone among silence.
    #[test]
    fn integrated_loudness_is_that_of_the_standard() {
        let programmes: [(&[(f64, f64)], f64); 6] = [
            (&[(-23.0, 20.0)], -23.0),
            (&[(-33.0, 20.0)], -33.0),
            (&[(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)], -23.0),
            (&[(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)], -23.0),
            (&[(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)], -23.0),
            (&[(-120.0, 30.0), (-20.0, 30.0), (-120.0, 30.0)], -20.0),
        ];
        for (programme, lufs) in programmes {
            let measured = of(&tones(programme)).integrated_lufs.unwrap();
            assert!((measured - lufs).abs() < 0.1, "{measured} for {lufs}");
        }
    }

    /// After Tech 3342, cases 1 to 4.
    #[test]
    fn the_range_is_that_of_the_standard() {
        let programmes: [(&[f64], f64); 4] = [
            (&[-20.0, -30.0], 10.0),
            (&[-20.0, -15.0], 5.0),
            (&[-40.0, -20.0], 20.0),
            (&[-50.0, -35.0, -20.0, -35.0, -50.0], 15.0),
        ];
        for (levels, range) in programmes {
            let programme: Vec<_> = levels.iter().map(|dbfs| (*dbfs, 20.0)).collect();
            let measured = of(&tones(&programme)).range_lu;
            assert!((measured - range).abs() < 1.0, "{measured} for {range}");
        }
    }

    /// After Tech 3341, cases 15 to 19: no sample lies on a peak.
    #[test]
    fn a_peak_between_samples_is_found() {
        let sines = [
            (0.5, 4.0, 0.0, -6.0),
            (0.5, 4.0, 45.0, -6.0),
            (0.5, 6.0, 60.0, -6.0),
            (0.5, 8.0, 67.5, -6.0),
            (1.41, 4.0, 45.0, 3.0),
        ];
        for (amplitude, period, degrees, dbtp) in sines {
            // Faded in and out, because the edge of a sine has peaks of its own.
            let full = sine(amplitude, period, degrees, RATE as usize);
            let faded = full.chunks_exact(4).enumerate().flat_map(|(n, b)| {
                let edge = n.min(RATE as usize - 1 - n) as f64 / 4800.0;
                let value = f64::from(i16::from_le_bytes([b[0], b[1]])) * edge.min(1.0);
                [(value as i16).to_le_bytes(); 2].concat()
            });
            let measured = of(&faded.collect::<Vec<_>>()).true_peak_dbtp;
            assert!((-0.4..=0.2).contains(&(measured - dbtp)), "{measured} for {dbtp}");
        }
    }

    #[test]
    fn the_peak_is_that_of_the_louder_channel_and_of_the_last_sample_too() {
        let mut pcm = vec![0; 4 * RATE as usize];
        let end = pcm.len() - 2;
        pcm[end..].copy_from_slice(&i16::MIN.to_le_bytes());
        let peak = of(&pcm).true_peak_dbtp;
        assert!((-0.01..0.2).contains(&peak), "{peak}");
        // Two samples of the same height have a higher peak between them.
        pcm[end - 4..end - 2].copy_from_slice(&i16::MIN.to_le_bytes());
        assert!(of(&pcm).true_peak_dbtp > 1.5);
    }

    #[test]
    fn silence_is_left_alone() {
        let nothing = of(&vec![0; 4 * 10 * RATE as usize]);
        let expected =
            Loudness { integrated_lufs: None, range_lu: 0.0, true_peak_dbtp: NOTHING_DBTP };
        assert_eq!(nothing, expected);
        // What a coder makes of silence: the last bit, now and then.
        let mut hiss = vec![0u8; 4 * 10 * RATE as usize];
        hiss.chunks_exact_mut(14).for_each(|b| b[..2].copy_from_slice(&(-1i16).to_le_bytes()));
        for quiet in [nothing, of(&hiss), of(&tone(-65.0, 5.0)), of(&[])] {
            assert!(quiet.is_silent(), "{quiet:?}");
            assert_eq!(gain_db(&quiet, TARGET_LUFS, CEILING_DBTP), 0.0, "{quiet:?}");
        }
    }

    #[test]
    fn a_click_in_digital_silence_is_not_made_louder() {
        let mut pcm = vec![0; 4 * 10 * RATE as usize];
        for (height, silent) in [(0.03, true), (0.9, false)] {
            pcm[1_000_000..1_000_004].copy_from_slice(&stereo([height].into_iter()));
            let click = of(&pcm);
            assert_eq!(click.is_silent(), silent, "{click:?}");
            assert!(gain_db(&click, TARGET_LUFS, CEILING_DBTP) <= 0.0, "{click:?}");
        }
    }

    #[test]
    fn what_is_too_short_to_be_weighed_is_left_alone_but_kept_under_the_ceiling() {
        let short = of(&tone(-20.0, 0.3));
        assert_eq!((short.integrated_lufs, short.range_lu), (None, 0.0));
        assert_eq!(gain_db(&short, TARGET_LUFS, CEILING_DBTP), 0.0);
        let loud = of(&tone(-0.1, 0.3));
        let gain = gain_db(&loud, TARGET_LUFS, CEILING_DBTP);
        assert!((-1.2..-0.8).contains(&gain), "{gain}");
        assert!(of(&tone(-20.0, 0.41)).integrated_lufs.is_some());
    }

    #[test]
    fn the_gain_goes_to_the_target_the_ceiling_or_twenty_db() {
        let gain = |lufs, peak| {
            let loudness =
                Loudness { integrated_lufs: Some(lufs), range_lu: 5.0, true_peak_dbtp: peak };
            gain_db(&loudness, TARGET_LUFS, CEILING_DBTP)
        };
        assert_eq!(gain(-14.0, 0.5), -9.0);
        assert_eq!(gain(-30.0, -10.0), 7.0);
        assert_eq!(gain(-30.0, -4.0), 3.0);
        assert_eq!(gain(-50.0, -40.0), 20.0);
        assert_eq!(gain(-61.0, -40.0), 0.0);
    }

    #[test]
    fn it_is_said_in_json_and_read_back() {
        for pcm in [vec![0; 400], tone(-23.0, 4.0)] {
            let loudness = of(&pcm);
            let json = serde_json::to_string(&loudness).unwrap();
            let back: Loudness = serde_json::from_str(&json).unwrap();
            assert_eq!(back.integrated_lufs.is_some(), loudness.integrated_lufs.is_some());
            assert!((back.true_peak_dbtp - loudness.true_peak_dbtp).abs() < 1e-9);
        }
    }

    #[test]
    fn a_sound_that_ends_within_a_sample_is_an_error() {
        assert!(measure(&[0u8; 7][..]).is_err());
    }

    /// Gives a few bytes at a time, as a pipe may.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(self.1);
            self.0.read(&mut into[..most])
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn after_the_gain_no_peak_is_over_the_ceiling(
            lufs in proptest::option::of(-100.0..10.0f64),
            true_peak_dbtp in -120.0..10.0f64,
            target in -40.0..0.0f64,
            ceiling in -20.0..0.0f64,
        ) {
            let loudness = Loudness { integrated_lufs: lufs, range_lu: 0.0, true_peak_dbtp };
            let gain = gain_db(&loudness, target, ceiling);
            prop_assert!(true_peak_dbtp + gain <= ceiling + 1e-9);
            prop_assert!(gain <= MOST_DB);
            prop_assert!(!loudness.is_silent() || gain <= 0.0);
            if let Some(lufs) = lufs && gain > 0.0 {
                prop_assert!(lufs + gain <= target + 1e-9);
            }
        }

        #[test]
        fn so_it_is_when_it_is_measured_again(
            samples in proptest::collection::vec(-1.0..1.0f64, 1..400),
            dbfs in -70.0..0.0f64,
        ) {
            let all = || samples.iter().cycle().take(24_000).map(|v| v * 10f64.powf(dbfs / 20.0));
            let gain = gain_db(&of(&stereo(all())), TARGET_LUFS, CEILING_DBTP);
            let after = of(&stereo(all().map(|v| v * 10f64.powf(gain / 20.0))));
            prop_assert!(after.true_peak_dbtp <= CEILING_DBTP + 0.02, "{after:?}");
            let lufs = after.integrated_lufs.unwrap_or(-70.0);
            prop_assert!(gain <= 0.0 || lufs < TARGET_LUFS + 0.11, "{after:?}");
        }

        #[test]
        fn how_it_is_read_changes_nothing(
            drop in 1..50_000usize, level in -60.0..0.0f64, samples in 0..30_000usize,
        ) {
            let pcm = sine(10f64.powf(level / 20.0), 48.0, 10.0, samples);
            prop_assert_eq!(measure(Dripping(&pcm, drop)).unwrap(), of(&pcm));
        }
    }
}
