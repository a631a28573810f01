//! Wheel, drag and click on the wall, and the other button for what lies beneath.

use bevy::ecs::prelude::*;
use bevy::input::ButtonInput;
use bevy::input::mouse::{MouseButton, MouseScrollUnit, MouseWheel};
use bevy::window::{PrimaryWindow, Window};

use super::plugin::Panels;
use crate::scrub::ScrubPosition;
use crate::show::ShowCommand;
use crate::show::plugin::{Inbox, Now, ShowClock, TheShow};
use crate::wall::plugin::Stage;
use crate::wall::{Pane, PaneKey};

/// A press that moved less than this many pixels is a click.
const CLICK: f32 = 5.0;

/// A press in progress: where it began, where it was last, and whether it became a drag.
#[derive(Default)]
pub struct Press {
    began: Option<(f32, f32)>,
    last: (f32, f32),
    dragging: bool,
    /// The other button holds open what lies beneath, and the pointer was on this take of it.
    beneath: Option<Option<usize>>,
}

/// Turns wheel, drag and click into commands.
pub fn listen(
    mut press: Local<Press>,
    mut wheel: MessageReader<MouseWheel>,
    buttons: Res<ButtonInput<MouseButton>>,
    window: Single<&Window, With<PrimaryWindow>>,
    clock: Res<ShowClock>,
    stage: Res<Stage>,
    show: Res<TheShow>,
    now: Option<Res<Now>>,
    panels: Res<Panels>,
    mut inbox: ResMut<Inbox>,
) {
    let time = clock.0.now();
    let over_wall = window.cursor_position().is_some_and(|at| panels.is_wall((at.x, at.y)));
    let turned: f32 = wheel
        .read()
        .map(|turn| match turn.unit {
            MouseScrollUnit::Line => turn.y - turn.x,
            MouseScrollUnit::Pixel => (turn.y - turn.x) / 60.0,
        })
        .sum();
    if turned != 0.0 && over_wall {
        // Wheel down goes on to the newer versions, as down goes on in a text.
        inbox.push(time, ShowCommand::ScrubTurn { along: f64::from(-turned) });
    }
    if buttons.just_pressed(MouseButton::Right) && over_wall {
        press.beneath = Some(None);
        inbox.push(time, ShowCommand::Scrape(true));
    }
    if press.beneath.is_some() && !buttons.pressed(MouseButton::Right) {
        press.beneath = None;
        inbox.push(time, ShowCommand::Scrape(false));
    }
    let cursor = window.physical_cursor_position();
    // A drag may end outside of the window.
    if cursor.is_none() && buttons.just_released(MouseButton::Left) {
        if press.dragging && press.began.is_some() {
            inbox.push(time, ShowCommand::ScrubRelease);
        }
        *press = Press { beneath: press.beneath, ..Press::default() };
    }
    let Some(at) = cursor.map(|p| (p.x - stage.origin.0, p.y - stage.origin.1)) else { return };
    if let Some(was) = press.beneath {
        let on = take_at(&stage, at);
        if let Some(take) = on.filter(|_| on != was) {
            inbox.push(time, ShowCommand::ScrubToVersion(take as u16));
        }
        press.beneath = Some(on);
    }
    let on_wall = over_wall && at.1 >= 0.0 && at.1 < stage.size().1;
    if buttons.just_pressed(MouseButton::Left) && on_wall {
        *press = Press { began: Some(at), last: at, dragging: false, ..*press };
    }
    let Some(began) = press.began else { return };
    if (at.0 - began.0).abs() > CLICK {
        press.dragging = true;
    }
    if press.dragging && at.0 != press.last.0 {
        // A sweep over the whole wall is a sweep over all the stops.
        let stops = stage.main().layout.cells.len().max(2) as f32 - 1.0;
        let moved = (at.0 - press.last.0) / stage.size().0.max(1.0) * stops;
        inbox.push(time, ShowCommand::ScrubDrag { along: f64::from(moved) });
        press.last = at;
    }
    if buttons.just_released(MouseButton::Left) {
        if press.dragging {
            inbox.push(time, ShowCommand::ScrubRelease);
        } else if let (Some(stop), Some(now)) = (stage.main().layout.cell_at(at.0, at.1), now)
            && now.0.view == crate::show::View::Chorus
        {
            inbox.push(time, ShowCommand::ScrubTo(ScrubPosition::at(show.0.axis().stop(stop))));
        }
        press.began = None;
    }
}

/// The take at a point of the wall: 0 is the chosen one, 1 the first of the others.
fn take_at(stage: &Stage, (x, y): (f32, f32)) -> Option<usize> {
    let part = stage.main();
    let chosen = |pane: &Pane| pane.key == PaneKey::Chosen && pane.hung.rect.contains(x, y);
    if part.panes.iter().any(chosen) {
        return Some(0);
    }
    part.scraped.takes.iter().find(|take| take.rect.contains(x, y)).map(|take| take.refused + 1)
}
