//! Markup that is well-formed by construction: an element is a closure, so it always closes, and
//! whatever is not ours goes through [`clean`] and is escaped.
//!
//! The result is HTML and XML at once ("polyglot markup", W3C, 2015): every element is closed and
//! every attribute quoted, so that a plain XML reader can check a page.

use std::fmt::Write as _;

/// A page as it grows.
#[derive(Debug, Default)]
pub struct Markup(String);

/// The attributes of an element. Names are ours; values may be anything.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    /// An element and what is in it.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        fill: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes, ">");
        fill(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element that holds nothing but text.
    pub fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |it| it.text(text));
    }

    /// An element that never holds anything, as `img` or `path`.
    pub fn void(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    /// Text, whatever is in it.
    pub fn text(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    /// Markup of our own that is known to be well-formed.
    pub fn ours(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// The finished page.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &'static str, attributes: Attributes<'_>, end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            escape(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

fn escape(to: &mut String, text: &str) {
    for character in clean(text) {
        match character {
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '&' => to.push_str("&amp;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            other => to.push(other),
        }
    }
}

/// Text without what could act on whoever shows it: control characters, which move a terminal's
/// cursor and which XML 1.0 (section 2.2) forbids, and the marks that turn the order of writing, by
/// which a name can be made to read as another (Unicode Technical Report 36, section 2.3). Each
/// becomes the replacement character, so that it is seen that something was there; lines and
/// tabs become spaces.
pub fn clean(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|character| match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        // The last two of every plane are no characters.
        other if other.is_control() || u32::from(other) & 0xfffe == 0xfffe => '\u{fffd}',
        other => other,
    })
}

/// Bytes in base 64 (RFC 4648, section 4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (place, byte)| bits | u32::from(*byte) << (16 - 8 * place));
        for digit in 0..4 {
            let digit_at = (bits >> (18 - 6 * digit) & 63) as usize;
            text.push(if digit > group.len() { '=' } else { char::from(DIGITS[digit_at]) });
        }
    }
    text
}

/// A picture as a `data:` address; nothing where the bytes are neither JPEG nor PNG.
#[must_use]
pub fn picture(bytes: &[u8]) -> Option<String> {
    let kind = match bytes {
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "png",
        _ => return None,
    };
    let mut address = String::new();
    // Writing to a string cannot fail.
    write!(address, "data:image/{kind};base64,{}", base64(bytes)).ok()?;
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let mut markup = Markup::default();
        markup.leaf("p", &[("title", text)], text);
        markup.finish()
    }

    #[test]
    fn what_is_not_ours_is_escaped_in_text_and_in_attributes() {
        let escaped = "&lt;b&gt; &amp; &quot;it&#39;s&quot;";
        assert_eq!(said("<b> & \"it's\""), format!("<p title=\"{escaped}\">{escaped}</p>"));
    }

    #[test]
    fn what_could_act_on_a_reader_becomes_a_mark() {
        let text: String = clean("a\u{1b}[2Jb\u{202e}c\u{0}d\ne\u{ffff}").collect();
        assert_eq!(text, "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d e\u{fffd}");
    }

    #[test]
    fn base_64_is_as_in_the_examples_of_the_standard() {
        let examples =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in examples {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn only_pictures_become_pictures() {
        assert_eq!(picture(b"<svg onload='x'/>"), None);
        assert_eq!(picture(&[0xff, 0xd8, 0xff]).unwrap(), "data:image/jpeg;base64,/9j/");
    }
}
