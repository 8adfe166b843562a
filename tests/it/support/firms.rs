//! Invented firms with the names that Dutch firms have, any number of them, the same every time. The tests and the
//! benchmarks of the search both draw from here.

use std::fmt::Write as _;

/// Draws the same every time, whatever the version of a crate.
#[derive(Debug, Clone)]
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit, each as likely.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or_default() % limit.max(1)
    }

    /// Whether something happens that does so in this many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn from<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// One of the list, the first ones far more often than the last ones, as surnames are.
    fn common<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let (a, b) = (self.below(list.len()), self.below(list.len()));
        list[a * b / list.len()]
    }
}

/// A firm with its certificate, as it stands in the register.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) kvk: String,
    pub(crate) name: String,
    pub(crate) place: &'static str,
    pub(crate) postcode: String,
    pub(crate) certificate: String,
    /// An older certificate, with the name that stands on it.
    pub(crate) former: Option<(String, String)>,
    body: usize,
    scheme: usize,
    subarea: &'static str,
    activities: &'static str,
    issued_in: usize,
    decided: Option<&'static str>,
}

impl Firm {
    /// A firm with one certificate of the first body under the first scheme, which is good for years.
    pub(crate) fn named(number: usize, name: &str, postcode: &str, place: &'static str) -> Self {
        Self {
            kvk: format!("{:08}", 80_000_000 + number),
            name: name.to_owned(),
            place,
            postcode: postcode.to_owned(),
            certificate: format!("AL-N-{number:06}"),
            former: None,
            body: 0,
            scheme: 0,
            subarea: "1",
            activities: "installeren+in-bedrijf-stellen",
            issued_in: 30,
            decided: None,
        }
    }

    /// The same firm, of which the certificate is suspended.
    pub(crate) fn suspended(self) -> Self {
        Self { decided: Some("schorsing"), ..self }
    }

    /// The same firm, with an older certificate on which another name stands.
    pub(crate) fn formerly(self, name: &str) -> Self {
        Self { former: Some((format!("{}-oud", self.certificate), name.to_owned())), ..self }
    }
}

const COMMON: &str = "Jong Jansen Vries Berg Bakker Dijk Visser Janssen Smit Meijer Boer Mulder Groot Bos Vos Peters Hendriks \
    Leeuwen Dekker Brouwer Wit Dijkstra Smits Graaf Meer Linden Kok Jacobs Haan Vermeulen Heuvel Veen Broek Bruijn Schouten Beek \
    Willems Vliet Ven Hoekstra Maas Verhoeven Koster Dam Wal Prins Blom Huisman Peeters Jonge Kuipers Veenstra Kuiper Verbeek \
    Kramer Postma Bosch Hout Boom Sanders Schipper Wolters Lange Martens Bosman Evers Koning Pol Molenaar Hermans Hoek Peters \
    Timmermans Timmer Groen Gerritsen Bouwman Jonker Bruin Driessen Willemsen Velden Scholten Hofman Zijlstra Koopman Laan Ridder \
    Vink Hoeven Sluis Roos Kroon Aalbers Roelofs Gerrits Wijk Veld Boersma Boogaard Molen Tol Post Zwart Kooij Brink Bakels Yilmaz \
    Çelik Özdemir Müller Łukasz Nguyễn Kaya Demir Sahin";
const STARTS: &str = "Aal Acht Ador Alder Amer Ane Appel Asper Baar Balk Bar Bees Berken Beu Bier Bloem Boks Bol Bos Braam Bre Brum \
    Bui Bulde Cor Daal Dal Deder Dijk Does Donker Doorn Drie Eer Eiken Elsen Enge Esser Ever Fijn Fok Gans Geer Gijs Goos Grave \
    Grim Groene Haaks Hage Hal Hamer Hazel Heems Heide Hel Hemel Heren Hessel Hil Hof Holt Honing Hooge Horst Huls Ijssel Jager \
    Kalk Kamper Kap Keizer Kemp Ker Kevel Klaver Klein Klinken Knol Koelen Kolk Kooi Korte Kos Kraai Krom Kruis Kwaken Lam Lande \
    Lange Leen Lim Linde Lobbe Looij Maar Malle Manten Meer Middel Mole Mos Muil Nader Nieuwe Noor Olde Olie Ooste Opper Osse \
    Over Paar Peper Plas Poel Pruis Raven Reijer Rem Rietve Rijn Roden Rog Roos Rutten Sande Schaap Schel Schoon Sleut Snel Spar \
    Spiering Staal Steen Stok Stroo Tamme Tege Ter Tijs Tol Uit Valken Vee Vel Ver Vis Vlas Voor Vree Waal Wage Was Weer Wese \
    West Wiel Wij Wilde Winkel Wolve Zand Zee Zil Zonder Zuur Zwane";
const ENDS: &str = "aar becker berg beek boer bos broek brink burg daal dam dijk drecht eind haar hagen haven heijden hoek hof horst \
    huis huizen inga kamp ker kerk laar laken land lo ma man mans meijer mond oord poort rode rooij schot sma stein stra straten sum \
    tema veen veld vliet voort waard wal ward water weg wijk woude zand zicht zoon";
const BEFORE: [&str; 12] =
    ["van ", "de ", "van der ", "van den ", "van de ", "ter ", "'t ", "den ", "van 't ", "op den ", "te ", "ten "];
const TRADES: &str = "Installatietechniek|Installaties|Klimaattechniek|Warmtetechniek|Loodgietersbedrijf|Verwarming|Totaaltechniek|\
    Ketelservice|Gastechniek|Installatiebedrijf|Servicetechniek|Haarden & Kachels|Onderhoudsbedrijf|cv-techniek|Loodgieters|\
    CV Service|Technisch Installatiebureau|Warmte Techniek|Duurzame Installaties|Sanitair en Verwarming|Techniek|Energietechniek|\
    Warmtepompen|Installatieburo|Gas-Water-Elektra|Dak- en Loodgieterswerken|Comfort|Klimaatbeheersing|Service|Installatiegroep";
const BRANDS: &str = "Thermo Calor Ventus Aqua Climate Eco Flam Gas Therm Comfort Warmte Vuur Haard Tech Solar Airco Plan Pro Maxi Duo Home Via";
const LEGAL: [&str; 9] = ["B.V.", "B.V.", "BV", "", "", "", "V.O.F.", "& Zn.", "Groep B.V."];

/// Words of a list that is written as a text.
struct Lists {
    common: Vec<&'static str>,
    starts: Vec<&'static str>,
    ends: Vec<&'static str>,
    trades: Vec<&'static str>,
    brands: Vec<&'static str>,
    areas: Vec<(&'static str, &'static str)>,
}

impl Lists {
    fn read() -> Self {
        let words = |text: &'static str| text.split_whitespace().collect();
        let areas = include_str!("../../../data/postcode4.csv").lines().skip(1);
        let area = |line: &'static str| {
            let mut fields = line.split(',');
            Some((fields.next()?, fields.next()?))
        };
        Self {
            common: words(COMMON),
            starts: words(STARTS),
            ends: words(ENDS),
            trades: TRADES.split('|').collect(),
            brands: words(BRANDS),
            areas: areas.filter_map(area).collect(),
        }
    }

    fn surname(&self, draw: &mut Draw) -> String {
        let before = if draw.chance(30) { draw.common(&BEFORE) } else { "" };
        if draw.chance(55) {
            format!("{before}{}", draw.common(&self.common))
        } else {
            format!("{before}{}{}", draw.from(&self.starts), draw.from(&self.ends))
        }
    }

    fn name(&self, draw: &mut Draw, place: &str) -> String {
        let (surname, trade) = (self.surname(draw), draw.common(&self.trades));
        let legal = draw.from(&LEGAL);
        let name = match draw.below(100) {
            0..45 => format!("{surname} {trade} {legal}"),
            45..60 => format!("{trade} {surname} {legal}"),
            60..70 => format!("{trade} {place} {legal}"),
            70..80 => format!("{surname} & {} {trade} {legal}", self.surname(draw)),
            80..90 => {
                let initial = char::from(b'A' + u8::try_from(draw.below(26)).unwrap_or_default());
                format!("{initial}. {surname} {trade} {legal}")
            }
            _ => format!("{}{} {trade} {legal}", draw.from(&self.brands), draw.from(&self.brands).to_lowercase()),
        };
        let name = name.trim();
        let first = name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}", name.chars().skip(1).collect::<String>())
    }
}

/// This many firms, drawn with the seed.
pub(crate) fn firms(count: usize, seed: u64) -> impl Iterator<Item = Firm> {
    const LETTERS: &[u8] = b"ABCDEGHJKLMNPRSTVWXZ";
    let (lists, mut draw) = (Lists::read(), Draw::new(seed));
    (0..count).map(move |number| {
        let draw = &mut draw;
        let (digits, place) = lists.areas[draw.below(lists.areas.len())];
        let name = lists.name(draw, place);
        let mut letters = || char::from(LETTERS[draw.below(LETTERS.len())]);
        let (a, mut b) = (letters(), letters());
        if a == 'S' && matches!(b, 'A' | 'D' | 'S') {
            b = 'T';
        }
        let (body, scheme) = (draw.below(5), [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][draw.below(10)]);
        let code = ["AL", "BR", "CH", "DE", "EC"][body];
        let certificate = format!("{code}-{}-{number:06}", ["A", "B", "C"][scheme]);
        let former = draw.chance(8).then(|| (format!("{certificate}-oud"), lists.name(draw, place)));
        Firm {
            kvk: format!("{:08}", 10_000_000 + number * 7),
            name,
            place,
            postcode: format!("{digits}{a}{b}"),
            certificate,
            former,
            body,
            scheme,
            subarea: draw.from(&["1", "1", "1+2", "2"]),
            activities: draw.from(&[
                "installeren+in-bedrijf-stellen",
                "repareren+onderhouden+in-bedrijf-stellen",
                "installeren+repareren+onderhouden+in-bedrijf-stellen",
            ]),
            issued_in: draw.below(48),
            decided: draw.chance(25).then(|| draw.from(&["waarschuwing", "waarschuwing", "schorsing"])),
        }
    })
}

/// Statements that put firms into an empty register with these bodies and schemes, by their keys in the database.
pub(crate) fn statements(firms: &[Firm], bodies: &[i64], schemes: &[i64]) -> String {
    let (mut certificates, mut audits, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    for firm in firms {
        let (body, scheme) = (bodies[firm.body % bodies.len()], schemes[firm.scheme % schemes.len()]);
        let row = |number: &str, name: &str, year: usize, month: usize| {
            format!(
                "({body},'{number}','{}',{},'Dorpsstraat','1','{}',{},{scheme},'{}','{}','{year}-{month:02}-15','{}-{month:02}-15',1,'2026-01-31 09:00:00')",
                firm.kvk,
                quoted(name),
                firm.postcode,
                quoted(firm.place),
                firm.subarea,
                firm.activities,
                year + 3
            )
        };
        let (year, month) = (2023 + firm.issued_in / 12, firm.issued_in % 12 + 1);
        certificates.push(row(&firm.certificate, &firm.name, year, month));
        if let Some((number, name)) = &firm.former {
            certificates.push(row(number, name, year - 3, month));
        }
        if let Some(measure) = firm.decided {
            let number = &firm.certificate;
            audits.push(format!("({body},'O-{number}','{number}','periodiek','2025-09-01',1,'2026-01-31 09:00:00')"));
            decisions.push(format!(
                "({body},'B-{number}','O-{number}','{measure}','2025-09-10','2025-09-10',FALSE,'',1,'2026-01-31 09:00:00')"
            ));
        }
    }
    let mut text = String::new();
    let tables = [
        (
            "certificates (body_id, number, kvk_number, name, street, house_number, postcode, place, scheme_id, subarea, activities, issued_on, valid_until, delivery_id, recorded_from)",
            certificates,
        ),
        ("audits (body_id, reference, certificate_number, kind, date, delivery_id, recorded_from)", audits),
        (
            "decisions (body_id, reference, audit_reference, measure, date, effective_on, follow_up, reason, delivery_id, recorded_from)",
            decisions,
        ),
    ];
    for (table, rows) in tables.iter().filter(|(_, rows)| !rows.is_empty()) {
        let _ = writeln!(text, "INSERT INTO {table} VALUES {};", rows.join(","));
    }
    text
}

/// The statement for the delivery that the firms of [`statements`] come from.
pub(crate) fn delivery(body: i64) -> String {
    format!(
        "INSERT INTO deliveries (id, body_id, channel, received_at, complete_through, checksum, new_rows, changed_rows, \
         unchanged_rows, refused_rows) VALUES (1, {body}, 'opdracht', '2026-01-31 09:00:00', '2026-01-30', 'x', 0, 0, 0, 0)"
    )
}

/// The name as most people type it.
pub(crate) fn without_legal_form(name: &str) -> &str {
    let forms = ["B.V.", "BV", "V.O.F.", "Groep B.V."];
    forms.iter().fold(name, |name, form| name.trim_end().strip_suffix(form).unwrap_or(name)).trim_end()
}

/// What somebody may type for this text with this many mistakes: letters that are wrong, missing, too many or swapped.
pub(crate) fn misspelt(text: &str, mistakes: usize, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..mistakes {
        let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
        let Some(&at) = places.get(draw.below(places.len())) else { break };
        let other = char::from(b'a' + u8::try_from(draw.below(26)).unwrap_or_default());
        match draw.below(5) {
            0 => letters[at] = other,
            1 if places.len() > 3 => drop(letters.remove(at)),
            2 => letters.insert(at, other),
            3 if letters.get(at + 1).is_some_and(|next| next.is_alphabetic()) => letters.swap(at, at + 1),
            _ => letters.insert(at, letters[at]),
        }
    }
    letters.into_iter().collect()
}
