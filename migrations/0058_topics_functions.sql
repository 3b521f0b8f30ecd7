-- Functions subscribe to topics.
alter table topic_subscriptions drop constraint topic_subscriptions_protocol_check;
alter table topic_subscriptions add constraint topic_subscriptions_protocol_check
  check (protocol in ('http', 'https', 'email', 'email-json', 'sms', 'lambda'));
