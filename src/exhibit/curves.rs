//! Which measures of the pictures the label wall shows, as small curves.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::de::DeValue;

use super::nearest;
use super::schema::schema_by_hand;
use super::section::{Section, Value, kind};
use crate::diagnostic::quoted;

/// More curves than these leave no room for words.
pub const MOST: usize = 3;

/// A measure whose course over the film the label wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CurveOf {
    /// The finest detail, at native resolution.
    Detail,
    /// The speed of all that is seen.
    Motion,
    /// The trembling of brightness.
    Flicker,
    /// How well a picture tells the next.
    Steadiness,
    /// The mean distance from grey.
    Colour,
}

impl CurveOf {
    /// All, with what the exhibit file calls them.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("detail", Self::Detail),
        ("motion", Self::Motion),
        ("flicker", Self::Flicker),
        ("steadiness", Self::Steadiness),
        ("colour", Self::Colour),
    ];
}

/// The list of curves as written.
pub struct WrittenCurves;

schema_by_hand!(WrittenCurves, "Curves", |_g| json_schema!({
    "type": "array",
    "maxItems": MOST,
    "uniqueItems": true,
    "items": { "enum": CurveOf::NAMES.map(|(name, _)| name) },
}));

/// Reads the list.
pub(super) fn curves(section: &Section<'_, '_>, key: &str) -> Vec<CurveOf> {
    let Some(value) = section.get(key) else { return Vec::new() };
    let names = CurveOf::NAMES.map(|(name, _)| name);
    let can_be = format!(
        "Write up to {MOST} of {}, such as {key} = [\"motion\", \"detail\"].",
        names.map(|name| format!("\"{name}\"")).join(", ")
    );
    let wrong = |value: &Value<'_>, shown: &str, help: String| {
        let message = format!("{} cannot be {shown}", section.what(key));
        section.reader.error(&value.span(), message, help);
    };
    let DeValue::Array(list) = value.get_ref() else {
        wrong(value, kind(value), can_be);
        return Vec::new();
    };
    let mut read = Vec::new();
    for one in list {
        let written = one.get_ref().as_str();
        let known = CurveOf::NAMES.iter().find(|(name, _)| Some(*name) == written);
        match known {
            Some((name, curve)) if read.contains(curve) => {
                wrong(one, &format!("{} twice", quoted(name)), can_be.clone());
            }
            Some(_) if read.len() == MOST => {
                wrong(one, "longer", can_be.clone());
                break;
            }
            Some((_, curve)) => read.push(*curve),
            None => {
                let shown = written.map_or_else(|| kind(one).to_owned(), quoted);
                let help = match written.and_then(|word| nearest::word(word, &names)) {
                    Some(near) => format!("Did you mean \"{near}\"? {can_be}"),
                    None => can_be.clone(),
                };
                wrong(one, &shown, help);
            }
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read(curves: &str) -> Result<Vec<CurveOf>, String> {
        let text = format!(
            "title = \"F\"\nlength = 9\n{curves}\n[[generation]]\nid = \"g\"\nname = \"G\"\n\
             [[version]]\nid = \"a\"\ngeneration = \"g\"\ncard = 24\n"
        );
        let read = crate::exhibit::parse(&text, Path::new("e"), Path::new(""));
        read.map(|loaded| loaded.exhibit.curves).map_err(|report| report.to_string())
    }

    #[test]
    fn curves_are_a_short_list_of_known_measures_in_the_order_written() {
        assert_eq!(read("").unwrap(), []);
        let some = read("curves = [\"motion\", \"detail\"]").unwrap();
        assert_eq!(some, [CurveOf::Motion, CurveOf::Detail]);
        for (wrong, says) in [
            ("curves = \"motion\"", "cannot be"),
            ("curves = [\"moton\"]", "Did you mean \"motion\"?"),
            ("curves = [\"motion\", \"motion\"]", "twice"),
            ("curves = [\"motion\", 3]", "cannot be"),
            ("curves = [\"motion\", \"detail\", \"flicker\", \"colour\"]", "up to 3"),
        ] {
            let said = read(wrong).unwrap_err();
            assert!(said.contains(says), "{wrong}: {said}");
        }
    }
}
