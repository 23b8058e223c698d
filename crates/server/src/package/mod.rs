//! The file of a work order: a zip with `codes.csv` in the documented columns, `manifest.json`, and
//! QR images (contract §4.4). Written as a stream: codes come in some thousands at a time, bytes go
//! out as they are made, and memory does not grow with the order.
//!
//! The same order gives the same bytes every time, so that a job which begins anew overwrites what
//! it wrote with what it wrote.

mod bridge;
mod qr;

pub use bridge::{Package, start};

use crate::csv::write_row;
use countermark_core::time::Timestamp;
use countermark_store::codes::generate::Generated;
use serde_json::{Value, json};
use std::io::{self, Write};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// Codes of one batch, as printers are given them (contract §4.4).
pub const BATCH: i64 = 20_000;

/// The columns of `codes.csv`, in the documented order.
const COLUMNS: [&str; 5] = [
    "extended_id",
    "serial_number",
    "sequence_number",
    "batch_number",
    "url",
];

/// Which pictures are made of each code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Images {
    /// None.
    None,
    /// SVG.
    Svg,
    /// PNG of one bit a pixel.
    Png,
    /// Both.
    Both,
}

impl Images {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::None, Self::Svg, Self::Png, Self::Both];

    /// Orders of more codes get no pictures unless somebody asks for them.
    pub const BY_THEMSELVES: i64 = 20_000;

    /// Orders of more codes get none at all: whoever prints that many makes them from the addresses.
    pub const AT_MOST: i64 = 100_000;

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Both => "both",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|images| images.name() == name)
    }

    /// What an order of so many codes gets when nobody says.
    #[must_use]
    pub const fn fitting(quantity: i64) -> Self {
        if quantity <= Self::BY_THEMSELVES {
            Self::Svg
        } else {
            Self::None
        }
    }

    const fn svg(self) -> bool {
        matches!(self, Self::Svg | Self::Both)
    }

    const fn png(self) -> bool {
        matches!(self, Self::Png | Self::Both)
    }
}

/// What is put into a package.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The order's id.
    pub workorder: i64,
    /// Its reference.
    pub reference: String,
    /// The SKU of its product.
    pub sku: Option<String>,
    /// How many codes.
    pub quantity: i64,
    /// When they were ordered.
    pub created_at: Timestamp,
    /// Which pictures.
    pub images: Images,
    /// What addresses begin with, without a slash at the end.
    pub scan_base: String,
}

impl Plan {
    /// The address that the QR code of that id holds.
    #[must_use]
    pub fn url(&self, extended_id: &str) -> String {
        format!("{}/{extended_id}", self.scan_base)
    }

    fn manifest(&self) -> Value {
        json!({
            "format": "countermark-codes-1",
            "workorder": self.workorder,
            "reference": self.reference,
            "product": self.sku,
            "quantity": self.quantity,
            "created_at": self.created_at.to_string(),
            "url": self.url("{extended_id}"),
            "codes": {"file": "codes.csv", "columns": COLUMNS, "batch_size": BATCH},
            "images": {
                "kinds": self.images.name(), "folder": "qr", "error_correction": "M",
                "names": "{sequence_number}-{extended_id}",
            },
        })
    }
}

/// The zip while it is being written: manifest, then all rows, then all pictures.
struct Zip<W: Write> {
    out: ZipWriter<StreamWriter<W>>,
    plan: Plan,
    text: String,
}

/// Compressed, with a time that does not depend on when it is written.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// Pictures are small and compressed already; a zip's own compression costs more than it spares.
fn stored() -> SimpleFileOptions {
    options().compression_method(CompressionMethod::Stored)
}

impl<W: Write> Zip<W> {
    fn new(out: W, plan: Plan) -> io::Result<Self> {
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file("manifest.json", options())?;
        let mut text = serde_json::to_string_pretty(&plan.manifest())?;
        text.push('\n');
        zip.write_all(text.as_bytes())?;
        zip.start_file("codes.csv", options())?;
        text.clear();
        write_row(&mut text, COLUMNS);
        zip.write_all(text.as_bytes())?;
        Ok(Self {
            out: zip,
            plan,
            text,
        })
    }

    /// Rows of `codes.csv`; all of them come before the first picture.
    fn rows(&mut self, codes: &[Generated]) -> io::Result<()> {
        self.text.clear();
        for code in codes {
            let sequence = code.sequence.to_string();
            let batch = ((code.sequence - 1) / BATCH + 1).to_string();
            let url = self.plan.url(&code.extended_id);
            let serial_number = code.serial_number.as_deref().unwrap_or("");
            let cells = [
                &*code.extended_id,
                serial_number,
                &*sequence,
                &*batch,
                &*url,
            ];
            write_row(&mut self.text, cells);
        }
        self.out.write_all(self.text.as_bytes())
    }

    /// Pictures in `qr/`.
    fn images(&mut self, codes: &[Generated]) -> io::Result<()> {
        for code in codes {
            let matrix = qr::matrix(&self.plan.url(&code.extended_id))?;
            let name = format!("qr/{}-{}", code.sequence, code.extended_id);
            if self.plan.images.svg() {
                self.out.start_file(format!("{name}.svg"), options())?;
                self.out.write_all(qr::svg(&matrix).as_bytes())?;
            }
            if self.plan.images.png() {
                self.out.start_file(format!("{name}.png"), stored())?;
                self.out.write_all(&qr::png(&matrix)?)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<W> {
        Ok(self.out.finish()?.into_inner())
    }
}
