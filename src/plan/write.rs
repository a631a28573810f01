//! From a plan to files.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Problem, Subject, Typefaces, pdf, sheet::Mark, sheets, svg};

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The files: one PDF, or an SVG for each sheet.
    pub files: Vec<PathBuf>,
    /// Letters that the typefaces of the plan have no signs for, in order: they are empty boxes.
    pub lacking: Vec<char>,
}

/// The file that a plan goes to where nobody names one, in the folder one is in.
pub fn usual_file(subject: &Subject<'_>) -> PathBuf {
    PathBuf::from(format!("{}-plan.pdf", subject.name()))
}

/// Writes a plan: to one PDF where the name ends in `.pdf`, to an SVG for each sheet, `NAME-1.svg`
/// and so on, where it ends in `.svg`.
///
/// # Errors
/// The wall is too large for the paper, there is such a file already and `force` is not set, the
/// ending is another, or the disk refused. Nothing is written over before all of it is drawn.
pub fn write(subject: &Subject<'_>, to: &Path, force: bool) -> Result<Written, Problem> {
    let ending = to.extension().and_then(OsStr::to_str).map(str::to_lowercase);
    let faces = Typefaces::default();
    let drawn = sheets(subject, &faces)?;
    let files: Vec<(PathBuf, Vec<u8>)> = match ending.as_deref() {
        Some("pdf") => {
            let title = format!("{}, wall plan of {}", subject.title(), subject.name());
            vec![(to.to_owned(), pdf(&drawn, &title, &faces))]
        }
        Some("svg") => {
            let pages = drawn.iter().enumerate();
            let file = |(index, sheet)| (numbered(to, index + 1), svg(sheet, &faces).into_bytes());
            pages.map(file).collect()
        }
        _ => return Err(Problem::Kind(to.to_owned())),
    };
    if let Some((there, _)) = files.iter().find(|(file, _)| !force && file.exists()) {
        return Err(Problem::Exists(there.clone()));
    }
    for (file, bytes) in &files {
        let disk = |why| Problem::Disk { file: file.clone(), why };
        fs::write(file, bytes).map_err(disk)?;
    }
    let mut lacking = Vec::new();
    for mark in drawn.iter().flat_map(|sheet| &sheet.marks) {
        if let Mark::Words(words) = mark {
            lacking.extend(faces.lacking(words.face, &words.text));
        }
    }
    lacking.sort_unstable();
    lacking.dedup();
    Ok(Written { files: files.into_iter().map(|(file, _)| file).collect(), lacking })
}

/// `wall.svg` as `wall-3.svg`.
fn numbered(file: &Path, number: usize) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-{number}.{ending}"))
}
