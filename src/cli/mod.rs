//! The command line: one file for each command.

pub mod add;
pub mod align;
pub mod bench;
pub mod check;
pub mod controller;
pub mod decode_child;
pub mod desk;
pub mod display;
pub mod film;
pub mod hang;
pub mod kiosk_files;
pub mod learn;
pub mod new;
pub mod offscreen;
pub mod outputs;
pub mod plan;
pub mod prepare;
pub mod records;
pub mod rehearse;
pub mod run;
pub mod schema;
pub mod start;
pub mod status;
pub mod undo;
mod values;
pub mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Plays every version of a film at once, in lockstep, on one wall.
#[derive(Parser, Debug)]
#[command(name = "palimpsest", version, about, arg_required_else_help = true)]
pub struct Palimpsest {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Hang an exhibit in a window, to play with keyboard and mouse.
    Rehearse(rehearse::Rehearse),
    /// Run the wall of a gallery: full screen on every output, for months.
    Run(run::Run),
    /// Say how the wall is that runs on this machine.
    Status(status::StatusArgs),
    /// List what is connected, and which screen it is.
    Outputs(outputs::Outputs),
    /// List the controllers that are connected, say what each movement does, or learn a new one.
    Controller(controller::Controller),
    /// Write what a machine needs to run a wall from power-on, and the operator's card.
    KioskFiles(kiosk_files::KioskFiles),
    /// Draw a wall to scale, for those who hang it.
    Plan(plan::Plan),
    /// Make the renditions that an exhibit is played from.
    Prepare(prepare::Prepare),
    /// Read all files of an exhibit again, and say which changed or went bad.
    Verify(verify::Verify),
    /// Make an exhibit from a folder of films, after your yes.
    New(new::New),
    /// Add a version by a new generation, after your yes.
    Add(add::Add),
    /// Take back what was last changed of an exhibit file.
    Undo(undo::Undo),
    /// Write where the shots begin in a version that is one file, after asking.
    Align(align::Align),
    /// Say everything that is wrong with an exhibit, its media and a wall, without opening a window.
    Check(check::Check),
    /// Draw the stand-in that an exhibit is shown with until its film is there.
    Film(film::Film),
    /// Print the schema of a file, by which editors complete and check it.
    Schema(schema::Schema),
    /// Measure speed and memory on this machine.
    Bench(bench::Bench),
    /// Open one unknown media file in a process of its own.
    #[command(hide = true)]
    DecodeChild(decode_child::DecodeChild),
}

/// The exhibit that is meant where none is named.
pub const USUAL: &str = "exhibits/the-kiss";

/// Which exhibit, and where its media and renditions lie.
#[derive(Args, Debug, Clone)]
pub struct ExhibitArgs {
    /// The exhibit: its folder or its file.
    #[arg(default_value = USUAL)]
    pub exhibit: PathBuf,
    /// The folder that the exhibit's media paths are relative to [default: the exhibit's own].
    #[arg(long, value_name = "DIR")]
    pub media: Option<PathBuf>,
    /// The folder that renditions are kept in [default: the user's cache folder].
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
}

/// How results are printed.
#[derive(ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// Runs what was asked for.
pub fn run(asked: Palimpsest) -> ExitCode {
    match asked.command {
        Command::Rehearse(command) => command.run(),
        Command::Run(command) => command.run(),
        Command::Status(command) => command.run(),
        Command::Outputs(command) => command.run(),
        Command::Controller(command) => command.run(),
        Command::KioskFiles(command) => command.run(),
        Command::Plan(command) => command.run(),
        Command::Prepare(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Add(command) => command.run(),
        Command::Undo(command) => command.run(),
        Command::Align(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Film(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Bench(command) => command.run(),
        Command::DecodeChild(command) => command.run(),
    }
}

/// The folder of what runs now, such as sockets: of this user, and empty after a restart.
pub fn runtime_folder() -> PathBuf {
    dirs::runtime_dir().unwrap_or_else(state_folder)
}

/// The folder of what is kept between runs and can be lost, such as logs.
pub fn state_folder() -> PathBuf {
    let folder = dirs::state_dir().or_else(dirs::data_local_dir).unwrap_or_else(std::env::temp_dir);
    folder.join("palimpsest")
}

/// The list of trusted signers of content credentials, as a file of certificates that this user put
/// among the settings; none comes with the program.
pub fn trusted_signers() -> Option<PathBuf> {
    let file = dirs::config_dir()?.join("palimpsest").join("trusted-signers.pem");
    file.is_file().then_some(file)
}

/// Prints on the standard output stream. A reader that went away, as `head` does, or a full disk
/// is no reason for a panic.
pub fn say(text: impl std::fmt::Display) {
    use std::io::Write as _;
    if let Err(error) = writeln!(std::io::stdout(), "{text}") {
        tracing::debug!("nobody reads what is printed: {error}");
    }
}

/// Prints what was found on the standard error stream.
pub fn complain(report: &crate::diagnostic::Report) {
    eprint!("{}", report.render(std::io::IsTerminal::is_terminal(&std::io::stderr())));
}

/// Says on the standard error stream why it could not be done.
pub fn failed(why: impl std::fmt::Display) -> ExitCode {
    eprintln!("palimpsest: {why}");
    ExitCode::from(2)
}
