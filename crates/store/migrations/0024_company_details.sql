-- What a company says of itself. Scans lead to `website` where product and brand have no link.
ALTER TABLE company ADD COLUMN website $TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN address $TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN city $TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN country $TEXT NOT NULL DEFAULT '';
