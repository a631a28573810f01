//! What is wrong with a caption file: the line, what is wrong there, what to do about it.

use crate::diagnostic::Severity;

/// How many problems are kept; more are only counted, so that a hostile file cannot make many.
pub const KEPT: usize = 200;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1.
    pub line: usize,
    /// An error where something of the file is not shown, a warning where everything is shown but
    /// perhaps not as it was meant.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub what: String,
    /// What to do about it, in full sentences.
    pub help: String,
}

impl Problem {
    /// Something is not shown.
    pub fn error(line: usize, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { line, severity: Severity::Error, what: what.into(), help: help.into() }
    }

    /// Everything is shown, but perhaps not as it was meant.
    pub fn warning(line: usize, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(line, what, help) }
    }
}

/// Collects problems, as many as a person would read.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    kept: Vec<Problem>,
    /// How many more there are, and the severity of the worst and the line of the first of them.
    more: Option<(usize, Severity, usize)>,
}

impl Problems {
    /// Keeps a problem, or counts it.
    pub fn push(&mut self, problem: Problem) {
        if self.kept.len() < KEPT {
            self.kept.push(problem);
            return;
        }
        let (count, worst, line) = self.more.unwrap_or((0, problem.severity, problem.line));
        self.more = Some((count + 1, worst.min(problem.severity), line));
    }

    /// All of them in the order of their lines, the last for those that were only counted.
    #[must_use]
    pub fn done(mut self) -> Vec<Problem> {
        self.kept.sort_by_key(|problem| problem.line);
        if let Some((count, severity, line)) = self.more {
            let (what, help) = (format!("{count} more problems from here on"), "Mend these first.");
            self.kept.push(Problem { severity, ..Problem::error(line, what, help) });
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_are_counted_and_the_worst_of_them_is_said() {
        let mut problems = Problems::default();
        for line in 1..=KEPT + 2 {
            problems.push(Problem::warning(line, "bad", "Mend it."));
        }
        problems.push(Problem::error(999, "worse", "Mend it."));
        let problems = problems.done();
        assert_eq!(problems.len(), KEPT + 1);
        assert_eq!(problems[KEPT].severity, Severity::Error);
        assert_eq!((problems[KEPT].line, &problems[KEPT].what[..2]), (KEPT + 1, "3 "));
    }
}
