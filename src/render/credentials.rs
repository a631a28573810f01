//! Content credentials within Bevy: what was read of each version, where the exhibit has it shown.

use bevy::ecs::prelude::*;

use crate::exhibit::{Exhibit, Source};
use crate::prepare::Options;
use crate::prepare::cache::Cache;
use crate::prepare::credentials::{By, Finding, kept};
use crate::show::plugin::Hung;
use crate::story::Vouched;

/// What is known of each version, in the order of the exhibit; none of which it is not known, or not
/// to be said.
#[derive(Resource)]
pub struct Credentials {
    options: Options,
    /// By version.
    pub known: Vec<Option<Vouched>>,
}

impl Credentials {
    /// Nothing is known yet; it is kept where these renditions are.
    pub fn new(options: Options) -> Self {
        Self { options, known: Vec::new() }
    }
}

/// Finds what was read when the exhibit was prepared.
pub fn find(mut credentials: ResMut<Credentials>, hung: Res<Hung>) {
    if hung.is_changed() {
        credentials.known = match Cache::of(&credentials.options) {
            Ok(cache) if hung.0.credentials => known(&hung.0, &cache, By::of(&credentials.options)),
            _ => Vec::new(),
        };
    }
}

/// The most serious of what is known of the clips of each version: one that was changed is not
/// hidden by the others.
fn known(exhibit: &Exhibit, cache: &Cache, by: By) -> Vec<Option<Vouched>> {
    let of = |source: &Source| {
        let Source::Clips(clips) = source else { return None };
        let read = clips.iter().filter_map(|clip| kept(cache, &clip.path, by));
        let graver = |finding: Finding| match finding {
            Finding::Changed => 3,
            Finding::IntactSignerUnknownOrExpired => 2,
            Finding::IntactTrusted => 1,
            Finding::None | Finding::Unreadable => 0,
        };
        let worst = read.max_by_key(|one| graver(one.finding))?;
        Some(match worst.finding {
            Finding::Changed => Vouched::Changed(worst.signer),
            Finding::IntactSignerUnknownOrExpired => Vouched::Unconfirmed(worst.signer),
            Finding::IntactTrusted => Vouched::Trusted(worst.signer),
            Finding::None => Vouched::None,
            Finding::Unreadable => return None,
        })
    };
    exhibit.versions.iter().map(|version| of(&version.source)).collect()
}
