//! Countries by their ISO 3166-1 alpha-2 codes.
//!
//! The table is the list of officially assigned codes as tzdata's `iso3166.tab` has it, and `XK`,
//! a user-assigned code that location databases use for Kosovo. Names are for the portal to show
//! in its reader's language.

use std::fmt;

const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// A country.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The country with that code, in any case (contract §8.15); `None` when no country has it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [first, second] = text.as_bytes() else {
            return None;
        };
        let code = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
        let known = CODES.as_bytes().chunks(3).any(|known| known[..2] == code);
        known.then_some(Self(code))
    }

    /// Its code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Both bytes come from the table, which is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Every country, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split(' ').filter_map(Self::parse)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Country {
    type Err = NoCountry;
    fn from_str(text: &str) -> Result<Self, NoCountry> {
        Self::parse(text).ok_or(NoCountry)
    }
}

/// No country has that code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the ISO 3166-1 alpha-2 code of a country")]
pub struct NoCountry;
