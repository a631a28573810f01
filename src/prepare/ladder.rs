//! The sizes a version is kept in: full, half, quarter and eighth, never enlarged.

use crate::rendition::Siting;
use crate::rendition::planar::Planar;

/// The number of rungs of a full ladder.
pub const LEVELS: u8 = 4;
/// No rung is made narrower than this many pixels.
const NARROWEST: u32 = 64;

/// One rung to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How often the masters' size is halved.
    pub level: u8,
    /// The coded width: even, and room for the widest clip.
    pub width: u32,
    /// The coded height: even, and room for the highest clip.
    pub height: u32,
    /// For each clip, the size of its picture, which lies in the upper left.
    pub crops: Vec<(u32, u32)>,
}

impl Step {
    /// Every frame is a keyframe on the small rungs: there it costs little, and a jump is free.
    pub fn intra(&self) -> bool {
        self.level >= 2
    }
}

/// The ladder for clips of these sizes; empty only where there is none.
pub fn ladder(sizes: &[(u32, u32)]) -> Vec<Step> {
    let halved = |size: u32, level: u8| (0..level).fold(size, |size, _| size.div_ceil(2));
    let step = |level: u8| {
        let crops: Vec<_> =
            sizes.iter().map(|(w, h)| (halved(*w, level), halved(*h, level))).collect();
        let width = crops.iter().map(|crop| crop.0).max()?.next_multiple_of(2);
        let height = crops.iter().map(|crop| crop.1).max()?.next_multiple_of(2);
        // The coder takes nothing smaller than one block.
        Some(Step { level, width: width.max(16), height: height.max(16), crops })
    };
    let kept = |step: &Step| step.level == 0 || step.width >= NARROWEST;
    (0..LEVELS).map_while(step).take_while(kept).collect()
}

/// A picture in as many sizes as there are rungs, from full down.
pub fn sizes(picture: Planar, siting: Siting, rungs: usize) -> Vec<Planar> {
    let mut all = vec![picture];
    while all.len() < rungs
        && let Some(last) = all.last()
    {
        let next = last.halved(siting);
        all.push(next);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_halves_rounds_up_and_stops_where_a_picture_says_nothing() {
        let steps = ladder(&[(1280, 720), (321, 241)]);
        assert_eq!(steps.len(), 4);
        assert_eq!((steps[3].width, steps[3].height), (160, 90));
        assert_eq!(steps[3].crops, [(160, 90), (41, 31)]);
        assert_eq!(steps.iter().map(Step::intra).collect::<Vec<_>>(), [false, false, true, true]);
        let small = ladder(&[(255, 255)]);
        assert_eq!(small.len(), 3);
        assert_eq!((small[0].width, small[0].height), (256, 256));
        assert_eq!(ladder(&[(5, 3)])[0].crops, [(5, 3)]);
        assert!(ladder(&[]).is_empty());
    }
}
