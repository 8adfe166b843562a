//! Whoever may act for one body acts for that body: a service with the permit of a body takes the body from the permit and from
//! nowhere else. The functions are read from the sources, so one that is added is held to it too.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{FnArg, Pat, Signature, Type};

/// The rights that are for one body.
const OF_A_BODY: [&str; 4] = ["SeeBody", "Deliver", "GiveReasons", "ManageTokens"];

/// What would name a body besides the permit.
const BODIES: [&str; 2] = ["BodyCode", "Body"];

#[derive(Default)]
struct Found {
    file: String,
    functions: usize,
    wrong: Vec<String>,
}

/// The names in a piece of code, also in what macros are given.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn of_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.of_tokens(group.stream()),
                TokenTree::Ident(ident) => self.0.push(ident.to_string()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl Visit<'_> for Words {
    fn visit_ident(&mut self, ident: &proc_macro2::Ident) {
        self.0.push(ident.to_string());
    }

    fn visit_macro(&mut self, call: &syn::Macro) {
        self.of_tokens(call.tokens.clone());
    }
}

fn words_of(kind: &Type) -> Vec<String> {
    let mut words = Words::default();
    words.visit_type(kind);
    words.0
}

fn words_in(block: &syn::Block) -> Vec<String> {
    let mut words = Words::default();
    words.visit_block(block);
    words.0
}

/// The name of the parameter with the permit of a body, if there is one.
fn permit_of(signature: &Signature) -> Option<String> {
    signature.inputs.iter().find_map(|input| {
        let FnArg::Typed(typed) = input else { return None };
        let words = words_of(&typed.ty);
        let is_permit =
            words.iter().any(|word| word == "Permit") && words.iter().any(|word| OF_A_BODY.contains(&&**word));
        match (&*typed.pat, is_permit) {
            (Pat::Ident(name), true) => Some(name.ident.to_string()),
            (_, true) => Some("_".to_owned()),
            _ => None,
        }
    })
}

impl Found {
    fn function(&mut self, signature: &Signature, body: &[String]) {
        let Some(permit) = permit_of(signature) else { return };
        self.functions += 1;
        let named = format!("{} in {}", signature.ident, self.file);
        // It asks the permit for its body, or hands the permit on to a function that is held to the same.
        if !body.contains(&permit) {
            self.wrong.push(format!("{named} does not look at its permit"));
        }
        for input in &signature.inputs {
            if let FnArg::Typed(typed) = input
                && words_of(&typed.ty).iter().all(|word| BODIES.contains(&&**word))
                && !words_of(&typed.ty).is_empty()
            {
                self.wrong.push(format!("{named} is told a body besides that of its permit"));
            }
        }
    }
}

impl Visit<'_> for Found {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        self.function(&function.sig, &words_in(&function.block));
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        self.function(&function.sig, &words_in(&function.block));
        visit::visit_impl_item_fn(self, function);
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn looked_at(code: &str) -> Found {
    let mut found = Found::default();
    found.visit_file(&syn::parse_file(code).unwrap());
    found
}

#[test]
fn every_service_with_the_permit_of_a_body_takes_the_body_from_it() {
    let (mut functions, mut wrong) = (0, Vec::new());
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/services")) {
        let mut found = Found { file: file.display().to_string(), ..Found::default() };
        found.visit_file(&syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap());
        functions += found.functions;
        wrong.extend(found.wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(functions > 8, "{functions}");
}

#[test]
fn a_service_that_does_not_is_seen() {
    for wrong in [
        "fn f(store: &Store, _: &Permit<SeeBody>) { list(store) }",
        "fn f(store: &Store, permit: &Permit<SeeBody>) { list(store) }",
        "fn f(permit: &Permit<Deliver>, body: &BodyCode) { list(permit.body(), body) }",
        "impl X { fn f(permit: &Permit<GiveReasons>, body: BodyCode) { list(permit.body(), body) } }",
    ] {
        assert_eq!(looked_at(wrong).wrong.len(), 1, "{wrong}");
    }
    let right = looked_at(
        "fn f(permit: &Permit<Deliver>, id: i64) { let body = body_of(conn, permit.body())?; find(body.id, id) }",
    );
    assert_eq!((right.functions, right.wrong.len()), (1, 0));
    assert_eq!(looked_at("fn f(_: &Permit<Supervise>, body: &BodyCode) {}").functions, 0);
}
