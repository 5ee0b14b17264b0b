//! The image that stands for a page where somebody shares its address.
//!
//! Two threads run down the left margin, as in the book's icon: TypeScript's,
//! and Rust's that is spawned from it. Beside them the page's title and its
//! line in italics, below them the book's title.

use crate::font::Font;
use ab_glyph_rasterizer::{Point, Rasterizer, point};

/// A card's width in pixels: the size that Open Graph's readers ask for.
pub const WIDTH: u32 = 1200;

/// A card's height in pixels.
pub const HEIGHT: u32 = 630;

/// Where text begins and ends, and the lines that it stays between; in pixels.
const LEFT: f32 = 216.0;
const RIGHT: f32 = 1104.0;
const TOP: f32 = 84.0;
const BOTTOM: f32 = 496.0;
const FOOT: f32 = 557.0;

const GROUND: [u8; 3] = [0xfb, 0xfa, 0xf7];

/// What is drawn, by its color; the accents are those of the listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Title,
    Soft,
    TypeScript,
    Rust,
}

impl Ink {
    const ALL: [Self; 4] = [Self::Title, Self::Soft, Self::TypeScript, Self::Rust];

    fn color(self) -> [u8; 3] {
        match self {
            Self::Title => [0x1c, 0x21, 0x2b],
            Self::Soft => [0x55, 0x5a, 0x63],
            Self::TypeScript => [0x24, 0x57, 0x9b],
            Self::Rust => [0x97, 0x39, 0x0f],
        }
    }
}

/// Draws cards.
pub struct Painter {
    title: Font,
    lead: Font,
}

/// Lines of one text, broken to fit.
struct Block {
    lines: Vec<String>,
    size: f32,
    leading: f32,
}

impl Block {
    fn height(&self) -> f32 {
        self.leading * self.lines.len() as f32
    }
}

impl Painter {
    /// Finds the fonts.
    ///
    /// # Errors
    ///
    /// The font that is missing.
    pub fn new() -> Result<Self, String> {
        Ok(Self {
            title: Font::named("Libertinus Serif Semibold")?,
            lead: Font::named("Libertinus Serif Italic")?,
        })
    }

    /// The card of a page, as a PNG file.
    ///
    /// # Errors
    ///
    /// Where a text has a character that the fonts lack: it would be an empty
    /// box.
    pub fn card(&self, title: &str, lead: &str, book: &str) -> Result<Vec<u8>, String> {
        for (text, font) in [
            (title, &self.title),
            (lead, &self.lead),
            (book, &self.title),
        ] {
            if let Some(it) = font.lacks(text) {
                return Err(format!(
                    "the font of the cards has no '{it}', which is in \"{text}\"; \
                     say it without, or choose another font in tools/finish-site/src/card.rs"
                ));
            }
        }
        let mut canvas = Canvas::new();
        threads(&mut canvas);
        let (title, lead) = self.fit(title, lead);
        let gap = if lead.lines.is_empty() { 0.0 } else { 26.0 };
        let spare = BOTTOM - TOP - title.height() - gap - lead.height();
        // A little above the middle, where the eye expects it.
        let mut top = TOP + spare.max(0.0) * 0.42;
        for (block, font, ink) in [
            (&title, &self.title, Ink::Title),
            (&lead, &self.lead, Ink::Soft),
        ] {
            for line in &block.lines {
                // From the top of a line to its baseline.
                let baseline = top + (block.leading + block.size * 0.44) / 2.0;
                font.draw(line, block.size, point(LEFT, baseline), canvas.ink(ink));
                top += block.leading;
            }
            top += gap;
        }
        self.foot(book, &mut canvas);
        canvas.png()
    }

    /// The largest sizes in which both texts fit; where even the smallest are
    /// too large, the end is left out.
    fn fit(&self, title: &str, lead: &str) -> (Block, Block) {
        let width = RIGHT - LEFT;
        let room = BOTTOM - TOP - 26.0;
        let at = |step: f32| {
            let set = |font: &Font, text, size: f32, leading: f32| Block {
                lines: wrap(font, text, width / size),
                size,
                leading: size * leading,
            };
            (
                set(&self.title, title, 84.0 - 4.0 * step, 1.1),
                set(&self.lead, lead, 38.0 - step, 1.32),
            )
        };
        for step in 0..=10_u8 {
            let (title, lead) = at(f32::from(step));
            if title.lines.len() <= 3 && title.height() + lead.height() <= room {
                return (title, lead);
            }
        }
        let (mut title, mut lead) = at(10.0);
        cut(&mut title, &self.title, room * 0.6, width);
        let left = room - title.height();
        cut(&mut lead, &self.lead, left, width);
        (title, lead)
    }

    /// The book's title; the two languages in it have their colors.
    fn foot(&self, book: &str, canvas: &mut Canvas) {
        let font = &self.title;
        let width = RIGHT - LEFT;
        let mut block = Block {
            lines: vec![book.to_owned()],
            size: (width / font.width(book)).clamp(20.0, 29.0),
            leading: 0.0,
        };
        if font.width(book) * block.size > width {
            block.lines = wrap(font, book, width / block.size);
            block.leading = 30.0;
            cut(&mut block, font, 30.0, width);
        }
        let Some(line) = block.lines.first() else {
            return;
        };
        let mut before = String::new();
        for word in line.split_inclusive(' ') {
            let ink = match word.trim() {
                "TypeScript" => Ink::TypeScript,
                "Rust" => Ink::Rust,
                _ => Ink::Soft,
            };
            let x = LEFT + font.width(&before) * block.size;
            font.draw(word, block.size, point(x, FOOT), canvas.ink(ink));
            before.push_str(word);
        }
    }
}

/// Breaks a text into as few lines as the width allows, in ems, and these into
/// lines of about the same length.
fn wrap(font: &Font, text: &str, width: f32) -> Vec<String> {
    let lines = fill(font, text, width);
    let (mut narrow, mut wide) = (width * 0.5, width);
    for _ in 0..8 {
        let middle = (narrow + wide) / 2.0;
        if fill(font, text, middle).len() > lines.len() {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    fill(font, text, wide)
}

/// Puts as many words on each line as fit. A word that is wider than a line is
/// broken.
fn fill(font: &Font, text: &str, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut end = f32::INFINITY;
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let mut before = line.chars().last();
            let more: f32 = std::iter::once(' ')
                .chain(word.chars())
                .map(|it| font.step(before.replace(it), it))
                .sum();
            if end + more <= width {
                line.push(' ');
                line.push_str(word);
                end += more;
                continue;
            }
        }
        let mut line = String::new();
        end = 0.0;
        for it in word.chars() {
            let more = font.step(line.chars().last(), it);
            if !line.is_empty() && end + more > width {
                lines.push(std::mem::take(&mut line));
                end = 0.0;
            }
            end += font.step(line.chars().last(), it);
            line.push(it);
        }
        lines.push(line);
    }
    lines
}

/// Leaves out the lines that are too many, and says so with an ellipsis.
fn cut(block: &mut Block, font: &Font, height: f32, width: f32) {
    let most = (height / block.leading).floor().max(1.0) as usize;
    if block.lines.len() <= most {
        return;
    }
    block.lines.truncate(most);
    if let Some(last) = block.lines.last_mut() {
        let mut kept: Vec<char> = last.chars().collect();
        loop {
            let text: String = kept.iter().collect();
            *last = format!("{}…", text.trim_end_matches([' ', ',', '.', ';', ':']));
            if font.width(last) * block.size <= width || kept.pop().is_none() {
                return;
            }
        }
    }
}

/// The two threads of the margin.
fn threads(canvas: &mut Canvas) {
    const BLUE: f32 = 88.0;
    const RUST: f32 = 144.0;
    const HALF: f32 = 4.5;
    let bottom = HEIGHT as f32;
    let blue = canvas.ink(Ink::TypeScript);
    polygon(
        blue,
        &[
            point(BLUE - HALF, 0.0),
            point(BLUE + HALF, 0.0),
            point(BLUE + HALF, bottom),
            point(BLUE - HALF, bottom),
        ],
    );
    circle(blue, point(BLUE, 150.0), 13.0);
    let rust = canvas.ink(Ink::Rust);
    // From under the blue thread, which covers it, to its own place, then down.
    let curve = [
        point(BLUE, 150.0),
        point(BLUE, 232.0),
        point(RUST, 208.0),
        point(RUST, 288.0),
    ];
    let mut path: Vec<Point> = (0..=48_u8)
        .map(|step| on_curve(&curve, f32::from(step) / 48.0))
        .collect();
    path.push(point(RUST, bottom));
    stroke(rust, &path, HALF);
    circle(rust, point(RUST, 292.0), 13.0);
}

fn on_curve(p: &[Point; 4], t: f32) -> Point {
    let u = 1.0 - t;
    let of = |a: f32, b: f32, c: f32, d: f32| {
        u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
    };
    point(
        of(p[0].x, p[1].x, p[2].x, p[3].x),
        of(p[0].y, p[1].y, p[2].y, p[3].y),
    )
}

/// Draws a path as a band, `half` pixels to each side.
fn stroke(raster: &mut Rasterizer, path: &[Point], half: f32) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (index, at) in path.iter().enumerate() {
        let from = path[index.saturating_sub(1)];
        let to = path[(index + 1).min(path.len() - 1)];
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(f32::EPSILON);
        let (x, y) = (dy / length * half, -dx / length * half);
        left.push(point(at.x + x, at.y + y));
        right.push(point(at.x - x, at.y - y));
    }
    right.reverse();
    left.append(&mut right);
    polygon(raster, &left);
}

fn circle(raster: &mut Rasterizer, middle: Point, radius: f32) {
    let around: Vec<Point> = (0..64_u8)
        .map(|step| (f32::from(step) / 64.0 * std::f32::consts::TAU).sin_cos())
        .map(|(sin, cos)| point(middle.x + radius * cos, middle.y + radius * sin))
        .collect();
    polygon(raster, &around);
}

/// Fills a polygon. Every one has the same sense of rotation: where two of one
/// ink lie over each other, their sum must not cancel out.
fn polygon(raster: &mut Rasterizer, corners: &[Point]) {
    let area: f32 = pairs(corners).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    for (a, b) in pairs(corners) {
        if area >= 0.0 {
            raster.draw_line(a, b);
        } else {
            raster.draw_line(b, a);
        }
    }
}

fn pairs(corners: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    corners
        .iter()
        .zip(corners.iter().cycle().skip(1))
        .map(|(a, b)| (*a, *b))
}

/// One layer an ink. Merged, they make an image of 256 colors, which is a
/// small file: the ground, and each ink in [`LEVELS`] steps.
struct Canvas {
    layers: Vec<Rasterizer>,
}

const LEVELS: u8 = 63;

impl Canvas {
    fn new() -> Self {
        let layer = || Rasterizer::new(WIDTH as usize, HEIGHT as usize);
        Self {
            layers: Ink::ALL.iter().map(|_| layer()).collect(),
        }
    }

    fn ink(&mut self, ink: Ink) -> &mut Rasterizer {
        &mut self.layers[ink as usize]
    }

    /// The color of each pixel, as a place in the palette. Where inks meet,
    /// the stronger one shows, or the first of equals.
    fn pixels(&self) -> Vec<u8> {
        let mut pixels = vec![0; (WIDTH * HEIGHT) as usize];
        let mut strongest = vec![0; pixels.len()];
        for (first, layer) in (0..).step_by(LEVELS.into()).zip(&self.layers) {
            layer.for_each_pixel(|index, coverage| {
                let level = (coverage.clamp(0.0, 1.0) * f32::from(LEVELS)).round() as u8;
                if level > strongest[index] {
                    strongest[index] = level;
                    pixels[index] = first + level;
                }
            });
        }
        pixels
    }

    fn palette() -> Vec<u8> {
        let mut palette = GROUND.to_vec();
        for ink in Ink::ALL {
            for level in 1..=LEVELS {
                let part = f32::from(level) / f32::from(LEVELS);
                for (ground, full) in GROUND.into_iter().zip(ink.color()) {
                    let mixed = f32::from(ground) * (1.0 - part) + f32::from(full) * part;
                    palette.push(mixed.round() as u8);
                }
            }
        }
        palette
    }

    fn png(&self) -> Result<Vec<u8>, String> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(Self::palette());
        encoder.set_compression(png::Compression::High);
        // Filters are for gradual change, which places in a palette have not.
        encoder.set_filter(png::Filter::NoFilter);
        encoder
            .write_header()
            .and_then(|mut writer| {
                writer.write_image_data(&self.pixels())?;
                writer.finish()
            })
            .map_err(|error| format!("its card cannot be written: {error}"))?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "Rust Concurrency for TypeScript Developers";

    /// The card's pixels: whether each is anything but the ground.
    fn inked(png: &[u8]) -> Vec<bool> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
        pixels.into_iter().map(|it| it != 0).collect()
    }

    fn any(inked: &[bool], x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> bool {
        y.flat_map(|y| x.clone().map(move |x| (x, y)))
            .any(|(x, y)| inked[(y * WIDTH + x) as usize])
    }

    #[test]
    fn text_of_any_length_stays_inside_its_frame() {
        let painter = Painter::new().unwrap();
        let words = "Threads or async: who waits, and on what? ";
        for (title, lead, book) in [
            ("T".to_owned(), String::new(), BOOK.to_owned()),
            ("Wj".to_owned(), "f".to_owned(), "B".to_owned()),
            (words.repeat(2), words.repeat(5), BOOK.to_owned()),
            (words.repeat(9), words.repeat(40), words.repeat(6)),
            ("W".repeat(300), "M".repeat(2000), "W".repeat(200)),
        ] {
            let inked = inked(&painter.card(&title, &lead, &book).unwrap());
            assert!(any(&inked, 210..1110, 80..500), "{title}: is drawn");
            assert!(any(&inked, 210..1110, 520..570), "{title}: has a foot");
            // An italic letter may lean out of its line by a few pixels.
            assert!(!any(&inked, 170..206, 0..HEIGHT), "{title}: left");
            assert!(!any(&inked, 1114..WIDTH, 0..HEIGHT), "{title}: right");
            assert!(!any(&inked, 170..WIDTH, 0..80), "{title}: top");
            assert!(!any(&inked, 170..WIDTH, 502..526), "{title}: foot");
            assert!(!any(&inked, 170..WIDTH, 572..HEIGHT), "{title}: bottom");
        }
    }

    #[test]
    fn lines_are_balanced_and_no_word_is_lost() {
        let font = Font::named("Libertinus Serif Italic").unwrap();
        let text = "one two three four five six seven eight nine ten eleven twelve";
        let widest = 14.0;
        let lines = wrap(&font, text, widest);
        assert_eq!(lines.join(" "), text);
        let widths: Vec<f32> = lines.iter().map(|it| font.width(it)).collect();
        assert!(widths.iter().all(|it| *it <= widest), "{lines:?}");
        let shortest = widths.iter().copied().fold(f32::MAX, f32::min);
        assert!(shortest > widest * 0.5, "{lines:?}");
        assert!(wrap(&font, "", widest).is_empty());
    }

    #[test]
    fn what_the_font_lacks_is_an_error_and_not_a_box() {
        let painter = Painter::new().unwrap();
        for (title, lead, book) in [("漢", "a", "b"), ("a", "漢", "b"), ("a", "b", "漢")] {
            let error = painter.card(title, lead, book).unwrap_err();
            assert!(error.contains("no '漢'"), "{error}");
        }
    }

    #[test]
    fn a_card_is_small_and_the_same_each_time() {
        let painter = Painter::new().unwrap();
        let card = || {
            painter
                .card(
                    "A thread may outlive its caller",
                    "`spawn` starts it.",
                    BOOK,
                )
                .unwrap()
        };
        assert!(card().len() < 60_000, "{} bytes", card().len());
        assert_eq!(card(), card());
    }
}
