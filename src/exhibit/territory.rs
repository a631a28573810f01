//! Territories by their codes of two letters (ISO 3166-1:2020, *Codes for the representation of
//! names of countries and their subdivisions, part 1: Country code*, alpha-2, officially
//! assigned).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// What is written for everywhere.
pub const WORLDWIDE: &str = "worldwide";

const CODES: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A territory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Territory([u8; 2]);

impl Territory {
    /// Its code, two capital letters.
    pub fn code(&self) -> &str {
        // The two bytes are capital letters.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Every officially assigned territory, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split(' ').filter_map(|code| Some(Self(code.as_bytes().try_into().ok()?)))
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Territory {
    type Err = String;

    /// Reads a code in capital or small letters. The error is a sentence.
    fn from_str(code: &str) -> Result<Self, String> {
        let wanted = Self::all().find(|known| known.code().eq_ignore_ascii_case(code));
        wanted.ok_or_else(|| {
            // The codes that are written by mistake most often: reserved, but assigned to nobody.
            let meant = match code.to_ascii_uppercase().as_str() {
                "UK" => "; the United Kingdom is GB",
                "EU" => "; the European Union is written as its members' codes",
                "EL" => "; Greece is GR",
                _ => "",
            };
            format!(
                "{code:?} is not a territory of ISO 3166-1, two letters such as DE or US{meant}."
            )
        })
    }
}

/// Where something may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Territories {
    /// Everywhere.
    Worldwide,
    /// In these.
    In(BTreeSet<Territory>),
}

impl Territories {
    /// Reads codes, or the one word `worldwide`. The error is a sentence.
    ///
    /// # Errors
    /// When there is none, one is no territory, or `worldwide` stands beside another.
    pub fn read<'a>(written: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let written: Vec<&str> = written.into_iter().collect();
        let everywhere = |word: &&str| word.eq_ignore_ascii_case(WORLDWIDE);
        match written.as_slice() {
            [] => Err("A clearance names at least one territory, or \"worldwide\".".to_owned()),
            [one] if everywhere(one) => Ok(Self::Worldwide),
            several if several.iter().any(everywhere) => {
                Err("\"worldwide\" stands alone: it has all territories in it.".to_owned())
            }
            several => {
                several.iter().map(|code| code.parse()).collect::<Result<_, _>>().map(Self::In)
            }
        }
    }

    /// The territory with this code, in capital or small letters, is among them. Where a wall
    /// hangs is not known (none), it is not held against it.
    pub fn contain(&self, code: Option<&str>) -> bool {
        match (self, code) {
            (Self::Worldwide, _) | (_, None) => true,
            (Self::In(some), Some(code)) => {
                some.iter().any(|territory| territory.code().eq_ignore_ascii_case(code))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_249_territories_in_order() {
        let all: Vec<Territory> = Territory::all().collect();
        assert_eq!(all.len(), 249);
        assert!(all.is_sorted_by(|a, b| a < b));
        assert!(all.iter().all(|t| t.code().len() == 2 && t.code().parse() == Ok(*t)));
    }

    #[test]
    fn small_letters_are_read_and_mistakes_are_named() {
        assert_eq!("de".parse::<Territory>().unwrap().code(), "DE");
        assert!("uk".parse::<Territory>().unwrap_err().contains("GB"));
        for wrong in ["", "D", "DEU", "ZZ", "Ä", "D E", "AD AE"] {
            assert!(wrong.parse::<Territory>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn worldwide_stands_alone_and_something_must_be_written() {
        assert_eq!(Territories::read(["worldwide"]), Ok(Territories::Worldwide));
        assert!(Territories::read(["DE", "worldwide"]).is_err());
        assert!(Territories::read([]).is_err());
        let two = Territories::read(["de", "FR", "DE"]).unwrap();
        assert!(two.contain(Some("fr")) && two.contain(None) && !two.contain(Some("US")));
    }
}
