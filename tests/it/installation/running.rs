//! How a wall is run: what the file says of outputs, light, hours and what is done by itself.

use insta::assert_snapshot;
use palimpsest::installation::controllers::{ControllerRole, Spacing};
use palimpsest::installation::{self, ScreenView};

use super::{lines_of, parse};

/// A wall that says all there is to say of how it is run.
const RUN: &str = r#"windows = "each"
view = "solo"
idle = 90
reset = "3:00"
controllers = ["any", { name = "Plinth", profile = "diy-encoder", role = "staff" }]
clicks = 4
axis = "dated"
osc = { port = 7700, from = ["192.168.1.20"], to = ["192.168.1.20:7701"] }
time-zone = "Europe/Berlin"
hours = { daily = "10:00-18:00", monday = "closed", except = { "2026-12-24" = "10-14" } }
on-open = "panels on"
on-close = "panels off"
contact = "A name"
[[screen]]
name = "left"
width = 1210
height = 681
pixels = [3840, 2160]
output = "DP-1"
region = [0, 0, 3840, 2160]
brightness = 0.9
gain = [1, 0.95, 0.9]
[[screen]]
name = "right"
x = 1300
width = 1210
height = 681
view = "story"
"#;

#[test]
fn how_it_is_run_is_read_as_it_is_meant() {
    let wall = parse(RUN).unwrap_or_else(|report| panic!("{report}")).installation;
    let running = &wall.running;
    let seconds = |span: Option<std::time::Duration>| span.map(|span| span.as_secs());
    assert_eq!((seconds(running.idle), seconds(running.reset)), (Some(90), Some(180)));
    assert_eq!((running.view, running.windows), (ScreenView::Solo, installation::Windows::Each));
    assert_eq!((running.clicks, running.axis), (Some(4), Spacing::Dated));
    let names: Vec<&str> = running.controllers.iter().map(|named| named.name.as_str()).collect();
    assert_eq!(names, ["any", "Plinth"]);
    assert_eq!(running.controllers[1].role, ControllerRole::Staff);
    let osc = running.osc.as_ref().unwrap();
    assert_eq!((osc.port, osc.from.len(), osc.to.len()), (7700, 1, 1));
    let gain = wall.screens[0].gain.map(|gain| (gain * 1000.0).round());
    assert_eq!(gain, [900.0, 855.0, 810.0]);
    let hours = running.hours.as_ref().unwrap();
    let open = |time: &str| hours.at(time.parse().unwrap()).open;
    assert!(open("2026-11-24T10:00:00+01:00") && !open("2026-11-23T12:00:00+01:00"));
    assert!(open("2026-12-24T13:59:00+01:00") && !open("2026-12-24T14:00:00+01:00"));
    let never = parse(&RUN.replace("idle = 90", "idle = 0")).unwrap().installation;
    assert_eq!(never.running.idle, None);
}

#[test]
fn how_it_cannot_be_run_is_explained() {
    assert_snapshot!(lines_of(RUN, &[
        ("\"each\"", "\"many\""),
        ("idle = 90", "idle = \"soon\""),
        ("[\"any\", {", "[7, {"),
        ("role = \"staff\"", "role = \"boss\""),
        ("{ name = \"Plinth\",", "{ nam = \"Plinth\","),
        ("clicks = 4", "clicks = 0"),
        ("axis = \"dated\"", "axis = \"date\""),
        ("port = 7700", "port = 80"),
        ("\"192.168.1.20\"", "\"tablet.local\""),
        ("osc = {", "osk = {"),
        ("Europe/Berlin", "Europe/Berln"),
        ("\"10:00-18:00\"", "\"10:00-25:00\""),
        ("\"closed\"", "false"),
        ("2026-12-24", "2026-13-24"),
        ("0.9\n", "1.5\n"),
        ("[1, 0.95, 0.9]", "[1, 0.95]"),
        ("[0, 0, 3840, 2160]", "[0, 0, 3840]"),
        ("[0, 0, 3840, 2160]", "[0, 0, 1920, 1080]"),
        ("output = \"DP-1\"\n", ""),
        ("view = \"story\"", "output = \"DP-1\""),
    ]), @r#"
    wall.toml:1:11: `windows` of the installation cannot be `many`. It can be "auto", "one" or "each".
    wall.toml:3:8: `idle` of the installation must be a number of seconds, not `soon`. Write seconds, such as idle = 48 or idle = 7.5, or minutes and seconds in quotation marks, such as idle = "1:30".
    wall.toml:5:16: a controller must be a text in quotation marks, not a number. For example: "nanoKONTROL"
    wall.toml:5:74: `role` of a controller cannot be `boss`. It can be "public" or "staff".
    wall.toml:5:25: a controller has no key `nam`. Did you mean `name`?
    wall.toml:6:10: `clicks` must be a whole number, from 1 to 48. Write clicks = 1.
    wall.toml:7:8: `axis` of the installation cannot be `date`. Did you mean "dated"? It can be "ordinal" or "dated".
    wall.toml:8:16: `port` must be a whole number, from 1024 to 65535. Write port = 1024.
    wall.toml:8:30: `tablet.local` in `from` of `osc` is not an address. Write numbers, not names: "192.168.1.20".
    wall.toml:8:1: the installation has no key `osk`. Did you mean `osc`?
    wall.toml:9:13: there is no time zone "Europe/Berln". Did you mean "Europe/Berlin"?
    wall.toml:10:19: `daily` of `hours`: "25:00" has the hour 25, but a day ends at 24:00. Write "closed", or the hours as in "10:00-18:00" or "10:00-13:00, 14:00-20:00".
    wall.toml:10:43: `monday` of `hours`: it must be a text in quotation marks, not true or false. Write "closed", or the hours as in "10:00-18:00" or "10:00-13:00, 14:00-20:00".
    wall.toml:10:64: there is no date `2026-13-24`. Write it as year, month and day: "2026-12-24".
    wall.toml:21:14: `brightness` of screen `left` must be 0.1 to 1. It is the share of its light that the screen gives: 1 is all. Darken the brighter screens until they match the darkest.
    wall.toml:22:8: `gain` of screen `left` must be three numbers. Write how much of its red, green and blue it gives: gain = [1, 0.97, 0.94].
    wall.toml:20:10: `region` of screen `left` must be four whole numbers. Write where it begins on the output and how large it is, in pixels: region = [0, 0, 1920, 1080].
    wall.toml:20:10: screen `left` has 3840 × 2160 pixels, and its region 1920 × 1080. Leave out `pixels`, or write what the region has: the picture would be scaled and blurred.
    wall.toml:19:10: screen `left` has a `region` of no output. Add the `output` that it is part of; `palimpsest outputs` lists them.
    wall.toml:28:10: screens `right` and `left` both show the same pixels of `DP-1`. Where several screens share one output, each needs its own `region` = [x, y, width, height]; else give each its own `output`.
    "#);
}
