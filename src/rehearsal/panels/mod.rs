//! The operator's panels, one file each: what is shown goes in as a value, what is wanted comes out
//! as a list.

pub mod wall;
