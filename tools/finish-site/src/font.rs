//! The letters of the cards: Libertinus Serif (SIL Open Font License 1.1), from
//! a crate, so that a card is the same on a machine without any fonts.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, OutlineBuilder, Tag, name_id};

/// A font with its kerning. Lengths are in ems: multiples of the size in which
/// a text is set.
pub struct Font {
    face: Face<'static>,
    kerning: Vec<Vec<PairAdjustment<'static>>>,
}

impl Font {
    /// Finds a font by its full name, such as `Libertinus Serif Italic`.
    ///
    /// # Errors
    ///
    /// The name, where `typst-assets` holds no such font (any more).
    pub fn named(name: &str) -> Result<Self, String> {
        let face = typst_assets::fonts()
            .filter_map(|data| Face::parse(data, 0).ok())
            .find(|face| {
                face.names().into_iter().any(|it| {
                    it.name_id == name_id::FULL_NAME && it.to_string().as_deref() == Some(name)
                })
            })
            .ok_or_else(|| {
                format!("typst-assets has no font \"{name}\"; choose another one in font.rs")
            })?;
        let kerning = kerning(&face);
        Ok(Self { face, kerning })
    }

    /// The first character that the font has no glyph for.
    pub fn lacks(&self, text: &str) -> Option<char> {
        text.chars()
            .find(|it| !it.is_whitespace() && self.face.glyph_index(*it).is_none())
    }

    /// The width of a line of text, in ems.
    pub fn width(&self, text: &str) -> f32 {
        let mut before = None;
        text.chars()
            .map(|it| self.step(before.replace(it), it))
            .sum()
    }

    /// How much longer a line becomes by one more character, in ems.
    pub fn step(&self, before: Option<char>, it: char) -> f32 {
        let glyph = self.glyph(it);
        let advance = self.face.glyph_hor_advance(glyph).unwrap_or_default();
        let kern = before.map_or(0, |before| self.kern(self.glyph(before), glyph));
        (f32::from(advance) + f32::from(kern)) / f32::from(self.face.units_per_em())
    }

    /// Draws a line of text whose baseline begins at `origin`; `size` and
    /// `origin` are in pixels.
    pub fn draw(&self, text: &str, size: f32, origin: Point, raster: &mut Rasterizer) {
        let scale = size / f32::from(self.face.units_per_em());
        let (mut end, mut before) = (0.0, None);
        for it in text.chars() {
            let glyph = self.glyph(it);
            let advance = self.face.glyph_hor_advance(glyph).unwrap_or_default();
            end += self.step(before.replace(it), it) * size;
            // Kerning moves the glyph too, not only its end.
            let origin = point(origin.x + end - f32::from(advance) * scale, origin.y);
            self.face.outline_glyph(
                glyph,
                &mut Pen {
                    raster,
                    origin,
                    scale,
                    start: origin,
                    last: origin,
                },
            );
        }
    }

    fn glyph(&self, it: char) -> GlyphId {
        self.face.glyph_index(it).unwrap_or_default()
    }

    fn kern(&self, left: GlyphId, right: GlyphId) -> i16 {
        // Within one lookup the first subtable that knows the pair decides.
        let of = |subtables: &Vec<_>| subtables.iter().find_map(|it| pair(it, left, right));
        self.kerning.iter().filter_map(of).sum()
    }
}

/// The lookups of the feature `kern` for Latin script.
fn kerning<'a>(face: &Face<'a>) -> Vec<Vec<PairAdjustment<'a>>> {
    let Some(gpos) = face.tables().gpos else {
        return Vec::new();
    };
    let language = gpos
        .scripts
        .find(Tag::from_bytes(b"latn"))
        .and_then(|latin| latin.default_language);
    language
        .into_iter()
        .flat_map(|language| language.feature_indices)
        .filter_map(|index| gpos.features.get(index))
        .filter(|feature| feature.tag == Tag::from_bytes(b"kern"))
        .flat_map(|feature| feature.lookup_indices)
        .filter_map(|index| gpos.lookups.get(index))
        .map(|lookup| {
            lookup
                .subtables
                .into_iter::<PositioningSubtable>()
                .filter_map(|subtable| match subtable {
                    PositioningSubtable::Pair(pair) => Some(pair),
                    _ => None,
                })
                .collect()
        })
        .collect()
}

/// How much nearer or farther the second glyph stands, in the font's units;
/// none where the table says nothing about the two.
fn pair(table: &PairAdjustment, left: GlyphId, right: GlyphId) -> Option<i16> {
    let values = match table {
        PairAdjustment::Format1 { coverage, sets } => sets.get(coverage.get(left)?)?.get(right),
        PairAdjustment::Format2 {
            coverage,
            classes,
            matrix,
        } => {
            coverage.get(left)?;
            matrix.get((classes.0.get(left), classes.1.get(right)))
        }
    };
    values.map(|(first, _)| first.x_advance)
}

/// Hands a glyph's outline to the rasterizer.
struct Pen<'a> {
    raster: &'a mut Rasterizer,
    origin: Point,
    scale: f32,
    start: Point,
    last: Point,
}

impl Pen<'_> {
    /// A font's y grows upward, an image's downward.
    fn at(&self, x: f32, y: f32) -> Point {
        point(
            self.origin.x + x * self.scale,
            self.origin.y - y * self.scale,
        )
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.at(x, y);
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.raster.draw_line(self.last, to);
        self.last = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (by, to) = (self.at(x1, y1), self.at(x, y));
        self.raster.draw_quad(self.last, by, to);
        self.last = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (one, two, to) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.raster.draw_cubic(self.last, one, two, to);
        self.last = to;
    }

    fn close(&mut self) {
        self.raster.draw_line(self.last, self.start);
        self.last = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_kerned() {
        let font = Font::named("Libertinus Serif Semibold").unwrap();
        let apart = font.width("A") + font.width("V");
        assert!(font.width("AV") < apart - 0.03, "{}", font.width("AV"));
        assert!((font.width("nn") - 2.0 * font.width("n")).abs() < 0.01);
    }

    #[test]
    fn says_what_it_lacks() {
        let font = Font::named("Libertinus Serif Italic").unwrap();
        assert_eq!(font.lacks("“é” – <&>\u{a0}…"), None);
        assert_eq!(font.lacks("a漢b"), Some('漢'));
        assert!(Font::named("Comic Sans").is_err());
    }
}
