//! How all versions together flash on the wall that they are to hang on: where each of its panes
//! hangs in millimetres, and what is seen in it.

use image::RgbImage;
use image::imageops::{FilterType, overlay, resize};

use super::super::data::{Level, PICTURES, Thumbnail, Topic, Verdict, WallReport};
use super::version::flashing;
use super::{Given, pictures, verdicts};
use crate::exhibit::Exhibit;
use crate::installation::{Area, Installation, ScreenView};
use crate::measure::flashes::{Area as Share, WallPane, of_wall};
use crate::prepare::analysis::{LIGHT, read};
use crate::prepare::findings::Findings;
use crate::rendition::Prepared;
use crate::show::View;
use crate::timeline::FilmTime;
use crate::wall::framing::{fit, picture_in_pane, share};
use crate::wall::{Part, Rect, Wall};

/// How wide the picture of a wall is, in pixels.
const WIDE: f64 = 960.0;

/// The wall's flashes, and the picture of its worst second.
///
/// # Errors
/// A version's light cannot be read; in words.
pub(super) fn report(
    given: &Given,
    room: &Installation,
    findings: &[Option<Findings>],
) -> Result<WallReport, String> {
    let exhibit = given.exhibit;
    let prepared: Vec<Option<&Prepared>> =
        given.outcomes.iter().map(|outcome| outcome.prepared.as_ref()).collect();
    let measured = |version: usize| findings[version].is_some();
    let all = panes(exhibit, room, &prepared);
    let hung: Vec<usize> = (0..exhibit.versions.len()).filter(|index| measured(*index)).collect();
    let place = |version: usize| hung.iter().position(|known| *known == version);
    let panes: Vec<WallPane> = all
        .iter()
        .filter_map(|pane| Some(WallPane { version: place(pane.version)?, ..*pane }))
        .collect();
    if panes.is_empty() {
        return Err("none of its versions is prepared".to_owned());
    }
    let light = |version: &usize| {
        let folder = &prepared[*version].ok_or("it is not prepared")?.folder;
        read(&folder.join(LIGHT)).map_err(|why| why.to_string())
    };
    let lights = hung.iter().map(light).collect::<Result<Vec<_>, String>>()?;
    let found = of_wall(&panes, room.viewing_distance_mm, lights, exhibit.length)
        .map_err(|why| why.to_string())?;
    let assumed = given.room.is_none();
    let hangs = if assumed { "an assumed wall" } else { "the wall as it hangs" };
    let kinds = [("general", &found.general), ("red", &found.red)];
    let mut verdicts: Vec<Verdict> = kinds
        .into_iter()
        .filter_map(|(kind, worst)| {
            let names = worst.versions.iter().map(|at| exhibit.called(hung[*at], "en"));
            let names: Vec<String> = names.collect();
            let of = format!("{hangs}, of {}", names.join(", "));
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
    let worst = if found.red.changes > found.general.changes { &found.red } else { &found.general };
    let at = worst.from;
    let picture = (given.pictures && worst.changes > 0)
        .then(|| composed(room, &all, &prepared, at))
        .flatten()
        .and_then(|picture| {
            let data = pictures::jpeg(&picture)?;
            let shows = format!("The wall in the second from {at}");
            Some(Thumbnail { file: format!("{PICTURES}/wall.jpg"), at_ns: at.0, shows, data })
        });
    Ok(WallReport {
        view: View::of(room.running.view).name().to_owned(),
        installation: room.file.as_ref().map(|file| file.display().to_string()),
        viewing_distance_mm: room.viewing_distance_mm,
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
         version on it, seen from {:.1} m.",
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
        let newest = count.saturating_sub(1);
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
            all.extend(seen(version, &rect, picture_in_pane(&fitted), canvas.scale));
        }
    }
    all
}

/// The visible part of a picture that lies so in its pane.
fn seen(version: usize, pane: &Rect, [x, y, w, h]: [f32; 4], scale: f64) -> Option<WallPane> {
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

/// The wall as it looks at a film time, small.
fn composed(
    room: &Installation,
    panes: &[WallPane],
    prepared: &[Option<&Prepared>],
    at: FilmTime,
) -> Option<RgbImage> {
    let canvas = room.canvas();
    let (width, height) =
        (f64::from(canvas.size.0) / canvas.scale, f64::from(canvas.size.1) / canvas.scale);
    let scale = WIDE / width;
    let mut all = RgbImage::new(WIDE as u32, ((height * scale).round() as u32).max(1));
    for pane in panes {
        let Some(picture) = prepared
            .get(pane.version)
            .and_then(|prepared| pictures::picture(prepared.as_ref()?, at))
        else {
            continue;
        };
        let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
        let part = image::imageops::crop_imm(
            &picture,
            (pane.part.x * w) as u32,
            (pane.part.y * h) as u32,
            ((pane.part.w * w) as u32).max(1),
            ((pane.part.h * h) as u32).max(1),
        )
        .to_image();
        let size = |mm: f64| ((mm * scale).round() as u32).max(1);
        let part = resize(&part, size(pane.place.w), size(pane.place.h), FilterType::Triangle);
        let place = |mm: f64| (mm * scale).round() as i64;
        overlay(&mut all, &part, place(pane.place.x), place(pane.place.y));
    }
    Some(all)
}
