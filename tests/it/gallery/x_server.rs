//! An X server with outputs that can be unplugged, on any machine: Xorg with its dummy driver.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

/// Width and height of every output.
pub const OUTPUT: (u32, u32) = (640, 360);
/// Outputs in a row.
pub const COLUMNS: u32 = 3;

/// The server; dropped, it ends.
pub struct XServer {
    child: Child,
    /// Its name: `:95`.
    pub display: String,
    _folder: tempfile::TempDir,
}

/// The whole desktop as it is seen.
pub struct Capture {
    width: u32,
    pixels: Vec<u8>,
}

impl Capture {
    /// The green of a pixel, which is most of its luma.
    pub fn gray(&self, x: u32, y: u32) -> u8 {
        self.pixels.get((y * self.width + x) as usize * 4 + 1).copied().unwrap_or_default()
    }

    /// The mean of a rectangle.
    pub fn mean(&self, (x, y): (u32, u32), (w, h): (u32, u32)) -> f64 {
        let values = (y..y + h).flat_map(|y| (x..x + w).map(move |x| f64::from(self.gray(x, y))));
        values.sum::<f64>() / f64::from(w * h)
    }
}

impl XServer {
    /// Starts one with so many outputs; none, and why, where this machine cannot.
    pub fn start(outputs: u32) -> Option<Self> {
        let driver = "/usr/lib/xorg/modules/drivers/dummy_drv.so";
        let has = |program: &str| {
            Command::new("sh").args(["-c", &format!("command -v {program}")]).output()
        };
        let found = |program: &str| has(program).is_ok_and(|output| output.status.success());
        if !found("Xorg") || !found("xrandr") || !Path::new(driver).exists() {
            eprintln!("skipped: Xorg with its dummy driver and xrandr are not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (w, h) = OUTPUT;
        let (across, down) = (w + 240, h + 60);
        let clock = f64::from(across * down) * 60.0 / 1e6;
        let config = folder.path().join("xorg.conf");
        let text = format!(
            "Section \"Device\"\nIdentifier \"d\"\nDriver \"dummy\"\nVideoRam 256000\nEndSection\n\
             Section \"Monitor\"\nIdentifier \"m\"\nHorizSync 1-2000\nVertRefresh 1-300\n\
             Modeline \"{w}x{h}\" {clock:.2} {w} {} {} {across} {h} {} {} {down}\nEndSection\n\
             Section \"Screen\"\nIdentifier \"s\"\nDevice \"d\"\nMonitor \"m\"\nDefaultDepth 24\n\
             SubSection \"Display\"\nDepth 24\nModes \"{w}x{h}\"\nVirtual 3840 2160\n\
             EndSubSection\nEndSection\n",
            w + 48,
            w + 128,
            h + 3,
            h + 8
        );
        fs::write(&config, text).unwrap();
        let mut child = Command::new("Xorg")
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-config"])
            .arg(&config)
            .arg("-logfile")
            .arg(folder.path().join("log"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It says which display it is when it is ready.
        let mut said = String::new();
        let mut out = child.stdout.take().unwrap();
        let mut byte = [0];
        while out.read(&mut byte).is_ok_and(|read| read == 1) && byte[0] != b'\n' {
            said.push(char::from(byte[0]));
        }
        if said.trim().is_empty() {
            eprintln!("skipped: Xorg does not start here");
            child.kill().ok();
            child.wait().unwrap();
            return None;
        }
        let server = Self { child, display: format!(":{}", said.trim()), _folder: folder };
        (0..outputs).for_each(|output| server.plug(output));
        let rows = outputs.div_ceil(COLUMNS);
        server.xrandr(&["--fb", &format!("{}x{}", COLUMNS * w, rows * h)]);
        Some(server)
    }

    /// Where an output is on the desktop.
    pub fn place(output: u32) -> (u32, u32) {
        (output % COLUMNS * OUTPUT.0, output / COLUMNS * OUTPUT.1)
    }

    /// Connects an output.
    pub fn plug(&self, output: u32) {
        let (name, mode) = (format!("DUMMY{output}"), format!("{}x{}", OUTPUT.0, OUTPUT.1));
        let (x, y) = Self::place(output);
        self.xrandr(&["--addmode", &name, &mode]);
        self.xrandr(&["--output", &name, "--mode", &mode, "--pos", &format!("{x}x{y}")]);
    }

    /// Unplugs an output.
    pub fn unplug(&self, output: u32) {
        self.xrandr(&["--output", &format!("DUMMY{output}"), "--off"]);
    }

    fn xrandr(&self, arguments: &[&str]) {
        let mut command = Command::new("xrandr");
        command.args(arguments).env("DISPLAY", &self.display).stderr(Stdio::null());
        command.status().unwrap();
    }

    /// Types keys, with those before the last held.
    pub fn press(&self, keys: &str) -> bool {
        let typed = Command::new("xdotool")
            .args(["key", keys])
            .env("DISPLAY", &self.display)
            .stderr(Stdio::null())
            .status();
        typed.is_ok_and(|status| status.success())
    }

    /// What is seen on all outputs.
    pub fn capture(&self) -> Capture {
        let (connection, screen) = x11rb::connect(Some(&self.display)).unwrap();
        let root = connection.setup().roots[screen].root;
        let size = connection.get_geometry(root).unwrap().reply().unwrap();
        let asked = connection
            .get_image(ImageFormat::Z_PIXMAP, root, 0, 0, size.width, size.height, u32::MAX)
            .unwrap();
        Capture { width: size.width.into(), pixels: asked.reply().unwrap().data }
    }
}

impl Drop for XServer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Asks again and again until it is so, for as long as a loaded machine may need.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what}: not within a minute");
}
