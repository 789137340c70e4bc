//! Recordings: a temporary address of the API, and the storage behind it.

use super::*;

const PATH: &str = "/sub_engagements/1122834/recordings/XaMiTQI";

/// What the storage answers for an address, whatever is sent with it.
fn fetch(address: &str, headers: &str) -> (u16, Vec<u8>) {
    let (host, path) = address
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head =
        format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    io::Read::read_to_end(&mut stream, &mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let status = std::str::from_utf8(&answer[9..12]).unwrap();
    (status.parse().unwrap(), answer[end + 4..].to_vec())
}

fn address(server: &Server) -> String {
    get(server, PATH).json()["url"].as_str().unwrap().to_owned()
}

#[test]
fn an_address_is_on_another_host_and_good_for_whoever_has_it() {
    let server = Server::start(options()).unwrap();
    let address = address(&server);
    assert!(!address.starts_with(server.base_url()), "{address}");
    let (status, audio) = fetch(&address, "");
    assert_eq!((status, &audio[..4]), (200, &b"RIFF"[..]));
    assert_eq!(fetch(&self::address(&server), "").1, audio);
}

#[test]
fn the_storage_refuses_a_token_and_an_address_that_was_not_signed() {
    let server = Server::start(options()).unwrap();
    let address = address(&server);
    let token = format!("Authorization: Token {TOKEN}\r\n");
    assert_eq!(fetch(&address, &token).0, 400);
    let (unsigned, _) = address.split_once('?').unwrap();
    for wrong in [
        unsigned.to_owned(),
        format!("{address}0"),
        address.replace("XaMiTQI", "X"),
    ] {
        assert_eq!(fetch(&wrong, "").0, 403, "{wrong}");
    }
    // The API itself takes nobody without one.
    assert_eq!(send(&server, "GET", PATH, ACCEPT, "").status, 401);
}

#[test]
fn every_recording_that_a_record_offers_is_there_at_the_second_time() {
    let server = Server::start(options()).unwrap();
    let page = get(&server, &everything("&per_page=300")).json();
    let (mut ready, mut late) = (0, 0);
    for link in page["engagements"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|record| record["audio_recording_urls"].as_array().unwrap())
    {
        let path = link
            .as_str()
            .unwrap()
            .strip_prefix("https://api.salemove.com")
            .unwrap();
        match get(&server, path).status {
            200 => ready += 1,
            204 => late += 1,
            other => panic!("{path}: {other}"),
        }
        assert_eq!(get(&server, path).status, 200, "{path}");
    }
    assert!(ready > late && late > 0, "{ready} {late}");
    for nobody_s in [
        "/sub_engagements/1/recordings/0",
        "/sub_engagements/1000000/recordings/9",
    ] {
        assert_eq!(
            get(&server, nobody_s).json()["message"],
            "Recording not found"
        );
    }
}

#[test]
fn the_storage_fails_on_demand() {
    let faults = vec!["403,path=signature,first=1".parse().unwrap()];
    let server = Server::start(Options {
        faults,
        ..options()
    })
    .unwrap();
    let address = address(&server);
    assert_eq!(fetch(&address, "").0, 403);
    assert_eq!(fetch(&address, "").0, 200);
}
