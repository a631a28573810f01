//! The panels, drawn beside the wall; what they leave is the wall's.

use bevy::ecs::prelude::*;
use bevy::ecs::system::SystemParam;
use bevy_egui::{EguiContexts, egui};

use super::checks_live::ChecksBoard;
use super::controller_fill::ControllerBench;
use super::copies::{Known, Running};
use super::drafting::{self, Drafting};
use super::hand_over::HandOver;
use super::health_fill::HealthBoard;
use super::help::help;
use super::look;
use super::panels::checks::checks;
use super::panels::controller::controller;
use super::panels::dock::dock;
use super::panels::generations::generations;
use super::panels::health::health;
use super::panels::measures::measures;
use super::panels::transport::transport;
use super::panels::what_if::what_if;
use super::panels::{Side, Wish};
use super::plugin::{Panels, Wishes};
use super::trouble::WhatIfBoard;

/// Height of the film's bar and of the row of panels beneath it, in points.
const BAR: f32 = 58.0;
const ROW: f32 = 26.0;
/// Width of the panels left and right of the wall, in points: at first, and at least.
const LEFT: f32 = 280.0;
const RIGHT: f32 = 380.0;
const NARROWEST: f32 = 240.0;

/// What the panels at the right are kept in.
#[derive(SystemParam)]
pub(super) struct Boards<'w> {
    drafting: Option<ResMut<'w, Drafting>>,
    hand_over: ResMut<'w, HandOver>,
    bench: ResMut<'w, ControllerBench>,
    health: ResMut<'w, HealthBoard>,
    checks: Option<ResMut<'w, ChecksBoard>>,
    what_if: ResMut<'w, WhatIfBoard>,
}

impl Boards<'_> {
    /// What is not seen is not filled.
    fn show(&mut self, side: Option<Side>) {
        self.health.bypass_change_detection().shown = side == Some(Side::Health);
        self.what_if.bypass_change_detection().shown = side == Some(Side::WhatIf);
        if let Some(checks) = &mut self.checks {
            checks.bypass_change_detection().shown = side == Some(Side::Checks);
        }
    }
}

/// Draws the panels that are open, and takes what they ask for.
pub(super) fn panels(
    mut dressed: Local<u8>,
    mut listens: Local<bool>,
    mut contexts: EguiContexts,
    mut all: ResMut<Panels>,
    mut known: ResMut<Known>,
    mut running: Running,
    mut boards: Boards,
    mut wishes: ResMut<Wishes>,
) -> Result {
    let context = contexts.ctx_mut()?;
    // The face is there from the second pass on, and its letters from the third.
    match *dressed {
        0 => look::dress(context),
        1 => look::warm(context),
        _ => {}
    }
    if *dressed < 2 || running.is_new() {
        *dressed = (*dressed + 1).min(2);
        return Ok(());
    }
    let side = all.open.shown();
    boards.show(side);
    let hears = side == Some(Side::Controller);
    if *listens && !hears {
        running.leave_controller(&mut boards.bench);
    }
    *listens = hears;
    let all = &mut *all;
    if all.open.hidden && !all.open.help {
        all.room = None;
        return Ok(());
    }
    let mut root = egui::Ui::new(
        context.clone(),
        "rehearsal".into(),
        egui::UiBuilder::new()
            .layer_id(egui::LayerId::background())
            .max_rect(context.viewport_rect()),
    );
    if all.open.hidden {
        all.room = None;
    } else {
        known.follow(context, &running);
        film(&mut root, all, (&known, &running), &mut wishes.0);
        if let Some(side) = side {
            right(&mut root, side, (&known, &mut running, &mut boards), &mut wishes.0);
        }
        all.room = Some(root.available_rect_before_wrap());
    }
    if all.open.help {
        help(&mut root);
    }
    Ok(())
}

/// The film and the row of panels beneath the wall, and the generations at its left.
fn film(
    root: &mut egui::Ui,
    all: &Panels,
    (known, running): (&Known, &Running),
    wishes: &mut Vec<Wish>,
) {
    egui::Panel::bottom("dock")
        .exact_size(ROW)
        .resizable(false)
        .show_separator_line(false)
        .show(root, |ui| dock(ui, &running.dock(all.keys), &all.open, wishes));
    egui::Panel::bottom("film").exact_size(BAR).resizable(false).show(root, |ui| {
        transport(ui, &running.transport(known), wishes);
    });
    if all.open.generations {
        egui::Panel::left("generations")
            .default_size(LEFT)
            .min_size(NARROWEST)
            .frame(frame(root))
            .show(root, |ui| {
                ui.take_available_width();
                generations(ui, &running.generations(known), wishes);
            });
    }
}

fn frame(root: &egui::Ui) -> egui::Frame {
    egui::Frame::side_top_panel(root.style()).inner_margin(egui::Margin::symmetric(12, 8))
}

/// The panel at the right.
fn right(
    root: &mut egui::Ui,
    side: Side,
    (known, running, boards): (&Known, &mut Running, &mut Boards),
    wishes: &mut Vec<Wish>,
) {
    let panel = egui::Panel::right("side").default_size(RIGHT).min_size(NARROWEST);
    panel.frame(frame(root)).show(root, |ui| {
        ui.take_available_width();
        ui.horizontal(|ui| {
            ui.heading(side.name());
            if side == Side::Wall && boards.hand_over.button(ui) {
                wishes.push(Wish::Plan);
            }
        });
        ui.add_space(4.0);
        match side {
            Side::Wall => match boards.drafting.as_deref_mut() {
                Some(drafting) => drafting::panel(ui, drafting),
                None => absent(ui, "The installation file cannot be read: there is no draft."),
            },
            Side::Controller => match running.controller(&mut boards.bench) {
                Some(view) => {
                    let mut asked = Vec::new();
                    controller(ui, &view, &mut asked);
                    wishes.extend(asked.into_iter().map(Wish::Controller));
                }
                None => absent(ui, "Nothing listens to controllers here."),
            },
            Side::Health => {
                let mut asked = Vec::new();
                health(ui, &boards.health.view, &mut asked);
                wishes.extend(asked.into_iter().map(Wish::Show));
            }
            Side::Checks => match boards.checks.as_deref_mut() {
                Some(board) => checks(ui, &board.view, &mut board.wishes),
                None => absent(ui, "The system gives no thread to check with."),
            },
            Side::Measures => measures(ui, &running.measures(known), wishes),
            Side::WhatIf => {
                let board = &mut *boards.what_if;
                what_if(ui, &board.view, &mut board.wishes);
            }
        }
    });
}

/// Why a panel has nothing to show.
fn absent(ui: &mut egui::Ui, why: &str) {
    ui.label(why);
}
