-- Networks that nobody signed in from for long are forgotten.
CREATE INDEX known_network_seen ON known_network (seen_at);
