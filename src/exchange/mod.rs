//! The JSON that comes in and goes out, with the Dutch names of the law.
