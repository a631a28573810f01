//! Numerals for the test card, drawn as round strokes: no font is needed to measure a wall.

/// A glyph as strokes, each a line through points in a box 0.6 wide and 1 high.
fn strokes(glyph: char) -> Vec<Vec<(f32, f32)>> {
    use std::f32::consts::{FRAC_PI_2, PI, TAU};
    // An arc about (x, y); angles run clockwise from the right, because rows count downwards.
    let arc = |x: f32, y: f32, rx: f32, ry: f32, from: f32, to: f32| -> Vec<(f32, f32)> {
        let point = |step: u8| from + (to - from) * f32::from(step) / 20.0;
        (0..=20).map(|step| (x + rx * point(step).cos(), y + ry * point(step).sin())).collect()
    };
    let line = |points: &[(f32, f32)]| points.to_vec();
    match glyph {
        '0' => vec![arc(0.3, 0.5, 0.25, 0.45, 0.0, TAU)],
        '1' => vec![line(&[(0.14, 0.22), (0.34, 0.05), (0.34, 0.95)])],
        '2' => {
            let mut curve = arc(0.3, 0.3, 0.24, 0.25, -PI, 0.35);
            curve.extend([(0.06, 0.95), (0.56, 0.95)]);
            vec![curve]
        }
        '3' => vec![
            arc(0.29, 0.27, 0.22, 0.22, -PI + 0.3, FRAC_PI_2),
            arc(0.29, 0.72, 0.25, 0.23, -FRAC_PI_2, PI - 0.3),
        ],
        '4' => vec![line(&[(0.42, 0.95), (0.42, 0.05), (0.04, 0.7), (0.57, 0.7)])],
        '5' => {
            let mut curve = vec![(0.52, 0.05), (0.14, 0.05), (0.1, 0.46)];
            curve.extend(arc(0.29, 0.66, 0.25, 0.29, -2.3, PI - 0.5));
            vec![curve]
        }
        '6' => vec![
            arc(0.3, 0.67, 0.24, 0.28, 0.0, TAU),
            line(&[(0.06, 0.66), (0.12, 0.38), (0.42, 0.05)]),
        ],
        '7' => vec![line(&[(0.05, 0.05), (0.55, 0.05), (0.22, 0.95)])],
        '8' => vec![arc(0.3, 0.27, 0.2, 0.22, 0.0, TAU), arc(0.3, 0.72, 0.25, 0.23, 0.0, TAU)],
        '9' => vec![
            arc(0.3, 0.33, 0.24, 0.28, 0.0, TAU),
            line(&[(0.54, 0.34), (0.48, 0.62), (0.18, 0.95)]),
        ],
        '/' => vec![line(&[(0.06, 1.0), (0.54, 0.0)])],
        'f' => {
            let mut curve = arc(0.4, 0.2, 0.15, 0.15, -0.8, -PI);
            curve.push((0.25, 0.95));
            vec![curve, line(&[(0.1, 0.4), (0.44, 0.4)])]
        }
        'p' => vec![line(&[(0.1, 0.4), (0.1, 1.15)]), arc(0.3, 0.67, 0.2, 0.28, 0.0, TAU)],
        's' => {
            let mut curve = arc(0.3, 0.53, 0.18, 0.14, -0.4, -PI);
            curve.extend(arc(0.3, 0.81, 0.19, 0.14, -FRAC_PI_2, PI - 0.4));
            vec![curve]
        }
        _ => Vec::new(),
    }
}

/// How far a stroke covers each pixel: 0 not, 255 wholly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row.
    pub data: Vec<u8>,
}

/// Draws one of `0123456789/fps`, `height` pixels high without its descender, with strokes of
/// `weight` pixels. The tile is a little larger; anything else is empty.
pub fn glyph(glyph: char, height: f32, weight: f32) -> Coverage {
    let pad = weight / 2.0 + 1.0;
    let (width, rows) = ((0.6 * height + 2.0 * pad) as usize, (1.15 * height + 2.0 * pad) as usize);
    let strokes = strokes(glyph);
    let mut data = vec![0; width * rows];
    for (row, line) in data.chunks_exact_mut(width.max(1)).enumerate() {
        for (column, sample) in line.iter_mut().enumerate() {
            let at = |n: usize| (n as f32 + 0.5 - pad) / height;
            let away = strokes.iter().map(|stroke| distance(stroke, at(column), at(row)));
            let away = away.fold(f32::INFINITY, f32::min) * height;
            *sample = ((weight / 2.0 - away + 0.5).clamp(0.0, 1.0) * 255.0) as u8;
        }
    }
    Coverage { width, height: rows, data }
}

/// The distance of a point to a line through points.
fn distance(stroke: &[(f32, f32)], x: f32, y: f32) -> f32 {
    let to_segment = |pair: &[(f32, f32)]| {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let along =
            (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
        (x - ax - along * dx).hypot(y - ay - along * dy)
    };
    stroke.windows(2).map(to_segment).fold(f32::INFINITY, f32::min)
}
