import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { awsCredentials, profileIn } from './aws-credentials.ts';

const CREDENTIALS = `
# keys
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = default/secret+1=
[ops]
aws_access_key_id=AKIAOPS ; of the team
aws_secret_access_key=ops-secret
aws_session_token = ops-token
`;
const CONFIG = `[default]
region = eu-west-1
[profile ops]
s3 =
  max_concurrent_requests = 20
aws_secret_access_key = not-this-one
[profile role]
role_arn = arn:aws:iam::123456789012:role/muster
source_profile = default
[profile sso]
sso_session = company
[profile written-in-config]
aws_access_key_id = AKIACONFIG
aws_secret_access_key = config-secret
[profile empty]
region = us-east-1
`;

test('a profile is read as AWS’s SDKs do: the credentials file first, then the config file', () => {
  const ini = { credentials: CREDENTIALS, config: CONFIG };
  const rows: [name: string, id: string | undefined, secret: string | undefined, token: string | undefined][] = [
    ['default', 'AKIADEFAULT', 'default/secret+1=', undefined],
    ['ops', 'AKIAOPS', 'ops-secret', 'ops-token'],
    ['written-in-config', 'AKIACONFIG', 'config-secret', undefined],
    ['empty', undefined, undefined, undefined],
  ];
  for (const [name, ...want] of rows) {
    const { aws_access_key_id: id, aws_secret_access_key: secret, aws_session_token: token } = profileIn(name, ini)!;
    assert.deepEqual([id, secret, token], want, name);
  }
  assert.equal(profileIn('profile ops', ini), undefined);
  assert.equal(profileIn('nobody', ini), undefined);
});

test('a profile without keys of its own is refused at the start, with what to do and no secret', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'muster-aws-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const [credentials, config] = [join(directory, 'credentials'), join(directory, 'config')];
  writeFileSync(credentials, CREDENTIALS);
  writeFileSync(config, CONFIG);
  const given = (MUSTER_AWS_PROFILE: string | undefined, more = {}) =>
    awsCredentials({
      ...{ MUSTER_AWS_ACCESS_KEY_ID: undefined, MUSTER_AWS_SECRET_ACCESS_KEY: undefined },
      ...{ MUSTER_AWS_SESSION_TOKEN: undefined, AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config },
      ...{ MUSTER_AWS_PROFILE, ...more },
    });
  assert.deepEqual(given('ops'), { accessKeyId: 'AKIAOPS', secret: 'ops-secret', sessionToken: 'ops-token' });
  assert.deepEqual(given(undefined, { MUSTER_AWS_ACCESS_KEY_ID: 'AKIA1', MUSTER_AWS_SECRET_ACCESS_KEY: 's' }), {
    ...{ accessKeyId: 'AKIA1', secret: 's', sessionToken: undefined },
  });
  const rows: [name: string, more: object, want: RegExp][] = [
    ['role', {}, /"role" assumes a role \(role_arn\)\. .*aws configure export-credentials --profile role/],
    ['sso', {}, /"sso" signs in by SSO \(sso_session\)\. .*MUSTER_AWS_SESSION_TOKEN/],
    ['empty', {}, /"empty" has no keys\./],
    ['nobody', {}, /"nobody" is neither in .*credentials and .*config: add it/],
    ['ops', { MUSTER_AWS_ACCESS_KEY_ID: 'AKIA1' }, /both are set, leave one out/],
    ['ops', { AWS_SHARED_CREDENTIALS_FILE: directory }, /could not be read/],
  ];
  for (const [name, more, want] of rows)
    assert.throws(
      () => given(name, more),
      (error: Error) => {
        assert.match(error.message, want);
        assert.doesNotMatch(error.message, /secret\+1|ops-secret|ops-token/);
        return true;
      },
    );
});
