import { createHash } from 'node:crypto';
import { escapeHtml } from '#kernel/text';

/** One stylesheet for the few plain pages: large type, one column, light and dark by the reader's own setting. */
const STYLE = `:root{color-scheme:light dark;--ink:#16191f;--paper:#fff;--soft:#5f6b7a;--line:#d5dbdb;--act:#0b5fff;--act-ink:#fff;--good:#037f0c}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebed;--paper:#0f1b2a;--soft:#9ba7b6;--line:#414d5c;--act:#89bdff;--act-ink:#000716;--good:#29ad32}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:18px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:640px;margin:0 auto;padding:32px 20px 64px;overflow-wrap:anywhere}h1{font-size:28px;line-height:1.25;margin:8px 0 16px}h2{font-size:20px;margin:32px 0 8px}
p{margin:0 0 16px}.soft{color:var(--soft);font-size:16px}.content{white-space:pre-wrap}
label{display:block;margin:0 0 6px;font-weight:700}input{font:inherit;width:100%;padding:14px;border:1px solid var(--line);border-radius:8px;background:var(--paper);color:var(--ink)}
[hidden]{display:none}button:disabled{opacity:.6}button{font:inherit;font-weight:700;font-size:22px;width:100%;padding:18px;border:0;border-radius:12px;background:var(--act);color:var(--act-ink);cursor:pointer}
button:focus-visible,a:focus-visible,input:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
.state{font-size:22px;font-weight:700;color:var(--good)}pre{overflow-x:auto;padding:14px;border:1px solid var(--line);border-radius:8px;font-size:14px}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:16px 0}dt{color:var(--soft)}dd{margin:0}a{color:var(--act)}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but this page and its style: no script, no frame around it, no address passed on (links hold tokens). */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
};

/** A plain page. `title` is text; `body` (and `head`, what else stands there) is HTML whose texts are escaped already. */
export function page(title: string, body: string, head = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style>${head}</head>
<body><main>${body}</main></body></html>
`;
}
