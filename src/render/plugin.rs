//! The renderer within Bevy.

use bevy::app::{App, Startup, Update};
use bevy::asset::Assets;
use bevy::camera::{Camera2d, ClearColor, RenderTarget};
use bevy::ecs::prelude::*;
use bevy::mesh::Mesh;
use bevy::render::view::Msaa;
use bevy::render::{ExtractSchedule, Render, RenderApp, RenderSystems};
use bevy::shader::Shader;
use bevy::sprite_render::Material2dPlugin;

use super::captions::{self, Captions};
use super::credentials::{self, Credentials};
use super::curves::{self, Measured};
use super::film_material::{self, FilmMaterial};
use super::ink_material::{self, Drawings, InkKey, InkMaterial, InkWell};
use super::label::{self, Faces, WordEntities};
use super::light_material::{self, LightMaterial};
use super::panes::{Canvas, Films, PaneEntities, UnitSquare};
use super::still::{self, Stills};
use super::sweep::{self, Sweep};
use super::takes::{self, TakesDrawing};
use super::takes_material::{self, TakesMaterial};
use super::textures::Textures;
use super::typeset::Typefaces;
use super::upload::{self, Pending};
use super::veil::{self, Shade};
use super::voice::{self, Voices};
use super::words::{self, Scene};
use super::{inscribe, palette, warm};
use crate::media::plugin::{Beneath, Patience, Pictures, Playable, TakePictures};
use crate::prepare::Options;
use crate::show::Moment;
use crate::show::plugin::{Hung, Now, ShowSystems, TheShow};
use crate::wall::plugin::Stage;

/// What everything that is written on the wall is set in.
#[derive(Resource, Clone)]
pub struct SetIn(pub Typefaces);

/// What the wall's camera draws into, until the camera is made; none where every screen of the
/// wall has a camera of its own.
#[derive(Resource)]
pub struct WallTarget(pub Option<RenderTarget>);

/// How much of everything is hidden behind black: 0 to 1.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct Curtain(pub f32);

/// The camera that sees the wall.
#[derive(Component)]
pub struct WallCamera;

/// Adds the renderer, drawing into `target`, if all of the wall has one, and writing with these
/// typefaces.
pub fn plugin(app: &mut App, target: Option<RenderTarget>, faces: Typefaces, options: Options) {
    app.add_plugins((
        Material2dPlugin::<FilmMaterial>::default(),
        Material2dPlugin::<LightMaterial>::default(),
        Material2dPlugin::<InkMaterial>::default(),
        Material2dPlugin::<TakesMaterial>::default(),
    ));
    let mut shaders = app.world_mut().resource_mut::<Assets<Shader>>();
    let film = include_str!("../../assets/shaders/film.wgsl");
    let light = include_str!("../../assets/shaders/light.wgsl");
    let ink = include_str!("../../assets/shaders/ink.wgsl");
    let takes = include_str!("../../assets/shaders/takes.wgsl");
    for (handle, source, path) in [
        (film_material::SHADER, film, "shaders/film.wgsl"),
        (light_material::SHADER, light, "shaders/light.wgsl"),
        (ink_material::SHADER, ink, "shaders/ink.wgsl"),
        (takes_material::SHADER, takes, "shaders/takes.wgsl"),
    ] {
        if let Err(error) = shaders.insert(handle.id(), Shader::from_wgsl(source, path)) {
            tracing::error!("{path} could not be put in its place: {error}");
        }
    }
    app.insert_resource(ClearColor(palette::GROUND))
        .insert_resource(WallTarget(target))
        .insert_resource(SetIn(faces))
        .init_resource::<UnitSquare>()
        .init_resource::<Faces>()
        .init_resource::<PaneEntities>()
        .init_resource::<WordEntities>()
        .init_resource::<InkWell>()
        .init_resource::<Drawings>()
        .init_resource::<Sweep>()
        .init_resource::<TakesDrawing>()
        .init_resource::<Curtain>()
        .insert_resource(Voices::new(options.clone()))
        .insert_resource(Credentials::new(options.clone()))
        .insert_resource(Stills::new(options))
        .init_resource::<Textures>()
        .init_resource::<Pending>()
        .add_systems(Startup, (look, still::ask, voice::ask, warm::begin))
        .add_systems(Update, warm::end)
        .add_systems(
            Update,
            (write, draw_ink, still::show, sweep::show)
                .in_set(ShowSystems::Arrange)
                .after(crate::wall::plugin::hang),
        )
        .init_resource::<Shade>()
        .init_resource::<Captions>()
        .init_resource::<Measured>()
        .add_systems(
            Update,
            (captions::find, credentials::find, curves::find)
                .in_set(ShowSystems::Arrange)
                .before(write)
                .before(draw_ink),
        )
        .add_systems(
            Update,
            (veil::govern, draw, takes::draw)
                .chain()
                .in_set(ShowSystems::Select)
                .after(crate::media::plugin::select_takes),
        );
    let Some(render) = app.get_sub_app_mut(RenderApp) else { return };
    render
        .init_resource::<Pending>()
        .add_systems(ExtractSchedule, upload::extract)
        .add_systems(Render, upload::write.in_set(RenderSystems::PrepareResources));
}

fn look(mut commands: Commands, target: Res<WallTarget>) {
    if let Some(target) = &target.0 {
        commands.spawn((WallCamera, Camera2d, Msaa::Off, target.clone()));
    }
}

fn draw(
    mut canvas: Canvas,
    now: Res<Now>,
    stage: Res<Stage>,
    hung: Res<Hung>,
    playable: Res<Playable>,
    (pictures, takes): (Res<Pictures>, Res<TakePictures>),
    shade: Res<Shade>,
) {
    let films = Films {
        exhibit: &hung.0,
        prepared: &playable.0,
        shown: &pictures.0,
        takes: &takes.0,
        shade: shade.0,
        widest: stage.widest,
    };
    canvas.draw(&stage, &films, now.0.tick);
}

fn write(
    mut commands: Commands,
    mut known: ResMut<WordEntities>,
    faces: Res<Faces>,
    set_in: Res<SetIn>,
    show: Res<TheShow>,
    (captions, credentials, measured): (Res<Captions>, Res<Credentials>, Res<Measured>),
    (now, beneath): (Res<Now>, Res<Beneath>),
    stage: Res<Stage>,
    hung: Res<Hung>,
) {
    let kept = kept(&now, &beneath);
    let mut said = Vec::new();
    for (part, moment) in moments(&now, &stage) {
        let said_of = (&*captions, &*credentials, &*measured);
        let with = (&*set_in, &*show, said_of, kept.as_slice());
        let words = words::say(&scene(part, &moment, &hung, &stage, with));
        said.extend(words.into_iter().map(|words| (part, words)));
    }
    label::write(said, stage.size(), &mut known, &faces, &mut commands);
}

/// What a scene needs beside the Moment and the wall; last, of which takes there are pictures.
type With<'a> = (&'a SetIn, &'a TheShow, SaidOf<'a>, &'a [bool]);

/// What is said of the film and of its versions.
type SaidOf<'a> = (&'a Captions, &'a Credentials, &'a Measured);

/// Of which of the takes that are open there are pictures.
fn kept(now: &Now, beneath: &Beneath) -> Vec<bool> {
    let opened = crate::wall::scrape::needed(&now.0);
    let set = opened.and_then(|opened| beneath.0.sets().get(opened.stop, opened.shot));
    set.map(|set| set.takes.iter().map(Option::is_some).collect()).unwrap_or_default()
}

/// The Moment as each part of the wall shows it.
fn moments(now: &Now, stage: &Stage) -> Vec<(usize, Moment)> {
    stage.parts.iter().map(|part| part.moment(&now.0)).enumerate().collect()
}

fn scene<'a>(
    part: usize,
    moment: &'a Moment,
    hung: &'a Hung,
    stage: &'a Stage,
    with: With<'a>,
) -> Scene<'a> {
    let (faces, show, (captions, credentials, measured), kept) = with;
    Scene {
        exhibit: &hung.0,
        moment,
        layout: &stage.parts[part].layout,
        panes: &stage.parts[part].panes,
        places: stage.parts[part].places(),
        kept,
        main: part == 0,
        ribbon: &stage.ribbon,
        faces: &faces.0,
        language: &show.0.settings().language,
        captions: &captions.now,
        caption_scale: captions.scale,
        caption_progress: captions.progress,
        vouched: &credentials.known,
        curves: &measured.0,
    }
}

fn draw_ink(
    mut commands: Commands,
    (mut known, mut meshes): (ResMut<Drawings>, ResMut<Assets<Mesh>>),
    well: Res<InkWell>,
    mut voices: ResMut<Voices>,
    (patience, curtain): (Res<Patience>, Res<Curtain>),
    (set_in, show, captions, credentials, measured): (
        Res<SetIn>,
        Res<TheShow>,
        Res<Captions>,
        Res<Credentials>,
        Res<Measured>,
    ),
    now: Res<Now>,
    stage: Res<Stage>,
    hung: Res<Hung>,
) {
    let mut drawn = vec![
        ((0, InkKey::Bezels), inscribe::bezels(&stage.wall)),
        ((0, InkKey::Curtain), inscribe::curtain(&stage.wall, curtain.0)),
    ];
    for (part, moment) in moments(&now, &stage) {
        let said_of = (&*captions, &*credentials, &*measured);
        let with = (&*set_in, &*show, said_of, [].as_slice());
        let scene = scene(part, &moment, &hung, &stage, with);
        let voice =
            inscribe::voice_of(&scene).and_then(|path| voices.get(path, patience.longest()));
        let ink = inscribe::draw(&scene, voice.as_deref().map(Vec::as_slice));
        drawn.extend(ink.into_iter().map(|(key, ink)| ((part, key), ink)));
    }
    ink_material::draw(drawn, stage.size(), &mut known, &well, &mut meshes, &mut commands);
}
