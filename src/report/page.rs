//! `report.html`: the report as a page for people.
//!
//! One file that asks for nothing: its style is in it, its plots are SVG in it, its pictures are
//! `data:` addresses, and there is no script. A content security policy in its head holds it to
//! that, so that even a mistake here could load nothing from outside.

use super::data::Report;
use super::markup::Markup;
use super::parts::{self, across};

/// The style of the page.
pub const STYLE: &str = include_str!("page.css");

/// What the page may load: pictures that are in it, and its own style.
pub(super) const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/// The text of `report.html`.
#[must_use]
pub fn page(report: &Report) -> String {
    let measures = across::measures(report);
    let mut markup = Markup::default();
    markup.ours("<!DOCTYPE html>\n");
    let root = [("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")];
    markup.element("html", &root, |html| {
        head(html, &format!("{}: a report on every version", report.title), STYLE);
        html.element("body", &[], |body| {
            parts::symbols(body);
            body.element("main", &[], |main| {
                parts::cover::draw(main, report, &measures);
                parts::overview::draw(main, report);
                if let Some(wall) = &report.wall {
                    parts::wall::draw(main, report, wall);
                }
                for (place, version) in report.versions.iter().enumerate() {
                    parts::version::draw(main, report, version, place, &measures);
                }
                if !measures.is_empty() {
                    parts::generations::draw(main, report, &measures);
                }
                parts::problems::draw(main, report);
            });
            parts::problems::foot(body, report);
        });
    });
    markup.finish()
}

/// The head of a page that loads nothing from outside.
pub(super) fn head(html: &mut Markup, title: &str, style: &'static str) {
    html.element("head", &[], |head| {
        head.void("meta", &[("charset", "utf-8")]);
        let policy = [("http-equiv", "Content-Security-Policy"), ("content", POLICY)];
        head.void("meta", &policy);
        head.void("meta", &[("name", "viewport"), ("content", "width=device-width")]);
        head.void("meta", &[("name", "generator"), ("content", "palimpsest")]);
        head.leaf("title", &[], title);
        head.element("style", &[], |it| it.ours(style));
    });
}
