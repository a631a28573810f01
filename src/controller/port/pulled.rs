//! Controllers that somebody pulled out without touching the cable, to see what the room does then.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The names of those; all copies say the same.
#[derive(Clone, Debug, Default)]
pub struct Pulled(Arc<Mutex<BTreeSet<String>>>);

impl Pulled {
    /// Pulls one out; false where it was already.
    pub fn pull(&self, port: &str) -> bool {
        self.all().insert(port.to_owned())
    }

    /// Plugs it in again; false where it was not pulled out.
    pub fn plug_in(&self, port: &str) -> bool {
        self.all().remove(port)
    }

    /// Whether this one is pulled out.
    pub fn has(&self, port: &str) -> bool {
        self.all().contains(port)
    }

    /// All that are.
    pub fn names(&self) -> Vec<String> {
        self.all().iter().cloned().collect()
    }

    fn all(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
