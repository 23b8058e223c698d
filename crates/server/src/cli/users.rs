//! `countermark users`: a company's people without a portal, in the words of the API.

use super::{
    Failure,
    admin::{self, Post},
    rows::{Rows, lines, listed},
    whose::{Whose, commit, facts, plain, sentence},
};
use crate::{
    api::v2::{
        me::sessions::{SessionShown, list::live},
        users::{UserShown, end_sessions, list, reset_password, set_archived},
    },
    clock::SystemClock,
};
use clap::{Args, Subcommand};
use countermark_core::{
    ids::UserId,
    text::{Email, Text as _},
    time::Clock as _,
};
use countermark_store::{
    Conn,
    companies::Company,
    members::{self, Member},
    users,
};

/// Commands about people.
#[derive(Subcommand, Debug)]
pub enum Users {
    /// List the people of the company.
    List(Box<List>),
    /// Show a person.
    Show(Box<One>),
    /// List where a person is signed in, in all their companies.
    Sessions(Box<One>),
    /// Shut a person out: their sessions end, their tokens are refused. Not the last Account Admin.
    ///
    /// On PostgreSQL running nodes obey within the bound of every revocation; on SQLite the server
    /// must not run meanwhile.
    Archive(Box<One>),
    /// Let a person in again. Tokens that have not ended work again.
    ///
    /// On SQLite the server must not run meanwhile.
    Restore(Box<One>),
    /// Sign a person out everywhere in the company. Tokens and other companies stay.
    ///
    /// On PostgreSQL running nodes obey within the bound of every revocation; on SQLite the server
    /// must not run meanwhile.
    EndSessions(Box<One>),
    /// Send a person a link to a new password, by mail or into the folder DIR/mail as a file. It
    /// is shown to nobody else.
    ///
    /// On SQLite the server must not run meanwhile.
    ResetPassword(Box<ResetPassword>),
    /// Take a person's second factors away, as `admin reset-factors` does. Their sessions end in
    /// all companies. Be sure that it is really them.
    ///
    /// On SQLite the server must not run meanwhile.
    ResetFactors(Box<One>),
}

/// What `users list` is told.
#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    whose: Whose,
    /// Only those with that text in name or address.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Those who are archived instead of the others.
    #[arg(long)]
    archived: bool,
    #[command(flatten)]
    rows: Rows,
}

/// Which person.
#[derive(Args, Debug)]
pub struct One {
    #[command(flatten)]
    whose: Whose,
    /// The person's id or e-mail address.
    #[arg(value_name = "ID|EMAIL")]
    who: String,
}

/// What `users reset-password` is told.
#[derive(Args, Debug)]
pub struct ResetPassword {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    post: Post,
}

/// Runs a command about people.
///
/// # Errors
/// The sentence to show.
pub async fn run(command: Users) -> Result<(), Failure> {
    match command {
        Users::List(list) => self::list(&list).await,
        Users::Show(one) => show(&one).await,
        Users::Sessions(one) => sessions(&one).await,
        Users::Archive(one) => archive(&one, true).await,
        Users::Restore(one) => archive(&one, false).await,
        Users::EndSessions(one) => end_sessions(&one).await,
        Users::ResetPassword(reset) => reset_password(&reset).await,
        Users::ResetFactors(one) => reset_factors(&one).await,
    }
}

async fn list(list: &List) -> Result<(), Failure> {
    let filters = [
        ("search", list.search.as_deref()),
        ("is_archived", list.archived.then_some("1")),
    ];
    let query = list.rows.query(&filters)?;
    let (opened, company) = list.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let page = list::page(&mut conn, company.id, &query).await;
    let (request, page) = page.map_err(sentence)?;
    let listed = listed(page, UserShown::from);
    let text = lines(&listed, &request, |user| {
        let name = format!("{} {}", user.given_name, user.family_name);
        format!(
            "{:>6}  {:8}  {:22}  {}  {}",
            user.id,
            user.state,
            user.role.label,
            plain(&user.email),
            plain(name.trim()),
        )
    });
    list.whose.print(&listed, &text)
}

async fn show(one: &One) -> Result<(), Failure> {
    let (opened, company) = one.whose.look().await?;
    let member = find(&mut opened.db.read().await?, &company, &one.who).await?;
    let shown = UserShown::from(member);
    one.whose.print(&shown, &facts(&shown)?)
}

async fn sessions(one: &One) -> Result<(), Failure> {
    let (opened, company) = one.whose.look().await?;
    let mut conn = opened.db.read().await?;
    let member = find(&mut conn, &company, &one.who).await?;
    let listed = live(&mut conn, member.id, None, SystemClock.now()).await?;
    let text = if listed.results.is_empty() {
        format!("{} is signed in nowhere.\n", plain(&member.email))
    } else {
        let line = |session: &SessionShown| {
            format!(
                "{}  {:7}  used {}  {:15}  {}  in {}\n",
                session.id,
                session.kind,
                session.seen_at,
                plain(&session.address),
                plain(&session.device),
                plain(&session.company),
            )
        };
        listed.results.iter().map(line).collect()
    };
    one.whose.print(&listed, &text)
}

async fn archive(one: &One, archive: bool) -> Result<(), Failure> {
    let (opened, company) = one.whose.change().await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let member = find(&mut tx, &company, &one.who).await?;
    let done = set_archived(&mut tx, company.id, None, member.id, archive, now).await;
    let (member, done) = done.map_err(sentence)?;
    let said = match (archive, &done) {
        (true, Some(_)) => "is shut out now",
        (true, None) => "is shut out already",
        (false, Some(_)) => "is let in again",
        (false, None) => "is not archived",
    };
    if let Some((entry, changed)) = done {
        commit(tx, company.id, entry, &changed, now).await?;
    }
    one.tell(member, said)
}

async fn end_sessions(one: &One) -> Result<(), Failure> {
    let (opened, company) = one.whose.change().await?;
    let now = SystemClock.now();
    let mut tx = opened.db.write().await?;
    let member = find(&mut tx, &company, &one.who).await?;
    let (entry, changed) = end_sessions::end(&mut tx, company.id, &member, now).await?;
    let ended = match changed.len() {
        0 => "had no session".to_owned(),
        1 => "is signed out; 1 session has ended".to_owned(),
        many => format!("is signed out; {many} sessions have ended"),
    };
    commit(tx, company.id, entry, &changed, now).await?;
    one.tell(member, &ended)
}

async fn reset_password(reset: &ResetPassword) -> Result<(), Failure> {
    let whose = &reset.one.whose;
    let (app, company, _lock) = admin::start_in(whose, &reset.post).await?;
    let mut tx = app.db.write().await?;
    let member = find(&mut tx, &company, &reset.one.who).await?;
    let sent = reset_password::send(&app, &mut tx, company.id, &member).await;
    let (sent, entry) = sent.map_err(sentence)?;
    commit(tx, company.id, entry, &[], app.clock.now()).await?;
    let text = admin::deliver(&app, &plain(&member.email)).await?;
    whose.print(&sent, &text)
}

async fn reset_factors(one: &One) -> Result<(), Failure> {
    let (opened, company) = one.whose.change().await?;
    let member = find(&mut opened.db.read().await?, &company, &one.who).await?;
    admin::take_factors(&opened, (member.id, &member.email)).await?;
    let member = find(
        &mut opened.db.read().await?,
        &company,
        &member.id.to_string(),
    )
    .await?;
    one.tell(
        member,
        "signs in with the password alone now; sessions have ended",
    )
}

impl One {
    fn tell(&self, member: Member, said: &str) -> Result<(), Failure> {
        let text = format!("{} {said}.\n", plain(&member.email));
        self.whose.print(&UserShown::from(member), &text)
    }
}

/// The person of the company with that id or address.
///
/// # Errors
/// The sentence that says there is none.
pub async fn find(conn: &mut Conn, company: &Company, who: &str) -> Result<Member, Failure> {
    let id = if who.contains('@') {
        let email = Email::parse(who).map_err(|why| format!("ID|EMAIL: {why}"))?;
        let account = users::by_email(conn, email.as_str()).await?;
        account.map(|account| account.id)
    } else {
        let id = who.parse::<UserId>();
        Some(id.map_err(|_| "ID|EMAIL: Give the person's number or e-mail address.")?)
    };
    let member = match id {
        Some(id) => members::get(conn, company.id, id).await?,
        None => None,
    };
    member.ok_or_else(|| {
        let (id, name) = (company.id, plain(&company.name));
        format!(
            "There is nobody {} in company {id} ({name}). `countermark users list` shows its \
             people, with --archived those who are shut out.",
            plain(who)
        )
        .into()
    })
}
