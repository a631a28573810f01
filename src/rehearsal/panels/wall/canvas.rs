//! The wall as it hangs, to scale, and the hand on it.

use bevy_egui::egui::{
    self, Align2, Color32, FontId, Id, Key, Painter, Pos2, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, pos2, vec2,
};

use super::person::person;
use super::{WallView, WallWish};
use crate::installation::draft::snap::{Along, Guide};
use crate::installation::floor::{EYES_MM, TALL_MM};
use crate::installation::{Area, Rotation, Screen, ScreenView};
use crate::rehearsal::look::{Ink, between};

/// Neighbours draw a screen from within so many points.
const NEAR: f32 = 7.0;

/// How high the drawing may be, in points.
const HEIGHTS: std::ops::RangeInclusive<f32> = 150.0..=330.0;

/// The most of the panel's height that it may have.
const SHARE: f32 = 0.36;

/// Room for the measures beside the drawing, in points: left, above, right, below.
const MARGINS: (f32, f32, f32, f32) = (20.0, 20.0, 4.0, 16.0);

/// A step of an arrow key, in mm, and with Shift.
const STEPS_MM: (f64, f64) = (1.0, 10.0);

/// From millimetres of the wall to points of the window.
#[derive(Clone, Copy, Debug)]
struct Scale {
    corner: Pos2,
    origin: (f64, f64),
    per_mm: f64,
}

impl Scale {
    fn x(&self, mm: f64) -> f32 {
        self.corner.x + ((mm - self.origin.0) * self.per_mm) as f32
    }

    fn y(&self, mm: f64) -> f32 {
        self.corner.y + ((mm - self.origin.1) * self.per_mm) as f32
    }

    fn rect(&self, area: &Area) -> Rect {
        let corner = pos2(self.x(area.x), self.y(area.y));
        Rect::from_min_max(corner, pos2(self.x(area.right()), self.y(area.bottom())))
    }
}

/// Where the widget of a screen is known in the window.
pub fn id(screen: usize) -> Id {
    Id::new("screen of the drafted wall").with(screen)
}

/// Draws the wall and listens to the hand on it.
pub fn canvas(ui: &mut Ui, view: &WallView, ink: Ink, wishes: &mut Vec<WallWish>) {
    let frame = &view.sheet.frame;
    let (left, above, right, below) = MARGINS;
    let inner = f64::from((ui.available_width() - left - right).max(40.0));
    let high = (frame.height / frame.width.max(1.0) * inner) as f32 + above + below;
    // In a low window the numbers want to be seen as well.
    let most = (ui.available_height() * SHARE).clamp(*HEIGHTS.start(), *HEIGHTS.end());
    let size = vec2(ui.available_width(), high.clamp(*HEIGHTS.start(), most));
    let (sheet, ground) = ui.allocate_exact_size(size, Sense::CLICK);
    let room = (inner, f64::from(size.y - above - below));
    let per_mm = (room.0 / frame.width.max(1.0)).min(room.1 / frame.height.max(1.0));
    let drawn = vec2((frame.width * per_mm) as f32, (frame.height * per_mm) as f32);
    let spare = vec2(room.0 as f32, room.1 as f32) - drawn;
    let corner = sheet.min + vec2(left, above) + spare / 2.0;
    let scale = Scale { corner, origin: (frame.x, frame.y), per_mm };
    let painter = ui.painter_at(sheet);
    room_around(&painter, view, scale, ink);
    for (index, screen) in view.screens.iter().enumerate() {
        let hand = ui.interact(
            scale.rect(&screen.housing()).intersect(sheet),
            id(index),
            Sense::click_and_drag(),
        );
        touch(ui, view, index, &hand, per_mm, wishes);
        draw(&painter, view, index, (scale, &hand), ink);
    }
    for guide in &view.guides {
        guide_line(&painter, guide, scale, ink);
    }
    if ground.clicked() && !view.selected.is_empty() {
        wishes.push(WallWish::SelectNone);
    }
}

/// What the hand and the keys do with one screen.
fn touch(
    ui: &Ui,
    view: &WallView,
    index: usize,
    hand: &Response,
    per_mm: f64,
    wishes: &mut Vec<WallWish>,
) {
    let is_selected = view.selected.contains(&index);
    hand.widget_info(|| {
        let name = &view.screens[index].name;
        egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, true, is_selected, name)
    });
    let modifiers = ui.input(|input| input.modifiers);
    if hand.clicked() || hand.drag_started() {
        hand.request_focus();
    }
    if hand.clicked() {
        wishes.push(WallWish::Select { screen: index, more: modifiers.shift || modifiers.command });
    } else if hand.gained_focus() && walked(ui) && !is_selected {
        wishes.push(WallWish::Select { screen: index, more: false });
    }
    if let Some(moved) = hand.total_drag_delta() {
        let near = if modifiers.alt { 0.0 } else { f64::from(NEAR) / per_mm };
        let (across, down) = (f64::from(moved.x) / per_mm, f64::from(moved.y) / per_mm);
        wishes.push(WallWish::Drag { screen: index, across, down, near });
    }
    if hand.drag_stopped() {
        wishes.push(WallWish::Drop);
    }
    if hand.has_focus() {
        let filter = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(hand.id, filter));
        typed(ui, wishes);
    }
}

/// The focus came by a key, or by what reads the panel aloud, and not by a click, which selects by
/// itself.
fn walked(ui: &Ui) -> bool {
    let asked = |event: &egui::Event| matches!(event, egui::Event::AccessKitActionRequest(_));
    ui.input(|input| input.key_pressed(Key::Tab) || input.events.iter().any(asked))
}

/// The keys of the screen that has the focus.
fn typed(ui: &Ui, wishes: &mut Vec<WallWish>) {
    let events = ui.input(|input| input.events.clone());
    for event in events {
        let egui::Event::Key { key, pressed: true, repeat, modifiers, .. } = event else {
            continue;
        };
        let step = if modifiers.shift { STEPS_MM.1 } else { STEPS_MM.0 };
        let nudge = |across: f64, down: f64| WallWish::Nudge { across, down, repeat };
        match key {
            Key::ArrowLeft => wishes.push(nudge(-step, 0.0)),
            Key::ArrowRight => wishes.push(nudge(step, 0.0)),
            Key::ArrowUp => wishes.push(nudge(0.0, -step)),
            Key::ArrowDown => wishes.push(nudge(0.0, step)),
            Key::A if modifiers.command => wishes.push(WallWish::SelectAll),
            Key::Delete => wishes.push(WallWish::Remove),
            _ => {}
        }
    }
}

/// The floor, the person, the height of the eyes, the controller and the measures of the whole.
fn room_around(painter: &Painter, view: &WallView, scale: Scale, ink: Ink) {
    let sheet = &view.sheet;
    let clip = painter.clip_rect();
    let small = FontId::proportional(10.5);
    let fine = Stroke::new(1.0, ink.shade);
    let (feet, tall) = (pos2(scale.x(sheet.person), scale.y(sheet.floor)), TALL_MM * scale.per_mm);
    person(painter, feet, tall as f32, between(ink.ground, ink.ash, 0.30));
    let eyes = scale.y(sheet.eyes());
    let line = [pos2(scale.x(sheet.frame.x), eyes), pos2(scale.x(sheet.frame.right()), eyes)];
    painter.extend(Shape::dashed_line(
        &line,
        Stroke::new(1.0, between(ink.ground, ink.ash, 0.30)),
        2.0,
        4.0,
    ));
    if sheet.floor <= sheet.frame.bottom() + 1.0 {
        let y = scale.y(sheet.floor);
        painter.hline(clip.x_range(), y, Stroke::new(1.0, ink.ash));
        let text = format!("eyes {EYES_MM} mm above the floor");
        let place = pos2(clip.right() - 2.0, y + 2.0);
        painter.text(place, Align2::RIGHT_TOP, text, small.clone(), ink.shade_text());
    }
    let (x, y) = view.controller_mm;
    let controller = pos2(scale.x(x), scale.y(y));
    painter.circle_stroke(controller, 3.5, Stroke::new(1.0, ink.ember));
    painter.circle_filled(controller, 1.2, ink.ember);
    // The measures of all pictures together.
    let wall = scale.rect(&sheet.wall);
    let (above, beside) = (scale.y(sheet.frame.y).min(wall.top()) - 8.0, wall.left() - 10.0);
    let above = above.max(clip.top() + 7.0).max(wall.top() - 60.0);
    dimension(painter, [pos2(wall.left(), above), pos2(wall.right(), above)], fine);
    let across = format!("{} mm", whole(sheet.wall.width));
    label_on(painter, pos2(wall.center().x, above), &across, ink, false);
    dimension(painter, [pos2(beside, wall.top()), pos2(beside, wall.bottom())], fine);
    let down = format!("{} mm", whole(sheet.wall.height));
    label_on(painter, pos2(beside, wall.center().y), &down, ink, true);
}

impl Ink {
    /// Text that is there to be found, not to be read first.
    fn shade_text(self) -> Color32 {
        between(self.ground, self.ash, 0.72)
    }
}

/// To the tenth of a millimetre, where there is one.
fn whole(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}

/// A measured length: a line with strokes across its ends.
fn dimension(painter: &Painter, ends: [Pos2; 2], stroke: Stroke) {
    painter.line_segment(ends, stroke);
    for end in ends {
        painter.line_segment([end + vec2(-2.5, 2.5), end + vec2(2.5, -2.5)], stroke);
    }
}

/// A number that interrupts its line.
fn label_on(painter: &Painter, at: Pos2, text: &str, ink: Ink, upwards: bool) {
    let galley =
        painter.layout_no_wrap(text.to_owned(), FontId::proportional(10.5), ink.shade_text());
    let size = galley.size();
    let (wide, corner, angle) = match upwards {
        true => (
            vec2(size.y, size.x),
            at + vec2(-size.y / 2.0, size.x / 2.0),
            -std::f32::consts::FRAC_PI_2,
        ),
        false => (size, at - size / 2.0, 0.0),
    };
    let gap = if upwards { vec2(0.0, 6.0) } else { vec2(6.0, 0.0) };
    painter.rect_filled(Rect::from_center_size(at, wide + gap), 0.0, ink.ground);
    painter.add(egui::epaint::TextShape::new(corner, galley, ink.shade_text()).with_angle(angle));
}

/// One screen: its rim, its picture, what it is called, shows and hangs on.
fn draw(
    painter: &Painter,
    view: &WallView,
    index: usize,
    (scale, hand): (Scale, &Response),
    ink: Ink,
) {
    let screen = &view.screens[index];
    let is_selected = view.selected.contains(&index);
    let wrong = view.troubles.iter().any(|one| one.is_error && one.screens.contains(&index));
    let (housing, picture) = (scale.rect(&screen.housing()), scale.rect(&screen.area()));
    painter.rect_filled(housing, 1.0, between(ink.ground, ink.ash, 0.24));
    let lit = match (is_selected, hand.hovered()) {
        (true, _) => between(ink.glass, ink.ember, 0.12),
        (false, true) => between(ink.glass, ink.ash, 0.10),
        (false, false) => ink.glass,
    };
    painter.rect_filled(picture, 0.0, lit);
    let edge = match (wrong, is_selected) {
        (true, _) => Stroke::new(1.5, ink.wrong),
        (false, true) => Stroke::new(1.5, ink.ember),
        (false, false) => Stroke::new(1.0, between(ink.ground, ink.ash, 0.55)),
    };
    painter.rect_stroke(picture, 0.0, edge, StrokeKind::Inside);
    if hand.has_focus() {
        painter.rect_stroke(
            housing.expand(2.5),
            2.0,
            Stroke::new(1.0, ink.bone),
            StrokeKind::Outside,
        );
    }
    top_mark(painter, picture, screen.rotation, ink);
    let inside = painter.with_clip_rect(picture.shrink(2.0).intersect(painter.clip_rect()));
    words(&inside, picture, screen, is_selected, ink);
}

/// A short bar along the side that was the screen's top before it was turned.
fn top_mark(painter: &Painter, picture: Rect, rotation: Rotation, ink: Ink) {
    let (at, along) = match rotation {
        Rotation::Upright => return,
        Rotation::Clockwise => (picture.right_center() - vec2(2.0, 0.0), vec2(0.0, 1.0)),
        Rotation::UpsideDown => (picture.center_bottom() - vec2(0.0, 2.0), vec2(1.0, 0.0)),
        Rotation::Anticlockwise => (picture.left_center() + vec2(2.0, 0.0), vec2(0.0, 1.0)),
    };
    let half = along * (picture.size() * along).length() * 0.18;
    let stroke = Stroke::new(2.0, between(ink.ground, ink.ash, 0.75));
    painter.line_segment([at - half, at + half], stroke);
}

fn words(painter: &Painter, picture: Rect, screen: &Screen, is_selected: bool, ink: Ink) {
    let room = picture.size() - vec2(6.0, 6.0);
    let name = if is_selected { ink.bone } else { between(ink.ash, ink.bone, 0.4) };
    let mut lines = vec![(screen.name.clone(), 12.0, name)];
    if let Some(view) = screen.view {
        lines.push((view_word(view).to_owned(), 10.5, ink.clay));
    }
    if let Some(output) = &screen.output {
        lines.push((output.clone(), 10.5, ink.ash));
    }
    let mut galleys = Vec::new();
    let mut high = 0.0;
    for (text, size, colour) in lines {
        // A long name on a narrow screen is written smaller before it is cut.
        let fits = |size: &f32| {
            let font = FontId::proportional(*size);
            painter.layout_no_wrap(text.clone(), font, colour).size().x <= room.x
        };
        let size = [size, 10.5, 9.0].into_iter().find(fits).unwrap_or(9.0);
        let font = FontId::proportional(size);
        let mut job = egui::text::LayoutJob::simple_singleline(text.clone(), font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room.x.max(0.0));
        let galley = painter.layout_job(job);
        // Of a word that is cut to a letter or two nobody has anything.
        let of_use = (!galley.elided || galley.size().x > 10.0) && high + galley.size().y <= room.y;
        if !of_use {
            break;
        }
        high += galley.size().y;
        galleys.push((galley, colour));
    }
    let mut y = picture.center().y - high / 2.0;
    for (galley, colour) in galleys {
        let size = galley.size();
        painter.galley(pos2(picture.center().x - size.x / 2.0, y), galley, colour);
        y += size.y;
    }
}

/// A view as it is written in the file.
pub fn view_word(view: ScreenView) -> &'static str {
    match view {
        ScreenView::Chorus => "chorus",
        ScreenView::Solo => "solo",
        ScreenView::Story => "story",
        ScreenView::Duet => "duet",
        ScreenView::Strata => "strata",
        ScreenView::Card => "card",
    }
}

fn guide_line(painter: &Painter, guide: &Guide, scale: Scale, ink: Ink) {
    let stroke = Stroke::new(1.0, ink.ember);
    match *guide {
        Guide::Line { along: Along::Across, at, from, to } => {
            let x = scale.x(at);
            painter
                .line_segment([pos2(x, scale.y(from) - 6.0), pos2(x, scale.y(to) + 6.0)], stroke);
        }
        Guide::Line { along: Along::Down, at, from, to } => {
            let y = scale.y(at);
            painter
                .line_segment([pos2(scale.x(from) - 6.0, y), pos2(scale.x(to) + 6.0, y)], stroke);
        }
        Guide::Gap { along: Along::Across, from, to, at } => {
            let y = scale.y(at);
            dimension(painter, [pos2(scale.x(from), y), pos2(scale.x(to), y)], stroke);
        }
        Guide::Gap { along: Along::Down, from, to, at } => {
            let x = scale.x(at);
            dimension(painter, [pos2(x, scale.y(from)), pos2(x, scale.y(to))], stroke);
        }
    }
}
