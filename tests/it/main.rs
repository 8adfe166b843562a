//! Everything that is proved from outside, in one binary: a folder per capability.

mod assessment;
