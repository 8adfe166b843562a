//! Filters and distances say what going through all certificates says.

use std::sync::LazyLock;

use proptest::option;
use proptest::prelude::*;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::domain::delivered::Activity;
use stelselwacht::domain::identifiers::{BodyCode, SchemeCode};
use stelselwacht::services::register::Listing;
use stelselwacht::services::search::{Filters, Firm, Near, Question, Wanted, places};

use super::{Scene, today};
use crate::support::day;

static SCENE: LazyLock<Scene> = LazyLock::new(|| Scene::invented(600));

/// All firms with their certificates, in the order of their names.
static ALL: LazyLock<Vec<(Firm, Vec<Listing>)>> = LazyLock::new(|| {
    let all = SCENE.register.search(&Question::default(), today(), 0, 1_000);
    assert_eq!((all.total, all.hits.len()), (600, 600));
    all.hits.into_iter().map(|hit| (hit.firm.clone(), hit.firm.listings().unwrap())).collect()
});

fn filters() -> impl Strategy<Value = Filters> {
    let code = |codes: &'static [&'static str]| option::of(proptest::sample::select(codes));
    (
        option::of(proptest::sample::select(Activity::ALL.to_vec())),
        code(&["1", "2", "3"]),
        code(&["CS-A", "CS-B", "CS-C", "CS-Q"]),
        code(&["alfa", "bravo", "echo", "niemand"]),
        option::of(proptest::sample::select(Wanted::ALL.to_vec())),
    )
        .prop_map(|(work, subarea, scheme, body, standing)| Filters {
            work,
            subarea: subarea.map(str::to_owned),
            scheme: scheme.map(|code| SchemeCode::parse(code).unwrap()),
            body: body.map(|code| BodyCode::parse(code).unwrap()),
            standing,
        })
}

fn fits(listings: &[Listing], filters: &Filters, on: chrono::NaiveDate) -> bool {
    let fitting = listings.iter().filter(|listing| {
        let scope = listing.scope().unwrap();
        filters.work.is_none_or(|work| scope.activities.allow(work))
            && filters.subarea.as_ref().is_none_or(|part| scope.subareas.contains(part))
            && filters.scheme.as_ref().is_none_or(|code| scope.scheme == *code)
            && filters.body.as_ref().is_none_or(|code| listing.body.code == *code)
    });
    let standings: Vec<Standing> = fitting.map(|listing| listing.status_on(on).standing).collect();
    let any = |wanted: Standing| standings.contains(&wanted);
    match filters.standing {
        None => !standings.is_empty(),
        Some(Wanted::MayWork) => any(Standing::Valid),
        Some(Wanted::MayNotWork) => !standings.is_empty() && !any(Standing::Valid),
        Some(Wanted::Suspended) => any(Standing::Suspended),
        Some(Wanted::Withdrawn) => any(Standing::Withdrawn),
        Some(Wanted::Expired) => any(Standing::Expired),
    }
}

fn distance(firm: &Firm, near: Near) -> Option<f64> {
    let area = places::area_of(firm.postcode().as_str()[..4].parse().unwrap())?;
    let distance = places::distance_km(places::area_of(near.postcode4)?.middle, area.middle);
    (distance <= f64::from(near.km)).then_some(distance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn filters_alone_list_the_firms_that_fit_by_name(filters in filters(), skip in 0_usize..40, days in 0_u64..900) {
        let on = day("2024-06-01") + chrono::Days::new(days);
        let fitting = |(_, listings): &&(Firm, Vec<Listing>)| filters.is_empty() || fits(listings, &filters, on);
        let expected: Vec<&str> = ALL.iter().filter(fitting).map(|(firm, _)| firm.kvk().as_str()).collect();
        let question = Question { filters: filters.clone(), ..Question::default() };
        let answer = SCENE.register.search(&question, on, skip, 30);
        let found: Vec<&str> = answer.hits.iter().map(|hit| hit.firm.kvk().as_str()).collect();
        prop_assert_eq!(answer.total, expected.len() as u64);
        prop_assert!(!answer.at_least);
        prop_assert_eq!(found, expected.iter().skip(skip).take(30).copied().collect::<Vec<_>>());
        for hit in &answer.hits {
            let listings = hit.firm.listings().unwrap();
            let may_work = listings.iter().any(|listing| listing.status_on(on).standing.allows_work());
            prop_assert_eq!(hit.may_work, may_work);
        }
    }

    #[test]
    fn a_place_alone_lists_the_firms_around_it_by_distance(
        filters in filters(), postcode4 in 1000_u16..=9999, km in 0_u16..120, skip in 0_usize..20
    ) {
        let near = Near { postcode4, km };
        let fitting = ALL.iter().filter(|(_, listings)| filters.is_empty() || fits(listings, &filters, today()));
        let mut expected: Vec<(f64, &str)> =
            fitting.filter_map(|(firm, _)| Some((distance(firm, near)?, firm.kvk().as_str()))).collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0));
        let question = Question { filters: filters.clone(), near: Some(near), ..Question::default() };
        let answer = SCENE.register.search(&question, today(), skip, 25);
        prop_assert_eq!(answer.total, expected.len() as u64);
        let page: Vec<f64> = expected.iter().skip(skip).take(25).map(|(distance, _)| *distance).collect();
        let said: Vec<f64> = answer.hits.iter().map(|hit| hit.distance_km.unwrap()).collect();
        prop_assert_eq!(said, page);
    }

    #[test]
    fn with_words_the_filters_and_the_distance_only_take_away(
        filters in filters(), word in "(installatie|techniek|van|b|service|jansn|utrecht)", km in 1_u16..150, around: bool
    ) {
        let near = around.then_some(Near { postcode4: 3511, km });
        let plain = Question { text: word.clone(), ..Question::default() };
        let all = SCENE.register.search(&plain, today(), 0, 1_000);
        let bounded = Question { text: word, filters: filters.clone(), near };
        let some = SCENE.register.search(&bounded, today(), 0, 1_000);
        for hit in &some.hits {
            let listings = hit.firm.listings().unwrap();
            prop_assert!(filters.is_empty() || fits(&listings, &filters, today()));
            prop_assert_eq!(hit.distance_km, near.and_then(|near| distance(&hit.firm, near)));
            prop_assert!(near.is_none() || hit.distance_km.is_some());
        }
        let kept = |firm: &Firm| {
            let listings = firm.listings().unwrap();
            (filters.is_empty() || fits(&listings, &filters, today())) && near.is_none_or(|near| distance(firm, near).is_some())
        };
        // Those that match without mistakes are found whatever the bounds are.
        let expected = all.hits.iter().take(25).filter(|hit| kept(&hit.firm)).count();
        prop_assert!(some.hits.len() >= expected, "{} of {expected}", some.hits.len());
    }
}
