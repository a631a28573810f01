//! The files of a version: the masters with their checksums, what they say of their making, and
//! whose they are.

use super::facts::{Fact, shared, table};
use crate::report::data::{Credentials, Master, VersionReport};
use crate::report::markup::Markup;
use crate::report::number::{bytes, moment};
use crate::report::words::{NOT_MEASURED, NOT_STATED, stated};

/// Draws the masters.
pub fn masters(markup: &mut Markup, version: &VersionReport) {
    let caption = "As delivered, with two checksums of each";
    if version.masters.is_empty() {
        table(markup, caption, &[("Files", Fact::Text(NOT_STATED.into()))]);
        return;
    }
    markup.element("table", &[("class", "files")], |table| {
        table.leaf("caption", &[], caption);
        table.element("thead", &[], |head| {
            head.element("tr", &[], |row| {
                for title in ["File", "Size", "First recorded"] {
                    row.leaf("th", &[("scope", "col")], title);
                }
            });
        });
        // A body for each file, because its checksums stand beneath it and belong to it.
        for one in &version.masters {
            table.element("tbody", &[], |body| master(body, one));
        }
    });
}

fn master(body: &mut Markup, one: &Master) {
    let Master { file, bytes: size, sha256, blake3, found_blake3, first_seen } = one;
    // What it holds now is said apart only where that is something else.
    let found =
        found_blake3.as_ref().filter(|found| blake3.as_ref().is_some_and(|it| it != *found));
    let found = found.map(|found| ("BLAKE3 now", Some(found)));
    body.element("tr", &[], |row| {
        row.leaf("th", &[("scope", "rowgroup")], file);
        row.leaf("td", &[], &size.map_or("it could not be opened".into(), bytes));
        row.leaf("td", &[], &first_seen.as_deref().map_or(NOT_STATED.into(), moment));
    });
    let sums = [("SHA-256", sha256.as_ref()), ("BLAKE3", blake3.as_ref())];
    for (name, sum) in sums.into_iter().chain(found) {
        body.element("tr", &[("class", "sum")], |row| {
            row.element("td", &[("colspan", "3")], |cell| {
                cell.leaf("span", &[("class", "key")], name);
                match sum {
                    Some(sum) => cell.leaf("span", &[("class", "mono")], &in_eights(sum)),
                    None => cell.text(NOT_MEASURED),
                }
            });
        });
    }
}

/// Draws what the masters say of their making.
pub fn credentials(markup: &mut Markup, version: &VersionReport) {
    let all = version.credentials.as_slice();
    let caption = "Content credentials (C2PA), as the masters carry them";
    if all.is_empty() {
        table(markup, caption, &[("Finding", Fact::Text("not looked at".into()))]);
        return;
    }
    let each = |say: &dyn Fn(&Credentials) -> String| {
        shared(all.iter().map(|one| (one.file.as_str(), say(one))))
    };
    let option = |text: &Option<String>| stated(text.as_deref()).to_owned();
    let algorithm = |one: &Credentials| match one.made_by_algorithm {
        Some(true) => "yes, by their own word".into(),
        Some(false) => "no, by their own word".into(),
        None => NOT_STATED.into(),
    };
    let codes = |one: &Credentials| match one.codes.as_slice() {
        [] => "none".to_owned(),
        codes => codes.join(", "),
    };
    table(
        markup,
        caption,
        &[
            ("Finding", each(&|one| one.finding.phrase().into())),
            ("That means", each(&|one| one.sentence.clone())),
            ("Signer", each(&|one| option(&one.signer))),
            ("Signed on", each(&|one| one.time.as_deref().map_or(NOT_STATED.into(), moment))),
            ("Made with", each(&|one| option(&one.tool))),
            ("Made by an algorithm", each(&algorithm)),
            ("Codes", each(&codes)),
        ],
    );
}

/// Draws whose a version is.
pub fn rights(markup: &mut Markup, version: &VersionReport) {
    let caption = "As the exhibit states them";
    let Some(rights) = &version.rights else {
        table(markup, caption, &[("Rights", Fact::Text(NOT_STATED.into()))]);
        return;
    };
    let option = |text: &Option<String>| Fact::Text(stated(text.as_deref()).to_owned());
    let clearances = match rights.clearances.as_slice() {
        [] => Fact::Text(NOT_STATED.into()),
        all => Fact::List(all.iter().map(|it| format!("{}: {}", it.what, it.state)).collect()),
    };
    let mut rows = vec![
        ("Standing", Fact::Text(rights.sentence.clone())),
        ("Owner", option(&rights.owner)),
        ("Licence", option(&rights.licence)),
        ("Clearances", clearances),
        ("Training", option(&rights.training)),
    ];
    if rights.note.is_some() {
        rows.push(("Note", option(&rights.note)));
    }
    table(markup, caption, &rows);
}

/// A checksum in groups of eight, as people compare them.
#[must_use]
pub fn in_eights(sum: &str) -> String {
    let digits: Vec<char> = sum.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_stands_in_groups() {
        assert_eq!(in_eights("0123456789abcdef01"), "01234567 89abcdef 01");
        assert_eq!(in_eights(""), "");
    }
}
