//! The program is killed with `kill -9` in the middle of its work, again and again, and started
//! on the same database: whatever it had answered is there, and nothing is there twice or by half
//! (F-01, F-03, F-30).

mod scene;
mod upgrade;
mod upload;
mod upload_async;
