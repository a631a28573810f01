//! The voice of a shot as a line: how loud it is, opened by the child like any unknown media.

use std::path::Path;

use super::decode::{Ask, Decoding, Event};
use super::problem::MediaProblem;
use super::{Options, gst_encode, sound};

/// Values of the line per second of sound.
pub const PER_SECOND: i64 = 50;

/// No line is longer than this: ten minutes of one shot.
const LONGEST: usize = 600 * PER_SECOND as usize;

/// How loud a recording is along its time, [`PER_SECOND`] values a second from its start: the
/// greatest sample of either channel in each, 0 to 1.
///
/// # Errors
/// What is wrong with the file, where no sound comes out of it.
pub fn voice_line(path: &Path, options: &Options) -> Result<Vec<f32>, MediaProblem> {
    gst_encode::init().map_err(MediaProblem::NotExamined)?;
    let mut decoding = Decoding::start(&options.program, path, Ask::Voice, options.patience)?;
    let mut line = Line::default();
    let ended = loop {
        match decoding.next_event() {
            Ok(Event::Sound(at_ns, samples)) => line.add(at_ns, &samples),
            Ok(Event::Facts(_) | Event::Frame(_)) => {}
            Ok(Event::Done(_)) => break MediaProblem::NoVideo,
            Err(problem) => break problem,
        }
    };
    // That a voice has no picture is no fault; whatever else ended it, what came is not the whole.
    match ended {
        MediaProblem::NoVideo if !line.peaks.is_empty() => Ok(line.peaks),
        problem => Err(problem),
    }
}

#[derive(Default)]
struct Line {
    first_ns: Option<i64>,
    peaks: Vec<f32>,
}

impl Line {
    fn add(&mut self, at_ns: i64, samples: &[u8]) {
        let first = *self.first_ns.get_or_insert(at_ns);
        let begin = sound::sample_at(at_ns - first).max(0);
        for (index, both) in samples.chunks_exact(4).enumerate() {
            let at = (begin + index as i64) * PER_SECOND / sound::RATE;
            let Ok(at) = usize::try_from(at) else { continue };
            if at >= LONGEST {
                return;
            }
            if self.peaks.len() <= at {
                self.peaks.resize(at + 1, 0.0);
            }
            let [left, right] = [[both[0], both[1]], [both[2], both[3]]].map(i16::from_le_bytes);
            let loud = f32::from(left.unsigned_abs().max(right.unsigned_abs())) / 32_768.0;
            self.peaks[at] = self.peaks[at].max(loud);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_fifty_values_a_second_and_each_is_the_loudest_of_its_time() {
        let mut line = Line::default();
        let mut bytes = vec![0_u8; 4 * 48_000];
        // Half loud on the right, a third of a second in.
        bytes[4 * 16_000 + 2..4 * 16_000 + 4].copy_from_slice(&(-16_384_i16).to_le_bytes());
        line.add(2_000_000_000, &bytes);
        line.add(3_000_000_000, &bytes);
        assert_eq!(line.peaks.len(), 100);
        let loud: Vec<usize> = (0..100).filter(|at| line.peaks[*at] > 0.49).collect();
        assert_eq!(loud, [16, 66]);
    }

    #[test]
    fn a_line_is_bounded_however_late_its_sound_says_it_is() {
        let mut line = Line::default();
        line.add(0, &[0, 64, 0, 0]);
        line.add(i64::MAX / 2, &[0, 64, 0, 0]);
        assert_eq!(line.peaks.len(), 1);
    }
}
