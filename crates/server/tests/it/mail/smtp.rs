//! A mail server that answers what the test wants.

use super::{LINK, count, letter, send};
use countermark::{
    auth::limits::Limits,
    mail::{MailArgs, Mailing},
    settings::Settings,
};
use countermark_testkit::{TestApp, db::engines};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server heard, and what it answers to `RCPT`.
struct Server {
    heard: Arc<Mutex<String>>,
    answer: Arc<Mutex<&'static str>>,
    mailing: Mailing,
}

async fn server() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let heard = Arc::new(Mutex::new(String::new()));
    let answer = Arc::new(Mutex::new("250 fine"));
    let (ears, mouth) = (heard.clone(), answer.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = *mouth.lock().expect("no panic");
            tokio::spawn(talk(stream, ears.clone(), answer));
        }
    });
    Server {
        heard,
        answer,
        mailing: mailing(&format!("smtp://127.0.0.1:{port}")),
    }
}

/// Mail by that server.
fn mailing(url: &str) -> Mailing {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("smtp-url");
    std::fs::write(&file, format!("{url}\n")).expect("written");
    let args = MailArgs {
        smtp_url_file: Some(file),
        mail_from: Some(
            "Kallista <no-reply@kallista.example>"
                .parse()
                .expect("an address"),
        ),
    };
    args.open(home.path(), None).expect("a setting")
}

async fn talk(stream: TcpStream, heard: Arc<Mutex<String>>, answer: &'static str) {
    let mut stream = BufReader::new(stream);
    let _ = stream.write_all(b"220 test\r\n").await;
    let mut line = String::new();
    let mut data = false;
    while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
        heard.lock().expect("no panic").push_str(&line);
        let verb = line.split([' ', '\r']).next().unwrap_or("").to_uppercase();
        let reply = match verb.as_str() {
            _ if data && line != ".\r\n" => "",
            "RCPT" => answer,
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        data = verb == "DATA" || (data && line != ".\r\n");
        if !reply.is_empty() {
            let _ = stream.write_all(format!("{reply}\r\n").as_bytes()).await;
        }
        line.clear();
    }
}

async fn with_server(test: impl AsyncFn(&TestApp, &Server)) {
    for engine in engines() {
        let server = server().await;
        let settings = Settings {
            mail: server.mailing.clone(),
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        test(&app, &server).await;
    }
}

fn answers(server: &Server, answer: &'static str) {
    *server.answer.lock().expect("no panic") = answer;
}

#[tokio::test]
async fn the_server_hears_the_mail() {
    with_server(async |app, server| {
        letter(app, "anna@example.com", "Hello").await;
        send(app).await;
        let heard = server.heard.lock().expect("no panic").clone();
        for part in [
            "MAIL FROM:<no-reply@kallista.example>",
            "RCPT TO:<anna@example.com>",
            "Subject: Hello",
            LINK,
        ] {
            assert!(heard.contains(part), "{part}: {heard}");
        }
        assert_eq!(count(app, "sent_at IS NOT NULL AND body IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_asks_to_come_back_is_asked_again_later_and_later() {
    with_server(async |app, server| {
        answers(server, "451 later");
        letter(app, "anna@example.com", "Hello").await;
        for pause in [60, 120, 240, 480] {
            send(app).await;
            app.clock.advance(pause - 1);
            let tries = count(app, "attempts = 99 OR sent_at IS NOT NULL").await;
            assert_eq!(tries, 0);
            let before = server
                .heard
                .lock()
                .expect("no panic")
                .matches("RCPT")
                .count();
            send(app).await;
            let after = server
                .heard
                .lock()
                .expect("no panic")
                .matches("RCPT")
                .count();
            assert_eq!(before, after, "not before {pause} seconds");
            app.clock.advance(1);
        }
        answers(server, "250 fine");
        send(app).await;
        assert_eq!(count(app, "sent_at IS NOT NULL AND attempts = 5").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_never_takes_it_is_left_alone_in_the_end() {
    with_server(async |app, server| {
        answers(server, "451 later");
        letter(app, "anna@example.com", "Hello").await;
        // The letter is of use for two hours.
        for _ in 0..200 {
            send(app).await;
            app.clock.advance(60);
        }
        assert_eq!(
            count(app, "failed_at IS NOT NULL AND body IS NULL").await,
            1
        );
        let tries = server
            .heard
            .lock()
            .expect("no panic")
            .matches("RCPT")
            .count();
        assert!((5..10).contains(&tries), "{tries} attempts");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_the_server_does_not_know_is_given_up_at_once() {
    with_server(async |app, server| {
        answers(server, "550 no such user <anna@example.com>");
        letter(app, "anna@example.com", "Hello").await;
        send(app).await;
        assert_eq!(
            count(app, "failed_at IS NOT NULL AND attempts = 1").await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_login_is_no_reason_to_lose_the_mail() {
    with_server(async |app, server| {
        answers(server, "535 who are you?");
        letter(app, "anna@example.com", "Hello").await;
        send(app).await;
        assert_eq!(count(app, "failed_at IS NOT NULL").await, 0);
        app.clock.advance(60);
        answers(server, "250 fine");
        send(app).await;
        assert_eq!(count(app, "sent_at IS NOT NULL").await, 1);
    })
    .await;
}

/// ASVS 12.3.2.
#[tokio::test]
async fn a_server_that_nobody_vouches_for_hears_nothing() {
    for engine in engines() {
        let server = crate::tls::Server::start().await;
        let settings = Settings {
            mail: mailing(&format!("smtps://localhost:{}", server.port)),
            ..Settings::default()
        };
        let app = TestApp::with(engine, settings, Limits::off()).await;
        letter(&app, "anna@example.com", "Hello").await;
        send(&app).await;
        assert_eq!(count(&app, "sent_at IS NULL AND attempts = 1").await, 1);
        server.nobody_else_trusted_it().await;
    }
}
