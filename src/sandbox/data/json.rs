//! JSON objects written straight into a string.
//!
//! A page holds a hundred records and the server answers thousands of pages a second, so
//! records are never built as values first.

use uuid::Uuid;

/// The service's own address, which the document's links carry wherever the API is served.
const API: &str = "https://api.salemove.com";

/// An object being written; [`Object::end`] closes it.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    separator: char,
}

impl<'a> Object<'a> {
    /// Opens an object at the end of `out`.
    pub(crate) fn begin(out: &'a mut String) -> Self {
        Self {
            out,
            separator: '{',
        }
    }

    /// Closes the object, which must hold at least one key.
    pub(crate) fn end(self) {
        self.out.push('}');
    }

    /// Writes a key; its value is to be written to what comes back.
    fn key(&mut self, key: &str) -> &mut String {
        self.out.push(self.separator);
        self.separator = ',';
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
        self.out
    }

    /// A value that is JSON text already.
    pub(crate) fn json(&mut self, key: &str, json: &str) -> &mut Self {
        self.key(key).push_str(json);
        self
    }

    /// A text without characters that JSON would have to escape.
    pub(crate) fn plain(&mut self, key: &str, text: &str) -> &mut Self {
        let out = self.key(key);
        out.push('"');
        out.push_str(text);
        out.push('"');
        self
    }

    /// Any text.
    pub(crate) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.json(key, &serde_json::json!(text).to_string())
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &str, flag: bool) -> &mut Self {
        self.json(key, if flag { "true" } else { "false" })
    }

    /// A whole number.
    pub(crate) fn number(&mut self, key: &str, number: u64) -> &mut Self {
        self.json(key, &number.to_string())
    }

    /// An id.
    pub(crate) fn id(&mut self, key: &str, id: Uuid) -> &mut Self {
        self.plain(
            key,
            id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()),
        )
    }

    /// The key `href`: a link to `path` of the API.
    pub(crate) fn href(&mut self, path: &[&str]) -> &mut Self {
        url(self.key("href"), path);
        self
    }

    /// An object with nothing but an `href`.
    pub(crate) fn link(&mut self, key: &str, path: &[&str]) -> &mut Self {
        link(self.key(key), path);
        self
    }

    /// A list whose elements `element` writes.
    pub(crate) fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        element: impl FnMut(&mut String, T),
    ) -> &mut Self {
        list(self.key(key), items, element);
        self
    }
}

/// Writes a list whose elements `element` writes.
pub(crate) fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut element: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        element(out, item);
    }
    out.push(']');
}

/// Writes an object with nothing but an `href`: a link to `path` of the API.
pub(crate) fn link(out: &mut String, path: &[&str]) {
    let mut object = Object::begin(out);
    object.href(path);
    object.end();
}

/// Writes the address of `path` of the API as a text.
pub(crate) fn url(out: &mut String, path: &[&str]) {
    out.push('"');
    out.push_str(API);
    for part in path {
        out.push_str(part);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_compact_json_in_the_order_of_writing() {
        let mut out = String::new();
        let mut object = Object::begin(&mut out);
        object
            .plain("b", "text")
            .flag("a", true)
            .number("n", 7)
            .text("name", "\u{1b}");
        object
            .id("id", Uuid::nil())
            .link("visitor", &["/visitors/", "5"]);
        object.list("urls", [1, 2], |out, item: u64| {
            out.push_str(&item.to_string());
        });
        object.list("none", [0; 0], |_, _: u64| ());
        object.end();
        let expected = concat!(
            r#"{"b":"text","a":true,"n":7,"name":"\u001b","#,
            r#""id":"00000000-0000-0000-0000-000000000000","#,
            r#""visitor":{"href":"https://api.salemove.com/visitors/5"},"#,
            r#""urls":[1,2],"none":[]}"#,
        );
        assert_eq!(out, expected);
        assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
    }
}
