-- What belongs to a campaign (contract §4.5, §4.9, §5). "limited": only people in a team of the
-- campaign see it. "options" and "redirects" are JSON that is always read and written whole.
ALTER TABLE campaign ADD COLUMN limited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE campaign ADD COLUMN scm_enabled BIGINT NOT NULL DEFAULT 1;
ALTER TABLE campaign ADD COLUMN options $TEXT NOT NULL DEFAULT '{}';
ALTER TABLE campaign ADD COLUMN redirects $TEXT NOT NULL DEFAULT '[]';
ALTER TABLE campaign ADD COLUMN consumer_key $TEXT;
CREATE UNIQUE INDEX campaign_by_consumer_key ON campaign (consumer_key);
CREATE INDEX campaign_limited ON campaign (company_id, id) WHERE limited = 1;

CREATE INDEX scm_field_by_position ON scm_field (company_id, campaign_id, position);

CREATE TABLE team (
    id          $ID,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    name        $TEXT NOT NULL,
    name_folded $TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) $STRICT;
CREATE INDEX team_by_date ON team (company_id, created_at, id);

CREATE TABLE team_member (
    company_id BIGINT NOT NULL,
    team_id    BIGINT NOT NULL,
    person_id  BIGINT NOT NULL,
    PRIMARY KEY (company_id, team_id, person_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, person_id) REFERENCES member (company_id, person_id)
) $STRICT;
CREATE INDEX team_member_by_person ON team_member (company_id, person_id, team_id);

CREATE TABLE team_campaign (
    company_id  BIGINT NOT NULL,
    team_id     BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    PRIMARY KEY (company_id, team_id, campaign_id),
    FOREIGN KEY (company_id, team_id) REFERENCES team (company_id, id),
    FOREIGN KEY (company_id, campaign_id) REFERENCES campaign (company_id, id)
) $STRICT;
CREATE INDEX team_campaign_by_campaign ON team_campaign (company_id, campaign_id, team_id);

-- Names for some countries: where products are meant to be sold.
CREATE TABLE region (
    id          $ID,
    company_id  BIGINT NOT NULL REFERENCES company (id),
    name        $TEXT NOT NULL,
    name_folded $TEXT NOT NULL,
    countries   $TEXT NOT NULL,
    archived    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (company_id, id),
    UNIQUE (company_id, name_folded)
) $STRICT;
CREATE INDEX region_by_date ON region (company_id, archived, created_at, id);
CREATE INDEX region_by_name ON region (company_id, archived, name_folded, id);

-- What landing pages show of a product (contract §4.3): JSON as it was sent.
ALTER TABLE product ADD COLUMN stc $TEXT;
