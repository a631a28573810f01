//! A release date in words.

use super::base;
use crate::exhibit::Released;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month and its year.
const RUSSIAN: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// A day of a month.
const RUSSIAN_OF: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// A release date, as precise as it is known: `December 2024`, `9 декабря 2024`, `2024`. In a
/// language without a table of months, and for a month that there is not, it is written as
/// `2024-12-09`.
pub fn released(date: Released, language: &str) -> String {
    let Released { year, month, day } = date;
    let Some(month) = month else { return year.to_string() };
    let name = |table: &[&'static str; 12]| {
        usize::try_from(month).ok().and_then(|month| table.get(month.checked_sub(1)?).copied())
    };
    let (alone, with_day) = match base(language) {
        "en" => (name(&ENGLISH), name(&ENGLISH)),
        "ru" => (name(&RUSSIAN), name(&RUSSIAN_OF)),
        _ => (None, None),
    };
    match (day, alone, with_day) {
        (Some(day), _, Some(month)) => format!("{day} {month} {year}"),
        (None, Some(month), _) => format!("{month} {year}"),
        (Some(day), ..) => format!("{year:04}-{month:02}-{day:02}"),
        (None, ..) => format!("{year:04}-{month:02}"),
    }
}

/// The same to the month and in short, for labels: `Dec 2024`, `дек 2024`.
pub fn released_short(date: Released, language: &str) -> String {
    let whole = released(Released { day: None, ..date }, language);
    match whole.split_once(' ') {
        Some((month, year)) => format!("{} {year}", month.chars().take(3).collect::<String>()),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(month: Option<i8>, day: Option<i8>, language: &str) -> String {
        released(Released { year: 2024, month, day }, language)
    }

    #[test]
    fn a_date_is_told_as_precisely_as_it_is_known() {
        assert_eq!(say(None, None, "en"), "2024");
        assert_eq!(say(Some(12), None, "en"), "December 2024");
        assert_eq!(say(Some(12), Some(9), "en"), "9 December 2024");
    }

    #[test]
    fn russian_months_take_the_case_they_need() {
        assert_eq!(say(Some(12), None, "ru"), "декабрь 2024");
        assert_eq!(say(Some(12), Some(9), "ru-RU"), "9 декабря 2024");
    }

    #[test]
    fn a_label_has_room_for_a_month_in_short() {
        let date = Released { year: 2024, month: Some(12), day: Some(9) };
        assert_eq!(released_short(date, "en"), "Dec 2024");
        assert_eq!(released_short(date, "ru"), "дек 2024");
        assert_eq!(released_short(date, "fi"), "2024-12");
        assert_eq!(released_short(Released { month: None, day: None, ..date }, "en"), "2024");
    }

    #[test]
    fn other_languages_and_impossible_months_get_plain_numbers() {
        assert_eq!(say(Some(12), None, "fi"), "2024-12");
        assert_eq!(say(Some(2), Some(9), "fi"), "2024-02-09");
        assert_eq!(say(Some(13), None, "en"), "2024-13");
        assert_eq!(say(Some(0), None, "en"), "2024-00");
    }
}
