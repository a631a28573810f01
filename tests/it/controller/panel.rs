//! The Controller panel beside controllers at work: recordings, within Bevy.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bevy::ecs::world::Mut;
use palimpsest::controller::mapping::Role;
use palimpsest::controller::plugin::Controllers;
use palimpsest::controller::profile::{Function, load, shipped};
use palimpsest::controller::room::Wanted;
use palimpsest::installation::Installation;
use palimpsest::rehearsal::controller_fill::{ControllerBench, Scene};
use palimpsest::rehearsal::panels::controller::{
    ControllerView, ControllerWish, LessonView, Looks, PortLine,
};
use palimpsest::show::ShowCommand;
use palimpsest::show::plugin::{Hung, Inbox, Now, ShowClock, TheShow};

use super::network::Room;

/// A room with a panel that looks at a recording.
struct Looked {
    room: Room,
    bench: ControllerBench,
    folder: tempfile::TempDir,
    name: String,
}

impl Looked {
    fn at(tape: &str, profile: &str, role: Role) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hand.tape");
        std::fs::write(&file, tape).unwrap();
        let name = format!("replay:{}", file.display());
        let profile = shipped::named(profile);
        let room = Room::new(vec![Wanted { name: name.clone(), profile, role }], None);
        Self { room, bench: ControllerBench::default(), folder, name }
    }

    /// Lies beside this installation what is saved.
    fn beside_its_installation(&mut self) {
        let mut installation = Installation::clone(&self.room.installation);
        installation.file = Some(self.folder.path().join("room.toml"));
        let mut controllers = self.room.app.world_mut().resource_mut::<Controllers>();
        controllers.rehang(Arc::new(installation)).unwrap();
    }

    fn with<R>(
        &mut self,
        act: impl FnOnce(&mut ControllerBench, &mut Controllers, &mut Inbox, Scene<'_>) -> R,
    ) -> R {
        let bench = &mut self.bench;
        self.room.app.world_mut().resource_scope(|world, mut controllers: Mut<Controllers>| {
            world.resource_scope(|world, mut inbox: Mut<Inbox>| {
                let scene = Scene {
                    show: &world.resource::<TheShow>().0,
                    moment: &world.resource::<Now>().0,
                    exhibit: &world.resource::<Hung>().0,
                    now: world.resource::<ShowClock>().0.now(),
                };
                act(bench, &mut controllers, &mut inbox, scene)
            })
        })
    }

    fn asks(&mut self, wish: ControllerWish) {
        self.with(|bench, controllers, inbox, scene| {
            bench.obey(vec![wish], controllers, scene.now, inbox);
        });
    }

    fn sees(&mut self) -> ControllerView {
        self.room.app.update();
        self.with(|bench, controllers, _, scene| bench.fill(controllers, scene))
    }

    /// Looks until something is so; it must become so within ten seconds.
    fn until(&mut self, what: &str, is_so: impl Fn(&ControllerView) -> bool) -> ControllerView {
        let mut view = self.sees();
        for _ in 0..1000 {
            if is_so(&view) {
                return view;
            }
            std::thread::sleep(Duration::from_millis(10));
            view = self.sees();
        }
        panic!("{what}: {view:?}");
    }
}

fn shown(view: &ControllerView) -> Option<&PortLine> {
    view.ports.get(view.shown?)
}

fn is_here(view: &ControllerView) -> bool {
    shown(view).is_some_and(|port| port.here)
}

#[test]
fn what_is_sent_is_seen_with_what_it_means_and_what_is_unknown() {
    let tape = "0.30 B0 00 00\n0.32 B0 00 10\n0.34 B0 00 14\n0.40 99 0C 7F\n0.50 B0 29 7F\n";
    let mut looked = Looked::at(tape, "korg-nanokontrol2", Role::Staff);
    let view = looked.until("all came", |view| view.messages.len() >= 3);
    let [play, unknown, slider] = &view.messages[..] else { panic!("{:?}", view.messages) };
    assert_eq!(
        (play.short.as_str(), play.means.as_str()),
        ("CC 41 = 127, ch 1", "PLAY: play or pause")
    );
    assert!(unknown.unknown && unknown.says == "note 12 down (127) on channel 10", "{unknown:?}");
    assert_eq!((slider.short.as_str(), slider.count), ("CC 0 = 20, ch 1", 3));
    let face = |name: &str| view.controls.iter().find(|face| face.name == name).unwrap();
    let Looks::Fader(Some(stands)) = face("slider 1").looks else { panic!("{view:?}") };
    assert!((stands - 20.0 / 127.0).abs() < 0.02, "{stands}");
    assert_eq!(face("PLAY").looks, Looks::Key(true));
    assert_eq!(face("slider 8").looks, Looks::Fader(None), "it was not moved yet");
}

#[test]
fn staff_see_where_the_fader_has_to_go_and_visitors_meet_by_themselves() {
    // Near its upper end; the picture is on the oldest version.
    let tape = "0.20 B0 00 7F\n0.30 B0 00 70\n";
    let mut looked = Looked::at(tape, "korg-nanokontrol2", Role::Staff);
    let view = looked.until("it stands", |view| {
        view.meetings.first().is_some_and(|meeting| meeting.stands.is_some_and(|at| at < 0.9))
    });
    let meeting = &view.meetings[0];
    assert!(meeting.waits && meeting.way.is_some_and(|way| way < -0.2), "{meeting:?}");
    assert_eq!(looked.room.moment().along, 1.0, "it moves nothing yet");
    let mut looked = Looked::at(tape, "korg-nanokontrol2", Role::Public);
    let view = looked
        .until("it leads", |view| view.meetings.first().is_some_and(|meeting| meeting.at > 0.8));
    assert!(!view.meetings[0].waits, "{view:?}");
}

#[test]
fn one_gesture_is_learned_acts_at_once_and_is_saved_when_asked() {
    let mut tape = String::new();
    for (count, at) in (0..6).zip([30, 36, 42, 48, 54, 60]) {
        let value = if count < 3 { "01" } else { "41" };
        tape += &format!("0.{at} B0 10 {value}\n");
    }
    for at in 40..60 {
        tape += &format!("{}.{} B0 10 01\n", at / 10, at % 10);
    }
    let mut looked = Looked::at(&tape, "generic", Role::Rehearsal);
    looked.beside_its_installation();
    looked.until("it is here", is_here);
    looked.asks(ControllerWish::Learn);
    let listening =
        |view: &ControllerView| matches!(view.lesson, LessonView::Listening { messages: 6, .. });
    let view = looked.until("it listens", listening);
    assert!(view.messages.iter().all(|message| message.means == "to be learned"), "{view:?}");
    let learned = |view: &ControllerView| matches!(view.lesson, LessonView::Learned { .. });
    let view = looked.until("it has learned", learned);
    assert_eq!(looked.room.moment().along, 1.0, "the gesture itself moved nothing");
    let LessonView::Learned { does, control, choices, .. } = &view.lesson else { panic!() };
    assert_eq!((does.function, control.as_str()), (Function::Scrub, "scrub"));
    assert!(choices.iter().any(|(words, _)| words == "changes the speed of the film"));
    looked.until("the dial moves the picture", |view| {
        view.desk.as_ref().is_some_and(|desk| desk.at > 1.5)
    });
    looked.asks(ControllerWish::Call("My box".to_owned()));
    let draft = looked.sees().draft.unwrap();
    assert!(draft.text.contains("cc = 16\nchannel = 1\nsends = \"sign-magnitude\""), "{draft:?}");
    assert!(!Path::new(&draft.file).exists(), "nothing is written unasked");
    looked.asks(ControllerWish::SaveProfile);
    let written = looked.sees().draft.unwrap().written.unwrap().unwrap();
    assert!(written.contains("profile = \"my-box.toml\""), "{written}");
    assert_eq!(Path::new(&draft.file), looked.folder.path().join("my-box.toml"));
    assert_eq!(std::fs::read_to_string(&draft.file).unwrap(), draft.text);
    let read = load::load(Path::new(&draft.file)).unwrap();
    assert_eq!((read.profile.name.as_str(), read.warnings.errors()), ("My box", 0));
    looked.asks(ControllerWish::SaveProfile);
    let again = looked.sees().draft.unwrap().written.unwrap().unwrap_err();
    assert!(again.contains("is there already"), "{again}");
    looked.asks(ControllerWish::GoBack);
    let view = looked.sees();
    assert_eq!(view.draft, None);
    assert!(view.controls.iter().any(|face| face.name == "any knob or fader"), "as before");
}

#[test]
fn what_was_not_understood_is_said_and_changes_nothing() {
    let mut looked = Looked::at("0.30 B0 10 01\n0.36 B0 10 01\n", "generic", Role::Rehearsal);
    looked.until("it is here", is_here);
    looked.asks(ControllerWish::Learn);
    let view = looked.until("it is puzzled", |view| matches!(view.lesson, LessonView::Puzzled(_)));
    assert_eq!(view.draft, None);
    looked.asks(ControllerWish::StopLearning);
    assert_eq!(looked.sees().lesson, LessonView::Idle);
}

#[test]
fn one_that_is_pulled_out_lets_go_of_what_it_held_and_comes_back() {
    // The key that opens the refused takes goes down and stays down.
    let tape = "0.30 B0 40 7F\n6.00 B0 40 00\n";
    let mut looked = Looked::at(tape, "korg-nanokontrol2", Role::Staff);
    let opens = |view: &ControllerView| view.desk.as_ref().is_some_and(|desk| desk.scrapes);
    looked.until("the key is down", opens);
    let name = looked.name.clone();
    let pull = |looked: &mut Looked, name: &str, out| {
        looked.with(|_, controllers, _, _| controllers.pull(name, out))
    };
    pull(&mut looked, &name, true).unwrap();
    let view = looked.until("it is gone", |view| !is_here(view));
    assert_eq!(shown(&view).unwrap().says, "pulled out for a trial");
    let view = looked.until("let go", |view| view.desk.as_ref().is_some_and(|desk| !desk.scrapes));
    assert!(view.controls.iter().all(|face| face.looks != Looks::Key(true)));
    pull(&mut looked, &name, false).unwrap();
    looked.until("it is here again", is_here);
    assert!(pull(&mut looked, "no such box", true).unwrap_err().contains("no such box"));
    assert!(pull(&mut looked, "mouse", true).is_err());
}

#[test]
fn hidden_it_keeps_nothing_and_listens_to_no_gesture() {
    let mut looked = Looked::at("0.20 B0 29 7F\n0.90 B0 29 00\n", "korg-nanokontrol2", Role::Staff);
    looked.until("something came", |view| !view.messages.is_empty());
    looked.asks(ControllerWish::Learn);
    looked.with(|bench, controllers, _, _| bench.hide(controllers));
    looked.room.until("it plays", |moment| moment.speed.get() != 0);
    looked.with(|_, controllers, _, _| {
        assert_eq!(controllers.messages().count(), 0);
        assert!(controllers.lesson().is_none());
    });
    let view = looked.sees();
    assert_eq!((view.messages.len(), view.lesson), (0, LessonView::Idle));
}

#[test]
fn the_virtual_controls_move_the_picture_and_no_controller_is_needed() {
    let room = Room::new(Vec::new(), None);
    let folder = tempfile::tempdir().unwrap();
    let bench = ControllerBench::default();
    let mut looked = Looked { room, bench, folder, name: String::new() };
    let view = looked.sees();
    assert_eq!((view.ports.len(), view.shown, view.controls.len()), (0, None, 0));
    let desk = view.desk.unwrap();
    assert_eq!(desk.stops.len(), desk.scale.end() as usize + 1, "every stop has its name");
    looked.asks(ControllerWish::Show(ShowCommand::ScrubFollow { along: 2.0 }));
    looked.until("it follows", |view| view.desk.as_ref().is_some_and(|desk| desk.at == 2.0));
}
