//! Properties of IDs, checked by unit tests and by the fuzzer (`tests/fuzz`).

use reqwest::Url;

use crate::id::Id;

/// A text is an ID if all of its characters are allowed. In a path it is one segment, unchanged.
pub(crate) fn valid_id_keeps_its_text(text: &str) {
    let plain = |c: char| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_');
    let id = text.parse::<Id>();
    assert_eq!(
        id.is_ok(),
        !matches!(text, "" | "-") && text.chars().all(plain),
        "{text:?}"
    );
    if let Ok(id) = id {
        assert_eq!((id.as_str(), id.to_string().as_str()), (text, text));
        let url = Url::parse(&format!("https://api.example/{id}/export"));
        assert_eq!(url.unwrap().path(), format!("/{text}/export"));
    }
}
