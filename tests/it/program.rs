//! The program as it is called, and what it said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The same program in a folder of its own, beside which lies a reader of content credentials, or none,
/// whatever is built or installed here.
pub fn apart(reader: bool) -> &'static Path {
    static BOTH: [OnceLock<PathBuf>; 2] = [OnceLock::new(), OnceLock::new()];
    BOTH[usize::from(reader)].get_or_init(|| {
        let name = if reader { "with-reader" } else { "without-reader" };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("apart").join(name);
        fs::create_dir_all(&folder).unwrap();
        let (built, program) = (env!("CARGO_BIN_EXE_palimpsest"), folder.join("palimpsest"));
        fs::remove_file(&program).ok();
        fs::hard_link(built, &program).or_else(|_| fs::copy(built, &program).map(drop)).unwrap();
        if reader {
            let script = folder.join("palimpsest-credentials");
            fs::write(&script, READER).unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
        program
    })
}

/// Finds in a file what its name says: that it is signed, that it was changed since, or nothing.
const READER: &str = r#"#!/bin/sh
say() {
    printf '{"finding":"%s","signer":%s,"time":null,"tool":null,"made_by_algorithm":null,' "$1" "$2"
    printf '"codes":[],"sentence":"%s","label":"-"}' "$3"
}
case "$1" in
    *changed*) echo signed > "$3"; say changed '"Somebody"' 'It was changed since it was signed.' ;;
    *signed*) echo signed > "$3"; say intact-trusted '"Somebody"' 'It is as it was signed.' ;;
    *) say none null 'It carries none.' ;;
esac
"#;

/// The program in a folder, without a display.
pub fn program(folder: &Path) -> Command {
    as_installed(Path::new(env!("CARGO_BIN_EXE_palimpsest")), folder)
}

/// The program that lies there, likewise.
pub fn as_installed(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

/// All that it printed.
pub fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&text).into_owned()
}
