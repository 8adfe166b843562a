//! The command line: parse, call, exit code.

mod cli;

/// A page is put together from many small texts; this allocator spends least on them (docs/benchmarks.md). Without huge pages,
/// which hold twice the memory of a server at rest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
