//! What could not be looked at, and the foot of the page.

use crate::report::data::Report;
use crate::report::markup::Markup;
use crate::report::number::moment;

/// Draws what could not be looked at. It is there when there is nothing too: that is a finding.
pub fn draw(markup: &mut Markup, report: &Report) {
    markup.element("section", &[("id", "problems")], |section| {
        section
            .element("header", &[], |header| header.leaf("h2", &[], "What could not be looked at"));
        if report.problems.is_empty() {
            section.leaf(
                "p",
                &[("class", "lead")],
                "Nothing: everything was looked at to its end.",
            );
            return;
        }
        section.element("ul", &[("class", "verdicts")], |list| {
            for problem in &report.problems {
                list.element("li", &[], |item| {
                    item.leaf("span", &[("class", "key decision")], "not looked at");
                    item.element("div", &[], |said| {
                        said.leaf("p", &[], &problem.what);
                        if let Some(help) = &problem.help {
                            said.leaf("p", &[("class", "help")], help);
                        }
                    });
                });
            }
        });
    });
}

/// Draws the foot of the page.
pub fn foot(markup: &mut Markup, report: &Report) {
    markup.element("footer", &[], |foot| {
        let said = format!(
            "Made by Palimpsest on {} from {}. The same facts for a machine, with every number, are in \
             report.json beside this page, format {}.",
            moment(&report.made),
            report.exhibit,
            report.format
        );
        foot.leaf("p", &[], &said);
    });
}
