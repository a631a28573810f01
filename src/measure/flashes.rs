//! How often a version flashes, and how often all versions together do, on the wall where they
//! hang and seen from where people stand.
//!
//! WCAG 2.2, success criterion 2.3.1 and its definition of the *general flash and red flash
//! thresholds* (<https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds>), in
//! agreement with Recommendation ITU-R BT.1702, *Guidance for the reduction of photosensitive
//! epileptic seizures caused by television* (2005, revised since): in no second may there be more
//! than three general or three red flashes whose combined concurrent area is more than a quarter
//! of any ten degrees of what is seen, 0.006 steradians. What a change of light is, is told by
//! [`crate::scrub::flashes`]; here is told what changes of parts of a wall make one of the wall.
//!
//! Each cell of each version is followed by itself. In each ten degrees (a *field*) the changes of
//! a second are then counted in two ways, and the higher number holds:
//!
//! - **Together.** The area that is lit (whose last change was a rise) goes up and down. Each
//!   swing of it by the least area or more is a change. So panes that flash in turn add up, as many
//!   panes that flash at once are one flash, a wipe is one change however many steps it has, and a
//!   bright bar that moves lights as much as it leaves.
//! - **In place.** As many changes as the least area of cells each have in that second, whenever
//!   each has them. So panes that flash against each other, which light as much as they darken,
//!   are seen as well.
//!
//! Every second is looked at that ends with a change. A change belongs to it for as long as it
//! goes on, so a slow one that began before is counted: against [`most_changes`] of the same
//! series this is never less, and at most that one change more. The film loops, and so the seconds
//! go on over its end.
//!
//! Light is relative to white, as WCAG has it. BT.1702 counts from 20 cd/m² on, which is the same
//! where white is 200 cd/m²; on brighter screens smaller changes matter than are counted here.
//!
//! Nothing is taken off for fine balanced patterns, which the standard exempts: no cell is as
//! small as a tenth of a degree at the distance of a wall.
//!
//! [`most_changes`]: crate::scrub::flashes::most_changes

mod count;
mod fields;
mod lockstep;

use serde::{Deserialize, Serialize};

use super::light::{LightError, LightFrame};
use crate::timeline::FilmTime;
use count::Counting;
use fields::Fields;
use lockstep::Lockstep;

pub use fields::{Area, WallPane, field_radius};

/// So many flashes are allowed in a second.
pub const ALLOWED: f64 = 3.0;

/// The second with the most flashes, and where they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Opposing changes; two are a flash.
    pub changes: u32,
    /// The most opposing changes of any second and field that were counted together. Where it is
    /// less than `changes`, these were counted in place: parts of the picture that change each for
    /// themselves, as by fast motion, or against each other.
    pub together: u32,
    /// The film time at which that second begins. It may go on over the end of the film.
    pub from: FilmTime,
    /// The middle of the field where they are: for a version its place in the picture, across and
    /// down, 0 to 1; for a wall millimetres from its upper left corner.
    pub at: [f64; 2],
    /// How much of that field changes at all in that second: for a version the share of the
    /// picture, for a wall steradians.
    pub area: f64,
    /// The same as a share of the field, 0.25 being the least that counts. More than 1 is possible,
    /// because fields are taken somewhat too large.
    pub share: f64,
    /// The versions that change there in that second.
    pub versions: Vec<usize>,
}

impl Worst {
    /// Pairs of opposing changes; a change without its pair is half a flash.
    pub fn flashes(&self) -> f64 {
        f64::from(self.changes) / 2.0
    }

    /// Whether that is more than is allowed. Three and a half are.
    pub fn exceeds(&self) -> bool {
        self.flashes() > ALLOWED
    }
}

/// How often a version or a wall flashes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flashes {
    /// General flashes: of luminance.
    pub general: Worst,
    /// Red flashes.
    pub red: Worst,
    /// For each second of the film the most opposing changes, general and red, of any second that
    /// begins in it.
    pub seconds: Vec<[u32; 2]>,
}

impl Flashes {
    /// Whether either kind is more than is allowed.
    pub fn exceeds(&self) -> bool {
        self.general.exceeds() || self.red.exceeds()
    }

    /// Of two counts of the same film, as from two places, the higher one of each kind and of each
    /// second; this one where both are the same.
    #[must_use]
    pub fn or_worse(mut self, other: &Self) -> Self {
        for (own, other) in [(&mut self.general, &other.general), (&mut self.red, &other.red)] {
            if other.changes > own.changes {
                own.clone_from(other);
            }
        }
        for (own, other) in self.seconds.iter_mut().zip(&other.seconds) {
            *own = [own[0].max(other[0]), own[1].max(other[1])];
        }
        self
    }
}

/// Why flashes cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum FlashError {
    /// The light of a version cannot be read.
    #[error("version {version}: {error}")]
    Light {
        /// Which.
        version: usize,
        /// Why.
        error: LightError,
    },
    /// A frame begins before the one before it, or ends before it begins.
    #[error("version {version}: the frame at {at} is out of order")]
    Order {
        /// Which.
        version: usize,
        /// When it begins.
        at: FilmTime,
    },
    /// A film has a length from a hundredth of a second to a day.
    #[error("a film of {0} cannot be counted: it must last from 0.01 s to 24 h")]
    Length(FilmTime),
    /// More pictures in the first second than are remembered for the loop.
    #[error("more than {0} pictures in the first second of the film")]
    TooFast(usize),
    /// A pane has no size, lies at no place, or shows a version that is not there.
    #[error("pane {0} has no size, no place on the wall, or no version")]
    Pane(usize),
    /// More panes than a wall can have.
    #[error("more than {0} panes")]
    TooMany(usize),
    /// Nobody stands at this distance.
    #[error("a viewing distance of {0} mm")]
    Distance(f64),
}

/// Counts the flashes of one version that fills the field of view of whoever looks at it.
///
/// WCAG's rule for an unknown size and distance: 341×256 pixels of 1024×768 are ten degrees, so
/// any block of a third by a third of the picture is a field. `length` is that of the film; where
/// the version has no frame it is black. Memory does not depend on the length, but for one entry a
/// second in the result.
///
/// # Errors
/// The frames cannot be read or are out of order, or the length is no film's.
pub fn of_version<I>(frames: I, length: FilmTime) -> Result<Flashes, FlashError>
where
    I: IntoIterator<Item = Result<LightFrame, LightError>>,
{
    count(Fields::of_picture(), vec![frames.into_iter()], length)
}

/// Counts the flashes of a whole wall: each pane shows its version, all at the same film time.
///
/// `distance` is from how far it is seen, in millimetres. A field is a circle of ten
/// degrees anywhere on the wall, as somebody sees it who stands straight before it: the eye may be
/// before every place. From there each place looks as large as it can at this distance; who looks
/// aslant stands farther away from what is looked at, and for them the count of that distance
/// holds. Far away everything is smaller but more of it lies in a field, so a room is best counted
/// at its nearest and at its farthest place: see [`Flashes::or_worse`]. The circles are taken an eighth too wide (wider
/// where a wall is very large for its distance), which makes up for the distance between those
/// that are looked at.
///
/// `versions` are the frames of each version, as [`WallPane::version`] numbers them. See
/// [`of_version`] for the rest.
///
/// # Errors
/// As [`of_version`], or a pane or the distance make no sense.
pub fn of_wall<I>(
    panes: &[WallPane],
    distance: f64,
    versions: Vec<I>,
    length: FilmTime,
) -> Result<Flashes, FlashError>
where
    I: Iterator<Item = Result<LightFrame, LightError>>,
{
    count(Fields::of_wall(panes, distance, versions.len())?, versions, length)
}

fn count<I>(fields: Fields, versions: Vec<I>, length: FilmTime) -> Result<Flashes, FlashError>
where
    I: Iterator<Item = Result<LightFrame, LightError>>,
{
    if !(10_000_000..=86_400_000_000_000).contains(&length.0) {
        return Err(FlashError::Length(length));
    }
    let mut counting = Counting::new(fields, versions.len(), length);
    Lockstep::new(versions, length)?.run(|now, pictures| counting.step(now, pictures))?;
    Ok(counting.finish())
}

#[cfg(test)]
mod tests;
