//! The copies that the panels show, from the running program. A panel that is not drawn costs
//! nothing: nothing is copied for it.

use std::sync::Arc;

use bevy::ecs::prelude::*;
use bevy::ecs::system::SystemParam;
use bevy_egui::egui::{self, TextureHandle};

use super::controller_fill::{ControllerBench, Scene};
use super::keyboard::Keys;
use super::panels::controller::ControllerView;
use super::panels::dock::DockView;
use super::panels::generations::{GenerationsView, State, VersionRow};
use super::panels::measures::{MeasureOf, MeasuresView};
use super::panels::transport::{ShotMark, TransportView};
use super::survey::{News, Survey};
use crate::controller::plugin::Controllers;
use crate::exhibit::{Exhibit, Version};
use crate::media::beneath::Takes;
use crate::media::plugin::{Playable, Reels, Tally};
use crate::media::shown::Condition;
use crate::prepare::Options;
use crate::reload::Edition;
use crate::reload::plugin::{FileErrors, LeftOut, Whole};
use crate::rendition::Prepared;
use crate::scrub::Stop;
use crate::show::plugin::{Hung, Now, ShowClock, TheShow};
use crate::story;

/// What is read of the running program.
#[derive(SystemParam)]
pub struct Running<'w> {
    now: Option<Res<'w, Now>>,
    clock: Res<'w, ShowClock>,
    show: Res<'w, TheShow>,
    hung: Res<'w, Hung>,
    playable: Res<'w, Playable>,
    reels: Res<'w, Reels>,
    tally: Res<'w, Tally>,
    controllers: Option<ResMut<'w, Controllers>>,
    whole: Option<Res<'w, Whole>>,
    left_out: Option<Res<'w, LeftOut>>,
    errors: Option<Res<'w, FileErrors>>,
}

/// What was looked up of the exhibit.
#[derive(Resource)]
pub struct Known {
    options: Options,
    survey: Option<Survey>,
    of: Option<Edition>,
    pictures: Vec<Option<TextureHandle>>,
    states: Vec<State>,
    measures: Option<Arc<Vec<MeasureOf>>>,
}

impl Known {
    /// Nothing yet. Files are opened with these options.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            survey: None,
            of: None,
            pictures: Vec::new(),
            states: Vec::new(),
            measures: None,
        }
    }

    /// Everything is known of the exhibit that hangs.
    pub fn is_all(&self) -> bool {
        self.of.is_some() && self.survey.is_none()
    }

    /// Takes what was found, and looks things up anew for another exhibit.
    pub fn follow(&mut self, context: &egui::Context, running: &Running) {
        let (exhibit, prepared) = running.whole();
        if !self.of.as_ref().is_some_and(|of| is_of(of, exhibit, prepared)) {
            let same_film = self.of.as_ref().is_some_and(|of| of.exhibit.shots == exhibit.shots);
            if !same_film {
                self.pictures = vec![None; exhibit.shots.len()];
            }
            // No panel shows takes, and there may be hundreds: they are not copied.
            let whole = Edition {
                exhibit: Arc::clone(exhibit),
                prepared: prepared.to_vec(),
                takes: Takes::new(),
            };
            let survey = Survey::start(whole.clone(), self.options.clone());
            self.survey = survey
                .inspect_err(|why| tracing::warn!("pictures of the shots are not looked up: {why}"))
                .ok();
            self.of = Some(whole);
        }
        let Some(survey) = &mut self.survey else { return };
        let (found, is_all) = survey.news();
        if is_all {
            self.survey = None;
        }
        for news in found {
            match news {
                News::Report { states, measures } => {
                    self.states = states;
                    self.measures = Some(measures);
                }
                News::Picture { shot, image } => {
                    let name = format!("shot {shot}");
                    let texture = context.load_texture(name, image, egui::TextureOptions::LINEAR);
                    if let Some(place) = self.pictures.get_mut(shot) {
                        *place = Some(texture);
                    }
                }
            }
        }
    }
}

/// Whether an edition is of these, told by where they lie: it is asked at every refresh.
fn is_of(edition: &Edition, exhibit: &Arc<Exhibit>, prepared: &[Option<Arc<Prepared>>]) -> bool {
    let same = |(a, b): (&Option<Arc<Prepared>>, &Option<Arc<Prepared>>)| match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    Arc::ptr_eq(&edition.exhibit, exhibit)
        && edition.prepared.len() == prepared.len()
        && edition.prepared.iter().zip(prepared).all(same)
}

impl Running<'_> {
    /// Nothing was shown yet.
    pub fn is_new(&self) -> bool {
        self.now.is_none()
    }

    /// The exhibit with all its versions, those that are left out too, and what each is played from.
    fn whole(&self) -> (&Arc<Exhibit>, &[Option<Arc<Prepared>>]) {
        match &self.whole {
            Some(whole) => (&whole.0.exhibit, &whole.0.prepared),
            None => (&self.hung.0, &self.playable.0),
        }
    }

    /// For the film's bar.
    pub fn transport(&self, known: &Known) -> TransportView {
        let Some(now) = &self.now else { return TransportView::default() };
        let transport = self.show.0.transport();
        let language = &self.show.0.settings().language;
        let shots = self.hung.0.shots.iter().enumerate().map(|(index, shot)| ShotMark {
            start: shot.start,
            end: shot.end,
            title: shot.title.get(language).to_owned(),
            picture: known.pictures.get(index).and_then(Option::as_ref).map(|texture| {
                let [w, h] = texture.size();
                (texture.id(), w as f32 / h.max(1) as f32)
            }),
        });
        TransportView {
            film: now.0.film,
            speed: now.0.speed,
            length: self.hung.0.length,
            loop_in: transport.loop_in,
            loop_out: transport.loop_out,
            looping: self.show.0.looping(),
            shots: shots.collect(),
        }
    }

    /// For the row of panels.
    pub fn dock(&self, keys: Keys) -> DockView {
        DockView {
            errors: self.errors.as_ref().map_or(0, |errors| errors.count()),
            has_keys: keys == Keys::Panels,
            health: format!("late {}   missing {}", self.tally.late, self.tally.missing),
            troubled: self.tally.late + self.tally.missing > 0,
            controllers: self
                .controllers
                .as_ref()
                .map(|all| all.present().now())
                .unwrap_or_default(),
        }
    }

    /// For the list of generations.
    pub fn generations(&self, known: &Known) -> GenerationsView {
        let Some(now) = &self.now else { return GenerationsView::default() };
        let (exhibit, prepared) = self.whole();
        let language = &self.show.0.settings().language;
        let health = self.reels.0.health();
        let row = |(index, version): (usize, &Version)| {
            let hangs = self.hung.0.versions.iter().position(|hung| hung.id == version.id);
            let condition = hangs.and_then(|at| health.get(at)).map(|health| health.condition);
            let is_prepared = prepared.get(index).is_some_and(Option::is_some);
            let looked_up =
                known.states.get(index).filter(|_| known.states.len() == exhibit.versions.len());
            let state = match (looked_up, is_prepared, condition) {
                (Some(State::NotCleared(why)), ..) => State::NotCleared(why.clone()),
                (_, false, _) => State::Waiting("not prepared yet".to_owned()),
                (_, _, Some(Condition::Failed)) => State::Failed("its decoder has given up".into()),
                (_, _, Some(Condition::Resting)) => {
                    State::Warning("its decoder failed and is tried again".to_owned())
                }
                (Some(state), ..) => state.clone(),
                (None, ..) => State::Prepared,
            };
            let generation = exhibit.generation_of(index);
            VersionRow {
                id: version.id.clone(),
                name: version.name.get(language).to_owned(),
                released: generation
                    .released
                    .map(|date| story::released::released_short(date, language))
                    .unwrap_or_default(),
                state,
                held: hangs.is_some_and(|at| at + 1 == now.0.held),
                hidden: self.left_out.as_ref().is_some_and(|out| out.0.contains(&version.id)),
            }
        };
        GenerationsView {
            versions: exhibit.versions.iter().enumerate().map(row).collect(),
            along: now.0.along,
            hand: self.show.0.hand_at(self.clock.0.now()),
            end: self.show.0.axis().end(),
            shows: now.0.view,
        }
    }

    /// For the controllers; none where nothing listens to any.
    pub fn controller(&mut self, bench: &mut ControllerBench) -> Option<ControllerView> {
        let now = self.now.as_ref()?;
        let controllers = self.controllers.as_mut()?;
        let scene = Scene {
            show: &self.show.0,
            moment: &now.0,
            exhibit: &self.hung.0,
            now: self.clock.0.now(),
        };
        Some(bench.fill(controllers, scene))
    }

    /// The panel of the controllers is not drawn any more.
    pub fn leave_controller(&mut self, bench: &mut ControllerBench) {
        if let Some(controllers) = &mut self.controllers {
            bench.hide(controllers);
        }
    }

    /// For the curves.
    pub fn measures(&self, known: &Known) -> MeasuresView {
        let Some(now) = &self.now else { return MeasuresView::default() };
        let position = self.show.0.axis().position(now.0.along.round());
        MeasuresView {
            found: known.measures.clone(),
            film: now.0.film,
            length: self.hung.0.length,
            shots: self.hung.0.shots.iter().map(|shot| shot.start).collect(),
            version: match position.stop {
                Stop::Version(id) => id,
                Stop::Inputs | Stop::Next => String::new(),
            },
        }
    }
}
