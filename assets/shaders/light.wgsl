// Light that is not film: what falls around the pane at the scrub position, the empty lit pane
// after the newest version, and the glow that sweeps from the controller to the position.

#import bevy_sprite::mesh2d_vertex_output::VertexOutput

struct Light {
    // Colour in linear light, and how much of it there is.
    colour: vec4<f32>,
    // Width and height of the quad in xy, how far light falls in z, and the width of the line
    // along the picture's edge in w; all in pixels.
    shape: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> lit: Light;

// Interleaved gradient noise (Jorge Jimenez, "Next Generation Post Processing in Call of Duty:
// Advanced Warfare", 2014): hides the steps of a dark gradient in eight bits.
fn noise(pixel: vec2<f32>) -> f32 {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

@fragment
fn fragment(mesh: VertexOutput) -> @location(0) vec4<f32> {
    let grain = (noise(mesh.position.xy) - 0.5) / 255.0;
#ifdef FILLS
    // Brightest a little above the middle, as under a picture lamp.
    let from_lamp = (mesh.uv - vec2(0.5, 0.36)) * vec2(1.15, 1.5);
    let fall = exp(-3.6 * dot(from_lamp, from_lamp));
    return vec4(lit.colour.rgb * (0.12 + 0.88 * fall) + grain * 0.12, lit.colour.a);
#else ifdef GLOW
    let from_middle = (mesh.uv - vec2(0.5)) * 2.0;
    let near = clamp(1.0 - dot(from_middle, from_middle), 0.0, 1.0);
    return vec4(lit.colour.rgb, clamp(lit.colour.a * near * near + grain * near, 0.0, 1.0));
#else
    let pixel = mesh.uv * lit.shape.xy;
    let spread = lit.shape.z;
    let half_size = lit.shape.xy * 0.5 - spread;
    let from_edge = abs(pixel - lit.shape.xy * 0.5) - half_size;
    let distance = length(max(from_edge, vec2(0.0)));
    let reach = clamp(1.0 - distance / spread, 0.0, 1.0);
    let line = 1.0 - smoothstep(lit.shape.w - 1.0, lit.shape.w + 0.2, distance);
    // Nothing of it lies on the picture itself.
    let inside = all(from_edge < vec2(0.0));
    let amount = max(line, 0.55 * reach * reach * reach) + grain * 4.0 * reach;
    return vec4(lit.colour.rgb, select(lit.colour.a * clamp(amount, 0.0, 1.0), 0.0, inside));
#endif
}
