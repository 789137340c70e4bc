use proptest::prelude::*;

use super::*;

/// A character of each kind that is hard to show, measure or break.
const HARD: &str = "\0\n\r\t \u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{61c}\u{200b}\u{200c}\u{200d}\u{202e}\
    \u{2029}\u{2066}\u{feff}\u{e0041}\u{301}\u{338}\u{94d}\u{915}\u{93f}\u{600}\u{d4e}\u{1100}\
:##[a\u{3164}\u{1161}\u{644}\u{627}\u{17d2}\u{1780}\u{2d31}\u{2d7f}\u{ff9e}\u{fe0f}\u{fe01}\u{2018}\u{263a}\
    \u{1f469}\u{1f3fd}\u{1f1e6}漢é…⏎";

fn hard_text() -> impl Strategy<Value = String> {
    let hard: Vec<char> = HARD.chars().collect();
    let character = prop_oneof![2 => prop::sample::select(hard), 1 => any::<char>()];
    prop::collection::vec(character, 0..120).prop_map(String::from_iter)
}

fn sanitized(text: &str) -> String {
    Sanitized::line(text).to_string()
}

#[test]
fn invisible_characters_become_visible() {
    for (text, shown) in [
        ("a\nb", "a⏎b"),
        ("a\r\nb\r\n", "a⏎b⏎"),
        ("a\rb\r", "a^Mb^M"),
        ("a\tb", "a b"),
        ("\0\u{1}\u{1f}", "^@^A^_"),
        ("\u{1b}[31mred\u{1b}[0m", "^[[31mred^[[0m"),
        ("\u{7f}", "^?"),
        (
            "\u{80}\u{85}\u{9b}31m\u{9f}",
            "<U+0080><U+0085><U+009B>31m<U+009F>",
        ),
        ("invoice\u{202e}fdp.exe", "invoice<U+202E>fdp.exe"),
        ("\u{61c}\u{200e}\u{2069}", "<U+061C><U+200E><U+2069>"),
        ("ad\u{200b}min\u{ad}", "ad<U+200B>min<U+00AD>"),
        (
            "\u{2028}\u{2029}\u{feff}\u{fffb}",
            "<U+2028><U+2029><U+FEFF><U+FFFB>",
        ),
        ("x\u{e0041}\u{e0100}", "x<U+E0041><U+E0100>"),
        (
            "\u{3164}\u{2800}\u{34f}\u{fe00}",
            "<U+3164><U+2800><U+034F><U+FE00>",
        ),
    ] {
        assert_eq!(sanitized(text), shown);
    }
}

#[test]
fn ci_commands_are_escaped() {
    for (text, shown) in [
        ("::set-output name=a::b", "<U+003A>:set-output name=a::b"),
        (" \u{3000}::error::", " \u{3000}<U+003A>:error::"),
        ("\t\u{200d}::", " \u{200d}<U+003A>:"),
        (":::", "<U+003A>::"),
        ("a ::b:: : :", "a ::b:: : :"),
        ("##vso[task.x]y", "<U+0023>#vso[task.x]y"),
        ("a ##[group]", "a <U+0023>#[group]"),
        ("###[x##[", "#<U+0023>#[x<U+0023>#["),
        ("## a [b] #[c]", "## a [b] #[c]"),
    ] {
        assert_eq!(sanitized(text), shown);
    }
}

#[test]
fn combining_marks_are_limited_to_eight() {
    let eight = "a\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{30a}";
    assert_eq!(sanitized(eight), eight);
    assert_eq!(sanitized(&format!("{eight}\u{30b}")), format!("{eight}…"));
    let more = "\u{30b}".repeat(1000);
    assert_eq!(
        sanitized(&format!("{eight}{more}b\u{301}")),
        format!("{eight}…b\u{301}")
    );
    assert_eq!(
        sanitized(&format!("{more}b")),
        format!("{}…b", "\u{30b}".repeat(8))
    );
}

#[test]
fn text_width_is_measured_in_columns() {
    for (text, columns) in [
        ("", 0),
        ("abc", 3),
        ("漢字", 4),
        ("e\u{301}", 1),
        ("👩‍👩‍👧", 2),
        ("\u{1b}", 2),
    ] {
        assert_eq!(Sanitized::line(text).width(), columns, "{text}");
    }
}

proptest! {
    #[test]
    fn sanitized_text_has_no_invisible_characters(text in hard_text()) {
        properties::sanitized_text_has_no_invisible_characters(&text);
    }

    #[test]
    fn plain_characters_are_kept(text in "[ -\"$-9;-~à-ž漢]*") {
        prop_assert_eq!(sanitized(&text), text);
    }
}

#[test]
fn combining_marks_are_recognized() {
    for mark in ['\u{301}', '\u{94D}', '\u{200C}', '\u{200D}', '\u{FE0F}'] {
        assert!(is_combining(mark), "U+{:04X}", u32::from(mark));
    }
    for other in "a 漢\n\u{1b}\u{200B}\u{202E}\u{E0041}\u{E0100}".chars() {
        assert!(!is_combining(other), "U+{:04X}", u32::from(other));
    }
}

#[test]
fn plain_text_is_kept() {
    for text in [
        "",
        "Jane Doe",
        "Łukasz Žižek",
        "می‌خواهم",
        "क्षि",
        "👩🏽‍❤️‍💋‍👨🏻 ☺️",
        "a\u{301}",
    ] {
        assert_eq!(sanitized(text), text);
    }
}

#[test]
fn arguments_are_quoted_for_shell() {
    for (word, expected) in [
        ("a-b", "a-b"),
        ("a b", "'a b'"),
        ("", "''"),
        ("it's", r"'it'\''s'"),
        ("$x", "'$x'"),
        ("é", "'é'"),
    ] {
        assert_eq!(quoted(word), expected);
    }
}
