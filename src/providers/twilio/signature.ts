import { createHmac } from 'node:crypto';
import { sameSecret } from '#kernel/seal';

/** The parameters of a form, in the order in which they came. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/** How Twilio signs a request: HMAC-SHA1 over the address as it knows it and the form's fields by name, as base64. */
export function twilioSignature(authToken: string, url: string, fields: FormFields): string {
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const signed = url + sorted.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** Whether a request is Twilio's. Compared in constant time. */
export function isSigned(authToken: string, url: string, fields: FormFields, signature: string): boolean {
  return sameSecret(signature, twilioSignature(authToken, url, fields));
}
