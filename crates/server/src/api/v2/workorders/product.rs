//! How a body names a product.

use crate::{
    auth::Principal,
    error::{ApiError, ApiResult},
    extract::Field,
    openapi::id_or_text,
};
use countermark_core::{
    ids::ProductId,
    text::{Sku, Text as _},
};
use countermark_store::{
    Conn,
    products::{self, Product},
};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// A product's id or SKU.
#[derive(Debug)]
pub enum ProductKey {
    /// By number.
    Id(ProductId),
    /// By SKU; one that looks like a number may also be an id.
    Sku(Sku),
}

const SENTENCE: &str = "A product is named by its id or its SKU.";

impl Field for ProductKey {
    fn parse(value: Value) -> Result<Self, String> {
        match &value {
            Value::Null => Err("This field may not be null.".into()),
            Value::Number(number) => match number.as_i64() {
                Some(id) => Ok(Self::Id(ProductId(id))),
                None => Err(SENTENCE.into()),
            },
            Value::String(_) => <Sku as Field>::parse(value).map(Self::Sku),
            _ => Err(SENTENCE.into()),
        }
    }
}

impl PartialSchema for ProductKey {
    fn schema() -> RefOr<Schema> {
        id_or_text("A product's id or SKU.")
    }
}

impl ToSchema for ProductKey {}

impl ProductKey {
    /// The same of one that may be left out.
    pub(super) async fn load_if(
        key: Option<&Self>,
        conn: &mut Conn,
        caller: &Principal,
    ) -> ApiResult<Option<Product>> {
        match key {
            None => Ok(None),
            Some(key) => key.load(conn, caller).await.map(Some),
        }
    }

    /// The product of that name, of those that the caller reaches; an archived one gets no codes.
    pub(in crate::api::v2) async fn load(
        &self,
        conn: &mut Conn,
        caller: &Principal,
    ) -> ApiResult<Product> {
        let scope = caller.scope();
        let (found, sentence) = match self {
            Self::Id(id) => (
                products::get(conn, &scope, *id).await?,
                format!("Invalid pk \"{id}\" - object does not exist."),
            ),
            Self::Sku(sku) => {
                let text = sku.as_str();
                let mut found = products::by_sku(conn, &scope, text).await?;
                // Forms send numbers as texts.
                if let (None, Ok(id)) = (&found, text.parse()) {
                    found = products::get(conn, &scope, id).await?;
                }
                (found, format!("Object with sku={text} does not exist."))
            }
        };
        let found = found.ok_or_else(|| ApiError::field("product", sentence))?;
        if found.archived {
            return Err(ApiError::field("product", "This product is archived."));
        }
        Ok(found)
    }
}
