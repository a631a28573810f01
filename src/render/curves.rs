//! The curves of the label wall: what was measured of each version, where the exhibit has it shown,
//! and how it is drawn.

use bevy::ecs::prelude::*;

use super::ink::{Ink, Stroke};
use super::palette;
use super::words::{Scene, curves};
use crate::exhibit::curves::CurveOf;
use crate::measure::Measure;
use crate::media::plugin::Playable;
use crate::prepare::findings::Findings;
use crate::show::View;
use crate::show::plugin::Hung;
use crate::story::Curves;
use crate::wall::arrange::share_of;

/// A small curve has no more points than can be told apart.
const POINTS: usize = 160;

/// The curves that the exhibit has shown, in its order.
#[derive(Resource, Default)]
pub struct Measured(pub Vec<Curves>);

/// Finds what was measured when the exhibit was prepared.
pub fn find(mut measured: ResMut<Measured>, hung: Res<Hung>, playable: Res<Playable>) {
    if !hung.is_changed() && !playable.is_changed() {
        return;
    }
    measured.0.clear();
    if hung.0.curves.is_empty() {
        return;
    }
    let found: Vec<Option<Findings>> =
        playable.0.iter().map(|prepared| Findings::of(prepared.as_ref()?)).collect();
    for of in &hung.0.curves {
        let measure = measure(*of);
        let course = |found: &Option<Findings>| {
            let measured = found.as_ref().and_then(|found| found.measures.of(measure));
            let points = measured.into_iter().flat_map(|measured| &measured.curve);
            points.map(|point| (i64::midpoint(point.start.0, point.end.0), point.mean)).collect()
        };
        let versions = found.iter().map(course).collect();
        measured.0.push(Curves::new(*of, versions, hung.0.length.0, POINTS));
    }
}

fn measure(of: CurveOf) -> Measure {
    match of {
        CurveOf::Detail => Measure::Detail,
        CurveOf::Motion => Measure::Motion,
        CurveOf::Flicker => Measure::Flicker,
        CurveOf::Steadiness => Measure::Steadiness,
        CurveOf::Colour => Measure::Chroma,
    }
}

/// The version at the position as a line among those of all the others, and a point on it that runs
/// with the film.
pub fn draw(scene: &Scene) -> Ink {
    let mut ink = Ink::default();
    let share = (share_of(View::Story, scene.moment) * 4.0 - 3.0).max(0.0);
    if share <= 0.0 {
        return ink;
    }
    let unit = scene.layout.wall.capital;
    let thin = (unit * 0.07).max(1.0);
    let film = scene.moment.film.0 as f64 / scene.exhibit.length.0.max(1) as f64;
    let here = scene.version();
    for row in curves::rows(scene) {
        let line = row.line;
        let at = |(x, y): (f32, f32)| (line.x + x * line.w, line.bottom() - y * line.h);
        let versions = &scene.curves[row.curve].versions;
        ink.line(
            at((0.0, 0.0)),
            at((1.0, 0.0)),
            thin,
            palette::linear(palette::SHADE, share * 0.6),
        );
        for (version, curve) in versions.iter().enumerate() {
            if Some(version) == here || curve.len() < 2 {
                continue;
            }
            let points = curve.iter().copied().map(at).collect();
            let colour = palette::linear(palette::SHADE, share * 0.5);
            ink.strokes.push(Stroke { points, width: thin, colour });
        }
        let Some(curve) = here.and_then(|here| versions.get(here)).filter(|c| c.len() > 1) else {
            continue;
        };
        let seen = share * scene.settled();
        let points: Vec<(f32, f32)> = curve.iter().copied().map(at).collect();
        let colour = palette::linear(palette::BONE, seen);
        ink.strokes.push(Stroke { points, width: thin * 1.7, colour });
        let after = curve.partition_point(|(x, _)| f64::from(*x) < film).min(curve.len() - 1);
        let value = curve[after].1;
        ink.dot(at((film as f32, value)), unit * 0.2, palette::linear(palette::EMBER, seen));
    }
    ink
}
