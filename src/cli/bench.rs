//! `palimpsest bench`: to come.
/// Measures.
#[derive(clap::Args, Debug)]
pub struct Bench {}
impl Bench {
    /// Runs.
    pub fn run(self) -> std::process::ExitCode {
        std::process::ExitCode::SUCCESS
    }
}
