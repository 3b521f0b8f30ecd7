import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Terraform with AWS's own provider, without a network: a folder of examples/terraform in a place of its own. */

const EXAMPLES = resolve(import.meta.dirname, '../../examples/terraform');
const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');
/** The provider alone takes ten seconds to start, and waits for half a minute before it looks at a replication set. */
const RUN_MS = 180_000;

/** Where providers usually lie, and any folder of /opt that holds this one. `MUSTER_TEST_TERRAFORM_PLUGINS` comes first. */
function pluginsFolder(): string | undefined {
  const inOpt = existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  const usual = ['/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins'];
  const given = process.env['MUSTER_TEST_TERRAFORM_PLUGINS'];
  const roots = [...(given ? [given] : []), join(homedir(), '.terraform.d', 'plugins'), ...usual, ...inOpt];
  return roots.find((root) => existsSync(join(root, PROVIDER)));
}

/** Why these tests cannot run here; false when they can. */
export function withoutTerraform(): string | false {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
  } catch (error) {
    return `terraform is not on PATH (${error instanceof Error ? error.message.split('\n')[0] : error}): install it to run these`;
  }
  if (pluginsFolder()) return false;
  return `no folder of providers holds ${PROVIDER}: name one by MUSTER_TEST_TERRAFORM_PLUGINS (made by \`terraform providers mirror\`)`;
}

/** What a plan would do with a resource, by its address, e.g. `update`. */
export type Changes = Record<string, string>;

export interface Planned {
  /** By `-detailed-exitcode`: 0 nothing to do, 2 something to do. */
  code: number;
  changes: Changes;
}

export interface Workspace extends Disposable {
  /** Refreshes and plans; fails when terraform does. */
  plan(): Promise<Planned>;
  /** Plans and applies. Answers what was done with what; a resource that did not change is left out. */
  apply(): Promise<Changes>;
  destroy(): Promise<void>;
  /** Sets variables for the runs to come, on top of those that are set. */
  set(variables: Record<string, unknown>): void;
  /** Ids of what it manages, by address. */
  ids(): Record<string, string>;
  /** Makes the next apply take over what exists under these ids. */
  importing(ids: Record<string, string>): void;
  outputs(): Record<string, unknown>;
}

export interface WorkspaceOptions {
  url: string;
  key: { id: string; secret: string };
  /** Goes on beside a run until it has ended, e.g. moves a clock. */
  beside?: () => Promise<void>;
}

/** A copy of an example, initialised. */
export async function workspace(example: string, options: WorkspaceOptions): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-terraform-'));
  cpSync(join(EXAMPLES, example), folder, { recursive: true, filter: (path) => !/\.terraform|tfstate/.test(path) });
  const config = join(folder, 'terraform.rc');
  const mirror = JSON.stringify(pluginsFolder());
  writeFileSync(
    config,
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`,
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    TF_CLI_CONFIG_FILE: config,
    TF_IN_AUTOMATION: '1',
    TF_VAR_muster_url: options.url,
    AWS_ACCESS_KEY_ID: options.key.id,
    AWS_SECRET_ACCESS_KEY: options.key.secret,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const run = async (wanted: readonly number[], ...args: string[]) => {
    const ran = terraform(folder, env, args);
    const { code, out } = await (options.beside ? besides(ran, options.beside) : ran);
    if (wanted.includes(code)) return { code, out };
    throw new Error(`terraform ${args.join(' ')} ended with ${code}, wanted ${wanted.join(' or ')}:\n${faultsIn(out)}`);
  };
  const state = () => JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as State;
  const variables: Record<string, unknown> = {};
  await run([0], 'init', '-input=false', '-no-color');
  return {
    async plan() {
      const { code, out } = await run([0, 2], 'plan', '-detailed-exitcode', '-input=false', '-json');
      return { code, changes: changesIn(out) };
    },
    async apply() {
      const { out } = await run([0], 'apply', '-auto-approve', '-input=false', '-json');
      return changesIn(out);
    },
    destroy: async () => void (await run([0], 'destroy', '-auto-approve', '-input=false', '-json')),
    set(more) {
      Object.assign(variables, more);
      writeFileSync(join(folder, 'set.auto.tfvars.json'), JSON.stringify(variables));
    },
    ids: () => idsIn(state()),
    importing(ids) {
      const blocks = Object.entries(ids).map(([to, id]) => `import {\n  to = ${to}\n  id = ${JSON.stringify(id)}\n}\n`);
      writeFileSync(join(folder, 'imports.tf'), blocks.join(''));
    },
    outputs: () => Object.fromEntries(Object.entries(state().outputs).map(([name, { value }]) => [name, value])),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function terraform(cwd: string, env: NodeJS.ProcessEnv, args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((done) => {
    execFile('terraform', args, { cwd, env, timeout: RUN_MS, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      done({ code, out: `${out}${err}` });
    });
  });
}

/** Repeats `beside` until `main` has settled. */
async function besides<T>(main: Promise<T>, beside: () => Promise<void>): Promise<T> {
  let over = false;
  const settled = main.finally(() => {
    over = true;
  });
  while (!over) await beside();
  return settled;
}

/** What it complained of; all it said, where that is not in its machine-readable form. */
function faultsIn(out: string): string {
  const faults = linesOf(out).filter((line) => line['@level'] === 'error');
  return faults.map((line) => line['@message']).join('\n') || out;
}

const linesOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

function changesIn(out: string): Changes {
  const messages = linesOf(out).filter((line) => line.type === 'planned_change');
  return Object.fromEntries(
    messages.flatMap(({ change }) =>
      change && change.action !== 'read' ? [[change.resource.addr, change.action]] : [],
    ),
  );
}

/** One of Terraform's machine-readable lines. */
interface Line {
  '@level': string;
  '@message': string;
  type: string;
  change?: { resource: { addr: string }; action: string };
}

interface State {
  outputs: Record<string, { value: unknown }>;
  resources: {
    mode: string;
    type: string;
    name: string;
    instances: { index_key?: string; attributes: { id: string } }[];
  }[];
}

function idsIn({ resources }: State): Record<string, string> {
  const managed = resources.filter(({ mode }) => mode === 'managed');
  return Object.fromEntries(
    managed.flatMap(({ type, name, instances }) =>
      instances.map(({ index_key, attributes }) => [
        `${type}.${name}${index_key === undefined ? '' : `[${JSON.stringify(index_key)}]`}`,
        attributes.id,
      ]),
    ),
  );
}
