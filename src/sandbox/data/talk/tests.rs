use super::*;
use crate::sandbox::data::dice::Purpose;
use crate::sandbox::data::people::VisitorNames;
use crate::sandbox::data::record::Media;
use crate::sandbox::data::script::themes;

fn talk(number: u64, names: &VisitorNames) -> (Engagement, Vec<Said>) {
    let engagement = Engagement::new(5, number, 0, names);
    let mut dice = Dice::new(5, Purpose::Talk, number);
    let said = conversation(&engagement, &themes(), &mut dice);
    (engagement, said)
}

#[test]
fn conversations_have_from_none_to_twenty_messages_and_fit_their_engagement() {
    let names = VisitorNames::new();
    let mut lengths: Vec<_> = (0..250)
        .map(|number| {
            let (engagement, said) = talk(number, &names);
            assert!(
                said.len() as u64 * PACE <= engagement.duration,
                "engagement {number}"
            );
            said.len()
        })
        .collect();
    lengths.sort_unstable();
    assert_eq!((lengths[0], lengths[249]), (0, LONGEST));
    lengths.dedup();
    assert!(lengths.len() > 12, "many lengths: {lengths:?}");
}

#[test]
fn no_gap_is_left_and_only_those_who_took_part_speak() {
    let names = VisitorNames::new();
    for number in 0..250 {
        let (engagement, said) = talk(number, &names);
        for Said { by, text } in said {
            assert!(
                !text.contains("{operator}") && !text.contains("{number}"),
                "{text}"
            );
            if let Speaker::Operator(place) = by {
                assert!(
                    engagement
                        .handling
                        .operators()
                        .any(|operator| operator == place)
                );
            }
        }
    }
}

#[test]
fn media_and_transfers_are_told_by_the_system() {
    let names = VisitorNames::new();
    let mut engagement = Engagement::new(5, 1, 0, &names);
    engagement.media = Media {
        cobrowsing: true,
        audio: false,
        video: true,
    };
    engagement.handling.successor = Some(1);
    let asides = asides(&engagement, &mut Dice::new(5, Purpose::Talk, 3));
    let told: Vec<_> = asides
        .iter()
        .map(|said| said.text.as_str())
        .take(3)
        .collect();
    let expected = [
        "CoBrowsing Started",
        "Upgraded to One-Way Video",
        "Transferred to Alex Raffa",
    ];
    assert_eq!(told, expected);
    assert!(asides.iter().take(3).all(|said| said.by == Speaker::System));
}

#[test]
fn every_harmful_message_is_sent_by_somebody() {
    let names = VisitorNames::new();
    let all: Vec<_> = (0..1500)
        .flat_map(|number| talk(number, &names).1)
        .collect();
    for text in HOSTILE {
        assert!(all.iter().any(|said| said.text.ends_with(text)), "{text:?}");
    }
}
