//! Ids that a company brings itself (contract §4.8): plain ones, and GS1 Digital Link paths.

/// The shortest plain id: whatever is shorter can be guessed.
const SHORTEST: usize = 8;
/// The longest plain id.
const LONGEST: usize = 100;
/// The longest serial number of GS1 (General Specifications §3.5.2, AI 21).
const LONGEST_SERIAL: usize = 20;

/// Reads an id as a company writes it, and returns it as scans name it and as it is kept.
///
/// Plain ids are 8 to 100 of `A-Z a-z 0-9 - _`. A GS1 Digital Link path is
/// `01/<GTIN of 14 digits>/21/<serial number>`: the GTIN with its check digit, the serial number of
/// 1 to 20 characters of GS1's set 82, percent-encoded as in an address (GS1 Digital Link: URI
/// Syntax; RFC 3986 §2.1). It is kept decoded, as an address arrives.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<String, String> {
    match text.strip_prefix("01/") {
        Some(rest) => gs1(rest),
        None => plain(text),
    }
}

fn plain(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("This field may not be blank.".into());
    }
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !text.bytes().all(good) {
        return Err(
            "Use only A-Z, a-z, 0-9, - and _, or a GS1 path: 01/<GTIN>/21/<serial number>.".into(),
        );
    }
    if text.len() < SHORTEST {
        return Err(format!(
            "Ensure this field has at least {SHORTEST} characters."
        ));
    }
    if text.len() > LONGEST {
        return Err(format!(
            "Ensure this field has no more than {LONGEST} characters."
        ));
    }
    Ok(text.to_owned())
}

/// What stands behind `01/`.
fn gs1(rest: &str) -> Result<String, String> {
    let Some((gtin, serial)) = rest.split_once("/21/") else {
        return Err("A GS1 path is written 01/<GTIN>/21/<serial number>.".into());
    };
    check_gtin(gtin)?;
    let serial = decoded(serial)?;
    if serial.is_empty() || serial.len() > LONGEST_SERIAL {
        return Err(format!(
            "The serial number of a GS1 path has 1 to {LONGEST_SERIAL} characters."
        ));
    }
    if !serial.bytes().all(is_in_set_82) {
        return Err(
            "The serial number of a GS1 path has a character that GS1 does not know.".into(),
        );
    }
    Ok(format!("01/{gtin}/21/{serial}"))
}

/// A GTIN of 14 digits whose last one checks the others (GS1 General Specifications §7.9.1).
fn check_gtin(gtin: &str) -> Result<(), String> {
    if gtin.len() != 14 || !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("The GTIN of a GS1 path has 14 digits. Put zeros before a shorter one.".into());
    }
    // From the left, odd places weigh three: with its check digit the sum ends with 0.
    let weighed = gtin.bytes().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighed
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    if sum.is_multiple_of(10) {
        Ok(())
    } else {
        Err("The check digit of the GTIN is wrong.".into())
    }
}

/// GS1's character set 82 (General Specifications, figure 7.11-1).
fn is_in_set_82(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!\"%&'()*+,-./:;<=>?_".contains(&byte)
}

/// A part of an address without its percent-encoding. What would end the part, or is no character
/// of addresses at all, has to be encoded.
fn decoded(part: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'%' => {
                let digits = rest.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                // Not by `from_str_radix` alone: that takes a sign, too.
                let digits = digits.filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
                let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
                let sentence = "A % in a GS1 path is followed by two hexadecimal digits.";
                bytes.push(byte.ok_or(sentence)?);
                rest = &rest[2..];
            }
            b'/' | b'?' | b'#' | b'"' | b'<' | b'>' => {
                let (sign, code) = (char::from(*first), *first);
                return Err(format!(
                    "In the serial number of a GS1 path write {sign} as %{code:02X}."
                ));
            }
            other => bytes.push(*other),
        }
    }
    let sentence = "The serial number of a GS1 path has a character that GS1 does not know.";
    String::from_utf8(bytes).map_err(|_| sentence.into())
}
