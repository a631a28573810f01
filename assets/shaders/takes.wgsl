// Hundreds of small pictures in one drawing: each a rectangle of one set of planes, where all of
// them lie side by side.
//
// What a vertex says as its colour is no colour: r is how its planes become one, g how much of it
// is there, b how much of its light is shown.

#import bevy_sprite::mesh2d_vertex_output::VertexOutput

struct Takes {
    // Rows of the matrices from (Y', Cb, Cr, 1) to R'G'B', three for each way.
    rows: array<vec4<f32>, 21>,
    // How much of all light is shown, in x.
    shade: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> takes: Takes;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var luma: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var blue: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var red: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var linear_sampler: sampler;

// The sRGB transfer function (IEC 61966-2-1), as for every film.
fn to_light(code: vec3<f32>) -> vec3<f32> {
    let c = clamp(code, vec3(0.0), vec3(1.0));
    return select(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, c <= vec3(0.04045));
}

@fragment
fn fragment(mesh: VertexOutput) -> @location(0) vec4<f32> {
#ifdef VERTEX_COLORS
    let said = mesh.color;
#else
    let said = vec4(0.0);
#endif
    let planes = vec4(
        textureSampleLevel(luma, linear_sampler, mesh.uv, 0.0).r,
        textureSampleLevel(blue, linear_sampler, mesh.uv, 0.0).r,
        textureSampleLevel(red, linear_sampler, mesh.uv, 0.0).r,
        1.0,
    );
    let way = 3 * i32(said.r + 0.5);
    let code = vec3(
        dot(takes.rows[way], planes),
        dot(takes.rows[way + 1], planes),
        dot(takes.rows[way + 2], planes),
    );
    return vec4(to_light(code) * said.b * takes.shade.x, said.g);
}
