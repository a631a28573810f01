//! The files a technician needs to hang the wall in a gallery: units for systemd, the script that
//! waits for the display, and the operator's card. A pure function makes all of
//! them; nothing here looks at the machine.
//!
//! The long texts are in `templates`, with `{names}` in them. What is put in is quoted for where
//! it goes: a unit, a shell, an INI file and a page each have their own rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the files tell of one installation.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The title of the exhibit.
    pub title: String,
    /// The program itself, by its whole path.
    pub program: PathBuf,
    /// The folder of the exhibit, by its whole path.
    pub exhibit: PathBuf,
    /// The installation file, by its whole path.
    pub installation: PathBuf,
    /// Whom the program runs as.
    pub user: String,
    /// The screens, in the order of the installation file.
    pub screens: Vec<ScreenFacts>,
    /// The opening hours, a day and its hours; empty where the wall is never closed.
    pub hours: Vec<(String, String)>,
    /// Whom to call, as the installation file says it.
    pub contact: Option<String>,
    /// The version of the program.
    pub version: String,
}

/// What the files tell of one screen.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenFacts {
    /// What people call it.
    pub name: String,
    /// The output of the machine it is connected to, where the installation file says so.
    pub output: Option<String>,
    /// How far it is turned clockwise, in degrees.
    pub rotation: u32,
    /// Its pixels, across and down.
    pub pixels: (u32, u32),
    /// Its left upper corner on the wall, in mm, y downwards.
    pub place_mm: (f64, f64),
    /// Its width and height as it hangs, in mm.
    pub size_mm: (f64, f64),
}

/// The files, each by its name and with its text.
pub fn files(facts: &Facts) -> Vec<(&'static str, String)> {
    let title = line(&facts.title);
    let (version, user) = (line(&facts.version), line(&facts.user));
    let parts = [&facts.program, &facts.exhibit, &facts.installation].map(|path| text(path));
    let [program, exhibit, installation] = &parts;
    let command = |quoted: fn(&str) -> String| {
        let [program, exhibit, installation] = parts.each_ref().map(|part| quoted(part));
        format!("{program} run {exhibit} --installation {installation}")
    };
    let user_in_unit = user.replace('%', "%%");
    let unit = |template| {
        let values = [("version", version.as_str()), ("user", &user_in_unit)];
        fill(template, &values)
    };
    let service = fill(
        include_str!("templates/palimpsest.service.txt"),
        &[
            ("title", &title),
            ("description", &title.replace('%', "%%").replace('\\', "/")),
            ("version", &version),
            ("user", &user_in_unit),
            ("mounts", &format!("{} {}", unit_path(exhibit), unit_path(installation))),
            ("command", &command(unit_word)),
        ],
    );
    let start = fill(
        include_str!("templates/palimpsest-start.sh.txt"),
        &[("version", &version), ("command", &command(shell_word))],
    );
    let (drawing, drawing_mm) = drawing(&facts.screens);
    let hours = hours(&facts.hours);
    let (on, off, dark) = if facts.hours.is_empty() {
        ("the wall plays day and night.", "no closing hours are set.", "")
    } else {
        (
            "the wall lights by itself when the hours begin.",
            "the wall goes dark by itself when the hours end.",
            "Outside them, dark is right.",
        )
    };
    let contact = match facts.contact.as_deref().map(str::trim).filter(|who| !who.is_empty()) {
        Some(who) => format!("<p class=\"who\">{}</p>", html(who).replace('\n', "<br>")),
        None => "<span class=\"blank\"></span><span class=\"blank\"></span>".to_owned(),
    };
    let title_pt = if title.chars().count() <= 26 { "27" } else { "17" };
    let card = fill(
        include_str!("templates/operator.html.txt"),
        &[
            ("title", &html(&title)),
            ("title_pt", title_pt),
            ("drawing", &drawing),
            ("drawing_mm", &format!("{drawing_mm:.1}")),
            ("on_line", on),
            ("off_line", off),
            ("dark_line", dark),
            ("hours", &hours),
            ("contact", &contact),
            ("version", &html(&version)),
            ("user", &html(&user)),
            ("program", &html(program)),
            ("exhibit", &html(exhibit)),
            ("installation", &html(installation)),
        ],
    );
    vec![
        ("palimpsest.service", service),
        ("palimpsest-x.service", unit(include_str!("templates/palimpsest-x.service.txt"))),
        ("palimpsest-cage.service", unit(include_str!("templates/palimpsest-cage.service.txt"))),
        ("palimpsest-start.sh", start),
        ("operator.html", card),
    ]
}

/// A template with its `{names}` replaced, in one pass: what is put in is not looked at again.
/// A name is of small letters and `_`; one that nobody knows stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after.split_once('}').and_then(|(name, behind)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, behind))
        });
        if let Some((value, behind)) = found {
            out.push_str(value);
            rest = behind;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// A path as text; what is no Unicode in it is lost.
fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// On one line, whatever it was: for comments and for settings that end with the line.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A path in a list of paths of a unit: in quotes, and `%` is not a specifier. Such a list knows
/// no escapes for control characters; a path with one is left out of it.
fn unit_path(path: &str) -> String {
    if path.chars().any(char::is_control) {
        return String::new();
    }
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%"))
}

/// An argument in a command line of a unit: in quotes, and neither `%` nor `$` means anything.
fn unit_word(word: &str) -> String {
    let mut out = String::from("\"");
    for c in word.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '%' | '$' => out.extend([c, c]),
            c if c.is_ascii_control() => {
                write!(out, "\\x{:02x}", u32::from(c)).ok();
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// A word for a shell: in single quotes, in which nothing means anything but their end.
fn shell_word(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Text for a page, between tags and in attributes.
fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The hours as a table of the card.
fn hours(hours: &[(String, String)]) -> String {
    if hours.is_empty() {
        return "<p>None are set: day and night.</p>".to_owned();
    }
    let rows: String = hours
        .iter()
        .map(|(day, hours)| format!("<tr><td>{}</td><td>{}</td></tr>", html(day), html(hours)))
        .collect();
    format!("<table>{rows}</table>")
}

/// The width and the greatest height of the drawing on the card, in mm of paper.
const PAPER_MM: (f64, f64) = (180.0, 52.0);

/// The wall to scale, and how high its drawing is on the card, in mm.
fn drawing(screens: &[ScreenFacts]) -> (String, f64) {
    let drawn: Vec<_> = screens
        .iter()
        .filter(|it| {
            let sizes = [it.size_mm.0, it.size_mm.1];
            let all = [it.place_mm.0, it.place_mm.1, sizes[0], sizes[1]];
            all.iter().all(|mm| mm.is_finite()) && sizes.iter().all(|mm| *mm > 0.0)
        })
        .collect();
    let edge = |of: fn(&ScreenFacts) -> f64, pick: fn(f64, f64) -> f64| {
        drawn.iter().map(|it| of(it)).reduce(pick)
    };
    let (Some(left), Some(top), Some(right), Some(bottom)) = (
        edge(|it| it.place_mm.0, f64::min),
        edge(|it| it.place_mm.1, f64::min),
        edge(|it| it.place_mm.0 + it.size_mm.0, f64::max),
        edge(|it| it.place_mm.1 + it.size_mm.1, f64::max),
    ) else {
        return (String::new(), 0.0);
    };
    let (width, height) = (right - left, bottom - top);
    // Millimetres of the wall for one of paper.
    let scale = (width / PAPER_MM.0).max(height / PAPER_MM.1);
    let mut out = format!(
        "<svg viewBox=\"{left:.1} {top:.1} {width:.1} {height:.1}\" role=\"img\" \
         aria-label=\"The screens of the wall\">"
    );
    for screen in drawn {
        let ((x, y), (w, h)) = (screen.place_mm, screen.size_mm);
        // A line of paper, so thin, all inside the screen.
        let pen = (0.35 * scale).min(w / 8.0).min(h / 8.0);
        write!(
            out,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#f1ece2\" \
             stroke=\"#1c1a17\" stroke-width=\"{pen:.2}\"/>",
            x + pen / 2.0,
            y + pen / 2.0,
            w - pen,
            h - pen,
        )
        .ok();
        let name = line(&screen.name);
        let output = screen.output.as_deref().map_or_else(|| "output not set".to_owned(), line);
        let (across, down) = screen.pixels;
        let mut about = format!("{across} × {down}");
        if screen.rotation != 0 {
            write!(about, ", turned {}°", screen.rotation).ok();
        }
        let serif = "EB Garamond, Garamond, Georgia, serif";
        let sans = "Inter, Helvetica, Arial, sans-serif";
        let lines = [
            (name, 0.40, 4.6, serif, "#1c1a17"),
            (output, 0.62, 3.0, sans, "#c8502d"),
            (about, 0.82, 2.1, sans, "#7b746a"),
        ];
        for (words, down, paper, family, colour) in lines {
            // As large as asked, or as fits: a letter is about 0.58 of its size wide.
            let letters = words.chars().count().max(1) as f64;
            let size = (paper * scale).min(h * 0.2).min(w * 0.88 / (letters * 0.58));
            write!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" font-family=\"{family}\" \
                 fill=\"{colour}\" text-anchor=\"middle\">{}</text>",
                x + w / 2.0,
                y + h * down,
                html(&words),
            )
            .ok();
        }
    }
    (out + "</svg>", height / scale)
}

#[cfg(test)]
mod tests;
