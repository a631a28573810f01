//! Hand-over: the plan of the wall as it is rehearsed, written for those who hang it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::ecs::prelude::*;
use bevy_egui::egui::{self, RichText};

use super::errand::{BrokenOff, Errand};
use super::look;
use crate::exhibit::Exhibit;
use crate::installation::Installation;
use crate::plan::paper::Paper;
use crate::plan::{Problem, Subject, usual_file, write};

/// A folder has at most so many plans of one wall before somebody tidies it up.
const MOST: u32 = 99;

/// What became of the plan.
type Written = Result<PathBuf, String>;

/// The plan that was asked for last.
#[derive(Resource, Default)]
pub struct HandOver {
    writing: Option<Errand<Written>>,
    written: Option<Written>,
}

impl HandOver {
    /// Draws the button and what became of it; true where it was pressed. Of a wall that is not
    /// saved there is no plan: it would not be that of the file that the gallery plays from.
    pub(super) fn button(&mut self, ui: &mut egui::Ui, unsaved: bool) -> bool {
        self.hear();
        let idle = self.writing.is_none() && !unsaved;
        let pressed = ui
            .add_enabled(idle, egui::Button::new("Write the wall plan"))
            .on_hover_text(
                "A PDF to scale for those who hang it: heights, outputs, cables, and the \
                 operator's card",
            )
            .on_disabled_hover_text("Save the wall first: the plan is of what the file says")
            .clicked();
        match &self.written {
            Some(Ok(file)) => {
                ui.label(RichText::new(format!("{} is written.", file.display())).small());
            }
            Some(Err(why)) => {
                ui.label(RichText::new(why).small().color(look::Ink::new().wrong));
            }
            None => {}
        }
        pressed
    }

    /// Writes the plan of a wall beside its installation file, or else in this folder, on a thread
    /// of its own. A plan that is there stays.
    pub(super) fn begin(&mut self, wall: Arc<Installation>, exhibit: Arc<Exhibit>) {
        match Errand::start("plan", move || written(&wall, &exhibit)) {
            Ok(errand) => (self.writing, self.written) = (Some(errand), None),
            Err(why) => self.written = Some(Err(format!("the system gives no thread: {why}"))),
        }
    }

    fn hear(&mut self) {
        let Some(result) = self.writing.as_mut().and_then(Errand::result) else { return };
        let broken = |BrokenOff| Err("writing the plan was broken off".to_owned());
        self.written = Some(result.unwrap_or_else(broken));
        self.writing = None;
    }
}

fn written(wall: &Installation, exhibit: &Exhibit) -> Written {
    let date = jiff::Zoned::now().date().to_string();
    let subject =
        Subject { installation: wall, exhibit: Some(exhibit), date: &date, paper: Paper::A3 };
    let folder = wall.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let first = folder.join(usual_file(&subject));
    let name = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut to = first.clone();
    for number in 2..=MOST {
        match write(&subject, &to, false) {
            Ok(_) => return Ok(to),
            Err(Problem::Exists(_)) => to = folder.join(format!("{name}-{number}.pdf")),
            Err(problem) => return Err(problem.to_string()),
        }
    }
    Err(format!("{} and {MOST} more are there already: remove some", first.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::of_a_card;

    #[test]
    fn a_plan_is_written_beside_its_wall_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wall.toml");
        std::fs::write(&file, "[[screen]]\nx = 0\ny = 0\nwidth = 1210\nheight = 681\n").unwrap();
        let wall = crate::installation::load(&file).unwrap().installation;
        let first = written(&wall, &of_a_card()).unwrap();
        let bytes = std::fs::read(&first).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        std::fs::write(&first, "drawn upon").unwrap();
        let second = written(&wall, &of_a_card()).unwrap();
        assert_ne!(first, second);
        assert_eq!((first.parent(), second.parent()), (Some(folder.path()), Some(folder.path())));
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "drawn upon");
        let gone = Installation { file: Some(folder.path().join("gone/wall.toml")), ..wall };
        assert!(written(&gone, &of_a_card()).is_err());
    }
}
