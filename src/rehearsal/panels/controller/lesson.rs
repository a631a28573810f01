//! Learning: one gesture, and the control does something; the profile is shown before it is saved.

use bevy_egui::egui;
use egui::{Button, RichText, Ui, vec2};

use super::{ControllerView, ControllerWish, DraftView, LessonView};
use crate::controller::profile::Does;
use crate::rehearsal::look::Ink;
use crate::rehearsal::look::forms::{head, sentence};

/// The text of a profile is shown up to this height.
const TEXT: f32 = 190.0;

/// Draws what is learned, and what was.
pub fn lesson(ui: &mut Ui, ink: Ink, view: &ControllerView, wishes: &mut Vec<ControllerWish>) {
    head(ui, "Learning");
    match &view.lesson {
        LessonView::Idle => idle(ui, ink, view, wishes),
        LessonView::Listening { messages, from, paused } => {
            listening(ui, ink, *messages, from.as_deref(), *paused);
            ask(ui, "Stop", ControllerWish::StopLearning, wishes);
        }
        LessonView::Puzzled(why) => {
            sentence(ui, why, 13.0, ink.ember);
            ui.horizontal(|ui| {
                ask(ui, "Try again", ControllerWish::Learn, wishes);
                ask(ui, "Stop", ControllerWish::StopLearning, wishes);
            });
        }
        LessonView::Learned { control, how, choices, does } => {
            learned(ui, ink, (control, how), choices, *does, wishes);
        }
    }
    if let Some(draft) = &view.draft {
        profile(ui, ink, draft, wishes);
    }
}

fn ask(ui: &mut Ui, text: &str, wish: ControllerWish, wishes: &mut Vec<ControllerWish>) {
    if ui.add(Button::new(RichText::new(text).size(13.0))).clicked() {
        wishes.push(wish);
    }
}

fn idle(ui: &mut Ui, ink: Ink, view: &ControllerView, wishes: &mut Vec<ControllerWish>) {
    let is_here = view.ports.iter().any(|port| port.here);
    let button = Button::new(RichText::new("Learn a control").size(13.0));
    if ui.add_enabled(is_here, button).clicked() {
        wishes.push(ControllerWish::Learn);
    }
    let help = if is_here {
        "Then move one control. It does what it most likely shall, at once; you can choose something \
         else."
    } else {
        "Connect a controller first: what it sends is learned from one movement."
    };
    sentence(ui, help, 12.5, ink.ash);
}

fn listening(ui: &mut Ui, ink: Ink, messages: usize, from: Option<&str>, paused: f32) {
    sentence(ui, "Move one control now", 17.0, ink.ember);
    let how = "A key: press it once. A dial: three clicks right, three back. A fader: all the way up \
               and back down. The picture stays where it is meanwhile.";
    sentence(ui, how, 12.5, ink.ash);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 6.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 3.0, ink.raised);
    let mut done = rect;
    done.set_width(rect.width() * paused.clamp(0.0, 1.0));
    ui.painter().rect_filled(done, 3.0, ink.ember);
    let so_far = match (messages, from) {
        (0, _) | (_, None) => "Nothing came yet".to_owned(),
        (1, Some(port)) => format!("1 message of {port}; pause, and it is learned"),
        (many, Some(port)) => format!("{many} messages of {port}; pause, and it is learned"),
    };
    let said = so_far.clone();
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::WidgetType::ProgressIndicator, true, said.as_str())
    });
    sentence(ui, &so_far, 12.5, ink.bone);
}

fn learned(
    ui: &mut Ui,
    ink: Ink,
    (control, how): (&str, &str),
    choices: &[(String, Does)],
    does: Does,
    wishes: &mut Vec<ControllerWish>,
) {
    let now = choices.iter().find(|(_, choice)| *choice == does);
    let now = now.map_or("nothing", |(words, _)| words.as_str());
    sentence(ui, &format!("\"{control}\" now does this: {now}"), 15.0, ink.bone);
    sentence(ui, how, 12.0, ink.ash);
    if choices.len() > 1 {
        sentence(ui, "Or, in its place:", 12.5, ink.ash);
    }
    ui.horizontal_wrapped(|ui| {
        for (words, choice) in choices {
            let text = RichText::new(words).size(12.5);
            let chosen = *choice == does;
            if ui.add(Button::selectable(chosen, text).frame_when_inactive(true)).clicked()
                && !chosen
            {
                wishes.push(ControllerWish::Teach(*choice));
            }
        }
    });
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        ask(ui, "Learn another control", ControllerWish::Learn, wishes);
        ask(ui, "Leave it out", ControllerWish::LeaveOut, wishes);
        ask(ui, "Done", ControllerWish::StopLearning, wishes);
    });
}

/// The profile that is at work and not saved.
fn profile(ui: &mut Ui, ink: Ink, draft: &DraftView, wishes: &mut Vec<ControllerWish>) {
    ui.add_space(8.0);
    match &draft.written {
        Some(Ok(next)) => {
            sentence(ui, &format!("Written to {}", draft.file), 13.0, ink.bone);
            sentence(ui, next, 12.5, ink.ash);
            ask(ui, "Back to the profile of before", ControllerWish::GoBack, wishes);
            return;
        }
        Some(Err(why)) => {
            sentence(ui, why, 13.0, ink.ember);
        }
        None => {}
    }
    let many = match draft.learned {
        1 => "1 control learned; it acts, and is not saved.".to_owned(),
        many => format!("{many} controls learned; they act, and are not saved."),
    };
    sentence(ui, &many, 12.5, ink.ash);
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new("Called").size(12.5).color(ink.ash));
        let mut name = draft.name.clone();
        let edit =
            egui::TextEdit::singleline(&mut name).desired_width(f32::INFINITY).char_limit(80);
        if ui.add(edit).labelled_by(label.id).changed() {
            wishes.push(ControllerWish::Call(name));
        }
    });
    let shows = ui.id().with("the text of the profile");
    let mut is_shown = ui.data(|data| data.get_temp::<bool>(shows)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        let text = if is_shown { "Hide the text" } else { "Save the profile …" };
        if ui.add(Button::new(RichText::new(text).size(13.0))).clicked() {
            is_shown = !is_shown;
            ui.data_mut(|data| data.insert_temp(shows, is_shown));
        }
        ask(ui, "Back to the profile of before", ControllerWish::GoBack, wishes);
    });
    if !is_shown {
        return;
    }
    sentence(ui, &format!("This would be written to {}:", draft.file), 12.5, ink.ash);
    egui::Frame::new().fill(ink.raised).inner_margin(8).corner_radius(4.0).show(ui, |ui| {
        egui::ScrollArea::vertical().max_height(TEXT).id_salt("text").show(ui, |ui| {
            let text = RichText::new(&draft.text).monospace().size(11.5).color(ink.bone);
            ui.add(egui::Label::new(text).wrap().selectable(true));
            ui.set_min_width(ui.available_width());
        });
    });
    ask(ui, "Write the file", ControllerWish::SaveProfile, wishes);
}
