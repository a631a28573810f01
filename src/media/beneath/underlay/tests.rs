use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::exhibit;
use crate::media::beneath::Takes;
use crate::media::beneath::bank::bytes_of;
use crate::media::beneath::plan::Near;
use crate::media::decoder::Fault;
use crate::media::picture::OwnPlanes;
use crate::rendition::{ClipFacts, FORMAT, FrameTable, Medium, Prepared, Rendition, Rung};
use crate::timeline::{Rate, Speed};

/// A take of so many frames at ten a second, on a rung of 320×180 and one of 160×90.
fn take(frames: i64) -> Arc<Prepared> {
    let length = FilmTime::from_millis(100 * frames);
    let rung = |level: u8, width: u32, height: u32| Rung {
        level,
        width,
        height,
        crops: vec![(width, height)],
        file: String::new(),
        intra: true,
        table: FrameTable::regular(Rate::whole(10), length),
    };
    let clip = ClipFacts {
        master: String::new(),
        start: FilmTime::ZERO,
        end: length,
        size: (1280, 720),
        pixel_aspect: (1, 1),
        colour: Colour::default(),
        changes: Vec::new(),
    };
    let rendition = Rendition {
        format: FORMAT,
        medium: Medium::H264,
        length,
        clips: vec![clip],
        rungs: vec![rung(2, 320, 180), rung(3, 160, 90)],
        sound: None,
    };
    Arc::new(Prepared { folder: PathBuf::new(), rendition })
}

/// Draws the number of the frame into the first sample; takes of 7 frames are broken.
struct Fake(Arc<AtomicUsize>);

impl Unpack for Fake {
    fn picture(
        &mut self,
        prepared: &Prepared,
        rung: usize,
        frame: usize,
    ) -> Result<Picture, Fault> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let facts = &prepared.rendition.rungs[rung];
        if facts.table.frames().len() == 7 {
            return Err(Fault::Unit("broken".to_owned()));
        }
        let mut planes = OwnPlanes::black(facts.width, facts.height);
        planes.data[0] = 16 + frame as u8;
        Ok(Picture { planes: Arc::new(planes) })
    }
}

/// One version with takes of so many frames each.
fn underlay(frames: &[i64], budget: usize) -> (Underlay, Arc<AtomicUsize>) {
    let names: Vec<String> = (0..frames.len()).map(|index| format!("\"{index:03}.mp4\"")).collect();
    let text = format!(
        "title = \"T\"\nlength = 8\n[[shot]]\nid = \"a\"\nstart = 0\n[[shot]]\nid = \"b\"\nstart = 2\n\
         [[generation]]\nid = \"g\"\nname = \"G\"\n[[version]]\ngeneration = \"g\"\ncard = 24\n\
         takes = {{ b = [{}] }}\n",
        names.join(", ")
    );
    let exhibit = exhibit::parse(&text, Path::new("e"), Path::new("")).unwrap().exhibit;
    let paths = exhibit.versions[0].takes.iter().map(|take| take.path.clone());
    let takes: Takes = paths.zip(frames.iter().map(|frames| take(*frames))).collect();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let tool = move || Box::new(Fake(Arc::clone(&counted))) as Box<dyn Unpack>;
    (Underlay::within(budget, Arc::new(Sets::of(&exhibit, &takes)), tool), count)
}

const NEAR: Near = Near { stop: 1, shot: 1, pixels: (150, 84) };

fn ask(ms: i64, opened: bool) -> Ask {
    Ask {
        opened: opened.then_some(NEAR),
        at_hand: vec![NEAR],
        film: FilmTime::from_millis(ms),
        speed: Speed::NORMAL,
        ease: 0,
    }
}

/// The frame that a take shows, from its first sample.
fn frame(shown: &TakeShown) -> Option<u8> {
    shown.picture.as_ref().map(|picture| picture.planes.plane(0).data[0] - 16)
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn takes_of_any_length_show_the_picture_of_one_film_time_and_begin_with_their_shot() {
    let (mut takes, _) = underlay(&[10, 4, 1], 64 << 20);
    assert!(takes.settle(&ask(2650, true), LONG));
    let shown = takes.select(&ask(2650, true));
    let frames: Vec<_> = shown.iter().map(frame).collect();
    assert_eq!(frames, [Some(6), Some(2), Some(0)]);
    assert!(shown.iter().all(|take| take.state == FrameState::Exact));
    assert_eq!(shown[0].crop, (160, 90), "no larger than it is seen");
}

#[test]
fn first_pictures_are_at_hand_before_the_key_goes_down_and_stand_in_until_the_present_ones_come() {
    let (mut takes, count) = underlay(&[10; 40], 64 << 20);
    assert!(takes.select(&ask(2000, false)).is_empty(), "nothing is seen yet");
    assert!(takes.settle(&ask(2000, false), LONG));
    assert_eq!(takes.health().pictures, 40);
    assert_eq!(count.load(Ordering::SeqCst), 40, "each once");
    let shown = takes.select(&ask(2750, true));
    assert_eq!(shown.len(), 40);
    assert!(shown.iter().all(|take| take.picture.is_some()), "nothing is ever empty");
}

#[test]
fn what_cannot_be_shown_is_missing_and_the_others_go_on() {
    let (mut takes, _) = underlay(&[10, 7, 10], 64 << 20);
    takes.settle(&ask(2150, true), LONG);
    takes.settle(&ask(2150, true), LONG);
    for ms in [2150, 2250, 2350, 2450] {
        takes.settle(&ask(ms, true), LONG);
    }
    let states: Vec<_> =
        takes.select(&ask(2450, true)).iter().map(|take| (take.state, frame(take))).collect();
    assert_eq!(states[0], (FrameState::Exact, Some(4)));
    assert_eq!(states[1].1, None);
    assert_eq!(states[2], (FrameState::Exact, Some(4)));
}

#[test]
fn the_budget_holds_whatever_is_asked_and_what_is_seen_comes_before_what_may_be() {
    let each = bytes_of(&Picture { planes: Arc::new(OwnPlanes::black(160, 90)) });
    // What is seen now and next is more than there is room for.
    let budget = each * 30;
    let (mut takes, _) = underlay(&[10; 24], budget);
    for ms in (2000..5000).step_by(90) {
        assert!(takes.settle(&ask(ms, true), LONG));
        let health = takes.health();
        assert!(health.bytes <= budget, "{health:?}");
        assert!(takes.select(&ask(ms, true)).iter().all(|take| take.state == FrameState::Exact));
    }
}

#[test]
fn other_takes_forget_the_old_ones_and_the_same_keep_them() {
    let (mut takes, count) = underlay(&[10; 6], 64 << 20);
    assert!(takes.settle(&ask(2000, false), LONG));
    let same = Arc::new((**takes.sets()).clone());
    takes.replace(same);
    assert!(takes.settle(&ask(2000, false), LONG));
    assert_eq!(count.load(Ordering::SeqCst), 6);
    takes.replace(Arc::default());
    assert_eq!(takes.health().pictures, 0);
    assert!(takes.select(&ask(2000, true)).is_empty());
}
