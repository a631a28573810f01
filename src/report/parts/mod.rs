//! The parts of the page, in the order in which they are read, and what several of them need.

pub mod across;
pub mod cover;
pub mod facts;
pub mod files;
pub mod generations;
pub mod light_and_sound;
pub mod measures;
pub mod overview;
pub mod problems;
pub mod technical;
pub mod version;
pub mod wall;

use super::data::{Level, Report, Thumbnail, Verdict};
use super::markup::{Markup, picture};
use super::number::time;
use super::plot::FilmAxis;

/// From this many versions on, tables are set closely.
pub const MANY: usize = 20;

/// The shapes of the levels, once for the page: a ring, a dot, a triangle, a crossed square. They
/// differ in form, so that colour says nothing alone.
pub fn symbols(markup: &mut Markup) {
    markup.ours(concat!(
        r#"<svg width="0" height="0" style="position:absolute" aria-hidden="true">"#,
        r#"<symbol id="m-fine" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></symbol>"#,
        r#"<symbol id="m-note" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" "#,
        r#"fill="currentColor"/></symbol>"#,
        r#"<symbol id="m-decision" viewBox="0 0 10 10"><path d="M5 .4 9.8 9.4H.2Z" "#,
        r#"style="fill:currentColor"/></symbol>"#,
        r#"<symbol id="m-refused" viewBox="0 0 10 10"><path d="M.8.8H9.2V9.2H.8ZM.8.8 9.2 9.2"#,
        r#"M9.2.8.8 9.2"/></symbol>"#,
        r#"<symbol id="m-none" viewBox="0 0 10 10"><path d="M1 5H9"/></symbol></svg>"#
    ));
}

/// The shape of a level. It says nothing to who cannot see it: a word stands beside it.
pub fn mark(markup: &mut Markup, level: Option<Level>) {
    let symbol = match level {
        None => "#m-none",
        Some(Level::Fine) => "#m-fine",
        Some(Level::Note) => "#m-note",
        Some(Level::Decision) => "#m-decision",
        Some(Level::Refused) => "#m-refused",
    };
    markup.element("svg", &[("class", "mark"), ("aria-hidden", "true")], |svg| {
        svg.void("use", &[("href", symbol)]);
    });
}

/// The attributes of what is moved sideways where it has no room; by the keyboard too, so it takes
/// the focus and says what it is.
#[must_use]
pub fn wide(label: &str) -> [(&'static str, &str); 4] {
    [("class", "wide"), ("role", "region"), ("tabindex", "0"), ("aria-label", label)]
}

/// The class of what has a level.
#[must_use]
pub fn class(level: Option<Level>) -> &'static str {
    level.map_or("unknown", Level::word)
}

/// The film as the axis of plots.
#[must_use]
pub fn axis(report: &Report) -> FilmAxis<'_> {
    FilmAxis { length_ns: report.length_ns, shots: &report.shots }
}

/// The title of a shot by its id; the id itself where the film has no such shot.
#[must_use]
pub fn shot_title<'a>(report: &'a Report, id: &'a str) -> &'a str {
    report.shots.iter().find(|shot| shot.id == id).map_or(id, |shot| &shot.title)
}

/// The verdicts, the gravest first; those of one level stay in their order.
pub fn verdicts(markup: &mut Markup, verdicts: &[Verdict]) {
    if verdicts.is_empty() {
        markup.leaf("p", &[("class", "quiet")], "Nothing was concluded.");
        return;
    }
    let mut sorted: Vec<&Verdict> = verdicts.iter().collect();
    sorted.sort_by_key(|verdict| std::cmp::Reverse(verdict.level));
    markup.element("ul", &[("class", "verdicts")], |list| {
        for verdict in sorted {
            list.element("li", &[], |item| {
                let class = format!("key {}", verdict.level.word());
                item.element("span", &[("class", &class)], |key| {
                    mark(key, Some(verdict.level));
                    key.text(&format!("{}, {}", verdict.level.word(), verdict.about.word()));
                });
                item.element("div", &[], |said| {
                    said.leaf("p", &[], &verdict.what);
                    if let Some(help) = &verdict.help {
                        said.leaf("p", &[("class", "help")], help);
                    }
                });
            });
        }
    });
}

/// A small picture with its moment; nothing where its bytes are no picture.
pub fn thumbnail(markup: &mut Markup, of: &Thumbnail, whose: &str) {
    let Some(address) = picture(&of.data) else {
        return;
    };
    markup.element("figure", &[], |figure| {
        let alt = format!("{whose} at {}: {}", time(of.at_ns), of.shows);
        figure.void("img", &[("src", &address), ("alt", &alt)]);
        figure.leaf("figcaption", &[], &format!("{} · {}", time(of.at_ns), of.shows));
    });
}
