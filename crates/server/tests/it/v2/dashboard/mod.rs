mod budget;
mod csv;
mod scans;
