//! The start page, and the way from it to a wall: the process replaces itself, because a process
//! has one window loop and what plays in it is decided before it begins.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::PoisonError;

use bevy::app::AppExit;
use bevy::window::{Window, WindowResolution};
use jiff::tz::TimeZone;

use super::rehearse::SMALLEST;
use super::{ExhibitArgs, film, hang, state_folder};
use crate::app;
use crate::diagnostic::Report;
use crate::exhibit::load::{FILE_NAME, load};
use crate::exhibit::{Exhibit, Source, Version};
use crate::installation;
use crate::kiosk::journal::Journal;
use crate::prepare;
use crate::rehearsal::memory::file::Keeper;
use crate::rehearsal::memory::plugin::restored;
use crate::rehearsal::memory::{self, Recent, ago};
use crate::rehearsal::start::book::{Begun, Book, HOME, Task};
use crate::rehearsal::start::plugin::{Leaving, Means, plugin};
use crate::rehearsal::start::{Card, Home, WallCard};

/// The window of the start page, in points, where nothing is remembered.
const WINDOW: (u32, u32) = (1216, 728);
/// How an option names a wall.
const INSTALLATION: &str = "--installation";
/// What is said to the process that plays: everything is prepared.
pub const PREPARED: &str = "--prepared";

/// Opens the start page; what is chosen there is hung.
///
/// # Errors
/// The window cannot be opened, or the wall cannot be started; in words.
pub fn choose(
    args: &ExhibitArgs,
    wall: Option<&Path>,
    size: Option<(u32, u32)>,
) -> Result<ExitCode, String> {
    let (keeper, notice) = Keeper::open(&state_folder());
    let home = home(keeper.memory(), wall);
    let book = Book::new(home, places(), notice);
    run(book, None, args, (keeper, size))
}

/// Prepares an exhibit in a window that answers meanwhile, and hangs it.
///
/// # Errors
/// As [`choose`].
pub fn prepare_first(args: &ExhibitArgs, size: Option<(u32, u32)>) -> Result<ExitCode, String> {
    let (keeper, notice) = Keeper::open(&state_folder());
    let (book, task) = Book::preparing(&args.exhibit, notice);
    run(book, Some(task), args, (keeper, size))
}

/// Shows what is wrong with a file that is to be hung, or hung on, until it is mended. Closed before
/// that, the program has failed.
///
/// # Errors
/// As [`choose`].
pub fn mend_first(
    args: &ExhibitArgs,
    report: &Report,
    size: Option<(u32, u32)>,
) -> Result<ExitCode, String> {
    let (keeper, notice) = Keeper::open(&state_folder());
    let book = Book::mending(&args.exhibit, report, notice);
    run(book, None, args, (keeper, size))
}

/// Everything that can be played was prepared before.
pub fn is_prepared(args: &ExhibitArgs, exhibit: &Exhibit) -> bool {
    let options = hang::options(args);
    if prepare::load_takes(exhibit, &options).waiting > 0 {
        return false;
    }
    let clips = |version: &Version| matches!(version.source, Source::Clips(_));
    if !exhibit.versions.iter().any(clips) {
        return true;
    }
    let outcomes = prepare::load_prepared(exhibit, &options);
    outcomes.iter().all(|outcome| outcome.prepared.is_some())
}

fn run(
    book: Book,
    first: Option<Task>,
    args: &ExhibitArgs,
    (keeper, size): (Keeper, Option<(u32, u32)>),
) -> Result<ExitCode, String> {
    let named = match book.begun() {
        Begun::Home => Named::Nothing,
        Begun::Preparing => Named::Prepared,
        Begun::Mending => Named::Mended,
    };
    let window = Window {
        title: "Palimpsest".to_owned(),
        name: Some("palimpsest".to_owned()),
        resolution: WindowResolution::new(WINDOW.0, WINDOW.1),
        resize_constraints: SMALLEST,
        ..Default::default()
    };
    let window = match size {
        Some((w, h)) => Window { resolution: WindowResolution::new(w, h), ..window },
        None => restored(window, keeper.memory().window.as_ref()),
    };
    let mut app = app::in_window(window, Journal::default());
    let means = Means { options: hang::options(args), media: args.media.clone(), draw: film::draw };
    memory::plugin::plugin(&mut app, keeper, None);
    let leaving = plugin(&mut app, book, first, means);
    if let AppExit::Error(code) = app.run() {
        return Ok(ExitCode::from(code.get()));
    }
    let chosen = leaving.lock().unwrap_or_else(PoisonError::into_inner).take();
    match chosen {
        None if named == Named::Mended => Ok(ExitCode::from(2)),
        None => Ok(ExitCode::SUCCESS),
        Some(chosen) => become_the_wall(&chosen, named),
    }
}

/// What the arguments named already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// No exhibit: one was chosen.
    Nothing,
    /// One, which was prepared just before.
    Prepared,
    /// One, of which a file was mended just before.
    Mended,
}

/// The same program with the same arguments, and what was chosen.
fn become_the_wall(chosen: &Leaving, named: Named) -> Result<ExitCode, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let given: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut command = Command::new(program);
    command.args(arguments(given, chosen, named));
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        let error = command.exec();
        Err(format!("the wall could not be started: {error}"))
    }
    #[cfg(not(unix))]
    {
        let ended = command.status();
        let ended = ended.map_err(|error| format!("the wall could not be started: {error}"))?;
        Ok(ExitCode::from(u8::try_from(ended.code().unwrap_or(1)).unwrap_or(1)))
    }
}

/// The arguments of the wall.
fn arguments(given: Vec<OsString>, chosen: &Leaving, named: Named) -> Vec<OsString> {
    let alone = named != Named::Nothing;
    let mut all = Vec::new();
    let mut given = given.into_iter();
    while let Some(argument) = given.next() {
        let text = argument.to_string_lossy();
        if !alone && text == INSTALLATION {
            given.next();
        } else if alone || !text.starts_with(&format!("{INSTALLATION}=")) {
            all.push(argument);
        }
    }
    // What was mended may have to be prepared.
    if named != Named::Mended {
        all.push(PREPARED.into());
    }
    if !alone {
        if let Some(installation) = &chosen.installation {
            all.extend([INSTALLATION.into(), installation.clone().into_os_string()]);
        }
        all.extend(["--".into(), chosen.exhibit.clone().into_os_string()]);
    }
    all
}

/// What can be hung, and where.
fn home(memory: &memory::Memory, wall: Option<&Path>) -> Home {
    let now = jiff::Timestamp::now().as_second();
    let zone = TimeZone::system();
    let card = |recent: &Recent| Card {
        path: recent.path.clone(),
        title: recent.title.clone(),
        place: place(&recent.path),
        when: ago(recent.when, now, &zone),
        gone: !has_exhibit(&recent.path),
        wrong: wrong(&recent.path),
        picture: None,
    };
    let recent: Vec<Card> = memory.exhibits.iter().map(card).collect();
    let (exhibits, walls) = shipped();
    let known = |path: &Path| recent.iter().any(|card| same(&card.path, path));
    let shipped = exhibits.into_iter().filter(|path| !known(path)).filter_map(|path| {
        let title = load(&path, None).ok()?.exhibit.title.get("en").to_owned();
        Some(Card { title, place: place(&path), path, ..Card::default() })
    });
    let shipped = shipped.collect();
    let mut all = vec![WallCard {
        name: "This window".to_owned(),
        about: "one screen, seen from two metres".to_owned(),
        ..WallCard::default()
    }];
    let asked = wall.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let before = memory.installations.iter().map(|recent| recent.path.clone());
    let mut paths: Vec<PathBuf> = asked.clone().into_iter().chain(before).collect();
    paths.extend(walls);
    for path in paths {
        let there = |wall: &WallCard| wall.path.as_ref().is_some_and(|other| same(other, &path));
        if !all.iter().any(there) {
            all.push(wall_card(path));
        }
    }
    let last = memory.last.as_ref().and_then(|last| last.installation.clone());
    let wanted = asked.or(last);
    let chosen = all.iter().position(|wall| wall.path == wanted && !wall.gone).unwrap_or_default();
    Home { recent, shipped, walls: all, wall: chosen }
}

fn wall_card(path: PathBuf) -> WallCard {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let mut letters = stem.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let name = first + letters.as_str();
    match installation::load(&path) {
        Ok(loaded) => {
            let about = match loaded.installation.screens.len() {
                1 => "one screen".to_owned(),
                count => format!("{count} screens"),
            };
            WallCard { path: Some(path), name, about, ..WallCard::default() }
        }
        Err(report) if path.exists() => {
            let (about, wrong) = (format!("has {}", report.summary()), report.render(false));
            WallCard { path: Some(path), name, about, wrong: Some(wrong), gone: true }
        }
        Err(_) => {
            let about = "not there any more".to_owned();
            WallCard { path: Some(path), name, about, gone: true, ..WallCard::default() }
        }
    }
}

/// What is wrong with the file of an exhibit that is there.
fn wrong(path: &Path) -> Option<String> {
    let report = load(path, None).err().filter(|_| has_exhibit(path))?;
    Some(format!("has {}: it can be opened, and says what to do", report.summary()))
}

fn same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    whole(one) == whole(other)
}

fn has_exhibit(path: &Path) -> bool {
    path.is_file() || path.join(FILE_NAME).is_file()
}

/// Where it lies, with the home folder as people write it.
fn place(path: &Path) -> String {
    let home = dirs::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    match home {
        Some(inside) => format!("~/{}", inside.display()),
        None => path.display().to_string(),
    }
}

/// Folders to begin from when films are looked for.
fn places() -> Vec<(String, PathBuf)> {
    let named = [
        (HOME, dirs::home_dir()),
        ("Videos", dirs::video_dir()),
        ("Downloads", dirs::download_dir()),
        ("Desktop", dirs::desktop_dir()),
        ("This folder", std::env::current_dir().ok()),
    ];
    let there = named.into_iter().filter_map(|(name, folder)| Some((name.to_owned(), folder?)));
    there.filter(|(_, folder)| folder.is_dir()).collect()
}

/// The exhibits and the walls that come with the program: in the folder that it is called in, or
/// beside it. Of those that are not there nothing is said.
fn shipped() -> (Vec<PathBuf>, Vec<PathBuf>) {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    // Beside the program, where it was built, or where systems keep what belongs to programs.
    let above = program.iter().flat_map(|program| program.ancestors().skip(1).take(3));
    let shared = program
        .iter()
        .filter_map(|program| Some(program.parent()?.parent()?.join("share").join("palimpsest")));
    let roots = here.into_iter().chain(above.map(Path::to_owned)).chain(shared);
    let found: Vec<PathBuf> = roots.filter(|root| root.join("exhibits").is_dir()).collect();
    let (mut exhibits, mut walls) = (Vec::<PathBuf>::new(), Vec::<PathBuf>::new());
    for root in &found {
        let (own, own_walls) = within(root);
        let is_new = |all: &[PathBuf], path: &Path| !all.iter().any(|other| same(other, path));
        exhibits.extend(own.into_iter().filter(|path| is_new(&exhibits, path)).collect::<Vec<_>>());
        walls.extend(own_walls.into_iter().filter(|path| is_new(&walls, path)).collect::<Vec<_>>());
    }
    (exhibits, walls)
}

/// The exhibits and the walls that lie in a folder.
fn within(root: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let within = |folder: &str| {
        let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let mut exhibits = within("exhibits");
    exhibits.retain(|path| path.join(FILE_NAME).is_file());
    // The one with films before the one of cards.
    exhibits.reverse();
    let mut walls = within("config");
    walls.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    (exhibits, walls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_is_started_with_what_was_given_and_what_was_chosen() {
        let given = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let chosen = Leaving { exhibit: "/a b".into(), installation: Some("/w.toml".into()) };
        let all = arguments(
            given("rehearse --mute --installation x.toml --idle 60"),
            &chosen,
            Named::Nothing,
        );
        let expected = "rehearse --mute --idle 60 --prepared --installation /w.toml --";
        assert_eq!(all[..8], given(expected));
        assert_eq!(all[8], "/a b");
        let alone = arguments(given("rehearse e --installation=x.toml"), &chosen, Named::Prepared);
        assert_eq!(alone, given("rehearse e --installation=x.toml --prepared"));
        let mended = arguments(given("rehearse e --installation=x.toml"), &chosen, Named::Mended);
        assert_eq!(mended, given("rehearse e --installation=x.toml"));
    }
}
