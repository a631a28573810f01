//! Controllers that come and go, and recordings in their place.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use palimpsest::controller::port::keeper::{Found, Keeper, Line, System};
use palimpsest::controller::port::{Ear, Heard, News, Ports, Present, Queue};
use palimpsest::controller::{Event, Movement};
use palimpsest::timeline::clock::{Monotonic, Stepped};
use proptest::prelude::*;

/// A system whose controllers are plugged in and out by hand.
#[derive(Clone, Default)]
struct Hub(Arc<Mutex<Plugged>>);

#[derive(Default)]
struct Plugged {
    here: BTreeMap<String, String>,
    ears: BTreeMap<String, Ear>,
    refuses: bool,
    silent: bool,
    tries: usize,
    sent: Vec<Vec<u8>>,
    open: Arc<AtomicI64>,
}

impl Hub {
    fn with<R>(&self, act: impl FnOnce(&mut Plugged) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Plugged in under another number each time, as ALSA does it.
    fn plug(&self, id: &str, name: &str) {
        self.with(|hub| hub.here.insert(id.to_owned(), name.to_owned()));
    }

    fn unplug(&self, id: &str) {
        self.with(|hub| hub.here.remove(id));
    }

    fn open(&self) -> i64 {
        self.with(|hub| hub.open.load(Ordering::Relaxed))
    }
}

struct Wire {
    hub: Hub,
    open: Arc<AtomicI64>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Line for Wire {
    fn send(&mut self, bytes: &[u8]) {
        self.hub.with(|hub| hub.sent.push(bytes.to_vec()));
    }
}

impl System for Hub {
    fn list(&mut self) -> Result<Vec<Found>, String> {
        self.with(|hub| {
            if hub.silent {
                return Err("there is no MIDI here".to_owned());
            }
            let found =
                |(id, name): (&String, &String)| Found { id: id.clone(), name: name.clone() };
            Ok(hub.here.iter().map(found).collect())
        })
    }

    fn open(&mut self, found: &Found, ear: Ear) -> Result<Box<dyn Line>, String> {
        let hub = self.clone();
        self.with(|plugged| {
            plugged.tries += 1;
            if plugged.refuses {
                return Err("another program has it".to_owned());
            }
            plugged.ears.insert(found.id.clone(), ear);
            plugged.open.fetch_add(1, Ordering::Relaxed);
            Ok(Box::new(Wire { hub, open: Arc::clone(&plugged.open) }) as Box<dyn Line>)
        })
    }
}

struct Room {
    hub: Hub,
    clock: Stepped,
    queue: Queue,
    present: Present,
    keeper: Keeper<Hub>,
}

impl Room {
    fn for_controllers(names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let (hub, clock) = (Hub::default(), Stepped::default());
        let (queue, present) = (Queue::default(), Present::default());
        let keeper = Keeper::new(
            hub.clone(),
            &names,
            Arc::new(clock.clone()),
            queue.clone(),
            present.clone(),
        );
        Self { hub, clock, queue, present, keeper }
    }

    fn look(&mut self) -> Vec<(String, News)> {
        self.clock.step(1_000_000_000);
        self.keeper.look();
        let news = |heard: Heard| (heard.port.to_string(), heard.what);
        self.queue.take().into_iter().map(news).collect()
    }
}

#[test]
fn a_controller_is_found_lost_and_found_again_under_the_same_name() {
    let mut room = Room::for_controllers(&["any"]);
    assert_eq!(room.look(), []);
    assert_eq!(room.present.now(), ["none is connected"]);
    room.hub.plug("24:0", "nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0");
    let name = "nanoKONTROL2 MIDI 1".to_owned();
    assert_eq!(room.look(), [(name.clone(), News::Came)]);
    assert_eq!(room.present.now(), ["nanoKONTROL2 MIDI 1"]);
    room.hub.with(|hub| hub.ears["24:0"].clone()).hear(&[0xb0, 0, 5]);
    let event = Event::ControlChange { channel: 0, controller: 0, value: 5 };
    assert_eq!(room.look(), [(name.clone(), News::Moved(Movement::Midi(event)))]);
    room.hub.unplug("24:0");
    assert_eq!(room.look(), [(name.clone(), News::Went)]);
    room.hub.plug("131:0", "nanoKONTROL2:nanoKONTROL2 MIDI 1 131:0");
    assert_eq!(room.look(), [(name, News::Came)]);
    assert_eq!(room.hub.open(), 1);
}

#[test]
fn one_that_is_pulled_out_for_a_trial_goes_the_way_of_a_cable_and_its_twin_stays() {
    let mut room = Room::for_controllers(&["any"]);
    room.hub.plug("20:0", "Box");
    room.hub.plug("24:0", "Box");
    room.look();
    let pulled = room.keeper.pulled();
    assert!(pulled.pull("Box (2)") && !pulled.pull("Box (2)"));
    assert_eq!(room.look(), [("Box (2)".to_owned(), News::Went)]);
    assert_eq!(room.hub.open(), 1, "its port is closed");
    assert_eq!(room.look(), []);
    assert_eq!(room.present.now(), ["Box"]);
    assert!(pulled.plug_in("Box (2)") && !pulled.plug_in("Box (2)"));
    assert_eq!(room.look(), [("Box (2)".to_owned(), News::Came)]);
    assert_eq!(room.hub.open(), 2);
}

#[test]
fn who_is_named_and_missing_is_said() {
    let mut room = Room::for_controllers(&["X-TOUCH", "mouse", "replay:x.tape"]);
    room.hub.plug("20:0", "Midi Through:Midi Through Port-0 20:0");
    assert_eq!(room.look(), []);
    assert_eq!(room.present.now(), ["X-TOUCH: not connected"]);
    room.hub.with(|hub| hub.silent = true);
    room.look();
    assert_eq!(room.present.now(), ["X-TOUCH: not connected", "none: there is no MIDI here"]);
}

#[test]
fn two_of_the_same_name_are_told_apart() {
    let mut room = Room::for_controllers(&["nano"]);
    room.hub.plug("24:0", "nanoKONTROL2:nanoKONTROL2 MIDI 1 24:0");
    room.hub.plug("28:0", "nanoKONTROL2:nanoKONTROL2 MIDI 1 28:0");
    let names: Vec<String> = room.look().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["nanoKONTROL2 MIDI 1", "nanoKONTROL2 MIDI 1 (2)"]);
    room.keeper.lines().send(&"nanoKONTROL2 MIDI 1 (2)".into(), &[0xb0, 1, 2]);
    room.keeper.lines().send(&"nobody".into(), &[0xb0, 1, 2]);
    assert_eq!(room.hub.with(|hub| hub.sent.clone()), [[0xb0, 1, 2]]);
}

#[test]
fn one_that_cannot_be_opened_is_tried_again_but_ever_less_often() {
    let mut room = Room::for_controllers(&["any"]);
    room.hub.with(|hub| hub.refuses = true);
    room.hub.plug("24:0", "Fader 24:0");
    for _ in 0..600 {
        room.look();
    }
    let tries = room.hub.with(|hub| hub.tries);
    assert!((8..30).contains(&tries), "{tries} in ten minutes");
    assert_eq!(room.present.now(), ["Fader: it cannot be opened"]);
    room.hub.with(|hub| hub.refuses = false);
    for _ in 0..61 {
        room.look();
    }
    assert_eq!((room.present.now(), room.hub.open()), (vec!["Fader".to_owned()], 1));
}

#[test]
fn one_that_is_back_before_anybody_looked_is_opened_anew() {
    let mut room = Room::for_controllers(&["any"]);
    room.hub.plug("24:0", "Fader 24:0");
    room.look();
    // It went and came within one look, under the same number: its connection is dead.
    room.keeper.lose("24:0");
    let name = "Fader".to_owned();
    assert_eq!(room.look(), [(name.clone(), News::Went), (name, News::Came)]);
    assert_eq!((room.hub.open(), room.hub.with(|hub| hub.tries)), (1, 2));
}

#[test]
fn ten_thousand_times_plugged_in_and_out_nothing_is_left_open() {
    let mut room = Room::for_controllers(&["any"]);
    for cycle in 0..10_000 {
        let id = format!("{}:0", 20 + cycle % 100);
        room.hub.plug(&id, &format!("Fader:Fader MIDI 1 {id}"));
        assert_eq!(room.look(), [("Fader MIDI 1".to_owned(), News::Came)]);
        assert_eq!(room.hub.open(), 1);
        room.hub.unplug(&id);
        room.look();
        assert_eq!((room.hub.open(), room.keeper.lines().len()), (0, 0));
    }
}

proptest! {
    #[test]
    fn whatever_comes_and_goes_what_is_open_is_what_is_here(
        changes in prop::collection::vec((0_usize..12, 0..6), 1..400),
    ) {
        let names = ["A", "A", "B", "Knob", "Knob", "C"];
        let mut room = Room::for_controllers(&["a", "knob", "B"]);
        for (slot, change) in changes {
            let id = format!("{slot}:0");
            match change {
                0 | 1 => room.hub.plug(&id, &format!("{} {id}", names[slot % names.len()])),
                2 | 3 => room.hub.unplug(&id),
                4 => room.hub.with(|hub| hub.refuses = !hub.refuses),
                _ => room.hub.with(|hub| hub.silent = !hub.silent),
            }
            room.look();
            let wanted = room.hub.with(|hub| {
                let is_wanted = |name: &&String| !name.starts_with('C');
                if hub.silent { 0 } else { hub.here.values().filter(is_wanted).count() }
            });
            let open = usize::try_from(room.hub.open()).unwrap();
            prop_assert_eq!(open, room.keeper.lines().len());
            prop_assert!(open <= wanted);
            if !room.hub.with(|hub| hub.refuses) {
                // Longer than the longest time between two tries.
                (0..61).for_each(|_| { room.look(); });
                prop_assert_eq!(usize::try_from(room.hub.open()).unwrap(), wanted);
            }
        }
    }
}

#[test]
fn a_recording_goes_the_way_of_a_controller_at_its_own_times() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hand.tape");
    std::fs::write(&file, "# a fader\n0.00  B0 07 10\n0.15  B0 07 11 90 3C\n0.15  7F\n").unwrap();
    let name = format!("replay:{}", file.display());
    let ports = Ports::open(std::slice::from_ref(&name), Arc::new(Monotonic)).unwrap();
    let mut heard = Vec::new();
    for _ in 0..200 {
        heard.extend(ports.heard());
        if heard.len() == 4 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(heard.iter().all(|heard| *heard.port == *name));
    let [came, first, second, key, ..] = &heard[..] else { panic!("{heard:?}") };
    assert_eq!(came.what, News::Came);
    let fader = |value| {
        News::Moved(Movement::Midi(Event::ControlChange { channel: 0, controller: 7, value }))
    };
    assert_eq!((first.what, second.what), (fader(0x10), fader(0x11)));
    let down = Event::NoteOn { channel: 0, note: 0x3c, velocity: 0x7f };
    assert_eq!(key.what, News::Moved(Movement::Midi(down)), "a message across two bursts");
    assert!(second.when.since(first.when) >= 140_000_000, "at its time, not before");
}
