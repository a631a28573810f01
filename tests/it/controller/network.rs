//! The show as it is driven over a real socket, and by a recording, within Bevy.

use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bevy::app::{App, Update};
use bevy::ecs::schedule::IntoScheduleConfigs as _;
use palimpsest::controller::osc::packet::{self, Argument};
use palimpsest::controller::osc::table::as_markdown;
use palimpsest::controller::plugin::Controllers;
use palimpsest::controller::room::{self, Wanted};
use palimpsest::exhibit;
use palimpsest::installation::Installation;
use palimpsest::installation::controllers::Osc;
use palimpsest::show::plugin::{InputSeen, Now, ShowSystems};
use palimpsest::show::{Moment, Program, Show, ShowCommand, View};
use palimpsest::timeline::clock::Monotonic;
use palimpsest::timeline::{Clock as _, ClockTime};

/// A show in Bevy without anything that draws, with an installation's controllers and network.
pub struct Room {
    pub app: App,
    pub installation: Arc<Installation>,
}

impl Room {
    pub fn new(wanted: Vec<Wanted>, osc: Option<Osc>) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exhibits/cards");
        let loaded = exhibit::load(&file, None).unwrap_or_else(|report| panic!("{report}"));
        let exhibit = Arc::new(loaded.exhibit);
        let now = Monotonic.now();
        let mut show = Show::new(Program::of(&exhibit, |_| None), now.after(-3_600_000_000_000));
        show.apply(now.after(-1_000_000_000), ShowCommand::ScrubToVersion(1));
        let mut installation = Installation::default();
        installation.running.osc = osc;
        let installation = Arc::new(installation);
        let mut app = App::new();
        app.configure_sets(
            Update,
            (ShowSystems::Input, ShowSystems::Advance, ShowSystems::Report).chain(),
        );
        palimpsest::show::plugin::plugin(&mut app, show, exhibit, Arc::new(Monotonic));
        palimpsest::controller::plugin::plugin(&mut app, wanted, Arc::clone(&installation));
        palimpsest::controller::osc::plugin::plugin(&mut app);
        app.update();
        Self { app, installation }
    }

    pub fn moment(&self) -> &Moment {
        &self.app.world().resource::<Now>().0
    }

    /// Ticks until something is so; it must become so within five seconds.
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Moment) -> bool) {
        for _ in 0..500 {
            self.app.update();
            if is_so(self.moment()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{what}: {:?}", self.moment());
    }
}

/// A port that nobody has at present.
fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn listener() -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let at = socket.local_addr().unwrap();
    (socket, at)
}

#[test]
fn a_tablet_drives_the_show_and_is_told_what_became_of_it() {
    let (tablet, at) = listener();
    let port = free_port();
    let osc = Osc { port, from: Vec::new(), to: vec![at] };
    let mut room = Room::new(Vec::new(), Some(osc));
    let send = |address: &str, arguments: &[Argument]| {
        tablet.send_to(&packet::write(address, arguments), ("127.0.0.1", port)).unwrap();
    };
    let end = room.app.world().resource::<Controllers>().scale().end();
    send("/palimpsest/scrub", &[Argument::Float(1.0)]);
    room.until("the next one", |moment| moment.along == end);
    send("/palimpsest/step", &[Argument::Int(-2)]);
    room.until("two older", |moment| moment.along == end - 2.0);
    send("/palimpsest/view", &[Argument::Text("solo".to_owned())]);
    room.until("solo", |moment| moment.view == View::Solo && moment.arrived == 1.0);
    send("/palimpsest/play", &[]);
    room.until("it plays", |moment| moment.film.0 > 0);
    // Nothing of this is understood, and nothing comes of it.
    let before = room.moment().along;
    for bytes in [&b"garbage"[..], b"/palimpsest/scrub\0\0\0,f\0\0", b"#bundle\0", &[0xff; 2000]] {
        tablet.send_to(bytes, ("127.0.0.1", port)).unwrap();
    }
    send("/palimpsest/view", &[Argument::Text("nonsense".to_owned())]);
    send("/palimpsest/version", &[Argument::Text("nobody".to_owned())]);
    send("/palimpsest/pause", &[]);
    room.until("it stands", |moment| moment.speed.get() == 0);
    assert_eq!((room.moment().along, room.moment().view), (before, View::Solo));
    // What was told meanwhile.
    let mut told = Vec::new();
    let mut bytes = [0; 2048];
    tablet.set_nonblocking(true).unwrap();
    while let Ok((length, _)) = tablet.recv_from(&mut bytes) {
        told.extend(packet::read(&bytes[..length]).unwrap());
    }
    let says = |address: &str, argument: &Argument| {
        told.iter()
            .any(|message| message.address == address && message.arguments == [argument.clone()])
    };
    // While its own hand is on its fader it is not told where that is; then it is.
    assert!(says("/palimpsest/state/position", &Argument::Float(0.75)), "{told:?}");
    assert!(!says("/palimpsest/state/position", &Argument::Float(1.0)), "{told:?}");
    assert!(says("/palimpsest/state/view", &Argument::Text("solo".to_owned())));
    assert!(says("/palimpsest/state/playing", &Argument::Int(1)));
    assert!(says("/palimpsest/state/playing", &Argument::Int(0)));
}

#[test]
fn without_named_senders_nobody_beyond_this_machine_is_heard() {
    let osc = Osc { port: free_port(), from: Vec::new(), to: Vec::new() };
    let clock = Arc::new(Monotonic);
    let socket = palimpsest::controller::osc::port::Socket::open(&osc, clock).unwrap();
    assert!(socket.at.ip().is_loopback(), "{}", socket.at);
}

#[test]
fn a_port_that_is_taken_is_no_reason_to_stop() {
    let (_taken, at) = listener();
    let osc = Osc { port: at.port(), from: Vec::new(), to: Vec::new() };
    let mut room = Room::new(Vec::new(), Some(osc));
    room.app.update();
    assert_eq!(room.moment().view, View::Chorus);
}

#[test]
fn the_document_has_every_message_that_is_understood() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/CONTROLLERS.md");
    let document = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = document.split_once("<!-- osc table -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let must_be =
        format!("{before}<!-- osc table -->\n{}\n<!-- end -->{after}", as_markdown().trim_end());
    if std::env::var_os("UPDATE_TABLE").is_some() {
        std::fs::write(&file, &must_be).unwrap();
    }
    assert_eq!(document, must_be, "UPDATE_TABLE=1 writes it anew");
}

#[test]
fn a_movement_is_in_the_moment_of_the_next_tick_and_keeps_its_own_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hand.tape");
    std::fs::write(&file, "0.20  90 3E 7F\n0.30  80 3E 00\n").unwrap();
    let wanted = vec![Wanted::at_rehearsal(format!("replay:{}", file.display()))];
    let began = Monotonic.now();
    let mut room = Room::new(wanted, None);
    let seen = |room: &Room| room.app.world().resource::<InputSeen>().0;
    let mut before = began;
    for _ in 0..500 {
        std::thread::sleep(Duration::from_millis(10));
        room.app.update();
        let tick: ClockTime = room.moment().clock;
        if let Some(input) = seen(&room) {
            assert!(input.since(began) >= 200_000_000, "when it came, not when it was read");
            assert!(input > before && input <= tick, "at most one tick before this one");
            room.until("one newer", |moment| moment.along == 2.0);
            return;
        }
        before = tick;
    }
    panic!("it was never heard");
}

#[test]
fn an_installation_names_its_controllers_and_their_profiles() {
    let mut installation = Installation::clone(&Room::new(Vec::new(), None).installation);
    let mut named = palimpsest::installation::controllers::Controller::named("Plinth");
    let place = palimpsest::diagnostic::Place {
        file: "wall.toml".to_owned(),
        line: 3,
        column: 1,
        length: 1,
        source_line: "controllers = []".to_owned(),
        skipped: 0,
    };
    named.profile = Some(("korg-nanokontrol".to_owned(), place));
    installation.running.controllers = vec![named];
    let report = room::wanted(&installation).unwrap_err().render(false);
    assert!(report.contains("wall.toml:3:1") && report.contains("korg-nanokontrol2"), "{report}");
}
