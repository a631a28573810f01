//! What the files say, and that no odd name breaks out of its place.

use std::process::Command;

use super::*;

fn facts() -> Facts {
    let screen = |name: &str, output: Option<&str>, x: f64| ScreenFacts {
        name: name.to_owned(),
        output: output.map(str::to_owned),
        rotation: 90,
        pixels: (1080, 1920),
        place_mm: (x, 0.0),
        size_mm: (681.0, 1210.0),
    };
    Facts {
        title: "The Kiss".to_owned(),
        program: "/opt/palimpsest/palimpsest".into(),
        exhibit: "/srv/exhibits/the-kiss".into(),
        installation: "/etc/palimpsest/gallery.toml".into(),
        user: "palimpsest".to_owned(),
        screens: vec![
            screen("left", Some("HDMI-A-1"), 0.0),
            screen("middle", None, 700.0),
            screen("right", Some("DP-2"), 1400.0),
            screen("far right", Some("DP-2"), 2100.0),
        ],
        hours: vec![("Tuesday".to_owned(), "10:00–18:00".to_owned())],
        contact: Some("Ada, +44 20 7946 0000".to_owned()),
        version: "0.1.0".to_owned(),
    }
}

fn nasty() -> Facts {
    Facts {
        title: "Tom & \"Jerry\" <100%>\nExecStart=/bin/false {user} \\".to_owned(),
        program: r#"/opt/it's 100% "new" $HOME/pali\mpsest"#.into(),
        exhibit: "/srv/a  b/50% & <off> ${x} `id`;{command}".into(),
        installation: "/etc/Room 'A' {user}\\\".toml".into(),
        contact: Some("<b>Ada</b> & Co".to_owned()),
        ..facts()
    }
}

fn file(facts: &Facts, wanted: &str) -> String {
    let found = files(facts).into_iter().find(|(name, _)| *name == wanted);
    found.unwrap_or_else(|| panic!("there is no {wanted}")).1
}

fn arguments(facts: &Facts) -> [String; 5] {
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let (run, option) = ("run".to_owned(), "--installation".to_owned());
    [path(&facts.program), run, path(&facts.exhibit), option, path(&facts.installation)]
}

/// A command line of a unit as systemd reads it: quotes, escapes, specifiers, variables.
fn read_as_systemd(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, None);
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('\\', _) => {
                let escaped = chars.next().unwrap();
                assert!(matches!(escaped, '\\' | '"'), "\\{escaped}");
                word.get_or_insert_default().push(escaped);
            }
            (c, Some(quote)) if c == quote => quoted = None,
            ('"' | '\'', None) => (quoted, word) = (Some(c), Some(word.unwrap_or_default())),
            (' ', None) => words.extend(word.take()),
            ('%' | '$', _) => {
                assert_eq!(chars.next(), Some(c), "a lone {c} in {command}");
                word.get_or_insert_default().push(c);
            }
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(quoted, None, "a quote stays open in {command}");
    words.extend(word);
    words
}

#[test]
fn no_placeholder_is_left() {
    for (name, text) in files(&facts()) {
        for (at, _) in text.match_indices('{') {
            let inner: String = text[at + 1..].chars().take_while(|c| *c != '}').collect();
            let is_name = inner.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            assert!(inner.is_empty() || !is_name, "{name}: {{{inner}}}");
        }
    }
}

#[test]
fn what_is_put_in_is_not_looked_at_again() {
    assert_eq!(fill("{a} {b} {c", &[("a", "{b}"), ("b", "2")]), "{b} 2 {c");
    assert_eq!(fill("p { x: {a} } {d}", &[("a", "1")]), "p { x: 1 } {d}");
}

#[test]
fn the_unit_gives_the_program_its_paths_unchanged() {
    for facts in [facts(), nasty()] {
        let unit = file(&facts, "palimpsest.service");
        let commands: Vec<_> =
            unit.lines().filter_map(|it| it.strip_prefix("ExecStart=")).collect();
        assert_eq!(commands.len(), 1, "{unit}");
        let words = read_as_systemd(commands[0]);
        assert_eq!(words[..2], ["/bin/sh", "/etc/palimpsest/palimpsest-start.sh"]);
        assert_eq!(words[2..], arguments(&facts));
    }
}

#[test]
fn a_control_character_stays_within_its_argument() {
    assert_eq!(unit_word("a\nb"), r#""a\x0ab""#);
    assert_eq!(unit_path("a\nb"), "");
    assert_eq!(unit_path("50% $x"), r#""50%% $x""#);
}

#[test]
fn the_script_becomes_the_program() {
    for facts in [facts(), nasty()] {
        let script = file(&facts, "palimpsest-start.sh");
        let set = script.lines().find(|it| it.trim_start().starts_with("set -- ")).unwrap();
        let told = format!("{set}\nfor word in \"$@\"; do printf '%s\\0' \"$word\"; done");
        let out = Command::new("sh").args(["-c", &told]).output().unwrap();
        let words = String::from_utf8(out.stdout).unwrap();
        assert_eq!(words.split_terminator('\0').collect::<Vec<_>>(), arguments(&facts));
        let checked = Command::new("sh").args(["-n", "-c", &script]).status().unwrap();
        assert!(checked.success(), "{script}");
        assert!(script.trim_end().ends_with("exec \"$@\""), "{script}");
    }
}

#[test]
fn systemd_accepts_the_units() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        println!("skipped: there is no systemd-analyze here");
        return;
    }
    let needs = [
        ("palimpsest.service", "/bin/sh"),
        ("palimpsest-x.service", "/usr/bin/Xorg"),
        ("palimpsest-cage.service", "/usr/bin/cage"),
    ];
    for (kind, facts) in [("plain", facts()), ("nasty", nasty())] {
        let folder = format!("palimpsest-units-{kind}-{}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (unit, program) in needs {
            if !Path::new(program).exists() {
                println!("skipped {unit}: there is no {program} here");
                continue;
            }
            let path = folder.join(unit);
            std::fs::write(&path, file(&facts, unit)).unwrap();
            let out = Command::new("systemd-analyze").arg("verify").arg(&path).output().unwrap();
            let said = String::from_utf8_lossy(&out.stderr);
            // It also tells of other units of the machine.
            let ours: Vec<_> = said.lines().filter(|line| line.contains("palimpsest")).collect();
            assert!(out.status.success() && ours.is_empty(), "{kind} {unit}: {said}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn the_card_draws_the_wall_to_scale() {
    let card = file(&facts(), "operator.html");
    assert!(card.contains("viewBox=\"0.0 0.0 2781.0 1210.0\""), "{card}");
    assert_eq!(card.matches("<rect ").count(), 4);
    for words in ["HDMI-A-1", "far right", "output not set", "turned 90°", "+44 20 7946 0000"] {
        assert!(card.contains(words), "{words}");
    }
    assert!(!card.contains("<script") && !card.contains("http"), "not self-contained");
}

#[test]
fn the_card_escapes_what_it_is_told() {
    let card = file(&nasty(), "operator.html");
    for words in ["<100%>", "<off>", "<b>Ada", "& Co", "\"new\""] {
        assert!(!card.contains(words), "{words}");
    }
    assert!(card.contains("Tom &amp; &quot;Jerry&quot; &lt;100%&gt;"), "{card}");
    assert!(card.contains("it&#39;s 100% &quot;new&quot; $HOME"), "{card}");
}

#[test]
fn the_card_does_without_what_is_not_known() {
    let bare = Facts { contact: None, hours: Vec::new(), screens: Vec::new(), ..facts() };
    let card = file(&bare, "operator.html");
    assert!(card.contains("class=\"blank\"") && card.contains("day and night"), "{card}");
    assert!(!card.contains("<svg"), "{card}");
    let odd = ScreenFacts { size_mm: (f64::NAN, 0.0), ..facts().screens[0].clone() };
    assert!(!file(&Facts { screens: vec![odd], ..bare }, "operator.html").contains("NaN"));
}
