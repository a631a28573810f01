//! `palimpsest film`: the stand-in that an exhibit is shown with until its film is there.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{ExhibitArgs, failed, hang, say};
use crate::exhibit::Exhibit;
use crate::stand_in::make::{self, Progress};

/// Draws the stand-in of an exhibit: seven sketches of its film, their sound, the storyboard and
/// the voice.
#[derive(Args, Debug)]
pub struct Film {
    /// The exhibit: its folder or its file.
    #[arg(default_value = "exhibits/the-kiss")]
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

/// The folder of a stand-in's files, in the exhibit's own.
const MEDIA: &str = "media";

/// Where the files of an exhibit's stand-in lie; none where it has none.
fn folder(exhibit: &Exhibit) -> Option<PathBuf> {
    let beside = exhibit.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    exhibit.stand_in.map(|_| beside.unwrap_or(Path::new(".")).join(MEDIA))
}

/// What is the matter with an exhibit's stand-in and what to do about it; none where nothing is,
/// or where its media are looked for elsewhere.
#[must_use]
pub fn advice(exhibit: &Exhibit) -> Option<(String, String)> {
    let (of, folder) = exhibit.stand_in.zip(folder(exhibit))?;
    let elsewhere = folder != exhibit.media.join(MEDIA);
    let missing = if elsewhere { 0 } else { make::missing(&folder, of).len() };
    (missing > 0).then(|| {
        let what = format!(
            "{missing} files of the stand-in are not drawn yet, or were drawn by another edition \
             of this program"
        );
        let place = exhibit.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = place.unwrap_or(Path::new(".")).display();
        (what, format!("Run `palimpsest film {place}`; it takes a few minutes."))
    })
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
