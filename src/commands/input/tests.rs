use super::read_ids;

fn read(text: &str) -> Vec<String> {
    let ids = read_ids(text.as_bytes());
    ids.map(|id| id.unwrap().to_string()).collect()
}

#[test]
fn first_stdin_line_may_be_header() {
    for text in [
        "id\na\n",
        "\u{feff}id\r\na\r\n",
        "engagement_id\na",
        "\u{feff}a",
    ] {
        assert_eq!(read(text), ["a"], "{text}");
    }
    assert_eq!(read("a\nid\n").len(), 2);
}

#[test]
fn stdin_lines_are_ids_or_records() {
    let text = "a\n\n  b \r\n{\"id\":\"c\"}\n{\"engagement_id\":\"d\",\"message\":\"x\"}\n\
                {\"engagement_id\":\"e\",\"id\":7}\n{\"id\":\"x\",\"engagement_id\":\"f\"}\n";
    assert_eq!(read(text), ["a", "b", "c", "d", "e", "f"]);
}
