mod check;
mod checkpoints;
mod denied;
mod export;
mod list;
mod readings;
