//! What was tried and not chosen, as written: takes of a version's shots, and drafts of a shot's
//! script and storyboard.

use super::keys;
use super::raw::{Entries, RawDraft, RawTake, RawText, Written};
use super::read::MOST;
use super::read_shots::by_shot;
use super::section::{Section, Value, in_file_order, kind};
use crate::diagnostic::quoted;

pub(super) fn takes<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Entries<Vec<RawTake>> {
    let what = section.what("takes");
    let example = r#"takes = { march = ["a.mp4", "takes/march/*.png"] }"#;
    let table = by_shot(section, value, &what, example).unwrap_or_default();
    let list = |(key, value): (Written<String>, &Value<'t>)| {
        let name = format!("the takes of {} in {}", quoted(&key.value), section.name);
        let some = listed(section, value, &name, r#"["a.mp4"]"#)?;
        Some((key, some.into_iter().filter_map(|value| take(section, value, &name)).collect()))
    };
    table.into_iter().filter_map(list).collect()
}

/// The drafts of a shot.
pub(super) fn drafts<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Vec<RawDraft> {
    let name = format!("the drafts of {}", section.name);
    let some = listed(section, value, &name, r#"["drafts/march-1.png"]"#).unwrap_or_default();
    some.into_iter().filter_map(|value| draft(section, value, &name)).collect()
}

/// The entries of a list, as many as there can be. What stands there without brackets is a list of
/// one.
fn listed<'r, 't>(
    section: &Section<'_, 't>,
    value: &'r Value<'t>,
    name: &str,
    example: &str,
) -> Option<Vec<&'r Value<'t>>> {
    if value.get_ref().is_str() || value.get_ref().is_table() {
        return Some(vec![value]);
    }
    let Some(array) = value.get_ref().as_array() else {
        let message = format!("{name} must be a list, not {}", kind(value));
        let help = format!("Put square brackets around it: {example}.");
        section.reader.error(&value.span(), message, help);
        return None;
    };
    if let Some(first_over) = array.get(MOST) {
        let message = format!("{name} are {} entries", array.len());
        let help = format!(
            "There can be at most {MOST}. Name a folder, or a pattern such as \"takes/march/*.png\", \
             or remove the others."
        );
        section.reader.error(&first_over.span(), message, help);
    }
    Some(array.iter().take(MOST).collect())
}

fn take<'t>(section: &Section<'_, 't>, value: &Value<'t>, name: &str) -> Option<RawTake> {
    let name = name.replacen("the takes", "a take", 1);
    if value.get_ref().is_table() {
        let inner = section.reader.section(value, name, keys::TAKE)?;
        let file = inner.required_word("file", r#"file = "b.mp4""#)?;
        let reasons = inner.get("reasons").map(|value| reasons(&inner, value)).unwrap_or_default();
        return Some(RawTake { file, refused: inner.text("refused"), reasons });
    }
    let file = section.reader.word(value, &name, r#""a.mp4""#)?;
    Some(RawTake { file, refused: None, reasons: Vec::new() })
}

/// Why each of several files was refused, by the file's name or a pattern of names.
fn reasons<'t>(section: &Section<'_, 't>, value: &Value<'t>) -> Entries<RawText> {
    let what = section.what("reasons");
    let Some(table) = value.get_ref().as_table() else {
        let message = format!("{what} must name a file for each reason, not be {}", kind(value));
        let help = r#"For example: reasons = { "012.png" = "six fingers", "02*.png" = "too old" }"#;
        section.reader.error(&value.span(), message, help);
        return Vec::new();
    };
    let most = super::limits::longest("take", "refused");
    let one = |(key, value): (&toml::Spanned<std::borrow::Cow<'t, str>>, &Value<'t>)| {
        let file = Written { value: key.get_ref().to_string(), span: key.span() };
        let name = format!("the reason of {} in {}", quoted(&file.value), section.name);
        Some((file, section.reader.text(most, value, &name)?))
    };
    in_file_order(table).into_iter().take(MOST).filter_map(one).collect()
}

fn draft<'t>(section: &Section<'_, 't>, value: &Value<'t>, name: &str) -> Option<RawDraft> {
    let name = name.replacen("the drafts", "a draft", 1);
    if !value.get_ref().is_table() {
        let file = section.reader.word(value, &name, r#""drafts/march-1.png""#)?;
        return Some(RawDraft { file: Some(file), script: None, refused: None });
    }
    let inner = section.reader.section(value, name, keys::DRAFT)?;
    let (file, script) =
        (inner.word("file", r#"file = "drafts/march-1.png""#), inner.text("script"));
    let refused = inner.text("refused");
    let help = r#"A draft of the storyboard is file = "drafts/march-1.png", one of the script is script = "Its words"."#;
    if let (Some(_), Some(script)) = (&file, &script) {
        let message = format!("{} is both a file and a script", inner.name);
        section.reader.error(&script.span, message, format!("Write two. {help}"));
    } else if !inner.mentions("file") && !inner.mentions("script") {
        section.reader.absent(&value.span(), format!("{} is nothing", inner.name), help);
    }
    Some(RawDraft { file, script, refused })
}
