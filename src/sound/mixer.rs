//! The mixer: what is heard of all versions, block by block.
//!
//! It works through a block in short pieces that end where something happens: a lap, the end of a
//! fade. Whatever it is asked for, it reads no more than [`MOST`] voices for a piece, each from at
//! most two places, and it does not allocate. When a hand runs over many versions, the ones that
//! it left fade out for 20 ms each; should that be as many as it may read, a new one waits until
//! one of them is silent, because breaking one off would be a click.

use super::limit::limited;
use super::playhead::Playhead;
use super::ramp::{Gate, Ramp};
use super::seam::{self, SIDE};
use super::source::Pcm;
use crate::prepare::sound::{RATE, sample_at};
use crate::timeline::{ClockTime, Speed, Transport};

/// How many voices are read at once.
pub const MOST: usize = 8;
/// The longest piece of a block, in frames.
const PIECE: usize = 256;

/// Who is heard and how loud, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// The number of a source and its linear gain, loudness included; at most a few. A source that
    /// occurs twice has the sum of both, one that is not there is not heard.
    pub voices: Vec<(usize, f32)>,
}

/// What the mixer is told now and then, as often and as irregularly as the show ticks. It holds
/// from the next block on; gains glide to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What moves the playhead.
    pub transport: Transport,
    /// Who is heard.
    pub heard: Heard,
    /// A linear gain for all of them.
    pub volume: f32,
}

/// Mixes the sound of all versions. Sources are numbered in the order given.
#[derive(Debug)]
pub struct Mixer<P> {
    voices: Vec<Voice<P>>,
    transport: Option<Transport>,
    gate: Gate,
    playhead: Playhead,
    /// The two places of one voice, and how they are mixed.
    read: [[f32; 2]; PIECE],
    left: [[f32; 2]; PIECE],
    weights: [(f32, f32); PIECE],
}

#[derive(Debug)]
struct Voice<P> {
    source: P,
    wanted: f32,
    gain: Ramp,
}

impl<P: Pcm> Mixer<P> {
    /// Silent until it is told something.
    pub fn new(sources: Vec<P>) -> Self {
        let voice = |source| Voice { source, wanted: 0.0, gain: Ramp::default() };
        Self {
            voices: sources.into_iter().map(voice).collect(),
            transport: None,
            gate: Gate::default(),
            playhead: Playhead::default(),
            read: [[0.0; 2]; PIECE],
            left: [[0.0; 2]; PIECE],
            weights: [(0.0, 0.0); PIECE],
        }
    }

    /// Takes a score; of several between two blocks the last one holds. Of its voices the
    /// [`MOST`] loudest are heard. Gains below 0 and such that are no number are 0.
    pub fn tell(&mut self, score: Score) {
        self.transport = Some(score.transport);
        self.voices.iter_mut().for_each(|voice| voice.wanted = 0.0);
        let mut voices = score.heard.voices;
        voices.sort_unstable_by(|a, b| b.1.total_cmp(&a.1));
        let known = self.voices.len();
        let audible = |&(index, gain): &(usize, f32)| index < known && gain * score.volume > 0.0;
        for (index, gain) in voices.into_iter().filter(audible).take(MOST) {
            if let Some(voice) = self.voices.get_mut(index) {
                voice.wanted = (voice.wanted + gain * score.volume).min(f32::MAX);
            }
        }
    }

    /// Fills a block of frames that is heard from clock time `from` on, at 48 kHz and within ±1.
    pub fn fill(&mut self, from: ClockTime, out: &mut [[f32; 2]]) {
        out.fill([0.0; 2]);
        let Some(transport) = self.transport else { return };
        let mut done = 0;
        while done < out.len() {
            let clock = from.after((done as i64 * 1_000_000_000 + RATE / 2) / RATE);
            done += self.fill_piece(&transport, clock, &mut out[done..]);
        }
    }

    /// Fills as much as can be filled at once and says how much that is.
    fn fill_piece(
        &mut self,
        transport: &Transport,
        clock: ClockTime,
        out: &mut [[f32; 2]],
    ) -> usize {
        // A sound that is jogged or shuttled is no longer that sound, so it is not heard.
        let open = transport.speed == Speed::NORMAL;
        if self.gate.is_closed() {
            self.playhead.lift();
            self.voices.iter_mut().for_each(|voice| voice.gain.set(voice.wanted));
            if !open {
                return out.len();
            }
        }
        if open
            && let Some((left, new)) = self.playhead.follow(transport, clock)
            && self.is_seamless(left, new)
        {
            self.playhead.cut();
        }
        let most = out.len().min(PIECE);
        let count = self.playhead.run(open.then_some(transport), most);
        let out = &mut out[..count];
        self.admit();
        self.add_voices(transport, out);
        self.gate.pass(open, out);
        for frame in out {
            *frame = frame.map(limited);
        }
        self.playhead.advance(count);
        count
    }

    /// Sends gains on their way; new voices, the loudest first, as far as there is room.
    fn admit(&mut self) {
        let mut heard = 0;
        for voice in self.voices.iter_mut().filter(|voice| voice.gain.is_audible()) {
            voice.gain.aim(voice.wanted);
            heard += 1;
        }
        for _ in heard..MOST {
            let waiting = self.voices.iter_mut().filter(|v| v.wanted > 0.0 && !v.gain.is_audible());
            let Some(next) = waiting.max_by(|a, b| a.wanted.total_cmp(&b.wanted)) else { return };
            next.gain.aim(next.wanted);
        }
    }

    fn add_voices(&mut self, transport: &Transport, out: &mut [[f32; 2]]) {
        let Some(at) = self.playhead.frame() else { return };
        let count = out.len();
        // Only what is being faded out runs past the end of the loop, or stays behind in it.
        let beyond = transport.speed != Speed::NORMAL || at >= sample_at(transport.loop_out.0);
        let left = self.playhead.left();
        let (read, old) = (&mut self.read[..count], &mut self.left[..count]);
        let weights = &mut self.weights[..count];
        self.playhead.weights(weights);
        for voice in self.voices.iter_mut().filter(|voice| voice.gain.is_audible()) {
            read_from(&mut voice.source, at, beyond, read);
            if let Some(left) = left {
                read_from(&mut voice.source, left, true, old);
                for ((new, old), (of_old, of_new)) in read.iter_mut().zip(&*old).zip(&*weights) {
                    *new = [0, 1].map(|side| old[side] * of_old + new[side] * of_new);
                }
            }
            voice.gain.add(read, out);
        }
    }

    /// Whether all that is heard goes on from frame `left` to frame `new` by itself.
    fn is_seamless(&mut self, left: i64, new: i64) -> bool {
        let mut heard = self.voices.iter_mut().filter(|voice| voice.gain.is_audible());
        heard.all(|voice| {
            let (mut before, mut after) = ([[0.0; 2]; SIDE], [[0.0; 2]; SIDE]);
            read_from(&mut voice.source, left - SIDE as i64, false, &mut before);
            read_from(&mut voice.source, new, false, &mut after);
            seam::is_seamless(&before, &after)
        })
    }
}

/// Reads; what fails is silence. `beyond` its end a sound goes on mirrored, because it would
/// otherwise break off there while it is still being faded out.
fn read_from(source: &mut impl Pcm, at: i64, beyond: bool, into: &mut [[f32; 2]]) {
    if !source.read(at, into) {
        into.fill([0.0; 2]);
    }
    let end = i64::try_from(source.frames()).unwrap_or(i64::MAX / 4);
    if beyond && at + into.len() as i64 > end {
        let last = at + into.len() as i64 - 1;
        let kept = (end - at).clamp(0, into.len() as i64) as usize;
        let rest = &mut into[kept..];
        if !source.read(2 * end - 1 - last, rest) {
            rest.fill([0.0; 2]);
        }
        rest.reverse();
    }
}

#[cfg(test)]
mod tests;
