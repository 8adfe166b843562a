//! The house itself: which rooms may know which, and under which licences it is built.

mod licences;
mod permits;
mod texts;
mod walls;
