//! `palimpsest outputs`: what is connected, and which screen of an installation it is.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use winit::application::ApplicationHandler;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, EventLoop};
use winit::window::WindowId;

use super::{display, failed, hang, say};
use crate::installation::Installation;
use crate::render::connected;
use crate::render::outputs::places_windows;
use crate::wall::assign::{Output, assign};

/// Lists what is connected.
#[derive(Args, Debug)]
pub struct Outputs {
    /// The wall to compare it with: an installation file.
    #[arg(long, value_name = "FILE")]
    installation: Option<PathBuf>,
}

impl Outputs {
    /// Prints; exit 0 where every screen has its output, 1 where not, 2 where nothing can be asked.
    pub fn run(self) -> ExitCode {
        let installation = match self.installation.as_deref().map(hang::installation).transpose() {
            Ok(installation) => installation.map(Arc::new),
            Err(why) => return failed(why),
        };
        if !display::answers() {
            return failed(
                "there is no display here: log in on the machine of the wall, or set DISPLAY",
            );
        }
        match connected() {
            Ok(outputs) => list(&outputs, installation.as_deref()),
            Err(why) => failed(why),
        }
    }
}

fn list(outputs: &[Output], installation: Option<&Installation>) -> ExitCode {
    let plan = installation.map(|installation| assign(installation, outputs, false));
    let screens = |output: &Output| -> Vec<&str> {
        let (Some(installation), Some(plan)) = (installation, &plan) else { return Vec::new() };
        let hung = installation.screens.iter().zip(&plan.screens);
        let on = hung
            .filter(|(_, hangs)| hangs.as_ref().is_some_and(|hangs| hangs.output == output.name));
        on.map(|(screen, _)| screen.name.as_str()).collect()
    };
    for output in outputs {
        let screens = screens(output);
        match (installation.is_some(), screens.is_empty()) {
            (false, _) => say(output),
            (true, true) => say(format!("{output}: no screen")),
            (true, false) => say(format!("{output}: {}", screens.join(", "))),
        }
    }
    if outputs.is_empty() {
        say("nothing is connected");
    }
    match crate::sound::gst::list() {
        Ok(devices) if devices.is_empty() => say("sound: no device"),
        Ok(devices) => devices.iter().for_each(|device| say(format!("sound: {device}"))),
        Err(why) => say(format!("sound: {why}")),
    }
    let problems = plan.map(|plan| plan.problems).unwrap_or_default();
    problems.iter().for_each(say);
    ExitCode::from(u8::from(!problems.is_empty() || outputs.is_empty()))
}

/// Everything that is connected and lit.
///
/// # Errors
/// There is no display, or it does not answer; in words.
fn connected() -> Result<Vec<Output>, String> {
    let in_order = |mut outputs: Vec<Output>| {
        outputs.sort_by(|a, b| (a.x, a.y, &a.name).cmp(&(b.x, b.y, &b.name)));
        // Some compositors tell of each of them twice.
        outputs.dedup();
        outputs
    };
    if places_windows() {
        return connected::ask().map(in_order);
    }
    #[derive(Default)]
    struct Look(Vec<Output>);
    impl ApplicationHandler for Look {
        fn resumed(&mut self, event_loop: &ActiveEventLoop) {
            let outputs = event_loop.available_monitors().map(|monitor| {
                let (at, size) = (monitor.position(), monitor.size());
                let name = monitor.name().unwrap_or_default();
                Output { name, x: at.x, y: at.y, width: size.width, height: size.height }
            });
            self.0 = outputs.filter(|output| output.width > 0).collect();
            event_loop.exit();
        }

        fn window_event(&mut self, _: &ActiveEventLoop, _: WindowId, _: WindowEvent) {}
    }
    let refused = |error: &dyn std::fmt::Display| format!("the display does not answer: {error}");
    let event_loop = EventLoop::new().map_err(|error| refused(&error))?;
    let mut look = Look::default();
    event_loop.run_app(&mut look).map_err(|error| refused(&error))?;
    Ok(in_order(look.0))
}
