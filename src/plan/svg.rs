//! A sheet as SVG, in millimetres, with nothing outside of it.
//!
//! Signs are drawn by their outlines, so that the sheet is the same in every program, whether the
//! typeface is installed or not; they are named by `xlink:href`, which older programs need. The
//! words lie over them once more, invisible, to be found, selected and read aloud.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::sheet::{Ink, Mark, Pen, Sheet, Step, Words};
use super::typeface::{Face, Typefaces};

/// The text of the SVG file.
pub fn svg(sheet: &Sheet, faces: &Typefaces) -> String {
    let mut signs = BTreeMap::new();
    let mut body = String::new();
    for mark in &sheet.marks {
        match mark {
            Mark::Path { steps, fill, pen } => path(&mut body, steps, *fill, *pen),
            Mark::Words(words) => write_words(&mut body, words, faces, &mut signs),
        }
    }
    let (width, height) = sheet.size;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{}</title>\n<style>@page {{ size: {width}mm {height}mm; margin: 0 }} \
         .words {{ font-family: Inter, Helvetica, Arial, sans-serif; fill-opacity: 0; \
         white-space: pre }}</style>\n<defs>\n",
        escaped(&sheet.title)
    );
    for (name, steps) in &signs {
        writeln!(out, "<path id=\"{name}\" d=\"{}\"/>", way(steps, 0)).ok();
    }
    out.push_str("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

fn path(out: &mut String, steps: &[Step], fill: Option<Ink>, pen: Option<Pen>) {
    let fill = fill.map_or_else(|| "none".to_owned(), hex);
    write!(out, "<path d=\"{}\" fill=\"{fill}\"", way(steps, 3)).ok();
    if let Some(Pen { width, ink, dash }) = pen {
        write!(out, " stroke=\"{}\" stroke-width=\"{width}\"", hex(ink)).ok();
        let lengths: Vec<String> = dash.lengths().iter().map(ToString::to_string).collect();
        if !lengths.is_empty() {
            write!(out, " stroke-dasharray=\"{}\"", lengths.join(" ")).ok();
        }
    }
    out.push_str("/>\n");
}

fn write_words(
    out: &mut String,
    words: &Words,
    faces: &Typefaces,
    signs: &mut BTreeMap<String, Vec<Step>>,
) {
    let Some(face) = faces.open(words.face) else { return };
    let (x, y) = words.start(faces);
    let turned = if words.upwards { " rotate(-90)" } else { "" };
    let wide = faces.wide(words.face, &words.text, words.size);
    // In thousandths of the size, as the outlines are.
    let scale = words.size / 1000.0;
    write!(
        out,
        "<g transform=\"translate({x:.3} {y:.3}){turned}\" fill=\"{}\"><g transform=\"\
         scale({scale:.6})\" aria-hidden=\"true\">",
        hex(words.ink)
    )
    .ok();
    let mut along = 0.0;
    for sign in words.text.chars() {
        let number = face.sign(sign);
        let name = format!("{}{number}", letter(words.face));
        let outline = signs.entry(name.clone()).or_insert_with(|| face.outline(number));
        if !outline.is_empty() {
            write!(out, "<use xlink:href=\"#{name}\" x=\"{along:.0}\"/>").ok();
        }
        along += face.advance(number);
    }
    writeln!(
        out,
        "</g><text class=\"words\" font-size=\"{:.3}\" textLength=\"{wide:.3}\" \
         lengthAdjust=\"spacingAndGlyphs\">{}</text></g>",
        words.size,
        escaped(&words.text)
    )
    .ok();
    signs.retain(|_, outline| !outline.is_empty());
}

/// A letter for each face, that its signs are named by.
fn letter(face: Face) -> char {
    match face {
        Face::Serif => 'g',
        Face::Italic => 'i',
        Face::Sans => 's',
        Face::Medium => 'm',
    }
}

/// The way of a pen in the letters of SVG, with so many decimals.
fn way(steps: &[Step], decimals: usize) -> String {
    let mut out = String::new();
    for step in steps {
        let (letter, points) = match *step {
            Step::Move(at) => ('M', vec![at]),
            Step::Line(at) => ('L', vec![at]),
            Step::Curve(a, b, at) => ('C', vec![a, b, at]),
            Step::Close => ('Z', Vec::new()),
        };
        out.push(letter);
        for (index, (x, y)) in points.into_iter().enumerate() {
            let gap = if index > 0 { " " } else { "" };
            write!(out, "{gap}{x:.decimals$} {y:.decimals$}").ok();
        }
    }
    out
}

fn hex(ink: Ink) -> String {
    let [red, green, blue] = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Text between tags. What XML has no place for is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}
