//! Of light and of the file that holds it.

use proptest::prelude::{any, proptest};

use super::*;
use crate::measure::Seen;

fn flat(size: (u32, u32), planes: [u8; 3]) -> Planar {
    let (width, height) = size;
    let luma = (width * height) as usize;
    let chroma = (Planar::bytes(width, height) - luma) / 2;
    let mut data = vec![planes[0]; luma];
    data.extend(vec![planes[1]; chroma]);
    data.extend(vec![planes[2]; chroma]);
    Planar { width, height, data }
}

fn of(planes: [u8; 3]) -> Light {
    let cells = Cells::of(&[flat((320, 180), planes)], Colour::default()).unwrap();
    assert!(cells.codes.iter().all(|code| *code == cells.codes[0]), "flat");
    cells.light(0)
}

fn frames(count: i64) -> Vec<LightFrame> {
    let frame = |i: i64| LightFrame {
        start: FilmTime(i * 40_000_000),
        end: FilmTime((i + 1) * 40_000_000),
        cells: Cells::from_fn(|x, y| Light { luminance: x as f64 / 40.0, red: y as f64 / 40.0 }),
    };
    (0..count).map(frame).collect()
}

fn written(frames: &[LightFrame]) -> Vec<u8> {
    let mut writer = LightWriter::new(Vec::new()).unwrap();
    frames.iter().for_each(|frame| writer.write(frame).unwrap());
    writer.finish().unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<LightFrame>, LightError> {
    LightReader::new(bytes)?.collect()
}

#[test]
fn black_grey_white_and_red_give_the_light_that_they_are() {
    let black = of([16, 128, 128]);
    assert!(black.luminance < 1e-4 && black.red == 0.0, "{black:?}");
    let white = of([235, 128, 128]);
    assert!((white.luminance - 1.0).abs() < 1e-3 && white.red == 0.0, "{white:?}");
    let grey = of([126, 128, 128]);
    assert!((grey.luminance - 0.2159).abs() < 1e-3, "{grey:?}");
    let red = of([63, 102, 240]);
    assert!((red.red - 1.0).abs() < 0.03 && (red.luminance - 0.21).abs() < 0.02, "{red:?}");
    assert_eq!(of([150, 110, 150]).red, 0.0, "a skin tone");
}

#[test]
fn every_cell_is_the_mean_of_its_own_part_of_any_picture() {
    for (width, height) in [(640, 360), (640, 427), (333, 777), (64, 36)] {
        let mut picture = flat((width, height), [16, 128, 128]);
        let cell = 5 * COLUMNS + 7;
        let (w, h) = (width as usize, height as usize);
        for y in h * 5 / ROWS..h * 6 / ROWS {
            for x in w * 7 / COLUMNS..w * 8 / COLUMNS {
                picture.data[y * w + x] = 235;
            }
        }
        let cells = Cells::of(&[picture], Colour::default()).unwrap();
        for (index, light) in cells.lights().enumerate() {
            let expected = if index == cell { 1.0 } else { 0.0 };
            assert!((light.luminance - expected).abs() < 1e-3, "{width} {index} {light:?}");
        }
    }
}

#[test]
fn light_is_averaged_and_not_the_codes() {
    let mut picture = flat((320, 180), [16, 128, 128]);
    picture.data[..320 * 180].iter_mut().step_by(2).for_each(|luma| *luma = 235);
    let light = Cells::of(&[picture], Colour::default()).unwrap().light(100);
    assert!((light.luminance - 0.5).abs() < 1e-3, "{light:?}");
}

#[test]
fn a_size_is_taken_that_is_small_but_not_too_small() {
    let sizes: Vec<Planar> = [(1280, 720, 40), (640, 360, 80), (320, 180, 120), (160, 90, 200)]
        .map(|(width, height, luma)| flat((width, height), [luma, 128, 128]))
        .to_vec();
    assert_eq!(Cells::of(&sizes, Colour::default()).unwrap().light(0), of([80, 128, 128]));
    assert!(Cells::of(&[], Colour::default()).is_none());
}

#[test]
fn a_picture_smaller_than_the_grid_has_light_in_every_cell() {
    for size in [(1, 1), (3, 2), (31, 17), (2, 100)] {
        let cells = Cells::of(&[flat(size, [235, 128, 128])], Colour::default()).unwrap();
        assert!(cells.lights().all(|light| light.luminance > 0.99));
    }
}

#[test]
fn what_is_written_is_read_again() {
    for count in [0, 1, 50] {
        assert_eq!(read(&written(&frames(count))).unwrap(), frames(count));
    }
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused() {
    let bytes = written(&frames(2));
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "{length}");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(read(&longer), Err(LightError::Length)));
}

#[test]
fn another_format_and_frames_out_of_order_are_refused() {
    let mut bytes = written(&frames(3));
    bytes[8] = 2;
    assert!(matches!(read(&bytes), Err(LightError::Format)));
    let mut writer = LightWriter::new(Vec::new()).unwrap();
    let [first, second] = <[LightFrame; 2]>::try_from(frames(2)).unwrap();
    writer.write(&second).unwrap();
    assert!(matches!(writer.write(&first), Err(LightError::Order(1))));
    let empty = LightFrame { start: second.end, ..second };
    assert!(matches!(writer.write(&empty), Err(LightError::Order(1))));
}

#[test]
fn a_frame_as_the_pass_hands_it_out_is_written() {
    let sizes = [flat((64, 64), [126, 128, 128])];
    let (start, end, colour) = (FilmTime(5), FilmTime(9), Colour::default());
    let seen = Seen { start, end, shot: 0, clip: 0, sizes: &sizes, colour };
    let mut writer = LightWriter::new(Vec::new()).unwrap();
    writer.see(&seen).unwrap();
    assert!(matches!(writer.see(&Seen { sizes: &[], ..seen }), Err(LightError::NoPicture(1))));
    let read = read(&writer.finish().unwrap()).unwrap();
    assert_eq!((read[0].start, read[0].end), (start, end));
    assert!((read[0].cells.light(9).luminance - 0.2159).abs() < 1e-3);
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, at in 12_usize..4000, byte: u8) {
        assert!(read(&bytes).is_err());
        let mut broken = written(&frames(2));
        let at = at % broken.len();
        broken[at] = byte;
        read(&broken).ok();
    }

    #[test]
    fn sixteen_bits_are_enough(luminance in 0.0..=1.0, red in 0.0..=1.0) {
        let light = Cells::from_fn(|_, _| Light { luminance, red }).light(0);
        assert!((light.luminance - luminance).abs() < 1.0 / 131_000.0);
        assert!((light.red - red).abs() < 1.0 / 131_000.0);
    }

    #[test]
    fn any_picture_has_light(w in 1_u32..80, h in 1_u32..80, seed in any::<u8>()) {
        let data = (0..Planar::bytes(w, h)).map(|i| (i as u8).wrapping_mul(seed)).collect();
        let picture = Planar::new(w, h, data).unwrap();
        assert!(Cells::of(&[picture], Colour::default()).is_some());
    }
}
