//! The operator's card as words: read from the page that `kiosk-files` writes, so that there is one
//! text of it.
//!
//! The page is our own and simple, and this reads no other: headings, paragraphs, rows of two
//! fields and numbered steps, in sections side by side.

/// Something on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A line in small letters, over others.
    Over(String),
    /// A paragraph.
    Paragraph(String),
    /// Two fields beside each other.
    Pair(String, String),
    /// A step, with its number.
    Step(usize, String),
    /// A name or a number, large.
    Large(String),
    /// A line to write on.
    Blank,
    /// Fields to write in, side by side.
    Fields(Vec<String>),
}

/// A part of the card, beside others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// It is twice as wide as one that is not.
    pub wide: bool,
    /// It is set off, to be seen.
    pub set_off: bool,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// The card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The title of the exhibit.
    pub title: String,
    /// What is said beneath the drawing of the wall.
    pub beneath: String,
    /// Rows of sections.
    pub rows: Vec<Vec<Section>>,
    /// The line at its foot.
    pub foot: String,
}

/// Reads the page of the operator's card.
pub fn card(page: &str) -> Card {
    let mut card = Card::default();
    let body = page.split_once("<body>").map_or("", |(_, body)| body);
    let (mut class, mut text, mut pair, mut fields) =
        (String::new(), String::new(), None::<String>, None::<Vec<String>>);
    let (mut step, mut in_drawing) = (0, false);
    for piece in Pieces(body) {
        let (name, attributes) = match piece {
            Piece::Text(words) => {
                if !in_drawing {
                    text.push_str(words);
                }
                continue;
            }
            Piece::Tag(tag) => tag.split_once(' ').unwrap_or((tag, "")),
        };
        let of = |class: &str| attributes.contains(class);
        let row = card.rows.last_mut();
        let section = row.and_then(|row| row.last_mut());
        match name {
            "svg" => in_drawing = true,
            "/svg" => in_drawing = false,
            "div" if of("\"row\"") => card.rows.push(Vec::new()),
            "div" if of("\"fields\"") => fields = Some(Vec::new()),
            "section" => {
                let section = Section { wide: of("wide"), set_off: of("call"), blocks: Vec::new() };
                if let Some(row) = card.rows.last_mut() {
                    row.push(section);
                }
            }
            "p" | "h1" | "h2" | "td" | "li" => {
                attributes.clone_into(&mut class);
                text.clear();
            }
            "div" => text.clear(),
            "ol" => step = 0,
            "span" if of("blank") => push(section, Block::Blank),
            "br" => text.push(' '),
            "/h1" => card.title = plain(&text),
            "/h2" => push(section, Block::Heading(plain(&text))),
            "/li" => {
                step += 1;
                push(section, Block::Step(step, plain(&text)));
            }
            "/td" => match pair.take() {
                Some(first) => push(section, Block::Pair(first, plain(&text))),
                None => pair = Some(plain(&text)),
            },
            "/div" => match fields.as_mut() {
                Some(all) if !text.trim().is_empty() => {
                    all.push(plain(&text));
                    text.clear();
                }
                Some(_) => push(section, Block::Fields(fields.take().unwrap_or_default())),
                None => {}
            },
            "/p" if class.contains("foot") => card.foot = plain(&text),
            "/p" => {
                let words = plain(&text);
                match section {
                    None if class.contains("center") => card.beneath = words,
                    None => {}
                    Some(_) if class.contains("over") => push(section, Block::Over(words)),
                    Some(_) if class.contains("who") => push(section, Block::Large(words)),
                    Some(_) => push(section, Block::Paragraph(words)),
                }
            }
            _ => {}
        }
    }
    card
}

fn push(section: Option<&mut Section>, block: Block) {
    if let Some(section) = section {
        section.blocks.push(block);
    }
}

/// The text between tags: signs that stand for others as themselves, and one space between words.
fn plain(text: &str) -> String {
    const STAND_FOR: [(&str, &str); 6] = [
        ("&#160;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let text = STAND_FOR.iter().fold(text.to_owned(), |text, (sign, own)| text.replace(sign, own));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tag without its brackets, or what is between two.
enum Piece<'a> {
    Tag(&'a str),
    Text(&'a str),
}

/// The pieces of a page, one after the other.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.0.is_empty() {
            return None;
        }
        if let Some((tag, rest)) = self.0.strip_prefix('<').and_then(|it| it.split_once('>')) {
            self.0 = rest;
            return Some(Piece::Tag(tag));
        }
        let mut signs = self.0.char_indices().skip(1);
        let end = signs.find(|(_, sign)| *sign == '<').map_or(self.0.len(), |(at, _)| at);
        let (text, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(Piece::Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><body><p class=\"over\">of</p><h1>A &amp; B</h1>\n\
        <div class=\"wall\"><svg><text>left</text></svg></div>\n\
        <p class=\"over\" style=\"text-align: center\">The wall</p>\n\
        <div class=\"row\">\n<section class=\"wide\"><h2>See</h2><table><tr><td>dark</td>\
        <td>call <b>her</b></td></tr></table></section>\n<section class=\"call\">\
        <p>Hold <kbd>I</kbd></p><ol><li>one</li><li>two</li></ol><p class=\"who\">Ada<br>7</p>\
        <span class=\"blank\"></span><div class=\"fields\"><div>Date</div><div>Name</div></div>\
        </section></div>\n<p class=\"foot\">For &lt;you&gt;</p></body></html>";

    #[test]
    fn a_page_is_read_in_the_order_it_is_written() {
        let card = card(PAGE);
        assert_eq!((card.title.as_str(), card.beneath.as_str()), ("A & B", "The wall"));
        assert_eq!(card.foot, "For <you>");
        let [left, right] = card.rows[0].as_slice() else { panic!("{:?}", card.rows) };
        assert!(left.wide && !left.set_off && right.set_off && !right.wide);
        let pair = Block::Pair("dark".to_owned(), "call her".to_owned());
        assert_eq!(left.blocks, [Block::Heading("See".to_owned()), pair]);
        let blocks = [
            Block::Paragraph("Hold I".to_owned()),
            Block::Step(1, "one".to_owned()),
            Block::Step(2, "two".to_owned()),
            Block::Large("Ada 7".to_owned()),
            Block::Blank,
            Block::Fields(vec!["Date".to_owned(), "Name".to_owned()]),
        ];
        assert_eq!(right.blocks, blocks);
    }
}
