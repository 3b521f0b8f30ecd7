import { form, mapOf, maybe, named, pageOf, paging, text, time, whole } from '../schema.ts';

const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'What commands call it, as AWS calls an instance by its id.',
);
const address = form(/^[A-Za-z0-9:._-]{1,253}$/, 'a host name or an IP address', 'Where it is.');
const port = whole(1, 65_535, 'Where its SSH server listens.');
const user = form(/^[A-Za-z_][A-Za-z0-9._-]{0,31}$/, 'a user’s name', 'As whom commands run.');
const secretId = text(1, 512, 'Name or ARN of the secret with the private key, whose text is the key.');
const hostKey = text(1, 2_048, 'The fingerprint of its own key, SHA256:…; when it is made, the public key will do.');
const tags = mapOf(text(0, 256, 'A value.'), 50, 'By which commands find it: `tag:KEY`.');

export const Host = named(
  'Host',
  {
    ...{ name, address, port, user, secretId, hostKey, tags },
    createdAt: time('When it was made.'),
    createdBy: text(1, 1_000, 'The principal who made it.'),
  },
  'A host of one’s own, on which runbooks run commands over SSH.',
);

export const NewHost = named(
  'NewHost',
  { name, address, port: maybe(port), user, secretId, hostKey, tags: maybe(tags) },
  'A host to add. The port is 22 unless given.',
);

export const HostPage = pageOf('Host', Host);
export const HostFilter = named('HostFilter', paging, 'Which page.');
export const HostName = named('HostName', { host: name }, 'Which one.');
