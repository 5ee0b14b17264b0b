//! What is added to a page's `<head>`.

use crate::{CARD_HEIGHT, CARD_WIDTH};
use askama::Template;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// What a crawler or a social network is told about a page.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "head.html")]
pub struct Head {
    /// The one address under which the page is to be known.
    pub address: String,
    /// Whether that is the site's root.
    pub is_root: bool,
    /// The page's title, as plain text.
    pub title: String,
    /// What the page is about, as plain text.
    pub description: String,
    /// The book's title, as plain text.
    pub site_name: String,
    /// The page's language as Open Graph writes it, such as `en_US`.
    pub locale: String,
    /// The address of the page's card.
    pub image: String,
    /// What the card shows, for those who do not see it; plain text.
    pub image_alt: String,
}

impl Head {
    /// The page's HTML with this in place of mdBook's description, which is
    /// the book's and the same on every page. Nothing else changes.
    ///
    /// # Errors
    ///
    /// What is wrong where the HTML cannot be rewritten.
    pub fn put_into(&self, html: &str) -> Result<String, String> {
        let mut replaced = 0;
        let description = element!("head > meta[name='description']", |element| {
            replaced += 1;
            element.replace(&self.render()?, ContentType::Html);
            Ok(())
        });
        let rewritten = rewrite_str(
            html,
            RewriteStrSettings::new().append_element_content_handler(description),
        )
        .map_err(|error| format!("cannot be rewritten: {error}"))?;
        if replaced == 1 {
            Ok(rewritten)
        } else {
            Err(format!(
                "has {replaced} descriptions where one is to be replaced; look at theme/index.hbs"
            ))
        }
    }
}

/// A language of HTML as Open Graph writes it: English is American here.
pub fn locale(language: &str) -> String {
    match language {
        "en" => "en_US".to_owned(),
        other => other.replace('-', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head {
            address: "https://a.b/c.html".to_owned(),
            is_root: false,
            title: "Of Vec<T> & \"you\"".to_owned(),
            description: "\"Less\" < more & more".to_owned(),
            site_name: "A & B".to_owned(),
            locale: locale("en"),
            image: "https://a.b/cards/c.png".to_owned(),
            image_alt: "<>".to_owned(),
        }
    }

    #[test]
    fn replaces_the_description_and_nothing_else() {
        let before = "<!DOCTYPE html>\n<html><head><title>T &amp; t</title>\n        ";
        let after = "\n<script>if (a < b && \"<meta name='description'>\") {}</script>\
                     </head><body><p>é &nbsp;<svg><title>x</title></svg></p></body></html>\n";
        let html = format!("{before}<meta name=\"description\" content=\"x\">{after}");
        let finished = head().put_into(&html).unwrap();
        let middle = finished
            .strip_prefix(before)
            .and_then(|it| it.strip_suffix(after))
            .unwrap_or_else(|| panic!("{finished}"));
        assert_eq!(
            middle.lines().map(str::trim).collect::<Vec<_>>(),
            [
                "<meta name=\"description\" content=\"&#34;Less&#34; &#60; more &#38; more\">",
                "<link rel=\"canonical\" href=\"https://a.b/c.html\">",
                "<meta property=\"og:type\" content=\"article\">",
                "<meta property=\"og:site_name\" content=\"A &#38; B\">",
                "<meta property=\"og:title\" content=\"Of Vec&#60;T&#62; &#38; &#34;you&#34;\">",
                "<meta property=\"og:description\" content=\"&#34;Less&#34; &#60; more &#38; more\">",
                "<meta property=\"og:url\" content=\"https://a.b/c.html\">",
                "<meta property=\"og:locale\" content=\"en_US\">",
                "<meta property=\"og:image\" content=\"https://a.b/cards/c.png\">",
                "<meta property=\"og:image:type\" content=\"image/png\">",
                "<meta property=\"og:image:width\" content=\"1200\">",
                "<meta property=\"og:image:height\" content=\"630\">",
                "<meta property=\"og:image:alt\" content=\"&#60;&#62;\">",
                "<meta name=\"twitter:card\" content=\"summary_large_image\">",
            ]
        );
    }

    #[test]
    fn a_page_without_a_description_to_replace_is_refused() {
        let error = head().put_into("<html><head></head></html>").unwrap_err();
        assert!(error.contains("0 descriptions"), "{error}");
    }

    #[test]
    fn locales_have_an_underscore() {
        assert_eq!(locale("en"), "en_US");
        assert_eq!(locale("pt-BR"), "pt_BR");
        assert_eq!(locale("de"), "de");
    }
}
