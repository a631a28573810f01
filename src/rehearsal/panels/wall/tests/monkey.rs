//! A monkey at the panel: nothing that it does reaches the file but by *Save*.

use std::fs;

use bevy_egui::egui::{Event, Key, Modifiers, PointerButton, pos2};

use super::{harness, on_disk, shipped};
use crate::rehearsal::panels::wall::WallWish;
use crate::rehearsal::panels::wall::board::Board;

/// Chance that is the same every time (xorshift, G. Marsaglia, *Xorshift RNGs*, 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
fn ten_thousand_random_clicks_and_keys_never_change_a_file_without_save() {
    const KEYS: [Key; 16] = [
        Key::Tab,
        Key::Enter,
        Key::Escape,
        Key::Space,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::Z,
        Key::Y,
        Key::A,
        Key::Delete,
        Key::Backspace,
        Key::S,
        Key::Home,
        Key::Num5,
    ];
    let text = shipped("salon.toml");
    let (folder, file) = on_disk(&text);
    let mut harness = harness(Board::of(&text, &file).unwrap());
    harness.state_mut().board.connected(vec!["DP-1".to_owned()]);
    let mut chance = Chance(0x005e_edfa_1157);
    let mut on_disk = text;
    let (mut saves, mut changes) = (0, 0);
    for _ in 0..10_000 {
        let at = pos2(chance.below(400) as f32, chance.below(900) as f32);
        let modifiers = match chance.below(8) {
            0 => Modifiers::SHIFT,
            1 => Modifiers::COMMAND,
            2 => Modifiers::COMMAND | Modifiers::SHIFT,
            _ => Modifiers::NONE,
        };
        match chance.below(10) {
            0..=3 => {
                for pressed in [true, false] {
                    let button = PointerButton::Primary;
                    harness.event(Event::PointerMoved(at));
                    harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
                }
            }
            4 => harness.drag_at(at),
            5 => harness.hover_at(at),
            6 => harness.drop_at(at),
            7 => harness.event(Event::Text(
                ["1", "0", ".", "-", "m", "é"][chance.below(6) as usize].to_owned(),
            )),
            _ => harness.key_press_modifiers(modifiers, KEYS[chance.below(16) as usize]),
        }
        harness.state_mut().wishes.clear();
        harness.step();
        let asked = harness.state().wishes.iter().any(|wish| matches!(wish, WallWish::Save));
        let now = fs::read_to_string(&file).unwrap();
        if asked {
            saves += 1;
        } else {
            assert_eq!(now, on_disk, "{:?}", harness.state().wishes);
        }
        changes += usize::from(harness.state().board.draft().is_changed());
        on_disk = now;
    }
    assert!(changes > 1000, "the monkey did something: {changes}, and saved {saves} times");
    let beside = fs::read_dir(folder.path()).unwrap().count();
    assert!(beside <= 2, "the file and its history");
}
