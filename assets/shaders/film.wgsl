// A film's planes, or two films mixed, as light.
//
// Planes come as they were decoded. Enlarged they are shown by one filter, "oversample": every
// pixel of the film a flat square with an edge one screen pixel soft. It adds neither blur nor
// ringing, so whatever looks coarse is the model's and not ours. Reduced, it is bilinear.
//
// No branch depends on a uniform: Mesa's software rasteriser compiles such a shader anew for each
// draw, which costs milliseconds and memory that it does not give back. Kinds are definitions.

#import bevy_sprite::mesh2d_vertex_output::VertexOutput

struct Source {
    // Pane to picture, both 0 to 1: scale in xy, offset in zw.
    fitted: vec4<f32>,
    // The picture in luma samples in xy, the coded size in zw.
    size: vec4<f32>,
    // Where chroma samples lie, in chroma samples, in xy; screen pixels per luma sample in zw.
    sampling: vec4<f32>,
    // Rows of the matrix from (Y', Cb, Cr, 1) to R'G'B'.
    red: vec4<f32>,
    green: vec4<f32>,
    blue: vec4<f32>,
}

struct Film {
    a: Source,
    b: Source,
    // The wall's ground in linear light, and the opacity of the pane.
    ground: vec4<f32>,
    // How much of the picture is b, in x, and how much of its light is taken away, in y.
    mixing: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> film: Film;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var a_y: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var a_cb: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var a_cr: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var b_y: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(5) var b_cb: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(6) var b_cr: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(7) var linear_sampler: sampler;

// Where to sample luma, from 0 to 1 of the coded size.
fn luma_place(source: Source, place: vec2<f32>) -> vec2<f32> {
    let texel = place * source.size.xy - 0.5;
    let whole = floor(texel);
    let sharp = max(source.sampling.zw, vec2(1.0));
    let soft = clamp((texel - whole - 0.5) * sharp + 0.5, vec2(0.0), vec2(1.0));
    let inside = clamp(whole + soft + 0.5, vec2(0.5), source.size.xy - 0.5);
    return inside / source.size.zw;
}

// Where to sample chroma, from 0 to 1 of the coded size: half as many samples, sited as tagged.
fn chroma_place(source: Source, place: vec2<f32>) -> vec2<f32> {
    let texel = place * source.size.xy * 0.5 + source.sampling.xy;
    let inside = clamp(texel, vec2(0.5), ceil(source.size.xy * 0.5) - 0.5);
    return inside * 2.0 / source.size.zw;
}

// The sRGB transfer function (IEC 61966-2-1). The target encodes with its inverse, so that the
// film's own code values reach the screen.
fn to_light(code: vec3<f32>) -> vec3<f32> {
    let c = clamp(code, vec3(0.0), vec3(1.0));
    return select(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, c <= vec3(0.04045));
}

fn light(source: Source, planes: vec3<f32>) -> vec3<f32> {
    let v = vec4(planes, 1.0);
    return to_light(vec3(dot(source.red, v), dot(source.green, v), dot(source.blue, v)));
}

fn outside(place: vec2<f32>) -> bool {
    return any(place < vec2(0.0)) || any(place > vec2(1.0));
}

@fragment
fn fragment(mesh: VertexOutput) -> @location(0) vec4<f32> {
    let in_a = mesh.uv * film.a.fitted.xy + film.a.fitted.zw;
    let at_luma = luma_place(film.a, in_a);
    let at_chroma = chroma_place(film.a, in_a);
    let planes = vec3(
        textureSampleLevel(a_y, linear_sampler, at_luma, 0.0).r,
        textureSampleLevel(a_cb, linear_sampler, at_chroma, 0.0).r,
        textureSampleLevel(a_cr, linear_sampler, at_chroma, 0.0).r,
    );
    var shown = select(light(film.a, planes), film.ground.rgb, outside(in_a));
#ifdef MIXED
    let in_b = mesh.uv * film.b.fitted.xy + film.b.fitted.zw;
    let luma_b = luma_place(film.b, in_b);
    let chroma_b = chroma_place(film.b, in_b);
    let planes_b = vec3(
        textureSampleLevel(b_y, linear_sampler, luma_b, 0.0).r,
        textureSampleLevel(b_cb, linear_sampler, chroma_b, 0.0).r,
        textureSampleLevel(b_cr, linear_sampler, chroma_b, 0.0).r,
    );
    let other = select(light(film.b, planes_b), film.ground.rgb, outside(in_b));
    shown = mix(shown, other, film.mixing.x);
#endif
    return vec4(shown * (1.0 - film.mixing.y), film.ground.a);
}
