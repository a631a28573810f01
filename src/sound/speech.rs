//! What is spoken at a visitor's wish, over the film: while it lasts the film is quieter.

use super::limit::limited;
use super::ramp::Ramp;
use super::source::Pcm;

/// How loud the film is beneath what is spoken: −14 dB, so that words are understood over music
/// and voices of the same loudness.
const BENEATH: f32 = 0.2;
/// How much is read at once, in frames.
const PIECE: usize = 256;

/// Speaks one recording at a time.
pub(super) struct Speech<P> {
    now: Option<Spoken<P>>,
    next: Option<(P, f32)>,
    film: Ramp,
    read: [[f32; 2]; PIECE],
    mixed: [[f32; 2]; PIECE],
}

struct Spoken<P> {
    pcm: P,
    at: i64,
    wanted: f32,
    gain: Ramp,
    ending: bool,
}

impl<P: Pcm> Speech<P> {
    /// Says nothing.
    pub(super) fn new() -> Self {
        let mut film = Ramp::default();
        film.set(1.0);
        Self { now: None, next: None, film, read: [[0.0; 2]; PIECE], mixed: [[0.0; 2]; PIECE] }
    }

    /// Speaks this at a linear gain, from its beginning; what is being spoken fades out first.
    pub(super) fn say(&mut self, pcm: P, gain: f32) {
        self.hush();
        self.next = Some((pcm, gain));
    }

    /// Fades out what is being spoken.
    pub(super) fn hush(&mut self) {
        self.next = None;
        if let Some(now) = &mut self.now {
            now.ending = true;
        }
    }

    /// Something is being spoken, or about to be.
    pub(super) fn speaks(&self) -> bool {
        self.next.is_some() || self.now.as_ref().is_some_and(|now| !now.ending)
    }

    /// Adds what is spoken to the film, at this volume of the room.
    pub(super) fn add(&mut self, volume: f32, out: &mut [[f32; 2]]) {
        for piece in out.chunks_mut(PIECE) {
            self.turn();
            self.film.aim(if self.speaks() { BENEATH } else { 1.0 });
            let mixed = &mut self.mixed[..piece.len()];
            mixed.fill([0.0; 2]);
            self.film.add(piece, mixed);
            if let Some(now) = &mut self.now {
                let read = &mut self.read[..piece.len()];
                if !now.pcm.read(now.at, read) {
                    now.ending = true;
                }
                now.at += read.len() as i64;
                now.gain.aim(if now.ending { 0.0 } else { now.wanted * volume });
                now.gain.add(read, mixed);
            }
            for (frame, mixed) in piece.iter_mut().zip(&*mixed) {
                *frame = mixed.map(limited);
            }
        }
    }

    /// Goes on to what is to be spoken next, once nothing is heard of the last.
    fn turn(&mut self) {
        let end = |now: &Spoken<P>| now.at >= i64::try_from(now.pcm.frames()).unwrap_or(i64::MAX);
        let silent = |now: &Spoken<P>| now.ending && !now.gain.is_audible();
        if self.now.as_ref().is_some_and(|now| end(now) || silent(now)) {
            self.now = None;
        }
        if self.now.is_none()
            && let Some((pcm, wanted)) = self.next.take()
        {
            let gain = Ramp::default();
            self.now = Some(Spoken { pcm, at: 0, wanted, gain, ending: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many frames of a constant.
    struct Steady(u64, f32);

    impl Pcm for Steady {
        fn frames(&self) -> u64 {
            self.0
        }

        fn read(&mut self, at: i64, into: &mut [[f32; 2]]) -> bool {
            for (index, frame) in into.iter_mut().enumerate() {
                let inside = ((at + index as i64) as u64) < self.0;
                *frame = [if inside { self.1 } else { 0.0 }; 2];
            }
            true
        }
    }

    fn heard(speech: &mut Speech<Steady>, film: f32, frames: usize) -> Vec<f32> {
        let mut out = vec![[film; 2]; frames];
        speech.add(1.0, &mut out);
        out.into_iter().map(|frame| frame[0]).collect()
    }

    #[test]
    fn while_it_speaks_the_film_is_quieter_and_then_as_loud_as_before() {
        let mut speech = Speech::new();
        assert_eq!(heard(&mut speech, 0.5, 1000), [0.5; 1000]);
        speech.say(Steady(48_000, 0.3), 1.0);
        let during = heard(&mut speech, 0.5, 24_000);
        assert!((during.last().unwrap() - (0.5 * BENEATH + 0.3)).abs() < 1e-5);
        let after = heard(&mut speech, 0.5, 48_000);
        assert!(!speech.speaks());
        assert!((after.last().unwrap() - 0.5).abs() < 1e-5);
        let steps = during.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steps < 2e-3, "no click: {steps}");
    }

    #[test]
    fn another_wish_fades_out_the_first_and_then_is_heard_from_its_beginning() {
        let mut speech = Speech::new();
        speech.say(Steady(480_000, 0.3), 1.0);
        heard(&mut speech, 0.0, 4800);
        speech.say(Steady(480_000, -0.3), 1.0);
        let turn = heard(&mut speech, 0.0, 9600);
        assert!((turn.last().unwrap() + 0.3).abs() < 1e-5);
        let steps = turn.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steps < 2e-3, "no click: {steps}");
        speech.hush();
        assert!(!speech.speaks());
        assert_eq!(*heard(&mut speech, 0.0, 9600).last().unwrap(), 0.0);
    }
}
