//! What the labels say at a Moment: pure functions over the exhibit, giving plain words.

pub mod ends;
pub mod label;
pub mod line;
pub mod released;

pub use ends::{InputsWords, inputs, the_inputs, the_next_one};
pub use label::{Label, stop_name, version};
pub use line::{StatusLine, status};
pub use released::{released, released_short};

/// The language a visitor reads, by its tag without the country: `ru` of `ru-RU`.
fn base(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}
