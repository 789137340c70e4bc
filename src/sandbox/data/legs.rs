//! The `legs` of a single engagement: one for each operator who took part.

use super::calendar::stamp;
use super::dice::{Dice, Purpose};
use super::json::Object;
use super::people::{OPERATOR_IDS, SITE_IDS, VisitorNames};
use super::record::Engagement;

impl Engagement {
    /// Writes the record as it is asked for by its id: later generations add the `legs`.
    pub(crate) fn write_alone(&self, names: &VisitorNames, exported: bool, out: &mut String) {
        self.write_with(names, exported, out, |object| {
            if self.later_generation {
                object.json("legs", &json(self));
            }
        });
    }
}

/// The legs of `engagement` as JSON text, in the order in which they happened.
fn json(engagement: &Engagement) -> String {
    let operators: Vec<usize> = engagement.handling.operators().collect();
    let share = engagement.duration / operators.len() as u64;
    let mut out = String::new();
    super::json::list(
        &mut out,
        operators.iter().enumerate(),
        |out, (place, &operator)| {
            let leg = Leg {
                requested_at: engagement.created_at + (place as u64 * share * 1000).cast_signed(),
                duration: share,
                transferred: place > 0,
                transfers: place + 1 < operators.len(),
                operator,
            };
            leg.write(engagement, out);
        },
    );
    out
}

struct Leg {
    /// Unix milliseconds.
    requested_at: i64,
    /// Seconds.
    duration: u64,
    /// Whether it began by a transfer.
    transferred: bool,
    /// Whether it ended by one.
    transfers: bool,
    operator: usize,
}

impl Leg {
    fn write(&self, engagement: &Engagement, out: &mut String) {
        let seed = engagement.id.as_u64_pair().0;
        let mut dice = Dice::new(seed, Purpose::Legs, u64::from(self.transferred));
        let media = if engagement.media.audio {
            "phone"
        } else {
            "text"
        };
        let highest = if engagement.media.video {
            "video"
        } else {
            media
        };
        let ended_at = self.requested_at + (self.duration * 1000).cast_signed();
        let mut leg = Object::begin(out);
        leg.id("id", dice.uuid());
        leg.json("operator", &reference(OPERATOR_IDS[self.operator]));
        leg.json("site", &reference(SITE_IDS[engagement.handling.site]));
        leg.plain("requested_at", &stamp(self.requested_at));
        leg.plain("accepted_at", &stamp(self.requested_at + 900));
        leg.plain(
            "request_type",
            if self.transferred {
                "transfer"
            } else {
                "reactive"
            },
        );
        leg.plain("request_source", "visitor");
        leg.plain("offered_media_type", media)
            .plain("accepted_media_type", media);
        leg.json("request_queues", "[]");
        leg.number("duration", self.duration);
        leg.plain("highest_visitor_media_type", media);
        leg.plain("highest_operator_media_type", highest);
        leg.flag("used_cobrowsing", engagement.media.cobrowsing);
        leg.plain("ended_at", &stamp(ended_at));
        let reason = dice.pick(&["operator_hung_up", "visitor_hung_up", "left_by_visitor"]);
        leg.plain(
            "end_reason",
            if self.transfers {
                "transferred"
            } else {
                reason
            },
        );
        leg.end();
    }
}

/// `{"id": …}`.
fn reference(id: &str) -> String {
    let mut out = String::new();
    let mut object = Object::begin(&mut out);
    object.plain("id", id);
    object.end();
    out
}
