//! The takes that were refused, as one drawing: their pictures lie side by side in one set of
//! textures, and one mesh shows them all, so that four hundred cost hardly more than one.

use bevy::asset::{Assets, Handle, RenderAssetUsages};
use bevy::camera::visibility::{NoFrustumCulling, Visibility};
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::mesh::{Indices, Mesh, Mesh2d, PrimitiveTopology};
use bevy::sprite_render::MeshMaterial2d;
use bevy::transform::components::Transform;

use super::takes_material::{FIELD, TakesMaterial, TakesUniform, way};
use super::textures::empty_plane;
use super::upload::{Pending, Upload};
use super::veil::Shade;
use crate::media::beneath::TakeShown;
use crate::media::plugin::TakePictures;
use crate::wall::plugin::Stage;
use crate::wall::{Rect, scrape::TakePane};

/// Above all panes but the chosen one.
pub const HEIGHT: f32 = 780.0;

/// The longest side of a texture that every graphics card has.
const LONGEST: u32 = 8192;

/// The pictures of all takes that are seen never take more memory than this on the card, in bytes:
/// their planes, of which two have a quarter of the samples of the first.
pub const CARD: usize = LONGEST as usize * LONGEST as usize * 3 / 2;

/// The one drawing of all takes.
#[derive(Resource, Default)]
pub struct TakesDrawing {
    drawn: Option<Drawn>,
    sheet: Sheet,
    quads: Vec<Quad>,
}

struct Drawn {
    entity: Entity,
    mesh: Handle<Mesh>,
    material: Handle<TakesMaterial>,
    visible: bool,
}

/// Where the pictures lie side by side.
#[derive(Default)]
struct Sheet {
    planes: Option<[Handle<Image>; 3]>,
    size: (u32, u32),
    cell: (u32, u32),
    columns: u32,
    /// The number of the picture in each place.
    held: Vec<u64>,
}

impl Sheet {
    /// Room for so many pictures of this size; what it held is gone where it was otherwise.
    fn fit(&mut self, count: usize, cell: (u32, u32), images: &mut Assets<Image>) -> bool {
        if self.cell == cell && self.held.len() >= count && self.planes.is_some() {
            return false;
        }
        let (cell_w, cell_h) = (cell.0.max(2), cell.1.max(2));
        let even = (count as f32 * cell_h as f32 / cell_w as f32).sqrt().ceil().max(1.0) as u32;
        self.columns = even.min((LONGEST / cell_w).max(1));
        let rows = (count as u32).div_ceil(self.columns).max(1).min((LONGEST / cell_h).max(1));
        (self.cell, self.held) = (cell, vec![0; count]);
        let needed = (self.columns * cell_w, rows * cell_h);
        if self.planes.is_some() && needed.0 <= self.size.0 && needed.1 <= self.size.1 {
            return false;
        }
        self.size = (needed.0.max(self.size.0), needed.1.max(self.size.1));
        let (w, h) = self.size;
        let mut plane = |width, height| images.add(empty_plane(width, height));
        self.planes = Some([plane(w, h), plane(w / 2, h / 2), plane(w / 2, h / 2)]);
        true
    }

    /// Where the picture of a place lies; none where the sheet cannot be large enough.
    fn at(&self, place: usize) -> Option<(u32, u32)> {
        let place = place as u32;
        let at =
            (place % self.columns.max(1) * self.cell.0, place / self.columns.max(1) * self.cell.1);
        (at.0 + self.cell.0 <= self.size.0 && at.1 + self.cell.1 <= self.size.1).then_some(at)
    }
}

/// One rectangle of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Quad {
    rect: Rect,
    /// Left, upper, right and lower edge in the sheet, 0 to 1.
    uv: [f32; 4],
    /// The way to colours, opacity, light.
    said: [f32; 3],
}

/// How much of a take's edge is seen.
const EDGE: f32 = 0.8;

impl Quad {
    /// A hair around it, so that a dark picture does not melt into the wall.
    fn edge(&self) -> Self {
        let [_, opacity, _] = self.said;
        let said = [FIELD as f32, opacity * EDGE, 1.0];
        Self { rect: self.rect.grown(1.0), uv: [0.0; 4], said }
    }
}

/// The light that goes from take to take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lit {
    /// What it falls around.
    pub around: Rect,
    /// How far it reaches, in pixels: over its neighbours, which lie in the shade, and not beyond
    /// the edge of the screen.
    pub reach: f32,
    /// How strong it is, 0 to 1.
    pub strength: f32,
}

/// Where the light among takes falls; none where nothing is lit.
pub fn lit(stage: &Stage, shown: &[TakeShown]) -> Option<Lit> {
    let part = stage.main();
    let light = part.scraped.light?;
    let brightest = part.scraped.takes.iter().max_by(|a, b| a.light.total_cmp(&b.light))?;
    // Where there is no picture, as for words, it lights the whole of the place.
    let pictured = shown.get(brightest.refused).filter(|shown| shown.picture.is_some());
    let around = pictured.map_or(light.rect, |shown| fitted(&light.rect, shown.aspect));
    let screen = part.layout.screen_at(around.middle());
    let margin = screen.map_or(f32::MAX, |screen| {
        let screen = part.layout.wall.screens[screen];
        let across = (around.x - screen.x).min(screen.right() - around.right());
        across.min(around.y - screen.y).min(screen.bottom() - around.bottom())
    });
    let reach = (around.h * 0.14).clamp(5.0, 20.0).min(margin.max(3.0));
    Some(Lit { around, reach, strength: light.strength })
}

/// The part of a place that a picture of this shape fills.
pub fn fitted(place: &Rect, aspect: f64) -> Rect {
    let aspect = (aspect as f32).max(0.01);
    let (w, h) = (place.w.min(place.h * aspect), place.h.min(place.w / aspect));
    Rect { x: place.x + (place.w - w) / 2.0, y: place.y + (place.h - h) / 2.0, w, h }
}

/// Draws the takes of this tick.
pub fn draw(
    mut commands: Commands,
    mut drawing: ResMut<TakesDrawing>,
    (mut images, mut meshes): (ResMut<Assets<Image>>, ResMut<Assets<Mesh>>),
    mut materials: ResMut<Assets<TakesMaterial>>,
    mut pending: ResMut<Pending>,
    pictures: Res<TakePictures>,
    shade: Res<Shade>,
    stage: Res<Stage>,
) {
    let panes = &stage.main().scraped.takes;
    if panes.is_empty() {
        if let Some(drawn) = drawing.drawn.as_mut().filter(|drawn| drawn.visible) {
            drawn.visible = false;
            commands.entity(drawn.entity).insert(Visibility::Hidden);
        }
        return;
    }
    let drawing = &mut *drawing;
    let another = drawing.upload(&pictures.0, panes.len(), &mut images, &mut pending);
    let quads: Vec<Quad> = panes
        .iter()
        .flat_map(|pane| {
            let quad = drawing.quad(pane, pictures.0.get(pane.refused));
            [quad.edge(), quad]
        })
        .collect();
    let takes = TakesUniform::new(shade.0);
    let Some([luma, blue, red]) = drawing.sheet.planes.clone() else { return };
    let changed = drawing.quads != quads;
    let Some(drawn) = &mut drawing.drawn else {
        let mesh = meshes.add(mesh_of(&quads, stage.size()));
        let material = materials.add(TakesMaterial { takes, luma, blue, red });
        let bundle = (
            Mesh2d(mesh.clone()),
            MeshMaterial2d(material.clone()),
            Transform::from_xyz(0.0, 0.0, HEIGHT),
            NoFrustumCulling,
            Visibility::Visible,
        );
        let entity = commands.spawn(bundle).id();
        drawing.drawn = Some(Drawn { entity, mesh, material, visible: true });
        drawing.quads = quads;
        return;
    };
    if changed {
        if let Err(error) = meshes.insert(&drawn.mesh, mesh_of(&quads, stage.size())) {
            tracing::error!("the takes cannot be drawn: {error}");
        }
        drawing.quads = quads;
    }
    let dimmed = materials.get(&drawn.material).is_none_or(|known| known.takes != takes);
    if (another || dimmed)
        && let Some(mut known) = materials.get_mut(&drawn.material)
    {
        *known = TakesMaterial { takes, luma, blue, red };
    }
    if !drawn.visible {
        drawn.visible = true;
        commands.entity(drawn.entity).insert(Visibility::Visible);
    }
}

impl TakesDrawing {
    /// Bytes of its textures; never above [`CARD`].
    pub fn bytes(&self) -> usize {
        let (w, h) = self.sheet.size;
        w as usize * h as usize * 3 / 2
    }

    /// Hands new pictures to the GPU; true where the textures are others now.
    fn upload(
        &mut self,
        shown: &[TakeShown],
        count: usize,
        images: &mut Assets<Image>,
        pending: &mut Pending,
    ) -> bool {
        let mut cell = (2, 2);
        for picture in shown.iter().filter_map(|shown| shown.picture.as_ref()) {
            let luma = picture.planes.plane(0);
            cell = (luma.width.max(cell.0), luma.height.max(cell.1));
        }
        // It never shrinks while the same are open, so that nothing is handed over twice.
        let cell = (cell.0.next_multiple_of(2), cell.1.next_multiple_of(2));
        let cell = if self.sheet.held.len() == count {
            (cell.0.max(self.sheet.cell.0), cell.1.max(self.sheet.cell.1))
        } else {
            cell
        };
        let another = self.sheet.fit(count, cell, images);
        let Some(planes) = &self.sheet.planes else { return another };
        for (place, shown) in shown.iter().enumerate().take(count) {
            let (Some(picture), Some((x, y))) = (&shown.picture, self.sheet.at(place)) else {
                continue;
            };
            if self.sheet.held[place] == shown.serial {
                continue;
            }
            self.sheet.held[place] = shown.serial;
            for (plane, texture) in planes.iter().enumerate() {
                let at = if plane == 0 { (x, y) } else { (x / 2, y / 2) };
                let (texture, picture) = (texture.id(), picture.clone());
                pending.push(Upload { texture, picture, plane, at });
            }
        }
        another
    }

    fn quad(&self, pane: &TakePane, shown: Option<&TakeShown>) -> Quad {
        let there = shown.filter(|shown| shown.picture.is_some());
        let (Some(shown), Some((x, y))) = (there, self.sheet.at(pane.refused)) else {
            let said = [FIELD as f32, pane.opacity, pane.light];
            return Quad { rect: pane.rect, uv: [0.0; 4], said };
        };
        let (w, h) = (self.sheet.size.0 as f32, self.sheet.size.1 as f32);
        // Half a chroma sample from its edges, so that no neighbour shows.
        let (left, right) = inset(x, shown.crop.0);
        let (top, bottom) = inset(y, shown.crop.1);
        Quad {
            rect: fitted(&pane.rect, shown.aspect),
            uv: [left / w, top / h, right / w, bottom / h],
            said: [way(shown.colour) as f32, pane.opacity, pane.light],
        }
    }
}

/// Where a picture so long begins and ends without its edges; its middle, where it is hardly longer
/// than those.
fn inset(from: u32, long: u32) -> (f32, f32) {
    let (from, long) = (from as f32, long as f32);
    match long > 4.0 {
        true => (from + 1.0, from + long - 1.0),
        false => (from + long / 2.0, from + long / 2.0),
    }
}

/// A drawing in which nothing is seen, for whoever has its shader compiled before it is needed.
pub fn nothing() -> Mesh {
    let rect = Rect { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
    mesh_of(&[Quad { rect, uv: [0.0; 4], said: [FIELD as f32, 0.0, 0.0] }], (1.0, 1.0))
}

fn mesh_of(quads: &[Quad], wall: (f32, f32)) -> Mesh {
    let (mut positions, mut uvs, mut colours, mut indices) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Quad { rect, uv: [left, top, right, bottom], said: [way, opacity, light] } in quads {
        let first = positions.len() as u32;
        for (x, y, u, v) in [
            (rect.x, rect.y, *left, *top),
            (rect.right(), rect.y, *right, *top),
            (rect.right(), rect.bottom(), *right, *bottom),
            (rect.x, rect.bottom(), *left, *bottom),
        ] {
            positions.push([x - wall.0 / 2.0, wall.1 / 2.0 - y, 0.0]);
            uvs.push([u, v]);
            colours.push([*way, *opacity, *light, 1.0]);
        }
        indices.extend([first, first + 2, first + 1, first, first + 3, first + 2]);
    }
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, uvs)
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
        .with_inserted_indices(Indices::U32(indices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_any_shape_lie_apart_on_a_sheet_that_every_card_can_hold() {
        for (count, cell) in [(1, (640, 360)), (400, (160, 90)), (400, (320, 320)), (64, (90, 160))]
        {
            let mut images = Assets::<Image>::default();
            let mut sheet = Sheet::default();
            assert!(sheet.fit(count, cell, &mut images));
            assert!(!sheet.fit(count, cell, &mut images), "what it holds stays");
            assert!(sheet.size.0 <= LONGEST && sheet.size.1 <= LONGEST, "{count} {cell:?}");
            let all: Vec<_> = (0..count).map(|place| sheet.at(place).unwrap()).collect();
            for (index, a) in all.iter().enumerate() {
                let apart =
                    |b: &(u32, u32)| a.0.abs_diff(b.0) >= cell.0 || a.1.abs_diff(b.1) >= cell.1;
                assert!(all[..index].iter().all(apart));
            }
        }
    }

    #[test]
    fn a_picture_of_another_shape_lies_whole_in_the_middle_of_its_place() {
        let place = Rect { x: 10.0, y: 20.0, w: 160.0, h: 90.0 };
        assert_eq!(fitted(&place, 16.0 / 9.0), place);
        let tall = fitted(&place, 9.0 / 16.0);
        assert!((tall.h - 90.0).abs() < 1e-4 && tall.w < 51.0);
        assert!((tall.middle().0 - place.middle().0).abs() < 1e-4);
    }
}
