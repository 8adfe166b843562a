//! Takes in at build time what the program carries with it.

fn main() {
    // Migrations are embedded by a macro that does not tell cargo what it reads.
    println!("cargo::rerun-if-changed=migrations");
}
