//! Takes the style sheets, design tokens and font of the npm packages in `package-lock.json` into the binary.
//!
//! npm runs only when the lock changed; what it fetched stays in this package's build folder.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

type Outcome<T> = Result<T, Box<dyn Error>>;

const INPUTS: [&str; 9] =
    ["build.rs", "migrations", "package.json", "package-lock.json", ".npmrc", "assets", "templates", "texts", "theme"];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}\n");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Outcome<()> {
    for input in INPUTS {
        if Path::new(input).exists() {
            println!("cargo:rerun-if-changed={input}");
        }
    }
    println!("cargo:rerun-if-env-changed=STELSELWACHT_THEME");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let packages = out.join("packages");
    fetch_packages(&packages)?;
    let assets = out.join("assets");
    if assets.exists() {
        fs::remove_dir_all(&assets)?;
    }
    fs::create_dir(&assets)?;
    let theme = env::var_os("STELSELWACHT_THEME").unwrap_or_else(|| "theme".into());
    run(Command::new("node").arg("assets/bundle.mjs").args([packages.as_os_str(), assets.as_os_str(), &theme]))?;
    fs::write(out.join("assets.rs"), embedding(&assets)?)?;
    fs::write(out.join("templates.rs"), templates()?)?;
    fs::write(out.join("texts.rs"), texts()?)?;
    Ok(())
}

/// Lets npm fetch the packages of the lock, unless that was done for this very lock.
fn fetch_packages(packages: &Path) -> Outcome<()> {
    let lock = fs::read("package-lock.json")?;
    let stamp = packages.join("done-for-this-lock.json");
    if fs::read(&stamp).is_ok_and(|done| done == lock) {
        return Ok(());
    }
    fs::create_dir_all(packages)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(file, packages.join(file))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(packages))?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn run(command: &mut Command) -> Outcome<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!(
            "{name} is missing. Stelselwacht needs Node.js 18.17 or later with npm to build its style sheets.\n\
             Debian and Ubuntu: sudo apt-get install nodejs npm. Other systems: https://nodejs.org/en/download"
        ),
        _ => format!("{name} does not start: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?} failed ({}).\n{}{}\nIf npm cannot reach its registry, check the network or `npm config get registry`.",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    )
    .into())
}

/// Rust that lists the files of the folder with their compressed forms.
fn embedding(assets: &Path) -> Outcome<String> {
    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for path in sorted(assets)? {
        let content_type = match path.extension().and_then(OsStr::to_str) {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("woff2") => "font/woff2",
            Some("png") => "image/png",
            _ => continue,
        };
        let include = |suffix: &str| format!("include_bytes!({:?})", format!("{}{suffix}", path.display()));
        let compressed = |suffix: &str| {
            let there = Path::new(&format!("{}{suffix}", path.display())).exists();
            if there { format!("Some({})", include(suffix)) } else { "None".to_owned() }
        };
        let file = path.file_name().and_then(OsStr::to_str).ok_or("the name of an asset is not UTF-8")?;
        writeln!(
            code,
            "Asset {{ path: \"/assets/{file}\", content_type: {content_type:?}, plain: {}, brotli: {}, gzip: {} }},",
            include(""),
            compressed(".br"),
            compressed(".gz"),
        )?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Rust that lists every template by its name: the path under `templates/` without extension.
fn templates() -> Outcome<String> {
    let root = env::current_dir()?.join("templates");
    let mut files = Vec::new();
    collect(&root, "hbs", &mut files)?;
    let mut code = String::from("static TEMPLATES: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path.strip_prefix(&root)?.with_extension("");
        let name = name.to_str().ok_or("the name of a template is not UTF-8")?.replace('\\', "/");
        writeln!(code, "({name:?}, include_str!({:?})),", path.display().to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Rust that lists every file of texts by its language and its name.
fn texts() -> Outcome<String> {
    let root = env::current_dir()?.join("texts");
    let mut files = Vec::new();
    collect(&root, "ftl", &mut files)?;
    let mut code = String::from("static TEXTS: &[(&str, &str, &str)] = &[\n");
    for path in files {
        let name = path.strip_prefix(&root)?.with_extension("");
        let [Some(language), Some(name)] = name.iter().map(OsStr::to_str).collect::<Vec<_>>()[..] else {
            return Err(format!("{}: texts stand in texts/LANGUAGE/NAME.ftl", path.display()).into());
        };
        writeln!(code, "({language:?}, {name:?}, include_str!({:?})),", path.display().to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            collect(&path, extension, files)?;
        } else if path.extension() == Some(OsStr::new(extension)) {
            files.push(path);
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
