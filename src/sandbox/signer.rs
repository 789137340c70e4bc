//! Temporary addresses of recordings: whoever has one is let in, for a while.

use chrono::Utc;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

/// Seconds that an address is good for (facts, "Fields").
const LIFETIME: i64 = 15 * 60;

/// What signs addresses, and where they lead.
pub(super) struct Signer {
    url: String,
    key: Uuid,
}

impl Signer {
    /// The signer for a storage at this address.
    pub(super) fn new(url: String) -> Self {
        let key = Uuid::new_v4();
        Self { url, key }
    }

    /// A temporary address of what has this name.
    pub(super) fn address(&self, name: &str) -> String {
        let query = self.query(name, Utc::now().timestamp() + LIFETIME);
        format!("{}/audio/{name}?{query}", self.url)
    }

    fn query(&self, name: &str, expires: i64) -> String {
        let signed = Sha256::digest(format!("{} {name} {expires}", self.key));
        let mut query = format!("expires={expires}&signature=");
        for byte in signed {
            // A text takes whatever is written to it.
            let _ = write!(query, "{byte:02x}");
        }
        query
    }

    /// Whether a query was made here for what has this name, and is still good at a time in
    /// Unix seconds.
    pub(super) fn admits(&self, name: &str, query: &str, now: i64) -> bool {
        let expires = query.strip_prefix("expires=");
        let expires = expires.and_then(|rest| rest.split('&').next()?.parse().ok());
        expires.is_some_and(|expires| now < expires && query == self.query(name, expires))
    }
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME, Signer};
    use chrono::Utc;

    #[test]
    fn an_address_lets_in_for_its_name_and_time_only() {
        let signer = Signer::new("http://storage".to_owned());
        let address = signer.address("a");
        let query = address.strip_prefix("http://storage/audio/a?").unwrap();
        let now = Utc::now().timestamp();
        assert!(signer.admits("a", query, now));
        assert!(!signer.admits("b", query, now));
        assert!(!signer.admits("a", query, now + LIFETIME + 1));
        assert!(!signer.admits("a", &query.replacen("expires=", "expires=9", 1), now));
        assert!(!Signer::new(String::new()).admits("a", query, now));
        for bad in ["", "expires=", "expires=9999999999", "signature=x"] {
            assert!(!signer.admits("a", bad, now), "{bad}");
        }
    }
}
