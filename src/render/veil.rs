//! The veil before the films: what the hand makes of them does not flash the wall.
//!
//! Measured is the composed wall: each version's picture as it is about to be shown, by its share
//! of each twelfth of the wall, so that what flashes in a part of it is not lost in the whole: of
//! one screen of 55 inches, seen from two metres, a twelfth is as wide as nine degrees, and what
//! counts is a quarter of any ten. Only while the hand is the cause is anything measured at all, because the film at
//! its own speed is the artist's.

use std::collections::BTreeMap;

use bevy::ecs::prelude::*;

use super::panes::colour_of;
use super::takes::{fitted, lit};
use crate::media::Shown;
use crate::media::light::light_of;
use crate::media::plugin::{Pictures, Playable, TakePictures};
use crate::scrub::flashes::Light;
use crate::scrub::veil::Veil;
use crate::show::Moment;
use crate::show::plugin::{Hung, Now};
use crate::timeline::ClockTime;
use crate::wall::Rect;
use crate::wall::plugin::{Stage, weights};

/// After the hand has left, in nanoseconds, the veil is watched for so long: then it is lifted.
const WATCHED_NS: i64 = 4_000_000_000;
/// Film time that is off by more than this, in nanoseconds, was made to jump.
const JUMP_NS: f64 = 50_000_000.0;

/// The luminance of the light around a take, over all that it reaches, of a white that is 1: it falls
/// off as 0.55 (1 − r)³, which is a seventh on the mean, and the line along the picture is about a
/// tenth of what it reaches (`light.wgsl`).
const RING: f64 = 0.25;

/// The parts of the wall that are measured, across and down.
const GRID: (usize, usize) = (4, 3);
const PARTS: usize = GRID.0 * GRID.1;

/// How much of the films' light is shown, 0 to 1.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct Shade(pub f32);

impl Default for Shade {
    fn default() -> Self {
        Self(1.0)
    }
}

/// What is remembered from one picture to the next.
#[derive(Default)]
pub struct Watch {
    veil: Veil<PARTS>,
    /// The light of each version's last measured picture, by the number of that picture.
    lights: BTreeMap<usize, (u64, Light)>,
    hand: Option<ClockTime>,
    before: Option<Moment>,
}

/// Measures the wall that is about to be shown, and dims it where it would flash.
pub fn govern(
    mut watch: Local<Watch>,
    mut shade: ResMut<Shade>,
    now: Res<Now>,
    stage: Res<Stage>,
    hung: Res<Hung>,
    playable: Res<Playable>,
    (pictures, takes): (Res<Pictures>, Res<TakePictures>),
) {
    let moment = &now.0;
    let hand = watch.before.as_ref().is_some_and(|before| is_hand(before, moment));
    watch.before = Some(moment.clone());
    if hand {
        watch.hand = Some(moment.clock);
    }
    let watched = watch.hand.is_some_and(|hand| moment.clock.since(hand) < WATCHED_NS);
    if !watched && watch.veil.is_lifted() {
        if shade.0 < 1.0 {
            shade.0 = 1.0;
        }
        return;
    }
    let parts = parts(stage.size());
    let mut lights = [Light::default(); PARTS];
    for (_, pane) in stage.panes() {
        for (version, weight) in weights(pane).into_iter().filter(|(_, weight)| *weight > 0.0) {
            let Some(shown) = pictures.0.get(version) else { continue };
            let of = measured(&mut watch.lights, version, shown, &hung, &playable);
            for (light, part) in lights.iter_mut().zip(&parts) {
                let share = overlap(&pane.hung.rect, part) * f64::from(weight);
                light.luminance += of.luminance * share;
                light.red += of.red * share;
            }
        }
    }
    for pane in &stage.main().scraped.takes {
        let Some(shown) = takes.0.get(pane.refused) else { continue };
        let weight = f64::from(pane.opacity * pane.light);
        let rect = fitted(&pane.rect, shown.aspect);
        for (light, part) in lights.iter_mut().zip(&parts) {
            let share = overlap(&rect, part) * weight;
            light.luminance += shown.light.luminance * share;
            light.red += shown.light.red * share;
        }
    }
    if let Some(lit) = lit(&stage, &takes.0) {
        let light = f64::from(lit.strength) * RING;
        let ring = lit.around.grown(lit.reach);
        for (sum, part) in lights.iter_mut().zip(&parts) {
            sum.luminance += light * (overlap(&ring, part) - overlap(&lit.around, part)).max(0.0);
        }
    }
    let factor = watch.veil.pass(moment.clock, lights, hand) as f32;
    if shade.0 != factor {
        shade.0 = factor;
    }
}

/// The parts of a wall of this size.
fn parts((width, height): (f32, f32)) -> [Rect; PARTS] {
    let (w, h) = (width / GRID.0 as f32, height / GRID.1 as f32);
    std::array::from_fn(|part| Rect {
        x: w * (part % GRID.0) as f32,
        y: h * (part / GRID.0) as f32,
        w,
        h,
    })
}

/// The share of a part of the wall that a rectangle covers.
fn overlap(rect: &Rect, part: &Rect) -> f64 {
    let along = |a: f32, a_long: f32, b: f32, b_long: f32| {
        ((a + a_long).min(b + b_long) - a.max(b)).max(0.0)
    };
    let (w, h) = (along(rect.x, rect.w, part.x, part.w), along(rect.y, rect.h, part.y, part.h));
    f64::from(w * h / (part.w * part.h).max(1.0))
}

/// Whether what changes from one Moment to the next is the hand's doing: film time is driven or
/// jumps, or the wall moves along the generations or to another view.
fn is_hand(before: &Moment, now: &Moment) -> bool {
    let thousandths = now.speed.get();
    let expected = now.target.since(before.target) as f64 * f64::from(thousandths) / 1000.0;
    let went = (now.film.0 - before.film.0) as f64;
    let jumped = now.lap == before.lap && (went - expected).abs() > JUMP_NS;
    let driven = !matches!(thousandths, 0 | 1000);
    let stepped = thousandths == 0 && went != 0.0;
    driven
        || stepped
        || jumped
        || now.along != before.along
        || now.arrived < 1.0
        || now.divider != before.divider
        || now.scrape.amount != before.scrape.amount
        || now.scrape.light != before.scrape.light
}

fn measured(
    known: &mut BTreeMap<usize, (u64, Light)>,
    version: usize,
    shown: &Shown,
    hung: &Hung,
    playable: &Playable,
) -> Light {
    if let Some((serial, light)) = known.get(&version)
        && *serial == shown.serial
    {
        return *light;
    }
    let light = measure(version, shown, hung, playable).unwrap_or_default();
    known.insert(version, (shown.serial, light));
    light
}

fn measure(version: usize, shown: &Shown, hung: &Hung, playable: &Playable) -> Option<Light> {
    let picture = shown.picture.as_ref()?;
    let rendition = &playable.0.get(version)?.as_ref()?.rendition;
    let rung = rendition.rungs.get(shown.rung)?;
    let colour = colour_of(hung.0.versions.get(version)?, rendition.clips.get(shown.clip)?);
    let crop = rung.crops.get(shown.clip).copied().unwrap_or((rung.width, rung.height));
    Some(light_of(picture, crop, colour))
}
