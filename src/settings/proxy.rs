//! Proxies. The variables are read here only: the HTTP client gets the result, and does not read them
//! again by rules of its own.

use std::net::IpAddr;

use reqwest::Url;

use crate::environment::Environment;
use crate::error::{CliError, ErrorKind};
use crate::values::secret::Secret;

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// The proxy for https, and the hosts that are connected to directly.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProxySettings {
    /// An invalid value is an error only if a connection would go through it.
    proxy: Option<Result<Proxy, CliError>>,
    /// `NO_PROXY`.
    no_proxy: String,
}

/// A proxy.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    /// Host and port, for messages.
    pub(crate) address: String,
    /// The URL, which may have credentials.
    pub(crate) url: Secret,
}

impl ProxySettings {
    /// Reads `HTTPS_PROXY`, else `ALL_PROXY`, and `NO_PROXY`. For each, upper case wins over lower case,
    /// and an empty variable counts as unset.
    pub(crate) fn read(environment: &Environment) -> Self {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        let first = |names: &[&'static str]| {
            let mut names = names.iter();
            names.find_map(|name| Some((*name, environment.get(name)?)))
        };
        let no_proxy = first(&["NO_PROXY", "no_proxy"]);
        Self {
            proxy: first(&names).map(|(name, value)| {
                let parsed = value.to_str().and_then(Proxy::parse);
                parsed.ok_or_else(|| unusable(name))
            }),
            no_proxy: no_proxy.map_or_else(String::new, |(_, list)| list.to_string_lossy().into()),
        }
    }

    /// Returns the proxy for a connection to this URL. Plain http goes to this machine only, and directly.
    ///
    /// # Errors
    /// Settings: the connection would go through a proxy that is not usable.
    pub(crate) fn proxy_for(&self, url: &Url) -> Result<Option<&Proxy>, CliError> {
        match &self.proxy {
            Some(proxy) if url.scheme() == "https" && !self.is_excluded(url) => {
                proxy.as_ref().map(Some).map_err(Clone::clone)
            }
            _ => Ok(None),
        }
    }

    fn is_excluded(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let ip = without_brackets(host).parse::<IpAddr>();
        let mut entries = self.no_proxy.split([',', ' ', '\t', '\r', '\n']);
        entries.any(|entry| match ip {
            _ if entry == "*" => true,
            Ok(ip) => contains_ip(entry, ip),
            Err(_) => contains_name(entry, host),
        })
    }
}

fn unusable(name: &str) -> CliError {
    let message = format!(
        "invalid proxy in `{name}`: expected a URL such as `http://proxy.example:3128` or `socks5h://127.0.0.1:1080`"
    );
    CliError::new(ErrorKind::Settings, message).hint(format!("correct or unset `{name}`"))
}

/// Returns whether an entry of `NO_PROXY` is this address or a network that it belongs to.
fn contains_ip(entry: &str, ip: IpAddr) -> bool {
    let (network, bits) = match entry.split_once('/') {
        Some((network, bits)) => (network, bits.parse().ok()),
        None => (entry, Some(if ip.is_ipv4() { 32 } else { 128 })),
    };
    let (Ok(network), Some(bits)) = (without_brackets(network).parse(), bits) else {
        return false;
    };
    let (difference, length) = match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => (u128::from(network.to_bits() ^ ip.to_bits()), 32),
        (IpAddr::V6(network), IpAddr::V6(ip)) => (network.to_bits() ^ ip.to_bits(), 128),
        _ => return false,
    };
    let host_bits = u32::checked_sub(length, bits);
    host_bits.is_some_and(|host_bits| difference.checked_shr(host_bits).unwrap_or(0) == 0)
}

/// Returns whether an entry of `NO_PROXY` is this host name or a domain that it belongs to.
fn contains_name(entry: &str, host: &str) -> bool {
    let domain = entry.trim_matches('.').to_ascii_lowercase();
    let host = host.trim_end_matches('.');
    let subdomain = host.strip_suffix(&domain);
    !domain.is_empty() && subdomain.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn without_brackets(host: &str) -> &str {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host)
}

impl Proxy {
    /// Reads a proxy as curl does: without a scheme it is an HTTP proxy, and `socks` is SOCKS 4.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let scheme = match scheme.to_ascii_lowercase() {
            scheme if scheme == "socks" => "socks4".to_owned(),
            scheme => scheme,
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        let (userinfo, address) = authority.rsplit_once('@').unwrap_or(("", authority));
        // A URL parser takes a backslash for a slash, and skips line breaks and tabs.
        let is_address = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
        let has_user_for_socks4 = scheme.starts_with("socks4") && !userinfo.is_empty();
        let is_known = SCHEMES.contains(&&*scheme);
        if !is_known || !address.bytes().all(is_address) || has_user_for_socks4 {
            return None;
        }
        let mut url = Url::parse(&format!("{scheme}://{address}")).ok()?;
        if !userinfo.is_empty() {
            // Escapes what has a meaning in a URL; what is escaped already stays.
            let (user, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
            url.set_username(user).ok()?;
            url.set_password(Some(password)).ok()?;
        }
        if url.port_or_known_default().is_none() {
            url.set_port(Some(1080)).ok()?;
        }
        Some(Self {
            address: format!("{}:{}", url.host_str()?, url.port_or_known_default()?),
            url: Secret::new(url.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Proxy, ProxySettings};
    use reqwest::Url;

    #[test]
    fn proxy_urls_parse_like_curl() {
        for (text, expected) in [
            ("http://p:3128", "http://p:3128/"),
            ("p:3128", "http://p:3128/"),
            (" http://p:3128\r\n", "http://p:3128/"),
            ("HTTP://p/", "http://p/"),
            ("http://u:p^ss@p", "http://u:p%5Ess@p/"),
            (
                "http://DOMAIN\\user:a@b@p:1",
                "http://DOMAIN%5Cuser:a%40b@p:1/",
            ),
            ("http://u:50%25%zz@p", "http://u:50%25%zz@p/"),
            ("https://u@p", "https://u@p/"),
            ("socks://p", "socks4://p:1080"),
            ("socks5h://u:p@[::1]:80", "socks5h://u:p@[::1]:80"),
        ] {
            let proxy = Proxy::parse(text).map(|proxy| proxy.url.expose().to_owned());
            assert_eq!(proxy.as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn unusable_proxies_are_rejected() {
        for text in [
            "-://",
            "http://",
            "http:///p",
            "http://u:p@",
            "ftp://p",
            "p:port",
            "http://p:99999",
            "http://pro xy",
            "http://p\\q:80",
            "http://u:pa/ss@p",
            "socks4://u@p",
            "socks5://",
            "socks5://:1080",
        ] {
            let proxy = Proxy::parse(text);
            assert!(proxy.is_none(), "{text:?}: {proxy:?}");
        }
    }

    #[test]
    fn proxy_address_hides_credentials() {
        let proxy = Proxy::parse("http://user:geheim@p").unwrap();
        assert_eq!(proxy.address, "p:80");
        assert!(!format!("{proxy:?}").contains("geheim"));
    }

    #[test]
    fn no_proxy_excludes_names_addresses_and_networks() {
        for (entry, host, expected) in [
            ("*", "api.example", true),
            ("api.example", "api.example", true),
            ("EXAMPLE", "api.example", true),
            (".example", "api.example", true),
            ("example.", "api.example", true),
            ("pi.example", "api.example", false),
            ("*.example", "api.example", false),
            (".", "api.example", false),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/16", "10.1.2.3", false),
            ("0.0.0.0/0", "10.1.2.3", true),
            ("10.0.0.0/33", "10.1.2.3", false),
            ("10.0.0.0/x", "10.1.2.3", false),
            ("::/0", "10.1.2.3", false),
            ("2.3", "10.1.2.3", false),
            ("fd00::/8", "[fd12::1]", true),
            ("[fd12::1]", "[fd12::1]", true),
            ("::/0", "[fd12::1]", true),
        ] {
            let settings = ProxySettings {
                proxy: Some(Proxy::parse("p").ok_or_else(|| super::unusable("x"))),
                no_proxy: format!("other,{entry}"),
            };
            let url = Url::parse(&format!("https://{host}:1/")).unwrap();
            let is_direct = settings.proxy_for(&url).unwrap().is_none();
            assert_eq!(is_direct, expected, "{entry} {host}");
        }
    }
}
