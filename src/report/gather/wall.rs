//! How all versions together flash on the wall that they are to hang on: where each of its panes
//! hangs in millimetres, and what is seen in it.

use super::super::data::{Level, PICTURES, Thumbnail, Topic, Verdict, WallReport};
use super::super::number::decimal;
use super::moments::{Looked, two};
use super::version::flashing;
use super::wall_picture::{Field, composed};
use super::{Given, pictures, verdicts};
use crate::exhibit::Exhibit;
use crate::installation::{Area, Installation, ScreenView};
use crate::measure::flashes::{Area as Share, Flashes, WallPane, Worst, field_radius, of_wall};
use crate::prepare::analysis::{LIGHT, read};
use crate::prepare::cleared::{standings, withhold};
use crate::rendition::Prepared;
use crate::show::View;
use crate::wall::framing::{fit, picture_in_pane, share};
use crate::wall::{Part, Rect, Wall};

/// People step nearer than where they are said to stand: as near as this share of it. A field is an
/// angle, so that near by fewer panes lie in it and each of them fills more of it.
const NEARER: f64 = 0.5;

/// Flashes of the wall, and from how far they are seen so, in millimetres.
struct Seen<'a> {
    worst: &'a Worst,
    distance: f64,
}

/// The wall's flashes, and the picture of its worst second: of all that is played today where it
/// hangs. `measured` tells of each version whether its light is known.
///
/// # Errors
/// Nothing is played, or a version's light cannot be read; in words.
pub(super) fn report(
    given: &Given,
    room: &Installation,
    measured: &[bool],
) -> Result<WallReport, String> {
    let exhibit = given.exhibit;
    let mut prepared: Vec<Option<&Prepared>> =
        given.outcomes.iter().map(|outcome| outcome.prepared.as_ref()).collect();
    withhold(&mut prepared, &standings(exhibit, given.today, given.territory()));
    let all = panes(exhibit, room, &prepared);
    let played = |version: &usize| measured[*version] && prepared[*version].is_some();
    let hung: Vec<usize> = (0..exhibit.versions.len()).filter(played).collect();
    let place = |version: usize| hung.iter().position(|known| *known == version);
    let panes: Vec<WallPane> = all
        .iter()
        .filter_map(|pane| Some(WallPane { version: place(pane.version)?, ..*pane }))
        .collect();
    if panes.is_empty() {
        return Err("none of its versions is prepared and cleared for today".to_owned());
    }
    let lights = || {
        let light = |version: &usize| {
            let folder = &prepared[*version].ok_or("it is not prepared")?.folder;
            read(&folder.join(LIGHT)).map_err(|why| why.to_string())
        };
        hung.iter().map(light).collect::<Result<Vec<_>, String>>()
    };
    let counted = |distance: f64| {
        let found = of_wall(&panes, distance, lights()?, exhibit.length);
        found.map_err(|why| why.to_string())
    };
    let far = room.viewing_distance_mm;
    let near = (far * NEARER).max(1.0);
    let (from_far, from_near) = (counted(far)?, counted(near)?);
    let found = from_far.clone().or_worse(&from_near);
    let seen = |of: fn(&Flashes) -> &Worst| {
        let nearer = of(&from_near).changes > of(&from_far).changes;
        Seen { worst: of(&found), distance: if nearer { near } else { far } }
    };
    let (general, red) = (seen(|found| &found.general), seen(|found| &found.red));
    let assumed = given.room.is_none();
    let hangs = if assumed { "an assumed wall" } else { "the wall as it hangs" };
    let names = |worst: &Worst| {
        let names = worst.versions.iter().map(|at| exhibit.called(hung[*at], "en"));
        let names: Vec<String> = names.collect();
        names.join(", ")
    };
    let mut verdicts: Vec<Verdict> = [("general", &general), ("red", &red)]
        .into_iter()
        .filter_map(|(kind, Seen { worst, distance })| {
            let metres = decimal(distance / 1000.0, 1);
            let of = format!("{hangs}, seen from {metres} m, of {}", names(worst));
            let (level, what) = verdicts::flash_words(kind, worst, &of)?;
            let help = Some(verdicts::FLASH_HELP.to_owned());
            Some(Verdict { level, about: Topic::Flashes, what, help })
        })
        .collect();
    if verdicts.is_empty() {
        verdicts.push(verdicts::calm());
    }
    if assumed {
        verdicts.push(Verdict {
            level: Level::Note,
            about: Topic::Flashes,
            what: assumption(room),
            help: Some("Name the wall that it is to hang on with --installation FILE.".to_owned()),
        });
    }
    let is_red = red.worst.changes > general.worst.changes;
    let Seen { worst, distance } = if is_red { red } else { general };
    let picture = (given.pictures && worst.changes > 0)
        .then(|| {
            let field = Field { middle: worst.at, radius: field_radius(distance) };
            let weights = field.weights(&panes, hung.len());
            let (from, length) = (worst.from, exhibit.length);
            let looked = Looked { weights: &weights, from, length, red: is_red };
            let moments = two(&looked, lights().ok()?).ok()??;
            let flashing: Vec<usize> = worst.versions.iter().map(|at| hung[*at]).collect();
            let [dark, far] = moments.map(|at| {
                let mut picture = composed(room, &all, &prepared, at);
                field.mark(&mut picture, room, &all, &flashing);
                picture
            });
            let data = pictures::jpeg(&pictures::beside(&dark, &far))?;
            let shows = pictures::shown_at(from, moments);
            let shows = format!("{shows}; what flashes is outlined: {}", names(worst));
            Some(Thumbnail { file: format!("{PICTURES}/wall.jpg"), at_ns: from.0, shows, data })
        })
        .flatten();
    Ok(WallReport {
        view: View::of(room.running.view).name().to_owned(),
        installation: room.file.as_ref().map(|file| file.display().to_string()),
        viewing_distance_mm: far,
        flashes: flashing(&found, false),
        picture,
        verdicts,
    })
}

/// What was assumed where nobody named a wall.
fn assumption(room: &Installation) -> String {
    let Area { width, height, .. } = room.bounds_mm();
    format!(
        "No wall was named: one ordinary screen was assumed, {width:.0} × {height:.0} mm, with every \
         version on it, seen from {:.1} m and from half as far.",
        room.viewing_distance_mm / 1000.0
    )
}

/// The panes of a wall at rest on the newest version, in millimetres from its upper left corner:
/// every version in chorus, the newest where one is shown large.
fn panes(exhibit: &Exhibit, room: &Installation, prepared: &[Option<&Prepared>]) -> Vec<WallPane> {
    let canvas = room.canvas();
    let wall = Wall::of(room, &canvas);
    let count = exhibit.versions.len();
    let clips = prepared.iter().flatten().flat_map(|prepared| &prepared.rendition.clips);
    let widest = clips.map(|clip| clip.size.0).max().unwrap_or(1).max(1);
    let mut aspects: Vec<f64> = prepared
        .iter()
        .flatten()
        .filter_map(|prepared| prepared.rendition.clips.first())
        .map(crate::rendition::ClipFacts::aspect)
        .collect();
    aspects.sort_by(f64::total_cmp);
    let aspect = aspects.get(aspects.len() / 2).copied().unwrap_or(16.0 / 9.0);
    let mut all = Vec::new();
    for part in Part::all(&wall, count + 2, aspect) {
        let view = part.view.unwrap_or(View::of(room.running.view));
        let newest = prepared.iter().rposition(Option::is_some).unwrap_or_default();
        let hung: Vec<(usize, Rect)> = match view {
            _ if view == View::of(ScreenView::Chorus) => {
                (0..count).filter_map(|v| Some((v, *part.layout.cells.get(v + 1)?))).collect()
            }
            _ if view == View::of(ScreenView::Story) => vec![(newest, part.layout.story.picture)],
            _ if view == View::of(ScreenView::Card) => Vec::new(),
            _ => vec![(newest, part.layout.large)],
        };
        for (version, rect) in hung {
            let Some(clip) = prepared
                .get(version)
                .and_then(|prepared| prepared.as_ref()?.rendition.clips.first())
            else {
                continue;
            };
            let framing = exhibit.versions[version].frame;
            let fitted = fit(framing, (rect.w, rect.h), clip.aspect(), share(clip, widest));
            all.extend(visible(version, &rect, picture_in_pane(&fitted), canvas.scale));
        }
    }
    all
}

/// The visible part of a picture that lies so in its pane.
fn visible(version: usize, pane: &Rect, [x, y, w, h]: [f32; 4], scale: f64) -> Option<WallPane> {
    let (left, top) = (x.max(0.0), y.max(0.0));
    let (right, bottom) = ((x + w).min(1.0), (y + h).min(1.0));
    if right <= left || bottom <= top {
        return None;
    }
    let mm = |pixels: f32| f64::from(pixels) / scale;
    Some(WallPane {
        version,
        place: Share {
            x: mm(pane.x + left * pane.w),
            y: mm(pane.y + top * pane.h),
            w: mm((right - left) * pane.w),
            h: mm((bottom - top) * pane.h),
        },
        part: Share {
            x: f64::from((left - x) / w),
            y: f64::from((top - y) / h),
            w: f64::from((right - left) / w),
            h: f64::from((bottom - top) / h),
        },
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use image::Rgb;

    use super::*;
    use crate::measure::light::{Cells, LightFrame, LightWriter};
    use crate::prepare::cache::Cache;
    use crate::prepare::credentials::By;
    use crate::prepare::{Options, Outcome};
    use crate::rendition::Rendition;
    use crate::scrub::flashes::Light;
    use crate::timeline::{FilmTime, Rate};

    const LENGTH: FilmTime = FilmTime::from_secs(4);

    /// The wall of two versions on a day: the first is calm; the second flashes ten times a second
    /// and is cleared until the end of June.
    fn wall_on(day: &str, pictures: bool) -> Result<WallReport, String> {
        let folder = tempfile::tempdir().unwrap();
        let version = |id: &str, rights: &str| {
            format!("[[version]]\nid = \"{id}\"\ngeneration = \"g\"\ncard = 20\n{rights}\n")
        };
        let text = format!(
            "title = \"F\"\nlength = 4\n[[generation]]\nid = \"g\"\nname = \"G\"\n{}{}",
            version("calm", "name = \"Calm\""),
            version("wild", "name = \"Wild\"\nrights = { cleared = { until = \"2026-06-30\" } }"),
        );
        let exhibit = crate::exhibit::parse(&text, Path::new("e"), Path::new("")).unwrap().exhibit;
        let outcome = |version: usize| {
            let folder = folder.path().join(version.to_string());
            std::fs::create_dir(&folder).unwrap();
            let file = std::fs::File::create(folder.join(LIGHT)).unwrap();
            let mut light = LightWriter::new(file).unwrap();
            for frame in 0..80_i64 {
                let luminance = if version == 1 && frame % 2 == 1 { 0.9 } else { 0.05 };
                let cells = Cells::from_fn(|_, _| Light { luminance, red: 0.0 });
                let [start, end] = [frame, frame + 1].map(|at| FilmTime::from_millis(at * 50));
                light.write(&LightFrame { start, end, cells }).unwrap();
            }
            light.finish().unwrap();
            let rendition = Rendition::card(version as u16, Rate::whole(20), LENGTH);
            let prepared = Some(Prepared { folder, rendition });
            Outcome { version, prepared, problems: Vec::new(), fresh: false }
        };
        let outcomes = [outcome(0), outcome(1)];
        let options = Options { cache: folder.path().join("cache"), ..Options::default() };
        let cache = Cache::of(&options).unwrap();
        let given = Given {
            exhibit: &exhibit,
            outcomes: &outcomes,
            cache: &cache,
            by: By::of(&options),
            history: None,
            room: None,
            today: day.parse().unwrap(),
            now: jiff::Timestamp::UNIX_EPOCH,
            pictures,
        };
        report(&given, &Installation::default(), &[true, true])
    }

    #[test]
    fn what_is_not_played_today_does_not_flash_on_the_wall() {
        let wall = wall_on("2026-06-30", false).unwrap();
        let said = &wall.verdicts[0];
        assert_eq!((wall.flashes.general.flashes, said.level), (11, Level::Decision));
        assert!(said.what.contains("m, of Wild"), "{}", said.what);
        let wall = wall_on("2026-07-01", false).unwrap();
        assert_eq!((wall.flashes.general.flashes, wall.verdicts[0].level), (0, Level::Fine));
    }

    #[test]
    fn the_verdict_says_when_and_from_where_and_the_picture_shows_both_moments_and_what_flashes() {
        let wall = wall_on("2026-06-30", true).unwrap();
        let said = &wall.verdicts[0].what;
        assert!(said.contains("in the second from 00:0") && said.contains("seen from"), "{said}");
        let shown = wall.picture.unwrap();
        assert!(shown.shows.contains("darkest") && shown.shows.ends_with("outlined: Wild"));
        let picture = image::load_from_memory(&shown.data).unwrap().to_rgb8();
        assert!(picture.width() > 2 * 640 && picture.height() < 640);
        let warm = |x: u32| {
            let ember = |y: u32| {
                let Rgb([r, g, b]) = *picture.get_pixel(x, y);
                r > 150 && g < 170 && b < 120
            };
            (0..picture.height()).any(ember)
        };
        assert!((0..640).any(warm) && (660..picture.width()).any(warm));
    }

    #[test]
    fn the_worse_of_both_distances_is_told() {
        use crate::measure::flashes::{Flashes, Worst};
        let of = |changes, red| Flashes {
            general: Worst { changes, ..Worst::default() },
            red: Worst { changes: red, ..Worst::default() },
            seconds: vec![[changes, red]],
        };
        let worse = of(8, 1).or_worse(&of(3, 4));
        assert_eq!((worse.general.changes, worse.red.changes), (8, 4));
        assert_eq!(worse.seconds, [[8, 4]]);
    }
}
