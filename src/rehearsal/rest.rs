//! Hidden panels rest: egui is not asked for anything while nothing of it is seen. Its own pass
//! costs more than all else of a hidden panel, though it draws nothing.

use bevy::app::{App, PostUpdate};
use bevy::ecs::prelude::*;
use bevy_egui::{
    EguiContext, EguiContextSettings, EguiFullOutput, EguiInput, EguiPostUpdateSet,
    PrimaryEguiContext, egui,
};

use super::plugin::Panels;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PostUpdate, rest.before(EguiPostUpdateSet::EndPass));
}

fn rest(
    panels: Res<Panels>,
    mut contexts: Query<
        (&mut EguiContext, &mut EguiContextSettings, &mut EguiInput, &mut EguiFullOutput),
        With<PrimaryEguiContext>,
    >,
) {
    let is_seen = !panels.open.hidden || panels.open.help || panels.leaving.is_some();
    let rests = panels.dressed && !is_seen;
    for (mut context, mut settings, mut input, mut output) in &mut contexts {
        if settings.run_manually != rests {
            settings.run_manually = rests;
        }
        if rests {
            // What happened meanwhile is nobody's, and nothing is what is drawn.
            input.events.clear();
            let pixels_per_point = context.get_mut().pixels_per_point();
            output.0 = Some(egui::FullOutput { pixels_per_point, ..Default::default() });
        }
    }
}
