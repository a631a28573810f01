//! The controllers of an installation, and what may drive it by network, made to command a show.

use std::sync::Arc;

use bevy::app::App;

use super::complain;
use crate::controller::osc;
use crate::controller::plugin::Controllers;
use crate::controller::port::Present;
use crate::controller::room::{self, Wanted};
use crate::installation::Installation;

/// The controllers of an installation, with their profiles.
///
/// # Errors
/// A profile has errors, which were printed; this is the summary.
pub fn wanted(installation: &Installation) -> Result<Vec<Wanted>, String> {
    room::wanted(installation).map_err(|report| {
        complain(&report);
        "a controller's profile has errors: nothing was started".to_owned()
    })
}

/// Has the installation's controllers and its network command the show; says which there are.
pub fn listen(app: &mut App, installation: &Arc<Installation>, wanted: Vec<Wanted>) -> Present {
    crate::controller::plugin::plugin(app, wanted, Arc::clone(installation));
    osc::plugin::plugin(app);
    app.world().resource::<Controllers>().present()
}
