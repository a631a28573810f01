//! A small Linux of its own, with a real sequencer and a controller that the kernel makes up:
//! the system's kernel under QEMU, which needs no rights and no hardware.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The modules that are needed; what they need themselves is told by them.
const MODULES: [&str; 3] = ["snd_seq", "snd_seq_midi", CONTROLLER];
/// The one that makes a controller up: a script loads it, and the guest begins without.
const CONTROLLER: &str = "snd_virmidi";
/// Where the system keeps its kernel, if not in `PALIMPSEST_TEST_KERNEL`.
const ROOT: &str = "/";
/// Said where there is no kernel.
const HOW: &str = "\
skipped: no kernel with the modules snd-seq and snd-virmidi can be read here. Debian's, unpacked, will do:
    apt-get download $(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ {print $2; exit}')
    dpkg -x linux-image-*.deb DIR; export PALIMPSEST_TEST_KERNEL=DIR";

/// What a guest is made of.
pub struct Guest {
    kernel: PathBuf,
    folder: tempfile::TempDir,
}

impl Guest {
    /// Puts one together; none, and why, where this machine cannot.
    pub fn build() -> Option<Self> {
        for program in ["qemu-system-x86_64", "cpio", "busybox", "ldd"] {
            if find_program(program).is_none() {
                eprintln!("skipped: {program} is not installed");
                return None;
            }
        }
        let roots = std::env::var_os("PALIMPSEST_TEST_KERNEL").map(PathBuf::from);
        let roots = roots.into_iter().chain([PathBuf::from(ROOT)]);
        let Some((kernel, modules)) = roots.filter_map(|root| find_kernel(&root)).next() else {
            eprintln!("{HOW}");
            return None;
        };
        let guest = Self { kernel, folder: tempfile::tempdir().unwrap() };
        for name in ["bin", "proc", "sys", "dev", "tmp", "modules"] {
            fs::create_dir(guest.root().join(name)).unwrap();
        }
        let busybox = find_program("busybox").unwrap();
        fs::copy(&busybox, guest.root().join("bin/busybox")).unwrap();
        // Some systems have only one that is linked to libraries.
        guest.add_program(&busybox);
        guest.write("init", include_str!("guest-init.sh"));
        let names = modules.iter().map(|module| &module.name);
        let early = names.filter(|name| !name.starts_with(CONTROLLER));
        let order: String = early.map(|name| format!("{name}\n")).collect();
        guest.write("modules/order", &order);
        for Module { name, content } in modules {
            fs::write(guest.root().join("modules").join(name), content).unwrap();
        }
        let settings = Path::new("/usr/share/alsa/alsa.conf");
        if settings.exists() {
            guest.add(settings);
        }
        Some(guest)
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.root().join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn add(&self, file: &Path) {
        let to = self.root().join(file.strip_prefix("/").unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(file, to).unwrap();
    }

    /// Copies a program with the libraries that it is linked to, each to where it is here.
    pub fn add_program(&self, program: &Path) {
        self.add(program);
        let needs = Command::new("ldd").arg(program).output().unwrap();
        let needs = String::from_utf8(needs.stdout).unwrap();
        needs.split_whitespace().filter(|word| word.starts_with('/')).for_each(|library| {
            self.add(Path::new(library));
        });
    }

    /// Runs a shell script in it: what was written on its console until it ended, or until the
    /// time was over.
    pub fn run(&self, script: &str, limit: Duration) -> String {
        self.write("script", script);
        let outside = tempfile::tempdir().unwrap();
        let (image, console) = (outside.path().join("image"), outside.path().join("console"));
        // Not compressed: what that saves in reading, the emulated machine would lose thrice.
        let packed = Command::new("sh")
            .args(["-c", "find . | cpio -o -H newc > \"$0\""])
            .arg(&image)
            .current_dir(self.root())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(packed.success(), "cpio failed");
        let mut machine = Command::new("qemu-system-x86_64")
            // One processor: two that are emulated wait for each other more than they gain.
            .args(["-machine", "q35,accel=tcg", "-cpu", "max", "-smp", "1", "-m", "1536"])
            .args(["-nographic", "-nodefaults", "-no-reboot", "-serial", "stdio", "-append"])
            .arg("console=ttyS0 quiet panic=1 rdinit=/init")
            .arg("-kernel")
            .arg(&self.kernel)
            .arg("-initrd")
            .arg(&image)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&console).unwrap())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while machine.try_wait().unwrap().is_none() {
            if began.elapsed() > limit {
                machine.kill().unwrap();
                machine.wait().unwrap();
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        String::from_utf8_lossy(&fs::read(&console).unwrap()).replace('\r', "")
    }
}

fn find_program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let path = std::env::split_paths(&folders).map(|folder| folder.join(name));
    path.chain([Path::new("/usr/sbin").join(name)]).find(|file| file.is_file())
}

/// The newest kernel of a system that can be read, and its modules, each after those it needs.
fn find_kernel(root: &Path) -> Option<(PathBuf, Vec<Module>)> {
    let mut kernels: Vec<PathBuf> = files_of(&root.join("boot"))
        .into_iter()
        .filter(|file| {
            file.file_name().is_some_and(|n| n.to_string_lossy().starts_with("vmlinuz-"))
        })
        .collect();
    kernels.sort();
    kernels.into_iter().rev().find_map(|kernel| {
        let name = kernel.file_name()?.to_string_lossy().into_owned();
        let version = name.strip_prefix("vmlinuz-")?;
        // On some systems only root may read a kernel.
        fs::File::open(&kernel).ok()?;
        let folder = ["lib/modules", "usr/lib/modules"]
            .map(|folder| root.join(folder).join(version))
            .into_iter()
            .find(|folder| folder.is_dir())?;
        let built_in = fs::read_to_string(folder.join("modules.builtin")).unwrap_or_default();
        let mut finder =
            Finder { built_in, files: all_files(&folder.join("kernel/sound")), found: Vec::new() };
        let mut seen = BTreeSet::new();
        MODULES.iter().try_for_each(|module| finder.take(module, &mut seen))?;
        Some((kernel, finder.found))
    })
}

/// A module of the kernel, not compressed.
struct Module {
    /// The name of its file.
    name: String,
    content: Vec<u8>,
}

/// Gathers modules in the order in which they can be loaded.
struct Finder {
    built_in: String,
    files: Vec<PathBuf>,
    found: Vec<Module>,
}

impl Finder {
    fn take(&mut self, module: &str, seen: &mut BTreeSet<String>) -> Option<()> {
        if !seen.insert(module.to_owned()) {
            return Some(());
        }
        let is_it = |file: &&Path| {
            let name = file.file_name().map(|name| name.to_string_lossy().replace('-', "_"));
            name.is_some_and(|name| name.split('.').next() == Some(module))
        };
        let Some(file) = self.files.iter().map(PathBuf::as_path).find(is_it) else {
            let mut built_in = self.built_in.lines().map(Path::new);
            return built_in.any(|line| is_it(&line)).then_some(());
        };
        // Not every busybox loads a compressed one.
        let content = match file.extension()?.to_str()? {
            "ko" => fs::read(file).ok()?,
            "xz" => output_of("xz", file)?,
            "zst" => output_of("zstd", file)?,
            "gz" => output_of("gzip", file)?,
            _ => return None,
        };
        for need in needs(&content) {
            self.take(&need, seen)?;
        }
        self.found.push(Module { name: format!("{module}.ko"), content });
        Some(())
    }
}

/// The modules that a module names as those it needs: `depends=` and names with commas, up to a
/// zero, as all it says of itself (Linux, `include/linux/module.h`).
fn needs(content: &[u8]) -> Vec<String> {
    let mark = b"\0depends=";
    let Some(at) = content.windows(mark.len()).position(|window| window == mark) else {
        return Vec::new();
    };
    let names = content[at + mark.len()..].split(|byte| *byte == 0).next().unwrap_or_default();
    let names = String::from_utf8_lossy(names).replace('-', "_");
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn output_of(program: &str, file: &Path) -> Option<Vec<u8>> {
    let output = Command::new(program).arg("-dc").arg(file).output().ok()?;
    output.status.success().then_some(output.stdout)
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let (folders, mut files): (Vec<_>, Vec<_>) =
        files_of(folder).into_iter().partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| all_files(folder)));
    files.sort();
    files
}
