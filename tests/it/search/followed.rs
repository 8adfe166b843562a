//! A register that followed changes answers every question as one does that is read anew.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::Index;
use stelselwacht::domain::delivered::Activity;
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::search::{Answer, Filters, Near, Question, Register, Wanted};
use stelselwacht::storage::{DatabaseUrl, Store};

use super::{SYSTEM, Scene, add, keys, today, write};
use crate::support::firms::{Draw, Firm, firms, misspelt};
use crate::support::system::load_system_at;

const FIRMS: usize = 120;

/// What one delivery may bring about a firm.
#[derive(Debug, Clone)]
enum Change {
    Appears(usize, usize),
    Renamed(Index, usize),
    Moved(Index, usize),
    Suspended(Index),
    Lifted(Index),
    AuditMoved(Index),
    HandedOver(Index, Index),
}

const NAMES: [&str; 8] = [
    "Bakker Verwarming",
    "Zonderling Gastechniek B.V.",
    "Van der Zonderling & Zn.",
    "Çelik Klimaat",
    "De Nieuwe Warmte CV",
    "Installatietechniek Jansen",
    "Aardwarmte Janssen B.V.",
    "Zzz Techniek",
];

const PLACES: [(&str, &str); 5] = [
    ("3511AB", "Utrecht"),
    ("9999XX", "Zonderdorp"),
    ("2511CD", "'s-Gravenhage"),
    ("1011AB", "Aa"),
    ("8000ZZ", "Zwolle"),
];

fn change() -> impl Strategy<Value = Change> {
    let firm = any::<Index>;
    prop_oneof![
        (0..NAMES.len(), 0..PLACES.len()).prop_map(|(name, place)| Change::Appears(name, place)),
        (firm(), 0..NAMES.len()).prop_map(|(firm, name)| Change::Renamed(firm, name)),
        (firm(), 0..PLACES.len()).prop_map(|(firm, place)| Change::Moved(firm, place)),
        firm().prop_map(Change::Suspended),
        firm().prop_map(Change::Lifted),
        firm().prop_map(Change::AuditMoved),
        (firm(), firm()).prop_map(|(from, to)| Change::HandedOver(from, to)),
    ]
}

/// The columns of a certificate, but for when it was recorded.
const COLUMNS: [&str; 14] = [
    "body_id",
    "number",
    "kvk_number",
    "name",
    "street",
    "house_number",
    "postcode",
    "place",
    "scheme_id",
    "subarea",
    "activities",
    "issued_on",
    "valid_until",
    "delivery_id",
];

/// Writes the next version of the current rows of a table that are chosen so.
fn next_version(table: &str, columns: &[&str], chosen: &str, set: &[(&str, String)], moment: &str) -> String {
    let values = columns.iter().map(|column| {
        let set = set.iter().find(|(other, _)| other == column);
        set.map_or_else(|| (*column).to_owned(), |(_, value)| value.clone())
    });
    let (values, columns) = (values.collect::<Vec<_>>().join(","), columns.join(","));
    format!(
        "UPDATE {table} SET recorded_until = '{moment}' WHERE recorded_until IS NULL AND {chosen};
         INSERT INTO {table} ({columns}, recorded_from) SELECT {values}, '{moment}' FROM {table} WHERE recorded_until = '{moment}';"
    )
}

/// The database of a scene with the firms that were added to it.
struct World {
    scene: Scene,
    numbers: Vec<String>,
    moments: u32,
}

impl World {
    fn new() -> Self {
        let numbers = firms(FIRMS, 7).map(|firm| firm.kvk).collect();
        Self { scene: Scene::invented(FIRMS), numbers, moments: 0 }
    }

    fn firm(&self, drawn: Index) -> String {
        drawn.get(&self.numbers).clone()
    }

    fn moment(&mut self) -> String {
        self.moments += 1;
        format!("2026-02-01 {:02}:{:02}:{:02}", 8 + self.moments / 3600, self.moments / 60 % 60, self.moments % 60)
    }

    fn commit(&mut self, changes: &[Change]) {
        let mut text = String::new();
        for change in changes {
            text += &self.statements(change);
        }
        write(&self.scene.database, &text);
    }

    fn statements(&mut self, change: &Change) -> String {
        let moment = self.moment();
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let certificate = |kvk: &str, set: &[(&str, String)]| {
            let last =
                format!("SELECT MAX(number) FROM certificates WHERE kvk_number = '{kvk}' AND recorded_until IS NULL");
            let chosen = format!("kvk_number = '{kvk}' AND number = ({last})");
            next_version("certificates", &COLUMNS, &chosen, set, &moment)
        };
        match change {
            Change::Appears(name, place) => {
                let (postcode, place) = PLACES[*place];
                let firm = Firm::named(self.numbers.len(), NAMES[*name], postcode, place);
                self.numbers.push(firm.kvk.clone());
                let (bodies, schemes) = keys(&self.scene.database);
                crate::support::firms::statements(&[firm], &bodies, &schemes)
            }
            Change::Renamed(firm, name) => certificate(&self.firm(*firm), &[("name", quoted(NAMES[*name]))]),
            Change::Moved(firm, place) => {
                let (postcode, place) = PLACES[*place];
                certificate(&self.firm(*firm), &[("postcode", quoted(postcode)), ("place", quoted(place))])
            }
            Change::HandedOver(from, to) => certificate(&self.firm(*from), &[("kvk_number", quoted(&self.firm(*to)))]),
            Change::Suspended(firm) => self.suspended(&self.firm(*firm), &moment),
            Change::Lifted(firm) => {
                let of_firm = Self::audits_of(&self.firm(*firm));
                let columns = [
                    "body_id",
                    "reference",
                    "audit_reference",
                    "measure",
                    "date",
                    "effective_on",
                    "follow_up",
                    "reason",
                    "delivery_id",
                    "lifted_on",
                ];
                let set = [("lifted_on", "DATE '2026-01-20'".to_owned())];
                let chosen = format!("audit_reference IN ({of_firm})");
                self.dated(next_version("decisions", &columns, &chosen, &set, &moment))
            }
            Change::AuditMoved(firm) => {
                let of_firm = Self::audits_of(&self.firm(*firm));
                let other = self.numbers[0].clone();
                let number = format!(
                    "(SELECT COALESCE(MAX(c.number), certificate_number) FROM certificates c WHERE c.kvk_number = '{other}'
                     AND c.body_id = audits.body_id AND c.recorded_until IS NULL)"
                );
                let columns = ["body_id", "reference", "certificate_number", "kind", "date", "delivery_id"];
                let chosen = format!("reference IN ({of_firm})");
                next_version("audits", &columns, &chosen, &[("certificate_number", number)], &moment)
            }
        }
    }

    /// SQLite keeps days as texts and knows no word for them.
    fn dated(&self, text: String) -> String {
        if self.scene.database.is_postgres() { text } else { text.replace("DATE '", "'") }
    }

    fn audits_of(kvk: &str) -> String {
        format!(
            "SELECT a.reference FROM audits a JOIN certificates c ON c.body_id = a.body_id AND c.number = a.certificate_number
             WHERE c.kvk_number = '{kvk}' AND c.recorded_until IS NULL AND a.recorded_until IS NULL"
        )
    }

    fn suspended(&self, kvk: &str, moment: &str) -> String {
        let tail = moment.replace([' ', ':'], "");
        let of_firm = format!("FROM certificates WHERE kvk_number = '{kvk}' AND recorded_until IS NULL");
        self.dated(format!(
            "INSERT INTO audits (body_id, reference, certificate_number, kind, date, delivery_id, recorded_from)
             SELECT body_id, 'P-{tail}-' || number, number, 'periodiek', DATE '2026-01-05', 1, '{moment}' {of_firm};
             INSERT INTO decisions (body_id, reference, audit_reference, measure, date, effective_on, follow_up, reason, delivery_id, recorded_from)
             SELECT body_id, 'C-{tail}-' || number, 'P-{tail}-' || number, 'schorsing', DATE '2026-01-06', DATE '2026-01-06', FALSE, '', 1, '{moment}' {of_firm};"
        ))
    }
}

/// Everything that an answer says.
fn said(answer: &Answer) -> String {
    let mut text = format!("{} {} {}\n", answer.total, answer.at_least, answer.steps);
    for hit in &answer.hits {
        let firm = &hit.firm;
        let listings = firm.listings().unwrap();
        let certificates = listings.iter().map(|listing| (&listing.certificate, &listing.body, &listing.measures));
        let certificates: Vec<_> = certificates.collect();
        let place = (firm.place(), firm.postcode());
        writeln!(text, "{firm:?} {place:?} {:?} {:?} {} {certificates:?}", hit.reason, hit.distance_km, hit.may_work)
            .unwrap();
    }
    text
}

/// Questions of every kind about the firms of the register.
fn questions(register: &Register) -> Vec<Question> {
    let mut asked = vec![Question::default()];
    let mut draw = Draw::new(5);
    let mut texts = vec!["in".to_owned(), "van".to_owned(), "techniek".to_owned(), "zz".to_owned(), "AL".to_owned()];
    texts.extend(NAMES.map(str::to_lowercase));
    texts.extend(PLACES.map(|(_, place)| place.to_owned()));
    for hit in register.search(&Question::default(), today(), 0, 2 * FIRMS).hits.iter().step_by(8) {
        let (firm, name) = (&hit.firm, hit.firm.name().to_lowercase());
        texts.extend([name.chars().take(5).collect(), misspelt(&name, 1, &mut draw), misspelt(&name, 2, &mut draw)]);
        texts.extend([name.replace(' ', ""), format!("{name} {}", firm.place()), format!("{name} zonderling")]);
        texts.extend([name, firm.kvk().to_string(), firm.kvk().as_str()[..5].to_owned()]);
        texts.extend([firm.postcode().to_string(), firm.postcode().as_str()[..4].to_owned()]);
        for listing in firm.listings().unwrap() {
            texts.extend([listing.certificate.number.to_string(), listing.certificate.number.as_str()[..6].to_owned()]);
            texts.push(listing.certificate.name.clone());
        }
    }
    let near = [None, Some(Near { postcode4: 3511, km: 30 }), Some(Near { postcode4: 9999, km: 400 })];
    asked.extend(texts.into_iter().enumerate().map(|(at, text)| Question {
        text,
        near: if at % 7 == 0 { near[at / 7 % 3] } else { None },
        ..Question::default()
    }));
    for standing in Wanted::ALL.map(Some).into_iter().chain([None]) {
        let choices = register.choices();
        let filters = |work, body, scheme, subarea: Option<&str>| Filters {
            work,
            subarea: subarea.map(str::to_owned),
            scheme,
            body,
            standing,
        };
        for near in near {
            asked.push(Question { filters: filters(None, None, None, None), near, ..Question::default() });
            asked.push(Question {
                filters: filters(Some(Activity::ALL[0]), None, None, Some("1")),
                near,
                text: "techniek".to_owned(),
            });
        }
        for (code, _) in &choices.bodies {
            asked.push(Question { filters: filters(None, Some(code.clone()), None, None), ..Question::default() });
        }
        for (code, _) in &choices.schemes {
            asked.push(Question { filters: filters(None, None, Some(code.clone()), None), ..Question::default() });
        }
    }
    asked
}

fn assert_same(followed: &Register, anew: &Register) {
    assert_eq!((followed.len(), followed.counter()), (anew.len(), anew.counter()));
    assert_eq!(followed.choices(), anew.choices());
    for code in ["alfa", "bravo", "charlie", "delta", "echo"] {
        let code = BodyCode::parse(code).unwrap();
        assert_eq!(followed.firms_of(&code, today()), anew.firms_of(&code, today()), "{code}");
    }
    for question in questions(anew) {
        let ask = |register: &Register| said(&register.search(&question, today(), 0, 25));
        assert_eq!(ask(followed), ask(anew), "{question:?}");
        let suggest = |register: &Register| register.suggest(&question.text, today(), 8);
        assert_eq!(suggest(followed), suggest(anew), "{question:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn what_followed_answers_as_what_is_read_anew(
        commits in proptest::collection::vec(proptest::collection::vec(change(), 1..6), 1..5),
    ) {
        let mut world = World::new();
        let store = Store::open(&DatabaseUrl::parse(world.scene.database.url()).unwrap()).unwrap();
        // Another program on the same database follows less often: several commits at once.
        let other = Register::load(&store).unwrap();
        for commit in &commits {
            world.commit(commit);
            prop_assert!(world.scene.register.follow(&world.scene.database.store).unwrap());
            assert_same(&world.scene.register, &Register::load(&store).unwrap());
        }
        prop_assert!(other.follow(&store).unwrap());
        assert_same(&other, &world.scene.register);
    }
}

#[test]
fn a_suspended_firm_is_gone_from_those_that_may_work() {
    let mut world = World::new();
    world.commit(&[Change::Appears(1, 0)]);
    world.scene.register.follow(&world.scene.database.store).unwrap();
    let filters = Filters { standing: Some(Wanted::MayWork), ..Filters::default() };
    let question = Question { text: "zonderling".to_owned(), filters, ..Question::default() };
    assert_eq!(world.scene.answer(&question).total, 1);
    let text = world.suspended(&world.numbers[FIRMS].clone(), "2026-02-01 10:00:00");
    write(&world.scene.database, &text);
    assert!(world.scene.register.follow(&world.scene.database.store).unwrap());
    assert_eq!(world.scene.answer(&question).total, 0);
    let found = world.scene.ask("zonderling");
    assert!(found.total == 1 && !found.hits[0].may_work);
}

#[test]
fn what_all_firms_share_is_followed_too() {
    let scene = Scene::invented(FIRMS);
    load_system_at(&scene.database, &SYSTEM.replace("Alfa", "Alpha"), "2026-01-31T10:00:00Z").unwrap();
    assert!(scene.register.follow(&scene.database.store).unwrap());
    assert!(scene.register.choices().bodies.iter().any(|(_, name)| name.contains("Alpha")));
    assert_same(&scene.register, &Register::load(&scene.database.store).unwrap());
}

#[test]
fn a_delivery_of_many_firms_is_followed_too() {
    let scene = Scene::invented(FIRMS);
    let more: Vec<Firm> = (0..1_600).map(|at| Firm::named(at, NAMES[at % 8], "3511AB", "Utrecht")).collect();
    add(&scene.database, &more);
    assert!(scene.register.follow(&scene.database.store).unwrap());
    assert_same(&scene.register, &Register::load(&scene.database.store).unwrap());
}
