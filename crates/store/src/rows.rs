//! Many rows as the source of one statement, each engine in its fastest way: arrays on PostgreSQL;
//! on SQLite one JSON text for one column, `VALUES` for several. The statement reads them as `v`
//! with the columns `column1`, `column2`, …

use crate::{
    DbError,
    conn::{Arg, Conn, Row},
};
use std::fmt::Write as _;

/// Rows of one statement that gets them as lists: what is in flight at a time.
const OF_LISTS: usize = 5_000;
/// Rows of one statement that gets them as `VALUES`. Few lengths, so that the texts stay prepared.
const OF_VALUES: [usize; 3] = [128, 16, 1];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Whole numbers.
    Ints,
    /// Texts.
    Texts,
}

/// What is told how many rows are done, after each statement.
pub(crate) type Tell = Box<dyn Fn(usize) + Send + Sync>;

/// Tells how many rows are done, and lets in whoever waits in the same task, as a job's heartbeat
/// does: where the answer to each statement is there at once, nobody else would have a turn.
pub(crate) async fn tell(told: &(dyn Fn(usize) + Send + Sync), rows: usize) {
    told(rows);
    tokio::task::yield_now().await;
}

/// Rows to be.
pub(crate) struct Rows {
    columns: &'static [Of],
    cells: Vec<Arg>,
    tell: Option<Tell>,
}

impl Rows {
    /// None yet, of these columns.
    pub(crate) const fn new(columns: &'static [Of]) -> Self {
        Self {
            columns,
            cells: Vec::new(),
            tell: None,
        }
    }

    /// One column of whole numbers.
    pub(crate) fn of_ints(numbers: impl IntoIterator<Item = i64>) -> Self {
        Self {
            columns: &[Of::Ints],
            cells: numbers.into_iter().map(Arg::from).collect(),
            tell: None,
        }
    }

    /// One column of texts.
    pub(crate) fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            columns: &[Of::Texts],
            cells: texts.into_iter().map(Arg::from).collect(),
            tell: None,
        }
    }

    /// The same, telling how many are done.
    pub(crate) fn telling(mut self, tell: Option<Tell>) -> Self {
        self.tell = tell;
        self
    }

    /// Adds a row: a cell for each column.
    pub(crate) fn push<const N: usize>(&mut self, cells: [Arg; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.cells.extend(cells);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len() / self.columns.len()
    }

    /// Runs a statement over them for its effect; returns how many rows it touched. `sql` gets
    /// the text that stands for the rows behind `FROM`; `fixed` are the values of `$1`, `$2`, …
    pub(crate) async fn run(
        mut self,
        conn: &mut Conn,
        fixed: Vec<Arg>,
        sql: impl Fn(&str) -> String,
    ) -> Result<u64, DbError> {
        let mut touched = 0;
        let mut done = Done::of(&mut self);
        for (length, source, args) in self.portions(conn, &fixed) {
            touched += conn.run(sql(&source), args).await?;
            done.add(length).await;
        }
        Ok(touched)
    }

    /// As [`Rows::run`], and returns what the statement yields, as soon as it is more than `most`
    /// rows.
    pub(crate) async fn all(
        mut self,
        conn: &mut Conn,
        fixed: Vec<Arg>,
        most: usize,
        sql: impl Fn(&str) -> String,
    ) -> Result<Vec<Row>, DbError> {
        let mut found = Vec::new();
        let mut done = Done::of(&mut self);
        for (length, source, args) in self.portions(conn, &fixed) {
            found.extend(conn.all(sql(&source), args).await?);
            done.add(length).await;
            if found.len() > most {
                break;
            }
        }
        Ok(found)
    }

    /// As [`Rows::all`], by [`Conn::many`]: `rest` is everything from `FROM` on.
    pub(crate) async fn many(
        mut self,
        conn: &mut Conn,
        fixed: Vec<Arg>,
        most: usize,
        columns: &[&str],
        rest: impl Fn(&str) -> String,
    ) -> Result<Vec<Row>, DbError> {
        let mut found = Vec::new();
        let mut done = Done::of(&mut self);
        for (length, source, args) in self.portions(conn, &fixed) {
            found.extend(conn.many(columns, &rest(&source), args).await?);
            done.add(length).await;
            if found.len() > most {
                break;
            }
        }
        Ok(found)
    }

    fn portions(
        self,
        conn: &Conn,
        fixed: &[Arg],
    ) -> impl Iterator<Item = (usize, String, Vec<Arg>)> + use<> {
        let (columns, rows) = (self.columns, self.len());
        let form = Form::of(conn, columns, &self.cells);
        let (first, fixed) = (fixed.len() + 1, fixed.to_vec());
        let mut cells = self.cells.into_iter();
        lengths(form, rows).map(move |length| {
            let cells = cells.by_ref().take(length * columns.len());
            let mut args = fixed.clone();
            let source = match form {
                Form::Arrays => {
                    args.extend(arrays(columns, cells));
                    unnest(columns, first)
                }
                Form::Json => {
                    args.push(json(cells));
                    format!("(SELECT value AS column1 FROM json_each(${first})) AS v")
                }
                Form::Values => {
                    args.extend(cells);
                    values(columns.len(), first, length)
                }
            };
            (length, source, args)
        })
    }
}

/// How a statement gets its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Arrays,
    Json,
    Values,
}

impl Form {
    fn of(conn: &Conn, columns: &[Of], cells: &[Arg]) -> Self {
        // SQLite ends a text of JSON at its first NUL: it would be taken for another text.
        let ends = |cell: &Arg| matches!(cell, Arg::Text(Some(text)) if text.contains('\0'));
        match columns {
            _ if conn.is_postgres() => Self::Arrays,
            [_] if cells.len() >= OF_VALUES[1] && !cells.iter().any(ends) => Self::Json,
            _ => Self::Values,
        }
    }
}

/// How many rows are done.
struct Done {
    tell: Option<Tell>,
    rows: usize,
}

impl Done {
    fn of(rows: &mut Rows) -> Self {
        let tell = rows.tell.take();
        Self { tell, rows: 0 }
    }

    async fn add(&mut self, rows: usize) {
        self.rows += rows;
        if let Some(told) = &self.tell {
            tell(told, self.rows).await;
        }
    }
}

/// How many rows each statement takes.
fn lengths(form: Form, rows: usize) -> impl Iterator<Item = usize> {
    let sizes: &[usize] = match form {
        Form::Arrays | Form::Json => &[OF_LISTS],
        Form::Values => &OF_VALUES,
    };
    let mut left = rows;
    std::iter::from_fn(move || {
        let fitting = sizes.iter().find(|size| **size <= left);
        // A list takes any length; VALUES end with single rows.
        let length = fitting.copied().unwrap_or(left);
        left -= length;
        (length > 0).then_some(length)
    })
}

fn arrays(columns: &[Of], cells: impl Iterator<Item = Arg>) -> Vec<Arg> {
    let empty = |of: &Of| match of {
        Of::Ints => Arg::Ints(Vec::new()),
        Of::Texts => Arg::Texts(Vec::new()),
    };
    let mut arrays: Vec<_> = columns.iter().map(empty).collect();
    for (number, cell) in cells.enumerate() {
        match (&mut arrays[number % columns.len()], cell) {
            (Arg::Ints(list), Arg::Int(value)) => list.push(value),
            (Arg::Texts(list), Arg::Text(value)) => list.push(value),
            (_, cell) => unreachable!("a cell of another kind: {cell:?}"),
        }
    }
    arrays
}

fn json(cells: impl Iterator<Item = Arg>) -> Arg {
    let value = |cell| match cell {
        Arg::Int(value) => serde_json::Value::from(value),
        Arg::Text(value) => serde_json::Value::from(value),
        cell => unreachable!("a cell of another kind: {cell:?}"),
    };
    let list: Vec<_> = cells.map(value).collect();
    Arg::from(serde_json::Value::from(list).to_string())
}

fn unnest(columns: &[Of], first: usize) -> String {
    let (mut arrays, mut names) = (String::new(), String::new());
    for (number, of) in columns.iter().enumerate() {
        let comma = if number > 0 { ", " } else { "" };
        let kind = match of {
            Of::Ints => "bigint",
            Of::Texts => "text",
        };
        let _ = write!(arrays, "{comma}${}::{kind}[]", first + number);
        let _ = write!(names, "{comma}column{}", number + 1);
    }
    format!("unnest({arrays}) AS v ({names})")
}

fn values(columns: usize, first: usize, rows: usize) -> String {
    let mut text = String::from("(VALUES ");
    for row in 0..rows {
        text.push_str(if row > 0 { ", (" } else { "(" });
        for column in 0..columns {
            let comma = if column > 0 { ", " } else { "" };
            let _ = write!(text, "{comma}${}", first + row * columns + column);
        }
        text.push(')');
    }
    text + ") AS v"
}
