//! The whole search page beside a bare handler that sends the same bytes: one worker each, over HTTP, kept connections.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::num::NonZeroU32;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::http::header::ContentType;
use actix_web::{App, HttpResponse, HttpServer, web};
use stelselwacht::web::pages;
use stelselwacht::web::portal::Portal;
use stelselwacht::web::rate_limit::{Limits, RateLimits};
use stelselwacht::web::server::{Site, build};

use crate::all_on_processor;
use crate::questions::Asked;

/// Connections that ask at the same time; enough to keep the one worker busy.
const CONNECTIONS: usize = 4;

/// How long each server is asked in a round.
const ASKING: Duration = Duration::from_secs(1);

/// The servers are asked by turns this often, so that what else the machine does falls on both; medians are told.
const ROUNDS: usize = 5;

pub(crate) fn measure(portal: &Portal, asked: &[Asked]) {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let paths: Vec<String> = asked.iter().map(|asked| format!("/?zoek={}", encoded(&asked.question.text))).collect();
    let shared = web::Data::new(portal.clone());
    let often = NonZeroU32::MAX;
    let limits = web::Data::new(RateLimits::new(Limits {
        requests_per_minute: often,
        attempts_per_minute: often,
        ..Limits::default()
    }));
    let page = serve(move |listener| {
        HttpServer::new(move || {
            let shared = shared.clone();
            build(web::Data::new(Site::default()), limits.clone(), move |config| {
                config.app_data(shared).configure(pages::routes);
            })
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run()
    });
    let bytes = ask(page, &paths).1;
    // The same bytes in the mean, and as many of them as a page has.
    let body: &'static str = Box::leak("x".repeat(bytes).into_boxed_str());
    let bare = serve(move |listener| {
        let handler = move || async move { HttpResponse::Ok().content_type(ContentType::html()).body(body) };
        HttpServer::new(move || App::new().route("/", web::get().to(handler)))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap()
            .run()
    });
    ask(bare, &paths);
    let rounds: Vec<(Speed, Speed)> = (0..ROUNDS).map(|_| (ask(page, &paths).0, ask(bare, &paths).0)).collect();
    let (page, bare) = (median(&rounds.iter().map(|round| &round.0)), median(&rounds.iter().map(|round| &round.1)));
    let percent = |of: fn(&Speed) -> f64| 100.0 * of(&page) / of(&bare);
    println!(
        "search page, {bytes} bytes on average: {:.0} a second by the clock, {:.0} by the processor time of the server\n\
         bare handler with as many bytes: {:.0} and {:.0}; the page is at {:.1} % and {:.1} % of that",
        page.clock,
        page.processor,
        bare.clock,
        bare.processor,
        percent(|speed| speed.clock),
        percent(|speed| speed.processor)
    );
}

/// Answers per second.
struct Speed {
    /// By the clock, as load generators count; on a machine that does other work both servers lose by that.
    clock: f64,
    /// Per second that the threads of the server were on a processor.
    processor: f64,
}

fn median<'a>(speeds: &(impl Iterator<Item = &'a Speed> + Clone)) -> Speed {
    let of = |one: fn(&Speed) -> f64| {
        let mut all: Vec<f64> = speeds.clone().map(one).collect();
        all.sort_unstable_by(f64::total_cmp);
        all[all.len() / 2]
    };
    Speed { clock: of(|speed| speed.clock), processor: of(|speed| speed.processor) }
}

fn serve(server: impl FnOnce(TcpListener) -> actix_web::dev::Server + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || actix_web::rt::System::new().block_on(server(listener)));
    address
}

/// How quickly the server answers, and the mean size of a page.
fn ask(address: SocketAddr, paths: &[String]) -> (Speed, usize) {
    let (send, receive) = mpsc::channel();
    let each = paths.len() / CONNECTIONS;
    let (started, before) = (Instant::now(), all_on_processor());
    std::thread::scope(|scope| {
        for paths in paths.chunks(each) {
            let send = send.clone();
            scope.spawn(move || {
                let (mut answers, mut bytes) = (0_usize, 0_usize);
                let mut connection = BufReader::with_capacity(1 << 16, TcpStream::connect(address).unwrap());
                for path in paths.iter().cycle() {
                    bytes += one(&mut connection, path);
                    answers += 1;
                    if started.elapsed() > ASKING {
                        break;
                    }
                }
                send.send((answers, bytes)).unwrap();
            });
        }
    });
    drop(send);
    let (answers, bytes) = receive.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let took = started.elapsed().as_secs_f64();
    // The threads that asked are gone, and with them the time they took.
    let served = all_on_processor().saturating_sub(before);
    let speed = Speed { clock: answers as f64 / took, processor: answers as f64 / served.as_secs_f64() };
    (speed, bytes / answers.max(1))
}

fn one(connection: &mut BufReader<TcpStream>, path: &str) -> usize {
    // In one piece, or the operating system waits for more.
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes()).unwrap();
    let (mut line, mut length) = (String::new(), 0);
    connection.read_line(&mut line).unwrap();
    assert!(line.contains(" 200 "), "{line} for {path}");
    loop {
        line.clear();
        connection.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).unwrap();
    length
}
