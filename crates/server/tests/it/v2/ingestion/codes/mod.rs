mod cancel;
mod create_from_template;
mod list;
mod process_from_file;
