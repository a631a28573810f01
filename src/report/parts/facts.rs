//! Tables of facts: a word on the left, what is known on the right.

use crate::report::markup::Markup;

/// What is known of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// In words.
    Text(String),
    /// Several things.
    List(Vec<String>),
}

/// What each of several files says of one thing, said once where they all say the same, and
/// otherwise once for each answer, with the files that give it.
pub fn shared<'a>(answers: impl Iterator<Item = (&'a str, String)>) -> Fact {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (who, answer) in answers {
        match groups.iter_mut().find(|(known, _)| *known == answer) {
            Some((_, whose)) => whose.push(who),
            None => groups.push((answer, vec![who])),
        }
    }
    if groups.len() == 1 {
        return Fact::Text(groups.swap_remove(0).0);
    }
    Fact::List(
        groups.into_iter().map(|(answer, who)| format!("{answer} ({})", who.join(", "))).collect(),
    )
}

/// A table of facts with its caption.
pub fn table(markup: &mut Markup, caption: &str, rows: &[(&str, Fact)]) {
    markup.element("table", &[("class", "facts")], |table| {
        table.leaf("caption", &[], caption);
        table.element("tbody", &[], |body| {
            for (name, fact) in rows {
                body.element("tr", &[], |row| {
                    row.leaf("th", &[("scope", "row")], name);
                    row.element("td", &[], |cell| value(cell, fact));
                });
            }
        });
    });
}

fn value(cell: &mut Markup, fact: &Fact) {
    match fact {
        Fact::Text(text) => cell.text(text),
        Fact::List(items) => cell.element("ul", &[], |list| {
            for item in items {
                list.leaf("li", &[], item);
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_files_share_is_said_once() {
        let answers = [("a", "24"), ("b", "24")].map(|(who, rate)| (who, rate.to_owned()));
        assert_eq!(shared(answers.into_iter()), Fact::Text("24".into()));
        let answers = [("a", "24"), ("b", "8"), ("c", "24")];
        let fact = shared(answers.into_iter().map(|(who, rate)| (who, rate.to_owned())));
        assert_eq!(fact, Fact::List(vec!["24 (a, c)".into(), "8 (b)".into()]));
    }
}
