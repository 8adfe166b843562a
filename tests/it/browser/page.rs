//! A tab of the browser, and what every page in it is held against.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures_util::FutureExt as _;
use serde_json::{Value, json};
use thirtyfour::extensions::query::{ElementQueryable, ElementWaitable};
use thirtyfour::{By, Key, TypingData, WebDriver, WebElement};

use super::chrome::{Chrome, Scripts};
use crate::support::site::{PASSWORD, RunningSite};

/// axe-core, as build.rs fetched it with the other packages of package-lock.json.
const AXE: &str = include_str!(concat!(env!("OUT_DIR"), "/packages/node_modules/axe-core/axe.min.js"));

/// Violations in a line each: the rule, and where.
const RUN_AXE: &str = r"
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))),
        fault => done([`axe-core failed: ${fault}`]));";

/// What sticks out on the right of a page that can be scrolled sideways.
pub(super) const STICKS_OUT: &str = r"
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > width + 0.5)
        .map(e => `${e.tagName.toLowerCase()}.${e.className} to ${e.getBoundingClientRect().right}`).slice(0, 8);";

/// Where the keyboard is: what it says, and whether that is on the screen with a line or a shadow around it.
const FOCUSED: &str = r"
    const done = arguments[0];
    // A page scrolls to where the keyboard is when it is drawn next.
    requestAnimationFrame(() => requestAnimationFrame(() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    const shown = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
    done({ what: `${e.tagName} ${(e.innerText || e.name || '').trim()}`, href: e.getAttribute('href'), id: e.id,
             visible: marked && shown, body: e === document.body }); }));";

/// How many stops of the keyboard are looked at on each page.
const STOPS: usize = 12;

const WIDTHS: [u32; 3] = [320, 360, 1280];

/// A tab on the site.
pub(super) struct Tab<'a> {
    pub(super) driver: WebDriver,
    site: &'a RunningSite,
    scripts: Scripts,
}

/// Goes through a journey in a browser of its own.
pub(super) fn journey(site: &RunningSite, scripts: Scripts, journey: impl AsyncFnOnce(&Tab<'_>)) {
    let chrome = Chrome::start();
    actix_web::rt::System::new().block_on(async {
        let tab = Tab { driver: chrome.open(scripts).await, site, scripts };
        // The browser closes whatever the journey met; left alone it would be waited for.
        let outcome = AssertUnwindSafe(journey(&tab)).catch_unwind().await;
        tab.driver.quit().await.expect("the browser closes");
        if let Err(fault) = outcome {
            resume_unwind(fault);
        }
    });
}

impl Tab<'_> {
    /// Goes to an address and inspects the page.
    pub(super) async fn open(&self, path: &str) {
        self.driver.goto(self.site.url(path)).await.unwrap();
        self.inspect().await;
    }

    /// Follows the first link or button whose text contains these words, and inspects the page it leads to.
    pub(super) async fn click(&self, words: &str) {
        let containing = format!("contains(normalize-space(.), \"{words}\")");
        self.press(By::XPath(format!("//main//a[{containing}] | //main//button[{containing}]"))).await;
    }

    /// Follows a link or presses a button, and inspects the page it leads to.
    pub(super) async fn press(&self, by: By) {
        let before = self.driver.find(By::Tag("html")).await.unwrap();
        self.find(by).await.click().await.unwrap();
        before.wait_until().stale().await.expect("the click leads to another page");
        self.inspect().await;
    }

    /// The element, as soon as it is there.
    pub(super) async fn find(&self, by: By) -> WebElement {
        let wanted =
            self.driver.query(by.clone()).wait(Duration::from_secs(10), Duration::from_millis(20)).first().await;
        match wanted {
            Ok(element) => element,
            Err(error) => panic!("{by:?} is not on {}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// Types into the field with this name, over what is there.
    pub(super) async fn fill(&self, field: &str, text: &str) {
        let field = self.find(By::Name(field.to_owned())).await;
        if field.attr("type").await.unwrap().as_deref() != Some("file") {
            field.clear().await.unwrap();
        }
        field.send_keys(text).await.unwrap();
    }

    /// Chooses a day, as in `2026-01-31`. Browsers ask for it in the order of the language they run in; this is the same in all.
    pub(super) async fn choose_day(&self, field: &str, day: &str) {
        let field = self.find(By::Name(field.to_owned())).await;
        let choice = vec![field.to_json().unwrap(), json!(day)];
        self.driver.execute("arguments[0].value = arguments[1]", choice).await.unwrap();
    }

    /// Logs in and inspects the first page.
    pub(super) async fn log_in(&self, email: &str) {
        self.open("/inloggen").await;
        self.fill("email", email).await;
        self.fill("wachtwoord", PASSWORD).await;
        self.press(By::Css("main button[type=submit]")).await;
    }

    /// What the page says.
    pub(super) async fn text(&self) -> String {
        self.driver.find(By::Tag("body")).await.unwrap().text().await.unwrap()
    }

    /// The path and query of the page.
    pub(super) async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url[url::Position::BeforePath..].to_owned()
    }

    /// Fails unless the page says this, at once or as soon as it is there.
    pub(super) async fn says(&self, words: &str) {
        self.find(By::XPath(format!("//body[contains(normalize-space(.), \"{words}\")]"))).await;
    }

    /// Holds the page against what every page must be.
    pub(super) async fn inspect(&self) {
        let path = self.path().await;
        let mut wrong = Vec::new();
        for width in WIDTHS {
            self.screen(width).await;
            for part in self.list(STICKS_OUT).await {
                wrong.push(format!("{width} px wide: {part}"));
            }
        }
        if self.scripts == Scripts::Allowed {
            wrong.extend(self.walk_by_keyboard().await);
            wrong.extend(self.violations().await);
        }
        assert!(wrong.is_empty(), "{path}:\n{}", wrong.join("\n"));
    }

    /// Holds the page against the same as it is now, with whatever is open on it, on the smallest screen too. The keyboard
    /// stays where it is.
    pub(super) async fn is_fine_as_it_is(&self) {
        let mut wrong = self.violations().await;
        for width in WIDTHS {
            self.screen(width).await;
            wrong.extend(self.list(STICKS_OUT).await.into_iter().map(|part| format!("{width} px wide: {part}")));
        }
        assert!(wrong.is_empty(), "{}:\n{}", self.path().await, wrong.join("\n"));
    }

    /// What axe-core finds, by light and by dark.
    pub(super) async fn violations(&self) -> Vec<String> {
        let mut violations = Vec::new();
        self.driver.execute(AXE, vec![]).await.expect("axe-core");
        for (width, colours) in [(360, "light"), (1280, "dark")] {
            self.screen(width).await;
            self.colours(colours).await;
            let found = self.driver.execute_async(RUN_AXE, vec![]).await.expect("axe-core").convert::<Vec<String>>();
            violations.extend(found.unwrap().into_iter().map(|what| format!("{width} px, {colours}: {what}")));
        }
        violations
    }

    /// Presses keys, wherever the keyboard is.
    pub(super) async fn keys(&self, keys: impl Into<TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Whether the colours are those of the system, `active` or `none`.
    pub(super) async fn forced_colours(&self, state: &str) {
        self.media("screen", &[("forced-colors", state)]).await;
    }

    /// What a script of the test finds, as a list of texts.
    pub(super) async fn list(&self, script: &str) -> Vec<String> {
        self.driver.execute(script, vec![]).await.unwrap().convert().unwrap()
    }

    pub(super) async fn screen(&self, width: u32) {
        self.window(width, 900).await;
    }

    /// A screen of this many pixels.
    pub(super) async fn window(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await.unwrap();
    }

    async fn colours(&self, scheme: &str) {
        self.media("screen", &[("prefers-color-scheme", scheme)]).await;
    }

    /// Shows the page as on this medium, to somebody with these wishes.
    pub(super) async fn media(&self, medium: &str, wishes: &[(&str, &str)]) {
        let features: Vec<_> = wishes.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let media = json!({ "media": medium, "features": features });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await.unwrap();
    }

    pub(super) async fn focused(&self) -> Value {
        self.driver.execute_async(FOCUSED, vec![]).await.unwrap().json().clone()
    }

    pub(super) async fn tab(&self) {
        self.driver.action_chain().send_keys(Key::Tab).perform().await.unwrap();
    }

    /// The stops of the keyboard from the top of the page.
    async fn walk_by_keyboard(&self) -> Vec<String> {
        let (mut wrong, mut before) = (Vec::new(), None::<Value>);
        self.tab().await;
        let first = self.focused().await;
        if first["href"] != "#inhoud" {
            wrong.push(format!("the first stop of the keyboard is {first} and not the skip link"));
        }
        for stop in 1..=STOPS {
            let here = self.focused().await;
            if here["body"] == true {
                break;
            }
            // The parts inside a field for a day are drawn by the browser itself.
            let inside =
                before.replace(here.clone()).is_some_and(|before| before["id"] == here["id"] && here["id"] != "");
            if here["visible"] != true && !inside {
                wrong.push(format!("stop {stop} of the keyboard does not show: {here}"));
            }
            self.tab().await;
        }
        wrong
    }
}
