-- Of a message whose provider says later that it arrived: when its silence would be told. The auditor looks for its timer.
alter table messages add column confirm_by timestamptz;
create index messages_unconfirmed on messages (id) where confirm_by is not null and status = 'sent';

-- What waited for its fate when this was added: its timers say until when.
update messages m set confirm_by = d.due_at from due d where d.queue = 'confirm' and d.key = m.id::text;
