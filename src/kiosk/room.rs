//! What an installation says to those who hang and operate it.

use super::files::ScreenFacts;
use crate::installation::hours::Span;
use crate::installation::{Installation, Screen};

/// The screens, in the order of the installation file.
pub fn screens(installation: &Installation) -> Vec<ScreenFacts> {
    installation.screens.iter().map(screen).collect()
}

fn screen(screen: &Screen) -> ScreenFacts {
    ScreenFacts {
        name: screen.name.clone(),
        output: screen.output.clone(),
        rotation: screen.rotation.degrees(),
        pixels: screen.rotation.turned(screen.pixels),
        place_mm: (screen.x, screen.y),
        size_mm: (screen.width, screen.height),
    }
}

/// The days of the week, and the single days that are otherwise, each with its hours; empty where
/// the wall is never closed.
pub fn hours(installation: &Installation) -> Vec<(String, String)> {
    const DAYS: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let Some(hours) = &installation.running.hours else { return Vec::new() };
    let said = |spans: &[Span]| match spans {
        [] => "closed".to_owned(),
        spans => spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let week = DAYS.iter().zip(&hours.week).map(|(day, spans)| ((*day).to_owned(), said(spans)));
    let except = hours.except.iter().map(|(date, spans)| (date.to_string(), said(spans)));
    week.chain(except).collect()
}
