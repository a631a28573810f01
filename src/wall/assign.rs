//! Which screen is on which output, and which part of which window that is: pure.
//!
//! Outputs are known by the name of their connector and never by their number, which changes
//! whenever one is unplugged.

use crate::installation::{Installation, PixelRect, Screen};

/// An output that is connected and lit, as the system says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Output {
    /// Its connector: `HDMI-A-1`.
    pub name: String,
    /// Where its left edge is on the desktop, in pixels.
    pub x: i32,
    /// Where its upper edge is.
    pub y: i32,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl std::fmt::Display for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} × {} at {}, {})", self.name, self.width, self.height, self.x, self.y)
    }
}

impl Output {
    fn right(&self) -> i64 {
        i64::from(self.x) + i64::from(self.width)
    }

    fn bottom(&self) -> i64 {
        i64::from(self.y) + i64::from(self.height)
    }
}

/// A window that covers one output, or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The output; none where it covers all.
    pub output: Option<String>,
    /// Its upper left corner on the desktop, in pixels.
    pub at: (i32, i32),
    /// Its width and height in pixels.
    pub size: (u32, u32),
}

/// Where a screen's picture is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hangs {
    /// The window, by its place in the plan.
    pub window: usize,
    /// The screen's pixels in that window.
    pub region: PixelRect,
    /// The output it is on.
    pub output: String,
}

/// How the screens are spread over what is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The windows.
    pub windows: Vec<Cover>,
    /// Each screen of the installation; none where its output is not there.
    pub screens: Vec<Option<Hangs>>,
    /// What is not as it was configured, in words.
    pub problems: Vec<String>,
}

/// Spreads the screens over the outputs. `one` covers all of them with a single window.
pub fn assign(installation: &Installation, outputs: &[Output], one: bool) -> Plan {
    let mut problems = Vec::new();
    let found = find(&installation.screens, outputs, &mut problems);
    let mut used: Vec<usize> = found.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let windows = if one { spanning(outputs, &used) } else { single(outputs, &used) };
    let place = |(screen, found): (&Screen, &Option<usize>)| {
        let index = (*found)?;
        let output = &outputs[index];
        let region = region(screen, output, &mut problems)?;
        let window = if one { 0 } else { used.iter().position(|used| *used == index)? };
        // Windows hold their outputs, so that nothing is negative.
        let offset = |of: i32, from: i32| u32::try_from(of - from).unwrap_or(0);
        let cover = windows.get(window)?;
        let region = PixelRect {
            x: region.x + offset(output.x, cover.at.0),
            y: region.y + offset(output.y, cover.at.1),
            ..region
        };
        Some(Hangs { window, region, output: output.name.clone() })
    };
    let screens = installation.screens.iter().zip(&found).map(place).collect();
    Plan { windows, screens, problems }
}

/// The output of each screen: first those that are named, then for the others what is left, from
/// left to right.
fn find(screens: &[Screen], outputs: &[Output], problems: &mut Vec<String>) -> Vec<Option<usize>> {
    let named = |screen: &Screen| {
        let name = screen.output.as_deref()?;
        outputs.iter().position(|output| output.name == name)
    };
    let mut found: Vec<Option<usize>> = screens.iter().map(named).collect();
    let mut left: Vec<usize> = (0..outputs.len())
        .filter(|index| !screens.iter().any(|s| s.output.as_ref() == Some(&outputs[*index].name)))
        .collect();
    left.sort_by_key(|index| (outputs[*index].x, outputs[*index].y));
    let mut left = left.into_iter();
    for (screen, found) in screens.iter().zip(&mut found) {
        match &screen.output {
            None => {
                *found = left.next();
                if found.is_none() {
                    problems.push(format!("no output is left for screen {:?}", screen.name));
                }
            }
            Some(output) if found.is_none() => {
                problems.push(format!(
                    "screen {:?} is dark: nothing is connected to {output}",
                    screen.name
                ));
            }
            Some(_) => {}
        }
    }
    found
}

/// A screen's part of an output, in its pixels.
fn region(screen: &Screen, output: &Output, problems: &mut Vec<String>) -> Option<PixelRect> {
    let (width, height) = (output.width, output.height);
    let Some(region) = screen.region else {
        let (across, down) = screen.rotation.turned(screen.pixels);
        if (across, down) != (width, height) {
            problems.push(format!(
                "screen {:?} has {across} × {down} pixels, and {} runs at {width} × {height}: its \
                 picture is scaled",
                screen.name, output.name
            ));
        }
        return Some(PixelRect { x: 0, y: 0, w: width, h: height });
    };
    if region.right() <= width && region.bottom() <= height {
        return Some(region);
    }
    problems.push(format!(
        "screen {:?} has pixels of {} that are not there: it runs at {width} × {height}",
        screen.name, output.name
    ));
    let (x, y) = (region.x.min(width), region.y.min(height));
    let (w, h) = (region.w.min(width - x), region.h.min(height - y));
    (w > 0 && h > 0).then_some(PixelRect { x, y, w, h })
}

fn single(outputs: &[Output], used: &[usize]) -> Vec<Cover> {
    let cover = |index: &usize| {
        let output = &outputs[*index];
        Cover {
            output: Some(output.name.clone()),
            at: (output.x, output.y),
            size: (output.width, output.height),
        }
    };
    used.iter().map(cover).collect()
}

fn spanning(outputs: &[Output], used: &[usize]) -> Vec<Cover> {
    let used = || used.iter().map(|index| &outputs[*index]);
    let (Some(x), Some(y)) = (used().map(|one| one.x).min(), used().map(|one| one.y).min()) else {
        return Vec::new();
    };
    let right = used().map(Output::right).max().unwrap_or_default();
    let bottom = used().map(Output::bottom).max().unwrap_or_default();
    let length = |to: i64, from: i32| u32::try_from(to - i64::from(from)).unwrap_or(1).max(1);
    vec![Cover { output: None, at: (x, y), size: (length(right, x), length(bottom, y)) }]
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::installation::Rotation;

    fn output(name: &str, x: i32, y: i32, size: (u32, u32)) -> Output {
        Output { name: name.to_owned(), x, y, width: size.0, height: size.1 }
    }

    /// Ordinary screens in a row on these outputs.
    pub(crate) fn wall(outputs: &[Option<&str>]) -> Installation {
        let screen = |(index, output): (usize, &Option<&str>)| Screen {
            name: format!("screen {index}"),
            x: 1300.0 * index as f64,
            output: output.map(str::to_owned),
            ..Screen::ordinary((1920, 1080))
        };
        Installation {
            screens: outputs.iter().enumerate().map(screen).collect(),
            ..Installation::default()
        }
    }

    const HD: (u32, u32) = (1920, 1080);

    #[test]
    fn screens_are_found_by_the_name_of_their_connector_in_whatever_order() {
        let outputs = [output("DP-2", 1920, 0, HD), output("DP-1", 0, 0, HD)];
        let plan = assign(&wall(&[Some("DP-1"), Some("DP-2")]), &outputs, true);
        assert_eq!(plan.problems, Vec::<String>::new());
        let cover = Cover { output: None, at: (0, 0), size: (3840, 1080) };
        assert_eq!(plan.windows, [cover]);
        let places: Vec<u32> = plan.screens.iter().flatten().map(|hangs| hangs.region.x).collect();
        assert_eq!(places, [0, 1920]);
    }

    #[test]
    fn an_output_that_is_not_there_leaves_its_screen_dark_and_the_others_as_they_are() {
        let outputs = [output("DP-1", 0, 0, HD), output("DP-3", 3840, 0, HD)];
        let plan = assign(&wall(&[Some("DP-1"), Some("DP-2"), Some("DP-3")]), &outputs, false);
        assert_eq!(plan.problems, ["screen \"screen 1\" is dark: nothing is connected to DP-2"]);
        assert_eq!(plan.screens[1], None);
        assert_eq!(plan.windows.len(), 2);
        assert_eq!(
            plan.screens[2].as_ref().map(|hangs| (hangs.window, hangs.region.x)),
            Some((1, 0))
        );
        assert_eq!(assign(&wall(&[None]), &[], true).windows, []);
    }

    #[test]
    fn screens_of_no_output_take_what_is_left_from_left_to_right() {
        let outputs = [output("C", 3840, 0, HD), output("B", 1920, 0, HD), output("A", 0, 0, HD)];
        let plan = assign(&wall(&[None, Some("A"), None]), &outputs, false);
        let names: Vec<_> = plan.screens.iter().flatten().map(|hangs| &hangs.output[..]).collect();
        assert_eq!(names, ["B", "A", "C"]);
    }

    #[test]
    fn several_screens_share_an_output_and_what_is_beyond_it_is_said() {
        let mut wall = wall(&[Some("DP-1"), Some("DP-1")]);
        let region = |x| Some(PixelRect { x, y: 0, w: 1920, h: 1080 });
        (wall.screens[0].region, wall.screens[1].region) = (region(0), region(1920));
        let plan = assign(&wall, &[output("DP-1", 0, 0, (3840, 1080))], false);
        assert_eq!(plan.problems, Vec::<String>::new());
        assert_eq!(plan.screens[1].as_ref().map(|hangs| hangs.region.x), Some(1920));
        let plan = assign(&wall, &[output("DP-1", 0, 0, HD)], false);
        assert_eq!(plan.screens[1], None, "none of its pixels are there");
        assert!(plan.problems[0].contains("not there"), "{:?}", plan.problems);
    }

    #[test]
    fn another_resolution_is_filled_and_said() {
        let mut wall = wall(&[None]);
        wall.screens[0].rotation = Rotation::Clockwise;
        wall.screens[0].pixels = (1080, 1920);
        assert_eq!(assign(&wall, &[output("A", 0, 0, HD)], true).problems, Vec::<String>::new());
        let plan = assign(&wall, &[output("A", 0, 0, (1280, 720))], true);
        assert!(plan.problems[0].contains("1920 × 1080 pixels, and A runs at 1280 × 720"));
        assert_eq!(plan.screens[0].as_ref().map(|hangs| hangs.region.w), Some(1280));
    }

    proptest! {
        #[test]
        fn every_screen_lies_in_its_window_and_no_two_on_each_other(
            outputs in prop::collection::vec((0..5u8, -4i32..4, -4i32..4, 1u32..4000, 1u32..3000), 0..6),
            screens in prop::collection::vec(prop::option::of(0..5u8), 1..6),
            one in any::<bool>(),
        ) {
            let name = |index: u8| format!("DP-{index}");
            let mut outputs: Vec<Output> = outputs
                .into_iter()
                .map(|(index, x, y, w, h)| output(&name(index), x * 4000, y * 3000, (w, h)))
                .collect();
            outputs.sort_by(|a, b| a.name.cmp(&b.name));
            outputs.dedup_by(|a, b| a.name == b.name || (a.x, a.y) == (b.x, b.y));
            let mut named: Vec<Option<String>> = screens.into_iter().map(|i| i.map(name)).collect();
            named.sort();
            named.dedup_by(|a, b| a.is_some() && a == b);
            let named: Vec<Option<&str>> = named.iter().map(Option::as_deref).collect();
            let plan = assign(&wall(&named), &outputs, one);
            prop_assert_eq!(plan.screens.len(), named.len());
            let mut seen: Vec<&Hangs> = Vec::new();
            for hangs in plan.screens.iter().flatten() {
                let cover = &plan.windows[hangs.window];
                prop_assert!(hangs.region.right() <= cover.size.0, "{:?}", plan);
                prop_assert!(hangs.region.bottom() <= cover.size.1, "{:?}", plan);
                prop_assert!(seen.iter().all(|other| other.output != hangs.output));
                seen.push(hangs);
            }
        }
    }
}
