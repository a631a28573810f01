//! The files that are made, and the single pictures among them.

use tiny_skia::Pixmap;

use super::{MANNERS, Manner, SHOTS, face, storyboard, takes};
use crate::exhibit::StandIn;

/// One file to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Storyboard(usize),
    Voice(usize),
    WholeVoice,
    Sketch(usize),
    /// A manner, a shot, and which of its takes.
    Take(usize, usize, usize),
    /// A shot, and which of its drafts.
    Draft(usize, usize),
    Face(usize),
}

/// Every piece, the quick ones first.
pub(super) fn pieces(of: StandIn) -> Vec<Piece> {
    if of == StandIn::TheFace {
        return (0..face::COUNT).map(Piece::Face).collect();
    }
    let shots = 0..SHOTS.len();
    let boards = shots.clone().map(Piece::Storyboard);
    let voices = shots.clone().map(Piece::Voice).chain([Piece::WholeVoice]);
    let drafts = shots.clone().flat_map(|shot| (0..2).map(move |draft| Piece::Draft(shot, draft)));
    let takes = (0..MANNERS.len()).flat_map(|manner| {
        let of = takes::of(manner).count();
        let shot = move |shot| (0..of).map(move |take| Piece::Take(manner, shot, take));
        (0..SHOTS.len()).flat_map(shot)
    });
    let sketches = (0..MANNERS.len()).map(Piece::Sketch);
    boards.chain(voices).chain(drafts).chain(takes).chain(sketches).collect()
}

impl Piece {
    /// Its file, below the folder.
    pub(super) fn name(self) -> String {
        match self {
            Self::Storyboard(shot) => format!("storyboard/{}.png", SHOTS[shot].id),
            Self::Voice(shot) => format!("voice/{}.flac", SHOTS[shot].id),
            Self::WholeVoice => "voice.flac".to_owned(),
            Self::Sketch(manner) => format!("sketch-{}.mp4", manner + 1),
            Self::Take(manner, shot, take) => {
                let name = takes::of(manner).nth(take).map(|(name, _)| name);
                takes::file(manner, shot, &name.unwrap_or_default())
            }
            Self::Draft(shot, draft) => takes::draft_file(shot, takes::drafts(shot)[draft % 2].0),
            Self::Face(number) => face::file(number),
        }
    }

    /// One thread makes it, while others make others.
    pub(super) fn is_small(self) -> bool {
        !matches!(self, Self::Sketch(_))
    }

    /// A single picture; none for sounds and films.
    pub(super) fn picture(self) -> Option<Pixmap> {
        match self {
            Self::Storyboard(shot) => Some(storyboard(shot)),
            Self::Draft(shot, draft) => Some(takes::draft(shot, takes::drafts(shot)[draft % 2].1)),
            Self::Face(number) => Some(face::draw(number)),
            Self::Voice(_) | Self::WholeVoice | Self::Sketch(_) | Self::Take(..) => None,
        }
    }

    /// What it costs: pixels to draw, where a film or a picture is drawn.
    pub(super) fn work(self) -> u64 {
        match self {
            Self::Storyboard(_) | Self::Draft(..) => 960 * 540,
            Self::Take(manner, shot, _) => {
                let (width, height) = takes::size(manner);
                u64::from(width * height) * takes::frames(manner, shot).len() as u64
            }
            Self::Face(_) => 800 * 450,
            Self::Voice(_) | Self::WholeVoice => 500_000,
            Self::Sketch(manner) => {
                work_of(&MANNERS[manner]) * MANNERS[manner].frames().count() as u64
            }
        }
    }
}

pub(super) fn work_of(manner: &Manner) -> u64 {
    u64::from(manner.width) * u64::from(manner.height)
}
