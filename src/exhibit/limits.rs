//! How long a text may be: what is laid out on a wall has a place of a given size.

/// The longest text of any kind, in characters.
pub const LONGEST_TEXT: usize = 2000;

/// The longest texts, in characters: the kind of table, the key, and the limit, for each language
/// by itself. The reader and the JSON Schema both go by it; a test holds them to it.
pub const LIMITS: &[(&str, &str, usize)] = &[
    ("exhibit", "title", 80),
    ("exhibit", "tagline", 160),
    ("exhibit", "invitation", 120),
    ("credit", "role", 120),
    ("credit", "name", 120),
    ("shot", "title", 80),
    ("shot", "prompt", 1200),
    ("shot", "script", 600),
    ("generation", "name", 60),
    ("generation", "maker", 60),
    ("version", "name", 60),
    ("version", "note", 400),
    ("version", "gained", 400),
    ("version", "lost", 400),
    ("version", "kept", 400),
    ("tool", "name", 60),
    ("tool", "for", 100),
    ("take", "refused", 280),
    ("draft", "script", 600),
    ("draft", "refused", 280),
    ("influence", "title", 60),
    ("influence", "text", 280),
    ("influence", "source", 200),
];

/// The longest text under a key of a kind of table, in characters; [`LONGEST_TEXT`] where it is
/// not shown.
pub fn longest(table: &str, key: &str) -> usize {
    let found = LIMITS.iter().find(|(of, name, _)| *of == table && *name == key);
    found.map_or(LONGEST_TEXT, |(.., most)| *most)
}
