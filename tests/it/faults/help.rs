//! The help of every command, as a stranger reads it. The texts under `help/` are looked at when they change.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{program, told};

fn help(command: &[&str]) -> String {
    let (code, out, err) = told(&program("sqlite:nergens.db").args(command).arg("--help").output().unwrap());
    assert_eq!((code, err.as_str()), (Some(0), ""), "{command:?}");
    out
}

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<&str> {
    let commands = help.split_once("\nCommands:\n").map_or("", |(_, rest)| rest);
    let commands = commands.split("\n\n").next().unwrap_or_default().lines();
    let named = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    named.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

/// Every command there is, with its help.
fn all() -> Vec<(Vec<String>, String)> {
    let mut found = vec![(Vec::new(), help(&[]))];
    let mut at = 0;
    while let Some((command, text)) = found.get(at).cloned() {
        for name in listed(&text) {
            let whole: Vec<String> = command.iter().cloned().chain([name.to_owned()]).collect();
            let text = help(&whole.iter().map(String::as_str).collect::<Vec<_>>());
            found.push((whole, text));
        }
        at += 1;
    }
    found
}

#[test]
fn the_help_of_every_command_is_as_it_was_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/faults/help");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (command, text) in all() {
        let name = format!("{}.txt", if command.is_empty() { "stelselwacht".to_owned() } else { command.join("-") });
        // Lines that hold only blanks would be cleaned up by an editor.
        let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
        if fs::read_to_string(folder.join(&name)).unwrap_or_default() != text {
            wrong.push(format!("tests/it/faults/help/{name} is not what `{} --help` says:\n{text}", command.join(" ")));
        }
        seen.insert(name);
    }
    let kept = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    wrong.extend(kept.filter(|name| !seen.contains(name)).map(|name| format!("there is no command for help/{name}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.len() > 12, "{seen:?}");
}

#[test]
fn every_command_and_option_says_what_it_does() {
    for (command, text) in all() {
        assert!(!text.starts_with("Usage"), "{command:?} says what it is for");
        let options = text.split_once("\nOptions:\n").expect("every command has at least --help").1;
        let lines: Vec<&str> = options.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let is_option = line.trim_start().starts_with("--") || line.trim_start().starts_with("-h");
            let said_beside = line.trim_start().split("  ").filter(|part| !part.trim().is_empty()).count() > 1;
            let said_below = lines.get(at + 1).is_some_and(|next| next.starts_with("          "));
            assert!(!is_option || said_beside || said_below, "{command:?}: {line}");
        }
    }
}
