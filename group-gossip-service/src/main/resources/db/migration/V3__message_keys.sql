-- What the id of a message follows from, beside its group and its author (docs/adr/0014); null for messages that are older.
alter table group_messages add column message_key text;
