//! The text of a new installation file, commented like those that come with the program.

use super::pen::{plain, rim};
use crate::entry::page::quote;
use crate::installation::Installation;

/// A file that says what this wall is.
pub fn starter(wall: &Installation) -> String {
    let mut text = String::from(
        "# The wall of one room, for Palimpsest to play on. All lengths are in millimetres; with a unit\n\
         # they stand in quotation marks: \"1.21 m\", \"121 cm\", \"47.6 in\". `palimpsest check EXHIBIT\n\
         # --installation FILE` says what is wrong and what to do about it.\n\n\
         # How far from the wall people stand. What is written on it is made large enough for them to read.\n",
    );
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    line(format!("viewing-distance = {}", plain(wall.viewing_distance_mm)));
    line(String::new());
    line("# The language of what is written on the wall, where the exhibit has it.".to_owned());
    line(format!("language = {}", quote(&wall.language)));
    let mut lead = "\n# One [[screen]] for each screen. `x` and `y` are the upper left corner of its picture, measured\n\
                    # from a corner of the wall that you choose, `y` downwards; `width` and `height` are its\n\
                    # picture as it hangs, without the rim; `pixels` as before it is turned.\n";
    for screen in &wall.screens {
        let (across, down) = screen.rotation.turned(screen.pixels);
        let place = [screen.x, screen.y, screen.width, screen.height].map(plain);
        let [x, y, width, height] = place;
        text.push_str(&format!(
            "{lead}[[screen]]\nname = {}\nx = {x}\ny = {y}\nwidth = {width}\nheight = {height}\n\
             pixels = [{across}, {down}]\nrotation = {}\nbezel = {}\n\n\
             # What it shows by itself. Without this line it shows its part of the whole wall.\n\
             # view = \"solo\"\n\n\
             # The connector it hangs on, as `palimpsest outputs` names it. Without it, any that is left.\n\
             # output = \"HDMI-A-1\"\n",
            quote(&screen.name),
            screen.rotation.degrees(),
            rim(&screen.bezel),
        ));
        lead = "\n";
    }
    text
}
