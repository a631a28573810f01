//! `palimpsest film`: the stand-in that an exhibit is shown with until its film is there.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{ExhibitArgs, USUAL, failed, hang, say};
use crate::exhibit::Exhibit;
pub use crate::stand_in::advice::advice;
use crate::stand_in::advice::folder;
use crate::stand_in::make::{self, Progress};

/// Draws the stand-in of an exhibit: seven sketches of its film, their sound, the storyboard and
/// the voice.
#[derive(Args, Debug)]
pub struct Film {
    /// The exhibit: its folder or its file.
    #[arg(default_value = USUAL)]
    exhibit: PathBuf,
    /// Draw everything anew, also what is there already.
    #[arg(long)]
    again: bool,
    /// Where the exhibit has no stand-in, do nothing.
    #[arg(long, hide = true)]
    if_any: bool,
}

impl Film {
    /// Draws what is missing; exit 0 when everything is there, 2 when something could not be made
    /// or the exhibit has no stand-in.
    pub fn run(self) -> ExitCode {
        let args = ExhibitArgs { exhibit: self.exhibit.clone(), media: None, cache: None };
        let exhibit = match hang::load(&args) {
            Ok(exhibit) => exhibit,
            Err(why) => return failed(why),
        };
        let Some((of, folder)) = exhibit.stand_in.zip(folder(&exhibit)) else {
            if self.if_any {
                return ExitCode::SUCCESS;
            }
            return failed(format!(
                "{}: this exhibit has no stand-in, so there is nothing to draw; an exhibit of The \
                 Kiss has one where its file says stand-in = \"the-kiss\" at the top",
                exhibit.file.display()
            ));
        };
        let mut bar = Bar::default();
        let made = make::make(&folder, of, self.again, &mut bar);
        bar.clear();
        match made {
            Ok(0) => ExitCode::SUCCESS,
            Ok(count) => {
                say(format!("{count} files of the stand-in are drawn, in {}", folder.display()));
                ExitCode::SUCCESS
            }
            Err(problem) => failed(problem),
        }
    }
}

/// Draws what is missing of an exhibit's stand-in, where it has one; `told` hears of pictures done
/// and of all there are.
///
/// # Errors
/// It could not be drawn, in words.
pub fn draw(exhibit: &Exhibit, told: &mut dyn FnMut(u64, u64)) -> Result<(), String> {
    struct Telling<'t>(&'t mut dyn FnMut(u64, u64));
    impl Progress for Telling<'_> {
        fn begin(&mut self, _: &str) {}
        fn advance(&mut self, done: u64, total: u64) {
            (self.0)(done, total);
        }
        fn finish(&mut self, _: &str) {}
    }
    if advice(exhibit).is_none() {
        return Ok(());
    }
    let Some((of, folder)) = exhibit.stand_in.zip(folder(exhibit)) else { return Ok(()) };
    make::make(&folder, of, false, &mut Telling(told))
        .map(drop)
        .map_err(|problem| problem.to_string())
}

/// One bar over everything, with the time left; nothing where nobody watches.
#[derive(Default)]
struct Bar(Option<ProgressBar>);

impl Bar {
    fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&mut self, name: &str) {
        if self.0.is_none() && std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(1);
            let line = "{msg}: {wide_bar} {percent} %, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(line) {
                bar.set_style(style);
            }
            self.0 = Some(bar);
        }
        if let Some(bar) = &self.0 {
            bar.set_message(name.to_owned());
        }
    }

    fn advance(&mut self, done: u64, total: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    fn finish(&mut self, name: &str) {
        tracing::debug!("{name} is drawn");
    }
}
