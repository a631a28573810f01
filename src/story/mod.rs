//! What the labels say at a Moment: pure functions over the exhibit, giving plain words.

mod apart;
pub mod attract;
mod calendar;
pub mod credentials;
pub mod curves;
pub mod ends;
pub mod label;
pub mod line;
pub mod notes;
pub mod released;
pub mod ribbon;
pub mod spoken;
pub mod takes;

pub use calendar::years;
pub use credentials::{Vouched, vouched};
pub use curves::{Curves, curve_name};
pub use ends::{InputsWords, inputs, the_inputs, the_next_one};
pub use label::{Label, stop_name, version};
pub use line::{StatusLine, status};
pub use released::{released, released_short};
pub use ribbon::Ribbon;
pub use spoken::spoken;

/// The language a visitor reads, by its tag without the country: `ru` of `ru-RU`.
fn base(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}
