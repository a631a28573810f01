//! Reads which paths a Rust source names: enough of the language to tell code from comments,
//! strings and tests, and to unfold `use` groups.

/// A path as code names it, `crate::show::Moment` say, with its `use` group unfolded.
#[derive(Debug, PartialEq)]
pub struct Named {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its names from the left; never empty.
    pub segments: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// `::`
    Colons,
    /// Any other sign.
    Sign(char),
}

/// A token and its line.
type Placed = (usize, Token);

/// Every path of more than one name outside of comments, strings and `#[cfg(test)]` items, and
/// every library that is brought in whole (`use image;`).
pub fn named_in(source: &str) -> Vec<Named> {
    let tokens = without_tests(&tokens(source));
    let mut named = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].1 {
            Token::Word(_) => {
                let brought_in = at > 0
                    && matches!(&tokens[at - 1].1, Token::Word(word) if word == "use" || word == "crate");
                let shortest = if brought_in { 1 } else { 2 };
                let mut found = Vec::new();
                at = unfold(&tokens, at, &[], &mut found);
                named.extend(found.into_iter().filter(|path| path.segments.len() >= shortest));
            }
            _ => at += 1,
        }
    }
    named
}

/// The names of the modules that a source declares, tests apart.
pub fn modules_in(source: &str) -> Vec<String> {
    let tokens = without_tests(&tokens(source));
    let pairs = tokens.windows(2);
    pairs
        .filter_map(|pair| match (&pair[0].1, &pair[1].1) {
            (Token::Word(keyword), Token::Word(name)) if keyword == "mod" => Some(name.clone()),
            _ => None,
        })
        .collect()
}

/// Reads the path at a word, and the group at its end if it has one. Returns what comes after it.
fn unfold(tokens: &[Placed], at: usize, before: &[String], named: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let line = tokens[at].0;
    let mut next = at;
    while let Some((_, token)) = tokens.get(next) {
        match token {
            Token::Word(word) => segments.push(word.clone()),
            Token::Sign('{') if next > at => {
                next += 1;
                while let Some((_, token)) = tokens.get(next) {
                    match token {
                        Token::Sign('}') => return next + 1,
                        // What follows is a name of the file's own choice.
                        Token::Word(word) if word == "as" => next += 2,
                        Token::Word(_) => next = unfold(tokens, next, &segments, named),
                        _ => next += 1,
                    }
                }
                return next;
            }
            _ => break,
        }
        next += 1;
        if tokens.get(next).map(|(_, token)| token) != Some(&Token::Colons) {
            break;
        }
        next += 1;
    }
    named.push(Named { line, segments });
    next
}

/// Leaves out items that only tests compile.
fn without_tests(tokens: &[Placed]) -> Vec<Placed> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].1 != Token::Sign('#') {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let inner = tokens.get(at + 1).is_some_and(|(_, token)| *token == Token::Sign('!'));
        let end = after_brackets(tokens, at + 1 + usize::from(inner));
        let says = |word: &str| {
            tokens[at..end].iter().any(|(_, t)| matches!(t, Token::Word(said) if said == word))
        };
        if says("cfg") && says("test") && !says("not") {
            if inner {
                break;
            }
            at = after_item(tokens, end);
        } else {
            kept.extend_from_slice(&tokens[at..end]);
            at = end;
        }
    }
    kept
}

/// What comes after the bracket that opens at `at`, and its end.
fn after_brackets(tokens: &[Placed], at: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, (_, token)) in tokens[at.min(tokens.len())..].iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + offset + 1;
        }
    }
    tokens.len()
}

/// What comes after the item at `at`: after its `;`, or after its braces.
fn after_item(tokens: &[Placed], mut at: usize) -> usize {
    while let Some((_, token)) = tokens.get(at) {
        match token {
            Token::Sign(';') => return at + 1,
            Token::Sign('{') => return after_brackets(tokens, at),
            Token::Sign('(' | '[') => at = after_brackets(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// Words and signs, without comments, strings, characters and lifetimes.
fn tokens(source: &str) -> Vec<Placed> {
    let chars: Vec<char> = source.chars().collect();
    let is = |at: usize, sign: char| chars.get(at) == Some(&sign);
    let is_word = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let mut found = Vec::new();
    let (mut at, mut line, mut counted) = (0, 1, 0);
    while at < chars.len() {
        line += chars[counted..at].iter().filter(|c| **c == '\n').count();
        counted = at;
        match chars[at] {
            '/' if is(at + 1, '/') => {
                while at < chars.len() && !is(at, '\n') {
                    at += 1;
                }
            }
            '/' if is(at + 1, '*') => at = after_comment(&chars, at),
            '"' => at = after_string(&chars, at),
            // A character, else a lifetime: its name is no path.
            '\'' if is(at + 1, '\\') => {
                at += 3;
                while at < chars.len() && !is(at, '\'') {
                    at += 1;
                }
                at += 1;
            }
            '\'' if is(at + 2, '\'') => at += 3,
            '\'' => {
                at += 1;
                while is_word(at) {
                    at += 1;
                }
            }
            ':' if is(at + 1, ':') => {
                found.push((line, Token::Colons));
                at += 2;
            }
            _ if is_word(at) => {
                let start = at;
                while is_word(at) {
                    at += 1;
                }
                let word: String = chars[start..at].iter().collect();
                let raw = matches!(word.as_str(), "r" | "br" | "cr");
                if raw && (is(at, '"') || is(at, '#')) {
                    at = after_raw(&chars, at);
                } else if !(is(at, '"') && matches!(word.as_str(), "b" | "c")) {
                    found.push((line, Token::Word(word)));
                }
            }
            sign => {
                if !sign.is_whitespace() {
                    found.push((line, Token::Sign(sign)));
                }
                at += 1;
            }
        }
    }
    found
}

fn after_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn after_string(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// After a raw string whose signs begin at `at`; only after the sign where it is a raw name.
fn after_raw(chars: &[char], mut at: usize) -> usize {
    let begin = at;
    while chars.get(at) == Some(&'#') {
        at += 1;
    }
    let hashes = at - begin;
    if chars.get(at) != Some(&'"') {
        return at;
    }
    at += 1;
    while at < chars.len() {
        let closed = chars[at] == '"'
            && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        if closed {
            return at + 1 + hashes;
        }
        at += 1;
    }
    at
}

#[test]
fn groups_are_unfolded_and_lines_are_kept() {
    let text = "use a::{self, b::{c, d as e}, f::*};\n\nfn g<'a>() { 'x'; '\\''; h::i::<J>() }";
    let shown: Vec<String> = named_in(text)
        .iter()
        .map(|path| format!("{} {}", path.line, path.segments.join("::")))
        .collect();
    assert_eq!(shown, ["1 a::self", "1 a::b::c", "1 a::b::d", "1 a::f", "3 h::i"]);
}

#[test]
fn strings_of_every_kind_hide_what_they_hold() {
    let text = r####"
        let a = "b::c \" d::e"; let f = r#"g::h " i::j"#; let k = b"l::m"; let r#n = 1;
        /* o::p /* q::r */ s::t */ u::v(); // w::x
    "####;
    let named = named_in(text);
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!(named[0].segments, ["u", "v"]);
}
