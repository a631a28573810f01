//! The show as its users see it: what each command does, and what holds whatever they do.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use palimpsest::exhibit::{
    ColourOverride, Exhibit, Framing, Generation, Released, Shot, SoundOf, Source, Text, Version,
};
use palimpsest::rendition::FrameTable;
use palimpsest::scrub::{ScrubPosition, Stop};
use palimpsest::show::{Attract, Moment, Part, Program, Show, ShowCommand, View};
use palimpsest::story;
use palimpsest::timeline::{ClockTime, FilmTime, Rate, Speed};
use proptest::prelude::*;

const LENGTH: FilmTime = FilmTime::from_secs(12);

fn part(id: &str, rate: u32) -> Part {
    let table = FrameTable::regular(Rate::whole(rate), LENGTH);
    Part { id: id.to_owned(), frames: Some(Arc::new(table)) }
}

fn program_of(parts: Vec<Part>) -> Program {
    let starts = [FilmTime::ZERO, FilmTime::from_secs(3), FilmTime::from_secs(8)];
    let beneath = vec![vec![0, 2, 1], vec![5, 0, 40], vec![0, 213, 1], vec![0; 3], vec![1; 3]];
    Program::new(LENGTH, &starts, parts).with_beneath(beneath)
}

/// Three shots from 0, 3 and 8 s; versions at 8, 12, 24 and 30 frames per second.
fn program() -> Program {
    program_of(vec![part("a", 8), part("b", 12), part("c", 24), part("d", 30)])
}

/// A show and a clock that stands until it is moved on.
struct Stage {
    show: Show,
    now: ClockTime,
}

impl Stage {
    fn new() -> Self {
        let now = ClockTime(5_000_000_000);
        Self { show: Show::new(program(), now), now }
    }

    fn wait_ms(&mut self, ms: i64) -> &mut Self {
        self.now = self.now.after(ms * 1_000_000);
        self
    }

    fn send(&mut self, command: ShowCommand) -> &mut Self {
        self.show.apply(self.now, command);
        self.show.verify_invariants(self.now).unwrap();
        self
    }

    /// Sends a command and waits until all has come to rest.
    fn settle(&mut self, command: ShowCommand) -> &mut Self {
        self.send(command).wait_ms(5000)
    }

    fn look(&self) -> Moment {
        self.show.moment(self.now, self.now)
    }

    fn film_ms(&self) -> i64 {
        self.look().film.0 / 1_000_000
    }

    fn along(&self) -> f64 {
        self.look().along
    }
}

fn at(id: &str) -> ScrubPosition {
    ScrubPosition::at(Stop::Version(id.to_owned()))
}

#[test]
fn it_begins_paused_at_the_start_on_the_oldest_version_in_chorus() {
    let moment = Stage::new().look();
    assert_eq!((moment.film, moment.lap, moment.speed), (FilmTime::ZERO, 0, Speed::STILL));
    assert_eq!((moment.scrub, moment.along, moment.mix.amount), (at("a"), 1.0, 0.0));
    assert_eq!((moment.view, moment.arrived), (View::Chorus, 1.0));
}

#[test]
fn play_runs_at_the_speed_of_the_clock_and_pause_holds_film_time_exactly() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Play).wait_ms(2500).send(ShowCommand::Pause);
    assert_eq!(stage.film_ms(), 2500);
    stage.wait_ms(86_400_000 * 365);
    assert_eq!(stage.look().film, FilmTime::from_millis(2500));
    stage.send(ShowCommand::TogglePlay).wait_ms(100).send(ShowCommand::TogglePlay).wait_ms(100);
    assert_eq!(stage.look().film, FilmTime::from_millis(2600));
}

#[test]
fn after_any_number_of_laps_film_time_is_exact() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Play);
    // Half a year of laps, and one nanosecond.
    for laps in [1, 2, 1000, 1_300_000] {
        let now = ClockTime(stage.now.0 + laps * LENGTH.0 + 1);
        let moment = stage.show.moment(now, now);
        assert_eq!((moment.lap, moment.film), (laps, FilmTime(1)));
    }
}

#[test]
fn jog_pauses_and_moves_by_frames_of_the_version_under_the_hand() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Play).wait_ms(30).send(ShowCommand::Jog(1));
    assert_eq!(stage.look().speed, Speed::STILL);
    assert_eq!(stage.film_ms(), 125, "the version a has 8 frames per second");
    // The version counts that the hand is on its way to.
    stage.send(ShowCommand::ScrubToVersion(2)).send(ShowCommand::Jog(1));
    assert_eq!(stage.film_ms(), 166, "the version b has 12");
    stage.send(ShowCommand::Jog(-2));
    assert_eq!(stage.look().film, FilmTime::ZERO);
    stage.send(ShowCommand::Jog(-1));
    assert_eq!(stage.look().film, Rate::whole(12).start_of(143), "around the loop");
    assert_eq!(stage.look().lap, -1);
    stage.send(ShowCommand::Jog(1));
    assert_eq!((stage.look().film, stage.look().lap), (FilmTime::ZERO, 0));
}

#[test]
fn at_the_ends_jog_moves_by_a_twenty_fourth() {
    for end in [ShowCommand::ScrubStep(-100), ShowCommand::ScrubStep(100)] {
        let mut stage = Stage::new();
        stage.settle(end).send(ShowCommand::Jog(3));
        assert_eq!(stage.look().film, Rate::whole(24).start_of(3));
    }
}

#[test]
fn shuttle_runs_at_any_speed_up_to_four_in_both_directions() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Shuttle(Speed::thousandths(-1500))).wait_ms(2000);
    assert_eq!((stage.film_ms(), stage.look().lap), (9000, -1));
    let beyond: ShowCommand = serde_json::from_str(r#"{"shuttle": 99000}"#).unwrap();
    stage.send(beyond);
    assert_eq!(stage.look().speed, Speed::thousandths(4000));
}

#[test]
fn shuttle_steps_go_through_the_speeds_of_an_editor() {
    let mut stage = Stage::new();
    let mut speeds = |step: i32, times: usize| -> Vec<i32> {
        let mut step = || stage.send(ShowCommand::ShuttleStep(step)).look().speed.get();
        (0..times).map(|_| step()).collect()
    };
    assert_eq!(speeds(1, 4), [1000, 2000, 4000, 4000]);
    assert_eq!(speeds(-1, 7), [2000, 1000, 0, -1000, -2000, -4000, -4000]);
    assert_eq!(speeds(3, 1), [0]);
    stage.send(ShowCommand::Shuttle(Speed::thousandths(1500))).send(ShowCommand::ShuttleStep(1));
    assert_eq!(stage.look().speed.get(), 2000);
}

#[test]
fn a_jump_keeps_running_and_stays_within_the_film() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Play).send(ShowCommand::JumpTo(FilmTime::from_secs(7))).wait_ms(500);
    assert_eq!(stage.film_ms(), 7500);
    stage.send(ShowCommand::Pause).send(ShowCommand::JumpTo(FilmTime::from_secs(700)));
    assert_eq!(stage.look().film, FilmTime(LENGTH.0 - 1));
    stage.send(ShowCommand::JumpTo(FilmTime(-5)));
    assert_eq!(stage.look().film, FilmTime::ZERO);
}

#[test]
fn the_previous_shot_is_this_one_when_it_has_run_for_a_second() {
    let mut stage = Stage::new();
    let mut jump = |from_ms: i64, shots: i32| {
        stage.send(ShowCommand::JumpTo(FilmTime::from_millis(from_ms)));
        stage.send(ShowCommand::JumpShot(shots)).film_ms()
    };
    assert_eq!(jump(4500, -1), 3000);
    assert_eq!(jump(3900, -1), 0);
    assert_eq!(jump(4500, -2), 0);
    assert_eq!(jump(4500, 0), 3000);
    assert_eq!(jump(4500, 1), 8000);
    assert_eq!(jump(9000, 1), 0, "around the film");
    assert_eq!(jump(500, -1), 8000, "around the film");
    assert_eq!(jump(500, 3), 0);
}

#[test]
fn a_loop_of_one_shot_comes_along_when_another_is_jumped_to() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(7))).send(ShowCommand::LoopShot);
    stage.send(ShowCommand::Play).wait_ms(1500);
    assert_eq!((stage.film_ms(), stage.look().lap), (3500, 1));
    stage.send(ShowCommand::JumpShot(1)).wait_ms(4500);
    assert_eq!(stage.film_ms(), 8500);
    stage.send(ShowCommand::LoopFilm).wait_ms(4000);
    assert_eq!(stage.film_ms(), 500);
    stage.send(ShowCommand::ToggleLoop).wait_ms(3000);
    assert_eq!(stage.film_ms(), 500);
    stage.send(ShowCommand::ToggleLoop).wait_ms(3000);
    assert_eq!(stage.film_ms(), 3500);
}

#[test]
fn a_part_loops_between_its_two_ends_until_the_playhead_jumps_out_of_it() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(4))).send(ShowCommand::LoopFrom);
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(6))).send(ShowCommand::LoopTo);
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(4)));
    stage.send(ShowCommand::Play).wait_ms(2500);
    assert_eq!(stage.film_ms(), 4500);
    // The other end moves; an end on the first is none.
    stage.send(ShowCommand::LoopTo).wait_ms(601);
    assert_eq!(stage.film_ms(), 4100);
    stage.send(ShowCommand::LoopTo).wait_ms(200);
    assert_eq!(stage.film_ms(), 4300, "a tenth of a second is no part");
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(9))).wait_ms(500);
    assert_eq!(stage.film_ms(), 9500, "a jump out of it ends the loop");
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(4))).wait_ms(2500);
    assert_eq!(stage.film_ms(), 6500);
}

#[test]
fn a_step_glides_to_the_next_stop_and_rests_on_it_exactly() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubStep(1)).wait_ms(60);
    let between = stage.look();
    assert!(between.along > 1.0 && between.along < 2.0 && between.along_speed > 0.0);
    assert_eq!(between.scrub.stop, Stop::Version("a".to_owned()));
    stage.wait_ms(190);
    assert!((stage.along() - 2.0).abs() < 0.001);
    stage.wait_ms(500);
    assert_eq!((stage.along(), stage.look().scrub), (2.0, at("b")));
}

#[test]
fn steps_add_up_while_a_glide_is_under_way() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubStep(1)).wait_ms(20).send(ShowCommand::ScrubStep(1));
    stage.wait_ms(20).send(ShowCommand::ScrubStep(1)).wait_ms(2000);
    assert_eq!(stage.look().scrub, at("d"));
    assert_eq!(stage.settle(ShowCommand::ScrubStep(99)).along(), 5.0);
    assert_eq!(stage.settle(ShowCommand::ScrubStep(i32::MIN)).along(), 0.0);
}

#[test]
fn home_and_end_go_to_the_outer_versions_and_then_beyond_them() {
    let mut stage = Stage::new();
    assert_eq!(stage.settle(ShowCommand::ScrubLast).look().scrub, at("d"));
    let next = ScrubPosition::at(Stop::Next);
    assert_eq!(stage.settle(ShowCommand::ScrubLast).look().scrub, next);
    assert_eq!(stage.settle(ShowCommand::ScrubLast).look().scrub, next);
    assert_eq!(stage.settle(ShowCommand::ScrubFirst).look().scrub, at("a"));
    let inputs = ScrubPosition::at(Stop::Inputs);
    assert_eq!(stage.settle(ShowCommand::ScrubFirst).look().scrub, inputs);
    assert_eq!(stage.settle(ShowCommand::ScrubFirst).look().scrub, inputs);
}

#[test]
fn a_version_is_reached_by_its_number_and_a_place_by_its_id() {
    let mut stage = Stage::new();
    assert_eq!(stage.settle(ShowCommand::ScrubToVersion(3)).look().scrub, at("c"));
    for nobody in [0, 5, u16::MAX] {
        assert_eq!(stage.settle(ShowCommand::ScrubToVersion(nobody)).along(), 3.0);
    }
    let half = ScrubPosition { stop: Stop::Version("b".to_owned()), fraction: 0.5 };
    assert_eq!(stage.settle(ShowCommand::ScrubTo(half)).along(), 2.5, "a dissolve may stand");
    assert_eq!(stage.settle(ShowCommand::ScrubTo(at("nobody"))).along(), 2.5);
    let odd = ScrubPosition { fraction: f64::NAN, ..at("d") };
    assert_eq!(stage.settle(ShowCommand::ScrubTo(odd)).along(), 4.0);
}

#[test]
fn what_is_shown_follows_the_hand_and_settles_on_a_stop_when_it_lets_go() {
    let mut stage = Stage::new();
    for _ in 0..13 {
        stage.send(ShowCommand::ScrubDrag { along: 0.1 }).wait_ms(50);
    }
    stage.wait_ms(150);
    assert!((stage.along() - 2.3).abs() < 0.01, "{}", stage.along());
    assert_eq!(stage.settle(ShowCommand::ScrubRelease).along(), 2.0);
}

#[test]
fn a_hand_that_rests_settles_by_itself() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubDrag { along: 0.7 }).wait_ms(250);
    assert!((stage.along() - 1.7).abs() < 0.01);
    assert_eq!(stage.wait_ms(1000).along(), 2.0);
}

#[test]
fn half_a_stop_suffices_in_either_direction() {
    let mut stage = Stage::new();
    stage.settle(ShowCommand::ScrubToVersion(2));
    assert_eq!(stage.settle(ShowCommand::ScrubDrag { along: 0.5 }).along(), 3.0);
    assert_eq!(stage.settle(ShowCommand::ScrubDrag { along: -0.5 }).along(), 2.0);
    // Notches that follow each other add up.
    stage.send(ShowCommand::ScrubDrag { along: -0.5 }).wait_ms(90);
    assert_eq!(stage.settle(ShowCommand::ScrubDrag { along: -0.5 }).along(), 1.0);
}

#[test]
fn a_throw_carries_a_little_further() {
    let still = {
        let mut stage = Stage::new();
        stage.send(ShowCommand::ScrubDrag { along: 0.3 }).wait_ms(200);
        stage.settle(ShowCommand::ScrubRelease).along()
    };
    let thrown = {
        let mut stage = Stage::new();
        for _ in 0..3 {
            stage.send(ShowCommand::ScrubDrag { along: 0.1 }).wait_ms(16);
        }
        stage.settle(ShowCommand::ScrubRelease).along()
    };
    assert_eq!((still, thrown), (1.0, 2.0));
}

#[test]
fn beyond_an_end_the_position_gives_a_little_and_comes_back() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubDrag { along: -50.0 }).wait_ms(250);
    assert!(stage.along() < -0.1 && stage.along() > -0.35, "{}", stage.along());
    assert_eq!(stage.look().scrub, ScrubPosition::at(Stop::Inputs));
    assert_eq!(stage.settle(ShowCommand::ScrubRelease).along(), 0.0);
    // The hand need not come back all the way that it overreached.
    stage.send(ShowCommand::ScrubDrag { along: -50.0 }).send(ShowCommand::ScrubDrag { along: 2.0 });
    assert_eq!(stage.settle(ShowCommand::ScrubRelease).along(), 1.0);
}

#[test]
fn a_change_of_view_is_a_calm_move_that_ends() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::SetView(View::Solo));
    assert_eq!((stage.look().from_view, stage.look().arrived), (View::Chorus, 0.0));
    assert_eq!(stage.wait_ms(200).look().arrived, 0.5);
    assert_eq!(stage.wait_ms(200).look().arrived, 1.0);
    assert_eq!(stage.look().from_view, View::Solo);
    stage.send(ShowCommand::SetView(View::Solo));
    assert_eq!(stage.look().arrived, 1.0, "what is shown already does not move");
}

#[test]
fn a_change_of_view_is_finished_before_the_next_begins() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ToggleView).wait_ms(300).send(ShowCommand::ToggleView).wait_ms(100);
    assert_eq!((stage.look().view, stage.look().arrived), (View::Chorus, 0.0));
    assert_eq!(stage.wait_ms(200).look().arrived, 0.5);
    assert_eq!(stage.wait_ms(5000).look().view, View::Chorus);
    // Toggled twice within one change: the last wish is what is shown already.
    stage.send(ShowCommand::ToggleView).wait_ms(50).send(ShowCommand::ToggleView);
    stage.wait_ms(50).send(ShowCommand::ToggleView).wait_ms(5000);
    assert_eq!(stage.look().view, View::Solo);
}

#[test]
fn in_solo_pictures_pass_no_faster_than_three_a_second() {
    let mut stage = Stage::new();
    stage.settle(ShowCommand::SetView(View::Solo)).send(ShowCommand::ScrubLast);
    for _ in 0..200 {
        assert!(stage.wait_ms(5).look().along_speed <= 3.0 + 1e-9);
    }
    assert_eq!(stage.wait_ms(1000).along(), 4.0);
}

#[test]
fn a_reload_keeps_film_time_position_and_version() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Play).settle(ShowCommand::ScrubToVersion(3));
    let more = program_of(["new", "a", "b", "c", "new-too", "d"].map(|id| part(id, 24)).into());
    let before = stage.look();
    stage.send(ShowCommand::Replace(more));
    let after = stage.look();
    assert_eq!((before.film, before.lap, before.speed), (after.film, after.lap, after.speed));
    assert_eq!((after.scrub, after.along), (at("c"), 4.0));
    // Its version is gone: the nearest neighbour that survives.
    stage.send(ShowCommand::Replace(program_of(vec![part("new", 24), part("d", 24)])));
    assert_eq!(stage.look().scrub, at("d"));
}

#[test]
fn a_reload_while_the_hand_moves_is_not_felt() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubDrag { along: 0.6 }).wait_ms(40);
    let before = stage.look();
    stage.send(ShowCommand::Replace(program_of(
        ["new", "a", "b", "c", "d"].map(|id| part(id, 24)).into(),
    )));
    let after = stage.look();
    assert!((after.along - before.along - 1.0).abs() < 1e-9);
    assert!((after.along_speed - before.along_speed).abs() < 1e-9);
    stage.wait_ms(20).send(ShowCommand::ScrubDrag { along: 1.0 }).wait_ms(2000);
    assert_eq!(stage.look().scrub, at("c"), "0.6 and 1.0 from a");
}

#[test]
fn on_the_next_one_it_stays_the_next_one_when_a_version_is_added() {
    let mut stage = Stage::new();
    stage.settle(ShowCommand::ScrubStep(99));
    stage.send(ShowCommand::Replace(program_of(
        ["a", "b", "c", "d", "e"].map(|id| part(id, 24)).into(),
    )));
    assert_eq!((stage.along(), stage.look().scrub.stop), (6.0, Stop::Next));
}

#[test]
fn a_shorter_film_pulls_the_playhead_in() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::JumpTo(FilmTime::from_secs(11))).send(ShowCommand::LoopShot);
    let short = Program::new(FilmTime::from_secs(4), &[], vec![part("a", 8)]);
    stage.send(ShowCommand::Replace(short));
    assert_eq!(stage.look().film, FilmTime(FilmTime::from_secs(4).0 - 1));
    // Nothing at all is still a program.
    stage.send(ShowCommand::Replace(Program::new(FilmTime(-3), &[FilmTime(9)], Vec::new())));
    assert_eq!(stage.settle(ShowCommand::ScrubLast).along(), 1.0);
    stage.send(ShowCommand::Jog(5)).send(ShowCommand::JumpShot(-7)).send(ShowCommand::Play);
}

#[test]
fn an_order_of_commands_can_be_written_down_and_read_again() {
    for command in [
        ShowCommand::Play,
        ShowCommand::Jog(-3),
        ShowCommand::Shuttle(Speed::thousandths(-2000)),
        ShowCommand::JumpTo(FilmTime::from_secs(3)),
        ShowCommand::ScrubDrag { along: 0.25 },
        ShowCommand::ScrubTurn { along: -0.25 },
        ShowCommand::ScrubFollow { along: 2.5 },
        ShowCommand::SetLanguage("ru".to_owned()),
        ShowCommand::Scrape(true),
        ShowCommand::ScrubTo(ScrubPosition { fraction: 0.5, ..at("b") }),
        ShowCommand::SetView(View::Solo),
    ] {
        let written = serde_json::to_string(&command).unwrap();
        let read: ShowCommand = serde_json::from_str(&written).unwrap();
        assert_eq!(read, command, "{written}");
    }
}

/// A command, and how long after the previous one, in nanoseconds.
fn commands() -> impl Strategy<Value = Vec<(i64, ShowCommand)>> {
    let program = proptest::sample::subsequence(vec!["n", "a", "b", "m", "c", "d", "o"], 0..=7)
        .prop_map(|ids| program_of(ids.into_iter().map(|id| part(id, 25)).collect()));
    let command = prop_oneof![
        2 => prop_oneof![
            Just(ShowCommand::Play),
            Just(ShowCommand::Pause),
            Just(ShowCommand::TogglePlay),
            Just(ShowCommand::LoopShot),
            Just(ShowCommand::LoopFilm),
            Just(ShowCommand::ToggleLoop),
            Just(ShowCommand::LoopFrom),
            Just(ShowCommand::LoopTo),
            Just(ShowCommand::ScrubFirst),
            Just(ShowCommand::ScrubLast),
            Just(ShowCommand::ScrubRelease),
            Just(ShowCommand::ToggleView),
            Just(ShowCommand::SetView(View::Solo)),
            Just(ShowCommand::Hold),
        ],
        3 => any::<bool>().prop_map(ShowCommand::Scrape),
        1 => any::<i32>().prop_map(ShowCommand::Jog),
        1 => (-30..30).prop_map(ShowCommand::Jog),
        1 => (-5000..5000).prop_map(|speed| ShowCommand::Shuttle(Speed::thousandths(speed))),
        1 => (-3..=3).prop_map(ShowCommand::ShuttleStep),
        1 => (-1_000_000_000..20_000_000_000_i64)
            .prop_map(|film| ShowCommand::JumpTo(FilmTime(film))),
        1 => any::<i32>().prop_map(ShowCommand::JumpShot),
        1 => any::<i32>().prop_map(ShowCommand::ScrubStep),
        2 => (-3..=3).prop_map(ShowCommand::ScrubStep),
        1 => any::<u16>().prop_map(ShowCommand::ScrubToVersion),
        1 => (0_u16..9).prop_map(ShowCommand::ScrubToVersion),
        1 => (any::<f64>(), 0..3).prop_map(|(fraction, stop)| {
            let stop = [Stop::Inputs, Stop::Next, Stop::Version("b".to_owned())][stop as usize]
                .clone();
            ShowCommand::ScrubTo(ScrubPosition { stop, fraction })
        }),
        1 => (-7..7).prop_map(ShowCommand::NextView),
        1 => any::<f64>().prop_map(ShowCommand::Divide),
        1 => (-0.4..0.4).prop_map(ShowCommand::Divide),
        1 => any::<f64>().prop_map(|along| ShowCommand::ScrubDrag { along }),
        4 => (-2.0..2.0).prop_map(|along| ShowCommand::ScrubDrag { along }),
        1 => any::<f64>().prop_map(|along| ShowCommand::ScrubTurn { along }),
        4 => (-0.7..0.7).prop_map(|along| ShowCommand::ScrubTurn { along }),
        1 => any::<f64>().prop_map(|along| ShowCommand::ScrubFollow { along }),
        3 => (-1.0..8.0).prop_map(|along| ShowCommand::ScrubFollow { along }),
        1 => (-3..3).prop_map(ShowCommand::NextLanguage),
        1 => any::<f64>().prop_map(ShowCommand::ChangeVolume),
        1 => program.prop_map(ShowCommand::Replace),
    ];
    let pause = prop_oneof![
        4 => 0..60_000_000_i64,
        2 => 0..900_000_000_i64,
        1 => 0..40_000_000_000_000_i64,
    ];
    proptest::collection::vec((pause, command), 1..60)
}

#[test]
fn a_key_steps_through_all_views_and_around() {
    let mut stage = Stage::new();
    let mut seen = Vec::new();
    for _ in 0..View::ALL.len() {
        stage.send(ShowCommand::NextView(1)).wait_ms(900);
        seen.push(stage.look().view);
    }
    assert_eq!(seen, [View::Solo, View::Story, View::Duet, View::Strata, View::Chorus]);
    assert_eq!(stage.send(ShowCommand::NextView(-1)).wait_ms(900).look().view, View::Strata);
}

#[test]
fn a_version_is_held_by_its_id_and_a_reload_does_not_let_it_go() {
    let mut stage = Stage::new();
    assert_eq!(stage.look().held, 1, "until something is held it is the oldest");
    stage.settle(ShowCommand::ScrubToVersion(3)).send(ShowCommand::Hold);
    stage.settle(ShowCommand::ScrubLast).settle(ShowCommand::ScrubLast).send(ShowCommand::Hold);
    assert_eq!(stage.look().held, 3, "at the ends there is nothing to hold");
    let newer = ["z", "a", "b", "c"].map(|id| part(id, 24)).into();
    stage.send(ShowCommand::Replace(program_of(newer)));
    assert_eq!(stage.look().held, 4);
}

#[test]
fn the_divider_stays_within_the_picture_and_turns_back_no_faster_than_the_governor_allows() {
    let mut stage = Stage::new();
    stage.settle(ShowCommand::Divide(9.0));
    assert_eq!(stage.look().divider, 1.0);
    stage.settle(ShowCommand::Divide(-0.25));
    assert_eq!(stage.look().divider, 0.75);
    // A hand that wiggles as fast as it can.
    let (mut turns, mut way, mut before) = (Vec::new(), 0.0, stage.look().divider);
    for step in 0..400 {
        stage.send(ShowCommand::Divide(if step % 2 == 0 { 0.2 } else { -0.2 })).wait_ms(10);
        let now = stage.look().divider;
        if (now - before) * way < 0.0 {
            turns.push(step * 10);
        }
        if now != before {
            (way, before) = (now - before, now);
        }
    }
    assert!(turns.windows(2).all(|pair| pair[1] - pair[0] >= 500), "{turns:?}");
}

#[test]
fn the_wall_waits_for_somebody_and_any_command_wakes_it() {
    let now = ClockTime(0);
    let mut show = Show::new(program(), now);
    show.attract_after(Some(2_000_000_000));
    let at = |show: &Show, ms: i64| show.moment(now, now.after(ms * 1_000_000)).attract;
    assert_eq!(at(&show, 1_999), Attract::Off);
    assert_eq!(at(&show, 3_500), Attract::Since(1.5));
    show.apply(now.after(4_000_000_000), ShowCommand::Replace(program()));
    assert_eq!(at(&show, 4_000), Attract::Since(2.0), "a reload is nobody's touch");
    show.apply(now.after(5_000_000_000), ShowCommand::ScrubStep(1));
    assert_eq!(at(&show, 5_250), Attract::Woken { ago: 0.25, said: 3.0 });
}

/// The same Moment, but for the count of ticks.
fn uncounted(moment: Moment) -> Moment {
    Moment { tick: 0, ..moment }
}

proptest! {
    // A sequence that was found to break something becomes a test of its own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_invariants_hold(commands in commands()) {
        let mut now = ClockTime(7);
        let mut show = Show::new(program(), now);
        for (wait, command) in commands {
            now = now.after(wait);
            show.apply(now, command);
            for later in [0, 1, 16_000_000, 350_000_000, 5_000_000_000] {
                if let Err(problem) = show.verify_invariants(now.after(later)) {
                    prop_assert!(false, "{}", problem);
                }
            }
        }
        // Left alone it comes to rest, on a place that it was sent to.
        now = now.after(60_000_000_000);
        let rest = show.moment(now, now);
        prop_assert_eq!(rest.along_speed, 0.0);
        prop_assert_eq!(rest.scrub, show.destination());
        prop_assert_eq!(rest.arrived, 1.0);
    }

    #[test]
    fn ticking_more_often_changes_nothing(commands in commands()) {
        let mut now = ClockTime(0);
        let mut rarely = Show::new(program(), now);
        let mut often = rarely.clone();
        for (wait, command) in commands {
            for part in 0..=7 {
                let between = now.after(wait * part / 7);
                often.tick(between, between.after(16_000_000));
            }
            now = now.after(wait);
            rarely.apply(now, command.clone());
            often.apply(now, command);
            for ahead in [0, 16_000_000, 450_000_000] {
                let target = now.after(ahead);
                prop_assert_eq!(
                    uncounted(rarely.tick(now, target)),
                    uncounted(often.tick(now, target))
                );
            }
        }
    }

    #[test]
    fn no_command_makes_the_position_jump(commands in commands()) {
        let mut now = ClockTime(0);
        let mut show = Show::new(program(), now);
        for (wait, command) in commands {
            now = now.after(wait);
            let (replaced, view) = (matches!(command, ShowCommand::Replace(_)), show.clone());
            let before = show.moment(now, now);
            show.apply(now, command);
            let after = show.moment(now, now);
            // What is about to rest may be told so: less than a thousandth of a stop, which is less
            // than one step of eight bits in a dissolve between black and white.
            let rested = 0.001;
            if !replaced {
                prop_assert!((before.along - after.along).abs() < rested);
                // Only the governor takes speed away at once, where a picture begins to fill the
                // wall; a glide that was about to rest may also be told so.
                let governed = before.view == View::Chorus && after.view != View::Chorus;
                prop_assert!(
                    governed || (before.along_speed - after.along_speed).abs() < 0.05,
                    "{:?} {:?} {:?}", before, after, view
                );
            } else if after.scrub.stop == before.scrub.stop {
                prop_assert!((before.scrub.fraction - after.scrub.fraction).abs() < rested);
            }
        }
    }

    #[test]
    fn the_hand_cannot_flash_a_wall(
        moves in proptest::collection::vec((0..250_i64, -3.0..3.0_f64, 0..9), 1..120),
    ) {
        let mut stage = Stage::new();
        stage.settle(ShowCommand::SetView(View::Solo));
        let mut seen = Vec::new();
        for (wait, along, kind) in moves {
            for _ in 0..wait / 5 {
                seen.push(stage.along());
                stage.wait_ms(5);
            }
            stage.send(match kind {
                0 => ShowCommand::ScrubRelease,
                1 => ShowCommand::ScrubStep(along as i32),
                2 => ShowCommand::ScrubLast,
                3 => ShowCommand::ScrubFirst,
                4 => ShowCommand::ScrubTurn { along: along / 3.0 },
                5 => ShowCommand::ScrubFollow { along: along + 2.0 },
                _ => ShowCommand::ScrubDrag { along },
            });
        }
        prop_assert!(most_flashes(&seen) <= 3);
    }
}

#[test]
fn not_even_a_hand_that_knows_the_governor_can_flash_a_wall() {
    // Back and forth between two places, each turn as soon as it is allowed.
    for from in 0..20 {
        for reach in 1..60 {
            for wait in [560, 580, 600, 605, 620, 650, 700] {
                let (low, high) = (1.0 + f64::from(from) / 20.0, f64::from(reach) / 20.0);
                let place = |along: f64| {
                    let ids = ["a", "b", "c", "d"];
                    let stop = Stop::Version(ids[(along as usize - 1).min(3)].to_owned());
                    ScrubPosition { stop, fraction: along.fract() }
                };
                let mut stage = Stage::new();
                stage.settle(ShowCommand::SetView(View::Solo));
                stage.settle(ShowCommand::ScrubTo(place(low)));
                let mut seen = Vec::new();
                for turn in 0..6 {
                    let along = if turn % 2 == 0 { (low + high).min(4.5) } else { low };
                    stage.send(ShowCommand::ScrubTo(place(along)));
                    for _ in 0..wait / 5 {
                        seen.push(stage.along());
                        stage.wait_ms(5);
                    }
                }
                assert!(most_flashes(&seen) <= 3, "{low} {high} {wait}");
            }
        }
    }
}

/// The most flashes in any one second of places 5 ms apart, if neighbouring versions are black
/// and white: pairs of opposing changes of a tenth of the luminance or more.
fn most_flashes(along: &[f64]) -> usize {
    let luminance = along.iter().map(|along| 1.0 - (along.rem_euclid(2.0) - 1.0).abs());
    // When each change reached its tenth.
    let mut changes = Vec::new();
    let (mut extreme, mut rising) = (None, None);
    for (time, now) in luminance.enumerate() {
        let from: f64 = *extreme.get_or_insert(now);
        match rising {
            Some(true) if now > from => extreme = Some(now),
            Some(false) if now < from => extreme = Some(now),
            _ if (now - from).abs() >= 0.1 => {
                changes.push(time);
                (extreme, rising) = (Some(now), Some(now > from));
            }
            _ => {}
        }
    }
    let within =
        |start: usize| changes.iter().filter(|at| (start..start + 200).contains(*at)).count() / 2;
    changes.iter().map(|start| within(*start)).max().unwrap_or(0)
}

#[test]
fn without_the_governor_a_hand_could_flash_a_wall() {
    // The measure itself must be able to fail.
    let wild: Vec<f64> = (0..400).map(|step| f64::from(step / 10 % 2)).collect();
    assert!(most_flashes(&wild) > 3);
    let calm: Vec<f64> = (0..400).map(|step| f64::from(step) / 200.0).collect();
    assert!(most_flashes(&calm) <= 1);
}

fn exhibit() -> Exhibit {
    let shot = |id: &str, title: &str, start: i64, end: i64| Shot {
        id: id.to_owned(),
        start: FilmTime::from_secs(start),
        end: FilmTime::from_secs(end),
        title: Text::plain(title),
        prompt: Text::plain("a river, at dusk"),
        script: Text::translated(BTreeMap::from([
            ("en".to_owned(), "She crosses.".to_owned()),
            ("ru".to_owned(), "Она переходит.".to_owned()),
        ])),
        voice: None,
        storyboard: Some(PathBuf::from(format!("inputs/{id}.png"))),
        drafts: Vec::new(),
    };
    let generation = |name: &str, month: Option<i8>| Generation {
        id: name.to_lowercase(),
        name: Text::plain(name),
        maker: Text::plain("A maker"),
        released: Some(Released { year: 2024, month, day: None }),
    };
    let version = |id: &str, generation: usize, name: &str| Version {
        id: id.to_owned(),
        generation,
        name: Text::plain(name),
        note: Text::default(),
        tools: Vec::new(),
        gained: Text::default(),
        lost: Text::default(),
        kept: Text::default(),
        frame: Framing::Contain,
        colour: ColourOverride::default(),
        source: Source::Card(Rate::whole(24)),
        captions: Vec::new(),
        spoken: Vec::new(),
        rights: None,
        takes: Vec::new(),
    };
    Exhibit {
        sound: SoundOf::Follow,
        credentials: false,
        curves: Vec::new(),
        captions: Vec::new(),
        file: PathBuf::from("exhibit.toml"),
        media: PathBuf::new(),
        title: Text::plain("The march"),
        tagline: Text::default(),
        invitation: Text::default(),
        stand_in: None,
        typeface: palimpsest::exhibit::Typeface::default(),
        credits: Vec::new(),
        length: LENGTH,
        shots: vec![shot("river", "The river", 0, 3), shot("march", "The march", 3, 12)],
        generations: vec![generation("Alpha", None), generation("Beta", Some(12))],
        versions: vec![version("a", 0, "Alpha"), version("b", 1, "Beta, second try")],
        influences: Vec::new(),
    }
}

#[test]
fn a_label_tells_name_and_date_in_the_language_of_the_room() {
    let exhibit = exhibit();
    let label = story::version(&exhibit, 0, "en");
    assert_eq!((label.name.as_str(), label.date.as_str()), ("Alpha", "2024"));
    let label = story::version(&exhibit, 1, "ru");
    assert_eq!((label.name.as_str(), label.date.as_str()), ("Beta, second try", "декабрь 2024"));
    assert_eq!(story::version(&exhibit, 9, "en"), story::Label::default());
}

#[test]
fn the_line_tells_film_time_shot_and_version() {
    let exhibit = exhibit();
    let mut show = Show::new(Program::of(&exhibit, |_| None), ClockTime(0));
    show.apply(ClockTime(0), ShowCommand::JumpTo(FilmTime::from_millis(3250)));
    let line = |show: &Show, language: &str| {
        let now = ClockTime(9_000_000_000);
        story::status(&exhibit, &show.moment(now, now), language).to_string()
    };
    assert_eq!(line(&show, "en"), "00:03.25 / 00:12.00 paused · 2/2 The march · Alpha");
    let mix = ScrubPosition { stop: Stop::Version("a".to_owned()), fraction: 0.75 };
    show.apply(ClockTime(0), ShowCommand::ScrubTo(mix));
    show.apply(ClockTime(9_000_000_000), ShowCommand::Shuttle(Speed::thousandths(-2000)));
    assert_eq!(
        line(&show, "ru"),
        "00:03.25 / 00:12.00 −2× · 2/2 The march · Beta, second try ↔ Alpha"
    );
    show.apply(ClockTime(0), ShowCommand::Play);
    show.apply(ClockTime(0), ShowCommand::ScrubStep(9));
    let moment = show.moment(ClockTime(9_000_000_000), ClockTime(12_000_000_000));
    assert_eq!(story::status(&exhibit, &moment, "ru").version, "следующая");
}

#[test]
fn before_the_oldest_one_reads_what_all_versions_were_made_from() {
    let exhibit = exhibit();
    let show = Show::new(Program::of(&exhibit, |_| None), ClockTime(0));
    let words = story::inputs(&exhibit, &show.moment(ClockTime(0), ClockTime(0)), "ru");
    assert_eq!((words.shot.as_str(), words.script.as_str()), ("The river", "Она переходит."));
    assert_eq!(words.storyboard, Some(PathBuf::from("inputs/river.png")));
    assert_eq!(story::the_next_one("en"), "the next one");
}
