use std::sync::Arc;

use super::*;
use crate::media::open::Renditions;
use crate::media::shown::Condition;
use crate::media::{Aim, FrameState, Lockstep, Need};
use crate::rendition::Rendition;
use crate::timeline::{ClockTime, FilmTime, Rate, Speed};

const PATIENCE: Duration = Duration::from_secs(60);

fn card(number: u16) -> Arc<Prepared> {
    let rendition = Rendition::card(number, Rate::whole(24), FilmTime::from_secs(4));
    Arc::new(Prepared { folder: std::path::PathBuf::new(), rendition })
}

/// Two cards, of which the first can be had fail.
struct Wall {
    reels: Lockstep,
    faults: Faults,
    first: Arc<Prepared>,
    ticks: i64,
}

fn wall() -> Wall {
    let faults = Faults::default();
    let first = card(1);
    let opener = Faulty::over(Renditions, faults.clone());
    let reels = Lockstep::new(vec![Some(Arc::clone(&first)), Some(card(2))], Box::new(opener));
    Wall { reels, faults, first, ticks: 0 }
}

impl Wall {
    /// What both show at a film time, waited for as long as there is hope.
    fn at(&mut self, film_ms: i64) -> [FrameState; 2] {
        let need = Need { base: (320, 180), visible: (320, 180), ..Need::default() };
        self.ticks += 1;
        self.reels.arrange(ClockTime(self.ticks * 16_666_667), &[need; 2]);
        let aim = Aim {
            film: FilmTime::from_millis(film_ms),
            speed: Speed::STILL,
            loop_in: FilmTime::ZERO,
            loop_out: FilmTime::from_secs(4),
        };
        self.reels.settle(&aim, PATIENCE);
        let shown = self.reels.select(&aim);
        [shown[0].state, shown[1].state]
    }

    fn condition(&self) -> Condition {
        self.reels.health()[0].condition
    }

    /// Waits until something is so of the first version, without waiting for its frame.
    fn until(&mut self, film_ms: i64, is: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is(self) {
            assert!(began.elapsed() < PATIENCE, "it never came to be");
            let aim = Aim {
                film: FilmTime::from_millis(film_ms),
                speed: Speed::STILL,
                loop_in: FilmTime::ZERO,
                loop_out: FilmTime::from_secs(4),
            };
            self.reels.select(&aim);
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

const BOTH: [FrameState; 2] = [FrameState::Exact; 2];

#[test]
fn a_broken_decoder_rests_with_its_last_picture_and_mended_comes_back_by_itself() {
    let mut wall = wall();
    assert_eq!(wall.at(0), BOTH);
    let first = Arc::clone(&wall.first);
    wall.faults.break_decoder(&first, true);
    assert!(wall.faults.is_broken(&first));
    wall.until(1000, |wall| wall.condition() == Condition::Resting);
    let error = wall.reels.health()[0].error.clone().unwrap();
    assert_eq!(error, "its decoder is broken on purpose, by What if");
    let aim = Aim {
        film: FilmTime::from_millis(1000),
        speed: Speed::STILL,
        loop_in: FilmTime::ZERO,
        loop_out: FilmTime::from_secs(4),
    };
    let shown = wall.reels.select(&aim);
    assert_eq!((shown[0].state, shown[0].frame), (FrameState::Late, Some(0)));
    assert!(shown[0].picture.is_some(), "the last good picture stays");
    wall.faults.break_decoder(&first, false);
    assert_eq!(wall.at(1000), BOTH);
    assert_eq!(wall.condition(), Condition::Well);
}

#[test]
fn a_damaged_file_is_missing_and_restored_it_plays_when_its_reels_begin_anew() {
    let mut wall = wall();
    assert_eq!(wall.at(0), BOTH);
    let first = Arc::clone(&wall.first);
    wall.faults.corrupt_file(&first, true);
    assert_eq!(wall.at(2000), [FrameState::Missing, FrameState::Exact]);
    let counted: Vec<[u64; 3]> = wall.reels.counts().collect();
    assert_eq!(counted, [[1, 0, 1], [2, 0, 0]]);
    wall.faults.corrupt_file(&first, false);
    assert_eq!(wall.at(2000)[0], FrameState::Missing, "damage does not heal by itself");
    wall.reels.reopen(0);
    wall.reels.reopen(77);
    assert_eq!(wall.at(2000), BOTH);
    assert_eq!(wall.reels.counts().next(), Some([2, 0, 2]), "its counts go on");
}

#[test]
fn damage_changes_what_was_read_and_shortens_it() {
    for length in [0usize, 1, 4, 1000] {
        let good: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
        let mut bad = good.clone();
        damage(&mut bad);
        assert_eq!(bad.len(), length.saturating_sub(1));
        assert!(bad.is_empty() || bad[..] != good[..bad.len()]);
    }
}

#[test]
fn reads_from_a_slow_disk_queue_up_and_go_on_at_once_when_it_is_fast_again() {
    let faults = Faults::default();
    faults.deliver(usize::MAX);
    faults.slow_disk(Some(1e6));
    let began = Instant::now();
    let reads = || (0..4).for_each(|_| faults.deliver(10_000));
    std::thread::scope(|scope| {
        scope.spawn(reads);
        scope.spawn(reads);
    });
    assert!(began.elapsed() >= Duration::from_millis(79), "eighty kilobytes at one a millisecond");
    faults.slow_disk(Some(1.0));
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| faults.deliver(usize::MAX));
        while faults.lock().busy_until.is_none() {
            std::thread::yield_now();
        }
        faults.mend();
        waits.join().unwrap();
    });
    assert_eq!(faults.disk(), None);
    for odd in [0.0, -1.0, f64::NAN] {
        faults.slow_disk(Some(odd));
        assert_eq!(faults.disk(), None);
    }
}

#[test]
fn what_is_read_by_itself_as_takes_are_meets_the_same_faults() {
    let (faults, card) = (Faults::default(), card(3));
    let opener = Faulty::over(Renditions, faults.clone());
    let read = || {
        let frame = card.rendition.rungs[0].table.frames()[1];
        opener.units(&card, 0)?.read(&frame)
    };
    let good = read().unwrap();
    faults.corrupt_file(&card, true);
    assert_ne!(read().unwrap(), good);
    faults.break_decoder(&card, true);
    assert!(matches!(read(), Err(Fault::Decoder(_))));
    faults.mend();
    assert_eq!(read().unwrap(), good);
}

#[test]
fn a_version_that_is_withheld_is_no_missing_frame() {
    let mut wall = wall();
    assert_eq!(wall.at(500), BOTH);
    wall.reels.replace(vec![Some(Arc::clone(&wall.first)), None]);
    let before: Vec<[u64; 3]> = wall.reels.counts().collect();
    assert_eq!(wall.at(500), [FrameState::Exact, FrameState::Missing]);
    assert!(wall.reels.plays(0) && !wall.reels.plays(1));
    let after: Vec<[u64; 3]> = wall.reels.counts().collect();
    assert_eq!(after[0][0], before[0][0] + 1);
    assert_eq!(after[1], before[1]);
}
