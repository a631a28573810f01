//! The foot of the wall: title, version, shot and film time, whatever else is shown.

use super::{Align, Face, Scene, WordKey, Words};
use crate::render::palette;
use crate::show::View;
use crate::story;
use crate::wall::Rect;
use crate::wall::arrange::share_of;

/// Writes it; all but the time gives way to what invites, as much as `free` says.
pub fn say(scene: &Scene, free: f32, words: &mut Vec<Words>) {
    let slots = slots(scene);
    let size = (scene.layout.foot.line * 0.62).max(10.0);
    let line = story::status(scene.exhibit, scene.moment, scene.language);
    let [first, second] = rows(scene);
    // Figures change sixty times a second: the time has a box of its own, and nothing wobbles.
    let time_w = time_width(scene, size);
    let gap = size * 1.4;

    let shot = [line.run, format!("{} {}", line.shot, line.title)];
    let shot = shot.iter().filter(|part| !part.trim().is_empty());
    let shot = shot.map(String::as_str).collect::<Vec<_>>().join("   ");
    let alone = slots.title == slots.time;
    let side_w = if alone { slots.time.w * 0.33 } else { slots.time.w };
    let two_lines = scene.layout.foot.two_lines;
    let shot_w = if two_lines { slots.time.w * 0.6 } else { side_w - time_w - gap };
    let shot = scene.faces.shortened(Face::Sans, &shot, size, shot_w.max(1.0));
    let beside = slots.title == slots.version && !alone;
    let title_w = match (alone, two_lines) {
        (_, true) => slots.title.w - shot_w - gap,
        (true, false) => slots.title.w * 0.3,
        (false, _) if beside => slots.title.w * 0.45,
        (false, _) => slots.title.w,
    };
    let title = scene.faces.shortened(
        Face::Serif,
        &story::notes::title(scene.exhibit, scene.language),
        size * 1.12,
        title_w,
    );

    let version = version_and_date(scene);
    let sides = scene
        .faces
        .wide(Face::Serif, &title, size * 1.12)
        .max(scene.faces.wide(Face::Sans, &shot, size) + gap + time_w)
        + gap;
    let middle_w = match (alone, two_lines) {
        (_, true) => slots.version.w - time_w - gap,
        (true, false) => slots.version.w - 2.0 * sides,
        (false, _) if beside => slots.version.w * 0.5,
        (false, _) => slots.version.w,
    };
    let base = Words { opacity: free, ..Words::label(WordKey::Foot(0), "", size) };
    let at = |slot: &Rect, y: f32| (slot.x, slot.y + y);
    // Two faces on one line: this much lower, their feet are level.
    let (x, y) = at(&slots.title, second + size * 0.14);
    words.push(Words {
        text: title,
        face: Face::Serif,
        size: size * 1.12,
        x,
        y,
        width: slots.title.w,
        ..base.clone()
    });
    let (x, y) = at(&slots.version, first + size * 0.1);
    let version = scene.faces.shortened(Face::Sans, &version, size, middle_w.max(1.0));
    let free_w = middle_w.min(slots.version.w);
    let aside = if two_lines { 0.0 } else { to_divider(scene, &slots, &version, size, free_w) };
    let x = if beside { x } else { x + aside };
    words.push(Words {
        key: WordKey::Foot(1),
        text: version,
        colour: palette::BONE,
        align: match (two_lines, beside) {
            (true, _) => Align::Left,
            (false, true) => Align::Right,
            (false, false) => Align::Centre,
        },
        x,
        y,
        width: slots.version.w,
        ..base.clone()
    });
    let (x, y) = at(&slots.time, second + size * 0.1);
    let width = if two_lines { slots.time.w } else { slots.time.w - time_w - gap };
    words.push(Words {
        key: WordKey::Foot(2),
        text: shot,
        align: Align::Right,
        x,
        y,
        width,
        ..base.clone()
    });
    let (x, y) = at(&slots.time, first + size * 0.1);
    words.push(Words {
        key: WordKey::Foot(3),
        text: line.time,
        colour: palette::BONE,
        x: x + slots.time.w - time_w,
        y,
        width: time_w,
        align: if two_lines { Align::Right } else { Align::Left },
        opacity: 1.0,
        tabular: true,
        ..base
    });
}

/// How far the two names of duet are moved from the middle of their place, which has this much
/// room: so that what stands between them is beneath the divider, as far as there is room.
fn to_divider(scene: &Scene, slots: &Slots, names: &str, size: f32, room: f32) -> f32 {
    let share = share_of(View::Duet, scene.moment);
    let Some((held, _)) = names.split_once(BETWEEN).filter(|_| share > 0.0) else { return 0.0 };
    let wide = |text: &str| scene.faces.wide(Face::Sans, text, size);
    let all = wide(names);
    let large = scene.layout.large;
    let divider = large.x + large.w * scene.moment.divider as f32;
    let from_middle = wide(held) + wide(BETWEEN) / 2.0 - all / 2.0;
    let aside = divider - from_middle - slots.version.middle().0;
    let most = ((room - all) / 2.0).max(0.0);
    aside.clamp(-most, most) * share
}

/// Between the names of the two versions of duet.
const BETWEEN: &str = "   |   ";

/// Room for the film time.
pub fn time_width(scene: &Scene, size: f32) -> f32 {
    scene.faces.wide(Face::Sans, "00:00.00", size)
}

/// Where each of the words stands; all in one place on a single screen.
struct Slots {
    title: Rect,
    version: Rect,
    time: Rect,
}

fn slots(scene: &Scene) -> Slots {
    match scene.layout.foot.slots.as_slice() {
        [title, version, time, ..] => Slots { title: *title, version: *version, time: *time },
        [first, last] => Slots { title: *first, version: *first, time: *last },
        // Set to the edges of what hangs above.
        [one] => {
            let all = edges(scene, *one);
            Slots { title: all, version: all, time: all }
        }
        [] => Slots { title: Rect::default(), version: Rect::default(), time: Rect::default() },
    }
}

/// The edges of what hangs above the foot of a single screen, on the way from view to view.
pub fn edges(scene: &Scene, chorus: Rect) -> Rect {
    let Rect { y, h, .. } = chorus;
    let mut edges = Rect { x: 0.0, w: 0.0, y, h };
    for view in View::ALL {
        let share = share_of(view, scene.moment);
        let of = match view {
            View::Chorus => chorus,
            View::Story => scene.layout.story.ribbon,
            View::Solo | View::Duet | View::Strata | View::Card => scene.layout.large,
        };
        edges.x += of.x * share;
        edges.w += of.w * share;
    }
    edges
}

/// Where the first line stands and where the second, from the top of the foot.
fn rows(scene: &Scene) -> [f32; 2] {
    let foot = &scene.layout.foot;
    [0.0, if foot.two_lines { foot.line * 1.1 } else { 0.0 }]
}

/// The version, what it is mixed with or compared to; alone on the wall, also its date and its
/// place among the others.
fn version_and_date(scene: &Scene) -> String {
    let (exhibit, moment, language) = (scene.exhibit, scene.moment, scene.language);
    let line = story::status(exhibit, moment, language);
    let mixed = match line.mixed_with.as_str() {
        "" => String::new(),
        other => format!(" → {other}"),
    };
    let named = format!("{}{mixed}", line.version);
    // Where the key is held and nothing lies beneath, that is what is said.
    if let Some(opened) = moment.scrape.opened
        && opened.count == 1
        && opened.stop <= exhibit.versions.len()
    {
        return format!("{named}   {}", story::takes::not_kept(opened.stop, language));
    }
    match moment.view {
        View::Duet => {
            let held = story::version(exhibit, moment.held.saturating_sub(1), language).name;
            format!("{held}{BETWEEN}{named}")
        }
        View::Solo => match scene.version() {
            Some(index) => {
                let date = story::version(exhibit, index, language).date;
                let date = if date.is_empty() { date } else { format!("   {date}") };
                format!("{named}{date}   {}/{}", index + 1, exhibit.versions.len())
            }
            None => named,
        },
        View::Chorus | View::Story | View::Strata | View::Card => named,
    }
}
