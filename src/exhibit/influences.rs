//! What the model and the hand took over from each other, and the tools of the hand, resolved.

use super::raw::{RawExhibit, RawInfluence, RawVersion};
use super::resolve::Resolver;
use super::{Direction, Influence, Released, Tool};

impl<'r> Resolver<'r, '_> {
    /// The influences in order of date; of one date, as they are written.
    pub(super) fn influences(&mut self, raw: &'r RawExhibit) -> Vec<Influence> {
        let mut influences: Vec<Influence> =
            raw.influence.iter().filter_map(|influence| self.influence(influence)).collect();
        influences.sort_by_key(|influence| (influence.from, influence.to));
        influences
    }

    /// One influence; none where its date is not written, which is already noted.
    fn influence(&mut self, raw: &'r RawInfluence) -> Option<Influence> {
        let title = self.text(raw.title.as_ref());
        let text = self.text(raw.text.as_ref());
        let from = raw.from.as_ref()?.value;
        if let Some(to) = raw.to.as_ref().filter(|to| is_before(to.value, from)) {
            let message = "`to` of this [[influence]] is before its `from`";
            let help = "`from` is when the one happened, `to` when the other followed. Exchange \
                        them, or turn `direction` round.";
            self.reader.error(&to.span, message, help);
        }
        Some(Influence {
            direction: raw.direction.as_ref().map_or(Direction::ModelToHand, |one| one.value),
            from,
            to: raw.to.as_ref().map(|to| to.value),
            title,
            text,
            source: raw.source.as_ref().map(|source| source.value.clone()).unwrap_or_default(),
        })
    }

    /// The tools of a version, in the order they are written.
    pub(super) fn tools(&mut self, version: &'r RawVersion) -> Vec<Tool> {
        let tool = version.tools.iter().map(|tool| Tool {
            name: tool.name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
            used_for: self.text(tool.used_for.as_ref()),
        });
        tool.collect()
    }
}

/// Whichever days are meant, the one lies before the other: a year is not before its own months.
fn is_before(one: Released, other: Released) -> bool {
    one.latest() < other.earliest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_before_another_only_where_that_is_certain() {
        let date = |text: &str| super::super::quantity::released(text).unwrap();
        assert!(is_before(date("2023"), date("2024-01-01")));
        assert!(is_before(date("2024-11"), date("2024-12")));
        assert!(!is_before(date("2024"), date("2024-12")));
        assert!(!is_before(date("2024-12"), date("2024-12-09")));
        assert!(!is_before(date("2024-12-09"), date("2024-12-09")));
    }
}
