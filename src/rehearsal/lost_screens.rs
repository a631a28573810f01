//! What is seen on each screen when outputs go away: by the rule of a gallery, with outputs that
//! are made up to fit the installation.

use std::collections::{BTreeMap, BTreeSet};

use crate::installation::Installation;
use crate::wall::assign::{Output, Plan, assign};

/// What is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// For each screen of the installation the one whose picture is seen where it hangs; none where
    /// it is dark.
    pub places: Vec<Option<usize>>,
    /// The outputs that are gone.
    pub gone: Vec<String>,
    /// What is not as it was configured, in words.
    pub problems: Vec<String>,
}

/// What is seen when the outputs of these screens, by their places in the installation, are gone.
/// Screens that share an output go together.
pub fn seen(installation: &Installation, lost: &BTreeSet<usize>) -> Seen {
    let outputs = outputs(installation);
    let home = assign(installation, &outputs, false);
    let output_of = |plan: &Plan, screen: usize| {
        plan.screens.get(screen).and_then(Option::as_ref).map(|hangs| hangs.output.clone())
    };
    let gone: BTreeSet<String> =
        lost.iter().filter_map(|screen| output_of(&home, *screen)).collect();
    let left: Vec<Output> =
        outputs.into_iter().filter(|output| !gone.contains(&output.name)).collect();
    let plan = assign(installation, &left, false);
    let all = 0..installation.screens.len();
    let at = |place: usize| {
        let here = output_of(&home, place)?;
        // Where several share an output, each has its own part of it, and keeps it.
        if output_of(&plan, place).as_ref() == Some(&here) {
            return Some(place);
        }
        all.clone().find(|screen| output_of(&plan, *screen).as_ref() == Some(&here))
    };
    Seen {
        places: all.clone().map(at).collect(),
        gone: gone.into_iter().collect(),
        problems: plan.problems,
    }
}

/// The outputs of a machine on which everything would hang as it is meant. Those that are named are
/// as large as the parts of them that are used; screens that take any find one each, in the order
/// in which a gallery gives them out.
fn outputs(installation: &Installation) -> Vec<Output> {
    let mut sizes: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut any = Vec::new();
    for screen in &installation.screens {
        let turned = screen.rotation.turned(screen.pixels);
        let (width, height) =
            screen.region.map_or(turned, |region| (region.right(), region.bottom()));
        match &screen.output {
            Some(name) => {
                let size = sizes.entry(name.clone()).or_default();
                *size = (size.0.max(width), size.1.max(height));
            }
            None => any.push((width, height)),
        }
    }
    let free = (1..).map(|number| format!("output {number}"));
    let free: Vec<String> = free.filter(|name| !sizes.contains_key(name)).take(any.len()).collect();
    let named = sizes.into_iter();
    let all = named.chain(free.into_iter().zip(any));
    let placed = all.enumerate().map(|(index, (name, (width, height)))| {
        // From left to right, far enough apart for the widest there is.
        Output { name, x: i32::try_from(index).unwrap_or(0) * 20_000, y: 0, width, height }
    });
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::installation::PixelRect;
    use crate::wall::assign::tests::wall;

    #[test]
    fn with_nothing_lost_every_screen_shows_its_own_picture_and_nothing_is_amiss() {
        let mut turned = wall(&[None, Some("DP-9"), None]);
        turned.screens[2].rotation = crate::installation::Rotation::Clockwise;
        let seen = seen(&turned, &BTreeSet::new());
        assert_eq!(seen.places, [Some(0), Some(1), Some(2)]);
        assert_eq!((seen.gone.len(), seen.problems), (0, Vec::new()));
    }

    #[test]
    fn a_screen_with_a_named_output_is_dark_without_it_and_the_others_stay() {
        let seen = seen(&wall(&[Some("DP-1"), Some("DP-2"), Some("DP-3")]), &[1].into());
        assert_eq!(seen.places, [Some(0), None, Some(2)]);
        assert_eq!(seen.gone, ["DP-2"]);
        assert_eq!(seen.problems, ["screen \"screen 1\" is dark: nothing is connected to DP-2"]);
    }

    #[test]
    fn screens_that_take_any_output_move_up_and_the_last_of_them_is_nowhere() {
        let seen = seen(&wall(&[None, Some("DP-1"), None, None]), &[0].into());
        assert_eq!(seen.places, [None, Some(1), Some(0), Some(2)]);
        assert_eq!(seen.problems, ["no output is left for screen \"screen 3\""]);
    }

    #[test]
    fn screens_that_share_an_output_are_lost_together() {
        let mut wall = wall(&[Some("DP-1"), Some("DP-1"), Some("DP-2")]);
        let region = |x| Some(PixelRect { x, y: 0, w: 1920, h: 1080 });
        (wall.screens[0].region, wall.screens[1].region) = (region(0), region(1920));
        assert_eq!(seen(&wall, &BTreeSet::new()).places, [Some(0), Some(1), Some(2)]);
        assert_eq!(seen(&wall, &[1].into()).places, [None, None, Some(2)]);
        assert_eq!(seen(&wall, &[0, 2, 77].into()).places, [None, None, None]);
    }
}
