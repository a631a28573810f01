//! What is connected, asked of the X server itself.
//!
//! Winit's own list misses outputs that come and go while the desktop stays as large as it was, so
//! the server is asked a few times a second, on a thread of its own. It answers from what it knows
//! already and probes no cable. Wayland has no such way: there winit's list is right.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{Builder, sleep};
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::{ConnectionExt as _, InputFocus};
use x11rb::rust_connection::RustConnection;

use crate::wall::assign::Output;

/// How often the server is asked.
const LOOK: Duration = Duration::from_millis(250);

/// What is connected and lit, followed as it comes and goes.
pub struct Connected(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// None as long as no X server answers.
    outputs: Mutex<Option<Vec<Output>>>,
    /// The window that staff's keys go to; 0 for none.
    window: AtomicU32,
}

impl Connected {
    /// Asks the X server of this session from now on; ends when it is dropped.
    pub fn watch() -> Self {
        let found = Arc::new(Shared { outputs: Mutex::new(ask().ok()), ..Shared::default() });
        let theirs = Arc::downgrade(&found);
        if let Err(why) = Builder::new().name("outputs".to_owned()).spawn(move || run(&theirs)) {
            tracing::warn!("nothing is heard of outputs that come and go: {why}");
        }
        Self(found)
    }

    /// What was found last.
    pub fn outputs(&self) -> Option<Vec<Output>> {
        self.0.outputs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keys go to this window wherever nobody else decides that: without a window manager they
    /// would go to none.
    pub fn give_keys_to(&self, window: u32) {
        self.0.window.store(window, Ordering::Relaxed);
    }
}

fn run(found: &Weak<Shared>) {
    let mut server: Option<(RustConnection, u32)> = None;
    loop {
        sleep(LOOK);
        if server.is_none() {
            server = connect().ok();
        }
        let Some((connection, root)) = &server else { continue };
        let asked = lit(connection, *root);
        let Some(found) = found.upgrade() else { return };
        match asked {
            // A server that went away takes the wall with it; until then what was known stays.
            Err(why) => {
                tracing::debug!("the X server does not answer: {why}");
                server = None;
            }
            Ok(outputs) => {
                *found.outputs.lock().unwrap_or_else(PoisonError::into_inner) = Some(outputs);
                let window = found.window.load(Ordering::Relaxed);
                if let Err(why) = give_keys(connection, *root, window) {
                    tracing::debug!("staff's keys go nowhere: {why}");
                }
            }
        }
    }
}

/// Gives a window the keys where no window has them.
fn give_keys(connection: &RustConnection, root: u32, window: u32) -> Result<(), String> {
    fn said(error: impl std::fmt::Display) -> String {
        error.to_string()
    }
    let focus = connection.get_input_focus().map_err(said)?.reply().map_err(said)?.focus;
    let nobody = [u32::from(InputFocus::NONE), u32::from(InputFocus::POINTER_ROOT), root];
    if window == 0 || !nobody.contains(&focus) {
        return Ok(());
    }
    let given = connection.set_input_focus(InputFocus::POINTER_ROOT, window, x11rb::CURRENT_TIME);
    given.map_err(said)?.check().map_err(said)
}

/// Everything that is connected to the X server of this session and lit.
///
/// # Errors
/// No X server answers; in words.
pub fn ask() -> Result<Vec<Output>, String> {
    let (connection, root) = connect()?;
    lit(&connection, root)
}

fn connect() -> Result<(RustConnection, u32), String> {
    let (connection, screen) = x11rb::connect(None).map_err(|error| error.to_string())?;
    let root = connection.setup().roots.get(screen).map(|screen| screen.root);
    Ok((connection, root.ok_or("the X server has no screen")?))
}

/// The outputs that show a part of the desktop (RandR 1.3).
fn lit(connection: &RustConnection, root: u32) -> Result<Vec<Output>, String> {
    fn said(error: impl std::fmt::Display) -> String {
        error.to_string()
    }
    let resources = connection.randr_get_screen_resources_current(root).map_err(said)?;
    let resources = resources.reply().map_err(said)?;
    let mut outputs = Vec::new();
    for output in resources.outputs {
        let info = connection.randr_get_output_info(output, resources.config_timestamp);
        let info = info.map_err(said)?.reply().map_err(said)?;
        if info.crtc == x11rb::NONE {
            continue;
        }
        let crtc = connection.randr_get_crtc_info(info.crtc, resources.config_timestamp);
        let crtc = crtc.map_err(said)?.reply().map_err(said)?;
        if crtc.width > 0 && crtc.height > 0 {
            outputs.push(Output {
                name: String::from_utf8_lossy(&info.name).into_owned(),
                x: crtc.x.into(),
                y: crtc.y.into(),
                width: crtc.width.into(),
                height: crtc.height.into(),
            });
        }
    }
    Ok(outputs)
}
