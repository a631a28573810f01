//! From status codes to a finding.
//!
//! The codes are those of the C2PA Technical Specification 2.x, "Validation", tables of success,
//! informational and failure codes. *Changed* is said only where a hash or a signature was compared
//! and differs. *Intact* is said only where both comparisons were made and agree: the signature
//! with the claim, and the hash in the claim with the film. All else is undecided, above all every
//! code that is not listed here.

use super::{Doubt, Finding, Outcome, Part, Status, Unread};

/// The film differs from the hash that was signed.
const CONTENT: &[&str] = &[
    "assertion.dataHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.boxesHash.unknownBox",
    "assertion.collectionHash.mismatch",
    "assertion.collectionHash.incorrectFileCount",
];
/// The film agrees with it.
const CONTENT_AGREES: &[&str] = &[
    "assertion.dataHash.match",
    "assertion.bmffHash.match",
    "assertion.boxesHash.match",
    "assertion.collectionHash.match",
];
/// The statement differs from its hashes or from its signature.
const STATEMENT: &[&str] =
    &["assertion.hashedURI.mismatch", "hashedURI.mismatch", SIGNATURE_DIFFERS];
/// The library also gives this where it could not check the signature at all.
const SIGNATURE_DIFFERS: &str = "claimSignature.mismatch";
/// The statement of an ingredient differs from the hash in the statement of the file.
const INGREDIENT: &[&str] = &[
    "ingredient.manifest.mismatch",
    "ingredient.claimSignature.mismatch",
    "ingredient.hashedURI.mismatch",
];
/// Rules of form: whoever broke them did so before signing.
const FORM: &[&str] = &[
    "assertion.action.ingredientMismatch",
    "assertion.action.malformed",
    "assertion.action.redacted",
    "assertion.action.redactionMismatch",
    "assertion.ingredient.malformed",
    "assertion.metadata.disallowed",
    "assertion.timestamp.malformed",
    "manifest.multipleParents",
    "ingredient.claimSignature.missing",
    "ingredient.manifest.missing",
];

/// What must be known beside the codes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// The certificate names an organisation and the algorithm is known: without, the library
    /// calls a signature that it never compared a mismatch.
    pub(super) signer_legible: bool,
    /// The certificate was judged at the time of a stamp that nobody was asked to vouch for.
    pub(super) unchecked_time: bool,
    /// Nobody was trusted.
    pub(super) no_list: bool,
}

/// What `statuses` come to.
pub(super) fn judge(statuses: &[Status], given: Given) -> Finding {
    let Given { signer_legible, unchecked_time, no_list } = given;
    let failures = || statuses.iter().filter(|status| status.outcome == Outcome::Failure);
    let compared = signer_legible && !failures().any(|f| f.code == "algorithm.unsupported");

    let mut parts: Vec<Part> = failures().filter_map(|f| part(f, compared)).collect();
    parts.sort_unstable();
    parts.dedup();
    if !parts.is_empty() {
        return Finding::Changed { parts };
    }

    let mut doubts = Vec::new();
    let mut undecided = Vec::new();
    for failure in failures() {
        match doubt(failure, no_list) {
            Some(doubt) => doubts.push(doubt),
            None => undecided.push(failure.code.clone()),
        }
    }
    let agrees = |own: bool, codes: &[&str]| {
        statuses.iter().any(|status| {
            status.outcome == Outcome::Success
                && !(own && status.ingredient)
                && codes.contains(&status.code.as_str())
        })
    };
    // An update manifest has no hash of the film: that of the manifest which it updates counts.
    let intact = agrees(true, &["claimSignature.validated"]) && agrees(false, CONTENT_AGREES);
    if !intact || !undecided.is_empty() {
        undecided.sort_unstable();
        undecided.dedup();
        return Finding::Unread { why: Unread::Undecided { codes: undecided } };
    }
    let trusted = !no_list && agrees(true, &["signingCredential.trusted"]);
    if !trusted && !doubts.iter().any(|d| matches!(d, Doubt::NoList | Doubt::SignerUnknown)) {
        doubts.push(if no_list { Doubt::NoList } else { Doubt::SignerUnknown });
    }
    if unchecked_time {
        doubts.push(Doubt::TimeUnconfirmed);
    }
    if doubts.is_empty() {
        return Finding::Trusted;
    }
    doubts.sort_unstable();
    doubts.dedup();
    Finding::Unconfirmed { doubts }
}

fn part(failure: &Status, compared: bool) -> Option<Part> {
    let code = failure.code.as_str();
    if INGREDIENT.contains(&code) {
        return Some(Part::Ingredient);
    }
    // What was wrong inside an ingredient was so when it was used: the hashes above bind it.
    if failure.ingredient || (code == SIGNATURE_DIFFERS && !compared) {
        return None;
    }
    if CONTENT.contains(&code) {
        return Some(Part::Content);
    }
    STATEMENT.contains(&code).then_some(Part::Statement)
}

fn doubt(failure: &Status, no_list: bool) -> Option<Doubt> {
    let code = failure.code.as_str();
    if failure.ingredient {
        return Some(Doubt::Ingredient);
    }
    match code {
        "signingCredential.untrusted" if no_list => Some(Doubt::NoList),
        "signingCredential.untrusted" => Some(Doubt::SignerUnknown),
        "signingCredential.expired" | "claimSignature.outsideValidity" => {
            Some(Doubt::SignerExpired)
        }
        "signingCredential.invalid" => Some(Doubt::SignerUnfit),
        "signingCredential.ocsp.revoked" | "signingCredential.ocsp.unknown" => {
            Some(Doubt::SignerRevoked)
        }
        // Informational in the standard; as a failure they still concern the time alone.
        "timeStamp.mismatch"
        | "timeStamp.malformed"
        | "timeStamp.outsideValidity"
        | "timeStamp.untrusted" => Some(Doubt::TimeUnconfirmed),
        _ if FORM.contains(&code) => Some(Doubt::Form { code: code.to_owned() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judge(statuses: &[Status], signer_legible: bool, no_list: bool) -> Finding {
        super::judge(statuses, Given { signer_legible, unchecked_time: false, no_list })
    }

    fn status(outcome: Outcome, code: &str) -> Status {
        Status { code: code.into(), outcome, ingredient: false, explanation: None }
    }

    fn intact(failures: &[&str]) -> Vec<Status> {
        ["claimSignature.validated", "assertion.bmffHash.match"]
            .into_iter()
            .map(|code| status(Outcome::Success, code))
            .chain(failures.iter().map(|code| status(Outcome::Failure, code)))
            .collect()
    }

    fn undecided(codes: &[&str]) -> Finding {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        Finding::Unread { why: Unread::Undecided { codes } }
    }

    #[test]
    fn an_expired_or_unknown_signer_is_not_a_change() {
        let codes = intact(&["signingCredential.untrusted", "signingCredential.expired"]);
        let doubts = vec![Doubt::SignerUnknown, Doubt::SignerExpired];
        assert_eq!(judge(&codes, true, false), Finding::Unconfirmed { doubts });
        let doubts = vec![Doubt::NoList, Doubt::SignerExpired];
        assert_eq!(judge(&codes, true, true), Finding::Unconfirmed { doubts });
    }

    #[test]
    fn a_hash_that_differs_is_a_change_whoever_signed() {
        let mut codes = intact(&["assertion.bmffHash.mismatch", "assertion.hashedURI.mismatch"]);
        codes.push(status(Outcome::Success, "signingCredential.trusted"));
        let parts = vec![Part::Content, Part::Statement];
        assert_eq!(judge(&codes, true, false), Finding::Changed { parts });
    }

    #[test]
    fn a_trusted_signer_is_trusted_only_where_everything_was_compared() {
        let trusted = status(Outcome::Success, "signingCredential.trusted");
        let whole: Vec<_> = intact(&[]).into_iter().chain([trusted]).collect();
        assert_eq!(judge(&whole, true, false), Finding::Trusted);
        assert_eq!(judge(&whole, true, true), Finding::Unconfirmed { doubts: vec![Doubt::NoList] });
        for missing in 0..2 {
            let mut codes = whole.clone();
            codes.remove(missing);
            assert_eq!(judge(&codes, true, false), undecided(&[]));
        }
        assert_eq!(judge(&[], true, false), undecided(&[]));
    }

    #[test]
    fn a_time_that_nobody_vouches_for_is_a_doubt_even_about_a_trusted_signer() {
        let mut codes = intact(&[]);
        codes.push(status(Outcome::Success, "signingCredential.trusted"));
        let given = Given { signer_legible: true, unchecked_time: true, no_list: false };
        let doubts = vec![Doubt::TimeUnconfirmed];
        assert_eq!(super::judge(&codes, given), Finding::Unconfirmed { doubts });
    }

    #[test]
    fn a_signature_that_could_not_be_compared_is_no_change() {
        let mut codes = intact(&["claimSignature.mismatch"]);
        codes.remove(0);
        let parts = vec![Part::Statement];
        assert_eq!(judge(&codes, true, false), Finding::Changed { parts });
        assert_eq!(judge(&codes, false, false), undecided(&["claimSignature.mismatch"]));
        codes.push(status(Outcome::Failure, "algorithm.unsupported"));
        let both = undecided(&["algorithm.unsupported", "claimSignature.mismatch"]);
        assert_eq!(judge(&codes, true, false), both);
    }

    #[test]
    fn only_what_the_file_itself_binds_of_an_ingredient_is_a_change() {
        let of = |code| {
            let mut codes = intact(&[code]);
            codes.iter_mut().for_each(|s| s.ingredient = s.outcome == Outcome::Failure);
            codes.push(status(Outcome::Success, "signingCredential.trusted"));
            judge(&codes, true, false)
        };
        let parts = vec![Part::Ingredient];
        assert_eq!(of("ingredient.manifest.mismatch"), Finding::Changed { parts });
        let doubts = vec![Doubt::Ingredient];
        assert_eq!(of("assertion.dataHash.mismatch"), Finding::Unconfirmed { doubts });
    }

    #[test]
    fn the_signature_of_an_ingredient_does_not_stand_for_that_of_the_file() {
        let mut codes = intact(&[]);
        codes[0].ingredient = true;
        assert_eq!(judge(&codes, true, false), undecided(&[]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_failure_that_nobody_has_heard_of_says_neither_intact_nor_changed(
            code in "[a-z]{1,12}(\\.[a-zA-Z]{1,12}){0,3}",
        ) {
            prop_assume!(!code.contains("ismatch") && !code.starts_with("timeStamp"));
            let codes = intact(&[&code]);
            prop_assert_eq!(judge(&codes, true, false), undecided(&[&code]));
        }

        #[test]
        fn a_change_is_never_outweighed(
            at in 0_usize..CONTENT.len(),
            others in proptest::collection::vec("[a-zA-Z.]{0,30}", 0..8),
        ) {
            let mut codes = intact(&[CONTENT[at]]);
            codes.extend(others.iter().map(|code| status(Outcome::Success, code)));
            codes.extend(others.iter().map(|code| status(Outcome::Failure, code)));
            let changed = matches!(judge(&codes, true, false), Finding::Changed { .. });
            prop_assert!(changed);
        }
    }
}
