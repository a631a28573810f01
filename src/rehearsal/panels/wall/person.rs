//! Somebody before the wall, as a silhouette, seen from behind.

use bevy_egui::egui::{Color32, Painter, Pos2, Shape, Stroke, vec2};

/// Draws the person standing on `feet`, so many points tall. Widths and heights are shares of the
/// height, after R. Drillis and R. Contini, *Body Segment Parameters*, 1966.
pub fn person(painter: &Painter, feet: Pos2, tall: f32, colour: Color32) {
    let at = |x: f32, up: f32| feet + vec2(x * tall, -up * tall);
    let polygon = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, up)| at(*x, *up)).collect();
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    };
    painter.add(Shape::ellipse_filled(at(0.0, 0.932), vec2(0.046, 0.068) * tall, colour));
    polygon(&[(-0.027, 0.89), (0.027, 0.89), (0.034, 0.80), (-0.034, 0.80)]);
    let right =
        [(0.03, 0.848), (0.085, 0.828), (0.118, 0.806), (0.128, 0.77), (0.101, 0.52), (0.09, 0.47)];
    let left = right.iter().rev().map(|(x, up)| (-x, *up));
    polygon(&right.iter().copied().chain(left).collect::<Vec<_>>());
    for side in [-1.0, 1.0] {
        polygon(&[
            (0.004 * side, 0.50),
            (0.094 * side, 0.52),
            (0.083 * side, 0.28),
            (0.062 * side, 0.02),
            (0.026 * side, 0.02),
            (0.010 * side, 0.28),
        ]);
        painter.add(Shape::ellipse_filled(
            at(0.048 * side, 0.016),
            vec2(0.030, 0.016) * tall,
            colour,
        ));
        let arm = [at(0.104 * side, 0.775), at(0.135 * side, 0.62), at(0.142 * side, 0.44)];
        let thick = 0.042 * tall;
        painter.add(Shape::line(arm.to_vec(), Stroke::new(thick, colour)));
        painter.circle_filled(arm[0], thick / 2.0, colour);
        painter.circle_filled(arm[2], thick * 0.55, colour);
    }
}
