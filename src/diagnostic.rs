//! A problem with a place: file, line, column, the line itself, and what to do about it.
//!
//! Whoever reads a file collects every problem in a [`Report`] rather than stopping at the first,
//! and a report is written for the person who wrote the file.

use std::fmt::{self, Display};

use serde_json::{Value, json};

/// How many problems a report keeps; more are only counted, so that a report stays readable and
/// a hostile file cannot make it large.
const KEPT: usize = 200;

/// Columns of text before a message is wrapped.
const WIDTH: usize = 100;

/// A place in a text file, with the line itself, so that a message can be read without the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the curator would write its path.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters of the line are meant; 0 for a point between two.
    pub length: usize,
    /// The line, or the part of a very long line around the column. Control characters are
    /// replaced, one for one, so that a file cannot write to a terminal.
    pub source_line: String,
    /// How many characters were left out before `source_line`.
    pub skipped: usize,
}

impl Display for Place {
    /// `file:line:column`, as editors open it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The character, or a stand-in for one that would act on a terminal instead of being seen.
pub fn printable(c: char) -> char {
    let acts = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c == '\t' {
        ' '
    } else if acts {
        '\u{fffd}'
    } else {
        c
    }
}

/// A word of the curator's in a message: in backquotes, on one line, at most 60 characters.
pub fn quoted(word: &str) -> String {
    let mut shown: String = word.chars().take(60).map(printable).collect();
    if word.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used as it is.
    Error,
    /// It can be used, but something is probably not as it was meant.
    Warning,
}

impl Severity {
    /// In one word, as in `--format json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, in full sentences.
    pub help: Option<String>,
    /// Where it is, if it is in a file that has lines.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// What cannot be used as it is.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), help: None, place: None }
    }

    /// What is probably not as it was meant.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// As text: the message, file:line:column, the line with carets under what is meant, and what
    /// to do. `colour` adds the escape codes of a terminal; without it the text is plain and
    /// always the same.
    pub fn render(&self, colour: bool) -> String {
        let mut text = String::new();
        match handler(colour).render_report(&mut text, &Shown::new(self)) {
            Ok(()) => text.lines().map(|line| line.trim_end().to_owned() + "\n").collect(),
            // Rendering into a String does not fail; should it, the words still matter.
            Err(fmt::Error) => format!("{}: {}\n", self.severity.word(), self.message),
        }
    }

    fn to_json(&self) -> Value {
        let place = self.place.as_ref();
        json!({
            "severity": self.severity.word(),
            "file": place.map(|place| &place.file),
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
            "message": self.message,
            "help": self.help,
        })
    }
}

impl Display for Diagnostic {
    /// On one line, for logs: `file:line:column: message. What to do.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}.", self.message)?;
        self.help.iter().try_for_each(|help| write!(f, " {help}"))
    }
}

/// Every problem that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
}

impl Report {
    /// Without a problem.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one.
    pub fn of(problem: Diagnostic) -> Self {
        let mut report = Self::new();
        report.push(problem);
        report
    }

    /// Adds one. Beyond the first 200 they are only counted.
    pub fn push(&mut self, problem: Diagnostic) {
        self.count(problem.severity);
        if self.problems.len() < KEPT {
            self.problems.push(problem);
        } else if problem.severity == Severity::Error {
            // An error is never hidden behind warnings while there is one to give up.
            let given_up = self.problems.iter().rposition(|p| p.severity == Severity::Warning);
            if let Some(index) = given_up {
                self.problems[index] = problem;
            }
        }
    }

    /// Counts one that is not kept.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }

    /// So many errors are kept that another problem would only be counted: its message need not
    /// be written.
    pub fn is_full(&self) -> bool {
        let all_errors = || self.problems.iter().all(|p| p.severity == Severity::Error);
        self.problems.len() == KEPT && all_errors()
    }

    /// Adds all of another's.
    pub fn append(&mut self, other: Self) {
        let (mut errors, mut warnings) = (other.errors, other.warnings);
        for problem in other.problems {
            match problem.severity {
                Severity::Error => errors -= 1,
                Severity::Warning => warnings -= 1,
            }
            self.push(problem);
        }
        self.errors += errors;
        self.warnings += warnings;
    }

    /// Puts the problems in the order of the file, so that it can be mended from top to bottom.
    pub fn sort(&mut self) {
        let place = |p: &Diagnostic| p.place.as_ref().map(|p| (p.file.clone(), p.line, p.column));
        self.problems.sort_by_cached_key(|problem| (place(problem), problem.severity));
    }

    /// The problems, at most 200 of them.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// How many errors were found.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings were found.
    pub fn warnings(&self) -> usize {
        self.warnings
    }

    /// Nothing was found.
    pub fn is_empty(&self) -> bool {
        self.errors + self.warnings == 0
    }

    /// What a command exits with: 2 for errors, 1 for warnings alone if `strict`, else 0.
    pub fn exit_status(&self, strict: bool) -> u8 {
        match (self.errors, self.warnings) {
            (1.., _) => 2,
            (0, 1..) if strict => 1,
            _ => 0,
        }
    }

    /// All of it as text, with a line at the end that counts; empty where nothing was found.
    pub fn render(&self, colour: bool) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut text: String = self.problems.iter().map(|p| p.render(colour) + "\n").collect();
        let omitted = self.errors + self.warnings - self.problems.len();
        if omitted > 0 {
            text += &format!("… and {omitted} more, not shown. ");
        }
        text + &self.summary() + ".\n"
    }

    /// How many of each, in words: `2 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let count = |n: usize, word: &str| match n {
            1 => format!("1 {word}"),
            n => format!("{n} {word}s"),
        };
        match (self.errors, self.warnings) {
            (errors, 0) => count(errors, "error"),
            (0, warnings) => count(warnings, "warning"),
            (errors, warnings) => count(errors, "error") + ", " + &count(warnings, "warning"),
        }
    }

    /// For machines: `{errors, warnings, problems: [{severity, file, line, column, message,
    /// help}]}`; what is not known is null.
    pub fn to_json(&self) -> Value {
        let problems: Vec<Value> = self.problems.iter().map(Diagnostic::to_json).collect();
        json!({ "errors": self.errors, "warnings": self.warnings, "problems": problems })
    }
}

impl Display for Report {
    /// As plain text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

fn handler(colour: bool) -> miette::GraphicalReportHandler {
    let mut theme = match colour {
        true => miette::GraphicalTheme::unicode(),
        false => miette::GraphicalTheme::unicode_nocolor(),
    };
    theme.characters.error = "error:".to_owned();
    theme.characters.warning = "warning:".to_owned();
    (theme.characters.underline, theme.characters.underbar) = ('^', '^');
    miette::GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_break_words(false)
        .with_links(false)
        .with_context_lines(0)
}

/// A problem in the shape that miette draws.
#[derive(Debug)]
struct Shown<'d> {
    problem: &'d Diagnostic,
    line: Option<LineOf<'d>>,
}

impl<'d> Shown<'d> {
    fn new(problem: &'d Diagnostic) -> Self {
        Self { problem, line: problem.place.as_ref().map(LineOf::new) }
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help(&self) -> Option<Box<dyn Display + '_>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.line.as_ref().map(|line| line as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let span = self.line.as_ref()?.span;
        Some(Box::new(std::iter::once(miette::LabeledSpan::new_with_span(None, span))))
    }
}

/// The one line of a place as miette's source code: the file itself need not be there.
#[derive(Debug)]
struct LineOf<'d> {
    place: &'d Place,
    data: String,
    span: miette::SourceSpan,
}

impl<'d> LineOf<'d> {
    fn new(place: &'d Place) -> Self {
        let lead = if place.skipped > 0 { "…" } else { "" };
        // The blank is there to be pointed at: what is missing is missed after the last character.
        let data = format!("{lead}{} ", place.source_line);
        let byte =
            |chars: usize| data.char_indices().nth(chars).map_or(data.len() - 1, |(at, _)| at);
        let from = place.column - 1 - place.skipped.min(place.column - 1) + lead.chars().count();
        let (start, end) = (byte(from), byte(from + place.length.max(1)));
        let span = (start, end.max(start + 1).min(data.len()) - start).into();
        Self { place, data, span }
    }
}

impl miette::SourceCode for LineOf<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &miette::SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        Ok(Box::new(miette::MietteSpanContents::new_named(
            self.place.file.clone(),
            self.data.as_bytes(),
            (0, self.data.len()).into(),
            self.place.line - 1,
            self.place.column - 1,
            1,
        )))
    }
}
