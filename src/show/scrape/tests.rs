use proptest::prelude::*;

use super::*;
use crate::scrub::Stop;
use crate::show::{Part, Program, View};
use crate::timeline::FilmTime;

const MS: i64 = 1_000_000;

/// Three versions of a film of two shots; under the first lie 213 and 5 takes, under the second
/// none, under the inputs two drafts of the second shot.
fn program() -> Program {
    let part = |id: &str| Part { id: id.to_owned(), frames: None };
    let starts = [FilmTime::ZERO, FilmTime::from_secs(4)];
    Program::new(FilmTime::from_secs(10), &starts, vec![part("a"), part("b"), part("c")])
        .with_beneath(vec![vec![0, 2], vec![213, 5], vec![0, 0], vec![1, 400]])
}

struct Stage {
    show: Show,
    now: ClockTime,
}

impl Stage {
    fn new() -> Self {
        let mut show = Show::new(program(), ClockTime(0));
        show.apply(ClockTime(0), ShowCommand::Play);
        Self { show, now: ClockTime(0) }
    }

    fn send(&mut self, command: ShowCommand) -> &mut Self {
        self.show.apply(self.now, command);
        self.show.verify_invariants(self.now).unwrap();
        self
    }

    fn wait(&mut self, ms: i64) -> &mut Self {
        self.now = self.now.after(ms * MS);
        self.show.verify_invariants(self.now).unwrap();
        self
    }

    fn scrape(&self) -> Scrape {
        self.show.moment(self.now, self.now).scrape
    }
}

#[test]
fn press_and_hold_opens_what_it_took_and_letting_go_closes_it_each_within_400_to_700_ms() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Scrape(true));
    let opened = Some(Opened { stop: 1, shot: 0, count: 214 });
    assert_eq!((stage.scrape().opened, stage.scrape().amount), (opened, 0.0));
    assert!((0.01..0.99).contains(&stage.wait(390).scrape().amount));
    assert_eq!(stage.wait(310).scrape().amount, 1.0);
    stage.send(ShowCommand::Scrape(false));
    assert_eq!(stage.scrape().amount, 1.0);
    assert!((0.01..0.99).contains(&stage.wait(390).scrape().amount));
    assert_eq!(stage.wait(310).scrape(), Scrape::default());
}

#[test]
fn what_is_turned_round_midway_neither_jumps_nor_stops_dead() {
    let mut stage = Stage::new();
    let (mut last, mut speed) = (0.0, 0.0);
    for step in 0..400 {
        if step % 17 == 0 {
            stage.send(ShowCommand::Scrape(step / 17 % 2 == 0));
        }
        let amount = stage.wait(5).scrape().amount;
        let moved: f64 = amount - last;
        assert!(moved.abs() < 0.02, "{step}: {moved}");
        // At the ends it rests; between them the speed changes by little from tick to tick.
        if (0.001..0.999).contains(&amount) && (0.001..0.999).contains(&last) {
            assert!((moved - speed).abs() < 0.004, "{step}: {speed} {moved}");
        }
        (last, speed) = (amount, moved);
    }
}

#[test]
fn while_it_is_held_the_hand_moves_a_light_and_not_the_generations() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Scrape(true)).wait(800);
    let along = |stage: &Stage| stage.show.moment(stage.now, stage.now).along;
    stage.send(ShowCommand::ScrubStep(1)).wait(400);
    assert_eq!((stage.scrape().take(), along(&stage)), (1, 1.0));
    stage.send(ShowCommand::ScrubStep(-2)).wait(400);
    assert_eq!(stage.scrape().take(), 213, "round the end to the last");
    stage.send(ShowCommand::ScrubTurn { along: 3.0 }).wait(1500);
    assert_eq!(stage.scrape().take(), 2);
    stage.send(ShowCommand::ScrubToVersion(100)).wait(1500);
    assert_eq!((stage.scrape().take(), stage.scrape().settled()), (100, 1.0));
    stage.send(ShowCommand::ScrubFirst).wait(1500);
    assert_eq!(stage.scrape().take(), 0);
    assert_eq!(along(&stage), 1.0);
    stage.send(ShowCommand::Scrape(false)).wait(700).send(ShowCommand::ScrubStep(1)).wait(700);
    assert_eq!(along(&stage), 2.0);
}

#[test]
fn all_the_way_of_a_fader_is_once_round_the_takes_and_where_it_stands_is_known() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubFollow { along: 1.0 }).wait(1500);
    stage.send(ShowCommand::Scrape(true)).wait(800);
    stage.send(ShowCommand::ScrubFollow { along: 3.0 }).wait(1500);
    assert_eq!(stage.scrape().take(), 107, "half the way of four stops");
    assert!((stage.show.hand_at(stage.now) - 3.0).abs() < 0.02);
    stage.send(ShowCommand::Scrape(false)).wait(700);
    assert_eq!(stage.show.hand_at(stage.now), 1.0, "the version is where it was");
}

#[test]
fn film_time_goes_on_within_the_shot_and_beyond_it_when_the_key_is_let_go() {
    let mut stage = Stage::new();
    let film = |stage: &Stage| stage.show.moment(stage.now, stage.now).film;
    stage.wait(3900).send(ShowCommand::Scrape(true));
    assert_eq!(film(&stage), FilmTime::from_millis(3900));
    assert_eq!(film(stage.wait(300)), FilmTime::from_millis(200), "the shot again");
    stage.wait(3000).send(ShowCommand::Scrape(false));
    assert_eq!(film(&stage), FilmTime::from_millis(3200));
    assert_eq!(film(stage.wait(1000)), FilmTime::from_millis(4200), "and on");
}

#[test]
fn a_part_that_loops_loops_on_when_the_key_is_let_go() {
    let mut stage = Stage::new();
    let range = |stage: &Stage| (stage.show.transport().loop_in, stage.show.transport().loop_out);
    stage.wait(1000).send(ShowCommand::LoopFrom).wait(1500).send(ShowCommand::LoopTo);
    let part = (FilmTime::from_millis(1000), FilmTime::from_millis(2500));
    assert_eq!(range(&stage), part);
    stage.send(ShowCommand::Scrape(true)).wait(300);
    assert_eq!(range(&stage), (FilmTime::ZERO, FilmTime::from_secs(4)));
    stage.send(ShowCommand::JumpTo(FilmTime::from_millis(1200)));
    stage.send(ShowCommand::Scrape(false));
    assert_eq!(range(&stage), part);
    // Not where the playhead has left it.
    stage.send(ShowCommand::Scrape(true)).wait(300).send(ShowCommand::JumpShot(1));
    stage.send(ShowCommand::Scrape(false));
    assert_eq!(range(&stage), (FilmTime::ZERO, FilmTime::from_secs(10)));
}

#[test]
fn where_nothing_was_kept_nothing_moves_and_the_film_goes_on() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::ScrubToVersion(2)).wait(600).wait(4000);
    stage.send(ShowCommand::Scrape(true)).wait(800);
    assert_eq!(stage.scrape().opened, Some(Opened { stop: 2, shot: 1, count: 1 }));
    assert_eq!(stage.scrape().seen(), 0.0);
    let transport = *stage.show.transport();
    assert_eq!((transport.loop_in, transport.loop_out), (FilmTime::ZERO, FilmTime::from_secs(10)));
}

#[test]
fn another_version_opens_when_what_sinks_is_gone() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Scrape(true)).wait(700).send(ShowCommand::Scrape(false));
    stage.wait(50).send(ShowCommand::ScrubToVersion(3)).wait(100).send(ShowCommand::Scrape(true));
    assert_eq!(stage.scrape().opened.map(|opened| opened.stop), Some(1));
    stage.wait(600);
    assert_eq!(stage.scrape().opened, Some(Opened { stop: 3, shot: 0, count: 2 }));
    assert_eq!(stage.wait(700).scrape().amount, 1.0);
    // The other shot of the same version: what was opened sinks, and the other comes up.
    stage.send(ShowCommand::JumpShot(1)).wait(1400);
    assert_eq!(stage.scrape().opened, Some(Opened { stop: 3, shot: 1, count: 401 }));
}

#[test]
fn at_the_inputs_it_opens_the_drafts_and_who_has_left_holds_no_key() {
    let mut stage = Stage::new();
    stage.wait(5000).send(ShowCommand::ScrubFirst).send(ShowCommand::ScrubFirst).wait(600);
    stage.send(ShowCommand::Scrape(true)).wait(700);
    assert_eq!(stage.scrape().opened, Some(Opened { stop: 0, shot: 1, count: 3 }));
    let to = crate::scrub::ScrubPosition::at(Stop::Version("b".to_owned()));
    stage.send(ShowCommand::Return { view: Some(View::Chorus), to }).wait(900);
    assert_eq!(stage.scrape(), Scrape::default());
    assert!(!stage.show.settings().scraping);
}

#[test]
fn after_a_reload_with_other_takes_what_was_open_sinks() {
    let mut stage = Stage::new();
    stage.send(ShowCommand::Scrape(true)).wait(700);
    stage.send(ShowCommand::Replace(program())).wait(50);
    assert_eq!(stage.scrape().amount, 1.0, "the same takes stay");
    let fewer = program().with_beneath(vec![Vec::new(), vec![3, 3]]);
    stage.send(ShowCommand::Replace(fewer)).wait(700);
    assert_eq!(stage.scrape().opened, None);
}

proptest! {
    #[test]
    fn random_presses_releases_and_scrubs_keep_the_invariants(
        moves in prop::collection::vec((0_i64..900, 0_usize..16, -9.0_f64..9.0), 1..80),
    ) {
        let mut stage = Stage::new();
        for (ms, which, by) in moves {
            let command = match which {
                0..=3 => ShowCommand::Scrape(true),
                4..=6 => ShowCommand::Scrape(false),
                7 => ShowCommand::ScrubStep(by as i32),
                8 => ShowCommand::ScrubTurn { along: by },
                9 => ShowCommand::ScrubDrag { along: by },
                10 => ShowCommand::ScrubFollow { along: by },
                11 => ShowCommand::ScrubRelease,
                12 => ShowCommand::JumpShot(by as i32),
                13 => ShowCommand::ToggleLoop,
                14 => ShowCommand::ScrubToVersion((by.abs() * 30.0) as u16),
                _ => ShowCommand::NextView(1),
            };
            let before = stage.scrape();
            stage.send(command);
            let after = stage.scrape();
            // Whatever is asked for, nothing of it is seen to jump.
            if before.opened == after.opened {
                prop_assert!((before.amount - after.amount).abs() < 1e-9);
            } else {
                prop_assert!(before.seen() < 1e-6 && after.seen() < 1e-6);
            }
            stage.now = stage.now.after(ms * MS);
            prop_assert_eq!(stage.show.verify_invariants(stage.now), Ok(()));
        }
    }

    #[test]
    fn it_is_the_same_however_often_it_is_asked(at in 0_i64..3000, steps in 1_i64..40) {
        let mut often = Stage::new();
        often.wait(100).send(ShowCommand::Scrape(true));
        let once = often.show.clone();
        let end = often.now.after(at * MS);
        for step in 1..=steps {
            let now = ClockTime(often.now.0 + at * MS * step / steps);
            often.show.apply(now, ShowCommand::ScrubStep(0));
        }
        let (a, b) = (often.show.moment(end, end).scrape, once.moment(end, end).scrape);
        prop_assert_eq!(a.opened, b.opened);
        prop_assert!((a.amount - b.amount).abs() < 1e-9);
    }
}
