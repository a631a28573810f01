//! The table that is read first: a row for each version, a column for each topic.

use super::{MANY, class, mark, wide};
use crate::report::data::{Level, Report, Topic, VersionReport};
use crate::report::markup::Markup;
use crate::report::number::date;
use crate::report::standing::{COLUMNS, standing};
use crate::report::words::{NO_RANKING, NOT_STATED, count};

/// Draws the table.
pub fn draw(markup: &mut Markup, report: &Report) {
    markup.element("section", &[("id", "overview")], |section| {
        section.element("header", &[], |header| header.leaf("h2", &[], "All versions at a glance"));
        section.leaf("p", &[("class", "lead")], &summary(report));
        let dense = report.versions.len() > MANY;
        let class = if dense { "overview dense" } else { "overview" };
        section.element("div", &wide("All versions at a glance"), |wide| {
            wide.element("table", &[("class", class)], |table| {
                table.leaf("caption", &[], NO_RANKING);
                head(table);
                table.element("tbody", &[], |body| {
                    for (place, version) in report.versions.iter().enumerate() {
                        body.element("tr", &[], |tr| row(tr, version, place + 1));
                    }
                });
            });
        });
        legend(section);
    });
}

/// How many versions ask for what, by the gravest thing that each asks for.
fn summary(report: &Report) -> String {
    let levels = report.versions.iter().map(gravest);
    let (mut fine, mut decide, mut refused) = (0, 0, 0);
    for level in levels {
        match level {
            Level::Refused => refused += 1,
            Level::Decision => decide += 1,
            Level::Note | Level::Fine => fine += 1,
        }
    }
    let mut said = Vec::new();
    if decide > 0 {
        said.push(format!("{} a decision", count(decide, "version needs", "versions need")));
    }
    if refused > 0 {
        said.push(format!(
            "{refused} cannot hang as {}",
            if refused == 1 { "it is" } else { "they are" }
        ));
    }
    if said.is_empty() {
        return "Nothing that was looked at needs a decision.".into();
    }
    if fine > 0 {
        said.push(format!("nothing is to be decided about {fine}"));
    }
    format!("{}.", said.join("; "))
}

/// The gravest thing about a version, whatever the topic.
fn gravest(version: &VersionReport) -> Level {
    let said = version.verdicts.iter().map(|it| it.level);
    let facts = COLUMNS.iter().filter_map(|topic| standing(version, *topic).level);
    said.chain(facts).max().unwrap_or(Level::Fine)
}

fn head(table: &mut Markup) {
    table.element("thead", &[], |head| {
        head.element("tr", &[], |row| {
            row.element("th", &[("scope", "col"), ("class", "place")], |cell| {
                cell.leaf("span", &[("class", "sr")], "Place in order of release");
            });
            for title in ["Version", "Released"] {
                row.leaf("th", &[("scope", "col")], title);
            }
            for topic in COLUMNS {
                let word = topic.word();
                let title: String = word
                    .chars()
                    .take(1)
                    .flat_map(char::to_uppercase)
                    .chain(word.chars().skip(1))
                    .collect();
                row.leaf("th", &[("scope", "col")], &title);
            }
        });
    });
}

fn row(row: &mut Markup, version: &VersionReport, number: usize) {
    let chapter = format!("#v{number}");
    row.leaf("td", &[("class", "place")], &number.to_string());
    row.element("th", &[("scope", "row")], |cell| {
        cell.leaf("a", &[("href", &chapter)], &version.name);
        others(cell, version, number);
    });
    let released = version.released.as_deref().map_or(NOT_STATED.into(), date);
    row.leaf("td", &[("class", "date")], &released);
    for topic in COLUMNS {
        row.element("td", &[], |cell| standing_cell(cell, version, topic, number));
    }
}

/// What no column tells and somebody has to know all the same, beneath the name.
fn others(cell: &mut Markup, version: &VersionReport, number: usize) {
    for topic in [Topic::Fixity, Topic::Cuts, Topic::Measures] {
        let said = version.verdicts.iter().filter(|it| it.about == topic).map(|it| it.level);
        let Some(level) = said.max().filter(|level| *level >= Level::Decision) else {
            continue;
        };
        let link = [("href", &*format!("#v{number}-{}", topic.word())), ("class", level.word())];
        cell.text(" ");
        cell.element("a", &link, |link| {
            mark(link, Some(level));
            link.text(&format!("{}: {}", topic.word(), level.word()));
        });
    }
}

fn standing_cell(cell: &mut Markup, version: &VersionReport, topic: Topic, number: usize) {
    let standing = standing(version, topic);
    let link =
        [("href", &*format!("#v{number}-{}", topic.word())), ("class", class(standing.level))];
    cell.element("a", &link, |link| {
        mark(link, standing.level);
        if let Some(level) = standing.level {
            link.leaf("span", &[("class", "sr")], &format!("{}: ", level.word()));
        }
        link.text(&standing.word);
    });
}

/// What the shapes mean.
fn legend(section: &mut Markup) {
    let levels = [Level::Fine, Level::Note, Level::Decision, Level::Refused].map(Some);
    section.element("ul", &[("class", "legend")], |list| {
        for level in levels.into_iter().chain([None]) {
            list.element("li", &[], |item| {
                mark(item, level);
                let said = level.map_or("not looked at, or not stated".into(), |level| {
                    format!("{}: {}", level.word(), level.meaning())
                });
                item.text(&said);
            });
        }
    });
}
