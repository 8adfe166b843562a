//! The demonstration: invented deliveries, moved in time so that they always end last month.

mod shift;
mod slice;
mod table;
