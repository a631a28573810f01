//! What the credentials say: by whom, when, with which tool, and whether a trained model made it.

use std::collections::BTreeSet;

use c2pa::{Manifest, Reader};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::finding::short;

/// What the active manifest states, and those of what the file was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The title that it gives the file.
    pub title: Option<String>,
    /// The signature, where one can be read.
    pub signed: Option<Signed>,
    /// The tools that wrote it, with their versions.
    pub tools: Vec<String>,
    /// Where it says that a trained model had a part; of the file itself first.
    pub declared: Vec<Declared>,
}

/// Who signed, when and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The organisation that the signer's certificate names.
    pub issuer: Option<String>,
    /// The common name in the certificate.
    pub common_name: Option<String>,
    /// The time of the time stamp, RFC 3339.
    pub time: Option<String>,
    /// Whether who gave the time stamp is on the list of trusted roots.
    pub time_trusted: bool,
    /// The algorithm of the signature, such as `Es256`.
    pub algorithm: Option<String>,
}

/// One statement that a trained model had a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Which part.
    pub made: Made,
    /// `None` where it is about the file itself, or the title of what the file was made from.
    pub ingredient: Option<String>,
    /// The action that it is told of, such as `c2pa.created`.
    pub action: String,
    /// When that was, in the words of the statement.
    pub when: Option<String>,
    /// The tool of that action, such as the name of the model.
    pub agent: Option<String>,
}

/// What a trained model made (IPTC NewsCodes, *Digital Source Type*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Made {
    /// `trainedAlgorithmicMedia`: all of it.
    Whole,
    /// `compositeWithTrainedAlgorithmicMedia`: a part of it.
    Composite,
}

/// How far the ingredients of ingredients are followed.
const DEPTH: usize = 32;
/// How many statements are kept, of the file and of all that it was made from.
const LIMIT: usize = 100;

impl Statement {
    /// Whether the certificate names an organisation and the algorithm is known.
    pub(super) fn signer_legible(&self) -> bool {
        self.signed.as_ref().is_some_and(|s| s.issuer.is_some() && s.algorithm.is_some())
    }

    /// The name to say for the signer: the organisation, or else the common name.
    #[must_use]
    pub fn signer(&self) -> Option<&str> {
        let signed = self.signed.as_ref()?;
        signed.issuer.as_deref().or(signed.common_name.as_deref())
    }
}

/// What `reader` read, where it has an active manifest.
pub(super) fn of(reader: &Reader) -> Option<Statement> {
    let manifest = reader.active_manifest()?;
    let time_trusted = !time_on_trust(manifest)
        && reader
            .validation_results()
            .and_then(|results| results.active_manifest())
            .is_some_and(|codes| codes.success().iter().any(|s| s.code() == "timeStamp.trusted"));
    let signed = manifest.signature_info().map(|info| Signed {
        issuer: info.issuer.as_deref().map(short),
        common_name: info.common_name.as_deref().map(short),
        time: info.time.as_deref().map(short),
        time_trusted,
        algorithm: info.alg.map(|algorithm| format!("{algorithm:?}")),
    });
    let mut declared = Vec::new();
    let mut seen = BTreeSet::new();
    gather(reader, manifest, None, DEPTH, &mut seen, &mut declared);
    Some(Statement { title: manifest.title().map(short), signed, tools: tools(manifest), declared })
}

/// Whether the time of the signature was used without asking who vouches for it: the library does
/// so for version 1 of the claim, and gives the code `timeStamp.trusted` all the same.
fn time_on_trust(manifest: &Manifest) -> bool {
    manifest.claim_version().is_none_or(|version| version < 2)
        && manifest.signature_info().is_some_and(|info| info.time.is_some())
}

/// Whether that is so of the manifest that speaks for the file.
pub(super) fn leans_on_unchecked_time(reader: &Reader) -> bool {
    reader.active_manifest().is_some_and(time_on_trust)
}

fn tools(manifest: &Manifest) -> Vec<String> {
    let listed = manifest.claim_generator_info.iter().flatten();
    let named: Vec<String> = listed
        .map(|tool| match &tool.version {
            Some(version) => short(&format!("{} {version}", tool.name)),
            None => short(&tool.name),
        })
        .take(LIMIT)
        .collect();
    if named.is_empty() {
        return manifest.claim_generator().into_iter().map(short).collect();
    }
    named
}

fn gather(
    reader: &Reader,
    manifest: &Manifest,
    ingredient: Option<&str>,
    depth: usize,
    seen: &mut BTreeSet<String>,
    into: &mut Vec<Declared>,
) {
    let labels = manifest.assertions().iter().filter(|a| a.label().starts_with("c2pa.actions"));
    for value in labels.filter_map(|assertion| assertion.value().ok()) {
        let lists = ["actions", "templates"].into_iter().filter_map(|list| value[list].as_array());
        for action in lists.flatten() {
            if into.len() < LIMIT
                && let Some(declared) = declared(action, ingredient)
            {
                into.push(declared);
            }
        }
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    for ingredient in manifest.ingredients() {
        let Some(label) = ingredient.active_manifest() else { continue };
        if seen.len() < LIMIT
            && seen.insert(label.to_owned())
            && let Some(manifest) = reader.get_manifest(label)
        {
            let title = short(ingredient.title().unwrap_or_default());
            gather(reader, manifest, Some(&title), depth, seen, into);
        }
    }
}

fn declared(action: &Value, ingredient: Option<&str>) -> Option<Declared> {
    let source = action["digitalSourceType"].as_str()?;
    let made = match source.rsplit('/').next()? {
        "trainedAlgorithmicMedia" => Made::Whole,
        "compositeWithTrainedAlgorithmicMedia" => Made::Composite,
        _ => return None,
    };
    let text = |value: &Value| value.as_str().map(short);
    Some(Declared {
        made,
        ingredient: ingredient.map(ToOwned::to_owned),
        action: text(&action["action"]).unwrap_or_default(),
        when: text(&action["when"]),
        // Version 1 of actions has a name here, version 2 a table with one.
        agent: text(&action["softwareAgent"]).or_else(|| text(&action["softwareAgent"]["name"])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_trained_model_made_is_declared() {
        let action = |source: &str| {
            serde_json::json!({
                "action": "c2pa.created", "digitalSourceType": source, "softwareAgent": {"name": "M"},
            })
        };
        let iptc = "http://cv.iptc.org/newscodes/digitalsourcetype";
        let of = |kind: &str| declared(&action(&format!("{iptc}/{kind}")), None).map(|d| d.made);
        assert_eq!(of("trainedAlgorithmicMedia"), Some(Made::Whole));
        assert_eq!(of("compositeWithTrainedAlgorithmicMedia"), Some(Made::Composite));
        assert_eq!(of("digitalCapture"), None);
        assert_eq!(of("algorithmicMedia"), None);
        assert_eq!(declared(&serde_json::json!([1, 2]), None), None);
        let agent = declared(&action("trainedAlgorithmicMedia"), Some("A still"));
        assert_eq!(agent.and_then(|d| d.agent), Some("M".to_owned()));
    }
}
