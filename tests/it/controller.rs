//! Controllers: bytes as real ones send them, and where they lead the show.

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod alsa;
mod feel;
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod guest;
mod network;
mod panel;
mod ports;
mod profiles;
mod program;
mod table;
