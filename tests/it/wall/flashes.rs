//! No hand makes the wall flash: the light of the pictures that are drawn is measured.

use std::path::Path;

use palimpsest::media::picture::OwnPlanes;
use palimpsest::offscreen::{Offscreen, Pace};
use palimpsest::prepare::master::{MasterCodec, encode_master};
use palimpsest::render::record::WallPicture;
use palimpsest::scrub::flashes::{Light, most_flashes};
use palimpsest::show::{ShowCommand, View};
use palimpsest::timeline::{ClockTime, Rate, Speed};

use super::{hang, one_at_a_time};

/// The film flickers twice a second by itself, which is allowed.
const HALF_S: u32 = 4;
const RATE: u32 = 16;
const SIZE: (u32, u32) = (320, 180);

fn plain(luma: u8) -> OwnPlanes {
    let mut picture = OwnPlanes::black(SIZE.0, SIZE.1);
    picture.data[..(SIZE.0 * SIZE.1) as usize].fill(luma);
    picture
}

/// Two versions that flicker against each other, one black where the other is white.
fn write_flicker(folder: &Path) {
    let mut text = "title = \"Flicker\"\nlength = 6\n".to_owned();
    for version in 0..2 {
        let is_black = |frame: u32| (frame / HALF_S + version).is_multiple_of(2);
        let luma = |frame| if is_black(frame) { 16 } else { 235 };
        let frames = (0..6 * RATE).map(|frame| plain(luma(frame)));
        let file = format!("{version}.mp4");
        encode_master(&folder.join(&file), MasterCodec::H264, frames, Rate::whole(RATE), SIZE)
            .expect("a master");
        text.push_str(&format!(
            "[[generation]]\nid = \"g{version}\"\nname = \"G\"\nreleased = \"{}\"\n\
             [[version]]\ngeneration = \"g{version}\"\nfile = \"{file}\"\n",
            2020 + version
        ));
    }
    std::fs::write(folder.join("exhibit.toml"), text).expect("the exhibit is written");
}

/// The mean light of a picture, as WCAG defines relative luminance.
fn light(picture: &WallPicture) -> Light {
    let linear = |code: u8| {
        let code = f64::from(code) / 255.0;
        if code <= 0.040_45 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) }
    };
    let pixels = picture.rgba.chunks_exact(4);
    let count = pixels.len() as f64;
    let sum: f64 = pixels
        .map(|rgba| 0.2126 * linear(rgba[0]) + 0.7152 * linear(rgba[1]) + 0.0722 * linear(rgba[2]))
        .sum();
    Light { luminance: sum / count, red: 0.0 }
}

/// What is drawn in so many pictures, thirty a second.
fn watch(wall: &mut Offscreen, pictures: u32, at: &mut i64) -> Vec<(ClockTime, Light)> {
    let step = 1_000_000_000 / 30;
    (0..pictures)
        .map(|_| {
            wall.tick(step);
            *at += step;
            (ClockTime(*at), light(&wall.picture().expect("a picture")))
        })
        .collect()
}

#[test]
fn shuttle_over_a_film_that_flickers_does_not_flash_the_wall() {
    let _alone = one_at_a_time();
    let folder = tempfile::tempdir().expect("a folder");
    write_flicker(folder.path());
    let hanging = hang(folder.path(), None, &folder.path().join("cache"), None);
    let mut wall = Offscreen::new(hanging, (320, 180), Pace::Stepped).expect("a wall");
    wall.command(ShowCommand::SetView(View::Solo));
    let mut at = 0;
    watch(&mut wall, 60, &mut at);

    let own = watch(&mut wall, 90, &mut at);
    let brightest = own.iter().map(|(_, light)| light.luminance).fold(0.0, f64::max);
    assert!(brightest > 0.6, "the film at its own speed is the artist's: {brightest}");
    assert_eq!(most_flashes(&own), 2);

    for thousandths in [4000, -4000] {
        wall.command(ShowCommand::Shuttle(Speed::thousandths(thousandths)));
        let mut bare = Vec::new();
        let mut seen = Vec::new();
        for _ in 0..120 {
            seen.extend(watch(&mut wall, 1, &mut at));
            let frame = wall.moment().film.0 * i64::from(RATE) / 1_000_000_000;
            let is_white = frame / i64::from(HALF_S) % 2 == 0;
            let luminance = if is_white { 0.7 } else { 0.0 };
            bare.push((ClockTime(at), Light { luminance, red: 0.0 }));
        }
        assert!(most_flashes(&bare) > 3, "without the governor it would flash");
        let flashes = most_flashes(&seen);
        assert!(flashes <= 3, "{flashes} at {thousandths}");
    }

    wall.command(ShowCommand::Play);
    watch(&mut wall, 120, &mut at);
    let again = watch(&mut wall, 60, &mut at);
    let brightest = again.iter().map(|(_, light)| light.luminance).fold(0.0, f64::max);
    assert!(brightest > 0.6, "the veil is lifted when the hand has left: {brightest}");
}

#[test]
fn a_hand_that_goes_back_and_forth_between_black_and_white_does_not_flash_the_wall() {
    let _alone = one_at_a_time();
    let folder = tempfile::tempdir().expect("a folder");
    write_flicker(folder.path());
    let hanging = hang(folder.path(), None, &folder.path().join("cache"), None);
    let mut wall = Offscreen::new(hanging, (320, 180), Pace::Stepped).expect("a wall");
    wall.command(ShowCommand::Pause);
    wall.command(ShowCommand::SetView(View::Solo));
    let mut at = 0;
    watch(&mut wall, 60, &mut at);
    for period in [2_u32, 4, 7, 15] {
        let mut seen = Vec::new();
        for round in 0..120 / period {
            wall.command(ShowCommand::ScrubFollow { along: f64::from(1 + round % 2) });
            seen.extend(watch(&mut wall, period, &mut at));
        }
        let flashes = most_flashes(&seen);
        assert!(flashes <= 3, "{flashes} with a turn every {period} pictures");
    }
}
