//! The film beneath the wall: its shots as pictures, the playhead, and what moves it.

use bevy_egui::egui::{self, Align2, Color32, FontId, Rect, Sense, TextureId, Vec2, pos2, vec2};

use crate::render::palette;
use crate::show::{Looping, ShowCommand};
use crate::timeline::{FilmTime, Speed};

use super::{Wish, arrows};
use crate::rehearsal::look::colour;

/// Height of the strip of shots, in points.
const STRIP: f32 = 40.0;
/// Room about the strip for the marks of the loop and the playhead.
const MARGIN: f32 = 5.0;
/// What the shuttle's whole way means, in times normal speed.
const FASTEST: f32 = 4.0;

/// What the panel shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TransportView {
    /// Film time.
    pub film: FilmTime,
    /// How fast the playhead runs.
    pub speed: Speed,
    /// The film's length.
    pub length: FilmTime,
    /// Where the loop begins.
    pub loop_in: FilmTime,
    /// Where it ends.
    pub loop_out: FilmTime,
    /// Whether a shot loops, a part, or the film.
    pub looping: Looping,
    /// The shots, in film order.
    pub shots: Vec<ShotMark>,
}

/// A shot on the bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShotMark {
    /// Where it begins.
    pub start: FilmTime,
    /// Where it ends.
    pub end: FilmTime,
    /// Its title.
    pub title: String,
    /// A picture from it, and how wide that is for its height; none until it is there.
    pub picture: Option<(TextureId, f32)>,
}

/// Draws the panel.
pub fn transport(ui: &mut egui::Ui, view: &TransportView, wishes: &mut Vec<Wish>) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        keys(ui, view, wishes);
        ui.add_space(8.0);
        let time = egui::RichText::new(view.film.to_string()).monospace().size(14.0);
        ui.label(time.color(colour(palette::BONE)))
            .on_hover_text(format!("film time, of {}", view.length));
        ui.add_space(8.0);
        let aside = 222.0;
        strip(ui, view, (ui.available_width() - aside).max(80.0), wishes);
        ui.add_space(8.0);
        shuttle(ui, view, wishes);
        again(ui, view, wishes);
    });
}

/// What loops: a shot, or a part between two places, which players call A and B.
fn again(ui: &mut egui::Ui, view: &TransportView, wishes: &mut Vec<Wish>) {
    for (sign, name, command) in
        [("A", "Loop from here", ShowCommand::LoopFrom), ("B", "Loop to here", ShowCommand::LoopTo)]
    {
        let end = ui.add_sized(vec2(22.0, 22.0), egui::Button::new(sign));
        end.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
        if end.on_hover_text(format!("{name} ({sign})")).clicked() {
            wishes.push(command.into());
        }
    }
    let word = if view.looping == Looping::Part { "Loop part" } else { "Loop shot" };
    let lit = view.looping != Looping::Film;
    if ui.selectable_label(lit, word).on_hover_text("O").clicked() {
        wishes.push(ShowCommand::ToggleLoop.into());
    }
}

/// The keys of a player: what each does is said when the pointer rests on it.
fn keys(ui: &mut egui::Ui, view: &TransportView, wishes: &mut Vec<Wish>) {
    let running = view.speed != Speed::STILL;
    let play = if running { ("⏸", "Pause") } else { ("▶", "Play") };
    for ((sign, name), key, command) in [
        (("⏮", "Previous shot"), "Page Up", ShowCommand::JumpShot(-1)),
        (("⏴", "One frame back"), ",", ShowCommand::Jog(-1)),
        (play, "Space", ShowCommand::TogglePlay),
        (("⏵", "One frame on"), ".", ShowCommand::Jog(1)),
        (("⏭", "Next shot"), "Page Down", ShowCommand::JumpShot(1)),
    ] {
        let button = egui::Button::new(egui::RichText::new(sign).size(15.0)).frame(false);
        let button = ui.add_sized(vec2(26.0, 30.0), button);
        // Its sign says nothing to those who hear the window.
        button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
        if button.on_hover_text(format!("{name} ({key})")).clicked() {
            wishes.push(command.into());
        }
    }
}

/// The film from left to right.
fn strip(ui: &mut egui::Ui, view: &TransportView, width: f32, wishes: &mut Vec<Wish>) {
    let size = vec2(width, STRIP + 2.0 * MARGIN);
    let (response, painter) = ui.allocate_painter(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Slider, true, "Film"));
    let bar = response.rect.shrink2(vec2(0.0, MARGIN));
    let length = view.length.0.max(1) as f64;
    let x_of = |film: FilmTime| {
        let share = (film.0 as f64 / length).clamp(0.0, 1.0);
        egui::lerp(bar.left()..=bar.right(), share as f32)
    };
    painter.rect_filled(bar, 2.0, ui.visuals().faint_bg_color);
    for shot in &view.shots {
        let area = Rect::from_x_y_ranges(x_of(shot.start)..=x_of(shot.end), bar.y_range());
        let looped = shot.start < view.loop_out && shot.end > view.loop_in;
        draw_shot(&painter.with_clip_rect(area), area, shot, looped);
        let font = FontId::proportional(10.5);
        let left = area.left() + shot.picture.map_or(0.0, |(_, wide)| wide * STRIP) + 6.0;
        // A title that has no room is said when the pointer rests on its shot.
        let title = ui.fonts_mut(|fonts| {
            fonts.layout_no_wrap(shot.title.clone(), font, colour(palette::ASH))
        });
        if left + title.size().x + 4.0 < area.right() {
            let at = pos2(left, area.center().y - title.size().y / 2.0);
            painter.galley(at, title, colour(palette::ASH));
        }
        if shot.start > FilmTime::ZERO {
            painter.vline(area.left(), bar.y_range(), (1.0, colour(palette::GROUND)));
        }
    }
    if view.loop_in > FilmTime::ZERO || view.loop_out < view.length {
        let y = bar.bottom() + 2.5;
        let ends = x_of(view.loop_in)..=x_of(view.loop_out);
        painter.hline(ends, y, (2.0, colour(palette::CLAY)));
    }
    let (x, ember) = (x_of(view.film), colour(palette::EMBER));
    painter.vline(x, response.rect.y_range(), (1.5, ember));
    painter.circle_filled(pos2(x, response.rect.top() + 3.0), 3.0, ember);
    if response.has_focus() {
        painter.rect_stroke(bar, 2.0, (1.0, ember), egui::StrokeKind::Outside);
    }
    match arrows(ui, &response) {
        0 => {}
        by => wishes.push(ShowCommand::JumpShot(by).into()),
    }
    let share_of = |at: egui::Pos2| f64::from((at.x - bar.left()) / bar.width().max(1.0));
    let film_of = |at: egui::Pos2| FilmTime((share_of(at).clamp(0.0, 1.0) * length) as i64);
    if let Some(at) = response.interact_pointer_pos() {
        wishes.push(ShowCommand::JumpTo(film_of(at)).into());
    }
    let under = response.hover_pos().map(film_of);
    let shot = under
        .and_then(|film| view.shots.iter().find(|shot| (shot.start..shot.end).contains(&film)));
    if let (Some(film), Some(shot)) = (under, shot) {
        response.on_hover_ui_at_pointer(|ui| {
            if let Some((picture, wide)) = shot.picture {
                let size = vec2(108.0 * wide, 108.0);
                ui.image(egui::load::SizedTexture::new(picture, size));
            }
            ui.label(&shot.title);
            ui.label(film.to_string());
        });
    }
}

fn draw_shot(painter: &egui::Painter, area: Rect, shot: &ShotMark, looped: bool) {
    let Some((picture, wide)) = shot.picture else { return };
    let size = vec2(wide * STRIP, STRIP);
    let light = if looped { 255 } else { 96 };
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(picture, Rect::from_min_size(area.min, size), whole, Color32::from_gray(light));
}

/// A lever that springs back: the playhead runs as fast as it is turned, and as before when it is
/// let go.
fn shuttle(ui: &mut egui::Ui, view: &TransportView, wishes: &mut Vec<Wish>) {
    let (response, painter) = ui.allocate_painter(vec2(78.0, 42.0), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Slider, true, "Shuttle"));
    let rect = response.rect.shrink2(vec2(4.0, 0.0));
    let before = response.id.with("before");
    if response.drag_started() {
        ui.data_mut(|data| data.insert_temp(before, view.speed));
    }
    let mut knob = (view.speed.get() as f32 / 1000.0 / FASTEST).clamp(-1.0, 1.0);
    if response.dragged()
        && let Some(at) = response.interact_pointer_pos()
    {
        knob = ((at.x - rect.center().x) / (rect.width() / 2.0)).clamp(-1.0, 1.0);
        // Slow speeds have most of the way.
        let speed = knob * knob.abs() * FASTEST * 1000.0;
        wishes.push(ShowCommand::Shuttle(Speed::thousandths(speed as i32)).into());
    } else {
        knob = knob.signum() * knob.abs().sqrt();
    }
    if response.drag_stopped() {
        let speed = ui.data(|data| data.get_temp(before)).unwrap_or(Speed::STILL);
        wishes.push(ShowCommand::Shuttle(speed).into());
    }
    match arrows(ui, &response) {
        0 => {}
        by => wishes.push(ShowCommand::ShuttleStep(by).into()),
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 3.0, (1.0, colour(palette::EMBER)), egui::StrokeKind::Outside);
    }
    let middle = rect.center();
    painter.hline(rect.x_range(), middle.y, (2.0, ui.visuals().widgets.inactive.bg_fill));
    painter.vline(middle.x, middle.y - 5.0..=middle.y + 5.0, (1.0, colour(palette::SHADE)));
    let at = middle + Vec2::new(knob * rect.width() / 2.0, 0.0);
    painter.line_segment([middle, at], (2.0, colour(palette::CLAY)));
    painter.circle_filled(at, 5.0, colour(palette::ASH));
    let said = format!("{:+.1}×", f64::from(view.speed.get()) / 1000.0);
    let font = FontId::proportional(9.5);
    let place = pos2(middle.x, rect.bottom());
    painter.text(place, Align2::CENTER_BOTTOM, said, font, colour(palette::ASH));
    response.on_hover_text("Shuttle: pull to either side; it springs back (J K L)");
}
