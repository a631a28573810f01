//! The profiles that come with the program, and how one is found.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::Profile;
use super::load::{self, parse};
use crate::diagnostic::{Diagnostic, Report, quoted};
use crate::exhibit::nearest;

/// The profile that every controller is taken for which no other fits.
pub const GENERIC: &str = "generic";

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../config/controllers/", $name, ".toml")))),*]
    };
}

/// Each by its name, with the text of its file.
pub const FILES: &[(&str, &str)] = shipped!(
    "behringer-x-touch-mini",
    "behringer-x-touch-mini-mc",
    "diy-encoder",
    "generic",
    "icon-qcon-pro",
    "korg-nanokontrol2",
    "midi-fighter-twister",
    "novation-launch-control-xl",
    "pioneer-ddj-400",
    "usb-dial",
);

/// All of them, by name; those that would have errors are left out, which a test rules out.
pub fn all() -> &'static [(&'static str, Arc<Profile>)] {
    static ALL: OnceLock<Vec<(&'static str, Arc<Profile>)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let read = |(name, text): &(&'static str, &str)| {
            let loaded = parse(text, Path::new(name)).ok()?;
            Some((*name, Arc::new(loaded.profile)))
        };
        FILES.iter().filter_map(read).collect()
    })
}

/// The one of this name.
pub fn named(name: &str) -> Option<Arc<Profile>> {
    let found = all().iter().find(|(known, _)| *known == name)?;
    Some(Arc::clone(&found.1))
}

/// The one for a controller that the system knows by this name, with its own name; the generic one
/// where none fits.
pub fn for_port(port: &str) -> Option<(&'static str, Arc<Profile>)> {
    let fits = all().iter().find(|(_, profile)| profile.fits(port));
    let (name, profile) = fits.or_else(|| all().iter().find(|(name, _)| *name == GENERIC))?;
    Some((*name, Arc::clone(profile)))
}

/// The profile that an installation names: one that comes with the program, or a file beside the
/// installation's own.
///
/// # Errors
/// There is neither, or the file has errors: all of them.
pub fn find(written: &str, folder: &Path) -> Result<Arc<Profile>, Report> {
    if let Some(shipped) = named(written) {
        return Ok(shipped);
    }
    if Path::new(written).extension().is_some() {
        return load::load(&folder.join(written)).map(|loaded| Arc::new(loaded.profile));
    }
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let message = format!("there is no profile {}", quoted(written));
    let near = nearest::word(written, &names).map(|near| format!("Did you mean {near:?}? "));
    let help = format!(
        "{}There are {}; or write the name of a file that ends in .toml.",
        near.unwrap_or_default(),
        names.join(", ")
    );
    Err(Report::of(Diagnostic::error(message).help(help)))
}
