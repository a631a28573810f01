//! All sheets as one PDF: lines as lines, words as words, in the typefaces that it carries.
//!
//! Each typeface goes in whole, as its table of outlines (`CFF `), about 130 kB for each weight of
//! Inter: to take single signs out of it would need another library.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, LineCapStyle, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use super::sheet::{Ink, Mark, Pen, Sheet, Step, Words};
use super::typeface::{Face, Typeface, Typefaces};

/// A point of print is a 72nd of an inch.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// What signs mean for one who copies or searches: each glyph's number and its letter.
type Used = BTreeMap<u16, char>;

/// How a face is called in the file: by a letter on the pages, and by its own name.
fn names(face: Face) -> (Name<'static>, Name<'static>) {
    match face {
        Face::Serif => (Name(b"G"), Name(b"EBGaramond12-Regular")),
        Face::Italic => (Name(b"I"), Name(b"EBGaramond12-Italic")),
        Face::Sans => (Name(b"S"), Name(b"Inter-Regular")),
        Face::Medium => (Name(b"M"), Name(b"Inter-Medium")),
    }
}

/// The bytes of the PDF file; each sheet is a page of its own size. `title` is what viewers call it.
pub fn pdf(sheets: &[Sheet], title: &str, faces: &Typefaces) -> Vec<u8> {
    let mut used: [Used; 4] = Default::default();
    let pages: Vec<Vec<u8>> = sheets.iter().map(|sheet| page(sheet, faces, &mut used)).collect();
    let mut next = (1..).map(Ref::new);
    let mut new = || next.next().unwrap_or(Ref::new(i32::MAX));
    let (catalog, tree, info) = (new(), new(), new());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).viewer_preferences().display_doc_title(true);
    pdf.document_info(info)
        .title(TextStr(title))
        .creator(TextStr(concat!("palimpsest ", env!("CARGO_PKG_VERSION"))));
    let refs: Vec<(Ref, Ref)> = pages.iter().map(|_| (new(), new())).collect();
    pdf.pages(tree)
        .kids(refs.iter().map(|(page, _)| *page))
        .count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    let mut fonts = Vec::new();
    for face in Face::ALL {
        let (Some(font), used) = (faces.open(face), &used[face as usize]) else { continue };
        if !used.is_empty() {
            let parts = [new(), new(), new(), new(), new()];
            embed(&mut pdf, face, &font, used, parts);
            fonts.push((names(face).0, parts[0]));
        }
    }
    for ((page, content), (sheet, drawn)) in refs.iter().zip(sheets.iter().zip(&pages)) {
        let (width, height) = sheet.size;
        let points = |mm: f64| (mm * POINTS_PER_MM) as f32;
        let mut written = pdf.page(*page);
        written.parent(tree).contents(*content);
        written.media_box(Rect::new(0.0, 0.0, points(width), points(height)));
        let mut resources = written.resources();
        let mut list = resources.fonts();
        for (name, font) in &fonts {
            list.pair(*name, *font);
        }
        list.finish();
        resources.finish();
        written.finish();
        pdf.stream(*content, drawn);
    }
    pdf.finish()
}

/// What is drawn on a page: in mm and y downwards, as the sheet is.
fn page(sheet: &Sheet, faces: &Typefaces, used: &mut [Used; 4]) -> Vec<u8> {
    let mut content = Content::new();
    let each = POINTS_PER_MM as f32;
    content.transform([each, 0.0, 0.0, -each, 0.0, each * sheet.size.1 as f32]);
    for mark in &sheet.marks {
        match mark {
            Mark::Path { steps, fill, pen } => path(&mut content, steps, *fill, *pen),
            Mark::Words(words) => {
                write_words(&mut content, words, faces, &mut used[words.face as usize]);
            }
        }
    }
    content.finish().into_vec()
}

fn colour(ink: Ink) -> [f32; 3] {
    ink.rgb().map(|part| f32::from(part) / 255.0)
}

fn path(content: &mut Content, steps: &[Step], fill: Option<Ink>, pen: Option<Pen>) {
    if let Some(ink) = fill {
        let [red, green, blue] = colour(ink);
        content.set_fill_rgb(red, green, blue);
    }
    if let Some(Pen { width, ink, dash }) = pen {
        let [red, green, blue] = colour(ink);
        content.set_stroke_rgb(red, green, blue).set_line_width(width as f32);
        let lengths = dash.lengths().iter().map(|mm| *mm as f32);
        content.set_dash_pattern(lengths, 0.0).set_line_cap(LineCapStyle::ButtCap);
    }
    for step in steps {
        let f = |(x, y): (f64, f64)| (x as f32, y as f32);
        match *step {
            Step::Move(at) => content.move_to(f(at).0, f(at).1),
            Step::Line(at) => content.line_to(f(at).0, f(at).1),
            Step::Curve(a, b, at) => {
                let ((ax, ay), (bx, by), (x, y)) = (f(a), f(b), f(at));
                content.cubic_to(ax, ay, bx, by, x, y)
            }
            Step::Close => content.close_path(),
        };
    }
    match (fill, pen) {
        (Some(_), Some(_)) => content.fill_nonzero_and_stroke(),
        (Some(_), None) => content.fill_nonzero(),
        (None, Some(_)) => content.stroke(),
        (None, None) => content.end_path(),
    };
}

fn write_words(content: &mut Content, words: &Words, faces: &Typefaces, used: &mut Used) {
    let Some(face) = faces.open(words.face) else { return };
    let (x, y) = words.start(faces);
    let [red, green, blue] = colour(words.ink);
    // The page is upside down to print, so the letters are turned back.
    let turn = if words.upwards { [0.0, -1.0, -1.0, 0.0] } else { [1.0, 0.0, 0.0, -1.0] };
    let mut numbers = Vec::new();
    for sign in words.text.chars() {
        let number = face.sign(sign);
        used.entry(number).or_insert(sign);
        numbers.extend(number.to_be_bytes());
    }
    content.set_fill_rgb(red, green, blue).begin_text();
    content.set_font(names(words.face).0, words.size as f32);
    content.set_text_matrix([turn[0], turn[1], turn[2], turn[3], x as f32, y as f32]);
    content.show(Str(&numbers)).end_text();
}

/// Puts a typeface into the file. The parts are the font itself, its signs, its measures, what its
/// signs mean, and its outlines.
fn embed(pdf: &mut Pdf, face: Face, font: &Typeface<'_>, used: &Used, parts: [Ref; 5]) {
    let [whole, signs, descriptor, meaning, outlines] = parts;
    let (_, name) = names(face);
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(whole)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(signs)
        .to_unicode(meaning);
    let mut cid = pdf.cid_font(signs);
    cid.subtype(CidFontType::Type0).base_font(name).system_info(system).font_descriptor(descriptor);
    let mut widths = cid.widths();
    for number in used.keys() {
        widths.same(*number, *number, font.advance(*number) as f32);
    }
    widths.finish();
    cid.finish();
    let measures = font.measures();
    let [left, bottom, right, top] = measures.holds.map(|units| units as f32);
    let kind = match face {
        Face::Serif => FontFlags::SERIF,
        Face::Italic => FontFlags::SERIF | FontFlags::ITALIC,
        Face::Sans | Face::Medium => FontFlags::empty(),
    };
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(kind | FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(measures.leans as f32)
        .ascent(measures.ascent as f32)
        .descent(measures.descent as f32)
        .cap_height(measures.capital as f32)
        // The stem of an ordinary weight; viewers look at it only where they have no outlines.
        .stem_v(80.0)
        .font_file3(outlines);
    let mut map = UnicodeCmap::new(Name(b"palimpsest"), system);
    for (number, sign) in used {
        map.pair(*number, *sign);
    }
    pdf.cmap(meaning, &map.finish());
    let bytes = font.outlines().unwrap_or_default();
    pdf.stream(outlines, bytes).pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
}
