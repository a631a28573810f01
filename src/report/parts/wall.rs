//! What all versions do together: many that are harmless alone may flash when they hang side by
//! side.

use super::facts::{Fact, table};
use super::light_and_sound::{flash_plot, worst};
use super::{thumbnail, verdicts};
use crate::report::data::{Report, WallReport};
use crate::report::markup::Markup;
use crate::report::number::decimal;

/// Draws the chapter.
pub fn draw(markup: &mut Markup, report: &Report, wall: &WallReport) {
    markup.element("section", &[("id", "wall")], |section| {
        section.element("header", &[], |header| header.leaf("h2", &[], "The wall together"));
        section.leaf(
            "p",
            &[("class", "lead")],
            "Versions that are calm alone may flash together. So the whole wall was looked at as one \
             picture.",
        );
        verdicts(section, &wall.verdicts);
        let installation = wall.installation.as_deref();
        let installation = installation.unwrap_or("none was named: one ordinary screen is assumed");
        let distance = format!("{} m", decimal(wall.viewing_distance_mm / 1000.0, 1));
        table(
            section,
            "The wall as one picture",
            &[
                ("View", Fact::Text(wall.view.clone())),
                ("Installation", Fact::Text(installation.to_owned())),
                ("Seen from", Fact::Text(distance)),
                ("Worst second", Fact::Text(worst(&wall.flashes.general))),
                ("Worst second of red", Fact::Text(worst(&wall.flashes.red))),
            ],
        );
        flash_plot(section, report, &wall.flashes, "the wall");
        if let Some(of) = &wall.picture {
            section.element("div", &[("class", "picture")], |it| thumbnail(it, of, "The wall"));
        }
    });
}
