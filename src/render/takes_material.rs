//! The material of the takes: the planes of all of them side by side, and what their numbers mean.

use bevy::asset::{Asset, Handle, uuid_handle};
use bevy::color::ColorToComponents as _;
use bevy::image::Image;
use bevy::math::Vec4;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::shader::{Shader, ShaderRef};
use bevy::sprite_render::{AlphaMode2d, Material2d};

use super::palette;
use crate::rendition::{Colour, Matrix, Range, Siting};

/// Where the shader lies among the assets.
pub const SHADER: Handle<Shader> = uuid_handle!("8c4a0f62-55d3-49b1-8a8e-3f0a1f1c9d47");

/// Ways to make colours of planes, and one more for places without a picture.
const WAYS: usize = 7;

/// The way of a place without a picture: a quiet even field.
pub const FIELD: usize = WAYS - 1;

/// Shows the takes.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub struct TakesMaterial {
    /// Everything that changes without the textures.
    #[uniform(0)]
    pub takes: TakesUniform,
    /// Y′ of all takes.
    #[texture(1)]
    #[sampler(4)]
    pub luma: Handle<Image>,
    /// Cb.
    #[texture(2)]
    pub blue: Handle<Image>,
    /// Cr.
    #[texture(3)]
    pub red: Handle<Image>,
}

/// See `assets/shaders/takes.wgsl`.
#[derive(ShaderType, Clone, Copy, Debug, PartialEq)]
pub struct TakesUniform {
    /// Rows of the matrices.
    pub rows: [Vec4; 3 * WAYS],
    /// How much of all light is shown, in x.
    pub shade: Vec4,
}

const MATRICES: [Matrix; 3] = [Matrix::Bt601, Matrix::Bt709, Matrix::Bt2020];
const RANGES: [Range; 2] = [Range::Limited, Range::Full];

/// Which way leads from planes of this kind to colours.
pub fn way(colour: Colour) -> usize {
    let matrix = MATRICES.iter().position(|known| *known == colour.matrix).unwrap_or(1);
    let range = RANGES.iter().position(|known| *known == colour.range).unwrap_or(0);
    matrix * RANGES.len() + range
}

impl TakesUniform {
    /// With so much of all light.
    pub fn new(shade: f32) -> Self {
        let mut rows = [Vec4::ZERO; 3 * WAYS];
        for matrix in MATRICES {
            for range in RANGES {
                let colour = Colour { matrix, range, siting: Siting::Left };
                let first = way(colour) * 3;
                for (row, values) in rows[first..].iter_mut().zip(colour.to_rgb()) {
                    *row = Vec4::from_array(values);
                }
            }
        }
        // A field has one colour, whatever the planes hold.
        let field = palette::UNSEEN.to_srgba().to_f32_array();
        for (row, value) in rows[3 * FIELD..].iter_mut().zip(field) {
            *row = Vec4::new(0.0, 0.0, 0.0, value);
        }
        Self { rows, shade: Vec4::new(shade, 0.0, 0.0, 0.0) }
    }
}

impl Material2d for TakesMaterial {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_planes_has_its_own_way_and_none_is_that_of_a_field() {
        let uniform = TakesUniform::new(1.0);
        let mut ways = Vec::new();
        for matrix in MATRICES {
            for range in RANGES {
                let colour = Colour { matrix, range, siting: Siting::Centre };
                let first = way(colour) * 3;
                assert_eq!(uniform.rows[first].to_array(), colour.to_rgb()[0]);
                ways.push(way(colour));
            }
        }
        ways.dedup();
        assert_eq!(ways.len(), FIELD);
        assert!(!ways.contains(&FIELD));
    }
}
