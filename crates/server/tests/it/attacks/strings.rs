//! Texts that have broken programs, as they stand between the quotes of JSON.

/// The list. Its ideas are common knowledge; see the Big List of Naughty Strings.
pub(super) fn all() -> Vec<String> {
    let mut all: Vec<String> = SHORT.iter().map(|text| (*text).to_owned()).collect();
    all.extend([
        "a".repeat(256),
        "é".repeat(20_001),
        "a".repeat(60_000),
        // One letter with many marks, and letters that become more when they are folded.
        format!("a{}", r"\u0301".repeat(500)),
        "\u{fdfa}".repeat(254),
        "%00".repeat(300),
    ]);
    all
}

/// Those that are worth a password's hash.
pub(super) const FOR_PASSWORDS: usize = 12;

const SHORT: [&str; 58] = [
    // The first twelve go to the operations that hash, too.
    r"\u0000",
    r"x\u0000x",
    r"\ud800",
    r"\udc00\ud800 and more",
    r"\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
    "' OR '1'='1",
    r"a\r\nBcc: everybody@evil.example\r\n\r\nfifteen",
    "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    r"\u202etxt.exe\u202c backwards",
    "null undefined NaN Infinity",
    "１２３４５６７８９０１２３４５",
    // Nothing, nearly nothing.
    "",
    " ",
    r"\t\n\r",
    r"\u00a0\u2003\u3000",
    r"\u200b\u200c\u200d\ufeff",
    r"\ufeffa",
    // Words that mean something to programs.
    "null",
    "undefined",
    "true",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "COM1",
    "..",
    "../../../../etc/passwd",
    r"C:\\Windows\\win.ini",
    "/dev/null; touch /tmp/x",
    // Numbers.
    "0",
    "-1",
    "1e309",
    "0x7fffffffffffffff",
    "9223372036854775808",
    "00012",
    "1,000.00",
    "1/0",
    // SQL and its wildcards.
    r"'; DROP TABLE person; --",
    r#"\" OR 1=1 -- "#,
    "100%_[a-z]*?",
    r"\\' UNION SELECT NULL--",
    "1; SELECT pg_sleep(10)",
    // Pages, addresses, headers, shells, logs.
    "<script>alert(1)</script>",
    r#"\"><img src=x onerror=alert(1)>"#,
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://a.example@b.example/",
    "$(id) `id` | id && id",
    r"a\u001b[31mred\u001b[0m",
    r"a\u0008\u007f\u0085b",
    "%s%n%x%p {0} {}",
    // Spreadsheets.
    "=1+1",
    "@SUM(1)",
    // What people write.
    "Ærøskøbing Łódź İstanbul ıssız ß ﬀ Ǆ",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1f1e8}\u{1f1ed}",
    "مرحبا بالعالم שלום 社會科學院語學研究所",
    "\u{feff}\u{fffe}\u{ffff}\u{10ffff}",
];
