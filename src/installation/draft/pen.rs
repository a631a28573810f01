//! Writes single values into the text of an installation file, in the way they were written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::keys::Place;
use crate::entry::page::{Page, quote};
use crate::entry::tables::{List, Value, above, end_of};
use crate::installation::Bezel;
use crate::installation::length::{hundredths, millimetres};

/// The most decimals that a unit needs for a hundredth of a millimetre to be written.
const DECIMALS: usize = 8;

/// A text, what it says, and the changes that are being made in it.
pub struct Pen<'e, 't> {
    /// The text.
    pub page: Page<'t>,
    /// What it says.
    pub root: &'e DeTable<'t>,
    /// Its screens.
    pub screens: List<'e, 't>,
}

/// One of the tables whose keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The installation itself.
    Installation,
    /// A screen, by its place.
    Screen(usize),
}

impl<'e, 't> Pen<'e, 't> {
    fn place(&self, whose: Whose) -> Option<Place<'e, 't>> {
        let (table, span) = match whose {
            Whose::Installation => (self.root, 0..0),
            Whose::Screen(index) => {
                let element = self.screens.elements.get(index)?;
                (element.table, element.span.clone())
            }
        };
        Some(Place { table, span, prefix: String::new() })
    }

    fn value(&self, whose: Whose, key: &str) -> Option<&'e Value<'t>> {
        self.place(whose)?.table.get(key)
    }

    /// Adds a key that is not there.
    fn insert(&mut self, whose: Whose, key: &str, value: &str) {
        if whose == Whose::Installation {
            self.insert_above(&format!("{key} = {value}\n"));
        } else if let Some(place) = self.place(whose) {
            place.insert(&mut self.page, key, value);
        }
    }

    /// Adds a line to the installation itself: below its other lines, or else above the first
    /// header and what introduces it.
    fn insert_above(&mut self, line: &str) {
        let page = &self.page;
        let first = self.first_header();
        let own = self.root.values().map(|value| (value.span().start, end_of(value)));
        let last = own.filter(|(start, _)| *start < first).map(|(_, end)| end).max();
        match last {
            Some(end) => self.page.insert_lines(page.next_line(end), line),
            None => {
                let at = above(page, self.root, first);
                self.page.insert_lines(at, &format!("{line}\n"));
            }
        }
    }

    /// Where the first line in square brackets begins; the end of the text where there is none.
    fn first_header(&self) -> usize {
        let page = &self.page;
        let mut at = 0;
        while at < page.text.len() {
            // A line of a list over several lines may begin with a bracket.
            let inside = |value: &&Value<'_>| value.span().start < at && at < value.span().end;
            let within = self.root.values().find(inside);
            if within.is_none() && page.text[at..page.line_end(at)].trim_start().starts_with('[') {
                return at;
            }
            at = page.next_line(within.map_or(at, |value| value.span().end));
        }
        page.text.len()
    }

    /// A length in mm, in the unit in which it was written.
    pub fn length(&mut self, whose: Whose, key: &str, mm: f64) {
        match self.value(whose, key) {
            Some(value) => self.put_length(value, mm),
            None => self.insert(whose, key, &plain(mm)),
        }
    }

    fn put_length(&mut self, value: &Value<'_>, mm: f64) {
        let span = value.span();
        let source = &self.page.text[span.clone()];
        let DeValue::String(written) = value.get_ref() else {
            self.page.replace(span, plain(mm));
            return;
        };
        let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-');
        let written = written.trim();
        let unit = written.trim_start_matches(of_number);
        let number = &written[..written.len() - unit.len()];
        let other = in_unit(mm, unit);
        let text = match source.contains(number) && !number.is_empty() {
            true => source.replacen(number, &other, 1),
            false => quote(&format!("{other}{unit}")),
        };
        self.page.replace(span, text);
    }

    /// A text, or none: then the key is taken away.
    pub fn word(&mut self, whose: Whose, key: &str, word: Option<&str>) {
        match (self.value(whose, key), word) {
            (Some(value), Some(word)) => {
                let source = &self.page.text[value.span()];
                let literal = source.starts_with('\'') && !source.starts_with("'''");
                let text = match literal && !word.contains(['\'', '\n']) {
                    true => format!("'{word}'"),
                    false => quote(word),
                };
                self.page.replace(value.span(), text);
            }
            (None, Some(word)) => self.insert(whose, key, &quote(word)),
            (Some(_), None) => {
                if let Some(place) = self.place(whose) {
                    place.remove(&mut self.page, key);
                }
            }
            (None, None) => {}
        }
    }

    /// A whole number.
    pub fn whole(&mut self, whose: Whose, key: &str, number: u32) {
        match self.value(whose, key) {
            Some(value) => self.page.replace(value.span(), number.to_string()),
            None => self.insert(whose, key, &number.to_string()),
        }
    }

    /// A pair of whole numbers; what stands between them stays.
    pub fn pair(&mut self, whose: Whose, key: &str, pair: [u32; 2]) {
        let Some(value) = self.value(whose, key) else {
            self.insert(whose, key, &format!("[{}, {}]", pair[0], pair[1]));
            return;
        };
        let spans: Vec<Range<usize>> = value
            .get_ref()
            .as_array()
            .into_iter()
            .flat_map(|list| list.iter())
            .map(Value::span)
            .collect();
        for (span, number) in spans.into_iter().zip(pair) {
            self.page.replace(span, number.to_string());
        }
    }

    /// A rim. Where it was written as one number and all sides stay alike, it still is one.
    pub fn bezel(&mut self, screen: usize, was: &Bezel, rim_mm: &Bezel) {
        let whose = Whose::Screen(screen);
        let Some(value) = self.value(whose, "bezel") else {
            self.insert(whose, "bezel", &rim(rim_mm));
            return;
        };
        let Some(table) = value.get_ref().as_table() else {
            match even(rim_mm) {
                Some(mm) => self.put_length(value, mm),
                None => self.page.replace(value.span(), rim(rim_mm)),
            }
            return;
        };
        let text = &self.page.text[value.span()];
        let dotted = !text.starts_with(['{', '[']);
        let prefix = if dotted { "bezel.".to_owned() } else { String::new() };
        let place = Place { table, span: value.span(), prefix };
        for (key, (before, after)) in
            SIDES.into_iter().zip(sides(was).into_iter().zip(sides(rim_mm)))
        {
            if before == after {
                continue;
            }
            match table.get(key) {
                Some(value) => self.put_length(value, after),
                None => place.insert(&mut self.page, key, &plain(after)),
            }
        }
    }

    /// A screen's name, wherever else in the file it is called by that.
    pub fn rename(&mut self, screen: usize, was: &str, name: &str) {
        self.word(Whose::Screen(screen), "name", Some(name));
        let table = |key: &str| self.root.get(key).and_then(|value| value.get_ref().as_table());
        let list = |table: Option<&'e DeTable<'t>>, key: &str| {
            table.and_then(|table| table.get(key)).and_then(|value| value.get_ref().as_array())
        };
        let shown = list(table("captions"), "screens").into_iter().flat_map(|list| list.iter());
        let routes = list(table("sound"), "routes").into_iter().flat_map(|list| list.iter());
        let heard = routes.filter_map(|route| route.get_ref().as_table()?.get("screen"));
        let same = |value: &&Value<'_>| value.get_ref().as_str() == Some(was);
        let spans: Vec<Range<usize>> = shown.chain(heard).filter(same).map(Value::span).collect();
        for span in spans {
            self.page.replace(span, quote(name));
        }
    }
}

const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];

fn sides(bezel: &Bezel) -> [f64; 4] {
    [bezel.left, bezel.top, bezel.right, bezel.bottom]
}

/// The width of a rim that is the same on every side.
fn even(bezel: &Bezel) -> Option<f64> {
    let [first, rest @ ..] = sides(bezel);
    rest.iter().all(|side| *side == first).then_some(first)
}

/// A rim as TOML.
pub fn rim(bezel: &Bezel) -> String {
    if let Some(mm) = even(bezel) {
        return plain(mm);
    }
    let sides = SIDES.iter().zip(sides(bezel)).map(|(key, mm)| format!("{key} = {}", plain(mm)));
    format!("{{ {} }}", sides.collect::<Vec<_>>().join(", "))
}

/// A length in mm as TOML.
pub fn plain(mm: f64) -> String {
    // Adding nothing makes 0 of -0.
    format!("{}", hundredths(mm) + 0.0)
}

/// A length in mm as the shortest number in a unit that reads back as the same.
fn in_unit(mm: f64, unit: &str) -> String {
    let mm = hundredths(mm) + 0.0;
    let one = millimetres(&format!("100{unit}")).unwrap_or(100.0) / 100.0;
    let written = |decimals: usize| format!("{:.decimals$}", mm / one);
    let reads_back = |text: &String| millimetres(&format!("{text}{unit}")) == Some(mm);
    (0..DECIMALS).map(written).find(reads_back).unwrap_or_else(|| written(DECIMALS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_as_short_as_it_reads_back() {
        assert_eq!(
            (plain(1210.0), plain(1211.8), plain(-0.001)),
            ("1210".into(), "1211.8".into(), "0".into())
        );
        assert_eq!(in_unit(1215.0, " m"), "1.215");
        assert_eq!(in_unit(1215.04, "cm"), "121.504");
        assert_eq!(in_unit(-546.1, " in"), "-21.5");
        assert_eq!(in_unit(546.37, " in"), "21.5106");
        assert_eq!(in_unit(10.0, ""), "10");
    }

    proptest::proptest! {
        #[test]
        fn every_hundredth_of_a_millimetre_reads_back_in_every_unit(whole in -10_000_000_i32..10_000_000) {
            let mm = hundredths(f64::from(whole) / 100.0);
            for unit in ["", " mm", "cm", " m", "in"] {
                let text = format!("{}{unit}", in_unit(mm, unit));
                proptest::prop_assert_eq!(millimetres(&text), Some(mm), "{}", text);
            }
        }
    }

    #[test]
    fn a_rim_is_one_number_where_all_sides_are_alike() {
        assert_eq!(rim(&Bezel::even(12.0)), "12");
        let uneven = Bezel { left: 1.2, top: 1.2, right: 0.6, bottom: 0.6 };
        assert_eq!(rim(&uneven), "{ left = 1.2, top = 1.2, right = 0.6, bottom = 0.6 }");
    }
}
