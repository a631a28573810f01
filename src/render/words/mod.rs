//! What is written on the wall at a Moment, and where: pure, in pixels of the wall.

pub mod captions;
mod card;
pub mod curves;
mod ends;
mod foot;
mod invitation;
mod label_wall;
mod labels;
pub mod ribbon;
mod takes;

use bevy::color::Color;

use super::palette;
pub use super::typeset::{Face, Typefaces};
use crate::captions::Line;
use crate::exhibit::Exhibit;
use crate::show::Moment;
use crate::story::{Curves, Ribbon, Vouched};
use crate::wall::{Layout, Pane, PaneKey, TakesWall};

/// One piece of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Which piece it is, from tick to tick.
    pub key: WordKey,
    /// What it says, in the lines it is set in.
    pub text: String,
    /// Its typeface.
    pub face: Face,
    /// Its size in pixels.
    pub size: f32,
    /// From line to line, in sizes.
    pub leading: f32,
    /// Its colour, without opacity.
    pub colour: Color,
    /// 1 is all there.
    pub opacity: f32,
    /// Left edge of its column.
    pub x: f32,
    /// Upper edge of its first line, or the middle of all lines; see `middle`.
    pub y: f32,
    /// Width of its column.
    pub width: f32,
    /// Where in the column it stands.
    pub align: Align,
    /// `y` is the middle of its lines.
    pub middle: bool,
    /// Its figures are all equally wide.
    pub tabular: bool,
}

impl Words {
    /// A line of a label: sans, at the left edge of a column.
    pub fn label(key: WordKey, text: impl Into<String>, size: f32) -> Self {
        Self {
            key,
            text: text.into(),
            face: Face::Sans,
            size,
            leading: 1.2,
            colour: palette::ASH,
            opacity: 1.0,
            x: 0.0,
            y: 0.0,
            width: 0.0,
            align: Align::Left,
            middle: false,
            tabular: false,
        }
    }

    /// Height of its lines, in pixels.
    pub fn height(&self) -> f32 {
        self.text.lines().count() as f32 * self.leading * self.size
    }
}

/// Which piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordKey {
    /// The name under a pane.
    Name(PaneKey),
    /// The date under a pane.
    Date(PaneKey),
    /// What stands in an inputs pane or in the empty one.
    Inside(PaneKey),
    /// At the foot of the wall, left, middle and right.
    Foot(u8),
    /// On the label wall: the column, and the paragraph in it.
    Paragraph(u8, u8),
    /// Beside a small curve of the label wall.
    Curve(u8),
    /// Along the ribbon.
    Ribbon(u8),
    /// What the wall says when it waits, by language.
    Invitation(u8),
    /// Of the takes that are seen: how many, and of the one in the light.
    Takes(u8),
    /// A draft of the script, in its place.
    Draft(u16),
    /// What is said: where, the line, and the part of it.
    Caption(u8, u8, u8),
    /// On the commissioning card: the screen, and the line on it.
    Card(u8, u8),
}

/// A place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its left edge.
    Left,
    /// In its middle.
    Centre,
    /// At its right edge.
    Right,
}

/// Everything that what is written depends on.
pub struct Scene<'a> {
    /// What is shown.
    pub exhibit: &'a Exhibit,
    /// Film time, scrub position and view.
    pub moment: &'a Moment,
    /// Where everything lies.
    pub layout: &'a Layout,
    /// What hangs.
    pub panes: &'a [Pane],
    /// Where takes hang, while any are seen.
    pub places: Option<&'a TakesWall>,
    /// Of which of them there are pictures.
    pub kept: &'a [bool],
    /// These are the screens that a visitor's hand moves: they carry the words at the foot.
    pub main: bool,
    /// The generations on their axis.
    pub ribbon: &'a Ribbon,
    /// What it is set in.
    pub faces: &'a Typefaces,
    /// The language of the wall.
    pub language: &'a str,
    /// What is said now, to be read.
    pub captions: &'a [Line],
    /// How many times its usual size that is.
    pub caption_scale: f32,
    /// How much of its time is over, 0 to 1.
    pub caption_progress: f32,
    /// What the content credentials of each version say; none where that is not to be said.
    pub vouched: &'a [Option<Vouched>],
    /// What was measured of the versions and is to be shown.
    pub curves: &'a [Curves],
}

impl Scene<'_> {
    /// The smallest type that can be read: what most words are set in.
    fn type_size(&self) -> f32 {
        self.layout.wall.smallest_type()
    }

    /// The version of which most is seen, by its place in the exhibit; none at the two ends.
    pub(super) fn version(&self) -> Option<usize> {
        let stop = self.moment.along.round();
        let all = self.exhibit.versions.len();
        (1.0..=all as f64).contains(&stop).then(|| stop as usize - 1)
    }

    /// 1 at an exact stop, 0 halfway between two: words about one version give way to those about
    /// the next without a flicker.
    pub(super) fn settled(&self) -> f32 {
        let off = (self.moment.along - self.moment.along.round()).abs() as f32;
        (1.0 - off * 2.6).clamp(0.0, 1.0)
    }
}

/// Everything that is written at this Moment.
pub fn say(scene: &Scene) -> Vec<Words> {
    let mut words = Vec::new();
    if crate::wall::arrange::share_of(crate::show::View::Card, scene.moment) > 0.5 {
        card::say(scene, &mut words);
        return words;
    }
    ends::say(scene, &mut words);
    labels::say(scene, &mut words);
    label_wall::say(scene, &mut words);
    curves::say(scene, &mut words);
    ribbon::say(scene, &mut words);
    if scene.main {
        let taken = invitation::say(scene, &mut words);
        foot::say(scene, 1.0 - taken, &mut words);
    }
    captions::say(scene, &mut words);
    // What stands beside pictures goes with them.
    let left = scene.moment.scrape.around();
    for said in &mut words {
        if matches!(said.key, WordKey::Paragraph(..) | WordKey::Ribbon(_)) {
            said.opacity *= left;
        }
    }
    takes::say(scene, &mut words);
    words.retain(|said| said.opacity > 0.004 && !said.text.is_empty());
    words
}

trait MixTowards {
    fn mix_towards(self, other: Self, amount: f32) -> Self;
}

impl MixTowards for Color {
    fn mix_towards(self, other: Self, amount: f32) -> Self {
        bevy::color::Mix::mix(&self, &other, amount.clamp(0.0, 1.0))
    }
}
