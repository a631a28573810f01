//! The speeds that a key steps through.

use crate::timeline::Speed;

/// As an editor's J, K and L do, in thousandths.
const SHUTTLE: [i32; 7] = [-4000, -2000, -1000, 0, 1000, 2000, 4000];

/// So many steps from a speed, up to the fastest either way; one between two steps counts from
/// where it is.
pub(super) fn stepped(speed: Speed, steps: i32) -> Speed {
    let mut speed = speed.get();
    for _ in 0..steps.unsigned_abs().min(SHUTTLE.len() as u32) {
        let next = if steps > 0 {
            SHUTTLE.iter().find(|rung| **rung > speed)
        } else {
            SHUTTLE.iter().rev().find(|rung| **rung < speed)
        };
        speed = *next.unwrap_or(&speed);
    }
    Speed::thousandths(speed)
}
