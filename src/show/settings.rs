//! What a visitor sets besides position, view and film time.

use super::Program;

/// The language, and what is kept for what is heard and what lies beneath.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The language of the wall, by its tag.
    pub language: String,
    /// The language of the room: the wall returns to it.
    pub home: String,
    /// How loud it is, 0 to 1.
    pub volume: f64,
    /// The takes beneath the version are asked for.
    pub scraping: bool,
    /// What is said is also to be read.
    pub captions: bool,
    /// How often somebody asked to hear what a label says.
    pub listens: u64,
    /// How much larger than the wall's smallest type that is, in steps; see
    /// [`Settings::caption_scale`].
    caption_step: usize,
}

/// How much larger than usual captions can be.
const CAPTION_SCALES: [f32; 3] = [1.0, 1.25, 1.6];

impl Settings {
    /// As the room begins, in its language.
    pub fn new(home: &str) -> Self {
        Self {
            language: home.to_owned(),
            home: home.to_owned(),
            volume: 1.0,
            scraping: false,
            captions: true,
            listens: 0,
            caption_step: 0,
        }
    }

    /// Another room: the wall goes along where it speaks the room's language.
    pub fn move_home(&mut self, home: &str) {
        if self.language == self.home {
            home.clone_into(&mut self.language);
        }
        home.clone_into(&mut self.home);
    }

    /// Goes on by so many languages of the exhibit, around at the ends. From one in which it is not
    /// written, to its first.
    pub fn next_language(&mut self, program: &Program, by: i32) {
        let all = program.languages();
        let Ok(count) = i64::try_from(all.len()) else { return };
        if count == 0 {
            return;
        }
        let here = all.iter().position(|tag| *tag == self.language);
        let next = here.map_or(0, |here| (here as i64 + i64::from(by)).rem_euclid(count));
        self.language.clone_from(&all[next as usize]);
    }

    /// Writes in this language, if the exhibit does.
    pub fn set_language(&mut self, program: &Program, tag: &str) {
        if program.languages().iter().any(|known| known == tag) {
            tag.clone_into(&mut self.language);
        }
    }

    /// Sets how loud it is; what is no number changes nothing.
    pub fn set_volume(&mut self, volume: f64) {
        if volume.is_finite() {
            self.volume = volume.clamp(0.0, 1.0);
        }
    }

    /// How many times their usual size captions are.
    pub fn caption_scale(&self) -> f32 {
        CAPTION_SCALES[self.caption_step.min(CAPTION_SCALES.len() - 1)]
    }

    /// Larger captions, and after the largest the usual ones again.
    pub fn enlarge_captions(&mut self) {
        self.caption_step = (self.caption_step + 1) % CAPTION_SCALES.len();
    }

    /// As the room began, but for the volume, which is the staff's.
    pub fn return_home(&mut self) {
        self.language.clone_from(&self.home);
        self.scraping = false;
        (self.captions, self.caption_step) = (true, 0);
    }
}
