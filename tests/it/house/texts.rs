//! What the public reads: the same in both languages, all of it there, and nothing that nobody reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use syn::visit::{self, Visit};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The keys of a language, each with the variables that it names, by file.
type Texts = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    Ok(found)
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => variable(inline, found),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                variable(selector, found);
                for variant in variants {
                    variables(&variant.value, found);
                }
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn variable(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.to_owned());
    }
}

fn texts(language: &str) -> Outcome<Texts> {
    let mut texts = Texts::new();
    for file in files(&root().join("texts").join(language), "ftl")? {
        let name = file.file_stem().and_then(|name| name.to_str()).ok_or("a name")?.to_owned();
        let source = fs::read_to_string(&file)?;
        let resource = fluent_syntax::parser::parse(source.as_str()).map_err(|(_, faults)| format!("{faults:?}"))?;
        let mut keys = BTreeMap::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name.to_owned();
            assert!(key == name || key.starts_with(&format!("{name}-")), "{key} does not begin with its file {name}");
            let pattern = message.value.ok_or_else(|| format!("{key} says nothing"))?;
            let mut named = BTreeSet::new();
            variables(&pattern, &mut named);
            assert!(keys.insert(key.clone(), named).is_none(), "{key} stands there twice");
        }
        texts.insert(name, keys);
    }
    Ok(texts)
}

#[test]
fn both_languages_say_the_same_things() -> Outcome {
    let (dutch, english) = (texts("nl")?, texts("en")?);
    assert!(!dutch.is_empty(), "the texts are read");
    assert_eq!(dutch, english);
    Ok(())
}

/// The text literals of a source file, those of its tests left out.
#[derive(Default)]
struct Literals(Vec<String>);

impl Visit<'_> for Literals {
    fn visit_lit_str(&mut self, literal: &syn::LitStr) {
        self.0.push(literal.value());
    }

    fn visit_macro(&mut self, call: &syn::Macro) {
        fn collect(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
            for token in tokens {
                match token {
                    proc_macro2::TokenTree::Group(group) => collect(group.stream(), found),
                    proc_macro2::TokenTree::Literal(literal) => {
                        if let Ok(literal) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                            found.push(literal.value());
                        }
                    }
                    _ => {}
                }
            }
        }
        collect(call.tokens.clone(), &mut self.0);
        visit::visit_macro(self, call);
    }
}

/// The keys that the templates name, each with the values it is given.
fn named_by_templates() -> Outcome<Vec<(String, BTreeSet<String>)>> {
    let mut named = Vec::new();
    for file in files(&root().join("templates"), "hbs")? {
        let source = fs::read_to_string(&file)?;
        for start in ["{{t \"", "(t \""] {
            for rest in source.split(start).skip(1) {
                let (key, rest) = rest.split_once('"').ok_or("a key ends")?;
                let end = rest.find(if start.starts_with('(') { ')' } else { '}' }).ok_or("a text ends")?;
                let values = rest[..end].split_whitespace().filter_map(|part| part.split_once('='));
                named.push((key.to_owned(), values.map(|(name, _)| name.to_owned()).collect()));
            }
        }
    }
    Ok(named)
}

#[test]
fn every_text_that_is_named_is_there_and_every_text_is_named() -> Outcome {
    let texts = texts("nl")?;
    let all: BTreeMap<&String, &BTreeSet<String>> = texts.values().flatten().collect();
    let mut used = BTreeSet::new();
    for (key, values) in named_by_templates()? {
        let wanted = all.get(&key).ok_or_else(|| format!("a template names {key}, and no text has that key"))?;
        assert_eq!(**wanted, values, "the values that {key} is given in a template");
        used.insert(key);
    }
    let mut missing = Vec::new();
    for file in files(&root().join("src"), "rs")? {
        let mut literals = Literals::default();
        literals.visit_file(&syn::parse_file(&fs::read_to_string(&file)?)?);
        for literal in literals.0 {
            let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
            let of_file = literal.split_once('-').is_some_and(|(name, _)| texts.contains_key(name));
            if all.contains_key(&literal) {
                used.insert(literal);
            } else if of_file && literal.split('-').all(is_word) {
                missing.push(format!("{}: {literal}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no text has these keys: {}", missing.join(", "));
    let unread: Vec<_> = all.keys().filter(|key| !used.contains(**key)).collect();
    assert!(unread.is_empty(), "nothing shows these texts: {unread:?}");
    Ok(())
}
