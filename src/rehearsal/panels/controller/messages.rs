//! What came last: when, what it means, and the message itself.

use bevy_egui::egui;
use egui::{Rect, Ui, pos2, vec2};

use super::{ControllerView, MessageLine};
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{figures, fitted, head, sentence};

const LINE: f32 = 20.0;
const AGE: f32 = 42.0;
/// The message takes this share of what its age leaves.
const MESSAGE: f32 = 0.43;

/// Draws the newest messages.
pub fn messages(ui: &mut Ui, ink: Ink, view: &ControllerView) {
    head(ui, "What arrives");
    if view.messages.is_empty() {
        let said =
            "Nothing yet. Move a control: it is seen here, whether the profile knows it or not.";
        sentence(ui, said, 12.5, ink.ash);
        return;
    }
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    view.messages.iter().for_each(|message| line(ui, ink, message));
    ui.spacing_mut().item_spacing.y = spacing;
}

fn line(ui: &mut Ui, ink: Ink, message: &MessageLine) {
    let size = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let (means, rest) = if message.unknown { (ink.ember, ink.ember) } else { (ink.bone, ink.ash) };
    let right = pos2(rect.left() + AGE - 10.0, rect.center().y);
    figures(ui.painter(), right, &age(message.age_ms), 12.0, ink.ash);
    let free = rect.width() - AGE;
    let top = rect.top() + 2.0;
    let middle = rect.right() - free * MESSAGE;
    let meaning =
        Rect::from_min_max(pos2(rect.left() + AGE, top), pos2(middle - 6.0, rect.bottom()));
    fitted(ui, meaning, &message.means, 13.0, means, 1);
    let short = match message.count {
        1 => message.short.clone(),
        many => format!("{}  ×{many}", message.short),
    };
    let own = Rect::from_min_max(pos2(middle, top + 1.0), rect.max);
    fitted(ui, own, &short, 11.5, rest, 1);
    let times =
        if message.count > 1 { format!(", {} times", message.count) } else { String::new() };
    let spoken = format!("{}{times}: {}", message.says, message.means);
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, spoken.as_str()));
    response.on_hover_text(spoken);
}

/// How long ago, as short as it is still exact enough.
fn age(ms: u64) -> String {
    match ms {
        0..10_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        10_000..100_000 => format!("{} s", ms / 1000),
        100_000..6_000_000 => format!("{} min", ms / 60_000),
        _ => format!("{} h", ms / 3_600_000),
    }
}
