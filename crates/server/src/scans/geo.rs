//! The country of an address, from a database file on this machine: nobody else learns who scans.

use clap::Args;
use countermark_core::scan_flags::Point;
use countermark_store::scans::Location;
use maxminddb::{Reader, path};
use std::{net::IpAddr, path::PathBuf, sync::Arc};

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct GeoArgs {
    /// Database in the `MaxMind` format (`.mmdb`) that tells the country, and perhaps the city, of
    /// an address. Without it, scans have a country only when a device tells where it is.
    #[arg(
        long,
        env = "COUNTERMARK_GEOIP_FILE",
        value_name = "FILE",
        help = "Database in the MaxMind format (.mmdb) that tells the country, and perhaps the city, of an address; read at the start"
    )]
    pub geoip_file: Option<PathBuf>,
}

impl GeoArgs {
    /// Reads the file, if one is given.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(&self) -> Result<Option<Arc<Geo>>, String> {
        let Some(path) = &self.geoip_file else {
            return Ok(None);
        };
        let shown = path.display();
        let bytes = std::fs::read(path).map_err(|error| {
            format!("{shown} cannot be read: {error}. Correct --geoip-file, or leave it out.")
        })?;
        let geo = Geo::read(bytes).map_err(|error| {
            format!("{shown} is no database in the MaxMind format: {error}. Correct --geoip-file.")
        })?;
        Ok(Some(Arc::new(geo)))
    }
}

/// An open database.
pub struct Geo(Reader<Vec<u8>>);

impl std::fmt::Debug for Geo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Geo")
    }
}

impl Geo {
    /// A database from its bytes.
    ///
    /// # Errors
    /// When they are none.
    pub fn read(bytes: Vec<u8>) -> Result<Self, maxminddb::MaxMindDbError> {
        Reader::from_source(bytes).map(Self)
    }

    /// Where an address is; what the file does not know is empty.
    #[must_use]
    pub fn locate(&self, address: IpAddr) -> Location {
        let Ok(found) = self.0.lookup(address) else {
            return Location::default();
        };
        let text = |path: &[maxminddb::PathElement<'_>]| {
            let text = found.decode_path::<&str>(path).ok().flatten();
            text.unwrap_or_default().to_owned()
        };
        let country = text(&path!["country", "iso_code"]).to_uppercase();
        if country.len() != 2 {
            return Location::default();
        }
        let degrees = |name: &str| {
            let number = found.decode_path::<f64>(&path!["location", name]);
            number.ok().flatten()
        };
        let point = match (degrees("latitude"), degrees("longitude")) {
            (Some(latitude), Some(longitude)) => Point::of_degrees(latitude, longitude),
            _ => None,
        };
        Location {
            country,
            city: text(&path!["city", "names", "en"]),
            point,
            by: "ip".into(),
        }
    }
}
