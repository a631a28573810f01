//! Words as entities: shaped once by Bevy's text in the wall's own pixels, moved without being
//! shaped again.

use std::collections::{BTreeMap, BTreeSet};

use bevy::asset::{Assets, Handle};
use bevy::color::{Alpha, Color};
use bevy::ecs::prelude::*;
use bevy::math::Vec3;
use bevy::sprite::{Anchor, Text2d};
use bevy::text::{
    Font, FontFeatureTag, FontFeatures, FontSize, FontSource, Justify, LineBreak, LineHeight,
    TextBounds, TextColor, TextFont, TextLayout,
};
use bevy::transform::components::Transform;

use super::plugin::SetIn;
use super::words::{Align, Face, WordKey, Words};

/// The faces, as Bevy shapes them.
#[derive(Resource)]
pub struct Faces([Handle<Font>; 4]);

impl FromWorld for Faces {
    fn from_world(world: &mut World) -> Self {
        let faces = world.resource::<SetIn>().0.clone();
        let mut fonts = world.resource_mut::<Assets<Font>>();
        Self(Face::ALL.map(|face| fonts.add(Font::from_bytes(faces.bytes(face).to_vec()))))
    }
}

impl Faces {
    fn source(&self, face: Face) -> FontSource {
        FontSource::Handle(self.0[face as usize].clone())
    }
}

/// The entities that words are drawn by, and what each of them says.
#[derive(Resource, Default)]
pub struct WordEntities(BTreeMap<(usize, WordKey), (Entity, Words)>);

/// Brings the entities to what is said in this tick on each part of the wall; what stays the same is not touched.
pub fn write(
    words: Vec<(usize, Words)>,
    wall: (f32, f32),
    known: &mut WordEntities,
    faces: &Faces,
    commands: &mut Commands,
) {
    let said: BTreeSet<_> = words.iter().map(|(part, word)| (*part, word.key)).collect();
    known.0.retain(|key, (entity, _)| {
        let stays = said.contains(key);
        if !stays {
            commands.entity(*entity).despawn();
        }
        stays
    });
    for (part, word) in words {
        match known.0.get_mut(&(part, word.key)) {
            Some((_, before)) if *before == word => {}
            Some((entity, before)) => {
                let mut entity = commands.entity(*entity);
                if before.text != word.text
                    || before.size != word.size
                    || before.face != word.face
                    || before.align != word.align
                {
                    entity.insert(shape(&word, faces));
                }
                entity.insert(look(&word, wall));
                *before = word;
            }
            None => {
                let entity = commands.spawn((shape(&word, faces), look(&word, wall))).id();
                known.0.insert((part, word.key), (entity, word));
            }
        }
    }
}

fn shape(word: &Words, faces: &Faces) -> impl Bundle {
    let (justify, top, middle) = match word.align {
        Align::Left => (Justify::Left, Anchor::TOP_LEFT, Anchor::CENTER_LEFT),
        Align::Centre => (Justify::Center, Anchor::TOP_CENTER, Anchor::CENTER),
        Align::Right => (Justify::Right, Anchor::TOP_RIGHT, Anchor::CENTER_RIGHT),
    };
    let anchor = if word.middle { middle } else { top };
    let font_features = match word.tabular {
        true => FontFeatures::from([FontFeatureTag::TABULAR_FIGURES]),
        false => FontFeatures::default(),
    };
    (
        Text2d::new(word.text.clone()),
        TextFont {
            font: faces.source(word.face),
            font_size: FontSize::Px(word.size),
            font_features,
            ..Default::default()
        },
        LineHeight::RelativeToFont(word.leading),
        // Lines were broken where they were laid out.
        TextLayout::new(justify, LineBreak::NoWrap),
        TextBounds::UNBOUNDED,
        anchor,
    )
}

fn look(word: &Words, wall: (f32, f32)) -> impl Bundle {
    let x = match word.align {
        Align::Left => word.x,
        Align::Centre => word.x + word.width / 2.0,
        Align::Right => word.x + word.width,
    };
    let at = Vec3::new((x - wall.0 / 2.0).round(), (wall.1 / 2.0 - word.y).round(), 900.0);
    let colour: Color = word.colour;
    (Transform::from_translation(at), TextColor(colour.with_alpha(word.opacity)))
}
