-- The language that a person reads mails in; nothing until they have said it.
ALTER TABLE person ADD COLUMN language $TEXT;
