//! Opens a file at a line in the editor that a person uses, without a shell in between.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the environment says of editors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editors {
    /// `$VISUAL`, or else `$EDITOR`, as written: a program and perhaps arguments.
    pub editor: Option<String>,
    /// `$TERMINAL`, the program in which an editor without a window of its own can be run, or else
    /// one that is there.
    pub terminal: Option<String>,
}

/// Terminals that are looked for, the desktop's own choice first.
const TERMINALS: [&str; 9] = [
    "xdg-terminal-exec",
    "x-terminal-emulator",
    "kgx",
    "gnome-terminal",
    "konsole",
    "kitty",
    "alacritty",
    "foot",
    "xterm",
];

/// The first of them on the path.
fn terminal_at_hand() -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let is_there = |name: &&&str| folders.iter().any(|folder| folder.join(name).is_file());
    TERMINALS.iter().find(is_there).map(|name| (*name).to_owned())
}

/// What stands between a terminal and the program that is run in it.
fn before_the_program(terminal: &str) -> Option<&'static str> {
    match name(terminal) {
        "xdg-terminal-exec" => None,
        "gnome-terminal" | "kgx" => Some("--"),
        _ => Some("-e"),
    }
}

impl Editors {
    /// As this process was told.
    pub fn from_environment() -> Self {
        let said = |name: &str| std::env::var(name).ok().filter(|said| !said.trim().is_empty());
        Self {
            editor: said("VISUAL").or_else(|| said("EDITOR")),
            terminal: said("TERMINAL").or_else(terminal_at_hand),
        }
    }
}

/// A program and what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The program, by its name or its path.
    pub program: OsString,
    /// Its arguments, each as it is.
    pub arguments: Vec<OsString>,
}

/// How an editor is told the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// `+N FILE`.
    Plus,
    /// `--goto FILE:N:C`.
    Goto,
    /// `FILE:N:C`.
    Colon,
    /// `--line N FILE`.
    Option,
    /// It cannot be told one, or it is not known how.
    Unknown,
}

/// How the editor of this name is told the line, and whether it has no window of its own.
fn known(name: &str) -> (Line, bool) {
    match name {
        "vi" | "vim" | "nvim" | "nano" | "pico" | "micro" | "kak" | "joe" | "mg" | "ne" | "jed"
        | "vis" | "ed" | "editor" | "sensible-editor" => (Line::Plus, true),
        "hx" | "helix" => (Line::Colon, true),
        "emacs" | "emacsclient" | "gvim" | "nvim-qt" | "gedit" | "pluma" | "xed" | "mousepad"
        | "gnome-text-editor" => (Line::Plus, false),
        "code" | "code-insiders" | "codium" | "vscodium" | "code-oss" | "cursor" | "windsurf" => {
            (Line::Goto, false)
        }
        "zed" | "zeditor" | "subl" | "sublime_text" | "lapce" | "mate" => (Line::Colon, false),
        "kate" | "kwrite" | "geany" => (Line::Option, false),
        _ => (Line::Unknown, false),
    }
}

/// The name of a program without its folder and its ending.
fn name(program: &str) -> &str {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// A command as written, in words: divided at blanks, but not within quotes.
fn words(written: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for sign in written.chars() {
        match (quote, sign) {
            (None, '"' | '\'') => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == sign => quote = None,
            (None, _) if sign.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

/// What opens a file at a line and a column, both from 1. An editor that needs a terminal is given
/// one, where there is one; else the file is opened by whatever the desktop opens it with.
pub fn call(editors: &Editors, file: &Path, line: usize, column: usize) -> Call {
    let file = absolute(file);
    let desktop = || Call {
        program: if cfg!(target_os = "macos") { "open" } else { "xdg-open" }.into(),
        arguments: vec![file.clone()],
    };
    let mut words = editors.editor.as_deref().map(words).unwrap_or_default();
    // The editor is the last of the words that is one: `foot -e nvim` is nvim in a terminal.
    let editor = words.iter().rposition(|word| known(name(word)).0 != Line::Unknown);
    let (how, bare) = editor.map_or((Line::Unknown, false), |at| known(name(&words[at])));
    let no_window = words.iter().any(|word| ["-nw", "-t", "--tty"].contains(&&**word));
    if editor == Some(0) && (bare || (name(&words[0]).starts_with("emacs") && no_window)) {
        let Some(terminal) = &editors.terminal else { return desktop() };
        let mut within = self::words(terminal);
        let between = within.first().and_then(|terminal| before_the_program(terminal));
        within.extend(between.map(str::to_owned));
        within.append(&mut words);
        words = within;
    }
    let mut words = words.into_iter().map(OsString::from);
    let Some(program) = words.next() else { return desktop() };
    let mut arguments: Vec<OsString> = words.collect();
    let mut placed = file.clone();
    placed.push(format!(":{line}:{column}"));
    match how {
        Line::Plus => arguments.extend([format!("+{line}").into(), file]),
        Line::Goto => arguments.extend(["--goto".into(), placed]),
        Line::Colon => arguments.push(placed),
        Line::Option => arguments.extend(["--line".into(), line.to_string().into(), file]),
        Line::Unknown => arguments.push(file),
    }
    Call { program, arguments }
}

/// A path that begins with a dash would be taken for an option.
fn absolute(file: &Path) -> OsString {
    std::path::absolute(file).map_or_else(|_| file.into(), Into::into)
}

/// Starts it and does not wait for it; another thread does, so that nothing is left of it.
///
/// # Errors
/// It cannot be started, in words that say what to do.
pub fn start(call: &Call) -> Result<(), String> {
    let shown = call.program.to_string_lossy();
    let mut child = Command::new(&call.program)
        .args(&call.arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|why| format!("{shown} cannot be started: {why}. Set EDITOR to your editor"))?;
    let wait = move || drop(child.wait());
    match std::thread::Builder::new().name("editor".to_owned()).spawn(wait) {
        Ok(_) => Ok(()),
        Err(why) => Err(format!("{shown} was started, but nobody waits for its end: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(editor: &str, terminal: Option<&str>) -> Vec<String> {
        let editor = Some(editor.to_owned()).filter(|said| !said.is_empty());
        let editors = Editors { editor, terminal: terminal.map(str::to_owned) };
        let Call { program, arguments } = call(&editors, Path::new("/e/a file.toml"), 12, 3);
        let all = std::iter::once(program).chain(arguments);
        all.map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn each_kind_of_editor_is_told_the_line_in_its_own_way() {
        let file = "/e/a file.toml";
        assert_eq!(called("gvim", None), ["gvim", "+12", file]);
        assert_eq!(called("emacsclient -c", None), ["emacsclient", "-c", "+12", file]);
        assert_eq!(
            called("code --wait", None),
            ["code", "--wait", "--goto", "/e/a file.toml:12:3"]
        );
        assert_eq!(called("/usr/bin/zed", None), ["/usr/bin/zed", "/e/a file.toml:12:3"]);
        assert_eq!(called("subl", None), ["subl", "/e/a file.toml:12:3"]);
        assert_eq!(called("kate", None), ["kate", "--line", "12", file]);
        assert_eq!(called("my-editor -x", None), ["my-editor", "-x", file], "without the line");
        assert_eq!(called("'/opt/My Editor/subl' -n", None)[0], "/opt/My Editor/subl");
    }

    #[test]
    fn an_editor_without_a_window_is_given_a_terminal_or_the_desktop_opens_the_file() {
        let file = "/e/a file.toml";
        let desktop = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        for bare in ["vim", "/usr/bin/nano", "hx", "kak", "emacs -nw", "emacsclient -t", ""] {
            assert_eq!(called(bare, None), [desktop, file], "{bare:?}");
        }
        assert_eq!(called("nvim -p", Some("foot")), ["foot", "-e", "nvim", "-p", "+12", file]);
        assert_eq!(
            called("hx", Some("kitty -1")),
            ["kitty", "-1", "-e", "hx", "/e/a file.toml:12:3"]
        );
        assert_eq!(
            called("vim", Some("/usr/bin/gnome-terminal")),
            ["/usr/bin/gnome-terminal", "--", "vim", "+12", file]
        );
        assert_eq!(
            called("vim", Some("xdg-terminal-exec")),
            ["xdg-terminal-exec", "vim", "+12", file]
        );
        assert_eq!(called("xterm -e vim", None), ["xterm", "-e", "vim", "+12", file]);
    }

    #[test]
    fn nothing_in_a_name_is_taken_for_an_option_or_for_a_command() {
        let editors = Editors { editor: Some("gvim".to_owned()), terminal: None };
        let Call { arguments, .. } = call(&editors, Path::new("-c $(rm x); y.toml"), 1, 1);
        let given = arguments.last().and_then(|last| last.to_str()).unwrap();
        assert!(given.starts_with('/') && given.ends_with("/-c $(rm x); y.toml"), "{given}");
        for odd in ["\"unclosed", "   ", "''", "\u{0}"] {
            let editors = Editors { editor: Some(odd.to_owned()), terminal: None };
            call(&editors, Path::new("x"), usize::MAX, 0);
        }
    }

    #[test]
    fn an_editor_that_is_not_there_is_said_with_what_to_do() {
        let call = Call { program: "no-such-editor-here".into(), arguments: Vec::new() };
        assert!(start(&call).unwrap_err().ends_with("Set EDITOR to your editor"));
    }
}
