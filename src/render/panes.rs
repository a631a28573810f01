//! Panes as entities: reconciled each tick with what hangs on the wall.

use std::collections::BTreeMap;

use bevy::asset::{AssetMut, Assets, Handle};
use bevy::camera::visibility::Visibility;
use bevy::ecs::prelude::*;
use bevy::image::Image;
use bevy::math::primitives::Rectangle;
use bevy::math::{Vec3, Vec4};
use bevy::mesh::{Mesh, Mesh2d};
use bevy::sprite_render::MeshMaterial2d;
use bevy::transform::components::Transform;

use super::film_material::{FilmMaterial, FilmUniform, SourceUniform};
use super::light_material::{LightKind, LightMaterial, LightUniform};
use super::palette;
use super::takes;
use super::textures::Textures;
use super::upload::Pending;
use crate::exhibit::{Exhibit, Framing, Version};
use crate::media::Shown;
use crate::media::beneath::TakeShown;
use crate::rendition::{ClipFacts, Colour, Prepared};
use crate::wall::arrange::Hung;
use crate::wall::framing::{Fitted, fit, picture_in_pane, share};
use crate::wall::plugin::Stage;
use crate::wall::{Content, Pane, PaneKey, Rect};

/// The unit square that every pane is a stretched copy of.
#[derive(Resource)]
pub struct UnitSquare(pub Handle<Mesh>);

impl FromWorld for UnitSquare {
    fn from_world(world: &mut World) -> Self {
        Self(world.resource_mut::<Assets<Mesh>>().add(Rectangle::new(1.0, 1.0)))
    }
}

/// A pane among those of all parts of the wall.
type PartKey = (usize, PaneKey);

/// The entities that panes are drawn by.
#[derive(Resource, Default)]
pub struct PaneEntities {
    films: BTreeMap<PartKey, (Entity, Handle<FilmMaterial>)>,
    lights: BTreeMap<(PartKey, LightKind), (Entity, Handle<LightMaterial>)>,
}

/// What a film pane needs to know of each version.
pub struct Films<'a> {
    /// The exhibit, for framing and colour overrides.
    pub exhibit: &'a Exhibit,
    /// What was prepared, by version.
    pub prepared: &'a [Option<std::sync::Arc<Prepared>>],
    /// What is shown of each in this tick.
    pub shown: &'a [Shown],
    /// What is shown of each take that is open.
    pub takes: &'a [TakeShown],
    /// How much of their light is shown, 0 to 1.
    pub shade: f32,
    /// The widest picture of all versions, in its own pixels.
    pub widest: u32,
}

/// Where a rectangle of the wall lies in the world, whose origin is the middle of the wall.
pub fn place(rect: &Rect, wall: (f32, f32), z: f32) -> Transform {
    let (x, y) = (rect.x + rect.w / 2.0 - wall.0 / 2.0, wall.1 / 2.0 - rect.y - rect.h / 2.0);
    Transform {
        translation: Vec3::new(x, y, z),
        scale: Vec3::new(rect.w, rect.h, 1.0),
        ..Default::default()
    }
}

/// Everything that drawing the panes writes to.
#[derive(bevy::ecs::system::SystemParam)]
pub struct Canvas<'w, 's> {
    commands: Commands<'w, 's>,
    square: Res<'w, UnitSquare>,
    entities: ResMut<'w, PaneEntities>,
    film_materials: ResMut<'w, Assets<FilmMaterial>>,
    light_materials: ResMut<'w, Assets<LightMaterial>>,
    images: ResMut<'w, Assets<Image>>,
    textures: ResMut<'w, Textures>,
    pending: ResMut<'w, Pending>,
}

impl Canvas<'_, '_> {
    /// Draws the panes of one tick.
    pub fn draw(&mut self, stage: &Stage, films: &Films, tick: u64) {
        let wall = stage.size();
        let mut seen_films = Vec::new();
        let mut seen_lights = Vec::new();
        for (order, (part, pane)) in stage.panes().enumerate() {
            let key = (part, pane.key);
            let chosen = pane.key == PaneKey::Chosen;
            // The chosen take lies on those that were refused, and those on everything else.
            let z = if chosen { takes::HEIGHT + 4.0 } else { order as f32 };
            let places = stage.parts[part].places().filter(|_| chosen);
            let gap = places.map_or(stage.parts[part].layout.gap.0, |places| places.glow / 0.8);
            let mut lit = pane.hung.rect;
            if pane.hung.opacity <= 0.0 {
                continue;
            }
            match pane.content {
                Content::Film { version, other } => {
                    // Around the chosen take nothing hides what comes up.
                    let alone = picture_alone(pane, version, films).filter(|_| chosen);
                    let pane = &alone.unwrap_or(*pane);
                    if let Some((material, fitted)) = self.film(pane, version, other, films, tick) {
                        self.put_film((key, pane), material, wall, z);
                        seen_films.push(key);
                        lit = picture_rect(pane, &fitted);
                    }
                }
                Content::Next | Content::Inputs => {
                    // The empty pane is lit; what all were made from lies in its shade. Large,
                    // less light is as much.
                    let large = !matches!(pane.key, PaneKey::Cell(_));
                    let lamp = match pane.content {
                        Content::Next if large => 0.5,
                        // No brighter, so that words in it keep a contrast of 7 to 1.
                        Content::Next => 0.66,
                        _ => 0.2,
                    };
                    self.put_light((key, pane), &pane.hung.rect, Lamp::Fill(lamp), wall, z);
                    seen_lights.push((key, LightKind::Fills));
                }
            }
            if pane.hung.light > 0.004 {
                // Within the gap, so that it falls on no film.
                self.put_light((key, pane), &lit, Lamp::Around(gap * 0.8), wall, z + 0.5);
                seen_lights.push((key, LightKind::Around));
            }
        }
        if let Some(key) = self.light_take(stage, films.takes, wall) {
            seen_lights.push(key);
        }
        self.clear_away(&seen_films, &seen_lights);
        if tick.is_multiple_of(60) {
            self.textures.prune(tick);
        }
    }

    /// The light that goes from take to take.
    fn light_take(
        &mut self,
        stage: &Stage,
        shown: &[TakeShown],
        wall: (f32, f32),
    ) -> Option<(PartKey, LightKind)> {
        let takes::Lit { around: lit, reach, strength } = takes::lit(stage, shown)?;
        let key = PaneKey::Lit;
        let hung = Hung { light: strength, ..Hung::all_of(lit, 1.0) };
        let pane = Pane { key, content: Content::Next, hung };
        let height = takes::HEIGHT + 2.0;
        self.put_light(((0, key), &pane), &lit, Lamp::Take(reach), wall, height);
        Some(((0, key), LightKind::Around))
    }

    fn film(
        &mut self,
        pane: &Pane,
        version: usize,
        other: Option<(usize, f32)>,
        films: &Films,
        tick: u64,
    ) -> Option<(FilmMaterial, Fitted)> {
        let first = self.source(pane, version, films, tick);
        let second = other
            .and_then(|(index, amount)| Some((self.source(pane, index, films, tick)?, amount)));
        // A version without a picture leaves the mix to the other one.
        let ((a, a_planes, fitted), second) = match (first, second) {
            (Some(first), second) => (first, second),
            (None, Some((second, _))) => (second, None),
            (None, None) => return None,
        };
        let mut film = FilmUniform::alone(a);
        film.ground.w = pane.hung.opacity;
        film.mixing.y = 1.0 - films.shade;
        let [a_y, a_cb, a_cr] = a_planes;
        let [b_y, b_cb, b_cr] = match second {
            Some(((b, planes, _), amount)) => {
                film.b = b;
                film.mixing.x = amount;
                planes
            }
            None => [a_y.clone(), a_cb.clone(), a_cr.clone()],
        };
        Some((FilmMaterial { film, a_y, a_cb, a_cr, b_y, b_cb, b_cr }, fitted))
    }

    fn source(
        &mut self,
        pane: &Pane,
        version: usize,
        films: &Films,
        tick: u64,
    ) -> Option<(SourceUniform, [Handle<Image>; 3], Fitted)> {
        let shown = films.shown.get(version)?;
        let rendition = &films.prepared.get(version)?.as_ref()?.rendition;
        let picture = shown.picture.as_ref()?;
        let rung = rendition.rungs.get(shown.rung)?;
        let clip = rendition.clips.get(shown.clip)?;
        let coded = (rung.width, rung.height);
        let key = (version, shown.rung);
        let slot = self.textures.show(
            key,
            coded,
            (shown.serial, picture),
            tick,
            &mut self.images,
            &mut self.pending,
        );
        let told = films.exhibit.versions.get(version)?;
        let colour = colour_of(told, clip);
        let crop = rung.crops.get(shown.clip).copied().unwrap_or(coded);
        let whole = (pane.hung.whole.w, pane.hung.whole.h);
        let fitted = framed(pane, whole, (told.frame, clip), films.widest);
        let fitted = fitted.through(&pane.hung.rect, &pane.hung.whole);
        let size = (pane.hung.rect.w, pane.hung.rect.h);
        let source = SourceUniform::new(fitted, crop, coded, size, colour);
        let source = if shown.level > 0 { source.reduced() } else { source };
        Some((source, slot.planes.clone(), fitted))
    }

    fn put_film(
        &mut self,
        (key, pane): (PartKey, &Pane),
        material: FilmMaterial,
        wall: (f32, f32),
        z: f32,
    ) {
        let transform = place(&pane.hung.rect, wall, z);
        if let Some((entity, handle)) = self.entities.films.get(&key) {
            if let Some(known) = self.film_materials.get_mut(handle) {
                change(known, &material, same_film);
            }
            self.commands.entity(*entity).insert((transform, Visibility::Visible));
            return;
        }
        let handle = self.film_materials.add(material);
        let drawn = (Mesh2d(self.square.0.clone()), MeshMaterial2d(handle.clone()), transform);
        let entity = self.commands.spawn(drawn).id();
        self.entities.films.insert(key, (entity, handle));
    }

    fn put_light(
        &mut self,
        (key, pane): (PartKey, &Pane),
        on: &Rect,
        lamp: Lamp,
        wall: (f32, f32),
        z: f32,
    ) {
        let line = (wall.0.min(wall.1) * 0.0028).max(2.0);
        let (rect, lit) = lamp.shine(pane, on, line);
        let transform = place(&rect, wall, z);
        let kind = match lamp {
            Lamp::Fill(_) => LightKind::Fills,
            Lamp::Around(_) | Lamp::Take(_) => LightKind::Around,
        };
        let key = (key, kind);
        if let Some((entity, handle)) = self.entities.lights.get(&key) {
            if let Some(known) = self.light_materials.get_mut(handle) {
                change(known, &LightMaterial { kind, lit }, |a, b| a.lit == b.lit);
            }
            self.commands.entity(*entity).insert((transform, Visibility::Visible));
            return;
        }
        let handle = self.light_materials.add(LightMaterial { kind, lit });
        let drawn = (Mesh2d(self.square.0.clone()), MeshMaterial2d(handle.clone()), transform);
        let entity = self.commands.spawn(drawn).id();
        self.entities.lights.insert(key, (entity, handle));
    }

    /// Hides what is not there any more; it is kept, because it soon will be again.
    fn clear_away(&mut self, films: &[PartKey], lights: &[(PartKey, LightKind)]) {
        let entities = &self.entities;
        let gone_films = entities.films.iter().filter(|(key, _)| !films.contains(key));
        let gone_lights = entities.lights.iter().filter(|(key, _)| !lights.contains(key));
        let gone = gone_films.map(|(_, (e, _))| *e).chain(gone_lights.map(|(_, (e, _))| *e));
        for entity in gone {
            self.commands.entity(entity).insert(Visibility::Hidden);
        }
    }
}

/// How to turn a version's planes into colours: as its clip says, or the curator knows better.
pub fn colour_of(version: &Version, clip: &ClipFacts) -> Colour {
    Colour {
        matrix: version.colour.matrix.unwrap_or(clip.colour.matrix),
        range: version.colour.range.unwrap_or(clip.colour.range),
        siting: version.colour.siting.unwrap_or(clip.colour.siting),
    }
}

/// How a picture lies in what it is fitted into.
fn framed(
    pane: &Pane,
    whole: (f32, f32),
    (frame, clip): (Framing, &ClipFacts),
    widest: u32,
) -> Fitted {
    let share = share(clip, widest);
    let of = |framing| fit(framing, whole, clip.aspect(), share);
    let fitted = of(frame).hung_low(pane.hung.low);
    fitted
        .towards(of(Framing::Cover), pane.hung.cover)
        .towards(of(Framing::Contain), pane.hung.contain)
}

/// A pane that is no larger than its picture; none where there is no picture.
fn picture_alone(pane: &Pane, version: usize, films: &Films) -> Option<Pane> {
    let told = films.exhibit.versions.get(version)?;
    let shown = films.shown.get(version)?;
    let clip = films.prepared.get(version)?.as_ref()?.rendition.clips.get(shown.clip)?;
    let whole = (pane.hung.whole.w, pane.hung.whole.h);
    let fitted = framed(pane, whole, (told.frame, clip), films.widest);
    let fitted = fitted.through(&pane.hung.rect, &pane.hung.whole);
    let rect = picture_rect(pane, &fitted);
    // What is cut off stays cut off.
    let whole = if pane.hung.rect == pane.hung.whole { rect } else { pane.hung.whole };
    let hung = Hung { rect, whole, low: 0.0, contain: 0.0, cover: 1.0, ..pane.hung };
    Some(Pane { hung, ..*pane })
}

/// Where the picture lies, as far as it lies in its pane.
fn picture_rect(pane: &Pane, fitted: &Fitted) -> Rect {
    let [x, y, w, h] = picture_in_pane(fitted);
    let (left, top) = (x.max(0.0), y.max(0.0));
    let (right, bottom) = ((x + w).min(1.0), (y + h).min(1.0));
    let Rect { x, y, w, h } = pane.hung.rect;
    Rect { x: x + left * w, y: y + top * h, w: (right - left) * w, h: (bottom - top) * h }
}

/// A kind of light and its strength or reach.
#[derive(Clone, Copy)]
enum Lamp {
    /// In an empty pane.
    Fill(f32),
    /// Around a picture, this far.
    Around(f32),
    /// Around a take that is looked at.
    Take(f32),
}

impl Lamp {
    fn shine(self, pane: &Pane, on: &Rect, line: f32) -> (Rect, LightUniform) {
        let (rect, colour, reach) = match self {
            Self::Fill(strength) => {
                let [r, g, b, a] = palette::linear(palette::LAMP, pane.hung.opacity);
                (*on, Vec4::new(r * strength, g * strength, b * strength, a), 0.0)
            }
            Self::Around(reach) => {
                let reach = reach.max(4.0).round();
                let colour = palette::linear(palette::EMBER, pane.hung.light);
                (on.grown(reach), Vec4::from_array(colour), reach)
            }
            Self::Take(reach) => {
                let colour = palette::linear(palette::BONE, pane.hung.light);
                (on.grown(reach), Vec4::from_array(colour), reach)
            }
        };
        (rect, LightUniform { colour, shape: Vec4::new(rect.w, rect.h, reach, line) })
    }
}

fn same_film(a: &FilmMaterial, b: &FilmMaterial) -> bool {
    a.film == b.film && a.a_y == b.a_y && a.b_y == b.b_y
}

/// Writes only a material that is another one: a write rebuilds its bind group.
fn change<M: bevy::asset::Asset + Clone>(
    mut known: AssetMut<M>,
    new: &M,
    same: impl Fn(&M, &M) -> bool,
) {
    if !same(&known, new) {
        *known = new.clone();
    }
}
