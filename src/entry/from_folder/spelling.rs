//! Names for people from names of files: `veo2` is "Veo 2", `kling16` "Kling 1.6".
//!
//! What cannot be told by a rule is how the makers spell their models; that is the one list here.
//! It says nothing else of them, above all not when they were released.

/// Families of models as their makers write them; by letters alone they could not be told.
const FAMILIES: &[(&str, &str)] = &[
    ("animatediff", "AnimateDiff"),
    ("cogvideo", "CogVideo"),
    ("cogvideox", "CogVideoX"),
    ("deforum", "Deforum"),
    ("fastvideo", "FastVideo"),
    ("framepack", "FramePack"),
    ("gen", "Gen"),
    ("hailuo", "Hailuo"),
    ("haiper", "Haiper"),
    ("hunyuan", "Hunyuan"),
    ("hunyuanvideo", "HunyuanVideo"),
    ("imagen", "Imagen"),
    ("jimeng", "Jimeng"),
    ("kaiber", "Kaiber"),
    ("kandinsky", "Kandinsky"),
    ("kling", "Kling"),
    ("ltx", "LTX"),
    ("ltxv", "LTXV"),
    ("luma", "Luma"),
    ("lumiere", "Lumiere"),
    ("midjourney", "Midjourney"),
    ("minimax", "MiniMax"),
    ("mochi", "Mochi"),
    ("modelscope", "ModelScope"),
    ("moonvalley", "Moonvalley"),
    ("phenaki", "Phenaki"),
    ("pika", "Pika"),
    ("pixverse", "PixVerse"),
    ("ray", "Ray"),
    ("runway", "Runway"),
    ("seedance", "Seedance"),
    ("sora", "Sora"),
    ("svd", "SVD"),
    ("turbodiffusion", "TurboDiffusion"),
    ("veo", "Veo"),
    ("vidu", "Vidu"),
    ("wan", "Wan"),
    ("zeroscope", "ZeroScope"),
];
/// How something was made.
const METHODS: &[(&str, &str)] = &[
    ("t2v", "text to video"),
    ("txt2vid", "text to video"),
    ("i2v", "image to video"),
    ("img2vid", "image to video"),
    ("v2v", "video to video"),
    ("vid2vid", "video to video"),
];

/// How something was made, in words.
pub fn method(word: &str) -> Option<&'static str> {
    METHODS.iter().find(|(short, _)| *short == word).map(|(_, words)| *words)
}

/// A word, in small letters, is the name of a family of models, with or without a number behind it.
pub fn is_family(word: &str) -> bool {
    spelt(letters(word)).is_some()
}

/// `1.3b`, `14b`: how large a model is.
pub fn is_size(word: &str) -> bool {
    word.strip_suffix('b').is_some_and(|number| {
        number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// Words as a name for people.
pub fn name(words: &[String]) -> String {
    let mut name = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            // Its maker writes Gen-2 and Gen-3.
            let number = word.starts_with(|c: char| c.is_ascii_digit());
            name.push(if number && name.ends_with("Gen") { '-' } else { ' ' });
        }
        name.push_str(&one(word, at == 0));
    }
    name
}

fn one(word: &str, first: bool) -> String {
    let lower = word.to_lowercase();
    if is_size(&lower) {
        return lower.to_uppercase();
    }
    if !word.chars().any(char::is_alphabetic) {
        return word.to_owned();
    }
    let bare = letters(word);
    let number = word.get(bare.len()..).unwrap_or_default();
    let known = spelt(&bare.to_lowercase());
    let spelt = match known {
        Some(spelt) => spelt.to_owned(),
        None if word != lower => bare.to_owned(),
        None if is_initials(bare) => bare.to_uppercase(),
        None if first => capital(bare),
        None => bare.to_owned(),
    };
    let glue = if spelt == "Gen" { "-" } else { " " };
    match (number, known) {
        ("", _) => spelt,
        // Two digits behind a model are a release and its revision: Kling 1.6, Wan 2.1.
        (number, Some(_)) if number.len() == 2 && !number.starts_with('0') => {
            format!("{spelt}{glue}{}.{}", &number[..1], &number[1..])
        }
        (number, _) => format!("{spelt}{glue}{number}"),
    }
}

fn spelt(word: &str) -> Option<&'static str> {
    FAMILIES.iter().find(|(letters, _)| *letters == word).map(|(_, spelt)| *spelt)
}

/// What comes before the number at the end of a word.
fn letters(word: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    word.trim_end_matches(number)
}

/// Too short a word without a vowel is read letter by letter.
fn is_initials(word: &str) -> bool {
    let consonant = |c: char| c.is_ascii_lowercase() && !"aeiouy".contains(c);
    (2..=4).contains(&word.len()) && word.chars().all(consonant)
}

/// With a capital at the beginning.
pub fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(words: &str) -> String {
        name(&words.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn models_are_called_as_people_call_them() {
        for (written, expected) in [
            ("veo2", "Veo 2"),
            ("cogvideox15", "CogVideoX 1.5"),
            ("kling16", "Kling 1.6"),
            ("luma ray2", "Luma Ray 2"),
            ("runway gen 2", "Runway Gen-2"),
            ("gen3", "Gen-3"),
            ("sora", "Sora"),
            ("ltx2", "LTX 2"),
            ("wan21 1.3b", "Wan 2.1 1.3B"),
            ("Kling 2.5 turbo", "Kling 2.5 turbo"),
            ("mymodel12", "Mymodel 12"),
            ("MyModel", "MyModel"),
            ("xtc", "XTC"),
            ("01", "01"),
            ("кандинский 4.1", "Кандинский 4.1"),
        ] {
            assert_eq!(named(written), expected, "{written}");
        }
    }
}
