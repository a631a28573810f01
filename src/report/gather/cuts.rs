//! Where a version cuts, against the shots of the exhibit.

use super::super::data::{CutDifference, Cuts};
use super::english;
use crate::exhibit::{Clip, Exhibit, Part, Source};
use crate::measure::{Cut, Kind};
use crate::measure::{Measures, compare};
use crate::timeline::FilmTime;

/// A cut that is farther than so many frames from where its shot begins is told.
const FRAMES_OFF: i64 = 4;
/// A cut so near after the written beginning of a shot within a file, or so near before the end of
/// the shot before, is taken for that beginning.
const NEAR_NS: i64 = 1_000_000_000;

/// Where it cuts; compared with the shots where one file holds them all, because where each has a
/// file of its own they begin where the exhibit says. Where it is written when they begin in the file
/// (`at`), a cut close beside says that it is written wrong.
pub(super) fn of(measures: &Measures, exhibit: &Exhibit, index: usize) -> Cuts {
    let found_ns = measures.cuts.iter().map(|cut| cut.at.0).collect();
    let starts: Vec<FilmTime> = exhibit.shots.iter().map(|shot| shot.start).collect();
    let Source::Clips(clips) = &exhibit.versions[index].source else {
        return Cuts { found_ns, differences: Vec::new() };
    };
    let tolerance = FilmTime(measures.frame.0 * FRAMES_OFF);
    let compared = compare(&measures.cuts, &starts, tolerance);
    let whole = clips.len() == 1 && clips[0].shot.is_none() && starts.len() > 1;
    let title = |at: FilmTime| {
        let shot = exhibit.shots.iter().find(|shot| shot.start == at);
        shot.map(|shot| format!("“{}”", english(&shot.title))).unwrap_or_default()
    };
    let shifted = compared.shifted.iter().map(|pair| CutDifference {
        expected_ns: Some(pair.declared.0),
        found_ns: Some(pair.found.0),
        sentence: format!(
            "{} begins at {} in the exhibit and at {} in this file.",
            title(pair.declared),
            pair.declared,
            pair.found
        ),
    });
    let missing = compared.missing.iter().map(|at| CutDifference {
        expected_ns: Some(at.0),
        found_ns: None,
        sentence: format!("{} begins at {at}, and no cut is seen there.", title(*at)),
    });
    let wrong: Vec<Wrong> = wrong(&measures.cuts, clips, tolerance.0);
    let rewritten = wrong.iter().map(|wrong| CutDifference {
        expected_ns: Some(wrong.start.0),
        found_ns: Some(wrong.cut.0),
        sentence: format!(
            "{} is written to begin at {} of this file, and the picture cuts at {}.",
            title(wrong.start),
            FilmTime(wrong.written),
            FilmTime(wrong.seen)
        ),
    });
    let told = |at: &&FilmTime| wrong.iter().all(|wrong| wrong.cut != **at);
    let breaks = compared.unexpected.iter().filter(told).map(|at| CutDifference {
        expected_ns: None,
        found_ns: Some(at.0),
        sentence: format!("The picture jumps at {at}, within a shot."),
    });
    let of_whole = shifted.chain(missing).filter(|_| whole);
    Cuts { found_ns, differences: of_whole.chain(rewritten).chain(breaks).collect() }
}

/// A shot that does not begin in its file where that is written.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    /// When it begins in the film.
    start: FilmTime,
    /// The cut that was taken for its beginning, in film time.
    cut: FilmTime,
    /// Where it is written to begin, in nanoseconds of the file.
    written: i64,
    /// Where it seems to begin, in nanoseconds of the file.
    seen: i64,
}

/// What is written wrong of where the shots begin in the one file of a version.
fn wrong(cuts: &[Cut], clips: &[Clip], tolerance: i64) -> Vec<Wrong> {
    let parts = clips.iter().any(|clip| clip.part != Part::WHOLE)
        && clips.iter().all(|clip| clip.path == clips[0].path && clip.shot.is_some());
    if !parts {
        return Vec::new();
    }
    let mut wrong: Vec<Wrong> = Vec::new();
    let pictures = cuts.iter().filter(|cut| cut.kind == Kind::Picture);
    for Cut { at, .. } in pictures {
        let Some(clip) = clips.iter().find(|clip| clip.start <= *at && *at < clip.end) else {
            continue;
        };
        // Where the file is stretched, its own time runs otherwise.
        let span = (clip.end.0 - clip.start.0).max(1) as f64;
        let pace = match (clip.fit, clip.part.to) {
            (crate::exhibit::Fit::Stretch, Some(to)) => (to - clip.part.from) as f64 / span,
            _ => 1.0,
        };
        let seen = clip.part.from + ((at.0 - clip.start.0) as f64 * pace) as i64;
        let next = clips.iter().find(|next| Some(next.part.from) == clip.part.to);
        let near = |of: &&Clip| (seen - of.part.from).abs() <= NEAR_NS;
        let Some(of) = Some(clip).filter(near).or(next.filter(near)) else { continue };
        let known = wrong.iter().any(|known| known.start == of.start);
        if (seen - of.part.from).abs() > tolerance && !known {
            wrong.push(Wrong { start: of.start, cut: *at, written: of.part.from, seen });
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn found(lines: &str, cuts: &[i64]) -> Vec<(i64, i64)> {
        let text = format!(
            "title = \"F\"\nlength = 9\n[[shot]]\nid = \"a\"\nstart = 0\n[[shot]]\nid = \"b\"\n\
             start = 4\n[[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\ngeneration = \"g\"\n\
             {lines}\n"
        );
        let exhibit = crate::exhibit::parse(&text, Path::new("e"), Path::new("")).unwrap().exhibit;
        let Source::Clips(clips) = &exhibit.versions[0].source else { panic!("a card") };
        let cut = |at: &i64| Cut { at: FilmTime::from_millis(*at), kind: Kind::Picture };
        let cuts: Vec<Cut> = cuts.iter().map(cut).collect();
        let all = wrong(&cuts, clips, 160_000_000);
        all.iter().map(|one| (one.written / 1_000_000, one.seen / 1_000_000)).collect()
    }

    #[test]
    fn a_cut_close_beside_the_written_beginning_of_a_shot_says_where_it_begins() {
        let at = "file = \"f.mp4\"\nat = { a = 1, b = 5 }";
        // The second shot comes half a second later in the file, or earlier.
        assert_eq!(found(at, &[4500]), [(5000, 5500)]);
        assert_eq!(found(at, &[3600]), [(5000, 4600)]);
        // Far from either, or as good as right, it is nothing of the kind.
        assert_eq!(found(at, &[2500, 4080, 7000]), []);
        assert_eq!(found("clips = { a = \"a.mp4\", b = \"b.mp4\" }", &[4500]), []);
    }
}
