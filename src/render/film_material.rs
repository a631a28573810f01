//! The material of a film pane: planes as decoded, and what their numbers mean.

use bevy::asset::{Asset, Handle, uuid_handle};
use bevy::image::Image;
use bevy::math::Vec4;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::{Shader, ShaderRef};
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey};

use super::palette;
use crate::rendition::{Colour, Siting};
use crate::wall::framing::Fitted;

/// Where the shader lies among the assets.
pub const SHADER: Handle<Shader> = uuid_handle!("4d6e1a3b-41a5-4d77-9e7e-6b3a8f0d5c11");

/// Shows one version, or two of them mixed.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(FilmKind)]
pub struct FilmMaterial {
    /// Everything that changes without the textures.
    #[uniform(0)]
    pub film: FilmUniform,
    /// Y′, Cb and Cr of the first version.
    #[texture(1)]
    pub a_y: Handle<Image>,
    /// See `a_y`.
    #[texture(2)]
    pub a_cb: Handle<Image>,
    /// See `a_y`.
    #[texture(3)]
    pub a_cr: Handle<Image>,
    /// Y′, Cb and Cr of the version that is mixed in; the first again where none is.
    #[texture(4)]
    #[sampler(7)]
    pub b_y: Handle<Image>,
    /// See `b_y`.
    #[texture(5)]
    pub b_cb: Handle<Image>,
    /// See `b_y`.
    #[texture(6)]
    pub b_cr: Handle<Image>,
}

/// Which shader a material needs.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilmKind {
    mixed: bool,
}

impl From<&FilmMaterial> for FilmKind {
    fn from(material: &FilmMaterial) -> Self {
        Self { mixed: material.film.mixing.x > 0.0 }
    }
}

/// See `assets/shaders/film.wgsl`.
#[derive(ShaderType, Clone, Copy, Debug, PartialEq)]
pub struct FilmUniform {
    /// The first version.
    pub a: SourceUniform,
    /// The version that is mixed in.
    pub b: SourceUniform,
    /// The ground in linear light, and the pane's opacity.
    pub ground: Vec4,
    /// How much of the picture is `b`, in x, and how much of its light is taken away, in y.
    pub mixing: Vec4,
}

/// See `assets/shaders/film.wgsl`.
#[derive(ShaderType, Clone, Copy, Debug, Default, PartialEq)]
pub struct SourceUniform {
    /// Pane to picture.
    pub fitted: Vec4,
    /// Picture and coded size in luma samples.
    pub size: Vec4,
    /// Chroma siting, and screen pixels per luma sample.
    pub sampling: Vec4,
    /// Row of the matrix.
    pub red: Vec4,
    /// Row of the matrix.
    pub green: Vec4,
    /// Row of the matrix.
    pub blue: Vec4,
}

impl SourceUniform {
    /// No picture: the ground everywhere.
    pub fn empty() -> Self {
        let nowhere = Fitted { scale: [1.0, 1.0], offset: [2.0, 2.0] };
        Self::new(nowhere, (2, 2), (2, 2), (1.0, 1.0), Colour::default())
    }

    /// The same, enlarged without showing its samples: a picture that we reduced ourselves has
    /// coarse samples that are ours and not the model's.
    #[must_use]
    pub fn reduced(mut self) -> Self {
        (self.sampling.z, self.sampling.w) = (self.sampling.z.min(1.0), self.sampling.w.min(1.0));
        self
    }

    /// A picture of `crop` samples within planes of `coded` samples, fitted into a pane of
    /// `pane` pixels.
    pub fn new(
        fitted: Fitted,
        crop: (u32, u32),
        coded: (u32, u32),
        pane: (f32, f32),
        colour: Colour,
    ) -> Self {
        let [red, green, blue] = colour.to_rgb().map(Vec4::from_array);
        let (chroma_x, chroma_y) = match colour.siting {
            Siting::Left => (0.25, 0.0),
            Siting::Centre => (0.0, 0.0),
            Siting::TopLeft => (0.25, 0.25),
        };
        let per_sample = |pane: f32, scale: f32, samples: u32| pane / scale / samples as f32;
        Self {
            fitted: Vec4::new(fitted.scale[0], fitted.scale[1], fitted.offset[0], fitted.offset[1]),
            size: Vec4::new(crop.0 as f32, crop.1 as f32, coded.0 as f32, coded.1 as f32),
            sampling: Vec4::new(
                chroma_x,
                chroma_y,
                per_sample(pane.0, fitted.scale[0], crop.0),
                per_sample(pane.1, fitted.scale[1], crop.1),
            ),
            red,
            green,
            blue,
        }
    }
}

impl FilmUniform {
    /// One version alone, all there.
    pub fn alone(a: SourceUniform) -> Self {
        Self {
            a,
            b: a,
            ground: Vec4::from_array(palette::linear(palette::GROUND, 1.0)),
            mixing: Vec4::ZERO,
        }
    }
}

impl Material2d for FilmMaterial {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        // Only a pane that comes or goes pays for blending.
        if self.film.ground.w < 1.0 { AlphaMode2d::Blend } else { AlphaMode2d::Opaque }
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        _: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        if let (true, Some(fragment)) = (key.bind_group_data.mixed, &mut descriptor.fragment) {
            fragment.shader_defs.push("MIXED".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendition::Matrix;
    use crate::rendition::Range;

    fn apply(colour: Colour, codes: [u8; 3]) -> [f32; 3] {
        let v = codes.map(|code| f32::from(code) / 255.0);
        colour.to_rgb().map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2] + row[3])
    }

    #[test]
    fn black_and_white_are_black_and_white_in_every_colour_space() {
        for matrix in [Matrix::Bt601, Matrix::Bt709, Matrix::Bt2020] {
            for (range, black, white) in [(Range::Limited, 16, 235), (Range::Full, 0, 255)] {
                let colour = Colour { matrix, range, siting: Siting::Left };
                for (code, level) in [(black, 0.0), (white, 1.0)] {
                    for value in apply(colour, [code, 128, 128]) {
                        assert!((value - level).abs() < 1e-5, "{colour:?} {code}: {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_primaries_of_the_standards_come_out_pure() {
        // 100 % red, from the tables of BT.601 and BT.709 in limited range.
        for (matrix, red) in [(Matrix::Bt601, [81, 90, 240]), (Matrix::Bt709, [63, 102, 240])] {
            let colour = Colour { matrix, range: Range::Limited, siting: Siting::Left };
            let [r, g, b] = apply(colour, red);
            assert!((r - 1.0).abs() < 0.01 && g.abs() < 0.01 && b.abs() < 0.01, "{r} {g} {b}");
        }
    }
}
