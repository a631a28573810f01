//! The values of options, as they are written: sizes, moments, spans.

/// The largest wall in pixels that is drawn offscreen, across and down.
const LARGEST: u32 = 16_384;

/// Reads a size in pixels: `1920x1080`.
///
/// # Errors
/// It is none, or a side is too short or too long; in words.
pub fn size(text: &str) -> Result<(u32, u32), String> {
    let parsed = text
        .split_once(['x', 'X', '×'])
        .and_then(|(w, h)| Some((w.trim().parse::<u32>().ok()?, h.trim().parse::<u32>().ok()?)));
    match parsed {
        Some((w, h)) if (16..=LARGEST).contains(&w) && (16..=LARGEST).contains(&h) => Ok((w, h)),
        Some(_) => Err(format!("each side must be 16 to {LARGEST} pixels")),
        None => Err("write width x height in pixels, such as 1920x1080".to_owned()),
    }
}

/// Reads a film time in seconds.
///
/// # Errors
/// It is none that a film can have; in words.
pub fn moment(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=86_400.0).contains(&value) => Ok(value),
        _ => Err("write seconds from the start of the film, such as 12 or 2.5".to_owned()),
    }
}

/// Reads a span of seconds.
///
/// # Errors
/// It is none, or longer than a day; in words.
pub fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 86_400.0 => Ok(value),
        _ => Err("write seconds above 0 and up to 86400, such as 10 or 2.5".to_owned()),
    }
}
