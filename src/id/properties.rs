//! What holds for every id, whoever gave it: asked of random texts by the tests, and of cunning
//! ones by the fuzzer (`tests/fuzz`).

use reqwest::Url;

use crate::id::Id;

/// Nothing but its characters decides whether a text is an id, and in a path it is one segment,
/// as it was given.
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
