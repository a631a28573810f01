//! Words of a command, as a person pastes them into a shell.

/// A word as a POSIX shell reads it back: in single quotation marks where anything in it has a
/// meaning of its own there (IEEE Std 1003.1-2017, *Shell Command Language*, section 2.2.2).
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':' | ',');
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// An option and its value, as one word where the value could be taken for another option.
pub fn option(name: &str, value: &str) -> String {
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!("--{name}{between}{}", word(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_shell_would_act_on_is_in_quotation_marks() {
        assert_eq!(word("new/shore_1.mp4"), "new/shore_1.mp4");
        assert_eq!(word("it's $(here).mp4"), r"'it'\''s $(here).mp4'");
        assert_eq!(word(""), "''");
        assert_eq!(option("generation", "Model C"), "--generation 'Model C'");
        assert_eq!(option("generation", "-x"), "--generation=-x");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[cfg(unix)]
        #[test]
        fn a_shell_reads_every_word_back_as_it_was(text in "[^\0]{0,40}") {
            let command = format!("printf %s {}", word(&text));
            let said = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
            prop_assert_eq!(String::from_utf8_lossy(&said.stdout), text);
        }
    }
}
