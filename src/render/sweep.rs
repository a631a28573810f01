//! The one sweep of light that answers the first touch: from where the controller stands to the
//! pane at the scrub position.

use bevy::asset::{Assets, Handle};
use bevy::camera::visibility::Visibility;
use bevy::ecs::prelude::*;
use bevy::math::Vec4;
use bevy::mesh::Mesh2d;
use bevy::sprite_render::MeshMaterial2d;

use super::light_material::{LightKind, LightMaterial, LightUniform};
use super::palette;
use super::panes::{UnitSquare, place};
use crate::show::plugin::Now;
use crate::show::{Attract, Moment};
use crate::wall::plugin::Stage;
use crate::wall::{Layout, Rect};

/// How long the light is on its way, in seconds, and how long it stays where it arrives.
const WAY: f64 = 0.4;
const STAY: f64 = 0.7;

/// The glow, once it was needed.
#[derive(Resource, Default)]
pub struct Sweep(Option<(Entity, Handle<LightMaterial>)>);

/// Where the glow is, and how strong; none when it is over.
///
/// It is a closed form of the time since the touch: out of the controller, swelling, to the pane,
/// and gone.
pub fn glow(moment: &Moment, layout: &Layout) -> Option<(Rect, f32)> {
    let Attract::Woken { ago, .. } = moment.attract else { return None };
    if !(0.0..WAY + STAY).contains(&ago) {
        return None;
    }
    let share = (ago / WAY).min(1.0) as f32;
    let eased = share * share * (3.0 - 2.0 * share);
    let stop = (moment.along.round() as usize).min(layout.cells.len().checked_sub(1)?);
    let to = match moment.view {
        crate::show::View::Chorus => layout.cells[stop],
        crate::show::View::Story => layout.story.picture,
        _ => layout.large,
    };
    let (from, to, wide) = (layout.wall.controller, to.middle(), to.w);
    let at = (from.0 + (to.0 - from.0) * eased, from.1 + (to.1 - from.1) * eased);
    let radius = wide * (0.35 + 0.55 * eased);
    let rect = Rect { x: at.0 - radius, y: at.1 - radius, w: radius * 2.0, h: radius * 2.0 };
    let fading = 1.0 - ((ago - WAY).max(0.0) / STAY) as f32;
    // It swells slower than three flashes a second would, and is seen once.
    Some((rect, 0.42 * share.min(1.0) * fading * fading))
}

/// Shows it.
pub fn show(
    mut commands: Commands,
    mut sweep: ResMut<Sweep>,
    mut materials: ResMut<Assets<LightMaterial>>,
    square: Res<UnitSquare>,
    now: Res<Now>,
    stage: Res<Stage>,
) {
    let Some((rect, strength)) = glow(&stage.main().moment(&now.0), &stage.main().layout) else {
        if let Some((entity, _)) = &sweep.0 {
            commands.entity(*entity).insert(Visibility::Hidden);
        }
        return;
    };
    let colour = Vec4::from_array(palette::linear(palette::EMBER, strength));
    let lit = LightUniform { colour, shape: Vec4::new(rect.w, rect.h, 0.0, 0.0) };
    let at = place(&rect, stage.size(), 870.0);
    match &sweep.0 {
        Some((entity, handle)) => {
            if let Some(mut known) = materials.get_mut(handle) {
                known.lit = lit;
            }
            commands.entity(*entity).insert((at, Visibility::Visible));
        }
        None => {
            let handle = materials.add(LightMaterial { kind: LightKind::Glow, lit });
            let drawn = (Mesh2d(square.0.clone()), MeshMaterial2d(handle.clone()), at);
            sweep.0 = Some((commands.spawn(drawn).id(), handle));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::{Program, Show, ShowCommand, View};
    use crate::timeline::{ClockTime, FilmTime};
    use crate::wall::Wall;

    /// The glow so many milliseconds after a touch.
    fn after(ms: i64, view: View) -> Option<(Rect, f32)> {
        let second = 1_000_000_000;
        let mut show =
            Show::new(Program::new(FilmTime::from_secs(10), &[], Vec::new()), ClockTime(0));
        show.apply(ClockTime(0), ShowCommand::SetView(view));
        show.attract_after(Some(5 * second));
        show.apply(ClockTime(9 * second), ShowCommand::ScrubRelease);
        let at = ClockTime(9 * second + ms * 1_000_000);
        glow(&show.moment(at, at), &layout())
    }

    fn layout() -> Layout {
        Layout::new(Wall::one_screen((1920.0, 1080.0)), 2, 16.0 / 9.0)
    }

    #[test]
    fn the_first_touch_sends_one_light_from_the_controller_to_the_pane() {
        let layout = layout();
        let (first, _) = after(1, View::Chorus).unwrap();
        let (x, y) = first.middle();
        let from = layout.wall.controller;
        assert!((x - from.0).abs() < 8.0 && (y - from.1).abs() < 8.0);
        let (last, _) = after(450, View::Chorus).unwrap();
        let (to, at) = (layout.cells[1].middle(), last.middle());
        assert!((at.0 - to.0).abs() < 1.0 && (at.1 - to.1).abs() < 1.0);
        assert_eq!(after(1_200, View::Chorus), None);
    }

    #[test]
    fn it_swells_once_and_fades_once() {
        for view in View::ALL {
            let strengths: Vec<f32> = (0..120)
                .map(|step| after(step * 10, view).map_or(0.0, |(_, strength)| strength))
                .collect();
            let turns = strengths.windows(3).filter(|w| (w[1] - w[0]) * (w[2] - w[1]) < 0.0);
            assert!(turns.count() <= 1, "{view:?} {strengths:?}");
            assert!(strengths.iter().any(|strength| *strength > 0.3));
        }
    }

    #[test]
    fn nobody_who_is_there_already_sends_a_light() {
        let now = ClockTime(0);
        let show = Show::new(Program::new(FilmTime::from_secs(10), &[], Vec::new()), now);
        assert_eq!(glow(&show.moment(now, now), &layout()), None);
    }
}
