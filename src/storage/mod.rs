//! The only place that knows diesel.
