//! Words of mails: a text in a language, with what it tells of filled in, and days and times as
//! that language writes them.

use super::catalogue::Text;
use countermark_core::{
    language::Language,
    time::{self, Timestamp},
};
use jiff::{civil::Date, tz::TimeZone};

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Words(pub(super) Language);

impl Words {
    /// A text. `known` are the values of its placeholders, which stand in braces; what comes in
    /// with a value is never looked through for placeholders.
    #[must_use]
    pub fn say(self, text: Text, known: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = text.in_language(self.0);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = known.iter().find(|(known, _)| *known == name);
            said.push_str(before);
            said.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        said + rest
    }

    /// One text for one, the other for all other numbers, each with `{count}`.
    pub(super) fn count(self, count: i64, one: Text, many: Text) -> String {
        // French counts nothing as one.
        let is_one = count == 1 || (count == 0 && self.0 == Language::French);
        let text = if is_one { one } else { many };
        self.say(text, &[("count", &count.to_string())])
    }

    /// A day, and where it is that day.
    pub(super) fn day(self, day: &str, time_zone: &str) -> String {
        let words = day
            .parse()
            .map_or_else(|_| day.to_owned(), |day| self.date(day));
        format!("{words} ({time_zone})")
    }

    /// A moment, as the clocks in that zone show it.
    pub(super) fn moment(self, at: Timestamp, time_zone: &str) -> String {
        let (zone, name) = match time::zone(time_zone) {
            Some(zone) => (zone, time_zone),
            None => (TimeZone::UTC, "UTC"),
        };
        let local = at.civil_in(&zone);
        let between = self.say(Text::DayAndTime, &[]);
        let (day, hour, minute) = (self.date(local.date()), local.hour(), local.minute());
        format!("{day}{between}{hour:02}:{minute:02} ({name})")
    }

    fn date(self, day: Date) -> String {
        let months = self.say(Text::Months, &[]);
        let month = usize::try_from(day.month() - 1).unwrap_or(0);
        let month = months.split(' ').nth(month).unwrap_or("");
        // The first of a month is an ordinal in French.
        let ordinal = match self.0 {
            Language::French if day.day() == 1 => "er",
            _ => "",
        };
        format!("{}{ordinal} {month} {}", day.day(), day.year())
    }
}
