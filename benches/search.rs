//! How long searching the register in memory takes: `cargo bench --bench search`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use divan::Bencher;
use divan::counter::ItemsCount;
use stelselwacht::services::search::{Document, Index};

fn main() {
    divan::main();
}

const SURNAMES: [&str; 16] = [
    "Jansen",
    "Visser",
    "Bakker",
    "Smit",
    "Meijer",
    "Mulder",
    "Çelik",
    "Özdemir",
    "de Vries",
    "van der Berg",
    "Hoekstra",
    "Kok",
    "Timmermans",
    "Willems",
    "Verhoeven",
    "Nguyễn",
];
const TRADES: [&str; 8] = [
    "Installatietechniek",
    "Klimaattechniek",
    "Loodgietersbedrijf",
    "Verwarming",
    "Ketelservice",
    "Gastechniek",
    "Haarden & Kachels",
    "Onderhoudsbedrijf",
];
const PLACES: [&str; 8] =
    ["Amsterdam", "Rotterdam", "'s-Gravenhage", "Utrecht", "Groningen", "Alphen aan den Rijn", "Zwolle", "Goes"];

/// The same every time, whatever the version of a crate.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn from<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

fn documents(count: usize) -> impl Iterator<Item = Document> {
    let mut draw = Draw(7);
    (0..count).map(move |number| Document {
        name: format!("{} {} {} B.V.", draw.from(&SURNAMES), draw.from(&TRADES), number % 997),
        beside: vec![
            draw.from(&PLACES).to_owned(),
            format!("{}{}", 1000 + draw.below(8999), draw.from(&["AB", "CD", "XZ"])),
        ],
        numbers: vec![format!("{:08}", 10_000_000 + number), format!("AL-A-{number:06}")],
    })
}

/// What people type: whole names, beginnings, one or two wrong letters, places with a name, postcodes and numbers.
const QUESTIONS: [&str; 12] = [
    "jansen installatietechniek",
    "ver",
    "instalatietechniek",
    "bakker utrecht",
    "3511",
    "3511 ab",
    "10000077",
    "AL-A-000123",
    "celik ketelservise",
    "loodgieter zwolle",
    "'s-gravenhage visser",
    "bestaat niet",
];

#[divan::bench(args = [10_000, 100_000], sample_count = 5)]
fn build(bencher: Bencher<'_, '_>, firms: usize) {
    bencher.counter(ItemsCount::new(firms)).bench(|| Index::build(documents(firms)));
}

#[divan::bench(args = [10_000, 100_000])]
fn twelve_questions(bencher: Bencher<'_, '_>, firms: usize) {
    let index = Index::build(documents(firms));
    bencher
        .counter(ItemsCount::new(QUESTIONS.len()))
        .bench(|| QUESTIONS.iter().map(|question| index.find(question).1.len()).sum::<usize>());
}
