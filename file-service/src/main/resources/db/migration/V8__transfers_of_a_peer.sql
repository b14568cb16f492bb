-- what a peer has sent, and what is offered to it by name, over all rooms
create index room_transfers_of_sender on room_transfers (sender_id, offered_at);
create index room_transfers_of_receiver on room_transfers (receiver_id, offered_at) where receiver_id is not null;
