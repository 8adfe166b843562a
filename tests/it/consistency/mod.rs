//! What is derived equals what it is derived from: verdicts, signals, the search and the audit trail, however the data came in.

mod demonstration;
mod interrupted;
mod scattered;
