//! A server that speaks TLS from the first byte, as `smtps://` asks.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use mailin_embedded::SslConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::servers::{Postman, file, setback, world_with};

/// Speaks TLS from the first byte, with the certificate of the tests, and gives what is said to a server on this port.
fn wrapped(server: u16) -> u16 {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificates = CertificateDer::pem_file_iter(file("server.pem")).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(file("key.pem")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key).unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for outside in listener.incoming().map_while(Result::ok) {
            let inside = TcpStream::connect(("127.0.0.1", server)).unwrap();
            let session = ServerConnection::new(config.clone()).unwrap();
            std::thread::spawn(move || relay(StreamOwned::new(session, outside), inside));
        }
    });
    port
}

/// SMTP takes turns: the server speaks first, and whoever was spoken to answers.
fn relay(mut outside: StreamOwned<ServerConnection, TcpStream>, inside: TcpStream) -> std::io::Result<()> {
    let mut answers = BufReader::new(inside.try_clone()?);
    let mut inside = inside;
    let mut in_mail = false;
    let mut line = String::new();
    loop {
        while !in_mail {
            line.clear();
            if answers.read_line(&mut line)? == 0 {
                return Ok(());
            }
            outside.write_all(line.as_bytes())?;
            in_mail = line.starts_with("354");
            // The last line of an answer has no hyphen behind its code.
            if line.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
        loop {
            let said = next_line(&mut outside)?;
            inside.write_all(&said)?;
            if said.is_empty() {
                return Ok(());
            }
            if said == b".\r\n" {
                in_mail = false;
            }
            if !in_mail {
                break;
            }
        }
    }
}

fn next_line(from: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let (mut line, mut one) = (Vec::new(), [0]);
    while !line.ends_with(b"\n") && from.read(&mut one)? == 1 {
        line.push(one[0]);
    }
    Ok(line)
}

#[test]
fn mail_goes_to_a_server_that_speaks_tls_from_the_first_byte() {
    let postman = Postman::new();
    let port = wrapped(postman.start(SslConfig::None));
    let ca = file("ca.pem");
    let world = world_with(&format!("smtps://localhost:{port}?ca={ca}"));
    let done = world.round().mails;
    assert_eq!((done.left, postman.ids().len()), (1, 1), "{}", setback(&world));

    // A certificate of somebody unknown, or for another name: nothing is said.
    let before = postman.heard.lock().unwrap().len();
    for url in [format!("smtps://localhost:{port}"), format!("smtps://127.0.0.1:{port}?ca={ca}")] {
        let world = world_with(&url);
        assert_eq!(world.round().mails.postponed, 1, "{url}");
        assert_eq!(setback(&world), "onveilig", "{url}");
    }
    assert_eq!(postman.heard.lock().unwrap().len(), before);
}
