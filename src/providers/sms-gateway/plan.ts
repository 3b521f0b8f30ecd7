import { type Escape, filled, headerText, jsonText, namesIn, templateFault, urlText, type Values } from './template.ts';

/** What the settings say of a gateway, as they are given. */
export interface GatewaySettings {
  url?: string | undefined;
  /** POST unless given. */
  method?: string | undefined;
  /** A JSON object of names and templates. */
  headers?: string | undefined;
  body?: string | undefined;
  from?: string | undefined;
  /** Statuses of a message that was taken, separated by commas; any 2xx unless given. */
  ok?: string | undefined;
  /** Where in a JSON answer the gateway's id of the message is: a JSON pointer (RFC 6901). */
  idPointer?: string | undefined;
  /** Words in an answer by which it refuses a receiver for good, separated by commas. */
  refusals?: string | undefined;
}

/** How a message is put to the gateway, and its answer read. */
export interface GatewayPlan {
  method: string;
  origin: string;
  /** Whether a template names the secret. */
  needsSecret: boolean;
  request(values: Values): { url: string; headers: Record<string, string>; body?: string };
  isTaken(status: number): boolean;
  /** Whether an answer names the receiver as the fault. */
  refuses(body: string): boolean;
  /** The id in an answer; undefined where there is none, or none is looked for. */
  idIn(body: string): string | undefined;
  hasId: boolean;
}

const METHODS = ['POST', 'PUT', 'GET'];

/** The plan, or what is wrong with the settings, by their names. */
export function planOf(given: GatewaySettings): GatewayPlan | { fault: string } {
  const { url, method = 'POST', body, headers: headersText = '{}' } = given;
  if (!url) return fault('URL', 'set it to the address of the gateway');
  if (!URL.canParse(filled(url, EMPTY, urlText))) return fault('URL', 'it is no address');
  const { origin, username, password } = new URL(filled(url, EMPTY, urlText));
  if (origin === 'null' || username || password) return fault('URL', 'wanted http or https without user and password');
  if (/\{\{/.test(url.slice(0, origin.length))) return fault('URL', 'wanted no placeholder in its host');
  if (!METHODS.includes(method)) return fault('METHOD', `wanted one of ${METHODS.join(', ')}`);
  const headers = headersIn(headersText);
  if (!headers) return fault('HEADERS', 'wanted a JSON object of texts, such as {"content-type":"application/json"}');
  const inBody = escapeOf(headers);
  if (body !== undefined && !inBody)
    return fault('HEADERS', 'wanted a content-type of JSON or of a form, by which the body is escaped');
  const templates: [string, string][] = [
    ['URL', url],
    ['BODY', body ?? ''],
    ...Object.values(headers).map((value): [string, string] => ['HEADERS', value]),
  ];
  for (const [name, template] of templates) {
    const wrong = templateFault(template);
    if (wrong) return fault(name, wrong);
  }
  const carries = (name: string) => [url, body ?? ''].some((template) => namesIn(template).includes(name));
  if (!carries('to') || !carries('text')) return fault('BODY', 'wanted {{to}} and {{text}} in it, or in the address');
  const ok = (given.ok ?? '').split(',').flatMap((text) => (text.trim() ? [Number(text)] : []));
  if (!ok.every((status) => status >= 200 && status <= 299)) return fault('OK', 'wanted statuses from 200 to 299');
  const pointer = given.idPointer;
  if (pointer !== undefined && !/^(\/([^~/]|~[01])*)+$/.test(pointer))
    return fault('ID_POINTER', 'wanted a JSON pointer such as /messages/0/id');
  const refusals = words(given.refusals);
  return {
    method,
    origin,
    needsSecret: templates.some(([, template]) => namesIn(template).includes('secret')),
    request: (values) => ({
      url: filled(url, values, urlText),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, filled(value, values, headerText)]),
      ),
      ...(body === undefined || !inBody ? {} : { body: filled(body, values, inBody) }),
    }),
    isTaken: (status) => (ok.length > 0 ? ok.includes(status) : status >= 200 && status <= 299),
    refuses: (text) => refusals.some((word) => text.toLowerCase().includes(word)),
    idIn: (text) => (pointer === undefined ? undefined : at(text, pointer)),
    hasId: pointer !== undefined,
  };
}

const EMPTY: Values = { to: '', text: '', key: '', from: '', secret: '' };
const fault = (name: string, what: string) => ({ fault: `MUSTER_SMS_GATEWAY_${name} cannot be used: ${what}` });
const words = (list = '') => list.split(',').flatMap((word) => word.trim().toLowerCase() || []);

function headersIn(text: string): Record<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Whoever set it is told what it must be.
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  if (!entries.every(([name, one]) => /^[\w-]{1,64}$/.test(name) && typeof one === 'string')) return undefined;
  return Object.fromEntries(entries.map(([name, one]) => [name.toLowerCase(), String(one)]));
}

function escapeOf(headers: Record<string, string>): Escape | undefined {
  const type = headers['content-type'] ?? '';
  if (/^application\/([\w.-]+\+)?json\b/.test(type)) return jsonText;
  return type.startsWith('application/x-www-form-urlencoded') ? urlText : undefined;
}

/** The text or number at a pointer. */
function at(text: string, pointer: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not the answer that the pointer was written for: there is no id in it.
    return undefined;
  }
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).slice(0, 200) || undefined;
}
