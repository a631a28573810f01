use super::*;

/// The places of these paths, each as `version | shot | take`.
fn sorted(paths: &[&str]) -> Vec<String> {
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let shown = |place: &Place| {
        let who = [&place.who.model, &place.who.variant, &place.who.methods];
        let who: Vec<String> = who.iter().map(|words| words.join(" ")).collect();
        let who = who.join(" ");
        let what = place.what.as_ref().map_or("whole".to_owned(), |what| {
            let number = what.number.map(|number| number.to_string()).unwrap_or_default();
            format!("{number} {}", what.words.join(" ")).trim().to_owned()
        });
        let take = place.take.as_deref().unwrap_or("-");
        format!("{} | {what} | {take}", who.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    sort(&paths).places.iter().map(shown).collect()
}

#[test]
fn one_file_for_each_version() {
    assert_eq!(
        sorted(&["kling16-t2v.mp4", "sora-a-t2v.mp4", "veo2-a.mp4", "veo2-b.mp4"]),
        ["kling16 t2v | whole | -", "sora t2v | whole | a", "veo2 | whole | a", "veo2 | whole | b"]
    );
    assert_eq!(sorted(&["The River 1.mp4", "The River 2.mp4"]), ["1 | whole | -", "2 | whole | -"]);
    assert_eq!(sorted(&["river.mp4"]), ["river | whole | -"]);
}

#[test]
fn a_folder_for_each_version_and_a_file_for_each_shot() {
    let places = sorted(&["gen2/01 river.mp4", "gen2/02 shore.mp4", "sora/river.mp4"]);
    assert_eq!(places, ["gen2 | 1 river | -", "gen2 | 2 shore | -", "sora | river | -"]);
    let places = sorted(&["x/gen2/river.mp4", "x/gen2/shore.mp4", "x/sora/film.mp4"]);
    assert_eq!(places[2], "sora | whole | -");
    // Folders of two that say nothing of each other.
    let places = sorted(&["dusk/x1.mp4", "dusk/x2.mp4", "dawn/y1.mp4", "dawn/y2.mp4"]);
    assert_eq!(places[0], "dusk | 1 | -");
    assert_eq!(places[3], "dawn | 2 | -");
}

#[test]
fn a_folder_for_each_shot() {
    let places = sorted(&["onions/sora-a.mp4", "onions/veo2.mp4", "street/sora-a.mp4"]);
    assert_eq!(places, ["sora | onions | a", "veo2 | onions | -", "sora | street | a"]);
    let places = sorted(&["shot 1/dusk.mp4", "shot 1/dawn.mp4", "shot 2/dusk.mp4"]);
    assert_eq!(places, ["dusk | 1 | -", "dawn | 1 | -", "dusk | 2 | -"]);
}

#[test]
fn shots_and_versions_in_one_name() {
    let places = sorted(&["shot01_sora.mp4", "shot02_sora.mp4", "shot01_veo2.mp4"]);
    assert_eq!(places, ["sora | 1 | -", "sora | 2 | -", "veo2 | 1 | -"]);
    let places = sorted(&["shot01_river_dusk.mp4", "shot01_river_dawn.mp4", "shot02_sea_dusk.mp4"]);
    assert_eq!(places[..2], ["dusk | 1 river | -", "dawn | 1 river | -"]);
    let places =
        sorted(&["river sora.mp4", "sea sora.mp4", "river veo2.mp4", "sea veo2.mp4", "veo2.mp4"]);
    assert_eq!(places[0], "sora | river | -");
    assert_eq!(places[4], "veo2 | whole | -");
    let places = sorted(&["sora_01.mp4", "sora_02.mp4", "veo_01.mp4", "veo_02.mp4"]);
    assert_eq!(places[3], "veo | 2 | -");
    let places = sorted(&["01 dusk.mp4", "02 dusk.mp4", "01 dawn.mp4", "02 dawn.mp4"]);
    assert_eq!(places[1], "dusk | 2 | -");
    let places = sorted(&["dusk_sea.mp4", "dusk_hill.mp4", "dawn_sea.mp4", "dawn_hill.mp4"]);
    assert_eq!(places[1], "dusk | hill | -");
}

#[test]
fn numbers_before_different_names_give_the_order_alone() {
    let places = sorted(&["01 dusk.mp4", "02 dawn.mp4", "03 noon.mp4"]);
    assert_eq!(places, ["dusk | whole | -", "dawn | whole | -", "noon | whole | -"]);
}
