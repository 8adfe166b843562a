//! A client of the API that reads JSON and keeps headers.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::site::RunningSite;

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    /// The answer as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The value of a header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The parameters and codes of the faults.
    #[track_caller]
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{}", self.text);
        let json = self.json();
        let word = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
        json["fouten"].as_array().unwrap().iter().map(|fault| (word(fault, "parameter"), word(fault, "code"))).collect()
    }
}

/// Asks the site that is being served.
pub(crate) struct Api<'a> {
    site: &'a RunningSite,
    client: Client,
}

impl<'a> Api<'a> {
    pub(crate) fn of(site: &'a RunningSite) -> Self {
        Self { site, client: Client::new() }
    }

    /// Asks for what is at this path below the API.
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[])
    }

    /// The same with headers, in another way.
    pub(crate) fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
        let path = if path.starts_with("/api/") { path.to_owned() } else { format!("/api/v1{path}") };
        let request = self.client.request(method, self.site.url(&path));
        send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
    }

    /// Asks with these parameters, whatever is in them.
    pub(crate) fn with(&self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        send(self.client.get(self.site.url(&format!("/api/v1{path}?{}", query(parameters)))))
    }
}

/// A program of a body, with its token.
pub(crate) struct Program<'a> {
    api: Api<'a>,
    token: String,
    base: String,
}

/// Where in what was sent, and the message.
pub(crate) type Told = (String, String);

impl<'a> Program<'a> {
    /// The program of this body with this token.
    pub(crate) fn new(site: &'a RunningSite, body: &str, token: impl Into<String>) -> Self {
        let base = format!("/api/v1/certificerende-instellingen/{body}");
        Self { api: Api::of(site), token: token.into(), base }
    }

    /// A program that may everything.
    pub(crate) fn full(site: &'a RunningSite, body: &str) -> Self {
        Self::new(site, body, site.full_token(body))
    }

    /// The same program at the addresses of another body.
    pub(crate) fn at(&self, body: &str) -> Self {
        Self::new(self.api.site, body, self.token.clone())
    }

    /// The same program, asking another server.
    pub(crate) fn on<'b>(&self, site: &'b RunningSite) -> Program<'b> {
        Program { api: Api::of(site), token: self.token.clone(), base: self.base.clone() }
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Reply {
        let address = self.api.site.url(&format!("{}{path}", self.base));
        let request = self.api.client.request(method.parse().unwrap(), address);
        let request = request.bearer_auth(&self.token);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        send(match body {
            Some(body) => request.body(body),
            None => request,
        })
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], None)
    }

    pub(crate) fn put(&self, path: &str, record: &Value, headers: &[(&str, &str)]) -> Reply {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.ask("PUT", path, &headers, Some(record.to_string()))
    }

    pub(crate) fn post(&self, query: &str, delivery: &Value, headers: &[(&str, &str)]) -> Reply {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.ask("POST", &format!("/aanleveringen{query}"), &headers, Some(delivery.to_string()))
    }
}

impl Reply {
    /// The pointers and messages of the faults of what was sent.
    #[track_caller]
    pub(crate) fn told(&self) -> Vec<Told> {
        let json = self.json();
        let word = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
        json["fouten"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| (word(fault, "pointer"), word(fault, "melding")))
            .collect()
    }
}

/// The parameters as an address writes them.
pub(crate) fn query(parameters: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn send(request: RequestBuilder) -> Reply {
    let response = request.send().unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Reply { status, headers, text: response.text().unwrap() }
}
