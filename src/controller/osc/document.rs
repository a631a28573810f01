//! The table of addresses as the documentation shows it, so that it cannot say anything else than
//! what is read.

use super::state::STATE;
use super::table::COMMANDS;

/// Both tables for the documentation, in Markdown with aligned columns.
pub fn as_markdown() -> String {
    let code = |address| format!("`{address}`");
    let commands =
        COMMANDS.iter().map(|line| [code(line.address), line.argument.into(), line.does.into()]);
    let state =
        STATE.iter().map(|told| [code(told.address), told.argument.into(), told.says.into()]);
    let commands = aligned(["Address", "Argument", "What it does"], commands.collect());
    let state = aligned(["Address", "Argument", "What it says"], state.collect());
    format!("{commands}\n{state}")
}

fn aligned(head: [&str; 3], rows: Vec<[String; 3]>) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.fold(head[column].chars().count(), usize::max)
    };
    let widths = [width(0), width(1), width(2)];
    let row = |[a, b, c]: [&str; 3]| {
        let [x, y, z] = widths;
        format!("| {a:x$} | {b:y$} | {c:z$} |\n")
    };
    let rule = widths.map(|width| "-".repeat(width));
    let body = rows.iter().map(|cells| row(cells.each_ref().map(String::as_str)));
    [row(head), row(rule.each_ref().map(String::as_str))].into_iter().chain(body).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_have_every_address_once_and_straight_columns() {
        let text = as_markdown();
        let addresses = COMMANDS.iter().map(|line| line.address);
        for address in addresses.chain(STATE.iter().map(|told| told.address)) {
            assert_eq!(text.matches(&format!("`{address}`")).count(), 1, "{address}");
        }
        for table in text.split("\n\n") {
            let mut bars = table.lines().map(|line| {
                let chars = line.chars().enumerate();
                chars.filter(|(_, c)| *c == '|').map(|(at, _)| at).collect::<Vec<_>>()
            });
            let first = bars.next().unwrap();
            assert_eq!(first.len(), 4);
            assert!(bars.all(|bars| bars == first));
        }
    }
}
