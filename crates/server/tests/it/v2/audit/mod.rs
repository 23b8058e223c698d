mod check;
mod checkpoints;
mod denied;
mod export;
mod keys_rotate;
mod list;
mod readings;
