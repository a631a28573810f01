//! What is prepared beside the pictures: sounds, voices, and what masters say of themselves.

use super::cache::Cache;
use super::credentials::{By, NotLooked};
use super::{Options, Outcome, credentials, loudness, speech, voices};
use crate::exhibit::Exhibit;

/// Measures every version's sound, lays the voices and what the listen key speaks, so that nothing of
/// it is left to do when it is to be heard. What goes wrong is said again then.
pub(super) fn sounds(exhibit: &Exhibit, all: &[Outcome], options: &Options) {
    for prepared in all.iter().filter_map(|made| made.prepared.as_ref()) {
        if let Some(sound) = &prepared.rendition.sound
            && let Err(why) = loudness::of(&prepared.folder.join(&sound.file))
        {
            tracing::warn!("the loudness of {} is not known: {why}", sound.file);
        }
    }
    match voices::lay(exhibit, options) {
        Ok((file, mute)) => {
            for (path, why) in mute {
                tracing::warn!("the voice {} is left out: {why}", path.display());
            }
            file.iter().for_each(|file| {
                loudness::of(file).ok();
            });
        }
        Err(why) => tracing::warn!("the voices are left out: {why}"),
    }
    for file in exhibit.versions.iter().flat_map(|version| &version.spoken) {
        if let Err(why) = speech::recorded(&file.path, options) {
            tracing::warn!("{} cannot be spoken: {why}", file.path.display());
        }
    }
}

/// Reads the content credentials of every clip that they are not known of yet.
pub(super) fn look_at_credentials(exhibit: &Exhibit, cache: &Cache, options: &Options) {
    let clips = exhibit.versions.iter().flat_map(|version| version.source.clips());
    // The hashes of the program and of the list of signers are remembered with the masters'.
    for clip in clips.filter(|clip| clip.path.is_file()) {
        match credentials::look(cache, &clip.path, By::of(options)) {
            Ok(()) => {}
            Err(why @ NotLooked::NoReader) => {
                tracing::info!("content credentials were not looked at: {why}");
                return;
            }
            Err(NotLooked::Failed(why)) => {
                let file = &clip.written;
                tracing::warn!("the content credentials of {file} were not looked at: {why}");
            }
        }
    }
}
