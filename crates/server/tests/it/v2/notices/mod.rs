mod dismiss;
mod list;
