//! Which device the sound goes to: found anew each time it is opened.
//!
//! A device is asked for by a part of the name it shows, because its number changes with what
//! else is plugged in. While it plays, its going away is watched for: `pulsesink` does not hear
//! of it. It lets the sound server move its stream (it does not set `PA_STREAM_DONT_MOVE`), and
//! the sound would go on from whatever else there is. What cannot be watched (`alsasink`) reports
//! an error when it writes.

use gstreamer as gst;
use gstreamer::prelude::*;

/// A sink that is ready to be put into a pipeline.
pub struct Found {
    pub(super) sink: gst::Element,
    pub(super) name: String,
    pub(super) watch: Option<Watch>,
}

impl Found {
    /// A sink that nobody can take away, by this name.
    pub fn always(sink: gst::Element, name: impl Into<String>) -> Self {
        Self { sink, name: name.into(), watch: None }
    }
}

/// Finds the sink, each time one is to be opened, or says in words why there is none.
pub type Finder = Box<dyn FnMut() -> Result<Found, String> + Send>;

/// Hears that a device goes away.
pub(super) struct Watch {
    monitor: gst::DeviceMonitor,
    name: gst::glib::GString,
}

impl Watch {
    /// Whether the device has gone away. Does not wait.
    pub(super) fn gone(&self) -> bool {
        let removed = [gst::MessageType::DeviceRemoved];
        while let Some(message) = self.monitor.bus().pop_filtered(&removed) {
            if let gst::MessageView::DeviceRemoved(message) = message.view()
                && message.device().display_name() == self.name
            {
                return true;
            }
        }
        false
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.monitor.stop();
    }
}

/// The names of all devices that sound can go to, sorted.
///
/// # Errors
/// Says what GStreamer says when it cannot be loaded.
pub fn list() -> Result<Vec<String>, String> {
    gst::init().map_err(|why| why.to_string())?;
    let monitor = monitor();
    let mut names: Vec<_> = names(&monitor.devices()).collect();
    monitor.stop();
    names.sort();
    names.dedup();
    Ok(names)
}

fn names(devices: &gst::glib::List<gst::Device>) -> impl Iterator<Item = String> {
    devices.iter().map(|device| device.display_name().to_string())
}

/// A started monitor; where nothing can be watched it still lists.
fn monitor() -> gst::DeviceMonitor {
    let monitor = gst::DeviceMonitor::new();
    monitor.add_filter(Some("Audio/Sink"), None);
    if let Err(why) = monitor.start() {
        tracing::debug!("sound devices cannot be watched: {why}");
    }
    monitor
}

/// The device whose name holds `part` (in any case), or without a part the default one.
pub fn finder(part: Option<&str>) -> Finder {
    match part.map(str::to_owned) {
        Some(part) => Box::new(move || named(&part)),
        None => Box::new(default),
    }
}

/// A sink written as for `gst-launch-1.0`, such as `wavenc ! filesink location=heard.wav`: for
/// rehearsals without a sound card, and for tests.
pub fn described(description: &str) -> Finder {
    let description = description.to_owned();
    Box::new(move || {
        let bin = gst::parse::bin_from_description(&description, true);
        let sink = bin.map_err(|why| why.to_string())?.upcast();
        Ok(Found { sink, name: description.clone(), watch: None })
    })
}

fn named(part: &str) -> Result<Found, String> {
    let monitor = monitor();
    let devices = monitor.devices();
    let wanted = part.to_lowercase();
    let shown = |device: &&gst::Device| device.display_name().to_lowercase();
    let exact = devices.iter().find(|device| shown(device) == wanted);
    let device = exact.or_else(|| devices.iter().find(|device| shown(device).contains(&wanted)));
    let Some(device) = device else {
        let others: Vec<_> = names(&devices).collect();
        monitor.stop();
        return Err(match others.len() {
            0 => format!("nothing is called “{part}”, and there is no other"),
            _ => format!("nothing is called “{part}”; there is {}", others.join(", ")),
        });
    };
    let watch = Watch { name: device.display_name(), monitor };
    let sink = device.create_element(None).map_err(|why| format!("{}: {why}", watch.name))?;
    Ok(Found { sink, name: watch.name.to_string(), watch: Some(watch) })
}

fn default() -> Result<Found, String> {
    // Opened in vain, the libraries beneath write a page to the standard error stream each time.
    let monitor = monitor();
    let is_bare = !monitor.providers().is_empty() && monitor.devices().is_empty();
    monitor.stop();
    if is_bare {
        return Err("none is plugged in, or no sound server runs".to_owned());
    }
    let sink = gst::ElementFactory::make("autoaudiosink").build();
    let sink = sink.map_err(|_| "install GStreamer's good plugins".to_owned())?;
    Ok(Found { sink, name: "the default device".to_owned(), watch: None })
}
