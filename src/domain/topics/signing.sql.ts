import { statement } from '#storage/statement';

export interface SigningKeyRow {
  sealed_key: Buffer;
  certificate: string;
}

export const signingSql = {
  find: statement<SigningKeyRow>(
    'topics.signingKey',
    'select k.sealed_key, k.certificate from topic_signing_key k where k.id = 1',
  ),
  insert: statement(
    'topics.insertSigningKey',
    `insert into topic_signing_key (id, sealed_key, certificate, created_at) values (1, $1, $2, $3)
     on conflict (id) do nothing`,
  ),
};
