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
use super::memory::plugin::Notice;
use super::panels::checks::checks;
use super::panels::controller::controller;
use super::panels::dock::dock;
use super::panels::generations::generations;
use super::panels::health::health;
use super::panels::leaving::leaving;
use super::panels::measures::measures;
use super::panels::notice::notice;
use super::panels::transport::transport;
use super::panels::what_if::what_if;
use super::panels::{Side, Wish};
use super::plugin::{Panels, Wishes};
use super::trouble::WhatIfBoard;

/// Height of the film's bar and of the row of panels beneath it, in points.
const BAR: f32 = 58.0;
const ROW: f32 = 26.0;
/// Width of the panels left and right of the wall, in points: at first, and at least, by what stands
/// in them.
const LEFT: f32 = 280.0;
const RIGHT: f32 = 380.0;
const NARROWEST: (f32, f32) = (240.0, 340.0);
/// The most of the window's width that one of them may have: the wall is what is looked at.
const WIDEST: f32 = 0.42;

/// What the panels at the right are kept in.
#[derive(SystemParam)]
pub(super) struct Boards<'w> {
    drafting: Option<ResMut<'w, Drafting>>,
    hand_over: ResMut<'w, HandOver>,
    bench: ResMut<'w, ControllerBench>,
    health: ResMut<'w, HealthBoard>,
    checks: Option<ResMut<'w, ChecksBoard>>,
    what_if: ResMut<'w, WhatIfBoard>,
    notice: Option<Res<'w, Notice>>,
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

/// What is seen is filled, and what is not seen rests.
pub(super) fn attend(
    mut listens: Local<bool>,
    mut all: ResMut<Panels>,
    mut running: Running,
    mut boards: Boards,
) {
    if all.open.hidden && all.room.is_some() {
        all.room = None;
    }
    let side = all.open.shown();
    boards.show(side);
    let hears = side == Some(Side::Controller);
    if *listens && !hears {
        running.leave_controller(&mut boards.bench);
    }
    *listens = hears;
}

/// Draws the panels that are open, and takes what they ask for.
pub(super) fn panels(
    mut passes: Local<u8>,
    mut contexts: EguiContexts,
    mut all: ResMut<Panels>,
    mut known: ResMut<Known>,
    mut running: Running,
    mut boards: Boards,
    mut wishes: ResMut<Wishes>,
) -> Result {
    let context = contexts.ctx_mut()?;
    // The face is there from the second pass on, and its letters from the third.
    match *passes {
        0 => look::dress(context),
        1 => look::warm(context),
        _ => {}
    }
    if *passes < 2 || running.is_new() {
        *passes = (*passes + 1).min(2);
        return Ok(());
    }
    let all = &mut *all;
    all.dressed = true;
    let mut root = egui::Ui::new(
        context.clone(),
        "rehearsal".into(),
        egui::UiBuilder::new()
            .layer_id(egui::LayerId::background())
            .max_rect(context.viewport_rect()),
    );
    if !all.open.hidden {
        known.follow(context, &running);
        if let Some(said) = boards.notice.as_deref() {
            let top = egui::Panel::top("notice").resizable(false).frame(frame(&root));
            top.show(&mut root, |ui| notice(ui, said.words(), &mut wishes.0));
        }
        film(&mut root, all, (&known, &running), &mut wishes.0);
        if let Some(side) = all.open.side {
            let width = right(
                &mut root,
                (side, all.open.widths.1),
                (&known, &mut running, &mut boards),
                &mut wishes.0,
            );
            all.open.widths.1 = Some(width);
        }
        all.room = Some(root.available_rect_before_wrap());
    }
    if all.open.help {
        help(&mut root);
    }
    if let Some(unsaved) = &all.leaving {
        leaving(&root, unsaved, &mut wishes.0);
    }
    Ok(())
}

/// The film and the row of panels beneath the wall, and the generations at its left.
fn film(
    root: &mut egui::Ui,
    all: &mut Panels,
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
        let panel = egui::Panel::left("generations");
        let panel = sized(panel, root, all.open.widths.0, (LEFT, NARROWEST.0)).frame(frame(root));
        let shown = panel.show(root, |ui| {
            ui.take_available_width();
            generations(ui, &running.generations(known), wishes);
        });
        all.open.widths.0 = Some(shown.response.rect.width().round() as u16);
    }
}

/// As wide as it was the last time, and leaving the wall its room.
fn sized(
    panel: egui::Panel,
    root: &egui::Ui,
    last: Option<u16>,
    (first, least): (f32, f32),
) -> egui::Panel {
    let most = (root.ctx().viewport_rect().width() * WIDEST).max(least);
    let width = last.map_or(first, f32::from);
    panel.default_size(width.clamp(least, most)).size_range(least..=most)
}

fn frame(root: &egui::Ui) -> egui::Frame {
    egui::Frame::side_top_panel(root.style()).inner_margin(egui::Margin::symmetric(12, 8))
}

/// The panel at the right; its width in points.
fn right(
    root: &mut egui::Ui,
    (side, width): (Side, Option<u16>),
    (known, running, boards): (&Known, &mut Running, &mut Boards),
    wishes: &mut Vec<Wish>,
) -> u16 {
    let panel = sized(egui::Panel::right("side"), root, width, (RIGHT, NARROWEST.1));
    let shown = panel.frame(frame(root)).show(root, |ui| {
        ui.take_available_width();
        ui.horizontal(|ui| {
            ui.heading(side.name());
            let unsaved = boards.drafting.as_ref().is_some_and(|all| all.unsaved().is_some());
            if side == Side::Wall && boards.hand_over.button(ui, unsaved) {
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
    shown.response.rect.width().round() as u16
}

/// Why a panel has nothing to show.
fn absent(ui: &mut egui::Ui, why: &str) {
    ui.label(why);
}
