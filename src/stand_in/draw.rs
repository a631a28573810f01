//! Draws one piece of the stand-in into its file: a picture, a voice, a take, a whole sketch.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::make::{Failure, THREADS};
use super::piece::{Piece, work_of};
use super::undated::undate;
use super::{LENGTH, MANNERS, SHOTS, gst_write, sound, takes};
use crate::timeline::FilmTime;

/// Pictures that all threads together may draw ahead: enough that none rests while a sketch's
/// sound is made.
const AHEAD: usize = 24;

/// Makes one piece and says how much of its work is done.
pub(super) fn draw(piece: Piece, to: &Path, advance: &mut dyn FnMut(u64)) -> Result<(), Failure> {
    match piece {
        Piece::Storyboard(_) | Piece::Draft(..) | Piece::Face(_) => {
            let picture = piece.picture();
            let picture = picture.ok_or_else(|| Failure::Encoder("it is no picture".to_owned()))?;
            let (width, height) = (picture.width(), picture.height());
            let image = image::RgbaImage::from_raw(width, height, picture.take());
            let image = image.ok_or_else(|| Failure::Encoder("it is no picture".to_owned()))?;
            let saved = image.save_with_format(to, image::ImageFormat::Png);
            saved.map_err(|error| match error {
                image::ImageError::IoError(error) => Failure::File(error),
                other => Failure::Encoder(other.to_string()),
            })
        }
        Piece::Voice(shot) => gst_write::flac(to, &sound::voice(shot)).map_err(Failure::Encoder),
        Piece::WholeVoice => gst_write::flac(to, &sound::voice_track()).map_err(Failure::Encoder),
        Piece::Take(manner, shot, take) => {
            self::take(manner, shot, take, to).map_err(Failure::Encoder)?;
            undate(to).map_err(Failure::File)
        }
        Piece::Sketch(manner) => {
            sketch(manner, to, advance).map_err(Failure::Encoder)?;
            undate(to).map_err(Failure::File)
        }
    }
}

/// Draws a take: its own time begins with its shot.
fn take(manner: usize, shot: usize, take: usize, to: &Path) -> Result<(), String> {
    let (_, variant) = takes::of(manner).nth(take).ok_or("there is no such take")?;
    let begins = SHOTS[shot].start;
    let mut film = gst_write::Film::create(to, takes::size(manner), &[])?;
    for (from, to) in takes::frames(manner, shot) {
        film.add(takes::draw(manner, from, variant).take(), from - begins, to - begins)?;
    }
    film.finish()
}

fn sketch(manner: usize, to: &Path, advance: &mut dyn FnMut(u64)) -> Result<(), String> {
    let drawn = &MANNERS[manner];
    let starts: Vec<FilmTime> = drawn.frames().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    thread::scope(|scope| {
        // Each thread draws every so manieth picture, and they are taken in turns: in order, and
        // never more than a few ahead. A thread whose pictures nobody takes any more ends.
        let mut from = Vec::with_capacity(threads);
        for first in 0..threads {
            let (sender, receiver) = sync_channel(AHEAD / threads);
            let starts = &starts;
            let draw = move || {
                for start in starts.iter().skip(first).step_by(threads) {
                    if sender.send(drawn.draw(*start).take()).is_err() {
                        break;
                    }
                }
            };
            thread::Builder::new()
                .name(format!("sketch-{first}"))
                .spawn_scoped(scope, draw)
                .map_err(|error| format!("no thread can be started: {error}"))?;
            from.push(receiver);
        }
        let mut film =
            gst_write::Film::create(to, (drawn.width, drawn.height), &sound::track(manner))?;
        for (index, start) in starts.iter().enumerate() {
            let picture = from[index % threads].recv();
            let picture = picture.map_err(|_ended| "a picture was not drawn".to_owned())?;
            let end = starts.get(index + 1).copied().unwrap_or(LENGTH);
            film.add(picture, *start, end)?;
            advance((index as u64 + 1) * work_of(drawn));
        }
        film.finish()
    })
}
