//! What a decoding child may use: memory, processor time and priority, set by the child itself
//! before it opens the file.

use super::protocol::LARGEST;

/// What any decoder may use beside its pictures, in bytes.
const BESIDE: u64 = 512 << 20;
/// How many pictures a decoder, its threads and our conversion may hold at once.
const PICTURES: u64 = 40;
/// Pictures are reckoned at least this large before their size is known.
const FIRST_GUESS: u64 = 1920 * 1088;
/// Seconds of processor time without a picture after which the system ends the child; the parent
/// has given up on it long before, unless it is gone.
const SECONDS: u64 = 60;

/// Lowers the priority and sets the first limits. Where the system has no such limits (not Unix),
/// the parent's time limit remains.
pub fn begin() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, nice, setrlimit};
        // None of these failing is a reason not to try the file.
        nice(19).ok();
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        setrlimit(Resource::Core, none).ok();
        set_memory(FIRST_GUESS, Some(u64::from(LARGEST) * u64::from(LARGEST)));
    }
    more_time();
}

/// Ends a child that was started in a process group of its own, and whatever it started there.
pub fn end_group(child: &mut std::process::Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        rustix::process::kill_process_group(group, rustix::process::Signal::KILL).ok();
    }
    child.kill().ok();
    child.wait().ok();
}

/// Lowers the priority of this thread and of those that it starts from now on, so that a wall that
/// plays meanwhile comes first. Where threads have no priority of their own, nothing changes.
pub fn step_back() {
    #[cfg(target_os = "linux")]
    rustix::process::setpriority_process(None, 19).ok();
}

/// Allows for pictures of this size, once the file has told it.
pub fn allow_pictures(width: u32, height: u32) {
    let pixels = u64::from(width.min(LARGEST)) * u64::from(height.min(LARGEST));
    #[cfg(unix)]
    set_memory(pixels.max(FIRST_GUESS), None);
    #[cfg(not(unix))]
    drop(pixels);
}

/// Limits the data segment: not the address space, of which libraries and threads reserve far more
/// than they use.
#[cfg(unix)]
fn set_memory(pixels: u64, most_pixels: Option<u64>) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    // Three bytes a pixel: 4:2:0 in 16 bits, the widest that long films come in.
    let bytes = |pixels: u64| BESIDE + pixels * 3 * PICTURES;
    let maximum = match most_pixels {
        Some(pixels) => Some(bytes(pixels)),
        None => getrlimit(Resource::Data).maximum,
    };
    let current = Some(bytes(pixels).min(maximum.unwrap_or(u64::MAX)));
    setrlimit(Resource::Data, Rlimit { current, maximum }).ok();
}

/// A picture came: the processor time starts over.
pub fn more_time() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let used = crate::timeline::clock::process_cpu_ns() / 1_000_000_000;
        let maximum = getrlimit(Resource::Cpu).maximum;
        let current = Some(used as u64 + SECONDS);
        setrlimit(Resource::Cpu, Rlimit { current, maximum }).ok();
    }
}
