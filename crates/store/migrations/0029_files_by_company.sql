-- What the files of a company take together is read off the index.
CREATE INDEX file_by_company ON file (company_id, size);
