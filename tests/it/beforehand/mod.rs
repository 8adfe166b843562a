//! What a body can know beforehand: what the matrix prescribes, what it still has to do, and by when.

mod calendar;
mod guide;
mod reminders;
mod terms;
mod world;
