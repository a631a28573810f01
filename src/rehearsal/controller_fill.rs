//! Between the Controller panel and the controllers at work: what there is to show, as a plain copy,
//! and what the panel asks for, done. Only while the panel is shown; hidden, nothing is kept for it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::ecs::resource::Resource;

use super::leaving::Unsaved;
use super::panels::Side;
use super::panels::controller::{
    ControllerView, ControllerWish, DeskView, DraftView, LessonView, PortLine,
};
use crate::controller::learn::draft::Draft;
use crate::controller::learn::either::either;
use crate::controller::learn::written::{created, file_for};
use crate::controller::learn::{Learned, Puzzle};
use crate::controller::mapping::Role;
use crate::controller::plugin::Controllers;
use crate::controller::plugin::workshop::Seen;
use crate::controller::port::PortName;
use crate::controller::profile::{Control, Does, Profile};
use crate::controller::wording;
use crate::exhibit::Exhibit;
use crate::show::plugin::Inbox;
use crate::show::{Moment, Show, ShowCommand};
use crate::timeline::ClockTime;

mod faces;

/// What the panel is filled from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The state machine.
    pub show: &'a Show,
    /// Its Moment.
    pub moment: &'a Moment,
    /// The exhibit that hangs.
    pub exhibit: &'a Exhibit,
    /// The present.
    pub now: ClockTime,
}

/// What is kept from one refresh of the panel to the next.
#[derive(Default, Resource)]
pub struct ControllerBench {
    looked_at: Option<String>,
    puzzle: Option<Puzzle>,
    /// Something was learned, and it is asked what it shall do.
    asks: bool,
    at_work: Option<AtWork>,
}

/// A profile that is learned, at work on a controller.
struct AtWork {
    port: PortName,
    draft: Draft,
    /// The controller, as it goes on with it.
    acts: Arc<Profile>,
    written: Option<Result<String, String>>,
}

impl ControllerBench {
    /// The panel is shown: what it shows now. Call it once for each refresh.
    pub fn fill(&mut self, controllers: &mut Controllers, scene: Scene<'_>) -> ControllerView {
        controllers.look(true);
        self.go_on(controllers, scene.now);
        let ports = ports(controllers);
        let shown = self
            .looked_at
            .as_ref()
            .and_then(|name| ports.iter().position(|port| port.name == *name));
        // The first that is here, where nobody chose.
        let shown = shown
            .or_else(|| ports.iter().position(|port| port.here))
            .or(if ports.is_empty() { None } else { Some(0) });
        let name = shown.map(|shown| ports[shown].name.clone());
        let seen = name.and_then(|name| controllers.seen().find(|seen| **seen.port == *name));
        ControllerView {
            trouble: seen.and_then(|seen| trouble(seen, scene.now)),
            controls: seen.map(|seen| faces::faces(seen, controllers, scene)).unwrap_or_default(),
            meetings: seen
                .map(|seen| faces::meetings(seen, controllers, scene))
                .unwrap_or_default(),
            messages: faces::messages(controllers, scene.now),
            lesson: self.lesson(controllers, scene.now),
            draft: self.at_work.as_ref().and_then(|work| work.view(controllers)),
            desk: Some(desk(controllers, scene)),
            ports,
            shown,
        }
    }

    /// The panel is hidden: nothing is kept for it any more. What was learned goes on to act.
    pub fn hide(&mut self, controllers: &mut Controllers) {
        controllers.look(false);
        self.puzzle = None;
    }

    /// What would be lost if the window closed now.
    pub(super) fn unsaved(&self) -> Option<Unsaved> {
        let work = self.at_work.as_ref()?;
        let is_saved = work.written.as_ref().is_some_and(Result::is_ok);
        (work.draft.learned() > 0 && !is_saved).then(|| Unsaved {
            what: format!("What {} has learned to do", work.port),
            side: Side::Controller,
        })
    }

    /// Does what the panel asked for.
    pub fn obey(
        &mut self,
        wishes: Vec<ControllerWish>,
        controllers: &mut Controllers,
        now: ClockTime,
        inbox: &mut Inbox,
    ) {
        let mut ask = |command| inbox.push(now, command);
        for wish in wishes {
            match wish {
                ControllerWish::Show(command) => ask(command),
                ControllerWish::LookAt(name) => self.looked_at = Some(name),
                ControllerWish::Learn => self.learn(controllers).into_iter().for_each(&mut ask),
                ControllerWish::StopLearning => {
                    controllers.end_lesson();
                    (self.puzzle, self.asks) = (None, false);
                }
                ControllerWish::Teach(does) => self.teach(controllers, does),
                ControllerWish::LeaveOut => self.leave_out(controllers),
                ControllerWish::Call(name) => self.change(controllers, |draft| draft.call(&name)),
                ControllerWish::SaveProfile => self.save(controllers),
                ControllerWish::GoBack => self.go_back(controllers),
            }
        }
    }

    /// Listens to a gesture; of the controller that is learned already, where there is one.
    fn learn(&mut self, controllers: &mut Controllers) -> Vec<ShowCommand> {
        (self.puzzle, self.asks) = (None, false);
        let is_here =
            |port: &PortName| controllers.seen().any(|seen| seen.port == port && seen.here);
        let of = self.at_work.as_ref().map(|work| Arc::clone(&work.port)).filter(is_here);
        controllers.begin_lesson(of)
    }

    /// What happened since the last refresh: a gesture is over, or the installation is another one.
    fn go_on(&mut self, controllers: &mut Controllers, now: ClockTime) {
        let is_at_work = |work: &AtWork| {
            let mut all = controllers.seen();
            all.any(|seen| *seen.port == work.port && Arc::ptr_eq(seen.profile(), &work.acts))
        };
        if !self.at_work.as_ref().is_none_or(is_at_work) {
            (self.at_work, self.asks) = (None, false);
        }
        if !controllers.lesson().is_some_and(|lesson| lesson.is_over(now)) {
            return;
        }
        let Some(lesson) = controllers.end_lesson() else { return };
        let Some(port) = lesson.from().cloned() else { return };
        match either(lesson.heard()) {
            Ok(learned) => self.learned(controllers, port, learned),
            Err(puzzle) => self.puzzle = Some(puzzle),
        }
    }

    /// A control was understood: it does at once what it most likely shall.
    fn learned(&mut self, controllers: &mut Controllers, port: PortName, learned: Learned) {
        if self.at_work.as_ref().is_none_or(|work| work.port != port) {
            let seen = controllers.seen().find(|seen| *seen.port == port);
            let Some(profile) = seen.map(|seen| Arc::clone(seen.profile())) else { return };
            let draft = Draft::new(Arc::clone(&profile), &port);
            self.at_work =
                Some(AtWork { port: Arc::clone(&port), draft, acts: profile, written: None });
        }
        self.looked_at = Some(port.to_string());
        let proposed = self.at_work.as_ref().and_then(|work| work.draft.proposed(&learned));
        if let Some(does) = proposed {
            self.teach_it(controllers, learned, does);
        }
    }

    fn teach(&mut self, controllers: &mut Controllers, does: Does) {
        let latest = self.at_work.as_ref().and_then(|work| work.draft.latest());
        if let Some(learned) = latest.map(|(learned, _)| *learned) {
            self.teach_it(controllers, learned, does);
        }
    }

    fn teach_it(&mut self, controllers: &mut Controllers, learned: Learned, does: Does) {
        let Some(work) = &mut self.at_work else { return };
        match work.draft.teach(learned, does) {
            Ok(()) => (self.asks, self.puzzle) = (true, None),
            Err(report) => {
                let first = report.problems().first().map(|problem| problem.message.clone());
                self.puzzle = first.map(Puzzle::Unclear);
            }
        }
        work.act(controllers);
    }

    fn leave_out(&mut self, controllers: &mut Controllers) {
        self.asks = false;
        self.change(controllers, Draft::leave_out);
        if self.at_work.as_ref().is_some_and(|work| work.draft.learned() == 0) {
            self.go_back(controllers);
        }
    }

    fn change(&mut self, controllers: &mut Controllers, change: impl FnOnce(&mut Draft)) {
        if let Some(work) = &mut self.at_work {
            change(&mut work.draft);
            work.act(controllers);
        }
    }

    fn go_back(&mut self, controllers: &mut Controllers) {
        self.asks = false;
        if let Some(work) = self.at_work.take() {
            controllers.adopt(&work.port, work.draft.before());
        }
    }

    fn save(&mut self, controllers: &Controllers) {
        let Some(work) = &mut self.at_work else { return };
        let file = work.file(controllers);
        work.written = Some(written(&file, &work.draft.text()).map(|()| {
            format!(
                "In the installation file, beside which it lies: controllers = [{{ name = {:?}, \
                 profile = {:?} }}]",
                &*work.port,
                file.file_name().unwrap_or_default().to_string_lossy()
            )
        }));
    }

    fn lesson(&self, controllers: &Controllers, now: ClockTime) -> LessonView {
        if let Some(lesson) = controllers.lesson() {
            return LessonView::Listening {
                messages: lesson.heard().len(),
                from: lesson.from().filter(|_| !lesson.heard().is_empty()).map(ToString::to_string),
                paused: lesson.paused(now) as f32,
            };
        }
        if let Some(puzzle) = &self.puzzle {
            return LessonView::Puzzled(puzzle.to_string());
        }
        let latest =
            self.at_work.as_ref().filter(|_| self.asks).and_then(|work| work.draft.latest());
        let Some((learned, control)) = latest else { return LessonView::Idle };
        let mut choices: Vec<Does> = Draft::choices(learned);
        if !choices.contains(&control.does) {
            choices.insert(0, control.does);
        }
        let said = |does: Does| {
            let control: Control = learned.control("", does);
            (wording::control_does(&control), does)
        };
        LessonView::Learned {
            control: control.name.clone(),
            how: wording::learned(learned),
            choices: choices.into_iter().map(said).collect(),
            does: control.does,
        }
    }
}

impl AtWork {
    /// The controller goes on with what was learned so far.
    fn act(&mut self, controllers: &mut Controllers) {
        self.acts = Arc::clone(self.draft.profile());
        // What is written is not what acts any more.
        self.written = None;
        controllers.adopt(&self.port, &self.acts);
    }

    /// Beside the installation, whose file will name it.
    fn file(&self, controllers: &Controllers) -> PathBuf {
        let folder = controllers.installation().file.as_deref().and_then(Path::parent);
        folder.unwrap_or(Path::new("")).join(file_for(&self.draft.profile().name))
    }

    fn view(&self, controllers: &Controllers) -> Option<DraftView> {
        (self.draft.learned() > 0).then(|| DraftView {
            name: self.draft.profile().name.clone(),
            learned: self.draft.learned(),
            file: self.file(controllers).display().to_string(),
            text: self.draft.text(),
            written: self.written.clone(),
        })
    }
}

/// Writes a profile that was not there before.
fn written(file: &Path, text: &str) -> Result<(), String> {
    let mut out = created(file, "call the profile something else")?;
    let result = out.write_all(text.as_bytes()).and_then(|()| out.sync_all());
    result.map_err(|why| {
        // Half a profile would be in the way of the next try.
        std::fs::remove_file(file).ok();
        format!("{}: {why}", file.display())
    })
}

fn trouble(seen: Seen<'_>, now: ClockTime) -> Option<String> {
    let trouble = seen.trouble(now).filter(|_| seen.here)?;
    let mut letters = trouble.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Every controller that is here or asked for.
fn ports(controllers: &Controllers) -> Vec<PortLine> {
    let pulled = controllers.pulled();
    let mut ports: Vec<PortLine> = controllers
        .seen()
        .map(|seen| PortLine {
            name: seen.port.to_string(),
            here: seen.here,
            says: match seen.here {
                true => seen.profile().name.clone(),
                false if pulled.iter().any(|name| **name == **seen.port) => {
                    "pulled out for a trial".to_owned()
                }
                false => "not connected any more".to_owned(),
            },
            role: match seen.role() {
                Role::Public => "for visitors",
                Role::Staff => "for staff",
                Role::Rehearsal => "for this rehearsal",
            },
        })
        .collect();
    let missing = controllers.missing().into_iter();
    ports.extend(missing.map(|(name, says)| PortLine { name, says, ..PortLine::default() }));
    ports
}

fn desk(controllers: &Controllers, scene: Scene<'_>) -> DeskView {
    let Scene { show, moment, exhibit, now } = scene;
    let language = &show.settings().language;
    let versions = exhibit.versions.iter().map(|version| version.name.get(language).to_owned());
    let stops = std::iter::once("the inputs".to_owned())
        .chain(versions)
        .chain(std::iter::once("the next one".to_owned()));
    DeskView {
        scale: Arc::clone(controllers.scale()),
        at: show.hand_at(now),
        stops: stops.collect(),
        plays: moment.speed.get() != 0,
        holds: show.holds_the_version(),
        scrapes: show.settings().scraping,
        captions: show.settings().captions,
    }
}
