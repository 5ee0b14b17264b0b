//! Where the site is published.

use std::fmt;

/// The absolute address of the site's root; ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Reads an address such as `https://owner.github.io/name/`, with or
    /// without its last slash. The host becomes lower case, as browsers write
    /// it: crawlers compare addresses as text.
    ///
    /// # Errors
    ///
    /// What is wrong, and what to write instead, where it is not an absolute
    /// http(s) address with a host, or holds what the address of a folder does
    /// not: a user, a query, a fragment, `..`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| {
            format!(
                "the address \"{text}\" {what}; write the whole address of the site's root, \
                 such as https://owner.github.io/name/"
            )
        };
        let (scheme, rest) = ["https://", "http://"]
            .iter()
            .find_map(|scheme| Some((scheme, text.strip_prefix(scheme)?)))
            .ok_or_else(|| wrong("does not begin with https:// or http://"))?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        if host.is_empty() {
            return Err(wrong("has no host"));
        }
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'-')
        };
        if !host.split('.').all(label) {
            return Err(wrong(&format!("has \"{host}\" where its host should be")));
        }
        if port.is_some_and(|port| port.parse::<u16>().is_err() || port.starts_with('+')) {
            return Err(wrong("has a port that is not a number up to 65535"));
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let segment = |segment: &str| {
            !matches!(segment, "" | "." | "..") && segment.bytes().all(|it| plain(it) || it == b'%')
        };
        if !path.is_empty() && !path.split('/').all(segment) {
            return Err(wrong("has a path that is not one of plain folders"));
        }
        let slash = if path.is_empty() { "" } else { "/" };
        Ok(Self(format!(
            "{scheme}{}/{path}{slash}",
            authority.to_ascii_lowercase()
        )))
    }

    /// The address of a file by its path below the root, with forward slashes;
    /// the root's own for an empty path.
    pub fn of(&self, path: &str) -> String {
        let mut address = self.0.clone();
        for byte in path.bytes() {
            if plain(byte) || byte == b'/' {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        address
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands for itself everywhere in an address (RFC 3986, 2.3).
fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_ends_with_a_slash_and_has_a_lower_case_host() {
        for (written, read) in [
            ("https://a.b", "https://a.b/"),
            (
                "https://Owner.github.io/Name",
                "https://owner.github.io/Name/",
            ),
            ("http://127.0.0.1:8099/x/", "http://127.0.0.1:8099/x/"),
        ] {
            assert_eq!(Address::parse(written).unwrap().to_string(), read);
        }
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused_with_the_reason() {
        for (written, reason) in [
            ("/name/", "does not begin with"),
            ("owner.github.io/name/", "does not begin with"),
            ("ftp://a.b/", "does not begin with"),
            ("file:///book/", "does not begin with"),
            ("", "does not begin with"),
            ("https://", "has no host"),
            ("https:///name/", "has no host"),
            ("https://:80/", "has no host"),
            ("https://a b/", "where its host should be"),
            ("https://user@a.b/", "where its host should be"),
            ("https://a..b/", "where its host should be"),
            ("https://a.b:port/", "port"),
            ("https://a.b:65536/", "port"),
            ("https://a.b/x?y", "plain folders"),
            ("https://a.b/x#y", "plain folders"),
            ("https://a.b/x//", "plain folders"),
            ("https://a.b/../", "plain folders"),
            ("https://a.b/\"/", "plain folders"),
        ] {
            let error = Address::parse(written).unwrap_err();
            assert!(error.contains(reason), "{written}: {error}");
            assert!(error.contains("https://owner.github.io/name/"), "{error}");
        }
    }

    #[test]
    fn file_names_are_encoded() {
        let root = Address::parse("https://a.b/x/").unwrap();
        assert_eq!(root.of(""), "https://a.b/x/");
        assert_eq!(
            root.of("part/a b&c.html"),
            "https://a.b/x/part/a%20b%26c.html"
        );
    }
}
