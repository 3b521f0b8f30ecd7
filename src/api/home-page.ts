import { escapeHtml } from '#kernel/text';
import { page } from './page.ts';

export interface HomeView {
  ready: boolean;
  publicUrl: string;
  region: string;
  version: string;
}

/** What stands at `/` until the console comes: whether it works, and what to type first. No data of any account. */
export function homePage({ ready, publicUrl, region, version }: HomeView): string {
  const steps = [
    'export AWS_SHARED_CREDENTIALS_FILE=data/credentials',
    `export AWS_ENDPOINT_URL=${publicUrl} AWS_DEFAULT_REGION=${region}`,
    'aws sts get-caller-identity',
    `aws ssm-incidents create-replication-set --regions '{"${region}":{}}'`,
  ].join('\n');
  return page(
    'Muster',
    `<h1>Muster</h1>
<p class="state" role="status">${ready ? 'Ready.' : 'Starting, or its database is away.'}</p>
<h2>First steps</h2>
<p>In the folder where Muster runs:</p>
<pre tabindex="0">${escapeHtml(steps)}</pre>
<p>Then follow <b>docs/first-response-plan.md</b>: a contact, a plan, and the first page.</p>
<p class="soft">Version ${escapeHtml(version)} · <a href="/healthz">health</a> · <a href="/readyz">readiness</a></p>`,
  );
}
