//! A small database in the `MaxMind` format, written for a test.
//! <https://maxmind.github.io/MaxMind-DB/>

/// A network with its country, city and place.
pub(super) struct Network {
    pub(super) address: [u8; 4],
    pub(super) bits: u8,
    pub(super) country: &'static str,
    pub(super) city: &'static str,
    pub(super) place: (f64, f64),
}

/// A record: nothing yet, another node, or data.
#[derive(Clone, Copy)]
enum Record {
    Nothing,
    Node(usize),
    Data(usize),
}

/// The bytes of a database with these networks.
pub(super) fn database(networks: &[Network]) -> Vec<u8> {
    let mut nodes = vec![[Record::Nothing; 2]];
    let mut data = Vec::new();
    for network in networks {
        let at = data.len();
        city(&mut data, network);
        let address = u32::from_be_bytes(network.address);
        let mut node = 0;
        for bit in 0..network.bits {
            let side = usize::from(address >> (31 - bit) & 1 == 1);
            if bit + 1 == network.bits {
                nodes[node][side] = Record::Data(at);
            } else if let Record::Node(next) = nodes[node][side] {
                node = next;
            } else {
                nodes.push([Record::Nothing; 2]);
                let next = nodes.len() - 1;
                nodes[node][side] = Record::Node(next);
                node = next;
            }
        }
    }
    let count = nodes.len();
    let mut bytes = Vec::new();
    for record in nodes.iter().flatten() {
        let value = match record {
            Record::Nothing => count,
            Record::Node(node) => *node,
            Record::Data(at) => count + 16 + at,
        };
        let value = u32::try_from(value).expect("small");
        bytes.extend(&value.to_be_bytes()[1..]);
    }
    bytes.extend([0; 16]);
    bytes.extend(data);
    bytes.extend(b"\xab\xcd\xefMaxMind.com");
    metadata(&mut bytes, count);
    bytes
}

fn control(out: &mut Vec<u8>, kind: u8, size: usize) {
    let size = u8::try_from(size).expect("small");
    assert!(size < 29, "longer ones are written otherwise");
    if kind < 8 {
        out.push(kind << 5 | size);
    } else {
        out.extend([size, kind - 7]);
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    control(out, 2, text.len());
    out.extend(text.as_bytes());
}

fn double(out: &mut Vec<u8>, number: f64) {
    control(out, 3, 8);
    out.extend(number.to_be_bytes());
}

fn number(out: &mut Vec<u8>, kind: u8, number: u16) {
    control(out, kind, 2);
    out.extend(number.to_be_bytes());
}

fn city(out: &mut Vec<u8>, network: &Network) {
    control(out, 7, 3);
    text(out, "country");
    control(out, 7, 1);
    text(out, "iso_code");
    text(out, network.country);
    text(out, "city");
    control(out, 7, 1);
    text(out, "names");
    control(out, 7, 1);
    text(out, "en");
    text(out, network.city);
    text(out, "location");
    control(out, 7, 2);
    text(out, "latitude");
    double(out, network.place.0);
    text(out, "longitude");
    double(out, network.place.1);
}

fn metadata(out: &mut Vec<u8>, nodes: usize) {
    control(out, 7, 9);
    text(out, "node_count");
    number(out, 6, u16::try_from(nodes).expect("small"));
    text(out, "record_size");
    number(out, 5, 24);
    text(out, "ip_version");
    number(out, 5, 4);
    text(out, "database_type");
    text(out, "Test-City");
    text(out, "languages");
    control(out, 11, 1);
    text(out, "en");
    text(out, "binary_format_major_version");
    number(out, 5, 2);
    text(out, "binary_format_minor_version");
    number(out, 5, 0);
    text(out, "build_epoch");
    number(out, 9, 1);
    text(out, "description");
    control(out, 7, 0);
}
