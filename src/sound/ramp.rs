//! How gains move: never at once, always per sample.

use crate::prepare::sound::RATE;

/// How long a gain takes to what it was told last, in frames: 20 ms. Long enough that a step of
/// one version is no click, short enough that the sound follows the hand.
pub(super) const GLIDE: usize = (RATE / 50) as usize;

/// How long everything takes to fall silent and to come back, in frames: 30 ms.
pub(super) const MUTE: usize = (RATE * 3 / 100) as usize;

/// From 0 to 1 with a slope of 0 at both ends.
pub(super) fn eased(share: f32) -> f32 {
    share * share * (3.0 - 2.0 * share)
}

/// The gain of one voice.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ramp {
    now: f32,
    target: f32,
    step: f32,
    left: usize,
}

impl Ramp {
    /// Moves towards `target` from now on. A way that it is on already goes on as it is.
    pub(super) fn aim(&mut self, target: f32) {
        if target != self.target {
            let step = (target - self.now) / GLIDE as f32;
            *self = Self { now: self.now, target, step, left: GLIDE };
        }
    }

    /// Is at `target` at once, where nothing is heard of it.
    pub(super) fn set(&mut self, target: f32) {
        *self = Self { now: target, target, step: 0.0, left: 0 };
    }

    /// Whether anything is or becomes audible.
    pub(super) fn is_audible(&self) -> bool {
        self.left > 0 || self.now > 0.0
    }

    /// Adds frames at this gain, which moves on by as many.
    pub(super) fn add(&mut self, frames: &[[f32; 2]], into: &mut [[f32; 2]]) {
        let moving = self.left.min(frames.len());
        for (k, (frame, into)) in frames[..moving].iter().zip(&mut *into).enumerate() {
            let gain = self.now + self.step * (k + 1) as f32;
            into[0] += frame[0] * gain;
            into[1] += frame[1] * gain;
        }
        self.left -= moving;
        self.now = if self.left == 0 { self.target } else { self.now + self.step * moving as f32 };
        for (frame, into) in frames[moving..].iter().zip(&mut into[moving..]) {
            into[0] += frame[0] * self.now;
            into[1] += frame[1] * self.now;
        }
    }
}

/// What lets everything through or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gate {
    /// How far it is open, in frames of the way.
    opened: usize,
}

impl Gate {
    /// Whether nothing passes.
    pub(super) fn is_closed(self) -> bool {
        self.opened == 0
    }

    /// Opens or closes further while these frames pass.
    pub(super) fn pass(&mut self, open: bool, frames: &mut [[f32; 2]]) {
        if open && self.opened == MUTE {
            return;
        }
        for frame in frames {
            self.opened =
                if open { (self.opened + 1).min(MUTE) } else { self.opened.saturating_sub(1) };
            let gain = eased(self.opened as f32 / MUTE as f32);
            *frame = frame.map(|sample| sample * gain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(ramp: &mut Ramp, frames: usize) -> Vec<f32> {
        let mut into = vec![[0.0; 2]; frames];
        ramp.add(&vec![[1.0; 2]; frames], &mut into);
        into.iter().map(|frame| frame[0]).collect()
    }

    #[test]
    fn a_gain_arrives_exactly_however_the_way_is_cut_and_then_stays() {
        for cut in [1, 7, 256, 4096] {
            let mut ramp = Ramp::default();
            ramp.aim(0.7);
            let mut all = Vec::new();
            while all.len() < GLIDE {
                ramp.aim(0.7);
                all.extend(passed(&mut ramp, cut));
            }
            let most = 1.1 * 0.7 / GLIDE as f32;
            assert!(all.windows(2).all(|w| (-1e-4..most).contains(&(w[1] - w[0]))));
            assert!((all[GLIDE - 1] - 0.7).abs() < 1e-4);
            assert_eq!(passed(&mut ramp, 1), [0.7]);
            ramp.aim(0.0);
            passed(&mut ramp, GLIDE - 1);
            assert!(ramp.is_audible());
            passed(&mut ramp, 1);
            assert!(!ramp.is_audible());
        }
    }

    #[test]
    fn the_gate_may_turn_on_its_way() {
        let mut gate = Gate::default();
        let mut all = Vec::new();
        for (open, count) in [(true, 700), (false, 400), (true, 2000), (false, 1500)] {
            let mut frames = vec![[1.0; 2]; count];
            gate.pass(open, &mut frames);
            all.extend(frames.iter().map(|frame| frame[0]));
        }
        assert!(all.windows(2).all(|w| (w[1] - w[0]).abs() <= 1.51 / MUTE as f32));
        assert!(gate.is_closed() && all[3000] == 1.0);
    }
}
