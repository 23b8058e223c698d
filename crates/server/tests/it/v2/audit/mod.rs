mod check;
mod checkpoints;
mod export;
mod list;
mod readings;
