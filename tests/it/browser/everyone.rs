//! Every page of the public, in both languages, for everybody: whoever uses a keyboard alone, large letters, a narrow
//! screen, colours of their own, less motion, or paper.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::chrome::Scripts;
use super::page::{STICKS_OUT, Tab, journey};
use crate::support::site::{PUBLIC_URL, RunningSite};
use crate::web::public::{BODIES, addresses};

/// The spaces that a reader may set, of WCAG 1.4.12, over those of the page.
const MORE_SPACE: &str = r"
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
                       p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];";

/// What has more text than room for it.
const CUT_OFF: &str = r"
    return [...document.querySelectorAll('main *, header *, nav *, footer *')].filter(e => {
        const style = getComputedStyle(e);
        const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible' || style.textOverflow === 'ellipsis';
        const isHidden = style.clipPath !== 'none' || e.closest('.visually-hidden') || e.getBoundingClientRect().width <= 1;
        return hides && !isHidden && !['auto', 'scroll'].includes(style.overflowX)
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && e.clientWidth > 0
            && !['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName);
    }).map(e => `cut off: ${e.tagName}.${e.className}`).slice(0, 5);";

/// What moves by itself or takes its time.
const MOVES: &str = r"
    const long = text => text.split(',').some(time => parseFloat(time) > 0);
    return [...document.querySelectorAll('*')].filter(e => {
        const style = getComputedStyle(e);
        return long(style.animationDuration) || long(style.transitionDuration) || style.scrollBehavior === 'smooth';
    }).map(e => `moves: ${e.tagName}.${e.className}`).slice(0, 5);";

/// Where the keyboard can stop, in the order of the page.
const STOPS: &str = r"
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    return stops.filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility())
        .map((e, place) => { e.dataset.stop = place; return `${place} ${e.tagName} ${(e.innerText || e.name || '').trim()}`; });";

const HERE: &str = "return [document.activeElement.dataset.stop ?? ''];";

/// Fields, buttons and boxes of an answer that show no line around them.
const WITHOUT_LINE: &str = r"
    return [...document.querySelectorAll('button.utrecht-button--primary-action, .utrecht-button--secondary-action, input.utrecht-textbox, select, .answer, .alert')]
        .filter(e => e.checkVisibility()).filter(e => {
            const style = getComputedStyle(e);
            return style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) === 0;
        }).map(e => `no line: ${e.tagName}.${e.className}`).slice(0, 5);";

/// What the browser fetched for the page from elsewhere, and what the policy of the page kept from running.
const FOREIGN: &str = r"
    return performance.getEntriesByType('resource').map(entry => entry.name)
        .filter(name => new URL(name).origin !== location.origin).map(name => `asks ${name}`);";

const VIOLATIONS: &str = r"
    const done = arguments[0], found = [];
    const observer = new ReportingObserver(reports => found.push(...reports.map(r => `${r.body.effectiveDirective} ${r.body.blockedURL}`)),
        { types: ['csp-violation'], buffered: true });
    observer.observe();
    setTimeout(() => done(found), 50);";

/// A script that the policy forbids, to see that it is noticed.
const VIOLATE: &str =
    "const script = document.createElement('script'); script.textContent = '1'; document.body.append(script);";

fn every_page(look: &impl AsyncFn(&Tab<'_>, &str) -> Vec<String>) {
    let site = RunningSite::with_deliveries(&BODIES);
    journey(&site, Scripts::Allowed, async |tab| {
        let mut wrong = Vec::new();
        for (_, address) in addresses() {
            tab.driver.goto(site.url(&address)).await.unwrap();
            wrong.extend(look(tab, &address).await.into_iter().map(|what| format!("{address}: {what}")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn axe_finds_nothing_in_either_language_by_light_or_by_dark() {
    every_page(&async |tab, _| tab.violations().await);
}

#[test]
fn nobody_has_to_scroll_sideways_or_misses_text() {
    every_page(&async |tab, _| {
        let mut wrong = Vec::new();
        // An ordinary screen of 1280 by 1024, enlarged to 400 %.
        tab.window(320, 256).await;
        wrong.extend(tab.list(STICKS_OUT).await);
        tab.driver.execute(MORE_SPACE, vec![]).await.unwrap();
        for width in [320, 1280] {
            tab.screen(width).await;
            let found = [tab.list(STICKS_OUT).await, tab.list(CUT_OFF).await].concat();
            wrong.extend(found.into_iter().map(|what| format!("{width} px with more space: {what}")));
        }
        wrong
    });
}

#[test]
fn the_keyboard_reaches_everything_in_order_and_shows_where_it_is() {
    every_page(&async |tab, address| {
        // The stops of the other English pages are those of the Dutch ones.
        if address.starts_with("/en") && !["/en", "/en/installateurs/90000007"].contains(&address) {
            return Vec::new();
        }
        tab.screen(1280).await;
        let stops = tab.list(STOPS).await;
        let (mut wrong, mut visited) = (Vec::new(), Vec::<String>::new());
        // A field for a day has stops of its own inside.
        for _ in 0..stops.len() + 12 {
            tab.tab().await;
            let here = tab.list(HERE).await.concat();
            if here.is_empty() {
                break;
            }
            if visited.last() == Some(&here) {
                continue;
            }
            let focused = tab.focused().await;
            if focused["visible"] != true {
                wrong.push(format!("does not show: {focused}"));
            }
            visited.push(here);
        }
        let in_order: Vec<String> = (0..stops.len()).map(|place| place.to_string()).collect();
        if visited != in_order {
            let reached: BTreeSet<_> = visited.iter().map(|place| place.parse::<usize>().unwrap()).collect();
            let missed: Vec<_> = stops.iter().enumerate().filter(|(place, _)| !reached.contains(place)).collect();
            wrong.push(format!("the keyboard goes {visited:?} and misses {missed:?}"));
        }
        wrong
    });
}

#[test]
fn fields_under_each_other_are_equally_wide() {
    let site = RunningSite::with_deliveries(&BODIES);
    journey(&site, Scripts::Allowed, async |tab| {
        tab.driver.goto(site.url("/volgen?installateur=90000007")).await.unwrap();
        for width in [360, 1280] {
            tab.screen(width).await;
            let edges = tab
                .list(
                    "return [...document.querySelectorAll('.form .utrecht-textbox, .form .utrecht-select')]
                        .map(e => `${e.getBoundingClientRect().left} ${e.getBoundingClientRect().right}`);",
                )
                .await;
            assert!(edges.len() == 2 && edges[0] == edges[1], "{width}: {edges:?}");
        }
    });
}

#[test]
fn less_motion_and_colours_of_ones_own_are_respected() {
    every_page(&async |tab, _| {
        tab.screen(360).await;
        tab.media("screen", &[("prefers-reduced-motion", "reduce")]).await;
        let mut wrong = tab.list(MOVES).await;
        tab.media("screen", &[("forced-colors", "active")]).await;
        wrong.extend(tab.list(WITHOUT_LINE).await);
        wrong.extend(tab.list(STICKS_OUT).await);
        wrong
    });
}

#[test]
fn pages_ask_nobody_else_and_keep_to_their_policy() {
    every_page(&async |tab, address| {
        let mut wrong = tab.list(FOREIGN).await;
        let violations =
            async || -> Vec<String> { tab.driver.execute_async(VIOLATIONS, vec![]).await.unwrap().convert().unwrap() };
        wrong.extend(violations().await);
        if address == "/privacy" {
            tab.driver.execute(VIOLATE, vec![]).await.unwrap();
            assert!(!violations().await.is_empty(), "what the policy forbids is noticed");
        }
        wrong
    });
}

#[test]
fn on_paper_a_page_says_where_it_is_from_and_has_nothing_to_press() {
    let site = RunningSite::with_deliveries(&BODIES);
    journey(&site, Scripts::Allowed, async |tab| {
        for address in ["/installateurs/90000007?peildatum=2024-05-01", "/en/certificaten/AL-B-000001"] {
            tab.driver.goto(site.url(address)).await.unwrap();
            tab.media("print", &[]).await;
            let page = tab.text().await;
            assert!(page.contains(&format!("{PUBLIC_URL}{address}")), "{page}");
            let day = if address.starts_with("/en") { "1 February 2026" } else { "1 februari 2026" };
            assert!(page.contains(day), "{page}");
            let to_press = "return [...document.querySelectorAll('nav, button, input, header a.language, .no-print')]
                .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80));";
            assert_eq!(tab.list(to_press).await, Vec::<String>::new(), "{address}");
            let printed =
                tab.driver.cdp().send_raw("Page.printToPDF", json!({ "paperWidth": 8.27, "paperHeight": 11.69 })).await;
            let pdf = STANDARD.decode(printed.unwrap()["data"].as_str().unwrap()).unwrap();
            assert!(pdf.starts_with(b"%PDF-"), "{address}");
            let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
            assert!((1..=3).contains(&pages), "{address}: {pages} pages");
        }
    });
}
