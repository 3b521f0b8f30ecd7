import { SAID_TIMES } from '#domain/channels';

const XML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for XML; what XML cannot hold at all is a space. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\r\t]|[\p{Cs}\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"']/g, (character) => XML[character]!);
}

/** Codes are said digit by digit. */
const spoken = (text: string) =>
  escapeXml(text).replace(
    /(?<![\w#&])\d{4,10}(?![\w;])/g,
    (digits) => `<say-as interpret-as="digits">${digits}</say-as>`,
  );

const say = (text: string, times: number) => `<Say voice="Polly.Joanna" loop="${times}">${spoken(text)}</Say>`;
const response = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`;

/** Says a text, and hangs up. */
export const sayTwiml = (text: string, times = 1) => response(say(text, times));

/** Says a text until a key is pressed, which goes to `action`. */
export function keysTwiml(text: string, action: string, times = SAID_TIMES): string {
  const gather = `<Gather input="dtmf" numDigits="1" timeout="10" method="POST" action="${escapeXml(action)}">`;
  return response(`${gather}${say(text, times)}</Gather>`);
}

/** Answers a text message; without a text with nothing. */
export const textTwiml = (text?: string) => response(text === undefined ? '' : `<Message>${escapeXml(text)}</Message>`);
