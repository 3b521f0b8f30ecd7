import { createHash } from 'node:crypto';
import { escapeHtml } from '#kernel/text';
import { problems } from './problem.ts';
import type { Route, Routes } from './route.ts';
import type { TObject } from './schema.ts';
import { type Known, wantedOf } from './wanted.ts';

/** The reference: one page without a script, that needs nothing but itself. */

const STYLE = `:root{color-scheme:light dark;--ink:#16191f;--paper:#fff;--soft:#5f6b7a;--line:#d5dbdb;--act:#0b5fff;--panel:#f4f6f8}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebed;--paper:#0f1b2a;--soft:#9ba7b6;--line:#414d5c;--act:#89bdff;--panel:#17273a}}
*{box-sizing:border-box}html{scroll-padding-top:16px}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:960px;margin:0 auto;padding:24px 16px 64px;overflow-wrap:anywhere}h1{font-size:28px;margin:0 0 8px}h2{font-size:22px;margin:40px 0 12px}h3{font-size:15px;margin:16px 0 4px}
a{color:var(--act)}.soft{color:var(--soft)}nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:16px 0}details{border:1px solid var(--line);border-radius:8px;margin:8px 0}
summary{padding:10px 14px;cursor:pointer}details>div{padding:0 14px 14px;border-top:1px solid var(--line)}code{font:14px/1.4 ui-monospace,Menlo,Consolas,monospace}
.method{display:inline-block;min-width:62px;font-weight:700;color:var(--act)}pre{overflow-x:auto;background:var(--panel);padding:12px;border-radius:8px;margin:8px 0}
dl{margin:8px 0}dt{margin-top:8px}dd{margin:0 0 0 16px}summary:focus-visible,a:focus-visible{outline:3px solid var(--act);outline-offset:2px}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export const referenceHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

export function referencePage(table: Routes, { version, server }: { version: string; server: string }): string {
  const groups = [...Map.groupBy(Object.entries(table), ([, { group }]) => group)];
  const links = groups.map(([group]) => `<a href="#${slug(group)}">${escapeHtml(group)}</a>`);
  const sections = groups.map(
    ([group, all]) =>
      `<h2 id="${slug(group)}">${escapeHtml(group)}</h2>${all.map(([name, route]) => operation(name, route, server)).join('')}`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Muster: the native API</title><style>${STYLE}</style></head>
<body><main><h1>Muster: the native API</h1>
<p class="soft">Version ${escapeHtml(version)} · <a href="${server}/openapi.json">openapi.json</a></p>
${INTRODUCTION}<nav aria-label="Groups">${links.join('')}<a href="#problems">Problems</a></nav>
${sections.join('')}${problemList()}</main></body></html>
`;
}

const INTRODUCTION = `<p>Send a bearer token, or sign with AWS Signature Version 4 and the signing name <code>muster</code>. Lists come in pages:
give <code>next</code> as <code>cursor</code>. What can be edited has an ETag, and an edit sends it as <code>If-Match</code>. A POST with an
<code>Idempotency-Key</code> is done once. Times are RFC 3339.</p>
<pre tabindex="0"><code>muster tokens create laptop
curl -H "Authorization: Bearer $TOKEN" …/api/v1/incidents</code></pre>`;

const slug = (text: string) => text.toLowerCase().replace(/[^a-z]+/g, '-');

function operation(name: string, route: Route, server: string): string {
  const { method, path, summary, about, access, params, query, body, answer } = route;
  return `<details id="${name}"><summary><span class="method">${method}</span> <code>${escapeHtml(path)}</code><br>${escapeHtml(summary)}</summary><div>
${about ? `<p>${marked(about)}</p>` : ''}<p class="soft">Needs ${access} · <code>${method} ${escapeHtml(server + path)}</code></p>
${members('Path', params)}${members('Query', query)}${members('Body', body)}${answer ? members('Answer', answer as TObject) : '<h3>Answer</h3><p>204, nothing to say.</p>'}</div></details>`;
}

function members(title: string, schema: TObject | undefined): string {
  if (!schema) return '';
  const { properties = {}, required = [] } = schema as Known;
  const lines = Object.entries(properties).map(([name, member]) => line(name, member, required.includes(name)));
  return `<h3>${title}</h3><dl>${lines.join('')}</dl>`;
}

function line(name: string, schema: Known, isRequired: boolean): string {
  const { description, items } = schema;
  const parts = partsOf(items ?? schema);
  const wanted = `${parts.length > 0 && !items ? 'an object' : wantedOf(schema)}${isRequired ? '' : ', optional'}`;
  const inner =
    parts.length > 0 ? `<dl>${parts.map(([inside, member]) => line(inside, member, true)).join('')}</dl>` : '';
  return `<dt><code>${escapeHtml(name)}</code> <span class="soft">${escapeHtml(wanted)}</span></dt><dd>${marked(description ?? '')}${inner}</dd>`;
}

function partsOf(schema: Known): [string, Known][] {
  const kinds = schema.anyOf ?? [schema];
  return kinds.flatMap((each) => Object.entries(each.properties ?? {}));
}

function problemList(): string {
  const all = Object.entries(problems).map(
    ([kind, { title, about }]) =>
      `<dt id="problem-${kind}"><code>${kind}</code> ${escapeHtml(title)}</dt><dd>${marked(about)}</dd>`,
  );
  return `<h2 id="problems">Problems</h2><p>Every failure is told as RFC 9457 says; its <code>type</code> leads here.</p><dl>${all.join('')}</dl>`;
}

/** Text with `code` in backticks. */
const marked = (text: string) => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
