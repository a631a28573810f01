// Lines and dots: the colour of each vertex, whose outermost fade to nothing.

#import bevy_sprite::mesh2d_vertex_output::VertexOutput

@fragment
fn fragment(mesh: VertexOutput) -> @location(0) vec4<f32> {
#ifdef VERTEX_COLORS
    return mesh.color;
#else
    return vec4(0.0);
#endif
}
