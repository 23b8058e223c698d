//! Pages of rows: filters, ordering, and the anchor that makes every page cost the same.

use crate::{
    DbError,
    conn::{Arg, Conn, Row},
};
use countermark_core::page::{Anchor, Key, Page, PageRequest};

/// What kind of value a sort column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderingKind {
    /// A number or time.
    Int,
    /// A text.
    Text,
}

/// One way to sort a list: the word in `ordering=`, and the column behind it.
#[derive(Clone, Copy, Debug)]
pub struct Ordering {
    /// The wire name, without the `-`.
    pub name: &'static str,
    /// The column; never from a request.
    pub column: &'static str,
    /// What the column holds.
    pub kind: OrderingKind,
    /// Largest first.
    pub descending: bool,
}

impl Ordering {
    /// Finds `name` or `-name` among the orderings that a list allows.
    #[must_use]
    pub fn find(allowed: &[Self], wanted: &str) -> Option<Self> {
        let (descending, name) = match wanted.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, wanted),
        };
        let found = allowed.iter().find(|ordering| ordering.name == name)?;
        Some(Self {
            descending,
            ..*found
        })
    }

    /// The word as it stands in the URL.
    #[must_use]
    pub fn wire(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.name)
    }
}

/// Conditions that rows must meet; each brings its values along.
#[derive(Default)]
pub struct Filters {
    clauses: Vec<String>,
    args: Vec<Arg>,
}

impl Filters {
    /// Adds a condition; `?` in it stands for the value.
    #[must_use]
    pub(crate) fn with(mut self, clause: &str, value: impl Into<Arg>) -> Self {
        let place = self.place(value);
        self.clauses.push(clause.replace('?', &place));
        self
    }

    /// Adds a condition when there is a value for it.
    #[must_use]
    pub(crate) fn with_some(self, clause: &str, value: Option<impl Into<Arg>>) -> Self {
        match value {
            Some(value) => self.with(clause, value),
            None => self,
        }
    }

    /// Adds a condition whose values are placed already.
    #[must_use]
    pub(crate) fn and(mut self, clause: String) -> Self {
        self.clauses.push(clause);
        self
    }

    /// Adds a search for a text inside a folded column.
    #[must_use]
    pub(crate) fn containing(self, column: &str, text: Option<&str>) -> Self {
        let pattern = text.map(|text| like_pattern(&countermark_core::text::fold(text)));
        self.with_some(&format!("{column} LIKE ? ESCAPE '!'"), pattern)
    }

    /// Adds a condition in which `?` stands for a list of ids; without ids no row meets it.
    #[must_use]
    pub(crate) fn among(mut self, clause: &str, ids: impl IntoIterator<Item = Arg>) -> Self {
        let places: Vec<_> = ids.into_iter().map(|id| self.place(id)).collect();
        let clause = if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            clause.replace('?', &places.join(", "))
        };
        self.clauses.push(clause);
        self
    }

    /// These conditions as one, that of another table: `clause` says it with `?` in their place.
    #[must_use]
    pub(crate) fn inside(mut self, clause: &str) -> Self {
        self.clauses = vec![clause.replace('?', &self.where_clause())];
        self
    }

    /// Adds a value for another part of the statement, and returns its placeholder.
    pub(crate) fn place(&mut self, value: impl Into<Arg>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }

    /// The values of all placeholders.
    pub(crate) fn into_args(self) -> Vec<Arg> {
        self.args
    }

    pub(crate) fn where_clause(&self) -> String {
        self.clauses.join(" AND ")
    }
}

/// The pattern that finds `text` anywhere, taken literally.
fn like_pattern(text: &str) -> String {
    let escaped = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

/// What to show of rows: columns (the first is the row's integer id), tables, and that id's column.
pub(crate) struct List {
    pub(crate) columns: &'static str,
    pub(crate) from: &'static str,
    pub(crate) id: &'static str,
}

impl List {
    /// The row that the filters match, if there is one.
    pub(crate) async fn one<T>(
        &self,
        conn: &mut Conn,
        filters: Filters,
        read: impl Fn(&Row) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let sql = format!(
            "SELECT {} FROM {} WHERE {}",
            self.columns,
            self.from,
            filters.where_clause()
        );
        let row = conn.one(sql, filters.into_args()).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// One page. `known_count` is the maintained counter where the filter allows its use.
    pub(crate) async fn page<T>(
        &self,
        conn: &mut Conn,
        filters: Filters,
        ordering: Ordering,
        page: &PageRequest,
        known_count: Option<i64>,
        read: impl Fn(&Row) -> Result<T, DbError>,
    ) -> Result<Page<T>, DbError> {
        let count = match known_count {
            Some(count) => count,
            None => self.count(conn, &filters).await?,
        };
        let (sql, args) = self.select(filters, ordering, page);
        let mut found = conn.all(sql, args).await?;
        let more = found.len() > usize::try_from(page.limit).unwrap_or(usize::MAX);
        if more {
            found.pop();
        }
        let next = match found.last() {
            Some(last) if more => Some(anchor_of(last, ordering)?),
            _ => None,
        };
        let rows = found.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page { count, rows, next })
    }

    /// How many rows the filters match.
    pub(crate) async fn count(&self, conn: &mut Conn, filters: &Filters) -> Result<i64, DbError> {
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {}",
            self.from,
            filters.where_clause()
        );
        match conn.one(sql, filters.args.clone()).await? {
            Some(row) => row.get(0),
            None => Ok(0),
        }
    }

    fn select(
        &self,
        filters: Filters,
        ordering: Ordering,
        page: &PageRequest,
    ) -> (String, Vec<Arg>) {
        let Ordering {
            column, descending, ..
        } = ordering;
        let (compare, direction) = if descending {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        let id = self.id;
        let rows = format!(
            "SELECT {}, {column} FROM {} WHERE {}",
            self.columns,
            self.from,
            filters.where_clause()
        );
        let mut args = filters.args;
        let mut push = |value: Arg| {
            args.push(value);
            args.len()
        };
        let limit = push(Arg::from(page.limit + 1));
        let Some(anchor) = &page.after else {
            let skip = push(Arg::from(page.offset));
            let order = format!("ORDER BY {column} {direction}, {id} {direction}");
            return (
                format!("{rows} {order} LIMIT ${limit} OFFSET ${skip}"),
                args,
            );
        };
        let key = push(match &anchor.key {
            Key::Int(number) => Arg::from(*number),
            Key::Text(text) => Arg::from(text.as_str()),
        });
        let last = push(Arg::from(anchor.id));
        // Two ranges of the index instead of one comparison of pairs: SQLite looks up only the
        // first of a pair, and an import gives thousands of rows the same time.
        let (id_at, key_at) = (1, self.columns.split(',').count() + 1);
        let sql = format!(
            "SELECT * FROM ({rows} AND {column} = ${key} AND {id} {compare} ${last} \
             ORDER BY {id} {direction} LIMIT ${limit}) AS same UNION ALL \
             SELECT * FROM ({rows} AND {column} {compare} ${key} \
             ORDER BY {column} {direction}, {id} {direction} LIMIT ${limit}) AS further \
             ORDER BY {key_at} {direction}, {id_at} {direction} LIMIT ${limit}"
        );
        (sql, args)
    }
}

/// The anchor after a row: its sort value stands in the last column, its id in the first.
fn anchor_of(row: &Row, ordering: Ordering) -> Result<Anchor, DbError> {
    let last = row.len() - 1;
    let key = match ordering.kind {
        OrderingKind::Int => Key::Int(row.get(last)?),
        OrderingKind::Text => Key::Text(row.get(last)?),
    };
    Ok(Anchor {
        ordering: ordering.wire(),
        key,
        id: row.get(0)?,
    })
}
