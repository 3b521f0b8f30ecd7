import { messageOf } from '#kernel/text';
import { CliFault } from './fault.ts';
import { plain } from './table.ts';

/** How long a call may take, unless its command is in more of a `hurry`. */
const PATIENCE_MS = 30_000;
/** The largest answer that is read, in characters. */
const MAX_ANSWER = 16_000_000;

/** Sends a request and answers the body's text. What is no success is a fault: refused, or unreachable. */
export async function exchange(
  fetchIt: typeof fetch,
  url: URL,
  init: RequestInit,
  hurry?: AbortSignal,
): Promise<string> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = hurry ? AbortSignal.any([hurry, patience]) : patience;
  let response: Response;
  let text: string;
  try {
    response = await fetchIt(url, { ...init, redirect: 'error', signal });
    text = await response.text();
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    throw new CliFault(
      'unreachable',
      `no answer from ${url.origin}: ${cause || messageOf(error)}`,
      'Is the server running (`muster start`)? Set AWS_ENDPOINT_URL to where it is.',
      { cause: error },
    );
  }
  if (text.length > MAX_ANSWER) throw new CliFault('refused', `the answer of ${url.origin} is too long to be Muster's`);
  if (!response.ok) throw refusal(url, response, text);
  return text;
}

function refusal(url: URL, response: Response, text: string): CliFault {
  const { code, message } = errorOf(response, text);
  const told = `${code}: ${plain(message) || `status ${response.status}`}`;
  if (response.status >= 500) {
    return new CliFault(
      'unreachable',
      `${url.origin} cannot answer now: ${told}`,
      'Try again; `/readyz` there says what is wrong.',
    );
  }
  const wrongKey = /SignatureDoesNotMatch|InvalidClientTokenId|UnrecognizedClient|InvalidSignature/.test(code);
  return new CliFault(
    'refused',
    told,
    wrongKey
      ? 'The access key is not of this server: check AWS_ACCESS_KEY_ID, AWS_PROFILE and MUSTER_DATA_DIR.'
      : undefined,
  );
}

function errorOf(response: Response, text: string): { code: string; message: string } {
  const header = response.headers.get('x-amzn-errortype')?.split(/[:#]/)[0];
  if (!/json/.test(response.headers.get('content-type') ?? '')) {
    return { code: header ?? (element(text, 'Code') || `HTTP ${response.status}`), message: element(text, 'Message') };
  }
  const body = JSON.parse(text) as Record<'message' | 'Message' | '__type' | 'title' | 'detail', unknown>;
  // Our own face tells a title and a detail; the AWS face a type and a message.
  const code = header ?? String(body.__type ?? body.title ?? `HTTP ${response.status}`);
  return { code: code.split('#').at(-1)!, message: String(body.message ?? body.Message ?? body.detail ?? '') };
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};

/** The text of the first element of that name; awsQuery's answers are flat enough for it. */
export function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (entity) => ENTITIES[entity]!);
}
