//! What a newcomer meets first: the set-up, on machines made of stand-ins, and the papers.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The set-up itself, run where every program that it calls is a stand-in.
#[cfg(unix)]
mod machine {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;

    /// Programs that are real, and only read and print.
    const REAL: &[&str] = &["cat", "dirname", "env", "sed", "tr"];

    /// A machine that has everything, until told otherwise.
    struct Machine {
        folder: PathBuf,
    }

    /// What a run of the set-up came to.
    struct Run {
        done: bool,
        said: String,
        /// The calls of apt-get, one line each, `sudo` before it where it was used.
        apt: String,
    }

    impl Machine {
        fn new(name: &str) -> Self {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("setup").join(name);
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            fs::create_dir_all(folder.join("bin")).unwrap();
            let machine = Self { folder };
            for program in REAL {
                let real = ["/usr/bin", "/bin"].iter().map(|bin| Path::new(bin).join(program));
                let real = real.into_iter().find(|path| path.exists()).unwrap();
                symlink(real, machine.folder.join("bin").join(program)).unwrap();
            }
            machine.system("ID=ubuntu\nID_LIKE=debian\n");
            machine.lacks(&[]);
            machine.program("cargo", "");
            machine.program("rustc", "echo 'rustc 1.95.0 (59807616e 2026-04-14)'");
            machine.program("uname", "echo Linux");
            machine.program("id", "echo 0");
            machine.program("sudo", r#"printf 'sudo ' >>"$MACHINE/apt"; exec "$@""#);
            machine.program("pkg-config", "");
            machine.program("gst-inspect-1.0", "");
            let query = r#"case " $(cat "$MACHINE/lacks") " in *" $3 "*) exit 1 ;; esac
                printf installed"#;
            machine.program("dpkg-query", query);
            machine.program("apt-get", r#"echo "$*" >>"$MACHINE/apt"; echo "APT at work""#);
            machine
        }

        /// Replaces a program by a stand-in.
        fn program(&self, name: &str, script: &str) {
            let path = self.folder.join("bin").join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }

        fn without(&self, name: &str) {
            fs::remove_file(self.folder.join("bin").join(name)).unwrap();
        }

        fn lacks(&self, packages: &[&str]) {
            fs::write(self.folder.join("lacks"), packages.join(" ")).unwrap();
        }

        fn system(&self, os_release: &str) {
            fs::write(self.folder.join("os-release"), os_release).unwrap();
        }

        fn set_up(&self, arguments: &[&str]) -> Run {
            let output = Command::new("/bin/sh")
                .arg(root().join(".setup/install"))
                .args(arguments)
                .env_clear()
                .env("PATH", self.folder.join("bin"))
                .env("MACHINE", &self.folder)
                .env("OS_RELEASE", self.folder.join("os-release"))
                .output()
                .unwrap();
            assert!(output.stdout.is_empty(), "it speaks on stderr");
            Run {
                done: output.status.success(),
                said: String::from_utf8(output.stderr).unwrap(),
                apt: fs::read_to_string(self.folder.join("apt")).unwrap_or_default(),
            }
        }
    }

    #[test]
    fn a_machine_that_has_everything_is_left_alone_without_a_word() {
        for (name, os_release) in [("debian", "ID=debian\n"), ("fedora", "ID=fedora\n")] {
            let machine = Machine::new(name);
            machine.system(os_release);
            let run = machine.set_up(&[]);
            assert!(run.done);
            assert_eq!((run.said.as_str(), run.apt.as_str()), ("", ""), "{name}");
        }
    }

    #[test]
    fn what_is_missing_is_named_before_it_is_installed_and_nothing_else_is() {
        let machine = Machine::new("missing");
        machine.lacks(&["libasound2-dev", "gstreamer1.0-libav", "xvfb"]);
        let run = machine.set_up(&[]);
        assert!(run.done, "{}", run.said);
        let named = run.said.find("  libasound2-dev\n  gstreamer1.0-libav\n").unwrap();
        assert!(named < run.said.find("APT at work").unwrap(), "{}", run.said);
        let calls: Vec<&str> = run.apt.lines().collect();
        assert_eq!(calls.len(), 2, "{}", run.apt);
        assert!(calls[0].ends_with(" update"));
        assert!(calls[1].ends_with("--no-install-recommends libasound2-dev gstreamer1.0-libav"));
    }

    #[test]
    fn what_only_tests_need_is_installed_only_for_them() {
        let machine = Machine::new("tests");
        machine.lacks(&["xvfb"]);
        assert_eq!(machine.set_up(&[]).apt, "");
        assert!(machine.set_up(&["--tests"]).apt.ends_with(" xvfb\n"));
    }

    #[test]
    fn sudo_is_used_only_by_those_who_are_not_root() {
        let machine = Machine::new("sudo");
        machine.lacks(&["libasound2-dev"]);
        assert!(!machine.set_up(&[]).apt.contains("sudo"));
        machine.program("id", "echo 1000");
        let run = machine.set_up(&[]);
        assert!(run.apt.contains("sudo ") && run.said.contains("sudo may ask"), "{}", run.said);
    }

    #[test]
    fn whoever_may_not_install_is_told_what_to_ask_for() {
        let machine = Machine::new("no-sudo");
        machine.lacks(&["libasound2-dev"]);
        machine.program("id", "echo 1000");
        let asks = "apt-get install --yes --no-install-recommends libasound2-dev";
        machine.program("sudo", "echo 'you are not in the sudoers file' >&2; exit 1");
        let refused = machine.set_up(&[]);
        machine.without("sudo");
        let none = machine.set_up(&[]);
        for run in [refused, none] {
            assert!(!run.done && run.apt.is_empty());
            assert!(run.said.contains(asks) && run.said.contains("administrator"), "{}", run.said);
        }
    }

    #[test]
    fn a_source_of_packages_that_cannot_be_reached_is_no_reason_to_stop() {
        let machine = Machine::new("offline");
        machine.lacks(&["libasound2-dev"]);
        machine.program("apt-get", r#"case "$*" in *update) exit 100 ;; esac"#);
        let run = machine.set_up(&[]);
        assert!(run.done && run.said.contains("could not refresh"), "{}", run.said);
    }

    #[test]
    fn elsewhere_the_packages_are_named_and_nothing_is_installed() {
        let machine = Machine::new("elsewhere");
        machine.system("ID=arch\n");
        machine.program("pkg-config", "exit 1");
        let run = machine.set_up(&[]);
        assert!(!run.done && run.apt.is_empty());
        for tool in ["dnf install", "pacman -S", "brew install", "gstreamer-1.0 1.22 or newer"] {
            assert!(run.said.contains(tool), "{tool}: {}", run.said);
        }
    }

    #[test]
    fn a_gstreamer_that_is_too_old_or_lacks_an_element_is_not_accepted() {
        let machine = Machine::new("old-gstreamer");
        let old = r#"case $1 in --atleast-version=*) exit 1 ;; --modversion) echo 1.20.3 ;; esac"#;
        machine.program("pkg-config", old);
        let run = machine.set_up(&[]);
        assert!(!run.done && run.said.contains("1.20.3"), "{}", run.said);

        let machine = Machine::new("no-x264");
        machine.program("gst-inspect-1.0", r#"test "$2" != x264enc"#);
        let run = machine.set_up(&[]);
        assert!(!run.done && run.said.contains("x264enc"), "{}", run.said);
    }

    #[test]
    fn without_a_rust_that_is_new_enough_nothing_is_installed() {
        let machine = Machine::new("old-rust");
        machine.lacks(&["libasound2-dev"]);
        machine.program("rustc", "echo 'rustc 1.63.0'");
        let old = machine.set_up(&[]);
        machine.without("cargo");
        let none = machine.set_up(&[]);
        for run in [old, none] {
            assert!(!run.done && run.apt.is_empty());
            assert!(run.said.contains("https://rustup.rs"), "{}", run.said);
        }
        machine.program("cargo", "");
        machine.program("rustc", "exit 1");
        let unset = machine.set_up(&[]);
        assert!(!unset.done && unset.said.contains("rustup default stable"), "{}", unset.said);
        machine.lacks(&[]);
        machine.program("rustc", "echo 'rustc 2.0.0-nightly (abc 2027-01-01)'");
        assert!(machine.set_up(&[]).done);
    }
}

/// The blocks of a kind in a Markdown text.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    let begun = text.split(fence.as_str()).skip(1);
    begun.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_readme_names_both_commands_and_none_that_the_makefile_lacks() {
    let (readme, makefile) = (read("README.md"), read("Makefile"));
    let mut named: Vec<&str> = readme
        .split("make ")
        .skip(1)
        .zip(readme.split("make "))
        .filter(|(_, before)| before.ends_with(['\n', '`']))
        .map(|(after, _)| after.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default())
        .collect();
    named.sort_unstable();
    named.dedup();
    assert!(named.contains(&"rehearse") && named.contains(&"test"), "{named:?}");
    for target in named {
        assert!(makefile.contains(&format!("\n{target}:")), "`make {target}` does nothing");
    }
}

#[test]
fn the_exhibit_in_the_readme_is_one() {
    let examples = blocks(&read("README.md"), "toml");
    let whole = examples.iter().filter(|text| text.contains("[[version]]"));
    assert!(whole.clone().count() > 0, "the README shows an exhibit");
    for text in whole {
        let file = Path::new("exhibits/mine/exhibit.toml");
        match palimpsest::exhibit::parse(text, file, Path::new("exhibits/mine")) {
            Ok(loaded) => assert_eq!(loaded.warnings.warnings(), 0, "{}", loaded.warnings),
            Err(problems) => panic!("{problems}"),
        }
    }
}

#[test]
fn the_readme_says_what_every_key_does() {
    let readme = read("README.md");
    for line in &palimpsest::rehearsal::keys::KEYS {
        assert!(readme.contains(&format!("| {} |", line.does)), "{}: {}", line.keys, line.does);
    }
}

#[test]
fn the_files_that_the_readme_points_to_are_there() {
    let readme = read("README.md");
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !link.starts_with("http") && !link.starts_with('#') {
            assert!(root().join(link).exists(), "README.md points to {link}");
        }
    }
}

#[test]
fn every_typeface_comes_with_its_licence() {
    for entry in fs::read_dir(root().join("assets/fonts")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some((family, _)) = name.split_once('-').filter(|_| name.ends_with(".otf")) else {
            continue;
        };
        let family = family.trim_end_matches(|c: char| c.is_ascii_digit());
        let licence = read(&format!("assets/fonts/OFL-{family}.txt"));
        assert!(licence.starts_with("Copyright") && licence.contains("SIL OPEN FONT LICENSE"));
    }
}
