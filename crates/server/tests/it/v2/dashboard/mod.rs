mod attention;
mod budget;
mod csv;
mod get;
mod scans;
