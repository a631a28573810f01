//! What the panels cost a refresh: from before they are told what happened until all of them are
//! triangles. Measured always, because it is two readings of the clock.

use bevy::app::{App, PostUpdate};
use bevy::camera::visibility::VisibilitySystems;
use bevy::ecs::prelude::*;
use bevy_egui::EguiPostUpdateSet;

use crate::timeline::clock::Monotonic;
use crate::timeline::{Clock as _, ClockTime};

/// How long the panels took at the last refresh.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub struct Cost {
    began: ClockTime,
    /// In nanoseconds of the clock.
    pub last_ns: i64,
}

/// Measures it.
pub fn plugin(app: &mut App) {
    app.init_resource::<Cost>().add_systems(
        PostUpdate,
        (
            // What the wall costs after each update is done by then, and not counted.
            begin
                .after(VisibilitySystems::MarkNewlyHiddenEntitiesInvisible)
                .before(EguiPostUpdateSet::EndPass),
            end.after(EguiPostUpdateSet::ProcessOutput),
        ),
    );
}

fn begin(mut cost: ResMut<Cost>) {
    cost.began = Monotonic.now();
}

fn end(mut cost: ResMut<Cost>) {
    cost.last_ns = Monotonic.now().since(cost.began);
}
