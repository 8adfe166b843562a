//! The program as it is started: what `serve` demands, and help for who lost everything.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use chrono::TimeDelta;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use super::support::{half, letters, offering, set_up_app, trail};
use crate::support::site::{PASSWORD, READER, REGULATOR, RunningSite, at};

fn program(site: &RunningSite) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stelselwacht"));
    command.env_clear().env("DATABASE_URL", site.database.url());
    command
}

/// Where `serve` leads a supervisor after the password, and what it logs until somebody asks.
fn served(site: &RunningSite, secret: Option<&str>) -> (String, String) {
    let mut command = program(site);
    command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(secret) = secret {
        command.env("STELSELWACHT_SECRET", secret);
    }
    let mut process = command.spawn().unwrap();
    let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = output.by_ref().map_while(Result::ok).find(|line| line.contains("http://")).unwrap();
    let at = line.split_once("http://").unwrap().1.split(' ').next().unwrap().to_owned();
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    let page = client.get(format!("http://{at}/inloggen")).send().unwrap().text().unwrap();
    let csrf = page.split_once("name=\"csrf\" value=\"").unwrap().1.split_once('"').unwrap().0;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", csrf), ("email", REGULATOR), ("wachtwoord", PASSWORD)])
        .finish();
    let request = client.post(format!("http://{at}/inloggen")).body(form);
    let answer = request.header("content-type", "application/x-www-form-urlencoded").send().unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    process.kill().unwrap();
    let log = std::io::read_to_string(process.stderr.take().unwrap()).unwrap();
    process.wait().unwrap();
    (location, log)
}

#[test]
fn serve_demands_a_second_factor_and_says_when_it_cannot() {
    let site = RunningSite::set_up(|portal| portal);
    let (location, log) = served(&site, Some("een geheim dat lang genoeg is om te tellen"));
    assert_eq!(location, "/account/tweede-factor");
    assert!(!log.contains("no second factor is demanded"), "{log}");
    let (location, log) = served(&site, None);
    assert_eq!(location, "/toezicht");
    assert!(log.contains("no second factor is demanded") && log.contains("STELSELWACHT_SECRET"), "{log}");
}

#[test]
fn who_lost_everything_is_helped_by_an_administrator_or_whoever_runs_the_program() {
    let site = offering();
    site.add_everybody();
    let browser = site.logged_in(READER);
    set_up_app(&site, &browser);
    letters(&site);
    let reset = |email: &str| program(&site).args(["user", "reset-factor", "--email", email]).output().unwrap();
    let done = reset(READER);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(browser.get("/instelling").location.starts_with("/inloggen?"), "sessions end");
    assert_eq!(half(&site, READER).1.location, "/instelling");
    // The program goes by the clock of the machine.
    site.portal.clock.advance(TimeDelta::days(3650));
    assert_eq!(letters(&site)[0].1.subject, "Uw tweede factor is gewist");
    let lines = trail(&site, READER).join("\n");
    assert!(lines.contains("opdrachtregel tweede-factor-gewist"), "{lines}");
    set_up_app(&site, &site.logged_in(READER));
    let administrator = site.logged_in(&at("alfa"));
    let member = administrator.get("/instelling/accounts");
    let path = member.text.split("href=\"").map(|rest| rest.split_once('"').map_or("", |(path, _)| path));
    let pages: Vec<_> = path.filter(|path| path.starts_with("/instelling/accounts/")).map(str::to_owned).collect();
    let page = pages.iter().map(|path| (path, administrator.get(path))).find(|(_, page)| page.words().contains(READER));
    let (path, page) = page.unwrap();
    page.says("Tweede factor wissen");
    assert!(administrator.post(&page, path, &[("keuze", "factor")]).location.ends_with("?gedaan=factor"));
    assert_eq!(half(&site, READER).1.location, "/instelling");
    for (email, told) in [(READER, "heeft geen tweede factor"), ("niemand@x.example", "heeft geen account")] {
        let refused = reset(email);
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1));
        assert!(text.contains(told), "{text}");
    }
}
