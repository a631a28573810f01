//! The wall of a gallery: the real program on nine real outputs, unplugged and plugged, edited,
//! closed and killed.

mod x_server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;

use palimpsest::exhibit;
use palimpsest::installation;
use palimpsest::kiosk::status::{self, Status};
use palimpsest::media::squares::{Region, Squares, read_squares};
use palimpsest::render::outputs::wall_of;
use palimpsest::timeline::{FilmTime, Rate};
use palimpsest::wall::{Layout, Rect};

use crate::wall::one_at_a_time;
use x_server::{Capture, OUTPUT, XServer, until};

/// The wall's first lines, and nine screens on nine outputs.
fn wall(first: &str) -> String {
    let mut text = format!("viewing-distance = 2000\n{first}\n");
    for index in 0..9 {
        text += &format!(
            "[[screen]]\nname = \"screen {index}\"\nx = {}\ny = {}\nwidth = 1210\nheight = 681\n\
             pixels = [{}, {}]\noutput = \"DUMMY{index}\"\n",
            index % 3 * 1210,
            index / 3 * 681,
            OUTPUT.0,
            OUTPUT.1
        );
    }
    text
}

/// A wall that runs; dropped, it is killed.
struct Running {
    folder: tempfile::TempDir,
    display: String,
    arguments: Vec<String>,
    child: Child,
}

impl Running {
    /// Runs the twelve test cards on this wall.
    fn start(server: &XServer, installation: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("exhibit")).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("exhibits/test-card/exhibit.toml");
        fs::copy(shipped, folder.path().join("exhibit/exhibit.toml")).unwrap();
        fs::write(folder.path().join("wall.toml"), installation).unwrap();
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let child = spawn(folder.path(), &server.display, &arguments);
        let running = Self { folder, display: server.display.clone(), arguments, child };
        running.wait_for("the first pictures", |status| status.refreshes > 5);
        running
    }

    fn status(&self) -> Option<Status> {
        status::ask(&status::socket(self.folder.path())).ok()
    }

    fn wait_for(&self, what: &str, mut is_so: impl FnMut(&Status) -> bool) {
        until(what, || self.status().is_some_and(|status| is_so(&status)));
    }

    fn edit(&self, file: &str, edit: impl Fn(String) -> String) {
        let path = self.folder.path().join(file);
        let text = edit(fs::read_to_string(&path).unwrap());
        // As editors do: another file that takes its place.
        let aside = path.with_extension("aside");
        fs::write(&aside, text).unwrap();
        fs::rename(aside, path).unwrap();
    }

    /// Kills it at once and runs it again.
    fn kill_and_restart(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = spawn(self.folder.path(), &self.display, &self.arguments);
        let pid = self.child.id();
        self.wait_for("pictures again", |status| status.pid == pid && status.refreshes > 5);
    }

    /// Where the picture of each version is seen.
    fn pictures(&self) -> Vec<Rect> {
        let file = self.folder.path().join("wall.toml");
        let loaded = installation::load(&file).unwrap_or_else(|report| panic!("{report}"));
        let wall = wall_of(&loaded.installation);
        let exhibit = exhibit::load(&self.folder.path().join("exhibit"), None);
        let versions = exhibit.unwrap_or_else(|report| panic!("{report}")).exhibit.versions.len();
        let layout = Layout::new(wall, versions + 2, 16.0 / 9.0);
        layout.cells[1..=versions].to_vec()
    }
}

fn spawn(folder: &Path, display: &str, arguments: &[String]) -> Child {
    let cache: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    Command::new(env!("CARGO_BIN_EXE_palimpsest"))
        .args(["run", "exhibit", "--installation", "wall.toml", "--cache"])
        .arg(cache)
        .args(arguments)
        .current_dir(folder)
        .env("DISPLAY", display)
        .env_remove("WAYLAND_DISPLAY")
        .env("XDG_RUNTIME_DIR", folder)
        .env("XDG_STATE_HOME", folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The film time of every picture in a capture, as the first and the last that its frame may
/// mean; none where a row of squares cannot be read.
fn film_times(capture: &Capture, pictures: &[Rect]) -> Vec<Option<(FilmTime, FilmTime)>> {
    let rates = [8, 8, 12, 24, 12, 24, 25, 24, 30, 25, 30, 60].map(Rate::whole);
    let read = |(index, rect): (usize, &Rect)| {
        let region = Region { x: rect.x, y: rect.y, width: rect.w, height: rect.h };
        let Squares { version, frame } = read_squares(|x, y| capture.gray(x, y), region)?;
        assert_eq!(usize::from(version), index + 1, "another version hangs there");
        let (rate, frame) = (rates[index], u64::from(frame));
        Some((rate.start_of(frame), rate.start_of(frame + 1)))
    };
    pictures.iter().enumerate().map(read).collect()
}

/// All pictures of a capture can be of one film time.
fn is_in_lockstep(capture: &Capture, pictures: &[Rect]) -> bool {
    let times = film_times(capture, pictures);
    let Some(times) = times.into_iter().collect::<Option<Vec<_>>>() else { return false };
    let latest = times.iter().map(|(from, _)| *from).max();
    let earliest = times.iter().map(|(_, to)| *to).min();
    latest < earliest
}

#[test]
fn nine_outputs_show_one_film_time_and_go_on_when_any_or_all_are_unplugged() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(9) else { return };
    let running = Running::start(&server, &wall("idle = 0\nreset = 0"), &[]);
    let pictures = running.pictures();
    until("all twelve versions in lockstep", || is_in_lockstep(&server.capture(), &pictures));

    for output in 0..9 {
        server.unplug(output);
        running.wait_for("that it is gone", |status| {
            status.screens[output as usize].output.is_none()
                && status.screens.iter().filter(|screen| screen.output.is_some()).count() == 8
        });
        server.plug(output);
        running.wait_for("that it is back", |status| {
            status.screens.iter().all(|screen| screen.output.is_some())
        });
    }
    (0..9).for_each(|output| server.unplug(output));
    running.wait_for("that all are gone", |status| {
        status.screens.iter().all(|screen| screen.output.is_none())
    });
    (0..9).for_each(|output| server.plug(output));
    running.wait_for("that all are back", |status| {
        status.screens.iter().all(|screen| screen.output.is_some()) && status.problems.len() > 9
    });
    until("lockstep again", || is_in_lockstep(&server.capture(), &pictures));
}

#[test]
fn edited_files_are_applied_and_bad_ones_refused_while_the_wall_goes_on() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(9) else { return };
    let running = Running::start(&server, &wall("idle = 0\nreset = 0"), &[]);
    running.edit("wall.toml", |text| text.replace("\"screen 4\"", "\"the middle\""));
    running.wait_for("the new name", |status| status.screens[4].name == "the middle");
    running.edit("wall.toml", |text| text.replace("DUMMY4", "DUMMY5"));
    running.wait_for("that it is refused", |status| {
        status.refused.iter().any(|said| said.contains("the same pixels of"))
    });
    assert_eq!(running.status().unwrap().screens[4].output.as_deref(), Some("DUMMY4"));
    running.edit("wall.toml", |text| text.replacen("DUMMY5", "DUMMY4", 1));
    running.wait_for("that it is mended", |status| status.refused.is_empty());

    let words = |from: &'static str, to: &'static str| move |text: String| text.replace(from, to);
    running.edit("exhibit/exhibit.toml", words("[[version]]", "[[vresion]]"));
    running.wait_for("that it is refused", |status| {
        status.refused.iter().any(|said| said.contains("vresion"))
    });
    assert_eq!(running.status().unwrap().versions.len(), 12, "what hangs goes on");
    running.edit("exhibit/exhibit.toml", words("[[vresion]]", "[[version]]"));
    running.wait_for("that it is mended", |status| status.refused.is_empty());
    let pictures = running.pictures();
    until("lockstep", || is_in_lockstep(&server.capture(), &pictures));
}

#[test]
fn outside_its_hours_the_wall_is_black_and_asleep_and_it_wakes_by_itself() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(9) else { return };
    let hours = "time-zone = \"Europe/Berlin\"\nhours = { daily = \"10:00-18:00\" }\nidle = 0\n\
                 on-open = \"echo open >> switched\"\non-close = \"echo close >> switched\"";
    // Half a minute before closing time, of a day that no build of this program is later than: it
    // believes no calendar that is before itself.
    let running =
        Running::start(&server, &wall(hours), &["--calendar", "2037-11-25T17:59:40+01:00"]);
    let status = running.status().unwrap();
    assert_eq!(status.until.as_deref(), Some("Wednesday 2037-11-25 18:00"));
    let seen = |capture: &Capture| (0..9).any(|i| capture.mean(XServer::place(i), OUTPUT) > 1.0);
    until("pictures", || seen(&server.capture()));
    running.wait_for("closing time", |status| !status.lit);
    until("black", || !seen(&server.capture()));
    let switched = running.folder.path().join("switched");
    let said = || fs::read_to_string(&switched).unwrap_or_default();
    until("that the panels are switched off", || said() == "open\nclose\n");
    // The zone changes, and with it the hour.
    running.edit("wall.toml", |text| text.replace("Europe/Berlin", "Atlantic/Azores"));
    running.wait_for("that it wakes", |status| status.lit);
    until("pictures again", || seen(&server.capture()));
    until("that the panels are switched on", || said() == "open\nclose\nopen\n");
}

#[test]
fn a_wall_that_is_killed_resumes_where_the_film_would_be() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(9) else { return };
    let mut running = Running::start(&server, &wall("idle = 0\nview = \"chorus\""), &[]);
    running.kill_and_restart();
    let pictures = running.pictures();
    // The film of twelve seconds runs since 1970.
    let into = || {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        (since.as_nanos() % 12_000_000_000) as i64
    };
    until("the right film time", || {
        let before = into();
        let capture = server.capture();
        let times = film_times(&capture, &pictures);
        let Some(Some((from, to))) = times.first() else { return false };
        let slack = FilmTime::from_millis(400);
        *from - slack < FilmTime(into()) && FilmTime(before) < *to + slack
    });
    // A second one finds the first and leaves it alone.
    let mut second = spawn(running.folder.path(), &server.display, &[]);
    let status = second.wait().unwrap();
    assert_eq!(status.code(), Some(2));
    assert!(running.status().is_some());
}

#[test]
fn screens_hang_as_they_are_turned_share_outputs_and_give_as_much_light_as_they_are_told() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(3) else { return };
    // Two screens share the first output; one is turned; the last gives half of its light.
    let screens = [
        "x = 0\nwidth = 605\nheight = 681\noutput = \"DUMMY0\"\nregion = [0, 0, 320, 360]",
        "x = 605\nwidth = 605\nheight = 681\noutput = \"DUMMY0\"\nregion = [320, 0, 320, 360]",
        "x = 1300\nwidth = 681\nheight = 1210\noutput = \"DUMMY1\"\npixels = [640, 360]\n\
         rotation = 90",
        "x = 2100\nwidth = 1210\nheight = 681\noutput = \"DUMMY2\"\npixels = [640, 360]\n\
         rotation = 180\nbrightness = 0.5",
    ];
    let wall: String = screens.iter().map(|screen| format!("[[screen]]\n{screen}\n")).collect();
    let running = Running::start(&server, &wall, &["--identify"]);
    let number = |seen: Option<Squares>| seen.map(|squares| squares.version);
    let (w, h) = (OUTPUT.0, OUTPUT.1);
    until("the card of every screen, as it hangs", || {
        let capture = server.capture();
        let region = |x, width: u32, height: u32| Region {
            x,
            y: 0.0,
            width: width as f32,
            height: height as f32,
        };
        let upright = |x, y| capture.gray(x, y);
        // Its top is on the right: what is seen across runs up the panel, what is down across it.
        let turned = |x: u32, y: u32| capture.gray(w + y, (h - 1).saturating_sub(x));
        let over = |x: u32, y: u32| {
            // Half the light of white is 188 of 255, and is told from black all the same.
            capture.gray(2 * w + (w - 1).saturating_sub(x), (h - 1).saturating_sub(y))
        };
        let seen = [
            number(read_squares(upright, region(0.0, 320, 360))),
            number(read_squares(upright, region(320.0, 320, 360))),
            number(read_squares(turned, region(0.0, h, w))),
            number(read_squares(over, region(0.0, w, h))),
        ];
        seen == [Some(1), Some(2), Some(3), Some(4)]
    });
    let brightest = |output: u32| {
        let (capture, (x, y)) = (server.capture(), XServer::place(output));
        (0..w * h).map(|i| capture.gray(x + i % w, y + i / w)).max().unwrap()
    };
    // sRGB: 255 · (1.055 · 0.5^(1/2.4) − 0.055).
    assert!((i32::from(brightest(2)) - 188).abs() <= 2, "{}", brightest(2));
    assert!(brightest(1) >= 254);
    assert!(running.status().unwrap().outputs.len() == 3);

    let listed = Command::new(env!("CARGO_BIN_EXE_palimpsest"))
        .args(["outputs", "--installation", "wall.toml"])
        .current_dir(running.folder.path())
        .env("DISPLAY", &server.display)
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let listed_text = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert_eq!(listed.status.code(), Some(0), "{listed_text}");
    assert!(
        listed_text.contains("DUMMY0 (640 × 360 at 0, 0): screen-1, screen-2"),
        "{listed_text}"
    );
}

#[test]
fn the_cards_of_the_screens_say_which_is_which_and_only_staff_end_the_wall() {
    let _guard = one_at_a_time();
    let Some(server) = XServer::start(9) else { return };
    let mut running = Running::start(&server, &wall("idle = 0"), &["--identify"]);
    let cards = |capture: &Capture| -> Vec<Option<Squares>> {
        let read = |index| {
            let (x, y) = XServer::place(index);
            let (width, height) = (OUTPUT.0 as f32, OUTPUT.1 as f32);
            let region = Region { x: x as f32, y: y as f32, width, height };
            read_squares(|x, y| capture.gray(x, y), region)
        };
        (0..9).map(read).collect()
    };
    until("nine cards of one refresh", || {
        let cards: Option<Vec<Squares>> = cards(&server.capture()).into_iter().collect();
        cards.is_some_and(|cards| {
            let numbers: Vec<u8> = cards.iter().map(|card| card.version).collect();
            numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9]
                && cards.iter().all(|card| card.frame == cards[0].frame)
        })
    });
    if !server.press("q") {
        eprintln!("skipped: keys, without xdotool");
        return;
    }
    for keys in ["Escape", "alt+F4", "ctrl+q", "ctrl+alt+shift+i"] {
        assert!(server.press(keys), "{keys}");
    }
    running.wait_for("the film in place of the cards", |status| {
        status.screens.iter().any(|screen| !screen.shows.is_empty())
    });
    assert_eq!(running.child.try_wait().unwrap(), None);
    assert!(server.press("ctrl+alt+shift+q"));
    until("that it ends", || running.child.try_wait().unwrap().is_some());
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}
