//! Whether a window can be opened here: asked before Bevy is, which would end in a panic.

/// A display answers. Where it is not known how to ask, it is taken to be there.
pub fn answers() -> bool {
    #[cfg(target_os = "linux")]
    {
        linux::wayland().unwrap_or(false) || linux::x11().unwrap_or(false)
    }
    #[cfg(not(target_os = "linux"))]
    {
        true
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::net::{TcpStream, ToSocketAddrs as _};
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixStream};
    use std::path::PathBuf;
    use std::time::Duration;

    fn set(name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// The socket that `WAYLAND_DISPLAY` names, in `XDG_RUNTIME_DIR` unless it is absolute.
    pub fn wayland() -> Option<bool> {
        let name = PathBuf::from(set("WAYLAND_DISPLAY")?);
        let path = match name.is_absolute() {
            true => name,
            false => PathBuf::from(set("XDG_RUNTIME_DIR")?).join(name),
        };
        Some(UnixStream::connect(path).is_ok())
    }

    /// The server that `DISPLAY` names (`[host]:number[.screen]`, X(7)).
    pub fn x11() -> Option<bool> {
        let display = set("DISPLAY")?;
        let (host, rest) = display.rsplit_once(':')?;
        let number: u16 = rest.split('.').next()?.parse().ok()?;
        if host.is_empty() || host == "unix" {
            let path = format!("/tmp/.X11-unix/X{number}");
            let hidden = SocketAddr::from_abstract_name(&path).ok()?;
            return Some(
                UnixStream::connect(&path).is_ok() || UnixStream::connect_addr(&hidden).is_ok(),
            );
        }
        let port = 6000_u16.checked_add(number)?;
        let mut addresses = (host, port).to_socket_addrs().ok()?;
        let wait = Duration::from_secs(2);
        Some(addresses.any(|address| TcpStream::connect_timeout(&address, wait).is_ok()))
    }
}
