//! The roots that the caller trusts, and how the library is set.
//!
//! The official list is at <https://github.com/c2pa-org/conformance-public>, `trust-list`: one PEM
//! file for signers and one for time stamps, which may simply be joined. It changes every few
//! weeks, so a copy in the program would be wrong soon.

use c2pa::Settings;

/// No list is longer than this, in bytes; the official two together are under 200 KiB.
const LIMIT: usize = 4 << 20;
/// What a certificate begins with in PEM (RFC 7468, section 5.1).
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// The certificates of the roots that are trusted, for signers and for time stamps.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    pem: Option<String>,
}

/// What is wrong with a list of roots.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnchorsProblem {
    /// It is too long to be one.
    #[error("the list of trusted roots is longer than {LIMIT} bytes")]
    TooLong,
    /// It holds no certificate, or something else than certificates.
    #[error("the list of trusted roots must hold certificates in PEM and nothing else")]
    NotCertificates,
}

impl Anchors {
    /// Trusts nobody: every intact signature is by an unknown signer.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Trusts the roots in `pem`, one or more certificates one after the other; text between them
    /// is passed over.
    ///
    /// # Errors
    ///
    /// Where it is too long, holds no certificate, or one that cannot be read.
    pub fn from_pem(pem: &str) -> Result<Self, AnchorsProblem> {
        if pem.len() > LIMIT {
            return Err(AnchorsProblem::TooLong);
        }
        let begins = pem.matches("-----BEGIN ").count();
        if begins == 0 || begins != pem.matches(BEGIN).count() {
            return Err(AnchorsProblem::NotCertificates);
        }
        let anchors = Self { pem: Some(pem.to_owned()) };
        anchors.settings().map_err(|_| AnchorsProblem::NotCertificates)?;
        Ok(anchors)
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pem.is_none()
    }

    /// Everything that matters is said, so that another default of the library changes nothing.
    pub(super) fn settings(&self) -> c2pa::Result<Settings> {
        let nobody = serde_json::json!({
            "verify_trust_list": true,
            "user_anchors": null,
            "trust_anchors": null,
            "trust_config": null,
            "allowed_list": null,
        });
        let mut trust = nobody.clone();
        if let Some(pem) = &self.pem {
            trust["trust_anchors"] = pem.as_str().into();
        }
        let settings = serde_json::json!({
            "trust": trust,
            "cawg_trust": nobody,
            "core": {
                // Assertions of identity would be looked up on the network.
                "decode_identity_assertions": false,
                "allowed_network_hosts": [],
                "max_decompressed_manifest_size_in_mb": super::store::LIMIT >> 20,
            },
            "verify": {
                "verify_after_reading": true,
                "verify_trust": true,
                "verify_timestamp_trust": true,
                "ocsp_fetch": false,
                "remote_manifest_fetch": false,
                "strict_v1_validation": false,
            },
        });
        Settings::new().with_json(&settings.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_must_hold_certificates_and_nothing_else() {
        let key = "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n";
        let broken = "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n";
        for list in ["", "a web page", key, broken] {
            assert_eq!(
                Anchors::from_pem(list).err(),
                Some(AnchorsProblem::NotCertificates),
                "{list}"
            );
        }
        let long = "x".repeat(LIMIT + 1);
        assert_eq!(Anchors::from_pem(&long).err(), Some(AnchorsProblem::TooLong));
    }

    #[test]
    fn nothing_is_trusted_and_nothing_is_fetched_by_default() {
        let settings = Anchors::none().settings().unwrap();
        assert!(settings.trust.trust_anchors.is_none() && settings.trust.user_anchors.is_none());
        assert!(settings.trust.allowed_list.is_none());
        assert!(!settings.verify.ocsp_fetch && !settings.verify.remote_manifest_fetch);
        assert_eq!(settings.core.allowed_network_hosts.map(|hosts| hosts.len()), Some(0));
    }
}
