//! The wall within Bevy: its size in pixels, what hangs on it, and what that needs of each version.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::app::{App, Update};
use bevy::ecs::prelude::*;

use super::arrange::{PaneKey, pixels};
use super::{Content, Layout, Pane, Part, Rect, TakesWall, Wall, framing, scrape};
use crate::exhibit::{Exhibit, Framing};
use crate::media::Need;
use crate::media::beneath::Sets;
use crate::media::beneath::plan::Near;
use crate::media::plugin::{Beneath, Needs, Playable, TakeNeeds};
use crate::show::plugin::{Hung, Now, ShowSystems};
use crate::show::{Moment, View};
use crate::sound::plugin::OnScreens;
use crate::story::Ribbon;

/// The wall as it is drawn in this tick.
#[derive(Resource)]
pub struct Stage {
    /// The wall, in physical pixels.
    pub wall: Wall,
    /// Where it is drawn: its upper left corner in the window, in physical pixels.
    pub origin: (f32, f32),
    /// Screens that hang together; the first of them is the one that a visitor's hand moves, and
    /// there is always one.
    pub parts: Vec<Part>,
    /// The generations on their axis.
    pub ribbon: Ribbon,
    /// The widest picture of all versions, in its own pixels.
    pub widest: u32,
    /// The room in pixels that the wall was fitted into, where it follows a window.
    pub drawn_within: Option<(u32, u32)>,
    hung_for: Option<usize>,
    hung_on: Option<Wall>,
}

impl Stage {
    /// A wall with nothing on it yet.
    pub fn new(wall: Wall) -> Self {
        Self {
            origin: (0.0, 0.0),
            parts: Part::all(&wall, 0, 1.0),
            ribbon: Ribbon::new(&[], &[], 0.0),
            widest: 1,
            drawn_within: None,
            hung_for: None,
            hung_on: None,
            wall,
        }
    }

    /// The part that a visitor's hand moves.
    pub fn main(&self) -> &Part {
        &self.parts[0]
    }

    /// Everything that hangs, each pane with the place of its part.
    pub fn panes<'s>(&'s self) -> impl Iterator<Item = (usize, &'s Pane)> {
        let of =
            |(index, part): (usize, &'s Part)| part.panes.iter().map(move |pane| (index, pane));
        self.parts.iter().enumerate().flat_map(of)
    }

    /// Width and height of the wall in physical pixels.
    pub fn size(&self) -> (f32, f32) {
        self.wall.size
    }
}

/// Adds the wall.
pub fn plugin(app: &mut App, wall: Wall) {
    app.insert_resource(Stage::new(wall))
        .add_systems(Update, (hang, need_takes).chain().in_set(ShowSystems::Arrange));
}

/// The shape most pictures have: what the chorus panes are cut to.
fn usual_aspect(playable: &Playable) -> f64 {
    let mut aspects: Vec<f64> = playable
        .0
        .iter()
        .flatten()
        .filter_map(|prepared| prepared.rendition.clips.first())
        .map(crate::rendition::ClipFacts::aspect)
        .collect();
    aspects.sort_by(f64::total_cmp);
    aspects.get(aspects.len() / 2).copied().unwrap_or(16.0 / 9.0)
}

pub(crate) fn hang(
    now: Res<Now>,
    hung: Res<Hung>,
    playable: Res<Playable>,
    mut stage: ResMut<Stage>,
    mut needs: ResMut<Needs>,
    beneath: Res<Beneath>,
    on: Option<ResMut<OnScreens>>,
) {
    let versions = hung.0.versions.len();
    if stage.hung_for != Some(versions)
        || stage.hung_on.as_ref() != Some(&stage.wall)
        || playable.is_changed()
        || hung.is_changed()
    {
        stage.parts = Part::all(&stage.wall, versions + 2, usual_aspect(&playable));
        stage.hung_for = Some(versions);
        stage.hung_on = Some(stage.wall.clone());
        // Two dots of the ribbon never touch.
        let shortest = stage.parts.iter().map(|part| part.layout.story.ribbon.w);
        let shortest = shortest.fold(f32::MAX, f32::min).max(1.0);
        let least = stage.wall.smallest_type() * 0.9 / shortest;
        stage.ribbon = Ribbon::of(&hung.0, least);
        stage.widest = framing::widest(&playable.0);
    }
    for part in &mut stage.parts {
        let aspect = match scrape::needed(&now.0) {
            Some(opened) => aspect_of(beneath.0.sets(), (opened.stop, opened.shot), &part.layout),
            None => part.layout.aspect,
        };
        part.hang(&now.0, aspect);
    }
    if let Some(mut on) = on {
        let shown = on_screens(&stage);
        on.set_if_neq(OnScreens(shown));
    }
    let seen = pixels(stage.panes().map(|(_, pane)| pane), versions);
    // The chosen take is seen as large as its place, however its version is framed.
    let whole = stage.panes().map(|(_, pane)| pane).filter(|pane| pane.hung.contain > 0.0);
    let whole = pixels(whole, versions);
    let large = stage.main().layout.large;
    needs.0.clear();
    needs.0.extend(seen.iter().enumerate().map(|(version, visible)| {
        let cell = stage.main().layout.cells[version + 1];
        let framing = hung.0.versions[version].frame;
        let of = |framing: Framing, pane: (f32, f32)| {
            picture_pixels(&playable, stage.widest, (version, framing), pane)
        };
        let framed = of(framing, (visible.0 as f32, visible.1 as f32));
        let contained = of(Framing::Contain, (whole[version].0 as f32, whole[version].1 as f32));
        Need {
            base: of(framing, (cell.w, cell.h)),
            visible: (framed.0.max(contained.0), framed.1.max(contained.1)),
            soon: of(framing, (large.w, large.h)),
            likelihood: soon(now.0.view, now.0.along, now.0.along_speed, version),
        }
    }));
}

/// The shape of the places of takes: that of most of them, else that of the versions.
fn aspect_of(sets: &Sets, (stop, shot): (usize, usize), layout: &Layout) -> f32 {
    let known = sets.get(stop, shot).and_then(|set| set.aspect);
    known.map_or(layout.aspect, |aspect| aspect as f32)
}

/// All pictures of a set together have at most so many pixels: more are not told apart on a wall.
const MOST_PIXELS: f32 = 9e6;

/// Which takes may be opened, and how large each of them would be.
#[derive(Default)]
struct AtHand {
    /// The stop and the shot, the takes by where they lie in memory, and the wall.
    of: Option<((usize, usize), usize, Wall)>,
    near: Vec<Near>,
}

/// Says which takes are seen, and which may be next: those of the version under the hand in this
/// shot and in the next one, of its neighbours, and of all other shots.
fn need_takes(
    now: Res<Now>,
    hung: Res<Hung>,
    beneath: Res<Beneath>,
    stage: Res<Stage>,
    mut known: Local<AtHand>,
    mut needs: ResMut<TakeNeeds>,
) {
    let sets = beneath.0.sets();
    let layout = &stage.main().layout;
    let of = |stop: usize, shot: usize| {
        let set = sets.get(stop, shot)?;
        let aspect = aspect_of(sets, (stop, shot), layout);
        let places = TakesWall::new(layout, set.takes.len() + 1, aspect);
        let area = |cell: &Rect| cell.w * cell.h;
        let largest = places.cells.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
        let all = area(largest) * set.takes.len() as f32;
        let share = (MOST_PIXELS / all.max(1.0)).sqrt().min(1.0);
        let pixels = ((largest.w * share).round() as u32, (largest.h * share).round() as u32);
        Some(Near { stop, shot, pixels })
    };
    let (stop, shot) = place(&now.0, &hung.0);
    let edition = Arc::as_ptr(sets) as usize;
    let same = known.of.as_ref().is_some_and(|(place, known, wall)| {
        (*place, *known) == ((stop, shot), edition) && *wall == layout.wall
    });
    if !same {
        let shots = hung.0.shots.len().max(1);
        let next = (shot + 1) % shots;
        let near = [(stop, shot), (stop, next), (stop + 1, shot), (stop.wrapping_sub(1), shot)];
        let later = (2..shots).map(|after| (stop, (shot + after) % shots));
        let near = near.into_iter().chain(later);
        known.near = near.filter_map(|(stop, shot)| of(stop, shot)).collect();
        // Of a film of one shot the next one is the same.
        known.near.dedup();
        known.of = Some(((stop, shot), edition, layout.wall.clone()));
    }
    let opened = scrape::needed(&now.0);
    needs.opened = opened.and_then(|opened| {
        let same = |near: &&Near| (near.stop, near.shot) == (opened.stop, opened.shot);
        known.near.iter().find(same).copied().or_else(|| of(opened.stop, opened.shot))
    });
    known.near.clone_into(&mut needs.at_hand);
}

/// The stop and the shot whose takes come up if the key goes down.
fn place(moment: &Moment, exhibit: &Exhibit) -> (usize, usize) {
    let stop =
        moment.scrape.opened.map_or(moment.along.round().max(0.0) as usize, |open| open.stop);
    (stop, exhibit.shot_at(moment.film))
}

/// The versions that each screen shows, by its name. What a pane shows only faintly, or of which a
/// screen has only a strip, is not counted.
fn on_screens(stage: &Stage) -> BTreeMap<String, Vec<usize>> {
    let mut shown: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for part in &stage.parts {
        let wall = &part.layout.wall;
        for (screen, name) in wall.screens.iter().zip(&wall.names) {
            let has = |pane: &&Pane| {
                let rect = &pane.hung.rect;
                let across = rect.right().min(screen.right()) - rect.x.max(screen.x);
                let down = rect.bottom().min(screen.bottom()) - rect.y.max(screen.y);
                let least = (rect.w * rect.h).min(screen.w * screen.h) * 0.3;
                pane.hung.opacity > 0.5 && across.max(0.0) * down.max(0.0) > least
            };
            let versions = shown.entry(name.clone()).or_default();
            versions.extend(part.panes.iter().filter(has).flat_map(weights).map(|(one, _)| one));
            versions.sort_unstable();
            versions.dedup();
        }
    }
    shown
}

/// The pixels that a version's pictures fill in a pane: the most of any of its clips, so that a
/// cut between clips changes no reel.
fn picture_pixels(
    playable: &Playable,
    widest: u32,
    (version, framing): (usize, Framing),
    pane: (f32, f32),
) -> (u32, u32) {
    if pane.0 < 1.0 || pane.1 < 1.0 {
        return (0, 0);
    }
    let prepared = playable.0.get(version).and_then(Option::as_ref);
    let clips = prepared.iter().flat_map(|prepared| &prepared.rendition.clips);
    clips
        .map(|clip| framing::pixels(framing, pane, clip.aspect(), framing::share(clip, widest)))
        .fold((0, 0), |most, size| (most.0.max(size.0), most.1.max(size.1)))
}

/// How likely the hand will be at this version within half a second, 0 to 1.
fn soon(view: View, along: f64, speed: f64, version: usize) -> f32 {
    let ahead = along + speed * 0.5;
    let (from, to) = (along.min(ahead) - 1.0, along.max(ahead) + 1.0);
    let stop = version as f64 + 1.0;
    if view == View::Chorus || !(from..=to).contains(&stop) {
        return 0.0;
    }
    (1.0 / (1.0 + (stop - ahead).abs())) as f32
}

/// Names a pane for people and traces.
pub fn name(key: PaneKey) -> String {
    match key {
        PaneKey::Cell(stop) => format!("cell {stop}"),
        PaneKey::Held => "held".to_owned(),
        PaneKey::Large | PaneKey::LargeInputs | PaneKey::LargeNext => "large".to_owned(),
        PaneKey::Chosen | PaneKey::Lit => "chosen".to_owned(),
    }
}

/// The versions in a pane, and how much of it each is.
pub fn weights(pane: &Pane) -> Vec<(usize, f32)> {
    let Content::Film { version, other } = pane.content else { return Vec::new() };
    let amount = other.map_or(0.0, |(_, amount)| amount);
    let mut weights = vec![(version, (1.0 - amount) * pane.hung.opacity)];
    weights.extend(other.map(|(index, amount)| (index, amount * pane.hung.opacity)));
    weights
}
