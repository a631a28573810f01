//! What holds for every picture of the stand-in.

use std::thread;

use super::*;
use crate::timeline::FilmTime;

/// A moment of every shot, at this share of it.
fn moments(share: f64) -> impl Iterator<Item = FilmTime> {
    (0..SHOTS.len()).map(move |shot| {
        let (start, end) = (SHOTS[shot].start.0, Shot::end(shot).0);
        FilmTime(start + ((end - start) as f64 * share) as i64)
    })
}

/// Luminance of a picture, reduced to so many pixels, each 0 to 1.
fn reduced(picture: &tiny_skia::Pixmap, w: usize, h: usize) -> Vec<f32> {
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let mut sums = vec![(0.0, 0.0); w * h];
    for (index, pixel) in picture.data().chunks_exact(4).enumerate() {
        let (x, y) = (index % wide * w / wide, index / wide * h / high);
        let [r, g, b] = [0, 1, 2].map(|channel| f32::from(pixel[channel]) / 255.0);
        let sum = &mut sums[y * w + x];
        sum.0 += 0.2126 * r + 0.7152 * g + 0.0722 * b;
        sum.1 += 1.0;
    }
    sums.into_iter().map(|(sum, count)| sum / count).collect()
}

/// Pearson's correlation.
fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |v: &[f32]| v.iter().sum::<f32>() / v.len() as f32;
    let (ma, mb) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        both += (x - ma) * (y - mb);
        of_a += (x - ma).powi(2);
        of_b += (y - mb).powi(2);
    }
    both / (of_a * of_b).sqrt().max(1e-9)
}

#[test]
fn a_picture_is_the_same_whenever_and_on_whatever_thread_it_is_drawn() {
    for manner in &MANNERS[..5] {
        let times: Vec<FilmTime> = moments(0.37).collect();
        let there: Vec<_> = times.iter().map(|at| manner.draw(*at)).collect();
        let back = thread::scope(|scope| {
            let drawn = scope.spawn(|| times.iter().rev().map(|at| manner.draw(*at)).collect());
            drawn.join().unwrap_or_else(|_| Vec::new())
        });
        let back: Vec<tiny_skia::Pixmap> = back.into_iter().rev().collect();
        assert!(there == back, "{}", manner.name);
    }
}

#[test]
fn the_frames_of_each_manner_cover_the_film_and_become_more() {
    let mut before = 0;
    for manner in &MANNERS {
        let starts: Vec<FilmTime> = manner.frames().collect();
        assert_eq!(starts[0], FilmTime::ZERO);
        assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(*starts.last().unwrap_or(&FilmTime::ZERO) < LENGTH);
        // Every shot begins with a frame of its own.
        for shot in SHOTS {
            assert!(starts.contains(&shot.start), "{} {}", manner.name, shot.id);
        }
        assert!(starts.len() >= before);
        before = starts.len();
    }
}

#[test]
fn no_picture_is_empty() {
    for at in moments(0.5) {
        for manner in &MANNERS[..5] {
            let seen = reduced(&manner.draw(at), 32, 18);
            let (least, most) =
                seen.iter().fold((1.0_f32, 0.0_f32), |(a, b), v| (a.min(*v), b.max(*v)));
            assert!(most - least > 0.12, "{} at {at}: {least} to {most}", manner.name);
        }
    }
    for shot in 0..SHOTS.len() {
        let panel = storyboard(shot);
        assert_eq!((panel.width(), panel.height()), (960, 540));
    }
}

#[test]
fn within_a_shot_nothing_flashes() {
    // The flats are the hardest case: nothing softens what comes and goes.
    let manner = &MANNERS[3];
    let mut before: Option<(usize, Vec<f32>)> = None;
    for at in manner.frames() {
        let shot = Shot::at(at);
        let seen = reduced(&manner.draw(at), 4, 3);
        if let Some((same, before)) = before.filter(|(same, _)| *same == shot) {
            let mean = |v: &[f32]| v.iter().sum::<f32>() / v.len() as f32;
            assert!((mean(&seen) - mean(&before)).abs() < 0.1, "{} {at}", SHOTS[same].id);
        }
        before = Some((shot, seen));
    }
}

/// Where a picture changes from place to place, however light or dark it is.
fn edges(picture: &tiny_skia::Pixmap) -> Vec<f32> {
    let (w, h) = (64, 36);
    let seen = reduced(picture, w, h);
    let at = |x: usize, y: usize| seen[y * w + x];
    let places = (1..h - 1).flat_map(|y| (1..w - 1).map(move |x| (x, y)));
    places
        .map(|(x, y)| (at(x + 1, y) - at(x - 1, y)).hypot(at(x, y + 1) - at(x, y - 1)).sqrt())
        .collect()
}

#[test]
fn all_manners_draw_one_composition() {
    // On paper, what is dark depends on pencil and wash as much as on the scene; but where one
    // thing ends and another begins is the same.
    // At the middle of a shot, where also the one that holds its pictures has a new one.
    let drawn: Vec<Vec<Vec<f32>>> = moments(0.5)
        .map(|at| MANNERS[..6].iter().map(|manner| edges(&manner.draw(at))).collect())
        .collect();
    for (shot, manners) in drawn.iter().enumerate() {
        let other = &drawn[(shot + 4) % drawn.len()];
        for index in 0..manners.len() - 1 {
            let like = correlation(&manners[index], &manners[index + 1]);
            let unlike = correlation(&manners[index], &other[index + 1]);
            let what = format!("{} and the next, {}", MANNERS[index].name, SHOTS[shot].id);
            assert!(like > 0.15, "{what}: {like}");
            assert!(like > unlike + 0.05, "{what}: {like}, and another shot {unlike}");
        }
    }
}
