/** Parts of names that APIs write in capitals. */
const CAPITALS = new Set([
  'acl',
  'api',
  'arn',
  'aws',
  'ca',
  'cors',
  'db',
  'dns',
  'ebs',
  'fpga',
  'iam',
  'id',
  'ip',
  'mfa',
]);
for (const part of [
  'nat',
  'oidc',
  'ops',
  'saml',
  'sms',
  'sql',
  'ssh',
  'ssl',
  'tls',
  'ui',
  'uri',
  'url',
  'vpc',
  'vpn',
  'vgw',
]) {
  CAPITALS.add(part);
}

/**
 * What an operation may be called that Python names `describe_db_instances`: Python's names do not tell which letters are large, so
 * there are up to four, the likeliest first. One that begins with a capital is the API's own name already.
 */
export function operationNames(method: string): string[] {
  if (/^[A-Z]/.test(method)) return [method];
  const parts = method.split('_').filter((part) => part !== '');
  const large = (part: string) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`;
  const plural = (part: string) =>
    part.endsWith('s') && CAPITALS.has(part.slice(0, -1)) ? `${part.slice(0, -1).toUpperCase()}s` : undefined;
  const capital = (part: string) => (CAPITALS.has(part) ? part.toUpperCase() : (plural(part) ?? large(part)));
  const names = [parts.map(large).join(''), parts.map(capital).join('')];
  // IAM's OpenIDConnectProvider; its S…MFADevice keeps only the one in capitals.
  names.push(names[0]!.replace('OpenId', 'OpenID'));
  return [...new Set(names)].filter((name) => name !== '');
}
