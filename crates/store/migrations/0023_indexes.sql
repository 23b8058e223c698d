-- The product first: whoever deletes a product asks for its codes and orders without naming the
-- company, and would look through all of them.
DROP INDEX code_by_product;
CREATE INDEX code_by_product ON code (product_id, company_id, id);
CREATE INDEX workorder_by_product ON workorder (product_id);
