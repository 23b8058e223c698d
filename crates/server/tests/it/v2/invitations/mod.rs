mod accept;
mod look;
mod races;
