//! What is stated of the rights in a version that enters.

use clap::Args;
use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Report};
use crate::exhibit::rights::{Clearance, Rights};
use crate::exhibit::territory::Territories;

/// The rights in a new version, as its key `rights` has them.
#[derive(Args, Debug, Default)]
pub struct RightsArgs {
    /// Who owns it.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Under what licence it is shown, by its name or SPDX identifier.
    #[arg(long, value_name = "NAME")]
    licence: Option<String>,
    /// The last day that it may be shown on, such as 2027-06-30.
    #[arg(long, value_name = "DATE")]
    cleared_until: Option<Date>,
    /// Where it may be shown: two letters each, such as DE,FR, or worldwide.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    territories: Vec<String>,
}

impl RightsArgs {
    /// What is stated; none where nothing is.
    ///
    /// # Errors
    /// One of the territories is none.
    pub fn stated(&self) -> Result<Option<Rights>, Report> {
        let refused = |why: String| {
            let help = "Write --territories DE,FR, or leave it out for all.";
            Report::of(Diagnostic::error(why.trim_end_matches('.').to_owned()).help(help))
        };
        let territories = match self.territories.as_slice() {
            [] => Territories::Worldwide,
            some => {
                let words = some.iter().map(|word| word.trim());
                Territories::read(words).map_err(refused)?
            }
        };
        let clearances = match (self.cleared_until, self.territories.is_empty()) {
            (None, true) => Vec::new(),
            (until, _) => vec![Clearance::new(None, until, territories).map_err(refused)?],
        };
        let rights = Rights {
            owner: self.owner.clone(),
            licence: self.licence.clone(),
            clearances,
            ..Rights::default()
        };
        Ok(Some(rights).filter(|rights| *rights != Rights::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_stated_unless_it_is_asked_for_and_what_is_no_territory_is_refused() {
        assert_eq!(RightsArgs::default().stated().unwrap(), None);
        let given = |codes: &[&str]| RightsArgs {
            cleared_until: Some(Date::constant(2027, 6, 30)),
            territories: codes.iter().map(|&code| code.to_owned()).collect(),
            ..RightsArgs::default()
        };
        let rights = given(&["de", " FR"]).stated().unwrap().unwrap();
        assert_eq!(rights.clearances[0].until(), Some(Date::constant(2027, 6, 30)));
        assert!(rights.clearances[0].territories().contain(Some("FR")));
        assert!(!rights.clearances[0].territories().contain(Some("GB")));
        let said = given(&["UK"]).stated().unwrap_err().render(false);
        assert!(said.contains("GB") && said.contains("--territories"), "{said}");
    }
}
