//! The window is asked to close: at once where nothing would be lost, else once somebody has said so.

use bevy::app::{App, AppExit, Update};
use bevy::ecs::prelude::*;
use bevy::window::WindowCloseRequested;

use super::controller_fill::ControllerBench;
use super::drafting::Drafting;
use super::panels::Side;
use super::plugin::Panels;
use crate::show::plugin::ShowSystems;

/// Something that was made here and lies in no file yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// What it is, in words.
    pub what: String,
    /// Where it is saved.
    pub side: Side,
}

/// Asks before anything is lost.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, close.in_set(ShowSystems::Input));
}

fn close(
    mut asked: MessageReader<WindowCloseRequested>,
    drafting: Option<Res<Drafting>>,
    bench: Res<ControllerBench>,
    mut panels: ResMut<Panels>,
    mut exits: MessageWriter<AppExit>,
) {
    if asked.read().count() == 0 {
        return;
    }
    let wall = drafting.and_then(|drafting| drafting.unsaved());
    let unsaved: Vec<Unsaved> = wall.into_iter().chain(bench.unsaved()).collect();
    match unsaved.is_empty() {
        true => drop(exits.write(AppExit::Success)),
        false => panels.leaving = Some(unsaved),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bevy::ecs::message::Messages;

    use super::*;
    use crate::installation::Installation;
    use crate::installation::draft::{Edit, Measure};
    use crate::rehearsal::drafting;
    use crate::rehearsal::panels::wall::WallWish;
    use crate::rehearsal::plugin::Rehearsed;
    use crate::wall::Wall;
    use crate::wall::plugin::Stage;

    #[test]
    fn a_window_closes_at_once_unless_the_wall_is_drafted_and_not_saved() {
        let wall = Installation::default();
        let mut app = App::new();
        app.add_message::<WindowCloseRequested>()
            .init_resource::<ControllerBench>()
            .init_resource::<Panels>()
            .insert_resource(Stage::new(Wall::within(&wall, (640, 360))));
        plugin(&mut app);
        drafting::plugin(&mut app, &wall);
        app.insert_resource(Rehearsed(Arc::new(wall)));
        let ask = |app: &mut App| {
            app.world_mut().write_message(WindowCloseRequested { window: Entity::PLACEHOLDER });
            app.update();
            let leaves = !app.world().resource::<Messages<AppExit>>().is_empty();
            (leaves, app.world().resource::<Panels>().leaving.clone().map(|all| all.len()))
        };
        let mut draft = app.world_mut().resource_mut::<Drafting>();
        draft.wish(WallWish::Edit(Edit::Measure { screen: 0, what: Measure::X, mm: 7.0 }));
        assert_eq!(ask(&mut app), (false, Some(1)));
        app.world_mut().resource_mut::<Panels>().leaving = None;
        app.world_mut().resource_mut::<Drafting>().wish(WallWish::Undo);
        assert_eq!(ask(&mut app), (true, None));
    }
}
