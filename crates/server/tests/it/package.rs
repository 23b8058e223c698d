//! The file of a work order, read back by other libraries than those that write it.

use countermark::package::{self, Images, Plan};
use countermark_core::time::Timestamp;
use countermark_store::codes::generate::Generated;
use serde_json::Value;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// A package in memory.
pub(crate) type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// One file of it.
pub(crate) fn content(archive: &mut Archive, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = archive.by_name(name).expect(name);
    file.read_to_end(&mut bytes).expect("bytes");
    bytes
}

/// The text that a picture's QR code holds.
pub(crate) fn decoded(png: &[u8]) -> String {
    let mut reader = png::Decoder::new(Cursor::new(png))
        .read_info()
        .expect("a PNG");
    let info = reader.info();
    assert_eq!(info.bit_depth, png::BitDepth::One);
    assert_eq!(info.color_type, png::ColorType::Grayscale);
    let (width, height) = (info.width as usize, info.height as usize);
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let line = reader.next_frame(&mut pixels).expect("pixels").line_size;
    let white = |x: usize, y: usize| pixels[y * line + x / 8] >> (7 - x % 8) & 1;
    read(width, height, |x, y| white(x, y) * 255)
}

fn read(width: usize, height: usize, grey: impl Fn(usize, usize) -> u8) -> String {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a code").1
}

/// The same for an SVG of ours: its path is drawn, eight pixels a unit.
fn decoded_svg(svg: &str) -> String {
    let side = svg.split("viewBox=\"0 0 ").nth(1).expect("a size");
    let side: usize = side.split(' ').next().unwrap().parse().expect("a number");
    let path = svg.rsplit("d=\"").next().expect("a path");
    let path = path.split('"').next().expect("a path");
    let mut dark = vec![false; side * side];
    for run in path.split('M').skip(1) {
        let (x, rest) = run.split_once(' ').expect("a place");
        let (y, rest) = rest.split_once('h').expect("a run");
        let length = rest.split('v').next().expect("a length");
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let at = number(y) * side + number(x);
        dark[at..at + number(length)].fill(true);
    }
    read(side * 8, side * 8, |x, y| {
        if dark[y / 8 * side + x / 8] { 0 } else { 255 }
    })
}

fn plan(images: Images, quantity: i64) -> Plan {
    Plan {
        workorder: 12,
        reference: "Spring, \"2027\"".into(),
        sku: Some("OLV-500".into()),
        quantity,
        created_at: Timestamp(1_795_521_600_000_000),
        images,
        scan_base: "https://abcd.example".into(),
    }
}

fn code(sequence: i64) -> Generated {
    Generated {
        sequence,
        extended_id: format!("Q_7-xK2aZp{:02}", sequence % 100),
        serial_number: (sequence % 2 == 0).then(|| format!("S{sequence}")),
    }
}

async fn packed(images: Images, codes: &[Generated]) -> Vec<u8> {
    let quantity = i64::try_from(codes.len()).expect("few");
    let (package, mut bytes) = package::start(plan(images, quantity));
    let out = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Some(piece) = bytes.recv().await {
            all.extend_from_slice(&piece);
        }
        all
    });
    for portion in codes.chunks(7) {
        assert!(package.rows(portion.to_vec()).await);
    }
    if images != Images::None {
        for portion in codes.chunks(7) {
            assert!(package.images(portion.to_vec()).await);
        }
    }
    package.finish().await.expect("a package");
    out.await.expect("no panic")
}

#[tokio::test]
async fn a_package_holds_rows_manifest_and_pictures() {
    let codes: Vec<_> = (1..=23).map(code).collect();
    let bytes = packed(Images::Both, &codes).await;
    assert!(
        bytes == packed(Images::Both, &codes).await,
        "the same each time"
    );
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    assert_eq!(archive.len(), 2 + 2 * 23);
    let rows = String::from_utf8(content(&mut archive, "codes.csv")).expect("UTF-8");
    let mut lines = rows.split("\r\n");
    let head = "extended_id,serial_number,sequence_number,batch_number,url";
    assert_eq!(lines.next(), Some(head));
    assert_eq!(
        lines.next(),
        Some("Q_7-xK2aZp01,,1,1,https://abcd.example/Q_7-xK2aZp01")
    );
    assert_eq!(
        lines.next(),
        Some("Q_7-xK2aZp02,S2,2,1,https://abcd.example/Q_7-xK2aZp02")
    );
    let manifest: Value = serde_json::from_slice(&content(&mut archive, "manifest.json")).unwrap();
    assert_eq!(manifest["reference"], "Spring, \"2027\"");
    assert_eq!(manifest["quantity"], 23);
    for code in &codes {
        let name = format!("qr/{}-{}", code.sequence, code.extended_id);
        let url = format!("https://abcd.example/{}", code.extended_id);
        let png = content(&mut archive, &format!("{name}.png"));
        assert_eq!(decoded(&png), url);
        let svg = content(&mut archive, &format!("{name}.svg"));
        assert_eq!(decoded_svg(std::str::from_utf8(&svg).unwrap()), url);
    }
}

#[tokio::test]
async fn batches_have_twenty_thousand_codes() {
    let codes: Vec<_> = (19_999..=40_001).map(code).collect();
    let bytes = packed(Images::None, &codes).await;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    assert_eq!(archive.len(), 2, "no pictures");
    let rows = String::from_utf8(content(&mut archive, "codes.csv")).expect("UTF-8");
    let batch = |sequence: i64| {
        let cell = format!(",{sequence},");
        let line = rows
            .lines()
            .find(|line| line.contains(&cell))
            .expect("a row");
        line.split(',').nth(3).map(str::to_owned)
    };
    for (sequence, expected) in [(19_999, "1"), (20_000, "1"), (20_001, "2"), (40_001, "3")] {
        assert_eq!(batch(sequence).as_deref(), Some(expected), "{sequence}");
    }
}

/// Whoever reads goes away: the thread ends, and says so.
#[tokio::test]
async fn a_package_that_nobody_takes_ends() {
    let (package, bytes) = package::start(plan(Images::None, 9));
    drop(bytes);
    package.rows(vec![code(1)]).await;
    package.finish().await.expect_err("nobody took it");
}
