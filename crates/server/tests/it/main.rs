//! Tests of the server through its router, on both engines. One binary, so that it is linked
//! once; a test is found by the URL it is about.

mod attacks;
mod audit_actions;
mod authz;
mod background_job;
mod cli;
mod code_scene;
mod contract;
mod credentials;
mod damaged;
mod files;
mod fuzz;
mod http;
mod idle;
mod jobs;
mod least_rights;
mod mail;
mod nodes;
mod one_time;
mod package;
mod q;
mod retention;
mod scans;
mod security_tables;
mod soft_passkey;
mod support;
mod tls;
mod upgraded;
mod v2;
mod whole_loop;
