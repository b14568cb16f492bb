-- When this site received the message, by its own clock; null for messages from before it was kept: sent_at then.
alter table group_messages add column received_at timestamptz;
