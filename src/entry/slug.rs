//! Words of any of the exhibit's languages in the letters of an id.
//!
//! Letters are transliterated as in passports: ICAO Doc 9303, *Machine Readable Travel Documents*,
//! 8th edition (2021), part 3, section 6, tables A (Latin) and B (Cyrillic), in small letters. Both
//! tables are followed for the letters of the languages that exhibits are written in; any other
//! letter parts two words.

/// The longest id that the exhibit file takes.
const LONGEST: usize = 64;

/// A small letter or digit in the letters a to z and digits; none for what is neither.
pub(super) fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'є' => "ie",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' => "i",
        'ї' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' => "ie",
        'ы' => "y",
        'ь' | '\'' | '’' => "",
        'ю' => "iu",
        'я' => "ia",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'ā' | 'ă' | 'ą' => "a",
        'å' => "aa",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' | 'ġ' | 'ĝ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ō' | 'ő' => "o",
        'ø' | 'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        c => {
            const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
            let at = PLAIN.find(c)?;
            PLAIN.get(at..=at)?
        }
    })
}

/// An accent that follows its letter, as file names on a Mac are written (Unicode, block
/// "Combining Diacritical Marks"). In the letters a to z nothing of it is left.
pub(super) fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// An id from a name: small letters, digits and hyphens; `fallback` where nothing is left of it.
pub(super) fn slug(name: &str, fallback: &str) -> String {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        match latin(c) {
            Some(letters) => id.push_str(letters),
            None if c == '_' => id.push('_'),
            None if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            None => {}
        }
        if id.len() >= LONGEST {
            break;
        }
    }
    id.truncate(LONGEST);
    let id = id.trim_matches('-');
    if id.is_empty() { fallback.to_owned() } else { id.to_owned() }
}

/// The id, or the id with the first number from 2 on behind it that is not taken.
pub(super) fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut free = id.to_owned();
    let mut number = 2_u32;
    while taken(&free) {
        let tail = format!("-{number}");
        // Ids are plain letters, so that any byte is the beginning of one.
        let kept = id.get(..LONGEST - tail.len()).unwrap_or(id);
        free = format!("{kept}{tail}");
        number += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_written_as_in_a_passport() {
        assert_eq!(slug("Кандинский 4.1", "x"), "kandinskii-4-1");
        assert_eq!(slug("Щёлковский Цех — Ёж", "x"), "shchelkovskii-tsekh-ezh");
        assert_eq!(slug("  Sora 2 (Pro)!", "x"), "sora-2-pro");
        assert_eq!(slug("Veo 3.1 – déjà vu", "x"), "veo-3-1-deja-vu");
        assert_eq!(slug("可灵", "generation"), "generation");
    }

    #[test]
    fn an_accent_behind_its_letter_reads_as_one_on_it() {
        assert_eq!(slug("\u{438}\u{306}од", "x"), slug("йод", "x"));
        assert_eq!(slug("e\u{301}t", "x"), "et");
    }

    #[test]
    fn a_taken_id_gets_the_next_number() {
        let taken = ["sora", "sora-2"];
        assert_eq!(free("sora", |id| taken.contains(&id)), "sora-3");
        let long = "a".repeat(64);
        assert_eq!(free(&long, |id| id == long).len(), 64);
    }

    proptest! {
        #[test]
        fn every_name_gives_an_id_that_the_exhibit_takes(name in ".{0,100}") {
            let id = slug(&name, "generation");
            let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
            prop_assert!(!id.is_empty() && id.len() <= 64 && id.chars().all(good), "{}", id);
        }
    }
}
