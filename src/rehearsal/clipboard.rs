//! Copying and pasting in fields: egui says what is copied and is told what is pasted, and the
//! clipboard is the desktop's. Under Wayland it is that of its X server, which shares it.

use arboard::Clipboard;
use bevy::app::{App, PostUpdate, PreUpdate};
use bevy::ecs::prelude::*;
use bevy::input::keyboard::{Key, KeyCode, KeyboardInput};
use bevy::input::{ButtonInput, ButtonState};
use bevy_egui::input::EguiInputEvent;
use bevy_egui::{EguiInputSet, EguiOutput, EguiPostUpdateSet, PrimaryEguiContext, egui};

use super::chords::Chords;

/// The most letters that are pasted: no path and no number is longer, and a field draws all of them.
const MOST: usize = 4096;

/// Lets fields copy and paste. Where there is no clipboard, they do not.
pub fn plugin(app: &mut App) {
    app.insert_non_send(Desktop::default())
        .add_systems(PreUpdate, take.in_set(EguiInputSet::WriteEguiEvents))
        .add_systems(PostUpdate, give.after(EguiPostUpdateSet::ProcessOutput));
}

/// The desktop's clipboard, once somebody needed it. What was copied is gone with it, so it is kept.
#[derive(Default)]
struct Desktop(Option<Clipboard>);

impl Desktop {
    fn open(&mut self) -> Option<&mut Clipboard> {
        if self.0.is_none() {
            self.0 = Clipboard::new()
                .inspect_err(|why| tracing::info!("there is no clipboard: {why}"))
                .ok();
        }
        self.0.as_mut()
    }
}

/// What a key asks of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Copy,
    Cut,
    Paste,
}

fn asks(key: &Key) -> Option<Asks> {
    let Key::Character(sign) = key else { return None };
    match sign.to_lowercase().as_str() {
        "c" => Some(Asks::Copy),
        "x" => Some(Asks::Cut),
        "v" => Some(Asks::Paste),
        _ => None,
    }
}

/// One line, and no longer than a field takes.
fn pasted(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().filter(|sign| !sign.is_control()).take(MOST).collect()
}

fn take(
    mut chords: Local<Chords>,
    mut typed: MessageReader<KeyboardInput>,
    held: Res<ButtonInput<KeyCode>>,
    context: Query<Entity, With<PrimaryEguiContext>>,
    mut desktop: NonSendMut<Desktop>,
    mut events: MessageWriter<EguiInputEvent>,
) {
    let Ok(context) = context.single() else { return };
    for press in typed.read() {
        chords.hear(press);
        let is_asked = press.state == ButtonState::Pressed && chords.command();
        let Some(asks) = asks(&press.logical_key).filter(|_| is_asked) else { continue };
        let event = match asks {
            Asks::Copy => egui::Event::Copy,
            Asks::Cut => egui::Event::Cut,
            Asks::Paste => {
                let text = desktop.open().and_then(|clipboard| clipboard.get_text().ok());
                egui::Event::Paste(pasted(&text.unwrap_or_default()))
            }
        };
        events.write(EguiInputEvent { context, event });
    }
    chords.settle(&held);
}

fn give(
    outputs: Query<&EguiOutput, (With<PrimaryEguiContext>, Changed<EguiOutput>)>,
    mut desktop: NonSendMut<Desktop>,
) {
    for command in outputs.iter().flat_map(|output| &output.platform_output.commands) {
        if let egui::OutputCommand::CopyText(text) = command
            && let Some(clipboard) = desktop.open()
            && let Err(why) = clipboard.set_text(text.clone())
        {
            tracing::info!("not copied: {why}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_one_line_that_a_field_can_hold() {
        assert_eq!(pasted("  /films/the kiss\n/films/other\n"), "/films/the kiss");
        assert_eq!(pasted("12\t\u{7}5"), "125");
        assert_eq!((pasted("").len(), pasted(&"x".repeat(100_000)).len()), (0, MOST));
    }

    #[test]
    fn only_the_three_letters_ask_for_something() {
        let of = |sign: &str| asks(&Key::Character(sign.into()));
        assert_eq!([of("c"), of("X"), of("v")], [Asks::Copy, Asks::Cut, Asks::Paste].map(Some));
        assert_eq!((of("z"), asks(&Key::Enter)), (None, None));
    }
}
